"""What is asked of those who write papers, and how their answers are read."""

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from registers.form_rendering import DayField, LineField, PlainErrorsMixin, TextField
from registers.models import Post
from reports.actions.papers import seen
from reports.models import Edition, Labels
from reports.rules import check_days

MOST_REPORTERS = 3
SPARE_RECOMMENDATIONS = 2
LONGEST_TEXT = 60_000


class VersionedForm(PlainErrorsMixin, forms.Form):
    """A form that remembers what it was opened on, so that a stale one is told."""

    version = forms.CharField(widget=forms.HiddenInput, required=False)

    def now_on(self, version) -> None:
        """What was typed, to be saved over what somebody else saved meanwhile, once the two were compared."""
        self.data = self.data.copy()
        self.data["version"] = str(version)


class ContactsField(TextField):
    """One contact a line: name, then e-mail address."""

    default_error_messages = {
        "invalid_contact": "Write each contact on a line of its own, like: Risk team, risk@example.org"
    }

    def prepare_value(self, value):
        if isinstance(value, list):
            return "\n".join(", ".join(filter(None, (contact["name"], contact["email"]))) for contact in value)
        return value

    def clean(self, value):
        return [self._contact(line) for line in super().clean(value).splitlines() if line.strip()]

    def _contact(self, line):
        name, _, email = (part.strip() for part in line.rpartition(","))
        try:
            validate_email(email)
        except ValidationError:
            raise ValidationError(self.error_messages["invalid_contact"], code="invalid_contact") from None
        if not name:
            raise ValidationError(self.error_messages["invalid_contact"], code="invalid_contact")
        return {"name": name[:120], "email": email}


CALLED = [
    (Labels.NUMBERS.value, "Numbered: Appendix 1, 2, 3"),
    (Labels.LETTERS.value, "Lettered: Appendix A, B, C"),
]


