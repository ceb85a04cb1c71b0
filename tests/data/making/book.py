"""A workbook before it is a file: cells with what a spreadsheet can put on them, whatever the format."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

COLOURS = {
    "red": "ff0000",
    "amber": "ffc000",
    "yellow": "ffff00",
    "green": "92d050",
    "grey": "d9d9d9",
    "navy": "1f3864",
}


@dataclass
class C:
    """One cell: its value, and whatever else is on it. With `formula` the value is what was calculated last."""

    value: Any = None
    fill: str = ""  # a name of COLOURS
    formula: str = ""
    struck: bool = False
    note: str = ""
    percent: bool = False
    text: bool = False  # text, though it begins like a formula


@dataclass
class Page:
    """One sheet."""

    name: str
    cells: dict[tuple[int, int], C] = field(default_factory=dict)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[int] = field(default_factory=list)
    is_hidden: bool = False
    phantom_row: int = 0  # a row far down, formatted and empty
    next_row: int = 1

    def put(self, row: int, column: int, value: Any, **more: Any) -> None:
        """Put one value into a cell; a C is taken as it is, None and "" leave the cell out."""
        cell = value if isinstance(value, C) else C(value, **more)
        if cell.value not in (None, "") or cell.fill or cell.formula or cell.note:
            self.cells[row, column] = cell

    def row(self, values: Sequence[Any], at: int = 0, start: int = 1, **more: Any) -> int:
        """Write a row, the next one unless told, and return its number."""
        row = at or self.next_row
        for column, value in enumerate(values, start):
            self.put(row, column, value, **more)
        self.next_row = row + 1
        return row

    def skip(self, rows: int = 1) -> None:
        """Leave rows blank."""
        self.next_row += rows

    def merge(self, first_row: int, first_column: int, last_row: int, last_column: int) -> None:
        """Draw cells as one."""
        self.merges.append((first_row, first_column, last_row, last_column))

    @property
    def last_row(self) -> int:
        return max((row for row, _ in self.cells), default=0)

    @property
    def last_column(self) -> int:
        return max((column for _, column in self.cells), default=0)


@dataclass
class Book:
    """A workbook: its sheets in order."""

    pages: list[Page] = field(default_factory=list)

    def page(self, name: str, **more: Any) -> Page:
        """Add a sheet."""
        page = Page(name, **more)
        self.pages.append(page)
        return page
