"""Family "spelling": words that no list knows, American spellings, and right words in the wrong place.

The words are those of symspellpy's list of British and American English, with our own; rapidfuzz finds the nearest.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from rapidfuzz.distance import OSA

from reports.checks import wrong_words
from reports.checks.dictionary import AMERICAN, IZE, NOT_ISE, british, is_known, nearest
from reports.checks.found import Finder
from reports.checks.model import Facts, Finding, Findings, Kind, Passage, Severity, Text

WORD = re.compile(r"(?<![\w@./#’'-])[A-Za-z]+(?:['’][a-z]+)?(?![\w@]|[./]\w|['’]\w)")
SKIP = re.compile(r"(?:https?://|www\.)\S+|\S+@\S+|\b\S+\.(?:gov|uk|com|org|pdf|docx?|xlsx?)\b\S*|\{\{.*?\}\}|`[^`]*`")
IN_NAMES = frozenset(
    [
        "commissioner",
        "commander",
        "committee",
        "assurance",
        "management",
        "governance",
        "director",
        "directors",
        "deputy",
        "assistant",
        "professionalism",
        "strategy",
        "policing",
        "metropolitan",
        "assembly",
        "inspectorate",
        "authority",
        "services",
        "finance",
        "corporate",
        "investment",
        "oversight",
        "performance",
        "commissioning",
        "independent",
        "office",
        "council",
        "improvement",
        "statement",
        "report",
        "register",
        "appendix",
        "mayor",
        "crime",
        "victims",
        "estates",
        "transformation",
        "technology",
        "resources",
    ]
)
__all__ = ["check", "is_known"]


def check(text: Text, facts: Facts) -> Findings:
    """Each word once; names, short forms and what stands in addresses are left alone."""
    finder = Finder("spelling", text)
    ours = _of_the_facts(facts)
    often = Counter(match[0].lower() for passage in text.passages for match in WORD.finditer(passage.text))
    for at, passage in enumerate(text.passages):
        words = SKIP.sub(lambda found: " " * len(found[0]), passage.text)
        for match in WORD.finditer(words):
            if not _is_left_alone(words, match, passage, ours):
                yield from _word(finder, at, words, match, often)
        yield from wrong_words.check(finder, at, passage, words)


def _of_the_facts(facts: Facts) -> frozenset[str]:
    texts = [risk.title for register in facts.registers for risk in register.risks]
    texts += [name for one in (*facts.posts, *facts.boards) for name in (one.name, *one.also)]
    texts += [theme.name for theme in facts.themes] + [stream.title for plan in facts.plans for stream in plan.streams]
    found = {match[0].lower() for text in texts for match in WORD.finditer(text)}
    return frozenset(found | {word.lower() for word in facts.words})


def _is_american(low: str) -> bool:
    return low in AMERICAN or bool(IZE.match(low) and low not in NOT_ISE)


def _is_left_alone(words: str, match: re.Match[str], passage: Passage, ours: frozenset[str]) -> bool:
    word = match[0].replace("’", "'")
    low = word.lower()
    if len(word) < 3 or set(low) == {"x"}:
        return True
    rest = re.match(r"-([a-z]+)", words[match.end() :])
    if rest and is_known(low + rest[1]):
        return True  # broken at the end of a line
    if re.match(r"\s*[\[(]sic[\])]", words[match.end() :]):
        return True
    if low in ours or low.removesuffix("'s") in ours or is_known(low):
        return not _is_american(low)
    if word.isupper() or not (word.islower() or word.istitle()):
        return not (word.isupper() and len(word) > 6 and passage.kind is Kind.HEADING)
    if word[0].isupper() and not _starts(words, match.start()):
        return nearest(low.removesuffix("'s")) not in IN_NAMES or len(low) < 6
    return False


def _starts(words: str, start: int) -> bool:
    return not words[:start].strip() or bool(re.search(r"[.!?:]\s+[\"“‘']?$", words[:start]))


def _word(finder: Finder, at: int, words: str, match: re.Match[str], often: Counter[str]) -> Iterator[Finding]:
    low = match[0].replace("’", "'").lower()
    is_capital = match[0][0].isupper()
    if _is_american(low) and is_known(low):
        right = british(low)
        if right != low:
            offer = right.capitalize() if is_capital else right
            why = f"British spelling is “{right}”"
            yield finder.at(at, match.span(), "american", why, f"Say {offer}", offer=offer, severity=Severity.WARNING)
        return
    near = nearest(low.removesuffix("'s"))
    if near is None:
        if not is_capital:
            mend = "Mend it, or add it to our own words"
            yield finder.at(at, match.span(), "unknown-word", "No list has this word", mend, severity=Severity.WARNING)
        return
    offer = near.capitalize() if is_capital else near
    severity = Severity.ERROR if _is_sure(low, near, often, words, match) else Severity.WARNING
    mend = f"Say {offer}, or add the word to our own"
    yield finder.at(at, match.span(), "misspelt", f"Perhaps “{near}” is meant", mend, offer=offer, severity=severity)


def _is_sure(low: str, near: str, often: Counter[str], words: str, match: re.Match[str]) -> bool:
    """Not a word that comes often, nor perhaps a name before another, nor a short word two slips away."""
    if often[low] >= 3:
        return False
    slips = OSA.distance(low.removesuffix("'s"), near)
    if match[0][0].isupper() and re.match(r"['’]?s?\s+[A-Z]", words[match.end() :]):
        return slips == 1 and len(low) > 6
    if match[0][0].isupper() and slips > 1:
        return len(low) > 8
    return slips == 1 or len(low) > 8
