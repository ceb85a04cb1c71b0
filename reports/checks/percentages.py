"""Family "percentages": per cents and fractions that do not follow from the figures beside them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reports.checks import percentages_tables, shares
from reports.checks.changes import amount_of, told_on
from reports.checks.found import Finder
from reports.checks.language import Span, sentences
from reports.checks.model import Facts, Finding, Findings, Kind, Severity, Text
from reports.checks.near_sums import MONEY
from reports.checks.numbers import IN_WORDS, Number, counts, value_of
from reports.checks.shares import NUMBER, RATIO
from reports.checks.vocabulary import properties

PERCENT = re.compile(
    rf"(?<![\w.])(?P<value>\d{{1,4}}(?:\.\d+)?|{IN_WORDS})\s?(?:%|per\s?cent\b|percent\b)(?!\s?age)", re.IGNORECASE
)
ABOUT = re.compile(
    r"\b(?:about|around|approximately|approx\.?|roughly|some|nearly|almost|just (?:over|under)|over|under|more "
    r"than|less than|circa|c\.?)\s*$",
    re.I,
)


def check(text: Text, facts: Facts) -> Findings:
    """Each per cent against the part and the whole it is said of."""
    finder = Finder("percentages", text)
    known = (*(len(plan.streams) for plan in facts.plans), *(len(register.open) for register in facts.registers))
    before: tuple[int, ...] = ()
    for at, passage in enumerate(text.passages):
        if passage.kind not in (Kind.PARAGRAPH, Kind.ITEM, Kind.CELL):
            before = ()
            continue
        earlier = (*known, *before)
        yield from _changes(finder, at, passage.text)
        said_before: list[float] = []
        for span in sentences(passage.text):
            found = [
                *_of_money(finder, at, span),
                *shares.check(finder, at, span),
                *_partition(finder, at, span),
                *_of_parts(finder, at, span, earlier),
                *_implied(finder, at, span),
            ]
            yield from found or _likely(finder, at, span, said_before)
            said_before = [float(one.value) for one in counts(span.text) if one.kind == "count" and one.value > 1]
            earlier += tuple(one.value for one in counts(span.text) if one.kind == "count")
        before = tuple(one.value for one in counts(passage.text) if one.kind == "count")
    yield from percentages_tables.check(finder, text)


def tolerance(said: str, is_about: bool) -> float:
    """How far a per cent may be from what it is of: half its last place, either way of rounding."""
    places = len(said.split(".")[1]) if "." in said else 0
    return (0.51 * 10**-places) if not is_about else 2.5


def _of_parts(finder: Finder, at: int, span: Span, earlier: tuple[int, ...]) -> Iterator[Finding]:
    """ "32 (67%) of 48", "32 of 48, or 67 per cent", "67% (32 of 48)": the part beside it, and any whole it may "
    "be of."""
    ratios = [found for found in RATIO.finditer(span.text) if 0 < _int(found["part"]) <= _int(found["whole"])]
    numbers = [one for one in counts(span.text) if one.kind == "count" and not one.limit]
    for percent in PERCENT.finditer(span.text):
        pairs = _pairs(span, percent, ratios, numbers, earlier)
        said = percent["value"] if percent["value"][0].isdigit() else str(value_of(percent["value"]))
        allowed = tolerance(said, bool(ABOUT.search(span.text[: percent.start()])))
        pairs = [(part, whole) for part, whole in pairs if part <= whole and whole]
        if not pairs or any(abs(100 * part / whole - float(said)) <= allowed for part, whole in pairs):
            continue
        part, whole = pairs[0]
        yield _wrong(finder, at, span, percent, 100 * part / whole, f"{part} of {whole}", said)


def _int(words: str) -> int:
    return value_of(words) or 0


def _pairs(
    span: Span, percent: re.Match[str], ratios: list[re.Match[str]], numbers: list[Number], earlier: tuple[int, ...]
) -> list[tuple[int, int]]:
    """The parts and wholes that a per cent may be of, the likeliest first; none where it stands for itself."""
    before, after = span.text[: percent.start()], span.text[percent.end() :]
    for ratio in ratios:
        gap = span.text[ratio.end() : percent.start()]
        if 0 <= percent.start() - ratio.end() <= 60 and not re.search(r"[.;]|\d|%", gap) and LINK.search(gap):
            return [(_int(ratio["part"]), _int(ratio["whole"]))]
        gap = span.text[percent.end() : ratio.start()]
        if percent.end() <= ratio.start() and LEADS_ON.fullmatch(gap):
            return [(_int(ratio["part"]), _int(ratio["whole"]))]
    if found := re.match(
        rf"\s+of (?:the |our |its |these |all )*(?P<whole>{NUMBER})\b[^.;()%\d]{{0,50}}?\((?P<part>{NUMBER})\)",
        after,
        re.I,
    ):
        return [(_int(found["part"]), _int(found["whole"]))]
    if found := re.match(
        rf"\s*\((?P<part>{NUMBER})\)\s+of (?:the |our |its |these |all )*(?P<whole>{NUMBER})\b", after, re.I
    ):
        return [(_int(found["part"]), _int(found["whole"]))]
    part = _part_before(span, percent, numbers, before, after)
    if part is None:
        return []
    if found := re.match(rf"\W*\)?\s*of (?:the |our |its |these |all )*(?P<whole>{NUMBER})\b", after, re.IGNORECASE):
        return [(part.value, _int(found["whole"]))]
    wholes = [
        one.value
        for one in numbers
        if one is not part and one.value > part.value and not re.match(r"\s*\(\d+(?:\.\d+)?%", span.text[one.end :])
    ]
    return [(part.value, whole) for whole in (*wholes, *reversed(earlier)) if whole > part.value]


