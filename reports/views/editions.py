"""What was issued of a paper: its issues, each edition as page and PDF, its files, and what has changed since."""

import re

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from registers.actions.people import log_sensitive_read
from registers.models import SensitiveRead
from registers.templatetags.portal_tags import day
from reports import rules_papers as allows
from reports.models import Issue, IssuedEdition, IssuedFile, OralNote, Paper, RequestTurn
from reports.models.requests import PanelRequest
from reports.visibility_papers import drafts_of

BODY = re.compile(r"<body[^>]*>(.*)</body>", re.DOTALL)
MAIN = re.compile(r"</?main[^>]*>")


# Finding them ---------------------------------------------------------------------------------------------------------


def get_issued_paper(request, slug) -> Paper:
    """A paper of which this audience sees an issue."""
    seen = Issue.objects.visible_to(request.audience).order_by().values("paper")
    paper = Paper.objects.filter(pk__in=seen, slug=slug).select_related("organisation").first()
    if paper is None:
        raise Http404("There is no such paper")
    return as_issued([paper], request.audience)[0]


def get_issue(request, slug, number) -> Issue:
    seen = Issue.objects.visible_to(request.audience).select_related("paper__organisation", "issued_by", "published_by")
    found = seen.filter(paper__slug=slug, number=number).first()
    if found is None:
        raise Http404("There is no such issue")
    as_issued([found.paper], request.audience)
    return found


def get_edition(request, slug, number, edition) -> IssuedEdition:
    """An edition that this audience may read. One that is there and is not for them is not told."""
    seen = IssuedEdition.objects.visible_to(request.audience).select_related("issue__paper__organisation")
    found = seen.filter(issue__paper__slug=slug, issue__number=number, edition=edition).first()
    if found is None:
        raise Http404("There is no such edition")
    as_issued([found.issue.paper], request.audience)
    return found


def issued_crumbs(paper, *more):
    """Papers > the paper > this page: for readers, who know it by what was issued."""
    trail = [{"text": "Papers", "url": reverse("reports:papers")}]
    if not more:
        return [*trail, {"text": paper.title}]
    trail.append({"text": paper.title, "url": reverse("reports:issues", args=[paper.slug])})
    return [*trail, *({"text": text} for text in more)]


def issue_crumbs(issue, *more):
    """Papers > the paper > the issue > this page."""
    trail = issued_crumbs(issue.paper, issue.name)
    if more:
        trail[-1]["url"] = reverse("reports:issue", args=[issue.paper.slug, issue.number])
    return [*trail, *({"text": text} for text in more)]


# Pages ----------------------------------------------------------------------------------------------------------------


@require_safe
def issues(request, slug):
    """A paper as it was issued: every issue, the last first, and what was said of it at the meeting."""
    return issues_of(request, get_issued_paper(request, slug))


def as_issued(papers, audience) -> list[Paper]:
    """Papers under the titles that this reader knows: who does not read one as it is written, as it was issued."""
    written = set(drafts_of(audience).values_list("pk", flat=True))
    papers = list(papers)
    others = [paper for paper in papers if paper.pk not in written]
    issues = Issue.objects.visible_to(audience).filter(paper__in=others).order_by("number")
    titles = dict(issues.values_list("paper", "snapshot__paper__title"))
    for paper in others:
        paper.title = titles.get(paper.pk, paper.title)
    return papers


def for_readers(request, paper):
    """A paper for whoever may not read it as it is written: what was issued of it, or the page that issues it."""
    if Issue.objects.visible_to(request.audience).filter(paper=paper).exists():
        return issues_of(request, as_issued([paper], request.audience)[0])
    return redirect("reports:paper-issue", paper.slug)


def issues_of(request, paper):
    """The page of a paper for whoever reads what was issued of it."""
    found = Issue.objects.visible_to(request.audience).filter(paper=paper).order_by("-number")
    notes = OralNote.objects.visible_to(request.audience).filter(paper=paper).select_related("section", "by")
    oral = paper.sections.exclude(speaker="").in_order()
    can_note = request.user.has_perm("reports.note_oral_update", paper)
    context = {
        "paper": paper,
        "issues": [{"issue": one, "editions": editions_of(request, one)} for one in found],
        "notes": notes,
        "oral": oral if can_note else [],
        "answers": answers_in(paper, request.audience, found.first()),
        "is_writer": request.user.has_perm("reports.view_paper", paper),
        "marking": "OFFICIAL-SENSITIVE" if notes else "OFFICIAL",
        "breadcrumbs": issued_crumbs(paper),
    }
    if notes:
        for body in paper.bodies:
            _note(request, body.pk, f"{_named(paper)}: what was said at the meeting")
    return render(request, "reports/issuing/issues.html", context)


