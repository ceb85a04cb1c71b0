"""The rows of a spreadsheet's table as they stand in its file (ECMA-376, 18.3.1.73 row and 18.3.1.4 c)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime
from functools import cache
from itertools import islice
from xml.sax.saxutils import escape

from openpyxl.utils import get_column_letter
from openpyxl.utils.datetime import to_excel

from reports.exports.inert import FORMULA, inert_if_quoted
from reports.exports.values import Cell, Row, Shaded

HEADING, LABEL, TEXT, QUOTED, DAY, MOMENT = "heading", "label", "text", "quoted", "day", "moment"
AT_ONCE = 500
SHORT = 24  # letters: texts no longer come again in other rows
LONGEST_TEXT = 32767  # of a cell: a spreadsheet that has more in one is not opened
CUT_OFF = "\u2026 [cut off here: a cell of a spreadsheet holds no more. The CSV file has it all.]"
NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
LINE_ENDS = {"\r": "&#13;"}  # else it would be read as the end of a line like any other


def as_text(value: str) -> tuple[str, bool]:
    """(what a cell can hold of a text, whether it looks like a formula and is marked as quoted)."""
    text = NOT_IN_XML.sub("", inert_if_quoted(value))
    if len(text) > LONGEST_TEXT:
        text = text[: LONGEST_TEXT - len(CUT_OFF)] + CUT_OFF
    return text, FORMULA.match(text) is not None


class Rows:
    """Writes rows in a book whose styles have these numbers."""

    def __init__(self, styles: Mapping[str, int], columns: int):
        self.styles = styles
        self.letters = [get_column_letter(place) for place in range(1, columns + 1)]
        self.day: Callable[[date], str] = cache(lambda day: f"{to_excel(day)}")
        self.word: Callable[[str], str] = cache(self._text)  # of those that stand in many rows: see `_cell`

    def written(self, rows: Iterable[Row], first: int) -> Iterator[bytes]:
        """In pieces of some rows each. `first`: the number of the first row."""
        rows, number = iter(rows), first
        while some := list(islice(rows, AT_ONCE)):
            yield "".join(self._row(n, row) for n, row in enumerate(some, number)).encode()
            number += len(some)

    def _row(self, number: int, row: Row) -> str:
        cells = [f'<c r="{letter}{number}"{self._cell(cell)}' for letter, cell in zip(self.letters, row, strict=True)]
        return f'<row r="{number}">{"".join(cells)}</row>'

    def _cell(self, cell: Cell) -> str:
        """The rest of a cell's element after its place."""
        if cell is None:
            return f' s="{self.styles[TEXT]}"/>'
        if isinstance(cell, str):
            return self.word(cell) if len(cell) < SHORT else self._text(cell)
        if isinstance(cell, Shaded):
            return self._string(cell.word, self.styles[cell.shade])
        if isinstance(cell, datetime):
            return f' s="{self.styles[MOMENT]}"><v>{to_excel(cell)}</v></c>'
        if isinstance(cell, date):
            return f' s="{self.styles[DAY]}"><v>{self.day(cell)}</v></c>'
        return f' s="{self.styles[TEXT]}"><v>{cell}</v></c>'

    def _text(self, value: str) -> str:
        text, is_quoted = as_text(value)
        return self._string(text, self.styles[QUOTED if is_quoted else TEXT])

    def _string(self, text: str, style: int) -> str:
        text = escape(text, LINE_ENDS)
        return f' s="{style}" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'
