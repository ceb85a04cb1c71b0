"""Which scores does an entry have? Put together from the columns that say them; levels count, the rest is checked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from registers.scoring import Scheme
from reports.imports import scores
from reports.imports.gathering import Gathered
from reports.imports.judged import Judged
from reports.imports.levels import COLOUR, bands_of_colour, colour_name
from reports.imports.reading_values import NONE_WORDS, Reader
from reports.imports.refs import ref_of
from reports.imports.settled import Spot
from reports.imports.texts import one_line, says_nothing
from reports.imports.values import SCORED, Fact, Said, Scored, Where

LIKELIHOOD, IMPACT, BAND, TOTAL = "likelihood", "impact", "band", "total"


@dataclass
class _Kind:
    """What was said of one of the three scores."""

    kind: str
    parts: dict[str, list[tuple[str, Spot]]] = field(default_factory=dict)
    spots: list[Spot] = field(default_factory=list)
    nothing: list[Spot] = field(default_factory=list)
    is_spoilt: bool = False  # a part of it was refused or asked: no score

    def fact(self, part: str) -> Fact:
        return Fact(f"{self.kind}-{part}")

    def add(self, part: str, text: str, spot: Spot) -> None:
        self.parts.setdefault(part, []).append((text, spot))

    def first(self, part: str) -> tuple[str, Spot] | None:
        found = self.parts.get(part)
        return found[0] if found else None


def read_scores(entry: Gathered, reader: Reader) -> dict[Fact, Said]:
    """The scores of an entry, and a movement that an arrow beside a score tells."""
    found: dict[Fact, Said] = {}
    if not any(fact.startswith(tuple(SCORED)) or fact is Fact.REF for fact in entry.spots):
        return found
    for kind in SCORED:
        said = _read_kind(_Kind(kind), entry, reader, found)
        if said:
            found[Fact(f"{kind}-score")] = said
    return found


def _read_kind(kind: _Kind, entry: Gathered, reader: Reader, found: dict[Fact, Said]) -> Said | None:
    for part in (LIKELIHOOD, IMPACT, BAND, TOTAL):
        for spot in _saying(kind, entry.of(kind.fact(part)), kind.fact(part), reader):
            kind.add(part, spot.text, spot)
    for spot in _saying(kind, entry.of(kind.fact("score")), kind.fact("score"), reader):
        _take_apart(kind, spot, spot.text, reader, found)
    if kind.kind == "current":
        for spot in entry.of(Fact.REF):
            ref = ref_of(spot.text)
            if ref and ref.score:
                _take_apart(kind, spot, ref.score, reader, found)
    if not kind.spots:
        return _of_fill(kind, entry, reader) or _nothing(kind, reader)
    _leave_nothings(kind, reader)
    scheme = reader.settled.known.scheme
    if scheme is None:
        reader.told.ask(kind.spots[0].where, "The register has no scoring scheme yet.", kind.fact("score"))
        return None
    return _score(kind, entry, reader, scheme)


def _saying(kind: _Kind, spots: Sequence[Spot], fact: Fact, reader: Reader) -> list[Spot]:
    if not spots:
        return []
    readable = reader.readable(spots, fact)
    if len(readable) < len([spot for spot in spots if spot.text or spot.cell.is_formula]):
        kind.is_spoilt = True
    kind.nothing += [spot for spot in readable if says_nothing(spot.text)]
    found = [spot for spot in readable if not says_nothing(spot.text)]
    kind.spots += found
    return found


def _take_apart(kind: _Kind, spot: Spot, text: str, reader: Reader, found: dict[Fact, Said]) -> None:
    """A cell with several parts of a score in it."""
    if spot not in kind.spots:
        kind.spots.append(spot)
    fact = kind.fact("score")
    if isinstance(spot.cell.value, date):
        words = f"{one_line(text)} is a date: spreadsheets make one of a score like 3/4. A score is expected."
        reader.told.refuse(spot.where, words, fact, text)
        kind.is_spoilt = True
        return
    parts = scores.parts_of(text, reader.settled.impact_first)
    if parts.movement and kind.kind == "current":
        found.setdefault(Fact.MOVEMENT, Said(parts.movement, text, spot.where))
    if not parts and not parts.movement:
        _take_whole(kind, spot, text, reader)
        return
    for part in (LIKELIHOOD, IMPACT, BAND, TOTAL):
        if getattr(parts, part):
            kind.add(part, getattr(parts, part), spot)


def _take_whole(kind: _Kind, spot: Spot, text: str, reader: Reader) -> None:
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


# Put together ---------------------------------------------------------------------------------------------------------


def _score(kind: _Kind, entry: Gathered, reader: Reader, scheme: Scheme) -> Said | None:
    whole = kind.first("whole")
    if whole:
        likelihood, impact = (int(part) for part in whole[0].split(","))
        if (likelihood, impact) in scheme.cells:
            return _said(kind, Scored(likelihood, impact), whole[1])
        reader.told.refuse(
            whole[1].where, "The mapping's meaning is no cell of the scheme.", kind.fact("score"), whole[0]
        )
        return None
    levels = {part: _level(kind, part, reader) for part in (LIKELIHOOD, IMPACT)}
    if kind.is_spoilt:
        _tell_spoilt(kind, reader)
        return None
    if levels[IMPACT] and not levels[LIKELIHOOD] and not scheme.has_likelihood:
        return _said(kind, Scored(1, levels[IMPACT]), kind.first(IMPACT)[1])
    if all(levels.values()):
        scored = Scored(levels[LIKELIHOOD], levels[IMPACT])
        _check(kind, scored, entry, reader, scheme)
        return _said(kind, scored, kind.first(LIKELIHOOD)[1])
    if any(levels.values()):
        there, missing = (LIKELIHOOD, IMPACT) if levels[LIKELIHOOD] else (IMPACT, LIKELIHOOD)
        text, spot = kind.first(there)
        words = f"The {there} is {text}, but no {missing} stands beside it, so there is no score."
        reader.told.ask(spot.where, words, kind.fact(missing), text)
        _leave_rest(kind, reader, spot)
        return None
    return _without_levels(kind, entry, reader, scheme)


def _level(kind: _Kind, part: str, reader: Reader) -> int | None:
    """The level that one part says; another one further down is refused."""
    level: int | None = None
    for text, spot in kind.parts.get(part, ()):
        meaning = reader.meaning(kind.fact(part), text, spot.where)
        if meaning is None:
            kind.is_spoilt = True
        elif meaning == "":
            reader.told.leave(spot.where, "It says no level, as the mapping has it.", text)
        elif level is None:
            level = meaning
        elif meaning != level:
            first = kind.first(part)
            words = f"{text} stands here, {first[0]} at {first[1].where}, of the same {part}. The first is taken."
            reader.told.refuse(spot.where, words, kind.fact(part), text)
    return level


def _said(kind: _Kind, scored: Scored, first: Spot) -> Said:
    also = tuple(dict.fromkeys(spot.where for spot in kind.spots if spot.where != first.where))
    printed = " ".join(dict.fromkeys(one_line(spot.text) for spot in kind.spots))
    return Said(scored, printed, first.where, also)


def _check(kind: _Kind, scored: Scored, entry: Gathered, reader: Reader, scheme: Scheme) -> None:
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
    for spot in _filled(kind, entry):
        _check_fill(kind, scored, spot, reader, scheme)


def _check_fill(kind: _Kind, scored: Scored, spot: Spot, reader: Reader, scheme: Scheme) -> None:
    """A colour that cannot mean the band of the score is told."""
    text = f"{COLOUR}{spot.cell.colour}"
    name = colour_name(spot.cell.colour)
    judged, is_settled = reader.settled.judged(Fact.CURRENT_BAND, text)
    bands = {judged.meaning} if is_settled else bands_of_colour(name, scheme, reader.settled.beside) if name else set()
    band = scheme.cell(_as_score(scored)).band
    if bands - {None, ""} and band not in bands:
        made = f"{scheme.words(_as_score(scored))} {band.label}"
        words = f"The cell is {name or spot.cell.colour} where the scheme makes {made}."
        reader.told.remark(spot.where, f"{words} The scheme's band is kept.", kind.fact(BAND), text)


def _check_band(
    kind: _Kind, scored: Scored, judged: Judged, called: str, spot: Spot, reader: Reader, scheme: Scheme
) -> None:
    fact = kind.fact(BAND)
    if judged.meaning is None:
        words = f"“{one_line(called)[:60]}” is no band of the scheme. It is only checked, so the score stands."
        reader.told.remark(spot.where, words, fact, called)
    elif judged.meaning:
        words = scores.band_words(scored, judged.meaning, scheme, called)
        if words:
            reader.told.remark(spot.where, words, fact, called)


def _filled(kind: _Kind, entry: Gathered) -> list[Spot]:
    """The cells of a score whose colour can be a band: where a column of bands is, only that."""
    for parts in ((BAND,), ("score", TOTAL)):
        spots = [spot for part in parts for spot in entry.of(kind.fact(part)) if spot.cell.colour]
        if spots:
            return spots
    return []


# Without levels -------------------------------------------------------------------------------------------------------


def _without_levels(kind: _Kind, entry: Gathered, reader: Reader, scheme: Scheme) -> Said | None:
    """Only a band or a total: a score if just one cell of the scheme has that band, else a question."""
    band = kind.first(BAND)
    if band:
        meaning = reader.meaning(kind.fact(BAND), band[0], band[1].where)
        if meaning:
            return _of_band(kind, meaning, band[0], band[1], reader, scheme)
        _leave_rest(kind, reader, band[1])
        return None
    total = kind.first(TOTAL)
    if total and total[0] in ("0", "0.0"):
        reader.told.leave(total[1].where, "Nothing is scored here: the total of empty cells.", total[0])
    elif total:
        _ask_for_levels(kind, total[0], total[1], _total_choices(total[0], scheme), reader, scheme)
        return _answered(kind, total[1], reader, scheme)
    return None


def _of_band(kind: _Kind, band: str, text: str, spot: Spot, reader: Reader, scheme: Scheme) -> Said | None:
    only, _count = scores.cells_of_band(scheme, band)
    if only:
        if scheme.has_likelihood:
            words = f"{text} alone is taken as {scheme.words(_as_score(only))}, the one cell with that band."
            reader.told.remark(spot.where, words, kind.fact(BAND), text)
        return _said(kind, only, spot)
    choices = tuple(
        (f"{likelihood},{impact}", scheme.words(_as_score(Scored(likelihood, impact))))
        for (likelihood, impact), cell in sorted(scheme.cells.items())
        if cell.band == band
    )
    _ask_for_levels(kind, text, spot, choices, reader, scheme)
    return _answered(kind, spot, reader, scheme)


def _total_choices(total: str, scheme: Scheme) -> tuple[tuple[str, str], ...]:
    return tuple(
        (f"{likelihood},{impact}", scheme.words(_as_score(Scored(likelihood, impact))))
        for likelihood, impact in scores.places_of_total(scheme, total)
    )


def _ask_for_levels(
    kind: _Kind, text: str, spot: Spot, choices: tuple[tuple[str, str], ...], reader: Reader, scheme: Scheme
) -> None:
    if _key(kind, spot) in reader.settled.answers:
        return
    fact = kind.fact(TOTAL if kind.first(TOTAL) and not kind.first(BAND) else BAND)
    expected = scores.expected_words(scheme)
    words = f"Only “{one_line(text)[:60]}” says this score. {expected[:1].upper()}{expected[1:]} are needed."
    if choices:
        words += f" {len(choices)} {'cell' if len(choices) == 1 else 'cells'} of the scheme would do."
    else:
        words += " No cell of the scheme would do."
    more = {"key": _key(kind, spot), "choices": choices} if choices else {}
    reader.told.ask(spot.where, words, fact, text, **more)
    _leave_rest(kind, reader, spot)


def _key(kind: _Kind, spot: Spot) -> str:
    return f"{spot.where.sheet}!{spot.where.row}:{kind.kind}-score"


def _answered(kind: _Kind, spot: Spot, reader: Reader, scheme: Scheme) -> Said | None:
    """The cell that the person has picked for this row."""
    answer = str(reader.settled.answers.get(_key(kind, spot), ""))
    places = {f"{likelihood},{impact}": Scored(likelihood, impact) for likelihood, impact in scheme.cells}
    return _said(kind, places[answer], spot) if answer in places else None


def _of_fill(kind: _Kind, entry: Gathered, reader: Reader) -> Said | None:
    """A score of which only a colour is said."""
    filled = _filled(kind, entry)
    scheme = reader.settled.known.scheme
    if not filled or scheme is None or kind.is_spoilt or kind.nothing:
        return None
    spot = filled[0]
    text = f"{COLOUR}{spot.cell.colour}"
    kind.spots = [spot]
    kind.add(BAND, text, spot)
    meaning = reader.meaning(kind.fact(BAND), text, spot.where)
    if not meaning:
        return None
    called = reader.settled.meaning(Fact.CURRENT_BAND, text).reason.split(" is ")[0]
    return _of_band(kind, meaning, called if called.startswith("A cell") else "The colour", spot, reader, scheme)


# What says nothing ----------------------------------------------------------------------------------------------------


def _nothing(kind: _Kind, reader: Reader) -> Said | None:
    """Said to be none where a dash or "N/A" stands alone; nothing where it is "TBC"."""
    outright = [spot for spot in kind.nothing if spot.text.strip().casefold() in NONE_WORDS]
    for spot in kind.nothing:
        if spot not in outright:
            reader.told.leave(spot.where, f"“{one_line(spot.text)}” says nothing yet.", spot.text)
    if not outright:
        return None
    return Said("", outright[0].text, outright[0].where, tuple(spot.where for spot in outright[1:]))


def _leave_nothings(kind: _Kind, reader: Reader) -> None:
    for spot in kind.nothing:
        reader.told.leave(spot.where, f"“{one_line(spot.text)}” says nothing.", spot.text)


def _tell_spoilt(kind: _Kind, reader: Reader) -> None:
    """The other parts of a score of which one part is not clear: told once, beside the first of them."""
    told = {problem.where for problem in reader.told.problems[-12:]}
    for where in dict.fromkeys(spot.where for spot in kind.spots):
        if where not in told:
            reader.told.leave(where, "Part of a score that is not imported.", _text_at(kind, where))


def _leave_rest(kind: _Kind, reader: Reader, told: Spot) -> None:
    for where in dict.fromkeys(spot.where for spot in kind.spots):
        if where != told.where:
            reader.told.leave(where, "Part of a score that is not imported.", _text_at(kind, where))


def _text_at(kind: _Kind, where: Where) -> str:
    return next(spot.text for spot in kind.spots if spot.where == where)


def _as_score(scored: Scored) -> scores.Score:
    return scores.Score(scored.likelihood, scored.impact)
