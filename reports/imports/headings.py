"""What does a heading say? Its words against the vocabulary: the facts it may mean, and how surely each."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from functools import cache, lru_cache
from typing import NamedTuple

from reports.imports.values import About, Fact
from reports.imports.vocabulary import section

PLAIN = 0.7  # so sure, and a heading is understood without a look at what stands below it
FAINT = 0.62  # less than this says nothing

_STOP = frozenset(
    [
        "the",
        "a",
        "an",
        "of",
        "our",
        "your",
        "this",
        "these",
        "is",
        "are",
        "be",
        "or",
        "and",
        "for",
        "to",
        "in",
        "on",
        "each",
        "please",
        "we",
        "it",
        "any",
    ]
)
_FILLER = frozenset({"risk"})
# Beside the word that says which of the three scores is meant, these add nothing.
_PARTS_FILLER = frozenset({"risk"})

_PRIORITY = frozenset({"priority"})
_GENERIC = frozenset({"score", "rating", "assessment"})  # beside a likelihood, impact, band or total they add nothing
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_NUMBERED = re.compile(
    r"^\s*(?:\(?\d{1,2}[.):]|\(?[a-z][.)]|[ivx]{1,4}[.)])\s+|^\s*\d{1,2}\s*[-\u2013]\s+(?=[A-Za-z])", re.I
)
_BROKEN = re.compile(r"(\w)[-\u00ad\u2010]\s*\n\s*([a-z])")
_RISK_AND = re.compile(
    r"^\W*(?:the )?(?:description of (?:the )?)?risks?(?: event| title| description)?\s*(?:and|&|/|\+|,)\s*"
    r"(?:(?:its|their|the|potential|possible|key|main|any) )*"
    r"(?:consequences?|effects?|impacts?|causes?|outcomes?|implications?|description|detail|"
    r"(?:what|how) (?:it|this|that|they) (?:would|could|may|might|will|can)\b.*)\W*$",
    re.I,
)  # "Risk and consequence": its own words, whole
_RISK_AND_OWNER = re.compile(
    r"^\W*(?:the )?risks?(?: title| name| description| event)?\s*(?:and|&|/|\+|,|with)\s*(?:(?:its|their|the|risk) )*"
    r"(?:(?:lead|responsible|accountable) )?(?:owners?|leads?|officers?)\W*$",
    re.I,
)  # "Risk and owner": its own words, and below them whose it is
_WITH_WHOM = re.compile(
    r"[\s,(]+(?:with|including|incl?\.?|and|plus|&|,)\s+"
    r"(?:(?:the|a|named|responsible|action|target|due|their|its|for|completion)\s+)*"
    r"(?:leads?|owners?|dates?|timescales?|timelines?|deadlines?|timeframes?|responsibility|officers?)\b"
    r"(?:\s*(?:,|/|and|&)\s*(?:(?:the|a|named|responsible|action|target|due|completion)\s+)*"
    r"(?:leads?|owners?|dates?|timescales?|timelines?|deadlines?|timeframes?|responsibility|officers?|progress|status)\b)*"
    r"\W*$",
    re.I,
)  # "Actions with lead and date": the actions
_LETTERS = re.compile(r"\b(?:(?:VH\s*/\s*)?H\s*/\s*M\s*/\s*L|L\s*/\s*M\s*/\s*H(?:\s*/\s*VH)?)\b")  # "Impact H/M/L"
_COUNTED = re.compile(r"\s+(?:I{1,3}|IV|V)\s*$")  # "Mitigation II"
_COUNTABLE = (Fact.CONTROLS, Fact.ACTIONS, Fact.CAUSE, Fact.EFFECT)
_CUSTOM = re.compile(r"^\s*custom fields?\s*[(\[](.+)[)\]]\s*$", re.I)  # of a tracker of issues
_RAISED = re.compile("[\u00b9\u00b2\u00b3\u2070-\u2079\u2020\u2021]")  # of a footnote
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_WORD = re.compile(r"[a-z0-9]+")
_HALVES = re.compile(r"\s+/\s+|\s*\|\s*|\n")
_VALUE = re.compile(r":\s*\S*\d")  # "Last updated: 30/09/2023" heads nothing
_PERIOD = re.compile(
    r"^(?:q(?:uarter|tr)? ?[1-4](?:\W{0,2}(?:19|20)?\d\d(?:[/-](?:20)?\d\d)?)?|(?:(?:19|"
    r"20)\d\d(?:[/-](?:20)?\d\d)?\W{0,2}q[1-4])|"
    r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\W{0,2}(?:19|20)?\d\d)$",
    re.I,
)
_WHEN = re.compile(
    r"\bq(?:uarter|tr)? ?[1-4]\b|\b(?:19|20)\d\d(?:\s?[/-]\s?(?:20)?\d\d)?\b|"
    r"\b(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\W{0,2}(?:19|20)?\d\d\b",
    re.I,
)
_SPELT = {"colour": "colour", "color": "colour", "organisational": "organisational", "num": "number", "nr": "number"}


class Meaning(NamedTuple):
    """One thing a heading may mean. `part` is set for a piece of a score whose kind is not said."""

    fact: Fact | None
    part: str  # "likelihood", "impact", "total", "band", "score"; "" for anything else
    kind: str  # "inherent", "current", "target", "previous", "forecast"; "" where it is not said
    sureness: float  # up to 1
    reach: int  # how many words of the heading it rests on
    without_place: str = ""  # what the register keeps none of: the column is left out
    by_content: bool = False  # the heading says nothing of it, but what stands below does


def flat(text: str) -> str:
    """A heading on one line: broken words joined, blanks made single spaces."""
    text = unicodedata.normalize("NFKC", _RAISED.sub("", text))
    return " ".join(_BROKEN.sub(r"\1\2", text).split())


@lru_cache(maxsize=8_192)
def mended(text: str) -> str:
    """A heading on one line. A word that was broken over two lines without a hyphen is made whole: "Likeli", "hood"."""
    apart = flat(text)
    if "\n" not in text.strip() or len(text) > 160:
        return apart
    joined = flat(re.sub(r"(?<=[^\W\d_])-?\s*\n\s*(?=[^\W\d_])", "", text))
    return joined if _best(joined) > _best(apart) else apart


def _best(text: str) -> float:
    tables = (About.RISKS, About.CONTROLS, About.PLAN)
    return max((found[0].sureness for about in tables if (found := meanings(text, about))), default=0)


@lru_cache(maxsize=8_192)
def words_of(text: str) -> tuple[str, ...]:
    """The words that count: small, singular, without numbering, remarks in brackets or what follows a colon."""
    text = unicodedata.normalize("NFKC", _RAISED.sub("", text))
    text = _CUSTOM.sub(r"\1", text)
    text = _BROKEN.sub(r"\1\2", text)
    text = text.replace("\u00ad", "").replace("'", "").replace("\u2019", "").replace("#", " number ")
    text = re.sub(r"[*\u2020\u2021\u00b9\u00b2\u00b3]", "", text).replace("\u00d7", " x ")
    text = re.sub(r"\bdue to\b", "because", text, flags=re.I)
    if " " not in text.strip() and len(text.strip()) > 4:
        text = _CAMEL.sub(" ", text)
    without = _BRACKETS.sub(" ", text)
    text = _NUMBERED.sub("", without if _WORD.search(without.lower()) else text)
    text = _WHEN.sub(" ", text)
    text = _LETTERS.sub(" ", text) if _WORD.search(_LETTERS.sub(" ", text).lower()) else text
    head, colon, rest = text.partition(":")
    if colon and _WORD.search(head.lower()) and len(rest.strip()) > 0:
        text = head
    words = _WORD.findall(text.lower().replace("_", " ").replace("&", " "))
    return tuple(_singular(re.sub(r"^([a-z]{4,})\d$", r"\1", word)) for word in words)


def _singular(word: str) -> str:
    word = _SPELT.get(word, word)
    if len(word) > 3 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


def _phrase(text: str, filler: frozenset[str]) -> frozenset[str]:
    kept = [_singular(word) for word in _WORD.findall(text.lower()) if word not in _STOP]
    return frozenset(kept) - filler or frozenset(kept)


class _Entry(NamedTuple):
    phrase: frozenset[str]
    fact: Fact | None
    part: str
    weight: float
    without_place: str = ""


@cache
def _index(about: About) -> dict[str, list[_Entry]]:
    """The vocabulary of a kind of table, by one word of each phrase."""
    filler = _FILLER if about == About.RISKS else frozenset()
    found = {
        _Entry(_phrase(text, filler), Fact(line.name), "", line.weight)
        for line in section(about.value)
        for text in line.phrases
    }
    said = {entry.phrase for entry in found}
    for name, fact in (("ask", None), ("no place", Fact.IGNORED)):
        for line in section(name):
            news = (_phrase(text, _FILLER) for text in line.phrases)
            found |= {_Entry(phrase, fact, "", line.weight, line.name) for phrase in news if phrase not in said}
    return _by_word(found)


@cache
def _parts() -> dict[str, list[_Entry]]:
    return _by_word(
        _Entry(_phrase(text, _PARTS_FILLER), None, line.name, line.weight)
        for line in section("parts")
        for text in line.phrases
    )


@cache
def _kinds() -> tuple[tuple[frozenset[str], str], ...]:
    """Longest phrases first, so that "residual target" is a target."""
    found = [(_phrase(text, frozenset()), line.name) for line in section("kinds") for text in line.phrases]
    return tuple(sorted((item for item in found if item[0]), key=lambda item: (-len(item[0]), item[1])))


def _by_word(entries: Iterable[_Entry]) -> dict[str, list[_Entry]]:
    index: dict[str, list[_Entry]] = defaultdict(list)
    said = [entry for entry in entries if entry.phrase]
    for entry in sorted(said, key=lambda item: (sorted(item.phrase), -item.weight, str(item.fact), item.part)):
        index[min(entry.phrase)].append(entry)
    return dict(index)


def _sureness(weight: float, matched: int, of: int) -> float:
    return weight * (0.5 + 0.5 * matched / of)


@lru_cache(maxsize=8_192)
def meanings(text: str, about: About = About.RISKS) -> tuple[Meaning, ...]:
    """What a heading may mean in such a table, the surest first; nothing where its words say nothing."""
    words = words_of(text)
    if not words or len(words) > 24:
        return ()
    kept = frozenset(word for word in words if word not in _STOP and not word.isdecimal()) or frozenset(words)
    tongue = _one_tongue(text, about)
    if tongue:
        return tongue
    counted = _COUNTED.search(text)
    one_of_several = meanings(text[: counted.start()], about) if counted and counted.start() else ()
    if one_of_several and one_of_several[0].fact in _COUNTABLE and one_of_several[0].sureness >= PLAIN:
        return one_of_several
    whose = _WITH_WHOM.search(text)
    of_actions = meanings(text[: whose.start()], about) if whose and whose.start() else ()
    if of_actions and of_actions[0].fact in (Fact.ACTIONS, Fact.CONTROLS) and of_actions[0].sureness >= PLAIN:
        return of_actions
    if about != About.RISKS:
        return _ranked(_facts(kept, about))
    if _RISK_AND_OWNER.match(" ".join(text.split())):
        return (Meaning(Fact.TITLE, "", "", 0.95, 2), Meaning(Fact.DESCRIPTION, "", "", 0.8, 2))
    if _RISK_AND.match(" ".join(text.split())):
        return (Meaning(Fact.DESCRIPTION, "", "", 1, 2), Meaning(Fact.TITLE, "", "", 0.8, 2))
    note = " ".join(note[1:-1] for note in _BRACKETS.findall(text))
    aside = kind_said(note)
    if aside and kept == _PRIORITY:
        return (Meaning(None, "score", aside, 0.95, 2),)  # "Priority (residual)"
    scores = (found._replace(kind=found.kind or aside) for found in _scores(kept))
    return _ranked([*_facts(kept, about), *scores, *_from_note(note)])


def _one_tongue(text: str, about: About) -> tuple[Meaning, ...]:
    """ "Perchennog / Risk owner": of two halves the one that means something, if the other means nothing at all."""
    halves = [half for half in _HALVES.split(text) if half.strip()]
    if len(halves) != 2:
        return ()
    found = [meanings(half, about) for half in halves]
    if bool(found[0]) == bool(found[1]):
        return ()
    known = found[0] or found[1]
    return known if known[0].sureness >= 0.9 and len(words_of(halves[0] if found[1] else halves[1])) > 0 else ()


def _from_note(note: str) -> Iterable[Meaning]:
    """ "Impact (resulting in ...)": the words in brackets can tell a text from a level."""
    for found in meanings(note) if note else ():
        if found.fact in (Fact.CAUSE, Fact.EFFECT, Fact.DESCRIPTION):
            yield found._replace(sureness=0.9 * found.sureness)


def _facts(kept: frozenset[str], about: About) -> Iterable[Meaning]:
    """The facts whose phrases occur in it."""
    if about == About.RISKS:
        if kept <= _FILLER:
            yield Meaning(Fact.TITLE, "", "", 1, 1)
            yield Meaning(Fact.REF, "", "", 0.8, 1)  # "Risk" over numbers
        elif kept == {"key", "risk"}:
            yield Meaning(Fact.TITLE, "", "", 1, 2)
        elif "risk" in kept and len(kept) <= 3 and not any(phrase <= kept for phrase, _ in _kinds()):
            yield Meaning(Fact.TITLE, "", "", 0.7, 1)  # "Business risk": its text, where it holds one
        kept = kept - _FILLER
    index = _index(about)
    for word in kept:
        for entry in index.get(word, ()):
            if entry.phrase <= kept:
                sure = _sureness(entry.weight, len(entry.phrase), len(kept))
                if entry.without_place and entry.fact == Fact.IGNORED and len(entry.phrase) < len(kept):
                    sure = entry.weight if _is_all_of(entry, kept, index) else sure * 0.92  # rather asked
                yield Meaning(entry.fact, "", "", sure, len(entry.phrase), entry.without_place)


def _is_all_of(entry: _Entry, kept: frozenset[str], index: dict[str, list[_Entry]]) -> bool:
    """ "Division / Service": other words for the same thing, and nothing else."""
    alike = (
        other.phrase for word in kept for other in index.get(word, ()) if other.without_place == entry.without_place
    )
    return frozenset().union(*(phrase for phrase in alike if phrase <= kept)) == kept


def _scores(kept: frozenset[str]) -> Iterable[Meaning]:
    """The pieces of a score that occur in it, of the kind it says."""
    bare = kept - _PARTS_FILLER
    if not bare:
        return
    yield from _pieces(bare, frozenset(), "", len(bare))
    seen: set[str] = set()
    for phrase, kind in _kinds():
        if kind in seen or not phrase <= kept:
            continue
        seen.add(kind)
        yield from _pieces(bare - phrase, phrase, kind, len(bare | phrase - _PARTS_FILLER))
        singles = (other for other, same_kind in _kinds() if same_kind == kind and len(other) == 1 and other <= kept)
        whole = phrase.union(*singles)
        if len(phrase) == 1 and whole > phrase:  # "retained or net"
            yield from _pieces(bare - whole, whole, kind, len(bare | whole - _PARTS_FILLER))


def _pieces(rest: frozenset[str], kind_phrase: frozenset[str], kind: str, of: int) -> Iterable[Meaning]:
    if kind and not rest:
        yield Meaning(None, "score", kind, 0.95, len(kind_phrase))
    if kind and rest == _PRIORITY:
        yield Meaning(None, "score", kind, 0.95, len(kind_phrase) + 1)  # "Residual risk priority"
    for word in rest:
        for entry in _parts().get(word, ()):
            if entry.phrase <= rest:
                matched = len(entry.phrase) + len(kind_phrase)
                whole = of - (len((rest - entry.phrase) & _GENERIC) if entry.part != "score" else 0)
                yield Meaning(None, entry.part, kind, _sureness(entry.weight, matched, whole), matched)


def _ranked(found: Iterable[Meaning]) -> tuple[Meaning, ...]:
    """One of each sort, the surest; where two are as sure, the one that rests on more words."""
    best: dict[tuple[Fact | None, str, str], Meaning] = {}
    for meaning in found:
        key = (meaning.fact, meaning.part, meaning.kind)
        if key not in best or (meaning.sureness, meaning.reach) > (best[key].sureness, best[key].reach):
            best[key] = meaning
    kept = [meaning for meaning in best.values() if meaning.sureness >= FAINT]
    kept.sort(key=lambda item: (-round(item.sureness, 3), -item.reach, str(item.fact), item.part, item.kind))
    return tuple(kept)


@lru_cache(maxsize=8_192)
def kind_said(text: str) -> str:
    """Which score a group's heading speaks of ("Residual risk"), also "previous" or "forecast"; "" for none."""
    notes = " ".join(note[1:-1] for note in _BRACKETS.findall(text))
    for words in (text, notes):
        kept = frozenset(words_of(words)) - _STOP
        found = next((kind for phrase, kind in _kinds() if phrase <= kept), "")
        if found:
            return found
    return ""


