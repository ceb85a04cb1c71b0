"""What does the worker do? It makes the files people asked for: `manage.py db_worker` runs the one task here.

A worker may be killed at any moment, so a job is put into the queue twice: for now, and for later. Whoever meets it
later finds it done and leaves it, finds its worker alive and looks again later still, or finds its worker silent and
takes it up. After two attempts it is shown as failed (Rendering.shown_state), as it is where no worker is left.
"""

import logging
from datetime import timedelta
from threading import Event, Thread
from time import monotonic

from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import DatabaseError, connection
from django_tasks import task

from registers import clock
from registers.access import audience_of
from registers.audience import Level
from reports.actions import renderings
from reports.dashboard_print import print_dashboard
from reports.issuing_job import issue
from reports.models import Edition, Meeting, Paper, Rendering, State, What
from reports.models.renderings import BEAT_EVERY, SILENT_AFTER
from reports.papers.editions import make_document
from reports.papers.printing import print_paper
from reports.papers.risk_template import print_risk_template
from reports.rules import check_can_make

log = logging.getLogger(__name__)

LOOK_AGAIN = SILENT_AFTER + timedelta(seconds=5)
BROKE = "Something went wrong while the PDF was being made. What it was has been noted for those who run the portal."
NOT_YOURS = "You may no longer see what this file was to hold."


def enqueue(rendering: Rendering) -> None:
    render.enqueue(str(rendering.key))
    _look_again_later(rendering.key)


def _look_again_later(key) -> None:
    if render.get_backend().supports_defer:  # the backend of the tests does everything at once
        render.using(run_after=clock.now() + LOOK_AGAIN).enqueue(str(key))


@task()
def render(key: str) -> str:
    """Make one file, unless it is made or being made already. Says what came of it, for the log."""
    rendering = renderings.take(key)
    if rendering is None:
        if Rendering.objects.filter(key=key, state=State.RUNNING).exists():
            _look_again_later(key)
            return "in good hands"
        return "nothing to do"
    with Heartbeat(rendering):
        return _make(rendering)


def _make(rendering) -> str:
    from reports.pdf import RenderError

    try:
        if rendering.what == What.ISSUE:
            return "done" if issue(rendering) else "too late"
        renderings.tell(rendering, 5, "Reading the register")
        made = MAKERS[What(rendering.what)](rendering)
        renderings.tell(rendering, 20, "Laying out the pages")
        pdf = made.printed.to_pdf(Teller(rendering)).pdf
        kept = renderings.finish(
            rendering,
            content=pdf,
            file_name=made.printed.file_name,
            is_sensitive=made.is_sensitive,
            is_working=made.is_working,
            held=made.held,
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


# What is made ----------------------------------------------------------------------------------


class Made:
    """What goes to the printer, and who may have it afterwards."""

    def __init__(self, printed, *, is_sensitive, is_working=False, held=None):
        self.printed = printed
        self.held = held
        self.is_sensitive = is_sensitive
        self.is_working = is_working


def _paper(rendering) -> Made:
    """An edition, for whoever asked: what they may see is asked again, as it may have changed since."""
    audience, edition = audience_of(rendering.requested_by), Edition(rendering.edition)
    papers = Paper.objects.visible_to(audience).select_related("organisation")
    paper = papers.filter(pk=rendering.paper_id).first()
    if paper is None:
        raise ValidationError(NOT_YOURS)
    check_can_make(paper, edition, audience)
    return Made(print_paper(make_document(paper, edition, audience)), is_sensitive=edition == Edition.FULL)


def _risk_template(rendering) -> Made:
    try:
        printed, view, is_sensitive = print_risk_template(rendering, audience_of(rendering.requested_by))
    except ObjectDoesNotExist:
        raise ValidationError(NOT_YOURS) from None
    return Made(printed, is_sensitive=is_sensitive, is_working=view.is_working)


def _dashboard(rendering) -> Made:
    """A dashboard or its brief, of what whoever asked may see of it by now."""
    made = print_dashboard(rendering, audience_of(rendering.requested_by))
    if made is None:
        raise ValidationError(NOT_YOURS)
    return _of_several(*made)


def _minutes(rendering) -> Made:
    """The minutes of a meeting, as whoever asked may read them."""
    from reports.minutes_print import print_minutes

    audience = audience_of(rendering.requested_by)
    meeting = Meeting.objects.visible_to(audience).filter(pk=rendering.meeting_id).first()
    if meeting is None:
        raise ValidationError(NOT_YOURS)
    return _of_several(*print_minutes(meeting, audience))


def _of_several(printed, views, risks) -> Made:
    """A file that names these risks, seen by these views: whose it is follows from what they let through."""
    sensitive = frozenset(view.register.organisation_id for view in views if view.level >= Level.SENSITIVE)
    working = frozenset(view.register.organisation_id for view in views if view.is_working)
    held = renderings.Held(frozenset(risks), sensitive, working)
    return Made(printed, is_sensitive=bool(sensitive), is_working=bool(working), held=held)


MAKERS = {
    What.PAPER: _paper,
    What.RISK_TEMPLATE: _risk_template,
    What.DASHBOARD: _dashboard,
    What.BRIEF: _dashboard,
    What.MINUTES: _minutes,
}


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

    def __init__(self, rendering):
        self.rendering = rendering
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
                    renderings.beat(self.rendering)
                except DatabaseError:
                    log.warning("A heartbeat was not written", exc_info=True)
        finally:
            connection.close()
