"""Which cells does a pasted table have? As spreadsheet programs copy it, or typed with | ; or , between cells.

A spreadsheet copies cells with tabs between them, and quotes a cell only where it holds a line break or a tab. Any
other quotation mark is the person's own, so the rules of .csv files would take some away.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from reports.workbooks import limits
from reports.workbooks.delimited import NUL, grid_of, likeliest, records
from reports.workbooks.grid import Unreadable, Workbook
from reports.workbooks.limits import Budget
from reports.workbooks.remarks import Remarks

NAME = "Pasted table"
TOO_LARGE = "The pasted table is longer than 10 million characters: save it as a file with only the sheets that matter."
TABBED_CELL = re.compile(r'"((?:[^"]|"")*+)"(?=[\t\r\n]|\Z)|([^\t\r\n]*)')
BETWEEN = re.compile(r"\t|\r\n|\r|\n")
WEB_PAGE = re.compile(r"\s*<(?:!doctype|html|table|tr|meta)\b", re.IGNORECASE)
RULE = re.compile(r"\s*:?-{2,}:?\s*")  # under the heads of a table typed with strokes
STROKE = re.compile(r"(?<!\\)\|")  # a stroke behind a backslash belongs to its cell
WEIGHTED = re.compile(r"(\*\*|__|\*|_|`)(?=\S)(?P<words>[^\n]*?)(?<=\S)\1")  # a whole cell in bold, slanted or as code
LINE_BREAK = re.compile(r"\s*<br\s*/?>\s*", re.IGNORECASE)


def read_table(text: str) -> Workbook:
    """A pasted table as a workbook of one sheet; Unreadable where there is none."""
    if len(text) > limits.FILE_BYTES:
        raise Unreadable(TOO_LARGE)
    if "\0" in text:
        raise Unreadable(NUL.replace("The file", "The table"))
    if WEB_PAGE.match(text):
        raise Unreadable("This is the source of a web page: copy the table as it is shown, and paste that.")
    text = text.removeprefix("\ufeff")
    if "\t" in text:
        rows = _tabbed(text)
    elif (delimiter := likeliest(text)) == "|":
        rows = _stroked(text)
    else:
        rows = records(text, delimiter)
    return grid_of(rows, NAME, Budget(len(text)), Remarks())


def _tabbed(text: str) -> Iterator[list[str]]:
    row: list[str] = []
    position = 0
    while True:
        match = TABBED_CELL.match(text, position)
        if match is None:  # the second way to match fits anything
            return
        row.append(_unquoted(match))
        position = match.end()
        between = BETWEEN.match(text, position)
        if between is None or between[0] != "\t":
            yield row
            row = []
        if between is None:
            return
        position = between.end()


def _unquoted(match: re.Match[str]) -> str:
    inside = match[1]
    if inside is None:
        return match[2]
    if any(sign in inside for sign in ("\n", "\r", "\t", '""')):
        return inside.replace('""', '"')
    return match[0]


def _stroked(text: str) -> Iterator[list[str]]:
    """Rows with | between cells, and perhaps before and behind them; the rule below the heads is an empty row.

    Where there is such a rule, the table is in Markdown: signs for bold and slanted, and "<br>", are read as such.
    """
    rows = [STROKE.split(line.strip().removeprefix("|").removesuffix("|")) for line in text.splitlines()]
    rules = [all(RULE.fullmatch(cell) for cell in cells) for cells in rows]
    reads = _marked if any(rules) else str.strip
    for cells, is_rule in zip(rows, rules, strict=True):
        yield [] if is_rule else [reads(cell) for cell in cells]


def _marked(cell: str) -> str:
    """The words of a cell in Markdown."""
    cell = LINE_BREAK.sub("\n", cell.strip()).replace("\\|", "|")
    while (match := WEIGHTED.fullmatch(cell)) and match[1] not in match["words"]:
        cell = match["words"]
    return cell
