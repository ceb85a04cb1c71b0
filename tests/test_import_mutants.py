"""Workbooks of tests/data, changed as people change them: no crash, nothing lost, and no risk lost where nothing is."""

import random
from functools import cache

import pytest

from reports.imports.reading import read
from reports.imports.understanding import mapping_of, understand
from reports.imports.values import Fact
from tests.imported_accounting import lost, single, words_lost
from tests.imported_known import known_from
from tests.imported_measure import HERE, expected_of, names, opened
from tests.imported_mutants import HARMFUL, HARMLESS

SOME = names()[::3]  # every third, for the sake of time; they were all tried when this was written


@cache
def whole(name):
    """A workbook of the corpus and what its register has."""
    expected = expected_of(name)
    return opened(HERE, expected["file"]), known_from(expected["known"], expected["as_at"])


def understood(workbook, known):
    """What is understood of a workbook, and the cells that are nowhere."""
    proposal = understand(workbook, known)
    reading = read(workbook, mapping_of(proposal), known)
    return reading, [*lost(workbook, proposal, reading)[1], *words_lost(workbook, reading)]


def words_of(reading):
    """The title and ref of every risk, wherever it stands."""
    return sorted(
        (entry.ref, single(entry.facts[Fact.TITLE].value) if Fact.TITLE in entry.facts else "")
        for entry in reading.entries
    )


@pytest.mark.parametrize("way", HARMLESS, ids=lambda way: way.__name__)
def test_what_changes_nothing_loses_no_risk(way):
    wrong = []
    for name in SOME:
        workbook, known = whole(name)
        before, _ = understood(workbook, known)
        after, missing = understood(way(workbook, random.Random(name)), known)
        wrong += [f"{name}: {where} {value!r} is lost" for where, value in missing]
        if words_of(before) != words_of(after):
            gone = set(words_of(before)) - set(words_of(after))
            come = set(words_of(after)) - set(words_of(before))
            wrong.append(f"{name}: {sorted(gone)[:3]} became {sorted(come)[:3]}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("way", HARMFUL, ids=lambda way: way.__name__)
def test_whatever_is_done_to_a_file_nothing_crashes_and_nothing_is_lost(way):
    wrong = []
    for name in SOME:
        workbook, known = whole(name)
        for seed in range(2):
            _, missing = understood(way(workbook, random.Random(f"{name} {seed}")), known)
            wrong += [f"{name} {seed}: {where} {value!r} is lost" for where, value in missing]
    assert not wrong, "\n".join(wrong)
