"""One risk on one page, as it is taken to a meeting. Its PDF says the same (reports/papers/risk_template.py)."""

from urllib.parse import urlencode

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from registers.models import Risk
from registers.views.common import asked_scope, get_risk, note_sensitive_read
from registers.views.reading import shown_scope
from reports.papers.risk_template import risk_page


@require_safe
def risk_template(request, organisation, register, ref):
    """The one-page template of a risk, as this person may see it, on the page."""
    risk = get_risk(request, organisation, register, ref)
    asked = asked_scope(request)
    try:
        page, view = risk_page(risk, request.audience, asked.scope)
    except Risk.DoesNotExist:
        raise Http404("There was no such risk then") from None
    note_sensitive_read(request, view, f"Risk {risk.register.path}/{risk.ref} on one page")
    time = f"?{urlencode(asked.query)}" if asked.query else ""
    context = {
        "page": page,
        "risk": risk,
        "scope": shown_scope(asked, view),
        "marking": page.marking,
        "has_errors": bool(asked.errors),
        "errors": [{"text": text} for text in asked.errors],
        "pdf_url": reverse("reports:risk-template-pdf", args=[organisation, register, ref]) + time,
        "breadcrumbs": [
            {"text": "Registers", "url": reverse("registers:registers")},
            {"text": risk.register.title, "url": risk.register.get_absolute_url() + time},
            {"text": f"Risk {page.ref}", "url": risk.get_absolute_url() + time},
            {"text": "On one page"},
        ],
    }
    return render(request, "reports/risk_template.html", context)
