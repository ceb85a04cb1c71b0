"""Which texts do the cells of an Excel workbook share? And texts with runs of their own format, wherever they stand."""

from __future__ import annotations

import re
from collections.abc import Mapping

from reports.exports.inert import as_typed
from reports.workbooks import limits
from reports.workbooks.building import printable_text, raised
from reports.workbooks.grid import Unreadable
from reports.workbooks.limits import Budget
from reports.workbooks.markup import is_true, local

ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")  # how OOXML writes characters that XML may not hold


class RichText:
    """Gathers the text of one cell or note from its runs: readings for pronunciation left out, strikes noticed."""

    def __init__(self) -> None:
        self.begin()

    def begin(self) -> None:
        self._parts: list[str] = []
        self._length = 0
        self._in_text = self._in_reading = self._run_struck = self._run_raised = False
        self.struck_letters = self.letters = 0

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag == "t":
            self._in_text = not self._in_reading
        elif tag == "rPh":
            self._in_reading = True
        elif tag == "r":
            self._run_struck = self._run_raised = False
        elif tag == "vertAlign":
            self._run_raised = attributes.get("val") == "superscript"
        elif tag == "strike":
            self._run_struck = is_true(attributes.get("val", "1"))

    def end(self, tag: str) -> None:
        if tag == "t":
            self._in_text = False
        elif tag == "rPh":
            self._in_reading = False
        elif tag == "r":
            self._run_struck = self._run_raised = False

    def text(self, text: str) -> None:
        if not self._in_text:
            return
        self._parts.append(raised(text) if self._run_raised else text)
        self._length += len(text)
        if self._length > limits.TEXT * 8:  # escapes are longer than what they stand for
            raise Unreadable(limits.TOO_LONG_A_TEXT)
        written = len(text.strip())
        self.letters += written
        if self._run_struck:
            self.struck_letters += written

    @property
    def whole(self) -> str:
        return unescaped("".join(self._parts))

    @property
    def is_struck(self) -> bool:
        """Struck through from its first letter to its last."""
        return 0 < self.letters == self.struck_letters

    @property
    def is_partly_struck(self) -> bool:
        return 0 < self.struck_letters < self.letters


class SharedStrings:
    """Reads the shared texts into `texts`, by number; `struck` and `partly_struck` are numbers of texts."""

    def __init__(self, budget: Budget) -> None:
        self.texts: list[str] = []
        self.struck: set[int] = set()
        self.partly_struck: set[int] = set()
        self._budget = budget
        self._rich = RichText()

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        tag = local(name)
        if tag == "si":
            self._rich.begin()
        else:
            self._rich.start(tag, attributes)

    def end(self, name: str) -> None:
        tag = local(name)
        if tag != "si":
            self._rich.end(tag)
            return
        whole = self._rich.whole
        if len(self.texts) >= limits.CELLS:
            raise Unreadable(limits.TOO_MANY_CELLS)
        if len(whole) > limits.TEXT:
            raise Unreadable(limits.TOO_LONG_A_TEXT)
        self._budget.read_text(len(whole))
        if self._rich.is_struck:
            self.struck.add(len(self.texts))
        elif self._rich.is_partly_struck:
            self.partly_struck.add(len(self.texts))
        self.texts.append(as_typed(whole if whole.isprintable() else printable_text(whole)))

    def text(self, text: str) -> None:
        self._rich.text(text)


def unescaped(text: str) -> str:
    """The text with `_x000D_` and its like put back."""
    return ESCAPED.sub(lambda match: chr(int(match[1], 16)), text) if "_x" in text else text
