"""Numbers in prose, in digits or words: "seven", "13", "twenty-one", "none", "both", "half", "two-thirds"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

ONES = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
WORDS = {word: value for value, word in enumerate(ONES)} | {word: 10 * (at + 2) for at, word in enumerate(TENS)}
ORDINALS = {
    word: value
    for value, word in enumerate(
        [
            "zeroth",
            "first",
            "second",
            "third",
            "fourth",
            "fifth",
            "sixth",
            "seventh",
            "eighth",
            "ninth",
            "tenth",
            "eleventh",
            "twelfth",
            "thirteenth",
        ]
    )
}
UNIT = "|".join(sorted(ONES[1:], key=len, reverse=True))
TEN = "|".join(TENS)
SMALL = rf"(?:(?:{TEN})(?:[-\s](?:{'|'.join(ONES[1:10])}))?|{UNIT})"
IN_WORDS = rf"(?:(?:(?:{'|'.join(ONES[1:10])}|a) hundred(?: and {SMALL})?)|{SMALL})"
DIGITS = r"\d{1,3}(?:,\d{3})+|\d+"
SHARES = {
    "half": Fraction(1, 2),
    "a half": Fraction(1, 2),
    "one half": Fraction(1, 2),
    "a third": Fraction(1, 3),
    "one third": Fraction(1, 3),
    "one-third": Fraction(1, 3),
    "two thirds": Fraction(2, 3),
    "two-thirds": Fraction(2, 3),
    "a quarter": Fraction(1, 4),
    "one quarter": Fraction(1, 4),
    "three quarters": Fraction(3, 4),
    "three-quarters": Fraction(3, 4),
    "a fifth": Fraction(1, 5),
    "one fifth": Fraction(1, 5),
}
NONE = ("none", "no", "neither")
PATTERN = re.compile(
    rf"(?<![\w£$€#/.,–-])(?:(?P<share>{'|'.join(sorted(SHARES, key=len, reverse=True))})(?=\s+(?:of|the|our|its|"
    rf"all)\b)|"
    rf"(?P<words>{IN_WORDS})|(?P<digits>{DIGITS})|(?P<none>none|no|neither)|(?P<both>both)|(?P<all>all|every|each)|"
    r"(?P<dozen>a dozen)|(?P<couple>a couple of|a pair of))(?![\w%]|[-–](?=\w)|[.,:/]\d|(?:\s|\s?-\s?)per\s?cent)",
    re.IGNORECASE,
)
# What makes a number a name, a day, a time, money ... and not a count.
NAMED_BEFORE = re.compile(
    r"(?:\b(?:risks?(?: (?:number|no\.?|ref(?:erence)?))?|appendi(?:x|ces)|annex|paragraphs?|paras?|sections?|s|"
    r"part|item|"
    r"agenda item|tier|phase|stage|version|level|schedule|regulation|article|chapter|table|figure|fig|page|pages|pp?|"
    r"note|no|number|ref|principle|pillar|objective|priority|recommendation|action|act|code|operation|quarter|week|day|"
    r"scor(?:e|ed|es)(?: of| at| is| was)?|rated|room|unit|gateway|gate|category|cat|option|grade|band|wave|year|"
    r"april|may|"
    r"june|july|january|february|march|august|september|october|november|december|rank(?:ed)?|"
    r"wards?|zone|class|iso|windows|covid)|\bQ)\s*[-:]?\s*$",
    re.IGNORECASE,
)
NAMED_AFTER = re.compile(
    r"^\s*(?:(?:st|nd|rd|th)\b|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\b(?!\s+risks)|"
    r"(?:am|pm|hours?|hrs?|minutes?|days?|weeks?|months?|years?|quarters?|times?|million|billion|m|bn|k|pounds|per|"
    r"percent|"
    r"points?(?!\s*(?:[:(–]|-\s|are\b|were\b|came\b|stand\b|,\s*namely))|percentage)\b|%|:\d|x\s*\d|\+)",
    re.IGNORECASE,
)
TIME = re.compile(
    r"quarter|week|day|year|january|february|march|april|may|june|july|august|september|october|november|december", re.I
)
YEAR = re.compile(r"^(?:19|20)\d\d$")


@dataclass(frozen=True)
class Number:
    """A count in a text: how many, where it stands, how it is said."""

    value: int
    start: int
    end: int
    text: str
    kind: str = "count"  # "none", "both", "all", "share"
    share: Fraction | None = None
    limit: str = ""  # "above", "below", "least", "most", "about": not an exact figure

    def allows(self, value: float, of: float | None = None, slack: float = 0.0) -> bool:
        """Whether a true value agrees with what is said: "at least five" with six, "just over half" with 0.52."""
        said = float(of if of is not None else self.value)
        if self.limit == "above":
            return value > said
        if self.limit == "below":
            return value < said
        if self.limit == "least":
            return value >= said
        if self.limit == "most":
            return value <= said
        return abs(value - said) <= slack if not self.limit else True


LIMITS = {
    "least": re.compile(r"\b(?:at least|no fewer than|no less than|not fewer than|minimum of|not less than)\s*$"),
    "most": re.compile(r"\b(?:at most|up to|no more than|not more than|maximum of)\s*$"),
    "above": re.compile(r"\b(?:more than|over|in excess of|upwards of|above|better than|well over|just over)\s*$"),
    "below": re.compile(r"\b(?:fewer than|less than|under|below|short of|well under|just under)\s*$"),
    "about": re.compile(
        r"\b(?:about|around|approximately|approx\.?|roughly|some|nearly|almost|circa|c\.?|every|next|first|last|"
        r"past|top|close to)\s*$"
    ),
}


def value_of(words: str) -> int | None:
    """The value of a number in words or digits; None for anything else."""
    text = words.lower().replace("-", " ").replace(",", "").strip()
    if text.isdigit():
        return int(text)
    total = 0
    for word in text.split():
        if word == "and":
            continue
        if word == "hundred":
            total = (total or 1) * 100
        elif word == "a":
            total = 0
        elif word in WORDS:
            total += WORDS[word]
        else:
            return None
    return total


def ordinal_of(word: str) -> int | None:
    """2 for "second", "2nd"; None for anything else."""
    word = word.lower()
    if found := re.match(r"^(\d+)(?:st|nd|rd|th)$", word):
        return int(found[1])
    return ORDINALS.get(word)


@lru_cache(maxsize=4096)
def counts(text: str) -> tuple[Number, ...]:
    """The numbers that may count something, in order: not days, years, money, scores, or the numbers of things."""
    found = []
    for match in PATTERN.finditer(text):
        before, after = text[: match.start()], text[match.end() :]
        if match["digits"] and (_is_a_name(before, after, match["digits"]) or YEAR.match(match["digits"])):
            continue
        if match["words"] and (NAMED_AFTER.match(after) or _is_pronoun(match["words"], before, after)):
            continue
        if match["words"] and re.match(r"[\s-](?:thirds?|quarters?|fifths?|halves)\b(?! of the year)", after):
            continue
        if match["words"] and re.search(r"\b(?:risk|appendix|paragraph|section|tier|phase|item)\s*$", before, re.I):
            continue
        found.append(_number(match, before))
    return tuple(found)


def _is_a_name(before: str, after: str, digits: str) -> bool:
    named = NAMED_BEFORE.search(before[-30:])
    if named and re.search(r"\b(?:the|this|that|a) (?:\w+ )?(?:quarter|week|day|year)\s*$", before, re.IGNORECASE):
        named = None  # "at the close of the year 32 were complete"
    if named and digits.replace(",", "").isdigit() and int(digits.replace(",", "")) > 99 and TIME.search(named[0]):
        named = None  # "by the end of the quarter 640 of them"
    return bool(named or NAMED_AFTER.match(after) or re.search(r"[£$€]\s?$", before))


def _is_pronoun(words: str, before: str, after: str) -> bool:
    """ "one" that counts nothing: "no one", "one another", "the one that", "one in which"."""
    if re.search(r"\bone (?:in|out of)(?: every)?\s*$", before, re.IGNORECASE):
        return True  # the four of "one in four", which is a share
    if words.lower() != "one":
        return False
    if re.match(rf"\s+(?:in|out of) (?:every )?(?:{SMALL}|\d+)\b", after, re.IGNORECASE):
        return True
    if re.search(
        r"\b(?:no|any|every|some|each|this|that|the right|which|another|step by step)\s*$", before, re.IGNORECASE
    ):
        return True
    return bool(re.match(r"\s+(?:another|in which|where|that|which|to one|by one|hand|way|day)\b", after))


def _number(match: re.Match[str], before: str) -> Number:
    start, end, said = match.start(), match.end(), match[0]
    limit = next((name for name, pattern in LIMITS.items() if pattern.search(before[-25:].lower())), "")
    if match["share"]:
        return Number(0, start, end, said, "share", SHARES[said.lower()], limit)
    if match["none"]:
        return Number(0, start, end, said, "none")
    if match["both"]:
        return Number(2, start, end, said, "both")
    if match["all"]:
        return Number(0, start, end, said, "all")
    if match["dozen"]:
        return Number(12, start, end, said, limit=limit)
    if match["couple"]:
        return Number(2, start, end, said, limit="about")
    return Number(value_of(said) or 0, start, end, said, limit=limit)


def like(value: int, model: str) -> str:
    """A number said as another is: in digits or words, with a capital or none."""
    if model[:1].isdigit() or value >= 100:
        return f"{value:,}" if "," in model else str(value)
    words = ONES[value] if value < 20 else TENS[value // 10 - 2] + (f"-{ONES[value % 10]}" if value % 10 else "")
    if value == 0:
        words = "none" if model.lower() in NONE else "no"
    return words.capitalize() if model[:1].isupper() else words
