"""Which level or band of a scheme does a word, letter, number or colour mean?"""

from __future__ import annotations

import colorsys
import re
from collections.abc import Collection
from functools import lru_cache

from registers.scoring import Band, Level, Scheme
from reports.imports.judged import NOTHING, Judged, folded
from reports.imports.texts import says_nothing

LETTERS = {"vl": "very low", "l": "low", "m": "medium", "h": "high", "vh": "very high"}
# How people write the same word. Not other words for the same thing: those are only suggested.
SPELLINGS = {
    "med": "medium",
    "v high": "very high",
    "vhigh": "very high",
    "veryhigh": "very high",
    "v low": "very low",
    "vlow": "very low",
    "verylow": "very low",
    "hi": "high",
    "lo": "low",
}
# Words of other common scales, by their place among five: offered when the scheme does not have them.
FIVE_WORDS = {
    **dict.fromkeys(("rare", "remote", "very unlikely", "highly unlikely", "very low", "negligible", "minimal"), 1),
    **dict.fromkeys(("insignificant", "trivial"), 1),
    **dict.fromkeys(("unlikely", "improbable", "low", "minor"), 2),
    **dict.fromkeys(("possible", "moderate", "medium", "even chance"), 3),
    **dict.fromkeys(("likely", "probable", "high", "major", "significant", "serious"), 4),
    **dict.fromkeys(("almost certain", "certain", "very likely", "highly likely", "very high", "severe"), 5),
    **dict.fromkeys(("catastrophic", "extreme", "critical", "near certain"), 5),
}
# Bodies of Wales print levels in both of their languages. Words for one and the same level, with ";" between them.
WELSH = {
    word: english.split(";")
    for word, english in {
        "prin": "rare",
        "annhebygol iawn": "very unlikely;rare",
        "annhebygol": "unlikely",
        "posibl": "possible",
        "tebygol": "likely",
        "tebygol iawn": "very likely;almost certain",
        "bron yn sicr": "almost certain",
        "isel iawn": "very low",
        "isel": "low",
        "canolig": "medium;moderate",
        "uchel": "high",
        "uchel iawn": "very high",
        "dibwys": "insignificant;negligible",
        "bach": "minor",
        "mân": "minor",
        "cymedrol": "moderate;medium",
        "mawr": "major",
        "sylweddol": "significant;major",
        "difrifol": "serious;severe",
        "trychinebus": "catastrophic",
    }.items()
}
BAND_WORDS = {
    **dict.fromkeys(("very low", "minor", "negligible", "tolerable", "acceptable", "averse", "minimal"), Band.LOW),
    **dict.fromkeys(("minimalist",), Band.LOW),
    **dict.fromkeys(("moderate", "manageable", "cautionary", "cautious"), Band.MEDIUM),
    **dict.fromkeys(("significant", "major", "serious", "substantial", "open"), Band.HIGH),
    **dict.fromkeys(
        ("extreme", "severe", "critical", "catastrophic", "intolerable", "hungry", "eager"), Band.VERY_HIGH
    ),
}
NUMBER = re.compile(r"^\d{1,3}(?:[.,]\d+)?$")
FRACTION = re.compile(r"^\d{0,2}\s*(?:[½¼¾⅓⅔]|\d/\d)$")
# Words that say which of the two levels is meant; a letter only right before or behind a number.
OWN_AXIS = {
    "likelihood": re.compile(r"\b(?:likelihood|probability)\b|^[lp][ :=-]*\d|\d *\(?[lp]\)?$", re.IGNORECASE),
    "impact": re.compile(r"\b(?:impact|severity|consequence)s?\b|^[isc][ :=-]*\d|\d *\(?[isc]\)?$", re.IGNORECASE),
}
OTHER_AXIS = {"likelihood": OWN_AXIS["impact"], "impact": OWN_AXIS["likelihood"]}
NUMBER_AND_WORD = re.compile(r"^\(?(\d{1,2}(?:[.,]\d+)?)\)?\s*[-–—.:=)/]*\s*([A-Za-z].*?)$")
WORD_AND_NUMBER = re.compile(r"^([A-Za-z].*?)\s*[-–—:=/]*\s*[(\[]?\s*(\d{1,2}(?:[.,]\d+)?)\s*[)\]]?$")

LETTER_AND_WORD = re.compile(r"^\(?([A-Fa-f])\)?\s*[-–—.:=)]\s*([A-Za-z].*)$")


