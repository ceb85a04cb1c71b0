"""What does a file say, by its mapping? Every entry, every fact with its place; nothing is dropped without a word."""

from __future__ import annotations

from collections.abc import Callable
from itertools import chain, islice

from reports.imports.about_file import is_of_another
from reports.imports.alike import said_once
from reports.imports.day_order import day_first_by_column, day_first_of, days_of, tell_month_first
from reports.imports.gathering import Claims, Gathered, gathered
from reports.imports.judging import BANDS, SCORES, TOTALS
from reports.imports.leavings import leave_the_rest
from reports.imports.levels import COLOUR
from reports.imports.position_day import tell_other_day
from reports.imports.reading_controls import read_control
from reports.imports.reading_entries import Shape, read_entry, shape_of
from reports.imports.reading_values import Reader
from reports.imports.settled import Settled, Table, Told
from reports.imports.texts import printed
from reports.imports.twice import read_as_one
from reports.imports.values import About, ControlSaid, Entry, Fact, Known, Mapped, Problem, Reading, Weight, Where
from reports.workbooks.grid import Workbook

Tell = Callable[[float, str], None]
TELL_EVERY = 200  # entries
LOOKED_AT = 300  # entries: how many show whether titles and descriptions stand in one cell


def read(workbook: Workbook, mapped: Mapped, known: Known, tell: Tell | None = None) -> Reading:
    """A workbook by a mapping. `tell(fraction, words)` hears from 0 to 1 how far the reading is."""
    settled, told, claims = Settled(workbook, mapped, known), Told(), Claims()
    told.problems += settled.problems
    reader = Reader(settled, told)
    tables = [table for table in settled.tables if table.about is not About.NOTHING]
    if is_of_another(workbook, known, told):
        for sheet in workbook.sheets:
            told.leave(Where(sheet.name, 1), "It is of another register.", last_row=max(sheet.rows, default=1))
        return Reading((), (), tuple(told.problems), tuple(told.left_out))
    settled.beside = _colours(tables)
    whole_file = day_first_of(chain.from_iterable(days_of(table) for table in tables), settled)
    entries: list[Entry] = []
    table_of: list[int] = []
    controls: list[ControlSaid] = []
    rows = 0
    for at, table in enumerate(tables):
        reader.day_first = day_first_by_column(table, whole_file, settled)
        tell_month_first(table, tables, reader.day_first, settled, told)
        if not table.is_form:
            _ask_for_columns(table, told)
        found = gathered(table, settled, told, claims)
        first = list(islice(found, LOOKED_AT))
        if not first:
            _tell_empty(table, told)
        before, read_here = len(told.problems), 0
        shape = shape_of(first, settled.options)
        for number, entry in enumerate(chain(first, found)):
            if tell and number % TELL_EVERY == 0:
                share = (entry.where.row - table.rows[0]) / max(1, table.rows[1] - table.rows[0])
                tell((at + share) / len(tables), f"Reading {table.sheet.name}, row {entry.where.row}")
            rows += len(entry.rows())
            _read_one(entry, reader, shape, entries, controls)
            table_of += [at] * (len(entries) - len(table_of))
            read_here += 1
        told.problems[before:] = said_once(told.problems[before:], read_here)
    tell_other_day(tables, settled, told)
    entries = read_as_one(entries, table_of, told, settled.answers, known.scheme)
    if not tables:
        _tell_nothing(workbook, told)
    leave_the_rest(workbook, settled, told, claims)
    if tell:
        tell(1.0, f"{rows} rows read")
    return Reading(tuple(entries), tuple(controls), tuple(told.problems), tuple(told.left_out), rows)


def _read_one(entry: Gathered, reader: Reader, shape: Shape, entries: list[Entry], controls: list[ControlSaid]) -> None:
    if entry.table.about is About.CONTROLS:
        control = read_control(entry, reader)
        if control is not None:
            controls.append(control)
        for row in entry.hidden:
            reader.told.remark(Where(entry.where.sheet, row), "This row is hidden in the file, and was read.")
    else:
        entries.append(read_entry(entry, reader, shape))


def _tell_nothing(workbook: Workbook, told: Told) -> None:
    words = "No table of risks, controls or an improvement plan was found in this file: nothing of it is imported."
    told.ask(Where(workbook.sheets[0].name if workbook.sheets else "", 1), words)


def _tell_empty(table: Table, told: Told) -> None:
    words = f"Nothing was found between the rows {table.rows[0]} and {table.rows[1]}: is this table something else?"
    told.ask(Where(table.sheet.name, table.header[0] or table.rows[0]), words)


def _ask_for_columns(table: Table, told: Told) -> None:
    """Columns without a meaning are a question each; ignored and hidden ones are told."""
    first = table.header[0] or table.rows[0]
    for column in table.all_columns:
        heading, where = table.heading(column), Where(table.sheet.name, first, column)
        fact = table.columns.get(column)
        if fact is None and _says_something(table, column):
            words = f"What is in the column “{heading}”? It is not imported until that is said."
            told.problems.append(Problem(Weight.QUESTION, where, words, None, heading, table.rows[1]))
        elif fact is Fact.IGNORED:
            told.leave(where, f"The column “{heading}” is left out, as the mapping has it.", last_row=table.rows[1])
        elif fact is not None and column in table.sheet.hidden_columns:
            told.remark(where, f"The column “{heading}” is hidden in the file, and is read.", fact)


def _says_something(table: Table, column: int) -> bool:
    rows = table.sheet.rows
    return any(
        not rows[number][column].is_blank
        for number in rows
        if table.rows[0] <= number <= table.rows[1] and column in rows[number]
    )


# What a whole column tells --------------------------------------------------------------------------------------------


def _colours(tables: list[Table]) -> frozenset[str]:
    """The fills in columns of scores: which colour means which band depends on how many are in use."""
    found: set[str] = set()
    for table in tables:
        columns = [column for column, fact in table.columns.items() if fact in (*BANDS, *SCORES, *TOTALS)]
        for number, cells in table.sheet.rows.items() if columns else ():
            if table.rows[0] <= number <= table.rows[1]:
                found |= {
                    f"{COLOUR}{cells[column].colour}" for column in columns if column in cells and cells[column].colour
                }
        bands = [column for column, fact in table.columns.items() if fact in BANDS]
        for number, cells in table.sheet.rows.items() if bands else ():
            if table.rows[0] <= number <= table.rows[1]:
                found |= {printed(cells[column].value) for column in bands if column in cells}
    return frozenset(found)