LINK = re.compile(r"\(|\bor\b|,|–|-|\bequal|\bis\b|which|=|represent|equivalent|making", re.IGNORECASE)
LEADS_ON = re.compile(
    r"\s*\(\s*|\s*,?\s*(?:\w+ ){0,4}(?:or|that is|i\.e\.|equivalent to|being),?\s*|[^.;%\d]{0,40}\(", re.IGNORECASE
)
SO = re.compile(
    r"(?:\(|,\s*(?:or|that is|i\.e\.|equivalent to|representing|which is|equal to|being)|\(or|[–-]\s*or|"
    r"\bor)\s*(?:about |around |just over |just under |nearly |some )?$",
    re.I,
)


def _implied(finder: Finder, at: int, span: Span) -> Iterator[Finding]:
    """ "32 (67%) are complete and 14 (31%) on track": parts and per cents that cannot be of one whole."""
    pairs = [
        (int(one[1].replace(",", "")), float(one[2]), one)
        for one in re.finditer(
            r"(?<![\w.,£])(?<!of )(?<!of the )(?<!of our )(\d[\d,]*) (?:[a-z-]+ ){0,3}?\((\d+(?:\.\d+)?)%\)", span.text
        )
    ]
    if len(pairs) < 2 or NO_PARTITION.search(span.text) or sum(share for _, share, _ in pairs) > 100.9:
        return
    lowest = max(100 * part / (share + 0.55) for part, share, _ in pairs)
    highest = min(100 * part / max(share - 0.55, 0.01) for part, share, _ in pairs)
    if lowest > highest:
        last = pairs[-1][2]
        yield finder.at(
            at,
            (span.start + last.start(2), span.start + last.end(2) + 1),
            "percentage",
            "These figures and per cents cannot be of one whole",
            "Mend the figure that is wrong",
            severity=Severity.WARNING,
        )


def _part_before(span: Span, percent: re.Match[str], numbers: list[Number], before: str, after: str) -> Number | None:
    """The count that a per cent repeats: "32 complete (67%)", "32, or 67%"."""
    if not SO.search(before) or (before.rstrip().endswith("(") and not re.match(r"\s*(?:\)|of\b)", after)):
        return None
    part = next(
        (one for one in reversed(numbers) if one.end <= percent.start() and percent.start() - one.end <= 60), None
    )
    if part is None or re.search(r"[.;%]", span.text[part.end : percent.start()]):
        return None
    return part


def _wrong(finder: Finder, at: int, span: Span, percent: re.Match[str], right: float, what: str, said: str) -> Finding:
    places = len(said.split(".")[1]) if "." in said else 0
    shown = f"{right:.{places}f}"
    start = span.start + percent.start()
    return finder.at(
        at,
        (start, span.start + percent.end()),
        "percentage",
        f"{what} is {shown}%, not {said}%",
        "Mend the percentage, or the figure it is of",
        offer=percent[0].replace(percent["value"], shown) if percent["value"][0].isdigit() else "",
    )


MONEY_OF = re.compile(
    r"£(?P<part>\d+(?:\.\d+)?)(?P<unit>m|bn|k)? (?:out )?of (?:a |the |our |its )?(?:total |budget of "
    r")?£(?P<whole>\d+(?:\.\d+)?)(?P=unit)?\b"
    r"[^.;%\d]{0,30}?(?:\(|,? or |, )(?P<said>\d+(?:\.\d+)?) ?(?:%|per cent)"
)


def _changes(finder: Finder, at: int, words: str) -> Iterator[Finding]:
    """ "from 74% to 77%, up three points"; "from 40 to 50, an increase of 25%"; "doubled, from 40 to 80"."""
    for span, one in told_on(sentences(words)):
        if one.in_per_cent:
            yield finder.at(
                at,
                (span.start + one.start, span.start + one.end),
                "percentage-change",
                one.why,
                "Mend the figure that is wrong",
                severity=Severity.ERROR if one.is_sure else Severity.WARNING,
            )


