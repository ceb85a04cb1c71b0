"""The forms by which people say what became of an action or of what a board asked."""

from registers.form_rendering import DayField, TextField
from registers.forms.base import ChangeForm
from reports.models import ActionTurn

LATE = "Today, or an earlier day for a late entry."
State = ActionTurn.State


def on_field(label):
    return DayField(label=label, help_text=LATE, error_messages={"required": "Enter the day"})


class TurnForm(ChangeForm):
    """What became of it on a day, in words."""

    text = TextField(label="Why?", rows=5, max_length=4000)
    field_order = ["text", "due_on", "on"]
    state = State.OPEN

    def __init__(self, data=None, **options):
        super().__init__(data, **options)
        del self.fields["reason"]

    def values(self):
        return super().values() | {"state": self.state}


class DoneForm(TurnForm):
    text = TextField(label="What was done?", rows=5, max_length=4000)
    on = on_field("Done on")
    state = State.DONE


class AnswerForm(TurnForm):
    text = TextField(
        label="Answer", rows=8, max_length=4000, help_text="The board reads it, and it is offered to the next paper."
    )
    on = on_field("Answered on")
    state = State.DONE


class DropForm(TurnForm):
    text = TextField(label="Why is it dropped?", rows=4, max_length=2000)
    on = on_field("Dropped on")
    state = State.DROPPED


class DueForm(TurnForm):
    due_on = DayField(label="New due date", future=True, help_text="The dates before stay, with why they moved.")
    text = TextField(label="Why does the date move?", rows=3, max_length=2000)
    on = on_field("Decided on")
    field_order = ["due_on", "text", "on"]


class ReopenForm(TurnForm):
    due_on = DayField(label="New due date", future=True, required=False, help_text="Empty to keep the date it had.")
    text = TextField(label="Why is it to be done after all?", rows=3, max_length=2000)
    on = on_field("Taken up again on")
    field_order = ["text", "due_on", "on"]
