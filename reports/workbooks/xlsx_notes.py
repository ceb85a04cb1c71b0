"""What is written in the notes and conversations beside the cells of an Excel sheet?"""

from __future__ import annotations

from collections.abc import Mapping

from reports.workbooks import limits
from reports.workbooks.building import SheetBuilder
from reports.workbooks.grid import Unreadable
from reports.workbooks.markup import BROKEN, local
from reports.workbooks.xlsx_sheet import cell_range
from reports.workbooks.xlsx_strings import RichText

MOST = 50_000  # notes of a sheet


class Notes:
    """Reads the notes of a sheet into `by_place`, by row and column."""

    def __init__(self, builder: SheetBuilder) -> None:
        self.by_place: dict[tuple[int, int], str] = {}
        self._builder = builder
        self._rich = RichText()
        self._place = (0, 0)

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        tag = local(name)
        if tag == "comment":
            self._place = _place(attributes.get("ref", ""))
            self._rich.begin()
        else:
            self._rich.start(tag, attributes)

    def end(self, name: str) -> None:
        tag = local(name)
        if tag != "comment":
            self._rich.end(tag)
            return
        if len(self.by_place) >= MOST:
            raise Unreadable(limits.TOO_MUCH_TEXT)
        self.by_place[self._place] = self._builder.clean(self._rich.whole, *self._place).strip()

    def text(self, text: str) -> None:
        self._rich.text(text)


class ThreadedNotes:
    """Reads conversations: what was said of a cell, one contribution a line."""

    def __init__(self, builder: SheetBuilder) -> None:
        self.by_place: dict[tuple[int, int], str] = {}
        self._builder = builder
        self._place = (0, 0)
        self._parts: list[str] | None = None

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        tag = local(name)
        if tag == "threadedComment":
            self._place = _place(attributes.get("ref", ""))
        elif tag == "text":
            self._parts = []

    def end(self, name: str) -> None:
        if local(name) != "text" or self._parts is None:
            return
        said = self._builder.clean("".join(self._parts), *self._place).strip()
        before = self.by_place.get(self._place, "")
        together = f"{before}\n{said}" if before else said
        if len(self.by_place) >= MOST or len(together) > limits.TEXT:
            raise Unreadable(limits.TOO_MUCH_TEXT)
        self.by_place[self._place] = together
        self._parts = None

    def text(self, text: str) -> None:
        if self._parts is not None and sum(map(len, self._parts[-2:])) < limits.TEXT and len(self._parts) < 10_000:
            self._parts.append(text)


def _place(printed: str) -> tuple[int, int]:
    corners = cell_range(printed)
    if corners is None:
        raise Unreadable(BROKEN)
    return corners.first_row, corners.first_column
