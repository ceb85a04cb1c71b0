"""Did the portal give a sheet out itself? Then nothing of it has to be guessed (reports/exports/headings.py)."""

from __future__ import annotations

from reports.exports.headings import FACTS, SIGNS
from reports.imports.values import About, ColumnProposal, Fact, TableProposal
from reports.workbooks.grid import Sheet

BESIDE = "About this file"  # the sheet that says what a file of ours is
SAMPLES = 3
WORKED_OUT = "The portal works this out itself, so it is not taken from the file."
OUR_COLUMN = "This is the heading the portal gives it in its own files."


def ours(sheet: Sheet) -> TableProposal | None:
    """The table of a sheet that the portal made, perhaps with fewer columns or rows by now; None of any other."""
    headings = {column: str(cell.value).strip() for column, cell in sheet.rows.get(1, {}).items() if not cell.is_blank}
    if sheet.name == BESIDE and headings.get(1) == BESIDE:
        reason = "It says what the file is, and is no part of the register."
        return TableProposal(sheet.name, (1, 1), 2, max(sheet.rows), About.NOTHING, reason, ())
    said = set(headings.values())
    for about, signs in SIGNS.items():
        if signs <= said and len(said) == len(headings) and max(sheet.rows) > 1:
            return TableProposal(
                sheet.name,
                (1, 1),
                2,
                max(sheet.rows),
                about,
                "The portal made this table itself: its headings are known.",
                tuple(_column(sheet, column, heading, about) for column, heading in sorted(headings.items())),
            )
    return None


def _column(sheet: Sheet, column: int, heading: str, about: About) -> ColumnProposal:
    """A heading that is not ours is a question, as in any other file."""
    fact, reason = FACTS[about].get(heading), OUR_COLUMN
    if fact is None:
        fact, reason = None, "The portal has no column of this name."
    elif fact is Fact.IGNORED:
        reason = WORKED_OUT
    return ColumnProposal(column, heading, fact, reason, _samples(sheet, column), column in sheet.hidden_columns)


def _samples(sheet: Sheet, column: int) -> tuple[str, ...]:
    found: list[str] = []
    for row in sorted(sheet.rows)[1:]:
        text = str(sheet.cell(row, column).value or "")
        if text and text not in found:
            found.append(text)
        if len(found) == SAMPLES:
            break
    return tuple(found)
