"""A list as CSV, written row by row: the table alone, in UTF-8, with the marking in the name of the file.

Days are written as 2021-12-31, which Excel and LibreOffice take for days; texts are inert (inert.py).
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from io import StringIO
from itertools import islice

from reports.exports.inert import inert
from reports.exports.resting import collector_rests
from reports.exports.values import Cell, Listing, Row, Shaded

TYPE = "text/csv; charset=utf-8"
BEGINNING = "\ufeff"  # by which Excel knows that it is UTF-8
AT_ONCE = 500  # rows
AS_THEY_ARE = {int, float, date, type(None)}


def chunks(listing: Listing) -> Iterator[bytes]:
    """The file in pieces. The heading is on its way before anything else is read.

    Then all is read and written down at once, so that neither a transaction nor the facts themselves are held for as
    long as a slow line takes: the finished rows are a small part of what they were made of.
    """
    yield (BEGINNING + _written([[column.heading for column in listing.columns]])).encode()
    with collector_rests():
        pieces = list(_pieces(listing.rows()))
    while pieces:
        yield pieces.pop(0)


def _pieces(rows: Iterable[Row]) -> Iterator[bytes]:
    rows = iter(rows)
    while some := list(islice(rows, AT_ONCE)):
        yield _written(some).encode()


def _written(rows: Iterable[Row]) -> str:
    out = StringIO()
    csv.writer(out).writerows(zip(*map(_column, zip(*rows, strict=True)), strict=True))
    return out.getvalue()


def _column(cells: tuple[Cell, ...]) -> Iterable[object]:
    """Column by column: most hold numbers, days and nothing, which csv.writer writes as they are."""
    kinds = set(map(type, cells))
    return cells if kinds <= AS_THEY_ARE else [_plain(cell) for cell in cells]


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
