"""What is typed when a paper is cleared, released, issued, published, and when what was said of it is noted."""

from django import forms

from registers.form_rendering import DayField, Hinted, LineField, TextField
from registers.forms.people import PeopleForm
from registers.models import Post
from reports.models import Issue

Kind = Issue.Kind


class ClearForm(PeopleForm):
    on = DayField(label="Date of the clearance")
    came_by = LineField(
        label="How did the word come?", max_length=160, help_text="For example by e-mail to the secretariat"
    )

    def __init__(self, *args, is_holder, **options):
        super().__init__(*args, **options)
        if is_holder:
            del self.fields["came_by"]


class AcceptForm(PeopleForm):
    finding = forms.CharField(widget=forms.HiddenInput)
    reason = TextField(label="Why may it stand?", rows=3, max_length=1000)


class ReasonForm(PeopleForm):
    reason = TextField(label="Why?", rows=3, max_length=1000)

    def __init__(self, *args, label, **options):
        super().__init__(*args, **options)
        self.fields["reason"].label = label


class ReleaseForm(PeopleForm):
    """A figure by its name, or a sentence; whose decision it was, and why."""

    figure = forms.ChoiceField(label="Sensitive figure", required=False)
    sentence = TextField(
        label="Or a sentence",
        rows=3,
        max_length=1000,
        required=False,
        help_text="As it stands in the paper. Every reader of the public edition may then read it",
    )
    post = forms.ModelChoiceField(label="Who decided it?", queryset=Post.objects.none(), empty_label="Choose a post")
    reason = TextField(label="Why may it be told?", rows=3, max_length=1000)

    def __init__(self, *args, figures, posts, **options):
        super().__init__(*args, **options)
        named = [(figure.name, f"{figure.name}: {figure.words}") for figure in figures]
        self.fields["figure"].choices = [("", "None: it is a sentence"), *named]
        self.fields["post"].queryset = posts


class IssueForm(PeopleForm):
    """What kind of issue it is, and why; of the first there is nothing to type."""

    kind = forms.ChoiceField(
        label="What kind of issue is it?",
        widget=forms.RadioSelect,
        choices=[
            (Kind.SUPPLEMENT.value, Hinted(Kind.SUPPLEMENT.label, "Something was added")),
            (Kind.CORRECTION.value, Hinted(Kind.CORRECTION.label, "Something was wrong")),
        ],
    )
    reason = TextField(label="Why is there another issue?", rows=3, max_length=1000, help_text="Every reader is told")

    def __init__(self, *args, is_first, **options):
        super().__init__(*args, **options)
        if is_first:
            del self.fields["kind"], self.fields["reason"]


class OralNoteForm(PeopleForm):
    text = TextField(label="What was said?", rows=6, max_length=10_000)


class PublicPagesForm(PeopleForm):
    version = forms.CharField(widget=forms.HiddenInput, required=False)
    is_on = forms.BooleanField(
        label="Show published papers to everybody",
        required=False,
        help_text="Pages without sign-in, of public editions only, from the day each is published",
    )
