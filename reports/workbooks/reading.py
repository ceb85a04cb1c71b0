"""How does a file, or a pasted table, become a grid? One way in for every format; the rest is Unreadable."""

from __future__ import annotations

from reports.workbooks.delimited import read_text
from reports.workbooks.grid import Workbook
from reports.workbooks.kinds import Kind, kind_of
from reports.workbooks.ods import read_ods
from reports.workbooks.pasted import read_table
from reports.workbooks.xlsx import read_xlsx


def read_workbook(content: bytes, name: str) -> Workbook:
    """The grid of an .xlsx, .ods or .csv file, told apart by content. `name` is checked, and names the sheet of a text.

    Raises Unreadable, in one sentence for the person who gave it, for everything else and for whatever is hostile.
    """
    kind, package = kind_of(content, name)
    if kind is Kind.TEXT or package is None:
        return read_text(content, name)
    if kind is Kind.XLSX:
        return read_xlsx(package)
    return read_ods(package)


def read_pasted(text: str) -> Workbook:
    """The grid of a table pasted into a field: as Excel copies it, or with | ; or , between its cells."""
    return read_table(text)
