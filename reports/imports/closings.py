"""When did a risk close, by the file? Its state and its date of closing must agree, with each other and the register.

What contradicts itself is asked; a day that the register cannot take becomes that of the import, and that is told.
"""

from __future__ import annotations

from datetime import date

from registers.models import Turn
from registers.movement import Stage
from registers.sentences import say_day
from reports.imports.lines import Line
from reports.imports.standing import Stood
from reports.imports.values import Entry, Fact

OPEN, CLOSED = "open", "closed"


def closing_of(rows, line: Line, entry: Entry) -> date | None:
    """The day it closed by the file; None where it is open on the day of the import, or the file does not say.

    A question where the state and the date contradict each other: until it is answered the line is dropped.
    """
    as_at = rows.found.as_at
    dated, state = entry.facts.get(Fact.CLOSED_ON), entry.facts.get(Fact.STATE)
    on, says = (dated.value if dated else None) or None, (state.value if state else None) or None
    if on is None:
        return as_at if says == CLOSED else None
    is_later = on > as_at
    if (is_later and says == CLOSED) or (not is_later and says == OPEN):
        words = f"The file has it {says}, and closed on {say_day(on)}. Was it open on {say_day(as_at)}?"
        closed = f"No, it closed on {say_day(min(on, as_at))}"
        line.ask(words, "closing", ((OPEN, "Yes, it was open"), (CLOSED, closed)), dated, Fact.CLOSED_ON)
        says = line.answer(rows.answers)
        if not says:
            line.drop()
    elif is_later:
        words = f"Closed on {say_day(on)} by the file, which is after {say_day(as_at)}: it is open on that day"
        line.remark(words, dated, Fact.CLOSED_ON)
        return None
    return None if says == OPEN else min(on, as_at)


def day_of(rows, line: Line, entry: Entry, risk: int | None, closing: date) -> date:
    """The day on which the register can have it closed: none that an agreement or an import has gone past."""
    found: Stood = rows.found
    said, as_at = entry.facts.get(Fact.CLOSED_ON), say_day(found.as_at)
    words, since = "", _open_since(found, risk)
    if since is not None and closing < since:
        words = f"The register has it open since {say_day(since)}"
    elif found.settled is not None and closing <= found.settled:
        there = risk is not None and found.stage(risk, found.settled) is Stage.OPEN
        words = f"The register as at {say_day(found.settled)} {'had it open' if there else 'did not have it'}"
    elif risk is not None and (last := _last_said(found, risk)) is not None and last > closing:
        told = f"The register has it open after that, and says something of it on {say_day(last)}"
        line.remark(f"Closed on {say_day(closing)} by the file. {told}", said, Fact.CLOSED_ON)
    if not words:
        return closing
    line.remark(f"Closed on {say_day(closing)} by the file. {words}: closed on {as_at} here", said, Fact.CLOSED_ON)
    return found.as_at


def _open_since(found: Stood, risk: int | None) -> date | None:
    turns = found.lives.get(risk, ()) if risk is not None else ()
    return max((on for on, turn in turns if on <= found.as_at and turn != Turn.REFRESHED.value), default=None)


def _last_said(found: Stood, risk: int) -> date | None:
    """The last day up to that of the import of which the register says anything of a risk."""
    days = (on for by_risk in found.facts.values() for on, _ in by_risk.get(risk, ()) if on <= found.as_at)
    return max(days, default=None)
