"""The forms that begin an improvement plan, change its work-streams, go through it monthly and close its year."""

from django import forms

from controls.forms.fields import PostField
from controls.models import Priority, Source, StreamStatus
from controls.models.improvement import PRINCIPLES
from registers import clock
from registers.form_rendering import DayField, Hinted, LineField, PlainErrorsMixin, TextField
from registers.forms.base import ChangeForm
from registers.models import Marking

LATE = "Today, or an earlier day for a late entry."
PRINCIPLE_CHOICES = [("", "None by name"), *((letter, f"{letter}: {name}") for letter, name in PRINCIPLES.items())]
MARKINGS = [
    (Marking.OFFICIAL, Hinted("OFFICIAL", "For the body's own members and auditors")),
    (Marking.SENSITIVE, Hinted("OFFICIAL-SENSITIVE", "For those of them whom the body has cleared")),
]


def on_field(label="From"):
    return DayField(label=label, help_text=LATE, error_messages={"required": "Enter the day"})


class BeginForm(ChangeForm):
    """The year of a new plan, and its marking."""

    first_day = DayField(label="First date of the year", future=True, help_text="For example 1 April.")
    marking = forms.ChoiceField(label="Marking", widget=forms.RadioSelect, choices=MARKINGS, initial=Marking.OFFICIAL)
    on = on_field("Begun on")
    field_order = ["first_day", "marking", "on"]

    def __init__(self, data=None, **options):
        super().__init__(data, **options)
        del self.fields["reason"]


class StreamForm(ChangeForm):
    """What a work-stream says."""

    title = LineField(label="What is to be improved", max_length=200)
    recommendation = TextField(label="Recommendation", rows=4, max_length=4000, required=False)
    response = TextField(label="Management response", rows=4, max_length=4000, required=False)
    source = forms.ChoiceField(label="Source", choices=Source.choices, initial=Source.IN_YEAR)
    number = LineField(label="Its own number there", max_length=30, required=False)
    priority = forms.ChoiceField(label="Priority", choices=Priority.choices, required=False)
    owner = PostField(label="Owner")
    on = on_field()
    only_changes = True
    field_order = ["title", "recommendation", "response", "source", "number", "priority", "owner", "on", "reason"]

    def __init__(self, data=None, *, posts, **options):
        super().__init__(data, **options)
        self.fields["owner"].offer(posts)
        self.fields["reason"].required = False
        self.fields["reason"].help_text = "Why it changes. It is shown in its history."


class NewStreamForm(StreamForm):
    """A work-stream that is being added. What is to be improved is all it needs."""

    principle = forms.ChoiceField(label="Principle", choices=PRINCIPLE_CHOICES, required=False)
    due = DayField(label="Due date", future=True, required=False, help_text="The day it is promised for.")
    status = forms.ChoiceField(label="Status", choices=StreamStatus.choices, initial=StreamStatus.NOT_STARTED)
    note = TextField(label="Note", rows=2, max_length=2000, required=False)
    only_changes = False
    field_order = ["title", "principle", "recommendation", "response", "source", "number", "priority", "owner", "due"]

    def __init__(self, data=None, **options):
        super().__init__(data, **options)
        del self.fields["reason"]


class NextYearForm(NewStreamForm):
    """An improvement noted somewhere, for next year's plan."""

    field_order = NewStreamForm.field_order

    def __init__(self, data=None, **options):
        super().__init__(data, **options)
        del self.fields["status"], self.fields["note"]


class DueForm(ChangeForm):
    due = DayField(label="New due date", future=True, required=False, help_text="Empty if there is no date any more.")
    reason = TextField(label="Why does the date move?", rows=3, max_length=2000, required=False)
    on = on_field("Decided on")
    field_order = ["due", "reason", "on"]


class StateForm(ChangeForm):
    status = forms.ChoiceField(label="Status", choices=StreamStatus.choices, widget=forms.RadioSelect)
    note = TextField(label="Note", rows=3, max_length=2000, required=False, help_text="Needed if it slipped.")
    on = on_field("As at")
    field_order = ["status", "note", "on"]

    def __init__(self, data=None, **options):
        super().__init__(data, **options)
        del self.fields["reason"]


class LinksForm(ChangeForm):
    """The risks and controls a work-stream bears on, of those the person sees."""

    risks = forms.MultipleChoiceField(label="Risks", required=False, widget=forms.CheckboxSelectMultiple)
    controls = forms.MultipleChoiceField(label="Controls", required=False, widget=forms.CheckboxSelectMultiple)
    on = on_field()
    field_order = ["risks", "controls", "on"]

    def __init__(self, data=None, *, risks, controls, **options):
        super().__init__(data, **options)
        del self.fields["reason"]
        self.offered = {"risks": risks, "controls": controls}  # {address: (record, name)}
        for name, records in self.offered.items():
            self.fields[name].choices = [(key, label) for key, (_, label) in records.items()]

    def values(self):
        values = super().values()
        for name, records in self.offered.items():
            values[name] = [records[key][0] for key in values[name]]
        return values


class CloseYearForm(ChangeForm):
    on = on_field("Closed on")
    reason = TextField(label="Note", rows=2, max_length=2000, required=False)


class MarkForm(ChangeForm):
    marking = forms.ChoiceField(label="Marking", widget=forms.RadioSelect, choices=MARKINGS)
    on = on_field()
    reason = TextField(label="Why?", rows=2, max_length=2000, error_messages={"required": "Say why"})
    field_order = ["marking", "on", "reason"]


class RowForm(ChangeForm):
    """One row of the monthly refresh."""

    status = forms.ChoiceField(label="Status", choices=StreamStatus.choices)
    note = TextField(label="Note", rows=2, max_length=2000, required=False)
    due = DayField(label="Due date", future=True, required=False)
    reason = LineField(label="Why the date moves", max_length=300, required=False)

    def __init__(self, data=None, *, day=None, **options):
        super().__init__(data, **options)
        del self.fields["on"]
        self.day = day or clock.today()

    @property
    def is_filled(self) -> bool:
        """Whether anything in the row was changed."""
        return any(self.changed(name) for name in ("status", "note", "due", "reason"))

    def clean(self):
        if self.changed("reason") and not self.changed("due"):
            self.add_error("due", "Enter the new date, or empty why it moves")

    def values(self):
        return super().values() | {"on": self.day}


class RefreshDayForm(PlainErrorsMixin, forms.Form):
    """What goes for the whole refresh."""

    on = DayField(label="Date of the refresh", help_text=LATE, error_messages={"required": "Enter the day"})
