"""The forms that score a risk, and say where it is going and how it stands against appetite."""

from django import forms

from registers import clock
from registers.form_rendering import DayField, Hinted, TextField
from registers.forms.base import ChangeForm
from registers.forms.fields import CellField
from registers.models import Kind
from registers.models.registers import BAND_CHOICES


class CellForm(ChangeForm):
    """A form around the matrix, drawn for the scale that was in use on its day.

    Where another scale is in use on the day that was typed, the cell that was picked means nothing: the form comes
    back with the right matrix and asks again.
    """

    cell = CellField(label="Score")
    scale = forms.CharField(required=False, widget=forms.HiddenInput)  # the day the scale shown was adopted

    def __init__(self, data=None, *, register, **options):
        super().__init__(data, **options)
        self.register = register
        self.scheme = register.scheme_on(self._day()) or register.scheme_on(clock.today())
        if self.scheme is not None:
            self.initial["scale"] = self.scheme.adopted_on.isoformat()
            self.fields["cell"].scheme = self.scheme.value

    def _day(self):
        """The day typed, if it can be read."""
        if not self.is_bound:
            return self.initial["on"]
        try:
            return self.fields["on"].to_python(self._raw("on")) or clock.today()
        except forms.ValidationError:
            return clock.today()

    def clean(self):
        shown = self.cleaned_data.get("scale")
        if self.scheme and shown and shown != self.scheme.adopted_on.isoformat():
            self.add_error(
                "cell", f"On that day the scale “{self.scheme.name}” was in use. It is shown now: pick the cell again"
            )
            self.data = self.data.copy()
            self.data["scale"], self.data["cell"] = self.scheme.adopted_on.isoformat(), ""
        return super().clean()

    def values(self):
        values = super().values()
        values.pop("scale", None)
        if "cell" in values:
            values["likelihood"], values["impact"] = values.pop("cell")
        return values

    @property
    def picked(self):
        """The cell the matrix shows as picked."""
        value = self["cell"].value()
        try:
            return self.fields["cell"].to_python(value)
        except forms.ValidationError:
            return None


class AssessmentForm(CellForm):
    target_on = DayField(
        label="To be reached by", required=False, future=True, help_text="Leave it empty where no date was set."
    )
    reason = TextField(
        label="Why this score?",
        rows=4,
        max_length=4000,
        required=False,
        help_text="Needed where the score changes. It is printed beside the arrow.",
    )
    field_order = ["cell", "target_on", "reason", "on"]

    def __init__(self, data=None, *, kind, **options):
        super().__init__(data, **options)
        if kind != Kind.TARGET:
            del self.fields["target_on"]
        else:
            self.fields["reason"].label = "Why this target?"


class OutlookForm(CellForm):
    expected_by = DayField(
        label="Expected by", future=True, error_messages={"required": "Enter the day by which it is expected"}
    )
    reason = TextField(
        label="Why is it expected?", rows=4, max_length=4000, error_messages={"required": "Say why it is expected"}
    )
    field_order = ["cell", "expected_by", "reason", "on"]


class ToleranceForm(ChangeForm):
    """Until when a risk above appetite is accepted, and by whom; or that it no longer is."""

    tolerates = forms.ChoiceField(
        label="Is it tolerated?",
        widget=forms.RadioSelect,
        choices=[("yes", "Yes, until a day"), ("no", "No longer")],
        initial="yes",
    )
    until = DayField(label="Tolerated until", future=True, required=False)
    tolerated_by = forms.ChoiceField(label="Tolerated by", required=False)
    reason = TextField(label="Why?", rows=4, max_length=4000, error_messages={"required": "Say why"})
    field_order = ["tolerates", "until", "tolerated_by", "reason", "on"]

    def __init__(self, data=None, *, posts, is_tolerated, **options):
        super().__init__(data, **options)
        self.posts = {str(post.pk): post for post in posts}
        today = clock.today()
        present = [
            post
            for post in posts
            if post.until is None or post.until > today or str(post.pk) == str(self.held.get("tolerated_by"))
        ]
        self.fields["tolerated_by"].choices = [("", "Choose a post"), *((str(post.pk), post.title) for post in present)]
        if not is_tolerated:
            del self.fields["tolerates"]

    def clean(self):
        cleaned = super().clean() or self.cleaned_data
        if not self.ends:
            for name, words in (
                ("until", "Enter the day until which it is tolerated"),
                ("tolerated_by", "Select the post that tolerates it"),
            ):
                if name not in self.errors and not cleaned.get(name):
                    self.add_error(name, words)
        return cleaned

    @property
    def ends(self):
        return self.cleaned_data.get("tolerates") == "no"

    def values(self):
        values = super().values()
        values.pop("tolerates", None)
        if self.ends:
            return values | {"until": None, "tolerated_by": None}
        return values | {"tolerated_by": self.posts[values["tolerated_by"]]}


class AppetiteForm(ChangeForm):
    """The highest band this risk may have before it is above appetite."""

    highest_band = forms.ChoiceField(
        label="Highest band tolerated for this risk", required=False, widget=forms.RadioSelect
    )
    reason = TextField(label="Why?", rows=3, max_length=2000, error_messages={"required": "Say why"})
    field_order = ["highest_band", "reason", "on"]

    def __init__(self, data=None, *, of_register, **options):
        super().__init__(data, **options)
        same = Hinted("As the register", f"Up to {of_register} now" if of_register else "The register states none now")
        self.fields["highest_band"].choices = [("", same), *BAND_CHOICES]
