"""What an administrator types when setting up registers: names, appetite, who may see what, objectives."""

from django import forms

from registers import clock
from registers.actions.set_up import LONGEST, version_of
from registers.audience import Level
from registers.form_rendering import DayField, LineField, TextField
from registers.forms.people import PeopleForm
from registers.models import Board
from registers.models.registers import BAND_CHOICES, LEVELS, NEVER_PUBLIC, FactClass
from registers.scoring import Band

ROOM = 3  # for new objectives at a time
LEVEL_WORDS = {
    "public": "Public: in public papers too",
    "official": "OFFICIAL: both bodies, once agreed",
    "official-sensitive": "OFFICIAL-SENSITIVE: cleared people only",
}
SHORT_WORDS = {"public": "Public", "official": "OFFICIAL", "official-sensitive": "OFFICIAL-SENSITIVE"}
NOTES = {
    FactClass.IDENTITY: "Not public: the public sees nothing of the register. One risk that may not be named is marked",
    FactClass.OUTLOOK: "Never public",
    FactClass.RATIONALE: "Never public, and never lower than the score",
    FactClass.MOVEMENT: "The arrow, without the cells it moved between",
}


class RegisterForm(PeopleForm):
    title = LineField(label="Title", max_length=120, help_text="As it is printed on papers")
    board = forms.ChoiceField(
        label="Board", required=False, help_text="It settles the register; closing its meetings agrees it"
    )
    settled_by = LineField(
        label="Or the name of a new board",
        max_length=120,
        required=False,
        help_text="Where it is not in the list yet. For example Risk and Assurance Board",
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, register, adds_boards, **options):
        super().__init__(*args, **options)
        boards = Board.objects.filter(organisation=register.organisation).order_by("name", "pk")
        self.boards = {row.slug: row for row in boards if row.is_standing or row.pk == register.board_id}
        names = [(slug, row.name) for slug, row in self.boards.items()]
        self.fields["board"].choices = [("", "None named"), *names]
        if not adds_boards:
            del self.fields["settled_by"]

    def clean(self):
        cleaned = super().clean() or self.cleaned_data
        cleaned["board"] = self.boards.get(cleaned.get("board", ""))
        return cleaned


class CadenceForm(PeopleForm):
    """How often risks of each band are looked at, in months: what is proposed when a review is recorded."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        for band in reversed(Band):
            self.fields[band.value] = forms.IntegerField(
                label=f"{band.label} risks: every so many months",
                min_value=1,
                max_value=LONGEST,
                widget=forms.TextInput(attrs={"class": "govuk-input--width-3", "inputmode": "numeric"}),
                error_messages=dict.fromkeys(
                    ("required", "invalid", "min_value", "max_value"), f"Enter a number of months from 1 to {LONGEST}"
                ),
            )

    @property
    def cadence(self) -> dict:
        return {band.value: self.cleaned_data[band.value] for band in Band}


class NewRegisterForm(PeopleForm):
    title = LineField(label="Title", max_length=120, help_text="For example Estates risk register")
    slug = forms.SlugField(
        label="Name in its address",
        max_length=50,
        required=False,
        help_text="Letters, figures and hyphens, for example estates. It never changes. Left empty, the title",
        error_messages={"invalid": "Use only letters, figures and hyphens"},
    )
    settled_by = LineField(label="Board", max_length=120, required=False, help_text="Which settles it")


class RegisterAppetiteForm(PeopleForm):
    """What the body accepts in a register, from a day."""

    statement = TextField(label="Statement", rows=6, max_length=4000)
    highest_band = forms.ChoiceField(
        label="Highest band tolerated",
        choices=BAND_CHOICES,
        widget=forms.RadioSelect,
        help_text="A risk above it is above appetite, unless it has an appetite of its own",
    )
    on = DayField(label="From", initial=clock.today)
    reason = TextField(label="Reason", rows=2, max_length=2000)


class ProfileForm(PeopleForm):
    """Who may see each class of fact. Nobody opens to others what they may not see themselves."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, register, view, **options):
        self.register, self.view = register, view
        now = {cls.value: level_now(register, cls) for cls in FactClass}
        initial = now | {"version": register.version}
        super().__init__(*args, initial=initial, **options)
        for cls in FactClass:
            self.fields[cls.value] = forms.ChoiceField(
                label=cls.label,
                choices=[(level, LEVEL_WORDS[level]) for level in levels_for(cls)],
                help_text=NOTES.get(cls, ""),
            )
        self.order_fields([cls.value for cls in FactClass])

    def clean(self):
        cleaned = super().clean()
        for cls in FactClass:
            chosen = cleaned.get(cls.value)
            if chosen and LEVELS[chosen] < self.register.level_of(cls) and not self.view.sees(cls):
                self.add_error(cls.value, "You may not see this yourself, so somebody who is cleared must open it")
        return cleaned

    @property
    def changes(self) -> list["Change"]:
        """What a valid form changes, the classes in their order."""
        return [
            Change(cls, level_now(self.register, cls), self.cleaned_data[cls.value])
            for cls in FactClass
            if self.cleaned_data[cls.value] != level_now(self.register, cls)
        ]

    @property
    def profile(self) -> dict:
        return {cls.value: self.cleaned_data[cls.value] for cls in FactClass}


