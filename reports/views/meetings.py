"""The boards' meetings, past and to come, and the page of one: its status, its agenda, who was there."""

from dataclasses import dataclass, field

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from registers.models import Board, Post, Seat
from registers.models.versioned import Stale
from registers.views.people import posted
from reports import rules_meetings as rules
from reports.actions import meetings as actions
from reports.agenda_item import actions_of, records_of
from reports.agenda_lines import read_agenda
from reports.forms_meetings import AttendanceForm, CancelForm, NoteForm, PlanForm
from reports.models import AgendaItem, Meeting
from reports.views.meeting_common import (
    OUT_OF_DATE,
    RUN,
    crumbs,
    get_board,
    get_meeting,
    note_read,
    posts_of,
    say_refusal,
)

RECENT = 3
A_PAGE = 25


@dataclass
class BoardLines:
    """One board with its next meeting and the last ones."""

    board: Board
    can_plan: bool
    next: list[Meeting] = field(default_factory=list)
    past: list[Meeting] = field(default_factory=list)


@require_safe
def meetings(request):
    """Every board somebody may know of: when it meets next, and when it met last."""
    if not request.audience.works_anywhere:
        raise Http404("There are no meetings for you to see")
    boards = Board.objects.visible_to(request.audience).filter(is_standing=True).select_related("organisation")
    lines = {board.pk: BoardLines(board, request.user.has_perm("reports.plan_meeting", board)) for board in boards}
    found = Meeting.objects.filter(board__in=lines).select_related("board").defer("minutes").order_by("-on")
    for meeting in found:
        line = lines[meeting.board_id]
        if _is_to_come(meeting):
            line.next.insert(0, meeting)
        elif len(line.past) < RECENT:
            line.past.append(meeting)
    deep_dives = AgendaItem.objects.visible_to(request.audience).filter(
        kind=AgendaItem.Kind.DEEP_DIVE, dropped_because="", meeting__status=Meeting.Status.PLANNED
    )
    context = {
        "boards": list(lines.values()),
        "deep_dives": _told_ahead(request, deep_dives.select_related("meeting__board", "author", "risk")),
    }
    return render(request, "reports/meeting_list.html", context)


def _is_to_come(meeting):
    """Still to be held, or to be closed."""
    return meeting.is_open


def _told_ahead(request, items):
    """(line, meeting) of deep dives planned ahead: as each meeting's agenda tells them."""
    found = {}
    for item in items.order_by("meeting__on", "order"):
        found.setdefault(item.meeting, []).append(item)
    told = []
    for meeting, dives in found.items():
        agenda = read_agenda(meeting, request.audience)
        told += [(line, meeting) for item in dives if (line := agenda.line_of(item)) is not None]
    return told


@require_safe
def board_meetings(request, board):
    """Every meeting of one board, the latest first."""
    found = get_board(request, board)
    rows = Meeting.objects.visible_to(request.audience).filter(board=found).defer("minutes").order_by("-on")
    context = {
        "board": found,
        "page": Paginator(rows, A_PAGE).get_page(request.GET.get("page")),
        "can_plan": request.user.has_perm("reports.plan_meeting", found),
        "breadcrumbs": [{"text": "Meetings", "url": reverse("reports:meetings")}, {"text": found.name}],
    }
    return render(request, "reports/meeting_board.html", context)


@require_http_methods(["GET", "POST"])
def meeting_plan(request, board):
    """Plan a meeting of a board."""
    found = get_board(request, board)
    if not request.user.has_perm("reports.plan_meeting", found):
        raise PermissionDenied
    form = PlanForm(posted(request))
    if form.is_valid():
        try:
            meeting = actions.plan(board=found, by=request.user, **form.cleaned_data)
        except ValidationError as problem:
            form.take(problem)
        else:
            messages.success(request, f"{meeting} has been planned")
            return redirect(meeting)
    trail = [
        {"text": "Meetings", "url": reverse("reports:meetings")},
        {"text": found.name, "url": reverse("reports:board-meetings", args=[found.slug])},
        {"text": "Plan a meeting"},
    ]
    return _form(request, form, f"Plan a meeting of the {found}", "Plan the meeting", trail, trail[1]["url"])


