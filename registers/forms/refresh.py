"""The sheet of the yearly sitting: a day and a reason, a row for each open risk, and the new risks."""

import json
import re

from django import forms
from django.forms.utils import ErrorDict

from registers import clock
from registers.actions.refresh import LEAVES, Row, What, open_risks
from registers.form_rendering import DayField, LineField, TextField
from registers.forms.base import ChangeForm
from registers.forms.people import PeopleForm
from registers.forms.risks import DESCRIPTION, TITLE
from registers.models import Aspect, Detail, Wording, in_force
from registers.models.risk_facts import Horizon
from registers.scope import Scope

FATES = [
    (What.CARRY, "Carry on"),
    (What.REWORD, "Reword: the same risk in better words"),
    (What.RECAST, "Recast: no longer the same risk"),
    (What.MERGE, "Merge into another"),
    (What.CLOSE, "Close"),
]
WORDS = ("title", "description")
PLACING = ("printed_ref", "order", "horizon")
NEW_AT_MOST = 20
SHORT = {"class": "govuk-input--width-5"}


class PlacingForm(forms.Form):
    """Where a risk stands in the register, old and new ones alike."""

    printed_ref = LineField(
        label="Printed reference", required=False, max_length=12, widget=forms.TextInput(attrs=SHORT)
    )
    order = forms.IntegerField(
        label="Display order",
        required=False,
        min_value=1,
        max_value=99999,
        widget=forms.TextInput(attrs=SHORT | {"inputmode": "numeric"}),
        error_messages={"invalid": "Enter the display order as a whole number"},
    )
    horizon = forms.ChoiceField(label="Horizon", required=False, choices=[("", "Not stated"), *Horizon.choices])


class SittingForm(PeopleForm):
    """What holds for the whole sitting."""

    on = DayField(label="From", help_text="The day on which the refreshed register begins to hold")
    reason = TextField(
        label="Reason",
        rows=2,
        max_length=2000,
        help_text="For the whole sitting, for example “Yearly refresh, agreed at the risk workshop”",
    )


class RowForm(ChangeForm, PlacingForm):
    """What becomes of one risk."""

    what = forms.ChoiceField(label="What becomes of it", choices=FATES, initial=What.CARRY)
    title = LineField(**TITLE | {"help_text": "", "required": False})
    description = TextField(**DESCRIPTION | {"help_text": "", "required": False})
    into = forms.ChoiceField(label="Merged into", required=False)
    reason = TextField(
        label="Reason, where it is another than the one for the whole", rows=2, max_length=2000, required=False
    )
    on = None

    only_changes = True
    field_order = ["what", *PLACING, *WORDS, "into", "reason"]

    def __init__(self, data=None, *, others, **options):
        super().__init__(data, **options)
        del self.initial["on"]
        self.fields["into"].choices = [("", "Select a risk"), *((str(pk), name) for pk, name in others.items())]

    def clean(self):
        cleaned = super().clean() or self.cleaned_data
        what = cleaned.get("what")
        reworded = any(self.changed(name) for name in WORDS)
        if what in (What.REWORD, What.RECAST):
            if not cleaned.get("title") and "title" not in self.errors:
                self.add_error("title", "Enter the title")
            elif not reworded:
                self.add_error("title", "Change the words, or carry the risk on as it is")
        elif what and reworded:
            self.add_error("what", "You have changed its words. Choose Reword or Recast, or put the old words back")
        if what == What.MERGE and not cleaned.get("into"):
            self.add_error("into", "Select the risk it is merged into")
        return cleaned

    @property
    def is_open(self) -> bool:
        """Whether the words stand open: something about them was chosen, typed or refused."""
        hidden = (*WORDS, "into", "reason")
        return self.is_bound and (self["what"].value() != What.CARRY or any(self[name].errors for name in hidden))

    def row(self, risks) -> Row:
        """What a valid form says, for the action."""
        typed = self.cleaned_data
        what = What(typed["what"])
        said = {"risk": self.risk, "version": typed["version"], "what": what, "reason": typed["reason"]}
        if what in (What.REWORD, What.RECAST):
            said |= {name: typed[name] for name in WORDS if self.changed(name)}
        if what not in LEAVES:
            said |= {name: _as_text(typed[name]) for name in PLACING if self.changed(name)}
        return Row(**said, into=risks.get(typed["into"]) if what is What.MERGE else None)


class OpeningForm(PeopleForm, PlacingForm):
    """A risk that comes into the register with the sitting. A row left empty is no risk."""

    title = LineField(**TITLE | {"required": False})
    description = TextField(**DESCRIPTION | {"required": False})
    owner = forms.ChoiceField(
        label="Owner", required=False, help_text="More owners, leads and objectives are set on its page afterwards"
    )
    field_order = [*WORDS, "owner", *PLACING]

    def __init__(self, *args, posts, **options):
        super().__init__(*args, **options)
        self.posts = {str(post.pk): post for post in posts}
        self.fields["owner"].choices = [("", "Select a post"), *((pk, post.title) for pk, post in self.posts.items())]

    def clean(self):
        cleaned = super().clean()
        if self.says_something and not cleaned.get("title") and "title" not in self.errors:
            self.add_error("title", "Enter the title of the new risk, or empty its other fields")
        return cleaned

    @property
    def says_something(self) -> bool:
        return self.has_changed()

    def opening(self) -> dict:
        typed = {name: value for name, value in self.cleaned_data.items() if value not in ("", None)}
        owner = self.posts.get(typed.pop("owner", ""))
        return typed | ({"owners": [owner]} if owner else {})


