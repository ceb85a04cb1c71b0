"""Small helpers for templates: days in words, plain text as paragraphs, links that keep the page's state."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Any, NamedTuple

from django import template
from django.conf import settings
from django.core.paginator import Page
from django.forms import BooleanField
from django.http import QueryDict
from django.template.loader import render_to_string
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString

from registers import clock
from registers.form_rendering import DayField, parse_day
from registers.scoring import Band

register = template.Library()


# Days and times --------------------------------------------------------------------------------


def _london_day(value: Any) -> date | None:
    if isinstance(value, datetime):
        return value.astimezone(clock.LONDON).date() if value.tzinfo else value.date()
    return value if isinstance(value, date) else None


@register.filter
def day(value: Any) -> str:
    """30 September 2019. A moment gives its London day."""
    on = _london_day(value)
    return f"{on.day} {on:%B %Y}" if on else ""


@register.filter
def short_day(value: Any) -> str:
    """30 Sep 2019, for tables."""
    on = _london_day(value)
    return f"{on.day} {on:%b %Y}" if on else ""


@register.filter
def iso_day(value: Any) -> str:
    """2019-09-30, for date controls and `datetime` attributes."""
    on = _london_day(value)
    return on.isoformat() if on else ""


@register.filter
def moment(value: Any) -> str:
    """30 September 2019, 3:41pm. A date without a time gives its day."""
    if not isinstance(value, datetime):
        return day(value)
    at = value.astimezone(clock.LONDON) if value.tzinfo else value
    return f"{day(at)}, {at.hour % 12 or 12}:{at:%M}{'am' if at.hour < 12 else 'pm'}"


@register.filter
def is_past(scope: Any) -> bool:
    """Does a scope look at anything but now? Decides whether the time banner shows."""
    as_at = _london_day(getattr(scope, "as_at", None))
    return bool(getattr(scope, "known_at", None)) or bool(as_at and as_at < clock.today())


# Words -----------------------------------------------------------------------------------------


@register.filter
def band_word(band: Any) -> str:
    """The word for a band's slug: very-high is "Very high"."""
    try:
        return Band(str(band)).label
    except ValueError:
        return ""


ARROWS = {"up": "↑", "down": "↓", "static": "↔", "shifted": "↔"}


@register.filter
def arrow_sign(movement: Any) -> str:
    """The arrow of a movement, or nothing for one that is only a word (new, closed and so on)."""
    return ARROWS.get(str(movement), "")


@register.simple_tag
def mark(component: str, **given: Any) -> SafeString:
    """A small component (score, arrow, band_tag, withheld) for table rows: each different one is drawn once.

    A register's page shows the same few marks in hundreds of cells; drawn by `include` they were most of its cost.
    """
    # Plain text only: safe and unsafe text compare equal, and one must never be kept for the other.
    plain = {name: "".join(value) if isinstance(value, str) else value for name, value in given.items()}
    needs = tuple(sorted((name, value) for name, value in plain.items() if value not in (None, "", False)))
    return _draw(component, needs) if settings.DEBUG else _drawn(component, needs)


def _draw(component: str, needs: tuple[tuple[str, Any], ...]) -> SafeString:
    return SafeString(render_to_string(f"components/{component}.html", dict(needs)).strip())


_drawn = lru_cache(maxsize=2048)(_draw)


@register.filter
def oxford(items: Iterable[Any]) -> str:
    """A list as a person says it: a, b and c."""
    words = [str(item) for item in items or ()]
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


@register.filter
def paragraphs(text: str | None) -> SafeString:
    """Plain text as escaped paragraphs: risk text holds no markup (DESIGN.md section 5)."""
    blocks = re.split(r"\n\s*\n", str(text or "").strip())
    return format_html_join("", '<p class="govuk-body">{}</p>', ((_lines(block),) for block in blocks if block))


def _lines(block: str) -> SafeString:
    return format_html_join(SafeString("<br>"), "{}", ((line,) for line in block.split("\n")))


# Differences -----------------------------------------------------------------------------------


class Marked(NamedTuple):
    """Two texts as safe HTML, each with its own words marked."""

    old: SafeString
    new: SafeString


def _words(text: str) -> list[str]:
    """Words and marks, each with the space that follows it, so that neighbours are marked as one."""
    return re.findall(r"\w+\s*|[^\w\s]\s*|^\s+", text)


def _mark(tag: str, note: str, words: list[str]) -> SafeString:
    text = "".join(words)
    if not text.strip():
        return escape(text)
    hidden = '<span class="govuk-visually-hidden">({}: </span>{}<span class="govuk-visually-hidden">)</span>'
    return format_html(f"<{tag}>{hidden}</{tag}>{{}}", note, text.rstrip(), text[len(text.rstrip()) :])


