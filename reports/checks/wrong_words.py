"""Right words in the wrong place: "loose confidence", "MOPACs approach", "a MPS review", "the risks has"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from reports.checks.found import Finder
from reports.checks.model import Finding, Kind, Passage, Severity

FILE = Path(__file__).with_name("wrong_words.txt")
ARTICLE = re.compile(r"(?<![\w.])(?P<article>[Aa]n?)\s+(?=(?P<word>[A-Za-z][\w'-]*))")
LETTERS = frozenset("AEFHILMNORSX")  # whose names begin with a vowel
AS_A_WORD = re.compile(r"^[BCDFGHJKLMNPQRSTVWXZ][AEIOU][A-Z]+$|^[AEIOU][A-Z]?[AEIOU][A-Z]*$")  # MOPAC, DARA
SILENT = re.compile(r"^(?:hour|honest|honour|heir)", re.IGNORECASE)
AS_YOU = re.compile(r"^(?:uni(?!n|m)|u[st][aeiu]|eu|one\b|once\b|uk\b|ubi|ura|ewe)", re.IGNORECASE)
MAY_BE_AN = re.compile(r"^(?:histor|hotel|habitual)", re.IGNORECASE)


@cache
def patterns() -> tuple[tuple[re.Pattern[str], str, Severity], ...]:
    """(pattern, what is meant, how sure) of the file."""
    found = []
    for line in FILE.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            pattern, right, doubtful = line.split("\t")
            found.append((re.compile(pattern, re.IGNORECASE), right, Severity.WARNING if doubtful else Severity.ERROR))
    return tuple(found)


def check(finder: Finder, at: int, passage: Passage, words: str) -> Iterator[Finding]:
    """What the file tells of, and the articles. Table cells are no sentences."""
    straight = words.replace("’", "'")
    for pattern, right, severity in patterns():
        for match in pattern.finditer(straight):
            why = f"Perhaps “{right}” is meant" if right else "These words do not go together"
            yield finder.at(at, match.span(), "wrong-word", why, "Mend the words", severity=severity)
    if passage.kind is Kind.CELL:
        return
    for match in ARTICLE.finditer(straight):
        right = _article(match["word"])
        if right and right != match["article"].lower() and not _is_a_letter(straight, match):
            offer = right.capitalize() if match["article"][0].isupper() else right
            span = (match.start(), match.end("word"))
            yield finder.at(at, span, "article", f"It is “{right} {match['word']}”", f"Say {offer}")


def _is_a_letter(words: str, match: re.Match[str]) -> bool:
    """ "Appendix A and", "option a is", "A and E"."""
    before = words[: match.start()]
    if match["article"] == "A" and before.strip() and not re.search(r"[.!?:;]\s+[\"']?$|[\"'(]$", before):
        return True
    if re.search(
        r"\b(?:[Aa]ppendix|[Aa]nnex|[Oo]ption|[Pp]art|[Gg]rade|[Pp]oint|[Bb]and|[Cc]lass|[Ss]chedule|[Tt]ype|"
        r"[Ll]evel|or|and|to|[(/])\s*$",
        before,
    ):
        return match["article"] != "a" or not re.search(r"\b(?:or|and|to)\s*$", before)
    return match["word"].lower() in ("and", "or", "is", "to", "in", "of", "are") or words[
        match.start() - 1 : match.start()
    ] in ("(", "‘", "“")


def _article(word: str) -> str:
    """ "a", "an", or empty where either may stand."""
    first = re.split(r"[-']", word)[0]
    if len(first) < 2 or MAY_BE_AN.match(first):
        return ""
    if first.isupper() and len(first) <= 7:
        if AS_A_WORD.match(first):
            return "an" if first[0] in "AEIOU" else "a"
        return "an" if first[0] in LETTERS else "a"
    if not first.islower() and not first.istitle():
        return ""
    if SILENT.match(first):
        return "an"
    if first[0].lower() in "aeiou":
        return "a" if AS_YOU.match(first) else "an"
    return "a"
