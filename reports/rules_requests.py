"""Does the Panel request allow it? From its state and dates, with words for the screen; who may is for access."""

from django.core.exceptions import ValidationError

from registers import clock
from registers.models import Marking
from registers.rules import check_day, check_posts_on
from reports.models import PanelRequest, RequestTurn

State = RequestTurn.State


def state_now(request) -> State:
    """What the latest entry says; open before the first."""
    latest = request.turns.order_by("recorded_at", "pk").last()
    return State(latest.state) if latest else State.OPEN


def due_now(request):
    """The day the answer is due, as last moved; None where there is none."""
    moves = request.turns.filter(due_on__isnull=False).order_by("recorded_at", "pk")
    return moves.values_list("due_on", flat=True).last() or request.due_on


def can_answer(request) -> bool:
    return state_now(request) is not State.CLOSED


def can_close(request) -> bool:
    return can_answer(request)


def can_reopen(request) -> bool:
    return state_now(request) is State.CLOSED


def check_turn(request, *, on, state, text, paper, answered_in, paragraph):
    """An answer names a paper and a paragraph; only what is closed is reopened, and with its reason."""
    if state not in State.values:
        raise ValidationError({"state": "Choose what became of it"})
    _check_turn_day(request, on)
    if state == State.OPEN:
        check_can_reopen(request)
        if not text.strip():
            raise ValidationError({"text": "Say why it is open again"})
        return
    if state_now(request) is State.CLOSED:
        raise ValidationError(f"{request} is closed. The Panel’s secretariat can reopen it")
    if state == State.PART:
        check_answer(request, paper, answered_in, paragraph)


def check_can_reopen(request):
    if not can_reopen(request):
        raise ValidationError(f"{request} is open already")


def check_answer(request, paper, answered_in, paragraph):
    """Where the answer can be read: a paper of the portal or another one, and its paragraph."""
    if paper is None and not answered_in.strip():
        raise ValidationError({"answered_in": "Name the paper that answers it"})
    if paper is not None and answered_in.strip():
        raise ValidationError({"answered_in": "Choose a paper or name another one, not both"})
    if paper is not None and paper.organisation_id != request.organisation_id:
        raise ValidationError({"paper": f"Choose a paper of {request.organisation.short_name}"})
    if not paragraph.strip():
        raise ValidationError({"paragraph": "Enter the number of the paragraph, for example 1.6"})


def _check_turn_day(request, on):
    """Entries follow one another: what was so on a day is not rewritten by a later entry for an earlier day."""
    check_day(on)
    if on < request.made_on:
        raise ValidationError({"on": f"It was made on {_day(request.made_on)}. Choose that day or later"})
    latest = request.turns.order_by("recorded_at", "pk").last()
    if latest is not None and on < latest.on:
        raise ValidationError({"on": f"Its last entry is of {_day(latest.on)}. Choose that day or later"})


def check_request(*, organisation, kind, text, made_on, due_on, post, marking, paper_title):
    """What is asked has words, a day that has come, and a post of the body that is to answer."""
    if kind not in PanelRequest.Kind.values:
        raise ValidationError({"kind": "Choose whether it was asked or promised"})
    if not text.strip():
        raise ValidationError({"text": "Enter what was asked or promised"})
    if made_on > clock.today():
        raise ValidationError({"made_on": "The date must be today or in the past"})
    check_due(made_on, due_on)
    if kind == PanelRequest.Kind.PROMISED and not paper_title.strip():
        raise ValidationError({"paper_title": "Name the paper that promised it, and the paragraph"})
    if marking not in Marking.values:
        raise ValidationError({"marking": "Choose a marking"})
    if post is not None and post.organisation_id != organisation.pk:
        raise ValidationError({"post": f"Choose a post of {organisation.short_name}"})
    if post is not None:
        check_posts_on([post], made_on, "post")


def check_can_move(due_on):
    """A date is moved to another one; it is not taken back, as papers and agendas may have gone by it."""
    if due_on is None:
        raise ValidationError({"due_on": "Enter the date to which it moves"})


def check_due(made_on, due_on):
    if due_on is not None and due_on < made_on:
        raise ValidationError({"due_on": "The answer cannot be due before it was asked or promised"})


def _day(day):
    return f"{day.day} {day:%B %Y}"
