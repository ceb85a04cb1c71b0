"""What is typed about mail: one's own preferences, a body's setting, and the filter of sent mail."""

from django import forms

from registers.form_rendering import Hinted, PlainErrorsMixin
from reports.models import MailPreference, Outgoing

Often = MailPreference.Often


class PreferenceForm(PlainErrorsMixin, forms.Form):
    """How often, on which day, and whether the digest."""

    reminders = forms.ChoiceField(
        label="How often do you want to be reminded?",
        choices=[
            (Often.WEEKLY.value, Hinted(Often.WEEKLY.label, "Everything that waits for you, on one day of the week")),
            (Often.DAILY.value, Hinted(Often.DAILY.label, "And on no other: what is new is marked")),
            (Often.NEVER.value, Hinted(Often.NEVER.label, "What waits for you is on the home page")),
        ],
        widget=forms.RadioSelect,
    )
    weekday = forms.TypedChoiceField(
        label="Day of the week",
        help_text="For the weekly e-mail",
        coerce=int,
        choices=MailPreference.Weekday.choices,
    )
    digest = forms.BooleanField(
        label="Send me what has changed, once a month",
        help_text="On the first working day: which risks moved, controls, meetings, registers agreed",
        required=False,
    )


class SettingForm(PlainErrorsMixin, forms.Form):
    """A body's one decision about mail."""

    copies_line_managers = forms.BooleanField(
        label="Copy reminders to line managers",
        help_text=(
            "To whoever holds the post that a person's post reports to, has an account, and may see everything the "
            "reminder is about"
        ),
        required=False,
    )


class SentFilter(PlainErrorsMixin, forms.Form):
    state = forms.ChoiceField(label="State", required=False, choices=[("", "All"), *Outgoing.State.choices])
