"""Bringing a file into a register: begun, mapped, looked at, applied, undone, with words for the screen.

A small file is read and looked at while its person waits; a large one by the worker (reports/jobs.py).
"""

import hashlib
from dataclasses import asdict, replace
from itertools import islice

from django.core.exceptions import ValidationError
from django.db import transaction

from controls.models import ImprovementPlan
from registers import clock
from registers.access import audience_of
from registers.actions.taking_back import take_back as void
from registers.models import Blob, Organisation, Register, User
from registers.models.blobs import LARGEST
from reports.actions import holding
from reports.imports import kept, undoing
from reports.imports.applying import as_ranges, carry_out, count_of, made
from reports.imports.on_scale import OF_A_SCALE, fits, fitted
from reports.imports.planning import rights_of, year_of
from reports.imports.stands import changed_since as changes_since
from reports.imports.stands import digest_of, fingerprint, stands_of
from reports.imports.values import Deed, Weight
from reports.models import Doing, Import, ImportRow, ImportShape, ImportStage, State

SMALL = 64 * 1024  # bytes of a file that is read at once
PASTED = "text/plain; charset=utf-8"
MEDIA = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "csv": "text/csv; charset=utf-8",
}
NOT_YOURS = "You may not bring files into this register."
MOVED_ON = "Nothing was written: the register has been changed since you looked. Look at it again before you apply it."
OTHERWISE = "Nothing was written: it would do other things by now than you were shown. Look at it again."
UNDERSTOOD = "What the file says is understood otherwise: a name or a post that it speaks of may have changed"
UNDER_WAY = "It is being worked on already. Wait until that is done."


def begin(*, register, by, as_at, name="", content=None, pasted="", reason="", at_once=False) -> Import:
    """Take a file in, or a pasted table, and read it. Nothing of the register is changed.

    `at_once`: whatever its size it is never left to the worker, for the shell.
    """
    with transaction.atomic():
        record = taken_in(register, by, as_at, name, content, pasted, reason)
        record.blob = Blob.objects.keep(bytes(record.blob.content), record.blob.content_type)
        record.is_at_once = at_once or record.blob.size <= SMALL
        record.save()
        _queue(record)
    return _now(record)


def taken_in(register, by, as_at, name="", content=None, pasted="", reason="") -> Import:
    """A file as it is begun with, not kept yet. ValidationError where it cannot be taken in at all."""
    _check_may(by, register)
    if as_at > clock.today():
        raise ValidationError({"as_at": "The date must be today or in the past"})
    if content is None:
        if not pasted.strip():
            raise ValidationError({"file": "Choose a file, or paste a table"})
        content, name, media = pasted.encode(), name or "Pasted table", PASTED
    else:
        media = MEDIA.get(name.rsplit(".", 1)[-1].lower(), "application/octet-stream")
    if not content:
        raise ValidationError({"file": "The file is empty"})
    if len(content) > LARGEST:
        raise ValidationError({"file": "The file is larger than 10 MB"})
    record = Import(
        register=register, by=by, as_at=as_at, name=_file_name(name), reason=reason.strip(),
        blob=_bytes(content, media), is_pasted=media == PASTED, requested_at=clock.now(),
    )  # fmt: skip
    record.full_clean(exclude=["register", "by", "blob"])
    return record


def _bytes(content, media) -> Blob:
    """Not kept yet."""
    digest = hashlib.sha256(content).hexdigest()
    return Blob(sha256=digest, content=content, content_type=media, size=len(content))


def _file_name(name):
    return name.replace("\\", "/").rsplit("/", 1)[-1][-150:] or "file"


def _check_may(by, register):
    if not by.has_perm("reports.import_register", register):
        raise ValidationError(NOT_YOURS)


def _queue(record: Import) -> None:
    """Into the worker's queue; of a small file only for later, should it not be done at once after all."""
    from reports import jobs

    if record.is_at_once:
        jobs.look_again_later(record)
    else:
        jobs.enqueue(record)


def _now(record: Import) -> Import:
    """Do it while its person waits, where it is small. The record as it stands after that."""
    from reports import jobs

    if record.is_at_once:
        jobs.work.func(str(record.key))
    return fresh(record)


def fresh(record: Import) -> Import:
    return Import.objects.select_related("register__organisation", "by", "blob").get(pk=record.pk)


def _locked(record, by, version=None) -> Import:
    held = Import.objects.select_for_update(of=("self",)).select_related("register__organisation", "blob", "by")
    record = held.get(pk=record.pk)
    _check_may(by, record.register)
    if record.is_at_work:
        raise ValidationError(UNDER_WAY)
    return Import.objects.move_on(record, version)