class TitleBlockForm(VersionedForm):
    title = LineField(max_length=160)
    panel = LineField(label="Panel", max_length=120)
    panel_date = DayField(label="Date of the meeting", future=True)
    agenda_item = LineField(label="Agenda item (optional)", max_length=20, required=False)
    contacts = ContactsField(
        label="Report authors (optional)",
        required=False,
        rows=3,
        help_text="One a line: name, then e-mail address.",
    )

    labels = forms.ChoiceField(label="The appendices are", choices=CALLED, widget=forms.RadioSelect, required=False)
    is_shared = forms.BooleanField(
        label="The other body’s secretariat may read the draft",
        required=False,
        help_text="What is OFFICIAL-SENSITIVE they read only where they are cleared for it.",
    )

    def __init__(self, *args, bodies, registers, plans=None, is_joint=False, **kwargs):
        super().__init__(*args, **kwargs)
        self.registers = list(registers)
        if is_joint:  # both bodies write it
            del self.fields["is_shared"]
        if plans is not None:
            self._add_plan(plans)
        for place, register in enumerate(self.registers):
            self._add_days(place, f"{register.title}: " if len(self.registers) > 1 else "")
        posts = Post.objects.filter(organisation__in=bodies).order_by("organisation__order", "title")
        for place in range(1, MOST_REPORTERS + 1):
            label = "Report by (optional)" if place == 1 else f"Report by, post {place} (optional)"
            self.fields[f"report_by_{place}"] = forms.ModelChoiceField(
                posts, label=label, required=False, empty_label="Nobody"
            )
        self.fields["title"].widget.attrs["class"] = "govuk-!-width-two-thirds"
        self.fields["agenda_item"].widget.attrs["class"] = "govuk-input--width-5"
        days = [name for name in self.fields if name.startswith(("as_at_", "compared_with_", "plan_"))]
        self.order_fields([*self.field_order, *days])

    def _add_plan(self, plans):
        self.fields["plan"] = forms.ModelChoiceField(
            plans, label="Improvement plan it reports on (optional)", required=False, empty_label="None"
        )
        self.fields["plan_as_at"] = DayField(label="Plan: date of its figures", future=True, required=False)
        self.fields["plan_compared_with"] = DayField(label="Plan: compared with", future=True, required=False)

    def _add_days(self, place, whose):
        self.fields[f"as_at_{place}"] = DayField(
            label=_begun(f"{whose}position as at"),
            future=True,
            help_text="The figures are those of this day, as the register's board agreed them.",
        )
        self.fields[f"compared_with_{place}"] = DayField(
            label=_begun(f"{whose}compared with"), future=True, help_text="Movement is counted from this day."
        )

    field_order = [
        "version",
        "title",
        "panel",
        "panel_date",
        "agenda_item",
        "report_by_1",
        "report_by_2",
        "report_by_3",
        "contacts",
        "labels",
        "is_shared",
        "plan",
    ]

    def clean(self):
        data = super().clean()
        for place in range(len(self.registers)):
            try:
                check_days(data.get(f"as_at_{place}"), data.get(f"compared_with_{place}"))
            except ValidationError as problem:
                self.add_error(f"compared_with_{place}", problem.message_dict["compared_with"])
        for name in ("plan_as_at", "plan_compared_with"):
            if data.get("plan") and not data.get(name) and name not in self.errors:
                self.add_error(name, "Enter the date")
        try:
            check_days(data.get("plan_as_at"), data.get("plan_compared_with"), "plan_compared_with")
        except ValidationError as problem:
            self.add_error(None, problem)
        chosen = [data.get(f"report_by_{place}") for place in range(1, MOST_REPORTERS + 1)]
        data["report_by"] = list(dict.fromkeys(post for post in chosen if post))
        return data

    @staticmethod
    def initial_of(paper) -> dict:
        names = ("version", "title", "panel", "panel_date", "agenda_item", "contacts")
        names = (*names, "labels", "is_shared", "plan", "plan_as_at", "plan_compared_with")
        posts = {f"report_by_{place}": post.post_id for place, post in enumerate(paper.reporters.all(), 1)}
        return {name: getattr(paper, name) for name in names} | posts | days_of(paper.bases.all())

    def answers(self) -> dict:
        data, by_place = self.cleaned_data, ("report_by_", "as_at_", "compared_with_")
        bases = [
            (register, data[f"as_at_{place}"], data[f"compared_with_{place}"])
            for place, register in enumerate(self.registers)
        ]
        return {name: value for name, value in data.items() if not name.startswith(by_place)} | {"bases": bases}


def days_of(bases) -> dict:
    """What the fields of a title block begin with, of bases or whatever else has these two days."""
    days = {}
    for place, basis in enumerate(bases):
        days |= {f"as_at_{place}": basis.as_at, f"compared_with_{place}": basis.compared_with}
    return days


def _begun(label):
    return label[:1].upper() + label[1:]


class RecommendationsForm(VersionedForm):
    """Every recommendation in a field of its own, and a few empty ones; an emptied one goes."""

    def __init__(self, data=None, *, present, **kwargs):
        kwargs.setdefault("initial", {"version": seen(present)})
        super().__init__(data, **kwargs)
        sent = [name for name in data or () if name.startswith("text_") and name[5:].isdigit()]
        count = min(max(len(present) + SPARE_RECOMMENDATIONS, len(sent)), 40)
        for place in range(count):
            self.fields[f"text_{place}"] = TextField(
                label=f"Recommendation {place + 1}", required=False, rows=2, max_length=2000
            )
            self.initial[f"text_{place}"] = present[place].text if place < len(present) else ""

    def texts(self) -> list[str]:
        return [value for name, value in self.cleaned_data.items() if name.startswith("text_") and value]


class EditionForm(PlainErrorsMixin, forms.Form):
    """Which edition is to be made; only those the person may have are offered."""

    edition = forms.ChoiceField(label="Make a PDF of the", widget=forms.RadioSelect, initial=Edition.PUBLIC)

    def __init__(self, *args, editions, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["edition"].choices = [(edition.value, edition.label) for edition in editions]
