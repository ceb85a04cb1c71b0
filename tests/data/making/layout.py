"""Columns of a register: what each prints of a risk, and what must be understood of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from openpyxl.utils import get_column_letter

from tests.data.making.bank import Risk
from tests.data.making.book import Page
from tests.data.making.expected import at, entry, in_place, planned, table


@dataclass(frozen=True)
class Col:
    """A column: its heading, its fact, what is printed, and the facts that follow from it (or controls)."""

    heading: str
    fact: str
    printed: Callable[[Risk], Any]
    facts: Callable[[Risk], dict[str, Any]] = lambda risk: {}
    controls: Callable[[Risk], list[dict[str, Any]]] = lambda risk: []

    def called(self, heading: str) -> Col:
        """The same under another heading."""
        return replace(self, heading=heading)

    def printing(self, printed: Callable[[Risk], Any]) -> Col:
        """The same, printed otherwise."""
        return replace(self, printed=printed)


def bullets(items: Sequence[str], mark: str = "• ") -> str:
    """Several things in one cell, a line each."""
    return "\n".join(mark + item for item in items)


def score(kind: str, which: int, heading: str) -> Col:
    """One level of a score; `which` 0 for likelihood, 1 for impact."""
    fact = f"{kind}-{'impact' if which else 'likelihood'}"
    return Col(
        heading, fact, lambda risk: getattr(risk, kind)[which], lambda risk: {f"{kind}-score": getattr(risk, kind)}
    )


def total(kind: str, heading: str) -> Col:
    """The product."""
    return Col(heading, f"{kind}-total", lambda risk: getattr(risk, kind)[0] * getattr(risk, kind)[1])


REF = Col("Ref", "ref", lambda risk: risk.ref)
TITLE = Col("Risk title", "title", lambda risk: risk.title, lambda risk: {"title": risk.title})
WORDS = Col(
    "Risk description", "description", lambda risk: risk.description, lambda risk: {"description": risk.description}
)
OWNER = Col("Risk owner", "owners", lambda risk: risk.owner, lambda risk: {"owners": [risk.owner]})
OWNERS = Col("Risk owner", "owners", lambda risk: " / ".join(risk.owners), lambda risk: {"owners": risk.owners})
REVIEWED = Col("Last reviewed", "reviewed-on", lambda risk: risk.reviewed, lambda risk: {"reviewed-on": risk.reviewed})
CONTROLS = Col(
    "Existing controls", "controls", lambda risk: bullets(risk.controls), controls=lambda risk: in_place(risk.controls)
)
ACTIONS = Col(
    "Further actions", "actions", lambda risk: bullets([action.title for action in risk.actions]),
    controls=lambda risk: planned([action.title for action in risk.actions]),
)  # fmt: skip
LIKELIHOOD, IMPACT, SCORE = score("current", 0, "Likelihood"), score("current", 1, "Impact"), total("current", "Score")
LEVELS = [LIKELIHOOD, IMPACT, SCORE]


def three_scores() -> list[Col]:
    """Likelihood, impact and score of each kind, under the same three headings."""
    return [
        made
        for kind in ("inherent", "current", "target")
        for made in (score(kind, 0, "Likelihood"), score(kind, 1, "Impact"), total(kind, "Score"))
    ]


def entry_of(risk: Risk, columns: Sequence[Col], where: str, section: str = "", **other: Any) -> dict[str, Any]:
    """What must be understood of one risk in these columns. `other` replaces facts; None takes one away."""
    facts: dict[str, Any] = {}
    controls: list[dict[str, Any]] = []
    for column in columns:
        facts |= column.facts(risk)
        controls += column.controls(risk)
    facts |= {name.replace("_", "-"): value for name, value in other.items()}
    has_ref = any(column.fact == "ref" for column in columns)
    return entry(risk.ref if has_ref else "", where, controls, section, **facts)


def lay(
    page: Page, risks: Sequence[Risk], columns: Sequence[Col], *, header: bool = True, first_column: int = 1
) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """Write a header and a row for each risk from the page's next row on; what is expected of them, and the table."""
    header_row = page.next_row
    if header:
        page.row([column.heading for column in columns], start=first_column)
    first_row = page.next_row
    entries = []
    for risk in risks:
        row = page.row([column.printed(risk) for column in columns], start=first_column)
        entries.append(entry_of(risk, columns, at(page.name, row)))
    columns_by_letter = {get_column_letter(place): column.fact for place, column in enumerate(columns, first_column)}
    tiers = (header_row, first_row - 1) if header else (0, 0)
    return entries, table(page.name, tiers, (first_row, page.next_row - 1), columns_by_letter)
