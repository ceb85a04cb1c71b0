"""Does the movement that a file prints agree with the computed one? Told, never imported."""

from __future__ import annotations

from registers.movement import Stage
from registers.scope import quarter_end_before
from registers.scoring import Scheme, Score
from registers.sentences import say_day
from reports.imports import standing
from reports.imports.standing import Stood
from reports.imports.values import Entry, Fact

WORDS = {"up": "up", "down": "down", "static": "static", "new": "new", "closed": "closed"}


def disagreement(found: Stood, scheme: Scheme | None, entry: Entry, risk: int | None) -> str:
    """In a sentence; empty where they agree, or where no earlier position says anything."""
    printed = entry.facts[Fact.MOVEMENT].value if Fact.MOVEMENT in entry.facts else None
    if printed not in WORDS or scheme is None:
        return ""
    before = quarter_end_before(found.as_at)
    if not any(life[0][0] <= before for life in found.lives.values()):
        return ""
    computed = _computed(found, scheme, entry, risk, before)
    if not computed or computed == printed:
        return ""
    return f"The file prints it as {WORDS[printed]}; from {say_day(before)} to {say_day(found.as_at)} it is {computed}"


def _computed(found, scheme, entry, risk, before):
    if risk is None or found.stage(risk, before) is Stage.ABSENT:
        return "new"
    if found.stage(risk) is Stage.CLOSED:
        return "closed"
    then, said = found.value(standing.CURRENT, risk, before), entry.facts.get(Fact.CURRENT_SCORE)
    stands = found.value(standing.CURRENT, risk)
    now = tuple(said.value) if said is not None and said.value is not None else stands and stands.cell
    if then is None or not now:
        return ""
    try:
        ranks = [scheme.cell(Score(*cell)).rank for cell in (then.cell, now)]
    except ValueError:
        return ""
    if ranks[0] == ranks[1]:
        return "static"
    return "up" if ranks[1] > ranks[0] else "down"
