"""The forms in which two bodies agree joint controls: a wording that one proposes, and what the other answers."""

from __future__ import annotations

from django import forms

from controls.models import How, Stage
from registers import clock
from registers.form_rendering import Hinted, LineField, TextField
from registers.forms.base import ChangeForm
from reports.forms_alignments import optional_reason, say_from, sentence_case


def bodies_field(label, help_text="", **options):
    """One of the bodies, by its slug: `offer_bodies` fills it."""
    return forms.ChoiceField(label=label, help_text=help_text, widget=forms.RadioSelect, **options)


def offer_bodies(field, bodies, none=""):
    """The bodies to choose from, by their short names; and nobody, where that is one of the answers."""
    field.bodies = {body.slug: body for body in bodies}
    choices = [(slug, sentence_case(body.short_name)) for slug, body in field.bodies.items()]
    field.choices = [*choices, ("", none)] if none else choices


CONTROL_TITLE = {"label": "Title", "max_length": 160, "help_text": "What the control is called."}
CONTROL_TEXT = {"label": "What it does", "required": False, "rows": 5, "max_length": 4000}
WHY_WORDED = "Why it is proposed. The other body reads it before it answers."


class WordingForm(ChangeForm):
    """A wording of a joint control, for the other body to agree."""

    title = LineField(**CONTROL_TITLE)
    description = TextField(**CONTROL_TEXT)
    organisation = bodies_field(
        "Which body proposes it?", error_messages={"required": "Select the body that proposes it"}
    )
    field_order = ["organisation", "title", "description", "stage", "lead_body", "on", "reason"]

    def __init__(self, data=None, *, bodies, **options):
        super().__init__(data, **options)
        offer_bodies(self.fields["organisation"], bodies)
        self.bodies = list(bodies)
        if len(self.bodies) == 1:
            del self.fields["organisation"]
        say_from(self.fields["on"], "Proposed on")
        optional_reason(self, WHY_WORDED)

    def values(self):
        values = super().values()
        slug = values.pop("organisation", None)
        by_slug = {body.slug: body for body in self.bodies}
        return values | {"organisation": by_slug[slug] if slug else self.bodies[0]}


class NewControlForm(WordingForm):
    """A joint control that is proposed: it begins once both bodies have agreed it."""

    stage = forms.ChoiceField(
        label="State",
        widget=forms.RadioSelect,
        choices=[(stage.value, stage.label) for stage in Stage if stage is not Stage.RETIRED],
        help_text="In which it begins, once both bodies have agreed it.",
    )
    lead_body = bodies_field("Lead body", "Which of the two leads on it.", required=False)

    def __init__(self, data=None, *, both, **options):
        super().__init__(data, **options)
        offer_bodies(self.fields["lead_body"], both, none="Not stated")

    def values(self):
        values = super().values()
        return values | {"lead_body": self.fields["lead_body"].bodies.get(values["lead_body"])}


class LeadBodyForm(ChangeForm):
    lead_body = bodies_field("Lead body", required=False)
    field_order = ["lead_body", "on", "reason"]

    def __init__(self, data=None, *, both, **options):
        super().__init__(data, **options)
        offer_bodies(self.fields["lead_body"], both, none="Not stated")
        optional_reason(self)

    def values(self):
        values = super().values()
        return values | {"organisation": self.fields["lead_body"].bodies.get(values.pop("lead_body"))}


class AnswerForm(ChangeForm):
    """The other body agrees a proposal, or declines it; in the portal, or as it said elsewhere."""

    agrees = forms.ChoiceField(
        label="Does it agree?",
        widget=forms.RadioSelect,
        choices=[("yes", "Yes: this wording stands"), ("no", "No")],
        error_messages={"required": "Select yes or no"},
    )
    how = forms.ChoiceField(
        label="How was it said?",
        widget=forms.RadioSelect,
        choices=[
            (How.PORTAL, Hinted("Here and now", "You say it for your body")),
            (How.MEETING, Hinted("At a meeting", "You record what was said there")),
            (How.MAIL, Hinted("By mail or letter", "You record what was written")),
        ],
        initial=How.PORTAL,
    )
    where = LineField(
        label="Which meeting, or whose mail?",
        required=False,
        max_length=160,
        help_text="For what was not said here and now.",
    )
    field_order = ["agrees", "how", "where", "on", "reason"]

    def __init__(self, data=None, *, body, **options):
        super().__init__(data, **options)
        self.fields["agrees"].label = f"Does {body.short_name} agree?"
        say_from(self.fields["on"], "On", "The day it was said. From that day an agreed wording stands.")
        optional_reason(self, "Needed where the answer is no: the other body reads it.")

    def clean(self):
        data = super().clean()
        if not self.errors and data["how"] == How.PORTAL and data["on"] != clock.today():
            self.add_error("how", "What is said here is said today. Choose how it was said on the earlier day")
        return data

    def values(self):
        values = super().values()
        return values | {"agrees": values["agrees"] == "yes"}


class TakeBackForm(ChangeForm):
    """A body takes back what it proposed, while it waits."""

    on = None

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        optional_reason(self, "Why it is taken back. The other body reads it.")
