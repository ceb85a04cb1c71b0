"""What was let pass in a paper: sensitive figures and sentences that a body releases, findings that may stand."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from registers.models import Organisation, Post
from registers.views.people import posted
from reports import rules
from reports import rules_papers as allows
from reports.actions import clearing as actions
from reports.forms_issuing import AcceptForm, ReleaseForm
from reports.models import Edition
from reports.papers.accepting import finding_called
from reports.papers.releasing import public_texts, used_figures
from reports.views.clearing import trail
from reports.views.papers import get_paper

WITHHELD = "Words of a sensitive part"


@require_http_methods(["GET", "POST"])
@never_cache
def releases(request, slug):
    """The sensitive figures and sentences that a body has released into public text; and another one."""
    paper = get_paper(request, slug)
    may = request.user.has_perm("reports.release_text", paper) and allows.can_write(paper)
    if request.method == "POST" and not may:
        raise PermissionDenied
    form = _release_form(request, paper) if may else None
    if form is not None and form.is_valid():
        said = form.cleaned_data
        try:
            actions.release(paper=paper, by=request.user, organisation=said["post"].organisation, **said)
        except ValidationError as refusal:
            form.take(refusal)
        else:
            messages.success(request, "Released")
            return redirect("reports:paper-releases", paper.slug)
    rows = paper.releases.select_related("organisation", "post", "by")
    reads_all = rules.can_make(paper, Edition.FULL, request.audience)
    context = {
        "paper": paper,
        "rows": [(n, row, row.sentence if reads_all or not row.is_taken_back else "") for n, row in enumerate(rows, 1)],
        "form": form,
        "can_write": allows.can_write(paper),
        "breadcrumbs": trail(paper, "Released"),
    }
    return render(request, "reports/issuing/releases.html", context)


def _release_form(request, paper):
    """Figures are told to who is cleared for all of the paper; posts are those of the person's own body."""
    own = Organisation.objects.filter(pk__in=request.audience.papers_of & request.audience.cleared)
    own = own.filter(pk__in=[body.pk for body in paper.bodies])
    told = rules.can_make(paper, Edition.FULL, request.audience)
    figures = [figure for figure in used_figures(paper) if figure.is_sensitive] if told else []
    return ReleaseForm(posted(request), figures=figures, posts=Post.objects.filter(organisation__in=own, until=None))


@require_POST
def release_take_back(request, slug, number):
    """What was released is sensitive again."""
    paper = get_paper(request, slug, needs="reports.release_text")
    row = _numbered(paper.releases.all(), number)
    if row.organisation_id not in request.audience.papers_of:
        raise PermissionDenied
    return _taken_back(request, actions.take_back_release, {"release": row}, "reports:paper-releases", paper)


@require_safe
@never_cache
def accepted(request, slug):
    """The findings of the checks that somebody let stand, with their reasons."""
    paper = get_paper(request, slug)
    reads_all = rules.can_make(paper, Edition.FULL, request.audience)
    told = " ".join(text for _, text in public_texts(paper))
    rows = enumerate(paper.acceptances.select_related("by"), 1)
    context = {
        "paper": paper,
        "rows": [(n, row, row.excerpt if reads_all or row.excerpt in told else WITHHELD) for n, row in rows],
        "can_take_back": allows.can_write(paper) and request.user.has_perm("reports.accept_finding", paper),
        "breadcrumbs": trail(paper, "Let stand"),
    }
    return render(request, "reports/issuing/accepted.html", context)


@require_http_methods(["GET", "POST"])
@never_cache
def accept(request, slug):
    """Let a finding of the checks stand, with the reason: ?finding= says which."""
    paper = get_paper(request, slug, needs="reports.accept_finding")
    key = request.POST.get("finding") or request.GET.get("finding", "")
    found = finding_called(paper, key)
    if found is None or not rules.can_make(paper, Edition.FULL, request.audience):
        raise Http404("The checks find no such thing any more")  # they compare with what is sensitive
    finding = found.finding
    form = AcceptForm(posted(request), initial={"finding": key})
    if form.is_valid():
        said = {"finding": key, "family": finding.family, "excerpt": finding.excerpt}
        try:
            allows.check_can_accept(finding)
            actions.accept(paper=paper, by=request.user, reason=form.cleaned_data["reason"], **said)
        except ValidationError as refusal:
            form.take(refusal)
        else:
            messages.success(request, "It may stand")
            return redirect("reports:paper-checks", paper.slug)
    context = {
        "form": form,
        "title": "Let this stand?",
        "text": f"{finding.place}: {finding.why}",
        "consequences": [f"“{finding.excerpt}”"] if finding.excerpt else [],
        "confirm_text": "Let it stand",
        "cancel_url": reverse("reports:paper-checks", args=[paper.slug]),
        "breadcrumbs": trail(paper, "Let stand"),
    }
    return render(request, "components/confirm.html", context)


@require_POST
def acceptance_take_back(request, slug, number):
    """A finding counts again."""
    paper = get_paper(request, slug, needs="reports.accept_finding")
    row = _numbered(paper.acceptances.all(), number)
    return _taken_back(request, actions.take_back_acceptance, {"acceptance": row}, "reports:paper-accepted", paper)


def _numbered(rows, number):
    found = list(rows)[number - 1 : number]
    if not found:
        raise Http404("There is no such entry")
    return found[0]


def _taken_back(request, act, row, address, paper):
    try:
        act(by=request.user, **row)
    except ValidationError as refusal:
        messages.warning(request, refusal.messages[0])
    else:
        messages.success(request, "Taken back")
    return redirect(address, paper.slug)
