"""The appendices of a paper: their list and order, one to be set up or written, its file, and taking one out."""

from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from controls.uploads import refused_in
from registers.models.risks import Stale
from reports import rules_appendices, rules_papers
from reports.actions import appendices as actions
from reports.forms_appendices import AppendixForm, NewAppendixForm
from reports.models import Appendix, AppendixKind
from reports.papers.appendix_offers import offers_for
from reports.papers.numbering import labels
from reports.rules_appendices import whose
from reports.views.appendix_text import drawn, keep_typed, kept_or_past
from reports.views.paper_common import conflict as conflict_of
from reports.views.paper_common import crumbs, differing, get_paper, note_read, shown

SANDBOX = "default-src 'none'; sandbox"  # should a browser ever open it: no script, no frame, nothing fetched
COMPARED = ("title", "long_title", "marking", "body", "opinion", "agenda_item")


@dataclass(frozen=True)
class AppendixLine:
    """An appendix as the list has it."""

    appendix: Appendix
    label: str
    is_readable: bool
    is_first: bool
    is_last: bool


def listaddress_of(paper) -> str:
    return reverse("reports:appendices-edit", args=[paper.slug])


def appendix_crumbs(paper, *more):
    trail = crumbs(paper, "Appendices", *more)
    if more:
        trail[2]["url"] = listaddress_of(paper)
    return trail


def get_appendix(request, slug, appendix, needs="reports.edit_paper") -> Appendix:
    paper = get_paper(request, slug, needs=needs)
    found = paper.appendices.select_related("basis__register__organisation", "blob").filter(slug=appendix)
    found = found.defer("blob__content").first()
    if found is None:
        raise Http404("There is no such appendix")
    found.paper = paper
    return found


@require_safe
def appendices_edit(request, slug):
    """The appendices in their order, with what can be done to each."""
    found = get_paper(request, slug, needs="reports.edit_paper")
    context = {
        "paper": found,
        "lines": _lines(found, request.audience),
        "can_write": rules_papers.can_write(found),
        "breadcrumbs": appendix_crumbs(found),
    }
    return render(request, "reports/paper_appendices.html", context)


def _lines(paper, audience):
    rows = list(paper.appendices.select_related("basis__register"))
    for row in rows:
        row.paper = paper
    return [
        AppendixLine(row, label, rules_appendices.can_read(row, audience), row == rows[0], row == rows[-1])
        for label, row in zip(labels(paper.labels), rows, strict=False)
    ]


@require_http_methods(["GET", "POST"])
def appendix_add(request, slug):
    """Add an appendix of any kind, and go on to say what it shows."""
    found = get_paper(request, slug, needs="reports.edit_paper")
    if not rules_papers.can_write(found) and request.method != "POST":
        return _is_issued(request, found)
    form = NewAppendixForm(request.POST or None)
    if form.is_valid():
        try:
            added = actions.add(paper=found, by=request.user, **form.cleaned_data)
        except ValidationError as problem:
            form.add_error(None, problem.messages)
        else:
            messages.success(request, f"“{added.title}” added. Say what it shows.")
            return redirect(address_of(added))
    context = {"paper": found, "form": form, "breadcrumbs": appendix_crumbs(found, "Add an appendix")}
    return render(request, "reports/paper_appendix_add.html", context)


def address_of(appendix) -> str:
    return reverse("reports:appendix", args=[appendix.paper.slug, appendix.slug])


def _is_issued(request, paper):
    messages.warning(request, rules_papers.IS_ISSUED)
    return redirect(listaddress_of(paper))


@require_http_methods(["GET", "POST"])
def appendix(request, slug, appendix):
    """Say what an appendix shows, write it, or attach its file."""
    found = get_appendix(request, slug, appendix)
    if not rules_appendices.can_read(found, request.audience):
        return refuse_sensitive(request, found)
    if not rules_papers.can_write(found.paper) and request.method != "POST":
        return _is_issued(request, found.paper)
    form = AppendixForm(
        request.POST or None,
        files=request.FILES or None,
        appendix=found,
        offers=offers_for(found, request.audience),
        too_large=refused_in(request),
    )
    context = _context(found, form) | kept_or_past(request, found, form)
    if "preview" in request.POST:
        form.is_valid()
        context |= {"is_unsaved": True, "preview": drawn(request, found, form)}
        keep_typed(request, found)
    elif form.is_valid():
        try:
            actions.change(appendix=found, by=request.user, **form.answers(found))
        except Stale as stale:
            return _show_both(request, form, stale.theirs, context)
        except ValidationError as problem:
            _put_errors(form, problem)
        else:
            messages.success(request, f"“{form.cleaned_data['title']}” saved")
            return redirect(listaddress_of(found.paper))
    if rules_appendices.is_sensitive(found):
        note_read(request, found.paper, f"appendix “{found.title}”", organisation=whose(found))
    return render(request, "reports/paper_appendix.html", context)


