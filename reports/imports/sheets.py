"""Which of several sheets hold the register? A hidden copy, and those of earlier quarters, are left out and said so."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from reports.imports.contents import printed_of
from reports.imports.headings import same
from reports.imports.values import About, Fact, TableProposal
from reports.workbooks.grid import Workbook

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = re.compile(
    r"(?<![a-z])(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|"
    r"oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)(?![a-z])",
    re.IGNORECASE,
)
_QUARTER = re.compile(r"(?<![a-z])q(?:uarter|tr)?\s*([1-4])(?!\d)", re.IGNORECASE)
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)|(?<!\d)'?(\d\d)(?:\s*[/-]\s*\d\d(?!\d)|\s*$)")
_NUMBERS = re.compile(r"(?<!\d)((?:19|20)\d\d)[-./ ](\d\d?)(?!\d)|(?<!\d)\d\d?[-./](\d\d?)[-./]((?:20)?\d\d)(?!\d)")
_HIDDEN = "The sheet is hidden, and another one holds a register, so it is left out."
_EARLIER = (
    "It is the register of an earlier time than “{}”, by the names of the sheets, so it is left out: "
    "it can be imported as a past position."
)


def without_copies(workbook: Workbook, tables: Sequence[TableProposal]) -> list[TableProposal]:
    """The tables, with those that only repeat the register at another time or out of sight left out."""
    hidden = {sheet.name for sheet in workbook.sheets if sheet.is_hidden}
    found = list(tables)
    if any(table.sheet not in hidden for table in tables if table.about != About.NOTHING):
        found = [_left_out(table, _HIDDEN) if table.sheet in hidden else table for table in tables]
    return _without_earlier(workbook, found)


def _left_out(table: TableProposal, reason: str) -> TableProposal:
    return replace(table, about=About.NOTHING, reason=reason)


def _without_earlier(workbook: Workbook, tables: list[TableProposal]) -> list[TableProposal]:
    """Of sheets with the same headings and risks, each named for a month or quarter, only the latest."""
    by_shape: dict[tuple[str, ...], list[TableProposal]] = {}
    for table in tables:
        if table.about == About.RISKS and not table.blocks and moment_of(table.sheet):
            by_shape.setdefault(tuple(same(column.heading) for column in table.columns), []).append(table)
    out: dict[int, str] = {}
    for shape in by_shape.values():
        moments = {table.sheet: moment_of(table.sheet) for table in shape}
        if len(set(moments.values())) < 2 or len(set(moments.values())) < len(moments):
            continue
        latest = max(moments, key=lambda name: moments[name] or (0, 0))
        risks = {table.sheet: _risks(workbook, table) for table in shape}
        for table in shape:
            mine = risks[table.sheet]
            if table.sheet != latest and len(mine & risks[latest]) * 2 >= len(mine):
                out[id(table)] = latest
    return [_left_out(table, _EARLIER.format(out[id(table)])) if id(table) in out else table for table in tables]


def _risks(workbook: Workbook, table: TableProposal) -> set[str]:
    """The references of its risks, or their titles where it has none."""
    facts = {column.fact: column.column for column in reversed(table.columns)}
    column = facts.get(Fact.REF) or facts.get(Fact.TITLE) or facts.get(Fact.DESCRIPTION) or 0
    rows = workbook.sheet(table.sheet).rows
    cells = (rows[number].get(column) for number in rows if table.first_row <= number <= table.last_row)
    return {printed_of(cell.value) for cell in cells if cell is not None and not cell.is_blank}


def moment_of(name: str) -> tuple[int, int] | None:
    """The year, and the month or quarter in it, that the name of a sheet gives: to be compared among its like only."""
    numbers = _NUMBERS.search(name)
    month, quarter = _MONTH.search(name), _QUARTER.search(name)
    if numbers and not month and not quarter:
        year, part = (numbers[1], numbers[2]) if numbers[1] else (numbers[4], numbers[3])
        return _full(int(year)), int(part)
    year_said = _YEAR.search(name)
    year = _full(int(year_said[1] or year_said[2])) if year_said else 0
    if month:
        return year, _MONTHS.index(month[1].lower()[:3]) + 1
    if quarter:
        return year, int(quarter[1])
    return (year, 0) if year_said and year_said[1] else None


def _full(year: int) -> int:
    return year if year > 99 else 2000 + year
