"""Workbooks in a few lines, for the tests of understanding: rows of plain values, merges, hidden things."""

from datetime import date

from reports.imports.understanding import understand
from reports.imports.values import About, Known, KnownPost
from reports.workbooks.grid import Cell, Merge, Sheet, Workbook
from tests.imported_known import scheme_called

OWNER, OTHER = "Head of Estates", "Chief Finance Officer"
KNOWN = Known(
    body="Northbeck Council",
    scheme=scheme_called("5x5"),
    posts=(KnownPost(1, OWNER, ("HoE",), ("T. Brandreth",)), KnownPost(2, OTHER, ("CFO",), ("P. Oake",))),
    objectives=((1, "Safe streets"), (2, "Sound finances")),
    today=date(2023, 9, 30),
)


def sheet(*rows, name="Register", **more):
    """A sheet by its rows; None and "" are blank. `merges`: (first row, first column, last row, last column)."""
    cells = {
        number: {column: Cell(value) for column, value in enumerate(row, 1) if value not in (None, "")}
        for number, row in enumerate(rows, 1)
    }
    merges = tuple(Merge(*merge) for merge in more.pop("merges", ()))
    return Sheet(name, {number: row for number, row in cells.items() if row}, merges, **more)


def book(*sheets):
    return Workbook(tuple(sheets))


def understood(*rows, known=KNOWN, **more):
    """What is understood of one sheet."""
    return understand(book(sheet(*rows, **more)), known)


def tables(proposal):
    """The tables that are not left out."""
    return [table for table in proposal.tables if table.about != About.NOTHING]


def facts(proposal, place=0):
    """The facts of a table's columns by their headings; None is a question."""
    return {column.heading: column.fact and column.fact.value for column in tables(proposal)[place].columns}


def risks(*heads, rows=3, **values):
    """Some rows of risks under such a header: heading -> value, or a list of values."""
    usual = {
        "Ref": ["1", "2", "3"],
        "Risk": ["Fire", "Fraud", "Flood"],
        "Risk owner": [OWNER, OTHER, OWNER],
        "Likelihood": [3, 2, 2],
        "Impact": [4, 4, 2],
        **values,
    }
    lines = []
    for number in range(rows):
        cells = (usual[head] for head in heads)
        lines.append([cell[number] if isinstance(cell, list) else cell for cell in cells])
    return [list(heads), *lines]
