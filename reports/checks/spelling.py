"""Family "spelling": words that no list knows, American spellings, and right words in the wrong place.

The words are those of symspellpy's list of British and American English, with our own; rapidfuzz finds the nearest.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib import resources
from pathlib import Path

from rapidfuzz import process
from rapidfuzz.distance import OSA

from reports.checks.found import Finder
from reports.checks.model import Facts, Finding, Findings, Kind, Passage, Severity, Text

WORD = re.compile(r"(?<![\w@./#’'-])[A-Za-z]+(?:['’][a-z]+)?(?![\w@]|[./]\w|['’]\w)")
SKIP = re.compile(r"(?:https?://|www\.)\S+|\S+@\S+|\b\S+\.(?:gov|uk|com|org|pdf|docx?|xlsx?)\b\S*|\{\{.*?\}\}|`[^`]*`")
LIST = "frequency_dictionary_en_82_765.txt"
OWN = Path(__file__).with_name("own_words.txt")
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
NOT_WORDS = {
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
    "manger",
    "iam",
    "ot",
    "fo",
    "tot",
    "ahve",
    "taht",
} - {"manger", "iam", "tot"}
AMERICAN = dict(
    line.split()
    for line in Path(__file__).with_name("american.txt").read_text().splitlines()
    if line and not line.startswith("#")
)
IZE = re.compile(r"^(?P<stem>[a-z]{3,})iz(?P<end>e|es|ed|ing|er|ers|ation|ations|ational)$")
NOT_ISE = {
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
}
MISTAKEN: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), right)
    for pattern, right in (
        (
            r"\b(?:is|are|was|were|be|far|much) to (?:early|late|soon|long|short|high|low|many|few|slow|small|"
            r"large|much)\b(?! to \w+ )",
            "too",
        ),
        (r"\b\w+(?<!s)'s (?:have|are|were)\b(?! (?:of|a|the|made|seen))", "s"),
        (r"\bdependant (?=on|upon)", "dependent"),
        (r"\b(?:has|have|had|with|are|is) to (?:many|few|much)\b", "too"),
        (r"\b(?:a|the|best|good|this|that|our|current) practise\b", "practice"),
        (r"\b(?:a|the|this|its|under) license\b", "licence"),
        (r"\badvise (?:is|was|from|on)\b|\b(?:legal|the|some|our|expert) advise\b", "advice"),
        (r"\ban (?=[bcdfgjklmnpqrstvwyz][a-z])", "a"),
        (r"\ba (?=(?:[aei][a-z]|o(?!n(?:e|ce)\b)[a-z]|un(?!i|anim)[a-z]|up|under)[a-z]*\b)(?!eu)", "an"),
        (
            r"\b(?:has|have|had) (?:meet|agree|take|make|give|begin|write|hold|choose|speak|rise|fall|go|do|"
            r"be)\b(?= (?:a|the|an|its|our|to|on|in|with|for|twice|once|that|and|several)\b)",
            "the past form",
        ),
        (r"\b(?:could|would|should|might|must) of\b(?! course)", "have"),
        (r"\bin principal\b", "in principle"),
        (
            r"\bprinciple (?:risks?|causes?|reasons?|aims?|concerns?|objectives?|officers?|drivers?|controls?)\b",
            "principal",
        ),
        (r"\bpubic\b", "public"),
        (
            r"\bit's (?:own|risks?|register|controls?|board|owners?|objectives|annual|next|first|second|target|"
            r"role|work|duties|staff|plan|progress)\b",
            "its",
        ),
        (r"\btheir (?:is|are|was|were|has been|have been|will be)\b", "there"),
        (r"\bthere (?:own|risks|register|controls|owners|work|role|respective)\b(?! and)", "their"),
        (r"\bloose (?:confidence|trust|staff|officers|funding|focus|sight|control|money|time)\b", "lose"),
        (r"\b(?:has|have|had) lead to\b", "led"),
        (r"\bwhich lead to\b(?= (?:a|the) (?:fall|rise|delay|reduction))", "led"),
        (r"\b(?:the|an?|no|any|direct|adverse|significant|its|their) affects? (?:of|on)\b", "effect"),
        (
            r"\b(?:will|may|could|would|not|to|can) effect (?:the (?!change|transition)|our|its|their|delivery|"
            r"confidence|staff|services)\b",
            "affect",
        ),
        (
            r"\b(?:more|less|fewer|greater|lower|higher|rather|better|worse|larger|smaller) then\b(?! (?:on|in|"
            r"at|we|the board|it))",
            "than",
        ),
        (r"\bcomplimentary (?:to|work|controls?|activit\w+|programmes?)\b", "complementary"),
        (r"\b(?:passed|past) (?=few (?:months|years)\b)(?<=passed )", "past"),
        (r"\bin the passed\b", "past"),
        (r"\bover the passed\b", "past"),
        (r"\bgoing forwards? in to\b", "into"),
        (
            r"\bform (?:the (?:register|board|panel|position|last|previous|risk)|(?:high|low|medium|amber|red|"
            r"green) to)\b",
            "from",
        ),
        (r"\bfro the\b", "for the"),
        (r"\bthe the\b", "the"),
        (r"\bas asses{1,2} by\b", "assessed"),
        (r"\b(?:to|will|can|must) asses\b", "assess"),
        (r"\bas been (?=\w+ed\b)", "has been"),
        (r"\b(?:has|have) being (?=\w+ed\b)", "been"),
        (r"\bcounsel(?:s)? (?=tax|members|leaders)\b", "council"),
        (r"\bfor ever (?=risk|control|quarter)\b", "for every"),
        (r"\bpolices and (?:procedures|practices|processes)\b|\bpractices, polices\b", "policies"),
        (r"\b(?:staff|risk|security|HR|internal|our|these|new|existing) polices\b(?! the)", "policies"),
        (r"\bsteel works\b(?!)", ""),
        (r"\brole(?= out\b(?: of)?)|\broles(?= out\b)", "roll"),
        (r"\broll our (?=(?:the|a|an|anti|new|training|further|this|its)\b)", "roll out"),
        (r"\bbare in mind\b", "bear in mind"),
        (r"\bstationary (?:cupboard|supplies|order)\b", "stationery"),
        (r"\bdiscrete enquir", "discreet"),
        (r"\bensure against\b", "insure"),
        (r"\bon the hole\b", "on the whole"),
        (r"\bwere as\b(?= the| it)", "whereas"),
        (r"\bthere has been in (?:increase|decrease|improvement)\b", "an"),
        (r"\bwere also be\b|\bwill also been\b|\bis been\b|\bare been\b", ""),
        (
            r"\bthis (?:two|three|four|five|six|past two|past three) (?:months|weeks|years|quarters|risks|controls)\b",
            "these",
        ),
        (r"\ban? (?:addition|additionally) (?:officer|post|control|risk|resource|member)\b", "additional"),
        (r"\bmanger\b", "manager"),
        (r"\b(?:line|project|programme|risk|senior|service) mangers\b", "managers"),
        (r"\btrial and tribulation\b(?!)", ""),
        (r"\b(?:allowed|enabled|helped) us to some\b", ""),
        (r"\ba number of of\b", "of"),
        (r"\bpublished with \d+ days\b", "within"),
        (
            r"\b(?:MOPAC|MPS|GLA|VRU|Met)s(?= (?:own |corporate |new |current |main |key |overall )?(?:risks?|"
            r"approach|register|scope|areas|governance|CFO|board|plan|controls?|response|role|work|staff|"
            r"budget)\b)",
            "’s",
        ),
    )
    if right or "(?!)" not in pattern
)


@cache
def _list() -> dict[str, int]:
    """{word: how common it is}: the library's list and our own."""
    with (resources.files("symspellpy") / LIST).open(encoding="utf-8-sig") as lines:
        words = {word: int(count) for word, count in (line.split() for line in lines)}
    own = {line.strip() for line in OWN.read_text().splitlines() if line.strip() and not line.startswith("#")}
    return {word: count for word, count in words.items() if word not in NOT_WORDS} | dict.fromkeys(own, 10**7)


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
    for ending, other in (
        ("s", ""),
        ("ed", ""),
        ("ed", "e"),
        ("es", ""),
        ("ing", ""),
        ("ing", "e"),
        ("ly", ""),
        ("ies", "y"),
        ("ied", "y"),
        ("er", "e"),
        ("ness", ""),
        ("able", ""),
        ("less", ""),
    ):
        if word.endswith(ending) and len(word) - len(ending) > 3 and word[: -len(ending)] + other in words:
            return ending != "s" or words[word[: -len(ending)] + other] > 20_000
    for prefix in (
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
    ):
        rest = word.removeprefix(prefix)
        if rest != word and len(rest) > 4 and words.get(rest, 0) > 500_000:
            return True
    return False


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
    return _british(best[0])


