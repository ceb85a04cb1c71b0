"""What happened to aligned risks since they were aligned, and who has not looked at the alignment since?

A risk that is closed, recast, split or merged stays a member: both bodies are asked to look again, until each has
recorded a review of the alignment, after it happened and dated no earlier.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from registers.audience import WITHHELD, Withheld
from registers.kin import Kin, kin_of
from registers.models import Agreement, Lineage, LineageKind, Organisation, RiskState, Turn, Wording
from registers.models.registers import FactClass
from registers.position import IndexRow, View, was_sensitive
from reports.divergence import in_words, listed, risks_called, sentence

AWAY = (Turn.CLOSED, Turn.REOPENED, Turn.REFRESHED)


@dataclass(frozen=True)
class Happening:
    """One thing that happened to one risk on one day."""

    risk: int
    on: date
    recorded_at: datetime
    told_others_at: datetime | None  # when its board settled it, so that the other body came to see it
    turn: Turn
    what: str  # closed, reopened, recast, split, merged or refreshed
    verb: str  # "was split on 1 April 2018 into 4 and 15"
    became: str  # of a closed one, where it went: " and merged into risk 6"
    reason: str | Withheld

    def is_after(self, on: date, recorded_at: datetime) -> bool:
        """Whether it happened after something else: on a later day, or recorded later on the same one."""
        return (self.on, self.recorded_at) > (on, recorded_at)

    def is_reviewed(self, reviews: Iterable, by_its_own_body: bool) -> bool:
        """Whether one of a body's reviews of the alignment takes account of it. One that says nothing is a date."""
        known_at = self.recorded_at if by_its_own_body else self.told_others_at or self.recorded_at
        return any(row.reason and row.recorded_at > known_at and row.on >= self.on for row in reviews)


@dataclass(frozen=True)
class Told:
    """A happening as an alignment tells it."""

    organisation: Organisation
    happening: Happening
    ref: str
    url: str
    title: str
    must_review: tuple[Organisation, ...]  # the bodies that have still to review the alignment

    @property
    def on(self) -> date:
        return self.happening.on

    @property
    def reason(self) -> str:
        return self.happening.reason or ""

    @property
    def words(self) -> str:
        """ "MOPAC's risk 4 was split on 1 April 2018 into 4 and 15." """
        return sentence(f"{self.organisation.short_name}'s risk {self.ref} {self.happening.verb}.")

    @property
    def review_words(self) -> str:
        return must_review_words(self.must_review)


def must_review_words(bodies: Iterable[Organisation]) -> str:
    """ "MOPAC and the Met have still to review this alignment."; nothing where nobody has."""
    names = [body.short_name for body in bodies]
    if not names:
        return ""
    return sentence(f"{listed(names)} {'has' if len(names) == 1 else 'have'} still to review this alignment.")


def happenings(view: View, rows: list[IndexRow], query: dict) -> dict[int, list[Happening]]:
    """{risk: everything that happened to it since it was opened, oldest first}, as far as the view tells it."""
    found = defaultdict(list)
    for part in filter(None, (view, view.others)):
        mine = {row.risk: row for row in rows if view.of(row.risk) is part}
        for happening in _of_part(part, mine, query):
            found[happening.risk].append(happening)
    return found


def _of_part(view, rows, query):
    turns = RiskState.objects.by(view.scope).filter(risk__in=rows, turn__in=AWAY).oldest_first()
    days = defaultdict(list)
    for turn in turns:
        if not was_sensitive(rows[turn.risk_id].spells, turn.on):
            days[turn.risk_id, turn.on, turn.turn].append(turn)
    if not days:
        return []
    teller = _Teller(view, rows, query)
    return [teller.tell(risk, on, Turn(turn), entries) for (risk, on, turn), entries in days.items()]


