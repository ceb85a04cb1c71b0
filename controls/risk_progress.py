"""How do risks get on towards their targets? What each states of itself, and what its key controls say.

Movement is not progress: a score may stand still while its controls slip. Both are shown (DESIGN.md section 1).
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

from controls.details import one_a_day
from controls.models import RiskProgress
from controls.position import ControlRow
from controls.progress import Rag, Status, disagrees, ordinal, worst
from controls.progress import counts as counted
from registers.audience import Level
from registers.details import said_openly
from registers.kept import kept, once
from registers.models import Risk, in_force_of
from registers.models.registers import FactClass
from registers.outlooks import not_agreed
from registers.position import IndexRow, View
from registers.quality import of_parts
from registers.scope import quarter_ends

# The index: every risk of a register ---------------------------------------------------------------------------------


def statuses(view: View, rows: Iterable[IndexRow]) -> dict[int, Status]:
    """{risk: the statement in force} of those of these risks that have one, where the view sees progress at all.

    One statement; two of somebody who reads the risks of others as agreed.
    """
    if view.is_empty or not view.sees(FactClass.PROGRESS):
        return {}
    keys = {row.risk for row in rows}
    stated = _stated(view)
    if view.others is not None:
        others = _stated(view.others)
        stated = {risk: status for risk, status in stated.items() if risk in view.own}
        stated |= {risk: status for risk, status in others.items() if risk not in view.own}
    return {risk: status for risk, status in stated.items() if risk in keys}


def _stated(view):
    key = ("progress", view.register.pk, view.scope)
    return kept(key, (RiskProgress,), lambda: _read(view))


def _read(view):
    return {risk: Status(status) for risk, status, _ in _in_force(view)}


def _in_force(view):
    """(risk, status, day) of every statement in force of a register; in one look they are read once."""

    def build():
        latest = in_force_of(Risk.objects.filter(register=view.register), RiskProgress, view.scope)
        return RiskProgress.objects.filter(pk__in=latest).values_list("risk", "status", "on")

    key = "progress in force", view.register.pk, view.scope.as_at, view.scope.known_at
    return once(key, lambda: list(build()))


def stated_on(view: View) -> dict[int, date]:
    """{risk: the day of its statement in force}; empty where the view may not know. One statement."""
    return of_parts(view, _dated) if view.sees(FactClass.PROGRESS) else {}


def _dated(view):
    def read():
        return {risk: on for risk, _, on in _in_force(view)}

    return kept(("progress stated", view.register.pk, replace(view.scope, compared_with=None)), (RiskProgress,), read)


def counts(view: View, rows: Iterable[IndexRow], stated: Mapping[int, Status] | None = None) -> dict[Status, int]:
    """How many of these risks that are open state what; empty where the view may not know. Not stated counts too.

    `stated`: what `statuses` gave, where it is at hand.
    """
    if view.is_empty or not view.sees(FactClass.PROGRESS):
        return {}
    rows = [row for row in rows if row.is_open]
    stated = statuses(view, rows) if stated is None else stated
    return counted(stated.get(row.risk, Status.NOT_STATED) for row in rows)


# Detail: named risks -------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class RiskStatement:
    """What a risk stated of its progress, from a day until the next."""

    status: Status
    on: date
    narrative: str
    stated_by: str
    is_noted: bool
    is_working: bool
    is_illustrative: bool


@dataclass(frozen=True)
class RiskProgressTold:
    """The statements of one risk, newest first; the first is in force."""

    statements: tuple[RiskStatement, ...] = ()
    quarters: int = 0  # for how many quarter ends, the day looked at among them, it has been so

    @property
    def latest(self) -> RiskStatement | None:
        return self.statements[0] if self.statements else None

    @property
    def status(self) -> Status:
        return self.latest.status if self.latest else Status.NOT_STATED

    @property
    def standing(self) -> str:
        """ "second quarter of limited progress"; nothing of a first, nor of what is complete."""
        if self.quarters < 2 or self.status not in FOR_HOW_LONG:
            return ""
        return f"{ordinal(self.quarters)} quarter {FOR_HOW_LONG[self.status]}"


FOR_HOW_LONG = {
    Status.ON_TRACK: "on track",
    Status.LIMITED: "of limited progress",
    Status.SLIPPED: "slipped",
    Status.NO_PROGRESS: "of no progress",
}


def risk_progress(view: View, rows: Iterable[IndexRow]) -> dict[int, RiskProgressTold]:
    """What these risks stated, by key; empty where the view may not know. One statement."""
    rows = list(rows)
    if view.is_empty or not view.sees(FactClass.PROGRESS):
        return {}
    if view.others is not None:
        own = [row for row in rows if row.risk in view.own]
        others = [row for row in rows if row.risk not in view.own]
        return risk_progress(replace(view, others=None), own) | risk_progress(view.others, others)
    keys = tuple(row.risk for row in rows)

    def build():
        facts = RiskProgress.objects.by(view.scope).filter(risk__in=keys).oldest_first()
        return facts.select_related("stated_by__successor__successor")

    by_risk = defaultdict(list)
    for fact in build():
        by_risk[fact.risk_id].append(fact)
    return {row.risk: _told(view, said_openly(one_a_day(by_risk[row.risk]), row.spells)) for row in rows}


class Stated(NamedTuple):
    """What a risk stated from a day, and no more."""

    on: date
    status: Status


def stated_over_time(view: View, rows: Iterable[IndexRow]) -> dict[int, tuple[Stated, ...]]:
    """The same of each risk as `risk_progress`, newest first, for whoever asks of very many and tells no words."""
    rows = list(rows)
    if view.is_empty or not view.sees(FactClass.PROGRESS):
        return {}
    if view.others is not None:
        own = [row for row in rows if row.risk in view.own]
        others = [row for row in rows if row.risk not in view.own]
        return stated_over_time(replace(view, others=None), own) | stated_over_time(view.others, others)
    keys = tuple(row.risk for row in rows)

    def build():
        facts = RiskProgress.objects.by(view.scope).filter(risk__in=keys).oldest_first()
        return facts.values_list("risk", "on", "status")

    by_risk = defaultdict(list)
    for risk, on, status in build():
        by_risk[risk].append(Stated(on, STATUSES[status]))
    return {row.risk: said_openly(one_a_day(by_risk[row.risk]), row.spells)[::-1] for row in rows}


STATUSES = {status.value: status for status in Status}


def _told(view, facts):
    statements = tuple(
        RiskStatement(
            status=Status(fact.status),
            on=fact.on,
            narrative=fact.narrative if view.level >= Level.OFFICIAL else "",
            stated_by=fact.stated_by.as_at(fact.on).title if fact.stated_by else "",
            is_noted=fact.noted,
            is_working=view.is_working and not_agreed(view, fact),
            is_illustrative=fact.is_illustrative,
        )
        for fact in reversed(facts)
    )
    return RiskProgressTold(statements, _quarters(statements, view.scope.as_at))


def _quarters(statements, day):
    """For how many quarter ends back from the day the statement in force then was of this status."""
    if not statements:
        return 0
    number = 0
    for end in quarter_ends(day, since=statements[-1].on):
        at_end = next((one for one in statements if one.on <= end), None)
        if at_end is None or at_end.status is not statements[0].status:
            break
        number += 1
    return number


# What its controls say -----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class ControlsSay:
    """The worst that the controls which carry a risk state: its key ones, or all where none is key."""

    rag: Rag | None
    numbers: tuple[tuple[Status, int], ...]  # of each status there is, best first
    of_key: bool
    disagrees: bool

    @property
    def words(self) -> str:
        """6 on track and 3 limited"""
        parts = [f"{number} {status.label.lower()}" for status, number in self.numbers]
        return " and ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)


def carrying(rows: Iterable[ControlRow]) -> list[ControlRow]:
    """The controls that carry a risk, of those planned or in place: the key ones, or all where none is key."""
    at_work = [row for row in rows if row.is_at_work and not row.is_joint]
    return [row for row in at_work if row.is_key] or at_work


def controls_say(rows: Iterable[ControlRow], stated: Status) -> ControlsSay | None:
    """What the controls of one risk say beside its own statement; None where none of them states anything."""
    rows = carrying(rows)
    said = [row.status for row in rows if row.status and row.status.rag is not None]
    if not said:
        return None
    numbers = Counter(said)
    return ControlsSay(
        rag=worst(said),
        numbers=tuple((status, numbers[status]) for status in Status if numbers[status]),
        of_key=rows[0].is_key,
        disagrees=disagrees(stated, said),
    )
