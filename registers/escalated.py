"""Which directorate risks stand in the corporate register too, or did? Only as far as both ends may be known of."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from registers.kin import Kin, kin_of
from registers.models import Lineage, LineageKind, Risk, RiskState, Turn
from registers.position import IndexRow, View, look_at, was_sensitive


@dataclass(frozen=True)
class CorporateEntry:
    """The corporate risk that stands for a directorate's at a day, and since when it is open, or closed."""

    other: Kin
    since: date

    @property
    def is_open(self) -> bool:
        return not self.other.is_closed


def corporate_entries(view: View, rows: list[IndexRow], query: dict) -> dict[int, CorporateEntry]:
    """{risk: its corporate entry} of these rows of a directorate's register, in a fixed number of statements."""
    if view.register.is_corporate or view.is_empty or not rows:
        return {}
    spells = {row.risk: row.spells for row in rows}
    entries = {
        risk: entry
        for risk, entry, on in _moves(view, spells)
        if risk in spells and not was_sensitive(spells[risk], on)
    }
    kin = kin_of(view, set(entries.values()), query)
    since = _open_since(view, [key for key, other in kin.items() if not other.is_closed])
    return {
        risk: CorporateEntry(kin[entry], kin[entry].closed_on or since[entry])
        for risk, entry in entries.items()
        if entry in kin
    }


def _moves(view, risks):
    """(the directorate's risk, its corporate entry, day) of each move by then, the last one last."""
    up, down = Q(source__in=risks, kind=LineageKind.ESCALATED), Q(risk__in=risks, kind=LineageKind.DE_ESCALATED)
    moves = Lineage.objects.by(view.scope).filter(up | down).oldest_first()
    for risk, source, kind, on in moves.values_list("risk", "source", "kind", "on"):
        yield (source, risk, on) if kind == LineageKind.ESCALATED else (risk, source, on)


def _open_since(view, entries):
    """{corporate risk: the day it was last opened or reopened}, as it is to be seen by this audience."""
    found = {}
    for entry in Risk.objects.filter(pk__in=entries[:1]).select_related("register__organisation"):
        there = look_at(entry.register, view.audience, view.scope)
        turns = RiskState.objects.filter(risk__in=entries, turn__in=(Turn.OPENED, Turn.REOPENED))
        for risk, on in turns.by(there.scope).oldest_first().values_list("risk", "on"):
            found[risk] = on
    return found
