"""What if a file has no levels for a score, or too many? A lone band, total or colour is asked, as are two scores."""

from __future__ import annotations

from registers.scoring import Scheme
from reports.imports import scores
from reports.imports.gathering import Gathered
from reports.imports.levels import COLOUR
from reports.imports.reading_values import Reader
from reports.imports.score_parts import (
    BAND,
    IMPACT,
    LIKELIHOOD,
    TOTAL,
    ScoreParts,
    as_score,
    filled,
    leave_rest,
    put_together,
)
from reports.imports.settled import Spot
from reports.imports.texts import one_line
from reports.imports.values import Fact, Said, Scored


def ask_which(kind: ScoreParts, reader: Reader, scheme: Scheme) -> Said | None:
    """Rows of one entry that say different scores: which holds is asked, and none is taken until then."""
    spot = kind.disagree[0]
    answered = _answered(kind, spot, reader, scheme)
    if answered:
        return answered
    pairs = _pairs(kind)
    choices = tuple(
        (f"{likelihood},{impact}", scheme.words(as_score(Scored(likelihood, impact))))
        for likelihood, impact in dict.fromkeys(pairs)
        if (likelihood, impact) in scheme.cells
    )
    first = kind.spots[0]
    words = (
        f"The rows of this entry say different scores: “{one_line(first.text)[:40]}” at {first.where}, "
        f"“{one_line(spot.text)[:40]}” here. Which holds?"
    )
    more = {"key": _key(kind, spot), "choices": choices} if choices else {}
    reader.told.ask(spot.where, words, kind.fact("score"), spot.text, **more)
    leave_rest(kind, reader, spot)
    return None


def _pairs(kind: ScoreParts) -> list[tuple[int, int]]:
    """The scores of the rows; a level that only one row says holds for the others as well."""
    said = {
        part: list(dict.fromkeys(row[part] for row in kind.levels.values() if row.get(part)))
        for part in (LIKELIHOOD, IMPACT)
    }
    lone = {part: levels[0] if len(levels) == 1 else None for part, levels in said.items()}
    rows = [[row.get(part) or lone[part] for part in (LIKELIHOOD, IMPACT)] for row in kind.levels.values()]
    return [(row[0], row[1]) for row in rows if row[0] and row[1]]


def without_levels(kind: ScoreParts, entry: Gathered, reader: Reader, scheme: Scheme) -> Said | None:
    """Only a band or a total: a score if just one cell of the scheme has that band, else a question."""
    band = kind.first(BAND)
    if band:
        meaning = reader.meaning(kind.fact(BAND), band[0], band[1].where)
        if meaning:
            return _of_band(kind, meaning, band[0], band[1], reader, scheme)
        leave_rest(kind, reader, band[1])
        return None
    total = kind.first(TOTAL)
    if total and total[0] in ("0", "0.0"):
        reader.told.leave(total[1].where, "Nothing is scored here: the total of empty cells.", total[0])
    elif total:
        _ask_for_levels(kind, total[0], total[1], _total_choices(total[0], scheme), reader, scheme)
        return _answered(kind, total[1], reader, scheme)
    return None


def _of_band(kind: ScoreParts, band: str, text: str, spot: Spot, reader: Reader, scheme: Scheme) -> Said | None:
    only, _count = scores.cells_of_band(scheme, band)
    if only:
        if scheme.has_likelihood:
            words = f"{text} alone is taken as {scheme.words(as_score(only))}, the one cell with that band."
            reader.told.remark(spot.where, words, kind.fact(BAND), text)
        return put_together(kind, only, spot)
    total = kind.first(TOTAL)
    totalling = scores.places_of_total(scheme, total[0]) if total else []
    choices = tuple(
        (f"{likelihood},{impact}", scheme.words(as_score(Scored(likelihood, impact))))
        for (likelihood, impact), cell in sorted(scheme.cells.items())
        if cell.band == band and (not totalling or (likelihood, impact) in totalling)
    )
    _ask_for_levels(kind, text, spot, choices, reader, scheme)
    return _answered(kind, spot, reader, scheme)


def _total_choices(total: str, scheme: Scheme) -> tuple[tuple[str, str], ...]:
    return tuple(
        (f"{likelihood},{impact}", scheme.words(as_score(Scored(likelihood, impact))))
        for likelihood, impact in scores.places_of_total(scheme, total)
    )


def _ask_for_levels(
    kind: ScoreParts, text: str, spot: Spot, choices: tuple[tuple[str, str], ...], reader: Reader, scheme: Scheme
) -> None:
    if _key(kind, spot) in reader.settled.answers:
        return
    fact = kind.fact(TOTAL if kind.first(TOTAL) and not kind.first(BAND) else BAND)
    expected = scores.expected_words(scheme)
    words = f"Only “{one_line(text)[:60]}” says this score. {expected[:1].upper()}{expected[1:]}, are needed."
    if choices:
        words += f" {len(choices)} {'cell' if len(choices) == 1 else 'cells'} of the scheme would do."
    else:
        words += " No cell of the scheme would do."
    more = {"key": _key(kind, spot), "choices": choices} if choices else {}
    reader.told.ask(spot.where, words, fact, text, **more)
    leave_rest(kind, reader, spot)


def _key(kind: ScoreParts, spot: Spot) -> str:
    return f"{spot.where.sheet}!{spot.where.row}:{kind.kind}-score"


def _answered(kind: ScoreParts, spot: Spot, reader: Reader, scheme: Scheme) -> Said | None:
    """The cell that the person has picked for this row."""
    answer = str(reader.settled.answers.get(_key(kind, spot), ""))
    places = {f"{likelihood},{impact}": Scored(likelihood, impact) for likelihood, impact in scheme.cells}
    return put_together(kind, places[answer], spot) if answer in places else None


def of_fill(kind: ScoreParts, entry: Gathered, reader: Reader) -> Said | None:
    """A score of which only a colour is said."""
    cells = filled(kind, entry)
    scheme = reader.settled.known.scheme
    if not cells or scheme is None or kind.is_spoilt or kind.nothing:
        return None
    spot = cells[0]
    text = f"{COLOUR}{spot.cell.colour}"
    kind.spots = [spot]
    kind.add(BAND, text, spot)
    meaning = reader.meaning(kind.fact(BAND), text, spot.where)
    if not meaning:
        return None
    called = reader.settled.meaning(Fact.CURRENT_BAND, text).reason.split(" is ")[0]
    return _of_band(kind, meaning, called if called.startswith("A cell") else "The colour", spot, reader, scheme)