def _as_text(value) -> str:
    return "" if value is None else str(value)


class Gone:
    """A risk that was closed while the sheet was being filled in, and what had been typed for it."""

    def __init__(self, ref, data):
        self.ref = ref
        shown = _shown(data.get(f"risk-{ref}-was", ""))
        typed = {name: data.get(f"risk-{ref}-{name}", "").strip() for name in (*WORDS, "reason")}
        self.typed = [text for name, text in typed.items() if text and text != shown.get(name, "").strip()]


def _shown(was) -> dict:
    """What a row showed when the sheet was opened, as it carries it; nothing where that cannot be read."""
    try:
        shown = json.loads(was)
    except ValueError:
        return {}
    return {name: str(text) for name, text in shown.items()} if isinstance(shown, dict) else {}


class Sheet:
    """The whole sitting on one page. It needs no script: another new risk is another press of a button."""

    def __init__(self, register, posts, data=None):
        self.register = register
        present = open_risks(register)
        self.held = _held(present)
        self.risks = sorted(present, key=lambda risk: (int(self.held[risk.pk]["order"] or risk.ref * 10), risk.ref))
        self.main = SittingForm(data, initial={"on": clock.today()})
        self.rows = [self._row(risk, data) for risk in self.risks]
        self.new = [row for row in self.rows if data is not None and not row.is_bound]
        self.gone = [Gone(ref, data) for ref in _refs_in(data) - {risk.ref for risk in self.risks}]
        self.openings = [OpeningForm(data, posts=posts, prefix=f"new-{n}") for n in range(_count(data))]

    def _row(self, risk, data):
        prefix = f"risk-{risk.ref}"
        present = data if data is not None and f"{prefix}-version" in data else None
        others = {other.pk: self.name_of(other) for other in self.risks if other != risk}
        return RowForm(present, risk=risk, held=self.held[risk.pk], others=others, prefix=prefix)

    def name_of(self, risk) -> str:
        held = self.held[risk.pk]
        return f"{held['printed_ref'] or risk.ref} {held['title']}"

    @property
    def forms(self):
        return [self.main, *(row for row in self.rows if row.is_bound), *self.openings]

    def is_valid(self) -> bool:
        return not [form for form in self.forms if not form.is_valid()]  # every form: all errors show at once

    def leave_unchecked(self) -> None:
        """Show what was typed without complaint: asking for more room is no moment to be told what is missing."""
        for form in self.forms:
            form._errors = ErrorDict()

    def values(self) -> dict:
        """What a valid sheet says, as the action takes it."""
        risks = {str(risk.pk): risk for risk in self.risks}
        return self.main.cleaned_data | {
            "rows": [row.row(risks) for row in self.rows if row.is_bound],
            "openings": [form.opening() for form in self.said],
        }

    @property
    def said(self):
        """The new risks that were filled in."""
        return [form for form in self.openings if form.says_something]

    def take(self, refused) -> None:
        """Show each refusal in its row."""
        by_pk = {row.risk.pk: row for row in self.rows}
        for pk, problem in refused.by_risk.items():
            by_pk[pk].take(problem)
        for place, problem in refused.by_opening.items():
            self.said[place].take(problem)

    def look_again(self) -> None:
        """After somebody else saved: what they changed is shown, what was typed stays, and saving again is meant."""
        for row in self.rows:
            if row.is_bound and str(row["version"].value()) != str(row.risk.version):
                row.conflict = row.differences(self.held[row.risk.pk])
                row.saved = row.risk.history.select_related("history_user").order_by("-history_date").first()
                row.look_again(row.risk, self.held[row.risk.pk])

    @property
    def outdated(self):
        return [row for row in self.rows if row.conflict is not None]

    @property
    def count(self) -> int:
        return len(self.openings)


def _held(risks) -> dict[int, dict]:
    """What each risk says today, by field of its row."""
    scope = Scope(as_at=clock.today())
    held = {risk.pk: dict.fromkeys((*WORDS, *PLACING), "") for risk in risks}
    for wording in in_force(Wording.objects.filter(risk__in=risks), scope):
        held[wording.risk_id] |= {"title": wording.title, "description": wording.description}
    names = {Aspect.PRINTED_REF: "printed_ref", Aspect.ORDER: "order", Aspect.HORIZON: "horizon"}
    for detail in in_force(Detail.objects.filter(risk__in=risks, aspect__in=names), scope):
        held[detail.risk_id][names[detail.aspect]] = detail.value
    return held


def _refs_in(data) -> set[int]:
    """The references that the sheet had rows for when it was opened."""
    found = (re.fullmatch(r"risk-(\d{1,9})-version", name) for name in data or ())
    return {int(match[1]) for match in found if match}


def _count(data) -> int:
    """How many new risks the sheet has room for: one, and one more for each press."""
    if data is None:
        return 1
    asked = data.get("new-count", "1")
    count = int(asked) if asked.isdecimal() and len(asked) < 4 else 1
    return max(1, min(count + (data.get("step") == "more"), NEW_AT_MOST))
