"""What does a spreadsheet hold? One plain grid for every format: cells by row and column, counted from 1."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from typing import NamedTuple

Value = str | int | float | Decimal | bool | date | datetime | time | None


class Unreadable(Exception):
    """The file cannot be read, in one plain sentence for the person who gave it."""


class Cell(NamedTuple):
    """One cell. `value` is the cached value of a formula; a real date or number where the file says so."""

    value: Value = None
    colour: str = ""  # of its fill, "rrggbb" in small letters; empty where it has none, or white
    is_formula: bool = False  # a formula: without a cached value `value` is None
    is_struck: bool = False  # struck through: what people do to what no longer holds
    note: str = ""  # the text of its comment
    is_percent: bool = False  # a number that is shown in per cent: 0.25 is "25%"
    shown: str = ""  # a whole number as its format shows it, where that says more: "CRR 07" for 7

    @property
    def is_blank(self) -> bool:
        return self.value is None or (isinstance(self.value, str) and not self.value.strip())


BLANK = Cell()


class Merge(NamedTuple):
    """Cells drawn as one; the value stands in the first."""

    first_row: int
    first_column: int
    last_row: int
    last_column: int


@dataclass(frozen=True)
class Sheet:
    """One sheet. Rows that hold nothing at all are not kept; `rows[12][3]` is C12."""

    name: str
    rows: Mapping[int, Mapping[int, Cell]]  # row -> column -> cell, both from 1, only cells that say something
    merges: tuple[Merge, ...] = ()
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    is_hidden: bool = False

    def cell(self, row: int, column: int) -> Cell:
        return self.rows.get(row, {}).get(column, BLANK)

    @property
    def last_column(self) -> int:
        return max((max(row) for row in self.rows.values() if row), default=0)


@dataclass(frozen=True)
class Workbook:
    """What was read of one file. `remarks`: sentences on what was left out in reading (macros, pictures, links)."""

    sheets: tuple[Sheet, ...]
    remarks: tuple[str, ...] = field(default=())

    def sheet(self, name: str) -> Sheet:
        return next(sheet for sheet in self.sheets if sheet.name == name)


def column_letters(column: int) -> str:
    """1 is A, 27 is AA."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def address(row: int, column: int) -> str:
    """C12 for row 12, column 3."""
    return f"{column_letters(column)}{row}"
