"""The forms that state how controls and risks get on."""

from django import forms

from controls.forms.fields import PostField
from controls.progress import Status
from controls.rules import STATED
from registers import clock
from registers.actions.corrections import WHY_AT_MOST
from registers.form_rendering import DayField, LineField, PlainErrorsMixin, TextField
from registers.forms.base import ChangeForm

NEEDS = "Required where progress is limited, has slipped or there is none."


def statuses(is_joint=False) -> list[tuple[str, str]]:
    offered = (*STATED, Status.NOT_APPLICABLE) if is_joint else STATED
    return [(status.value, status.label) for status in offered]


class StatementForm(ChangeForm):
    """One statement: how it gets on, why, and who says so. Whoever is signed in keys it."""

    status = forms.ChoiceField(label="Progress", widget=forms.RadioSelect)
    narrative = TextField(label="Narrative", rows=4, max_length=4000, required=False, help_text=NEEDS)
    stated_by = PostField(
        label="Stated by", nobody="No post", help_text="Whose word it is. You are noted as who keyed it."
    )
    on = DayField(
        label="As at",
        help_text="The day it is said of: today, or an earlier day for a late entry.",
        error_messages={"required": "Enter the day it is said of"},
    )
    says_why = False
    field_order = ["status", "narrative", "stated_by", "organisation", "on"]

    def __init__(self, data=None, *, posts, is_joint=False, **options):
        initial = {"stated_by": posts[0].pk} if posts else {}
        super().__init__(data, **options | {"initial": initial | options.get("initial", {})})
        if not self.says_why:
            del self.fields["reason"]
        self.fields["status"].choices = statuses(is_joint)
        self.fields["stated_by"].offer(posts)


class ProgressForm(StatementForm):
    """How a control gets on. Of a joint one also which body says so, where the person speaks for both."""

    organisation = forms.ChoiceField(
        label="Stated for", widget=forms.RadioSelect, error_messages={"required": "Select the body that states it"}
    )

    def __init__(self, data=None, *, bodies, **options):
        super().__init__(data, **options)
        self.bodies = {str(body.pk): body for body in bodies}
        if len(self.bodies) > 1:
            self.fields["organisation"].choices = [(key, body.short_name) for key, body in self.bodies.items()]
        else:
            del self.fields["organisation"]

    def values(self):
        values = super().values()
        chosen = values.pop("organisation", None)
        values["organisation"] = self.bodies[chosen] if chosen else next(iter(self.bodies.values()))
        return values


class RowForm(StatementForm):
    """One row of the screen that states the progress of many controls. Left empty, nothing is stated of it."""

    def __init__(self, data=None, *, bodies, day=None, **options):
        super().__init__(data, **options)
        del self.fields["on"]
        self.body, self.day = bodies[0], day or clock.today()
        self.fields["status"].widget = forms.Select()
        self.fields["status"].choices = [("", "Leave as it is"), *self.fields["status"].choices]
        self.fields["status"].error_messages["required"] = "Choose the progress, or empty the narrative"
        self.fields["narrative"].help_text = self.fields["stated_by"].help_text = ""
        self.fields["narrative"].widget.attrs["rows"] = 2

    @property
    def is_filled(self) -> bool:
        return any(self._raw(name) for name in ("status", "narrative"))

    @property
    def version_opened(self) -> int:
        """The version that was looked at, of a row that is not filled in too."""
        return self.fields["version"].to_python(self._raw("version"))

    def values(self):
        return super().values() | {"organisation": self.body, "on": self.day}


class CorrectProgressForm(StatementForm):
    """What a statement says, to be put right."""

    reason = LineField(
        label="Why is it corrected?",
        max_length=WHY_AT_MOST,
        help_text=f"For the history, in at most {WHY_AT_MOST} characters.",
        error_messages={"required": "Say why it is corrected"},
    )
    says_why = True
    field_order = ["status", "narrative", "stated_by", "on", "reason"]


class DayForm(PlainErrorsMixin, forms.Form):
    """What goes for the whole screen of rows: the day they are said of."""

    on = StatementForm.base_fields["on"]


class RowsForm(forms.Form):
    """Which controls the screen shows: of a register, and of whose."""

    register = forms.ChoiceField(label="Register", required=False)
    owner = forms.ChoiceField(label="Owner", required=False)

    def __init__(self, data, *, registers, owners):
        super().__init__(data)
        self.fields["register"].choices = [("", "All"), *registers]
        self.fields["owner"].choices = [("", "All"), ("mine", "Mine"), *owners]
