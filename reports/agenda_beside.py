"""What else happened between two standpoints: to alignments and plans, and to what boards and the Panel asked for?

Each part is a fixed number of statements. What is about a risk is handed over with its key.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from controls.due_dates import DueDate, DueDates, due_dates
from controls.improvement import Reader as PlanReader
from controls.models import (
    ImprovementPlan,
    PlanState,
    PlanTurn,
    StreamDue,
    StreamProgress,
    StreamWording,
    WorkStream,
)
from controls.models.improvement import FINISHED, StreamStatus, in_order
from registers.audience import Audience
from registers.models import in_force
from registers.scope import Scope, quarter_end_before
from registers.sentences import say_day
from registers.telling import shortened
from reports.actions_reading import all_actions
from reports.agenda import Drawn, Reason, ReasonKind
from reports.agenda_controls import Found, of_joint_controls
from reports.agenda_promises import (
    DueStood,
    StreamStood,
    action_due,
    of_plan,
    request_due,
    response_due,
)
from reports.agenda_rules import RATIONALE
from reports.agenda_stood import Pair
from reports.agenda_window import Window, may_alignments_differ
from reports.alignment_values import Aligned
from reports.alignments import alignments
from reports.divergence import Divergence, Kind
from reports.requests_reading import all_requests

# Alignments -----------------------------------------------------------------------------------------------------------

NEEDED = {
    Kind.BANDS: "score",
    Kind.DIRECTIONS: "movement",
    Kind.CLOSED: "identity",
    Kind.REFRESHED: "dependencies",
    Kind.REVIEWED: "rationale",
    Kind.OWNERLESS: "ownership",
}


def of_alignments(
    pairs: list[Pair], audience: Audience, before: Scope, after: Scope, window: Window, changed: set[int]
) -> list[Drawn]:
    """Divergences that appeared, and what happened to these joint controls, of the alignments that tie the registers.

    They are read where any may differ since, and what stood before where something does.
    """
    registers = {pair.register.pk for pair in pairs if pair.register.is_corporate}
    may_differ = bool(registers) and may_alignments_differ(window)
    now = _read(audience, after, registers) if registers and (may_differ or changed) else []
    joint = of_joint_controls(audience, before, after, changed) if now else {}
    was = {each.alignment.pk: each for each in now}
    if may_differ and any(each.speaking for each in now):
        was = {each.alignment.pk: each for each in _read(audience, before)}
    bodies = {pair.register.organisation for pair in pairs}
    return [
        Drawn("alignment", key, each.title, tuple(found), order=(each.number,))
        for each in now
        if (found := _divergences(was.get(key := each.alignment.pk), each, before, bodies) + joint.get(key, []))
    ]


def _read(audience, scope, registers=None) -> list[Aligned]:
    """The alignments that stand; with `registers`, those that tie one of them and whose words may be read."""
    standing = alignments(audience, _against_a_quarter(scope), with_controls=False).standing
    if registers is None:
        return standing
    return [each for each in standing if each.reads and registers & {side.view.register.pk for side in each.sides}]


def _against_a_quarter(scope: Scope) -> Scope:
    """As the pages of alignments show it, so that both tell the same."""
    return replace(scope, compared_with=quarter_end_before(scope.as_at))


def _divergences(was: Aligned | None, now: Aligned, before: Scope, bodies) -> list[Reason]:
    if (was is None and now.span.since <= before.as_at) or (was is not None and not was.reads):
        return []  # it was kept from the audience, or from one of its sides
    spoke = {each.kind for each in was.speaking} if was else set()
    new = [each for each in now.speaking if each.kind not in spoke]
    return [_diverged(now, each, before) for each in new if _concerns(each, bodies)]


def _concerns(divergence: Divergence, bodies) -> bool:
    """That one side was reviewed and the other not is for the body that is behind."""
    if divergence.kind is not Kind.REVIEWED:
        return True
    late = [risk for risk in divergence.said_of.partition(": ")[2].split("; ") if " not since " in risk]
    return any(risk.startswith(f"{body.slug}/") for risk in late for body in bodies)


def _diverged(aligned: Aligned, divergence: Divergence, before: Scope) -> Reason:
    sides = [side for side in aligned.sides if side.members]
    return Reason(
        ReasonKind.DIVERGED,
        f"{divergence.label}: {_told(aligned, divergence)}",
        tuple((side.view.register.pk, NEEDED[divergence.kind]) for side in sides),
        risks=tuple(member.row.risk for side in sides for member in side.members),
        alignments=(aligned.alignment.pk,),
        since=before.as_at,
    )


def _told(aligned, divergence) -> str:
    """In its own words; where these would name what a risk became, only what happened to which."""
    if divergence.kind not in (Kind.CLOSED, Kind.REFRESHED):
        return divergence.words.rstrip(".")
    if divergence.kind is Kind.REFRESHED:
        return "and the alignment not reviewed since"
    closed = [
        f"{side.organisation.short_name}’s risk {member.row.printed_ref} on {say_day(member.row.closed_on)}"
        for side in aligned.sides
        for member in side.members
        if member.row.closed_on
    ]
    return "; ".join(closed)


# What boards and the Panel asked for ----------------------------------------------------------------------------------


def _askers(audience: Audience) -> list[Audience]:
    """Who is asked what there is to do. Of a joint board nobody works for both: what either body's members may read."""
    is_of_joint_board = audience.user is None and not (audience.works_anywhere or audience.published)
    if not is_of_joint_board:
        return [audience]
    bodies = audience.agreed & audience.cleared
    return [replace(audience, working=frozenset({body}), agreed=bodies - {body}) for body in sorted(bodies)]