def spelt(text: str) -> str:
    """A level or band in one spelling: "V. High", "Very-high" and "VH" as "very high"."""
    word = folded(text)
    word = re.sub(r"\b(risk|likelihood|impact|probability|rating|level|score)\b", "", word).strip() or word
    return SPELLINGS.get(word, LETTERS.get(word, word))


def judge_level(printed: str, levels: tuple[Level, ...], scale: str) -> Judged:
    """The place of a level, from 1. `scale` is the word for messages: "likelihood" or "impact"."""
    text = printed.strip()
    if says_nothing(text):
        return NOTHING
    places = _places(levels)
    if text in places:
        return Judged(places[text], f"{text} is {'an' if scale == 'impact' else 'a'} {scale} of the scheme.")
    if OTHER_AXIS[scale].search(text) and not OWN_AXIS[scale].search(text):
        return Judged(None, f"“{text[:80]}” is not said of {scale}, but of the other level.", is_plain=False)
    text = BRACKETED.sub(r"\1", text).strip().removesuffix(".") or text
    # Among digits every sign counts: -2 is not 2, and "3?" is a doubt.
    if spelt(text) in places and not re.search(r"\d", text):
        place = places[spelt(text)]
        return Judged(place, f"{text} is {_called(levels, place)}.")
    if FRACTION.match(text):
        return Judged(None, f"{text} lies between two levels of {scale} ({scale_words(levels)}).", is_plain=False)
    if NUMBER.match(text):
        return _judge_number(text, levels, scale)
    parts = NUMBER_AND_WORD.match(text) or WORD_AND_NUMBER.match(text)
    if parts:
        return _judge_both(text, parts.groups(), levels, scale)
    lettered = LETTER_AND_WORD.match(text)
    if lettered and spelt(lettered[1]) not in places and spelt(lettered[2]) in places:  # Australia: "C - Possible"
        place = places[spelt(lettered[2])]
        return Judged(place, f"{text} is {_called(levels, place)}; the letter is of its own list.", is_plain=False)
    return _judge_explained(text, levels) or _judge_two_tongues(text, levels, scale) or _judge_word(text, levels, scale)


@lru_cache(maxsize=64)
def _places(levels: tuple[Level, ...]) -> dict[str, int]:
    places: dict[str, int] = {}
    for place, level in enumerate(levels, 1):
        for name in (level.short, level.name, level.short.casefold(), folded(level.name), spelt(level.name)):
            places.setdefault(name, place)
    for place, level in enumerate(levels, 1):
        places.setdefault(spelt(level.short), place)
    return places


def _called(levels: tuple[Level, ...], place: int) -> str:
    level = levels[place - 1]
    return level.short if level.short == level.name else f"{level.name} ({level.short})"


def scale_words(levels: tuple[Level, ...]) -> str:
    """The levels for a sentence: "1 to 5", or "L, M, H, VH"."""
    shorts = [level.short for level in levels]
    if shorts == [str(place) for place in range(1, len(levels) + 1)]:
        return f"1 to {len(levels)}"
    return ", ".join(shorts)


def _judge_number(text: str, levels: tuple[Level, ...], scale: str) -> Judged:
    number = float(text.replace(",", "."))
    if number != int(number):
        return Judged(None, f"{text} lies between two levels of {scale} ({scale_words(levels)}).", is_plain=False)
    if str(int(number)) in _places(levels):
        place = _places(levels)[str(int(number))]
        return Judged(place, f"{text} is {_called(levels, place)}.")
    has_numbers = any(level.short.isdigit() for level in levels)
    if not has_numbers and 1 <= number <= len(levels):
        place = int(number)
        return Judged(
            None, f"The levels of {scale} are {scale_words(levels)}, not numbers.", is_plain=False, suggestion=place
        )
    words = f"{text} is not a level of {scale}: {scale_words(levels)} are."
    return Judged(None, words, is_plain=False, is_wrong=True)


def _judge_both(text: str, parts: tuple[str, ...], levels: tuple[Level, ...], scale: str) -> Judged:
    """ "3 - Possible": the number and the word have to agree where the scheme has both."""
    judged = [judge_level(part, levels, scale) for part in parts]
    known = {one.meaning for one in judged if isinstance(one.meaning, int)}
    if len(known) == 1 and all(isinstance(one.meaning, int) for one in judged):
        place = known.pop()
        return Judged(place, f"{text} is {_called(levels, place)}.")
    if len(known) == 1 and not any(one.is_wrong for one in judged):
        place = known.pop()
        other = next(part for part, one in zip(parts, judged, strict=True) if one.meaning is None)
        reason = f"{text} is {_called(levels, place)}, though the scheme does not call it {other}."
        return Judged(place, reason, is_plain=False)
    if len(known) > 1:
        return Judged(None, f"In {text} the number and the word are two different levels of {scale}.", is_plain=False)
    return next(
        (one for one in judged if one.is_wrong),
        Judged(None, f"{text} is not a level of {scale}: {scale_words(levels)} are.", is_plain=False),
    )


