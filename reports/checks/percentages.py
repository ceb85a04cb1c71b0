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
    r"improvement|up|down)(?: of| by)? (?P<c>\d+(?:\.\d+)?|one|two|three|four|five|six|seven|eight|nine|ten|twelve|"
    r"fifteen|twenty)\s?(?P<cp>%|percentage points?|per\s?cent\b|points?)",
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
        earlier: tuple[int, ...] = ()
        for span in sentences(passage.text):
            yield from _changes(finder, at, span)
            yield from _more_changes(finder, at, span)
            yield from _shares(finder, at, span)
            yield from _partition(finder, at, span)
            yield from _of_parts(finder, at, span, earlier)
            earlier += tuple(one.value for one in counts(span.text) if one.kind == "count")


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
    wholes = [one.value for one in numbers if one is not part and one.value > part.value]
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


def _changes(finder: Finder, at: int, span: Span) -> Iterator[Finding]:
    """ "from 74% to 77%, up three points"; "from 40 to 50, an increase of 25%"."""
    for found in CHANGE.finditer(span.text):
        a, b = (_amount(found[name]) for name in "ab")
        if a is None or b is None or not found["c"]:
            continue
        said = _amount(found["c"]) or 0.0
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


BACKWARDS = re.compile(
    r"\b(?:by|of) (?P<c>\d+(?:\.\d+)?|one|two|three|four|five|six|seven|eight|nine|ten) ?(?:percentage )?points?,? "
    r"(?:\(?from|\(|to \S+ from) ?(?P<a>\d+(?:\.\d+)?) ?(?:%|per cent) to (?P<b>\d+(?:\.\d+)?) ?(?:%|per cent)",
    re.IGNORECASE,
)
ROSE = re.compile(
    r"\b(?:rose|risen|up|increased|grew|fell|fallen|down|decreased|dropped)(?: by)? "
    r"(?P<c>\d+(?:\.\d+)?) ?(?:%|per cent),? \(?from (?P<a>\d[\d,]*) to (?P<b>\d[\d,]*\d|\d)\b(?! ?%)"
)
MONEY_OF = re.compile(
    r"£(?P<part>\d+(?:\.\d+)?)(?P<unit>m|bn|k)? (?:out )?of (?:a |the |our |its )?(?:total |budget of "
    r")?£(?P<whole>\d+(?:\.\d+)?)(?P=unit)?\b"
    r"[^.;%\d]{0,30}?(?:\(|,? or |, )(?P<said>\d+(?:\.\d+)?) ?(?:%|per cent)"
)


def _more_changes(finder: Finder, at: int, span: Span) -> Iterator[Finding]:
    for found in BACKWARDS.finditer(span.text):
        a, b, c = (_amount(found[name]) or 0.0 for name in "abc")
        if abs(abs(b - a) - c) > 0.06:
            why = f"From {found['a']}% to {found['b']}% is {abs(b - a):g} points"
            place = (span.start + found.start("c"), span.start + found.end("c"))
            yield finder.at(at, place, "percentage-change", why, "Mend the figure that is wrong")
    for found in ROSE.finditer(span.text):
        a, b, c = (_amount(found[name]) or 0.0 for name in "abc")
        if (
            a
            and abs(100 * abs(b - a) / a - c)
            > tolerance(found["c"], bool(ABOUT.search(span.text[: found.start("c")]))) + 0.05
        ):
            place = (span.start + found.start("c"), span.start + found.end("c"))
            why = f"From {found['a']} to {found['b']} is {100 * abs(b - a) / a:.0f}%"
            yield finder.at(at, place, "percentage-change", why, "Mend the figure that is wrong")
    for found in MONEY_OF.finditer(span.text):
        right = 100 * float(found["part"]) / float(found["whole"])
        if abs(right - float(found["said"])) > tolerance(
            found["said"], bool(ABOUT.search(span.text[: found.start("said")]))
        ):
            place = (span.start + found.start("said"), span.start + found.end("said"))
            yield finder.at(at, place, "percentage", f"That is {right:.0f}%", "Mend the figure that is wrong")


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
        rf"\b(?P<share>{names}) of (?:the|our|its|all) (?:the )?(?P<whole>{NUMBER})\s[\w\s’'-]{{3,40}}, "
        rf"(?:or |that is |namely )?(?P<part>{NUMBER})\b(?=,| of them)",
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


OUTCOMES = re.compile(
    r"\b(?:agreed|disagreed|in favour|against|did not|neutral|satisfied|on time|late|don't know|undecided)\b", re.I
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
    if not statuses and len(values) >= 3 and OUTCOMES.search(span.text):
        statuses = {"outcome"}
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
