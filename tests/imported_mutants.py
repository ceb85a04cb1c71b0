"""What people do to a workbook between two meetings, done to a grid: each way takes a Workbook and gives another."""

# ruff: noqa: E501 - one comprehension reads best on one line

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import replace

from reports.workbooks.grid import Cell, Merge, Sheet, Workbook

Rows = dict[int, dict[int, Cell]]
Way = Callable[[Workbook, random.Random], Workbook]


def _with_rows(workbook: Workbook, change: Callable[[Sheet], Mapping[int, Mapping[int, Cell]]]) -> Workbook:
    return replace(workbook, sheets=tuple(replace(sheet, rows=change(sheet)) for sheet in workbook.sheets))


def _copied(sheet: Sheet) -> Rows:
    return {row: dict(cells) for row, cells in sheet.rows.items()}


def _moved(sheet: Sheet, row_by: Callable[[int], int], column_by: Callable[[int], int]) -> Sheet:
    """Every row and column under another number, merges and hidden parts with them."""
    return replace(
        sheet,
        rows={row_by(row): {column_by(column): cell for column, cell in cells.items()} for row, cells in sheet.rows.items()},
        merges=tuple(
            Merge(row_by(m.first_row), column_by(m.first_column), row_by(m.last_row), column_by(m.last_column))
            for m in sheet.merges
        ),
        hidden_rows=frozenset(row_by(row) for row in sheet.hidden_rows),
        hidden_columns=frozenset(column_by(column) for column in sheet.hidden_columns),
    )  # fmt: skip


# Ways that change nothing of what is said: every risk must still be found ---------------------------------------------


def a_blank_column(workbook: Workbook, chance: random.Random) -> Workbook:
    """A blank column is put in somewhere."""
    sheets = []
    for sheet in workbook.sheets:
        at = chance.randint(1, max(1, sheet.last_column))
        sheets.append(_moved(sheet, lambda row: row, lambda column, at=at: column + (column >= at)))
    return replace(workbook, sheets=tuple(sheets))


def blank_rows_above(workbook: Workbook, chance: random.Random) -> Workbook:
    """Everything moves down."""
    by = chance.randint(1, 9)
    return replace(
        workbook, sheets=tuple(_moved(sheet, lambda row: row + by, lambda column: column) for sheet in workbook.sheets)
    )


def sheets_shuffled(workbook: Workbook, chance: random.Random) -> Workbook:
    """The sheets in another order."""
    return replace(workbook, sheets=tuple(chance.sample(workbook.sheets, len(workbook.sheets))))


def phantom_formatting(workbook: Workbook, chance: random.Random) -> Workbook:
    """Colours and blanks far outside the table."""

    def change(sheet: Sheet) -> Rows:
        rows = _copied(sheet)
        for _ in range(5):
            cell = chance.choice([Cell(None, "ffffff"), Cell("   "), Cell("", "d9d9d9"), Cell("\u00a0")])
            rows.setdefault(chance.randint(200, 9000), {})[chance.randint(1, 40)] = cell
        return rows

    return _with_rows(workbook, change)


def blanks_around(workbook: Workbook, chance: random.Random) -> Workbook:
    """Blanks before and after every text, some that do not break."""

    def padded(cell: Cell) -> Cell:
        if not isinstance(cell.value, str) or not cell.value.strip():
            return cell
        return cell._replace(
            value=chance.choice(["", " ", "\u00a0"]) + cell.value + chance.choice(["", "  ", "\u00a0", "\n"])
        )

    return _with_rows(
        workbook, lambda sheet: {r: {c: padded(cell) for c, cell in cells.items()} for r, cells in sheet.rows.items()}
    )


def values_hold(workbook: Workbook, chance: random.Random) -> Workbook:
    """Numbers typed as text."""

    def typed(cell: Cell) -> Cell:
        is_number = isinstance(cell.value, int) and not isinstance(cell.value, bool)
        return cell._replace(value=str(cell.value)) if is_number and chance.random() < 0.5 else cell

    return _with_rows(
        workbook, lambda sheet: {r: {c: typed(cell) for c, cell in cells.items()} for r, cells in sheet.rows.items()}
    )


