"""How is a date spelled? One way, "30 November 2021", however it was typed. Pure."""

import re
from datetime import date

from registers.sentences import say_day

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
_NAMES = "|".join([*MONTHS, *(f"{name[:3]}\\.?" for name in MONTHS), r"Sept\.?"])
TYPED = (
    re.compile(rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?: of)? (?P<month>{_NAMES}),? (?P<year>(?:19|20)\d\d)\b"),
    re.compile(rf"\b(?P<month>{_NAMES}) (?P<day>\d{{1,2}})(?:st|nd|rd|th)?,? (?P<year>(?:19|20)\d\d)\b"),
    re.compile(r"(?<![\w/.-])(?P<year>(?:19|20)\d\d)-(?P<number>\d\d)-(?P<day>\d\d)(?![\w/-])"),
    re.compile(r"(?<![\w/.-])(?P<day>\d{1,2})/(?P<number>\d{1,2})/(?P<year>(?:19|20)\d\d)(?![\w/-])"),
)


def spelled_one_way(text: str) -> str:
    """The same text, every whole date in it in the portal's spelling. What is no date stays as it was typed."""
    for typed in TYPED:
        text = typed.sub(_say, text)
    return text


def _say(match: re.Match[str]) -> str:
    found = match.groupdict()
    month = int(found["number"]) if found.get("number") else _month(found["month"])
    try:
        return say_day(date(int(found["year"]), month, int(found["day"])))
    except ValueError:
        return match[0]


def _month(name: str) -> int:
    return next(n for n, month in enumerate(MONTHS, 1) if month.startswith(name[:3]))
