"""What the pages of an import have in common: which import, where it stands, and what is logged of reading it."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Q
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse

from registers import clock
from registers.actions.people import log_sensitive_read
from registers.views.common import get_register
from reports.import_job import BROKE, GAVE_UP
from reports.imports.values import Deed
from reports.imports.words import DEEDS, counted
from reports.models import Doing, Import, ImportStage
from reports.preview_page import Show

MAY = "reports.import_register"
OVERTAKEN = "Somebody saved this import since you opened it. Look through what you said and save it again"
BROKEN_OFF = ("", BROKE, GAVE_UP)  # what to try once more: the file, and the register, are not the matter
DRAFT = (ImportStage.MAPPING, ImportStage.LOOKED)
UNFINISHED = (ImportStage.NEW, ImportStage.MAPPING, ImportStage.LOOKED)
STATES = {
    "reading": "Being read",
    "looking": "Being looked at",
    "mapping": "Not finished",
    "looked": "Not finished",
    "new": "Not finished",
    "applying": "Being imported",
    "applied": "Imported",
    "undoing": "Being undone",
    "undone": "Undone",
    "discarded": "Discarded",
    "failed": "Did not work",
}


def get_import(request, organisation, register, key) -> Import:
    """The import, for who may import into its register (403 for lookers-on, 404 for strangers)."""
    where = get_register(request, organisation, register, needs=MAY)
    found = Import.objects.visible_to(request.audience).filter(register=where, key=key)
    found = found.select_related("by", "applied_by", "undone_by", "blob").defer("blob__content").first()
    if found is None:
        raise Http404("There is no such import")
    found.register = where
    return found


def url_of(name, register, *more) -> str:
    return reverse(f"reports:{name}", args=[register.organisation.slug, register.slug, *more])


def page_of(name, record) -> str:
    """A page of this import."""
    return url_of(name, record.register, record.key)


def crumbs(register, *more) -> list[dict]:
    trail = [
        {"text": "Registers", "url": reverse("registers:registers")},
        {"text": register.title, "url": register.get_absolute_url()},
    ]
    here: dict = {"text": "Import"}
    if more:
        here["url"] = url_of("imports", register)
    return [*trail, here, *({"text": text} for text in more)]


def elsewhere(record: Import, *stages: ImportStage):
    """Where to go instead, from a page that is for an import at these stages and not at work."""
    if record.is_at_work or record.stage not in stages:
        return redirect(record)
    return None


def frame(request, record: Import, what: str) -> dict[str, Any]:
    """What every page of an import shows; that it was read is logged where it holds what is sensitive."""
    if record.is_sensitive:
        note_read(request, record, what)
    return {
        "register": record.register,
        "record": record,
        "given": given(record),
        "version": record.version,
        "marking": "OFFICIAL-SENSITIVE" if record.is_sensitive else "OFFICIAL",
        "breadcrumbs": crumbs(record.register, what),
        "mapping_url": page_of("import-mapping", record),
        "discard_url": page_of("import-discard", record),
        "mapping_file_url": page_of("import-mapping-file", record),
        "result_file_url": page_of("import-result-file", record),
        "list_url": url_of("imports", record.register),
    }


def note_read(request, record, what, kind="read") -> None:
    words = f"Register {record.register.path}: {record} ({what[:1].lower()}{what[1:]})"
    log_sensitive_read(organisation_id=record.register.organisation_id, user=request.user, what=words, kind=kind)


def given(record: Import) -> dict[str, Any]:
    """What the import is of, for reports/imports/given.html."""
    return {
        "name": record.name,
        "file_url": page_of("import-file", record),
        "as_at": record.as_at,
        "is_past": is_past(record),
        "reason": record.reason or record.source,
        "by": record.by,
        "at": record.at,
        "change_url": page_of("import-options", record) if record.stage in DRAFT else "",
    }


def is_past(record: Import) -> bool:
    """Whether it is of a day before the one on which it was begun."""
    return record.as_at < record.at.astimezone(clock.LONDON).date()


def address_of(register, target: str) -> str:
    """The page of what a row is about: "risk:12", "control:34", "stream:mopac/2018-19/F10"."""
    kind, _, place = target.partition(":")
    if kind == "risk":
        return f"{register.get_absolute_url()}{place}/"
    if kind == "control":
        return reverse("controls:control", args=[place])
    return reverse("controls:stream", args=place.split("/", 2))


# One import in a list -------------------------------------------------------------------------------------------------


def line(record: Import, *, may_undo: bool) -> dict[str, Any]:
    """A row of the earlier imports."""
    is_unread = record.shown_state == "failed" and record.stage == ImportStage.NEW
    state = record.shown_state if record.is_at_work or is_unread else record.stage
    return {
        "name": record.name,
        "url": record.get_absolute_url(),
        "reason": record.reason,
        "as_at": record.as_at,
        "by": record.by,
        "at": record.at,
        "state": STATES[state],
        "result": result_in_words(record),
        "undo_url": page_of("import-undo", record) if state == "applied" and may_undo else "",
    }


def result_in_words(record: Import) -> str:
    """What it did, or would do: "13 created, 2 changed"."""
    if record.stage in (ImportStage.APPLIED, ImportStage.UNDONE):
        return done_in_words(record.result) or "Nothing changed"
    if record.stage == ImportStage.LOOKED:
        questions = record.summary.get("questions", 0)
        return ", ".join([*([counted(questions, "question")] if questions else []), "nothing changed yet"]).capitalize()
    return ""


def done_in_words(result) -> str:
    """ "13 created, 2 changed, 1 refused": what was left alone is not worth a word in a list."""
    told = (Deed.CREATE, Deed.CHANGE, Deed.REFUSE)
    said = [(result.get(deed.value, 0), DEEDS[deed][1]) for deed in told]
    return ", ".join(f"{number} {word}" for number, word in said if number)


def counts_of(record) -> dict[str, int]:
    """How many rows there are of each kind, by the names of Show."""
    flags = {Show.QUESTIONS: Q(has_question=True), Show.NOTES: Q(has_remark=True)}
    asked = {show.name: Count("pk", filter=flags.get(show, Q(deed=show.value))) for show in Show if show}
    found = record.rows.aggregate(ALL=Count("pk"), **asked)
    return {Show[name].value: number for name, number in found.items()}


def version_of(request) -> int:
    """The version a page was opened at; what is no number is none that ever was."""
    text = request.POST.get("version", "")
    return int(text) if text.isdigit() and len(text) < 9 else -1


def job_of(record: Import) -> dict[str, Any]:
    """What components/progress.html shows of an import at work, or of one that broke off."""
    if record.shown_state == "failed":
        again = {"retry_url": page_of("import-again", record)} if record.error in BROKEN_OFF else {}
        return {"state": "failed", "error": record.error or GAVE_UP} | again
    percent, words = record.told
    if record.state == "waiting":
        late = "Still waiting to start: the program that does the work is busy, or is not running"
        return {"state": "waiting", "percent": 0, "text": late if record.may_lack_worker else "Waiting to start"}
    return {"state": "running", "percent": percent, "text": words or Doing(record.doing).label}
