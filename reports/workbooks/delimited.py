"""Which cells does a text file have? Its encoding and what stands between cells are found out.

Everything stays text: what looks like a number may be a reference such as 1.10. Rows are counted as a spreadsheet
program shows them, so a text with line breaks in it is one row.
"""

from __future__ import annotations

import codecs
import csv
import itertools
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import PurePath

from reports.characters import on_one_line
from reports.workbooks import limits
from reports.workbooks.building import DIFFERENT, SHORT, SheetBuilder
from reports.workbooks.formulas import reaches
from reports.workbooks.grid import BLANK, Cell, Unreadable, Workbook
from reports.workbooks.limits import Budget
from reports.workbooks.remarks import Remarks

DELIMITERS = (",", ";", "\t", "|")
LINE = re.compile(r"[^\r\n]*+(?:\r\n|\r|\n)|[^\r\n]++\Z")
SAMPLE = 60_000  # characters
SAMPLE_ROWS = 200
SEPARATOR_LINE = re.compile(r'\ufeff?"?sep=(\t|[^\w\s"])"?[ \t]*(?:\r\n|\r|\n|$)', re.IGNORECASE)
END = "\ue000end of the text\ue000"
NUL = "The file holds NUL characters, as no table does: it is damaged, or no text."
NO_TEXT = "The file is neither a workbook nor a table in plain text, so it cannot be read."
NOTHING = "There is nothing in the table."
WESTERN = "The text was read as Western European (Windows-1252), for it is not UTF-8"
# What begins with - + or @ may be a point of a list, so only what is surely a call is taken for a formula.
CALL_OUT = re.compile(
    r"(?<!\w)[A-Za-z]\w*+'?\s*+\|\s*+'[^']*+'\s*+!|\b(?:WEBSERVICE|HYPERLINK|DDE|IMPORT(?:XML|DATA|HTML|FEED|RANGE))\s*\(",
    re.IGNORECASE,
)
CONTROL = re.compile("[\x01-\x08\x0e-\x1f\x7f]")


def read_text(content: bytes, name: str) -> Workbook:
    """A .csv or .txt file as a workbook of one sheet, called as the file."""
    remarks = Remarks()
    text = _decoded(content, remarks)
    delimiter, text = _delimiter(text)
    stem = PurePath(name.replace("\\", "/")).stem[:100]
    return grid_of(records(text, delimiter), stem, Budget(len(content)), remarks)


def grid_of(records: Iterable[list[str]], name: str, budget: Budget, remarks: Remarks) -> Workbook:
    """Rows of texts as a workbook of one sheet; Unreadable where there is nothing, too much, or a formula."""
    builder = SheetBuilder(on_one_line(name) or "Table", budget, remarks)
    known: dict[str, Cell] = {"": BLANK}
    for row, record in enumerate(records, start=1):
        budget.unpack(0)
        if row > limits.ROWS or len(record) > limits.COLUMNS:
            raise Unreadable(limits.TOO_MANY_CELLS)
        cells = {}
        for column, text in enumerate(record, start=1):
            cell = known.get(text) or _cell(builder, text, row, column)
            if not cell.is_blank:
                cells[column] = cell
                if len(known) < DIFFERENT and len(text) <= SHORT:
                    known[text] = cell
        builder.add_row(row, cells)
    sheet = builder.sheet()
    if not sheet.rows:
        raise Unreadable(NOTHING)
    return Workbook((sheet,), remarks.sentences())


def _cell(builder: SheetBuilder, text: str, row: int, column: int) -> Cell:
    if _calls_out(text):
        raise Unreadable(
            f"The formula in {builder.place(row, column)} reaches out of the file: "
            "put its value in its place, save and try again."
        )
    return Cell(builder.clean(text, row, column))


def _calls_out(text: str) -> bool:
    begin = text.lstrip()[:1] if len(text) <= limits.TEXT else ""  # a longer one is refused in any case
    if begin == "=":
        return bool(reaches(text))
    return begin in ("+", "-", "@") and bool(CALL_OUT.search(text))


