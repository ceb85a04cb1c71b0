"""Which registers, and between which two dates? The form of the comparison page; it sends a GET."""

from django import forms
from django.core.exceptions import ValidationError

from registers import clock
from registers.form_rendering import DayField, PlainErrorsMixin, parse_day, strip_controls
from registers.scope import quarter_end_before

LONGEST_ECHO = 40


class SaidDayField(DayField):
    """A day whose error repeats what was typed: a browser's date control cannot show what is no date."""

    def to_python(self, value):
        try:
            return super().to_python(value)
        except ValidationError:
            typed = strip_controls(str(value))[:LONGEST_ECHO]
            raise ValidationError(f"“{typed}” is not a date. Enter one like 30 9 2019", code="invalid") from None


class CompareForm(PlainErrorsMixin, forms.Form):
    """Two dates, in order whichever way they were typed, and at least one register of those that may be seen."""

    def __init__(self, query, registers):
        super().__init__(_in_order(_with_defaults(query, registers)))
        self.registers = registers
        names = [(register.path, register.title) for register in registers]
        chooser = forms.CheckboxSelectMultiple
        self.fields["register"] = forms.MultipleChoiceField(label="Registers", choices=names, widget=chooser)
        self.fields["from"] = SaidDayField(label="From the end of", error_messages={"required": "Enter the first date"})
        self.fields["to"] = SaidDayField(label="To the end of", error_messages={"required": "Enter the second date"})
        errors = {"required": "Select a register", "invalid_choice": "Select a register from the list"}
        self.fields["register"].error_messages |= errors

    def clean(self):
        chosen = super().clean()
        if chosen.get("from") and chosen.get("from") == chosen.get("to"):
            self.add_error("to", "Enter two different dates")
        return chosen

    @property
    def days(self):
        return self.cleaned_data["from"], self.cleaned_data["to"]

    @property
    def chosen(self):
        """The registers ticked, in the order they are offered."""
        return [register for register in self.registers if register.path in self.cleaned_data["register"]]


def _with_defaults(query, registers):
    """The quarter so far of every corporate register, where the address does not say."""
    data = query.copy()
    today = clock.today()
    data.setdefault("from", quarter_end_before(today).isoformat())
    data.setdefault("to", today.isoformat())
    if "register" not in data:
        corporate = [register for register in registers if register.is_corporate] or registers
        data.setlist("register", [register.path for register in corporate])
    return data


def _in_order(data):
    first, second = parse_day(data["from"]), parse_day(data["to"])
    if first and second and first > second:
        data["from"], data["to"] = data["to"], data["from"]
    return data