def _context(appendix, form):
    return {
        "appendix": appendix,
        "paper": appendix.paper,
        "form": form,
        "marking": appendix.get_marking_display(),
        "has_file": appendix.kind == AppendixKind.FILE and appendix.blob_id,
        "has_preview": appendix.kind == AppendixKind.NARRATIVE,
        "breadcrumbs": appendix_crumbs(appendix.paper, appendix.title),
    }


def _put_errors(form, problem):
    """Each at its field; what belongs to none stands above all."""
    for name, words in getattr(problem, "error_dict", {None: problem}).items():
        form.add_error(name if name in form.fields else None, words)


def _show_both(request, form, theirs, context):
    """What somebody else saved meanwhile beside what was typed, if it may still be read."""
    theirs.paper = context["paper"]
    if not rules_appendices.can_read(theirs, request.audience):
        return refuse_sensitive(request, theirs)
    typed = form.cleaned_data
    pairs = [(form[name].label, shown(getattr(theirs, name)), shown(typed[name])) for name in COMPARED if name in typed]
    context |= conflict_of(form, differing(pairs), theirs)
    keep_typed(request, theirs)
    form.now_on(theirs.version)
    return render(request, "reports/paper_appendix.html", context)


def refuse_sensitive(request, appendix):
    """No text for somebody who is not cleared; what they typed is theirs and is given back."""
    context = {"appendix": appendix, "paper": appendix.paper, "typed": request.POST.get("body", "")}
    context["breadcrumbs"] = appendix_crumbs(appendix.paper, appendix.title)
    return render(request, "reports/paper_appendix_refused.html", context, status=403)


@require_POST
def appendix_move(request, slug, appendix):
    """Move an appendix one place up or down: all are lettered or numbered anew."""
    found = get_appendix(request, slug, appendix)
    step = {"up": -1, "down": 1}.get(request.POST.get("step"))
    if step is None:
        raise Http404("An appendix moves up or down")
    try:
        actions.move(appendix=found, by=request.user, step=step)
    except ValidationError as problem:
        messages.warning(request, problem.messages[0])
    return redirect(f"{listaddress_of(found.paper)}#{found.slug}")


@require_http_methods(["GET", "POST"])
def appendix_remove(request, slug, appendix):
    """Take an appendix out, once it has been asked."""
    found = get_appendix(request, slug, appendix)
    if not rules_appendices.can_read(found, request.audience):
        return refuse_sensitive(request, found)
    context = {
        "appendix": found,
        "paper": found.paper,
        "breadcrumbs": appendix_crumbs(found.paper, "Remove an appendix"),
    }
    if request.method == "POST":
        try:
            actions.remove(appendix=found, by=request.user, version=request.POST.get("version") or 0)
        except Stale as stale:
            stale.theirs.paper = found.paper
            if not rules_appendices.can_read(stale.theirs, request.audience):
                return refuse_sensitive(request, stale.theirs)
            context |= {"appendix": stale.theirs, "is_stale": True}
        except ValidationError as problem:
            context["refused"] = problem.messages[0]
        else:
            messages.success(request, f"“{found.title}” removed")
            return redirect(listaddress_of(found.paper))
    return render(request, "reports/paper_appendix_remove.html", context)


@require_safe
@never_cache
def appendix_file(request, slug, appendix):
    """The file itself, for who reads the draft; only ever to keep, never to open in a page."""
    found = get_appendix(request, slug, appendix, needs="reports.view_paper")
    if not rules_appendices.can_read(found, request.audience):
        return refuse_sensitive(request, found)
    if found.kind != AppendixKind.FILE or found.blob is None:
        raise Http404("There is no such file")
    if rules_appendices.is_sensitive(found):
        what = f"appendix “{found.title}”: {found.file_name}"
        note_read(request, found.paper, what, kind="download", organisation=whose(found))
    response = HttpResponse(bytes(found.blob.content), content_type=found.blob.content_type)
    response["Content-Disposition"] = content_disposition_header(True, found.file_name)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = SANDBOX
    return response
