"""Issuing a paper to the Panel, and publishing it: what stands in the way, one press, and what became of it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from registers.models import Organisation
from registers.views.people import posted
from reports import rules_papers as allows
from reports.actions import issuing as actions
from reports.actions import publishing
from reports.forms_issuing import IssueForm, OralNoteForm
from reports.models import Edition, Issue, Issuing
from reports.papers.accepting import findings_of
from reports.papers.answering import answers
from reports.papers.clearing import standing
from reports.papers.preparing import prepare
from reports.views.clearing import shown
from reports.views.editions import get_issue, issue_crumbs
from reports.views.papers import crumbs, get_paper


@require_http_methods(["GET", "POST"])
@never_cache
def issue(request, slug):
    """What will be issued, every cause that stands in the way, and the press that issues it."""
    paper = get_paper(request, slug, needs="reports.issue_paper")
    prepared = prepare(paper)
    first = allows.kinds_of_issue(paper) == [Issue.Kind.FIRST]
    form = IssueForm(posted(request), is_first=first)
    looked_at = shown(request, f"{paper.slug} issue", prepared.parts.whole)
    if form.is_valid():
        said = {"kind": Issue.Kind.FIRST} | form.cleaned_data
        try:
            return redirect(actions.ask(paper=paper, by=request.user, digest=looked_at, **said))
        except ValidationError as refusal:
            form.take(refusal)
    context = {
        "paper": paper,
        "form": form,
        "blockers": prepared.blockers,
        "rows": standing(paper, prepared.parts),
        "bases": paper.bases.select_related("register"),
        "appendices": prepared.documents[Edition.PUBLIC].appendices,
        "answers": answers(paper, prepared.documents[Edition.FULL]),
        "findings": sum(found.acceptance is None for found in findings_of(paper)),
        "under_way": _under_way(paper),
        "failed": _failed(paper),
        "breadcrumbs": [crumbs(paper)[0], {"text": paper.title}, {"text": "Issue to the Panel"}],
    }
    return render(request, "reports/issuing/issue_form.html", context)


def _latest(paper):
    return Issuing.objects.filter(rendering__paper=paper).select_related("rendering__requested_by").last()


def _under_way(paper):
    """The job that somebody has on its way."""
    last = _latest(paper)
    is_waiting = last is not None and last.rendering.shown_state in ("waiting", "running")
    return last.rendering if is_waiting else None


def _failed(paper):
    """Why the last attempt came to nothing, where nothing has been issued since."""
    last = _latest(paper)
    if last is None or last.rendering.shown_state != "failed":
        return None
    return last.rendering


# Publishing -----------------------------------------------------------------------------------------------------------


@require_http_methods(["GET", "POST"])
def allow(request, slug, number, organisation):
    """A body allows an issue to be published, or takes that back."""
    found = get_issue(request, slug, number)
    body = Organisation.objects.filter(slug=organisation).first()
    if body is None or body not in found.paper.bodies:
        raise Http404("Its bodies alone allow a paper to be published")
    if not request.user.has_perm("reports.allow_publishing", found.paper) or body.pk not in request.audience.papers_of:
        raise PermissionDenied
    is_allowed = not allows.bodies_allowing(found)[body.pk]
    question = {
        "title": f"Allow it to be published for {body.short_name}?" if is_allowed else "Take that back?",
        "text": "The Panel’s secretariat may then publish the public edition, on its own day."
        if is_allowed
        else "The Panel’s secretariat may not publish it then.",
        "confirm_text": "Allow it" if is_allowed else "Take it back",
    }

    def act():
        publishing.allow(issue=found, by=request.user, organisation=body, is_allowed=is_allowed)

    return _ask_first(request, found, question, act, "Allowed" if is_allowed else "Taken back")


@require_http_methods(["GET", "POST"])
def publish(request, slug, number):
    """Publish the public edition of an issue."""
    found = get_issue(request, slug, number)
    if not request.user.has_perm("reports.publish_paper", found.paper):
        raise PermissionDenied
    question = {
        "title": "Publish the public edition?",
        "text": f"{found.paper.title}: {found.get_kind_display().lower()} {found.number}.",
        "consequences": [
            "From now on it is public, and that cannot be undone.",
            "The full edition is not published.",
            "Where the bodies have turned their public pages on, everybody can read it without signing in.",
        ],
        "confirm_text": "Publish it",
        "kind": "warning",
    }
    return _ask_first(request, found, question, lambda: publishing.publish(issue=found, by=request.user), "Published")


def _ask_first(request, found, question, act, done):
    address = reverse("reports:issue", args=[found.paper.slug, found.number])
    if request.method == "POST":
        try:
            act()
        except ValidationError as refusal:
            messages.warning(request, refusal.messages[0])
        else:
            messages.success(request, done)
        return redirect(address)
    context = question | {"cancel_url": address, "breadcrumbs": issue_crumbs(found, question["title"])}
    return render(request, "components/confirm.html", context)


# What was said --------------------------------------------------------------------------------------------------------


@require_http_methods(["GET", "POST"])
def oral_note(request, slug, section):
    """Note what was said at the meeting in an oral update."""
    paper = get_paper(request, slug, needs="reports.note_oral_update")
    found = paper.sections.filter(slug=section).exclude(speaker="").first()
    if found is None:
        raise Http404("There is no such oral update")
    form = OralNoteForm(posted(request))
    address = reverse("reports:issues", args=[paper.slug])
    if form.is_valid():
        try:
            publishing.note_oral_update(paper=paper, section=found, by=request.user, **form.cleaned_data)
        except ValidationError as refusal:
            form.take(refusal)
        else:
            messages.success(request, "Noted. The edition stays as it was issued")
            return redirect(address)
    context = {
        "form": form,
        "title": f"What was said: {found.heading}",
        "text": f"Given by {found.speaker}. The edition stays as it was issued.",
        "confirm_text": "Save the note",
        "cancel_url": address,
        "breadcrumbs": [*crumbs(paper, "Issued"), {"text": "Oral update"}],
    }
    return render(request, "components/confirm.html", context)
