"""A list as a spreadsheet: a table that can be filtered and printed, and a sheet that says what it is.

openpyxl makes the workbook, its styles and all but the rows of the table. These are written into its place row by row
(xlsx_rows.py): a cell of openpyxl costs twenty times as much. Every page of print carries the marking.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from io import BytesIO
from typing import IO
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from reports.exports.values import SHADES, Cell, Column, Listing, Shaded
from reports.exports.xlsx_rows import DAY, HEADING, LABEL, MOMENT, QUOTED, TEXT, Rows, as_text

TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ABOUT = "About this file"
LONGEST_NAME = 31  # of a sheet
NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\]")
LINE = Side(style="thin", color="B1B4B6")
TABLE = "xl/worksheets/sheet1.xml"
AFTER_ROWS = b"</sheetData>"


def write(listing: Listing, file: IO[bytes]) -> None:
    """Write the workbook: the table on its first sheet, what is to be known of it on its second."""
    book = Workbook(write_only=True)
    book.properties.title, book.properties.creator = listing.what, "riskportal"
    styles = _Styles(book)
    _table(book, styles, listing)
    _about(book, styles, listing)
    made = BytesIO()
    book.save(made)
    with ZipFile(made) as frame, ZipFile(file, "w", ZIP_DEFLATED) as out:
        for part in frame.infolist():
            if part.filename != TABLE:
                out.writestr(part, frame.read(part))
                continue
            before, after = frame.read(part).split(AFTER_ROWS)
            with out.open(part.filename, "w") as sheet:
                sheet.write(before)
                for piece in Rows(styles.numbers, len(listing.columns)).written(listing.rows(), first=2):
                    sheet.write(piece)
                sheet.write(AFTER_ROWS + after)


def _table(book, styles, listing):
    """The sheet of the table with its heading, which is where its rows go."""
    table = book.create_sheet(_sheet_name(listing))
    _set_up(table, listing, listing.columns)
    table.freeze_panes = "B2"
    table.print_title_rows = "1:1"
    table.auto_filter.ref = f"A1:{get_column_letter(len(listing.columns))}{listing.number + 1}"
    table.append([styles.cell(table, column.heading, HEADING) for column in listing.columns])


def _about(book, styles, listing):
    about = book.create_sheet(ABOUT)
    _set_up(about, listing, (Column("", 24), Column("", 90)))
    about.append([styles.cell(about, text, HEADING) for text in (ABOUT, "")])
    for label, value in listing.about:
        about.append([styles.cell(about, label, LABEL), styles.of(about, value)])


def _sheet_name(listing: Listing) -> str:
    """What the list is, where that is short enough; else as in the file's name, without the day."""
    for name in (listing.what, listing.name.split(" ")[0]):
        name = " ".join(NOT_IN_NAMES.sub(" ", name.replace("/", "-")).split()).strip("' ")
        if name and len(name) <= LONGEST_NAME:
            return name
    return "List"


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
    """The few styles of a book, by name."""

    def __init__(self, book):
        lines, day, moment = Border(bottom=LINE), "d mmm yyyy", "d mmm yyyy hh:mm"
        made = {
            HEADING: NamedStyle(HEADING, Font(bold=True, color="FFFFFF"), PatternFill("solid", "28567A")),
            LABEL: NamedStyle(LABEL, Font(bold=True)),
            TEXT: NamedStyle(TEXT, border=lines),
            DAY: NamedStyle(DAY, number_format=day, border=lines),
            MOMENT: NamedStyle(MOMENT, number_format=moment, border=lines),
        }
        for name, (back, ink) in SHADES.items():
            made[name] = NamedStyle(name, Font(bold=True, color=ink), PatternFill("solid", back), lines)
        sheet = Worksheet(book)
        self.held, self.numbers = {}, {}
        for name, style in made.items():
            style.alignment = Alignment(vertical="top", wrap_text=True)
            book.add_named_style(style)
            self._hold(sheet, name, name)
        self._hold(sheet, QUOTED, TEXT, is_quoted=True)

    def _hold(self, sheet, name, style, is_quoted=False):
        """`numbers`: by which the rows of the table name it."""
        pattern = WriteOnlyCell(sheet)
        pattern.style, pattern.quotePrefix = style, is_quoted
        self.held[name], self.numbers[name] = pattern._style, pattern.style_id

    def of(self, sheet, value: Cell):
        """A cell in the style of what it holds."""
        if isinstance(value, Shaded):
            return self.cell(sheet, value.word, value.shade)
        if isinstance(value, datetime):
            return self.cell(sheet, value, MOMENT)
        return self.cell(sheet, value, DAY if isinstance(value, date) else TEXT)

    def cell(self, sheet, value, style: str):
        cell = WriteOnlyCell(sheet)
        if isinstance(value, str):
            text, is_quoted = as_text(value)
            style = QUOTED if is_quoted and style == TEXT else style
            cell._value, cell.data_type = text, "s"  # never a formula, whatever it begins with
        else:
            cell.value = value
        cell._style = self.held[style]
        return cell
