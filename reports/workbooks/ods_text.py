"""What is written in a cell of an OpenDocument spreadsheet? Paragraphs, with blanks as the format counts them."""

from __future__ import annotations

import re

from reports.workbooks import limits
from reports.workbooks.grid import Unreadable

BLANKS = re.compile(r"[ \t\r\n]+")  # in the XML: one blank, however many
SPACE, TAB, BREAK = "\x01", "\x02", "\x03"  # said by elements; XML itself cannot hold these characters


class Paragraphs:
    """Gathers the paragraphs of one cell or note, and how much of them is struck through."""

    def __init__(self) -> None:
        self._done: list[str] = []
        self._parts: list[str] | None = None
        self._length = self._letters = self._struck = 0

    def begin(self) -> None:
        self._parts = []

    def add(self, text: str, *, is_struck: bool = False) -> None:
        if self._parts is None:
            return
        self._length += len(text)
        if self._length > limits.TEXT * 8:
            raise Unreadable(limits.TOO_LONG_A_TEXT)
        self._parts.append(text)
        letters = len(text.strip())
        self._letters += letters
        self._struck += letters if is_struck else 0

    def add_spaces(self, count: str) -> None:
        many = int(count) if count.isdecimal() and len(count) < 10 else 1
        self.add(SPACE * min(many, limits.TEXT + 1))

    def end(self) -> None:
        if self._parts is None:
            return
        text = BLANKS.sub(" ", "".join(self._parts)).strip(" ")
        self._done.append(text.replace(SPACE, " ").replace(TAB, "\t").replace(BREAK, "\n"))
        self._parts = None

    @property
    def whole(self) -> str:
        return "\n".join(self._done)

    @property
    def is_struck(self) -> bool:
        return 0 < self._letters == self._struck

    @property
    def is_partly_struck(self) -> bool:
        return 0 < self._struck < self._letters
