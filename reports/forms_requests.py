"""The forms by which Panel requests are recorded, changed, answered, closed and reopened."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django import forms
from django.utils.text import capfirst

from controls.forms.fields import PostField
from registers.form_rendering import DayField, Hinted, LineField, TextField
from registers.forms.base import ChangeForm
from registers.models import Marking, Organisation, Post, Risk
from reports.models import PanelRequest, Paper

LATE = "Today, or an earlier day for a late entry."
KINDS = [
    (PanelRequest.Kind.ASKED, Hinted("The Panel asked it", "At a meeting of the Panel, or between two")),
    (PanelRequest.Kind.PROMISED, Hinted("It was promised in a paper", "What a body said it would do or bring back")),
]
STANDING = [
    ("no", Hinted("Once", "Until it has been answered in full")),
    ("yes", Hinted("At every meeting", "A standing request, until the Panel ends it")),
]
MARKINGS = [
    (Marking.OFFICIAL, Hinted("OFFICIAL", "For the Panel and for both bodies")),
    (Marking.SENSITIVE, Hinted("OFFICIAL-SENSITIVE", "Only for those whom the answering body has cleared")),
]


def address_of(risk) -> str:
    """A risk as it is called in an address: a key would tell how many there are that the person may not know of."""
    return f"{risk.register.path}/{risk.ref}"


class RiskField(forms.ChoiceField):
    """One risk that the person sees, or none. Its value is a risk or None."""

    def __init__(self, **options):
        super().__init__(**{"required": False} | options)
        self.risks: dict[str, Risk] = {}

    def offer(self, groups: Mapping[str, Sequence[tuple[Risk, str]]]):
        """{"MOPAC corporate risk register": [(risk, "4 Money")]}"""
        self.risks = {address_of(risk): risk for risks in groups.values() for risk, _ in risks}
        named = [
            (title, [(address_of(risk), name) for risk, name in risks]) for title, risks in groups.items() if risks
        ]
        self.choices = [("", "None"), *named]

    def clean(self, value):
        return self.risks.get(super().clean(value))


def _of_fields(form) -> dict:
    """What stands now, of the fields the person is shown."""
    return {name: value for name, value in form.held.items() if name in form.fields}


def posts_of(bodies: Sequence[Organisation]) -> list[Post]:
    posts = Post.objects.filter(organisation__in=bodies).select_related("organisation")
    return list(posts.order_by("organisation__order", "title"))


class RequestForm(ChangeForm):
    """How a request is recorded. Bodies are offered where there are several to choose from."""

    organisation = forms.ChoiceField(label="Who is to answer", widget=forms.RadioSelect)
    kind = forms.ChoiceField(
        label="Asked or promised", choices=KINDS, widget=forms.RadioSelect, initial=PanelRequest.Kind.ASKED
    )
    text = TextField(
        label="What was asked or promised",
        rows=5,
        max_length=4000,
        error_messages={"required": "Enter what was asked or promised"},
    )
    made_on = DayField(label="Date of the meeting or the paper", help_text="The Panel’s meeting, or the paper’s.")
    paper_title = LineField(
        label="Paper that promised it", max_length=160, required=False, help_text="Its title, date and paragraph."
    )
    standing = forms.ChoiceField(label="How often", choices=STANDING, widget=forms.RadioSelect, initial="no")
    post = PostField(label="Answering post", nobody="Not said yet")
    due_on = DayField(
        label="Date the answer is due", future=True, required=False, help_text="The Panel’s meeting. It may be empty."
    )
    risk = RiskField(label="Risk it is about")
    marking = forms.ChoiceField(label="Marking", choices=MARKINGS, widget=forms.RadioSelect, initial=Marking.OFFICIAL)
    only_changes = True
    field_order = [
        "organisation", "kind", "text", "made_on", "paper_title", "standing", "post", "due_on", "risk", "marking",
        "reason",
    ]  # fmt: skip

    def __init__(self, data=None, *, bodies, risks, may_be_sensitive, **options):
        super().__init__(data, **options)
        del self.fields["on"]
        self.bodies = {body.slug: body for body in bodies}
        self.fields["organisation"].choices = [(slug, capfirst(body.short_name)) for slug, body in self.bodies.items()]
        self.fields["post"].offer(posts_of(bodies))
        self._name_bodies_of_posts()
        self.fields["risk"].offer(risks)
        self.fields["reason"].required = False
        self.fields["reason"].label = "Why does it change?"
        if not any(risks.values()):
            del self.fields["risk"]
        if not may_be_sensitive:
            del self.fields["marking"]
        self.held = _of_fields(self)

    def _name_bodies_of_posts(self):
        """Of several bodies each post says whose it is: both may have one of the same name."""
        field = self.fields["post"]
        if len(self.bodies) > 1:
            named = [(key, f"{capfirst(post.organisation.short_name)}: {post}") for key, post in field.posts.items()]
            field.choices = [("", field.nobody), *named]

    def values(self):
        values = super().values()
        if "standing" in values:
            values["is_standing"] = values.pop("standing") == "yes"
        if "organisation" in values:
            values["organisation"] = self.bodies[values["organisation"]]
        return values


class NewRequestForm(RequestForm):
    only_changes = False
    field_order = RequestForm.field_order

    def __init__(self, data=None, **options):
        super().__init__(data, **options)
        del self.fields["reason"]
        if len(self.bodies) == 1:
            self.fields["organisation"].initial = next(iter(self.bodies))


class EditRequestForm(RequestForm):
    field_order = RequestForm.field_order

    def __init__(self, data=None, **options):
        super().__init__(data, **options)
        del self.fields["organisation"]


class AssignForm(ChangeForm):
    """Which post is to answer, and which risk it is about: what the body that was asked knows."""

    post = PostField(label="Answering post", nobody="Not said yet")
    risk = RiskField(label="Risk it is about")
    only_changes = True
    field_order = ["post", "risk"]

    def __init__(self, data=None, *, bodies, risks, **options):
        super().__init__(data, **options)
        del self.fields["on"], self.fields["reason"]
        self.fields["post"].offer(posts_of(bodies))
        self.fields["risk"].offer(risks)
        if not any(risks.values()):
            del self.fields["risk"]
        self.held = _of_fields(self)


class PaperField(forms.ChoiceField):
    """A paper of the portal, or none. Its value is a paper or None."""

    def __init__(self, **options):
        super().__init__(**{"required": False} | options)
        self.papers: dict[str, Paper] = {}

    def offer(self, papers):
        self.papers = {paper.slug: paper for paper in papers}
        named = [(slug, f"{paper.title}, {paper.panel_date:%-d %B %Y}") for slug, paper in self.papers.items()]
        self.choices = [("", "None of these"), *named]

    def clean(self, value):
        return self.papers.get(super().clean(value))


class AnswerForm(ChangeForm):
    """Where it is answered."""

    paper = PaperField(label="Paper of the portal")
    answered_in = LineField(
        label="Another paper",
        max_length=160,
        required=False,
        help_text="Its title and date, where it is none of these.",
    )
    paragraph = LineField(label="Paragraph", max_length=20, help_text="For example 1.6, or Appendix 1.")
    text = TextField(label="What was answered", rows=4, max_length=4000, required=False, help_text="In a few words.")
    due_on = DayField(
        label="Date the next answer is due",
        future=True,
        required=False,
        help_text="Of a standing request, or where more is to come. The request stays open until the Panel closes it.",
    )
    on = DayField(label="Answered on", help_text=LATE, error_messages={"required": "Enter the day"})
    field_order = ["paper", "answered_in", "paragraph", "text", "due_on", "on"]

    def __init__(self, data=None, *, papers, **options):
        super().__init__(data, **options)
        del self.fields["reason"]
        self.fields["paper"].offer(papers)
        if not papers:
            del self.fields["paper"]
            self.fields["answered_in"].label = "Paper"
            self.fields["answered_in"].help_text = "Its title and date."

    def values(self):
        values = super().values() | {"state": "part"}
        if not self.changed("due_on"):
            values.pop("due_on")
        return values


class CloseForm(ChangeForm):
    on = DayField(label="Closed on", help_text=LATE, error_messages={"required": "Enter the day"})
    text = TextField(
        label="Note", rows=3, max_length=2000, required=False, help_text="What the Panel said, if anything."
    )
    field_order = ["on", "text"]
    state = "closed"

    def __init__(self, data=None, **options):
        super().__init__(data, **options)
        del self.fields["reason"]

    def values(self):
        return super().values() | {"state": self.state}


class ReopenForm(CloseForm):
    on = DayField(label="Opened again on", help_text=LATE, error_messages={"required": "Enter the day"})
    text = TextField(
        label="Why is it open again?", rows=3, max_length=2000, error_messages={"required": "Say why it is open again"}
    )
    field_order = ["text", "on"]
    state = "open"
