"""How much of a risk is accepted, is it above that, and for how long is it tolerated there?"""

from dataclasses import dataclass
from datetime import date

from registers.details import said_openly
from registers.models import Appetite, Aspect, Detail, Risk, Tolerance, in_force
from registers.models.registers import FactClass
from registers.outlooks import not_agreed
from registers.position import IndexRow, View
from registers.scoring import Band


@dataclass(frozen=True)
class Tolerated:
    until: date
    by: str
    since: date
    reason: str
    has_lapsed: bool
    is_illustrative: bool
    is_working: bool


@dataclass(frozen=True)
class Standing:
    """The highest band tolerated and how the score stands to it."""

    highest: Band | None
    is_own: bool  # the risk's own, not the register's
    statement: str
    is_above: bool
    is_within: bool
    tolerated: Tolerated | None
    is_illustrative: bool


def appetite_standing(view: View, risk: Risk, row: IndexRow) -> Standing | None:
    """How one risk stands against appetite; None where appetite may not be seen."""
    if not view.sees(FactClass.APPETITE):
        return None
    default = in_force(Appetite.objects.filter(register=view.register), view.scope).first()
    own = _override(view, risk, row)
    highest = Band(own.value) if own else Band(default.highest_band) if default else None
    is_comparable = highest is not None and bool(row.band)
    return Standing(
        highest=highest,
        is_own=own is not None,
        statement=default.statement if default else "",
        is_above=is_comparable and row.band.height > highest.height,
        is_within=is_comparable and row.band.height <= highest.height,
        tolerated=_tolerated(view, risk, row),
        is_illustrative=bool(own.is_illustrative if own else default and default.is_illustrative),
    )


def _override(view, risk, row):
    rows = Detail.objects.by(view.scope).filter(risk=risk, aspect=Aspect.APPETITE).oldest_first()
    latest = _last_said_openly(rows, row)
    return latest if latest is not None and latest.value else None


def _tolerated(view, risk, row):
    rows = Tolerance.objects.by(view.scope).filter(risk=risk).oldest_first().select_related("tolerated_by")
    latest = _last_said_openly(rows, row)
    if latest is None or latest.tolerated_until is None:
        return None
    return Tolerated(
        until=latest.tolerated_until,
        by=latest.tolerated_by.as_at(latest.on).title,
        since=latest.on,
        reason=latest.reason if view.sees(FactClass.RATIONALE) else "",
        has_lapsed=latest.tolerated_until < view.scope.as_at,
        is_illustrative=latest.is_illustrative,
        is_working=view.is_working and not_agreed(view, latest),
    )


def _last_said_openly(rows, row):
    rows = said_openly(list(rows), row.spells)
    return rows[-1] if rows else None
