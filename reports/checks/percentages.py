"""Family "percentages": per cents and fractions that do not follow from the figures beside them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reports.checks.found import Finder
from reports.checks.language import Span, sentences
from reports.checks.model import Facts, Finding, Findings, Kind, Severity, Text
from reports.checks.numbers import IN_WORDS, SHARES, Number, counts, value_of
from reports.checks.vocabulary import properties

PERCENT = re.compile(
    rf"(?<![\w.])(?P<value>\d{{1,4}}(?:\.\d+)?|{IN_WORDS})\s?(?:%|per\s?cent\b|percent\b)(?!\s?age)", re.IGNORECASE
)
POINTS = re.compile(
    r"(?P<c>\d+(?:\.\d+)?|[a-z]+)[\s-]percentage[\s-]points?|(?P<d>\d+(?:\.\d+)?|[a-z]+) points?\b", re.IGNORECASE
)
CHANGE = re.compile(
    r"\bfrom (?P<a>£?[\d,.]+|[a-z-]+)(?P<ap>\s?%|\s?per\s?cent)?(?: [a-z][\w/]*){0,6}? to (?P<b>£?[\d,.]+\d|\d|"
    r"[a-z-]+)(?P<bp>\s?%|\s?per\s?cent)?(?P<mid>[^.;]{0,45}?)"
    r"\b(?:(?:an?|representing an?|which is an?) )?(?P<way>increase|rise|growth|fall|reduction|decrease|drop|"
    r"improvement|up|down)(?: of| by)? (?P<c>\d+(?:\.\d+)?)\s?(?P<cp>%|per\s?cent|percentage points?|points?)",
    re.IGNORECASE,
)
ABOUT = re.compile(
    r"\b(?:about|around|approximately|approx\.?|roughly|some|nearly|almost|just (?:over|under)|over|under|more "
    r"than|less than|circa|c\.?)\s*$",
    re.I,
)
NUMBER = rf"(?:\d{{1,3}}(?:,\d{{3}})+|\d+|{IN_WORDS})"
OF = rf"(?:\s+(?:out\s+)?of\s+(?:the\s+|our\s+|its\s+|these\s+|all\s+|a\s+total\s+of\s+)?(?P<whole>{NUMBER}))"
RATIO = re.compile(rf"(?<![\w.,£])(?P<part>{NUMBER}){OF}(?!\w)", re.IGNORECASE)


def check(text: Text, facts: Facts) -> Findings:
    """Each per cent against the part and the whole it is said of."""
    finder = Finder("percentages", text)
    for at, passage in enumerate(text.passages):
        if passage.kind not in (Kind.PARAGRAPH, Kind.ITEM, Kind.CELL):
            continue
        whole: int | None = None
        for span in sentences(passage.text):
            yield from _changes(finder, at, span)
            yield from _shares(finder, at, span)
            yield from _partition(finder, at, span)
            found, whole = _of_parts(finder, at, span, whole)
            yield from found


def tolerance(said: str, is_about: bool) -> float:
    """How far a per cent may be from what it is of: half its last place, either way of rounding."""
    places = len(said.split(".")[1]) if "." in said else 0
    return (0.51 * 10**-places) if not is_about else 2.5


def _of_parts(finder: Finder, at: int, span: Span, whole: int | None) -> tuple[list[Finding], int | None]:
    """ "32 (67%) of 48", "32 of 48, or 67 per cent"; a whole once named holds on in the passage."""
    ratios = [
        found
        for found in RATIO.finditer(span.text)
        if (value_of(found["whole"]) or 0) >= (value_of(found["part"]) or 0)
    ]
    numbers = [one for one in counts(span.text) if one.kind == "count"]
    here = whole
    if ratios:
        here = value_of(ratios[0]["whole"])
    elif named := re.search(rf"\bof (?:the|our|these|all) (?P<whole>{NUMBER})\s+[a-z-]+", span.text, re.IGNORECASE):
        here = value_of(named["whole"])
    elif named := re.match(
        rf"^.{{0,40}}?\b(?:there (?:are|were)|(?:has|have|had|of|contains|holds|total "
        rf"of)) (?P<whole>{NUMBER})\s+[a-z-]+",
        span.text,
        re.IGNORECASE,
    ):
        here = value_of(named["whole"])
    found = []
    for percent in PERCENT.finditer(span.text):
        ratio = _ratio_of(span, percent, ratios, numbers, here)
        if ratio is None or not ratio[1]:
            continue
        part, total = ratio
        said = percent["value"] if percent["value"][0].isdigit() else str(value_of(percent["value"]))
        right = 100 * part / total
        if abs(right - float(said)) > tolerance(said, bool(ABOUT.search(span.text[: percent.start()]))):
            found.append(_wrong(finder, at, span, percent, right, f"{part} of {total}", said))
    return found, here


def _ratio_of(
    span: Span, percent: re.Match[str], ratios: list[re.Match[str]], numbers: list[Number], whole: int | None
) -> tuple[int, int] | None:
    before, after = span.text[: percent.start()], span.text[percent.end() :]
    in_brackets = bool(
        re.search(r"\(\s*(?:or |i\.e\.,? |about |around |just over |just under |nearly )?$", before)
    ) and after.lstrip().startswith(")")
    for ratio in ratios:
        gap = span.text[ratio.end() : percent.start()]
        if (
            0 <= percent.start() - ratio.end() <= 45
            and not re.search(r"[.;]|\d|%", gap)
            and re.search(r"\(|\bor\b|,|–|-|\bequal|\bis\b|which|=", gap)
        ):
            return value_of(ratio["part"]) or 0, value_of(ratio["whole"]) or 0
        if percent.end() <= ratio.start() and re.fullmatch(
            r"\s*\(\s*|\s*,?\s*(?:or|that is|i\.e\.),?\s*", span.text[percent.end() : ratio.start()]
        ):
            return value_of(ratio["part"]) or 0, value_of(ratio["whole"]) or 0
    if in_brackets and whole:
        gap_number = next(
            (one for one in reversed(numbers) if one.end <= percent.start() and percent.start() - one.end <= 45), None
        )
        if gap_number is None or gap_number.limit or re.search(r"[.;%]", span.text[gap_number.end : percent.start()]):
            return None
        follows = re.match(rf"\)\s+of (?:the |our |these |all )?(?P<whole>{NUMBER})\b", after)
        total = value_of(follows["whole"]) if follows else whole
        if total is None or gap_number.value > total or (gap_number.value == total and follows is None):
            return None
        return gap_number.value, total
    if in_brackets and (follows := re.match(rf"\)\s+of (?:the |our |these |all )?(?P<whole>{NUMBER})\b", after)):
        part = next((one for one in reversed(numbers) if one.end <= percent.start()), None)
        return (part.value, value_of(follows["whole"]) or 0) if part else None
    return None


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


def _changes(finder: Finder, at: int, span: Span) -> Iterator[Finding]:
    """ "from 74% to 77%, up three points"; "from 40 to 50, an increase of 25%"."""
    for found in CHANGE.finditer(span.text):
        a, b = (_amount(found[name]) for name in "ab")
        if a is None or b is None or not found["c"]:
            continue
        said = float(found["c"])
        both_percent = bool(found["ap"] or found["bp"])
        in_points = "point" in found["cp"].lower()
        points, relative = abs(b - a), abs(b - a) / a * 100 if a else None
        options = [points] if in_points else [relative] if not both_percent else [points, relative]
        known = [option for option in options if option is not None]
        if known and all(
            abs(option - said) > tolerance(found["c"], bool(ABOUT.search(span.text[: found.start("c")]))) + 0.05
            for option in known
        ):
            right = known[0]
            unit = " points" if in_points or both_percent else "%"
            yield finder.at(
                at,
                (span.start + found.start("c"), span.start + found.end("cp")),
                "percentage-change",
                f"From {found['a']} to {found['b']} is {right:.3g}{unit}, not {found['c']}",
                "Mend the figure that is wrong",
            )


def _amount(words: str) -> float | None:
    text = words.lstrip("£").replace(",", "").rstrip(".")
    try:
        return float(text)
    except ValueError:
        value = value_of(words)
        return None if value is None else float(value)


def _shares(finder: Finder, at: int, span: Span) -> Iterator[Finding]:
    """ "half of the 13 risks (five)"; "two-thirds (32 of 48)"."""
    names = "|".join(sorted(SHARES, key=len, reverse=True))
    for found in re.finditer(
        rf"\b(?P<share>{names})\b(?P<mid>[^.;]{{0,40}}?)\(?(?P<part>{NUMBER}){OF}", span.text, re.IGNORECASE
    ):
        part, whole = value_of(found["part"]), value_of(found["whole"])
        if re.search(r"\d", found["mid"]) or (
            "(" not in span.text[found.start() : found.start("part") + 1] and "," not in found["mid"]
        ):
            continue
        yield from _share(finder, at, span, found, part, whole)
    for found in re.finditer(
        rf"\b(?P<share>{names}) of (?:the|our|its|all) (?:the "
        rf")?(?P<whole>{NUMBER})\s[\w\s’'-]{{3,40}}\((?P<part>{NUMBER})\)",
        span.text,
        re.IGNORECASE,
    ):
        yield from _share(finder, at, span, found, value_of(found["part"]), value_of(found["whole"]))
    for found in re.finditer(
        rf"(?<![\w.,£])(?P<part>{NUMBER}){OF}[\w\s’'-]{{0,40}}?(?:\(|, or |, )(?:or )?(?P<share>{names})\b(?!\s+of\b)",
        span.text,
        re.IGNORECASE,
    ):
        yield from _share(finder, at, span, found, value_of(found["part"]), value_of(found["whole"]))


def _share(
    finder: Finder, at: int, span: Span, found: re.Match[str], part: int | None, whole: int | None
) -> Iterator[Finding]:
    if not part or not whole or part > whole:
        return
    share = float(SHARES[found["share"].lower()])
    about = bool(ABOUT.search(span.text[: found.start("share")]))
    if abs(part / whole - share) > (0.07 if about else 0.026):
        span_of = (span.start + found.start("share"), span.start + found.end("share"))
        yield finder.at(
            at,
            span_of,
            "share",
            f"{part} of {whole} is {100 * part / whole:.0f}%, not {found['share']}",
            "Mend the figure that is wrong",
        )


def _partition(finder: Finder, at: int, span: Span) -> Iterator[Finding]:
    """Per cents of one thing that come to more than a hundred, or that "the remaining" does not fill up."""
    found = list(PERCENT.finditer(span.text))
    values = [float(one["value"]) if one["value"][0].isdigit() else float(value_of(one["value"]) or 0) for one in found]
    if len(values) < 2 or re.search(
        r"\b(?:from|compared|increase|rise|up|down|respectively|than|target|both|overlap)\b", span.text, re.I
    ):
        return
    rest = re.search(r"\b(?:remaining|rest|remainder|other)\b", span.text)
    statuses = {said.dimension for said in properties(span.text)} & {"rag", "progress", "band", "movement"}
    total = sum(values)
    if rest and abs(total - 100) > 0.5 * len(values) + 0.01 and rest.start() > found[0].start():
        why = f"With the rest these come to {total:g}%, not 100%"
    elif statuses and len(values) >= 2 and total > 100 + len(values):
        why = f"These come to {total:g}%, more than 100%"
    elif statuses and len(values) >= 3 and total < 100 - len(values):
        why = f"These come to {total:g}%, not 100%"
    else:
        return
    last = found[-1]
    severity = Severity.ERROR if rest or total > 100 else Severity.WARNING
    yield finder.at(
        at,
        (span.start + last.start(), span.start + last.end()),
        "percentages-sum",
        why,
        "Mend the figure that is wrong",
        severity=severity,
    )
