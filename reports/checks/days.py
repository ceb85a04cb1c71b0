"""Which days does a text speak of? "4 September", "end of December", "Spring 2019", "Q2 21/22", each as a span."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

MONTHS = [date(2000, month, 1).strftime("%B").lower() for month in range(1, 13)]
SHORT = {name[:3]: place for place, name in enumerate(MONTHS, 1)} | {"sept": 9}
MONTH = (
    r"(?P<month>January|February|March|April|May|June|July|August|September|October|November|December|"
    r"Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)"
)
YEAR = r"(?P<year>(?:19|20)\d\d)"
WEEKDAY = r"(?:(?P<weekday>Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday),?\s+)?"
DAY = re.compile(
    rf"\b{WEEKDAY}(?:the\s+)?(?P<day>\d{{1,2}})(?P<th>st|nd|rd|th)?(?:\s+of)?\s+{MONTH}\b\.?(?:,?\s+{YEAR}\b)?"
)
AMERICAN = re.compile(
    rf"\b{MONTH}\.?\s+(?P<day>\d{{1,2}})(?P<th>st|nd|rd|th)?\b(?:,?\s+{YEAR}\b|"
    rf"(?!\s*[.:/]?\d)(?!\s+(?:risks|controls|officers)))"
)
FIGURES = re.compile(
    r"(?<![\d/.-])(?P<day>\d{1,2})(?P<mark>[/.-])(?P<month>\d{1,2})(?P=mark)(?P<year>(?:20)?\d\d)(?![\d/.-]|\.\d)"
)
ISO = re.compile(r"(?<![\d-])(?P<year>20\d\d)-(?P<month>\d\d)-(?P<day>\d\d)(?![\d-])")
OF_MONTH = re.compile(
    r"\b(?:(?P<part>early|mid|late|the end of|end of|end|the start of|the beginning of)[\s-]+(?:in\s+)?)?"
    rf"{MONTH}\s+{YEAR}\b",
    re.IGNORECASE,
)
BARE_MONTH = re.compile(
    rf"\b(?:(?P<lead>by|in|until|till|during|from|since|before|after|this|last|next|early|mid|late|end of|end)"
    rf"[\s-]+(?:the end of\s+|end of\s+|end[\s-]+|early\s+|mid[\s-]|late\s+)?)"
    rf"(?P<months>{MONTH})\b(?!\s+(?:19|20)\d\d)(?!\s+\d)",
)
SEASON = re.compile(rf"\b(?P<season>spring|summer|autumn|winter)\s+(?:of\s+)?{YEAR}\b", re.IGNORECASE)
QUARTER = re.compile(
    r"\bQ(?P<quarter>[1-4])\s*(?:of\s+)?(?:(?P<first>20\d\d|\d\d)[/–-](?P<last>\d\d(?:\d\d)?)|(?P<year>20\d\d))"
)
IN_YEAR = re.compile(
    r"\b(?P<lead>by|in|during|until|before|end of|quarter of|half of|months of|course of|part of)\s+(?:the end "
    r"of\s+)?(?P<year>20\d\d)\b(?![/–-]\d)"
)
FINANCIAL = re.compile(r"\b(?P<first>20\d\d|\d\d)[/–-](?P<last>20\d\d|\d\d)\b")
SEASONS = {"spring": (3, 5), "summer": (6, 8), "autumn": (9, 11), "winter": (12, 2)}


@dataclass(frozen=True)
class Mention:
    """Days that a text speaks of: where it does, the first and the last, and how it is written."""

    start: int
    end: int
    first: date
    last: date
    form: str  # "4 September", "4th September", "04/09/2019" ...: how a date of this form is written
    has_year: bool = True
    weekday: str = ""


def _month(name: str) -> int:
    return SHORT.get(name.lower()[:4]) or SHORT[name.lower()[:3]]


def month_end(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])


def nearest_year(month: int, day: int, near: date) -> int | None:
    """The year that brings a day without one nearest to a meeting: rather the past than the far future."""
    options = []
    for year in (near.year - 1, near.year, near.year + 1):
        try:
            options.append((abs((date(year, month, day) - near).days - 0), year))
        except ValueError:
            continue
    return min(options)[1] if options else None


def _full(found: re.Match[str], near: date | None, form: str) -> Mention | None:
    month = _month(found["month"]) if not found["month"].isdigit() else int(found["month"])
    day, year = int(found["day"]), found["year"]
    if not 1 <= month <= 12:
        return None
    number = (int(year) + (2000 if len(year) == 2 else 0)) if year else (near and nearest_year(month, day, near))
    if not number:
        return None
    try:
        on = date(number, month, day)
    except ValueError:
        return None
    weekday = found.groupdict().get("weekday") or ""
    return Mention(found.start(), found.end(), on, on, form, bool(year), weekday)


def days(text: str, near: date | None = None) -> list[Mention]:
    """Every day or span of days named, in order, none overlapping; those without a year if there is a `near`."""
    found: list[Mention | None] = []
    for match in DAY.finditer(text):
        short = "Sep" if len(match["month"]) < 4 and match["month"] != "May" else "September"
        found.append(_full(match, near, f"4{'th' if match['th'] else ''} {short}"))
    found += [_full(match, near, "2019-09-04") for match in ISO.finditer(text)]
    found += [_full(match, near, "04/09/2019") for match in FIGURES.finditer(text)]
    found += [_full(match, near, "September 4") for match in AMERICAN.finditer(text)]
    found += [_of_month(match) for match in OF_MONTH.finditer(text)]
    found += [
        Mention(match.start(), match.end(), date(int(match["year"]), 12, 25), date(int(match["year"]), 12, 25), "")
        for match in re.finditer(rf"\bChristmas\s+{YEAR}\b", text)
    ]
    found += [_season(match) for match in SEASON.finditer(text)]
    found += [_quarter(match) for match in QUARTER.finditer(text)]
    if near is not None:
        found += [_bare(match, near) for match in BARE_MONTH.finditer(text)]
    found += [_year(match) for match in IN_YEAR.finditer(text)]
    kept: list[Mention] = []
    for mention in filter(None, found):
        if not any(mention.start < other.end and other.start < mention.end for other in kept):
            kept.append(mention)
    return sorted(kept, key=lambda mention: mention.start)


def _of_month(found: re.Match[str]) -> Mention:
    year, month = int(found["year"]), _month(found["month"])
    first, last = date(year, month, 1), month_end(year, month)
    part = (found["part"] or "").lower()
    if part in ("early", "the start of", "the beginning of"):
        last = date(year, month, 12)
    elif part == "mid":
        first, last = date(year, month, 10), date(year, month, 21)
    elif part == "late":
        first = date(year, month, 18)
    elif "end" in part:
        first = last
    return Mention(found.start(), found.end(), first, last, "")


def _season(found: re.Match[str]) -> Mention:
    year = int(found["year"])
    begins, ends = SEASONS[found["season"].lower()]
    return Mention(found.start(), found.end(), date(year, begins, 1), month_end(year + (ends < begins), ends), "")


def _quarter(found: re.Match[str]) -> Mention | None:
    quarter = int(found["quarter"])
    if found["first"]:  # of a financial year
        year = int(found["first"]) + (2000 if len(found["first"]) == 2 else 0)
        month = 4 + 3 * (quarter - 1)
        year, month = (year + 1, month - 12) if month > 12 else (year, month)
    else:
        year, month = int(found["year"]), 3 * quarter - 2
    return Mention(found.start(), found.end(), date(year, month, 1), month_end(year, month + 2), "")


def _bare(found: re.Match[str], near: date) -> Mention | None:
    month = _month(found["month"])
    if found["month"] in ("May", "March") and found["lead"].lower() not in (
        "by",
        "in",
        "until",
        "since",
        "last",
        "next",
    ):
        return None
    year = nearest_year(month, 15, near)
    lead = found["lead"].lower()
    if lead == "last" and year and date(year, month, 1) > near:
        year -= 1
    if lead == "next" and year and month_end(year, month) < near:
        year += 1
    if year is None:
        return None
    first, last = date(year, month, 1), month_end(year, month)
    if "end" in found[0].lower():
        first = last
    elif "early" in found[0].lower():
        last = date(year, month, 12)
    return Mention(found.start("months"), found.end("months"), first, last, "", False)


def _year(found: re.Match[str]) -> Mention:
    year = int(found["year"])
    return Mention(found.start("year"), found.end("year"), date(year, 1, 1), date(year, 12, 31), "")


def full_date(text: str) -> date | None:
    """The day of a line that holds a whole date and little else."""
    for pattern in (DAY, ISO):
        found = pattern.search(text)
        if found and found["year"] and len(text) < len(found[0]) + 60:
            mention = _full(found, None, "")
            return mention.first if mention else None
    return None


def spelled(on: date) -> str:
    """As the portal spells a day: 4 September 2019."""
    return f"{on.day} {MONTHS[on.month - 1].capitalize()} {on.year}"


def day_after(on: date) -> date:
    return on + timedelta(days=1)
