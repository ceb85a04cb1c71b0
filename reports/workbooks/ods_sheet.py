"""What stands in one sheet of an OpenDocument spreadsheet? Runs of equal cells and rows, written out as they end."""

from __future__ import annotations

import bisect
import re
from collections.abc import Mapping
from datetime import datetime, time, timedelta
from typing import NamedTuple

from reports.characters import on_one_line
from reports.workbooks import limits
from reports.workbooks.building import MARGIN, SheetBuilder
from reports.workbooks.formulas import refuse_if_it_calls_out
from reports.workbooks.grid import Cell, Merge, Unreadable, Value
from reports.workbooks.markup import BROKEN, attribute
from reports.workbooks.numbers import is_number, iso_day, number
from reports.workbooks.ods_styles import OdsStyles
from reports.workbooks.ods_text import Paragraphs
from reports.workbooks.remarks import CONDITIONAL, PARTLY_STRUCK

DURATION = re.compile(r"-?PT?(?:(\d{1,9})H)?(?:(\d{1,9})M)?(?:(\d{1,9})(?:[.,](\d{1,20}))?S)?")
NUMBERED = re.compile(r"\D{0,30}(\d{1,15})\D{0,30}", re.ASCII)
HIDDEN = ("collapse", "filter")


class _Run(NamedTuple):
    """The same cell so many times, from a column on."""

    first: int
    last: int
    cell: Cell


class OdsCell:
    """A cell while it is read: what its tag says, and what is written in it."""

    def __init__(self, attributes: Mapping[str, str]) -> None:
        self.formula = attribute(attributes, "formula")
        self.style = attribute(attributes, "style-name")
        self.repeated = count_of(attributes, "number-columns-repeated")
        self.columns = count_of(attributes, "number-columns-spanned")
        self.rows = count_of(attributes, "number-rows-spanned")
        self.said = {key.rpartition(" ")[2]: value for key, value in attributes.items() if "value" in key}
        self.written = Paragraphs()
        self.note = Paragraphs()

    def value(self) -> Value:
        """The value, by the type that the cell says."""
        kind, printed = self.said.get("value-type", ""), self.said.get("value", "")
        found: Value = None
        if kind in ("float", "percentage", "currency"):
            found = number(printed)
        elif kind == "boolean":
            return self.said.get("boolean-value") == "true"
        elif kind == "date":
            found = _day(self.said.get("date-value", ""))
        elif kind == "time":
            found = duration(self.said.get("time-value", ""))
        if found is None:
            found = self.written.whole or self.said.get("string-value", "") or printed
        return found


