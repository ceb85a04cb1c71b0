"""The forms by which people say what became of an action or of what a board asked."""

from registers.form_rendering import DayField, TextField
from registers.forms.base import ChangeForm
from reports.models import ActionTurn

LATE = "Today, or an earlier day for a late entry."
State = ActionTurn.State


def said(label, refusal, rows=4, **options):
    """Words that are needed, with what is said where there are none."""
    return TextField(label=label, rows=rows, max_length=4000, error_messages={"required": refusal}, **options)


def on_field(label):
    return DayField(label=label, help_text=LATE, error_messages={"required": "Enter the day"})


class TurnForm(ChangeForm):
    """What became of it on a day, in words."""

    text = said("Why?", "Say why")
    field_order = ["text", "due_on", "on"]
    state = State.OPEN

    def __init__(self, data=None, **options):
        super().__init__(data, **options)
        del self.fields["reason"]

    def values(self):
        return super().values() | {"state": self.state}


class DoneForm(TurnForm):
    text = said("What was done?", "Say what was done", rows=5)
    on = on_field("Done on")
    state = State.DONE


class AnswerForm(TurnForm):
    text = said(
        "Answer", "Write the answer", rows=8, help_text="The board reads it, and it is offered to the next paper."
    )
    on = on_field("Answered on")
    state = State.DONE


class DropForm(TurnForm):
    text = said("Why is it dropped?", "Say why it is dropped")
    on = on_field("Dropped on")
    state = State.DROPPED


class DueForm(TurnForm):
    due_on = DayField(label="New due date", future=True, help_text="The dates before stay, with why they moved.")
    text = said("Why does the date move?", "Say why the date moves", rows=3)
    on = on_field("Decided on")
    field_order = ["due_on", "text", "on"]


class ReopenForm(TurnForm):
    due_on = DayField(label="New due date", future=True, required=False, help_text="Empty to keep the date it had.")
    text = said("Why is it to be done after all?", "Say why it is to be done after all", rows=3)
    on = on_field("Taken up again on")
    field_order = ["text", "due_on", "on"]