@register.simple_tag
def diff_words(old: Any, new: Any, old_note: str = "removed", new_note: str = "added") -> Marked:
    """Mark what differs, word by word, said in words too: colour and underline alone do not carry it."""
    before, after = _words(str(old or "")), _words(str(new or ""))
    matcher = SequenceMatcher(None, [word.strip() for word in before], [word.strip() for word in after], autojunk=False)
    old_html, new_html = SafeString(), SafeString()
    for change, b1, b2, a1, a2 in matcher.get_opcodes():
        same = change == "equal"
        old_html += escape("".join(before[b1:b2])) if same else _mark("del", old_note, before[b1:b2])
        new_html += escape("".join(after[a1:a2])) if same else _mark("ins", new_note, after[a1:a2])
    return Marked(old_html, new_html)


# Links that keep the page's state --------------------------------------------------------------


def _current_query(context: template.Context) -> QueryDict:
    """The page's query; empty where a template is drawn without a request, as the error page is."""
    request = getattr(context, "request", None) or context.get("request")
    return request.GET.copy() if request else QueryDict(mutable=True)


def _as_link(query: QueryDict) -> str:
    return f"?{query.urlencode()}" if query else "?"


@register.simple_tag(takes_context=True)
def query(context: template.Context, **changes: Any) -> str:
    """The page's query with some names changed; None drops one.

    Django's own `querystring` needs a request, and gives "" when nothing is left, a link to the same state.
    """
    current = _current_query(context)
    for name, value in changes.items():
        if value is None:
            current.pop(name, None)
        elif isinstance(value, list | tuple):
            current.setlist(name, value)
        else:
            current[name] = value
    return _as_link(current)


@register.simple_tag(takes_context=True)
def hidden_query(context: template.Context, *without: str) -> SafeString:
    """Hidden inputs for the page's query, so that a GET form keeps what it does not ask for itself."""
    current = _current_query(context)
    return _hidden((name, value) for name, values in current.lists() if name not in without for value in values)


@register.simple_tag(takes_context=True)
def hidden_query_only(context: template.Context, names: str) -> SafeString:
    """Hidden inputs for these names of the page's query and no others."""
    current = _current_query(context)
    return _hidden((name, value) for name in names.split() for value in current.getlist(name))


def _hidden(pairs: Iterable[tuple[str, str]]) -> SafeString:
    return format_html_join("", '<input type="hidden" name="{}" value="{}">', (pair for pair in pairs if pair[1] != ""))


# Filters, pages and errors ---------------------------------------------------------------------


class Chosen(NamedTuple):
    """One filter in force, and the link to the same page without it."""

    label: str
    value: str
    url: str


@register.simple_tag(takes_context=True)
def chosen_filters(context: template.Context, form: Any) -> list[Chosen]:
    """What a filter form has chosen, from the form's own data: a remembered choice is not in the address."""
    data = form.data if form.is_bound and hasattr(form.data, "lists") else _current_query(context)
    return [
        Chosen(str(field.label), _choice_label(field, value), _without(data, field.html_name, value))
        for field in form.visible_fields()
        for value in data.getlist(field.html_name)
        if value != ""
    ]


def _without(data: QueryDict, name: str, value: str) -> str:
    rest = data.copy()
    rest.setlist(name, [other for other in data.getlist(name) if other != value])
    rest.pop("page", None)
    return _as_link(rest)


def _choice_label(field: Any, value: str) -> str:
    """The words a person chose: the choice's label, a day in words, or what they typed."""
    for choice, label in _flat(getattr(field.field, "choices", ())):
        if str(choice) == value:
            return str(label)
    if isinstance(field.field, BooleanField):
        return "Yes"
    return day(parse_day(value)) or value if isinstance(field.field, DayField) else value


def _flat(choices: Iterable[Any]) -> Iterator[tuple[Any, Any]]:
    for value, label in choices:
        if isinstance(label, list | tuple):
            yield from label
        else:
            yield value, label


@register.filter
def elided_range(page: Page) -> list[Any]:
    """The page numbers to offer, with an ellipsis where some are left out."""
    return list(page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1))


class FormError(NamedTuple):
    text: str
    href: str


@register.filter
def error_items(forms: Any) -> list[FormError]:
    """Every error of a form, a formset, or a list of them, in the order of the page, with its link."""
    if not forms:
        return []
    if isinstance(forms, list | tuple):
        return [item for form in forms for item in error_items(form)]
    if hasattr(forms, "management_form"):
        own = [FormError(str(error), "") for error in forms.non_form_errors()]
        return own + [item for form in forms.forms for item in error_items(form)]
    own = [FormError(str(error), "") for error in forms.non_field_errors()]
    return own + [
        FormError(str(error), "" if field.is_hidden else f"#{field.error_target}")
        for field in forms
        for error in field.errors
    ]
