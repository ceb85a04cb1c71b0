"""Which key controls carry each risk of a position, and how do they get on? For papers and printed pages."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from controls.details import briefly
from controls.exceptions import times
from controls.models import Stage
from controls.position import of_risks
from controls.progress import Status
from registers.audience import WITHHELD, Withheld
from registers.models.registers import FactClass
from registers.position import IndexRow, View
from registers.sentences import say_day


@dataclass(frozen=True)
class KeyControl:
    """One key control of a risk. Status and owner may be withheld by themselves."""

    reference: str
    title: str
    stage: Stage
    status: Status | Withheld  # "not stated" where nothing was
    owner: str | Withheld
    due: date | Withheld | None
    moves: int
    is_sensitive: bool

    @property
    def moved(self) -> str:
        return f"moved {times(self.moves)}" if self.moves else ""

    @property
    def due_words(self) -> str:
        if self.due is WITHHELD:
            return "Withheld"
        return say_day(self.due) if self.due else "No date"


def key_controls(view: View, rows: Iterable[IndexRow]) -> Mapping[int, tuple[KeyControl, ...]] | Withheld:
    """{risk: its key controls that are not retired}, in a fixed number of statements; of risks that have any."""
    rows = list(rows)
    if view.is_empty or not view.sees(FactClass.CONTROLS):
        return WITHHELD
    index = of_risks(view, [row.risk for row in rows])
    found = {risk: [one for one in held if one.is_key and one.is_alive] for risk, held in index.by_risk.items()}
    named = {one.control: one for held in found.values() for one in held}
    said = briefly(index, named.values())
    told = {key: _told(one, said[key]) for key, one in named.items()}
    asked = {row.risk for row in rows}
    return {risk: tuple(told[one.control] for one in held) for risk, held in found.items() if held and risk in asked}


def _told(row, said):
    return KeyControl(
        reference=row.reference,
        title=said.title,
        stage=row.stage,
        status=WITHHELD if row.status is WITHHELD else row.status or Status.NOT_STATED,
        owner=said.owner,
        due=row.due,
        moves=row.moves,
        is_sensitive=row.is_sensitive,
    )