# Encoding -------------------------------------------------------------------------------------------------------------


def _decoded(content: bytes, remarks: Remarks) -> str:
    for mark, encoding in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF32_LE, ""),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if content.startswith(mark):
            return _fit(_strictly(content, encoding) if encoding else None)
    if b"\0" in content:
        return _fit(_without_mark(content))
    text = _strictly(content, "utf-8")
    if text is None:
        text = _strictly(content, "cp1252") or content.decode("latin-1")
        remarks.add(WESTERN)
    return _fit(text)


def _without_mark(content: bytes) -> str | None:
    """UTF-16 that does not say so has a NUL in every second place, since what people write is mostly Latin."""
    even, odd = content[0:4000:2].count(0), content[1:4000:2].count(0)
    half = min(len(content), 4000) // 2
    if odd > half * 0.6 and even < half * 0.05:
        return _strictly(content, "utf-16-le")
    if even > half * 0.6 and odd < half * 0.05:
        return _strictly(content, "utf-16-be")
    return None


def _strictly(content: bytes, encoding: str) -> str | None:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        return None


def _fit(text: str | None) -> str:
    if text is None or "\0" in text:
        raise Unreadable(NUL)
    sample = text[:SAMPLE]
    if len(CONTROL.findall(sample)) > max(5, len(sample) // 50):
        raise Unreadable(NO_TEXT)
    return text


# What stands between cells --------------------------------------------------------------------------------------------


def likeliest(text: str) -> str:
    """What most evenly cuts a text into cells."""
    sample = text[:SAMPLE]
    scores = {delimiter: _evenness(sample, delimiter) for delimiter in DELIMITERS}
    return max(DELIMITERS, key=lambda delimiter: scores[delimiter])


def _delimiter(text: str) -> tuple[str, str]:
    """What stands between cells, and the text without the line that may say so."""
    if said := SEPARATOR_LINE.match(text):
        return said[1], text[said.end() :]
    text = text.removeprefix("\ufeff")
    return likeliest(text), text


def _evenness(sample: str, delimiter: str) -> tuple[float, int]:
    """How evenly a delimiter cuts a text: the part of rows as wide as most are, and that width."""
    if delimiter not in sample:
        return 0, 0
    rows = csv.reader(_lines(sample), delimiter=delimiter)
    try:
        widths = Counter(len(row) for row in itertools.islice(rows, SAMPLE_ROWS) if any(map(str.strip, row)))
    except csv.Error:
        return 0, 0
    wide = {width: count for width, count in widths.items() if width > 1}
    if not wide:
        return 0, 0
    width = max(wide, key=lambda width: (wide[width], width))
    return round(wide[width] / sum(widths.values()), 1), width


def records(text: str, delimiter: str) -> Iterator[list[str]]:
    """The rows of the text. One quotation mark too many would swallow all that follows: a last row of ours tells."""
    csv.field_size_limit(max(csv.field_size_limit(), limits.FILE_BYTES * 2))
    lines = itertools.chain(_lines(text), ["\n", END])
    reader = csv.reader(lines, delimiter=delimiter)
    begin, at_end = 1, False
    try:
        for number, record in enumerate(reader, start=1):
            begin = number
            at_end = record == [END]
            if at_end:
                break
            if END in record[-1:] or any(END in text for text in record[-1:]):
                break
            yield record
    except csv.Error as error:
        raise Unreadable(f"Row {begin + 1} of the text cannot be read as a row of a table.") from error
    if not at_end:
        raise Unreadable(f"The quotation mark that begins a text in row {begin} never ends: end it and try again.")


def _lines(text: str) -> Iterator[str]:
    """Lines with their ends, of all three kinds; a buffer of the whole text would take four bytes a character."""
    return (match[0] for match in LINE.finditer(text))
