"""What would an entry change of its risk's scores? A target with its date, the current score with its reason."""

from __future__ import annotations

from datetime import date
from typing import Any

from registers.scoring import Score
from registers.sentences import say_day
from reports.imports import past, standing
from reports.imports.lines import SCORE_LABELS, Line, label, plainly
from reports.imports.standing import Assessed
from reports.imports.values import Entry, Fact, Said

SCORES = {
    standing.INHERENT: Fact.INHERENT_SCORE,
    standing.CURRENT: Fact.CURRENT_SCORE,
    standing.TARGET: Fact.TARGET_SCORE,
}


def plan_scores(rows: Any, line: Line, entry: Entry, risk: int | None) -> None:
    """Add to the line the scores of an entry that differ from what stands."""
    for kind, fact in SCORES.items():
        said = entry.facts.get(fact)
        rationale = entry.facts.get(Fact.RATIONALE) if kind == standing.CURRENT else None
        target_on = entry.facts.get(Fact.TARGET_ON) if kind == standing.TARGET else None
        if said is not None or rationale is not None or target_on is not None:
            _score(rows, line, risk, kind, said, rationale, target_on)


def _score(rows, line, risk, kind, said, rationale, target_on):
    old: Assessed | None = rows.old(line, kind, risk)
    cell = _cell(rows, line, kind, old, said, rationale, target_on)
    if cell is None:
        return
    on, is_same = _target_day(line, old, cell, target_on)
    given = plainly(rationale.value) if rationale is not None else ""
    moves = old is None or old.cell != cell
    if is_same or (not moves and on == (old.target_on if old else None) and given in ("", plainly(old.reason))):
        return
    reason = str(rationale.value).strip() if given else (rows.source if moves else old.reason)
    _tell(rows, line, kind, old, cell, on, reason if given else "")
    line.act("score", line.day, reason or rows.source, kind=kind, likelihood=cell[0], impact=cell[1], target_on=on)
    past.set_back_score(rows, line, risk, kind, old, said or rationale or target_on)


def _cell(rows, line, kind, old, said: Said | None, rationale, target_on) -> tuple[int, int] | None:
    """(likelihood, impact), levels from 1: the file's, else what stands. None where nothing can be written."""
    fact = SCORES[kind]
    if said is not None and not said.value:  # "-", "n/a": it says that there is none
        if old is not None:
            words = f"The register has a score, {in_words(rows, old.cell)}: a score is not taken away"
            line.refuse(words, said, fact)
        return None
    if said is None and old is None:
        words = "reason is given, but no score" if rationale else "target date is given, but no target score"
        place = rationale or target_on
        if place.value:
            line.refuse(f"A {words}", place, fact)
        return None
    if rows.scheme is None:
        return None  # said once, for the whole file
    cell = tuple(said.value) if said is not None else old.cell
    try:
        rows.scheme.cell(Score(*cell))
    except ValueError:
        line.refuse(f"{said.printed} is not on the scale of the day", said, fact)
        return None
    return cell


def _target_day(line, old, cell, target_on: Said | None) -> tuple[date | None, bool]:
    """(when it is to be reached, whether the file only repeats a day of the register that has passed)."""
    on = (target_on.value or None) if target_on is not None else (old.target_on if old else None)
    if on is None or on >= line.day:
        return on, False
    stands = old.target_on if old is not None else None
    if target_on is not None and stands != on:
        line.remark(f"A target date before {say_day(line.day)}: not imported", target_on, Fact.TARGET_ON)
    is_same_score = old is not None and old.cell == cell
    if target_on is not None and is_same_score and stands == target_on.value:
        return None, True
    return (stands if is_same_score and target_on is None else None), False


def _tell(rows, line, kind, old, cell, on, reason):
    if old is None or old.cell != cell:
        was = in_words(rows, old.cell) if old else ""
        line.change(SCORE_LABELS[kind], was, in_words(rows, cell), SCORES[kind])
    if kind == standing.TARGET and on != (old.target_on if old else None):
        was = say_day(old.target_on) if old and old.target_on else ""
        line.change(label(Fact.TARGET_ON), was, say_day(on) if on else "none", Fact.TARGET_ON)
    if reason and plainly(reason) != plainly(old.reason if old else ""):
        line.change(label(Fact.RATIONALE), old.reason if old else "", reason, Fact.RATIONALE)


def in_words(rows: Any, cell: tuple[int, int]) -> str:
    """A score as the page of changes says it, "Medium v High, High"."""
    score = Score(*cell)
    try:
        return f"{rows.scheme.words(score)}, {rows.scheme.cell(score).band.label}"
    except (ValueError, IndexError):
        return f"{cell[0]} by {cell[1]}"
