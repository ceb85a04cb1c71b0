"""What a board types when it settles a register."""

from datetime import datetime

from django import forms

from registers import clock
from registers.form_rendering import LineField
from registers.forms.people import PeopleForm


class MomentField(forms.CharField):
    """A moment as an address or a hidden input carries it, to the microsecond: what was seen is what is agreed."""

    widget = forms.HiddenInput

    def prepare_value(self, value):
        return value.isoformat() if isinstance(value, datetime) else value

    def to_python(self, value):
        text = super().to_python(value)
        if not text:
            return None
        try:
            moment = datetime.fromisoformat(text)
        except ValueError:
            raise forms.ValidationError("The moment the page was shown is missing. Open it again") from None
        return moment if moment.tzinfo else moment.replace(tzinfo=clock.LONDON)


class AgreeForm(PeopleForm):
    """At which meeting, or by which post, a register is agreed; and what exactly was shown."""

    meeting = LineField(
        label="Meeting", max_length=160, required=False, help_text="For example Risk and Assurance Board, 30 November"
    )
    post = forms.ModelChoiceField(
        label="Or the post that agreed it, outside a meeting", queryset=None, required=False, empty_label="None"
    )
    as_at = forms.DateField(widget=forms.HiddenInput)
    known_at = MomentField()

    def __init__(self, *args, posts, **options):
        super().__init__(*args, **options)
        self.fields["post"].queryset = posts

    def clean(self):
        cleaned = super().clean()
        if not cleaned.get("meeting") and not cleaned.get("post"):
            self.add_error("meeting", "Say at which meeting it was agreed, or by which post")
        return cleaned
