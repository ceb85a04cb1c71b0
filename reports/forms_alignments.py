"""The forms that tie risks of both registers together, and in which each body says what it has to say of them."""

from __future__ import annotations

import hashlib

from django import forms

from registers.form_rendering import DayField, Hinted, LineField, TextField
from registers.forms.base import ChangeForm
from registers.models import AlignmentKind, YesNo

DAY = "Today, or the earlier day from which it is so."
TITLE = {"label": "Title", "max_length": 120, "help_text": "A few words that both bodies call it by."}
RATIONALE = {
    "label": "Why are these risks held together?",
    "required": False,
    "rows": 4,
    "max_length": 4000,
    "help_text": "Both bodies read it, and so may the Panel.",
}
ALIASES = {
    "label": "Other names",
    "required": False,
    "rows": 2,
    "max_length": 1000,
    "help_text": "One a line: other names that papers use for it.",
}


class NamesField(TextField):
    """Several names, one a line. Its value is a list, each name once."""

    def clean(self, value):
        lines = [" ".join(line.split()) for line in super().clean(value).splitlines()]
        names = list(dict.fromkeys(line for line in lines if line))
        if any(len(name) > LONGEST_NAME for name in names):
            raise forms.ValidationError(f"Each name must be {LONGEST_NAME} characters or fewer")
        return names


LONGEST_NAME = 120


class RisksField(forms.MultipleChoiceField):
    """Risks of both registers, in a group for each. Its value is a list of paths like "met/corporate/3"."""

    widget = forms.CheckboxSelectMultiple

    def offer(self, sides):
        self.choices = [(side.register.title, [(risk.path, named(risk)) for risk in side.risks]) for side in sides]


class RiskField(forms.ChoiceField):
    """One risk of either register."""

    def offer(self, sides):
        groups = [(side.register.title, [(risk.path, str(named(risk))) for risk in side.risks]) for side in sides]
        self.choices = [("", "Choose a risk"), *((title, risks) for title, risks in groups if risks)]


def named(risk) -> Hinted:
    hint = "OFFICIAL-SENSITIVE: the other body is told only that its risk is tied to a restricted one"
    return Hinted(risk.name, hint if risk.is_sensitive else "")


def sentence_case(words: str) -> str:
    return words[:1].upper() + words[1:]


class BeginForm(ChangeForm):
    """Tie risks of both registers together."""

    reason = None
    risks = RisksField(
        label="Which risks are aligned?",
        help_text="At least one of each body.",
        error_messages={"required": "Select at least one risk of each body"},
    )
    kind = forms.ChoiceField(
        label="What is it?",
        widget=forms.RadioSelect,
        choices=[
            (AlignmentKind.JOINT_RISK, Hinted("A joint risk", "Both bodies hold the same risk, each in its own words")),
            (AlignmentKind.THEME, Hinted("A cross-cutting theme", "Several risks of both touch the same subject")),
        ],
        initial=AlignmentKind.JOINT_RISK,
    )
    title = LineField(**TITLE)
    rationale = TextField(**RATIONALE)
    aliases = NamesField(**ALIASES)
    next_on = DayField(
        label="Date of the next review",
        required=False,
        future=True,
        help_text="When your body looks at it again. The other body sets its own.",
    )
    field_order = ["risks", "kind", "title", "rationale", "aliases", "on", "next_on"]

    def __init__(self, data=None, *, sides, **options):
        super().__init__(data, **options)
        self.fields["risks"].offer(sides)
        say_from(self.fields["on"], "Aligned since")


def say_from(field, label, help_text=DAY):
    field.label, field.help_text = label, help_text


class WordsForm(ChangeForm):
    """What an alignment is called, and why it is held."""

    title = LineField(**TITLE)
    rationale = TextField(**RATIONALE)
    aliases = NamesField(**ALIASES)
    field_order = ["title", "rationale", "aliases", "on", "reason"]
    only_changes = True

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        optional_reason(self)


def optional_reason(form, help_text="Why it changes. Both bodies read it."):
    form.fields["reason"].required = False
    form.fields["reason"].help_text = help_text


