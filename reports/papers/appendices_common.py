"""What several kinds of appendix have in common: what is counted, who is named, and how a group is headed."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from registers.audience import WITHHELD
from registers.details import RiskPosition
from registers.models.registers import FactClass
from registers.models.risk_facts import Horizon
from registers.position import View
from reports.papers.figures import Figures

SENSITIVE = "OFFICIAL-SENSITIVE"
HELD_BACK = "Withheld"
NOT_PUBLISHED = "Not published"
HORIZONS = (Horizon.SHORT, Horizon.LONG)


@dataclass(frozen=True, kw_only=True)
class OfRegister:
    """What an appendix about a register begins with. `total` and `unpublished` are the same in both editions."""

    register: str
    as_at: date
    compared_with: date | None  # None where there is no earlier position
    total: int
    unpublished: int
    has_likelihood: bool = True


def said_of(figures: Figures) -> dict:
    """The fields of `OfRegister`."""
    view = figures.position.view
    return {
        "register": view.register.title,
        "as_at": view.scope.as_at,
        "compared_with": figures.position.compared_with,
        "total": figures.total,
        "unpublished": figures.unpublished,
        "has_likelihood": view.register.has_likelihood,
    }


def posts(named) -> str:
    return HELD_BACK if named is WITHHELD else ", ".join(map(str, named))


def body_name(organisation) -> str:
    """As a heading or a cell calls a body: Met, not "the Met"."""
    return organisation.short_name.removeprefix("the ")


def movement_word(row) -> str:
    return str(row.movement or "") if row.movement is not WITHHELD else HELD_BACK.lower()


def is_of(risk: RiskPosition, horizon: str) -> bool:
    """Whether a risk is one of a horizon; one that is both is of either."""
    return risk.row.horizon in (horizon, Horizon.BOTH)


@dataclass(frozen=True)
class HorizonGroup:
    """The risks of a horizon under their heading."""

    horizon: str  # empty of those that have none, or of which it may not be said
    heading: str
    risks: tuple[RiskPosition, ...]
    remark: str = ""


def by_horizon(view: View, risks: tuple[RiskPosition, ...]) -> Iterator[HorizonGroup]:
    """Short-term, long-term, and those of neither. Both editions have the same first two headings."""
    is_told = view.sees(FactClass.HORIZON)
    for horizon in HORIZONS:
        kind = horizon.label.lower()
        found = tuple(risk for risk in risks if is_told and is_of(risk, horizon))
        remark = f"There is no {kind} risk." if is_told else f"Which risks are {kind} is not published."
        yield HorizonGroup(horizon, horizon.label, found, "" if found else remark)
    rest = tuple(risk for risk in risks if not is_told or not any(is_of(risk, horizon) for horizon in HORIZONS))
    if rest:
        yield HorizonGroup("", "Risks not placed by horizon", rest)
