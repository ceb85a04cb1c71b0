"""Dashboards: of one body or of both, of a month or as at a meeting; the lists behind their figures, and the brief."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from controls.progress import Status
from registers import clock
from registers.actions.people import log_sensitive_read
from registers.audience import WITHHELD
from registers.details import details
from registers.filters import SORT_NEEDS, ordered
from registers.form_rendering import parse_day
from registers.lists import Columns, Teller
from registers.models import Organisation
from registers.views.common import highest, marking_of, note_sensitive_read
from reports.actions import renderings
from reports.brief import brief_of
from reports.dashboard_asked import Asked, meeting_slug
from reports.decisions import decisions
from reports.figures import PROGRESS, corporate_registers, read_registers
from reports.kept_pages import kept_page
from reports.models import Meeting, What
from reports.months import Month

PAGE = 25


@dataclass(frozen=True)
class Choice:
    """A dashboard one may look at."""

    title: str
    body: str  # slug; "joint" for both
    months: list[dict]


@require_safe
def dashboards(request):
    """Which there are: one's own body's first. 404 for whoever sees no register."""
    bodies = _bodies(request)
    if not bodies and not request.audience.works_anywhere:
        raise Http404("There is no dashboard to see")
    months = _latest_months()
    choices = [Choice(body.short_name, body.slug, _links(months, body)) for body in bodies]
    if len(bodies) > 1:
        choices.append(Choice("Joint", "joint", _links(months, None)))
    context = {"choices": choices, "breadcrumbs": [{"text": "Dashboard"}]}
    return render(request, "reports/dashboard/choose.html", context)


def _bodies(request) -> list[Organisation]:
    """Those whose corporate register one may see, one's own first."""
    found = [register.organisation for register in corporate_registers(request.audience)]
    return sorted(dict.fromkeys(found), key=lambda body: body.pk not in request.audience.working)


def _latest_months() -> list[Month]:
    month, found = Month.of(clock.today()), []
    for _ in range(4):
        found.append(month)
        month = month.before
    return found


def _links(months, body):
    return [{"text": month.words, "url": _url("dashboard", body, month)} for month in months]


def _url(name, body, month):
    if body is None:
        return reverse(f"reports:joint-{name}", args=[str(month)])
    return reverse(f"reports:{name}", args=[body.slug, str(month)])


# What was asked for --------------------------------------------------------------------------------------------------


def asked_of(request, organisation, month) -> Asked:
    """Which dashboard: 404 where the reader sees none of its registers, or the month is none or yet to come."""
    found, today = Month.called(month), clock.today()
    if found is None or found.first_day > today:
        raise Http404("There is no such month")
    bodies = _asked_bodies(request, organisation)
    meeting = _asked_meeting(request)
    if meeting is not None and Month.of(min(meeting.on, today)) != found:
        raise Http404("The board did not meet that month")
    return Asked.of(bodies, organisation is None, found, meeting)


def _asked_bodies(request, organisation):
    bodies = Organisation.objects.filter(kind=Organisation.Kind.BODY).order_by("order", "pk")
    bodies = list(bodies if organisation is None else bodies.filter(slug=organisation))
    registers = corporate_registers(request.audience, bodies)
    seen = {register.organisation_id for register in registers}
    if not seen or (organisation is None and len(seen) < 2):
        raise Http404("There is no such dashboard")
    return [body for body in bodies if body.pk in seen]


def _asked_meeting(request) -> Meeting | None:
    """The meeting in ?meeting=board/day; 404 for one that the reader may not know of."""
    text = request.GET.get("meeting", "").strip()
    if not text:
        return None
    board, _, day = text.partition("/")
    seen = Meeting.objects.visible_to(request.audience).exclude(status=Meeting.Status.CANCELLED)
    found = seen.filter(board__slug=board, on=parse_day(day)).select_related("board__organisation").first()
    if found is None:
        raise Http404("There was no such meeting")
    return found


# The pages -----------------------------------------------------------------------------------------------------------


@require_safe
def dashboard(request, month, organisation=None):
    """One page to know what to talk about."""
    asked = asked_of(request, organisation, month)
    page = kept_page("reports/dashboard/body.html", request.audience, asked, lambda shown: _frame(request, asked))
    return _told(request, asked, page, page.title)


def _told(request, asked, page, what):
    for body in page.sensitive_of:
        log_sensitive_read(organisation_id=body, user=request.user, what=what)
    context = {"asked": asked, "page": page, "marking": page.marking, "today_url": _today_url(asked)}
    return render(request, "reports/dashboard/kept.html", context | {"title": what})


def _today_url(asked):
    return asked.of_month(Month.of(clock.today()))


def _frame(request, asked: Asked):
    today = Month.of(clock.today())
    return {
        "asked": asked,
        "scope": None if asked.is_now else asked.scope,
        "earlier": asked.of_month(asked.month.before),
        "later": asked.of_month(asked.month.after) if asked.month < today else "",
        "today_url": _today_url(asked),
        "meetings": _meetings(request, asked),
        "may_have_pdf": renderings.may_have_dashboard(request.audience, asked),
    }


