"""What passes from a list to a file: its columns, its rows of plain values, and what is said about it. No Django.

A cell is text, a number, a day, a moment, nothing, or a word on its colour (`Shaded`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple

FORMATS = {"xlsx": "Excel", "csv": "CSV"}  # those that a list is offered in
OFFICIAL, SENSITIVE = "OFFICIAL", "OFFICIAL-SENSITIVE"
WITHHELD = "Withheld"  # as the pages print it; distinct from what is not there


class Shaded(NamedTuple):
    """A word that pages show on a colour. The word carries the meaning; the colour only helps."""

    word: str
    shade: str  # a key of SHADES


Cell = str | int | float | date | datetime | Shaded | None
Row = Sequence[Cell]

# (background, ink): those of static/_marks.scss, and paler ones for red, amber and green behind black words.
SHADES = {
    "low": ("85994B", "0B0C0C"),
    "medium": ("FFDD00", "0B0C0C"),
    "high": ("F47738", "0B0C0C"),
    "very-high": ("942514", "FFFFFF"),
    "green": ("CCE2D8", "0B0C0C"),
    "amber": ("FFE0B3", "0B0C0C"),
    "red": ("F6D7D2", "0B0C0C"),
}


class Column(NamedTuple):
    heading: str
    width: int = 14  # of the spreadsheet's column, in characters


@dataclass(frozen=True)
class Listing:
    """One list as it is to be written to a file, for one person at one moment.

    `rows` reads when it is called, everything in one transaction that sees one moment, and may be slow.
    """

    what: str  # "MOPAC corporate risk register"
    name: str  # of the file, without marking and ending
    columns: tuple[Column, ...]
    rows: Callable[[], Iterable[Row]]
    number: int  # of rows
    marking: str
    about: tuple[tuple[str, Cell], ...]  # what it is, as at when, how it was narrowed
    bodies: frozenset[int] = field(default=frozenset())  # whose facts it holds, for the log of exports
    sensitive_of: frozenset[int] = field(default=frozenset())  # whose sensitive text it may hold, for that log

    def file_name(self, ending: str) -> str:
        """ "mopac-corporate 2021-12-31 OFFICIAL-SENSITIVE.xlsx" """
        return f"{self.name} {self.marking}.{ending}"


def number_or_text(text: str) -> Cell:
    """ "4" as the number it is; "F9", "007" and "1.10" as the texts they are."""
    return int(text) if text.isascii() and text.isdecimal() and str(int(text)) == text and len(text) < 16 else text


def lines(values: Iterable[object]) -> str:
    """Several values in one cell, one below the other."""
    return "\n".join(map(str, values))
