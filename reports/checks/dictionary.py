"""Which words are there, and which is the nearest: the list of symspellpy, British and American, with our own."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from importlib import resources
from pathlib import Path

from rapidfuzz import process
from rapidfuzz.distance import OSA

LIST = "frequency_dictionary_en_82_765.txt"
OWN = Path(__file__).with_name("own_words.txt")
OWN_COUNT = 40_000  # how common a word of our own is taken to be
CONTRACTED = frozenset(
    [
        "aren't",
        "can't",
        "cannot",
        "couldn't",
        "didn't",
        "doesn't",
        "don't",
        "hadn't",
        "hasn't",
        "haven't",
        "here's",
        "i'm",
        "i've",
        "isn't",
        "it'll",
        "it's",
        "let's",
        "mustn't",
        "o'clock",
        "shouldn't",
        "that's",
        "there's",
        "they'll",
        "they're",
        "they've",
        "wasn't",
        "we'd",
        "we'll",
        "we're",
        "we've",
        "weren't",
        "what's",
        "who's",
        "won't",
        "wouldn't",
        "you're",
        "you've",
    ]
)
NOT_WORDS = frozenset(
    [
        "xxx",
        "te",
        "teh",
        "adn",
        "nad",
        "hte",
        "alot",
        "ect",
        "thier",
        "recieve",
        "wich",
        "ot",
        "fo",
        "ahve",
        "taht",
        "ther",
        "tht",
        "calender",
    ]
)
AMERICAN = dict(
    line.split()
    for line in Path(__file__).with_name("american.txt").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
)
IZE = re.compile(r"^(?P<stem>[a-z]{3,})iz(?P<end>e|es|ed|ing|er|ers|ation|ations|ational)$")
NOT_ISE = frozenset(
    [
        "size",
        "prize",
        "seize",
        "capsize",
        "sizes",
        "sized",
        "sizing",
        "prizes",
        "seizes",
        "seized",
        "seizing",
        "maize",
        "resize",
        "resized",
        "downsize",
        "downsized",
        "downsizing",
        "baize",
        "oversize",
        "oversized",
        "bizarre",
        "citizen",
        "horizon",
    ]
)
ENDINGS = (
    (
        "s",
            ""), (
                "ed",
                    ""), (
                        "ed",
                            "e"), (
                                "es",
                                    ""), ("ing", ""), ("ing", "e"), ("ly", ""), ("ies", "y"), ("ied", "y"), ("er", "e"),
    ("ness", ""), ("able", ""), ("less", ""),
)  # fmt: skip
PREFIXES = [
    "non",
    "pre",
    "re",
    "un",
    "sub",
    "inter",
    "multi",
    "cross",
    "co",
    "mis",
    "over",
    "under",
    "anti",
    "counter",
    "micro",
    "neuro",
]


@cache
def _list() -> dict[str, int]:
    """{word: how common it is}: the library's list and our own."""
    with (resources.files("symspellpy") / LIST).open(encoding="utf-8-sig") as lines:
        words = {word: int(count) for word, count in (line.split() for line in lines)}
    own = {line.strip() for line in OWN.read_text().splitlines() if line.strip() and not line.startswith("#")}
    return {word: count for word, count in words.items() if word not in NOT_WORDS} | {
        word: max(words.get(word, 0), OWN_COUNT) for word in own
    }


@lru_cache(maxsize=20_000)
def is_known(word: str) -> bool:
    """Whether a word is in the list, or is made from one there as British English makes words."""
    words = _list()
    if word in words or word in CONTRACTED:
        return True
    if word.endswith(("'s", "s'")):
        return is_known(word[:-2]) or is_known(word[:-2] + "s")
    if "ise" in word or "isa" in word or "isi" in word or "yse" in word:
        if (
            word.replace("is", "iz") in words
            or re.sub(r"is(?=e|a|i)", "iz", word) in words
            or re.sub(r"is(?=[eai])", "iz", word[::-1].replace("si", "zi", 1)[::-1]) in words
        ):
            return True
        if any(word[: found.start()] + "iz" + word[found.end() :] in words for found in re.finditer("is", word)):
            return True
    for ending, other in ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) > 3 and word[: -len(ending)] + other in words:
            if _wants_two(word, ending, words):
                return False  # "occured": the list has "occurred"
            return ending != "s" or words[word[: -len(ending)] + other] > 20_000
    for prefix in PREFIXES:
        rest = word.removeprefix(prefix)
        if rest != word and len(rest) > 4 and words.get(rest, 0) > 500_000:
            return True
    return False


def _wants_two(word: str, ending: str, words: dict[str, int]) -> bool:
    """Whether the list has the word with its last consonant twice before the ending, so not with one."""
    if ending not in ("ed", "ing") or len(word) < len(ending) + 3:
        return False
    stem = word[: -len(ending)]
    return stem + stem[-1] + ending in words


@lru_cache(maxsize=2048)
def nearest(word: str) -> str | None:
    """The commonest word one or two slips away; None where nothing is near."""
    words = _list()
    allowed = 1 if len(word) < 6 else 2
    options = [one for one in _by_length(len(word), allowed) if words[one] > 30_000]
    found = process.extract(word, options, scorer=OSA.distance, score_cutoff=allowed, limit=40)
    if not found:
        return None

    def weight(match: tuple[str, float, int]) -> tuple[float, bool, int]:
        return match[1], match[0][0] != word[0], -words[match[0]]

    best = min(found, key=weight)
    if best[1] == 2 and best[0][0] != word[0]:
        return None
    return british(best[0])


def british(word: str) -> str:
    """The British form of a word that the list has in both."""
    if AMERICAN.get(word):
        return AMERICAN[word]
    found = IZE.match(word)
    return f"{found['stem']}is{found['end']}" if found and word not in NOT_ISE else word


@cache
def _by_length(length: int, slips: int) -> list[str]:
    return [word for word in _list() if abs(len(word) - length) <= slips and word.isascii()]
