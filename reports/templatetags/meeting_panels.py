"""Panels by which a risk's page shows what boards and the Panel asked about it. A panel costs a few statements."""

from django import template

from reports.follow_up_panels import about_risk

register = template.Library()


@register.inclusion_tag("reports/partials/risk_follow_ups.html", takes_context=True)
def follow_ups_panel(context, risk, asked):
    """`{% follow_ups_panel risk asked %}`: what is asked and to be done about the risk of a page."""
    request, marking = context["request"], context.get("marking", "OFFICIAL")
    found = about_risk(request.user, request.audience, risk, asked, marking)
    return {"found": found, "time": context.get("time", "")}
