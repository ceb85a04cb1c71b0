"""What does a register's page list? Rows as they read, the risks that moved, and the counts above them.

Plain values for templates, which choose and loop: nothing here asks the database.
"""

from collections import Counter
from dataclasses import dataclass
from urllib.parse import urlencode

from registers.audience import WITHHELD, Withheld
from registers.details import RiskDetails
from registers.escalated import CorporateEntry
from registers.filters import MOVEMENT_ORDER, UNSCORED, movement_place
from registers.models.registers import FactClass
from registers.models.risk_facts import Horizon
from registers.movement import STOOD_STILL, Movement
from registers.position import IndexRow, View
from registers.scoring import Band
from registers.telling import ScoreWords, shortened, tell_cell, tell_line

BETWEEN_CELLS = (Movement.UP, Movement.DOWN, Movement.SHIFTED)  # of one scale, so that both cells can be told


@dataclass(frozen=True)
class ListRow:
    """One risk as a register's page lists it."""

    url: str
    index: IndexRow
    details: RiskDetails
    summary: str
    score: ScoreWords | Withheld | None
    before: ScoreWords | Withheld | None  # where it stood, if it stood elsewhere
    target: ScoreWords | Withheld | None
    is_changed: bool  # since the board agreed the register
    corporate: CorporateEntry | None = None  # of a directorate's risk that has one

    @property
    def movement(self) -> str:
        return "" if self.index.movement in (None, WITHHELD) else self.index.movement.value

    @property
    def is_withheld(self) -> bool:
        """Whether its own movement may not be told, of a register whose movements are: it was sensitive then."""
        return self.index.movement is WITHHELD

    @property
    def has_moved(self) -> bool:
        return self.index.movement is not WITHHELD and self.index.movement not in STOOD_STILL

    @property
    def reason(self) -> str:
        return " ".join(self.details.reasons) if self.details.reasons else ""

    @property
    def horizon(self) -> str:
        return Horizon(self.index.horizon).label if self.index.horizon else ""


class Teller:
    """Turns index rows and details into rows of a list, all of one view."""

    def __init__(self, view: View, query: dict, changed=frozenset(), corporate=None):
        self.view = view
        self.corporate = corporate or {}
        self.base = view.register.get_absolute_url()
        self.query = f"?{urlencode(query)}" if query else ""
        self.changed = changed

    def row(self, row: IndexRow, details: RiskDetails) -> ListRow:
        register = self.view.register
        is_elsewhere = row.before and row.before != row.cell and row.movement in BETWEEN_CELLS
        return ListRow(
            url=f"{self.base}{row.ref}/{self.query}",
            index=row,
            details=details,
            summary=shortened(details.description),
            score=tell_cell(register, row.scheme, row.cell, row.band or None),
            before=tell_cell(register, row.scheme, row.before) if is_elsewhere else None,
            target=tell_line(register, details.target),
            is_changed=row.risk in self.changed,
            corporate=self.corporate.get(row.risk),
        )


@dataclass(frozen=True)
class Columns:
    """Which columns a list has: what the view may not see is left out, and said in `withheld`."""

    score: bool
    target: bool
    movement: bool
    owners: bool
    leads: bool
    reasons: bool
    horizon: bool
    withheld: tuple[str, ...]

    @classmethod
    def of(cls, view: View, horizon=False) -> "Columns":
        classes = {
            "score": FactClass.SCORE,
            "target": FactClass.TARGET,
            "movement": FactClass.MOVEMENT,
            "owners": FactClass.OWNERSHIP,
            "leads": FactClass.LEADS,
            "reasons": FactClass.RATIONALE,
        }
        names = {"score": "scores", "target": "targets", "movement": "movements", "leads": "working leads"}
        seen = {name: view.sees(fact_class) for name, fact_class in classes.items()}
        return cls(
            **seen,
            horizon=horizon and view.sees(FactClass.HORIZON),
            withheld=tuple(names.get(name, name) for name, is_seen in seen.items() if not is_seen),
        )


@dataclass(frozen=True)
class Group:
    title: str
    rows: list[ListRow]


def by_horizon(rows: list[IndexRow]) -> list[IndexRow]:
    """Short-term risks first, as the Met prints them (003 Appendix A): for lists in display order."""
    return sorted(rows, key=lambda row: HORIZONS.index(row.horizon))


HORIZONS = [Horizon.SHORT.value, Horizon.LONG.value, Horizon.BOTH.value, ""]
NO_HORIZON = "No horizon stated"


def has_horizons(rows: list[IndexRow]) -> bool:
    return any(row.horizon for row in rows)


def groups(rows: list[ListRow]) -> list[Group]:
    """The rows under their horizon, each horizon that has any."""
    found = []
    for row in rows:
        title = row.horizon or NO_HORIZON
        if not found or found[-1].title != title:
            found.append(Group(title, []))
        found[-1].rows.append(row)
    return found


def moved(rows: list[IndexRow]) -> list[IndexRow]:
    """The risks that did not stand still, what went up first."""
    away = [row for row in rows if row.movement is not WITHHELD and row.movement not in STOOD_STILL]
    return sorted(away, key=movement_place)


def band_counts(view: View, rows: list[IndexRow], time: dict) -> list[dict]:
    """How many open risks stand in each band, highest first. Of withheld scores only that they are withheld."""
    if not view.sees(FactClass.SCORE):
        return []
    numbers = Counter(row.band for row in rows)
    items = [_count(band.label, numbers[band], time, band=band.value) | {"band": band.value} for band in reversed(Band)]
    return items + ([_count("Not scored", numbers[None], time, band=UNSCORED)] if numbers[None] else [])


def movement_counts(view: View, rows: list[IndexRow], time: dict) -> list[dict]:
    """How many of the risks shown moved each way, of the ways there are any."""
    if not view.sees(FactClass.MOVEMENT):
        return []
    numbers = Counter(row.movement for row in rows)
    items = [
        _count(movement.label, numbers[movement], time, movement=movement.value, **_status(movement))
        for movement in MOVEMENT_ORDER
        if numbers[movement]
    ]
    return items + ([{"text": "Withheld", "value": numbers[WITHHELD], "url": ""}] if numbers[WITHHELD] else [])


def _status(movement):
    return {"status": "closed"} if movement is Movement.CLOSED else {}


def _count(text, value, time, **query):
    return {"text": text, "value": value, "url": f"?{urlencode(query | time)}" if value else ""}
