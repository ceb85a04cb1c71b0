"""What people choose when they make a token, or try the API."""

from datetime import timedelta

from django import forms

from registers import clock
from registers.form_rendering import DayField, LineField
from registers.forms.people import PeopleForm
from reports.api.endpoints import ENDPOINTS
from reports.api.reading import MOST
from reports.models.tokens import LONGEST, TokenScope

USUAL = 90  # days


class TokenForm(PeopleForm):
    name = LineField(label="What it is for", max_length=80, help_text="For example Power BI, monthly dashboard")
    scopes = forms.MultipleChoiceField(
        label="What it may read", choices=TokenScope.choices, widget=forms.CheckboxSelectMultiple
    )
    reads_sensitive = forms.BooleanField(
        label="It may read what is OFFICIAL-SENSITIVE, as far as I am cleared",
        required=False,
        help_text="Only where what receives it may hold such text. Every such reading is logged.",
    )
    expires_on = DayField(
        label="Last day it holds", future=True, help_text=f"At most {LONGEST} days from today, for example 31/3/2027"
    )

    def __init__(self, *args, **options):
        initial = {"expires_on": clock.today() + timedelta(days=USUAL)} | options.pop("initial", {})
        super().__init__(*args, initial=initial, **options)


def _short(characters):
    return forms.TextInput(attrs={"class": f"govuk-input--width-{characters}"})


class TryForm(PeopleForm):
    """A question put together from choices; what an address does not take is left out of it."""

    endpoint = forms.ChoiceField(label="Address", choices=[(one.name, one.address) for one in ENDPOINTS])
    register = forms.ChoiceField(label="Register", required=False)
    ref = forms.IntegerField(label="Ref of a risk", required=False, min_value=1, widget=_short(5))
    as_at = LineField(
        label="As at", required=False, max_length=40, help_text="For example 2021-12-31", widget=_short(20)
    )
    known_at = LineField(label="As it was known on", required=False, max_length=40, widget=_short(20))
    since = LineField(label="Compared with", required=False, max_length=40, widget=_short(20))
    page = forms.IntegerField(label="Page", required=False, min_value=1, widget=_short(5))
    per_page = forms.IntegerField(label="Results a page", required=False, min_value=1, max_value=MOST, widget=_short(5))

    def __init__(self, *args, registers, **options):
        super().__init__(*args, **options)
        self.fields["register"].choices = [(row.path, row.title) for row in registers]

    def clean(self):
        said = super().clean() or self.cleaned_data
        endpoint = next((one for one in ENDPOINTS if one.name == said.get("endpoint")), None)
        for name, words in (("register", "Select a register"), ("ref", "Enter the ref of a risk")):
            if endpoint is not None and name in endpoint.places and not said.get(name) and name not in self.errors:
                self.add_error(name, words)
        return said
