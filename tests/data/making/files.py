"""From a Book to the bytes of a file: .xlsx, .ods, .csv and what the clipboard holds. The same bytes every time."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from datetime import date, datetime, timedelta
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from openpyxl import Workbook as OpenpyxlWorkbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from tests.data.making.book import COLOURS, Book, C, Page

LONG_AGO = (1980, 1, 1, 0, 0, 0)
DAY_ONE = datetime(2020, 1, 1)


def packed(members: list[tuple[str, bytes]]) -> bytes:
    """A zip whose bytes do not depend on the day."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in members:
            info = zipfile.ZipInfo(name, LONG_AGO)
            info.compress_type = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            archive.writestr(info, content)
    return out.getvalue()


def xlsx(book: Book) -> bytes:
    """The book as Excel writes it; cached values of formulas are put in by hand, for openpyxl cannot."""
    workbook = OpenpyxlWorkbook()
    workbook.remove(workbook.active)
    workbook.properties.created = workbook.properties.modified = DAY_ONE
    for page in book.pages:
        _fill(workbook.create_sheet(page.name), page)
    raw = io.BytesIO()
    workbook.save(raw)
    with zipfile.ZipFile(raw) as archive:
        members = [(info.filename, archive.read(info)) for info in archive.infolist()]
    return packed([(name, _with_cached(name, content, book)) for name, content in members])


def _fill(sheet: Any, page: Page) -> None:
    for (row, column), cell in sorted(page.cells.items()):
        here = sheet.cell(row, column, cell.formula or cell.value)
        if isinstance(cell.value, date):
            here.number_format = "dd/mm/yyyy"
        if cell.text:
            here.data_type = "s"
        if cell.percent:
            here.number_format = "0%"
        if isinstance(cell.value, str) and "\n" in cell.value:
            here.alignment = Alignment(wrap_text=True, vertical="top")
        if cell.fill:
            here.fill = PatternFill("solid", fgColor="FF" + COLOURS[cell.fill].upper())
        if cell.struck:
            here.font = Font(strike=True)
        if cell.note:
            here.comment = Comment(cell.note, "")
    for first_row, first_column, last_row, last_column in page.merges:
        sheet.merge_cells(start_row=first_row, start_column=first_column, end_row=last_row, end_column=last_column)
    for row in page.hidden_rows:
        sheet.row_dimensions[row].hidden = True
    for column in page.hidden_columns:
        sheet.column_dimensions[get_column_letter(column)].hidden = True
    if page.is_hidden:
        sheet.sheet_state = "hidden"
    if page.phantom_row:
        sheet.cell(page.phantom_row, 3).fill = PatternFill("solid", fgColor="FFFFFFFF")


def _with_cached(name: str, content: bytes, book: Book) -> bytes:
    """The XML of a member with the calculated values in it."""
    if name == "docProps/core.xml":
        return re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>2020-01-01T00:00:00Z", content)
    found = re.fullmatch(r"xl/worksheets/sheet(\d+)\.xml", name)
    if not found:
        return content
    text = content.decode()
    for (row, column), cell in book.pages[int(found[1]) - 1].cells.items():
        if cell.formula:
            text = _with_value(text, f"{get_column_letter(column)}{row}", cell)
    return text.encode()


def _with_value(text: str, address: str, cell: C) -> str:
    kind = "" if not isinstance(cell.value, str) else ' t="e"' if cell.value.startswith("#") else ' t="str"'
    value = "" if cell.value is None else f"<v>{escape(str(cell.value))}</v>"
    pattern = rf'<c r="{address}"((?: s="\d+")?)[^>]*><f>(.*?)</f><v ?/?>(?:</v>)?</c>'
    made, count = re.subn(pattern, lambda found: f'<c r="{address}"{found[1]}{kind}><f>{found[2]}</f>{value}</c>', text)
    assert count == 1, f"no formula at {address}"
    return made


# OpenDocument ---------------------------------------------------------------------------------------------------------

ODS = "application/vnd.oasis.opendocument.spreadsheet"
NAMES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{rest}"'
    for prefix, rest in {
        "office": "office:1.0",
        "table": "table:1.0",
        "text": "text:1.0",
        "style": "style:1.0",
        "fo": "xsl-fo-compatible:1.0",
        "of": "of:1.2",
    }.items()
)
MANIFEST = f"""<?xml version="1.0" encoding="UTF-8"?>
<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.2">
<manifest:file-entry manifest:full-path="/" manifest:media-type="{ODS}"/>
<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>
</manifest:manifest>"""


