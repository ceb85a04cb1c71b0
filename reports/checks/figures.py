"""Family "figures": numbers, scores, owners and arrows in prose, and in tables typed by hand, against the position."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reports.checks import figures_counts, figures_owners, figures_risks, tallies
from reports.checks.found import Finder
from reports.checks.language import straight
from reports.checks.model import Facts, Finding, Findings, Kind, Passage, RegisterFacts, RiskFacts, Text
from reports.checks.risks_named import whose
from reports.checks.vocabulary import properties

ARROWS = {"↑": "up", "↓": "down", "↔": "static", "→": "static"}
SCORE = re.compile(r"\b(?P<likelihood>VH|H|M|L)\s?v\s?(?P<impact>VH|H|M|L)\b")


def check(text: Text, facts: Facts) -> Findings:
    """Counts, what is said of single risks, and rows of tables."""
    finder = Finder("figures", text)
    seen: set[tuple[int, int, int]] = set()
    found = [
        *figures_risks.check(text, facts, finder),
        *figures_counts.check(text, facts, finder),
        *_tables(text, facts, finder),
    ]
    for finding in found:
        place = (finding.passage, finding.start, finding.end)
        if place not in seen:
            seen.add(place)
            yield finding


def _tables(text: Text, facts: Facts, finder: Finder) -> Iterator[Finding]:
    """Rows that begin with the number of a risk and hold its title: the score, arrow, owner and target beside it."""
    rows: dict[tuple[int, int], list[tuple[int, Passage]]] = {}
    for at, passage in enumerate(text.passages):
        if passage.kind is Kind.CELL:
            rows.setdefault((passage.group, passage.row), []).append((at, passage))
    for (group, row), cells in rows.items():
        ref = re.match(r"^(?:risk )?(\d{1,3})\b", cells[0][1].text, re.IGNORECASE)
        head = {passage.column: passage.text.lower() for _, passage in rows.get((group, 1), [])}
        if len(cells) == 2 and row > 1:
            yield from _count_row(finder, cells, head, text, facts)
        if row == 1 or ref is None:
            continue
        home = whose(text, cells[0][1], facts)
        for register in facts.registers:
            risk = register.risk(ref[1])
            if risk is not None and (not home or register.organisation == home) and _is_its_row(risk, cells):
                yield from _row(finder, cells, head, risk, register, facts)
                break


def _count_row(
    finder: Finder, cells: list[tuple[int, Passage]], head: dict[int, str], text: Text, facts: Facts
) -> Iterator[Finding]:
    """ "Amber | 2" in a table of the number of risks."""
    label, (at, amount) = cells[0][1], cells[1]
    if not re.fullmatch(r"\d{1,3}", amount.text) or not re.search(
        r"\brisks?\b", f"{' '.join(head.values())} {label.section}", re.I
    ):
        return
    said = properties(f"risks rated {label.text.lower()}")
    home = whose(text, label, facts)
    registers = [register for register in facts.registers if not home or register.organisation == home]
    if len(registers) != 1 or len(said) != 1 or len(label.text.split()) > 3:
        return
    right = tallies.tally(registers[0].open, said)
    if right is not None and right != int(amount.text):
        yield finder.at(
            at, (0, len(amount.text)), "count", f"The position says {right}", f"Say {right}", offer=str(right)
        )


def _is_its_row(risk: RiskFacts, cells: list[tuple[int, Passage]]) -> bool:
    return any(
        straight(passage.text)
        .lower()
        .replace(" and ", " & ")
        .startswith(straight(risk.title).lower().replace(" and ", " & "))
        for _, passage in cells[1:]
    )


def _row(
    finder: Finder,
    cells: list[tuple[int, Passage]],
    head: dict[int, str],
    risk: RiskFacts,
    register: RegisterFacts,
    facts: Facts,
) -> Iterator[Finding]:
    for at, passage in cells:
        name = head.get(passage.column, "")
        if match := SCORE.search(passage.text):
            right, what = (risk.target, "target") if "target" in name else (risk.score, "score")
            said = f"{match['likelihood']} v {match['impact']}"
            if right and said != right:
                yield finder.at(
                    at,
                    match.span(),
                    what,
                    f"The {what} of risk {risk.shown_ref} is {right}",
                    f"Say {right}",
                    offer=right,
                )
        if (
            passage.text in ARROWS
            and risk.movement in ("up", "down", "static")
            and ARROWS[passage.text] != risk.movement
        ):
            yield finder.at(
                at, (0, 1), "movement", f"The movement of risk {risk.shown_ref} is {risk.movement}", "Mend the arrow"
            )
        if "owner" in name and risk.owners and passage.text:
            found = tallies.first_post(straight(passage.text), facts.posts)
            if found and not {found[0].name, *found[0].also} & {
                one for owner in risk.owners for one in figures_owners.names_of(owner, facts.posts)
            }:
                yield finder.at(
                    at,
                    found[1:],
                    "owner",
                    f"The owner of risk {risk.shown_ref} is {' and '.join(risk.owners)}",
                    "Mend the owner",
                    offer=risk.owners[0],
                )