class Change:
    """One class of fact that is opened or closed."""

    def __init__(self, fact_class, before, after):
        self.label = FactClass(fact_class).label
        self.before, self.after = SHORT_WORDS[before], SHORT_WORDS[after]
        self.opens = LEVELS[after] < LEVELS[before]
        self.publishes = self.opens and after == "public"


def level_now(register, fact_class) -> str:
    """The level a class has: as the profile says, or as it is where the profile says nothing."""
    return next(word for word, level in LEVELS.items() if level == register.level_of(fact_class))


def levels_for(fact_class):
    """The levels a class may have."""
    if fact_class in NEVER_PUBLIC:
        return [level for level in LEVELS if LEVELS[level] > Level.PUBLIC]
    if fact_class == FactClass.IDENTITY:
        return [level for level in LEVELS if LEVELS[level] < Level.SENSITIVE]
    return list(LEVELS)


class FrameworkNameForm(PeopleForm):
    name = LineField(label="Name", max_length=120, help_text="For example Police and Crime Plan priorities")


class FrameworkForm(PeopleForm):
    """A set of objectives: its name, and theirs in order; empty rows at the end take new ones."""

    name = LineField(label="Name of the set", max_length=120)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, data=None, *, framework, **options):
        self.objectives = {row.slug: row for row in framework.objectives.order_by("order", "pk")}
        initial = {"name": framework.name, "version": version_of(framework)}
        super().__init__(data, initial=initial, **options)
        for place, key in enumerate(self.keys, 1):
            self._add_row(place, key, self.objectives.get(key))

    @property
    def keys(self) -> list[str]:
        """What the rows are called: a slug holds no full stop."""
        return [*self.objectives, *(f"new.{number}" for number in range(1, ROOM + 1))]

    def _add_row(self, place, key, objective):
        self.fields[f"name:{key}"] = LineField(
            label=f"Objective {place}" if objective else "A new objective",
            max_length=200,
            required=objective is not None,
            initial=objective and objective.name,
            error_messages={"required": f"Enter objective {place}"},
        )
        self.fields[f"place:{key}"] = forms.IntegerField(
            label="Place",
            min_value=1,
            max_value=999,
            required=False,
            initial=place,
            widget=forms.TextInput(attrs={"class": "govuk-input--width-3", "inputmode": "numeric"}),
            error_messages={"invalid": "Enter the place as a whole number"},
        )

    @property
    def rows(self):
        """The two fields of each objective, for the template."""
        return [(self[f"name:{key}"], self[f"place:{key}"]) for key in self.keys]

    @property
    def said(self):
        """(objective or None, its name) in the order asked for."""
        typed = self.cleaned_data
        found = [
            (typed.get(f"place:{key}") or 999, number, self.objectives.get(key), typed[f"name:{key}"])
            for number, key in enumerate(self.keys)
            if typed.get(f"name:{key}")
        ]
        return [(objective, name) for _, _, objective, name in sorted(found, key=lambda row: row[:2])]

    @property
    def is_outdated(self) -> bool:
        """Whether somebody saved the set since the page was opened; then the rows do not fit what was sent."""
        return self.is_bound and self.data.get("version") != str(self.initial["version"])

    def at(self, framework):
        """The form with what was typed, at the version that stands now, for a second look."""
        data = self.data.copy()
        data["version"] = version_of(framework)
        for place, objective in enumerate(framework.objectives.order_by("order", "pk"), 1):
            data.setdefault(f"name:{objective.slug}", objective.name)
            data.setdefault(f"place:{objective.slug}", place)
        return FrameworkForm(data, framework=framework)
