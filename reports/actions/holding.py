"""What a worker notes down of a job it has: taken, still alive, how far, failed, put back.

A job has one holder at a time, known by its lease. What a worker writes counts only while the lease is its own: one
that was thought dead and comes back late changes nothing.
"""

from uuid import uuid4

from django.db import transaction

from registers import clock
from reports.models.jobs import MOST_ATTEMPTS, Job, State


@transaction.atomic
def take(model: type[Job], key, gave_up: str):
    """Take up a job that waits, or whose worker has fallen silent. None where it is done, given up or in good hands.

    `gave_up`: the sentence for whoever asked, where it was tried often enough.
    """
    job = model._default_manager.select_for_update(of=("self",)).filter(key=key).first()
    if job is None:
        return None
    if job.is_silent and job.attempts >= MOST_ATTEMPTS:
        job.state, job.error, job.finished_at = State.FAILED, gave_up, clock.now()
        job.save()
        return None
    if job.state != State.WAITING and not job.is_silent:
        return None
    job.state, job.lease = State.RUNNING, uuid4()
    job.heartbeat_at = job.read_at = clock.now()
    job.attempts += 1
    job.progress, job.words = 0, "Starting"
    job.save()
    return job


def beat(job) -> bool:
    """Say that its worker is alive. False where somebody else has it by now."""
    if job.note_beat():
        return True
    return in_hand(job).update(heartbeat_at=clock.now()) == 1


def tell(job, progress: int, words: str) -> bool:
    """Say how far it is."""
    return in_hand(job).update(heartbeat_at=clock.now(), progress=progress, words=words[:120]) == 1


def in_hand(job):
    """The job, while this worker has it."""
    return type(job)._default_manager.filter(pk=job.pk, lease=job.lease, state=State.RUNNING)


def fail(job, sentence: str) -> bool:
    """End it with a reason that may be shown to whoever asked."""
    return in_hand(job).update(state=State.FAILED, error=sentence[:500], finished_at=clock.now()) == 1


def release(job) -> bool:
    """Put it back: its worker was told to stop."""
    return in_hand(job).update(state=State.WAITING, lease=None, heartbeat_at=None, progress=0, words="") == 1


def ask_again(job) -> None:
    """Put a job back as it was when it was first asked for. The caller has it locked, and puts it into the queue."""
    job.state, job.progress, job.words, job.error = State.WAITING, 0, "", ""
    job.lease, job.heartbeat_at, job.attempts = None, None, 0
    job.requested_at = clock.now()
    job.save()