def _british(word: str) -> str:
    """The British form of a word that the list has in both."""
    if AMERICAN.get(word):
        return AMERICAN[word]
    found = IZE.match(word)
    return f"{found['stem']}is{found['end']}" if found and word not in NOT_ISE else word


@cache
def _by_length(length: int, slips: int) -> list[str]:
    return [word for word in _list() if abs(len(word) - length) <= slips and word.isascii()]


def check(text: Text, facts: Facts) -> Findings:
    """Each word once; names, short forms and what stands in addresses are left alone."""
    finder = Finder("spelling", text)
    ours = _of_the_facts(facts)
    often = Counter(match[0].lower() for passage in text.passages for match in WORD.finditer(passage.text))
    for at, passage in enumerate(text.passages):
        words = SKIP.sub(lambda found: " " * len(found[0]), passage.text)
        for match in WORD.finditer(words):
            if not _is_left_alone(words, match, passage, ours):
                yield from _word(finder, at, match, often)
        for pattern, right in MISTAKEN:
            for match in pattern.finditer(words.replace("’", "'")):
                yield finder.at(
                    at,
                    match.span(),
                    "wrong-word",
                    f"Perhaps “{right}” is meant" if right else "These words do not go together",
                    "Mend the words",
                )


def _of_the_facts(facts: Facts) -> frozenset[str]:
    texts = [risk.title for register in facts.registers for risk in register.risks]
    texts += [name for one in (*facts.posts, *facts.boards) for name in (one.name, *one.also)]
    texts += [theme.name for theme in facts.themes] + [stream.title for plan in facts.plans for stream in plan.streams]
    found = {match[0].lower() for text in texts for match in WORD.finditer(text)}
    return frozenset(found | {word.lower() for word in facts.words})