class JoinForm(ChangeForm):
    """One more risk."""

    risk = RiskField(label="Risk", error_messages={"required": "Choose a risk"})
    field_order = ["risk", "on", "reason"]

    def __init__(self, data=None, *, sides, **options):
        super().__init__(data, **options)
        self.fields["risk"].offer(sides)
        say_from(self.fields["on"], "Aligned since")
        optional_reason(self, "Why it belongs here. Both bodies read it.")


class ReasonForm(ChangeForm):
    """From when something no longer is, and why. Both bodies read the reason."""

    reason = TextField(label="Why?", rows=3, max_length=2000, help_text="Both bodies read it.")

    def __init__(self, *args, when="No longer from", missing="Say why", **options):
        super().__init__(*args, **options)
        say_from(self.fields["on"], when)
        self.fields["reason"].error_messages["required"] = missing


class ResponseForm(ChangeForm):
    """What a body does about its aligned risk."""

    reason = None
    text = TextField(
        label="Response",
        required=False,
        rows=8,
        max_length=4000,
        help_text="What your body does about this risk. It stands beside the risk in the papers on alignment.",
    )
    field_order = ["text", "on"]


YES_NO = [(YesNo.YES, "Yes"), (YesNo.PARTLY, "Partly"), (YesNo.NO, "No"), (YesNo.NOT_STATED, "Not stated")]


class ViewForm(ChangeForm):
    """One body's view of what is left, and of its controls."""

    reason = None
    residual = TextField(
        label="What risk is left?",
        required=False,
        rows=5,
        max_length=4000,
        help_text="The key residual risks, once the controls are counted in.",
    )
    in_place = forms.ChoiceField(
        label="Are the controls in place?", required=False, widget=forms.RadioSelect, choices=YES_NO
    )
    working = forms.ChoiceField(label="Are they working?", required=False, widget=forms.RadioSelect, choices=YES_NO)
    field_order = ["residual", "in_place", "working", "on"]

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        say_from(self.fields["on"], "As at", "The day of which this is said: today, or an earlier one.")

    def clean(self):
        if not self.errors and not any(self.cleaned_data[name] for name in ("residual", "in_place", "working")):
            self.add_error("residual", "Say what risk is left, or whether controls are in place and working")
        return super().clean()


class ReviewForm(ChangeForm):
    """A body has looked at it as it stands."""

    reason = TextField(
        label="What did the review find?",
        rows=4,
        max_length=2000,
        help_text="Read by whoever reads this body’s view. “No change because ...” is a review too.",
        error_messages={"required": "Say what the review found"},
    )
    next_on = DayField(label="Date of the next review", required=False, future=True)
    field_order = ["reason", "on", "next_on"]

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        say_from(self.fields["on"], "Reviewed on", "Today, or the earlier day on which it was looked at.")


def fingerprint(text: str) -> str:
    """What was differing when a page was drawn, told without saying it."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


class ExplainForm(ChangeForm):
    """Why aligned risks differ."""

    of = forms.CharField(required=False, widget=forms.HiddenInput)
    reason = TextField(
        label="They differ because",
        rows=4,
        max_length=2000,
        help_text="Read by whoever sees that they differ. The page then says so quietly, until something changes.",
        error_messages={"required": "Say why they differ"},
    )
    field_order = ["reason", "on"]

    def __init__(self, data=None, *, said_of, **options):
        super().__init__(data, initial={"of": fingerprint(said_of)}, **options)
        self.said_of = said_of

    @property
    def is_of_what_stands(self) -> bool:
        """Whether what was shown when the page was opened is what differs now."""
        return self["of"].value() == fingerprint(self.said_of)

    def values(self):
        return {name: value for name, value in super().values().items() if name != "of"} | {"said_of": self.said_of}

    def look_at_what_stands(self):
        """Keep what was typed; it is now about what differs now."""
        self.data = self.data.copy()
        self.data[self.add_prefix("of")] = fingerprint(self.said_of)


class DeclineForm(ChangeForm):
    """Why a risk is aligned with nothing."""

    reason = TextField(
        label="Why is it aligned with nothing?",
        rows=4,
        max_length=2000,
        help_text="Kept with the risk. It is listed with the others that are aligned with nothing.",
        error_messages={"required": "Say why it is aligned with nothing"},
    )
