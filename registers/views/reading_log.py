"""Who read or downloaded which sensitive text of a body, and when."""

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from registers import clock
from registers.access import memberships_of
from registers.forms.people import LogFilter
from registers.models import Organisation, SensitiveRead, User
from registers.views.people import frame

A_PAGE = 50


@require_safe
def reading_log(request):
    """The log of the bodies one looks after, filtered by person, day and kind."""
    organisations = bodies_logged(request)
    reads = SensitiveRead.objects.visible_to(request.audience).filter(organisation__in=organisations)
    people = User.objects.filter(pk__in=reads.values("user")).order_by("name", "email")
    form = LogFilter(request.GET, organisations=organisations, people=people)
    if form.is_valid():
        reads = _filtered(reads, form.cleaned_data)
    shown = reads.select_related("user", "organisation").order_by("-at", "-pk")
    context = {
        "form": form,
        "page": Paginator(shown, A_PAGE).get_page(request.GET.get("page")),
        "several": len(organisations) > 1,
    }
    chosen = [body for body in organisations if body.slug == request.GET.get("body")]
    body = (chosen or organisations)[0]
    return render(request, "registers/reading_log.html", frame(body, "log", ("Reading log", "")) | context)


def bodies_logged(request) -> list[Organisation]:
    """The bodies whose logs one looks after; 403 for members who look after none, 404 for strangers."""
    found = Organisation.objects.filter(kind=Organisation.Kind.BODY)
    found = [body for body in found if request.user.has_perm("registers.view_log", body)]
    if not found:
        if memberships_of(request.user):
            raise PermissionDenied
        raise Http404("There is no such page")
    return found


def _filtered(reads, asked):
    if asked.get("body"):
        reads = reads.filter(organisation__slug=asked["body"])
    if asked["person"]:
        reads = reads.filter(user__email=asked["person"])
    if asked["since"]:
        reads = reads.filter(at__gte=clock.moment_on(asked["since"], 0))
    if asked["until"]:
        reads = reads.filter(at__lte=clock.end_of(asked["until"]))
    if asked["kind"]:
        reads = reads.filter(kind=asked["kind"])
    return reads
