"""The forms that add a control, change what it says, and lead it through its life."""

from django import forms

from controls.forms.fields import MARKINGS, EvidenceFile, LinkField, PostField, RisksField, refuse_too_large
from controls.models import Line, Rating, Stage
from controls.models.controls import Axis
from registers.form_rendering import DayField, Hinted, LineField, TextField
from registers.forms.base import ChangeForm
from registers.forms.risks import MarkForm as RiskMarkForm
from registers.models import Marking

LATE = "The day it takes effect: today, or an earlier day for a late entry."
BEGINS = [
    (Stage.IN_PLACE, Hinted("In place", "It is done, and goes on")),
    (Stage.PLANNED, Hinted("Planned", "It will be done")),
    (Stage.POTENTIAL, Hinted("Potential", "It might be done: nobody has decided")),
]


class ControlForm(ChangeForm):
    """What a control says: to change it, or to add a new one."""

    title = LineField(label="Title", max_length=160, help_text="What is done, in a few words.")
    description = TextField(label="What it does", rows=4, max_length=4000, required=False)
    risks = RisksField(
        label="Risks it acts on", error_messages={"required": "Select at least one risk that it acts on"}
    )
    owner = PostField(label="Owner", nobody="No owner")
    is_key = forms.BooleanField(
        label="Key control", required=False, help_text="One of those that carry the risk: its progress counts."
    )
    axis = forms.ChoiceField(
        label="Acts on", required=False, choices=[*Axis.choices, ("", "Not stated")], widget=forms.RadioSelect
    )
    on = DayField(label="From", help_text=LATE, error_messages={"required": "Enter the day it takes effect"})

    only_changes = True
    field_order = ["title", "description", "risks", "owner", "is_key", "axis", "on", "reason"]

    def __init__(self, data=None, *, posts=(), choices=None, **options):
        super().__init__(data, **options)
        if self.only_changes:
            for name in set(self.fields) - set(self.held) - {"version", "was", "on", "reason"}:
                del self.fields[name]
        if "owner" in self.fields:
            self.fields["owner"].offer(posts)
        if "risks" in self.fields:
            self.fields["risks"].offer(choices or {})
        self.fields["reason"].required = False
        self.fields["reason"].help_text = "Why it changes. It is shown in its history."


class NewControlForm(ControlForm):
    """A control that is being added: everything it says is new. A title, a state and a risk are all it needs."""

    stage = forms.ChoiceField(label="State", choices=BEGINS, widget=forms.RadioSelect)
    due = DayField(label="Due date", future=True, required=False, help_text="By when it is to be in place.")
    marking = forms.ChoiceField(label="Marking", widget=forms.RadioSelect, choices=MARKINGS, initial=Marking.OFFICIAL)
    evidence_name = LineField(label="Name of the evidence", required=False, max_length=160)
    evidence_url = LinkField(label="Link", required=False, max_length=500)
    evidence_file = EvidenceFile()
    only_changes = False
    field_order = ["title", "stage", "description", "risks", "owner", "is_key", "axis", "due", "marking", "on"]
    MORE = ("owner", "is_key", "axis", "due", "marking", "evidence_name", "evidence_url", "evidence_file")

    def __init__(self, data=None, *, too_large=None, **options):
        super().__init__(data, **options)
        del self.fields["reason"]
        self.too_large = too_large
        self.fields["on"].help_text = "Today, or the earlier day from which it was there."

    def clean(self):
        refuse_too_large(self, "evidence_file", self.too_large)
        said = self.cleaned_data
        if said.get("evidence_url") and said.get("evidence_file"):
            self.add_error("evidence_url", "Give either a link or a file: the other can be attached later")
        if said.get("evidence_name") and not self.errors and not (said["evidence_url"] or said["evidence_file"]):
            self.add_error("evidence_url", "Give a link or a file for the evidence")
        return super().clean()

    def values(self):
        values = {name: value for name, value in super().values().items() if value not in (None, "")}
        name, url = values.pop("evidence_name", ""), values.pop("evidence_url", "")
        file = values.pop("evidence_file", None)
        if url or file:
            values["evidence"] = {"name": name or name_of_evidence(url, file), "url": url, "file": file}
        return values

    @property
    def opens_more(self) -> bool:
        """Whether what stands under "more" has to be seen: something is wrong there, or it is not as usual."""
        if any(self[name].errors for name in self.MORE):
            return True
        return any(self[name].value() not in (None, "", False, Marking.OFFICIAL) for name in self.MORE)