def _lines(reading, audience, before: Scope, after: Scope):
    """(was, now) of everything overdue at the later standpoint, by what every asker may read.

    What stood before is only read where there is any.
    """
    found = []
    for asker in _askers(audience):
        now = [line for line in reading(asker, after.as_at, known_at=after.known_at) if line.is_overdue]
        was = reading(asker, before.as_at, known_at=before.known_at) if now else ()
        earlier = {_key(line): line for line in was}
        found.append({_key(line): (earlier.get(_key(line)), line) for line in now})
    return [pair for key, pair in found[0].items() if all(key in lines for lines in found)] if found else []


def _key(line):
    return line.action.pk if hasattr(line, "action") else line.request.pk


def _due(line, day: date) -> DueStood:
    return DueStood(day, line.due_on if line is not None and line.is_open else None)


def of_actions(audience: Audience, bodies: Iterable, before: Scope, after: Scope) -> list[Found]:
    """Actions and responses that fell due, of the posts of these bodies."""
    found, keys = [], {body.pk for body in bodies}
    for was, now in _lines(all_actions, audience, before, after):
        action = now.action
        if action.post.organisation_id not in keys:
            continue
        rule = response_due if now.is_response else action_due
        risks = () if action.risk_id is None else (action.risk_id,)
        needs = ((action.risk.register_id, RATIONALE),) if risks else ()
        named = {"needs": needs, "risks": risks, "actions": (action.pk,)}
        reason = rule(str(action), action.post.title, _due(was, before.as_at), _due(now, after.as_at), **named)
        if reason is not None:
            found.append(Found(reason, risks, Drawn("actions", 0, "Actions due", (reason,))))
    return found


def of_requests(audience: Audience, bodies: Iterable, before: Scope, after: Scope) -> list[Found]:
    """What the Panel asked these bodies, or was promised by them, and waits for."""
    found, keys = [], {body.pk for body in bodies}
    for was, now in _lines(all_requests, audience, before, after):
        request = now.request
        if request.organisation_id not in keys:
            continue
        risks = () if request.risk_id is None else (request.risk_id,)
        is_promise = request.kind == request.Kind.PROMISED
        stood = _due(was, before.as_at), _due(now, after.as_at)
        reason = request_due(str(request), is_promise, *stood, risks=risks, requests=(request.pk,))
        if reason is not None:
            title = f"{request}: {shortened(request.text, 80)}"
            item = Drawn("request", request.pk, title, (reason,), order=(request.number,))
            found.append(Found(reason, risks, item))
    return found


# Improvement plans ----------------------------------------------------------------------------------------------------


def of_plans(audience: Audience, bodies: Iterable, before: Scope, after: Scope) -> list[Drawn]:
    """Work-streams that slipped or fell due, one item a plan, of the plans whose year is open."""
    plans = ImprovementPlan.objects.visible_to(audience).filter(organisation__in=[body.pk for body in bodies])
    latest = in_force(PlanState.objects.filter(plan__in=plans), after)
    is_open = PlanState.objects.filter(pk__in=latest.values("pk"), turn=PlanTurn.OPENED).values("plan")
    plans = list(plans.filter(pk__in=is_open).select_related("organisation"))
    if not plans:
        return []
    was, now = _Streams(plans, audience, before), _Streams(plans, audience, after)
    titles = {stream: rows[-1][1] for stream, rows in now.read.rows(StreamWording, "title").items()}
    streams = defaultdict(list)
    for stream in sorted(WorkStream.objects.filter(plan__in=plans), key=lambda stream: in_order(stream.ref)):
        if stream.pk in titles and stream.pk in now.progress:
            told = f"{stream.ref}, {titles[stream.pk]}", was.stood(stream.pk, now), now.stood(stream.pk)
            streams[stream.plan_id].append(told)
    return [
        Drawn("plan", plan.pk, str(plan), tuple(found), order=(plan.organisation.order,))
        for plan in plans
        if (found := of_plan(plan.pk, streams[plan.pk], before.as_at))
    ]


class _Streams:
    """How the work-streams of some open plans stood at a scope: two statements."""

    def __init__(self, plans, audience: Audience, scope: Scope):
        self.day, self.read = scope.as_at, PlanReader(plans, audience, scope)
        self.progress = self.read.rows(StreamProgress, "status")
        self.dues = self.read.rows(StreamDue, "due")

    def stood(self, stream: int, later=None) -> StreamStood:
        """`later`: how they stand now. What a new plan takes over from the year before is no news."""
        if stream not in self.progress:
            return _taken_over(later.dates(stream), later.progress[stream], self.day)
        status, dates = self.progress[stream][-1][1], self.dates(stream)
        return StreamStood(
            day=self.day,
            promised=dates.due if status not in FINISHED else None,
            slips=dates.slips,
            is_slipped=status == StreamStatus.SLIPPED,
            is_finished=status in FINISHED,
        )

    def dates(self, stream: int) -> DueDates:
        return due_dates(DueDate(*row) for row in self.dues[stream])


def _taken_over(dates: DueDates, progress, day: date) -> StreamStood:
    slips = sum(move.is_slip for move in dates.moves if move.on <= day)
    on, status = progress[-1]
    return StreamStood(day, slips=slips, is_slipped=status == StreamStatus.SLIPPED and on <= day)
