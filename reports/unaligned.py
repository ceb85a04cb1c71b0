"""Which open risks are aligned with nothing, and of which has their body said why? Among what one reader may see."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from registers.details import details
from registers.lists import ListRow, Teller
from registers.models import NotAligned, Organisation, in_force
from registers.models.registers import FactClass
from registers.position import Index, IndexRow, View, was_sensitive


@dataclass(frozen=True)
class Declined:
    """A risk that its body has aligned with nothing, and why."""

    row: IndexRow
    on: date
    reason: str
    is_working: bool  # its board has not settled that yet


@dataclass(frozen=True)
class Unaligned:
    """One body's risks that no alignment ties which the reader may know of."""

    view: View
    rows: tuple[IndexRow, ...] = ()  # in display order
    declined: tuple[Declined, ...] = ()

    @property
    def organisation(self) -> Organisation:
        return self.view.register.organisation


def unaligned(position: Index, tied: Collection[int]) -> Unaligned:
    """The open risks of a whole position that are not among those tied. One statement a part of the view."""
    view = position.view
    if view.is_empty:
        return Unaligned(view)
    said = declined(position)
    loose = [row for row in position.open if row.risk not in tied]
    return Unaligned(
        view,
        tuple(row for row in loose if row.risk not in said),
        tuple(said[row.risk] for row in loose if row.risk in said),
    )


def declined(position: Index) -> dict[int, Declined]:
    """{risk: what its body says of it, as aligned with nothing}, of the open ones; for those who see reasons."""
    found, rows = {}, {row.risk: row for row in position.open}
    for part in filter(None, (position.view, position.view.others)):
        if not part.sees(FactClass.RATIONALE):
            continue
        latest = in_force(NotAligned.objects.filter(risk__in=position.risks), part.scope)
        for said in latest:
            row = rows.get(said.risk_id)
            if row is None or not said.holds or position.view.of(said.risk_id) is not part:
                continue
            if not was_sensitive(row.spells, said.on):
                found[said.risk_id] = Declined(row, said.on, said.reason, _is_working(part, said))
    return found


def _is_working(view, said):
    agreement = view.agreement
    if not view.is_working or agreement is None:
        return False
    return said.on > agreement.as_at or said.recorded_at > agreement.known_at


def told(found: Unaligned, rows: list[IndexRow], query: dict) -> list[ListRow]:
    """The rows of a page of them, with what they say."""
    said = details(found.view, rows, with_objectives=False)
    teller = Teller(found.view, query)
    return [teller.row(row, said[row.risk]) for row in rows]