def name_of_evidence(url, file) -> str:
    """What it is called where nobody said: the file's name, or the address of the link."""
    return file.name if file else url.split("://", 1)[-1][:160]


class DueForm(ChangeForm):
    """When it is to be in place. Every move is kept, with its reason."""

    due = DayField(label="New due date", future=True, required=False)
    dropped = forms.BooleanField(label="It has no due date any more", required=False)
    on = DayField(
        label="Decided on", help_text=LATE, error_messages={"required": "Enter the day on which it was decided"}
    )
    reason = TextField(label="Why does the date move?", rows=3, max_length=2000, required=False)
    field_order = ["due", "dropped", "reason", "on"]

    def __init__(self, data=None, *, was_set, is_set, **options):
        super().__init__(data, **options)
        if not was_set:
            self.fields["due"].label = "Due date"
            self.fields["due"].help_text = "By when it is to be in place."
            self.fields["reason"].label = "Why this date?"
            self.fields["on"].label = "Set on"
        if not is_set:
            del self.fields["dropped"]

    def clean(self):
        drops = self.cleaned_data.get("dropped")
        if drops and self.cleaned_data.get("due"):
            self.add_error("due", "Give a date, or say that there is none any more")
        elif not drops and not self.cleaned_data.get("due") and "due" not in self.errors:
            self.add_error("due", "Enter the due date")
        return super().clean()

    def values(self):
        return {name: value for name, value in super().values().items() if name != "dropped"}


class AdoptForm(ChangeForm):
    """A potential control becomes one that is planned, or in place."""

    stage = forms.ChoiceField(
        label="It is now",
        widget=forms.RadioSelect,
        error_messages={"required": "Select whether it is planned or in place"},
        choices=[choice for choice in BEGINS if choice[0] in (Stage.PLANNED, Stage.IN_PLACE)][::-1],
    )
    reason = TextField(label="Why?", rows=3, max_length=2000, required=False)
    field_order = ["stage", "on", "reason"]


class InPlaceForm(ChangeForm):
    on = DayField(label="In place from", help_text=LATE, error_messages={"required": "Enter the day"})
    reason = TextField(label="What was done", rows=3, max_length=2000, required=False)


class RetireForm(ChangeForm):
    on = DayField(label="Retired on", help_text=LATE, error_messages={"required": "Enter the day"})
    reason = TextField(label="Why?", rows=3, max_length=2000, error_messages={"required": "Say why it is retired"})


class RateForm(ChangeForm):
    """How well it works, who says so, and in which line of assurance."""

    rating = forms.ChoiceField(label="Effectiveness", choices=Rating.choices, widget=forms.RadioSelect)
    line = forms.ChoiceField(label="Line of assurance", choices=Line.choices, widget=forms.RadioSelect)
    said_by = LineField(label="Who says so", max_length=120, help_text="A post, a team, or a report and its author.")
    on = DayField(label="Date of the rating", help_text="The day it was found.")
    reason = TextField(label="What was found", rows=4, max_length=4000, required=False)
    field_order = ["rating", "line", "said_by", "reason", "on"]


class MarkForm(RiskMarkForm):
    marking = forms.ChoiceField(label="Marking", widget=forms.RadioSelect, choices=MARKINGS)
    field_order = ["marking", "on", "reason"]


class AttachForm(ChangeForm):
    """A link or a file that bears the control out. The file stands last, so that all else has come when it is read."""

    name = LineField(
        label="Name", required=False, max_length=160, help_text="Left empty, the file's own name or the address."
    )
    url = LinkField(label="Link", required=False, max_length=500)
    file = EvidenceFile()
    on = DayField(label="From", help_text=LATE, error_messages={"required": "Enter the day it takes effect"})
    field_order = ["name", "url", "on", "file"]

    def __init__(self, data=None, *, too_large=None, **options):
        super().__init__(data, **options)
        del self.fields["reason"]
        self.too_large = too_large

    def clean(self):
        refuse_too_large(self, "file", self.too_large)
        said = self.cleaned_data
        if not self.errors and bool(said["url"]) == bool(said["file"]):
            self.add_error("url", "Give either a link or a file")
        return super().clean()

    def values(self):
        values = super().values()
        values["name"] = values["name"] or name_of_evidence(values["url"], values["file"])
        return values


class WithdrawForm(ChangeForm):
    on = DayField(label="Withdrawn on", help_text=LATE, error_messages={"required": "Enter the day"})
    reason = TextField(label="Why?", rows=3, max_length=2000, error_messages={"required": "Say why it is withdrawn"})