BRACKETED = re.compile(r"^[(\[]\s*([^()\[\]]*?)\s*[)\]]$")
EXPLAINED = re.compile(r"^(?P<level>[^(\[:,\n]{1,30}?)\s*(?:[(\[]|\s[-–—]\s|:|,|\n)\s*(?P<rest>.+)$", re.DOTALL)


def _judge_explained(text: str, levels: tuple[Level, ...]) -> Judged | None:
    """ "Likely (more than half)", "Major - over £1m": a level and what it means. "Medium - High" is two levels."""
    match = EXPLAINED.match(text)
    if not match or spelt(match["level"]) not in _places(levels):
        return None
    place = _places(levels)[spelt(match["level"])]
    words = folded(match["rest"]).split()
    others = {_places(levels).get(spelt(word)) for word in [*words, " ".join(words)]}
    if others - {None, place}:
        return None
    if others == {place}:  # "Medium (M)"
        return Judged(place, f"{text[:60]} is {_called(levels, place)}.")
    if len(match["rest"].strip()) < 3:
        return None
    return Judged(place, f"{text[:60]} begins with {_called(levels, place)}.", is_plain=False)


TONGUES = re.compile(r"\s*[/|\n]\s*|\s+[–—-]\s+")


def _judge_two_tongues(text: str, levels: tuple[Level, ...], scale: str) -> Judged | None:
    """ "Tebygol / Likely", "Tebygol": in Welsh, or in both languages, which then have to agree. Beside a word that is
    in neither, the level is only offered."""
    parts = [part for part in TONGUES.split(text) if part]
    places = _places(levels)
    welsh = [next((places[word] for word in WELSH.get(folded(part), ()) if word in places), None) for part in parts]
    english = [places.get(spelt(part)) for part in parts]
    found = {place for place in (*welsh, *english) if place}
    if len(parts) > 2 or len(found) != 1 or (len(parts) == 1 and not welsh[0]):
        return None
    place = found.pop()
    if all(one or other for one, other in zip(welsh, english, strict=True)):
        return Judged(place, f"{text[:60]} is {_called(levels, place)}, in Welsh.", is_plain=False)
    words = [part for part, one, other in zip(parts, welsh, english, strict=True) if not one and not other]
    if any(spelt(word) in FIVE_WORDS or re.search(r"[\d?]", word) for word in words):
        return None
    reason = f"“{text[:80]}” has the level {_called(levels, place)} and, beside it, “{words[0][:40]}”."
    return Judged(None, reason, is_plain=False, suggestion=place)


def _judge_word(text: str, levels: tuple[Level, ...], scale: str) -> Judged:
    place = FIVE_WORDS.get(spelt(text))
    suggestion = place if place and len(levels) == 5 else None
    if place and len(levels) != 5:
        suggestion = {1: 1, 5: len(levels)}.get(place)
    reason = f"“{text[:80]}” is not a level of {scale}: {scale_words(levels)} are."
    return Judged(None, reason, is_plain=False, suggestion=suggestion)


# Bands --------------------------------------------------------------------------------------------------------------

# Fills by hue, in degrees; between two of them, grey, or dark, a fill is none of them. Red is dark below a lightness.
HUES = {"red": (-25, 14), "amber": (17, 46), "yellow": (49, 66), "green": (70, 170)}
COLOURS = (*HUES, "dark red")
LEAST_COLOUR, LEAST_LIGHT, DARK_RED = 0.15, 0.35, 0.8
RAG = {"r": "red", "a": "amber", "g": "green", "y": "yellow", "orange": "amber", "dr": "dark red", "dark": "dark red"}
COLOUR = "colour "  # before the six digits of a fill that stands for a band


@lru_cache(maxsize=4096)
def colour_name(fill: str) -> str:
    """red, amber, yellow, green or dark red; "" for a fill that is none of them, or lies between two."""
    try:
        red, green, blue = (int(fill[at : at + 2], 16) / 255 for at in (0, 2, 4))
    except ValueError:
        return ""
    hue, saturation, light = colorsys.rgb_to_hsv(red, green, blue)
    if saturation < LEAST_COLOUR or light < LEAST_LIGHT:
        return ""
    degrees = hue * 360 if hue * 360 <= 320 else hue * 360 - 360
    name = next((name for name, (least, most) in HUES.items() if least <= degrees <= most), "")
    return "dark red" if name == "red" and light < DARK_RED and saturation > 0.6 else name


