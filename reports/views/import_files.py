"""What is kept of an import, to keep: the file as it was given, what it was taken to mean, and what came of it."""

from __future__ import annotations

from pathlib import PurePosixPath

from django.http import Http404, HttpResponse, JsonResponse
from django.utils.http import content_disposition_header
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from reports.imports import kept
from reports.models import ImportStage
from reports.views.import_common import get_import, note_read

SANDBOX = "default-src 'none'; sandbox"  # should a browser ever open it: no script, no frame, nothing fetched


@require_safe
@never_cache
def file(request, organisation, register, key):
    """The file as it was given; only ever to keep, never to open in a page."""
    record = get_import(request, organisation, register, key)
    _note(request, record, "the file")
    response = HttpResponse(bytes(record.blob.content), content_type=record.blob.content_type)
    return _to_keep(response, record.name)


@require_safe
@never_cache
def mapping(request, organisation, register, key):
    """What the file was taken to mean, as `manage.py import_register --mapping` takes it."""
    record = get_import(request, organisation, register, key)
    if not record.mapping:
        raise Http404("The file has not been read yet")
    _note(request, record, "the mapping")
    response = JsonResponse(record.mapping, json_dumps_params={"ensure_ascii": False, "indent": 1})
    return _to_keep(response, f"{_stem(record)} mapping.json")


@require_safe
@never_cache
def result(request, organisation, register, key):
    """What came of it, or would: every row with its changes and problems."""
    record = get_import(request, organisation, register, key)
    if record.stage not in (ImportStage.LOOKED, ImportStage.APPLIED, ImportStage.UNDONE):
        raise Http404("It has not been worked out what the file would change")
    _note(request, record, "the result")
    told = {
        "schema": 1,
        "register": record.register.path,
        "file": record.name,
        "sha256": record.digest,
        "as_at": record.as_at.isoformat(),
        "state": record.shown_state,
        "result": record.result or None,
        "dry_run": kept.plain(record.dry_run),
    }
    response = JsonResponse(told, json_dumps_params={"ensure_ascii": False, "indent": 1})
    return _to_keep(response, f"{_stem(record)} result.json")


def _stem(record) -> str:
    return PurePosixPath(record.name).stem


def _note(request, record, what):
    if record.is_sensitive:
        note_read(request, record, what, kind="download")


def _to_keep(response, name):
    response["Content-Disposition"] = content_disposition_header(True, name)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = SANDBOX
    return response
