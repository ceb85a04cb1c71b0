"""What has every form in common that changes a risk? A day, a reason, and the version it was opened at.

The form also carries what it showed when it was opened (`was`). So it can tell what a person changed from what
merely stood there, and where somebody else saved meanwhile, neither loses anything: what the person changed is set
beside what is saved now, and what they left alone takes the newer value.
"""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from registers import clock
from registers.form_rendering import DayField, PlainErrorsMixin, TextField, parse_day

LATE = "The day it takes effect. An earlier day makes it a late entry: what was there from that day on is seen anew, \
and the history says when it was entered."


class VersionField(forms.IntegerField):
    """The version a page was opened at. What is not a number is no version that ever was."""

    widget = forms.HiddenInput

    def to_python(self, value):
        try:
            version = super().to_python(value)
        except ValidationError:
            return -1
        return -1 if version is None else version


class ChangeForm(PlainErrorsMixin, forms.Form):
    """A form that changes one risk.

    `held` are the values that stand now, by field; `theirs` what to compare with, where it is more than those.
    """

    version = VersionField(required=False)
    was = forms.CharField(required=False, widget=forms.HiddenInput)
    on = DayField(label="From", help_text=LATE, error_messages={"required": "Enter the day it takes effect"})
    reason = TextField(label="Reason", rows=3, max_length=2000)

    only_changes = False  # write only what the person changed; else everything the form says is meant
    field_order: list[str] | None = None
    conflict: Any = None

    def __init__(self, data=None, *, risk=None, held=None, on=None, **options):
        held = held or {}
        initial = {"version": getattr(risk, "version", None), "was": _packed(held), "on": on or clock.today()}
        super().__init__(data, initial=initial | held | options.pop("initial", {}), **options)
        self.risk = risk
        self.held = held

    def values(self) -> dict:
        """What to write: the cleaned fields that the person can see, or those they changed."""
        left_out = {"version", "was"} | (
            {name for name in self.held if not self.changed(name)} if self.only_changes else set()
        )
        return {name: value for name, value in self.cleaned_data.items() if name not in left_out}

    def changed(self, name) -> bool:
        """Whether the person changed a field from what it showed them."""
        was = self._shown().get(name, _as_data(self.held.get(name)))
        field = self.fields[name]
        try:
            return field.has_changed(field.to_python(was), self._raw(name))
        except ValidationError:
            return True

    def _shown(self) -> dict:
        try:
            shown = json.loads(self["was"].value() or "{}")
        except ValueError:
            return {}
        return shown if isinstance(shown, dict) else {}

    def _raw(self, name):
        return self.fields[name].widget.value_from_datadict(self.data, self.files, self.add_prefix(name))

    def take(self, problem: ValidationError) -> None:
        """Show what an action refused, beside the field it is about."""
        if not hasattr(problem, "error_dict"):
            self.add_error(None, problem)
            return
        for name, errors in problem.error_dict.items():
            self.add_error(name if name in self.fields and not self[name].is_hidden else None, errors)

    # A second look ---------------------------------------------------------------------------------------------------

    def differences(self, theirs: dict) -> list[dict]:
        """What the person means to save beside what is saved now, where the two differ."""
        found = []
        for name in self.fields:
            if name not in theirs or (self.only_changes and not self.changed(name)):
                continue
            stands, typed = _as_data(theirs[name]), _as_data(self._raw(name))
            if self._same(name, stands):
                continue
            words = {"theirs": self._words(name, stands), "yours": self._words(name, typed)}
            found.append({"label": self[name].label, **words})
        return found

    def _same(self, name, stands) -> bool:
        field = self.fields[name]
        try:
            return not field.has_changed(field.to_python(stands), self._raw(name))
        except ValidationError:
            return False

    def _words(self, name, data) -> str:
        return in_words(self.fields[name], data)

    def look_again(self, risk, held) -> None:
        """Put what was typed on top of what is saved now, so that saving again is meant."""
        data = self.data.copy()
        for name, value in held.items():
            if self.only_changes and name in self.fields and not self.changed(name):
                _set(data, self.add_prefix(name), _as_data(value))
        data[self.add_prefix("version")] = str(risk.version)
        data[self.add_prefix("was")] = _packed(held)
        self.data, self.held, self.risk = data, held, risk


def _set(data, name, value):
    data.setlist(name, value) if isinstance(value, list) else data.__setitem__(name, value)


def _as_data(value):
    """A value as a browser would send it back."""
    if isinstance(value, list | set):
        return [_as_data(item) for item in value]
    if isinstance(value, tuple):
        return "-".join(str(part) for part in value)  # a cell
    if isinstance(value, date):
        return value.isoformat()
    return "" if value is None else str(getattr(value, "pk", value))


def _packed(held) -> str:
    return json.dumps({name: _as_data(value) for name, value in held.items()})


def _flat(choices):
    for value, label in choices:
        if isinstance(label, list | tuple):
            yield from _flat(label)
        else:
            yield str(value), label


def in_words(field, data) -> str:
    """What was typed or chosen, as people read it."""
    if hasattr(field, "words"):
        return field.words(data)
    choices = dict(_flat(getattr(field, "choices", ())))
    if isinstance(data, list):
        return "\n".join(str(choices.get(item, item)) for item in data)
    if isinstance(field, DayField):
        day = parse_day(data)
        return f"{day.day} {day:%B %Y}" if day else data
    return str(choices.get(data, data))


def summary_of(form) -> list[dict]:
    """What a form says, as rows of components/summary_list.html."""
    rows = []
    for bound in form.visible_fields():
        words = in_words(bound.field, _as_data(bound.value()))
        rows.append({"key": bound.label, "value": words or "None"})
    return rows
