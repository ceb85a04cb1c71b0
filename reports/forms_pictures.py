"""What is asked about the pictures of a paper."""

from django import forms
from django.core.exceptions import ValidationError

from controls import uploads
from registers.form_rendering import PlainErrorsMixin, TextField
from registers.models import Marking

HINT = "PNG or JPEG, up to 2 MB."
SHOWS = "For whoever cannot see it: one or two sentences with what matters in it."
MARKED = "The public edition leaves an OFFICIAL-SENSITIVE picture out, and its words."


class PictureForm(PlainErrorsMixin, forms.Form):
    """What a picture shows, and its marking."""

    version = forms.CharField(widget=forms.HiddenInput, required=False)
    alt = TextField(label="What the picture shows", rows=3, max_length=1000, help_text=SHOWS)
    marking = forms.ChoiceField(
        choices=Marking.choices, widget=forms.RadioSelect, initial=Marking.OFFICIAL, help_text=MARKED
    )

    @staticmethod
    def initial_of(picture) -> dict:
        return {name: getattr(picture, name) for name in ("version", "alt", "marking")}


class NewPictureForm(PictureForm):
    version = None
    file = forms.FileField(
        label="Picture",
        help_text=HINT,
        widget=forms.FileInput(attrs={"accept": ".png,.jpg,.jpeg"}),
        allow_empty_file=True,
    )
    field_order = ["file", "alt", "marking"]

    def __init__(self, *args, too_large=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.too_large = too_large or {}

    def clean(self):
        """A file over the cap was not read at all: say so beside its field, and not that there is none."""
        data = super().clean()
        if name := self.too_large.get("file"):
            self.errors.pop("file", None)
            self.add_error("file", ValidationError(uploads.too_large(name)))
        return data

    def answers(self) -> dict:
        data = self.cleaned_data
        file = data["file"]
        return {"name": file.name, "content": file.read(), "alt": data["alt"], "marking": data["marking"]}
