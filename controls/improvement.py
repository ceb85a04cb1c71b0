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
from controls.models import (
    Control,
    ControlWording,
    PlanMarking,
    PlanRefresh,
    PlanState,
    PlanTurn,
    Priority,
    Source,
    StreamControl,
    StreamDue,
    StreamOwner,
    StreamProgress,
    StreamRisk,
    StreamSource,
    StreamStatus,
    StreamWording,
    WorkStream,
)
from controls.models.improvement import FINISHED, PRINCIPLES, in_order
from controls.visibility_improvement import said_in_confidence
from registers.audience import Audience
from registers.details import PostName
from registers.models import Marking, Post, Risk, Wording, in_force
from registers.scope import Scope

MONTH = timedelta(days=31)


@dataclass(frozen=True)
class Linked:
    """A risk or a control it bears on, as a page names it."""

    pk: int
    text: str
    url: str


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
    carried_from: str  # the year it came from
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
    is_sensitive: bool
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
        """A month has gone by since it was last gone through, while its year is open (004 1.8)."""
        if self.is_closed or self.turn is None:
            return False
        return self.refreshed_on is None or self.scope.as_at - self.refreshed_on > MONTH


def _shares(lines):
    found = Counter(line.status for line in lines)
    return tuple(
        Share(status.value, status.label, found[status], percentage(found[status], len(lines)))
        for status in StreamStatus
    )


class _Reader:
    """Reads the facts of one plan that an audience may see, one statement a table."""

    def __init__(self, plan, audience: Audience, scope: Scope):
        self.plan, self.audience, self.scope = plan, audience, scope

    def rows(self, model, *columns):
        """{stream: [(on, ...columns)]}, in the order in which they took effect."""
        rows = model.objects.by(self.scope).filter(stream__plan=self.plan)
        if self.plan.organisation_id not in self.audience.cleared:
            rows = rows.exclude(said_in_confidence(model, self.audience))
        found = defaultdict(list)
        for stream, *values in rows.oldest_first().values_list("stream", "on", *columns):
            found[stream].append(tuple(values))
        return found

    def of_plan(self, model):
        return in_force(model.objects.filter(plan=self.plan), self.scope).first()


def plan_position(plan, audience: Audience, scope: Scope) -> PlanPosition:
    """A plan at a scope, in a fixed number of statements. Ask only of a plan that the audience may see."""
    read = _Reader(plan, audience, scope)
    state, marking, refreshed = (read.of_plan(model) for model in (PlanState, PlanMarking, PlanRefresh))
    return PlanPosition(
        plan,
        scope,
        PlanTurn(state.turn) if state else None,
        bool(marking and marking.value == Marking.SENSITIVE),
        refreshed.on if refreshed else None,
        tuple(sorted(_lines(read, bool(state and state.turn == PlanTurn.OPENED)), key=lambda line: in_order(line.ref))),
    )


def _lines(read, is_open):
    plan = read.plan
    progress = read.rows(StreamProgress, "status", "reason", "noted", "is_illustrative")
    words = read.rows(StreamWording, "title", "recommendation", "response")
    sources = read.rows(StreamSource, "source", "number", "priority")
    dues = read.rows(StreamDue, "due", "reason")
    owners = _owners(read)
    risks, controls = _risks(read), _controls(read)
    streams = WorkStream.objects.filter(plan=plan).annotate(came_from=F("carried_from__plan__slug"))
    for stream in streams:
        if stream.pk not in progress or stream.pk not in words:
            continue  # not begun by then
        on, status, note, noted, is_illustrative = progress[stream.pk][-1]
        _, title, recommendation, response = words[stream.pk][-1]
        _, source, number, priority = sources[stream.pk][-1]
        stream.plan = plan
        yield StreamLine(
            stream.pk, stream.ref, stream.principle, stream.version, stream.get_absolute_url(), title,
            recommendation, response, Source(source), number, Priority(priority), owners.get(stream.pk),
            due_dates(_of_each_day(dues[stream.pk])), StreamStatus(status), on, note, noted,
            (stream.came_from or "").replace("-", "/"), is_illustrative, is_open, tuple(risks[stream.pk]),
            tuple(controls[stream.pk]),
        )  # fmt: skip


