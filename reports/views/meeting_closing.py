"""Ending a meeting: the rest of the register noted, what closing settles, and the minutes."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from registers import clock
from registers.actions.agreements import moment_to_look
from registers.actions.people import log_sensitive_read
from registers.audience import Level
from registers.details import details
from registers.models import Marking, Review
from registers.models.registers import FactClass
from registers.models.versioned import Stale
from registers.position import Index, index, look_at
from registers.reviewing import next_review
from registers.scope import Scope
from registers.since_agreed import changed_since_agreed
from registers.views.common import highest, marking_of, note_sensitive_read
from registers.views.people import posted
from registers.visibility import now
from reports.actions import meetings as actions
from reports.actions import minuting, renderings
from reports.actions.meetings import is_to_be_agreed
from reports.agenda_lines import read_agenda
from reports.forms_meetings import CloseForm
from reports.forms_steps import RestForm
from reports.meetings import REST_NOTED
from reports.minutes import minutes_of
from reports.minutes_cut import cut
from reports.models import Meeting
from reports.views.meeting_common import CLOSE, OUT_OF_DATE, RUN, crumbs, get_meeting, note_read, posts_of


def _in_progress(request, board, on, needs):
    meeting = get_meeting(request, board, on, needs=needs)
    if meeting.status != Meeting.Status.STARTED:
        raise PermissionDenied(
            "The meeting has been closed: its minutes are frozen."
            if meeting.is_closed
            else "The meeting is not in progress."
        )
    return meeting


# The rest of the register --------------------------------------------------------------------------------------------


@require_http_methods(["GET", "POST"])
def meeting_rest(request, board, on):
    """ "Rest of the register noted, no change": one press records it, here or on the meeting's page.

    Shown are what it would record and what it has: nothing is lost by it, as each review can be taken back.
    """
    meeting = _in_progress(request, board, on, RUN)
    form = RestForm(posted(request), posts=posts_of(meeting))
    if form.is_valid():
        try:
            written = actions.note_rest(meeting=meeting, by=request.user, post=form.chosen("post"))
        except ValidationError as problem:
            form.take(problem)
        else:
            number = f"{len(written)} risk{'' if len(written) == 1 else 's'}"
            messages.success(request, f"Rest of the register noted: {number} reviewed without a change")
            return redirect("reports:meeting-rest", meeting.board.slug, meeting.on.isoformat())
    agenda = read_agenda(meeting, request.audience)
    lines, views = _rest_lines(meeting, request.audience)
    noted, views_of_noted = _noted_lines(meeting, request.audience)
    for view in {**views, **views_of_noted}:
        note_sensitive_read(request, view, f"{meeting}: rest of the register (sensitive)")
    context = {
        "meeting": meeting,
        "form": form,
        "lines": lines,
        "noted": noted,
        "can_close": request.user.has_perm(CLOSE, meeting),
        "unreviewed": [line for line in agenda.readable if _waits_for_a_review(meeting, line)],
        "marking": highest(marking_of(view, rows) for shown in (views, views_of_noted) for view, rows in shown.items()),
        "breadcrumbs": crumbs(meeting, "Rest of the register"),
    }
    return render(request, "reports/meeting_rest.html", context)


def _rest_lines(meeting, audience):
    """([what would be recorded of each risk], {view: rows}) with the next review that its band gives it."""
    risks = {risk.pk: risk for risk in minuting.rest(meeting, audience)}
    lines, views = [], {}
    for register in {risk.register_id: risk.register for risk in risks.values()}.values():
        view = look_at(register, audience, Scope(as_at=meeting.on))
        keys = {pk for pk, risk in risks.items() if risk.register_id == register.pk}
        rows = list(index(view, only=keys).rows)
        said = details(view, rows, with_objectives=False)
        views[view] = rows
        cadence = register.review_cadence
        lines += [
            {
                "ref": row.printed_ref,
                "title": said[row.risk].title,
                "register": register,
                "next_on": next_review(meeting.on, row.band, cadence) if view.sees(FactClass.SCORE) else None,
            }
            for row in rows
        ]
    return lines, views


def _noted_lines(meeting, audience):
    """([what was noted of each risk that this reader sees], {view: rows}), with where it can be taken back."""
    lines, views = [], {}
    for register in meeting.board.settles.select_related("organisation", "board"):
        view = look_at(register, audience, Scope(as_at=meeting.on))
        if not view.sees(FactClass.RATIONALE):
            continue
        said = {"board": meeting.board, "on": meeting.on, "reason": REST_NOTED, "risk__register": register}
        reviews = {review.risk_id: review for review in Review.objects.known(now()).filter(**said)}
        rows = list(index(view, only=set(reviews)).rows) if reviews else []
        told = details(view, rows, with_objectives=False)
        views |= {view: rows} if rows else {}
        lines += [
            {
                "ref": row.printed_ref,
                "title": told[row.risk].title,
                "next_on": reviews[row.risk].next_on if view.sees(FactClass.SCORE) else None,
                "url": f"{register.get_absolute_url()}{row.ref}/history/",
            }
            for row in rows
        ]
    return lines, views


def _waits_for_a_review(meeting, line) -> bool:
    """Whether an item's risk is for a review of its own, and has none yet."""
    is_ours = line.told and line.told.index.is_open and line.item.risk.register_id in _settled_keys(meeting)
    return bool(is_ours) and not line.is_reviewed