# Ways that change what is said: no crash, and nothing lost ------------------------------------------------------------


def header_dropped(workbook: Workbook, chance: random.Random) -> Workbook:
    """One of the first rows is gone."""

    def change(sheet: Sheet) -> Rows:
        rows = _copied(sheet)
        firsts = sorted(rows)[:4]
        if firsts:
            rows.pop(chance.choice(firsts))
        return rows

    return _with_rows(workbook, change)


def cells_gone(workbook: Workbook, chance: random.Random) -> Workbook:
    """A tenth of the cells is gone."""
    return _with_rows(
        workbook,
        lambda sheet: {
            r: {c: cell for c, cell in cells.items() if chance.random() > 0.1} for r, cells in sheet.rows.items()
        },
    )


def cells_merged(workbook: Workbook, chance: random.Random) -> Workbook:
    """Cells are drawn as one, whatever stands in them."""

    def change(sheet: Sheet) -> Sheet:
        merges = list(sheet.merges)
        for _ in range(4):
            row, column = chance.randint(1, max(sheet.rows, default=1)), chance.randint(1, max(1, sheet.last_column))
            merges.append(Merge(row, column, row + chance.randint(0, 3), column + chance.randint(0, 3)))
        return replace(sheet, merges=tuple(merges))

    return replace(workbook, sheets=tuple(change(sheet) for sheet in workbook.sheets))


def columns_shuffled(workbook: Workbook, chance: random.Random) -> Workbook:
    """The columns in another order."""
    sheets = []
    for sheet in workbook.sheets:
        order = chance.sample(range(1, sheet.last_column + 1), sheet.last_column)
        sheet = replace(sheet, merges=())
        sheets.append(_moved(sheet, lambda row: row, lambda column, order=order: order[column - 1]))
    return replace(workbook, sheets=tuple(sheets))


def rows_shuffled(workbook: Workbook, chance: random.Random) -> Workbook:
    """The rows in another order, the header among them."""

    def change(sheet: Sheet) -> Sheet:
        rows = sorted(sheet.rows)
        order = dict(zip(rows, chance.sample(rows, len(rows)), strict=True))
        return _moved(replace(sheet, merges=(), hidden_rows=frozenset()), lambda row: order[row], lambda column: column)

    return replace(workbook, sheets=tuple(change(sheet) for sheet in workbook.sheets))


def odd_values(workbook: Workbook, chance: random.Random) -> Workbook:
    """A twentieth of the cells holds something odd."""
    odd = [
        None,
        "",
        "?",
        "#REF!",
        1e308,
        -1,
        0,
        True,
        "=1+1",
        "x" * 5000,
        "١٢",
        "½",
        "3 v",
        "v",
        "M v H v L",
        "\u202e4",
        "0x4",
        "NaN",
        float("inf"),
    ]

    def change(sheet: Sheet) -> Rows:
        return {
            r: {
                c: cell._replace(value=chance.choice(odd)) if chance.random() < 0.05 else cell
                for c, cell in cells.items()
            }
            for r, cells in sheet.rows.items()
        }

    return _with_rows(workbook, change)


def other_separators(workbook: Workbook, chance: random.Random) -> Workbook:
    """Line ends become semicolons, slashes commas, dashes colons, and so on."""
    into = chance.choice(
        [{"\n": "; ", "/": ","}, {"\n": " / ", " - ": ": "}, {"; ": "\n", ", ": " & "}, {" v ": "/", "x": " X "}]
    )

    def turned(cell: Cell) -> Cell:
        value = cell.value
        if isinstance(value, str):
            for old, new in into.items():
                value = value.replace(old, new)
        return cell._replace(value=value)

    return _with_rows(
        workbook, lambda sheet: {r: {c: turned(cell) for c, cell in cells.items()} for r, cells in sheet.rows.items()}
    )


HARMLESS: tuple[Way, ...] = (
    a_blank_column, blank_rows_above, sheets_shuffled, phantom_formatting, blanks_around, values_hold,
)  # fmt: skip
HARMFUL: tuple[Way, ...] = (
    header_dropped, cells_gone, cells_merged, columns_shuffled, rows_shuffled, odd_values, other_separators,
)  # fmt: skip
