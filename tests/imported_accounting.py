"""Is every cell of a file somewhere in what was read of it? The promise of Reading: nothing is dropped silently."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from reports.imports.values import About, Fact, Problem, Proposal, Reading, Said, TableProposal, Where
from reports.workbooks.grid import Workbook

CHECKED = re.compile(r"-(total|band)$")  # checked against the score, never a fact of their own
BESIDE = {"movement", "order", "state", "ref"}
WORD = re.compile(r"\w{3,}")
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
    for said, _ in all_said(reading):
        yield said.where
        yield from said.also


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


TEXTS = {Fact.TITLE, Fact.DESCRIPTION, Fact.RATIONALE, Fact.NARRATIVE, Fact.NOTE, Fact.RECOMMENDATION, Fact.RESPONSE}


def words_lost(workbook: Workbook, reading: Reading) -> list[tuple[Where, str]]:
    """Cells of text of which only a part came through: the words that are in nothing that was read from the cell.

    Cells from which something other than text was read (a day, a score, owners) are not looked at, nor are cells
    that a problem names.
    """
    texts: dict[Where, list[str]] = {}
    other: set[Where] = set()
    for said, is_text in all_said(reading):
        for where in (said.where, *said.also):
            if is_text and isinstance(said.value, str):
                texts.setdefault(where, []).append(said.value)
            else:
                other.add(where)
    told = told_places([*reading.problems, *reading.left_out])
    lacking = []
    for where, values in texts.items():
        value = workbook.sheet(where.sheet).cell(where.row, where.column).value
        if where in other or where in told or not isinstance(value, str):
            continue
        have = set(WORD.findall(" ".join(values).lower()))
        gone = [word for word in WORD.findall(value.lower()) if word not in have]
        if gone:
            lacking.append((where, " ".join(gone)[:80]))
    return lacking


def all_said(reading: Reading) -> Iterator[tuple[Said, bool]]:
    """Every value that was read, and whether it is a text that must have all words of its cell."""
    controls = [*reading.controls]
    for entry in reading.entries:
        yield from ((said, fact in TEXTS) for fact, said in entry.facts.items())
        controls += entry.controls
    for control in controls:
        yield control.title, True
        yield from ((said, fact in TEXTS) for fact, said in control.facts.items())
