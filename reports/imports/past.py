"""A register of the past: what is said of its day holds until the next day that is dated, and no longer.

The next dated day is the first later one on which anything of the register is dated: a fact, an agreement, an earlier
import. From that day every position stays as it was: what would run on beyond it is set back by a row of that day, with
a reason. What cannot be unsaid (a score, a review) is refused where nothing later takes over from it.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from controls.progress import Status
from registers.models import Turn
from registers.movement import Stage
from registers.sentences import say_day
from reports.imports import standing
from reports.imports.lines import Line, label, plainly
from reports.imports.standing import Stood, next_day
from reports.imports.values import Fact, Said


def why(source: str, found: Stood) -> str:
    return f"{source}, as at {say_day(found.as_at)}: as it stood before"


def open_earlier(
    rows, line: Line, risk: int, day, title: str, description: str | None, is_closing: bool = False
) -> None:
    """A risk that was entered later had been there: its opening moves, and where it was not in between it is closed.

    `is_closing`: the file has it closed already, which `close` adds.
    """
    found: Stood = rows.found
    since = found.opened_on(risk)
    first = found.value(standing.WORDING, risk, since) or standing.Worded(title, "")
    line.change(label(Fact.OPENED_ON), say_day(since), say_day(day), Fact.OPENED_ON)
    said = first.description if description is None else description.strip()
    line.act("open_earlier", day, rows.source, title=title or first.title, description=said)
    if found.later is not None and found.later < since and not is_closing:
        turns = ((found.later, Turn.CLOSED.value), (since, Turn.REOPENED.value))
        line.act("turns_after", found.later, why(rows.source, found), turns=turns)


def close(rows, line: Line, risk: int, day) -> None:
    """Close a risk from a day; on the next dated day it is again as it was."""
    found: Stood = rows.found
    following = _next_turn(found, risk, day)
    if following is not None and following == (found.later, Turn.CLOSED.value):
        line.act("turn_earlier", day, rows.source, turn=Turn.CLOSED.value, was=following[0])
    elif (again := _open_again(found, risk)) is not None:
        turns = ((day, Turn.CLOSED.value), (again, Turn.REOPENED.value))
        line.act("turns_after", day, why(rows.source, found), turns=turns)
    else:
        line.act("turns_after", day, rows.source, turns=((day, Turn.CLOSED.value),))


def _open_again(found: Stood, risk: int) -> date | None:
    """When a risk that the file has closed is to be open again: as the next dated day has it, or as it was entered."""
    if found.stage(risk) is Stage.ABSENT:
        return max(found.opened_on(risk), found.later or found.as_at)
    return found.later if found.later is not None and found.stage(risk, found.later) is Stage.OPEN else None


def reopen(rows, line: Line, risk: int) -> None:
    """Reopen a risk from the day; on the next dated day it is again as it was."""
    found: Stood = rows.found
    day, following = found.as_at, _next_turn(found, risk, found.as_at)
    if following is not None and following == (found.later, Turn.REOPENED.value):
        line.act("reopen_earlier", day, rows.source, turn=Turn.REOPENED.value, was=following[0])
    elif found.later is not None and found.stage(risk, found.later) is Stage.CLOSED:
        turns = ((day, Turn.REOPENED.value), (found.later, Turn.CLOSED.value))
        line.act("turns_first", day, why(rows.source, found), turns=turns)
    else:
        line.act("turns_first", day, rows.source, turns=((day, Turn.REOPENED.value),))


def _next_turn(found: Stood, risk: int, day):
    return next(((on, turn) for on, turn in found.lives[risk] if on > day and turn != Turn.REFRESHED.value), None)


def until(found: Stood, key: str, risk: int, day: date | None):
    """(whether a value of a day would run on into later positions, the day on which it would).

    `day`: that of the import, or the earlier one on which the risk closed.

    None for the day: nothing later is dated, or the risk is never open again.
    """
    later = found.open_again(risk)
    if later is None:
        return False, None
    taken_over = next_day(found.rows(key, risk), day or found.as_at)
    return taken_over is None or taken_over > later, later


def set_back(rows, line: Line, risk: int | None, key: str, act: str, values: dict[str, Any]) -> None:
    """Say again, on the next dated day, what stood before, unless something takes over by then."""
    if risk is None:
        return
    runs_on, later = until(rows.found, key, risk, line.day)
    if runs_on:
        line.act(act, later, why(rows.source, rows.found), **values)


def may_run_on(rows, line: Line, risk: int | None, key: str, said: Said | None) -> bool:
    """Whether it may be said of the day at all: what nothing takes over from, and cannot be unsaid, is refused."""
    found: Stood = rows.found
    if risk is None:
        return True  # closed on the next dated day
    runs_on, later = until(found, key, risk, line.day)
    if not runs_on or (key != standing.REVIEW and found.value(key, risk) is not None):
        return True
    line.refuse(f"It would stand on {say_day(later)} too, of which the register says nothing", said)
    return False


def set_back_score(rows, line: Line, risk: int | None, kind: str, old, said: Said) -> None:
    """The score before stands again from the next dated day, under its own scale and with its own reason."""
    if risk is None:
        return
    found: Stood = rows.found
    runs_on, later = until(found, kind, risk, line.day)
    if not runs_on:
        return
    words = ""
    if old is None:
        words = f"The register has no such score on {say_day(later)}, and this one would run on into it"
    elif old.scheme != getattr(found.register.scheme_on(later), "pk", None):
        words = f"The scale changed by {say_day(later)}, and the score before could not be said again"
    elif old.target_on is not None and old.target_on < later:
        words = f"The target date before had passed by {say_day(later)}, and could not be said again"
    if words:
        line.acts.pop()
        line.changes = [change for change in line.changes if not _is_of(change, kind)]
        line.refuse(words, said)
        return
    line.act(
        "score", later, old.reason or why(rows.source, found), kind=kind, likelihood=old.likelihood, impact=old.impact,
        target_on=old.target_on,
    )  # fmt: skip


def _is_of(change, kind):
    facts = {"current": (Fact.CURRENT_SCORE, Fact.RATIONALE), "target": (Fact.TARGET_SCORE, Fact.TARGET_ON)}
    return change.fact in facts.get(kind, (Fact.INHERENT_SCORE,))


def statement(line: Line, old, status: Said | None, narrative: Said | None, source: str, fact: Fact):
    """What a statement of progress would say anew, {"status", "narrative"}; None where it says what stands."""
    if status is None or not status.value:
        if narrative is None or not narrative.value:
            return None
        if old is None:
            line.refuse("It says how it gets on in words, but not whether on track or not", narrative)
            return None
    slug = status.value if status is not None and status.value else old.status
    words = str(narrative.value or "").strip() if narrative is not None else (old.narrative if old else "")
    if slug in (Status.NOT_STATED, Status.NOT_APPLICABLE):
        if old is not None:
            line.remark("Nothing is stated by the file: what was stated stands", status)
        return None
    if old is not None and old.status == slug and plainly(old.narrative) == plainly(words):
        return None
    if Status(slug).needs_narrative and not words:
        words = source
    was = Status(old.status).label if old else ""
    if old is None or old.status != slug:
        line.change(label(fact), was, Status(slug).label, fact)
    if plainly(words) != plainly(old.narrative if old else ""):
        line.change(label(Fact.NARRATIVE), old.narrative if old else "", words, Fact.NARRATIVE)
    return {"status": slug, "narrative": words}


def closes_missing(rows, risk: int, line: Line) -> None:
    """Of a file that holds the whole register: a risk that is not in it was closed by then."""
    found: Stood = rows.found
    line.change(label(Fact.STATE), "open", f"closed on {say_day(found.as_at)}", Fact.STATE)
    close(rows, line, risk, found.as_at)
