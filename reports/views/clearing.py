"""A paper on its way out: ready, cleared by each post that reports, and begun again."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from registers import clock
from registers.access import posts_of
from registers.models import Post
from registers.posts import slug_of
from registers.views.people import posted
from reports import rules
from reports import rules_papers as allows
from reports.access import may_clear_for
from reports.actions import clearing as actions
from reports.forms_issuing import ClearForm, ReasonForm
from reports.models import Edition, Paper
from reports.papers.clearing import PostStanding, bodies_without_a_post, standing
from reports.papers.digest import parts_of
from reports.papers.editions import make_document
from reports.views.papers import crumbs, get_paper

SENSITIVE_PART = (
    "The paper holds sensitive text of {body}, and you are not cleared for it: who clears a part has read it. "
    "An administrator of {body} can clear you."
)


def _here(paper):
    return reverse("reports:paper-clearance", args=[paper.slug])


def trail(paper, *more):
    """Papers > the paper > clearance > this page."""
    trail = crumbs(paper, "Clearance")
    if more:
        trail[-1] = {"text": "Clearance", "url": _here(paper)}
    return [*trail, *({"text": text} for text in more)]


@require_safe
@never_cache
def clearance(request, slug):
    """How far a paper is, who has cleared it as it stands, and what may be done next."""
    paper = get_paper(request, slug)
    user, found = request.user, standing(paper, parts_of(paper))
    context = {
        "paper": paper,
        "rows": [_row(user, paper, one) for one in found],
        "without": bodies_without_a_post(paper),
        "is_cleared": bool(found) and all(one.holds for one in found) and not bodies_without_a_post(paper),
        "can_ready": paper.stage == "draft" and user.has_perm("reports.ready_paper", paper),
        "can_take_back": paper.stage == "ready" and user.has_perm("reports.ready_paper", paper),
        "can_reopen": paper.stage == "issued" and user.has_perm("reports.ready_paper", paper),
        "can_issue": user.has_perm("reports.issue_paper", paper),
        "issues": paper.issues.visible_to(request.audience).order_by("-number"),
        "unread": paper.sections.filter(is_carried=True).count() if paper.stage == "draft" else 0,
        "releases": paper.releases.filter(is_taken_back=False).count(),
        "acceptances": paper.acceptances.filter(is_taken_back=False).count(),
        "can_release": user.has_perm("reports.release_text", paper),
        "breadcrumbs": trail(paper),
    }
    return render(request, "reports/issuing/clearance.html", context)


def _row(user, paper, one: PostStanding) -> dict:
    may = allows.can_clear(paper) and may_clear_for(user, paper, one.post)
    address = [paper.slug, one.post.organisation.slug, slug_of(one.post)]
    return {
        "standing": one,
        "clear_url": reverse("reports:paper-clear", args=address) if may and not one.holds else "",
        "withdraw_url": reverse("reports:paper-clearance-withdraw", args=address) if may and one.holds else "",
    }


@require_POST
def ready(request, slug):
    """Say that it is ready to be cleared, or make it a draft again."""
    paper = get_paper(request, slug, needs="reports.ready_paper")
    is_ready = request.POST.get("to") != "draft"
    try:
        (actions.make_ready if is_ready else actions.take_back)(paper=paper, by=request.user)
    except ValidationError as refusal:
        messages.warning(request, refusal.messages[0])
    else:
        messages.success(request, "It is ready for clearance" if is_ready else "It is a draft again")
    return redirect(_here(paper))


@require_http_methods(["GET", "POST"])
def reopen(request, slug):
    """Begin a supplement or a correction of what was issued."""
    paper = get_paper(request, slug, needs="reports.ready_paper")
    form = ReasonForm(posted(request), label="Why is there to be another issue?")
    context = {
        "form": form,
        "title": "Begin a supplement or a correction?",
        "consequences": [
            "What was issued stays as it is, and stays readable.",
            "The paper becomes a draft again, to be changed, cleared and issued once more.",
            "A post whose part is changed clears it again.",
        ],
        "confirm_text": "Begin",
        "cancel_url": _here(paper),
        "breadcrumbs": trail(paper, "Begin another issue"),
    }
    if form.is_valid():
        try:
            actions.reopen(paper=paper, by=request.user, reason=form.cleaned_data["reason"])
        except ValidationError as refusal:
            form.take(refusal)
        else:
            messages.success(request, "It is a draft again. What was issued stays readable")
            return redirect(paper)
    return render(request, "components/confirm.html", context)


# One post -------------------------------------------------------------------------------------------------------------


def _post(request, paper, organisation, slug) -> Post:
    """A post that reports in the paper and for which this person may speak."""
    posts = Post.objects.filter(papers=paper, organisation__slug=organisation).select_related("organisation")
    post = next((one for one in posts if slug_of(one) == slug), None)
    if post is None:
        raise Http404("This post does not report in the paper")
    if not may_clear_for(request.user, paper, post):
        raise PermissionDenied
    return post


@require_http_methods(["GET", "POST"])
@never_cache
def clear(request, slug, organisation, post):
    """Clear a body's part, by the post or on its behalf."""
    paper = get_paper(request, slug, needs="reports.clear_paper")
    post = _post(request, paper, organisation, post)
    is_holder = post.pk in posts_of(request.user)
    documents = {edition: make_document(paper, edition) for edition in Edition}
    if is_holder and _keeps_from(request.audience, post, documents[Edition.FULL]):
        return _refuse(request, paper, SENSITIVE_PART.format(body=post.organisation.short_name))
    digest = parts_of(paper, documents).of(post.organisation_id)
    form = ClearForm(posted(request), is_holder=is_holder, initial={"on": clock.today()})
    looked_at = shown(request, f"{paper.slug} {post.pk}", digest)
    if form.is_valid():
        try:
            actions.clear(paper=paper, by=request.user, post=post, digest=looked_at, **form.cleaned_data)
        except ValidationError as refusal:
            form.take(refusal)
        else:
            messages.success(request, f"Cleared by {post}")
            return redirect(_here(paper))
    context = {
        "form": form,
        "paper": paper,
        "title": f"Clear it as {post}?" if is_holder else f"Record the clearance of {post}",
        "part": _part_words(paper, post),
        "editions": [edition for edition in Edition if rules.can_make(paper, edition, request.audience)],
        "confirm_text": "Clear it" if is_holder else "Record the clearance",
        "cancel_url": _here(paper),
        "breadcrumbs": trail(paper, str(post)),
    }
    return render(request, "reports/issuing/clear.html", context)