def _is_left_alone(words: str, match: re.Match[str], passage: Passage, ours: frozenset[str]) -> bool:
    word = match[0].replace("’", "'")
    low = word.lower()
    if len(word) < 3 or set(low) == {"x"}:
        return True
    if low in ours or low.removesuffix("'s") in ours or is_known(low):
        return low not in AMERICAN and not (IZE.match(low) and low not in NOT_ISE)
    if word.isupper() or not (word.islower() or word.istitle()):
        return not (word.isupper() and len(word) > 6 and passage.kind is Kind.HEADING)
    if word[0].isupper():
        return not _starts(words, match.start()) or _is_a_name(words, match)
    return False


def _starts(words: str, start: int) -> bool:
    return not words[:start].strip() or bool(re.search(r"[.!?:]\s+[\"“‘']?$", words[:start]))


def _is_a_name(words: str, match: re.Match[str]) -> bool:
    """A capital at the beginning of a sentence that another follows: "Gemma Deadman attended"."""
    return bool(re.match(r"['’]?s?\s+[A-Z]", words[match.end() :])) or nearest(match[0].lower()) is None


def _word(finder: Finder, at: int, match: re.Match[str], often: Counter[str]) -> Iterator[Finding]:
    low = match[0].replace("’", "'").lower()
    if low in AMERICAN or (IZE.match(low) and low not in NOT_ISE and is_known(low)):
        right = _british(low)
        if right == low:
            return
        offer = right.capitalize() if match[0][0].isupper() else right
        yield finder.at(
            at,
            match.span(),
            "american",
            f"British spelling is “{right}”",
            f"Say {offer}",
            offer=offer,
            severity=Severity.WARNING,
        )
        return
    near = nearest(low.removesuffix("'s"))
    if near is None:
        yield finder.at(
            at,
            match.span(),
            "unknown-word",
            "No list has this word",
            "Mend it, or add it to our own words",
            severity=Severity.WARNING,
        )
        return
    offer = near.capitalize() if match[0][0].isupper() else near
    severity = Severity.ERROR if often[match[0].lower()] < 3 else Severity.WARNING
    yield finder.at(
        at,
        match.span(),
        "misspelt",
        f"Perhaps “{near}” is meant",
        f"Say {offer}, or add the word to our own",
        offer=offer,
        severity=severity,
    )
