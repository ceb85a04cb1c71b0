"""What is recorded at one item of a meeting: a review, a note, a decision, something to be done. Each may be left out.

It is one form, so that going on to the next item saves whatever has been typed.
"""

from django import forms

from registers import clock
from registers.form_rendering import DayField, TextField
from registers.forms.base import VersionField
from registers.forms.fields import CellField
from registers.forms.people import PeopleForm
from registers.forms.settling import MomentField
from registers.models import ReviewOutcome as Outcome
from registers.reviewing import months_on
from reports.forms_meetings import Choosing
from reports.models import Action

LONGEST = 24  # months until a risk is looked at again
OUTCOMES = [
    (Outcome.NO_CHANGE, "No change"),
    (Outcome.RESCORED, "Scored again"),
    (Outcome.CONTROLS, "Controls changed"),
    (Outcome.ESCALATE, "To be escalated"),
    (Outcome.DISCUSSED, "Discussed, no finding yet"),
    (Outcome.CLOSED, "Closed as at this meeting"),
]


class RecordForm(Choosing):
    """A discussion, a decision and something to be done, on an item or on the meeting as a whole."""

    post = forms.ChoiceField(label="On behalf of", required=False)
    note = TextField(label="Discussion", required=False, rows=2)
    decision = TextField(label="Decision", required=False, rows=2)
    task_kind = forms.ChoiceField(
        label="To be done",
        required=False,
        widget=forms.RadioSelect,
        choices=[(Action.Kind.ACTION, "An action"), (Action.Kind.RESPONSE, "A response asked of the owner")],
        initial=Action.Kind.ACTION,
    )
    task = TextField(label="What is to be done or answered", required=False, rows=2)
    task_post = forms.ChoiceField(label="By which post", required=False)
    task_due = DayField(label="Due date", required=False, future=True)

    opened_at = MomentField(required=False)

    def __init__(self, data=None, *, posts, about_risk=False, owner=None, owed=(), **options):
        options["initial"] = {"opened_at": clock.now()} | options.get("initial", {})
        super().__init__(data, **options)
        self.owner, self.owed = owner, {f"answer-{action.number}": action for action in owed}
        self.offer("post", posts)
        self.offer("task_post", posts, empty=f"Choose a post (a response: {owner})" if owner else "Choose a post")
        for name, action in self.owed.items():
            label = f"Answer to {action}" if action.kind == Action.Kind.RESPONSE else f"What was done of {action}"
            said = f"{action.text} ({action.post})"
            self.fields[name] = TextField(label=label, required=False, rows=2, max_length=4000, help_text=said)
        if not about_risk:
            del self.fields["task_kind"]

    @property
    def answer_fields(self):
        return [self[name] for name in self.owed]

    @property
    def answers(self) -> list[tuple[str, Action, str]]:
        """(field, action, what was answered or done) of each that something was entered for."""
        given = [(name, action, self.cleaned_data.get(name)) for name, action in self.owed.items()]
        return [line for line in given if line[2]]

    def clean(self):
        cleaned = super().clean() or self.cleaned_data
        wants = self._wants_task(cleaned)
        if wants and not cleaned.get("task"):
            self.add_error("task", "Enter what is to be done or answered")
        if cleaned.get("task") and not self.doer:
            self.add_error("task_post", "Select who is to do it")
        if cleaned.get("task") and "task_due" not in self.errors and not cleaned.get("task_due"):
            self.add_error("task_due", "Enter the date it is due")
        return cleaned

    def _wants_task(self, cleaned):
        is_response = cleaned.get("task_kind") == Action.Kind.RESPONSE
        return bool(cleaned.get("task_post") or cleaned.get("task_due") or is_response)

    @property
    def doer(self):
        """Who is to do it; a response is asked of the owner where nobody else is named."""
        is_response = self.cleaned_data.get("task_kind") == Action.Kind.RESPONSE
        return self.chosen("task_post") or (self.owner if is_response else None)

    @property
    def task_values(self) -> dict | None:
        """What reports.actions.meetings.act takes; None where nothing is to be done."""
        cleaned = self.cleaned_data
        if not cleaned.get("task"):
            return None
        kind = cleaned.get("task_kind") or Action.Kind.ACTION
        return {"text": cleaned["task"], "post": self.doer, "due_on": cleaned["task_due"], "kind": kind}

    @property
    def says_anything(self) -> bool:
        cleaned = self.cleaned_data
        return any(cleaned.get(name) for name in ("note", "decision", "task", *self.owed))


