"""How does a list tell a control? Plain values for templates, which choose and loop."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from controls.details import ControlDetails, briefly, changed_since_agreed
from controls.exceptions import Finding, exceptions, times
from controls.lookups import NamedRisk
from controls.models import Axis
from controls.position import ControlRow, Index
from registers.audience import WITHHELD
from registers.sentences import say_day

NO_RISKS: Mapping[int, NamedRisk] = {}


@dataclass(frozen=True)
class ControlLine:
    """One control as a list tells it."""

    row: ControlRow
    details: ControlDetails
    url: str
    place: str  # the register it lives in
    findings: tuple[Finding, ...]
    risks: tuple[NamedRisk, ...]
    is_changed: bool  # since its board agreed the register

    @property
    def is_withheld(self) -> bool:
        """Whether its progress may not be told."""
        return self.row.status is WITHHELD

    @property
    def due(self) -> str:
        """When it is to be in place, and how often that has moved."""
        row = self.row
        if row.due is WITHHELD:
            return "Withheld"
        return say_day(row.due) if row.due else "No date" if row.first_due is None else "No date any more"

    @property
    def moved(self) -> str:
        if not self.row.moves:
            return ""
        return f"moved {times(self.row.moves)}, first {say_day(self.row.first_due)}"

    @property
    def axis(self) -> str:
        return Axis(self.row.axis).label.lower() if self.row.axis else ""


def address_of(row: ControlRow, time: dict) -> str:
    query = f"?{urlencode(time)}" if time else ""
    return reverse("controls:control", args=[row.number]) + query


def lines(index: Index, rows: Iterable[ControlRow], time: dict, risks: Mapping[int, NamedRisk] = NO_RISKS):
    """Rows as a list tells them, in their order: three statements. `risks`: those to name, by key."""
    rows = list(rows)
    said, changed = briefly(index, rows), changed_since_agreed(index, rows)
    return [
        ControlLine(
            row=row,
            details=said[row.control],
            url=address_of(row, time),
            place="Joint control" if row.is_joint else index.views[row.register].register.title,
            findings=tuple(exceptions(row)),
            risks=tuple(risks[risk] for risk in row.risks if risk in risks),
            is_changed=row.control in changed,
        )
        for row in rows
    ]
