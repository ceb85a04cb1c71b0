"""What is asked of those who write the text of a paper: sections, comments, standing text, findings let stand."""

from django import forms
from django.core.validators import MaxLengthValidator

from registers.form_rendering import LineField, PlainErrorsMixin, TextField
from registers.models import Marking, Organisation
from reports.forms import LONGEST_TEXT, VersionedForm
from reports.models import Appendix, Part, Section

LEVELS = [(1, "Section"), (2, "Heading inside a section"), (3, "Smaller heading")]
LONGEST_COMMENT = 4_000
WRITTEN = ("heading", "level", "body", "numbered", "marking", "speaker")


class NumberedForm(VersionedForm):
    """Of a record whose versions are counted: what is no number is a version that there never was."""

    def clean_version(self):
        sent = self.cleaned_data["version"]
        return sent if sent.isdecimal() else "0"


class SectionForm(NumberedForm):
    base = forms.CharField(widget=forms.HiddenInput, required=False)  # of a stale text: the version it was begun from
    heading = LineField(max_length=160)
    body = TextField(
        label="Text",
        required=False,
        validators=[MaxLengthValidator(LONGEST_TEXT)],
        rows=20,
        help_text="Leave a line empty between paragraphs; the portal numbers them. "
        "A line that begins with - is a list item, one with a) a lettered item. **Bold**, *italic*.",
    )
    speaker = LineField(
        label="Speaker, where it is an oral update (optional)",
        max_length=120,
        required=False,
        help_text="The post that gives it at the meeting. The Panel’s paper then says so.",
    )
    level = forms.TypedChoiceField(label="Kind of heading", choices=LEVELS, coerce=int, widget=forms.RadioSelect)
    numbered = forms.BooleanField(label="Number its heading and paragraphs", required=False)
    marking = forms.ChoiceField(
        choices=Marking.choices,
        widget=forms.RadioSelect,
        help_text="The public edition keeps the heading of an OFFICIAL-SENSITIVE section and nothing of its text.",
    )

    def __init__(self, *args, part, **kwargs):
        super().__init__(*args, **kwargs)
        if part == Part.SUMMARY:  # its headings are all of one kind, and carry no numbers
            del self.fields["level"], self.fields["numbered"]

    @property
    def around(self) -> list:
        """The fields that say how the section stands in its paper, in a part of the page that is opened."""
        return [self[name] for name in ("speaker", "level", "numbered", "marking") if name in self.fields]

    @property
    def has_errors_around(self) -> bool:
        return any(field.errors for field in self.around)

    @staticmethod
    def initial_of(section) -> dict:
        return {name: getattr(section, name) for name in ("version", *WRITTEN)}

    def answers(self, section) -> dict:
        said = {name: value for name, value in self.cleaned_data.items() if name != "base"}
        return {"level": section.level, "numbered": section.numbered} | said

    def put(self, **changes) -> None:
        """Show the form with these answers in place of what was sent. Nothing is saved by it."""
        self.data = self.data.copy()
        for name, value in changes.items():
            self.data[name] = str(value)

    def now_on(self, version) -> None:
        """Remember what the text was begun from, so that two people's changes of it can be put together."""
        self.put(version=version, base=self.data.get("base") or self.data.get("version") or "")


class NewSectionForm(PlainErrorsMixin, forms.Form):
    heading = LineField(max_length=160)
    level = forms.TypedChoiceField(
        label="Kind of heading", choices=LEVELS, coerce=int, widget=forms.RadioSelect, initial=2
    )
    organisation = forms.ModelChoiceField(
        None, label="Whose section it is (optional)", required=False, empty_label="Both bodies’",
        help_text="That body alone writes it.",
    )  # fmt: skip
    after = forms.ModelChoiceField(None, label="Place it after", required=False, empty_label="The first of its part")

    def __init__(self, *args, sections, part, bodies=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = Organisation.objects.filter(pk__in=[body.pk for body in bodies])
        if len(bodies) < 2:
            del self.fields["organisation"]
        self.fields["after"].queryset = sections
        self.fields["after"].initial = sections.last()
        if part == Part.SUMMARY:
            del self.fields["level"]


class CommentForm(PlainErrorsMixin, forms.Form):
    """A comment, and what it is about."""

    text = TextField(label="Comment", rows=4, max_length=LONGEST_COMMENT)
    about = forms.ChoiceField(label="About")

    def __init__(self, *args, sections, appendices, **kwargs):
        super().__init__(*args, **kwargs)
        self.rows = {f"section:{row.slug}": row for row in sections}
        self.rows |= {f"appendix:{row.slug}": row for row in appendices}
        named = [(value, f"“{row}”") for value, row in self.rows.items()]
        self.fields["about"].choices = [("", "The paper as a whole"), *named]
        self.fields["about"].required = False

    def answers(self) -> dict:
        row = self.rows.get(self.cleaned_data["about"])
        return {
            "text": self.cleaned_data["text"],
            "section": row if isinstance(row, Section) else None,
            "appendix": row if isinstance(row, Appendix) else None,
        }


class AnswerForm(PlainErrorsMixin, forms.Form):
    text = TextField(label="Answer", rows=3, max_length=LONGEST_COMMENT)


class StandingTextForm(NumberedForm):
    body = TextField(
        label="Text",
        required=False,
        validators=[MaxLengthValidator(LONGEST_TEXT)],
        rows=12,
        help_text="As in a section. A new paper begins with it in this place. Empty it to have none.",
    )
