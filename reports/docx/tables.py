"""Tables: header rows that Word repeats and a screen reader knows for headers, cells that span, widths that fit."""

import re
from dataclasses import dataclass, replace
from math import sqrt

from docx.oxml.ns import qn

from reports.docx.inline import classes
from reports.docx.xml import PLAIN, Look, Shape, mm, w

WIDTH = re.compile(r"w-(\d+)")
PARAGRAPH, TABLE = qn("w:p"), qn("w:tbl")
LETTER = 95  # twips, of nine points on average
LONGEST_WORD, MOST = 22, 90  # letters a column is sure to get, and beyond which more do not matter


@dataclass
class Cell:
    """One cell, or the lower part of one that spans rows (`element` is None)."""

    element: object
    columns: int
    is_header: bool
    spans: str = ""  # "restart" and "continue" where it spans rows

    @property
    def text(self) -> str:
        return "" if self.element is None else " ".join("".join(self.element.itertext()).split())


@dataclass
class Row:
    cells: list[Cell]
    is_header: bool
    stays_with_next: bool


class Tables:
    """Writes the tables of one file."""

    def __init__(self, body):
        self.body = body

    def write(self, element, context) -> None:
        """A table: its caption above it, as the PDF has it."""
        caption = element.find("caption")
        if caption is not None:
            line = self.body.open(replace(context, style="Caption"))
            line.inside(caption)
        rows = rows_of(element)
        columns = max((sum(cell.columns for cell in row.cells) for row in rows), default=0)
        if not columns:
            return
        room = self.body.width - context.left
        widths = widths_of(rows, columns, room)
        made = w("tbl", _properties(rows, context, room), w("tblGrid", *(w("gridCol", w=width) for width in widths)))
        for row in rows:
            made.append(self._row(row, widths, context))
        self.body.place(made)

    def _row(self, row: Row, widths: list[int], context):
        told = w("trPr", w("cantSplit"), w("tblHeader") if row.is_header else None)
        made = w("tr", told)
        at = 0
        for cell in row.cells:
            made.append(self._cell(cell, row, sum(widths[at : at + cell.columns]), context))
            at += cell.columns
        if at < len(widths):  # a row that stops short still has to fill the grid
            missing = Cell(None, len(widths) - at, False)
            made.append(self._cell(missing, row, sum(widths[at:]), context))
        return made

    def _cell(self, cell: Cell, row: Row, width: int, context):
        made = w(
            "tc",
            w(
                "tcPr",
                w("tcW", w=width, type="dxa"),
                w("gridSpan", val=cell.columns) if cell.columns > 1 else None,
                w("vMerge", val="restart" if cell.spans == "restart" else None) if cell.spans else None,
            ),
        )
        is_heading = cell.is_header and (row.is_header or row.stays_with_next)
        inside = context.in_cell("TableHeading" if is_heading else "TableText", made, width)
        if cell.element is not None:
            numeric = "numeric" in classes(cell.element)
            look = Look(is_bold=True) if cell.is_header and not is_heading else PLAIN
            inside = replace(inside, look=look, is_right=numeric, keeps_next=row.stays_with_next)
            self.body.flow_in_cell(cell.element, inside)
        if not len(made) or made[-1].tag != PARAGRAPH:
            made.append(w("p", Shape("TableText").properties()))
        return made


def _properties(rows: list[Row], context, room: int):
    """How the table stands, and which of its rows and columns are headers."""
    body = [row for row in rows if not row.is_header]
    first = bool(body) and all(row.cells and row.cells[0].is_header for row in body)
    top = any(row.is_header for row in rows)
    looks = {"firstRow": int(top), "lastRow": 0, "firstColumn": int(first), "lastColumn": 0, "noHBand": 1, "noVBand": 1}
    return w(
        "tblPr",
        w("tblStyle", val="PaperTable"),
        w("tblW", w=room, type="dxa"),
        w("tblInd", w=context.left, type="dxa") if context.left else None,
        w("tblLook", val=f"{0x0600 | 0x20 * top | 0x80 * first:04X}", **looks),
    )


def rows_of(table) -> list[Row]:
    """The rows of a table with a cell in every place, those that spanning cells reach down into too."""
    rows: list[Row] = []
    reaching: dict[int, tuple[int, int]] = {}  # column: (rows still to fill, columns it spans)
    for line in table.iter("tr"):
        if next(line.iterancestors("table")) is not table:
            continue
        cells: list[Cell] = []
        waiting = [cell for cell in line if cell.tag in ("th", "td")]
        at = 0
        while waiting or reaching.get(at, (0, 0))[0]:
            left, columns = reaching.get(at, (0, 0))
            if left:
                reaching[at] = (left - 1, columns)
                cells.append(Cell(None, columns, False, "continue"))
            else:
                element = waiting.pop(0)
                columns, down = _span(element, "colspan"), _span(element, "rowspan")
                cells.append(Cell(element, columns, element.tag == "th", "restart" if down > 1 else ""))
                if down > 1:
                    reaching[at] = (down - 1, columns)
            at += columns
        is_header = line.getparent().tag == "thead"
        rows.append(Row(cells, is_header, is_header or "group" in classes(line)))
    return rows


def _span(element, name: str) -> int:
    value = element.get(name) or "1"
    return max(1, min(int(value), 60)) if value.isdecimal() else 1


def widths_of(rows: list[Row], columns: int, room: int) -> list[int]:
    """Columns as wide as their words ask, those the page sets in per cent as it sets them; together the whole room."""
    told: dict[int, int] = {}
    texts: list[list[str]] = [[] for _ in range(columns)]
    for row in rows:
        at = 0
        for cell in row.cells:
            if cell.columns == 1 and cell.element is not None:
                texts[at].append(cell.text)
                told |= _told(cell.element, at, room)
            at += cell.columns
    least = [_least(column) for column in texts]
    wanted = [max(low, _wanted(column)) for low, column in zip(least, texts, strict=True)]
    free = [at for at in range(columns) if at not in told]
    left = max(room - sum(told.values()), len(free) * mm(8))
    shared = _shared([least[at] for at in free], [wanted[at] for at in free], left)
    widths = dict(zip(free, shared, strict=True)) | told
    return [max(1, widths[at] * room // max(1, sum(widths.values()))) for at in range(columns)]


def _told(element, at: int, room: int) -> dict[int, int]:
    found = [match for match in map(WIDTH.fullmatch, classes(element)) if match]
    return {at: room * int(found[0][1]) // 100} if found else {}


def _least(texts: list[str]) -> int:
    longest = max((len(word) for text in texts for word in text.split()), default=1)
    return (min(longest, LONGEST_WORD) + 2) * LETTER


def _wanted(texts: list[str]) -> int:
    lengths = [min(len(text), MOST) for text in texts] or [1]
    return round(sqrt(max(lengths) * (sum(lengths) / len(lengths)))) * LETTER


def _shared(least: list[int], wanted: list[int], room: int) -> list[int]:
    """Everyone's least first, then the rest in proportion to what more they want."""
    rest = room - sum(least)
    if rest <= 0 or not least:
        return [low * room // max(1, sum(least)) for low in least]
    more = [want - low + LETTER for low, want in zip(least, wanted, strict=True)]
    return [low + rest * extra // sum(more) for low, extra in zip(least, more, strict=True)]
