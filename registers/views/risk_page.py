"""One risk on its page."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from registers.views.common import asked_scope, get_risk, see_risk


@require_safe
def risk(request, organisation, register, ref):
    found = get_risk(request, organisation, register, ref)
    seen = see_risk(request, found, asked_scope(request).scope)
    return HttpResponse(seen.details.title)