AWAY = re.compile(
    r"\b(?:from|target|compared|than|against|last|previous|by|increase|rise|fall|up|down|rose|fell|average|national|"
    r"across|aim|goal|expect\w*|confidence|\d+ years?)\b",
    re.IGNORECASE,
)
OF_WHOLE = re.compile(rf"\b(?:out )?of (?:the |our |its |these |all |a total of )*(?P<whole>{NUMBER})\b", re.IGNORECASE)


def _likely(finder: Finder, at: int, span: Span, before: list[float]) -> Iterator[Finding]:
    """One per cent, one part and one whole in a sentence, without a word that says how they hang together: doubtful."""
    percents = list(PERCENT.finditer(span.text))
    if len(percents) != 1 or AWAY.search(span.text.split(", against")[0]):
        return
    percent = percents[0]
    said = percent["value"] if percent["value"][0].isdigit() else str(value_of(percent["value"]))
    numbers = [
        float(one.value)
        for one in counts(span.text)
        if one.kind == "count" and not one.limit and not percent.start() <= one.start < percent.end() and one.value > 1
    ]
    goes_on = re.match(r"^(?:that|this|it) (?:is|was|makes|means|comes to)\b", span.text, re.IGNORECASE)
    numbers = before if goes_on and not numbers else numbers
    money = [amount_of(one[0]) or 0.0 for one in MONEY.finditer(span.text)]
    pair = (
        sorted(money) if len(money) == 2 and not numbers else sorted(numbers) if len(numbers) == 2 and not money else []
    )
    if (
        len(pair) != 2
        or not pair[0]
        or pair[0] == pair[1]
        or not (OF_WHOLE.search(span.text) or goes_on or money or ", " in span.text)
    ):
        return
    right = 100 * pair[0] / pair[1]
    if 0.8 + tolerance(said, bool(ABOUT.search(span.text[: percent.start()]))) < abs(right - float(said)) <= 20:
        start = span.start + percent.start()
        yield finder.at(
            at,
            (start, span.start + percent.end()),
            "percentage",
            f"{pair[0]:,g} of {pair[1]:,g} is {right:.0f}%, not {said}%",
            "Mend the percentage, if it is of these",
            severity=Severity.WARNING,
        )


def _of_money(finder: Finder, at: int, span: Span) -> Iterator[Finding]:
    """ "£3m of £40m (8%)"."""
    for found in MONEY_OF.finditer(span.text):
        right = 100 * float(found["part"]) / float(found["whole"])
        if abs(right - float(found["said"])) > tolerance(
            found["said"], bool(ABOUT.search(span.text[: found.start("said")]))
        ):
            place = (span.start + found.start("said"), span.start + found.end("said"))
            yield finder.at(at, place, "percentage", f"That is {right:.0f}%", "Mend the figure that is wrong")


NO_PARTITION = re.compile(
    r"\b(?:from \d+|compared|increase|rise|up|down|respectively|than|target|both|overlap|more than one|any|each|"
    r"against)\b",
    re.IGNORECASE,
)
OUTCOMES = re.compile(
    r"\b(?:agreed|disagreed|in favour|against|did not|neutral|satisfied|on time|late|don't know|undecided)\b", re.I
)


def _partition(finder: Finder, at: int, span: Span) -> Iterator[Finding]:
    """Per cents of one thing that come to more than a hundred, or that "the remaining" does not fill up."""
    found = list(PERCENT.finditer(span.text))
    values = [float(one["value"]) if one["value"][0].isdigit() else float(value_of(one["value"]) or 0) for one in found]
    if len(values) < 2 or NO_PARTITION.search(span.text):
        return
    rest = re.search(r"(?<!of the )\b(?:remaining|rest|remainder|others?|balance)\b", span.text)
    statuses = {said.dimension for said in properties(span.text)} & {"rag", "progress", "band", "movement"}
    if not statuses and len(values) >= 3 and OUTCOMES.search(span.text):
        statuses = {"outcome"}
    total, slack = sum(values), 0.5 * len(values) + 0.01
    severity = Severity.ERROR
    if rest and abs(total - 100) > slack and rest.start() > found[0].start() and total < 150:
        why = f"With the rest these come to {total:g}%, not 100%"
    elif statuses and 100 + len(values) < total < 150:
        why = f"These come to {total:g}%, more than 100%"
    elif len(values) >= 3 and slack < abs(total - 100) <= 30 and (statuses or abs(total - 100) <= 15):
        why, severity = f"These come to {total:g}%, not 100%", Severity.WARNING
    else:
        return
    last = found[-1]
    yield finder.at(
        at,
        (span.start + last.start(), span.start + last.end()),
        "percentages-sum",
        why,
        "Mend the figure that is wrong",
        severity=severity,
    )
