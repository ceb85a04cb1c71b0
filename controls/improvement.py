"""How did an improvement plan stand at a date? One line a work-stream, and counts that add up.

Every work-stream has one status, so the statuses partition the plan at every date; whether its date was revised is
counted apart (DESIGN.md section 2; 004 prints figures that do not add up because it mixed the two).
"""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from django.db.models import F

from controls.due_dates import DueDate, DueDates, due_dates
from controls.improvement_links import Linked, linked_controls, linked_risks
from controls.models import (
    ImprovementPlan,
    PlanMarking,
    PlanRefresh,
    PlanState,
    PlanTurn,
    Priority,
    Source,
    StreamDue,
    StreamOwner,
    StreamProgress,
    StreamSource,
    StreamStatus,
    StreamWording,
    WorkStream,
)
from controls.models.improvement import FINISHED, PRINCIPLES, in_order
from controls.visibility_improvement import said_in_confidence
from registers.audience import Audience
from registers.details import PostName
from registers.models import Marking, Post, in_force
from registers.scope import Scope
from registers.visibility import now

MONTH = timedelta(days=31)


@dataclass(frozen=True)
class StreamLine:
    """One work-stream at a date."""

    stream: int
    ref: str
    principle: str
    version: int
    url: str
    title: str
    recommendation: str
    response: str
    source: Source
    number: str
    priority: Priority
    owner: PostName | None
    dates: DueDates
    status: StreamStatus
    status_on: date
    note: str
    noted: bool
    carried_from: str  # the year it came from, where the audience may see that plan
    is_illustrative: bool
    is_in_open_year: bool
    risks: tuple[Linked, ...] = ()
    controls: tuple[Linked, ...] = ()

    @property
    def is_revised(self) -> bool:
        return bool(self.dates.moves)

    @property
    def is_finished(self) -> bool:
        return self.status in FINISHED

    @property
    def names_sensitive(self) -> bool:
        """Whether what it bears on may be named to those cleared alone."""
        return any(linked.is_sensitive for linked in (*self.risks, *self.controls))

    def is_overdue(self, day) -> bool:
        """Whether its day has passed while its year is open: from then on it is the next year's plan that tells."""
        is_late = self.dates.due is not None and self.dates.due < day
        return is_late and not self.is_finished and self.is_in_open_year


def percentage(part: int, whole: int) -> int:
    """A whole per cent, halves up. Of nothing: 0."""
    return (200 * part + whole) // (2 * whole) if whole else 0


@dataclass(frozen=True)
class Share:
    """How many of a plan: a count, and what per cent that is."""

    key: str
    label: str
    count: int
    percent: int


@dataclass(frozen=True)
class PrincipleBar:
    """How far the work-streams of one principle are."""

    principle: str
    label: str
    total: int
    shares: tuple[Share, ...]

    @property
    def done(self) -> int:
        return sum(share.count for share in self.shares if share.key in FINISHED)


@dataclass(frozen=True)
class PlanPosition:
    plan: object
    scope: Scope
    turn: PlanTurn | None  # None: not begun by then
    is_sensitive: bool  # then, or today: a marking protects what is older too
    begun_on: date | None
    refreshed_on: date | None
    lines: tuple[StreamLine, ...]

    @property
    def is_closed(self) -> bool:
        return self.turn is PlanTurn.CLOSED

    @property
    def shares(self) -> tuple[Share, ...]:
        """Every status, those that nothing has too: together they are all work-streams."""
        return _shares(self.lines)

    @property
    def revised(self) -> Share:
        return self._share("revised", "Date revised", [line for line in self.lines if line.is_revised])

    @property
    def overdue(self) -> Share:
        late = [line for line in self.lines if line.is_overdue(self.scope.as_at)]
        return self._share("overdue", "Past the date promised", late)

    def _share(self, key, label, lines):
        return Share(key, label, len(lines), percentage(len(lines), len(self.lines)))

    @property
    def by_source(self) -> tuple[Share, ...]:
        found = Counter(line.source for line in self.lines)
        return tuple(
            Share(source.value, source.label, found[source], percentage(found[source], len(self.lines)))
            for source in Source
            if found[source]
        )

    @cached_property
    def by_principle(self) -> tuple[PrincipleBar, ...]:
        groups = defaultdict(list)
        for line in self.lines:
            groups[line.principle].append(line)
        labels = PRINCIPLES | {"": "No principle named"}
        return tuple(
            PrincipleBar(letter, label, len(groups[letter]), _shares(groups[letter]))
            for letter, label in labels.items()
            if groups[letter]
        )

    @property
    def wants_refresh(self) -> bool:
        """A month has gone by since it was begun or last gone through, while its year is open (004 1.8)."""
        if self.is_closed or self.turn is None:
            return False
        return self.scope.as_at - (self.refreshed_on or self.begun_on) > MONTH


def _shares(lines):
    found = Counter(line.status for line in lines)
    return tuple(
        Share(status.value, status.label, found[status], percentage(found[status], len(lines)))
        for status in StreamStatus
    )