def _of_each_day(rows):
    """The date that stood at the end of each day: what was typed twice on one day is one promise."""
    last = {on: DueDate(on, due, reason) for on, due, reason in rows}
    return list(last.values())


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


def _risks(read):
    """The linked risks that the audience may see, under the titles they had."""
    held = _held(read, StreamRisk, "risk")
    keys = {key for rows in held.values() for key in rows}
    risks = Risk.objects.filter(pk__in=keys).visible_to(read.audience).select_related("register__organisation")
    titles = dict(
        in_force(Wording.objects.filter(risk__in=keys).visible_to(read.audience), read.scope).values_list(
            "risk", "title"
        )
    )
    named = {
        risk.pk: Linked(risk.pk, f"Risk {risk.ref}: {titles[risk.pk]}", risk.get_absolute_url())
        for risk in risks
        if risk.pk in titles
    }
    return _named(held, named)


def _controls(read):
    held = _held(read, StreamControl, "control")
    keys = {key for rows in held.values() for key in rows}
    controls = Control.objects.filter(pk__in=keys).visible_to(read.audience)
    titles = dict(in_force(ControlWording.objects.filter(control__in=keys), read.scope).values_list("control", "title"))
    named = {
        control.pk: Linked(control.pk, f"{control.reference}: {titles[control.pk]}", control.get_absolute_url())
        for control in controls
        if control.pk in titles
    }
    return _named(held, named)


def _held(read, model, name):
    latest = defaultdict(dict)
    for stream, rows in read.rows(model, name, "holds").items():
        for _, key, holds in rows:
            latest[stream][key] = holds
    return {stream: [key for key, holds in rows.items() if holds] for stream, rows in latest.items()}


def _named(held, named):
    found = defaultdict(list)
    for stream, keys in held.items():
        found[stream] = [named[key] for key in keys if key in named]
    return found


def plan_json(plan, audience: Audience, scope: Scope) -> dict:
    """A plan at a scope as plain data, for `manage.py position`."""
    found = plan_position(plan, audience, scope)
    return {
        "improvement_plan": f"{plan.organisation.slug}/{plan.slug}",
        "as_at": scope.as_at.isoformat(),
        "known_at": scope.known_at.isoformat() if scope.known_at else None,
        "state": found.turn.value if found.turn else None,
        "marking": (Marking.SENSITIVE if found.is_sensitive else Marking.OFFICIAL).value,
        "refreshed_on": found.refreshed_on.isoformat() if found.refreshed_on else None,
        "work_streams": len(found.lines),
        "counts": {share.key: share.count for share in found.shares},
        "percentages": {share.key: share.percent for share in found.shares},
        "revised": found.revised.count,
        "overdue": found.overdue.count,
        "by_principle": {bar.principle or "none": {s.key: s.count for s in bar.shares} for bar in found.by_principle},
        "by_source": {share.key: share.count for share in found.by_source},
        "streams": [_line_json(line) for line in found.lines],
    }


def _line_json(line):
    dates = line.dates
    return {
        "ref": line.ref,
        "principle": line.principle or None,
        "title": line.title,
        "recommendation": line.recommendation,
        "response": line.response,
        "source": line.source.value,
        "number": line.number,
        "priority": line.priority.value or None,
        "owner": line.owner.title if line.owner else None,
        "status": line.status.value,
        "status_on": line.status_on.isoformat(),
        "note": line.note,
        "original_due": dates.original.isoformat() if dates.original else None,
        "due": dates.due.isoformat() if dates.due else None,
        "moves": [
            {
                "on": move.on.isoformat(),
                "from": move.was.isoformat() if move.was else None,
                "to": move.due.isoformat() if move.due else None,
                "reason": move.reason,
            }
            for move in dates.moves
        ],
        "revised": line.is_revised,
        "carried_from": line.carried_from or None,
        "illustrative": line.is_illustrative,
        "risks": [risk.text for risk in line.risks],
        "controls": [control.text for control in line.controls],
    }
