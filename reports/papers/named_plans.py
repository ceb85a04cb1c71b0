"""The figures of the improvement plan that a paper reports on: counts and percentages of its work-streams."""

from collections.abc import Iterator
from dataclasses import replace

from django.urls import reverse

from controls.improvement import PlanPosition, StreamLine, percentage, plan_position
from controls.models import ImprovementPlan, StreamStatus
from registers.audience import Audience
from registers.kept import once
from registers.scope import Scope
from reports.models import Paper
from reports.papers.named import NamedFigure, asks_for


def plan_of(paper: Paper, audience: Audience, days_of: str = "plan_as_at") -> PlanPosition | None:
    """The plan a paper reports on as at one of its days; None where there is none, or the audience may not see it.

    A full edition sees the plans of the bodies that issue it.
    """
    as_at = getattr(paper, days_of)
    if paper.plan_id is None or as_at is None or not _may_see(paper, audience):
        return None
    reads = replace(audience, working=audience.working | {paper.plan.organisation_id})  # whose plan it is
    key = ("plan", paper.plan_id, reads, as_at)
    found = once(key, lambda: plan_position(paper.plan, reads, Scope(as_at=as_at)))
    return None if found.is_sensitive and paper.plan.organisation_id not in audience.cleared else found


def _may_see(paper, audience):
    body = paper.plan.organisation_id
    return body in audience.agreed or ImprovementPlan.objects.visible_to(audience).filter(pk=paper.plan_id).exists()


def read(paper: Paper, audience: Audience, names: frozenset[str] | None) -> Iterator[NamedFigure]:
    if paper.plan_id is None or not asks_for(names, "plan/"):
        return
    found = plan_of(paper, audience)
    if found is not None:
        yield from plan_figures(found, plan_of(paper, audience, "plan_compared_with"))


def plan_figures(found: PlanPosition, before: PlanPosition | None) -> Iterator[NamedFigure]:
    """Pure: the figures of a plan, and what has been completed since the position it is compared with."""
    total = len(found.lines)
    yield _figure(found, "total", "number of work-streams", total, "")
    yield _figure(found, "year", "its year", found.plan.year, "")
    yield _figure(found, "as-at", "the day of its figures", found.scope.as_at, "")
    for share in found.shares:
        words = _lower(share.label)
        source = f"status={share.key}"
        yield _figure(found, f"count.{share.key}", f"number of work-streams {words}", share.count, source)
        yield _figure(found, f"percent.{share.key}", f"percentage of work-streams {words}", _percent(share), source)
    for key, share in (("revised", found.revised), ("overdue", found.overdue)):
        words, source = _lower(share.label), f"flag={key}"
        yield _figure(found, f"count.{key}", f"number of work-streams: {words}", share.count, source)
        yield _figure(found, f"percent.{key}", f"percentage of work-streams: {words}", _percent(share), source)
    carried = sum(1 for line in found.lines if line.carried_from)
    yield _figure(
        found, "count.carried", "number of work-streams carried forward from an earlier plan", carried, "flag=carried"
    )
    late = len(late_streams(found))
    yield _figure(found, "count.late", "number of work-streams that slipped or whose date was moved", late, "")
    left = sum(1 for line in found.lines if not line.is_finished)
    yield _figure(found, "count.unfinished", "number of work-streams not finished", left, "")
    yield _figure(
        found, "percent.unfinished", "percentage of work-streams not finished", f"{percentage(left, total)}%", ""
    )
    yield from _streams(found)
    if before is not None:
        done = len(newly_complete(found, before))
        label = "number of work-streams completed since the last paper"
        yield _figure(found, "count.newly-complete", label, done, f"status={StreamStatus.COMPLETE}")


def _streams(found: PlanPosition) -> Iterator[NamedFigure]:
    """What is said of each work-stream, by its reference: [[plan/mopac/2018-19/A3.due]]."""
    for line in found.lines:
        parts = (
            ("ref", "reference", line.ref),
            ("title", "title", line.title),
            ("reason", "why it is late", why_late(line)),
            ("status", "status", _lower(line.status.label)),
            ("owner", "owner", str(line.owner) if line.owner else None),
            ("due", "date promised", line.dates.due),
            ("first-due", "date first promised", line.dates.original),
        )
        for name, label, value in parts:
            figure = _figure(found, name, f"work-stream {line.ref} ({line.title}): {label}", value, "")
            yield replace(figure, name=f"{prefix(found)}/{line.ref}.{name}", source=line.url)


def late_streams(found: PlanPosition) -> list[StreamLine]:
    """Those not finished that slipped, or whose date was moved."""
    return [
        line
        for line in found.lines
        if not line.is_finished and (line.is_revised or line.status == StreamStatus.SLIPPED)
    ]


def why_late(line: StreamLine) -> str:
    """The reason of the last move of its date, and what was said of its state."""
    moves = line.dates.moves
    said = dict.fromkeys(filter(None, (moves[-1].reason if moves else "", line.note)))
    return " ".join(words if words[-1] in ".!?" else f"{words}." for words in map(str.strip, said))


def newly_complete(found: PlanPosition, before: PlanPosition):
    """The work-streams that are complete and were not at the earlier position."""
    then = {line.stream for line in before.lines if line.status == StreamStatus.COMPLETE}
    return [line for line in found.lines if line.status == StreamStatus.COMPLETE and line.stream not in then]


def _percent(share):
    return f"{share.percent}%"


def _lower(label):
    return label[:1].lower() + label[1:]


def prefix(found: PlanPosition) -> str:
    return f"plan/{found.plan.organisation.slug}/{found.plan.slug}"


def _figure(found, name, label, value, query):
    plan = found.plan
    address = reverse("controls:plan", args=[plan.organisation.slug, plan.slug])
    days = f"as_at={found.scope.as_at.isoformat()}"
    title = f"{plan.organisation.short_name} improvement plan {plan.year}"
    return NamedFigure(
        name=f"{prefix(found)}.{name}",
        label=f"{title}: {label}",
        value=value,
        source=f"{address}?{'&'.join(filter(None, [query, days]))}",
        group=title,
    )
