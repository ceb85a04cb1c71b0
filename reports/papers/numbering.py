"""Which number does a heading or a paragraph carry? The portal counts, so that nobody renumbers by hand.

As in 000: sections 1, 2, 3 ...; the paragraphs of the body 1.1, 1.2 ... running on past the headings inside a
section; the closing sections have a number and plain paragraphs; the summary has none.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import count, product
from string import ascii_lowercase


@dataclass
class Numbering:
    """Counts through one paper, from the first section to the last."""

    section: int = 0
    paragraph: int = 0
    is_numbered: bool = field(default=False, repr=False)

    def heading(self, level: int, numbered: bool) -> str:
        """The number of the heading met next; empty for one inside a section, and where numbers are not wanted."""
        if level > 1:
            return ""
        self.is_numbered = numbered
        if not numbered:
            return ""
        self.section += 1
        self.paragraph = 0
        return str(self.section)

    def next_paragraph(self) -> str:
        """The number of the paragraph met next; empty before the first numbered section."""
        if not self.is_numbered:
            return ""
        self.paragraph += 1
        return f"{self.section}.{self.paragraph}"


def letters() -> Iterator[str]:
    """a, b, ... z, aa, ab, ..."""
    for length in count(1):
        yield from ("".join(letter) for letter in product(ascii_lowercase, repeat=length))


def labels(how: str) -> Iterator[str]:
    """Appendix 1, Appendix 2 ... (000, 001), or Appendix A, Appendix B ... (002 to 004)."""
    marks = (letter.upper() for letter in letters()) if how == "letters" else count(1)
    yield from (f"Appendix {mark}" for mark in marks)


ONES = (
    "no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
TENS = ("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")


def spelled_out(number: int) -> str:
    """A number below a hundred in words, twenty-one; above it in digits."""
    if number < len(ONES):
        return ONES[number] if number >= 0 else str(number)
    if number > 99:
        return str(number)
    tens, ones = divmod(number, 10)
    return f"{TENS[tens]}-{ONES[ones]}" if ones else TENS[tens]


def in_words(number: int) -> str:
    """Small numbers as words, as a sentence begins with them."""
    return spelled_out(number) if number <= 12 else str(number)


def listed(items: Iterable[str]) -> str:
    """a, b and c"""
    words = list(items)
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)
