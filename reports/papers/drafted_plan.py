"""Drafts about an improvement plan: its counts, what was completed since the last paper, what will be late and why.

004 mixed the statuses with the dates revised, and its parts came to more than the whole. Here the statuses add up to
the plan, and the dates revised are counted beside them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from controls.improvement import PlanPosition, StreamLine
from controls.models import StreamStatus
from registers.sentences import say_day
from reports.papers.named import escaped
from reports.papers.named_plans import late_streams, newly_complete, plan_of, prefix, why_late
from reports.papers.numbering import listed

if TYPE_CHECKING:
    from reports.papers.drafting import Wanted

PRINTED = (StreamStatus.COMPLETE, StreamStatus.ON_TRACK, StreamStatus.SLIPPED, StreamStatus.NOT_STARTED)


def overview(wanted: Wanted) -> str:
    """The counts as named figures: every status that any work-stream has, then the dates revised."""
    paper = wanted.paper
    if paper.plan_id is None or paper.plan_as_at is None:
        return ""
    name = f"plan/{paper.plan.organisation.slug}/{paper.plan.slug}"
    found = plan_of(paper, wanted.audience)
    statuses = [share.key for share in found.shares if share.count] if found else [status.value for status in PRINTED]
    parts = listed(f"[[{name}.count.{status}]] ([[{name}.percent.{status}]]) {_said(status)}" for status in statuses)
    return (
        f"The Governance Improvement Plan for [[{name}.year]] holds [[{name}.total]] work-streams. As at "
        f"[[{name}.as-at]], {parts}.\n\n"
        f"The date first promised has been revised for [[{name}.count.revised]] of them, whatever their status. "
        f"[[{name}.count.unfinished|Words]] are not finished."
    )


def _said(status):
    label = StreamStatus(status).label.lower()
    return {"complete": "are complete", "no-longer-needed": "are no longer needed"}.get(str(status), f"are {label}")


def achievements(wanted: Wanted) -> str:
    """As many as there are: the list follows its number."""
    found, _ = _plan(wanted)
    before = plan_of(wanted.paper, wanted.reader, "plan_compared_with")
    if found is None or before is None:
        return ""
    done = newly_complete(found, before)
    if not done:
        return f"No work-stream has been completed since {say_day(before.scope.as_at)}."
    name = prefix(found)
    subject = "One work-stream has" if len(done) == 1 else f"[[{name}.count.newly-complete|Words]] work-streams have"
    lines = "\n".join(f"- [[{name}/{line.ref}.title]] ([[{name}/{line.ref}.ref]])" for line in done)
    return f"{subject} been completed since {say_day(before.scope.as_at)}:\n\n{lines}"


def slipped(wanted: Wanted) -> str:
    """Every unfinished work-stream that slipped or whose date was moved: what, from when to when, and why."""
    found, may_quote = _plan(wanted)
    if found is None:
        return ""
    late = late_streams(found)
    if not late:
        return "No work-stream is late, and no date has been pushed back."
    number = f"[[{prefix(found)}.count.late|words]]"
    subject = "There is one work-stream" if len(late) == 1 else f"There are {number} work-streams"
    first = f"{subject} where delivery has slipped or the date has been pushed back."
    return "\n\n".join([first, *(_area(prefix(found), line, may_quote) for line in late)])


def _plan(wanted: Wanted) -> tuple[PlanPosition | None, bool]:
    """The plan, and whether its words may stand in the section.

    Where they may not, somebody who asked for the draft and may read the plan gets figures in their place: they print
    "[withheld]" until the body whose plan it is releases them by name, as 004 does with a restricted plan.
    """
    if (found := plan_of(wanted.paper, wanted.audience)) is not None:
        return found, True
    return plan_of(wanted.paper, wanted.reader) if wanted.is_asked else None, False


def _area(name: str, line: StreamLine, may_quote: bool) -> str:
    name = f"{name}/{line.ref}"
    parts = [f"**[[{name}.title]] ([[{name}.ref]]).**"]
    if line.dates.moves and line.dates.due and line.dates.original:
        parts.append(f"Promised for [[{name}.first-due]], now for [[{name}.due]].")
    if why := why_late(line):
        parts.append(escaped(why) if may_quote else f"[[{name}.reason]]")
    return " ".join(parts)
