"""What is asked of those who start papers."""

from django import forms

from registers.form_rendering import DayField, Hinted, LineField, PlainErrorsMixin
from reports.papers.kinds import PANEL


class PanelMeetingForm(PlainErrorsMixin, forms.Form):
    """For which meeting of the Panel."""

    panel_date = DayField(label="Date of the meeting", future=True)
    panel = LineField(label="Panel", max_length=120, required=False)

    def __init__(self, *args, **kwargs):
        kwargs["initial"] = {"panel": PANEL} | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)


class KindsForm(PlainErrorsMixin, forms.Form):
    """Which of the papers that are not there yet."""

    kinds = forms.MultipleChoiceField(
        label="Start these papers",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one paper"},
    )

    def __init__(self, *args, kinds, **kwargs):
        super().__init__(*args, **kwargs)
        choices = [(kind.slug.value, _named(kind)) for kind in kinds]
        self.fields["kinds"].choices = choices
        self.initial.setdefault("kinds", [slug for slug, _ in choices])

    def chosen(self) -> list[str]:
        return self.cleaned_data["kinds"]


def _named(kind):
    return Hinted(kind.slug.label, "Both bodies write it") if kind.is_joint else kind.slug.label
