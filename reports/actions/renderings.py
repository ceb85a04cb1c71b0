"""Asking for a file, and what its worker notes down: taken, still alive, how far, done, failed.

A rendering has one holder at a time, known by its lease. What a worker writes counts only while the lease is its own:
one that was thought dead and comes back late changes nothing.
"""

from collections.abc import Collection

from django.core.exceptions import ValidationError
from django.db import transaction

from registers import clock
from registers.models import Blob, Organisation
from registers.models.blobs import LARGEST
from reports import rules
from reports.actions import holding
from reports.actions.holding import beat, fail, in_hand, release, tell
from reports.models import Edition, Rendering, State, What

GAVE_UP = "The program that makes PDFs stopped twice in the middle of this one."


@transaction.atomic
def request_paper(*, paper, edition, by, audience) -> Rendering:
    """Ask for an edition of a paper as PDF. Raises ValidationError where it is not theirs to have."""
    rules.check_can_make(paper, edition, audience)
    return _request(
        what=What.PAPER,
        organisation=paper.organisation,
        paper=paper,
        edition=edition,
        requested_by=by,
        is_sensitive=edition == Edition.FULL,
    )


@transaction.atomic
def request_risk_template(*, risk, by, scope) -> Rendering:
    """Ask for the one-page template of a risk as PDF, as this person may see it at a scope."""
    return _request(
        what=What.RISK_TEMPLATE,
        organisation=risk.register.organisation,
        risk=risk,
        as_at=scope.as_at,
        known_at=scope.known_at,
        compared_with=scope.compared_with,
        requested_by=by,
    )


def may_have_dashboard(audience, asked) -> bool:
    """Whether a file of this dashboard would stay theirs: not of whoever sees only their own risks as worked on.

    Such a file would hold what is worked on for as long as it is kept, whoever comes to own those risks.
    """
    return not any(organisation in {body.pk for body in asked.bodies} for organisation, _ in audience.own_risks_in)


@transaction.atomic
def request_dashboard(*, what, asked, by) -> Rendering:
    """Ask for a dashboard, or the brief drawn from it, as PDF, as this person may see it."""
    return _request(
        what=what,
        organisation=asked.bodies[0],
        is_joint=asked.is_joint,
        meeting=asked.meeting,
        as_at=asked.scope.as_at,
        known_at=asked.scope.known_at,
        compared_with=asked.scope.compared_with,
        requested_by=by,
    )


@transaction.atomic
def request_minutes(*, meeting, by) -> Rendering:
    """Ask for the minutes of a meeting as PDF, as this person may read them."""
    return _request(
        what=What.MINUTES,
        organisation=meeting.board.organisation or Organisation.objects.filter(kind=Organisation.Kind.BODY).first(),
        is_joint=meeting.board.is_joint,
        meeting=meeting,
        as_at=meeting.on,
        requested_by=by,
    )


def _request(**what) -> Rendering:
    """A new job; or the one this person has on its way for the same thing: a second press is no second job."""
    under_way = Rendering.objects.filter(**what, state__in=[State.WAITING, State.RUNNING]).newest_first().first()
    if under_way is not None and not under_way.is_abandoned:
        return under_way
    rendering = Rendering.objects.create(**what, requested_at=clock.now())
    enqueue(rendering)
    return rendering


@transaction.atomic
def try_again(*, rendering) -> Rendering:
    """Put a failed job back in the queue; one that is waiting, running or done is left as it is."""
    locked = Rendering.objects.select_for_update().get(pk=rendering.pk)
    if locked.can_be_asked_again:
        holding.ask_again(locked)
        enqueue(locked)
    return locked


OF_THE_SAME = (
    "what", "organisation", "risk", "meeting", "is_joint", "as_at", "known_at", "compared_with", "requested_by",
)  # fmt: skip


@transaction.atomic
def make_again(*, rendering) -> Rendering:
    """Ask anew for what a file was of, as its requester may see it by now. Papers are asked for at their own page."""
    return _request(**{name: getattr(rendering, name) for name in OF_THE_SAME})


def enqueue(rendering) -> None:
    """Put a job into the worker's queue."""
    from reports import jobs

    jobs.enqueue(rendering)


# What the worker notes --------------------------------------------------------------------------


def take(key) -> Rendering | None:
    """Take up a job that waits, or whose worker has fallen silent. None where it is done, given up or in good hands."""
    return holding.take(Rendering, key, GAVE_UP)


@transaction.atomic
def finish(rendering, *, content: bytes, file_name: str, digest: str = "", sensitive_of: Collection[int] = ()) -> bool:
    """Keep the file. False where somebody else has the job by now.

    `digest`: of what was printed, to be compared at each download. `sensitive_of`: keys of the bodies whose sensitive
    text it holds.
    """
    if len(content) > LARGEST:
        raise ValidationError("The file is larger than 10 MB and was not kept.")
    locked = in_hand(rendering).select_for_update().first()
    if locked is None:
        return False
    locked.blob = Blob.objects.keep(content, "application/pdf")
    locked.state, locked.progress, locked.words, locked.finished_at = State.DONE, 100, "", clock.now()
    locked.file_name, locked.digest = file_name, digest
    locked.holds_sensitive_of.set(sensitive_of)
    locked.save()
    return True


__all__ = [
    "beat",
    "enqueue",
    "fail",
    "finish",
    "in_hand",
    "make_again",
    "may_have_dashboard",
    "release",
    "request_dashboard",
    "request_minutes",
    "request_paper",
    "request_risk_template",
    "take",
    "tell",
    "try_again",
]
