"""Do the checks of papers find what was planted, and leave alone what only looks like it? See checks_corpus/README.md.

The rates stand in the output: `pytest tests/test_checks_corpus.py -rA`. The cases of `unseen_*.json` were written by
someone who has not seen the checks, and have to do as well by themselves.
"""

import json
from collections import Counter
from pathlib import Path

import pytest

from reports.checks.model import Finding, Severity
from reports.checks.reading import read
from reports.checks.run import FAMILIES, check
from tests.checks_facts import case

FOLDER = Path(__file__).parent / "checks_corpus"
FOUND_AT_LEAST, FALSE_AT_MOST = 0.95, 0.03


def load(pattern: str) -> list[dict]:
    return [row for path in sorted(FOLDER.glob(pattern)) for row in json.loads(path.read_text())]


KNOWN: dict[str, list[Finding]] = {}  # by the id of a case, since most cases are measured twice


def findings(row: dict) -> list[Finding]:
    if row["id"] not in KNOWN:
        KNOWN[row["id"]] = _findings(row)
    return KNOWN[row["id"]]


def _findings(row: dict) -> list[Finding]:
    here = case(row["facts"])
    text = read(
        row["text"],
        here.facts.bodies,
        meeting_on=here.meeting_on,
        organisations=here.organisations,
        is_whole=row.get("whole", False),
    )
    return check(text, here.facts)


def is_found(row: dict, found: list[Finding]) -> bool:
    expect = row["expect"]
    families = {expect["family"], *expect.get("or", ())}
    wanted = [expect.get(name, "").lower() for name in ("excerpt", "or_excerpt") if name in expect]
    return any(
        finding.family in families
        and any(words in finding.excerpt.lower() or (finding.excerpt.lower() or "\0") in words for words in wanted)
        for finding in found
    )


def is_clean(found: list[Finding]) -> bool:
    return not any(finding.severity is not Severity.WARNING for finding in found)


def measure(rows: list[dict]) -> tuple[dict[str, Counter], list[str]]:
    """Per family the faults, those found, the clean ones, those flagged; and what went wrong, a line each."""
    rates: dict[str, Counter] = {}
    wrong = []
    for row in rows:
        rate = rates.setdefault(row["family"], Counter())
        found = findings(row)
        rate[row["kind"]] += 1
        if row["kind"] == "fault" and is_found(row, found):
            rate["found"] += 1
        elif row["kind"] == "fault":
            wrong.append(f"not found: {row['id']}")
        elif not is_clean(found):
            rate["flagged"] += 1
            grave = [finding for finding in found if finding.is_grave]
            wrong.append(f"flagged: {row['id']}: {[(one.family, one.excerpt) for one in grave]}")
    return rates, wrong


def table(rates: dict[str, Counter]) -> str:
    lines = [f"{'family':16}{'faults found':>16}{'clean flagged':>16}"]
    for family in [*FAMILIES, "all"]:
        rate = sum(rates.values(), Counter()) if family == "all" else rates.get(family, Counter())
        lines.append(f"{family:16}{rate['found']:>8} of {rate['fault']:<5}{rate['flagged']:>8} of {rate['clean']:<5}")
    return "\n".join(lines)


@pytest.mark.parametrize("pattern", ["*.json", "unseen_*.json"])
def test_the_checks_find_what_was_planted_and_leave_the_rest_alone(pattern):
    rates, wrong = measure(load(pattern))
    total = sum(rates.values(), Counter())

    print(f"\n{pattern}\n{table(rates)}\n" + "\n".join(wrong))

    assert total["found"] >= FOUND_AT_LEAST * total["fault"], wrong
    assert total["flagged"] <= FALSE_AT_MOST * total["clean"], wrong


def test_every_family_has_faults_and_clean_look_alikes_and_there_are_enough():
    rows = load("*.json")
    kinds = Counter((row["family"], row["kind"]) for row in rows)

    assert all(kinds[family, kind] >= 4 for family in FAMILIES for kind in ("fault", "clean"))
    assert sum(row["kind"] == "fault" for row in rows) >= 120
    assert sum(row["kind"] == "clean" for row in rows) >= 120
    assert len({row["id"] for row in rows}) == len(rows)