def shown(request, what, digest) -> str:
    """What of this was shown to the person last, in short; this page shows `digest`.

    Kept in the session: a form that carried it would tell, to who may not read all of a paper, that two are the same.
    """
    key = f"shown {what}"
    last = request.session.get(key, "")
    request.session[key] = digest
    return last


def _keeps_from(audience, post, document) -> bool:
    return document.marking != "OFFICIAL" and post.organisation_id not in audience.cleared


def _part_words(paper: Paper, post: Post) -> str:
    if not paper.is_joint:
        return "the whole paper, in both editions"
    return f"the part of {post.organisation.short_name} and what is of both bodies, in both editions"


def _refuse(request, paper, reason):
    context = {"paper": paper, "edition": Edition.FULL, "reason": reason, "breadcrumbs": trail(paper)}
    return render(request, "reports/paper_refused.html", context, status=403)


@require_http_methods(["GET", "POST"])
def withdraw(request, slug, organisation, post):
    """Take a clearance back."""
    paper = get_paper(request, slug, needs="reports.clear_paper")
    post = _post(request, paper, organisation, post)
    form = ClearForm(
        posted(request),
        is_holder=post.pk in posts_of(request.user),
        initial={"on": clock.today()},
    )
    if form.is_valid():
        try:
            actions.withdraw(paper=paper, by=request.user, post=post, **form.cleaned_data)
        except ValidationError as refusal:
            form.take(refusal)
        else:
            messages.success(request, f"The clearance of {post} is withdrawn")
            return redirect(_here(paper))
    context = {
        "form": form,
        "title": f"Withdraw the clearance of {post}?",
        "consequences": ["The paper cannot be issued until the post clears it again."],
        "confirm_text": "Withdraw it",
        "kind": "warning",
        "cancel_url": _here(paper),
        "breadcrumbs": trail(paper, str(post)),
    }
    return render(request, "components/confirm.html", context)
