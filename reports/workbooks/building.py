"""How does a sheet come together? Each format's reader gives rows; what says nothing falls away, for all of them alike.

Kept: cells with a value, a note, or a formula that nobody computed. A cell with nothing but a colour is kept where its
row has something else, for some people's ratings are a colour and no word; rows of nothing but format are dropped.
"""

from __future__ import annotations

from collections.abc import Iterable

from reports.characters import UNWANTED, without_controls
from reports.exports.inert import as_typed
from reports.workbooks import limits
from reports.workbooks.grid import BLANK, Cell, Merge, Sheet, Unreadable, address
from reports.workbooks.limits import Budget
from reports.workbooks.remarks import COVERED, CUT_CONTROLS, ROW_TWICE, SAME_NAME, Remarks

SHORT = 60  # characters: texts that are likely to come again, such as names and ratings, are kept once
MARGIN = 50  # columns or rows: how far from anything written a colour or a merge may still mean something
DIFFERENT = 20_000  # cells: a sheet with more short ones has few that come again
RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
WIDE = 1_000_000  # cells: a merge that nobody draws


class SheetBuilder:
    """One sheet as it is read, row by row."""

    def __init__(self, name: str, budget: Budget, remarks: Remarks) -> None:
        self.name, self.budget, self.remarks = name, budget, remarks
        self._rows: dict[int, dict[int, Cell]] = {}
        self._merges: list[Merge] = []
        self._hidden_rows: set[int] = set()
        self._hidden_columns: list[tuple[int, int]] = []
        self._cells: dict[Cell, Cell] = {}
        self.widest = 0  # column of the last cell that says something
        self.is_hidden = False

    # What a reader tells --------------------------------------------------------------------------------------------

    def clean(self, text: str, row: int, column: int) -> str:
        """A text fit to be kept: one kind of line break, no control characters, not too long."""
        if len(text) > limits.TEXT:
            raise Unreadable(
                f"{self.place(row, column)} holds more than {limits.TEXT:,} characters: shorten it, save and try again."
            )
        if not text.isprintable():
            text = self._printable(text, row, column)
        if text.startswith("'"):
            text = as_typed(text)
        if len(text) > SHORT:
            self.budget.read_text(len(text))
        return text

    def _printable(self, text: str, row: int, column: int) -> str:
        printable = printable_text(text)
        if UNWANTED.search(text.replace("\x0b", "").replace("\x0c", "").replace("\x85", "")):
            self.remarks.add(CUT_CONTROLS, self.place(row, column))
        return printable

    def keep(self, cell: Cell) -> Cell:
        """The same cell if it was read before: registers repeat themselves. Only texts: 1, 1.0 and true are equal."""
        if cell.value is not None and not (isinstance(cell.value, str) and len(cell.value) <= SHORT):
            return cell
        if len(self._cells) < DIFFERENT:
            return self._cells.setdefault(cell, cell)
        return self._cells.get(cell, cell)

    def add_row(self, row: int, cells: dict[int, Cell], *, is_hidden: bool = False) -> None:
        """A row with its cells by column, coloured empty ones among them. A row that comes twice is put together."""
        said = [column for column, cell in cells.items() if cell.value is not None or cell.is_formula or cell.note]
        if not said:
            return
        self.widest = max(self.widest, said[-1], max(said))
        limit = self.widest + MARGIN
        if max(cells) > limit:
            cells = {column: cell for column, cell in cells.items() if column <= limit}
        self.budget.take(len(cells))
        if row in self._rows:
            self.remarks.add(ROW_TWICE, f"{self.name}, row {row}")
            self._rows[row].update(cells)
        else:
            self._rows[row] = cells
        if is_hidden:
            self._hidden_rows.add(row)

    def add_notes(self, notes: dict[tuple[int, int], str]) -> None:
        """Notes by row and column, after the rows."""
        for (row, column), words in notes.items():
            if not words:
                continue
            cells = self._rows.setdefault(row, {})
            cells[column] = cells.get(column, Cell())._replace(note=words)
            self.widest = max(self.widest, column)
        self.budget.take(len(notes))

    def add_merge(self, merge: Merge) -> None:
        if len(self._merges) >= limits.MERGES:
            raise Unreadable(
                f"The sheet “{self.name}” has more than {limits.MERGES:,} merged cells, so it was not read."
            )
        self._merges.append(merge)

    def hide_columns(self, first: int, last: int) -> None:
        if len(self._hidden_columns) < limits.COLUMNS:
            self._hidden_columns.append((first, last))

    def place(self, row: int, column: int) -> str:
        return f"{self.name}, {address(row, column)}"

    # What becomes of it -----------------------------------------------------------------------------------------------

    def sheet(self) -> Sheet:
        self._trim_colours()
        merges = tuple(self._drawn_merges())
        self._uncover(merges)
        return Sheet(
            name=self.name,
            rows={row: self._rows[row] for row in sorted(self._rows) if self._rows[row]},
            merges=merges,
            hidden_rows=frozenset(row for row in self._hidden_rows if self._rows[row]),
            hidden_columns=frozenset(self._columns_hidden()),
            is_hidden=self.is_hidden,
        )

    def _columns_hidden(self) -> Iterable[int]:
        """Hidden columns as far as anything is written; a column may be said to be hidden many times."""
        done, right = 0, self._right
        for first, last in sorted(self._hidden_columns):
            yield from range(max(first, done + 1), min(last, right) + 1)
            done = max(done, last)

    @property
    def _right(self) -> int:
        """The last column that matters: of something written, or of a merge that begins in something written."""
        reach = (m.last_column for m in self._merges if m.first_column in self._rows.get(m.first_row, ()))
        return max(self.widest, min(max(reach, default=0), self.widest + MARGIN))

    def _trim_colours(self) -> None:
        right = self._right
        for row, cells in self._rows.items():
            if max(cells) > right:
                self._rows[row] = {column: cell for column, cell in cells.items() if column <= right}

    def _drawn_merges(self) -> Iterable[Merge]:
        """Merges cut near what is written: people merge a title over whole rows, and machines over whole sheets."""
        bottom, right, area = max(self._rows, default=0), self._right, 0
        for merge in self._merges:
            if merge.first_row > bottom or merge.first_column > right:
                continue
            last_row, last_column = min(merge.last_row, bottom + MARGIN), min(merge.last_column, self.widest + MARGIN)
            cut = merge._replace(last_row=last_row, last_column=last_column)
            area += (last_row - cut.first_row + 1) * (last_column - cut.first_column + 1)
            if area > WIDE:
                self.remarks.add("So many cells are merged that not all merges were followed", self.name)
                return
            yield cut

    def _uncover(self, merges: Iterable[Merge]) -> None:
        """Take out what stands under merged cells: on screen only the first cell is there."""
        own: set[int] = set()  # rows that are no longer shared with their repetitions
        for merge in merges:
            for row in range(merge.first_row, merge.last_row + 1):
                if row not in self._rows:
                    continue
                if row not in own:
                    self._rows[row] = dict(self._rows[row])
                    own.add(row)
                self._uncover_row(merge, row)

    def _uncover_row(self, merge: Merge, row: int) -> None:
        cells, first = self._rows[row], (merge.first_row, merge.first_column)
        for column in range(merge.first_column, merge.last_column + 1):
            cell = cells.get(column)
            if cell is None or (row, column) == first or (cell.value is None and not cell.is_formula):
                continue
            if not cell.is_blank:
                self.remarks.add(COVERED, self.place(row, column))
            cells[column] = Cell(None, cell.colour, note=cell.note)
            if cells[column] == BLANK:
                del cells[column]


def printable_text(text: str) -> str:
    """One kind of line break, and no control characters."""
    for other in ("\x0b", "\x0c", "\x85"):
        text = text.replace(other, "\n")
    return without_controls(text)


def raised(text: str) -> str:
    """A number set above the line, as a footnote's mark is: "4" and a raised "1" are not 41. Words stay as they are."""
    return text.translate(RAISED) if not any(letter.isalpha() for letter in text) else text


def free_name(name: str, taken: set[str], remarks: Remarks) -> str:
    """A sheet's name, with a number behind it where another sheet has it already."""
    free, number = name, 1
    while free.casefold() in taken:
        number += 1
        free = f"{name} ({number})"
    if free != name:
        remarks.add(SAME_NAME, free)
    taken.add(free.casefold())
    return free
