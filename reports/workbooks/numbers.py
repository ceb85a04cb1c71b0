"""What does a number mean in its cell: a number, a part of a hundred, a day, or a time of day?

Excel keeps only numbers. Days are counted from the end of 1899, with a 29 February 1900 that never was; some workbooks
from old Macintoshes count from 1904. Which numbers are days is said by the cell's number format alone.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from enum import Enum
from functools import lru_cache
from typing import NamedTuple

from reports.workbooks.grid import Value


class Shows(Enum):
    """What a number format makes of a number."""

    NUMBER = "number"
    PERCENT = "percent"
    DAY = "day"  # with or without a time
    TIME = "time"  # of day


BUILT_IN = {
    **dict.fromkeys([9, 10], Shows.PERCENT),
    **dict.fromkeys([14, 15, 16, 17, 22], Shows.DAY),
    **dict.fromkeys([18, 19, 20, 21, 45, 47], Shows.TIME),
    **dict.fromkeys([27, 28, 29, 30, 31, 36, *range(50, 59)], Shows.DAY),  # of East Asian Excel
    **dict.fromkeys([32, 33, 34, 35], Shows.TIME),
}
LITERAL = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')
ELAPSED = re.compile(r"\[(?:h+|m+|s+)\]", re.IGNORECASE)
NUMBER = re.compile(r"[+-]?(?:\d{1,30}(?:\.\d{0,30})?|\.\d{1,30})(?:[eE][+-]?\d{1,3})?")
_SIGN = r"""(?:"[^"]*"|\\.|[-+/() :!&]|_.|\*.)"""  # of a format: a text that is shown as it stands
NUMBERED = re.compile(rf"({_SIGN}*)(0+|General|#+0*)({_SIGN}*)", re.IGNORECASE)
SIGN_PART = re.compile(r'"([^"]*)"|\\(.)|_.|\*.|(.)')
LAST_DAY = 2_958_466  # 31 December 9999 and a day
DAY_IN_MS = 86_400_000  # a serial number of our days holds no less than a millisecond


@lru_cache(maxsize=4096)
def shown_by(format_code: str) -> Shows:
    """What a number format as typed makes of a number: its first section decides."""
    if len(format_code) > 1000 or ELAPSED.search(format_code):
        return Shows.NUMBER
    plain = LITERAL.sub("", format_code).split(";")[0].lower()
    if "general" in plain:
        return Shows.NUMBER
    has_clock = "h" in plain or "s" in plain
    if "y" in plain or "d" in plain or ("m" in plain and not has_clock):
        return Shows.DAY
    if has_clock:
        return Shows.TIME
    return Shows.PERCENT if "%" in plain else Shows.NUMBER


class Numbering(NamedTuple):
    """A format that makes a whole number more than a number, as references are often made: "CRR 07"."""

    before: str
    digits: int
    after: str

    def shown(self, value: int) -> str:
        return f"{self.before}{value:0{self.digits}d}{self.after}"


@lru_cache(maxsize=4096)
def numbering(format_code: str) -> Numbering | None:
    """How a format shows whole numbers with something before, behind, or noughts in front; None for any other."""
    match = NUMBERED.fullmatch(format_code.split(";")[0]) if len(format_code) < 100 else None
    if not match:
        return None
    before, after = (_as_shown(match[part]) for part in (1, 3))
    digits = match[2].count("0") or 1
    return Numbering(before, digits, after) if before.strip() or after.strip() or digits > 1 else None


def _as_shown(signs: str) -> str:
    return "".join(match[1] or match[2] or match[3] or "" for match in SIGN_PART.finditer(signs))


def number(text: str) -> int | float | None:
    """A number as XML has it; None for anything else. Whole numbers are int."""
    text = text.strip()
    if not NUMBER.fullmatch(text) or not text.isascii():
        return None
    value = float(text)
    if value.is_integer() and abs(value) < 1e15:
        return int(value)
    return value if abs(value) < 1e300 else None


def is_number(value: Value) -> bool:
    """A number, which Python's true and false are as well."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def day_or_time(value: int | float, shows: Shows, *, from_1904: bool = False) -> Value:
    """The day, moment or time of day of a serial number; None where there is no such day."""
    if not 0 <= value < LAST_DAY:
        return None
    whole, rest = divmod(round(value * DAY_IN_MS), DAY_IN_MS)
    moment = timedelta(milliseconds=rest)
    if shows is Shows.TIME and whole == 0:
        return (datetime.min + moment).time()
    first = _first_day(whole, from_1904=from_1904)
    return first if first is None or rest == 0 else datetime.combine(first, time()) + moment


def _first_day(whole: int, *, from_1904: bool) -> date | None:
    if from_1904:
        begin = date(1904, 1, 1)
    elif whole in (0, 60):  # 0 January and 29 February 1900: no such days
        return None
    else:
        begin = date(1899, 12, 31) if whole < 60 else date(1899, 12, 30)
    try:
        return begin + timedelta(days=whole)
    except OverflowError:
        return None


def iso_day(printed: str) -> Value:
    """A day or moment as ISO 8601 prints it; None for anything else."""
    text = printed.strip()
    try:
        return date.fromisoformat(text) if len(text) == 10 else datetime.fromisoformat(text).replace(tzinfo=None)
    except ValueError:
        return None
