"""What does a file of the portal's own say of itself? Of which register it is, and as at which day."""

from __future__ import annotations

from datetime import date, datetime

from reports.imports import days
from reports.imports.our_own import BESIDE
from reports.imports.settled import Told
from reports.imports.values import Known, Where
from reports.workbooks.grid import Sheet, Workbook

OF, AS_AT = "Register", "As at"  # labels of reports/exports/about.py


def is_of_another(workbook: Workbook, known: Known, told: Told) -> bool:
    """Whether it is another register's list, which is refused; that it is of another day is told."""
    sheet = next((sheet for sheet in workbook.sheets if sheet.name == BESIDE), None)
    if sheet is None:
        return False
    row, as_at = _said(sheet, AS_AT)
    if known.as_at is not None and isinstance(as_at, date) and as_at != known.as_at:
        words = (
            f"The portal made this file as at {days.spoken(as_at)}, and it is imported as at "
            f"{days.spoken(known.as_at)}: what it says of that day would hold from this one."
        )
        told.remark(Where(sheet.name, row), words)
    row, place = _said(sheet, OF)
    if not known.place or not place or place == known.place:
        return False
    words = (
        f"The portal made this file of the register {place}, and this is {known.place}: nothing of it is imported. "
        f"If it is meant all the same, take the sheet “{BESIDE}” out of the file."
    )
    told.refuse(Where(sheet.name, row), words, None, str(place))
    return True


def _said(sheet: Sheet, label: str) -> tuple[int, object]:
    """(row, value) of a label in the first column; (1, None) where it is not there."""
    for number, cells in sheet.rows.items():
        if 1 in cells and cells[1].value == label:
            value = sheet.cell(number, 2).value
            return number, value.date() if isinstance(value, datetime) else value
    return 1, None
