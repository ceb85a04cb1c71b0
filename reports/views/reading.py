"""The Panel's pages: its meetings, the papers to each, what changed since the last of their kind, and its requests."""

from collections import defaultdict
from datetime import date

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from registers import clock
from registers.actions.people import log_sensitive_read
from registers.templatetags.portal_tags import day
from reports.models import Issue, PanelRequest, RequestTurn
from reports.papers.comparing import reads_in_full, since_issue, since_paper_before
from reports.views.editions import anchor, as_issued, editions_of, get_issue, issue_crumbs
from reports.visibility_meetings import reads_requests


def _may_read(request):
    """Whoever works with a body or sits on the Panel; to anybody else there is no such page."""
    if not reads_requests(request.audience):
        raise Http404("There is no such page")


def _newest(request, **chosen) -> dict:
    """{paper: its issues that the reader sees, the last first}."""
    issues = Issue.objects.visible_to(request.audience).filter(**chosen).select_related("paper__organisation")
    found = defaultdict(list)
    for issue in issues.order_by("paper__panel_date", "paper__agenda_item", "paper__slug", "-number"):
        found[issue.paper].append(issue)
    return found


@require_safe
def meetings(request):
    """The meetings of the Panel that papers were issued to, the next first."""
    _may_read(request)
    by_day = defaultdict(list)
    for paper, issues in _newest(request).items():
        paper.title = paper.issued_title = issues[0].title
        by_day[paper.panel_date].append(paper)
    today = clock.today()
    rows = [{"on": on, "papers": found, "is_ahead": on >= today} for on, found in sorted(by_day.items(), reverse=True)]
    context = {"rows": rows, "breadcrumbs": [{"text": "Panel meetings"}]}
    return render(request, "reports/issuing/panel_meetings.html", context)


@require_safe
@never_cache
def meeting(request, on):
    """One meeting: its papers with their editions, what changed since the last of each kind, and the requests."""
    _may_read(request)
    try:
        day_of_it = date.fromisoformat(on)
    except ValueError:
        raise Http404("There is no such day") from None
    papers = _newest(request, paper__panel_date=day_of_it)
    as_issued(papers, request.audience)
    requests = _requests(request, day_of_it, papers)
    if not papers and not requests:
        raise Http404("There is no such meeting")
    told = [_of_paper(request, paper, issues) for paper, issues in papers.items()]
    context = {
        "on": day_of_it,
        "papers": told,
        "requests": requests,
        "marking": "OFFICIAL-SENSITIVE" if any(one["is_sensitive"] for one in (*told, *requests)) else "OFFICIAL",
        "breadcrumbs": [{"text": "Panel meetings", "url": reverse("reports:panel")}, {"text": day(day_of_it)}],
    }
    return render(request, "reports/issuing/panel_meeting.html", context)


def _of_paper(request, paper, issues):
    latest = issues[0]
    changes = since_paper_before(latest, request.audience)
    holds = _holds_sensitive(latest) if changes else []
    for organisation in holds:
        what = f"{paper.title}, {day(paper.panel_date)}: what changed since the paper before"
        log_sensitive_read(organisation_id=organisation, user=request.user, what=what)
    return {
        "paper": paper,
        "issues": [{"issue": issue, "editions": editions_of(request, issue)} for issue in issues],
        "changes": changes,
        "count": sum(len(one.changes) for one in changes or ()),
        "is_sensitive": bool(holds),
    }


def _holds_sensitive(issue):
    return list(issue.editions.order_by().values_list("holds_sensitive_of", flat=True).exclude(holds_sensitive_of=None))


def _requests(request, on, papers):
    """What was due at the meeting, or answered in one of its papers, and where."""
    seen = PanelRequest.objects.visible_to(request.audience).select_related("organisation")
    turns = RequestTurn.objects.filter(request__in=seen).order_by("recorded_at", "pk").select_related("paper")
    by_request = defaultdict(list)
    known = {paper.pk: paper for paper in papers}
    for turn in turns:
        turn.paper = known.get(turn.paper_id, turn.paper)  # under the title it was issued with
        by_request[turn.request_id].append(turn)
    rows = []
    for one in seen.order_by("number"):
        answers = [turn for turn in by_request[one.pk] if turn.paper in papers and turn.paragraph]
        moved = [turn.due_on for turn in by_request[one.pk] if turn.due_on]
        due = moved[-1] if moved else one.due_on
        if due == on or answers:
            rows.append(_request_row(request, one, by_request[one.pk], answers, papers))
    return rows


def _request_row(request, one, turns, answers, papers):
    is_sensitive = one.marking == "official-sensitive"
    if is_sensitive:
        log_sensitive_read(organisation_id=one.organisation_id, user=request.user, what=str(one))
    return {
        "request": one,
        "state": RequestTurn.State(turns[-1].state).label if turns else "Open",
        "answers": [{"turn": turn, "url": _where(request, turn, papers)} for turn in answers],
        "is_sensitive": is_sensitive,
    }


def _where(request, turn, papers):
    """The paragraph in the fullest edition that the reader may have."""
    shown = editions_of(request, papers[turn.paper][0])
    fullest = min(shown, key=lambda edition: edition.edition, default=None)
    return f"{fullest.get_absolute_url()}{anchor(turn)}" if fullest else ""


@require_safe
@never_cache
def changes(request, slug, number):
    """What has changed since an issue: what of it has been corrected, and what happened afterwards."""
    issue = get_issue(request, slug, number)
    if not reads_in_full(request.audience, issue):
        raise Http404("The comparison is for those who read the full edition")
    found = since_issue(issue, request.audience)
    before = since_paper_before(issue, request.audience)
    if not found and before is None:
        raise Http404("There is nothing to compare for this reader")
    holds = _holds_sensitive(issue)
    for organisation in holds:
        what = f"{issue.paper.title}, {day(issue.paper.panel_date)}: what has changed since"
        log_sensitive_read(organisation_id=organisation, user=request.user, what=what)
    context = {
        "issue": issue,
        "paper": issue.paper,
        "registers": found,
        "before": before,
        "later": Issue.objects.visible_to(request.audience).filter(paper=issue.paper, number__gt=number),
        "marking": "OFFICIAL-SENSITIVE" if holds else "OFFICIAL",
        "breadcrumbs": issue_crumbs(issue, "What has changed since"),
    }
    return render(request, "reports/issuing/changes.html", context)