def period_in(text: str) -> str:
    """The quarter, month or year that a heading names; "" where it names none."""
    return " ".join(match.group(0).lower() for match in _WHEN.finditer(text))


def is_period(text: str) -> bool:
    """A quarter or a month, as columns of scores over time are headed."""
    return bool(_PERIOD.match(text.strip()))


@lru_cache(maxsize=8_192)
def is_heading(text: str) -> bool:
    """Does it read like the heading of a column, of whatever table?"""
    if is_period(text):
        return True
    if len(text) > 160 or not words_of(text) or len(words_of(text)) > 10 or _VALUE.search(text):
        return False
    return any(
        found[0].sureness >= PLAIN
        for about in (About.RISKS, About.CONTROLS, About.PLAN)
        if (found := meanings(text, about))
    )


def same(text: str) -> str:
    """A heading as it is compared from file to file: its words, without years, quarters and months."""
    words = re.sub(r"\b(?:19|20)?\d\d\s*[/-]\s*\d\d(?:\d\d)?\b|\b(?:19|20)\d\d\b", " # ", flat(text).lower())
    words = re.sub(r"\bq(?:uarter)?\s*[1-4]\b", " # ", words)
    words = re.sub(
        r"\b(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|"
        r"oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b",
        " # ",
        words,
    )
    return re.sub(r"(?:# )+", "# ", " ".join(re.findall(r"[^\W_]+|#", words)) + " ").strip()
