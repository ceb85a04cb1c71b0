"""What the first administrator of a portal types; and an organisation, its first scale and its register."""

from django import forms
from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError
from django.utils.crypto import constant_time_compare

from registers import clock, rules_beginning
from registers.actions.beginning import slug_for
from registers.form_rendering import DayField, Hinted, LineField
from registers.forms.people import PeopleForm
from registers.models import Organisation, User
from registers.profiles import PRESETS
from registers.scales import TEMPLATES

YEARS_BACK = 10  # a new body's first scale holds early enough for the registers it will bring in
ADDRESS = "Letters, figures and hyphens. It never changes. Left empty, it is made from the short name"


def _slug_field():
    return forms.SlugField(
        label="Name in its address",
        max_length=50,
        required=False,
        help_text=ADDRESS,
        error_messages={"invalid": "Use only letters, figures and hyphens"},
    )


class NamesForm(PeopleForm):
    """What an organisation is called."""

    name = LineField(label="Name of the body", max_length=120, help_text="In full, as papers print it")
    short_name = LineField(
        label="Short name", max_length=40, help_text="As sentences say it, for example MOPAC, or the Met"
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class FirstForm(PeopleForm):
    """The first administrator and their body. `code`: what the server's operator set, None where it is not asked."""

    code = forms.CharField(
        label="Set-up code",
        max_length=200,
        help_text="From whoever runs the server: the value of SETUP_CODE",
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )
    person = LineField(label="Your name", max_length=150, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    email = forms.EmailField(
        label="Your e-mail address",
        max_length=254,
        help_text="You sign in with it",
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    password = forms.CharField(
        label="Password",
        max_length=200,
        strip=False,
        help_text="At least 12 characters, and no common one",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label="The same password again",
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": "Enter the password again"},
    )
    name = LineField(
        label="Name of the body", max_length=120, help_text="Whose risks you look after, in full, as papers print it"
    )
    short_name = LineField(
        label="Its short name",
        max_length=40,
        help_text="As sentences say it, for example MOPAC, or the Met",
        error_messages={"required": "Enter the short name of the body"},
    )
    slug = _slug_field()

    def __init__(self, *args, code, **options):
        super().__init__(*args, **options)
        self.expected = code
        if code is None:
            del self.fields["code"]

    def clean_code(self):
        typed = self.cleaned_data["code"]
        if not constant_time_compare(typed.strip(), self.expected):
            raise ValidationError("That is not the set-up code")
        return typed

    def clean(self):
        cleaned = super().clean()
        password, again = cleaned.get("password"), cleaned.get("again")
        if password and again and password != again:
            self.add_error("again", "The two passwords differ")
        elif password:
            self._check_password(password, User(email=cleaned.get("email", ""), name=cleaned.get("person", "")))
        return cleaned

    def _check_password(self, password, user):
        try:
            password_validation.validate_password(password, user)
        except ValidationError as problem:
            self.add_error("password", problem)

    @property
    def is_wrong_code(self) -> bool:
        return "code" in self.errors

    @property
    def said(self) -> dict:
        """What a valid form says, as the action takes it."""
        typed = self.cleaned_data
        return {
            "email": typed["email"],
            "name": typed["person"],
            "password": typed["password"],
            "body": typed["name"],
            "short_name": typed["short_name"],
            "slug": typed["slug"],
        }


class OrganisationForm(PeopleForm):
    """The second body, or the Panel, and who looks after it."""

    kind = forms.ChoiceField(label="What is it?", widget=forms.RadioSelect)
    name = LineField(label="Name", max_length=120, help_text="In full, as papers print it")
    short_name = LineField(label="Short name", max_length=40, help_text="As sentences say it, for example the Panel")
    slug = _slug_field()
    person = LineField(
        label="Its administrator",
        max_length=150,
        help_text="The name of the person who looks after it",
        error_messages={"required": "Enter the name of its administrator"},
    )
    email = forms.EmailField(
        label="Their e-mail address",
        max_length=254,
        error_messages={"required": "Enter the e-mail address of its administrator"},
        help_text="They are sent a link to set a password. Of another body it cannot be you",
    )

    def __init__(self, *args, kinds, **options):
        super().__init__(*args, **options)
        hints = {
            Organisation.Kind.BODY: Hinted("The other body", "With a register of its own, settled at its own board"),
            Organisation.Kind.PANEL: Hinted("The Panel", "Which reads the papers of both bodies"),
        }
        self.fields["kind"].choices = [(kind.value, hints[kind]) for kind in kinds]
        if len(kinds) == 1:
            self.fields["kind"].initial = kinds[0].value

    def clean(self):
        cleaned = super().clean()
        short = cleaned.get("short_name")
        slug = cleaned.get("slug") or (slug_for(short) if short else "")
        if slug in rules_beginning.TAKEN:
            self.add_error("slug", "The portal uses that address itself")
        return cleaned


class ScaleForm(PeopleForm):
    """One of the common scales, from a day."""

    scale = forms.ChoiceField(
        label="Which scale does the body score on?",
        widget=forms.RadioSelect,
        choices=[(template.slug, Hinted(template.name, template.hint)) for template in TEMPLATES],
    )
    adopted_on = DayField(
        label="In use from",
        help_text="Not later than the oldest register you will bring in: a score needs the scale of its day",
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.fields["adopted_on"].initial = self.initial.get("adopted_on", first_day())


def first_day():
    """The first of April so many years ago."""
    return clock.today().replace(year=clock.today().year - YEARS_BACK, month=4, day=1)


class CorporateForm(PeopleForm):
    """The register that a body shares, and what is published of it."""

    title = LineField(label="Title of the register", max_length=120, help_text="As it is printed on papers")
    settled_by = LineField(
        label="Board",
        max_length=120,
        required=False,
        help_text="It settles the register, for example Risk and Assurance Board. It can be named later",
    )
    profile = forms.ChoiceField(
        label="Who may see what of it?",
        widget=forms.RadioSelect,
        choices=[(preset.slug, Hinted(preset.name, preset.hint)) for preset in PRESETS],
        initial=PRESETS[0].slug,
        help_text="Each class of fact can be opened or closed afterwards. Only what a board has agreed leaves the body",
    )
