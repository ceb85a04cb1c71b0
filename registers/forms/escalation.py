"""What a board types when it escalates a directorate's risk, or gives a corporate one back to a directorate.

Two reasons are asked for: one that stays with the body, and one that stands in the corporate register, where another
body reads it. Which is which is said at each.
"""

from django import forms

from registers.form_rendering import LineField, TextField
from registers.forms.assessments import CellForm
from registers.forms.base import ChangeForm
from registers.forms.fields import CellField, PostsField
from registers.forms.risks import DESCRIPTION, MARKINGS, TITLE

WHY = {"rows": 3, "max_length": 2000}
OWNERS = {"label": "Owners", "noun": "owner", "help_text": "Posts, in the order they are printed."}


def _ask_why(form, body, others, internal, corporate):
    """Label the two reasons, each with who reads it."""
    stays, shared = form.fields["reason"], form.fields["corporate_reason"]
    _ask(stays, internal, f"Kept inside {body}: nobody outside it sees this.")
    _ask(shared, corporate, f"It stands in the corporate register, where {others} may read it if shown reasons.")


def _ask(field, question, who_reads):
    field.label, field.help_text = question, who_reads
    field.error_messages["required"] = f"Answer: {question}"


class EscalateForm(CellForm):
    """The corporate entry of a directorate's risk: a text of its own, and the reasons."""

    title = LineField(**TITLE)
    description = TextField(**DESCRIPTION)
    owners = PostsField(**OWNERS)
    marking = forms.ChoiceField(label="Marking", widget=forms.RadioSelect, choices=MARKINGS)
    cell = CellField(label="First score", required=False)
    corporate_reason = TextField(**WHY)
    reason = TextField(**WHY)
    marks_lower = forms.BooleanField(required=False, label="This text may be marked lower than the directorate’s risk")

    field_order = ["title", "description", "owners", "marking", "cell", "on", "corporate_reason", "reason"]

    def __init__(self, data=None, *, posts, body, others, is_again=False, **options):
        super().__init__(data, **options)
        self.fields["owners"].offer(posts)
        if is_again:
            self.fields["cell"].label = "Score"
        why = "Why is it taken into the corporate register again?" if is_again else "Why is it a corporate risk?"
        _ask_why(self, body, others, "Why does the directorate escalate it?", why)

    def values(self):
        values = super().values() if self.cleaned_data.get("cell") else ChangeForm.values(self)
        return {name: value for name, value in values.items() if name not in ("cell", "scale")}


class DeescalateForm(ChangeForm):
    """Why a corporate risk goes back to the directorate it came from."""

    corporate_reason = TextField(**WHY)
    reason = TextField(**WHY)
    field_order = ["on", "corporate_reason", "reason"]

    def __init__(self, data=None, *, body, others, **options):
        super().__init__(data, **options)
        _ask_why(self, body, others, "Why is it given to the directorate?", "Why is it no longer a corporate risk?")


class HandDownForm(DeescalateForm):
    """A corporate risk that never was a directorate's: which directorate takes it, and what it says there."""

    into = forms.ChoiceField(
        label="Directorate register",
        widget=forms.RadioSelect,
        error_messages={"required": "Select the directorate register that takes it"},
    )
    title = LineField(**TITLE)
    description = TextField(**DESCRIPTION)
    owners = PostsField(**OWNERS)
    field_order = ["into", "title", "description", "owners", "on", "corporate_reason", "reason"]

    def __init__(self, data=None, *, posts, registers, **options):
        super().__init__(data, **options)
        self.registers = {register.slug: register for register in registers}
        self.fields["into"].choices = [(slug, register.title) for slug, register in self.registers.items()]
        self.fields["owners"].offer(posts)

    def clean_into(self):
        return self.registers[self.cleaned_data["into"]]
