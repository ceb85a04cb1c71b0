"""The text of an appendix between two presses: what was typed last time, an earlier version, how it will be printed."""

from contextlib import suppress

from django.core.exceptions import ValidationError

from registers.models import Marking
from reports import rules_appendices
from reports.actions import appendices as actions
from reports.models import AppendixKind, Unsaved
from reports.papers.previewing import preview_appendix
from reports.papers.versions import text_of
from reports.rules_appendices import whose
from reports.views.paper_common import note_read, number


def kept_or_past(request, appendix, form):
    """What this person typed last time and did not save, or an earlier version (?from=), put into the form."""
    if form.is_bound or appendix.kind != AppendixKind.NARRATIVE:
        return {}
    if past := text_of(appendix, request.audience, number(request.GET.get("from"))):
        form.initial["body"] = past.body
        if past.marking == Marking.SENSITIVE.label and not rules_appendices.is_sensitive(appendix):
            note_read(request, appendix.paper, f"version of appendix “{appendix.title}”", organisation=whose(appendix))
        return {"told": f"This is the text of version {past.number}. It stands again once you save it."}
    kept = Unsaved.objects.visible_to(request.audience).filter(appendix=appendix).first()
    if kept is not None:
        form.initial |= {"body": kept.body, "version": kept.based_on}
    return {"kept": kept}


def drawn(request, appendix, form):
    typed = {name: form.cleaned_data[name] for name in ("body", "opinion", "is_final") if name in form.cleaned_data}
    chosen = {name: form.cleaned_data[name] for name in ("numbers", "is_statement") if name in form.cleaned_data}
    typed |= {"body": request.POST.get("body", ""), "options": appendix.options | chosen}
    return preview_appendix(appendix, typed, request.audience)


def keep_typed(request, appendix):
    based_on = number(request.POST.get("version"), appendix.version)
    with suppress(ValidationError):  # issued or removed meanwhile: it stays in the form
        actions.keep(appendix=appendix, by=request.user, body=request.POST.get("body", ""), based_on=based_on)
