"""The presses that import a file, take an import back, or drop one: each asks once more and says what follows."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from registers.models.risks import Stale
from reports.actions import imports as actions
from reports.forms_imports import ApplyForm, UndoForm
from reports.imports.values import Deed
from reports.imports.words import counted
from reports.models import ImportStage
from reports.views.import_common import (
    OVERTAKEN,
    UNFINISHED,
    counts_of,
    crumbs,
    elsewhere,
    frame,
    get_import,
    is_past,
    page_of,
    result_in_words,
    url_of,
)


@require_http_methods(["GET", "POST"])
@never_cache
def apply(request, organisation, register, key):
    """Ask once more, saying what will be done; then do it."""
    record = get_import(request, organisation, register, key)
    if (instead := elsewhere(record, ImportStage.LOOKED)) is not None:
        return instead
    if actions.changed_since(record=record):
        return redirect(page_of("import-preview", record))
    questions = record.summary.get("questions", 0)
    data = request.POST if request.method == "POST" else None
    fingerprint = record.summary.get("fingerprint", "")
    form = ApplyForm(data, questions=questions, initial={"fingerprint": fingerprint})
    if form.is_valid():
        try:
            return redirect(actions.apply(record=record, by=request.user, fingerprint=form.cleaned_data["fingerprint"]))
        except (Stale, ValidationError) as problem:
            messages.warning(request, " ".join(getattr(problem, "messages", [OVERTAKEN])))
            return redirect(page_of("import-preview", record))
    counts = counts_of(record)
    context = frame(request, record, "Import it") | {
        "form": form,
        "title": "Import this file?",
        "step": 4,
        "consequences": _will_do(record, counts),
        "confirm_text": "Import it",
        "cancel_url": page_of("import-preview", record),
    }
    return render(request, "reports/imports/confirm.html", context)


def _will_do(record, counts) -> list[str]:
    """What is about to be done, in sentences."""
    words = {"create": "will be created", "change": "will be changed", "nothing": "will be left alone"}
    said = [f"{counted(counts[deed], 'entry', 'entries')} {verb}." for deed, verb in words.items() if counts[deed]]
    if refused := counts[Deed.REFUSE.value]:
        said.append(f"{counted(refused, 'row')} of the file will not be imported.")
    day = f"{record.as_at.day} {record.as_at:%B %Y}"
    later = " What has been recorded for later days stays as it is." if is_past(record) else ""
    said.append(f"What it says holds from {day}.{later}")
    return [*said, "It is done all at once: if anything stands in the way, nothing is changed."]


@require_http_methods(["GET", "POST"])
@never_cache
def undo(request, organisation, register, key):
    """Take the whole import back, once it has been asked; or say why that cannot be done."""
    record = get_import(request, organisation, register, key)
    if (instead := elsewhere(record, ImportStage.APPLIED)) is not None:
        return instead
    others = actions.why_may_not_undo(record=record, by=request.user)
    reasons = others or actions.why_not_undone(record=record)
    form = UndoForm(request.POST if request.method == "POST" else None)
    if not reasons and form.is_valid():
        try:
            record = actions.undo(record=record, by=request.user, **form.cleaned_data)
        except (Stale, ValidationError) as problem:
            form.add_error(None, getattr(problem, "messages", [OVERTAKEN]))
        else:
            return redirect(record)
    context = frame(request, record, "Undo") | {
        "form": form,
        "reasons": reasons,
        "is_others": bool(others),
        "title": _asked(others, reasons),
        "text": f"{record.name}: {result_in_words(record)}.",
        "consequences": [
            "Everything it created or changed is taken back, all at once: the register is as it would be without it.",
            *_posts_stay(record),
            "The history keeps both: that it was imported and that it was undone, by whom and why.",
        ],
        "confirm_text": "Undo the import",
        "kind": "warning",
        "cancel_url": record.get_absolute_url(),
    }
    return render(request, "reports/imports/undo.html", context)


@require_http_methods(["GET", "POST"])
@never_cache
def discard(request, organisation, register, key):
    """Drop an import that has changed nothing yet."""
    record = get_import(request, organisation, register, key)
    if record.is_at_work or record.stage not in UNFINISHED:
        return redirect(record)
    if request.method == "POST":
        try:
            actions.discard(record=record, by=request.user)
        except (Stale, ValidationError) as problem:
            messages.warning(request, " ".join(getattr(problem, "messages", [OVERTAKEN])))
            return redirect(record)
        messages.success(request, "The import is discarded. Nothing was changed")
        return redirect(url_of("imports", record.register))
    context = {
        "title": "Discard this import?",
        "text": f"{record.name}, as at {record.as_at.day} {record.as_at:%B %Y}.",
        "consequences": [
            "What you answered goes with it. The register is not touched: nothing has been imported.",
            "To import the file after all, choose it anew.",
        ],
        "confirm_text": "Discard it",
        "kind": "warning",
        "cancel_url": record.get_absolute_url(),
        "marking": "OFFICIAL-SENSITIVE" if record.is_sensitive else "OFFICIAL",
        "breadcrumbs": crumbs(record.register, "Discard"),
    }
    return render(request, "components/confirm.html", context)


def _asked(others, reasons):
    if others:
        return "You cannot undo this import"
    return "It can no longer be undone" if reasons else "Undo this import?"


def _posts_stay(record):
    posts = record.result.get("posts", [])
    if posts:
        yield f"Posts that were added for it stay: {', '.join(posts)}. An administrator can end them."
