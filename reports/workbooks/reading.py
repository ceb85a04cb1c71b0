"""How does a file, or a pasted table, become a grid? One way in for every format; the rest is Unreadable."""

from __future__ import annotations

import logging

from reports.workbooks.delimited import read_text
from reports.workbooks.grid import Unreadable, Workbook
from reports.workbooks.kinds import Kind, kind_of
from reports.workbooks.markup import BROKEN
from reports.workbooks.ods import read_ods
from reports.workbooks.pasted import read_table
from reports.workbooks.xlsx import read_xlsx

log = logging.getLogger(__name__)


def read_workbook(content: bytes, name: str) -> Workbook:
    """The grid of an .xlsx, .ods or .csv file, told apart by content. `name` is checked, and names the sheet of a text.

    Raises Unreadable, in one sentence for the person who gave it, for everything else and for whatever is hostile.
    """
    try:
        return read_unguarded(content, name)
    except Unreadable:
        raise
    except Exception as error:  # a mistake of ours: the log tells it, and the person has a file that cannot be read
        log.exception("A workbook of %s bytes broke its reader", len(content))
        raise Unreadable(BROKEN) from error


def read_unguarded(content: bytes, name: str) -> Workbook:
    """As `read_workbook`, with our own mistakes as they are: for whoever looks for them."""
    kind, package = kind_of(content, name)
    if kind is Kind.TEXT or package is None:
        return read_text(content, name)
    return read_xlsx(package) if kind is Kind.XLSX else read_ods(package)


def read_pasted(text: str) -> Workbook:
    """The grid of a table pasted into a field: as Excel copies it, or with | ; or , between its cells."""
    return read_table(text)
