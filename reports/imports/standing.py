"""How does a register stand, and what is dated after the day of an import? Read once, in a fixed number of statements.

Values are plain: what a fact says by key ("wording", "owner", "current" ...), so that planning asks nothing more.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any, NamedTuple

from django.db.models import Min

from controls.models import CONTROL_FACTS, RiskProgress
from registers.models import (
    RISK_FACTS,
    Agreement,
    Aspect,
    Assessment,
    Detail,
    Kind,
    Marking,
    Objective,
    ObjectiveSet,
    OwnedPost,
    Ownership,
    Post,
    Register,
    Review,
    Risk,
    RiskState,
    Scheme,
    Stewardship,
    Turn,
    Wording,
)
from registers.movement import Stage
from registers.scope import Scope

ALL_TIME = Scope(as_at=date.max)
WORDING, REVIEW, PROGRESS = "wording", "review", "progress"
OWNER, LEAD, OBJECTIVES = Stewardship.OWNER.value, Stewardship.LEAD.value, "objectives"
PRINTED_REF, ORDER, HORIZON = Aspect.PRINTED_REF.value, Aspect.ORDER.value, Aspect.HORIZON.value
MARKING, APPETITE = Aspect.MARKING.value, Aspect.APPETITE.value
INHERENT, CURRENT, TARGET = Kind.INHERENT.value, Kind.CURRENT.value, Kind.TARGET.value
SENSITIVE = Marking.SENSITIVE.value


class Worded(NamedTuple):
    title: str
    description: str


class Assessed(NamedTuple):
    likelihood: int
    impact: int
    scheme: int
    reason: str
    target_on: date | None

    @property
    def cell(self) -> tuple[int, int]:
        return self.likelihood, self.impact


class Reviewed(NamedTuple):
    on: date
    next_on: date | None


class Stated(NamedTuple):
    status: str
    narrative: str


class Steward(NamedTuple):
    post: int
    printed_as: str


Rows = list[tuple[date, Any]]  # of one key, oldest first, one a day


def value_on(rows: Rows, day: date) -> Any:
    """What stood at the end of a day; None where nothing had been said."""
    place = bisect_right(rows, day, key=_day) - 1
    return rows[place][1] if place >= 0 else None


def next_day(rows: Rows, day: date) -> date | None:
    """The first later day on which the key is said again."""
    place = bisect_right(rows, day, key=_day)
    return rows[place][0] if place < len(rows) else None


def _day(row):
    return row[0]


def note(rows: Rows, on: date, value: Any) -> None:
    """One more row, in the order in which they were recorded: of one day the last stands."""
    if rows and rows[-1][0] == on:
        rows.pop()
    rows.append((on, value))


@dataclass
class Stood:
    """A register as it stands, with all that is known of its days. Keys are those of risks."""

    register: Register
    as_at: date
    refs: dict[int, int] = field(default_factory=dict)  # of every risk with a life
    lives: dict[int, list[tuple[date, str]]] = field(default_factory=dict)
    facts: dict[str, dict[int, Rows]] = field(default_factory=lambda: defaultdict(lambda: defaultdict(list)))
    posts: dict[int, str] = field(default_factory=dict)  # of the body, under the titles of the day
    same_post: dict[int, int] = field(default_factory=dict)  # a post that was renamed by then, and its successor
    objectives: dict[int, str] = field(default_factory=dict)
    last_ref: int = 0  # the highest ever given, to risks of an import that was undone too
    later: date | None = None  # the first later day on which anything is dated or settled
    settled: date | None = None  # the last earlier day that a board settled or an import told

    @cached_property
    def scheme(self) -> Scheme | None:
        return self.register.scheme_on(self.as_at)

    @cached_property
    def by_ref(self) -> dict[int, int]:
        return {ref: risk for risk, ref in self.refs.items()}

    def rows(self, key: str, risk: int) -> Rows:
        return self.facts[key].get(risk, [])

    def value(self, key: str, risk: int, day: date | None = None) -> Any:
        return value_on(self.rows(key, risk), day or self.as_at)

    def stage(self, risk: int, day: date | None = None) -> Stage:
        day, stage = day or self.as_at, Stage.ABSENT
        for on, turn in self.lives.get(risk, ()):
            if on <= day:
                stage = Stage.CLOSED if turn == Turn.CLOSED.value else Stage.OPEN
        return stage

    def opened_on(self, risk: int) -> date:
        return self.lives[risk][0][0]

    def closed_on(self, risk: int) -> date:
        return max(on for on, turn in self.lives[risk] if turn == Turn.CLOSED.value and on <= self.as_at)

    def printed_ref(self, risk: int) -> str:
        """As it is printed on the day; of one that came later, as it was printed first."""
        rows = self.rows(PRINTED_REF, risk)
        found = value_on(rows, max(self.as_at, self.opened_on(risk)))
        return found or str(self.refs[risk])

    def title(self, risk: int) -> str:
        worded = self.value(WORDING, risk, max(self.as_at, self.opened_on(risk)))
        return worded.title if worded else ""

    def order(self, risk: int) -> int:
        return int(self.value(ORDER, risk) or self.refs[risk] * 10)

    def open_again(self, risk: int) -> date | None:
        """The first day from the next dated one on which the risk is open: from when its later positions count."""
        if self.later is None:
            return None
        if self.stage(risk, self.later) is Stage.OPEN:
            return self.later
        later = (on for on, turn in self.lives.get(risk, ()) if on > self.later and turn != Turn.CLOSED.value)
        return next(later, None)


def stood(register: Register, as_at: date) -> Stood:
    """Read it all. Ask only for who sees the whole register."""
    found = Stood(register, as_at)
    _lives(found)
    for risk, on, title, description in _of(Wording, register, "title", "description"):
        note(found.facts[WORDING][risk], on, Worded(title, description))
    for risk, on, aspect, value in _of(Detail, register, "aspect", "value"):
        note(found.facts[aspect][risk], on, value)
    columns = ("kind", "likelihood", "impact", "scheme", "reason", "target_on")
    for risk, on, kind, *values in _of(Assessment, register, *columns):
        note(found.facts[kind][risk], on, Assessed(*values))
    for risk, on, next_on in _of(Review, register, "next_on"):
        note(found.facts[REVIEW][risk], on, Reviewed(on, next_on))
    for risk, on, *values in _of(RiskProgress, register, "status", "reason"):
        note(found.facts[PROGRESS][risk], on, Stated(*values))
    _stewards(found)
    _objectives(found)
    _names(found)
    _days(found)
    return found


def _of(model, register, *columns):
    rows = model.objects.known(ALL_TIME).filter(risk__register=register).oldest_first()
    return rows.values_list("risk", "on", *columns).iterator(chunk_size=5000)


def _lives(found):
    for risk, on, turn in _of(RiskState, found.register, "turn"):
        found.lives.setdefault(risk, []).append((on, turn))
    keys = dict(Risk.objects.filter(register=found.register).values_list("pk", "ref"))
    found.refs = {risk: keys[risk] for risk in found.lives}
    found.last_ref = max(keys.values(), default=0)


def _stewards(found):
    places = defaultdict(list)
    rows = OwnedPost.objects.filter(ownership__risk__register=found.register).order_by("ownership", "place")
    for ownership, *value in rows.values_list("ownership", "post", "printed_as").iterator(chunk_size=5000):
        places[ownership].append(Steward(*value))
    for risk, on, pk, role in _of(Ownership, found.register, "pk", "role"):
        note(found.facts[role][risk], on, tuple(places.get(pk, ())))


def _objectives(found):
    chosen = defaultdict(set)
    links = ObjectiveSet.objectives.through.objects.filter(objectiveset__risk__register=found.register)
    for pk, objective in links.values_list("objectiveset", "objective").iterator(chunk_size=5000):
        chosen[pk].add(objective)
    for risk, on, pk in _of(ObjectiveSet, found.register, "pk"):
        note(found.facts[OBJECTIVES][risk], on, frozenset(chosen.get(pk, ())))


def _names(found):
    body = found.register.organisation_id
    posts = Post.objects.filter(organisation=body).select_related("successor__successor")
    found.posts = {post.pk: post.as_at(found.as_at).title for post in posts}
    found.same_post = {post.pk: post.as_at(found.as_at).pk for post in posts}
    aims = Objective.objects.filter(framework__organisation=body).order_by("framework", "order")
    found.objectives = dict(aims.values_list("pk", "name"))


def _days(found):
    """The next day on which anything of the register is dated or settled, and the last that was settled before."""
    from reports.models import Import

    register, as_at = found.register, found.as_at
    days = [_first_after(model.objects.filter(risk__register=register), as_at) for model in (*RISK_FACTS, RiskProgress)]
    days += [_first_after(model.objects.filter(control__register=register), as_at) for model in CONTROL_FACTS]
    told = [
        *Agreement.objects.filter(register=register).values_list("as_at", flat=True),
        *Import.objects.filter(register=register).standing().values_list("as_at", flat=True),
    ]
    found.later = min([day for day in (*days, *told) if day is not None and day > as_at], default=None)
    found.settled = max([day for day in told if day < as_at], default=None)


def _first_after(rows, day) -> date | None:
    return rows.known(ALL_TIME).filter(on__gt=day).aggregate(first=Min("on"))["first"]


__all__ = ["Stood", "next_day", "stood", "value_on"]
