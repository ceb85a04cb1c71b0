"""How a risk gets on, and when it was looked at: what would an entry change of that?"""

from __future__ import annotations

from datetime import date
from typing import Any

from registers.sentences import say_day
from reports.imports import past, standing
from reports.imports.lines import Line, label
from reports.imports.values import Entry, Fact, Said


def plan_progress(rows: Any, line: Line, entry: Entry, risk: int | None) -> None:
    """Add to the line what the entry states of the risk's progress."""
    status, narrative = entry.facts.get(Fact.PROGRESS), entry.facts.get(Fact.NARRATIVE)
    if status is None and narrative is None:
        return
    old = rows.old(line, standing.PROGRESS, risk)
    stated = past.statement(line, old, status, narrative, rows.source, Fact.PROGRESS)
    if stated is None or not past.may_run_on(rows, line, risk, standing.PROGRESS, status or narrative):
        return
    line.act("state", line.day, **stated)
    if old is not None:
        past.set_back(rows, line, risk, standing.PROGRESS, "state", old._asdict())


def plan_review(rows: Any, line: Line, entry: Entry, risk: int | None) -> None:
    """Add to the line the review that the entry says, where the register has none as late."""
    reviewed, following = entry.facts.get(Fact.REVIEWED_ON), entry.facts.get(Fact.NEXT_REVIEW)
    old = rows.old(line, standing.REVIEW, risk)
    said_on = _said_on(line, old, reviewed, following)
    if said_on is None:
        return
    begun = _begun(rows, line, risk)
    on = max(said_on, begun)
    reason = rows.source if on == said_on else f"Reviewed on {say_day(said_on)}. {rows.source}"
    next_on = (following.value or None) if following is not None else None
    if _is_there(line, old, on, next_on, reviewed):
        return
    if next_on is not None and next_on <= on:
        line.remark(f"The next review is not after {say_day(on)}: not imported", following, Fact.NEXT_REVIEW)
        next_on = None
    place = reviewed or following
    if not rows.rights.settles:
        line.refuse("Only the board records a review", place, Fact.REVIEWED_ON)
        return
    if not past.may_run_on(rows, line, risk, standing.REVIEW, place):
        return
    if on != said_on:
        words = f"Reviewed on {say_day(said_on)} by the file. The register has it open since {say_day(on)}"
        line.remark(f"{words}: recorded as of that day", place, Fact.REVIEWED_ON)
    _tell(line, old, on, next_on)
    line.act("review", on, reason, next_on=next_on, like=old.on if old and old.on == on else None)


def _said_on(line, old, reviewed: Said | None, following: Said | None) -> date | None:
    """The day of the review that is said, or to which a next one belongs; None where there is nothing to record."""
    is_said = reviewed is not None and reviewed.value
    if not is_said:
        if following is None or not following.value or (old is not None and old.next_on == following.value):
            return None
        if old is None:
            words = "A next review is recorded with a review, and the file does not say when it was reviewed"
            line.remark(f"{words}: not imported", following, Fact.NEXT_REVIEW)
            return None
    on = reviewed.value if is_said else old.on
    if on > line.day:
        line.refuse(f"Reviewed on {say_day(on)}, after {say_day(line.day)}", reviewed, Fact.REVIEWED_ON)
        return None
    return on


def _begun(rows, line, risk) -> date:
    """Since when the register has it open, by what this very line writes."""
    if line.acts and line.acts[0].name in ("open", "open_earlier"):
        return line.acts[0].on
    return rows.found.opened_on(risk) if risk is not None else line.day


def _is_there(line, old, on, next_on, reviewed) -> bool:
    if old is None:
        return False
    if (old.on, next_on or old.next_on) == (on, old.next_on):
        return True
    if old.on > on:
        line.remark(f"The register has a later review, of {say_day(old.on)}: not imported", reviewed)
        return True
    return False


def _tell(line, old, on, next_on):
    if old is None or old.on != on:
        line.change(label(Fact.REVIEWED_ON), say_day(old.on) if old else "", say_day(on), Fact.REVIEWED_ON)
    if next_on is not None and (old is None or old.next_on != next_on):
        was = say_day(old.next_on) if old and old.next_on else ""
        line.change(label(Fact.NEXT_REVIEW), was, say_day(next_on), Fact.NEXT_REVIEW)
