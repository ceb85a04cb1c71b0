"""What does the worker do? It makes files people asked for, and brings in theirs: `manage.py db_worker` runs it.

A worker may be killed at any moment, so a job is put into the queue twice: for now, and for later. Whoever meets it
later finds it done and leaves it, finds its worker alive and looks again later still, or finds its worker silent and
takes it up. After two attempts it is shown as failed (Job.shown_state), as it is where no worker is left.
"""

import logging
from datetime import timedelta
from threading import Event, Thread
from time import monotonic

from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection
from django_tasks import task

from registers import clock
from reports.actions import holding, renderings
from reports.import_job import GAVE_UP, bring_in
from reports.issuing_job import issue
from reports.making import make
from reports.models import Import, Rendering, State, What
from reports.models.jobs import BEAT_EVERY, SILENT_AFTER, Job

log = logging.getLogger(__name__)

LOOK_AGAIN = SILENT_AFTER + timedelta(seconds=5)
BROKE = "Something went wrong while the PDF was being made. What it was has been noted for those who run the portal."


def enqueue(job: Job) -> None:
    task = TASKS[type(job)]
    task.enqueue(str(job.key))
    _look_again_later(task, job.key)


def look_again_later(job: Job) -> None:
    """Of a job that is done at once: should whoever does it be killed, a worker takes it up."""
    _look_again_later(TASKS[type(job)], job.key)


def _look_again_later(task, key) -> None:
    if task.get_backend().supports_defer:  # the backend of the tests does everything at once
        task.using(run_after=clock.now() + LOOK_AGAIN).enqueue(str(key))


@task()
def render(key: str) -> str:
    """Make one file, unless it is made or being made already. Says what came of it, for the log."""
    rendering = renderings.take(key)
    if rendering is None:
        return _not_taken(Rendering, render, key)
    with Heartbeat(rendering):
        return _make(rendering)


@task()
def work(key: str) -> str:
    """Read, look at, apply or undo one import, likewise."""
    record = holding.take(Import, key, GAVE_UP)
    if record is None:
        return _not_taken(Import, work, key)
    with Heartbeat(record):
        return bring_in(record)


TASKS = {Rendering: render, Import: work}


def _not_taken(model, task, key):
    if model.objects.filter(key=key, state=State.RUNNING).exists():
        _look_again_later(task, key)
        return "in good hands"
    return "nothing to do"


def _make(rendering) -> str:
    from reports.pdf import RenderError

    try:
        if rendering.what == What.ISSUE:
            return "done" if issue(rendering) else "too late"
        renderings.tell(rendering, 5, "Reading the register")
        made = make(rendering)
        renderings.tell(rendering, 20, "Laying out the pages")
        pdf = made.printed.to_pdf(Teller(rendering)).pdf
        kept = renderings.finish(
            rendering,
            content=pdf,
            file_name=made.printed.file_name,
            digest=made.printed.digest,
            sensitive_of=made.sensitive_of,
        )
        return "done" if kept else "too late"
    except RenderError as problem:
        renderings.fail(rendering, str(problem))
    except ValidationError as problem:
        renderings.fail(rendering, " ".join(problem.messages))
    except Exception:
        log.exception("Rendering %s failed", rendering.key)
        renderings.fail(rendering, BROKE)
    except BaseException:
        renderings.release(rendering)
        raise
    return "failed"


# Saying that it goes on ------------------------------------------------------------------------


class Teller:
    """Writes down how far the printer is, a few times a second at most."""

    def __init__(self, rendering, first=20, last=95, before=""):
        self.rendering = rendering
        self.first, self.last = first, last  # per cent, of all that the job is
        self.before = before
        self.told_at = 0.0

    def __call__(self, fraction: float, words: str) -> None:
        if monotonic() - self.told_at > 0.3:
            self.told_at = monotonic()
            reached = self.first + int((self.last - self.first) * fraction)
            renderings.tell(self.rendering, reached, f"{self.before}{words}")


class Heartbeat:
    """Says every few seconds that the worker is alive, from a thread beside it: a long table takes its time.

    Inside somebody's transaction nobody could see it, so there it is left out.
    """

    def __init__(self, job: Job):
        self.job = job
        self.stopped = Event()
        self.thread = Thread(target=self._run, name="heartbeat", daemon=True)

    def __enter__(self):
        if not connection.in_atomic_block:
            self.thread.start()
        return self

    def __exit__(self, *_):
        self.stopped.set()
        if self.thread.is_alive():
            self.thread.join(BEAT_EVERY.total_seconds())

    def _run(self):
        try:
            while not self.stopped.wait(BEAT_EVERY.total_seconds()):
                try:
                    holding.beat(self.job)
                except DatabaseError:
                    log.warning("A heartbeat was not written", exc_info=True)
        finally:
            connection.close()
