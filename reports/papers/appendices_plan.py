"""The improvement plan of the paper: counts first, which add up, then every work-stream with its dates (004)."""

from dataclasses import dataclass
from datetime import date
from itertools import groupby

from controls.improvement import PlanPosition, Share, StreamLine
from controls.models import StreamStatus
from controls.models.improvement import PRINCIPLES
from reports.models import AppendixKind
from reports.papers.filling import Asked, fills
from reports.papers.named_plans import plan_of


@dataclass(frozen=True)
class Stream:
    ref: str
    title: str
    recommendation: str
    source: str
    priority: str
    owner: str
    status: str
    is_slipped: bool
    note: str
    original: date | None
    revised: date | None  # where it is another
    slips: int
    why: str  # the date was moved, the last time


@dataclass(frozen=True)
class Principle:
    """The work-streams of a principle of good governance."""

    heading: str
    streams: tuple[Stream, ...]


@dataclass(frozen=True)
class Plan:
    """`is_withheld`: the edition's readers may not see the plan. Its heading and year are no secret."""

    title: str
    as_at: date | None
    total: int
    shares: tuple[Share, ...]
    beside: tuple[Share, ...]  # counted apart: dates revised, and past
    principles: tuple[Principle, ...]
    is_sensitive: bool
    is_withheld: bool = False


@fills(AppendixKind.IMPROVEMENT_PLAN)
def fill_plan(asked: Asked) -> Plan | None:
    """None where the paper names no plan, or no day of it."""
    paper = asked.paper
    if paper.plan_id is None or paper.plan_as_at is None:
        return None
    found = plan_of(paper, asked.audience)
    title = f"{paper.plan.organisation.short_name} Governance Improvement Plan {paper.plan.year}"
    if found is None:
        return Plan(title, paper.plan_as_at, 0, (), (), (), is_sensitive=False, is_withheld=True)
    return plan_text(found, title)


def plan_text(found: PlanPosition, title: str) -> Plan:
    """Pure: a plan as the appendix prints it."""
    groups = groupby(found.lines, key=lambda line: line.principle)
    return Plan(
        title=title,
        as_at=found.scope.as_at,
        total=len(found.lines),
        shares=found.shares,
        beside=(found.revised, found.overdue),
        principles=tuple(Principle(_heading(letter), tuple(map(_stream, lines))) for letter, lines in groups),
        is_sensitive=found.is_sensitive,
    )


def _heading(letter):
    return f"{letter}. {PRINCIPLES[letter]}" if letter else "No principle named"


def _stream(line: StreamLine) -> Stream:
    dates = line.dates
    last = dates.moves[-1] if dates.moves else None
    return Stream(
        ref=line.ref,
        title=line.title,
        recommendation=line.recommendation,
        source=" ".join(filter(None, [line.source.label, line.number])),
        priority=line.priority.label if line.priority else "",
        owner=str(line.owner or ""),
        status=line.status.label,
        is_slipped=line.status == StreamStatus.SLIPPED,
        note=line.note,
        original=dates.original,
        revised=dates.due if last else None,
        slips=dates.slips,
        why=last.reason if last else "",
    )