class _Teller:
    """Tells what happened to some risks of one register; the entries of one day and kind are one happening."""

    def __init__(self, view: View, rows: dict[int, IndexRow], query: dict):
        self.view, self.rows = view, rows
        self.lineage = self._lineage() if view.sees(FactClass.DEPENDENCIES) else []
        others = {key for line in self.lineage for key in (line.risk_id, line.source_id)} - set(rows)
        among = {key for line in self.lineage for key in (line.risk_id, line.source_id)} & set(rows)
        self.kin: dict[int, Kin] = kin_of(view, others | among, query)
        self.titles = self._titles()
        self.agreements = list(Agreement.objects.filter(register=view.register).order_by("recorded_at", "pk"))

    def _lineage(self):
        touching = Q(risk__in=self.rows) | Q(source__in=self.rows)
        return list(Lineage.objects.by(self.view.scope).filter(touching).order_by("on", "recorded_at", "pk"))

    def _titles(self):
        recast = {line.risk_id for line in self.lineage if line.kind == LineageKind.RECAST}
        titles = defaultdict(list)
        for wording in Wording.objects.by(self.view.scope).filter(risk__in=recast).oldest_first():
            titles[wording.risk_id].append(wording)
        return titles

    def tell(self, risk, on, turn, entries) -> Happening:
        what, verb, became = self._words(risk, on, turn)
        last = entries[-1]
        return Happening(
            risk=risk,
            on=on,
            recorded_at=last.recorded_at,
            told_others_at=self._told_others_at(last),
            turn=turn,
            what=what,
            verb=verb,
            became=became,
            reason=last.reason if self.view.sees(FactClass.RATIONALE) else WITHHELD,
        )

    def _words(self, risk, on, turn):
        day = in_words(on)
        if turn is Turn.CLOSED:
            became = self._became(risk, on)
            return "closed", f"was closed on {day}{became}", became
        if turn is Turn.REOPENED:
            return "reopened", f"was reopened on {day}", ""
        verbs = dict(self._refreshes(risk, on, day)) or {"refreshed": f"was refreshed on {day}"}
        return " and ".join(verbs), " and ".join(verbs.values()), ""

    def _refreshes(self, risk, on, day):
        """(what, in words) of each way in which it became another risk that day."""
        came = [line for line in self.lineage if line.on == on and line.risk_id == risk]
        went = [line for line in self.lineage if line.on == on and line.source_id == risk]
        if any(line.kind == LineageKind.RECAST for line in came):
            title = next((row.title for row in reversed(self.titles[risk]) if row.on <= on), "")
            yield "recast", f"was recast on {day}{f' as “{title}”' if title else ''}"
        parts = self._refs(line.risk_id for line in went if line.kind == LineageKind.SPLIT)
        if parts:
            yield "split", f"was split on {day} into {listed([self.rows[risk].printed_ref, *parts])}"
        taken = self._refs(line.source_id for line in came if line.kind == LineageKind.MERGED)
        if taken:
            yield "merged", f"took in {risks_called(taken)} on {day}"

    def _became(self, risk, on):
        """Where a closed risk went, as far as that may be known."""
        for line in self.lineage:
            if line.on != on or line.source_id != risk or line.risk_id not in self.kin:
                continue
            other = self.kin[line.risk_id]
            if line.kind == LineageKind.MERGED:
                return f" and merged into risk {other.ref}"
            if line.kind == LineageKind.SUPERSEDED:
                return f" and superseded by risk {other.ref}"
            if line.kind == LineageKind.DE_ESCALATED:
                return f" and de-escalated to risk {other.ref} of the {other.register}"
        return ""

    def _refs(self, risks) -> list[str]:
        return [self.kin[risk].ref for risk in risks if risk in self.kin]

    def _told_others_at(self, entry):
        """When the first agreement that covers it was recorded."""
        for agreement in self.agreements:
            if agreement.as_at >= entry.on and agreement.known_at >= entry.recorded_at:
                return agreement.recorded_at
        return None
