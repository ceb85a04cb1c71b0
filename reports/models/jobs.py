"""Work that a worker does for somebody: who has it, how far it is, and whether that worker is still alive.

A job has one holder at a time, known by its lease: reports/actions/holding.py.
"""

import uuid
from datetime import timedelta

from django.db import models
from django.db.models import Q

from registers import clock

# A worker at work says so every few seconds. One that has been silent this long has been killed.
BEAT_EVERY = timedelta(seconds=3)
SILENT_AFTER = timedelta(seconds=30)
# After that a worker takes the job up again by itself; one that is still silent then has given up for good.
TAKEN_UP_WITHIN = timedelta(seconds=60)
MOST_ATTEMPTS = 2
GRUMBLE_AFTER = timedelta(seconds=60)  # a job that waits longer may have no worker at all


class State(models.TextChoices):
    WAITING = "waiting", "Waiting"
    RUNNING = "running", "Running"
    DONE = "done", "Done"
    FAILED = "failed", "Failed"


class Job(models.Model):
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False, help_text="Its address")
    requested_at = models.DateTimeField(default=clock.now)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    progress = models.PositiveSmallIntegerField(default=0, help_text="Per cent")
    words = models.CharField(max_length=120, blank=True)
    lease = models.UUIDField(null=True, blank=True, help_text="Of the worker that has it; a late one may not write")
    heartbeat_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    read_at = models.DateTimeField(null=True, blank=True, help_text="It holds what was known at this moment")
    error = models.CharField(max_length=500, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=~Q(state=State.RUNNING) | Q(lease__isnull=False), name="%(class)s_running_has_a_lease"
            ),
            models.CheckConstraint(condition=Q(progress__lte=100), name="%(class)s_progress_in_per_cent"),
        ]

    @property
    def heard_at(self):
        """When its worker was last heard of."""
        return self.heartbeat_at

    def note_beat(self) -> bool:
        """Leave a sign of life beside the database too, where the job asks for it; whether that is enough."""
        return False

    @property
    def is_silent(self):
        """Whether the worker that took it has not been heard of for too long."""
        return self.state == State.RUNNING and self.heard_at < clock.now() - SILENT_AFTER

    @property
    def is_abandoned(self):
        """Whether nobody will take it up any more: tried often enough, or no worker is there to try."""
        last_chance = clock.now() - SILENT_AFTER - TAKEN_UP_WITHIN
        return self.is_silent and (self.attempts >= MOST_ATTEMPTS or self.heard_at < last_chance)

    @property
    def shown_state(self):
        """The state as a person is told it: an abandoned job has failed, a silent one waits to be taken up again."""
        if self.is_abandoned:
            return State.FAILED
        return State.WAITING if self.is_silent else State(self.state)

    @property
    def can_be_asked_again(self):
        return self.shown_state == State.FAILED
