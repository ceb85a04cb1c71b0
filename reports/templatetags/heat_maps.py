"""Tags that put a drawing on a page or in a paper, always with a table of the same facts.

A paper sets `medium="print"` (reports/print/base.html does): the same drawing then carries its whole
description as alternative text and no links.
"""

from django import template

from registers.models.registers import FactClass
from registers.telling import tell_line
from reports.register_map import register_map
from reports.risk_chart import risk_chart, score_lines

register = template.Library()
LINES_SHOWN = 5


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


@register.inclusion_tag("reports/risk_chart.html", takes_context=True)
def risk_chart_panel(context, seen):
    """`{% risk_chart_panel seen %}`: the score of one risk over time, from a RiskView; nothing where it is withheld."""
    lines = score_lines(seen.view, seen.details)
    return {
        **_figure(context, risk_chart(seen.view, seen.row, seen.details), ""),
        "latest": lines[:LINES_SHOWN],
        "earlier": lines[LINES_SHOWN:],
        "target": tell_line(seen.view.register, seen.details.target),
        "sees_reasons": seen.view.sees(FactClass.RATIONALE),
    }
