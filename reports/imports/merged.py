"""Which cells are drawn as one? Answers by place, for as many merges as a sheet may have."""

from __future__ import annotations

import weakref

from reports.imports.contents import printed_of
from reports.workbooks.grid import Cell, Merge, Sheet

MOST_CELLS = 300_000  # of merges in one sheet: a hostile file may merge millions, which no register needs


class Merges:
    """The merges of one sheet, as far as it holds anything."""

    def __init__(self, sheet: Sheet) -> None:
        self._of: dict[tuple[int, int], Merge] = {}
        last_row, last_column = max(sheet.rows, default=0), sheet.last_column
        for merge in sheet.merges:
            bottom = min(merge.last_row, max(last_row, merge.first_row))
            right = min(merge.last_column, max(last_column, merge.first_column))
            clipped = Merge(merge.first_row, merge.first_column, bottom, right)
            size = (bottom - merge.first_row + 1) * (right - merge.first_column + 1)
            if len(self._of) + size > MOST_CELLS:
                continue
            for row in range(merge.first_row, bottom + 1):
                for column in range(merge.first_column, right + 1):
                    self._of[row, column] = clipped

    def at(self, row: int, column: int) -> Merge | None:
        return self._of.get((row, column))

    def above(self, row: int, column: int) -> int:
        """The row in which the merge over this cell begins, if above it; 0 where it does not."""
        merge = self._of.get((row, column))
        return merge.first_row if merge and merge.first_row < row else 0

    def width(self, row: int, column: int) -> int:
        """Over how many columns the cell is drawn."""
        merge = self._of.get((row, column))
        return merge.last_column - merge.first_column + 1 if merge else 1


class _Kept:
    """What was worked out of a sheet, for as long as there is the sheet."""

    def __init__(self) -> None:
        self._of: dict[int, tuple[weakref.ref[Sheet], Merges, dict[int, dict[int, Cell]]]] = {}

    def of(self, sheet: Sheet) -> tuple[Merges, dict[int, dict[int, Cell]]]:
        key = id(sheet)
        kept = self._of.get(key)
        if kept is None or kept[0]() is not sheet:
            reference = weakref.ref(sheet, lambda _: self._of.pop(key, None))
            kept = self._of[key] = (reference, Merges(sheet), {})
        return kept[1], kept[2]


_KEPT = _Kept()


def merges_of(sheet: Sheet) -> Merges:
    """The merges of a sheet, built once."""
    return _KEPT.of(sheet)[0]


def said(sheet: Sheet, row: int) -> dict[int, Cell]:
    """The cells of a row that say something, by column, from the left."""
    rows = _KEPT.of(sheet)[1]
    found = rows.get(row)
    if found is None:
        cells = sheet.rows.get(row, {})
        found = rows[row] = {column: cells[column] for column in sorted(cells) if not cells[column].is_blank}
    return found


def whole(sheet: Sheet, row: int, column: int) -> Cell:
    """The cell that is drawn here: of a merge, its first."""
    merge = merges_of(sheet).at(row, column)
    return sheet.cell(merge.first_row, merge.first_column) if merge else sheet.cell(row, column)


def text_at(sheet: Sheet, row: int, column: int) -> str:
    """What is drawn here, on one line."""
    return printed_of(whole(sheet, row, column).value)