@transaction.atomic
def settle_mapping(*, record, by, version, mapping: dict) -> Import:
    """Keep what the person settled; what it would change is to be looked at again. Raises Stale."""
    record = _locked(record, by, version)
    _check_open(record)
    columns_changed = mapping.get("tables") != record.mapping.get("tables")
    record.mapping, record.stage, record.state = mapping, ImportStage.MAPPING, State.DONE
    if columns_changed:
        _propose_values(record)
    _forget_dry_run(record)
    return _saved(record, by)


def _keep_to_scale(record):
    """Levels that were settled on another scale, before the day or the scale was changed, are understood anew."""
    from reports.import_job import scale_on

    scale = scale_on(record)
    if record.mapping and not fits(record.mapped, scale):
        record.mapping = dict(fitted(record.mapped, scale).data)
        _propose_values(record)
        values = {fact: dict(meanings) for fact, meanings in record.mapping.get("values", {}).items()}
        for value in record.proposal.values:
            if value.fact in OF_A_SCALE and value.meaning is not None:
                values.setdefault(value.fact.value, {})[value.printed] = kept.plain(value.meaning)
        record.mapping["values"] = values


def _propose_values(record):
    """The values of columns that mean something else now are to be asked about too."""
    from reports.import_job import workbook_of
    from reports.imports.known import known_of
    from reports.imports.understanding import values_of

    known = known_of(record.register, audience_of(record.by), record.as_at)
    values = values_of(workbook_of(record), record.mapped, known)
    record.proposal = replace(record.proposal, values=values)
    record.proposal_data = kept.plain(record.proposal)


def _check_open(record):
    if record.stage in (ImportStage.APPLIED, ImportStage.UNDONE, ImportStage.DISCARDED):
        raise ValidationError(f"It has been {record.get_stage_display().lower()} and is not changed any more")


def _forget_dry_run(record):
    record.summary, record.problem_data, record.stands = {}, [], {}
    record.is_sensitive = True  # what it is taken for now has not been looked at
    record.rows.all().delete()


def _saved(record, by) -> Import:
    record._history_user = by
    record.save()
    return record


@transaction.atomic
def set_options(*, record, by, version=None, as_at=None, reason=None, closes_missing=None) -> Import:
    """Of which day it is, why scores change, and whether what it does not have is closed."""
    record = _locked(record, by, version)
    _check_open(record)
    if as_at is not None and as_at > clock.today():
        raise ValidationError({"as_at": "The date must be today or in the past"})
    given = {"as_at": as_at, "reason": reason, "closes_missing": closes_missing}
    for name, value in given.items():
        if value is not None:
            setattr(record, name, value)
    _keep_to_scale(record)
    _forget_dry_run(record)
    record.stage = ImportStage.MAPPING if record.mapping else record.stage
    return _saved(record, by)


def look(*, record, by) -> Import:
    """Work out what it would change, without changing anything."""
    with transaction.atomic():
        record = _locked(record, by)
        _check_open(record)
        if not record.mapping:
            raise ValidationError("The file has not been read yet")
        _keep_to_scale(record)
        _forget_dry_run(record)
        record.by = by  # whose rights it is looked at with
        _ask(record, Doing.LOOKING, by)
    return _now(record)


def _ask(record, doing, by):
    record.doing = doing
    record._history_user = by
    holding.ask_again(record)
    _queue(record)


def apply(*, record, by, fingerprint) -> Import:
    """Write it, if the register still stands as it did when it was looked at. Raises ValidationError where not."""
    with transaction.atomic():
        record = _locked(record, by)
        _check_open(record)
        if record.stage != ImportStage.LOOKED or not record.summary:
            raise ValidationError("Look at what it would change first")
        if record.summary["fingerprint"] != fingerprint:
            raise ValidationError("It has been looked at again since you opened this page. Look at that first")
        _check_unmoved(record)
        _check_may_do_what_was_shown(record, by)
        record.applied_by = by
        _ask(record, Doing.APPLYING, by)
    return _now(record)


def _check_unmoved(record):
    changed = changed_since(record=record)
    if changed or fingerprint(stands_of(record.register)) != record.summary["fingerprint"]:
        raise ValidationError([MOVED_ON, *changed])


def _check_may_do_what_was_shown(record, by):
    """What is written is what was looked at: by somebody whose roles allow neither less of it nor more."""
    if asdict(_rights(record, by)) == record.summary["rights"]:
        return
    if by == record.by:
        raise ValidationError("Look at it again: your roles have changed since you looked")
    raise ValidationError(f"Look at it again: {record.by} looked at it, whose roles were not yours")


