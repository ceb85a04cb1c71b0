"""What is typed when a meeting is planned, its agenda put in order, and it is closed."""

from django import forms

from registers.form_rendering import DayField, LineField, TextField
from registers.forms.base import VersionField
from registers.forms.people import PeopleForm
from registers.forms.settling import MomentField
from registers.models import Marking
from reports.models import AgendaItem, Attendance


class Choosing(PeopleForm):
    """A form some of whose choices are records: `chosen(name)` gives what was chosen.

    A record is called as in an address where it has one to go by (`token`): gaps in keys would count what is hidden.
    """

    def offer(self, name, records, empty="Nobody in particular"):
        records = list(records)
        self._records = getattr(self, "_records", {}) | {name: {_token(row): row for row in records}}
        groups: dict[str, list] = {}
        for row in records:
            groups.setdefault(getattr(row, "group", ""), []).append(
                (_token(row), getattr(row, "words", None) or str(row))
            )
        choices = [("", empty)]
        for group, rows in groups.items():
            choices += [(group, rows)] if group else rows
        self.fields[name].choices = choices

    def chosen(self, name):
        return self._records.get(name, {}).get(self.cleaned_data.get(name) or "")


def _token(row) -> str:
    return getattr(row, "token", None) or str(row.pk)


class PlanForm(PeopleForm):
    on = DayField(label="Date of the meeting", future=True)
    note = LineField(
        label="Where and when", required=False, max_length=300, help_text="For example Room 4, 10am to noon"
    )


class NoteForm(PeopleForm):
    version = VersionField(required=False)
    note = LineField(
        label="Where and when", required=False, max_length=300, help_text="For example Room 4, 10am to noon"
    )


class CancelForm(PeopleForm):
    version = VersionField(required=False)
    because = LineField(
        label="Why is it cancelled?", max_length=300, error_messages={"required": "Enter why it is cancelled"}
    )


class DropForm(PeopleForm):
    version = VersionField(required=False)
    because = LineField(
        label="Why is it dropped?", max_length=300, error_messages={"required": "Enter why it is dropped"}
    )


class CloseForm(PeopleForm):
    version = VersionField(required=False)
    looked_at = MomentField(required=False)


class ItemForm(Choosing):
    """An item that is added: a title, or a risk or alignment that it stands under."""

    kind = forms.ChoiceField(
        label="What kind of item is it?",
        widget=forms.RadioSelect,
        choices=[
            (AgendaItem.Kind.ADDED, "Something to talk about"),
            (AgendaItem.Kind.PAPER, "A paper"),
            (AgendaItem.Kind.DEEP_DIVE, "A deep dive"),
        ],
        initial=AgendaItem.Kind.ADDED,
    )
    title = LineField(
        label="Title", required=False, max_length=160, help_text="Leave it empty for the title of the risk or alignment"
    )
    risk = forms.ChoiceField(label="Risk it is about", required=False)
    alignment = forms.ChoiceField(label="Or the alignment it is about", required=False)
    number = LineField(
        label="Number of its own",
        required=False,
        max_length=10,
        help_text="For example 5b. Leave it empty to be numbered with the others.",
        widget=forms.TextInput(attrs={"class": "govuk-input--width-5"}),
    )
    marking = forms.ChoiceField(label="Marking", widget=forms.RadioSelect, choices=Marking.choices, initial="official")
    asked_by = LineField(label="Of a deep dive: who asked for it", required=False, max_length=120)
    author = forms.ChoiceField(label="And the post that writes it", required=False)


class EditItemForm(Choosing):
    version = VersionField(required=False)
    title = LineField(label="Title", required=False, max_length=160)
    number = LineField(
        label="Number of its own",
        required=False,
        max_length=10,
        help_text="For example 5b. Leave it empty to be numbered with the others.",
        widget=forms.TextInput(attrs={"class": "govuk-input--width-5"}),
    )
    marking = forms.ChoiceField(label="Marking", widget=forms.RadioSelect, choices=Marking.choices)
    asked_by = LineField(label="Who asked for it", required=False, max_length=120)
    author = forms.ChoiceField(label="The post that writes it", required=False)
    paragraph = TextField(label="The paragraph that came of it", required=False, rows=6, max_length=4000)


class AttendanceForm(Choosing):
    """One line a post: was it there? Only what is changed is sent on, so that two note-takers may fill it in."""

    def __init__(self, data=None, *, posts, noted, deputies, **options):
        super().__init__(data, **options)
        self.posts = list(posts)
        self.noted = {row.post_id: row for row in noted}
        kinds = [("", "Not noted"), *Attendance.Kind.choices]
        for post in self.posts:
            row = self.noted.get(post.pk)
            self.fields[f"kind-{post.pk}"] = forms.ChoiceField(
                label=str(post), required=False, choices=kinds, initial=row.kind if row else ""
            )
            self.fields[f"was-{post.pk}"] = forms.CharField(
                required=False, widget=forms.HiddenInput, initial=_packed(row)
            )
            self.fields[f"deputy-{post.pk}"] = forms.ChoiceField(
                label=f"Who came for the {post}", required=False, initial=str(row.deputy_id or "") if row else ""
            )
            self.offer(f"deputy-{post.pk}", (one for one in deputies if one != post), empty="Nobody named")

    def clean(self):
        for post in self.posts:
            if self.cleaned_data.get(f"kind-{post.pk}") == Attendance.Kind.DEPUTY and not self.chosen(
                f"deputy-{post.pk}"
            ):
                self.add_error(f"deputy-{post.pk}", f"Select the post that came for the {post}")

    @property
    def lines(self):
        return [
            {"post": post, "kind": self[f"kind-{post.pk}"], "deputy": self[f"deputy-{post.pk}"]} for post in self.posts
        ]

    def values(self) -> dict:
        """What reports.actions.meetings.attend takes: only the posts whose line the person changed."""
        found: dict = {"present": [], "apologies": [], "deputies": {}, "unknown": []}
        for post in self.posts:
            kind, deputy = self.cleaned_data[f"kind-{post.pk}"], self.chosen(f"deputy-{post.pk}")
            if _line(kind, deputy) == self.cleaned_data[f"was-{post.pk}"]:
                continue
            if kind == Attendance.Kind.DEPUTY:
                found["deputies"][post] = deputy
            else:
                names = {Attendance.Kind.PRESENT: "present", Attendance.Kind.APOLOGIES: "apologies"}
                found[names.get(kind, "unknown")].append(post)
        return found


def _packed(row):
    return _line(row.kind, row.deputy) if row else "/"


def _line(kind, deputy):
    return f"{kind}/{deputy.pk if deputy and kind == Attendance.Kind.DEPUTY else ''}"
