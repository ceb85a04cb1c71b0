"""Family "lists", in a sentence: "three aims: to recruit, to train and to keep", "both boards, A and B, ...".

How many things a list in a sentence holds is seldom sure, since "and" may stand inside a name: it is read as the
fewest and the most it may hold, and only a number outside both is wrong.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from reports.checks.days import MONTH
from reports.checks.found import Finder
from reports.checks.language import Span, sentences, straight
from reports.checks.lists_wrong import PARTIAL, moved, wrong_length
from reports.checks.model import Finding, Passage, Severity
from reports.checks.numbers import Number, counts

NOUNS = (
    r"(?!(?:are|were|is|was|have|has|had|will|remain|stand|stood|do|did|may|can|came|sat|sit)\b)"
    r"(?:[\w'/&-]+\s+){0,6}?[\w'/&-]*(?:s|ia|people|staff)\b"
)
ANNOUNCED = re.compile(
    rf"^\s+(?:of the following |of our |following )?{NOUNS}(?P<tail>[^:(–.;]{{0,60}}?)(?P<mark>:|,? namely:?|,? that "
    rf"is:?,?|,? as follows:?|"
    r"\s\(|\s[–-]\s|,? which are|,? these being|,? being)\s*(?P<list>\S.*)$"
)
ARE = re.compile(
    rf"^\s+(?P<noun>{NOUNS})(?P<tail>(?: (?:of|for|in|to|that|which) [\w\s'-]{{2,40}}?)?) (?:are|were|will be|remain|"
    rf"were to be)"
    r"(?: now)? (?P<list>[^.;:()]{5,200})$"
)
ASIDE = re.compile(rf"^\s+{NOUNS}(?:\s+[a-z]+){{1,5}},\s+(?P<in>(?!))?(?P<list>(?:the |our )?[A-Z][^.;:()]{{3,200}})$")
BESIDE = re.compile(
    rf"^\s+{NOUNS}(?:\s+(?:of|in|from|at|for)\s[\w\s'-]{{2,25}}?)?,\s+(?P<in>(?:in|at|from|"
    rf"on)\s+)?(?P<list>[^.;:()]{{3,200}})$"
)
VERBS = re.compile(
    r",\s+(?:each|all|both|who|which|that|have|has|had|are|is|was|were|will|would|can|could|may|should|must|do|did|met|"
    r"saw|meet|took|take|sit|say|said|[a-z]+ed|[a-z]+s)\b"
)
REST = re.compile(r"\b(?:etc|and so on|and others|and more|among others|inter alia|in turn)\b", re.IGNORECASE)
NAMED_THINGS = re.compile(
    r"\b(?:principles|values|aims|strands|themes|priorities|pillars|options|objectives|reasons|parts|risks|boards|"
    r"areas|"
    r"goals|elements|phases|stages|steps|criteria|categories|groups|topics|purposes|tests|boroughs|forces|partners|"
    r"bodies|directorates|posts|members|owners|sites|pilots|questions|outcomes|drivers|causes|sources|streams)\b"
)
NOT_A_LIST = re.compile(
    r"\s*(?:see|in|at|as|of|which|who|this|it|we|with|up|down|from|formerly|due|para|appendix|page|not|so|"
    r"if|when|because|although|though|but|than|now|still|also|already|being|subject)\b",
    re.IGNORECASE,
)
LEAD = re.compile(r"(those|that|to|how|whether|what|who|why|where|when|by|one|for)\b", re.IGNORECASE)
DATE = re.compile(rf"(?:on )?\d{{1,2}}(?:st|nd|rd|th)? {MONTH}(?: \d{{4}})?", re.IGNORECASE)
FINITE = re.compile(r"\b(?:is|are|was|were|has|have|had|will|would|can|may|must|should|does|did)\b")


def check(finder: Finder, at: int, passage: Passage) -> Iterator[Finding]:
    """The lists that the sentences of a passage hold."""
    for span in sentences(passage.text):
        yield from _in_sentence(finder, at, span)


def _in_sentence(finder: Finder, at: int, span: Span) -> Iterator[Finding]:
    if PARTIAL.search(span.text) or REST.search(span.text):
        return
    text = straight(span.text)
    for number in counts(text):
        if not _may_count(number, text):
            continue
        found = _announced(text, number) or _beside(text, number) or _are(text, number)
        if found is not None:
            amount, severity = found
            yield wrong_length(finder, at, moved(number, span.start), amount, "list in this sentence", severity)
            return


def _may_count(number: Number, text: str) -> bool:
    if number.kind not in ("count", "both") or not 2 <= number.value <= 12 or number.limit:
        return False
    if number.start == 0 and number.text.isdigit():
        return False  # the number of a row rather
    before = text[: number.start]
    if re.search(
        r"\b(?:either|any|each|all|both|neither|one) of (?:the|our|its|these|those)?\s*$", before, re.IGNORECASE
    ):
        return True
    return not re.search(r"\b(?:of (?:the|our|its|these)|another|further)\s*$", before, re.IGNORECASE)


def _announced(text: str, number: Number) -> tuple[int, Severity] | None:
    match = ANNOUNCED.match(text[number.end :])
    if match is None and re.search(r"\b(?:are|were|number) $", text[: number.start]):
        match = re.match(r"^(?P<tail>)\s*(?P<mark>:)\s*(?P<list>\S.*)$", text[number.end :])
    if match is None or counts(match["tail"]) or _counts_between(text, number, match.start("list")):
        return None
    mark = match["mark"].strip()
    listed = _cut(match["list"], mark)
    if re.search(r"are$|being$", mark) and (
        not re.search(r",.*\b(?:and|or)\b", listed)
        or re.match(r"(?:[a-z]+ed|[a-z]+ing|now|still|also|all|in|at|on)\b", listed)
    ):
        return None  # "three risks which are reporting limited progress, compared to ..."
    found = _held(listed, mark)
    if found is None or found[0] <= number.value <= found[1]:
        return None
    fewest, most, is_sure = found
    severity = Severity.ERROR if is_sure and mark not in ("–", "-") else Severity.WARNING
    return (fewest if number.value < fewest else most), severity


def _counts_between(text: str, number: Number, start: int) -> bool:
    """Whether another count stands nearer to the list: "three things by two bodies: the Panel and ..."."""
    return any(number.end < one.start < number.end + start for one in counts(text) if one.kind in ("count", "both"))


def _cut(rest: str, mark: str) -> str:
    if mark == "(":
        return rest.split(")")[0]
    if mark in ("–", "-"):
        return re.split(r"\s[–-]\s", rest)[0]
    return rest


def _held(listed: str, mark: str) -> tuple[int, int, bool] | None:
    """The fewest and the most things a list holds, and whether it surely is one; None where it is not."""
    listed = listed.strip()
    if (same := same_lead(listed)) is not None:
        few, many = how_many(listed) if re.match(r"(?:by|to|for|in)\b", listed) else (same, same)
        return min(same, few), max(same, many), True
    parts = [part for part in re.split(r"\s*,\s*|\s+and\s+", listed.rstrip(".")) if part.strip()]
    if len(parts) >= 2 and all(DATE.fullmatch(re.sub(r"^and ", "", part)) for part in parts):
        return len(parts), len(parts), True
    if not _is_a_list(listed, mark):
        return None
    fewest, most = how_many(listed)
    return (fewest, most, True) if most >= 2 else None


def same_lead(listed: str) -> int | None:
    """ "that it is long, and that it is late": as many as begin with the word that the first begins with."""
    lead = LEAD.match(listed)
    if lead is None:
        return None
    word = lead[1].lower()
    if word == "one":
        return None
    amount = len(re.findall(rf"(?:^|[,;]\s+(?:and |or )?|\b(?:and|or)\s+){word}\b", listed, re.IGNORECASE))
    loose = len(re.findall(r"[;,]", listed)) >= amount + (" and " in listed) or (word == "to" and amount < 2)
    return amount if amount >= 2 and not (loose and word in ("to", "by", "for") and amount != _pieces(listed)) else None


def _pieces(listed: str) -> int:
    return len([part for part in re.split(r"[;,]", listed) if part.strip()])


def _is_a_list(listed: str, mark: str) -> bool:
    """Not an aside: "(see paragraph 2, and Appendix A)", nor a sentence of its own after a colon."""
    segments = [part for part in re.split(r"[;,]|\band\b", listed) if part.strip()]
    if any(counts(part[:14]) for part in segments):
        return False  # a breakdown, not a list of that many things
    if NOT_A_LIST.match(listed) or re.match(r"\s*\d", listed):
        return False
    if mark != "(" and ";" not in listed and FINITE.search(listed):
        return False
    return bool(re.search(r";|,|\band\b", listed))


def _beside(text: str, number: Number) -> tuple[int, Severity] | None:
    """ "Two boards, the Oversight Board, the Performance Board and the Management Board, ..."."""
    match = BESIDE.match(re.split(r"[.;:()]", text[number.end :])[0]) or ASIDE.match(
        re.split(r"[.;:()]", text[number.end :])[0]
    )
    if match is None:
        return None
    if match["list"].startswith("to ") and (same := same_lead(match["list"])) is not None:
        return None if same == number.value else (same, Severity.WARNING)
    verb = VERBS.search(f"{match['list']}")
    listed = match["list"][: verb.start()] if verb else match["list"]
    parts = [part for part in re.split(r"\s*,\s*(?:and\s+)?|\s+and\s+", listed.strip()) if part]
    if (
        not re.search(r"\band\b", listed)
        or not 2 <= len(parts) <= 8
        or (verb is None and not re.match(r"(?:the |our |its )?[A-Z]", listed))
    ):
        return None
    names = [bool(re.match(r"(?:the |our |its )?[A-Z]", part)) for part in parts]
    if any(len(part.split()) > 8 or FINITE.search(part) or counts(part) for part in parts):
        return None
    if not all(names) and (any(len(part.split()) > 3 for part in parts) or verb is None or NOT_A_LIST.match(listed)):
        return None
    the = len(re.findall(r"\b(?:the|our) (?=[A-Z])", listed))
    fewest, most = (the, the) if the >= 2 and all(names) else how_many(listed)
    if fewest <= number.value <= most:
        return None
    severity = Severity.ERROR if all(names) and not match["in"] else Severity.WARNING
    return (fewest if number.value < fewest else most), severity


def _are(text: str, number: Number) -> tuple[int, Severity] | None:
    """ "The three strands are prevention, intervention, enforcement and support."."""
    match = ARE.match(text[number.end :].rstrip(". "))
    if match is None or counts(match["tail"]):
        return None
    listed = match["list"]
    if (same := same_lead(listed)) is not None:
        return None if same == number.value else (same, Severity.ERROR)
    parts = [part for part in re.split(r"\s*,\s*(?:and\s+)?|\s+and\s+", listed) if part]
    if not re.search(r",.*\band\b", listed) or any(len(part.split()) > 5 or FINITE.search(part) for part in parts):
        return None
    if NOT_A_LIST.match(listed) or re.match(
        r"(?:[a-z]+ed|[a-z]+ing|very|too|all|both|well|on|amber|green|red|high)\b", listed
    ):
        return None
    fewest, most = how_many(listed)
    if fewest <= number.value <= most:
        return None
    is_named = NAMED_THINGS.search(match["noun"]) or all(re.match(r"(?:the |our )?[A-Z]", part) for part in parts)
    return fewest if number.value < fewest else most, Severity.ERROR if is_named and len(
        parts
    ) > 2 else Severity.WARNING


ASIDE_IN_LIST = re.compile(
    r"(?:above all|not least|mostly|mainly|chiefly|as|with|which|who|where|either|if|when|on|in|at|from|for|to|by|of|"
    r"both|so|but|though|including|however|first|then|too|also|again|where)\b",
    re.IGNORECASE,
)


def how_many(listed: str) -> tuple[int, int]:
    """The fewest and the most things a list in a sentence may be said to hold."""
    text = straight(listed).strip().rstrip(".")
    text = re.sub(r"\([^)]*\)", "", text)
    if ";" in text:
        parts = [part for part in re.split(r"\s*;\s*(?:and\s+|or\s+)?", text) if part.strip()]
        last_is_two = bool(re.search(r"\band\b", parts[-1])) and not re.search(r";\s*and\b", text)
        return len(parts), len(parts) + last_is_two
    parts = [part for part in re.split(r"\s*,\s*(?:and\s+|or\s+)?|\s+(?:and|or|&)\s+", text) if part.strip()]
    commas = [part for part in re.split(r"\s*,\s*(?:and\s+|or\s+)?", text) if part.strip()]
    has_comma_before_and = re.search(r",\s*(?:and|or)\s", text)
    closing = bool(commas) and not has_comma_before_and and bool(re.search(r"\s(?:and|or)\s", commas[-1]))
    fewest = len(commas) + closing if len(commas) > 1 else min(len(parts), 2)
    asides = sum(bool(ASIDE_IN_LIST.match(part)) for part in commas[1:])  # "..., above all in Camden, and ..."
    return max(fewest - asides, 1), len(parts)