def _rights(record, user):
    user = User.objects.get(pk=user.pk)
    return rights_of(user, record.register, year_of(user, record.register, record.as_at))


def changed_since(*, record) -> list[str]:
    """What of the register was recorded since it was looked at, in sentences."""
    if record.state == State.FAILED and record.error == OTHERWISE:
        return [UNDERSTOOD]
    if not record.stands or stands_of(record.register) == record.stands:
        return []
    return changes_since(record.register, record.stands)


@transaction.atomic
def discard(*, record, by) -> Import:
    """It will not be applied. The file and what was found are kept."""
    record = _locked(record, by)
    _check_open(record)
    record.stage, record.state = ImportStage.DISCARDED, State.DONE
    return _saved(record, by)


def undo(*, record, by, reason) -> Import:
    """Take it back as a whole. Raises ValidationError with what stands in the way."""
    with transaction.atomic():
        record = _locked(record, by)
        if not reason.strip():
            raise ValidationError({"reason": "Say why it is undone"})
        _check_can_undo(record, by)
        record.undone_by, record.undone_reason = by, reason.strip()[:200]
        _ask(record, Doing.UNDOING, by)
    return _now(record)


def _check_can_undo(record, by):
    undoing.check_may(record, _rights(record, by))
    found = why_not_undone(record=record)
    if found:
        raise ValidationError(["It cannot be undone: something rests on it by now.", *found])


def why_may_not_undo(*, record, by) -> list[str]:
    """What of it this person's roles do not let them take back, and who could; empty where they may."""
    return why_may_not_undo_each(records=[record], by=by).get(record.pk, [])


def why_may_not_undo_each(*, records, by) -> dict[int, list[str]]:
    """The same of each import of one register that somebody may not undo, by its key."""
    rights, found = {}, {}
    for record in records:
        if record.stage == ImportStage.APPLIED and (needs := undoing.needs_told(record)):
            if record.as_at not in rights:
                rights[record.as_at] = _rights(record, by)
            try:
                undoing.check_rights(needs, rights[record.as_at])
            except ValidationError as refused:
                found[record.pk] = refused.messages
    return found


def why_not_undone(*, record) -> list[str]:
    """What stands in the way of undoing it, in sentences; none where it can be undone."""
    if record.stage != ImportStage.APPLIED:
        return ["It has not been applied"] if record.stage != ImportStage.UNDONE else ["It has been undone already"]
    return undoing.in_the_way(record)


def try_again(*, record, by) -> Import:
    """Take up again what failed."""
    with transaction.atomic():
        locked = Import.objects.select_for_update(of=("self",)).select_related("register", "blob").get(pk=record.pk)
        _check_may(by, locked.register)
        if locked.can_be_asked_again:
            holding.ask_again(locked)
            _queue(locked)
    return _now(locked) if locked.is_at_work else fresh(record)


# What the worker writes -------------------------------------------------------------------------


@transaction.atomic
def keep_proposal(record, proposal, mapped, shape, remembered) -> bool:
    """What was understood of a file. False where somebody else has the job by now."""
    locked = holding.in_hand(record).select_for_update(of=("self",)).first()
    if locked is None:
        return False
    locked.proposal_data, locked.mapping = kept.plain(proposal), dict(mapped.data)
    locked.shape, locked.remembered, locked.stage = shape, remembered, ImportStage.MAPPING
    _end(locked)
    return True


@transaction.atomic
def keep_dry_run(record, planned) -> bool:
    locked = holding.in_hand(record).select_for_update(of=("self",)).first()
    if locked is None:
        return False
    locked.rows.all().delete()
    for rows in _batched(_rows(locked, planned.dry_run)):
        ImportRow.objects.bulk_create(rows)
    locked.problem_data = kept.plain(planned.dry_run.problems)
    rests_on = {"rights": asdict(planned.rights), "digest": digest_of(planned.dry_run)}
    locked.summary = _summary(planned.dry_run) | rests_on
    locked.stands = planned.stands
    locked.is_sensitive, locked.stage = planned.is_sensitive, ImportStage.LOOKED
    _end(locked)
    return True


def _batched(rows, size=500):
    """Some at a time: all of a long file's at once would fill the memory."""
    rows = iter(rows)
    while some := list(islice(rows, size)):
        yield some


def _rows(record, dry_run):
    for place, row in enumerate(dry_run.rows):
        weights = {problem.weight for problem in row.problems}
        yield ImportRow(
            record=record, place=place, deed=row.deed.value, data=kept.plain(row),
            has_question=Weight.QUESTION in weights, has_refusal=Weight.REFUSED in weights,
            has_remark=Weight.REMARK in weights,
        )  # fmt: skip


