"""Panels by which lower pages show what is done about risks, and the mark of a status. Each takes a list.

`{% load control_panels %}`; a panel asks the database once, however many risks it is given.
"""

from django import template

from controls import panels
from controls.progress import RAG_RULE, Rag, Status
from registers.audience import WITHHELD
from registers.templatetags.portal_tags import mark

register = template.Library()


@register.simple_tag
def status_mark(status):
    """`{% status_mark row.status %}`: a status in its word and colour; "not stated" where there is none."""
    if status is WITHHELD:
        return mark("withheld")
    status = status or Status.NOT_STATED
    return mark("rag", word=status.label, rag=status.rag.value if status.rag else "")


@register.simple_tag
def rag_mark(rag):
    """`{% rag_mark say.rag %}`: a colour alone, by its name."""
    return mark("rag", word=Rag(rag).label, rag=Rag(rag).value)


@register.simple_tag
def rag_rule():
    """The one rule, printed where colours are used."""
    return RAG_RULE


@register.simple_tag(takes_context=True)
def done_about(context, risk, seen, asked):
    """`{% done_about risk seen asked as done %}`: what is done about the risk of a page, and how it gets on."""
    return panels.done_about(context["request"].user, risk, seen, asked)


@register.inclusion_tag("controls/partials/risk_streams.html", takes_context=True)
def streams_panel(context, risk, asked):
    """`{% streams_panel risk asked %}`: the work-streams of improvement plans that bear on the risk of a page."""
    marking = context.get("marking", "OFFICIAL")
    streams = panels.streams_of_risk(context["request"].audience, asked.scope, risk, marking)
    return {"streams": streams, "time": context.get("time", "")}


@register.simple_tag
def register_progress(view, rows):
    """`{% register_progress view shown as progress %}`: how the risks of a register say they get on. One statement."""
    return panels.register_progress(view, rows)


@register.simple_tag
def status_of(progress, risk):
    """`{% status_of progress row.index.risk %}`: the mark of one risk of the same."""
    return status_mark(progress.of.get(risk))
