"""Does the action allow it? From its state and dates, with words for the screen; who may is for access."""

from django.core.exceptions import ValidationError

from registers.rules import check_day
from reports.models import Action, ActionTurn

State = ActionTurn.State


def latest_turn(action) -> ActionTurn | None:
    return action.turns.order_by("recorded_at", "pk").last()


def state_now(action) -> State:
    """What the latest entry says; open before the first."""
    latest = latest_turn(action)
    return State(latest.state) if latest else State.OPEN


def due_now(action):
    """The day it is due by, as last moved."""
    moves = action.turns.filter(due_on__isnull=False).order_by("recorded_at", "pk")
    return moves.values_list("due_on", flat=True).last() or action.due_on


def can_change(action) -> bool:
    return state_now(action) is State.OPEN


def can_reopen(action) -> bool:
    return state_now(action) is not State.OPEN


def check_turn(action, *, on, state, text, due_on):
    """Done and dropped say how or why, a date is moved with its reason, and what is finished is first reopened."""
    if state not in State.values:
        raise ValidationError({"state": "Choose what became of it"})
    _check_turn_day(action, on)
    is_open = can_change(action)
    if state != State.OPEN:
        if not is_open:
            raise ValidationError(f"{action} is {state_now(action).label.lower()} already. Reopen it first")
        if due_on is not None:
            raise ValidationError({"due_on": "Only what is still to be done has another date"})
        if not text.strip():
            raise ValidationError({"text": _wanted(action, state)})
        return
    if is_open and due_on is None:
        raise ValidationError({"due_on": "Enter the new date"})
    if is_open and due_on == due_now(action):
        raise ValidationError({"due_on": "That is the date that stands. Enter another one"})
    if due_on is not None and due_on < on:
        raise ValidationError({"due_on": "Choose a day on or after the day it was decided"})
    if not text.strip():
        raise ValidationError({"text": "Say why the date moves" if is_open else "Say why it is to be done after all"})


def _wanted(action, state):
    if state == State.DROPPED:
        return "Say why it is dropped"
    return "Write the answer" if action.kind == Action.Kind.RESPONSE else "Say what was done"


def _check_turn_day(action, on):
    """Entries follow one another, and none is older than the meeting that set the action."""
    check_day(on)
    latest = latest_turn(action)
    first = latest.on if latest else action.meeting.on
    if on < first:
        raise ValidationError({"on": f"Choose {first.day} {first:%B %Y} or a later day"})