class OdsSheet:
    """One sheet as it is read; `OdsContent` tells it of columns, rows and cells."""

    def __init__(self, builder: SheetBuilder, styles: OdsStyles) -> None:
        self.builder, self._styles = builder, styles
        self._column_starts: list[int] = []
        self._column_styles: list[str] = []
        self._next_column, self._row, self._column = 1, 0, 0
        self._runs: list[_Run] = []
        self._in_row = self._is_hidden = False
        self._repeated = 1
        self._row_style = ""

    def add_columns(self, attributes: Mapping[str, str]) -> None:
        many = count_of(attributes, "number-columns-repeated")
        self._column_starts.append(self._next_column)
        self._column_styles.append(attribute(attributes, "default-cell-style-name"))
        if len(self._column_starts) > limits.COLUMNS:
            raise Unreadable(BROKEN)
        if attribute(attributes, "visibility") in HIDDEN:
            self.builder.hide_columns(self._next_column, self._next_column + many - 1)
        self._next_column += many

    def begin_row(self, attributes: Mapping[str, str]) -> None:
        self._row += 1
        self._in_row = True
        self._repeated = count_of(attributes, "number-rows-repeated")
        self._is_hidden = attribute(attributes, "visibility") in HIDDEN
        self._row_style = attribute(attributes, "default-cell-style-name")
        self._column, self._runs = 0, []

    def end_cell(self, read: OdsCell) -> None:
        if not self._in_row:
            raise Unreadable(BROKEN)
        first, last = self._column + 1, self._column + read.repeated
        self._column = last
        cell = self._made(read, first)
        if cell.value is None and not (cell.is_formula or cell.note):
            self.builder.budget.take(0, 1)
            if not cell.colour:
                return
        elif last > limits.COLUMNS:
            raise Unreadable(BROKEN)
        self._runs.append(_Run(first, last, self.builder.keep(cell)))
        if len(self._runs) > limits.COLUMNS:
            raise Unreadable(BROKEN)
        if read.columns > 1 or read.rows > 1:
            bottom, right = min(self._row + read.rows - 1, limits.ROWS), min(first + read.columns - 1, limits.COLUMNS)
            self.builder.add_merge(Merge(self._row, first, bottom, right))

    def _made(self, read: OdsCell, column: int) -> Cell:
        look = self._styles.look(read.style or self._row_style or self._default_style(column))
        place = self.builder.place(self._row, column)
        if read.formula:
            refuse_if_it_calls_out(read.formula, place)
        value: Value = read.value()
        is_computed = "value-type" in read.said
        if isinstance(value, str):
            value = self.builder.clean(value, self._row, column)
            if not value or value.isspace():
                value = None
        if value is not None and look.is_conditional:
            self.builder.remarks.add(CONDITIONAL, self.builder.name)
        if read.written.is_partly_struck:
            self.builder.remarks.add(PARTLY_STRUCK, place)
        note = self.builder.clean(read.note.whole, self._row, column).strip()
        is_formula = bool(read.formula) and (value is not None or not is_computed)
        struck = value is not None and (look.is_struck or read.written.is_struck)
        is_percent = read.said.get("value-type") == "percentage" and is_number(value)
        return Cell(value, look.colour, is_formula, struck, note, is_percent, self._shown(read, value))

    @staticmethod
    def _shown(read: OdsCell, value: Value) -> str:
        """A whole number with what its format puts before or behind it; empty where that is nothing."""
        if type(value) is not int or read.said.get("value-type") != "float":
            return ""
        shown = on_one_line(read.written.whole)
        match = NUMBERED.fullmatch(shown)
        return shown if match and int(match[1]) == value and shown != str(value) else ""

    def _default_style(self, column: int) -> str:
        at = bisect.bisect_right(self._column_starts, column) - 1
        return self._column_styles[at] if at >= 0 else ""

    def end_row(self) -> None:
        """Write the row out, as often as it is repeated; one that says nothing only moves on."""
        said = [run.last for run in self._runs if run.cell.value is not None or run.cell.is_formula or run.cell.note]
        if said:
            self._write(max(said))
        self._row += self._repeated - 1
        self._in_row = False

    def _write(self, last: int) -> None:
        reach = max(last, self.builder.widest) + MARGIN
        cells = {c: run.cell for run in self._runs for c in range(run.first, min(run.last, reach) + 1)}
        if self._row + self._repeated - 1 > limits.ROWS or len(cells) * self._repeated > limits.CELLS:
            raise Unreadable(limits.TOO_MANY_CELLS)
        for row in range(self._row, self._row + self._repeated):
            self.builder.add_row(row, cells, is_hidden=self._is_hidden)


def count_of(attributes: Mapping[str, str], name: str) -> int:
    """How often a thing is repeated, or how far it spans; 1 where nothing is said."""
    said = attribute(attributes, name)
    if not said:
        return 1
    if not (said.isascii() and said.isdecimal() and len(said) < 10):
        raise Unreadable(BROKEN)
    return max(int(said), 1)


def duration(printed: str) -> Value:
    """ "PT10H30M00S" as a time of day; a longer one as days; None for anything else."""
    match = DURATION.fullmatch(printed.strip())
    if not match or not any(match.groups()):
        return None
    hours, minutes, seconds = (int(part or 0) for part in match.group(1, 2, 3))
    total = hours * 3600 + minutes * 60 + seconds + float(f"0.{match[4] or 0}")
    if printed.strip().startswith("-") or total >= 86_400:
        return total / 86_400 * (-1 if printed.strip().startswith("-") else 1)
    return (datetime.min + timedelta(milliseconds=min(round(total * 1000), 86_399_999))).time()


def _day(printed: str) -> Value:
    moment = iso_day(printed)
    return moment.date() if isinstance(moment, datetime) and moment.time() == time() else moment