def _meetings(request, asked: Asked) -> list[dict]:
    """The meetings of that month, and of those that have been due the dashboard as at each."""
    month, today = asked.month, clock.today()
    seen = Meeting.objects.visible_to(request.audience).exclude(status=Meeting.Status.CANCELLED)
    seen = seen.filter(on__gte=month.first_day, on__lte=month.last_day)
    if not asked.is_joint:
        seen = seen.filter(board__settles__organisation=asked.bodies[0]).distinct()
    return [
        {
            "meeting": meeting,
            "url": meeting.on <= today and f"{asked.of_month(month)}?{urlencode({'meeting': meeting_slug(meeting)})}",
            "is_shown": meeting == asked.meeting,
        }
        for meeting in seen.select_related("board").order_by("on", "board__name")
    ]


def crumbs(asked: Asked, *more: str) -> list[dict]:
    found = [
        {"text": "Dashboard", "url": reverse("reports:dashboards")},
        {"text": f"{asked.title}, {asked.month.words}"},
    ]
    if more:
        found[-1]["url"] = asked.url
    return [*found, *({"text": text} for text in more)]


@require_safe
def needed_decisions(request, month, organisation=None):
    """Everything that needs a decision."""
    asked = asked_of(request, organisation, month)
    parts = read_registers(request.audience.unnamed(), asked)
    found = decisions(request.audience.unnamed(), asked, parts)
    for part in parts:
        note_sensitive_read(request, part.view, f"{asked.title}: what needs a decision")
    context = _frame(request, asked) | {
        "found": found,
        "page": Paginator(found.items, PAGE).get_page(request.GET.get("page")),
        "marking": highest(marking_of(part.view, part.now.rows) for part in parts),
        "breadcrumbs": crumbs(asked, "Needs a decision"),
    }
    return render(request, "reports/dashboard/decisions.html", context)


@require_safe
def risks(request, organisation, month):
    """The open risks behind one figure."""
    asked = asked_of(request, organisation, month)
    part = read_registers(request.audience.unnamed(), asked)[0]
    show = request.GET.get("show", "")
    keys = part.behind(show)
    if keys is None:
        raise Http404("There is no such figure")
    view = part.view
    rows = [] if keys is WITHHELD else [row for row in part.open if row.risk in keys]
    sort = request.GET.get("sort", "")
    sort = sort if (needs := SORT_NEEDS.get(sort.removeprefix("-"))) and view.sees(needs) else "order"
    page = Paginator(ordered(rows, sort), PAGE).get_page(request.GET.get("page"))
    said = details(view, list(page.object_list), with_objectives=False)
    teller = Teller(view, asked.time(asked.since), part.changed)
    note_sensitive_read(request, view, f"{asked.title}: {title_of(show).lower()}")
    context = _frame(request, asked) | {
        "title": title_of(show),
        "sort": sort,
        "is_withheld": keys is WITHHELD,
        "page": page,
        "rows": [teller.row(row, said[row.risk]) for row in page.object_list],
        "columns": Columns.of(view),
        "view": view,
        "marking": marking_of(view, rows),
        "breadcrumbs": crumbs(asked, title_of(show)),
    }
    return render(request, "reports/dashboard/risks.html", context)


TITLES = {
    "above-appetite": "Above appetite",
    "no-owner": "No owner",
    "no-control": "No control",
    "at-target": "Target equal to current score",
    "stale": "Nothing said for more than a quarter",
}


def title_of(show: str) -> str:
    return TITLES.get(show) or f"Progress: {Status(show.removeprefix(PROGRESS)).label.lower()}"


# The brief, and files ------------------------------------------------------------------------------------------------


@require_safe
def brief(request, month, organisation=None):
    """The Deputy Mayor's monthly item, on one page."""
    asked = asked_of(request, organisation, month)

    def context(shown):
        return _frame(request, asked) | {"brief": brief_of(shown)}

    page = kept_page("reports/dashboard/brief_page.html", request.audience, asked, context)
    return _told(request, asked, page, f"Brief: {page.title}")


@require_http_methods(["GET", "POST"])
def dashboard_pdf(request, month, organisation=None, what=What.DASHBOARD):
    """Have the dashboard made as PDF, as this person may see it."""
    asked = asked_of(request, organisation, month)
    if not renderings.may_have_dashboard(request.audience, asked):
        raise PermissionDenied
    if request.method == "POST":
        return redirect(renderings.request_dashboard(what=what, asked=asked, by=request.user))
    name = "Brief" if what == What.BRIEF else "PDF"
    context = {
        "title": f"{asked.title}, {asked.month.words}" + (": brief" if what == What.BRIEF else ""),
        "text": "The PDF holds what you may see. Only you will be able to download it, and only while you may see it.",
        "confirm_text": "Make the PDF",
        "cancel_url": asked.brief_url if what == What.BRIEF else asked.url,
        "breadcrumbs": crumbs(asked, name),
    }
    return render(request, "components/confirm.html", context)
