"""Panels by which lower pages show where risks are aligned. Each takes what was read of a risk, or a list of them."""

from urllib.parse import urlencode

from django import template

from registers.position import Index
from reports.aligned_with import aligned_with
from reports.alignment_offers import offers_of_risk
from reports.unaligned import declined

register = template.Library()


@register.simple_tag
def alignments_of(audience, scope, risks, query=None):
    """`{% alignments_of audience scope risks query as ties %}`: {risk: its alignments}, of risks by their keys."""
    return aligned_with(audience, scope, list(risks), query)


@register.inclusion_tag("reports/partials/aligned_with.html", takes_context=True)
def aligned_with_panel(context, seen, asked):
    """`{% aligned_with_panel seen asked %}`: with what one risk is aligned, from a RiskView and an AskedScope."""
    if not seen.view.register.is_corporate:
        return {"is_corporate": False}
    tied = aligned_with(seen.view.audience, asked.scope, [seen.row.risk], asked.query).get(seen.row.risk, [])
    said = {} if tied else declined(Index(seen.view, (seen.row,)))
    may_offer = asked.is_now and seen.row.is_open
    return {
        "is_corporate": True,
        "offers": offers_of_risk(context["request"].user, seen.row.risk, bool(tied)) if may_offer else (),
        "tied": tied,
        "declined": said.get(seen.row.risk),
        "is_open": seen.row.is_open,
        "time": urlencode(asked.query),
    }
