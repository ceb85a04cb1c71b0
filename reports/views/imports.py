"""Bringing a file into a register: choosing it, saying what it means, and what has been brought before."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from controls.uploads import refused_in
from registers.access import holds_role
from registers.models import Role
from registers.models.risks import Stale
from registers.views.common import get_register
from reports.actions import imports as actions
from reports.forms_imports import BeginForm, OptionsForm
from reports.forms_mapping import MappingForm
from reports.imports.known import known_of
from reports.imports.values import Fact
from reports.imports.words import fact_word
from reports.mapping_page import MappingPage
from reports.models import Import, ImportStage
from reports.views.import_common import DRAFT, MAY, crumbs, elsewhere, frame, get_import, line, page_of, version_of
from reports.workbooks.grid import Unreadable
from reports.workbooks.reading import read_pasted, read_workbook

A_PAGE = 25
VALUES_A_PAGE = 50
MEANWHILE = "Somebody saved this import since you opened it. What you chose is below: look through it and save again"
NEW_KIND = "You said that a table holds something else. Say what its columns are"
NOT_READ = ("proposal_data", "mapping", "problem_data", "stands", "written")  # of an import in a list


@require_http_methods(["GET", "POST"])
@never_cache
def imports(request, organisation, register):
    """Begin an import; below, those there have been."""
    register = get_register(request, organisation, register, needs=MAY)
    form = BeginForm(request.POST or None, request.FILES or None, too_large=refused_in(request))
    if form.is_valid():
        try:
            record = actions.begin(register=register, by=request.user, **readable(form.values()))
        except ValidationError as problem:
            form.take(problem)
        else:
            return redirect(record)
    return render(request, "reports/imports/import_list.html", _list(request, register, form))


def readable(said: dict) -> dict:
    """What the form says, unless the file is small and cannot be read: that is said beside its field, and none is kept.

    A large one is read by the worker, and the page of its progress says what is the matter with it.
    """
    try:
        if len(said.get("content", b"")) <= actions.SMALL and "content" in said:
            read_workbook(said["content"], said["name"])
        elif len(said.get("pasted", "")) <= actions.SMALL and "pasted" in said:
            read_pasted(said["pasted"])
    except Unreadable as problem:
        raise ValidationError({"file": str(problem)}) from None
    return said


def _list(request, register, form):
    found = Import.objects.visible_to(request.audience).filter(register=register).newest_first()
    found = found.select_related("by", "undone_by").defer(*NOT_READ)
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    for record in page.object_list:
        record.register = register
    others = actions.why_may_not_undo_each(records=page.object_list, by=request.user)
    holds_sensitive = any(record.is_sensitive for record in page.object_list)
    return {
        "register": register,
        "form": form,
        "page": page,
        "lines": [line(record, may_undo=record.pk not in others) for record in page.object_list],
        "marking": "OFFICIAL-SENSITIVE" if holds_sensitive else "OFFICIAL",
        "breadcrumbs": crumbs(register),
    }


@require_http_methods(["GET", "POST"])
@never_cache
def options(request, organisation, register, key):
    """Another day or source; whoever settles the register may have risks closed that the file does not have."""
    record = get_import(request, organisation, register, key)
    if (instead := elsewhere(record, *DRAFT)) is not None:
        return instead
    initial = {name: getattr(record, name) for name in ("as_at", "reason", "closes_missing")}
    closes = holds_role(request.user, Role.BOARD, record.register)
    form = OptionsForm(request.POST or None, initial=initial, closes=closes)
    if form.is_valid():
        try:
            actions.set_options(record=record, by=request.user, version=version_of(request), **form.cleaned_data)
        except Stale as stale:
            stale.theirs.register = record.register
            record = stale.theirs
            form.add_error(None, MEANWHILE)
        except ValidationError as problem:
            form.add_error(None, problem)
        else:
            messages.success(request, "Saved. Nothing has been imported yet")
            return redirect(page_of("import-mapping", record))
    context = frame(request, record, "Date and source") | {
        "form": form,
        "cancel_url": page_of("import-mapping", record),
    }
    return render(request, "reports/imports/options.html", context)


# What the file means --------------------------------------------------------------------------------------------------


@require_http_methods(["GET", "POST"])
@never_cache
def mapping(request, organisation, register, key):
    """What each table, column and value is taken for; what is not understood is a question."""
    record = get_import(request, organisation, register, key)
    if (instead := elsewhere(record, *DRAFT)) is not None:
        return instead
    form = _form(request, record)
    if form.is_valid():
        try:
            return _save(request, record, form)
        except Stale as stale:
            record = stale.theirs
            record.register = form.register
            form.add_error(None, MEANWHILE)
        except ValidationError as problem:
            form.add_error(None, problem.messages)
    context = frame(request, record, "What the file means")
    context["given"]["remarks"] = record.proposal.remarks
    context |= {
        "form": form,
        "page": MappingPage(form),
        "remembered": _remembered(record),
        "values_url": page_of("import-values", record),
    }
    return render(request, "reports/imports/mapping.html", context)


def _form(request, record, only=None):
    data = request.POST if request.method == "POST" else None
    form = MappingForm(
        data,
        proposal=record.proposal,
        mapped=record.mapped,
        known=known_of(record.register, request.audience, record.as_at),
        adds_posts=request.user.has_perm("registers.manage_people", record.register.organisation),
        only=only,
    )
    form.register = record.register
    return form


def _remembered(record):
    if not record.remembered:
        return ""
    return "Columns and values are taken as they were when the last file of this shape was imported here."


def _save(request, record, form):
    """Keep the mapping, and go on to what it would change; where nothing was changed, it is known already."""
    adds_all = request.POST.get("then") == "add"
    settled = form.settled(adds_all=adds_all)
    is_new = settled != record.mapping
    if is_new:
        record = actions.settle_mapping(record=record, by=request.user, version=version_of(request), mapping=settled)
    if form.changes_tables:
        messages.warning(request, NEW_KIND)
        return redirect(page_of("import-mapping", record))
    if adds_all or request.POST.get("then") == "stay":
        messages.success(request, "Saved. Nothing has been imported yet")
        return redirect(page_of("import-mapping", record))
    if record.stage != ImportStage.LOOKED:
        record = actions.look(record=record, by=request.user)
    return redirect(record if record.is_at_work else page_of("import-preview", record))


@require_http_methods(["GET", "POST"])
@never_cache
def values(request, organisation, register, key):
    """All the values of one fact, a page at a time."""
    record = get_import(request, organisation, register, key)
    if (instead := elsewhere(record, *DRAFT)) is not None:
        return instead
    asked = request.GET.get("fact", "")
    found = [value for value in record.proposal.values if value.fact == asked]
    if not found:
        raise Http404("The file has no values of that kind")
    page = Paginator(found, VALUES_A_PAGE).get_page(request.GET.get("page"))
    form = _form(request, record, only=page.object_list)
    if form.is_valid():
        try:
            actions.settle_mapping(record=record, by=request.user, version=version_of(request), mapping=form.settled())
        except Stale as stale:
            stale.theirs.register = record.register
            record = stale.theirs
            form.add_error(None, MEANWHILE)
        else:
            messages.success(request, "Saved. Nothing has been imported yet")
            return redirect(request.get_full_path())
    context = frame(request, record, "What the file means")
    context |= {"form": form, "asks": MappingPage(form).all_values, "page": page, "name": fact_word(Fact(asked))}
    return render(request, "reports/imports/values.html", context)
