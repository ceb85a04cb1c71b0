"""What administrators paste as lists when they set up a body: objectives, posts, people; and whom they clear."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import slugify

from registers import clock
from registers.form_rendering import DayField, Hinted, LineField, TextField
from registers.forms.people import PeopleForm
from registers.models import Framework
from registers.models.people import Role
from registers.pasted import checked, listed, people_of, split_post


class ObjectivesForm(PeopleForm):
    """A set of objectives, pasted as a list."""

    name = LineField(label="Name of the set", max_length=120, help_text="For example Police and Crime Plan priorities")
    lines = TextField(
        label="Objectives", rows=8, help_text="One a line, in their order. Bullets and numbers before them are left out"
    )

    def __init__(self, *args, organisation, **options):
        super().__init__(*args, **options)
        self.organisation = organisation

    def clean_name(self):
        name = self.cleaned_data["name"]
        if (
            not slugify(name)
            or Framework.objects.filter(organisation=self.organisation, slug=slugify(name)[:50]).exists()
        ):
            raise ValidationError("There is a set of objectives of that name already")
        return name

    def clean_lines(self):
        return checked([" ".join(line.split()) for line in listed(self.cleaned_data["lines"])], 200, "objective")


class PostsForm(PeopleForm):
    """Posts, pasted as a list: a title, or a title and who holds it."""

    lines = TextField(
        label="Posts",
        rows=10,
        help_text="One a line: the title, or the title, a comma and who holds it. You can check how it was read",
    )

    def clean_lines(self):
        return [split_post(line) for line in checked(listed(self.cleaned_data["lines"]), 260, "post")]

    @property
    def is_plain(self) -> bool:
        """Whether no line can be read in two ways."""
        return not any(holder for _, holder in self.cleaned_data["lines"])


class PostRowsForm(PeopleForm):
    """How a pasted list of posts was read: a title and a holder for each line, to be put right."""

    on = DayField(label="Held from", initial=clock.today, help_text="For those who hold a post")

    def __init__(self, data=None, *, rows, **options):
        super().__init__(data, **options)
        self.count = len(rows)
        for place, (title, holder) in enumerate(rows):
            self.fields[f"title-{place}"] = LineField(
                label=f"Post {place + 1}", max_length=120, initial=title, required=False
            )
            self.fields[f"holder-{place}"] = LineField(
                label=f"Held by, post {place + 1}", max_length=120, initial=holder, required=False
            )

    @property
    def rows(self):
        return [(self[f"title-{place}"], self[f"holder-{place}"]) for place in range(self.count)]

    def clean(self):
        cleaned = super().clean()
        for place in range(self.count):
            if cleaned.get(f"holder-{place}") and not cleaned.get(f"title-{place}"):
                self.add_error(f"title-{place}", f"Enter the title of post {place + 1}, or empty the whole line")
            elif cleaned.get(f"title-{place}") and not slugify(cleaned[f"title-{place}"]):
                self.add_error(f"title-{place}", f"Post {place + 1}: write the title with letters or figures")
        return cleaned

    @property
    def posts(self):
        """(title, holder) of each line that has a title."""
        typed = self.cleaned_data
        lines = [(typed.get(f"title-{place}"), typed.get(f"holder-{place}", "")) for place in range(self.count)]
        return [(title, holder) for title, holder in lines if title]


class PeopleLinesForm(PeopleForm):
    """People with their roles, pasted as lines, and the roles that one gives oneself."""

    own = forms.MultipleChoiceField(
        label="What will you do yourself?",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[
            (Role.LEAD.value, Hinted("Risk lead", "Add, edit, score and import risks")),
            (Role.BOARD.value, Hinted("Board", "Agree the register on the board’s behalf, close and mark risks")),
            (Role.SECRETARIAT.value, Hinted("Secretariat", "Run meetings and write papers")),
        ],
    )
    lines = TextField(
        label="Whom do you invite?",
        rows=6,
        required=False,
        help_text="One a line: name, e-mail address, role. Several roles are fine. Roles: reader, risk lead, board, "
        "secretariat, administrator",
    )

    def clean_lines(self):
        return people_of(self.cleaned_data["lines"])

    def clean(self):
        cleaned = super().clean()
        if not self.errors and not cleaned.get("lines") and not cleaned.get("own"):
            self.add_error("lines", "Enter somebody, or say what you will do yourself")
        return cleaned


class ClearForm(PeopleForm):
    """Whom an administrator clears, all for one reason."""

    who = forms.MultipleChoiceField(
        label="Whom do you clear?",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Select at least one person"},
    )
    reason = LineField(label="Why?", max_length=300, initial="They set up and look after the register")

    def __init__(self, *args, people, **options):
        super().__init__(*args, **options)
        self.people = {user.email: user for user in people}
        self.fields["who"].choices = [(email, Hinted(str(user), email)) for email, user in self.people.items()]

    @property
    def chosen(self):
        return [self.people[email] for email in self.cleaned_data["who"]]
