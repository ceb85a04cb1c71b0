"""Does the record allow it? Reviews of risks, and who sits on a board. As rules.py: words for the screen, by field."""

from django.core.exceptions import ValidationError

from registers import rules
from registers.models import Organisation, ReviewOutcome, RiskState, Turn
from registers.movement import Stage
from registers.sentences import say_day


def check_can_review(risk, on, outcome):
    """A risk is reviewed while it is open; that it is closed may be recorded on the day it closes."""
    if outcome == ReviewOutcome.CLOSED and _closed_that_day(risk, on):
        return
    rules.check_open_on(risk, on)


def _closed_that_day(risk, on):
    closings = RiskState.objects.known(rules.ALL_TIME).filter(risk=risk, on=on, turn=Turn.CLOSED)
    return rules.stage_on(risk, on) is Stage.CLOSED and closings.exists()


def check_what_was_found(reason):
    """A review says what was found: "no change" needs its "because" (DESIGN.md section 2)."""
    if not reason.strip():
        raise ValidationError({"reason": "Say what was found, or why nothing changes"})


def check_next_review(on, next_on):
    if next_on is not None and next_on <= on:
        raise ValidationError({"next_on": "Choose a day after the date of the review"})


def check_reviewed_by(organisation, on, board, post):
    """A body's risk is reviewed by a board of its own, or of both bodies, and on behalf of a post of its own."""
    if board is not None and board.organisation_id not in (None, organisation.pk):
        raise ValidationError({"board": f"Choose a board of {organisation.short_name}, or of both bodies"})
    if post is not None and post.organisation_id != organisation.pk:
        raise ValidationError({"post": f"Choose a post of {organisation.short_name}"})
    rules.check_posts_on([post] if post else [], on, "post")


def check_can_sit(board, post, since):
    """Posts of its own body sit on a board; of both, where it is of both or the other attends."""
    rules.check_day(since, "since")
    if post.organisation.kind != Organisation.Kind.BODY:
        raise ValidationError({"post": "Choose a post of one of the bodies"})
    if not (board.is_joint or board.is_attended or post.organisation_id == board.organisation_id):
        raise ValidationError({"post": f"{board} is {board.organisation.short_name}’s own: choose a post of it"})
    rules.check_posts_on([post], since, "post")


def check_seat_is_free(board, post, since, is_chair):
    """A post sits on a board once at a time, and each body has one chair of it."""
    overlapping = [row for row in board.seats.select_related("post") if row.until is None or row.until > since]
    if any(row.post_id == post.pk for row in overlapping):
        raise ValidationError({"post": "This post has a seat already. End that one first"})
    chair = next((s.post for s in overlapping if s.is_chair and s.post.organisation_id == post.organisation_id), None)
    if is_chair and chair is not None:
        raise ValidationError({"is_chair": f"The {chair} chairs it. End that seat first"})


def check_can_leave(seat, until):
    if seat.until is not None:
        raise ValidationError(f"This seat has ended on {say_day(seat.until)}")
    if until <= seat.since:
        raise ValidationError({"until": f"Choose a day after {say_day(seat.since)}, when it began"})


def check_can_stand_down(board):
    """A board that settles a register still meets."""
    titles = [str(register) for register in board.settles.order_by("pk")]
    if titles:
        raise ValidationError(
            {"is_standing": f"It settles the {', the '.join(titles)}. Choose another board for it first"}
        )