def editions_of(request, issue) -> list[IssuedEdition]:
    seen = IssuedEdition.objects.visible_to(request.audience).filter(issue=issue)
    return list(seen.select_related("html", "pdf", "issue__paper").prefetch_related("files__blob").order_by("-edition"))


def answers_in(paper, audience, issue) -> list[dict]:
    """The requests that a paper answers, and in which paragraph of what was issued."""
    seen = PanelRequest.objects.visible_to(audience)
    turns = RequestTurn.objects.filter(paper=paper, request__in=seen).exclude(paragraph="")
    turns = turns.select_related("request").order_by("request__number", "recorded_at", "pk")
    shown = IssuedEdition.objects.visible_to(audience).filter(issue=issue).order_by("edition").first()
    latest = {turn.request_id: turn for turn in turns}
    return [{"turn": turn, "url": shown and f"{shown.get_absolute_url()}{anchor(turn)}"} for turn in latest.values()]


def anchor(turn) -> str:
    """Where the page of an edition shows a paragraph: 1.6 at #p-1-6."""
    number = re.match(r"\d+(?:\.\d+)*[a-z]?", turn.paragraph)
    return f"#p-{number[0].replace('.', '-')}" if number else ""


@require_safe
def issue(request, slug, number):
    """One issue: its editions with their checksums, why it was issued, and how far it is with being published."""
    found = get_issue(request, slug, number)
    user, paper = request.user, found.paper
    allowing = allows.bodies_allowing(found)
    may_allow = user.has_perm("reports.allow_publishing", paper) and found.published_at is None
    served = request.audience.papers_of
    context = {
        "issue": found,
        "paper": paper,
        "editions": editions_of(request, found),
        "bodies": [
            {"body": body, "allows": allowing[body.pk], "may": may_allow and body.pk in served} for body in paper.bodies
        ],
        "shows_allowing": bool(served) or request.audience.issues_papers,
        "can_publish": user.has_perm("reports.publish_paper", paper) and allows.can_publish(found),
        "breadcrumbs": issue_crumbs(found),
    }
    return render(request, "reports/issuing/issue.html", context)


@require_safe
@never_cache
def edition(request, slug, number, edition):
    """An edition as a page: the same text as its PDF."""
    found = get_edition(request, slug, number, edition)
    note_edition_read(request, found)
    context = {
        "edition": found,
        "issue": found.issue,
        "paper": found.issue.paper,
        "content": page_of(found),
        "marking": found.marking,
        "breadcrumbs": issue_crumbs(found.issue, found.get_edition_display()),
    }
    return render(request, "reports/issuing/edition.html", context)


def page_of(edition) -> SafeString:
    """What stands in an edition's stored page, to be put into one of ours: it was drawn and cleaned when issued."""
    html = bytes(edition.html.content).decode()
    body = BODY.search(html)
    return mark_safe(MAIN.sub("", body[1] if body else ""))  # noqa: S308 - our own templates drew it


@require_safe
@never_cache
def edition_pdf(request, slug, number, edition):
    """The stored PDF, byte for byte."""
    found = get_edition(request, slug, number, edition)
    note_edition_read(request, found, kind=SensitiveRead.Kind.DOWNLOAD)
    return download(found.pdf, found.file_name)


@require_safe
@never_cache
def edition_file(request, slug, number, edition, place):
    """A file appendix that went out with an edition."""
    found = get_edition(request, slug, number, edition)
    file = get_file(found, place)
    note_edition_read(request, found, kind=SensitiveRead.Kind.DOWNLOAD, what=file.label)
    return download(file.blob, file.file_name)


def get_file(edition, place) -> IssuedFile:
    """The first, second ... file beside an edition."""
    files = list(edition.files.select_related("blob").order_by("label", "pk"))
    if not 0 < place <= len(files):
        raise Http404("There is no such file")
    return files[place - 1]


def download(blob, file_name) -> HttpResponse:
    """Bytes as a file to keep, never shown in a page of ours."""
    response = HttpResponse(bytes(blob.content), content_type=blob.content_type)
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=file_name)
    return response


def note_edition_read(request, edition, kind=SensitiveRead.Kind.READ, what="") -> None:
    """Log that somebody read sensitive text of each body of which an edition holds some."""
    words = f"{_named(edition.issue.paper)}: {edition.get_edition_display().lower()}"
    words += f", issue {edition.issue.number}" + (f", {what}" if what else "")
    for organisation in edition.holds_sensitive_of.values_list("pk", flat=True):
        _note(request, organisation, words, kind)


def _note(request, organisation, what, kind=SensitiveRead.Kind.READ):
    log_sensitive_read(organisation_id=organisation, user=request.user, what=what, kind=kind)


def _named(paper):
    return f"{paper.title}, {day(paper.panel_date)}"
