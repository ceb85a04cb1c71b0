"""What else happened between two standpoints: to controls, alignments, plans, Panel requests and what boards asked for.

Each part is a fixed number of statements. Reasons that belong to a risk are handed over under its key.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from controls.details import details as control_details
from controls.improvement import StreamLine, plan_positions
from controls.models import ImprovementPlan, PlanState, PlanTurn, Stage
from controls.models.improvement import StreamStatus
from controls.position import ControlRow
from controls.position import Index as ControlIndex
from controls.position import index as control_index
from controls.progress import Status
from controls.risk_progress import carrying
from registers import clock
from registers.audience import Audience
from registers.models import Register, in_force
from registers.position import look_at, was_sensitive
from registers.scope import Scope, quarter_end_before
from registers.sentences import say_day
from registers.telling import shortened
from reports.actions_reading import actions
from reports.agenda import Drawn, Reason, ReasonKind
from reports.agenda_promises import (
    AboutControl,
    ControlStood,
    DueStood,
    StreamStood,
    action_due,
    of_control,
    of_plan,
    request_due,
    response_due,
)
from reports.agenda_rules import CONTROLS, PROGRESS, RATIONALE
from reports.agenda_stood import Pair
from reports.agenda_window import Window, changed_controls
from reports.alignment_values import Aligned
from reports.alignments import alignments
from reports.divergence import Divergence, Kind
from reports.requests_reading import requests


@dataclass(frozen=True)
class Found:
    """Something that happened, and the risks under the first of which it is told; or else under what."""

    reason: Reason
    risks: tuple[int, ...] = ()
    otherwise: Drawn | None = None


# Controls -------------------------------------------------------------------------------------------------------------


def of_controls(pairs: list[Pair], audience: Audience, before: Scope, after: Scope, window: Window) -> list[Found]:
    """What happened to the bodies' own controls. Joint ones are told with their alignments."""
    changed = changed_controls(window)
    if not changed:
        return []
    was, now = _indexes(pairs, audience, before, after, changed)
    earlier = {row.control: row for row in was.rows}
    raised = []
    for row in now.rows:
        if _was_hidden(row, before):
            continue
        stood = _stood(earlier.get(row.control), before.as_at), _stood(row, row.as_at, _carries(now, row))
        if of_control(AboutControl(row.control, ""), *stood):
            raised.append((row, *stood))
    said = control_details(now, [row for row, *_ in raised]) if raised else {}
    return [
        Found(reason, row.risks)
        for row, *stood in raised
        for reason in of_control(_about(row, said[row.control]), *stood)
    ]


def _indexes(pairs, audience, before, after, keys) -> tuple[ControlIndex, ControlIndex]:
    """As they stood before and after, also those that live in another register of the body."""
    known = {pair.register.pk for pair in pairs}
    elsewhere = Register.objects.visible_to(audience).exclude(pk__in=known).filter(controls__in=keys).distinct()
    others = list(elsewhere.select_related("organisation"))
    was = [pair.before for pair in pairs] + [look_at(register, audience, before) for register in others]
    now = [pair.after for pair in pairs] + [look_at(register, audience, after) for register in others]
    return control_index(was, keys), control_index(now, keys)


def _was_hidden(row: ControlRow, before: Scope) -> bool:
    known = [] if before.known_at is None else [before.known_at.astimezone(clock.LONDON).date()]
    return any(was_sensitive(row.spells, day) for day in (before.as_at, *known))


def _carries(index: ControlIndex, row: ControlRow) -> bool:
    return any(row in carrying(index.of(risk)) for risk in row.risks)


def _stood(row: ControlRow | None, day: date, carries: bool = False) -> ControlStood:
    if row is None:
        return ControlStood(day)
    return ControlStood(
        day=row.as_at,
        due=row.due or None,
        is_kept=row.stage is Stage.IN_PLACE or row.status is Status.COMPLETE,
        is_retired=row.stage is Stage.RETIRED,
        slips=row.slips,
        first_due=row.first_due or None,
        stage=row.stage.label.lower(),
        status=row.status or None,
        carries=carries,
    )


def _about(row: ControlRow, said, **named) -> AboutControl:
    """A control and what may be told of it. A joint one needs no more than to be seen, with its alignment."""
    needs = {} if row.is_joint else {"needs": ((row.register, CONTROLS),), "needs_why": ((row.register, RATIONALE),)}
    if not row.is_joint:
        needs["needs_progress"] = ((row.register, PROGRESS),)
    moves = said.dates.moves if said and said.dates else ()
    why = moves[-1].reason if moves and not row.is_joint else ""
    return AboutControl(row.control, f"{row.reference}, {said.title}", why_moved=why, **needs, **named)


