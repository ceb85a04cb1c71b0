"""The marks of a score and of a movement, drawn once for each value: a page of risks shows few of them, many times."""

from functools import lru_cache

from django import template
from django.template.loader import render_to_string

register = template.Library()


@register.simple_tag
def score_mark(words):
    """`{% score_mark row.score %}`: a telling.ScoreWords with its band, or "Not scored"."""
    return _drawn("components/score.html", **(words._asdict() if words else {}))


@register.simple_tag
def arrow_mark(movement, periods=0):
    """`{% arrow_mark row.movement row.details.periods %}`: an arrow with its word, and how long it has stood there."""
    return _drawn("components/arrow.html", movement=str(movement or ""), periods=periods or 0)


@register.simple_tag
def since_agreed_mark():
    return _drawn("components/working.html")


@lru_cache(maxsize=1024)
def _drawn(name, **values):
    return render_to_string(name, values)
