"""The pictures of a paper: those there are and how a text shows them, adding one, describing it anew, taking it out."""

from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from controls.uploads import refused_in
from registers.models.risks import Stale
from reports.actions import pictures as actions
from reports.forms_pictures import NewPictureForm, PictureForm
from reports.models import Paper, PaperPicture
from reports.rules_papers import can_write
from reports.views.paper_common import conflict, crumbs, differing, get_paper, note_read

SANDBOX = "default-src 'none'; sandbox"  # should a browser ever open it as a page: no script, nothing fetched


@dataclass(frozen=True)
class Line:
    picture: PaperPicture
    shown_in: list[str]

    @property
    def marks(self) -> str:
        """What a text shows it by."""
        return f"![](file:{self.picture.slug})"


def _visible(request, paper):
    return PaperPicture.objects.visible_to(request.audience).filter(paper=paper).select_related("paper", "blob")


def _to_change(request, slug) -> Paper:
    """The paper, where this person may write it and it may be written (403)."""
    paper = get_paper(request, slug, needs="reports.edit_paper")
    if not can_write(paper):
        raise PermissionDenied
    return paper


def _get_picture(request, paper, picture) -> PaperPicture:
    found = _visible(request, paper).filter(slug=picture).first()
    if found is None:
        raise Http404("There is no such picture")
    return found


@require_safe
def pictures(request, slug):
    """Those this person may see, each with the words a text shows it by."""
    paper = get_paper(request, slug)
    lines = [Line(picture, actions.where_shown(picture)) for picture in _visible(request, paper)]
    sensitive = any(line.picture.is_sensitive for line in lines)
    context = {
        "paper": paper,
        "lines": lines,
        "may_write": can_write(paper) and request.user.has_perm("reports.edit_paper", paper),
        "marking": "OFFICIAL-SENSITIVE" if sensitive else "OFFICIAL",
        "breadcrumbs": crumbs(paper, "Pictures"),
    }
    if sensitive:
        note_read(request, paper, "pictures")
    return render(request, "reports/paper_pictures.html", context)


@require_safe
@never_cache
def picture_file(request, slug, picture):
    """The picture itself."""
    paper = get_paper(request, slug)
    found = _get_picture(request, paper, picture)
    if found.is_sensitive:
        note_read(request, paper, f"picture “{found.slug}”")
    response = HttpResponse(bytes(found.blob.content), content_type=found.blob.content_type)
    response["Content-Security-Policy"] = SANDBOX
    return response


@require_http_methods(["GET", "POST"])
def picture_add(request, slug):
    paper = _to_change(request, slug)
    form = NewPictureForm(request.POST or None, request.FILES or None, too_large=refused_in(request))
    if form.is_valid():
        try:
            added = actions.add(paper=paper, by=request.user, **form.answers())
        except ValidationError as problem:
            form.add_error(None, problem)
        else:
            messages.success(request, f"The picture is there. A text shows it as {Line(added, []).marks}")
            return redirect("reports:pictures", paper.slug)
    context = {"paper": paper, "form": form, "title": "Add a picture", "submit": "Add the picture"}
    return render(request, "reports/paper_picture_form.html", context | {"breadcrumbs": crumbs(paper, "Add a picture")})


@require_http_methods(["GET", "POST"])
def picture_edit(request, slug, picture):
    """Say otherwise what it shows, or mark it otherwise."""
    paper = _to_change(request, slug)
    found = _get_picture(request, paper, picture)
    form = PictureForm(request.POST or None, initial=PictureForm.initial_of(found))
    context = {"paper": paper, "form": form, "picture": found, "title": f"Picture {found.slug}", "submit": "Save"}
    context["breadcrumbs"] = crumbs(paper, context["title"])
    context["marking"] = found.get_marking_display()
    if form.is_valid():
        try:
            actions.describe(picture=found, by=request.user, **form.cleaned_data)
        except Stale as problem:
            typed, theirs = form.cleaned_data, problem.theirs
            pairs = [("What it shows", theirs.alt, typed["alt"]), ("Marking", theirs.marking, typed["marking"])]
            context |= conflict(form, differing(pairs), theirs)
            form.data = form.data.copy()
            form.data["version"] = str(theirs.version)
        else:
            messages.success(request, "The picture is saved")
            return redirect("reports:pictures", paper.slug)
    if found.is_sensitive:
        note_read(request, paper, f"picture “{found.slug}”")
    return render(request, "reports/paper_picture_form.html", context)


@require_http_methods(["GET", "POST"])
def picture_remove(request, slug, picture):
    """Take it out, once it has been asked; not while a text shows it."""
    paper = _to_change(request, slug)
    found = _get_picture(request, paper, picture)
    context = {
        "title": f"Take out the picture {found.slug}?",
        "text": "It stays in the editions that have been issued with it.",
        "confirm_text": "Take the picture out",
        "kind": "warning",
        "cancel_url": reverse("reports:pictures", args=[paper.slug]),
        "breadcrumbs": crumbs(paper, "Take out a picture"),
    }
    if request.method == "POST":
        try:
            actions.remove(picture=found, by=request.user, version=None)
        except ValidationError as problem:
            context["consequences"] = problem.messages
            return render(request, "components/confirm.html", context)
        messages.success(request, "The picture has been taken out")
        return redirect("reports:pictures", paper.slug)
    return render(request, "components/confirm.html", context)
