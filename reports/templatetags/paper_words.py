"""How a printed paper says a number, or keeps words together."""

from django import template
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

from controls.exceptions import times as said_times
from reports.papers.numbering import in_words

register = template.Library()
MARKING = "OFFICIAL-SENSITIVE"


@register.filter
def words(number: int) -> str:
    """A small number as a word: seven."""
    return in_words(number)


@register.filter
def times(number: int) -> str:
    """once, twice, 3 times"""
    return said_times(number)


@register.filter
def unbroken(text: str) -> SafeString:
    """A text whose marking is not torn apart at the end of a line."""
    escaped = conditional_escape(text)
    return mark_safe(escaped.replace(MARKING, f'<span class="unbroken-words">{MARKING}</span>'))  # noqa: S308 - escaped
