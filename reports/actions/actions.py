"""What became of an action that a meeting set: done, answered, dropped, its date moved, taken up again."""

from django.db import transaction

from reports import rules_actions as rules
from reports.models import Action, ActionTurn


@transaction.atomic
def turn(*, action, by, version, on, state, text="", due_on=None) -> ActionTurn:
    """Say what became of it on a day. `open` with a new `due_on` moves the date; of a finished one, takes it up again.

    Done: `text` is what was done, or the answer to what a board asked. Dropped and moved: why.
    """
    action = Action.objects.lock(action, version=version)
    rules.check_turn(action, on=on, state=state, text=text, due_on=due_on)
    row = ActionTurn(action=action, by=by, on=on, state=state, text=text.strip(), due_on=due_on)
    row.full_clean(exclude=["action", "by"], validate_constraints=False)
    row._history_user = by
    row.save()
    return row
