"""Which rows of a sheet are the header of a table? Headers of one to four tiers, and headers that come again."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from reports.imports.contents import Sort, printed_of, sort_of
from reports.imports.headings import PLAIN, flat, is_heading, is_period, kind_said, meanings, mended
from reports.imports.merged import merges_of, said, text_at
from reports.imports.values import About
from reports.workbooks.grid import Cell, Sheet

MOST_TIERS = 4
# "Causes:" over its lines, "Impact", "4" on lines of their own, bullets
_LISTED = re.compile(r":\s*\n|\n\s*\d{1,2}\s*(?:\n|$)|\n\s*[\u2022\u25cf\u25aa*>-]\s|^\s*[\u2022\u25cf\u25aa]")
# a title's date, a label with its value beside it
_DATED = re.compile(r"\D\b\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}\b|\b\d{1,2} [A-Z][a-z]{2,8} \d{4}\b")
_HINT = re.compile(
    r"^(?:enter|select|describe|choose|insert|state|list|use|provide|drop ?down|e\.?g\.?|who |what |auto|free text|"
    r"pick|type|give|please|name of|date (?:of|when)|dd/mm|short (?:title|description)|\(|see )",
    re.I,
)


def reads_like_header(sheet: Sheet, row: int, is_within: bool) -> bool:
    """Several different headings, most of the row's cells, and hardly a number among them.

    `is_within`: below another header, where a row of values that happen to read like headings is likelier.
    """
    apart = _parted(said(sheet, row))
    if len(apart) > 1 and any(len(part) >= 4 and _head_cells(sheet, row, part, is_within) for part in apart[:1]):
        return True  # a register, and beside it something else: a matrix, a key
    return _head_cells(sheet, row, list(said(sheet, row).values()), is_within)


def _parted(cells: Mapping[int, Cell]) -> list[list[Cell]]:
    """The cells of a row in groups that have two blank columns or more between them."""
    parts: list[list[Cell]] = []
    before = 0
    for column, cell in cells.items():
        if not parts or column - before > 2:
            parts.append([])
        parts[-1].append(cell)
        before = column
    return parts


def _head_cells(sheet: Sheet, row: int, cells: list[Cell], is_within: bool) -> bool:
    if len(cells) < 2:
        return False
    left = len(cells) * 0.2  # so many may be something else
    texts = []
    for cell in cells:
        if isinstance(cell.value, str) and not _is_value(cell.value):
            texts.append(cell.value)
        elif not _is_period_cell(cell):
            left -= 1
            if left < 0:
                return False
    plain = [text for text in map(mended, texts) if is_heading(text)]
    different = {_sort(text) for text in plain}
    if any(text.rstrip().endswith(":") for text in texts) and len(different) < 5:
        return False
    if len(different) >= 3:
        return len(plain) >= len(cells) * (0.6 if is_within else 0.4)
    if len(different) < 2 or len(plain) * 3 < len(cells) * 2 or not _has_rows_below(sheet, row):
        return False
    below = [number for number in range(row + 1, row + 7) if number in sheet.rows]
    return not any(len(said(sheet, number)) > 3 and reads_like_header(sheet, number, is_within) for number in below)


def _is_value(text: str) -> bool:
    """Numbers as text, sentences, lists, scores: they stand below headings."""
    if text.strip().isdecimal() or len(text) > 160 or (len(text) > 40 and text.rstrip().endswith(".")):
        return True
    return bool(_LISTED.search(text)) or (Sort.PAIR in sort_of(Cell(text)) and not _names_a_product(text))


def _names_a_product(text: str) -> bool:
    """ "L x C" heads the product of two levels, though either letter could be a level."""
    return any(found.part in ("total", "score") and found.sureness >= PLAIN for found in meanings(text))


def _is_period_cell(cell: Cell) -> bool:
    return isinstance(cell.value, date) or (isinstance(cell.value, int) and 2000 <= cell.value <= 2100)


def _sort(text: str) -> tuple[object, ...]:
    if is_period(text):
        return ("period", text.lower())
    for about in (About.RISKS, About.CONTROLS, About.PLAN):
        found = meanings(text, about)
        if found and found[0].sureness >= PLAIN:
            return found[0].fact, found[0].part, found[0].kind
    return ()


def _has_rows_below(sheet: Sheet, row: int) -> bool:
    heads = set(said(sheet, row))
    below = [set(said(sheet, number)) for number in range(row + 1, row + 5)]
    return sum(heads <= cells for cells in below) >= 2 or (len(sheet.rows) <= 3 and heads <= below[0])


def goes_on_from_above(sheet: Sheet, row: int, header: tuple[int, int]) -> bool:
    """Is a cell drawn down into this row that begins below the header? Then it is one of several of an entry."""
    merges = merges_of(sheet)
    return any(merges.above(row, column) > header[1] for column in said(sheet, header[1]))


def is_repeated(sheet: Sheet, row: int, header: tuple[int, int]) -> bool:
    """Does the row say the header of the table over again, as a page break does?"""
    cells = said(sheet, row)
    if not header[0] or not cells:
        return False
    for cell in cells.values():
        if not isinstance(cell.value, str) or len(cell.value) > 160:
            return False
    texts = {column: flat(str(cell.value)).lower() for column, cell in cells.items()}
    for tier in range(header[0], header[1] + 1):
        size = len(said(sheet, tier))
        alike = sum(text == text_at(sheet, tier, column).lower() for column, text in texts.items())
        if alike >= len(texts) * 0.6 and alike >= size * 0.6 and (alike >= 2 or alike == len(texts) == size):
            return True
    return False


def tiers_around(sheet: Sheet, row: int, after: int) -> tuple[int, int]:
    """The first and last row of the header that this row is of."""
    first = last = row
    while last - first < MOST_TIERS - 1 and _is_tier_below(sheet, first, last):
        last += 1
    while last - first < MOST_TIERS - 1 and first - 1 > after and _is_tier_above(sheet, first - 1, last):
        first -= 1
    if first == row and first - 2 > after and not said(sheet, first - 1) and _names_kinds_above(sheet, first - 2, row):
        first -= 2
    while numbers_the_columns(sheet, last + 1) or gives_hints(sheet, last + 1, last):
        last += 1
    return first, last


def _is_tier_above(sheet: Sheet, row: int, below: int) -> bool:
    """A row of groups: cells that span several headings, or reach down into the header."""
    cells, merges = said(sheet, row), merges_of(sheet)
    if not cells or any(not _could_head(cell) for cell in cells.values()):
        return False
    reaching = [column for column in cells if (merge := merges.at(row, column)) and merge.last_row > row]
    if reaching:
        return True
    if all(merges.width(row, column) == 1 for column in cells) and any(
        _DATED.search(printed_of(cell.value)) and not kind_said(printed_of(cell.value)) for cell in cells.values()
    ):
        return False  # a title, and beside it when it was printed
    headed = [column for column in range(1, sheet.last_column + 1) if text_at(sheet, below, column)]
    starts = sorted(cells)
    groups = 0
    for place, column in enumerate(starts):
        width = merges.width(row, column)
        text = printed_of(cells[column].value)
        until = column + width if width > 1 else (starts[place + 1] if place + 1 < len(starts) else column + 4)
        under = [other for other in headed if column <= other < until]
        spans_all = len(under) >= len(headed) * 0.8
        if len(under) >= 2 and not spans_all and (width > 1 or kind_said(text) or _sort(text)):
            groups += 1
    return groups >= 2 or (groups == 1 and (len(cells) > 1 or bool(kind_said(printed_of(cells[starts[0]].value)))))


def _names_kinds_above(sheet: Sheet, row: int, below: int) -> bool:
    """Above a blank row: "Pre-mitigation", "Post-mitigation", each drawn over pieces of a score."""
    merges, pieces = merges_of(sheet), 0
    for column, cell in said(sheet, row).items():
        width = merges.width(row, column)
        under = [text_at(sheet, below, other) for other in range(column, column + width)]
        if width > 1 and kind_said(printed_of(cell.value)) and all(under) and any(map(_is_piece, under)):
            pieces += 1
    return pieces >= 2


def _is_piece(text: str) -> bool:
    return any(found.part and found.sureness >= PLAIN for found in meanings(mended(text)))


def _could_head(cell: Cell) -> bool:
    if isinstance(cell.value, date):
        return True
    if isinstance(cell.value, int) and 2000 <= cell.value <= 2100:
        return True
    return isinstance(cell.value, str) and len(cell.value) <= 120 and not cell.value.rstrip().endswith(":")


def _is_tier_below(sheet: Sheet, first: int, row: int) -> bool:
    """The row under it goes on with the header: headings under groups, nothing that is a value."""
    cells, merges = said(sheet, row + 1), merges_of(sheet)
    reaching = [
        column
        for column in said(sheet, row)
        if (merge := merges.at(row, column)) and merge.last_row > row and merge.first_row >= first
    ]
    if not cells:
        return bool(reaching)
    if any(not isinstance(cell.value, str) or len(cell.value) > 80 for cell in cells.values()):
        return False
    if is_repeated(sheet, row + 1, (row, row)):
        return False
    plain = [text for cell in cells.values() if is_heading(text := mended(str(cell.value)))]
    different = {_sort(text) for text in plain}
    if reaching and all(column not in cells for column in reaching):
        under = all(_is_under_a_group(sheet, row, column) for column in cells)
        return len(plain) * 2 >= len(cells) or (under and len(reaching) * 2 >= len(said(sheet, row)))
    if hangs_under_groups(sheet, row, cells):
        return True
    pieces = [
        column
        for column, cell in cells.items()
        if _is_piece(str(cell.value)) and kind_said(text_at(sheet, row, column))
    ]
    if len(pieces) >= 2 and len(plain) == len(cells):
        return True  # "Gross", "Gross" over "L", "I", without a merge
    under_group = sum(not text_at(sheet, row, column) or merges.width(row, column) > 1 for column in cells)
    return len(different) >= 2 and len(plain) >= len(cells) * 0.6 and (under_group * 2 >= len(cells) or len(cells) == 2)


def _is_under_a_group(sheet: Sheet, row: int, column: int) -> bool:
    """Is the cell above it drawn over several columns, and in its row only?"""
    merge = merges_of(sheet).at(row, column)
    return merge is not None and merge.last_column > merge.first_column and merge.last_row == row


def hangs_under_groups(sheet: Sheet, row: int, cells: Mapping[int, Cell]) -> bool:
    """Short words under a heading and the blank cells to its right, nothing under the first headings of the row."""
    heads = sorted(said(sheet, row))
    blank = [column for column in cells if not text_at(sheet, row, column) or merges_of(sheet).width(row, column) > 1]
    if (
        len(cells) < 2
        or not heads
        or not blank
        or min(cells) in heads[:2]
        or min(cells) < heads[0]
        or any(len(str(cell.value)) > 30 for cell in cells.values())
    ):
        return False
    starts = {max((head for head in heads if head <= column), default=0) for column in blank}
    return all(column in blank or column in starts for column in cells)


def numbers_the_columns(sheet: Sheet, row: int) -> bool:
    """ "1 2 3 4" or "(a) (b) (c)" under the headings."""
    texts = [printed_of(cell.value).strip("()").lower() for _, cell in sorted(said(sheet, row).items())]
    if len(texts) < 4:
        return False
    counted = [str(number) for number in range(1, len(texts) + 1)]
    return texts in (counted, [chr(96 + number) for number in range(1, min(len(texts), 26) + 1)])


def gives_hints(sheet: Sheet, row: int, above: int) -> bool:
    """Under the headings what is to be filled in: "Enter a number", "Select from the list"."""
    texts = [printed_of(cell.value) for cell in said(sheet, row).values()]
    return len(texts) >= 3 and sum(bool(_HINT.match(text)) for text in texts) >= len(texts) * 0.6
