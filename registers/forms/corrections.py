"""The forms that correct a mistaken entry, one for each kind, and the one that voids it."""

from django import forms

from registers.actions.corrections import WHY_AT_MOST, posts_of
from registers.form_rendering import DayField, LineField, TextField
from registers.forms.assessments import CellForm, OutlookForm
from registers.forms.base import ChangeForm
from registers.forms.fields import ObjectivesField, PostsField
from registers.forms.risks import DESCRIPTION, TITLE
from registers.models import (
    Aspect,
    Assessment,
    Detail,
    Kind,
    Marking,
    ObjectiveSet,
    Outlook,
    Ownership,
    Review,
    ReviewOutcome,
    Stewardship,
    Tolerance,
    Wording,
)
from registers.models.registers import BAND_CHOICES
from registers.models.risk_facts import Horizon

WHY = {
    "label": "Why is it corrected?",
    "max_length": WHY_AT_MOST,
    "help_text": f"For the history, in at most {WHY_AT_MOST} characters.",
    "error_messages": {"required": "Say why it is corrected"},
}


class CorrectionForm(ChangeForm):
    """What an entry says, to be put right. Only what is changed here differs in the entry that replaces it."""

    on = DayField(
        label="Dated",
        help_text="The day it takes effect.",
        error_messages={"required": "Enter the day it takes effect"},
    )
    rationale = TextField(
        label="Reason it gives", rows=3, max_length=4000, required=False, help_text="Shown wherever the entry is."
    )
    reason = LineField(**WHY)
    only_changes = True
    VALUES: tuple[str, ...] = ()  # columns that are fields of the form too

    def __init__(self, data=None, *, fact, organisation, posts=(), objectives=(), **options):
        self.fact = fact
        held = {"on": fact.on, "rationale": fact.reason} | self.read(fact)
        super().__init__(data, **options | {"held": held})
        self.offer(posts, objectives)

    def read(self, fact) -> dict:
        return {name: getattr(fact, name) for name in self.VALUES}

    def offer(self, posts, objectives):
        """Fill the lists to choose from."""


class WordingCorrection(CorrectionForm):
    title = LineField(**TITLE)
    description = TextField(**DESCRIPTION)
    field_order = ["title", "description", "on", "rationale", "reason"]
    VALUES = ("title", "description")


class DetailCorrection(CorrectionForm):
    value = forms.ChoiceField(required=False, widget=forms.RadioSelect)
    field_order = ["value", "on", "rationale", "reason"]
    VALUES = ("value",)

    CHOICES = {
        Aspect.HORIZON: [*Horizon.choices, ("", "Not stated")],
        Aspect.MARKING: Marking.choices,
        Aspect.APPETITE: [*BAND_CHOICES, ("", "As the register")],
    }

    def offer(self, posts, objectives):
        aspect = self.fact.aspect
        if aspect in self.CHOICES:
            self.fields["value"].choices = self.CHOICES[aspect]
        elif aspect == Aspect.ORDER:
            words = {"invalid": "Enter the display order as a whole number"}
            self.fields["value"] = forms.RegexField(r"^[1-9]\d{0,4}$", required=False, error_messages=words)
        else:
            self.fields["value"] = LineField(max_length=12, required=False)
        self.fields["value"].label = self.fact.get_aspect_display()
        self.order_fields(self.field_order)


class ScoreCorrection(CorrectionForm, CellForm):
    target_on = DayField(label="To be reached by", required=False, future=True)
    field_order = ["cell", "target_on", "on", "rationale", "reason"]

    def __init__(self, data=None, *, fact, **options):
        super().__init__(data, fact=fact, **options)
        if fact.kind != Kind.TARGET:
            del self.fields["target_on"]

    def read(self, fact):
        target = {"target_on": fact.target_on} if fact.kind == Kind.TARGET else {}
        return {"cell": (fact.likelihood, fact.impact)} | target


class OutlookCorrection(CorrectionForm, CellForm):
    expected_by = OutlookForm.base_fields["expected_by"]
    field_order = ["cell", "expected_by", "on", "rationale", "reason"]

    def read(self, fact):
        return {"cell": (fact.likelihood, fact.impact), "expected_by": fact.expected_by}


class OwnershipCorrection(CorrectionForm):
    posts = PostsField(label="Owners", noun="owner", required=False)
    field_order = ["posts", "on", "rationale", "reason"]

    def read(self, fact):
        return {"posts": [post.pk for post in posts_of(fact)]}

    def offer(self, posts, objectives):
        if self.fact.role == Stewardship.LEAD:
            self.fields["posts"].label, self.fields["posts"].widget.noun = "Working leads", "lead"
        self.fields["posts"].offer(posts)


class ObjectivesCorrection(CorrectionForm):
    objectives = ObjectivesField(label="Objectives it threatens", required=False)
    field_order = ["objectives", "on", "rationale", "reason"]

    def read(self, fact):
        return {"objectives": list(fact.objectives.values_list("pk", flat=True))}

    def offer(self, posts, objectives):
        self.fields["objectives"].offer(objectives)


class ToleranceCorrection(CorrectionForm):
    tolerated_until = DayField(label="Tolerated until", future=True, required=False)
    tolerated_by = forms.ChoiceField(label="Tolerated by", required=False)
    field_order = ["tolerated_until", "tolerated_by", "on", "rationale", "reason"]

    def read(self, fact):
        return {"tolerated_until": fact.tolerated_until, "tolerated_by": fact.tolerated_by_id}

    def offer(self, posts, objectives):
        self.posts = {str(post.pk): post for post in posts}
        choices = [("", "Nobody: it is not tolerated"), *((pk, post.title) for pk, post in self.posts.items())]
        self.fields["tolerated_by"].choices = choices

    def values(self):
        values = super().values()
        if "tolerated_by" in values:
            values["tolerated_by"] = self.posts.get(values["tolerated_by"])
        return values


class ReviewCorrection(CorrectionForm):
    """Of a review: what came of it, and when the risk is looked at again."""

    outcome = forms.ChoiceField(label="What came of it?", widget=forms.RadioSelect, choices=ReviewOutcome.choices)
    next_on = DayField(label="Date of the next review", future=True, required=False)
    field_order = ["outcome", "next_on", "on", "rationale", "reason"]
    VALUES = ("outcome", "next_on")


FORMS = {
    Wording: WordingCorrection,
    Detail: DetailCorrection,
    Assessment: ScoreCorrection,
    Outlook: OutlookCorrection,
    Ownership: OwnershipCorrection,
    ObjectiveSet: ObjectivesCorrection,
    Tolerance: ToleranceCorrection,
    Review: ReviewCorrection,
}


def correction_form(fact):
    """The form for an entry; where nothing but its day and reason can be wrong, just those."""
    return FORMS.get(type(fact), CorrectionForm)


class VoidForm(ChangeForm):
    """Why an entry is withdrawn. Its day is the entry's own."""

    reason = TextField(
        label="Why was it a mistake?", rows=3, max_length=2000, error_messages={"required": "Say why it was a mistake"}
    )

    def __init__(self, data=None, **options):
        super().__init__(data, **options)
        del self.fields["on"]
