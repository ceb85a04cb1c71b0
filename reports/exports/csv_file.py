"""A list as CSV, written row by row: the table alone, in UTF-8, with the marking in the name of the file.

Days are written as 2021-12-31, which Excel and LibreOffice take for days; texts are inert (inert.py).
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from datetime import datetime
from io import StringIO

from reports.exports.inert import inert
from reports.exports.values import Cell, Listing, Row, Shaded

TYPE = "text/csv; charset=utf-8"
BEGINNING = "\ufeff"  # by which Excel knows that it is UTF-8
AT_ONCE = 500  # rows


def chunks(listing: Listing) -> Iterator[bytes]:
    """The file in pieces, the heading first: it is on its way while the rows are still being read."""
    yield (BEGINNING + _written([[column.heading for column in listing.columns]])).encode()
    held = []
    for row in listing.rows():
        held.append(row)
        if len(held) == AT_ONCE:
            yield _written(held).encode()
            held = []
    if held:
        yield _written(held).encode()


def _written(rows: Iterable[Row]) -> str:
    out = StringIO()
    csv.writer(out).writerows([_plain(cell) for cell in row] for row in rows)
    return out.getvalue()


def _plain(cell: Cell) -> object:
    """What csv.writer is given: numbers and days it writes as they are."""
    if type(cell) is str:
        # Nearly every text begins with a letter or a digit, which can start no formula.
        return cell if cell[:1].isalnum() else inert(cell)
    if type(cell) is Shaded:
        return cell.word
    if type(cell) is datetime:
        return cell.strftime("%Y-%m-%d %H:%M")
    return cell
