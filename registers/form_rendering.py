"""How does a form draw itself, and how does it read what people type?

GOV.UK Frontend wants classes, ids and descriptions on every control. Django 5.2 asks one class for
them (`bound_field_class`), so forms stay plain Django and no template repeats the markup.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BoundField
from django.forms.renderers import TemplatesSetting

from registers import clock

# First match wins: CheckboxSelectMultiple is a RadioSelect, and hidden inputs are inputs.
WIDGET_CLASSES: tuple[tuple[type[forms.Widget], str], ...] = (
    (forms.HiddenInput, ""),
    (forms.Textarea, "govuk-textarea"),
    (forms.CheckboxSelectMultiple, "govuk-checkboxes__input"),
    (forms.RadioSelect, "govuk-radios__input"),
    (forms.CheckboxInput, "govuk-checkboxes__input"),
    (forms.Select, "govuk-select"),
    (forms.FileInput, "govuk-file-upload"),
    (forms.widgets.Input, "govuk-input"),
)

WIDGET_TEMPLATES = {
    "django/forms/widgets/radio.html": "components/form/radios.html",
    "django/forms/widgets/checkbox_select.html": "components/form/checkboxes.html",
    "django/forms/widgets/clearable_file_input.html": "components/form/file.html",
}


def widget_class(widget: forms.Widget) -> str:
    return next((name for kind, name in WIDGET_CLASSES if isinstance(widget, kind)), "")


class PortalBoundField(BoundField):
    """A field with the classes of the design system and an id for each thing that describes it."""

    def build_widget_attrs(self, attrs: dict, widget: forms.Widget | None = None) -> dict:
        widget = widget or self.field.widget
        attrs = super().build_widget_attrs(attrs, widget)
        base = widget_class(widget)
        if not base:
            return attrs
        own = str(widget.attrs.get("class", ""))
        classes = [base, own]
        if base.endswith("__input"):
            attrs.pop("aria-invalid", None)  # the group carries the error; a single choice is not invalid
        elif self.errors:
            classes.append(f"{base}--error")
        if isinstance(widget, forms.Textarea):
            classes.append("govuk-js-character-count" if self.character_limit else "")
        attrs["class"] = " ".join(dict.fromkeys(" ".join(classes).split()))
        if "maxlength" in widget.attrs:
            attrs["maxlength"] = False  # a browser would cut off what is pasted without a word
        if "placeholder" in widget.attrs:
            attrs["placeholder"] = False  # it would go away when typing starts; the label and the hint stay
        return attrs

    @property
    def character_limit(self) -> int | None:
        """The limit a text area counts down to, if it has one."""
        is_textarea = isinstance(self.field.widget, forms.Textarea)
        return getattr(self.field, "max_length", None) if is_textarea else None

    @property
    def aria_describedby(self) -> str | None:
        described = super().aria_describedby
        if self.character_limit and self.auto_id:
            return f"{described} {self.auto_id}-info".strip()
        return described

    @property
    def is_checkbox(self) -> bool:
        return isinstance(self.field.widget, forms.CheckboxInput)

    @property
    def is_group(self) -> bool:
        """Radios and checkboxes: several controls, each with an id of its own."""
        return isinstance(self.field.widget, forms.RadioSelect)

    @property
    def error_id(self) -> str:
        return f"{self.auto_id}_error"

    @property
    def error_target(self) -> str:
        """What the error summary links to: the control itself, or the first one of a group."""
        return f"{self.auto_id}_0" if self.is_group else self.id_for_label or self.auto_id


class Renderer(TemplatesSetting):
    """The project's form renderer (`FORM_RENDERER`)."""

    bound_field_class = PortalBoundField
    form_template_name = "components/form/form.html"
    field_template_name = "components/form/field.html"

    def get_template(self, template_name: str) -> Any:
        return super().get_template(WIDGET_TEMPLATES.get(template_name, template_name))


class Hinted(str):
    """A choice's label with a line that explains it: `(value, Hinted("Lead", "Edits risks and scores"))`."""

    hint: str

    def __new__(cls, label: str, hint: str = "") -> Hinted:
        made = super().__new__(cls, label)
        made.hint = hint
        return made


# What people type ------------------------------------------------------------------------------

# Control and unpaired surrogate characters cannot be stored or drawn: they make the SVG and the PDF
# of a page invalid. Tabs and line ends stay.
UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
LINE_ENDS = re.compile("\r\n?|[\x85\u2028\u2029]")


def strip_controls(text: str) -> str:
    """Text without characters nobody typed on purpose, with one kind of line end."""
    return UNPRINTABLE.sub("", LINE_ENDS.sub("\n", text))


class TextField(forms.CharField):
    """Plain paragraphs in a text area. With `max_length` it counts down as people type."""

    widget = forms.Textarea

    def __init__(self, *, rows: int = 5, **options: Any) -> None:
        super().__init__(**options)
        self.widget.attrs.setdefault("rows", rows)
        if isinstance(self.widget, forms.Textarea):
            self.widget.attrs["rows"] = rows
            self.widget.attrs.pop("cols", None)

    def to_python(self, value: Any) -> str:
        return super().to_python(strip_controls(value) if isinstance(value, str) else value)


class LineField(forms.CharField):
    """One line of text: line ends and tabs pasted into it become spaces."""

    def to_python(self, value: Any) -> str:
        if isinstance(value, str):
            value = re.sub(r"[\n\t]+", " ", strip_controls(value))
        return super().to_python(value)


