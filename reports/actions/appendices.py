"""Appendices of a paper: add one of any kind, say what it shows, write or attach it, put it in order, take it out.

What the portal fills in is read from the registers each time (reports/papers/filling.py); nothing of it is kept here.
"""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.text import slugify

from controls.uploads import CheckedFile
from registers import clock
from registers.models import Blob, Marking
from registers.models.risks import Stale
from reports import rules_appendices as rules
from reports.actions.paper_rows import delete, save, unused
from reports.markdown import without_controls
from reports.models import Appendix, Paper, Unsaved
from reports.papers.appendix_options import checked
from reports.rules_papers import check_can_write

RESERVED = "new"  # an address of the pages


@transaction.atomic
def add(*, paper, by, kind, title, marking=Marking.OFFICIAL, basis=None) -> Appendix:
    """Add an appendix after the others, with the options its kind begins with. ValidationError({field: words})."""
    paper = Paper.objects.lock(paper)
    check_can_write(paper)
    rules.check_kind(kind)
    rules.check_basis(paper, basis)
    slug = slugify(title)[:60].strip("-") or "appendix"
    appendix = Appendix(
        paper=paper,
        slug=unused("appendix" if slug == RESERVED else slug, paper.appendices.all()),
        kind=kind,
        title=title,
        marking=marking,
        basis=basis,
        options=checked(kind, {}),
        order=max(paper.appendices.values_list("order", flat=True), default=0) + 1,
    )
    appendix.full_clean(exclude=["paper", "basis"], validate_constraints=False)
    save(appendix, by)
    return appendix


@transaction.atomic
def change(
    *, appendix, by, version, title, marking, long_title="", basis=None, options=None, body="", is_final=False,
    signatories=(), opinion="", agenda_item="", file: CheckedFile | None = None,
) -> Appendix:  # fmt: skip
    """Say what an appendix is called, holds and shows. Raises Stale, with it as it stands, where somebody was first.

    `signatories`: [{"post", "on"}], days as text. `file` takes the place of the one there is; without one that stays.
    """
    locked = _locked(appendix, version)
    rules.check_basis(locked.paper, basis)
    rules.check_statement(is_final, signatories)
    locked.title, locked.long_title, locked.marking, locked.basis = title, long_title, marking, basis
    locked.options = checked(locked.kind, options or {})
    locked.body, locked.opinion = without_controls(body), without_controls(opinion)
    locked.is_final, locked.signatories, locked.agenda_item = is_final, list(signatories), agenda_item
    if file is not None:
        rules.check_is_file(locked)
        locked.blob, locked.file_name = Blob.objects.keep(file.content, file.content_type), file.name
    locked.is_carried = False
    locked.version += 1
    locked.full_clean(exclude=["paper", "basis", "blob"], validate_constraints=False)
    save(locked, by)
    discard(appendix=locked, by=by)
    return locked


@transaction.atomic
def keep(*, appendix, by, body, based_on) -> tuple[Appendix, Unsaved | None]:
    """Keep what somebody has typed into an appendix and not saved, for them alone; what says the same ends it.

    Raises ValidationError where the appendix is gone or the paper issued.
    """
    locked, body = _locked(appendix, None), without_controls(body)
    if body.strip() == locked.body.strip():
        discard(appendix=locked, by=by)
        return locked, None
    said = {"body": body, "based_on": int(based_on), "saved_at": clock.now()}
    row, _ = Unsaved.objects.update_or_create(appendix=locked, user=by, defaults=said)
    return locked, row


def discard(*, appendix, by) -> None:
    """Throw away what one has typed into an appendix and not saved."""
    Unsaved.objects.filter(appendix=appendix, user=by).delete()


@transaction.atomic
def move(*, appendix, by, step) -> Appendix:
    """Move an appendix up (-1) or down (1); the first and the last stay. All are lettered or numbered anew."""
    locked = _locked(appendix, None)
    others = list(locked.paper.appendices.all())
    place = others.index(locked)
    others.insert(max(0, place + step), others.pop(place))
    for order, other in enumerate(others, 1):
        if other.order != order:
            other.order = order
            save(other, by)
    return locked


@transaction.atomic
def remove(*, appendix, by, version) -> None:
    """Take an appendix out. Its text stays in the audit trail. Raises Stale where it was changed meanwhile.

    Not while somebody else has typed into it and not saved.
    """
    locked = _locked(appendix, version)
    rules.check_can_remove(locked)
    writer = locked.unsaved.exclude(user=by).select_related("user").first()
    if writer is not None:
        raise ValidationError(f"{writer.user} has typed in this appendix and not saved it. Ask them first.")
    delete(locked, by)


def _locked(appendix, version) -> Appendix:
    """The appendix of a paper that may be written, locked with it: the paper first, as every action does."""
    paper = Paper.objects.lock(appendix.paper)
    check_can_write(paper)
    locked = Appendix.objects.select_for_update(of=("self",)).filter(pk=appendix.pk).first()
    if locked is None:
        raise ValidationError(rules.REMOVED)
    locked.paper = paper
    if version is not None and int(version or 0) != locked.version:
        raise Stale(locked)
    return locked
