"""Does the meeting allow it? With words for the screen. Whether the person may is for access_meetings.py."""

import re

from django.core.exceptions import ValidationError

from registers import clock
from registers.models import Detail, Marking, Risk
from registers.sentences import say_day
from registers.visibility import now, sensitive_risks
from reports.models import AgendaItem, Meeting

NUMBER = re.compile(r"[1-9]\d{0,2}[a-z]?")


def check_board_meets(board):
    if not board.is_standing:
        raise ValidationError({"board": f"{board} no longer meets"})


def check_free_day(board, on):
    """The day of a meeting that was cancelled is free again."""
    if Meeting.objects.filter(board=board, on=on).exclude(status=Meeting.Status.CANCELLED).exists():
        raise ValidationError({"on": f"{board} already has a meeting on {say_day(on)}"})


def check_open(meeting):
    """While it is planned or in progress everything on it may change."""
    if meeting.is_closed:
        raise ValidationError("The meeting has been closed and its minutes are frozen")
    if not meeting.is_open:
        raise ValidationError("The meeting was cancelled")


def check_started(meeting):
    """What was said is recorded while the meeting is in progress."""
    check_open(meeting)
    if meeting.status != Meeting.Status.STARTED:
        raise ValidationError("The meeting has not been started yet")


def can_start(meeting) -> bool:
    return meeting.status == Meeting.Status.PLANNED and meeting.on <= clock.today()


def check_can_start(meeting):
    check_open(meeting)
    if meeting.status == Meeting.Status.STARTED:
        raise ValidationError("The meeting has already been started")
    if not can_start(meeting):
        raise ValidationError(f"The meeting is on {say_day(meeting.on)}: it can be started that day")


def check_looked_at(meeting, moment):
    """What is closed is what was looked at while the meeting was in progress."""
    if not meeting.started_at <= moment <= clock.now():
        raise ValidationError("Look at the summary again before you close the meeting")


def check_not_marked_higher(item, risk):
    """What is recorded of a risk is read with the risk: not what was said under a higher marking than its own."""
    is_higher = item.marking == Marking.SENSITIVE
    if is_higher and not sensitive_risks(Detail.objects.filter(risk=risk), now()).exists():
        raise ValidationError(
            {"text": "This item is OFFICIAL-SENSITIVE and its risk is not. Record it as discussion, or mark the risk"}
        )


def check_said(text, field="text", what="what was said"):
    if not text.strip():
        raise ValidationError({field: f"Enter {what}"})


def check_about_a_risk(item) -> Risk:
    if item is None or item.risk is None:
        raise ValidationError("This item is not about a risk")
    return item.risk


def settles(board, risk) -> bool:
    """Whether the board settles the register the risk stands in."""
    return risk.register.board_id == board.pk


def check_settles(meeting, risk):
    """A board reviews, scores and closes only what it settles; of other risks it can ask."""
    if not settles(meeting.board, risk):
        raise ValidationError(
            f"{meeting.board} does not settle the {risk.register.title}. Ask the owner for a response instead"
        )


def check_post(board, post, item, field="post"):
    """Posts of the board's body speak and act at it; of the other body where it attends, or where it owns the risk."""
    if post is None or board.is_joint or board.is_attended or post.organisation_id == board.organisation_id:
        return
    if item is not None and item.risk is not None and item.risk.register.organisation_id == post.organisation_id:
        return
    raise ValidationError({field: f"Choose a post of {board.organisation.short_name}"})


def check_due_after(meeting, due_on):
    if due_on < meeting.on:
        raise ValidationError({"due_on": "Choose a day on or after the meeting"})


def check_number(item, number):
    """A free number, for example 5b of a paper; no other item of the meeting has it."""
    if not number:
        return
    if not NUMBER.fullmatch(number):
        raise ValidationError({"number": "Enter a number like 5 or 5b"})
    others = item.meeting.items.filter(number=number, dropped_because="").exclude(pk=item.pk)
    if others.exists():
        raise ValidationError({"number": f"Another item has the number {number}"})


def check_not_on_agenda(meeting, **subject):
    """Something stands on an agenda once, with everything that is to be said of it."""
    found = meeting.items.filter(**subject).first()
    if found is None:
        return
    if found.is_dropped:
        raise ValidationError("It was dropped from this agenda. Restore it instead")
    raise ValidationError("It is on this agenda already")


def has_been_minuted(item) -> bool:
    return item.records.exists() or item.actions.exists()


def can_drop(item) -> bool:
    return not item.is_dropped and not has_been_minuted(item)


def check_can_drop(item):
    if item.is_dropped:
        raise ValidationError("This item has already been dropped")
    if has_been_minuted(item):
        raise ValidationError("Something has been recorded on this item, so it stays on the agenda")


def check_on_agenda(item):
    if item is not None and item.is_dropped:
        raise ValidationError("This item has been dropped from the agenda. Restore it first")


def is_planned_ahead(item) -> bool:
    return item.kind == AgendaItem.Kind.DEEP_DIVE