def _settled_keys(meeting):
    if not hasattr(meeting, "_settled_keys"):
        meeting._settled_keys = set(meeting.board.settles.values_list("pk", flat=True))
    return meeting._settled_keys


# Closing -------------------------------------------------------------------------------------------------------------


@require_http_methods(["GET", "POST"])
def meeting_close(request, board, on):
    """Show what closing agrees and freezes, and what is still open; close exactly that."""
    meeting = _in_progress(request, board, on, CLOSE)
    form = CloseForm(posted(request))
    if form.is_valid():
        try:
            actions.close(meeting=meeting, by=request.user, **form.cleaned_data)
        except ValidationError as problem:
            form.take(problem)
        except Stale:
            form.add_error(None, OUT_OF_DATE)
        else:
            messages.success(request, "The meeting has been closed and its minutes are frozen")
            return redirect("reports:meeting-minutes", meeting.board.slug, meeting.on.isoformat())
    return _show_closing(request, meeting, form)


def _show_closing(request, meeting, form):
    registers = list(meeting.board.settles.select_related("organisation", "board").order_by("pk"))
    meeting.refresh_from_db(fields=["version"])  # before looking, so that what is written meanwhile makes it stale
    looked_at = max((moment_to_look(register) for register in registers), default=clock.now())
    agenda = read_agenda(meeting, request.audience)
    note_read(request, agenda, "what closing settles")
    fresh = CloseForm(initial={"version": meeting.version, "looked_at": looked_at})
    context = {
        "meeting": meeting,
        "form": form,
        "fresh": fresh,
        "registers": [_to_settle(meeting, register, request.audience) for register in registers],
        "untouched": [line for line in agenda.readable if not line.said],
        "rest": minuting.rest(meeting, request.audience),
        "attendances": meeting.attendances.count(),
        "marking": highest([agenda.marking, *(_marking_of(register, request.audience) for register in registers)]),
        "breadcrumbs": crumbs(meeting, "Close"),
    }
    return render(request, "reports/meeting_close.html", context)


def _marking_of(register, audience):
    is_sensitive = any(register.level_of(name) >= Level.SENSITIVE for name in FactClass)
    return Marking.SENSITIVE.label if is_sensitive else Marking.OFFICIAL.label


def _to_settle(meeting, register, audience):
    """Of one register: whether closing agrees it, and how many of its risks changed since it was agreed last."""
    view = look_at(register, audience, Scope(as_at=meeting.on))
    rows = index(view)
    return {
        "register": register,
        "is_to_be_agreed": is_to_be_agreed(register, meeting),
        "agreement": view.agreement,
        "open": len(rows.open),
        "changed": len(changed_since_agreed(Index(view, rows.rows))) if view.agreement else None,
        "url": register.get_absolute_url(),
    }


# Minutes -------------------------------------------------------------------------------------------------------------


@require_safe
def meeting_minutes(request, board, on):
    """The minutes, as this reader may read them: a draft while the meeting is open, frozen once it is closed."""
    meeting = get_meeting(request, board, on)
    if meeting.status == Meeting.Status.CANCELLED:
        return redirect(meeting)
    minutes = cut(minutes_of(meeting), meeting, request.audience)
    note_minutes(request, minutes)
    context = {
        "meeting": meeting,
        "minutes": minutes,
        "marking": minutes.marking,
        "breadcrumbs": crumbs(meeting, "Minutes"),
    }
    return render(request, "reports/meeting_minutes.html", context)


def note_minutes(request, minutes, kind="read"):
    """Log that sensitive text was read, once a body."""
    for body in minutes.bodies:
        log_sensitive_read(organisation_id=body, user=request.user, what=f"{minutes.meeting}: minutes", kind=kind)


@require_POST
def meeting_minutes_pdf(request, board, on):
    """Have the minutes made as PDF, as this person may read them."""
    meeting = get_meeting(request, board, on)
    if meeting.status == Meeting.Status.CANCELLED:
        raise PermissionDenied("The meeting was cancelled: it has no minutes")
    return redirect(renderings.request_minutes(meeting=meeting, by=request.user))
