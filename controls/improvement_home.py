"""Which work-streams need this person? Those of their posts that are soon due or late, for the home page."""

from dataclasses import dataclass
from datetime import date

from controls.improvement import MONTH
from controls.models import (
    ImprovementPlan,
    PlanMarking,
    PlanState,
    PlanTurn,
    StreamDue,
    StreamOwner,
    StreamProgress,
    StreamStatus,
    StreamWording,
    WorkStream,
)
from controls.models.improvement import FINISHED, in_order
from registers.access import posts_of
from registers.audience import Audience
from registers.models import Marking, in_force
from registers.sentences import say_day
from registers.visibility import now


@dataclass(frozen=True)
class OwnStream:
    """A work-stream that a post of the person owns, and what it needs of them."""

    stream: WorkStream
    title: str
    status: StreamStatus
    due: date
    needs: str
    is_sensitive: bool


def own_streams(user, audience: Audience) -> list[OwnStream]:
    """Unfinished ones of open years that are due within a month or late, the earliest first.

    A fixed number of statements. What stands today of a plan that is seen today is seen too.
    """
    posts = posts_of(user)
    if not posts:
        return []
    owned = _standing(
        StreamOwner.objects.filter(stream__in=StreamOwner.objects.filter(post__in=posts).values("stream"))
    )
    plans = _open_plans(audience)
    keys = [row.stream_id for row in owned if row.post_id in posts]
    streams = WorkStream.objects.filter(pk__in=keys, plan__in=plans).select_related("plan__organisation")
    dues, progress, words = (
        {row.stream_id: row for row in _standing(model.objects.filter(stream__in=keys))}
        for model in (StreamDue, StreamProgress, StreamWording)
    )
    today = now().as_at
    found = []
    for stream in streams:
        due, stated = dues[stream.pk].due if stream.pk in dues else None, progress.get(stream.pk)
        if due is None or stated is None or stated.status in FINISHED or due > today + MONTH:
            continue
        status, title = StreamStatus(stated.status), words[stream.pk].title
        found.append(OwnStream(stream, title, status, due, _needs(due, today), plans[stream.plan_id]))
    return sorted(found, key=lambda one: (one.due, in_order(one.stream.ref), one.stream.pk))


def _standing(facts):
    return list(in_force(facts, now()))


def _open_plans(audience):
    """{plan: whether it is marked sensitive} of those one may see and whose year is not closed."""
    seen = ImprovementPlan.objects.visible_to(audience)
    turns = _standing(PlanState.objects.filter(plan__in=seen))
    keys = [row.plan_id for row in turns if row.turn == PlanTurn.OPENED]
    marked = {
        row.plan_id for row in _standing(PlanMarking.objects.filter(plan__in=keys)) if row.value == Marking.SENSITIVE
    }
    return {key: key in marked for key in keys}


def _needs(due, today):
    return f"The date promised, {say_day(due)}, has passed" if due < today else f"Due by {say_day(due)}"
