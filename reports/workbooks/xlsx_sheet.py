"""What stands in one sheet of an Excel workbook? Its XML, cell by cell, as it streams past."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from reports.workbooks import limits
from reports.workbooks.building import SheetBuilder
from reports.workbooks.formulas import refuse_if_it_calls_out
from reports.workbooks.grid import Cell, Merge, Unreadable, Value
from reports.workbooks.markup import BROKEN, attribute, is_true, local
from reports.workbooks.numbers import Shows, day_or_time, is_number, iso_day, number
from reports.workbooks.remarks import (
    CONDITIONAL,
    DRAWN,
    EMBEDDED,
    LINKS,
    NO_SUCH_DAY,
    NO_SUCH_STYLE,
    PARTLY_STRUCK,
    TWICE,
    TWO_COLOURS,
)
from reports.workbooks.xlsx_strings import RichText, SharedStrings, unescaped
from reports.workbooks.xlsx_styles import PLAIN, Look

RANGE = re.compile(r"\$?([A-Za-z]{1,3})\$?(\d{1,7})(?::\$?([A-Za-z]{1,3})\$?(\d{1,7}))?")
NOTHING: list[str] = []  # never added to
DIGITS = "0123456789"
LONG = limits.TEXT * 8
OBJECTS = {"drawing": DRAWN, "picture": DRAWN, "oleObjects": EMBEDDED, "conditionalFormatting": CONDITIONAL}


@dataclass(frozen=True)
class Shared:
    """What all sheets of a workbook draw on."""

    strings: SharedStrings
    looks: Mapping[str, Look] = field(default_factory=dict)
    from_1904: bool = False


class XlsxSheet:
    """Reads one sheet's XML into a builder. `notes` by row and column come from parts of their own."""

    def __init__(self, builder: SheetBuilder, shared: Shared) -> None:
        self._builder = builder
        self._remarks = builder.remarks
        self._shared = shared
        self._rich = RichText()
        self._columns: dict[str, int] = {}
        self._row = self._column = self._empty = 0
        self._cells: dict[int, Cell] = {}
        self._is_hidden = False
        self._in_row = self._in_cell = self._in_inline = False
        self._collecting: list[str] | None = None
        self._value: list[str] = NOTHING
        self._formula: list[str] = NOTHING
        self._collected = 0
        self._names: dict[str, str] = {}

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        tag = self._names.get(name) or self._named(name)
        if tag == "c":
            self._start_cell(attributes)
        elif tag == "v" and self._in_cell:
            self._has_value = True
            self._value = []
            self._collecting, self._collected = self._value, 0
        elif self._in_inline:
            self._rich.start(tag, attributes)
        elif tag == "f" and self._in_cell:
            self._is_formula = True
            self._formula = []
            self._collecting, self._collected = self._formula, 0
        elif tag == "is" and self._in_cell:
            self._in_inline = True
            self._rich.begin()
        elif tag == "row":
            self._start_row(attributes)
        else:
            self._start_other(tag, attributes)

    def _named(self, name: str) -> str:
        """The local name; anchors of drawings have rows and columns of their own, which are none of the sheet's."""
        return self._names.setdefault(name, "anchor" if "/drawingml/" in name else local(name))

    def end(self, name: str) -> None:
        tag = self._names[name]
        if tag == "c":
            self._end_cell()
        elif tag in ("v", "f"):
            self._collecting = None
        elif tag == "is":
            self._in_inline = False
        elif self._in_inline:
            self._rich.end(tag)
        elif tag == "row":
            self._in_row = False
            self._builder.budget.take(0, self._empty)
            if self._cells:
                self._builder.add_row(self._row, self._cells, is_hidden=self._is_hidden)

    def text(self, text: str) -> None:
        if self._collecting is not None:
            self._collecting.append(text)
            self._collected += len(text)
            if self._collected > LONG:
                raise Unreadable(BROKEN)
        elif self._in_inline:
            self._rich.text(text)

    # Rows and cells ---------------------------------------------------------------------------------------------------

    def _start_row(self, attributes: Mapping[str, str]) -> None:
        said = attributes.get("r")
        self._row = _whole(said) if said else self._row + 1
        if not 1 <= self._row <= limits.ROWS:
            raise Unreadable(BROKEN)
        self._is_hidden = is_true(attributes.get("hidden")) or attributes.get("ht") in ("0", "0.0")
        self._column = self._empty = 0
        self._in_row, self._cells = True, {}

    def _start_cell(self, attributes: Mapping[str, str]) -> None:
        said = attributes.get("r")
        if said:
            letters = said.rstrip(DIGITS)
            self._column = self._columns.get(letters) or self._column_of(letters)
        else:
            self._column += 1
        if self._column > limits.COLUMNS or not self._in_row:
            raise Unreadable(BROKEN)
        self._in_cell, self._is_formula, self._in_inline = True, False, False
        self._type = attributes.get("t", "n")
        self._style = attributes.get("s", "")
        self._value = self._formula = NOTHING
        self._has_value = False

    def _column_of(self, letters: str) -> int:
        column = column_number(letters)
        if not column:
            raise Unreadable(BROKEN)
        self._columns[letters] = column
        return column

    def _end_cell(self) -> None:
        self._in_cell = False
        look = self._look()
        if not (self._has_value or self._is_formula or self._type == "inlineStr"):
            self._keep_empty(look)  # most cells of some sheets
            return
        if self._formula:
            refuse_if_it_calls_out("".join(self._formula), self._place)
        value: Value
        struck = look.is_struck
        if self._type == "s":
            value, struck = self._shared_text(struck)
        elif self._type == "inlineStr":
            value, struck = self._inline_text(struck)
        else:
            value = self._plain_value(look)
        if isinstance(value, str) and (not value or value.isspace()):
            value = None
            self._is_formula = False  # one that gives an empty text says nothing
        if value is None and not (self._is_formula and not self._value):
            self._keep_empty(look)
            return
        is_percent = look.shows is Shows.PERCENT and is_number(value)
        shown = look.numbering.shown(value) if look.numbering and type(value) is int and value >= 0 else ""
        cell = Cell(value, look.colour, self._is_formula, struck, "", is_percent, shown)
        if self._column in self._cells:
            self._remarks.add(TWICE, self._place)
        self._cells[self._column] = self._builder.keep(cell)
        if look.two_colours:
            self._remarks.add(TWO_COLOURS, self._place)

    def _keep_empty(self, look: Look) -> None:
        self._empty += 1
        if look.colour:
            self._cells[self._column] = self._builder.keep(Cell(None, look.colour))

    def _look(self) -> Look:
        if not self._style:
            return self._shared.looks.get("0", PLAIN)
        look = self._shared.looks.get(self._style)
        if look is None:
            self._remarks.add(NO_SUCH_STYLE)
            return PLAIN
        return look

    @property
    def _place(self) -> str:
        return self._builder.place(self._row, self._column)

    # Values -----------------------------------------------------------------------------------------------------------

    def _shared_text(self, struck: bool) -> tuple[str | None, bool]:
        printed = "".join(self._value).strip()
        if not printed:
            return None, False
        position, strings = _whole(printed), self._shared.strings
        if position >= len(strings.texts):
            raise Unreadable(BROKEN)
        if position in strings.partly_struck:
            self._remarks.add(PARTLY_STRUCK, self._place)
        return strings.texts[position], struck or position in strings.struck

    def _inline_text(self, struck: bool) -> tuple[str | None, bool]:
        text, is_struck = self._rich.whole, self._rich.is_struck
        if self._rich.is_partly_struck:
            self._remarks.add(PARTLY_STRUCK, self._place)
        self._rich.begin()
        return self._builder.clean(text, self._row, self._column), struck or is_struck

    def _plain_value(self, look: Look) -> Value:
        printed = "".join(self._value)
        if not printed:
            return "" if self._type == "str" and self._has_value else None
        if self._type == "b":
            return is_true(printed.strip())
        if self._type == "n":
            return self._number(printed, look)
        if self._type == "d":
            return iso_day(printed) or self._builder.clean(printed, self._row, self._column)
        return self._builder.clean(unescaped(printed), self._row, self._column)

    def _number(self, printed: str, look: Look) -> Value:
        value = number(printed)
        if value is None:
            return self._builder.clean(printed, self._row, self._column)
        if look.shows is Shows.NUMBER or look.shows is Shows.PERCENT:
            return value
        moment = day_or_time(value, look.shows, from_1904=self._shared.from_1904)
        if moment is None:
            if value:
                self._remarks.add(NO_SUCH_DAY, self._place)
            return value
        return moment

    # The rest of the sheet --------------------------------------------------------------------------------------------

    def _start_other(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag == "mergeCell":
            self._merge(attributes.get("ref", ""))
        elif tag == "col":
            if is_true(attributes.get("hidden")) or attributes.get("width") == "0":
                self._builder.hide_columns(_whole(attributes.get("min", "")), _whole(attributes.get("max", "")))
        elif tag == "hyperlink" and attribute(attributes, "id"):
            self._remarks.add(LINKS, self._builder.name)
        elif tag in OBJECTS:
            self._remarks.add(OBJECTS[tag], self._builder.name)

    def _merge(self, printed: str) -> None:
        corners = cell_range(printed)
        if corners is None:
            raise Unreadable(BROKEN)
        self._builder.add_merge(corners)


def cell_range(printed: str) -> Merge | None:
    """ "A1:C3", or one cell, as its corners; None where it is no place of a sheet."""
    match = RANGE.fullmatch(printed.strip())
    if not match or not printed.isascii():
        return None
    left, top = column_number(match[1]), int(match[2])
    right, bottom = column_number(match[3]) if match[3] else left, int(match[4] or top)
    rows, columns = sorted((top, bottom)), sorted((left, right))
    if not (rows[0] >= 1 and rows[1] <= limits.ROWS and columns[0] >= 1 and columns[1] <= limits.COLUMNS):
        return None
    return Merge(rows[0], columns[0], rows[1], columns[1])


def column_number(letters: str) -> int:
    """A is 1, AA is 27; 0 for what is no column."""
    if not (0 < len(letters) <= 3 and letters.isascii() and letters.isalpha()):
        return 0
    column = 0
    for letter in letters.upper():
        column = column * 26 + ord(letter) - 64
    return column if column <= limits.COLUMNS else 0


def _whole(printed: str) -> int:
    """A whole number as an attribute has it."""
    if not (0 < len(printed) < 10 and printed.isascii() and printed.isdecimal()):
        raise Unreadable(BROKEN)
    return int(printed)
