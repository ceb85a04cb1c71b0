"""Who took which list out of the portal, and when: for the administrators of a body, and for oneself."""

from django.core.paginator import Paginator
from django.http import QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_safe

from registers import clock
from registers.models import User
from registers.views.people import frame
from registers.views.reading_log import bodies_logged
from reports.forms_exports import ExportLogFilter
from reports.models import Export

A_PAGE = 50
TIMES = ("as_at", "known_at", "since", "from", "to")


@require_safe
def exports(request):
    """The exports that hold facts of the bodies whose log one looks after."""
    bodies = bodies_logged(request)
    found = Export.objects.visible_to(request.audience).filter(bodies__in=bodies).distinct()
    people = User.objects.filter(pk__in=found.values("user")).order_by("name", "email")
    form = ExportLogFilter(request.GET, organisations=bodies, people=people)
    chosen = [body for body in bodies if body.slug == request.GET.get("body")]
    context = frame((chosen or bodies)[0], "exports", ("Downloads", ""))
    more = {
        "heading": "Who downloaded which list",
        "several": len(bodies) > 1,
        "complete": [body for body in bodies if request.user.has_perm("reports.export_body", body)],
    }
    return _log(request, found, form, context | more)


@require_safe
def my_exports(request):
    """What one has downloaded oneself."""
    found = Export.objects.visible_to(request.audience).filter(user=request.user)
    context = {"heading": "Lists you have downloaded", "is_own": True}
    return _log(request, found, ExportLogFilter(request.GET), context)


def _log(request, found, form, context):
    if form.is_valid():
        found = _filtered(found, form.cleaned_data)
    shown = found.select_related("user").prefetch_related("bodies").order_by("-at", "-pk")
    page = Paginator(shown, A_PAGE).get_page(request.GET.get("page"))
    lines = [_line(export, request) for export in page]
    return render(request, "reports/export_log.html", context | {"form": form, "page": page, "lines": lines})


def _filtered(found, asked):
    if asked.get("body"):
        found = found.filter(bodies__slug=asked["body"])
    if asked.get("person"):
        found = found.filter(user__email=asked["person"])
    if asked["since"]:
        found = found.filter(at__gte=clock.moment_on(asked["since"], 0))
    if asked["until"]:
        found = found.filter(at__lte=clock.end_of(asked["until"]))
    if asked["format"]:
        found = found.filter(format=asked["format"])
    return found


def _line(export, request):
    """What a line tells. How many rows there were, and what was looked for, could tell of what is withheld: only who
    asked is told, and who is cleared by every body whose facts the file holds."""
    bodies = list(export.bodies.all())
    is_own = export.user_id == request.user.pk
    may_tell = is_own or {body.pk for body in bodies} <= request.audience.cleared
    question = _question(QueryDict(export.query), may_tell)
    return {"export": export, "bodies": bodies, "question": question, "tells_rows": may_tell}


def _question(query, may_tell) -> str:
    """How the list was narrowed, sorted and dated."""
    asked = {name: [value for value in values if value] for name, values in query.lists() if name != "page"}
    names = {name: values for name, values in asked.items() if values}
    if may_tell:
        return ", ".join(f"{name.replace('_', ' ')} {value}" for name, values in names.items() for value in values)
    told = [f"{name.replace('_', ' ')} {value}" for name in TIMES for value in names.pop(name, ())]
    return ", ".join([*told, *(["filtered or sorted"] if names else [])])
