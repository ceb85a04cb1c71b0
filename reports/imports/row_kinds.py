"""What a row of a table can be, and what has to be known of its table to judge it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from reports.imports.contents import Sort, printed_of, sort_of
from reports.imports.merged import Merges, merges_of
from reports.imports.nested import NONE, Columns
from reports.imports.values import About, Fact
from reports.workbooks.grid import Cell, Sheet


class Kind(StrEnum):
    ENTRY = "entry"  # a risk, a control, a work-stream
    CONTINUATION = "continuation"  # more of the entry above
    LABELLED = "labelled"  # more of the entry above, which it names itself: see labelled.py
    NESTED = "nested"  # more of the entry above, in columns of its own: see nested.py
    SECTION = "section"  # `words` names it
    HEADER = "header"  # said over again
    LEFT_OUT = "left out"  # `words` says why


class Row(NamedTuple):
    """A row and what it is. `words` of an entry: its one cell, drawn over the table, is its title (and reference)."""

    number: int
    kind: Kind
    words: str = ""
    columns: Columns = NONE  # of a nested row: what its columns hold


ALONE = "alone"  # of an entry that has only a title: below the last whole entry it is a note
_TITLES = (Fact.TITLE, Fact.DESCRIPTION, Fact.CAUSE)


@dataclass
class Table:
    """What has to be known of the table to judge a row, and what the rows above were."""

    sheet: Sheet
    about: About
    header: tuple[int, int]
    columns: Mapping[int, Fact | None]
    merges: Merges = field(init=False)
    ref: int = 0
    titles: tuple[int, ...] = ()
    span: range = range(0)
    entry: int = 0  # the row of the entry that is open
    entry_ref: str = ""
    entry_title: str = ""
    previous: int = 0
    is_in_key: bool = False
    is_under_header: bool = False  # the row above is a header that comes again

    def __post_init__(self) -> None:
        self.merges = merges_of(self.sheet)
        by_fact: dict[Fact, int] = {}
        for column, fact in sorted(self.columns.items()):
            if fact is not None:
                by_fact.setdefault(fact, column)
        self.ref = by_fact.get(Fact.REF, 0)
        self.titles = tuple(by_fact[fact] for fact in _TITLES if fact in by_fact)
        self.span = range(min(self.columns, default=1), max(self.columns, default=0) + 1)

    def text(self, row: int, column: int) -> str:
        """What stands in the cell itself; nothing where it is covered by a merge that begins above."""
        return printed_of(self.sheet.cell(row, column).value) if column else ""


def ref_text(table: Table, number: int) -> str:
    """The reference as it is drawn in this row, with a merge that begins in it."""
    return table.text(number, table.ref) if table.ref else ""


def title_text(table: Table, number: int) -> str:
    return next((text for column in table.titles if (text := table.text(number, column))), "")


def width_of(table: Table, number: int) -> int:
    cells = table.sheet.rows.get(number, {})
    return sum(column in table.span and not cell.is_blank for column, cell in cells.items())


def is_words(cell: Cell) -> bool:
    return isinstance(cell.value, str) and bool(re.search(r"[A-Za-z]{2}", cell.value))


def is_level(cell: Cell) -> bool:
    return bool(sort_of(cell) & (Sort.LEVEL | Sort.BAND | Sort.PAIR | Sort.SMALL))


def stem_and_number(ref: str) -> tuple[str, int | None]:
    """What stands before the last number of a reference, and that number."""
    match = re.fullmatch(r"(.*?)(\d{1,9})\W*", ref, re.DOTALL)
    return (match[1].casefold().strip(), int(match[2])) if match else (ref.casefold(), None)
