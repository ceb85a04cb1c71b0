"""How do dashboards draw a figure and a bar? A figure is always a link to the list behind it."""

from functools import cache

from django import template
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import mark_safe

from registers.templatetags.portal_tags import mark
from reports.bars import Part
from reports.dashboard_values import Figure

register = template.Library()
NOT_KNOWN = mark_safe('<span class="rp-muted">Not known</span>')


@register.simple_tag(takes_context=True)
def figure(context, figure: Figure, label: str):
    """`{% figure line.figures.0 "risks that are high" %}`: a number and its list; the label is for who hears it.

    On paper (medium "print") it is the number alone.
    """
    if figure.is_withheld:
        return "Withheld" if context.get("medium") == "print" else mark("withheld")
    if not figure.is_known:
        return "Not known" if context.get("medium") == "print" else NOT_KNOWN
    if context.get("medium") == "print":
        return figure.value
    return format_html(
        '<a class="govuk-link govuk-link--no-visited-state rp-count" href="{}">{}'
        '<span class="govuk-visually-hidden"> {}</span></a>',
        figure.url,
        figure.value,
        label,
    )


@register.inclusion_tag("reports/dashboard/stack.html", takes_context=True)
def stacked(context, stack, caption: str):
    """`{% stacked part.progress "Progress of open risks" %}`: a bar with its equal table."""
    return {"stack": stack, "caption": caption, "medium": context.get("medium")}


@register.simple_tag(takes_context=True)
def swatch(context, part: Part):
    """A sample of the texture of a part of a bar."""
    return _drawn(part, context.get("medium") == "print")


@cache
def _drawn(part, printed):
    return render_to_string("reports/svg/swatch.svg", {"part": part, "printed": printed})
