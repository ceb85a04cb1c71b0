"""Which parts has a score in a cell: likelihood, impact, a printed total, a band? And what is it on the scheme?"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from registers.scoring import Scheme, Score
from reports.imports.judged import folded
from reports.imports.levels import scale_words
from reports.imports.movements import WORDS, without_arrows
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


LONGEST = 200  # signs: no score is longer
NUMBER = r"\d{1,2}(?:\.\d{1,2})?"
TOTAL = r"\d{1,3}(?:\.\d{1,2})?"
LETTER = r"VH|VL|V\.?\s?H|V\.?\s?L|[HML]|Med"
# Words: of one or two words, so that a sentence is never taken for a score.
WORD = r"[^\W\d_]+(?:[ -][^\W\d_]+)?"
SIGN = r"\s*(?:×|\*|x|v\.?|vs\.?|by|/|,|;|\||:|–|-)\s*"
WORD_SIGN = r"(?:\s*(?:×|\*|/|,|;|\||–)\s*|\s+(?:x|v\.?|vs\.?|by|-)\s+)"
LIKELIHOOD_WORD = r"(?:likelihood|probability|prob\.?|like\.?|L|P)"
IMPACT_WORD = r"(?:impact|severity|consequence|imp\.?|I|S|C)"
BOTH = rf"(?:{NUMBER}\s*\({WORD}\)|{WORD}\s*\({NUMBER}\)|{NUMBER}\s*[-–]\s*{WORD})"
LEVEL = rf"(?:{BOTH}|{NUMBER}|{LETTER}|(?:{WORD}))"

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
    re.compile(
        rf"^(?P<impact>{NUMBER})\s*\(?{IMPACT_WORD}\)?\s*[x×*/,;|&-]?\s*(?P<likelihood>{NUMBER})\s*\(?{LIKELIHOOD_WORD}\)?$",
        re.IGNORECASE,
    ),
    re.compile(
        rf"^(?:likelihood|probability)\s+(?P<likelihood>{LEVEL})\s*[x×*/,;|&-]?\s*"
        rf"(?:impact|severity|consequence)\s+(?P<impact>{LEVEL})$",
        re.IGNORECASE,
    ),
    re.compile(
        rf"^(?:impact|severity|consequence)\s+(?P<impact>{LEVEL})\s*[x×*/,;|&-]?\s*"
        rf"(?:likelihood|probability)\s+(?P<likelihood>{LEVEL})$",
        re.IGNORECASE,
    ),
)
BOTH_PAIR = re.compile(rf"^(?P<first>{BOTH}){WORD_SIGN}(?P<second>{BOTH})$", re.IGNORECASE)
STRICT = r"\s*(?:×|\*|x|v\.?|vs\.?|by|/)\s*"
LEVELS_WITHIN = (
    re.compile(rf"(?<![\w(/]){BOTH}{WORD_SIGN}{BOTH}(?![\w/])", re.IGNORECASE),
    *(re.compile(rf"(?<![\w/]){pattern.pattern[1:-1]}(?![\w/])", re.IGNORECASE) for pattern in NAMED),
    re.compile(rf"(?<![\w/.])(?:{NUMBER}|{LETTER}){STRICT}(?:{NUMBER}|{LETTER})(?![\w/.])", re.IGNORECASE),
)


@lru_cache(maxsize=10_000)
def parts_of(text: str, impact_first: bool = False) -> Parts:
    """The parts of a score in one cell; an empty Parts for "-", "N/A", and for what is not understood.

    "M v H", "3x4", "3 x 4 = 12", "L3 I4", "12 (3x4)", "12", "High (12)", "High", "Likely / Major", "Amber".
    Whether the likelihood stands first is for the person to say (`impact_first`); "L3 I4" says it itself.
    """
    if len(text) > LONGEST:
        return Parts()
    line, movement = without_arrows(one_line(text))
    line = line.strip(" .;,")
    if not line or says_nothing(line):
        return Parts(movement=movement) if movement else Parts()
    if not movement:
        line, movement = _without_moves(line, impact_first)
    found = _whole(line, impact_first) or Parts()
    return Parts(found.likelihood, found.impact, found.total, found.band, movement) if movement else found


NO_MOVES = ("none", "nc", "level")  # words that mean something else beside a score
TOTAL_WORDS = re.compile(
    r"\b(?:(?:total|overall|raw|risk|residual|inherent|current)\s+)*(?:total|score|rating|product)\b\s*[:=-]?",
    re.IGNORECASE,
)


def has_several_parts(text: str) -> bool:
    """Whether a cell for a band or a total holds more than that: "High 16", "16 (4x4) R", "12 ↑"."""
    if not any(sign.isdigit() for sign in text) or len(text) > LONGEST:
        return False
    parts = parts_of(text)
    return sum((parts.has_levels, bool(parts.total), bool(parts.band), bool(parts.movement))) > 1


def _without_moves(line: str, impact_first: bool) -> tuple[str, str]:
    """A score without a word of movement behind it, and the movement: "L v H NEW", "12 (no change)"."""
    words = line.split()
    for count in (2, 1):
        word, bare = folded(" ".join(words[-count:])), _bare(" ".join(words[:-count]))
        if word in WORDS and word not in NO_MOVES:
            found = _whole(bare, impact_first)
            return (bare, WORDS[word]) if found and (found.has_levels or found.total) else (line, "")
    return line, ""


def _whole(line: str, impact_first: bool) -> Parts | None:
    if re.fullmatch(TOTAL, line):
        return Parts(total=line)
    return _levels(line, impact_first) or _around(line, impact_first) or _total_and_band(line)


def _around(line: str, impact_first: bool) -> Parts | None:
    """Levels somewhere in the line, with nothing but a total and a band around them."""
    for pattern in LEVELS_WITHIN:
        match = pattern.search(line)
        if match:
            levels = _levels(match.group(0), impact_first)
            rest = _total_and_band(f"{line[: match.start()]} {line[match.end() :]}")
            if levels and rest is not None:
                return Parts(levels.likelihood, levels.impact, rest.total, rest.band)
    inner = re.search(r"[(\[](?P<levels>[^()\[\]]+)[)\]]", line) or re.match(r"(?P<levels>[^=]+)(?==)", line)
    if inner:
        levels = _levels(_bare(inner["levels"]), impact_first)
        rest = _total_and_band(f"{line[: inner.start()]} {line[inner.end() :]}")
        if levels and rest is not None:
            return Parts(levels.likelihood, levels.impact, rest.total, rest.band)
    return None


def _total_and_band(text: str) -> Parts | None:
    """At most one number and one band, in either order; an empty Parts for nothing at all."""
    text = re.sub(r"^([A-Za-z]{1,2})(\d{1,2})$", r"\1 \2", text.strip())
    numbers = re.findall(rf"(?<![\w.]){TOTAL}(?![\w.])", text)
    if len(numbers) > 1:
        return None
    rest = text.replace(numbers[0], " ", 1) if numbers else text
    rest = " ".join(TOTAL_WORDS.sub(" ", _bare(rest)).split()) if numbers else _bare(rest)
    rest = _bare(re.sub(r"[()\[\]=]", " ", rest))
    if rest and not _is_band(rest):
        return None
    return Parts(total=numbers[0] if numbers else "", band=rest)


def _bare(text: str) -> str:
    return text.strip(" -–—:=,;/()[]")


def _levels(text: str, impact_first: bool) -> Parts | None:
    text = text.strip()
    if text.startswith("(") and text.endswith(")") and text.count("(") == 1:
        text = text[1:-1].strip()
    for pattern in NAMED:
        match = pattern.match(text)
        if match:
            return Parts(match["likelihood"].strip(), match["impact"].strip())
    match = PAIR.match(text) or BOTH_PAIR.match(text) or _words_pair(text)
    if not match:
        return None
    first, second = match["first"].strip(), match["second"].strip()
    said = axis_of(first), axis_of(second)
    if "impact" in said or "likelihood" in said:  # "High impact, low likelihood" says itself which is which
        if said[0] == said[1]:
            return None
        impact_first = said[0] == "impact" or said[1] == "likelihood"
    return Parts(second, first) if impact_first else Parts(first, second)


def axis_of(text: str) -> str:
    """ "likelihood" or "impact", where a level names the one it is of; else nothing."""
    if re.search(r"\b(?:likelihood|probability)\b", text, re.IGNORECASE):
        return "likelihood"
    return "impact" if re.search(r"\b(?:impact|severity|consequence)s?\b", text, re.IGNORECASE) else ""


def _words_pair(text: str) -> re.Match[str] | None:
    """Two words; a number beside a word is a total beside a band."""
    match = WORDS_PAIR.match(text)
    if not match or match["first"][0].isdigit() != match["second"][0].isdigit():
        return None
    return match


def _is_band(text: str) -> bool:
    """Short enough to be the name of a band; whether it is one is for `levels.judge_band`."""
    text = text.strip()
    is_sign = text.casefold() in ("x", "v", "vs", "by")
    return len(text) <= 24 and not is_sign and bool(re.fullmatch(rf"{WORD}(?: [^\W\d_]+)?", text))


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
