"""Family "figures": numbers, scores, owners and arrows in prose, and in tables typed by hand, against the position."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reports.checks import figures_counts, figures_owners, figures_risks, tallies
from reports.checks.found import Finder
from reports.checks.language import MONTHS, straight
from reports.checks.model import Facts, Finding, Findings, Kind, Passage, RegisterFacts, RiskFacts, Text
from reports.checks.risks_named import whose
from reports.checks.vocabulary import Said, properties

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
        if len(cells) >= 2 and row > 1:
            yield from _count_row(finder, cells, head, text, facts)
        if row == 1 or ref is None:
            continue
        home = whose(text, cells[0][1], facts)
        for register in facts.registers:
            risk = register.risk(ref[1])
            if risk is not None and (not home or register.organisation == home) and _is_its_row(risk, cells):
                yield from _row(finder, cells, head, risk, register, facts)
                break


ALL = re.compile(
    r"(?:the )?(?:number|all|total|together|both together|risks?|no\.?|now|today)?(?: of)?(?: the)?(?: corporate| "
    r"open)?(?: risks?)?|"
    r"how many.*|.*\bat 3[01] .*|as at .*",
    re.IGNORECASE,
)


def _is_of_the_day(name: str, register: RegisterFacts) -> bool:
    """Whether a column is of the day of the position: not of another month, of changes or of targets."""
    if re.search(r"lower|higher|since|than|change|target|moved|up\b|down\b|before|last|previous", name):
        return False
    months = re.findall(MONTHS, name, re.IGNORECASE)
    return not months or register.as_at is None or f"{register.as_at:%B}".lower() in [one.lower() for one in months]


def _count_row(
    finder: Finder, cells: list[tuple[int, Passage]], head: dict[int, str], text: Text, facts: Facts
) -> Iterator[Finding]:
    """ "Amber | 2" in a table of the number of risks; "Amber | 1 | 2 | 3" by horizon; "AC Professionalism | 4"."""
    label = cells[0][1]
    home = whose(text, label, facts)
    registers = [register for register in facts.registers if not home or register.organisation == home]
    if len(registers) != 1 or len(label.text.split()) > 7 or not _counts_risks(head, label, text):
        return
    rows = _row_said(label.text, facts)
    for at, amount in cells[1:]:
        name = head.get(amount.column, "")
        columns = properties(f"{name} risks") if _is_of_the_day(name, registers[0]) else None
        if rows is None or columns is None or not re.fullmatch(r"\d{1,3}", amount.text):
            continue
        said, test = rows
        if not (columns or len(cells) == 2 or ALL.fullmatch(name.strip()) or re.search(MONTHS, name, re.I)) or not (
            said or test or columns
        ):
            continue
        right = tallies.tally(registers[0].open, [*said, *columns], test)
        if right is not None and right != int(amount.text):
            why = f"The position says {right}"
            yield finder.at(at, (0, len(amount.text)), "count", why, f"Say {right}", offer=str(right))


def _counts_risks(head: dict[int, str], label: Passage, text: Text) -> bool:
    """Whether the head of the table, its heading or the sentence over it says that it counts risks."""
    labels = " ".join(passage.text for passage in text.passages if passage.group == label.group and passage.column == 0)
    place = next((n for n, passage in enumerate(text.passages) if passage is label), 0)
    while place and text.passages[place].kind is Kind.CELL:
        place -= 1
    lead = text.passages[place].text[-200:] if text.passages[place].kind is Kind.PARAGRAPH else ""
    return bool(re.search(r"\brisks?\b", f"{' '.join(head.values())} {label.section} {lead} {labels}", re.IGNORECASE))


def _row_said(label: str, facts: Facts) -> tuple[list[Said], tallies.Test | None] | None:
    """What the label of a row counts by: a rating, a post that owns, or nothing for a total."""
    if re.fullmatch(r"(?:grand |overall )?(?:total|all)(?: risks)?", label.strip(), re.IGNORECASE):
        return [], None
    post = tallies.first_post(straight(label), facts.posts)
    if post is not None and post[2] - post[1] == len(label.strip()):
        names = (post[0].name, *post[0].also)
        return [], lambda risk: any(owner in names for owner in risk.owners)
    said = properties(f"risks rated {label.lower()}")
    return (said, None) if len(said) == 1 and len(label.split()) <= 3 else None


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
