"""What do the cells of an entry say of one score? Its parts, each with its cell, and what says nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from registers.scoring import Score
from reports.imports import scores
from reports.imports.gathering import Gathered
from reports.imports.reading_values import NONE_WORDS, Reader
from reports.imports.score_order import goes_both_ways
from reports.imports.settled import Spot
from reports.imports.texts import one_line, says_nothing
from reports.imports.values import OF_A_SCORE, SCORED, Fact, Said, Scored, Where

LIKELIHOOD, IMPACT, BAND, TOTAL = "likelihood", "impact", "band", "total"
FACTS_BY_PART = {(kind, part): Fact(f"{kind}-{part}") for kind in SCORED for part in OF_A_SCORE}


@dataclass
class ScoreParts:
    """What was said of one of the three scores."""

    kind: str
    parts: dict[str, list[tuple[str, Spot]]] = field(default_factory=dict)
    spots: list[Spot] = field(default_factory=list)
    nothing: list[Spot] = field(default_factory=list)
    is_spoilt: bool = False  # a part of it was refused or asked: no score
    is_unread: bool = False  # its total or band cannot be read: a score only where its levels say it
    disagree: list[Spot] = field(default_factory=list)  # cells that say another level than the first
    levels: dict[int, dict[str, Any]] = field(default_factory=dict)  # levels by row and part

    def fact(self, part: str) -> Fact:
        return FACTS_BY_PART[self.kind, part]

    def add(self, part: str, text: str, spot: Spot) -> None:
        self.parts.setdefault(part, []).append((text, spot))

    def first(self, part: str) -> tuple[str, Spot] | None:
        found = self.parts.get(part)
        return found[0] if found else None


def saying(kind: ScoreParts, spots: Sequence[Spot], fact: Fact, reader: Reader) -> list[Spot]:
    if not spots:
        return []
    readable = reader.readable(spots, fact)
    if len(readable) < len([spot for spot in spots if spot.text or spot.cell.is_formula]):
        is_checked = fact in (kind.fact(TOTAL), kind.fact(BAND))  # the levels say the score without it
        kind.is_unread, kind.is_spoilt = kind.is_unread or is_checked, kind.is_spoilt or not is_checked
    kind.nothing += [spot for spot in readable if says_nothing(spot.text)]
    found = [spot for spot in readable if not says_nothing(spot.text)]
    kind.spots += found
    return found


def take_apart(kind: ScoreParts, spot: Spot, text: str, reader: Reader, found: dict[Fact, Said]) -> None:
    """A cell with several parts of a score in it."""
    if spot not in kind.spots:
        kind.spots.append(spot)
    fact = kind.fact("score")
    if isinstance(spot.cell.value, date):
        words = f"{one_line(text)} is a date: spreadsheets make one of a score like 3/4. A score is expected."
        reader.told.refuse(spot.where, words, fact, text)
        kind.is_spoilt = True
        return
    if reader.settled.asks_score_order and goes_both_ways(text, reader.settled.known.scheme):
        words = f"Which comes first in {one_line(text)}, likelihood or impact? It can be either."
        reader.told.ask(spot.where, words, fact, text)
        kind.is_spoilt = True
        return
    parts = scores.parts_of(text, reader.settled.impact_first)
    if parts.movement and kind.kind == "current" and Fact.MOVEMENT not in found:
        found[Fact.MOVEMENT] = Said(parts.movement, text, spot.where)
    elif parts.movement and not parts:
        reader.told.leave(spot.where, f"“{one_line(text)}” tells a movement, and no score.", text)
    if not parts and not parts.movement:
        _take_whole(kind, spot, text, reader)
        return
    for part in (LIKELIHOOD, IMPACT, BAND, TOTAL):
        if getattr(parts, part):
            kind.add(part, getattr(parts, part), spot)


def _take_whole(kind: ScoreParts, spot: Spot, text: str, reader: Reader) -> None:
    """A score that is not understood, unless the person has said which one it is: [likelihood, impact]."""
    judged, _is_settled = reader.settled.judged(Fact.CURRENT_SCORE, text)
    if isinstance(judged.meaning, list | tuple) and len(judged.meaning) == 2:
        kind.parts["whole"] = [(",".join(map(str, judged.meaning)), spot)]
        return
    kind.is_spoilt = True
    if judged.meaning is None:
        reader.told.ask(spot.where, judged.reason, Fact.CURRENT_SCORE, text)
    else:
        reader.told.leave(spot.where, "It says no score, as the mapping has it.", text)


def filled(kind: ScoreParts, entry: Gathered) -> list[Spot]:
    """The cells of a score whose colour can be a band: where a column of bands is, only that."""
    for parts in ((BAND,), ("score", TOTAL)):
        spots = [spot for part in parts for spot in entry.of(kind.fact(part)) if spot.cell.colour]
        if spots:
            return spots
    return []


def put_together(kind: ScoreParts, scored: Scored, first: Spot) -> Said:
    also = tuple(dict.fromkeys(spot.where for spot in kind.spots if spot.where != first.where))
    printed = " ".join(dict.fromkeys(one_line(spot.text) for spot in kind.spots))
    return Said(scored, printed, first.where, also)


def as_score(scored: Scored) -> Score:
    return Score(scored.likelihood, scored.impact)


def nothing(kind: ScoreParts, reader: Reader) -> Said | None:
    """Said to be none where a dash or "N/A" stands alone; nothing where it is "TBC"."""
    outright = [spot for spot in kind.nothing if spot.text.strip().casefold() in NONE_WORDS]
    for spot in kind.nothing:
        if spot not in outright:
            reader.told.leave(spot.where, f"“{one_line(spot.text)}” says nothing yet.", spot.text)
    if not outright:
        return None
    return Said("", outright[0].text, outright[0].where, tuple(spot.where for spot in outright[1:]))


def leave_nothings(kind: ScoreParts, reader: Reader) -> None:
    for spot in kind.nothing:
        reader.told.leave(spot.where, f"“{one_line(spot.text)}” says nothing.", spot.text)


def tell_spoilt(kind: ScoreParts, reader: Reader) -> None:
    """The other parts of a score of which one part is not clear: told once, beside the first of them."""
    told = {problem.where for problem in reader.told.problems[-12:]}
    for where in dict.fromkeys(spot.where for spot in kind.spots):
        if where not in told:
            reader.told.leave(where, "Part of a score that is not imported.", _text_at(kind, where))


def leave_rest(kind: ScoreParts, reader: Reader, told: Spot) -> None:
    for where in dict.fromkeys(spot.where for spot in kind.spots):
        if where != told.where:
            reader.told.leave(where, "Part of a score that is not imported.", _text_at(kind, where))


def _text_at(kind: ScoreParts, where: Where) -> str:
    return next(spot.text for spot in kind.spots if spot.where == where)