class Reader:
    """Reads the facts of these plans that an audience may see, one statement a table; `only`: of these work-streams."""

    def __init__(self, plans, audience: Audience, scope: Scope, only=None):
        self.plans, self.audience, self.scope, self.only = plans, audience, scope, only
        self.is_cleared = all(plan.organisation_id in audience.cleared for plan in plans)

    def rows(self, model, *columns):
        """{stream: [(on, ...columns)]}, in the order in which they took effect."""
        rows = model.objects.by(self.scope).filter(stream__plan__in=self.plans)
        if self.only is not None:
            rows = rows.filter(stream__in=self.only)
        if not self.is_cleared:
            rows = rows.exclude(said_in_confidence(model, self.audience))
        found = defaultdict(list)
        for stream, *values in rows.oldest_first().values_list("stream", "on", *columns):
            found[stream].append(tuple(values))
        return found

    def of_plans(self, model, scope=None):
        """{plan: the row in force}"""
        rows = in_force(model.objects.filter(plan__in=self.plans), scope or self.scope)
        return {row.plan_id: row for row in rows}


def plan_position(plan, audience: Audience, scope: Scope) -> PlanPosition:
    """A plan at a scope. Ask only of a plan that the audience may see."""
    return plan_positions([plan], audience, scope)[0]


def plan_positions(plans, audience: Audience, scope: Scope, only=None) -> list[PlanPosition]:
    """Plans at a scope, in a fixed number of statements. Ask only of plans that the audience may see.

    `only`: keys of the work-streams wanted; of the others no line is read.
    """
    read = Reader(plans, audience, scope, only)
    turns, refreshed = _turns(read), read.of_plans(PlanRefresh)
    sensitive = {
        key
        for when in (scope, now())
        for key, row in read.of_plans(PlanMarking, when).items()
        if row.value == Marking.SENSITIVE
    }
    lines = _lines(read, {key for key, rows in turns.items() if rows[-1][1] == PlanTurn.OPENED})
    return [
        PlanPosition(
            plan,
            scope,
            PlanTurn(turns[plan.pk][-1][1]) if plan.pk in turns else None,
            plan.pk in sensitive,
            turns[plan.pk][0][0] if plan.pk in turns else None,
            refreshed[plan.pk].on if plan.pk in refreshed else None,
            tuple(sorted(lines[plan.pk], key=lambda line: in_order(line.ref))),
        )
        for plan in plans
    ]


def _turns(read):
    """{plan: [(on, turn)]}, the beginning first."""
    found = defaultdict(list)
    rows = PlanState.objects.by(read.scope).filter(plan__in=read.plans).oldest_first()
    for plan, *turn in rows.values_list("plan", "on", "turn"):
        found[plan].append(turn)
    return dict(found)


def _lines(read, open_plans):
    """{plan: its lines}"""
    plans, found = {plan.pk: plan for plan in read.plans}, defaultdict(list)
    progress = read.rows(StreamProgress, "status", "reason", "noted", "is_illustrative")
    words = read.rows(StreamWording, "title", "recommendation", "response")
    sources = read.rows(StreamSource, "source", "number", "priority")
    dues = read.rows(StreamDue, "due", "reason")
    owners = _owners(read)
    risks, controls = linked_risks(read), linked_controls(read)
    streams = WorkStream.objects.filter(pk__in=progress).annotate(came_from=F("carried_from__plan"))
    years = {plan.pk: plan.year for plan in ImprovementPlan.objects.visible_to(read.audience)}
    for stream in streams:
        if stream.pk not in progress or stream.pk not in words or stream.pk not in sources:
            continue  # not begun by then, or what was said of it then was said in confidence
        on, status, note, noted, is_illustrative = progress[stream.pk][-1]
        _, title, recommendation, response = words[stream.pk][-1]
        _, source, number, priority = sources[stream.pk][-1]
        stream.plan = plans[stream.plan_id]
        line = StreamLine(
            stream.pk, stream.ref, stream.principle, stream.version, stream.get_absolute_url(), title,
            recommendation, response, Source(source), number, Priority(priority), owners.get(stream.pk),
            due_dates(DueDate(*row) for row in dues[stream.pk]), StreamStatus(status), on, note, noted,
            years.get(stream.came_from, ""), is_illustrative, stream.plan_id in open_plans,
            tuple(risks[stream.pk]), tuple(controls[stream.pk]),
        )  # fmt: skip
        found[stream.plan_id].append(line)
    return found


def _owners(read):
    latest = {stream: rows[-1][1] for stream, rows in read.rows(StreamOwner, "post").items()}
    named = Post.objects.filter(pk__in=[key for key in latest.values() if key]).select_related("successor__successor")
    posts = {post.pk: post for post in named}
    found = {}
    for stream, key in latest.items():
        if key is not None:
            post = posts[key].as_at(read.scope.as_at)
            found[stream] = PostName(post.pk, post.title)
    return found
