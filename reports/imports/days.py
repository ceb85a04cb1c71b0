"""Which day does a cell mean? Real dates, six spellings and more, months and quarters, and words that are no day."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from reports.imports.texts import one_line, printed, says_nothing
from reports.workbooks.grid import Value

MONTH_NAMES = (
    "jan january", "feb february", "mar march", "apr april", "may", "jun june", "jul july", "aug august",
    "sep sept september", "oct october", "nov november", "dec december",
)  # fmt: skip
WELSH_MONTHS = (
    "ionawr chwefror mawrth ebrill mai mehefin gorffennaf awst medi hydref tachwedd rhagfyr"  # bodies of Wales use both
)
MONTHS = {name: number for number, names in enumerate(MONTH_NAMES, 1) for name in names.split()} | {
    name: number for number, name in enumerate(WELSH_MONTHS.split(), 1)
}
MONTH = rf"(?P<month>{'|'.join(sorted(MONTHS, key=len, reverse=True))})(?![a-z])\.?"
YEAR = r"['’]?(?P<year>(?:19|20)\d\d|\d\d)"
LONG_YEAR = r"(?P<year>(?:19|20)\d\d)"
WEEKDAY = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?,?\s+)?"
CLOCK = r"(?:[T\s,]+\d{1,2}[:.]\d\d(?:[:.]\d\d(?:\.\d+)?)?(?:\s*[ap]m)?Z?)?"

ISO = re.compile(rf"(?P<year>(?:19|20)\d\d)[-/.](?P<month>\d{{1,2}})[-/.](?P<day>\d{{1,2}}){CLOCK}", re.IGNORECASE)
ISO_CLOSE = re.compile(r"(?P<year>(?:19|20)\d\d)(?P<month>0[1-9]|1[0-2])(?P<day>0[1-9]|[12]\d|3[01])")  # 20240109
# 9/1/24; with nothing but blanks between them, "09 01 2024", the year has four digits
NUMBERS = re.compile(
    rf"{WEEKDAY}(?=\d{{1,2}}\s?[-/.\\]|\d\d? \d\d? (?:19|20)\d\d(?!\d))(?P<first>\d{{1,2}})(?:\s?[-/.\\]\s?|\s)"
    rf"(?P<second>\d{{1,2}})(?:\s?[-/.\\]\s?|\s)(?P<year>(?:19|20)\d\d|\d\d){CLOCK}",
    re.IGNORECASE,
)
DAY_MONTH_YEAR = re.compile(
    rf"{WEEKDAY}(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?:\s+of)?[\s./-]*{MONTH}[\s,./-]*{YEAR}{CLOCK}", re.IGNORECASE
)
MONTH_DAY_YEAR = re.compile(
    rf"{WEEKDAY}{MONTH}\s*(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?:,\s*|\s+){LONG_YEAR}{CLOCK}", re.IGNORECASE
)
MONTH_YEAR = re.compile(rf"{MONTH}[\s,./-]*{YEAR}", re.IGNORECASE)
MONTH_YEAR_NUMBERS = re.compile(rf"(?P<month>0?[1-9]|1[0-2])[/.-]{LONG_YEAR}", re.IGNORECASE)
ISO_MONTH = re.compile(rf"{LONG_YEAR}[-/.](?P<month>0?[1-9]|1[0-2])", re.IGNORECASE)
FINANCIAL_YEAR = r"(?:FY\s*)?(?P<year>(?:19|20)?\d\d)\s?[/-]\s?(?P<next>(?:20)?\d\d)"
CALENDAR_YEAR = r"(?P<calendar>(?:19|20)\d\d)"
QUARTER = re.compile(
    rf"(?:Q|Qtr\.?\s?|quarter\s)(?P<quarter>[1-4])(?:[\s,:/-]+|\s?)\(?(?:{FINANCIAL_YEAR}|{CALENDAR_YEAR})\)?",
    re.IGNORECASE,
)
QUARTER_AFTER = re.compile(rf"(?:{FINANCIAL_YEAR})[\s,:-]+(?:Q|Qtr\.?\s?|quarter\s)(?P<quarter>[1-4])", re.IGNORECASE)
WHOLE_FINANCIAL_YEAR = re.compile(rf"(?:(?:financial|fiscal)\s+year\s+)?{FINANCIAL_YEAR}", re.IGNORECASE)
YEAR_ALONE = re.compile(r"(?P<year>20\d\d)")
BEFORE = re.compile(r"^(?:by|end|the|of|end-of|before|until|till|to|due|on|in|at|late)[\s:-]+", re.IGNORECASE)
VAGUE = re.compile(
    r"\b(?:onwards?|not before|earliest|early|mid|middle|start|beginning|from|since|after|spring|summer|autumn|"
    r"winter)\b",
    re.IGNORECASE,
)
NO_DAYS = re.compile(
    r"^(?:on[- ]?going|continuous(?:ly)?|continuing|in progress|underway|under way|complete[d]?|done|closed|"
    r"business as usual|bau|immediate(?:ly)?|asap|as required|as needed|when required|monthly|weekly|daily|quarterly|"
    r"annual(?:ly)?|yearly|bi-?annual(?:ly)?|six[- ]monthly|rolling|permanent|overdue|not started|on hold|live|"
    r"no date|none set|various|under review|subject to.*|awaiting.*|dependent on.*|see .*)\W*$",
    re.IGNORECASE,
)
# What is left of another date beside one: a month with its year, or a month right before a day ("Dec" of "Dec 23").
MORE = re.compile(rf"\b(?:{MONTH}[\s,./-]*{YEAR}(?!\d)|\d{{1,2}}[-/.]\d{{1,2}}[-/.]\d{{2,4}})", re.IGNORECASE)
MONTH_BEFORE = re.compile(rf"\b{MONTH}[\s.]*$", re.IGNORECASE)
# Before a date that held once: "31/03/24 (was 30/09/23)".
HELD_ONCE = re.compile(
    r"\b(?:was|were|previously|prev|formerly|originally|original|orig|initially|instead of|revised from|"
    r"moved from|extended from)\b\.?(?: date| due| target)*[\s:(-]*$",
    re.IGNORECASE,
)
IS_DONE = re.compile(r"\b(?:complete[d]?|closed|done|delivered|finished)\b[\s:(-]*(?:on|in)?\s*$", re.IGNORECASE)
LONGEST = 400  # signs: a longer text is no date, whatever dates it holds
FIRST_SERIAL, LAST_SERIAL = 20_000, 60_000  # 1954 to 2064: what a number in a column of dates can stand for
EPOCH = date(1899, 12, 30)


class Day(NamedTuple):
    """What a cell says of a day. `on` None and no `problem`: it says that there is none, `words` says so.

    `remark`: which day was understood, where that is not plain; `words`: what stands there beside the day, and is
    not to be lost; `is_ambiguous`: day and month could be either.
    """

    on: date | None = None
    remark: str = ""
    words: str = ""
    problem: str = ""
    is_ambiguous: bool = False
    since: date | None = None  # of a month, quarter or year: its first day


def spoken(day: date) -> str:
    """ "30 September 2019"."""
    return f"{day.day} {day:%B} {day.year}"


def day_of(value: Value, day_first: bool | None = True) -> Day:
    """The day a cell means. `day_first` None: not known, a date like 03/04/2020 is a question."""
    if isinstance(value, datetime):
        return Day(value.date())
    if isinstance(value, date):
        return Day(value)
    if isinstance(value, bool) or value is None:
        return Day() if value is None else Day(problem=f"{printed(value)} stands where a date is expected.")
    if isinstance(value, int | float | Decimal):
        return _serial(float(value))
    return day_in(value if isinstance(value, str) else printed(value), day_first)


@lru_cache(maxsize=10_000)
def day_in(text: str, day_first: bool | None = True) -> Day:
    """The day a text means."""
    line = one_line(text)
    if len(line) > LONGEST:
        return Day(problem=f"“{_cut(line)}” is not a date.", words=line)
    if says_nothing(line):
        return Day()
    if re.fullmatch(r"\d{5}(?:\.0+)?", line):
        return _serial(float(line))
    close = ISO_CLOSE.fullmatch(line)
    if close:
        return _close_together(close)
    whole = _whole(line, day_first)
    if whole:
        return whole
    if NO_DAYS.match(line):
        return Day(words=line)
    return _within(line, day_first)


def _serial(number: float) -> Day:
    if 1990 <= number <= 2100 and number == int(number):
        return _last_of_year(int(number))
    close = ISO_CLOSE.fullmatch(str(int(number))) if abs(number) < 10**9 and number == int(number) else None
    if close:
        return _close_together(close)
    if not FIRST_SERIAL <= number <= LAST_SERIAL:
        return Day(problem=f"{printed(number)} stands where a date is expected.")
    day = EPOCH + timedelta(days=int(number))
    return Day(day, f"{int(number)} is how spreadsheets store {spoken(day)}.")


def _close_together(match: re.Match[str]) -> Day:
    day = _possible(_iso, match, match.group(0), True)
    return day._replace(remark=f"{match.group(0)} is taken as {spoken(day.on)}.") if day.on else day


def _last_of_year(year: int) -> Day:
    return Day(date(year, 12, 31), f"{year} alone is taken as its last day, 31 December.", since=date(year, 1, 1))


def _whole(line: str, day_first: bool | None) -> Day | None:
    """A text that is a day and nothing else, but for words like "by the end of"."""
    bare, before = line.strip(" .;,"), None
    while before != bare:
        before, bare = bare, BEFORE.sub("", bare)
    for pattern, make in _PATTERNS:
        match = pattern.fullmatch(bare)
        if match:
            return _possible(make, match, bare, day_first)
    return None


def _within(line: str, day_first: bool | None) -> Day:
    """A text with one day in it: "Completed 30/09/2019". The words are kept; two days are a question, unless words
    before them say which of them holds now."""
    found: list[tuple[int, int, Day]] = []
    for pattern, make in _PATTERNS[:7]:
        for match in re.finditer(rf"(?<![\w/.-]){pattern.pattern}(?![\w/])", line, re.IGNORECASE):
            if not any(match.start() < end and start < match.end() for start, end, _day in found):
                found.append((match.start(), match.end(), _possible(make, match, match.group(0), day_first)))
    if len(found) == 1 and _has_more(line, found[0]):
        return Day(problem=f"“{_cut(line)}” holds more than one date.", words=line)
    said = line
    if len(found) > 1:
        found = _holding(found, line)
        said = line[found[0][0] : found[0][1]] if len(found) == 1 else line
    if len(found) == 1 and found[0][2].since and VAGUE.search(said):
        return Day(problem=f"“{_cut(line)}” is no day: which of the month or year is meant?", words=line)
    if len(found) == 1 and found[0][2].on:
        day = found[0][2]
        remark = f"{spoken(day.on)} is taken from “{_cut(line)}”." if day.on else ""
        return day._replace(remark=f"{remark} {day.remark}".strip(), words=line)
    if len(found) == 1:
        return found[0][2]
    if len(found) > 1:
        return Day(problem=f"“{_cut(line)}” holds {len(found)} dates where one is expected.", words=line)
    return Day(problem=f"“{_cut(line)}” is not a date.", words=line)


def _has_more(line: str, one: tuple[int, int, Day]) -> bool:
    """Whether something of another date stands beside the one: "Dec 23 / Jan 24", "Aug 2023-Mar 2024"."""
    start, end, day = one
    has_month = bool(MONTH_BEFORE.search(line[:start])) and line[start : start + 1].isdigit()
    return day.on is not None and (has_month or bool(MORE.search(f"{line[:start]} \0 {line[end:]}")))


def _holding(found: list[tuple[int, int, Day]], line: str) -> list[tuple[int, int, Day]]:
    """The one of several days that holds: the same day said twice, or what is not said to have held once."""
    if len({day.on for _start, _end, day in found}) == 1 and found[0][2].on:
        return found[:1]
    if any(IS_DONE.search(line[: one[0]]) for one in found):
        return found
    once = [one for one in found if HELD_ONCE.search(line[: one[0]])]
    left = [one for one in found if one not in once]
    return left if once and len(left) == 1 else found


def _cut(text: str) -> str:
    return text if len(text) <= 80 else f"{text[:79]}…"


# One function for each spelling ---------------------------------------------------------------------------------------


def _year(text: str) -> int:
    number = int(text)
    return number if number > 99 else number + (2000 if number < 80 else 1900)


def _made(year: int, month: int, day: int, text: str) -> Day:
    try:
        return Day(date(year, month, day))
    except ValueError:
        return Day(problem=f"{text} is not a day of the calendar.")


Spelling = Callable[[re.Match[str], str, bool | None], Day]


def _possible(make: Spelling, match: re.Match[str], text: str, day_first: bool | None) -> Day:
    """What a spelling makes of a text; one that looks like a date but names none, such as 0/4/2020, is told."""
    try:
        return make(match, text, day_first)
    except (ValueError, OverflowError):
        return Day(problem=f"{text} is not a day of the calendar.")


def _iso(match: re.Match[str], text: str, day_first: bool | None) -> Day:
    return _made(int(match["year"]), int(match["month"]), int(match["day"]), text)


def _numbers(match: re.Match[str], text: str, day_first: bool | None) -> Day:
    first, second, year = int(match["first"]), int(match["second"]), _year(match["year"])
    if day_first is None and first <= 12 and second <= 12 and first != second:
        words = f"{text} can be {spoken(date(year, second, first))} or {spoken(date(year, first, second))}."
        return Day(problem=words, is_ambiguous=True)
    if day_first is None:
        day_first = second <= 12
    day, month = (first, second) if day_first else (second, first)
    return _made(year, month, day, text)


def _named(match: re.Match[str], text: str, day_first: bool | None) -> Day:
    return _made(_year(match["year"]), MONTHS[match["month"].casefold()], int(match["day"]), text)


def _end_of_month(year: int, month: int, text: str) -> Day:
    day = date(year, month, monthrange(year, month)[1])
    words = f"{text} names a month; its last day is taken, {spoken(day)}."
    return Day(day, words, since=day.replace(day=1))


def _month(match: re.Match[str], text: str, day_first: bool | None) -> Day:
    month = match["month"]
    number = int(month) if month.isdigit() else MONTHS[month.casefold()]
    return _end_of_month(_year(match["year"]), number, text)


def _quarter(match: re.Match[str], text: str, day_first: bool | None) -> Day:
    quarter = int(match["quarter"])
    calendar = match.groupdict().get("calendar")
    if calendar:
        year, month = int(calendar), quarter * 3
        day = date(year, month, monthrange(year, month)[1])
        words = f"{text} is taken as a calendar quarter; its last day is {spoken(day)}."
        return Day(day, words, since=date(year, month - 2, 1))
    first = _year(match["year"])
    if not _follows(match):
        return Day(problem=f"{text} is not a financial year.")
    year, month = (first, quarter * 3 + 3) if quarter < 4 else (first + 1, 3)
    day = date(year, month, monthrange(year, month)[1])
    words = f"{text} is a quarter of a financial year from April; its last day is {spoken(day)}."
    return Day(day, words, since=date(year, month - 2, 1))


def _financial_year(match: re.Match[str], text: str, day_first: bool | None) -> Day:
    if not _follows(match):
        return Day(problem=f"{text} is neither a date nor a financial year.")
    day = date(_year(match["year"]) + 1, 3, 31)
    words = f"{text} is a financial year; its last day is {spoken(day)}."
    return Day(day, words, since=date(day.year - 1, 4, 1))


def _follows(match: re.Match[str]) -> bool:
    return (_year(match["year"]) + 1) % 100 == int(match["next"]) % 100


def _alone(match: re.Match[str], text: str, day_first: bool | None) -> Day:
    return _last_of_year(int(match["year"]))


_PATTERNS = (
    (ISO, _iso),
    (NUMBERS, _numbers),
    (DAY_MONTH_YEAR, _named),
    (MONTH_DAY_YEAR, _named),
    (QUARTER, _quarter),
    (QUARTER_AFTER, _quarter),
    (MONTH_YEAR, _month),
    (MONTH_YEAR_NUMBERS, _month),
    (ISO_MONTH, _month),
    (WHOLE_FINANCIAL_YEAR, _financial_year),
    (YEAR_ALONE, _alone),
)


# Which comes first, day or month? -------------------------------------------------------------------------------------


def day_first(values: Iterable[Value]) -> bool | None:
    """Does this column write the day before the month? None where nothing in it tells, or where it does both."""
    told = set()
    for value in values:
        match = NUMBERS.search(value) if isinstance(value, str) else None
        if match:
            first, second = int(match["first"]), int(match["second"])
            if first > 12 >= second:
                told.add(True)
            elif second > 12 >= first:
                told.add(False)
    return told.pop() if len(told) == 1 else None
