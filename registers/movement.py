"""Which way did a risk move between two dates? The only place that answers; nothing stores an arrow."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from registers.scoring import Cell, Direction, direction


class Movement(StrEnum):
    UP = "up"
    DOWN = "down"
    STATIC = "static"
    SHIFTED = "shifted"  # another cell of the same rank
    NEW = "new"
    CLOSED = "closed"
    REOPENED = "reopened"
    REFRESHED = "refreshed"  # recast, split or merged into
    RESCALED = "rescaled"  # the scoring scheme changed
    CORRECTED = "corrected"  # moved only because the earlier position has been corrected since it was issued
    UNSCORED = "unscored"

    @property
    def label(self) -> str:
        return self.value.capitalize()


STOOD_STILL = (Movement.STATIC, Movement.UNSCORED, None)  # none: it was open at neither date

MIRROR = {
    Movement.UP: Movement.DOWN,
    Movement.DOWN: Movement.UP,
    Movement.NEW: Movement.CLOSED,
    Movement.CLOSED: Movement.NEW,
}


def mirror(movement: Movement | None) -> Movement | None:
    """What the same pair of dates reads the other way round: up for down, new for closed, the rest itself."""
    return None if movement is None else MIRROR.get(movement, movement)


class Stage(StrEnum):
    """Where a risk is in its life at a date."""

    ABSENT = "absent"
    OPEN = "open"
    CLOSED = "closed"


@dataclass(frozen=True)
class Standing:
    """How one risk stood at a date, as far as movement needs to know."""

    on: date
    stage: Stage
    cell: tuple[int, int] | None = None  # likelihood and impact
    rank_and_band: Cell | None = None
    scheme: int | None = None
    refreshes: int = 0  # how often it had been recast, split or merged into by then


def movement(before: Standing, after: Standing, issued: Standing | None = None) -> Movement | None:
    """The movement from one standing to another; None where the risk is open at neither.

    `issued` is what an edition printed for the earlier date. Where that differs from what is now known
    of that date, and nothing has moved since, the risk reads "corrected" instead of showing a false
    arrow (DESIGN.md section 3, Issued).
    """
    if Stage.OPEN not in (before.stage, after.stage):
        return None
    if before.stage != after.stage:
        return _entered_or_left(before, after)
    if before.refreshes != after.refreshes:
        return Movement.REFRESHED
    moved = _between_cells(before, after)
    if issued is not None and moved is Movement.STATIC and issued.cell != before.cell:
        return Movement.CORRECTED
    return moved


def _entered_or_left(before: Standing, after: Standing) -> Movement:
    if Stage.ABSENT in (before.stage, after.stage):
        return Movement.NEW if after.stage is Stage.OPEN else Movement.CLOSED
    open_one, closed_one = (after, before) if after.stage is Stage.OPEN else (before, after)
    if open_one.on > closed_one.on:
        return Movement.REOPENED
    return Movement.CLOSED if after.stage is Stage.CLOSED else Movement.NEW


def _between_cells(before: Standing, after: Standing) -> Movement:
    if before.rank_and_band is None or after.rank_and_band is None:
        return Movement.UNSCORED
    if before.scheme != after.scheme:
        return Movement.RESCALED
    way = direction(before.rank_and_band, after.rank_and_band)
    if way is Direction.STATIC and before.cell != after.cell:
        return Movement.SHIFTED
    return Movement(way.value)


def periods_stood(cells: Sequence[tuple[date, tuple[int, ...]]], quarter_ends: Sequence[date]) -> int:
    """For how many quarter ends a risk has stood in its present cell.

    `cells` are its assessments in force, oldest first; `quarter_ends` newest first. 1 means it came here this quarter.
    """
    if not cells:
        return 0
    since = cells[-1][0]
    for on, cell in reversed(cells):
        if cell != cells[-1][1]:
            break
        since = on
    return sum(1 for end in quarter_ends if end >= since)
