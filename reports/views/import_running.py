"""An import on its way: how far it is, what it would change row by row, and what came of it."""

from __future__ import annotations

from functools import partial

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from registers.models.risks import Stale
from reports.actions import imports as actions
from reports.forms_mapping import open_questions
from reports.imports.words import DEEDS
from reports.models import Doing, ImportStage
from reports.preview_page import AnswersForm, Show, about_the_file, lines, narrowed, tabs
from reports.views.import_common import (
    DRAFT,
    OVERTAKEN,
    STATES,
    UNFINISHED,
    address_of,
    counts_of,
    elsewhere,
    frame,
    get_import,
    is_past,
    job_of,
    page_of,
    url_of,
    version_of,
)

ROWS_A_PAGE = 50


@require_safe
@never_cache
def state(request, organisation, register, key):
    """Where it stands: how far the work is, the next page for whoever goes on with it, or what came of it."""
    record = get_import(request, organisation, register, key)
    is_broken_off = record.shown_state == "failed" and "result" not in request.GET
    if record.is_at_work or is_broken_off:
        return _at_work(request, record)
    if record.stage in (ImportStage.APPLIED, ImportStage.UNDONE):
        return _result(request, record)
    if record.stage == ImportStage.DISCARDED:
        context = frame(request, record, "Discarded")
        return render(request, "reports/imports/discarded.html", context)
    is_looked_at = record.stage == ImportStage.LOOKED and record.doing != Doing.READING
    return redirect(page_of("import-preview" if is_looked_at else "import-mapping", record))


def _at_work(request, record):
    context = frame(request, record, STATES[record.shown_state])
    step = {Doing.READING: 1, Doing.LOOKING: 3}.get(Doing(record.doing), 4)
    context |= {"job": job_of(record), "step": step, "title": Doing(record.doing).label}
    if not record.is_at_work:
        context |= {"ways": _ways_on(record), "can_discard": record.stage in UNFINISHED}
    return render(request, "reports/imports/at_work.html", context)


def _ways_on(record) -> list[dict]:
    """Where to go from what broke off: nothing that was answered or done before it is lost."""
    if record.stage == ImportStage.NEW:
        return [{"text": "Choose another file", "url": url_of("imports", record.register)}]
    if record.stage == ImportStage.APPLIED:
        return [{"text": "Back to what was imported", "url": f"{record.get_absolute_url()}?result=yes"}]
    mapping = {"text": "Back to what the file means", "url": page_of("import-mapping", record)}
    changes = {"text": "Back to what would change", "url": page_of("import-preview", record)}
    return [changes, mapping] if record.stage == ImportStage.LOOKED else [mapping]


@require_POST
def again(request, organisation, register, key):
    """Take up once more what broke off."""
    record = get_import(request, organisation, register, key)
    try:
        record = actions.try_again(record=record, by=request.user)
    except ValidationError as problem:
        messages.error(request, " ".join(problem.messages))
    return redirect(record)


# What would change ----------------------------------------------------------------------------------------------------


@require_http_methods(["GET", "POST"])
@never_cache
def preview(request, organisation, register, key):
    """Row by row, what would be done and why; the questions among them that a choice answers."""
    record = get_import(request, organisation, register, key)
    if (instead := elsewhere(record, ImportStage.LOOKED)) is not None:
        return instead
    show = Show.of(request.GET.get("show", ""))
    page = Paginator(narrowed(record.rows.all(), show), ROWS_A_PAGE).get_page(request.GET.get("page"))
    rows = [row.planned for row in page.object_list]
    on_page = [*record.problems, *(problem for row in rows for problem in row.problems)]
    data = request.POST if request.method == "POST" else None
    form = AnswersForm(data, problems=on_page, answers=record.mapping.get("answers", {}))
    if form.is_valid():
        try:
            return _look_again(request, record, form)
        except (Stale, ValidationError) as problem:
            form.add_error(None, getattr(problem, "messages", [OVERTAKEN]))
    counts = counts_of(record)
    asked = open_questions(record.proposal, record.mapping)
    context = frame(request, record, "What would change")
    context |= {
        "form": form,
        "counts": _figures(counts, request),
        "tabs": tabs(counts, show),
        "page": page,
        "lines": lines(rows, form, leads_to=partial(address_of, record.register)),
        **about_the_file(record.problems, form),
        "questions": record.summary.get("questions", 0),
        "mapping_questions": asked,
        "row_questions": counts[Show.QUESTIONS.value],
        "outdated_by": actions.changed_since(record=record),
        "look_url": page_of("import-look", record),
        "apply_url": page_of("import-apply", record),
        "can_apply": bool(counts[Show.CREATE.value] or counts[Show.CHANGE.value]),
    }
    return render(request, "reports/imports/preview.html", context)


def _look_again(request, record, form):
    mapping = form.settled(record.mapping, every=partial(_every_problem, record))
    record = actions.settle_mapping(record=record, by=request.user, version=version_of(request), mapping=mapping)
    record = actions.look(record=record, by=request.user)
    return redirect(record if record.is_at_work else page_of("import-preview", record))


def _every_problem(record):
    """All that is asked, on whichever page: of the file and of its rows."""
    yield from record.problems
    for row in record.rows.filter(has_question=True).iterator():
        yield from row.planned.problems


@require_POST
def look(request, organisation, register, key):
    """Work out anew what it would change: the register has moved on."""
    record = get_import(request, organisation, register, key)
    if (instead := elsewhere(record, *DRAFT)) is not None:
        return instead
    try:
        record = actions.look(record=record, by=request.user)
    except ValidationError as problem:
        messages.warning(request, " ".join(problem.messages))
        return redirect(record)
    return redirect(record if record.is_at_work else page_of("import-preview", record))


def _figures(counts, request) -> list[dict]:
    """The row of figures at the head of a dry run, each leading to its rows."""
    return [
        {"text": words[1], "value": f"{counts[deed.value]:,}", "url": f"{request.path}?show={deed}"}
        for deed, words in DEEDS.items()
    ]


# What came of it ------------------------------------------------------------------------------------------------------


def _result(request, record):
    show = Show.of(request.GET.get("show", ""))
    page = Paginator(narrowed(record.rows.all(), show), ROWS_A_PAGE).get_page(request.GET.get("page"))
    is_undone = record.stage == ImportStage.UNDONE
    title = "Undone" if is_undone else "Imported"
    form = AnswersForm(problems=[], answers={})
    counts = counts_of(record)
    others = [] if is_undone else actions.why_may_not_undo(record=record, by=request.user)
    context = frame(request, record, title) | {
        "title": title,
        "who_could_undo": others,
        "is_undone": is_undone,
        "figures": [
            {"text": words[1], "value": f"{record.result.get(deed.value, 0):,}", "url": f"{request.path}?show={deed}"}
            for deed, words in DEEDS.items()
        ],
        "posts": record.result.get("posts", []),
        "tabs": tabs(counts, show),
        "page": page,
        "lines": lines(
            [row.planned for row in page.object_list],
            form,
            is_done=True,
            leads_to=(lambda _: "") if is_undone else partial(address_of, record.register),
        ),
        **about_the_file(record.problems, form),
        "undo_url": "" if is_undone or others else page_of("import-undo", record),
        "register_url": record.register.get_absolute_url() + (f"?as_at={record.as_at}" if is_past(record) else ""),
    }
    return render(request, "reports/imports/result.html", context)
