"""A list as a spreadsheet: a table that can be filtered and printed, and a sheet that says what it is.

Written row by row to a file, so that a long list is never held as cells. Every page of print carries the marking.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import IO

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from reports.exports.inert import FORMULA, inert_if_quoted
from reports.exports.values import SHADES, Cell, Column, Listing, Shaded

TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ABOUT = "About this file"
LONGEST_NAME = 31  # of a sheet
LONGEST_TEXT = 32767  # of a cell: a spreadsheet that has more in one is not opened
CUT_OFF = "\u2026 [cut off here: a cell of a spreadsheet holds no more. The CSV file has it all.]"
NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\]")
NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
LINE = Side(style="thin", color="B1B4B6")


def write(listing: Listing, file: IO[bytes]) -> None:
    """Write the workbook: the table on its first sheet, what is to be known of it on its second."""
    book = Workbook(write_only=True)
    book.properties.title, book.properties.creator = listing.what, "riskportal"
    styles = _Styles(book)
    table = book.create_sheet(_sheet_name(listing.what))
    _set_up(table, listing, listing.columns)
    table.freeze_panes = "B2"
    table.print_title_rows = "1:1"
    table.auto_filter.ref = f"A1:{get_column_letter(len(listing.columns))}{listing.number + 1}"
    table.append([styles.cell(table, column.heading, "heading") for column in listing.columns])
    for row in listing.rows():
        table.append([styles.of(table, cell) for cell in row])
    about = book.create_sheet(ABOUT)
    _set_up(about, listing, (Column("", 24), Column("", 90)))
    about.append([styles.cell(about, ABOUT, "heading"), styles.cell(about, "", "heading")])
    for label, value in listing.about:
        about.append([styles.cell(about, label, "label"), styles.of(about, value)])
    book.save(file)


def _sheet_name(what: str) -> str:
    return NOT_IN_NAMES.sub(" ", what)[:LONGEST_NAME].strip(" '") or "List"


def _set_up(sheet, listing, columns):
    """Widths, and how it is printed: across, as wide as the paper, marked top and bottom."""
    for place, column in enumerate(columns, 1):
        sheet.column_dimensions[get_column_letter(place)].width = column.width
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", Worksheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    for line in (sheet.oddHeader, sheet.oddFooter):
        line.center.text = listing.marking
    sheet.oddFooter.left.text = listing.what.replace("&", "&&")
    sheet.oddFooter.right.text = "Page &P of &N"


class _Styles:
    """The styles of a book by name, so that thousands of cells share a few."""

    def __init__(self, book):
        top = Alignment(vertical="top", wrap_text=True)
        lines = Border(bottom=LINE)
        bold = Font(bold=True)
        made = {
            "heading": NamedStyle("heading", Font(bold=True, color="FFFFFF"), PatternFill("solid", "28567A")),
            "label": NamedStyle("label", bold),
            "text": NamedStyle("text", border=lines),
            "day": NamedStyle("day", number_format="d mmm yyyy", border=lines),
            "moment": NamedStyle("moment", number_format="d mmm yyyy hh:mm", border=lines),
        }
        for name, (back, ink) in SHADES.items():
            made[name] = NamedStyle(name, Font(bold=True, color=ink), PatternFill("solid", back), lines)
        for style in made.values():
            style.alignment = top
            book.add_named_style(style)
        self.held = {}

    def of(self, sheet, value: Cell):
        """A cell in the style of what it holds."""
        if isinstance(value, Shaded):
            return self.cell(sheet, value.word, value.shade)
        if isinstance(value, datetime):
            return self.cell(sheet, value, "moment")
        return self.cell(sheet, value, "day" if isinstance(value, date) else "text")

    def cell(self, sheet, value, style: str):
        """A text is written as a text whatever it begins with, and marked so that it stays one when it is edited."""
        cell = WriteOnlyCell(sheet)
        is_text = isinstance(value, str)
        cell._style = self._style(sheet, style, is_text and FORMULA.match(value) is not None)
        if is_text:
            cell._value, cell.data_type = _text(value), "s"
        else:
            cell.value = value
        return cell

    def _style(self, sheet, name, is_quoted):
        if (name, is_quoted) not in self.held:
            pattern = WriteOnlyCell(sheet)
            pattern.style = name
            pattern.quotePrefix = is_quoted
            self.held[name, is_quoted] = pattern._style
        return self.held[name, is_quoted]


def _text(value: str) -> str:
    text = NOT_IN_XML.sub("", inert_if_quoted(value))
    return text if len(text) <= LONGEST_TEXT else text[: LONGEST_TEXT - len(CUT_OFF)] + CUT_OFF
