"""Which risks of the other register read like this one? A ranking that says why. No database, request or clock.

rapidfuzz tells how alike two words are, so that "vulnerable" meets "vulnerability". What is made of it is our own:
words that are in few of the texts count for more, a title for more than a description, and an objective that both
risks threaten for most.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import log
from typing import Protocol

from rapidfuzz import process
from rapidfuzz.distance import JaroWinkler, Prefix

ALIKE = 0.9  # two words this alike are forms of one word, if they
BEGINNING = 6  # begin with this many letters alike, or one with the other: "police" is not "policy"
SHORTEST = 4  # letters: shorter words say little, and are alike by chance
AT_MOST = 8
WORDS_TOLD = 4
WEIGHTS = {"title": 3.0, "wording": 2.0, "objective": 4.0}
LEAST = 0.15  # below it two risks have only small words in common

# Words that every risk is written with: they say nothing of what it is about.
_COMMON = """
able about across after again against along also although among another appropriate around because been before being
between both bring brings cannot come could deliver delivery does done down during each effective effectively either
ensure every fail failing fails failure fall from full further give gives have having held help helps high hold holds
impact inability ineffective insufficient into issue keep keeps lack lead leading leads less like likely london
londoner londoners lose loss made make many meet might more most much must need needs organisation organisational
other others over part potential prevent provide related rest rests result resulting results risk risks same several
should significant some stop such support take takes than that their them then there these they this those through
time times unable under upon very well were what when where which while whole will with within without would year
years
"""
COMMON = frozenset(_COMMON.split())


class Text(Protocol):
    """What is compared of a risk."""

    @property
    def title(self) -> str: ...

    @property
    def description(self) -> str: ...

    @property
    def objectives(self) -> tuple[str, ...]: ...


@dataclass(frozen=True)
class Suggestion:
    """A risk that may belong with another, how strongly, and why in words."""

    risk: Text
    score: float
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class _Read:
    """A risk with the words of its texts."""

    risk: Text
    title: tuple[str, ...]
    whole: tuple[str, ...]

    @classmethod
    def of(cls, risk: Text) -> _Read:
        return cls(risk, words_of(risk.title), words_of(f"{risk.title} {risk.description}"))


def ranked(risk: Text, others: Sequence[Text], at_most: int = AT_MOST) -> list[Suggestion]:
    """The others that have something in common with a risk, the likest first; of equals in the order given."""
    this, those = _Read.of(risk), [_Read.of(other) for other in others]
    weigh = _Weights([this, *those])
    vocabulary = {word for other in those for word in other.whole}
    forms = {word: _forms(word, vocabulary) for word in this.whole}
    found = [suggestion for other in those if (suggestion := _suggestion(this, other, forms, weigh)) is not None]
    return sorted(found, key=lambda suggestion: -suggestion.score)[:at_most]


def words_of(text: str) -> tuple[str, ...]:
    """The words that tell what a text is about, each once, in its order."""
    words = re.findall(r"[a-z]+", re.sub(r"['’]s\b", "", text.casefold()))
    return tuple(dict.fromkeys(word for word in words if len(word) >= SHORTEST and word not in COMMON))


def _forms(word: str, vocabulary: Iterable[str]) -> frozenset[str]:
    """The words of a vocabulary that are forms of this one."""
    alike = process.extract_iter(word, vocabulary, scorer=JaroWinkler.normalized_similarity, score_cutoff=ALIKE)
    return frozenset(
        found for found, *_ in alike if Prefix.similarity(word, found) >= min(BEGINNING, len(word), len(found))
    )


class _Weights:
    """How much each word says: one that is in few of the texts says more."""

    def __init__(self, texts: Sequence[_Read]) -> None:
        self._texts = len(texts)
        self._in = Counter(word for text in texts for word in text.whole)

    def __call__(self, word: str) -> float:
        return log(1 + self._texts / max(self._in[word], 1))


def _suggestion(this: _Read, other: _Read, forms: dict[str, frozenset[str]], weigh: _Weights) -> Suggestion | None:
    title, in_titles = _likeness(this.title, other.title, forms, weigh)
    wording, in_wording = _likeness(this.whole, other.whole, forms, weigh)
    objective, why = _objectives(this.risk, other.risk)
    score = WEIGHTS["title"] * title + WEIGHTS["wording"] * wording + WEIGHTS["objective"] * objective
    if score < LEAST:
        return None
    reasons = [*why]
    if in_titles:
        reasons.append(f"like title: {', '.join(in_titles)}")
    if told := [word for word in in_wording if word not in in_titles][:WORDS_TOLD]:
        reasons.append(f"like wording: {', '.join(told)}")
    return Suggestion(other.risk, score, tuple(reasons)) if reasons else None


def _likeness(
    words: Sequence[str], others: Sequence[str], forms: dict[str, frozenset[str]], weigh: _Weights
) -> tuple[float, list[str]]:
    """How much of what both say they have in common, from 0 to 1; and the words, those that say most first."""
    there = set(others)
    shared = [word for word in words if forms[word] & there]
    met = {form for word in shared for form in forms[word] & there}
    everything = sum(map(weigh, words)) + sum(map(weigh, others))
    if not shared or not everything:
        return 0.0, []
    common = sum(map(weigh, shared)) + sum(map(weigh, sorted(met)))
    return common / everything, sorted(shared, key=lambda word: (-weigh(word), word))


def _objectives(risk: Text, other: Text) -> tuple[float, list[str]]:
    """Each body has objectives of its own: the same name is one objective, and a name may read much like another."""
    theirs = {name.casefold(): name for name in other.objectives}
    for name in risk.objectives:
        if name.casefold() in theirs:
            return 1.0, [f"shares the objective “{theirs[name.casefold()]}”"]
    best = 0.0, ("", "")
    for name in risk.objectives:
        for their in other.objectives:
            best = max(best, (_names_alike(name, their), (name, their)))
    likeness, (name, their) = best
    if likeness < OBJECTIVES_ALIKE:
        return 0.0, []
    return likeness / 2, [f"like objectives: “{name}” and “{their}”"]


OBJECTIVES_ALIKE = 0.5


def _names_alike(name: str, other: str) -> float:
    words, others = words_of(name), words_of(other)
    if not words or not others:
        return 0.0
    forms = [_forms(word, others) for word in words]
    met = set().union(*forms)
    return (sum(map(bool, forms)) + len(met)) / (len(words) + len(others))
