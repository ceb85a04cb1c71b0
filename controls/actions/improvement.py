"""Improvement plans: begin one, add and change its work-streams, refresh it, close its year (004 1.7-1.10)."""

import re
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from controls import improvement_rules as rules
from controls.models import (
    ImprovementPlan,
    PlanMarking,
    PlanRefresh,
    PlanState,
    PlanTurn,
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
from controls.models.improvement import FINISHED
from registers.actions.writing import append, append_if_new, append_unless_repeated, standing
from registers.models import Marking, Organisation, in_force
from registers.models.risks import Stale
from registers.rules import check_reason_for_change
from registers.scope import Scope

KEEP = object()  # leaves a part as it is, where None means nobody


@transaction.atomic
def begin(*, organisation, by, on, first_day, last_day=None, marking=Marking.OFFICIAL, reason="") -> ImprovementPlan:
    """Begin the plan of a year. `last_day`: a year less a day after the first, unless told."""
    rules.check_day(on)
    last_day = last_day or _next_year(first_day, days=-1)
    organisation = _hold(organisation.pk)
    rules.check_years(organisation, first_day, last_day)
    plan = ImprovementPlan.objects.create(
        organisation=organisation, slug=_years(first_day, last_day), first_day=first_day, last_day=last_day
    )
    said = {"by": by, "on": on, "plan": plan}
    append(PlanState, turn=PlanTurn.OPENED, reason=reason, **said)
    append(PlanMarking, value=marking, **said)
    return plan


def _hold(organisation):
    """The body, before any of its plans: a ref is free in this year and the next, so no two are given out at once."""
    return Organisation.objects.select_for_update(no_key=True).get(pk=organisation)


def _next_year(day, days=0):
    following = date(day.year + 1, day.month, min(day.day, 28) if day.month == 2 else day.day)
    return date.fromordinal(following.toordinal() + days)


def _years(first_day, last_day):
    """2018-19, or 2019 where it is a calendar year."""
    if first_day.year == last_day.year:
        return str(first_day.year)
    return f"{first_day.year}-{last_day.year % 100:02}"


@transaction.atomic
def mark(*, plan, by, version, on, marking, reason):
    """Mark a plan OFFICIAL or OFFICIAL-SENSITIVE from a day."""
    plan = ImprovementPlan.objects.lock(plan, version=version)
    rules.check_day(on)
    check_reason_for_change(True, reason)
    return append_if_new(PlanMarking, by=by, on=on, reason=reason, key={"plan": plan}, values={"value": marking})


@transaction.atomic
def refresh(*, plan, by, version, on, reason="") -> PlanRefresh:
    """Record that the plan was gone through."""
    plan = ImprovementPlan.objects.lock(plan, version=version)
    rules.check_open_on(plan, on)
    now = standing(PlanRefresh, on, plan=plan)
    return append_unless_repeated(PlanRefresh, now, by=by, on=on, reason=reason, key={"plan": plan}, values={})


# Work-streams --------------------------------------------------------------------------------------------------------


@transaction.atomic
def add(
    *,
    plan,
    by,
    on,
    title,
    ref=None,
    principle="",
    recommendation="",
    response="",
    source=Source.IN_YEAR,
    number="",
    priority="",
    owner=None,
    due=None,
    status=StreamStatus.NOT_STARTED,
    note="",
    risks=(),
    controls=(),
    carried_from=None,
) -> WorkStream:
    """Add a work-stream. Without a `ref` it takes the next of its principle that this year and last year left free."""
    _hold(plan.organisation_id)
    plan = ImprovementPlan.objects.lock(plan)
    rules.check_open_on(plan, on)
    rules.check_title(title)
    rules.check_principle(principle)
    rules.check_status(status, note)
    rules.check_owner(plan, owner, on)
    ref = ref or next_ref(plan, principle)
    rules.check_ref(plan, ref)
    stream = rules.taken_back(plan).filter(ref=ref).first()
    stream = stream or WorkStream.objects.create(plan=plan, ref=ref, carried_from=carried_from)
    said = {"by": by, "on": on, "stream": stream}
    append(StreamWording, title=title, recommendation=recommendation, response=response, **said)
    append(StreamSource, source=source, number=number, priority=priority, **said)
    append(StreamProgress, status=status, reason=note, **said)
    if owner is not None:
        append(StreamOwner, post=owner, **said)
    if due is not None:
        append(StreamDue, due=due, **said)
    _link(stream, StreamRisk, "risk", risks, by, on)
    _link(stream, StreamControl, "control", controls, by, on)
    return stream


def next_ref(plan, principle="") -> str:
    """The next ref of a principle that this plan and those of the years beside it left free, so that none clash."""
    beside = ImprovementPlan.objects.filter(organisation=plan.organisation_id).order_by("first_day")
    years = list(beside.values_list("pk", flat=True))
    place = years.index(plan.pk)
    refs = WorkStream.objects.filter(plan__in=years[max(place - 1, 0) : place + 2]).values_list("ref", flat=True)
    numbers = [int(found[1]) for ref in refs if (found := re.fullmatch(rf"{principle}(\d+)", ref))]
    return f"{principle}{max(numbers, default=0) + 1}"


@transaction.atomic
def edit(
    *, stream, by, version, on, title=None, recommendation=None, response=None, source=None, number=None,
    priority=None, owner=KEEP, reason="",
) -> list:  # fmt: skip
    """Change what a work-stream says from a day. Only what differs is written; None leaves a part alone."""
    stream = _locked(stream, version)
    rules.check_begun_on(stream, on)
    said = {"by": by, "on": on, "reason": reason, "key": {"stream": stream}}
    words = {"title": title, "recommendation": recommendation, "response": response}
    source = {"source": source, "number": number, "priority": priority}
    if title is not None:
        rules.check_title(title)
    written = [_change(StreamWording, stream, words, said), _change(StreamSource, stream, source, said)]
    if owner is not KEEP:
        rules.check_owner(stream.plan, owner, on)
        now = standing(StreamOwner, on, stream=stream)
        if owner is not None or now is not None:
            written.append(append_if_new(StreamOwner, values={"post": owner}, **said))
    return [fact for fact in written if fact is not None]


def _change(model, stream, values, said):
    given = {name: value for name, value in values.items() if value is not None}
    now = standing(model, said["on"], stream=stream)
    return append_if_new(model, values={name: getattr(now, name) for name in values} | given, **said) if given else None


@transaction.atomic
def move_due(*, stream, by, version, on, due, reason="") -> StreamDue:
    """Promise it for another day. The dates before stay, with the reason of each move."""
    stream = _locked(stream, version)
    rules.check_begun_on(stream, on)
    rules.check_move(standing(StreamDue, on, stream=stream), due, reason)
    return append(StreamDue, by=by, on=on, reason=reason, stream=stream, due=due)


@transaction.atomic
def state(*, stream, by, version, on, status, note="") -> StreamProgress:
    """State how it gets on. What was stated before stays."""
    stream = _locked(stream, version)
    rules.check_begun_on(stream, on)
    rules.check_status(status, note)
    now = standing(StreamProgress, on, stream=stream)
    values = {"status": status, "noted": False}
    return append_unless_repeated(StreamProgress, now, by=by, on=on, reason=note, key={"stream": stream}, values=values)


@transaction.atomic
def row(*, stream, by, version, on, status, note="", due=KEEP, reason="") -> list:
    """One row of the monthly refresh: the status, the date, or both. All of it or none."""
    stream = _locked(stream, version)
    now = standing(StreamProgress, on, stream=stream)
    written = []
    if now is None or (now.status, now.reason) != (status, note):
        written.append(state(stream=stream, by=by, version=None, on=on, status=status, note=note))
    was = standing(StreamDue, on, stream=stream)
    if due is not KEEP and due != (was.due if was else None):
        written.append(move_due(stream=stream, by=by, version=None, on=on, due=due, reason=reason))
    return written


@transaction.atomic
def note_unchanged(*, streams, by, on, versions=None) -> list[StreamProgress]:
    """The rest was looked at and stands: what is stated is stated again, of what is not finished.

    `versions` {stream: version}: what somebody changed since it was looked at is left out.
    """
    written = []
    for stream in sorted(streams, key=lambda one: one.pk):
        try:
            stream = _locked(stream, versions[stream.pk] if versions else None)
        except Stale:
            continue
        rules.check_open_on(stream.plan, on)
        now = standing(StreamProgress, on, stream=stream)
        if now is None or now.status in FINISHED or now.on == on:
            continue  # not begun by then, finished, or stated that day already
        written.append(
            append(StreamProgress, by=by, on=on, stream=stream, status=now.status, reason=now.reason, noted=True)
        )
    return written


@transaction.atomic
def link(*, stream, by, version, on, risks=None, controls=None) -> list:
    """The risks and controls it bears on from a day: whole lists of those the person sees; None leaves one alone."""
    stream = _locked(stream, version)
    rules.check_begun_on(stream, on)
    written = []
    for model, name, wanted in ((StreamRisk, "risk", risks), (StreamControl, "control", controls)):
        if wanted is not None:
            written += _link(stream, model, name, wanted, by, on)
    return written


def _link(stream, model, name, wanted, by, on):
    latest = in_force(model.objects.filter(stream=stream), Scope(as_at=on))
    held = {getattr(row, name): row for row in model.objects.filter(pk__in=latest.values("pk"), holds=True)}
    body = stream.plan.organisation_id
    changes = [(record, True) for record in wanted if record not in held]
    changes += [(record, False) for record in held if record not in wanted]
    for record, _ in changes:
        if record.register_id and record.register.organisation_id != body:
            raise ValidationError({f"{name}s": f"Choose {name}s of {stream.plan.organisation.short_name}"})
    return [append(model, by=by, on=on, stream=stream, holds=holds, **{name: record}) for record, holds in changes]


def _locked(stream, version):
    """The work-stream and its plan, locked: a year is not closed while somebody writes in it."""
    ImprovementPlan.objects.select_for_update(of=("self",), no_key=True).get(pk=stream.plan_id)
    return WorkStream.objects.lock(stream, version=version)


# The year ------------------------------------------------------------------------------------------------------------


def unfinished(plan, on) -> list[WorkStream]:
    """The work-streams that are neither complete nor no longer needed as at a day."""
    latest = in_force(StreamProgress.objects.filter(stream__plan=plan), Scope(as_at=on))
    done = StreamProgress.objects.filter(pk__in=latest.values("pk"), status__in=FINISHED).values("stream")
    return list(plan.streams.exclude(pk__in=done).order_by("pk"))


@transaction.atomic
def close_year(*, plan, by, version, on, reason="") -> PlanState:
    """Close a year. What is unfinished goes on in the next year's plan, under the refs it has (004 1.10).

    That plan is begun where it is not there yet and something is carried into it.
    """
    _hold(plan.organisation_id)
    plan = ImprovementPlan.objects.lock(plan, version=version)
    rules.check_can_close(plan, on)
    for stream in unfinished(plan, on):
        _carry(stream, next_plan(plan=plan, by=by, on=on), by, on)
        rules.check_can_carry(plan)  # the next plan is held by now: nobody marks it meanwhile
    return append(PlanState, by=by, on=on, reason=reason, plan=plan, turn=PlanTurn.CLOSED)


@transaction.atomic
def next_plan(*, plan, by, on) -> ImprovementPlan:
    """The plan of the year after, begun with the same marking where it is not there yet."""
    found = rules.following(plan)
    if found is not None:
        return found
    first_day = date.fromordinal(plan.last_day.toordinal() + 1)
    marking = Marking.SENSITIVE if rules.is_sensitive(plan) else Marking.OFFICIAL
    return begin(organisation=plan.organisation, by=by, on=on, first_day=first_day, marking=marking)


def _carry(stream, following, by, on):
    """The same work-stream in the next plan: its words, owner, date and links, as they stand."""
    said = {model: standing(model, on, stream=stream) for model in (StreamWording, StreamSource, StreamOwner)}
    words, source, owner = said.values()
    progress = standing(StreamProgress, on, stream=stream)
    due = standing(StreamDue, on, stream=stream)
    return add(
        plan=following, by=by, on=on, ref=stream.ref, carried_from=stream, title=words.title,
        recommendation=words.recommendation, response=words.response, source=Source.CARRIED,
        number=source.number, priority=source.priority, owner=_there_on(owner.post, on) if owner else None,
        due=due.due if due else None, status=progress.status, note=progress.reason,
        risks=_linked(StreamRisk, "risk", stream, on), controls=_linked(StreamControl, "control", stream, on),
    )  # fmt: skip


def _there_on(post, on):
    """The post, or the one it was renamed to by then; nobody, where it came to an end."""
    post = post and post.as_at(on)
    return None if post is None or (post.until and post.until <= on) else post


def _linked(model, name, stream, on):
    latest = in_force(model.objects.filter(stream=stream), Scope(as_at=on)).select_related(f"{name}__register")
    return [getattr(row, name) for row in latest if row.holds]


@transaction.atomic
def add_to_next_year(*, plan, by, on, **said) -> WorkStream:
    """An improvement noted anywhere becomes a work-stream of the plan after the one that is open."""
    _hold(plan.organisation_id)
    plan = ImprovementPlan.objects.lock(plan)
    return add(plan=next_plan(plan=plan, by=by, on=on), by=by, on=on, **said)
