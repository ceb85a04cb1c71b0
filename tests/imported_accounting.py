"""Is every cell of a file somewhere in what was read of it? The promise of Reading: nothing is dropped silently."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from reports.imports.values import About, Fact, Problem, Proposal, Reading, Said, TableProposal, Where
from reports.workbooks.grid import Workbook

CHECKED = re.compile(r"-(total|band)$")  # checked against the score, never a fact of their own
BESIDE = {"movement", "order", "state", "ref"}
Place = tuple[str, int, int]


def single(text: object) -> str:
    """A text with its blanks made single."""
    return re.sub(r"\s+", " ", str(text)).strip()


def told_places(problems: Iterable[Problem]) -> set[Place]:
    """Every place that a problem names, row by row of its span; column 0 is the whole row."""
    return {
        (problem.where.sheet, row, problem.where.column)
        for problem in problems
        for row in range(problem.where.row, max(problem.where.row, problem.last_row) + 1)
    }


def lost(workbook: Workbook, proposal: Proposal, reading: Reading) -> tuple[int, list[tuple[Where, str]]]:
    """How many cells say something, and those of them that are nowhere."""
    seen = told_places([*reading.problems, *reading.left_out])
    seen |= {(where.sheet, where.row, where.column) for where in said_places(reading)}
    quiet = Quiet(workbook, proposal, reading)
    count, missing = 0, []
    for sheet in workbook.sheets:
        for row, cells in sheet.rows.items():
            for column, cell in cells.items():
                if cell.is_blank:
                    continue
                count += 1
                here = Where(sheet.name, row, column)
                if here not in seen and (sheet.name, row, 0) not in seen and here not in quiet:
                    missing.append((here, single(cell.value)[:60]))
    return count, missing


def said_places(reading: Reading) -> Iterator[Where]:
    """The cells from which a fact was read."""
    said: list[Said] = []
    for entry in reading.entries:
        said += entry.facts.values()
        for control in entry.controls:
            said += [control.title, *control.facts.values()]
    for control in reading.controls:
        said += [control.title, *control.facts.values()]
    for each in said:
        yield each.where
        yield from each.also


class Quiet:
    """Cells that need no word of their own: headers, sections, refs and totals of entries, columns left out."""

    def __init__(self, workbook: Workbook, proposal: Proposal, reading: Reading) -> None:
        self.workbook, self.proposal = workbook, proposal
        self.rows = {
            (entry.where.sheet, row) for entry in reading.entries for row in range(entry.where.row, entry.last_row + 1)
        }
        self.rows |= {(control.where.sheet, control.where.row) for control in reading.controls if control.where}
        self.sections = {single(entry.section) for entry in reading.entries if entry.section}

    def __contains__(self, where: Where) -> bool:
        value = single(self.workbook.sheet(where.sheet).cell(where.row, where.column).value)
        return any(self.is_in(table, where, value) for table in self.proposal.tables if table.sheet == where.sheet)

    def is_in(self, table: TableProposal, where: Where, value: str) -> bool:
        """Whether this table accounts for the cell."""
        if not (table.header[0] or table.first_row) <= where.row <= table.last_row:
            return False
        is_header = table.header[0] <= where.row <= table.header[1]
        if table.about is About.NOTHING or is_header or value in self.sections:
            return True
        column = next((each for each in table.columns if each.column == where.column), None)
        if column is None:
            return False
        if column.fact is None:  # a question of the mapping
            return True
        is_checked = CHECKED.search(column.fact.value) or column.fact.value in BESIDE
        is_ours = is_checked or column.fact in (Fact.IGNORED, Fact.CONTROL_RISKS)
        return bool(is_ours and where[:2] in self.rows) or value in {
            part.strip() for part in column.heading.split(" / ")
        }
