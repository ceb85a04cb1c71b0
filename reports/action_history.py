"""What became of an action, as sentences for its page and for whoever saves after somebody else."""

from registers.sentences import say_day
from reports.actions_reading import ActionLine
from reports.models import Action, ActionTurn

State = ActionTurn.State


def history(line: ActionLine) -> list[dict]:
    """Entries for components/history_list.html, the newest first."""
    action = line.action
    set_at = {
        "at": action.recorded_at,
        "by": str(action.by),
        "sentence": f"{'Asked' if line.is_response else 'Set'} by {action.meeting.board}, due {say_day(action.due_on)}",
    }
    was_open = [True, *(turn.state == State.OPEN for turn in line.turns)]
    told = [turn_entry(turn, not was) for turn, was in zip(line.turns, was_open, strict=False)]
    return [*reversed(told), set_at]


def turn_entry(turn: ActionTurn, was_finished=False) -> dict:
    """One turn as a sentence, with the day it is of."""
    is_response = turn.action.kind == Action.Kind.RESPONSE
    if turn.state == State.DONE:
        sentence = "Answered" if is_response else "Done"
    elif turn.state == State.DROPPED:
        sentence = "Dropped"
    elif was_finished or turn.due_on is None:
        sentence = "Taken up again" + (f", due {say_day(turn.due_on)}" if turn.due_on else "")
    else:
        sentence = f"Date moved to {say_day(turn.due_on)}"
    return {
        "at": turn.recorded_at,
        "by": str(turn.by),
        "sentence": f"{sentence}, {say_day(turn.on)}",
        "text": turn.text,
    }
