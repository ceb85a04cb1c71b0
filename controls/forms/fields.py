"""What editing a control needs beside plain fields: one post, risks by their titles, and a file that may be kept."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from controls import rules, uploads
from registers import clock
from registers.form_rendering import Hinted, LineField
from registers.models import Marking, Post, Risk

MARKINGS = [
    (Marking.OFFICIAL, Hinted("OFFICIAL", "Seen as its risks and the register's publication profile allow")),
    (
        Marking.SENSITIVE,
        Hinted("OFFICIAL-SENSITIVE", "The whole control, earlier texts included, only for those cleared"),
    ),
]


class PostField(forms.ChoiceField):
    """One post, or nobody. Its value is a post or None."""

    def __init__(self, *, nobody="Nobody", **options):
        super().__init__(**{"required": False} | options)
        self.nobody = nobody
        self.posts: dict[str, Post] = {}

    def offer(self, posts):
        """Offer these posts, those there were before in a group of their own."""
        self.posts = {str(post.pk): post for post in posts}
        today = clock.today()
        former = [post for post in posts if post.until is not None and post.until <= today]
        present = [post for post in posts if post not in former]
        groups: list = [("", self.nobody), *((str(post.pk), post.title) for post in present)]
        if former:
            groups.append(("Posts there were", [(str(post.pk), post.title) for post in former]))
        self.choices = groups

    def clean(self, value):
        return self.posts.get(super().clean(value))


class RisksField(forms.MultipleChoiceField):
    """Risks of one body, by what they are called in an address. Its value is a list of risks."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, **options):
        super().__init__(**options)
        self.risks: dict[str, Risk] = {}

    def offer(self, named: dict[str, tuple[Risk, str]]):
        """{"corporate/4": (risk, "4 Money")}"""
        self.risks = {path: risk for path, (risk, _) in named.items()}
        self.choices = [(path, name) for path, (_, name) in named.items()]

    def clean(self, value):
        return [self.risks[path] for path in super().clean(value)]


class LinkField(LineField):
    """An address on the web, of a page that a browser opens."""

    widget = forms.URLInput

    def validate(self, value):
        super().validate(value)
        if value:
            try:
                rules.check_link(value)
            except ValidationError as problem:
                raise ValidationError(problem.message_dict["url"]) from None


class EvidenceFile(forms.FileField):
    """A file that may be kept (uploads.py). Its value is a CheckedFile or None."""

    def __init__(self, **options: Any):
        hint = f"{uploads.ALLOWED}, up to {uploads.CAP_IN_WORDS}."
        accept = forms.FileInput(attrs={"accept": ",".join(uploads.EXTENSIONS)})
        defaults = {"label": "File", "help_text": hint, "widget": accept, "required": False, "allow_empty_file": True}
        super().__init__(**defaults | options)

    def clean(self, data, initial=None):
        found = super().clean(data, initial)
        return uploads.checked(found.name, found.read()) if found else None


def refuse_too_large(form, name, too_large) -> None:
    """Say beside the field which file was not read, because it was over the cap (uploads.CappedUploadHandler)."""
    refused = (too_large or {}).get(form.add_prefix(name))
    if refused:
        form.add_error(name, uploads.too_large(refused))
