"""The forms that add a risk, change what it says, and lead it through its life."""

from django import forms
from django.forms import formset_factory

from registers import clock
from registers.form_rendering import DayField, Hinted, LineField, PlainErrorsMixin, TextField
from registers.forms.base import LATE, ChangeForm
from registers.forms.fields import ObjectivesField, PostsField
from registers.models import Marking
from registers.models.risk_facts import Horizon

TITLE = {"label": "Title", "max_length": 120, "help_text": "A few words that people call it by."}
DESCRIPTION = {
    "label": "Description",
    "rows": 5,
    "max_length": 4000,
    "help_text": "What may happen, why, and what it would lead to. Plain paragraphs.",
}


MARKINGS = [
    (Marking.OFFICIAL, Hinted("OFFICIAL", "Seen as the register's publication profile says")),
    (
        Marking.SENSITIVE,
        Hinted("OFFICIAL-SENSITIVE", "The whole risk, earlier texts included, only for those cleared"),
    ),
]


class RiskForm(ChangeForm):
    """What a risk says: to change it, or to open a new one."""

    title = LineField(**TITLE)
    description = TextField(**DESCRIPTION)
    owners = PostsField(label="Owners", noun="owner", help_text="Posts, in the order they are printed.")
    leads = PostsField(label="Working leads", noun="lead", required=False, help_text="Who does the work, in order.")
    objectives = ObjectivesField(label="Objectives it threatens", required=False)
    horizon = forms.ChoiceField(
        label="Horizon", required=False, choices=[*Horizon.choices, ("", "Not stated")], widget=forms.RadioSelect
    )
    printed_ref = LineField(
        label="Printed reference",
        required=False,
        max_length=12,
        help_text="Where papers print another reference than the permanent one.",
        widget=forms.TextInput(attrs={"class": "govuk-input--width-5"}),
    )
    order = forms.IntegerField(
        label="Display order",
        required=False,
        min_value=1,
        max_value=99999,
        help_text="Risks are listed by this number: 45 stands between 40 and 50. Left empty, ten times its reference.",
        widget=forms.TextInput(attrs={"class": "govuk-input--width-5", "inputmode": "numeric"}),
        error_messages={"invalid": "Enter the display order as a whole number"},
    )

    only_changes = True
    field_order = [
        "title", "description", "owners", "leads", "objectives", "horizon", "printed_ref", "order", "on", "reason",
    ]  # fmt: skip

    def __init__(self, data=None, *, posts, objectives, sees, **options):
        super().__init__(data, **options)
        for name in set(self.fields) - sees - {"version", "was", "on", "reason", "marking"}:
            del self.fields[name]
        for name in {"owners", "leads"} & set(self.fields):
            self.fields[name].offer(posts)
        if "objectives" in self.fields:
            self.fields["objectives"].offer(objectives)
        for name in {"description", "owners"} & set(self.fields):
            self.fields[name].required = bool(self.held.get(name))
        self.fields["reason"].required = False
        self.fields["reason"].help_text = "Why it changes. It is shown in the history."

    def values(self):
        values = super().values()
        if "order" in values:
            values["order"] = "" if values["order"] is None else values["order"]
        return values


class NewRiskForm(RiskForm):
    """A risk that is being opened: everything it says is new.

    Whoever opens it may mark it: text that needs protecting needs it from the first day. Only the board re-marks.
    """

    marking = forms.ChoiceField(label="Marking", widget=forms.RadioSelect, choices=MARKINGS, initial=Marking.OFFICIAL)
    only_changes = False

    def __init__(self, data=None, **options):
        super().__init__(data, **options)
        self.fields["description"].required = self.fields["owners"].required = True
        self.fields["on"].label = "Opened on"
        self.fields["on"].help_text = "Today, or the earlier day on which it was taken into the register."
        self.fields["reason"].help_text = "Why it is taken into the register. It is shown in the history."
        self.fields[
            "printed_ref"
        ].help_text = "Where papers are to print another reference than the one it is given here."

    def values(self):
        return {name: value for name, value in super().values().items() if value not in (None, "")}


class TurnForm(ChangeForm):
    """Close a risk, or reopen it."""

    reason = TextField(
        label="Why?",
        rows=3,
        max_length=2000,
        help_text="Shown beside its movement.",
        error_messages={"required": "Say why"},
    )


class RecastForm(ChangeForm):
    """Word a risk anew so far that it is no longer the same."""

    title = LineField(**TITLE)
    description = TextField(**DESCRIPTION)
    field_order = ["title", "description", "on", "reason"]

    def clean(self):
        if not self.errors and not any(self.changed(name) for name in ("title", "description")):
            self.add_error("title", "Word the risk anew, or leave it as it is")
        return super().clean()


class SplitForm(ChangeForm):
    """When and why a risk is split. What the new risks open with is asked by PartForm."""


class PartForm(PlainErrorsMixin, forms.Form):
    """One risk that is split off. Left empty, there is none."""

    title = LineField(**TITLE)
    description = TextField(**DESCRIPTION | {"rows": 4})
    owners = PostsField(label="Owners", noun="owner", help_text="Posts, in the order they are printed.")

    def __init__(self, *args, posts, **options):
        super().__init__(*args, **options)
        self.fields["owners"].offer(posts)

    def has_changed(self):
        """The owners are offered as those of the risk that is split: only words make a new risk."""
        return bool({"title", "description"} & set(self.changed_data))


PartFormSet = formset_factory(PartForm, extra=2, min_num=1, validate_min=True, max_num=5, absolute_max=5)


class MergeForm(ChangeForm):
    """Other risks to merge into this one."""

    others = forms.MultipleChoiceField(
        label="Risks to merge into this one",
        widget=forms.CheckboxSelectMultiple,
        help_text="They close on the day of the merger; this one continues.",
        error_messages={"required": "Select at least one risk to merge into this one"},
    )
    field_order = ["others", "on", "reason"]

    def __init__(self, data=None, *, others, **options):
        super().__init__(data, **options)
        self.others = others  # {4: (risk, "4 Money")}
        self.fields["others"].choices = [(str(ref), name) for ref, (_, name) in others.items()]

    def clean_others(self):
        return [self.others[int(ref)][0] for ref in self.cleaned_data["others"]]


class MarkForm(ChangeForm):
    marking = forms.ChoiceField(
        label="Marking",
        widget=forms.RadioSelect,
        choices=MARKINGS,
    )
    field_order = ["marking", "on", "reason"]

    def clean(self):
        if not self.errors and not self.changed("marking") and self.cleaned_data["on"] >= clock.today():
            self.add_error("marking", "It is marked so already. Choose the other marking, or leave it as it is")
        return super().clean()


class DependencyForm(ChangeForm):
    """Another risk that bears on this one, or that no longer does."""

    depends_on = forms.ChoiceField(label="Risk that bears on this one")
    field_order = ["depends_on", "on", "reason"]

    def __init__(self, data=None, *, others, **options):
        super().__init__(data, **options)
        self.others = others  # {"corporate/4": (risk, "4 Money")}
        choices = [(path, title) for path, (_, title) in others.items()]
        self.fields["depends_on"].choices = [("", "Choose a risk"), *choices]
        self.fields["reason"].label = "How it bears on it"
        self.fields["reason"].required = False

    def clean_depends_on(self):
        return self.others[self.cleaned_data["depends_on"]][0]


class DependencyEndForm(ChangeForm):
    """From when another risk no longer bears on this one."""

    on = DayField(label="No longer from", help_text=LATE, error_messages={"required": "Enter the day it ends"})