# Days ------------------------------------------------------------------------------------------

MONTHS = [date(2000, month, 1).strftime("%B").lower() for month in range(1, 13)]
ISO_DAY = re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})")
TYPED_DAY = re.compile(
    r"(?P<day>\d{1,2})(?:st|nd|rd|th)?[\s/.,-]+(?P<month>\d{1,2}|[a-z]{3,9}\.?)[\s/.,-]+(?P<year>\d{4})"
)


def parse_day(text: str) -> date | None:
    """A day as people write it, day first: 30 9 2019, 30/09/2019, 30 September 2019; or 2019-09-30."""
    text = text.strip().lower()
    match = ISO_DAY.fullmatch(text) or TYPED_DAY.fullmatch(text)
    if match is None:
        return None
    month = _month(match["month"])
    try:
        return date(int(match["year"]), month, int(match["day"]))
    except ValueError:
        return None


def _month(text: str) -> int:
    """1 to 12 for a number or a (shortened) month's name; 0, which is no month, for anything else."""
    if text.isdigit():
        return int(text)
    name = "sep" if text.startswith("sept") and len(text) < 6 else text.rstrip(".")
    return next((place for place, month in enumerate(MONTHS, 1) if name in (month, month[:3])), 0)


class DayInput(forms.DateInput):
    """The browser's own date control, which falls back to a text box where there is none."""

    input_type = "date"

    def __init__(self, attrs: dict | None = None) -> None:
        super().__init__(attrs={"class": "govuk-input--width-10", **(attrs or {})}, format="%Y-%m-%d")


class DayField(forms.Field):
    """A London day. Nothing takes effect in the future (DESIGN.md section 3) unless `future` allows it."""

    widget = DayInput
    default_error_messages = {
        "invalid": "Enter a date like 30 9 2019",
        "future": "Enter a date that is not in the future",
        "early": "Enter a date on or after %(earliest)s",
    }

    def __init__(self, *, future: bool = False, earliest: date | None = None, **options: Any) -> None:
        self.future = future
        self.earliest = earliest
        super().__init__(**options)

    def widget_attrs(self, widget: forms.Widget) -> dict:
        return {"min": self.earliest.isoformat()} if self.earliest else {}

    def prepare_value(self, value: Any) -> Any:
        """What was typed in another form is shown again as the control writes it."""
        return parse_day(value) or value if isinstance(value, str) else value

    def to_python(self, value: Any) -> date | None:
        if value in self.empty_values:
            return None
        if isinstance(value, date):
            return value
        day = parse_day(str(value))
        if day is None or day.year < 1900:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return day

    def validate(self, value: date | None) -> None:
        super().validate(value)
        if value is None:
            return
        if not self.future and value > clock.today():
            raise ValidationError(self.error_messages["future"], code="future")
        if self.earliest and value < self.earliest:
            earliest = f"{self.earliest.day} {self.earliest:%B %Y}"
            raise ValidationError(self.error_messages["early"], code="early", params={"earliest": earliest})

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return self.to_python(initial) != self.to_python(data)
        except ValidationError:
            return True


# Plain words -----------------------------------------------------------------------------------


class PlainErrorsMixin:
    """Errors that say what to do, made from the label: "Enter the title", "Select the owners"."""

    use_required_attribute = False  # the portal explains; a browser's bubble says less and cannot be read again

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():  # type: ignore[attr-defined]
            say_plainly(field, str(field.label or name.replace("_", " ")))


def say_plainly(field: forms.Field, label: str) -> None:
    """Replace Django's stock words, leaving any the form chose itself."""
    for code, words in _plain_words(field, label).items():
        if field.error_messages.get(code) in (None, _stock_words(field, code)):
            field.error_messages[code] = words


def _stock_words(field: forms.Field, code: str) -> str | None:
    for kind in type(field).__mro__:
        words = getattr(kind, "default_error_messages", {}).get(code)
        if words is not None and kind.__module__.startswith("django."):
            return words
    return None


def _plain_words(field: forms.Field, label: str) -> dict[str, str]:
    words = {"required": _required_words(field, label)}
    limit = getattr(field, "max_length", None)
    if limit:
        words["max_length"] = f"{_sentence(label)} must be {limit} characters or fewer: it is now %(show_value)s"
    if isinstance(field, forms.ChoiceField):
        words["invalid_choice"] = f"Choose {_the(label)} from the list"
    return words


def _required_words(field: forms.Field, label: str) -> str:
    if label.endswith("?"):
        return f"Answer: {label}"
    if isinstance(field, forms.BooleanField):
        return f"Confirm: {label}"
    if isinstance(field, DayField) and "date" not in label.lower():
        return f"{_sentence(label)}: enter a date"
    verb = "Select" if isinstance(field, forms.ChoiceField | forms.FileField) else "Enter"
    return f"{verb} {_the(label)}"


def _the(label: str) -> str:
    """A label inside a sentence: "Title" is "the title", "RAG rating" keeps its capitals."""
    keeps_capital = len(label) > 1 and label[1].isupper()
    words = label if keeps_capital else label[:1].lower() + label[1:]
    return words if re.match(r"(the|your|a|an|why|what|when|which|who|how)\b", words.lower()) else f"the {words}"


def _sentence(label: str) -> str:
    return label.rstrip("?:")
