"""What is asked of whoever brings a file: the file or a pasted table, the date it is as at, where it comes from."""

from __future__ import annotations

from django import forms
from django.core.exceptions import ValidationError

from controls import uploads
from controls.forms.fields import refuse_too_large
from registers import clock
from registers.form_rendering import DayField, LineField, PlainErrorsMixin, TextField

EXTENSIONS = (".xlsx", ".ods", ".csv", ".tsv", ".txt")
ONE_OF_THEM = "Choose a file, or paste a table"
NOT_BOTH = "Give a file or a pasted table, not both: which of them is meant cannot be told"
LEFT_OPEN = "Answer what is asked first, or confirm that it is left out"
FREE_TO_OPEN = "A file with a password has to be saved without one first."


class OptionsForm(PlainErrorsMixin, forms.Form):
    """The day from which what a file says holds, and where the file comes from.

    `closes`: whether the person may have risks closed that the file does not have.
    """

    as_at = DayField(
        label="Date it is as at",
        help_text="Today, for the register as it stands. For a past register its own date: what it says then holds "
        "from that day, and everything recorded for later days stays as it is.",
        error_messages={"required": "Enter the date that the file is as at"},
    )
    reason = LineField(
        label="Where it comes from",
        max_length=200,
        help_text="Kept with everything it changes, as the reason. For example: Board paper of 3 October 2019.",
        error_messages={"required": "Say where it comes from"},
    )
    closes_missing = forms.BooleanField(
        label="Close the risks that are not in the file",
        required=False,
        help_text="Otherwise they are left as they are, and named before anything changes.",
    )

    def __init__(self, *args, closes=False, **options):
        super().__init__(*args, **options)
        if not closes:
            del self.fields["closes_missing"]


class BeginForm(OptionsForm):
    """A file or a pasted table besides."""

    file = forms.FileField(
        label="File",
        required=False,
        allow_empty_file=True,
        help_text=f"Excel (.xlsx), LibreOffice (.ods) or .csv, up to {uploads.CAP_IN_WORDS}. {FREE_TO_OPEN}",
        widget=forms.FileInput(attrs={"accept": ",".join(EXTENSIONS)}),
    )
    pasted = TextField(
        label="Table",
        required=False,
        rows=8,
        help_text="Copy the cells with their headings in the spreadsheet, and paste them here.",
    )

    def __init__(self, *args, too_large=None, **options):
        options["initial"] = {"as_at": clock.today()} | (options.get("initial") or {})
        super().__init__(*args, **options)
        self.too_large = too_large or {}

    def clean(self):
        data = super().clean()
        refuse_too_large(self, "file", self.too_large)
        if self.errors.get("file"):
            return data
        if data.get("file") and data.get("pasted"):
            self.add_error("file", NOT_BOTH)
        elif not data.get("file") and not data.get("pasted"):
            self.add_error("file", ONE_OF_THEM)
        return data

    def values(self) -> dict:
        """What the action takes: the file's name and bytes, or what was pasted."""
        data = self.cleaned_data
        said = {"as_at": data["as_at"], "reason": data["reason"]}
        if file := data["file"]:
            return said | {"name": uploads.clean_name(file.name), "content": file.read()}
        return said | {"pasted": data["pasted"]}

    @property
    def source(self) -> str:
        """Beside which field it is said that what was given cannot be read."""
        return "pasted" if self.cleaned_data.get("pasted") else "file"

    def take(self, problem: ValidationError) -> None:
        """Show what was refused beside the field it is about."""
        of_fields = problem.error_dict if hasattr(problem, "error_dict") else {"file": problem.messages}
        for name, errors in of_fields.items():
            target = self.source if name in ("file", "pasted", "content") else name
            self.add_error(target if target in self.fields else None, errors)


class UndoForm(PlainErrorsMixin, forms.Form):
    reason = TextField(label="Why is it undone?", rows=3, max_length=200)


class ApplyForm(PlainErrorsMixin, forms.Form):
    """The press that imports. What was not answered is left out, and that has to be meant."""

    fingerprint = forms.CharField(widget=forms.HiddenInput, required=False)
    leaves_out = forms.BooleanField(required=True)

    def __init__(self, *args, questions=0, **options):
        super().__init__(*args, **options)
        if questions:
            many = f"{questions:,} open questions are" if questions > 1 else "open question is"
            self.fields["leaves_out"].label = f"Leave out what the {many} about"
            self.fields["leaves_out"].error_messages["required"] = LEFT_OPEN
        else:
            del self.fields["leaves_out"]