def ods(book: Book) -> bytes:
    """The book as LibreOffice writes it: repeated cells and rows, covered cells, a sheet padded to its full size."""
    styles = "".join(
        f'<style:style style:name="{name}" style:family="table-cell">'
        f'<style:table-cell-properties fo:background-color="#{rgb}"/></style:style>'
        for name, rgb in COLOURS.items()
    )
    styles += (
        '<style:style style:name="struck" style:family="table-cell">'
        '<style:text-properties style:text-line-through-style="solid"/></style:style>'
        '<style:style style:name="away" style:family="table"><style:table-properties table:display="false"/>'
        "</style:style>"
    )
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {NAMES} office:version="1.2">'
        f"<office:automatic-styles>{styles}</office:automatic-styles><office:body><office:spreadsheet>"
        + "".join(_ods_table(page) for page in book.pages)
        + "</office:spreadsheet></office:body></office:document-content>"
    )
    return packed(
        [("mimetype", ODS.encode()), ("content.xml", content.encode()), ("META-INF/manifest.xml", MANIFEST.encode())]
    )


def _ods_table(page: Page) -> str:
    style = ' table:style-name="away"' if page.is_hidden else ""
    columns = "".join(
        f"<table:table-column{_collapsed(column in page.hidden_columns)}/>" for column in range(1, page.last_column + 1)
    )
    rows = "".join(_ods_row(page, row) for row in range(1, page.last_row + 1))
    padding = (
        f'<table:table-row table:number-rows-repeated="{1048576 - page.last_row}">'
        '<table:table-cell table:number-columns-repeated="1024"/></table:table-row>'
    )
    return f"<table:table table:name={quoteattr(page.name)}{style}>{columns}{rows}{padding}</table:table>"


def _collapsed(is_hidden: bool) -> str:
    return ' table:visibility="collapse"' if is_hidden else ""


def _ods_row(page: Page, row: int) -> str:
    spans = {(merge[0], merge[1]): merge for merge in page.merges}
    covered = {
        (r, c)
        for r1, c1, r2, c2 in page.merges
        for r in range(r1, r2 + 1)
        for c in range(c1, c2 + 1)
        if (r, c) != (r1, c1)
    }
    cells, blanks = [], 0
    for column in range(1, page.last_column + 1):
        if (row, column) in covered:
            cells.append(_blanks(blanks) + "<table:covered-table-cell/>")
            blanks = 0
        elif (row, column) in page.cells or (row, column) in spans:
            cells.append(_blanks(blanks) + _ods_cell(page.cells.get((row, column), C()), spans.get((row, column))))
            blanks = 0
        else:
            blanks += 1
    cells.append(_blanks(blanks + 1024 - page.last_column))
    return f"<table:table-row{_collapsed(row in page.hidden_rows)}>{''.join(cells)}</table:table-row>"


def _blanks(count: int) -> str:
    return f'<table:table-cell table:number-columns-repeated="{count}"/>' if count else ""


def _ods_cell(cell: C, span: tuple[int, int, int, int] | None) -> str:
    marks = ""
    if cell.fill or cell.struck:
        marks += f' table:style-name="{"struck" if cell.struck else cell.fill}"'
    if cell.formula:
        marks += " table:formula=" + quoteattr("of:" + re.sub(r"([A-Z]+[0-9]+)", r"[.\1]", cell.formula))
    if span:
        first_row, first_column, last_row, last_column = span
        marks += f' table:number-columns-spanned="{last_column - first_column + 1}"'
        marks += f' table:number-rows-spanned="{last_row - first_row + 1}"'
    note = f"<office:annotation><text:p>{escape(cell.note)}</text:p></office:annotation>" if cell.note else ""
    kind, words = _ods_value(cell)
    return f"<table:table-cell{marks}{kind}>{note}{words}</table:table-cell>"


def _ods_value(cell: C) -> tuple[str, str]:
    value = cell.value
    if value is None:
        return "", ""
    if isinstance(value, date):
        return (
            f' office:value-type="date" office:date-value="{value.isoformat()}"',
            f"<text:p>{value:%d/%m/%Y}</text:p>",
        )
    if isinstance(value, int | float):
        return f' office:value-type="float" office:value="{value}"', f"<text:p>{value}</text:p>"
    paragraphs = "".join(f"<text:p>{escape(line)}</text:p>" for line in str(value).split("\n"))
    return ' office:value-type="string"', paragraphs


# Text -----------------------------------------------------------------------------------------------------------------


def shown(value: Any) -> str:
    """A value as a spreadsheet shows it."""
    if value is None:
        return ""
    return f"{value:%d/%m/%Y}" if isinstance(value, date) else str(value)


def delimited(page: Page, delimiter: str, line_end: str = "\r\n") -> str:
    """One sheet as delimited text."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, lineterminator=line_end)
    for row in range(1, page.last_row + 1):
        writer.writerow([shown(page.cells.get((row, column), C()).value) for column in range(1, page.last_column + 1)])
    return out.getvalue()


def serial(day: date) -> int:
    """The number Excel keeps for a day."""
    return (day - date(1899, 12, 30)) // timedelta(days=1)