def _summary(dry_run) -> dict:
    every = [*dry_run.problems, *(problem for row in dry_run.rows for problem in row.problems)]
    counts = {deed.value: dry_run.count(deed) for deed in Deed}
    refused = sum(problem.weight is Weight.REFUSED for problem in every)
    told = {"questions": dry_run.questions, "refused": refused, "fingerprint": dry_run.fingerprint}
    return counts | told | {"rows": len(dry_run.rows)}


def _end(record):
    record.state, record.progress, record.words, record.finished_at = State.DONE, 100, "", clock.now()
    record.save()


@transaction.atomic
def write(record, planned, tell) -> bool:
    """Everything it changes, in one transaction, with the end of the job. False where somebody else has it by now.

    Raises ValidationError where the register was changed since it was looked at, or an act is not allowed.
    """
    by = record.applied_by
    _check_may(User.objects.get(pk=by.pk), record.register)
    _check_may_do_what_was_shown(record, by)
    register = _hold(record)
    found = {fingerprint(stands_of(register)), planned.dry_run.fingerprint}
    if found != {record.summary["fingerprint"]}:
        raise ValidationError([MOVED_ON, *changes_since(register, record.stands)])
    if digest_of(planned.dry_run) != record.summary["digest"]:
        raise ValidationError(OTHERWISE)
    plan = year_of(by, register, record.as_at)
    facts = carry_out(planned, register=register, by=by, plan=plan, said_by=record.name, tell=tell)
    locked = holding.in_hand(record).select_for_update(of=("self",)).first()
    if locked is None:
        transaction.set_rollback(True)
        return False
    locked.written = as_ranges(facts)
    _name_what_was_made(locked, made(planned, plan))
    locked.result = _summary(planned.dry_run) | {"posts": list(planned.posts), "facts": count_of(locked.written)}
    locked.result[undoing.NEEDS] = undoing.needs_of(locked)
    locked.applied_at, locked.applied_by, locked.stage = clock.now(), by, ImportStage.APPLIED
    locked._history_user = by
    _remember(locked, by)
    _end(locked)
    return True


def _name_what_was_made(record, targets):
    rows = list(record.rows.filter(place__in=targets) if len(targets) < 500 else record.rows.all())
    rows = [row for row in rows if row.place in targets]
    for row in rows:
        row.data["target"] = targets[row.place]
    ImportRow.objects.bulk_update(rows, ["data"], batch_size=200)


def _hold(record) -> Register:
    """What it writes in, locked before anything is compared: the body first, as its plans and numbers are."""
    list(Organisation.objects.select_for_update(no_key=True).filter(pk=record.register.organisation_id))
    held = ImprovementPlan.objects.filter(organisation=record.register.organisation_id)
    list(held.select_for_update(no_key=True).order_by("pk"))
    Register.objects.hold(record.register_id)
    return Register.objects.select_related("organisation").get(pk=record.register_id)


def _remember(record, by):
    """For the next file of its shape: all but the answers to questions of single rows."""
    mapping = {name: value for name, value in record.mapping.items() if name != "answers"}
    if record.shape:
        ImportShape.objects.update_or_create(
            register=record.register, shape=record.shape, defaults={"mapping": mapping, "by": by, "at": clock.now()}
        )


@transaction.atomic
def take_back(record, tell) -> bool:
    """Void all that it wrote, with the end of the job. False where somebody else has it by now."""
    by = record.undone_by
    _check_may(User.objects.get(pk=by.pk), record.register)
    _hold(record)
    _check_can_undo(record, by)
    tell(0.1, "Taking back what it wrote")
    reason = record.undone_reason or f"The import of {record.name} was undone"
    facts = undoing.facts_of(record)
    rows = void(facts=facts, by=by, reason=reason, said_again=undoing.said_again(record, facts))
    locked = holding.in_hand(record).select_for_update(of=("self",)).first()
    if locked is None:
        transaction.set_rollback(True)
        return False
    locked.result[undoing.SAID_AGAIN] = as_ranges(row for row in rows if not row.is_void)
    locked.undone_at, locked.undone_by, locked.stage = clock.now(), by, ImportStage.UNDONE
    locked._history_user = by
    _end(locked)
    return True


__all__ = [
    "apply", "begin", "changed_since", "discard", "fresh", "look", "set_options", "settle_mapping", "try_again", "undo",
    "why_not_undone",
]  # fmt: skip
