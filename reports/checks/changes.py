"""A change told with both its ends and its size: "from 90 to 72, a fall of 18", "by a third, from 90 to 60".

Read once for two families: differences in numbers belong to the sums, those in per cent, points and shares to the
percentages.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reports.checks.language import Span, straight
from reports.checks.numbers import IN_WORDS, SHARES, like, value_of

UNITS = {"": 1.0, "k": 1e3, "m": 1e6, "million": 1e6, "bn": 1e9, "billion": 1e9}
AMOUNT = rf"£?(?:\d{{1,3}}(?:,\d{{3}})+|\d+)(?:\.\d+)?(?:\s?(?:m|bn|k|million|billion)\b)?|\b{IN_WORDS}\b"
PER_CENT = r"\s?(?:%|per\s?cent\b|percent\b)"
FROM_TO = re.compile(
    rf"\bfrom (?:[a-z]+ ){{0,3}}?(?P<a>{AMOUNT})(?P<ap>{PER_CENT})?(?P<between>[^.;£%]{{0,45}}?) to (?:[a-z]+ ){{0,3}}?"
    rf"(?P<b>{AMOUNT})(?P<bp>{PER_CENT})?(?![\w,]*\d)",
    re.IGNORECASE,
)
UP = r"rose|risen|rises|rise|increased?|increases|grew|grown|growth|climbed|up|gained|went up|gone up|gain"
DOWN = (
    r"fell|fallen|falls?|decreased?|dropped|drop|reduction|reduced|down|cut|lost|declined?|shrank|shrunk|come down|"
    r"came down"
)
NOUN = (
    r"increase|rise|growth|fall|reduction|decrease|drop|change|improvement|difference|gain|decline|cut|jump|net change"
)
SHARE = "|".join(sorted(SHARES, key=len, reverse=True))
SIZE = re.compile(
    rf"(?:\b(?:by|of|up|down|fell|rose|risen|fallen|increased|decreased|dropped|grew) (?:only |just |about |around |"
    rf"nearly |almost |over |some |more than |as much as )*(?:(?P<share>{SHARE})\b(?! of\b)|"
    rf"(?P<c>{AMOUNT})(?P<unit>{PER_CENT}|"
    rf"[\s-](?:percentage[\s-])?points?\b)?)|\b(?P<more>{AMOUNT})(?P<unit2>{PER_CENT}|"
    rf"[\s-](?:percentage[\s-])?points?)? "
    rf"(?:\w+ )?(?:more|fewer|less|lower|higher|smaller|larger|up|down)\b|"
    rf"\b(?P<fold>doubled|doubling|halved|halving|trebled|tripled|quadrupled)\b)",
    re.IGNORECASE,
)
FOLDS = {"doubl": 1.0, "halv": 0.5, "trebl": 2.0, "tripl": 2.0, "quadr": 3.0}
ABOUT = re.compile(
    r"\b(?:about|around|approximately|approx\.?|roughly|some|nearly|almost|just (?:over|under)|over|under|more "
    r"than|less than|circa|c\.?|close to|as much as)\s*$",
    re.IGNORECASE,
)
NOUN_OF = re.compile(rf"\b(?:{NOUN}) (?:of|by)\s*(?:only |just |about |around )*$", re.IGNORECASE)


@dataclass(frozen=True)
class Change:
    """A size that does not follow from the ends told beside it."""

    start: int
    end: int
    why: str
    in_per_cent: bool  # a per cent, points, or a share: of the percentages
    offer: str = ""
    is_sure: bool = True


def amount_of(words: str) -> float | None:
    """The value of "£3.4m", "1,200", "twelve"; None for anything else."""
    text = straight(words).strip()
    if found := re.fullmatch(r"£?((?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?)\s?(m|bn|k|million|billion)?", text, re.I):
        return float(found[1].replace(",", "")) * UNITS[(found[2] or "").lower()]
    value = value_of(text)
    return None if value is None else float(value)


GOES_ON = re.compile(rf"^(?:this|that|the|it (?:is|was)|such|an?)\b[^.;]{{0,30}}?\b(?:{NOUN})\b", re.IGNORECASE)


def told_on(spans: Sequence[Span]) -> Iterator[tuple[Span, Change]]:
    """The changes of a passage, each with the sentence its place is counted from; "This fall of ..." goes on."""
    place = 0
    while place < len(spans):
        span = spans[place]
        following = spans[place + 1] if place + 1 < len(spans) else None
        if following is not None and len(FROM_TO.findall(span.text)) == 1 and GOES_ON.match(following.text):
            gap = " " * (following.start - span.end)
            span = Span(span.start, following.end, f"{span.text}{gap}{following.text}")
            place += 1
        for change in changes(span):
            yield span, change
        place += 1


def changes(span: Span) -> Iterator[Change]:
    """The sizes of a sentence that its "from ... to ..." contradicts, and moves told the wrong way."""
    text = straight(span.text)
    found = list(FROM_TO.finditer(text))
    if len(found) != 1:
        if not found:
            yield from _without_from(text)
        return
    ends = found[0]
    a, b = amount_of(ends["a"]), amount_of(ends["b"])
    if a is None or b is None or _are_places(ends, text):
        return
    a, b = _same_unit(ends["a"], ends["b"], a, b)
    is_per_cent = bool(ends["ap"] or ends["bp"])
    yield from _direction(text, ends, a, b)
    for size in SIZE.finditer(text):
        if size.start() < ends.end() and ends.start() < size.end():
            continue
        if size.start() >= ends.end() and not re.fullmatch(r"[^;]{0,80}", text[ends.end() : size.start()]):
            continue
        if _belongs_elsewhere(text, size, ends):
            continue
        yield from _weigh(text, size, a, b, is_per_cent)


def _same_unit(first: str, second: str, a: float, b: float) -> tuple[float, float]:
    """ "from £2 to £3m": the unit of the second holds for the first."""
    if re.search(r"[a-z]$", second, re.I) and re.search(r"\d$", first) and second[-1:].lower() in "mnk":
        unit = re.search(r"(m|bn|k|million|billion)$", second.strip(), re.I)
        return (a * UNITS[unit[1].lower()], b) if unit else (a, b)
    return a, b


def _are_places(ends: re.Match[str], text: str) -> bool:
    """Not numbers of things, but of risks, ranks, days, ages, scores: nothing is told of how many."""
    return bool(
        re.search(
            r"\b(?:risks?|paragraphs?|pages?|ranked|rank|place|aged?|target|score[sd]?|scoring|rating)\b[^.;]{0,20}$",
            text[: ends.start()],
            re.I,
        )
        or re.match(
            r"\s*(?:January|February|March|April|May|June|July|August|September|October|November|December|am|pm)\b",
            text[ends.end() :],
        )
        or re.fullmatch(r"(?:19|20)\d\d", ends["b"])
    )


def _belongs_elsewhere(text: str, size: re.Match[str], ends: re.Match[str]) -> bool:
    """ "..., of which three", "of 40 boroughs": a number that is not the size of the change."""
    if not size[0].lower().startswith("of"):
        return False
    return not NOUN_OF.search(text[: size.start("c") if size["c"] else size.end()])


def _direction(text: str, ends: re.Match[str], a: float, b: float) -> Iterator[Change]:
    before = re.search(
        rf"\b(?:(?P<up>{UP})|(?P<down>{DOWN}))\b(?:[^.;,]{{0,40}}?,?)\s*$",
        text[max(0, ends.start() - 60) : ends.start()],
        re.I,
    )
    if before is None or a == b or re.search(r"\b(?:not|target|limit|range|ranging)\b", before[0]):
        return
    says_up = before["up"] is not None
    if says_up != (b > a):
        way = "more" if b > a else "less"
        start = max(0, ends.start() - 60) + (before.start("up") if says_up else before.start("down"))
        end = start + len(before["up"] or before["down"])
        yield Change(
            start, end, f"{ends['b']} is {way} than {ends['a']}", bool(ends["ap"] or ends["bp"]), is_sure=False
        )


def _weigh(text: str, size: re.Match[str], a: float, b: float, is_per_cent: bool) -> Iterator[Change]:
    group = next(name for name in ("share", "c", "more", "fold") if size[name])
    unit = (size["unit"] or size["unit2"] or "").lower()
    about = bool(ABOUT.search(text[: size.start(group)]))
    ends = (
        size.start(group),
        size.end("unit") if size["unit"] else size.end("unit2") if size["unit2"] else size.end(group),
    )
    relative = abs(b - a) / a if a else None
    if group in ("share", "fold"):
        said = (
            FOLDS[size["fold"].lower()[:5].rstrip("i") if size["fold"].lower()[:4] != "halv" else "halv"]
            if group == "fold"
            else float(SHARES[size["share"].lower()])
        )
        about = about or bool(re.search(r"\b(?:nearly|almost|about|more than|roughly)\s*$", text[: size.start(group)]))
        if relative is not None and abs(relative - said) > (0.12 if about else 0.03):
            yield Change(*ends, f"The change is {100 * relative:.0f}% of what it was", True)
        return
    said_size = amount_of(size[group])
    if said_size is None or (not unit and re.fullmatch(r"(?:19|20)\d\d", size[group])):
        return
    if "point" in unit or ("%" in unit or "cent" in unit):
        options = (
            [abs(b - a)]
            if "point" in unit
            else [abs(b - a), 100 * (relative or 0)]
            if is_per_cent
            else [100 * (relative or 0)]
        )
        places = len(size[group].split(".")[1]) if "." in size[group] else 0
        slack = (2.5 if about else 0.51 * 10**-places) + 0.05 * ("point" in unit)
        if all(abs(option - said_size) > slack for option in options):
            shown = f"{options[0]:.3g}" + (" points" if is_per_cent or "point" in unit else "%")
            yield Change(*ends, f"The change is {shown}, not {size[group]}", True)
        return
    if is_per_cent:
        return
    if not about and abs(abs(b - a) - said_size) > 0.005 * max(a, b) and said_size <= 2 * max(a, b):
        right = abs(b - a)
        offer = like(int(right), size[group]) if right == int(right) and "£" not in size[group] and right < 1e4 else ""
        yield Change(
            *ends,
            f"The difference is {right:,g}, not {size[group]}",
            False,
            offer,
            is_sure=not re.match(r"\s*(?:\w+ )?(?:more|fewer|less|lower|higher) than\b", text[size.end(group) :]),
        )


def _of_per_cents(text: str) -> Iterator[Change]:
    """ "62% in March and 58% in June, a drop of four points"."""
    sizes = [
        size
        for size in SIZE.finditer(text)
        if size["c"] and "point" in (size["unit"] or "") and NOUN_OF.search(text[: size.start("c")])
    ]
    ends = [amount_of(one[1]) for one in re.finditer(rf"({AMOUNT})(?:{PER_CENT})", text, re.I)]
    if len(sizes) != 1 or len(ends) != 2 or ABOUT.search(text[: sizes[0].start("c")]):
        return
    a, b, said = ends[0], ends[1], amount_of(sizes[0]["c"])
    if a is not None and b is not None and said is not None and abs(abs(b - a) - said) > 0.06:
        why = f"The change is {abs(b - a):.3g} points"
        yield Change(sizes[0].start("c"), sizes[0].end("unit"), why, True, is_sure=False)


def _without_from(text: str) -> Iterator[Change]:
    """ "17 visits, up from 13 last year, an increase of five": two amounts and the size of a change, in any order."""
    sizes = [
        size
        for size in SIZE.finditer(text)
        if size["c"] and not size["unit"] and NOUN_OF.search(text[: size.start("c")])
    ]
    yield from _of_per_cents(text)
    if len(sizes) != 1 or ABOUT.search(text[: sizes[0].start("c")]):
        return
    said = amount_of(sizes[0]["c"])
    others = [
        (amount_of(one[0]), one)
        for one in re.finditer(AMOUNT, text, re.I)
        if not (one.start() < sizes[0].end() and sizes[0].start() < one.end())
        and not re.fullmatch(r"(?:19|20)\d\d|one", one[0], re.I)
        and not re.match(
            r"\s?%|\s?per\s?cent|\s(?:[A-Z][a-z]+ (?:19|20)\d\d|months?|weeks?|years?|quarters?|days?)",
            text[one.end() :],
        )
        and not re.search(r"[\d.,£-]$", text[: one.start()])
    ]
    if (
        said is None
        or len(others) != 2
        or not re.search(r"\b(?:from|against|compared|than|last|previous|year|quarter|on)\b", text, re.I)
    ):
        return
    (a, _), (b, _) = others
    if a is None or b is None or abs(abs(b - a) - said) <= 0.005 * max(a, b) or said > max(a, b):
        return
    yield Change(
        sizes[0].start("c"),
        sizes[0].end("c"),
        f"The difference is {abs(b - a):,g}, not {sizes[0]['c']}",
        False,
        is_sure=False,
    )
