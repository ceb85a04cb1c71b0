"""What of a file was left out, and is anything of it unaccounted for?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from reports.imports.gathering import Claims
from reports.imports.settled import Settled, Table, Told
from reports.imports.texts import one_line, printed_cell
from reports.imports.values import About, ControlSaid, Problem, Reading, Said, Weight, Where
from reports.workbooks.grid import Sheet, Workbook

Spans = list[tuple[int, int, Table]]  # first and last row of each table of a sheet
Cells = set[tuple[str, int, int]]
Rows = dict[str, list[tuple[int, int]]]
Columns = dict[tuple[str, int], list[tuple[int, int]]]


def leave_the_rest(workbook: Workbook, settled: Settled, told: Told, claims: Claims) -> None:
    """Everything that no table claimed is told to be left out: rows as spans, cells beside a table one by one."""
    for sheet in workbook.sheets:
        spans = [
            (min(table.header[0] or table.rows[0], table.rows[0]), max(table.header[1], table.rows[1]), table)
            for table in settled.tables
            if table.sheet is sheet
        ]
        _leave_rows(sheet, spans, told, claims)
        _leave_notes(sheet, told)


def _leave_rows(sheet: Sheet, spans: Spans, told: Told, claims: Claims) -> None:
    waiting: list[int] = []
    reason = ""
    for number in sorted(sheet.rows):
        said = {column: cell for column, cell in sheet.rows[number].items() if not cell.is_blank}
        if not said:
            continue
        words = _reason(sheet, number, spans)
        if claims.any_in(sheet.name, number):
            waiting = _tell_span(sheet, waiting, reason, told)
            for column, cell in sorted(said.items()):
                if not claims.has(sheet.name, number, column):
                    where = Where(sheet.name, number, column)
                    told.leave(where, "It stands beside the table.", printed_cell(cell)[:300])
            continue
        if waiting and words != reason:
            waiting = _tell_span(sheet, waiting, reason, told)
        waiting.append(number)
        reason = words
    _tell_span(sheet, waiting, reason, told)


def _reason(sheet: Sheet, number: int, spans: Spans) -> str:
    kind = "This sheet is hidden in the file, and no table of it is read." if sheet.is_hidden else ""
    for first, last, table in spans:
        if first <= number <= last and table.about is About.NOTHING:
            return kind or "It is left out, as the mapping has it."
    reading = [span for span in spans if span[2].about is not About.NOTHING]
    if not reading:
        return kind or "No table of this sheet is read."
    if number < min(first for first, _last, _table in reading):
        return "It stands above the table."
    if number > max(last for _first, last, _table in reading):
        return "It stands below the table."
    return "It stands between the rows of the table."


def _tell_span(sheet: Sheet, rows: list[int], reason: str, told: Told) -> list[int]:
    if rows:
        texts = [
            one_line(printed_cell(cell))
            for number in rows[:5]
            for _column, cell in sorted(sheet.rows[number].items())
            if not cell.is_blank
        ]
        told.leave(Where(sheet.name, rows[0]), reason, " | ".join(texts)[:300], rows[-1])
    return []


def _leave_notes(sheet: Sheet, told: Told) -> None:
    """Comments on cells: told with their words, never imported."""
    for number in sorted(sheet.rows):
        for column, cell in sorted(sheet.rows[number].items()):
            if cell.note:
                words = f"A comment stands at this cell: “{one_line(cell.note)[:300]}”. Comments are not imported."
                told.remark(Where(sheet.name, number, column), words)


# Is anything lost? ----------------------------------------------------------------------------------------------------


def unaccounted(workbook: Workbook, reading: Reading) -> list[Where]:
    """The cells that say something and are in no entry, no problem and not left out: always none."""
    cells, rows, columns = _places(reading)
    return [
        Where(sheet.name, number, column)
        for sheet in workbook.sheets
        for number, row in sheet.rows.items()
        for column, cell in row.items()
        if not cell.is_blank
        and (sheet.name, number, column) not in cells
        and not _within(rows[sheet.name], number)
        and not _within(columns[sheet.name, column], number)
    ]


def _within(spans: list[tuple[int, int]], number: int) -> bool:
    return any(first <= number <= last for first, last in spans)


def _places(reading: Reading) -> tuple[Cells, Rows, Columns]:
    """Places of cells, of rows and of columns that are accounted for."""
    cells: Cells = set()
    rows: Rows = defaultdict(list)
    columns: Columns = defaultdict(list)
    for where in _said_places(reading):
        cells.add((where.sheet, where.row, where.column))
    for problems, is_left_out in ((reading.problems, False), (reading.left_out, True)):
        for problem in problems:
            _add(problem, is_left_out, cells, rows, columns)
    return cells, rows, columns


def _add(problem: Problem, is_left_out: bool, cells: Cells, rows: Rows, columns: Columns) -> None:
    where, last = problem.where, max(problem.where.row, problem.last_row)
    if where.column and last == where.row:
        cells.add((where.sheet, where.row, where.column))
    elif where.column:
        columns[where.sheet, where.column].append((where.row, last))
    elif is_left_out or problem.weight is Weight.REFUSED:  # a remark on a row says nothing of its cells
        rows[where.sheet].append((where.row, last))


def _said_places(reading: Reading) -> Iterator[Where]:
    for entry in reading.entries:
        yield from _of(entry.facts.values())
        for control in entry.controls:
            yield from _of_control(control)
    for control in reading.controls:
        yield from _of_control(control)


def _of_control(control: ControlSaid) -> Iterator[Where]:
    yield from _of((control.title, *control.facts.values()))


def _of(said: Iterable[Said]) -> Iterator[Where]:
    for one in said:
        yield one.where
        yield from one.also
