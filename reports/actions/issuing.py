"""Issuing a paper to the Panel: asked for by its secretariat, prepared by the worker, written whole or not at all.

Both editions are made before anything is written (reports/issuing_job.py). One transaction then writes the issue, its
editions, their files, and the paper's new stage, if the paper would still print what was looked at when it was asked.
"""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max

from registers import clock
from registers.models import Blob, Marking, Organisation, Register
from registers.models.blobs import LARGEST
from reports import rules_papers as rules
from reports.actions import renderings
from reports.models import (
    AppendixKind,
    Edition,
    Issue,
    IssuedEdition,
    IssuedFile,
    Issuing,
    Paper,
    Rendering,
    Stage,
    State,
    What,
)
from reports.papers.digest import in_short
from reports.papers.document import Document
from reports.papers.figures import one_reading
from reports.papers.preparing import Prepared, prepare
from reports.papers.snapshot import bases_data

UNDER_WAY = "{who} asked for it to be issued already, and that is under way."
OFFICIAL = "OFFICIAL"
NOT_YOURS = "You may no longer issue this paper."
CHANGED_MEANWHILE = (
    "Nothing was issued. The paper, or a register it rests on, has been changed since you looked at it. "
    "Look at it again, and ask again."
)


@dataclass(frozen=True)
class Made:
    """One edition as it came from the printer."""

    html: str
    pdf: bytes
    pages: int
    fingerprint: str
    file_name: str
    document: Document


@transaction.atomic
def ask(*, paper, by, kind, reason="", digest) -> Rendering:
    """Ask for a paper to be issued. Raises ValidationError with every cause that stands in the way, in words.

    `digest`: of both editions as they would have been printed when they were looked at.
    """
    locked = Paper.objects.lock(paper)
    rules.check_can_issue(locked, kind, reason)
    _check_nobody_else_has(locked, by)
    prepared = prepare(locked, kind=kind, reason=reason)
    if prepared.parts.whole != digest:
        raise ValidationError(rules.CHANGED)
    _refuse(prepared.blockers)
    asked = {"what": What.ISSUE, "organisation": locked.organisation, "paper": locked, "requested_by": by}
    rendering = Rendering.objects.create(**asked, requested_at=clock.now())
    Issuing.objects.create(rendering=rendering, kind=kind, reason=reason.strip(), digest=digest)
    renderings.enqueue(rendering)
    return rendering


def _check_nobody_else_has(paper, by):
    """A second press is no second issue; nor is another person's, while the first is under way."""
    waiting = paper.renderings.filter(what=What.ISSUE, state__in=[State.WAITING, State.RUNNING])
    under_way = next((job for job in waiting.select_related("requested_by") if not job.is_abandoned), None)
    if under_way is not None:
        who = "You" if under_way.requested_by_id == by.pk else str(under_way.requested_by)
        raise ValidationError(UNDER_WAY.format(who=who))


def _refuse(found):
    if found:
        raise ValidationError([str(one) for one in found])


@transaction.atomic
def write(rendering, made: dict[Edition, Made], prepared: Prepared) -> Issue | None:
    """Write an issue whole, and end the job that made it; None where somebody else has the job by now.

    Raises ValidationError where the paper would print anything else by now, or may no longer be issued.
    """
    job = renderings.in_hand(rendering).select_for_update(of=("self",)).first()
    if job is None:
        return None
    asked = job.issuing
    paper = Paper.objects.lock(job.paper)
    rules.check_can_issue(paper, asked.kind, asked.reason)
    Register.objects.hold(*paper.bases.values_list("register", flat=True))  # who was writing there has finished
    _check_unchanged(paper, asked, prepared)
    issue = Issue.objects.create(
        paper=paper,
        number=next_number(paper),
        kind=asked.kind,
        reason=asked.reason,
        known_at=prepared.known_at,
        snapshot=prepared.snapshot,
        issued_at=clock.now(),
        issued_by=job.requested_by,
    )
    for edition, one in made.items():
        _keep(issue, paper, edition, one)
    paper.stage, paper._history_user, paper._change_reason = Stage.ISSUED, job.requested_by, str(issue)[:100]
    paper.save()
    asked.issue = issue
    asked.save()
    job.state, job.progress, job.words, job.finished_at = State.DONE, 100, "", clock.now()
    job.save()
    return issue


def next_number(paper) -> int:
    return (paper.issues.aggregate(last=Max("number"))["last"] or 0) + 1


def _check_unchanged(paper, asked, prepared):
    """Read it all once more: what was printed is what would be printed now, and nothing stands in the way by now.

    And what is kept of the registers is what they will always give, asked as they were known then: an entry that bore
    an earlier moment may have been kept only after they were read.
    """
    with one_reading():
        now = prepare(paper, kind=asked.kind, reason=asked.reason)
        kept = in_short(bases_data(paper, prepared.known_at))
    if {asked.digest, prepared.parts.whole, now.parts.whole} != {asked.digest}:
        raise ValidationError(CHANGED_MEANWHILE)
    if kept != in_short(prepared.snapshot["bases"]):
        raise ValidationError(CHANGED_MEANWHILE)
    _refuse(now.blockers)


def _keep(issue, paper, edition, made):
    for content, what in ((made.pdf, "PDF"), (made.html.encode(), "page")):
        if len(content) > LARGEST:
            raise ValidationError(
                f"Nothing was issued: the {what} of the {edition.label.lower()} is larger than 10 MB."
            )
    kept = IssuedEdition.objects.create(
        issue=issue,
        edition=edition,
        marking=made.document.marking,
        html=Blob.objects.keep(made.html.encode(), "text/html; charset=utf-8"),
        pdf=Blob.objects.keep(made.pdf, "application/pdf"),
        file_name=made.file_name,
        pages=made.pages,
        fingerprint=made.fingerprint,
    )
    kept.holds_sensitive_of.set(_sensitive_of(paper, made.document, edition))
    _keep_files(kept, paper, made.document)


def _sensitive_of(paper, document, edition):
    """The bodies whose sensitive text an edition may hold: whoever reads it is cleared by each of them."""
    is_open = edition == Edition.PUBLIC or document.marking == OFFICIAL
    return [] if is_open else list(whose_text(paper))


def whose_text(paper):
    """Keys of the bodies of whose text a paper holds some."""
    bodies = {body.pk for body in paper.bodies} | set(paper.bases.values_list("register__organisation", flat=True))
    return Organisation.objects.filter(pk__in=bodies).values_list("pk", flat=True)


def _keep_files(kept, paper, document):
    """The files that go out beside an edition; a sensitive one beside the full edition alone."""
    appendices = list(paper.appendices.all())
    for appendix, page in zip(appendices, document.appendices, strict=True):
        is_for_it = kept.edition == Edition.FULL or appendix.marking == Marking.OFFICIAL
        if appendix.kind == AppendixKind.FILE and appendix.blob_id and is_for_it:
            said = {"label": page.label, "file_name": appendix.file_name, "blob": appendix.blob}
            IssuedFile.objects.create(edition=kept, appendix=appendix, **said)
