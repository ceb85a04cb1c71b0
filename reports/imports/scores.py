"""Which parts has a score in a cell: likelihood, impact, a printed total, a band? And what is it on the scheme?"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from registers.scoring import Scheme, Score
from reports.imports.levels import scale_words
from reports.imports.movements import without_arrows
from reports.imports.texts import one_line, says_nothing
from reports.imports.values import Scored


@dataclass(frozen=True)
class Parts:
    """The parts of a score, each as printed; "" where it is not said. `movement`: an arrow in the same cell."""

    likelihood: str = ""
    impact: str = ""
    total: str = ""
    band: str = ""
    movement: str = ""

    @property
    def has_levels(self) -> bool:
        return bool(self.likelihood and self.impact)

    def __bool__(self) -> bool:
        return any((self.likelihood, self.impact, self.total, self.band))


NUMBER = r"\d{1,2}(?:\.\d{1,2})?"
TOTAL = r"\d{1,3}(?:\.\d{1,2})?"
LETTER = r"VH|VL|V\.?\s?H|V\.?\s?L|[HML]|Med"
# Words: of one or two words, so that a sentence is never taken for a score.
WORD = r"[^\W\d_]+(?:[ -][^\W\d_]+)?"
SIGN = r"\s*(?:×|\*|x|v\.?|vs\.?|by|/|,|;|\||:|–|-)\s*"
WORD_SIGN = r"(?:\s*(?:×|\*|/|,|;|\||–)\s*|\s+(?:x|v\.?|vs\.?|by|-)\s+)"
LIKELIHOOD_WORD = r"(?:likelihood|probability|prob\.?|like\.?|L|P)"
IMPACT_WORD = r"(?:impact|severity|consequence|imp\.?|I|S|C)"
LEVEL = rf"(?:{NUMBER}|{LETTER}|(?:{WORD}))"

PAIR = re.compile(rf"^(?P<first>{NUMBER}|{LETTER}){SIGN}(?P<second>{NUMBER}|{LETTER})$", re.IGNORECASE)
WORDS_PAIR = re.compile(rf"^(?P<first>{WORD}|{NUMBER}){WORD_SIGN}(?P<second>{WORD}|{NUMBER})$", re.IGNORECASE)
NAMED = (
    re.compile(
        rf"^{LIKELIHOOD_WORD}\s*[:=-]?\s*(?P<likelihood>{NUMBER})\s*(?:[x×*/,;|&v+-]|and)?\s*"
        rf"{IMPACT_WORD}\s*[:=-]?\s*(?P<impact>{NUMBER})$",
        re.IGNORECASE,
    ),
    re.compile(
        rf"^{IMPACT_WORD}\s*[:=-]?\s*(?P<impact>{NUMBER})\s*(?:[x×*/,;|&v+-]|and)?\s*"
        rf"{LIKELIHOOD_WORD}\s*[:=-]?\s*(?P<likelihood>{NUMBER})$",
        re.IGNORECASE,
    ),
    re.compile(
        rf"^{LIKELIHOOD_WORD}\s*[:=-]\s*(?P<likelihood>{LEVEL})\s*[x×*/,;|&-]?\s*{IMPACT_WORD}\s*[:=-]\s*(?P<impact>{LEVEL})$",
        re.IGNORECASE,
    ),
    re.compile(
        rf"^{IMPACT_WORD}\s*[:=-]\s*(?P<impact>{LEVEL})\s*[x×*/,;|&-]?\s*{LIKELIHOOD_WORD}\s*[:=-]\s*(?P<likelihood>{LEVEL})$",
        re.IGNORECASE,
    ),
    re.compile(
        rf"^(?P<likelihood>{NUMBER})\s*\(?{LIKELIHOOD_WORD}\)?\s*[x×*/,;|&-]?\s*(?P<impact>{NUMBER})\s*\(?{IMPACT_WORD}\)?$",
        re.IGNORECASE,
    ),
)
TOTAL_AND_REST = re.compile(rf"^(?P<total>{TOTAL})\s*[-–—:=,/]?\s*(?P<rest>[(\[].+[)\]]|[^\d\s(].*)$")
REST_AND_TOTAL = re.compile(rf"^(?P<rest>.+?)\s*(?:=|[(\[]|[-–—:,/]\s)?\s*(?P<total>{TOTAL})\s*[)\]]?$")
EQUALS = re.compile(rf"^(?P<rest>[^=]+)=\s*(?P<total>{TOTAL})(?P<after>\D.*)?$")


@lru_cache(maxsize=20_000)
def parts_of(text: str, impact_first: bool = False) -> Parts:
    """The parts of a score in one cell; an empty Parts for "-", "N/A", and for what is not understood.

    "M v H", "3x4", "3 x 4 = 12", "L3 I4", "12 (3x4)", "12", "High (12)", "High", "Likely / Major", "Amber".
    Whether the likelihood stands first is for the person to say (`impact_first`); "L3 I4" says it itself.
    """
    line, movement = without_arrows(one_line(text))
    line = line.strip(" .;,")
    if not line or says_nothing(line):
        return Parts(movement=movement) if movement else Parts()
    found = _whole(line, impact_first) or Parts()
    return Parts(found.likelihood, found.impact, found.total, found.band, movement) if movement else found


def _whole(line: str, impact_first: bool) -> Parts | None:
    if re.fullmatch(TOTAL, line):
        return Parts(total=line)
    levels = _levels(line, impact_first)
    if levels:
        return levels
    equals = EQUALS.match(line)
    if equals:
        return _with_total(equals["rest"], equals["total"], equals["after"] or "", impact_first)
    for pattern in (TOTAL_AND_REST, REST_AND_TOTAL):
        match = pattern.match(line)
        if match:
            found = _with_total(match["rest"], match["total"], "", impact_first)
            if found:
                return found
    inner = re.match(r"^(?P<band>[^()\[\]\d]+?)\s*[-–—:,]?\s*[(\[](?P<levels>[^()\[\]]+)[)\]]$", line)
    if inner and _is_band(inner["band"]):
        rest = _whole(inner["levels"], impact_first)
        if rest and not rest.band:
            return Parts(rest.likelihood, rest.impact, rest.total, inner["band"].strip())
    before = re.match(r"^(?P<band>[^\d(]+?)\s*[-–—:,]\s*(?P<levels>\d.*)$", line)
    if before and _is_band(before["band"]):
        levels = _levels(before["levels"], impact_first)
        if levels:
            return Parts(levels.likelihood, levels.impact, band=before["band"].strip())
    return Parts(band=line) if _is_band(line) else None


def _with_total(rest: str, total: str, after: str, impact_first: bool) -> Parts | None:
    rest = _bare(rest)
    band = _bare(after)
    if band and not _is_band(band):
        return None
    levels = _levels(rest, impact_first)
    if levels:
        return Parts(levels.likelihood, levels.impact, total, band)
    if not band and _is_band(rest):
        return Parts(total=total, band=rest)
    both = re.match(r"^(?P<band>[^\d(]+?)\s*[-–:,]?\s*[(\[]?(?P<levels>\d.*?)[)\]]?$", rest)
    if not band and both and _is_band(both["band"]):
        levels = _levels(both["levels"], impact_first)
        return levels and Parts(levels.likelihood, levels.impact, total, both["band"].strip())
    return None


def _bare(text: str) -> str:
    return text.strip(" -–—:=,;/()[]")


def _levels(text: str, impact_first: bool) -> Parts | None:
    text = text.strip()
    if text.startswith("(") and text.endswith(")"):
        text = text[1:-1].strip()
    for pattern in NAMED:
        match = pattern.match(text)
        if match:
            return Parts(match["likelihood"].strip(), match["impact"].strip())
    match = PAIR.match(text) or _words_pair(text)
    if not match:
        return None
    first, second = match["first"].strip(), match["second"].strip()
    return Parts(second, first) if impact_first else Parts(first, second)


def _words_pair(text: str) -> re.Match[str] | None:
    """Two words; a number beside a word is a total beside a band."""
    match = WORDS_PAIR.match(text)
    if not match or match["first"][0].isdigit() != match["second"][0].isdigit():
        return None
    return match


def _is_band(text: str) -> bool:
    """Short enough to be the name of a band; whether it is one is for `levels.judge_band`."""
    return bool(re.fullmatch(rf"{WORD}(?: [^\W\d_]+)?", text.strip())) and len(text) <= 24


# On the scheme --------------------------------------------------------------------------------------------------------


def total_words(scored: Scored, total: str, scheme: Scheme) -> str:
    """What is to be said where a printed total is not what the scheme makes of the levels; "" where it is."""
    levels = scheme.likelihoods[scored.likelihood - 1].short, scheme.impacts[scored.impact - 1].short
    try:
        number = float(total.replace(",", "."))
    except ValueError:
        return f"{total} is not a number; a total is computed, not imported."
    if not all(short.isdigit() for short in levels):
        return ""
    product = int(levels[0]) * int(levels[1])
    if number in (product, scheme.cell(Score(*scored)).rank):
        return ""
    return f"The file prints {total} where {levels[0]} × {levels[1]} is {product}. The total is computed, not imported."


def band_words(scored: Scored, band: str, scheme: Scheme, printed: str) -> str:
    """What is to be said where the file's band is not the scheme's; "" where it is."""
    cell = scheme.cell(Score(*scored))
    if cell.band == band:
        return ""
    words = scheme.words(Score(*scored))
    return f"The file says {printed} where the scheme makes {words} {cell.band.label}. The scheme's band is kept."


def cells_of_band(scheme: Scheme, band: str) -> tuple[Scored | None, int]:
    """The one cell of a band, and how many it has."""
    found = [Scored(*place) for place, cell in sorted(scheme.cells.items()) if cell.band == band]
    return (found[0] if len(found) == 1 else None), len(found)


def places_of_total(scheme: Scheme, total: str) -> list[tuple[int, int]]:
    """The cells whose levels multiply to a total; of a scheme without numbers those of that rank."""
    try:
        number = float(total)
    except ValueError:
        return []
    shorts = [[level.short for level in levels] for levels in (scheme.likelihoods, scheme.impacts)]
    if not all(short.isdigit() for short in (*shorts[0], *shorts[1])):
        return [place for place, cell in sorted(scheme.cells.items()) if cell.rank == number]
    return [
        (likelihood, impact)
        for likelihood, impact in sorted(scheme.cells)
        if int(shorts[0][likelihood - 1]) * int(shorts[1][impact - 1]) == number
    ]


def expected_words(scheme: Scheme) -> str:
    """What a score looks like on this scheme, for a refusal."""
    likelihoods, impacts = scale_words(scheme.likelihoods), scale_words(scheme.impacts)
    if likelihoods == impacts:
        return f"a likelihood and an impact, each one of {likelihoods}"
    return f"a likelihood ({likelihoods}) and an impact ({impacts})"