# Alignments -----------------------------------------------------------------------------------------------------------

NEEDED = {
    Kind.BANDS: "score",
    Kind.DIRECTIONS: "movement",
    Kind.CLOSED: "identity",
    Kind.REFRESHED: "dependencies",
    Kind.REVIEWED: "rationale",
    Kind.OWNERLESS: "ownership",
}


def of_alignments(pairs: list[Pair], audience: Audience, before: Scope, after: Scope) -> list[Drawn]:
    """Divergences that appeared, and what happened to joint controls, of the alignments that tie these registers."""
    registers = {pair.register.pk for pair in pairs if pair.register.is_corporate}
    if not registers:
        return []
    now = alignments(audience, _against_a_quarter(after)).standing
    now = [each for each in now if each.reads and registers & {side.view.register.pk for side in each.sides}]
    if not now:
        return []
    was = {each.alignment.pk: each for each in alignments(audience, _against_a_quarter(before)).standing}
    return [
        Drawn("alignment", each.alignment.pk, each.title, tuple(found), order=(each.number,))
        for each in now
        if (found := _of_alignment(was.get(each.alignment.pk), each, before, after))
    ]


def _against_a_quarter(scope: Scope) -> Scope:
    """As the pages of alignments show it, so that both tell the same."""
    return replace(scope, compared_with=quarter_end_before(scope.as_at))


def _of_alignment(was: Aligned | None, now: Aligned, before: Scope, after: Scope) -> list[Reason]:
    if (was is None and now.span.since <= before.as_at) or (was is not None and not was.reads):
        return []  # it was kept from the audience, or from one of its sides
    spoke = {each.kind for each in was.speaking} if was else set()
    found = [_diverged(now, each, before) for each in now.speaking if each.kind not in spoke]
    earlier = {row.control: row.row for row in was.joint_controls} if was else {}
    for row in now.joint_controls:
        if row.row is None or _was_hidden(row.row, before):
            continue
        about = _about(row.row, row.details, alignments=(now.alignment.pk,))
        stood = _stood(earlier.get(row.control), before.as_at), _stood(row.row, after.as_at)
        found += of_control(about, *stood)
    return found


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
    """(was, now) of everything open at the later standpoint, by what either asker may read: both of them."""
    found = []
    for asker in _askers(audience):
        was = {_key(line): line for line in reading(asker, before.as_at, known_at=before.known_at)}
        now = [line for line in reading(asker, after.as_at, known_at=after.known_at) if line.is_open]
        found.append([(was.get(_key(line)), line) for line in now])
    in_all = set.intersection(*({_key(line) for _, line in lines} for lines in found)) if found else set()
    return [(was, now) for was, now in found[0] if _key(now) in in_all] if found else []


def _key(line):
    return line.action.pk if hasattr(line, "action") else line.request.pk


def _due(line, day: date) -> DueStood:
    return DueStood(day, line.due_on if line is not None and line.is_open else None)


def of_actions(audience: Audience, bodies: Iterable, before: Scope, after: Scope) -> list[Found]:
    """Actions and responses that fell due, of the posts of these bodies."""
    found, keys = [], {body.pk for body in bodies}
    for was, now in _lines(actions, audience, before, after):
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
    for was, now in _lines(requests, audience, before, after):
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
    was = [{line.stream: line for line in each.lines} for each in plan_positions(plans, audience, before)]
    now = plan_positions(plans, audience, after)
    return [
        Drawn("plan", each.plan.pk, str(each.plan), tuple(found), order=(each.plan.organisation.order,))
        for then, each in zip(was, now, strict=True)
        if (found := of_plan(each.plan.pk, _streams(then, each.lines, before, after), before.as_at))
    ]


def _streams(then, lines: Iterable[StreamLine], before: Scope, after: Scope):
    for line in lines:
        was = then.get(line.stream)
        earlier = _stream(was, before.as_at) if was else _begun_since(line, before.as_at)
        yield f"{line.ref}, {line.title}", earlier, _stream(line, after.as_at)


def _stream(line: StreamLine, day: date) -> StreamStood:
    is_running = line.is_in_open_year and not line.is_finished
    return StreamStood(
        day=day,
        promised=line.dates.due if is_running else None,
        slips=line.dates.slips,
        is_slipped=line.status is StreamStatus.SLIPPED,
        is_finished=line.is_finished,
    )


def _begun_since(line: StreamLine, day: date) -> StreamStood:
    """What a new plan takes over from the year before is no news: only what happened to it since is."""
    slips = sum(move.is_slip for move in line.dates.moves if move.on <= day)
    return StreamStood(day, slips=slips, is_slipped=line.status is StreamStatus.SLIPPED and line.status_on <= day)
