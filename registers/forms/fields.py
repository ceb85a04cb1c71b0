"""The controls that editing a risk needs: posts in order, a cell of the matrix, objectives by framework."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from registers import clock
from registers.models import Objective, Post
from registers.scoring import Scheme, Score

ALWAYS_OFFERED = 2  # empty lists to choose from, beside those in use
AT_MOST = 12  # posts of one risk


class PostList(forms.Widget):
    """Several lists of posts, one below another: their order is the order that is printed. It needs no script.

    The first ones stand open; more wait behind "More posts", which opens without a script too.
    """

    template_name = "registers/forms/post_list.html"
    use_fieldset = True

    def __init__(self, attrs=None, noun="post"):
        super().__init__(attrs)
        self.noun = noun
        self.choices = ()

    def value_from_datadict(self, data, files, name):
        values = data.getlist(name) if hasattr(data, "getlist") else data.get(name) or []
        return [value for value in values if value]

    def value_omitted_from_data(self, data, files, name):
        return name not in data

    def format_value(self, value):
        return [str(item) for item in value or ()]

    def id_for_label(self, id_, index=None):
        return f"{id_}_0" if id_ else id_

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        chosen = context["widget"]["value"]
        open_lists = min(len(chosen) + ALWAYS_OFFERED, AT_MOST)
        places = [self._place(place, chosen) for place in range(AT_MOST)]
        context["widget"] |= {"open": places[:open_lists], "more": places[open_lists:], "noun": self.noun}
        return context

    def _place(self, place, chosen):
        value = chosen[place] if place < len(chosen) else ""
        groups = [(group, [(pk, title, str(pk) == value) for pk, title in posts]) for group, posts in self.choices]
        return {"number": place + 1, "index": place, "groups": groups}


class PostsField(forms.Field):
    """Posts of one body, in order, none twice. Its value is a list of posts."""

    widget = PostList
    hidden_widget = forms.MultipleHiddenInput
    default_error_messages = {
        "twice": "%(post)s is chosen twice",
        "unknown": "Select posts from the list",
        "required": "Select at least one post",
    }

    def __init__(self, *, noun="post", **options):
        super().__init__(widget=PostList(noun=noun), **options)
        self.posts: dict[str, Post] = {}

    def offer(self, posts):
        """Offer these posts: those of today first, those there were before in a group of their own."""
        self.posts = {str(post.pk): post for post in posts}
        today = clock.today()
        present = [post for post in posts if post.until is None or post.until > today]
        former = [post for post in posts if post.until is not None and post.until <= today]
        groups = [("", [(post.pk, post.title) for post in present])]
        if former:
            groups.append(
                ("Posts there were", [(post.pk, f"{post.title} (until {_short(post.until)})") for post in former])
            )
        self.widget.choices = groups

    def to_python(self, value):
        keys = [str(item) for item in value or ()]
        if any(key not in self.posts for key in keys):
            raise ValidationError(self.error_messages["unknown"], code="unknown")
        for key in keys:
            if keys.count(key) > 1:
                raise ValidationError(self.error_messages["twice"], code="twice", params={"post": self.posts[key]})
        return [self.posts[key] for key in keys]

    def words(self, keys):
        """Keys as text, for a comparison of two lists."""
        return "\n".join(str(self.posts.get(str(key), "A post")) for key in keys)


def _short(day):
    return f"{day.day} {day:%b %Y}"


class ObjectivesField(forms.MultipleChoiceField):
    """Objectives of one body, by framework. Its value is a list of objectives."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, **options):
        super().__init__(**options)
        self.objectives: dict[str, Objective] = {}

    def offer(self, objectives):
        self.objectives = {str(objective.pk): objective for objective in objectives}
        groups: dict[str, list] = {}
        for objective in objectives:
            groups.setdefault(objective.framework.name, []).append((str(objective.pk), objective.name))
        self.choices = list(groups.items())

    def clean(self, value):
        return [self.objectives[key] for key in super().clean(value)]

    def words(self, keys):
        return "\n".join(str(self.objectives.get(str(key), "An objective")) for key in keys)


class CellField(forms.Field):
    """A cell of the matrix, sent as "2-4": likelihood and impact from the lowest. Drawn by score_matrix.html."""

    default_error_messages = {"required": "Pick a cell", "unknown": "Pick a cell of the matrix"}

    def __init__(self, **options):
        super().__init__(**options)
        self.scheme: Scheme | None = None

    def prepare_value(self, value: Any) -> Any:
        return cell_value(value) if isinstance(value, tuple) else value

    def to_python(self, value):
        if value in self.empty_values:
            return None
        if isinstance(value, tuple):
            return value
        found = re.fullmatch(r"([1-9])-([1-9])", str(value))
        if found is None:
            raise ValidationError(self.error_messages["unknown"], code="unknown")
        cell = (int(found[1]), int(found[2]))
        if self.scheme is not None and cell not in self.scheme.cells:
            raise ValidationError(self.error_messages["unknown"], code="unknown")
        return cell

    def words(self, value):
        return cell_words(self.scheme, value)


def cell_value(cell) -> str:
    return f"{cell[0]}-{cell[1]}"


def cell_words(scheme, cell) -> str:
    """ "L v H (High)", or "Not scored"."""
    cell = tuple(int(part) for part in cell.split("-")) if isinstance(cell, str) and cell else cell
    if not cell or scheme is None or cell not in scheme.cells:
        return "Not scored"
    return f"{scheme.words(Score(*cell))} ({scheme.cells[cell].band.label})"


def matrix(scheme: Scheme, picked=None, now=None, marks=None) -> dict:
    """What components/score_matrix.html draws: rows from the highest likelihood down."""
    marks = marks or {}
    rows = [
        {
            "likelihood": level,
            "cells": [
                {
                    "value": cell_value((likelihood, impact)),
                    "band": scheme.cells[likelihood, impact].band.value,
                    "band_name": scheme.cells[likelihood, impact].band.label,
                    "label": scheme.words(Score(likelihood, impact)),
                    "checked": picked == (likelihood, impact),
                    "now": now == (likelihood, impact),
                    "mark": marks.get((likelihood, impact)),
                }
                for impact in range(1, len(scheme.impacts) + 1)
            ],
        }
        for likelihood, level in reversed(list(enumerate(scheme.likelihoods, 1)))
    ]
    return {"rows": rows, "impacts": scheme.impacts}
