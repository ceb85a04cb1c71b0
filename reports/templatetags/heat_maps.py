"""Tags that put a drawing on a page or in a paper, always with a table of the same facts.

A paper sets `medium="print"` (reports/print/base.html does): the same drawing then carries its whole
description as alternative text and no links.
"""

from django import template

from reports.register_map import register_map

register = template.Library()


@register.inclusion_tag("reports/svg/heat_map_figure.html", takes_context=True)
def heat_map(context, drawing, *, caption="", compared="Earlier"):
    """`{% heat_map drawing caption="..." compared="At 30 September 2021" %}`; the words head the earlier column."""
    return {**_figure(context, drawing, caption), "compared": compared}


@register.inclusion_tag("reports/svg/score_chart_figure.html", takes_context=True)
def score_chart(context, drawing, *, caption=""):
    """`{% score_chart drawing caption="..." %}`."""
    return _figure(context, drawing, caption)


def _figure(context, drawing, caption):
    printed = context.get("medium") == "print"
    return {
        "drawing": drawing,
        "caption": caption,
        "printed": printed,
        "linked": not printed and getattr(drawing, "has_links", False),
    }


@register.inclusion_tag("reports/register_map.html", takes_context=True)
def register_map_panel(context, view, rows, time):
    """`{% register_map_panel view rows time %}`: the heat map of a register, from its index rows. One statement."""
    found = register_map(view, rows, time)
    return {"map": found, "view": view, "linked": True, "printed": False, "request": context.get("request")}