def _form(request, form, title, submit, breadcrumbs, cancel_url, **context):
    base = {
        "form": form,
        "title": title,
        "submit": submit,
        "breadcrumbs": breadcrumbs,
        "cancel_url": cancel_url,
    }
    return render(request, "reports/meeting_form.html", base | context)


@require_safe
def meeting(request, board, on):
    """One meeting: where it has got to, its agenda with the reasons, who was there, what was said of it as a whole."""
    found = get_meeting(request, board, on)
    agenda = read_agenda(found, request.audience)
    note_read(request, agenda, "agenda")
    can_run = request.user.has_perm(RUN, found)
    attendances = found.attendances.select_related("post__organisation", "deputy")
    context = {
        "meeting": found,
        "agenda": agenda,
        "can_run": can_run and found.is_open,
        "can_record": can_run and found.status == Meeting.Status.STARTED,
        "can_start": can_run and rules.can_start(found),
        "attendances": attendances,
        "records": records_of(agenda).get(None, ()),
        "actions": actions_of(agenda, None),
        "marking": agenda.marking,
        "breadcrumbs": crumbs(found),
    }
    return render(request, "reports/meeting_detail.html", context)


@require_POST
def meeting_draw_up(request, board, on):
    """Draw up the agenda, or draw it up anew."""
    return _press(request, board, on, actions.draw_up, "The agenda has been drawn up")


@require_POST
def meeting_start(request, board, on):
    """Begin the meeting."""
    return _press(request, board, on, actions.start, "The meeting has been started")


def _press(request, board, on, act, done):
    found = get_meeting(request, board, on, needs=RUN)
    try:
        act(meeting=found, by=request.user, version=request.POST.get("version") or 0)
    except ValidationError as problem:
        say_refusal(request, problem)
    except (Stale, ValueError):
        messages.error(request, OUT_OF_DATE)
    else:
        messages.success(request, done)
    return redirect(found)


@require_http_methods(["GET", "POST"])
def meeting_edit(request, board, on):
    """Say where and when it meets."""
    found = get_meeting(request, board, on, needs=RUN)
    form = NoteForm(posted(request), initial={"note": found.note, "version": found.version})
    return _change(request, found, form, actions.edit_meeting, "Where and when", "Save", "Saved")


@require_http_methods(["GET", "POST"])
def meeting_cancel(request, board, on):
    """Cancel the meeting, with a reason."""
    found = get_meeting(request, board, on, needs=RUN)
    form = CancelForm(posted(request), initial={"version": found.version})
    text = "Nothing of it is agreed and no minutes are kept. What was recorded in the registers stays."
    words = ("Cancel this meeting", "Cancel the meeting", "Cancelled", text)
    return _change(request, found, form, actions.cancel, *words)


def _change(request, meeting, form, act, title, submit, done, text=""):
    if form.is_valid():
        try:
            act(meeting=meeting, by=request.user, **form.cleaned_data)
        except ValidationError as problem:
            form.take(problem)
        except Stale as stale:
            form.add_error(None, OUT_OF_DATE)
            form.data = form.data.copy()
            form.data["version"] = str(stale.theirs.version)
        else:
            messages.success(request, done)
            return redirect(meeting)
    return _form(request, form, title, submit, crumbs(meeting, title), meeting.get_absolute_url(), text=text)


@require_http_methods(["GET", "POST"])
def meeting_attendance(request, board, on):
    """Who was there, by post."""
    found = get_meeting(request, board, on, needs=RUN)
    noted = list(found.attendances.select_related("post__organisation"))
    seats = Seat.objects.filter(board=found.board).current(found.on).select_related("post__organisation")
    posts: dict[int, Post] = {post.pk: post for post in [*(s.post for s in seats), *(row.post for row in noted)]}
    form = AttendanceForm(posted(request), posts=posts.values(), noted=noted, deputies=posts_of(found))
    if form.is_valid():
        try:
            actions.attend(meeting=found, by=request.user, **form.values())
        except ValidationError as problem:
            form.take(problem)
        else:
            messages.success(request, "Attendance saved")
            return redirect(found)
    context = {"meeting": found, "form": form, "breadcrumbs": crumbs(found, "Attendance")}
    return render(request, "reports/meeting_attendance.html", context)
