"""What is published, for everybody: without sign-in, from the public editions alone, where the bodies turned it on."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_safe

from registers.audience import PUBLIC
from registers.models import Organisation
from registers.models.versioned import Stale
from registers.views.people import frame, get_organisation, posted
from reports.actions import publishing
from reports.forms_issuing import PublicPagesForm
from reports.models import Edition, IssuedEdition, PublicPages
from reports.views.editions import download, get_file, page_of

FIVE_MINUTES = 300


def published():
    """The public editions that have a page: published, of papers whose bodies have all turned theirs on."""
    bodies = Organisation.objects.filter(kind=Organisation.Kind.BODY)
    on = bodies.filter(public_pages__is_on=True)
    of_one = {"issue__paper__is_joint": False, "issue__paper__organisation__in": on}
    seen = IssuedEdition.objects.visible_to(PUBLIC).filter(edition=Edition.PUBLIC, issue__published_at__isnull=False)
    found = seen.filter(**of_one)
    if bodies.exists() and not bodies.exclude(pk__in=on).exists():
        found = found | seen.filter(issue__paper__is_joint=True)
    return found.select_related("issue__paper", "pdf", "html")


def get_published(slug, number) -> IssuedEdition:
    """The public edition of an issue that everybody may read."""
    found = published().filter(issue__paper__slug=slug, issue__number=number).first()
    if found is None:
        raise Http404("There is no such paper")
    return found


def _crumbs(edition=None, *more):
    trail = [{"text": "Published papers", "url": reverse("reports:published")}]
    if edition is None:
        return [{"text": "Published papers"}]
    title = edition.issue.title
    trail.append({"text": title, "url": reverse("reports:published-paper", args=[edition.issue.paper.slug])})
    return [*trail, *({"text": text} for text in more)] if more else [trail[0], {"text": title}]


@login_not_required
@require_safe
@cache_control(public=True, max_age=FIVE_MINUTES)
def papers(request):
    """Every published paper, the latest meeting first."""
    by_paper = {}
    for edition in published().order_by("-issue__paper__panel_date", "issue__paper__slug", "-issue__number"):
        by_paper.setdefault(edition.issue.paper_id, edition)
    if not by_paper and not PublicPages.objects.filter(is_on=True).exists():
        raise Http404("Nothing is published here")
    context = {"editions": by_paper.values(), "breadcrumbs": _crumbs()}
    return render(request, "reports/issuing/published.html", context)


@login_not_required
@require_safe
@cache_control(public=True, max_age=FIVE_MINUTES)
def paper(request, slug):
    """A published paper: its latest issue, and those before it."""
    editions = list(published().filter(issue__paper__slug=slug).order_by("-issue__number"))
    if not editions:
        raise Http404("There is no such paper")
    context = {"latest": editions[0].issue, "editions": editions, "breadcrumbs": _crumbs(editions[0])}
    return render(request, "reports/issuing/published_paper.html", context)


@login_not_required
@require_safe
@cache_control(public=True, max_age=FIVE_MINUTES)
def edition(request, slug, number):
    """The public edition as a page."""
    found = get_published(slug, number)
    context = {
        "edition": found,
        "issue": found.issue,
        "slug": slug,
        "content": page_of(found),
        "files": list(enumerate(found.files.select_related("blob").order_by("label", "pk"), 1)),
        "breadcrumbs": _crumbs(found, found.issue.name),
    }
    return render(request, "reports/issuing/published_edition.html", context)


@login_not_required
@require_safe
@cache_control(public=True, max_age=FIVE_MINUTES)
def pdf(request, slug, number):
    found = get_published(slug, number)
    return download(found.pdf, found.file_name)


@login_not_required
@require_safe
@cache_control(public=True, max_age=FIVE_MINUTES)
def page_file(request, slug, number):
    """The page as it was issued, as a file of its own."""
    found = get_published(slug, number)
    return download(found.html, _page_name(found))


def _page_name(edition):
    return edition.file_name.removesuffix(".pdf") + ".html"


@login_not_required
@require_safe
@cache_control(public=True, max_age=FIVE_MINUTES)
def file(request, slug, number, place):
    found = get_file(get_published(slug, number), place)
    return download(found.blob, found.file_name)


@login_not_required
@require_safe
@cache_control(public=True, max_age=FIVE_MINUTES)
def checksums(request, slug, number):
    """SHA-256 of each file of a public edition, as `sha256sum --check` reads them."""
    found = get_published(slug, number)
    files = [(found.pdf, found.file_name), (found.html, _page_name(found))]
    files += [(one.blob, one.file_name) for one in found.files.select_related("blob").order_by("label", "pk")]
    lines = "".join(f"{blob.sha256}  {name}\n" for blob, name in files)
    return HttpResponse(lines, content_type="text/plain; charset=utf-8")


# Turning them on ----------------------------------------------------------------------------------------------------


@require_http_methods(["GET", "POST"])
def public_pages(request, organisation):
    """Whether a body's published papers have pages for everybody."""
    body = get_organisation(request, organisation, needs="reports.set_public_pages")
    pages = PublicPages.objects.filter(organisation=body).first() or PublicPages(organisation=body)
    form = PublicPagesForm(posted(request), initial={"is_on": pages.is_on, "version": pages.version})
    if form.is_valid():
        try:
            saved = publishing.set_public_pages(organisation=body, by=request.user, **form.cleaned_data)
        except Stale as conflict:
            pages = conflict.theirs
            form.data = form.data.copy() | {"version": pages.version}
            state = "on" if pages.is_on else "off"
            form.add_error(None, f"Somebody else has turned them {state} since you opened this page. Look again.")
        else:
            pages = saved
            messages.success(request, f"The public pages are {'on' if saved.is_on else 'off'}")
            form = PublicPagesForm(initial={"is_on": saved.is_on, "version": saved.version})
    context = {"form": form, "pages": pages, "body": body, "address": reverse("reports:published")}
    return render(request, "reports/issuing/public_pages.html", frame(body, "public", ("Public pages", "")) | context)
