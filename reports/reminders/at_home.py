"""Which reviews, actions, responses and Panel requests wait for a person? For the home page, in the mail's words."""

from dataclasses import dataclass

from registers import clock
from registers.audience import Audience
from registers.telling import shortened
from reports.reminders.compose import needs
from reports.reminders.due import Kind, in_order
from reports.reminders.reading import Task, actions, requests, reviews_and_progress
from reports.reminders.roster import roster

SHOWN = (Kind.REVIEW, Kind.ACTION, Kind.RESPONSE, Kind.REQUEST)  # the page tells of the rest elsewhere


@dataclass(frozen=True)
class AtHome:
    """One of them, as the page tells it."""

    task: Task
    needs: str
    text: str
    is_late: bool


def tasks_at_home(user, audience: Audience) -> list[AtHome]:
    """Those whose date is near or past, of each kind the most pressing first. A fixed number of statements."""
    day, found = clock.today(), roster(user.pk)
    if not found.posts.get(user.pk):
        return []
    tasks = [
        *reviews_and_progress(user, audience, found, day),
        *actions(user, audience, found, day),
        *requests(user, audience, found, day),
    ]
    by_matter = {task.matter: task for task in tasks if task.matter.kind in SHOWN and task.matter.is_told(day)}
    return [_told(by_matter[matter], day) for matter in in_order(by_matter)]


def _told(task, day) -> AtHome:
    is_late = task.matter.is_late(day) and not (task.is_told_barely or task.of.is_restricted)
    return AtHome(task, needs(task, day), shortened(task.text), is_late)
