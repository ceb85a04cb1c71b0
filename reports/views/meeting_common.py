"""What every page of a meeting begins with: which meeting, for whom, under which marking."""

from datetime import date

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Q
from django.http import Http404
from django.urls import reverse

from registers.actions.people import log_sensitive_read
from registers.models import Board, Post, Seat
from registers.sentences import say_day
from registers.views.common import note_sensitive_read
from reports.access_meetings import is_secretariat_of_board, sees_what_it_settles
from reports.agenda_lines import Agenda
from reports.meetings import bodies_of
from reports.models import Meeting

RUN, CLOSE = "reports.run_meeting", "reports.close_meeting"
OUT_OF_DATE = "Somebody has changed this meeting since you opened the page. Look at it as it is now, and press again."


def get_board(request, slug) -> Board:
    """The board, if this audience may know of it (404)."""
    board = Board.objects.visible_to(request.audience).select_related("organisation").filter(slug=slug).first()
    if board is None:
        raise Http404("There is no such board")
    return board


def get_meeting(request, board, on, needs=None) -> Meeting:
    """The meeting, if this audience may know of it (404), and do what the page is for (403)."""
    try:
        day = date.fromisoformat(on)
    except ValueError:
        raise Http404("There is no such day") from None
    found = Meeting.objects.visible_to(request.audience).select_related("board__organisation", "closed_by")
    meeting = found.defer("minutes").filter(board__slug=board, on=day).first()
    if meeting is None:
        raise Http404("There is no such meeting")
    if needs and not request.user.has_perm(needs, meeting):
        raise PermissionDenied(_lacks_clearance(request.user, meeting, needs))
    return meeting


def _lacks_clearance(user, meeting, needs) -> str:
    """A secretary who lacks no more than clearance is told so."""
    if needs != CLOSE or not is_secretariat_of_board(user, meeting.board) or sees_what_it_settles(user, meeting):
        return ""
    return (
        "Closing the meeting settles a register, and what is settled is what was seen: this needs clearance for the "
        "sensitive text of the body whose register it is. An administrator can clear you. Nothing was changed."
    )


def get_item(request, meeting, slug):
    """The item, if this audience may read it (404)."""
    from reports.models import AgendaItem

    items = AgendaItem.objects.visible_to(request.audience).filter(meeting=meeting, slug=slug)
    item = items.select_related(
        "author", "risk__register__organisation", "risk__register__board", "alignment", "plan", "request"
    ).first()
    if item is None:
        raise Http404("There is no such item")
    item.meeting = meeting
    return item


def crumbs(meeting, *more):
    """Meetings > the board > the meeting > this page."""
    trail = [
        {"text": "Meetings", "url": reverse("reports:meetings")},
        {"text": meeting.board.name, "url": reverse("reports:board-meetings", args=[meeting.board.slug])},
    ]
    here = {"text": say_day(meeting.on)}
    if not more:
        return [*trail, here]
    return [*trail, here | {"url": meeting.get_absolute_url()}, *({"text": text} for text in more)]


def url_of(name, meeting, *more) -> str:
    return reverse(f"reports:{name}", args=[meeting.board.slug, meeting.on.isoformat(), *more])


def note_read(request, agenda: Agenda, what: str) -> None:
    """Log that sensitive text of registers was shown, once a register, and that of an item that bears a marking."""
    for view in agenda.sensitive_views:
        note_sensitive_read(request, view, f"{agenda.meeting}: {what} (sensitive)")
    logged = {view.register.organisation_id for view in agenda.sensitive_views}
    if agenda.gives_sensitive or any(line.is_sensitive and not line.told for line in agenda.readable):
        for body in bodies_of(agenda.meeting.board):
            if body.pk not in logged:
                log_sensitive_read(organisation_id=body.pk, user=request.user, what=f"{agenda.meeting}: {what}")


def posts_of(meeting, first=()) -> list[Post]:
    """Posts to choose from, each with the group it is shown under: of the risk, at this board, and the others."""
    seats = Seat.objects.filter(board=meeting.board).current(meeting.on).select_related("post__organisation")
    seated = [seat.post for seat in seats]
    there = (Q(since=None) | Q(since__lte=meeting.on)) & (Q(until=None) | Q(until__gt=meeting.on))
    others = Post.objects.filter(there, organisation__in=bodies_of(meeting.board)).select_related("organisation")
    chosen: dict[int, Post] = {}
    groups = (("Of this risk", first), ("At this board", seated), ("Other posts", others.order_by("title", "pk")))
    for group, posts in groups:
        for post in posts:
            if post.pk not in chosen:
                post.group = group
                chosen[post.pk] = post
    return list(chosen.values())


def say_refusal(request, problem: ValidationError) -> None:
    """A button that was refused says why, on the page it leads back to."""
    messages.error(request, " ".join(problem.messages))


__all__ = ["CLOSE", "OUT_OF_DATE", "RUN", "Agenda"]
