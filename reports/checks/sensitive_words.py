"""Words of a sensitive text in a public part: repeated, in pieces, or told in nearly the same words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from reports.checks.found import Finder
from reports.checks.language import sentences, straight
from reports.checks.model import Facts, Finding, Passage, Severity
from reports.checks.promises import content

RUN = 4  # words in a row that a sentence must share to count at all
LONG = 8  # so many in a row are no chance
MOST = 0.6  # of a sensitive sentence
RETOLD = 0.75  # of its content, in other words
SHORTEST = 3
TOKEN = re.compile(r"[a-z0-9]+(?:['’][a-z]+)?", re.IGNORECASE)


@dataclass(frozen=True)
class Kept:
    """A sentence that is kept in confidence, and what it is the text of."""

    words: tuple[str, ...]
    stems: frozenset[str]
    what: str


def _word(token: str) -> str:
    return straight(token).lower().replace("'", "")


def words_of(text: str) -> tuple[str, ...]:
    """Its words, in small letters, without apostrophes."""
    return tuple(_word(match[0]) for match in TOKEN.finditer(text))


def kept_of(facts: Facts) -> tuple[Kept, ...]:
    """The sentences of the sensitive texts, without those that public titles and descriptions hold too."""
    public = " ".join(
        " ".join(words_of(f"{risk.title} {risk.description}"))
        for register in facts.registers for risk in register.risks if not risk.is_sensitive
    )  # fmt: skip
    found = []
    for one in facts.sensitive:
        for span in sentences(one.text):
            words = words_of(span.text)
            if len(words) >= SHORTEST and " ".join(words) not in public:
                found.append(Kept(words, frozenset(content(span.text)), one.what))
    return tuple(found)


def check(
    finder: Finder, at: int, passage: Passage, secrets: tuple[Kept, ...], released: list[str]
) -> Iterator[Finding]:
    """One finding a passage: what is repeated blocks, what is retold warns."""
    tokens = list(TOKEN.finditer(passage.text))
    words = [_word(token[0]) for token in tokens]
    here = " ".join(words)
    for kept in secrets:
        if any(" ".join(kept.words) in one and one in here for one in released):
            continue
        places = _shared(words, kept.words)
        if places is not None:
            span = (tokens[places[0]].start(), tokens[places[1]].end())
            why = f"This is OFFICIAL-SENSITIVE text of {kept.what}, in a public part"
            yield finder.at(at, span, "leak", why, MEND, severity=Severity.BLOCKS)
            return
    for kept in secrets:
        if len(kept.stems) < 5 or any(" ".join(kept.words) in one for one in released):
            continue
        for span in sentences(passage.text):
            if len(kept.stems & content(span.text)) >= RETOLD * len(kept.stems):
                why = f"This comes near to OFFICIAL-SENSITIVE text of {kept.what}"
                yield finder.at(at, (span.start, span.end), "retold", why, MEND, severity=Severity.WARNING)
                return


MEND = "Take it out, move it to a sensitive part, or release it by name"


def _shared(words: list[str], kept: tuple[str, ...]) -> tuple[int, int] | None:
    """The first and last of the words that are the kept sentence's, if they are too many for chance."""
    size = min(RUN, len(kept))
    runs = {kept[at : at + size]: at for at in range(len(kept) - size + 1)}
    covered: set[int] = set()
    first = last = -1
    longest = run = 0
    for at in range(len(words) - size + 1):
        place = runs.get(tuple(words[at : at + size]))
        if place is None:
            run = 0
            continue
        run = run + 1 if run else size
        longest = max(longest, run)
        covered |= set(range(place, place + size))
        first = at if first < 0 else first
        last = at + size - 1
    if not covered:
        return None
    is_whole = len(covered) == len(kept) and last - first < 2 * len(kept)
    if longest >= LONG or (len(covered) >= max(5, MOST * len(kept)) and last - first < 2 * len(kept)) or is_whole:
        return first, last
    return None
