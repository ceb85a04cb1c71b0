"""How much of a file is read before it is refused? Counted while reading: no file is believed on its own size."""

from __future__ import annotations

import time

from reports.workbooks.grid import Unreadable

FILE_BYTES = 10 * 1024 * 1024
PARTS = 5_000  # a workbook of a register has some dozens
UNPACKED_BYTES = 200 * 1024 * 1024
RATIO = 150  # unpacked to packed; what people have stays below 60
PART_MATTERS_FROM = 32 * 1024 * 1024  # bytes: pictures of one colour are as repetitive, but smaller
RATIO_MATTERS_FROM = 8 * 1024 * 1024  # a small file may be as repetitive as it likes
CELLS = 600_000  # that say something: twice a register of 10,000 risks with 30 columns
EMPTY_CELLS = 4_000_000  # formatted, but empty
ROWS = 1_048_576  # Excel's and LibreOffice's own
COLUMNS = 16_384
SHEETS = 255
MERGES = 100_000
TEXT = 32_767  # characters in a cell: Excel's own
ALL_TEXT = 40_000_000  # characters of all different texts
DEPTH = 200  # elements inside elements
TAGS = 20_000_000  # beginnings and ends of elements, of the whole file
NAMES = 5_000  # different names of elements and attributes in a part; a parser keeps each of them
NAMESPACES = 50_000  # times that a namespace is declared in a part
TOKEN_BYTES = 2 * 1024 * 1024  # one tag or comment
SECONDS = 30.0  # of this thread's own work: a busy server is not the file's fault

TOO_LARGE = "The file is larger than 10 MB: take out pictures and sheets that hold no risks, save it and try again."
BOMB = "The file unpacks to far more than a workbook of risks could hold, so it was not read."
TOO_MANY_CELLS = (
    f"The workbook has more than {CELLS:,} cells with something in them: give only the sheets that hold risks."
)
TOO_EMPTY = (
    f"The workbook has more than {EMPTY_CELLS:,} empty cells with a format: "
    "copy what matters into a new workbook and give that."
)
TOO_LONG = "Reading the file took too long, so it was stopped: give only the sheets that hold risks."
NO_SHEETS = "The workbook has no sheet with cells."
TOO_LONG_A_TEXT = f"A cell of the workbook holds more than {TEXT:,} characters: shorten it, save it and try again."
TOO_MANY_SHEETS = f"The workbook has more than {SHEETS} sheets: give only those that hold risks."
TOO_MUCH_TEXT = "The workbook holds more text than can be read at once: give only the sheets that hold risks."


class Budget:
    """What one file may cost. Each `spend` raises Unreadable once it costs more."""

    def __init__(self, packed: int) -> None:
        self.packed = packed
        self.unpacked = self.tags = self.cells = self.empty_cells = self.characters = 0
        self.until = time.thread_time() + SECONDS

    def unpack(self, size: int, tags: int = 0) -> None:
        """So many bytes more were unpacked, and so many tags in them."""
        self.unpacked += size
        self.tags += tags
        if (
            self.tags > TAGS
            or self.unpacked > UNPACKED_BYTES
            or self.unpacked > max(RATIO_MATTERS_FROM, self.packed * RATIO)
        ):
            raise Unreadable(BOMB)
        if time.thread_time() > self.until:
            raise Unreadable(TOO_LONG)

    def take(self, cells: int, empty: int = 0) -> None:
        self.cells += cells
        self.empty_cells += empty
        if self.cells > CELLS:
            raise Unreadable(TOO_MANY_CELLS)
        if self.empty_cells > EMPTY_CELLS:
            raise Unreadable(TOO_EMPTY)

    def read_text(self, characters: int) -> None:
        self.characters += characters
        if self.characters > ALL_TEXT:
            raise Unreadable(TOO_MUCH_TEXT)
