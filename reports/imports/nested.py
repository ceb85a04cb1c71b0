"""Small tables of actions below each risk, with headings of their own: "Action, Lead, Due date" and their rows."""

from __future__ import annotations

from collections.abc import Mapping

from reports.imports.contents import Sort, sort_of
from reports.imports.headings import meanings, mended
from reports.imports.merged import said
from reports.imports.values import About, Fact
from reports.workbooks.grid import Cell, Sheet

SURE = 0.8
OF_A_CONTROL = {
    **{fact: fact for fact in (Fact.DUE, Fact.PROGRESS, Fact.STAGE, Fact.NARRATIVE)},
    Fact.OWNERS: Fact.CONTROL_OWNERS,
}
Columns = Mapping[int, Fact]
NONE: Columns = {}


def nested_in(sheet: Sheet, header: tuple[int, int], rows: tuple[int, int]) -> dict[int, Columns]:
    """The rows of such tables with what their columns hold; their headings hold nothing.

    They leave the first column of the table blank, and follow a row without a blank one between.
    """
    first = min(said(sheet, header[0]), default=0) if header[0] else 0
    if not first:
        return {}
    found: dict[int, Columns] = {}
    here: Columns = NONE
    above = 0
    for number in sorted(number for number in sheet.rows if rows[0] <= number <= rows[1]):
        cells = said(sheet, number)
        if not cells or first in cells or number - above > 1:
            here = NONE
        if cells and above == number - 1 and heads_actions(sheet, number, header):
            here = _columns(cells)
            found[number] = NONE
        elif here and cells.keys() & here.keys():
            found[number] = here = _by_values(here, cells)
        elif cells:
            here = NONE
        above = number if cells else above
    return found


def _by_values(columns: Columns, cells: Mapping[int, Cell]) -> Columns:
    """ "Status" over "On track" is of the progress, over "In place" of the stage."""
    other = {
        Fact.STAGE: (Fact.PROGRESS, Sort.PROGRESS, Sort.STAGE),
        Fact.PROGRESS: (Fact.STAGE, Sort.STAGE, Sort.PROGRESS),
    }
    found = dict(columns)
    for column, fact in columns.items():
        instead, looks, own = other.get(fact, (fact, Sort.NOTHING, Sort.NOTHING))
        sort = sort_of(cells[column]) if column in cells else Sort.NOTHING
        if sort & looks and not sort & own and instead not in found.values():
            found[column] = instead
    return found


def heads_actions(sheet: Sheet, number: int, header: tuple[int, int]) -> bool:
    """Is it the row of headings of such a table, under a row of the table whose header is given?"""
    cells, heads = said(sheet, number), said(sheet, header[1])
    if not heads or number - 1 <= header[1] or not said(sheet, number - 1):
        return False
    is_inside = min(heads) < min(cells, default=0) and max(cells) <= max(heads)
    return is_inside and bool(_columns(cells))


def _columns(cells: Mapping[int, Cell]) -> Columns:
    """What the columns under such headings hold; nothing where the cells are no such headings."""
    if not 2 <= len(cells) <= 7:
        return NONE
    found: dict[int, Fact] = {}
    for column, cell in cells.items():
        fact = _fact_of(mended(cell.value)) if isinstance(cell.value, str) and len(cell.value) <= 60 else None
        if fact is None:
            return NONE
        found[column] = fact
    whole = [fact for fact in found.values() if fact in (Fact.ACTIONS, Fact.CONTROLS)]
    return found if len(whole) == 1 and len(set(found.values())) == len(found) else NONE


def _fact_of(text: str) -> Fact | None:
    of_risk = next(iter(meanings(text)), None)
    if of_risk and of_risk.sureness >= SURE and of_risk.fact in (Fact.ACTIONS, Fact.CONTROLS):
        return of_risk.fact
    of_control = next((found for found in meanings(text, About.CONTROLS) if found.fact in OF_A_CONTROL), None)
    return OF_A_CONTROL[of_control.fact] if of_control and of_control.fact and of_control.sureness >= SURE else None