class StepForm(RecordForm):
    """That, and what was found about the risk of the item."""

    version = VersionField(required=False)
    proposed = forms.CharField(required=False, widget=forms.HiddenInput)
    outcome = forms.ChoiceField(
        label="What was found", widget=forms.RadioSelect, choices=OUTCOMES, initial=Outcome.NO_CHANGE
    )
    found = TextField(
        label="Because",
        required=False,
        rows=2,
        help_text="Why nothing changes, or what was found: the review of this risk, and the reason of a new score.",
    )
    cell = CellField(label="New score", required=False)
    next_on = DayField(label="Next review date", required=False, future=True)
    conflict = None

    def __init__(self, data=None, *, risk, on, scheme=None, now=None, proposed=None, **options):
        initial = {"version": risk.version, "cell": now, "next_on": proposed, "proposed": proposed}
        super().__init__(data, about_risk=True, initial=initial, **options)
        self.risk, self.scheme, self.now, self.on = risk, scheme, now, on
        if scheme is None:
            del self.fields["cell"]
            self.fields["outcome"].choices = [pair for pair in OUTCOMES if pair[0] != Outcome.RESCORED]
        else:
            self.fields["cell"].scheme = scheme

    def clean(self):
        cleaned = super().clean()
        outcome, cell = cleaned.get("outcome"), cleaned.get("cell")
        if outcome == Outcome.RESCORED and cell in (None, self.now) and "cell" not in self.errors:
            self.add_error("cell", "Pick the new score, or choose “No change”")
        next_on = cleaned.get("next_on")
        if next_on and next_on > months_on(self.on, LONGEST):
            self.add_error("next_on", "Choose a day within two years of the meeting")
        if outcome and outcome != Outcome.RESCORED and cell is not None and cell != self.now:
            self.add_error("outcome", "You picked another score: choose “Scored again”, or pick the score it has now")
        if outcome and outcome != Outcome.NO_CHANGE and not cleaned.get("found"):
            self.add_error("found", "Enter what was found, and why")
        return cleaned

    @property
    def review_values(self) -> dict | None:
        """What was found; None where nothing was entered."""
        cleaned = self.cleaned_data
        if not cleaned.get("found"):
            return None
        return {"text": cleaned["found"], "post": self.chosen("post")}

    @property
    def next_review(self):
        """The date that was typed; None where the proposed one was left, which follows the band."""
        day = self.cleaned_data.get("next_on")
        return None if day is None or day.isoformat() == self.cleaned_data.get("proposed") else day

    @property
    def says_anything(self) -> bool:
        return super().says_anything or bool(self.cleaned_data.get("found"))

    @property
    def picked(self):
        try:
            return self.fields["cell"].to_python(self["cell"].value())
        except forms.ValidationError:
            return None

    def look_again(self, risk) -> None:
        """What was typed, on top of what is saved now: saving again is meant."""
        self.data = self.data.copy()
        self.data[self.add_prefix("version")] = str(risk.version)


class AmendForm(PeopleForm):
    """Other words for what was recorded, or that it is taken back."""

    text = TextField(label="What it should say", rows=5)
    is_void = forms.BooleanField(label="Take it back instead: it was not said", required=False)

    def __init__(self, data=None, *, can_void, **options):
        super().__init__(data, **options)
        if not can_void:
            del self.fields["is_void"]


class RestForm(Choosing):
    """The rest of the register, in one press."""

    post = forms.ChoiceField(label="On behalf of", required=False)

    def __init__(self, data=None, *, posts, **options):
        super().__init__(data, **options)
        self.offer("post", posts)