def judge_band(printed: str, scheme: Scheme, beside: Collection[str] = ()) -> Judged:
    """The slug of a band, for a word, a RAG letter or word, or "colour ff0000".

    `beside`: the other values that occur; which colour means which band depends on how many are in use.
    """
    text = printed.strip()
    if says_nothing(text):
        return NOTHING
    if text.startswith(COLOUR):
        name = colour_name(text.removeprefix(COLOUR))
        if not name:
            return Judged(None, f"The fill {text.removeprefix(COLOUR)} is none of the usual colours.", is_plain=False)
        level = judge_level(name, scheme.impacts, "impact") if not scheme.has_likelihood else None
        if level and isinstance(level.meaning, int):
            return Judged(scheme.cells[1, level.meaning].band.value, f"A cell filled {name} is {name}.")
        return _judge_colour(name, f"A cell filled {name}", scheme, beside)
    word = spelt(text)
    bands = _bands(scheme)
    if not scheme.has_likelihood:
        level = judge_level(text, scheme.impacts, "impact")
        if isinstance(level.meaning, int):
            return Judged(scheme.cells[1, level.meaning].band.value, level.reason)
    if word.replace(" ", "-") in [band.value for band in bands]:
        band = Band(word.replace(" ", "-"))
        return Judged(band.value, f"{text} is the band {band.label}.")
    colour = RAG.get(word, word)
    if colour in COLOURS:
        return _judge_colour(colour, f"“{text}”", scheme, beside)
    suggestion = BAND_WORDS.get(word)
    labels = ", ".join(band.label for band in bands)
    reason = f"“{text[:80]}” is not a band of the scheme: {labels} are."
    offered = suggestion.value if suggestion in bands else None
    return Judged(None, reason, is_plain=False, suggestion=offered)


def _bands(scheme: Scheme) -> tuple[Band, ...]:
    used = {cell.band for cell in scheme.cells.values()}
    return tuple(band for band in Band if band in used)


# From the lowest band up: the colours in use, for schemes of three and of four bands.
PALETTES = {
    3: (("green", "amber", "red"), ("green", "yellow", "red")),
    4: (("green", "yellow", "amber", "red"), ("green", "amber", "red", "dark red")),
}
ORDER = ("green", "yellow", "amber", "red", "dark red")


def bands_of_colour(colour: str, scheme: Scheme, beside: Collection[str]) -> set[Band]:
    """The bands that a colour can mean, by the palettes that have all the colours in use."""
    bands = _bands(scheme)
    in_use = {colour} | {name for name in map(_colour_of, beside) if name}
    fitting = [palette for palette in PALETTES.get(len(bands), ()) if in_use <= set(palette)]
    return {bands[palette.index(colour)] for palette in fitting}


def bands_said(printed: str, scheme: Scheme, beside: Collection[str]) -> set[Band]:
    """The bands that a colour in letters or words can mean; none for other words."""
    colour = _colour_of(printed)
    return bands_of_colour(colour, scheme, beside) if colour else set()


def _judge_colour(colour: str, called: str, scheme: Scheme, beside: Collection[str]) -> Judged:
    bands = _bands(scheme)
    meanings = bands_of_colour(colour, scheme, beside)
    in_use = {colour} | {name for name in map(_colour_of, beside) if name}
    if len(meanings) == 1:
        band = next(iter(meanings))
        return Judged(band.value, f"{called} is {band.label} where {_listed(in_use)} in use.", is_plain=False)
    offered = {"green": bands[0], "red": bands[-1], "dark red": bands[-1]}.get(colour)
    reason = f"{called} can mean more than one band of the scheme."
    return Judged(None, reason, is_plain=False, suggestion=offered.value if offered else None)


def _colour_of(printed: str) -> str:
    if printed.startswith(COLOUR):
        return colour_name(printed.removeprefix(COLOUR))
    word = RAG.get(spelt(printed), spelt(printed))
    return word if word in COLOURS else ""


def _listed(colours: set[str]) -> str:
    names = [colour for colour in ORDER if colour in colours]
    joined = names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
    return f"{joined} {'is' if len(names) == 1 else 'are'}"
