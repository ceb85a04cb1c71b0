"""Which scores does an entry have? Put together from the columns that say them; levels count, the rest is checked."""

from __future__ import annotations

from typing import NamedTuple

from registers.scoring import Scheme
from reports.imports import scores
from reports.imports.gathering import Gathered
from reports.imports.judged import Judged
from reports.imports.levels import COLOUR, bands_of_colour, bands_said, colour_name
from reports.imports.lone_scores import ask_which, of_fill, without_levels
from reports.imports.reading_values import Reader
from reports.imports.refs import ref_of
from reports.imports.score_parts import (
    BAND,
    IMPACT,
    LIKELIHOOD,
    TOTAL,
    ScoreParts,
    as_score,
    filled,
    leave_nothings,
    leave_rest,
    nothing,
    put_together,
    saying,
    take_apart,
    tell_spoilt,
)
from reports.imports.settled import Spot
from reports.imports.texts import one_line
from reports.imports.values import SCORED, Fact, Said, Scored


class _Level(NamedTuple):
    """One level that a cell says."""

    place: int
    part: str
    text: str
    spot: Spot


def read_scores(entry: Gathered, reader: Reader) -> dict[Fact, Said]:
    """The scores of an entry, and a movement that an arrow beside a score tells."""
    found: dict[Fact, Said] = {}
    if not any(fact.startswith(tuple(SCORED)) or fact is Fact.REF for fact in entry.spots):
        return found
    for kind in SCORED:
        said = _read_kind(ScoreParts(kind), entry, reader, found)
        if said:
            found[Fact(f"{kind}-score")] = said
    return found


def _read_kind(kind: ScoreParts, entry: Gathered, reader: Reader, found: dict[Fact, Said]) -> Said | None:
    for part in (LIKELIHOOD, IMPACT, BAND, TOTAL):
        for spot in saying(kind, entry.of(kind.fact(part)), kind.fact(part), reader):
            if part in (BAND, TOTAL) and scores.has_several_parts(spot.text):
                take_apart(kind, spot, spot.text, reader, found)
            else:
                kind.add(part, spot.text, spot)
    for spot in saying(kind, entry.of(kind.fact("score")), kind.fact("score"), reader):
        take_apart(kind, spot, spot.text, reader, found)
    if kind.kind == "current":
        for spot in entry.of(Fact.REF):
            ref = ref_of(spot.text)
            if ref and ref.score:
                take_apart(kind, spot, ref.score, reader, found)
    if not kind.spots:
        return of_fill(kind, entry, reader) or nothing(kind, reader)
    leave_nothings(kind, reader)
    scheme = reader.settled.known.scheme
    if scheme is None:
        reader.told.ask(kind.spots[0].where, "The register has no scoring scheme yet.", kind.fact("score"))
        return None
    return _score(kind, entry, reader, scheme)


def _score(kind: ScoreParts, entry: Gathered, reader: Reader, scheme: Scheme) -> Said | None:
    whole = kind.first("whole")
    if whole:
        place = tuple(int(part) for part in whole[0].split(","))
        if place in scheme.cells:
            return put_together(kind, Scored(*place), whole[1])
        reader.told.refuse(
            whole[1].where, "The mapping's meaning is no cell of the scheme.", kind.fact("score"), whole[0]
        )
        return None
    likelihood, impact = (_level(kind, part, reader) for part in (LIKELIHOOD, IMPACT))
    if kind.disagree and not kind.is_spoilt:
        return ask_which(kind, reader, scheme)
    if kind.is_spoilt or (kind.is_unread and not (impact and (likelihood or not scheme.has_likelihood))):
        tell_spoilt(kind, reader)
        return None
    if impact and not likelihood and not scheme.has_likelihood:
        return put_together(kind, Scored(1, impact.place), impact.spot)
    if likelihood and impact:
        scored = Scored(likelihood.place, impact.place)
        _check(kind, scored, entry, reader, scheme)
        return put_together(kind, scored, likelihood.spot)
    half = likelihood or impact
    if half:
        _tell_half(kind, half, IMPACT if likelihood else LIKELIHOOD, reader)
        return None
    return without_levels(kind, entry, reader, scheme)


def _tell_half(kind: ScoreParts, there: _Level, missing: str, reader: Reader) -> None:
    words = f"The {there.part} is {there.text}, but no {missing} stands beside it, so there is no score."
    reader.told.ask(there.spot.where, words, kind.fact(missing), there.text)
    leave_rest(kind, reader, there.spot)


def _level(kind: ScoreParts, part: str, reader: Reader) -> _Level | None:
    """The level that one part says; another one further down makes the score a question."""
    level: _Level | None = None
    for text, spot in kind.parts.get(part, ()):
        meaning = reader.meaning(kind.fact(part), text, spot.where)
        if meaning is None:
            kind.is_spoilt = True
            continue
        if meaning == "":
            reader.told.leave(spot.where, "It says no level, as the mapping has it.", text)
            continue
        if level is None:
            level = _Level(meaning, part, text, spot)
        elif meaning != level.place:
            kind.disagree.append(spot)
        kind.levels.setdefault(spot.where.row, {})[part] = meaning
    return level


def _check(kind: ScoreParts, scored: Scored, entry: Gathered, reader: Reader, scheme: Scheme) -> None:
    """Totals and bands are compared with what the scheme makes of the levels, never taken."""
    for text, spot in kind.parts.get(TOTAL, ()):
        words = scores.total_words(scored, text, scheme)
        if words:
            reader.told.remark(spot.where, words, kind.fact(TOTAL), text)
    for text, spot in kind.parts.get(BAND, ()):
        judged, _is_settled = reader.settled.judged(Fact.CURRENT_BAND, text)
        _check_band(kind, scored, judged, text, spot, reader, scheme)
    if kind.parts.get(BAND):
        return
    for spot in filled(kind, entry):
        _check_fill(kind, scored, spot, reader, scheme)


def _check_fill(kind: ScoreParts, scored: Scored, spot: Spot, reader: Reader, scheme: Scheme) -> None:
    """A colour that cannot mean the band of the score is told."""
    text = f"{COLOUR}{spot.cell.colour}"
    name = colour_name(spot.cell.colour)
    judged, is_settled = reader.settled.judged(Fact.CURRENT_BAND, text)
    bands = {judged.meaning} if is_settled else bands_of_colour(name, scheme, reader.settled.beside) if name else set()
    band = scheme.cell(as_score(scored)).band
    if bands - {None, ""} and band not in bands:
        made = f"{scheme.words(as_score(scored))} {band.label}"
        words = f"The cell is {name or spot.cell.colour} where the scheme makes {made}."
        reader.told.remark(spot.where, f"{words} The scheme's band is kept.", kind.fact(BAND), text)


def _check_band(
    kind: ScoreParts, scored: Scored, judged: Judged, called: str, spot: Spot, reader: Reader, scheme: Scheme
) -> None:
    fact = kind.fact(BAND)
    if judged.meaning is None and scheme.cell(as_score(scored)).band in bands_said(
        called, scheme, reader.settled.beside
    ):
        return  # "R" may be either of two bands, and the score's is one of them
    if judged.meaning is None:
        words = f"“{one_line(called)[:60]}” is no band of the scheme. It is only checked, so the score stands."
        reader.told.remark(spot.where, words, fact, called)
    elif judged.meaning:
        words = scores.band_words(scored, judged.meaning, scheme, called)
        if words:
            reader.told.remark(spot.where, words, fact, called)
