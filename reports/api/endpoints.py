"""Which address answers what? The one list from which addresses, description and the page to try it are made."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from reports.api import reading
from reports.models.tokens import TokenScope

VERSION = "1.0.0"
ROOT = "api/v1/"


@dataclass(frozen=True)
class Parameter:
    """One parameter of a query."""

    name: str
    words: str
    schema: dict[str, Any]


DAY = {"type": "string", "format": "date"}
TIME = (
    Parameter("as_at", "The day looked at, as 2021-12-31; today unless told", DAY),
    Parameter("known_at", "Only what had been recorded by then: a day, or a moment", {"type": "string"}),
    Parameter("since", "The day movement is counted from; the quarter end before unless told", DAY),
)
PAGES = (
    Parameter("page", "From 1", {"type": "integer", "minimum": 1}),
    Parameter(
        "per_page",
        f"Results a page; {reading.A_PAGE} unless told",
        {"type": "integer", "minimum": 1, "maximum": reading.MOST},
    ),
)


@dataclass(frozen=True)
class Endpoint:
    """One address. `route` as Django writes it; `result`: the schema of what is listed, or of the whole answer."""

    name: str
    route: str
    scope: TokenScope | None
    summary: str
    read: Callable[..., dict[str, Any]]
    parameters: tuple[Parameter, ...] = ()
    result: str = ""

    @property
    def address(self) -> str:
        """With its places in braces: registers/{organisation}/{register}/"""
        return self.route.replace("<slug:", "{").replace("<int:", "{").replace(">", "}")

    @property
    def places(self) -> list[str]:
        return [part[1:-1] for part in self.address.split("/") if part.startswith("{")]

    @property
    def is_paged(self) -> bool:
        return PAGES[0] in self.parameters


REGISTER = "registers/<slug:organisation>/<slug:register>/"
S = TokenScope
ENDPOINTS = (
    Endpoint("registers", "registers/", S.REGISTERS, "The registers you may see, and the scales they score on",
             reading.registers, (), "Registers"),
    Endpoint("position", REGISTER + "position/", S.REGISTERS, "A register at a date: counts, and its risks in full",
             reading.position, TIME + PAGES, "Risk"),
    Endpoint("risks", REGISTER + "risks/", S.REGISTERS, "Every risk, open and closed, as flat rows for a table",
             reading.risks, TIME + PAGES, "RiskRow"),
    Endpoint("risk", REGISTER + "risks/<int:ref>/", S.REGISTERS, "One risk in full",
             reading.risk, TIME, "OneRisk"),
    Endpoint("movements", REGISTER + "movements/", S.REGISTERS, "What moved since a date, from where to where, and why",
             reading.movements, TIME + PAGES, "Movement"),
    Endpoint("controls", REGISTER + "controls/", S.CONTROLS, "Controls of the open risks, with state and progress",
             reading.controls, TIME + PAGES, "Control"),
    Endpoint("alignments", "alignments/", S.ALIGNMENTS, "Alignments of both bodies’ risks, and what is tied to none",
             reading.alignments, TIME + PAGES, "Alignment"),
    Endpoint("papers", "papers/", S.PAPERS, "What was issued of papers, with the checksums of every edition",
             reading.papers, PAGES, "Issue"),
)  # fmt: skip
