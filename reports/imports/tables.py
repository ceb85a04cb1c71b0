"""Where are the tables of a sheet? Header rows of one to four tiers, repeated headers, extents, tables side by side."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from reports.imports.contents import printed_of
from reports.imports.headings import PLAIN, flat, is_heading, is_period, kind_said, meanings, mended, words_of
from reports.imports.merged import merges_of, said, text_at, whole
from reports.imports.values import About, Fact
from reports.workbooks.grid import Cell, Sheet

MOST_TIERS = 4
MOST_TABLES = 60  # of one sheet: what is left below them is said to be left out
_IDENTITY = (Fact.REF, Fact.TITLE, Fact.DESCRIPTION)
_HINT = re.compile(
    r"^(?:enter|select|describe|choose|insert|state|list|use|provide|drop ?down|e\.?g\.?|who |what |auto|free text|"
    r"pick|type|give|please|name of|date (?:of|when)|dd/mm|short (?:title|description)|\(|see )",
    re.I,
)


@dataclass(frozen=True)
class Found:
    """A table as it lies in its sheet. `tiers`: for each column the texts of its header, outermost first."""

    sheet: Sheet
    header: tuple[int, int]  # (0, 0): it has none
    first_row: int
    last_row: int
    tiers: Mapping[int, tuple[str, ...]]
    title: str = ""  # what stands above it

    @property
    def columns(self) -> tuple[int, ...]:
        return tuple(sorted(self.tiers))


def tables_in(sheet: Sheet) -> list[Found]:
    """The tables of a sheet that have a header, from the top."""
    heads: list[tuple[int, int]] = []
    numbers = sorted(sheet.rows)
    for number in numbers:
        if heads and number <= heads[-1][1]:
            continue
        if not _reads_like_header(sheet, number, bool(heads)):
            continue
        if heads and is_repeated(sheet, number, heads[-1]):
            continue
        heads.append(_tiers_around(sheet, number, after=heads[-1][1] if heads else 0))
        if len(heads) == MOST_TABLES:
            break
    found: list[Found] = []
    for place, head in enumerate(heads):
        before = heads[place + 1][0] if place + 1 < len(heads) else numbers[-1] + 1
        found += _tables_under(sheet, head, before, heads[place - 1][1] if place else 0)
    return found


# Which rows are headers -----------------------------------------------------------------------------------------------


def _reads_like_header(sheet: Sheet, row: int, is_within: bool) -> bool:
    """Several different headings, most of the row's cells, and hardly a number among them.

    `is_within`: below another header, where a row of values that happen to read like headings is likelier.
    """
    cells = said(sheet, row).values()
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
    return not any(len(said(sheet, number)) > 3 and _reads_like_header(sheet, number, is_within) for number in below)


def _is_value(text: str) -> bool:
    """Numbers as text, sentences: they stand below headings."""
    return text.strip().isdecimal() or len(text) > 160 or (len(text) > 40 and text.rstrip().endswith("."))


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


def _tiers_around(sheet: Sheet, row: int, after: int) -> tuple[int, int]:
    """The first and last row of the header that this row is of."""
    first = last = row
    while last - first < MOST_TIERS - 1 and _is_tier_below(sheet, first, last):
        last += 1
    while last - first < MOST_TIERS - 1 and first - 1 > after and _is_tier_above(sheet, first - 1, last):
        first -= 1
    while _numbers_the_columns(sheet, last + 1) or _gives_hints(sheet, last + 1, last):
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
        return len(plain) * 2 >= len(cells)
    if _hangs_under_groups(sheet, row, cells):
        return True
    under_group = sum(not text_at(sheet, row, column) or merges.width(row, column) > 1 for column in cells)
    return len(different) >= 2 and len(plain) >= len(cells) * 0.6 and (under_group * 2 >= len(cells) or len(cells) == 2)


def _hangs_under_groups(sheet: Sheet, row: int, cells: Mapping[int, Cell]) -> bool:
    """Short words under a heading and the blank cells to its right, nothing under the first headings of the row."""
    heads = sorted(said(sheet, row))
    blank = [column for column in cells if not text_at(sheet, row, column) or merges_of(sheet).width(row, column) > 1]
    if (
        len(cells) < 2
        or not blank
        or min(cells) in heads[:2]
        or min(cells) < heads[0]
        or any(len(str(cell.value)) > 30 for cell in cells.values())
    ):
        return False
    starts = {max((head for head in heads if head <= column), default=0) for column in blank}
    return all(column in blank or column in starts for column in cells)


def _numbers_the_columns(sheet: Sheet, row: int) -> bool:
    """ "1 2 3 4" or "(a) (b) (c)" under the headings."""
    texts = [printed_of(cell.value).strip("()").lower() for _, cell in sorted(said(sheet, row).items())]
    if len(texts) < 4:
        return False
    counted = [str(number) for number in range(1, len(texts) + 1)]
    return texts in (counted, [chr(96 + number) for number in range(1, min(len(texts), 26) + 1)])


def _gives_hints(sheet: Sheet, row: int, above: int) -> bool:
    """Under the headings what is to be filled in: "Enter a number", "Select from the list"."""
    texts = [printed_of(cell.value) for cell in said(sheet, row).values()]
    return len(texts) >= 3 and sum(bool(_HINT.match(text)) for text in texts) >= len(texts) * 0.6


# What lies under a header ---------------------------------------------------------------------------------------------


def _tables_under(sheet: Sheet, head: tuple[int, int], before: int, after: int) -> Iterable[Found]:
    """The table under a header, or the tables side by side under it."""
    tiers = _tiers(sheet, head)
    last = _last_row(sheet, head[1], before)
    table = Found(sheet, head, head[1] + 1, last, tiers, title=_title_above(sheet, head[0], after))
    for columns in _side_by_side(table):
        yield replace(table, tiers=_with_unheaded(table, columns))


def _last_row(sheet: Sheet, head: int, before: int) -> int:
    """The last row that holds anything, without the title of the table that follows."""
    rows = [number for number in sheet.rows if head < number < before and said(sheet, number)]
    rows.sort()
    follows = before in sheet.rows
    while follows and rows and rows[-1] == before - 1 and len(said(sheet, rows[-1])) == 1:
        before = rows.pop()
    return rows[-1] if rows else head


def _title_above(sheet: Sheet, first: int, after: int) -> str:
    texts: list[str] = []
    for number in sorted(row for row in sheet.rows if after < row < first)[-8:]:
        cells = said(sheet, number)
        if len(cells) <= 2:
            texts += [printed_of(cell.value) for cell in cells.values()]
    return " · ".join(texts)[-400:]


def _tiers(sheet: Sheet, head: tuple[int, int]) -> dict[int, tuple[str, ...]]:
    """The header's texts by column. A group without a merge holds for the pieces of a score to its right."""
    first, last = head
    by_row = {row: _row_of_tier(sheet, row, last, first) for row in range(first, last + 1)}
    found: dict[int, tuple[str, ...]] = {}
    for column in range(1, sheet.last_column + 1):
        texts: list[str] = []
        for row in range(first, last + 1):
            text = by_row[row].get(column, "")
            if text and (not texts or texts[-1].lower() != text.lower()):
                texts.append(text)
        if texts:
            found[column] = tuple(texts)
    return found


def _row_of_tier(sheet: Sheet, row: int, last: int, first: int) -> dict[int, str]:
    """The texts of one tier by column. A group that is not merged reaches over the columns to its right."""
    if row > first and (_numbers_the_columns(sheet, row) or _gives_hints(sheet, row, row - 1)):
        return {}
    hangs = row < last and _hangs_under_groups(sheet, row, said(sheet, row + 1))
    texts: dict[int, str] = {}
    carried = ""
    for column in range(1, sheet.last_column + 1):
        merge = merges_of(sheet).at(row, column)
        value = whole(sheet, row, column).value if not merge or merge.first_row >= first else None
        own = mended(value) if isinstance(value, str) else printed_of(value)
        is_over = (hangs and bool(text_at(sheet, row + 1, column))) or _is_piece(sheet, row, last, column)
        if own:
            texts[column] = own
            is_drawn = merge is not None and merge.last_column > merge.first_column
            carried = own if row < last and not is_drawn and (hangs or kind_said(own)) and is_over else ""
        elif carried and is_over:
            texts[column] = carried
        else:
            carried = ""
    return texts


def _is_piece(sheet: Sheet, row: int, last: int, column: int) -> bool:
    """Is the heading further down in this column a likelihood, an impact, a total ...?"""
    for below in range(last, row, -1):
        value = whole(sheet, below, column).value
        text = mended(value) if isinstance(value, str) else ""
        if text:
            return any(found.part and found.sureness >= PLAIN for found in meanings(text))
    return False


def _side_by_side(table: Found) -> list[tuple[int, ...]]:
    """The columns of each table, where several lie side by side with an empty column between them."""
    parts: list[list[int]] = []
    rows = (table.sheet.rows[number] for number in table.sheet.rows if table.first_row <= number <= table.last_row)
    used = {column for row in rows for column in row}
    for column in table.columns:
        if (parts and column == parts[-1][-1] + 1) or (parts and used.issuperset(range(parts[-1][-1] + 1, column))):
            parts[-1].append(column)
        else:
            parts.append([column])
    joined: list[list[int]] = []
    for part in parts:
        if joined and not _stands_alone(table, part, joined[-1]):
            joined[-1] += part
        else:
            joined.append(part)
    return [tuple(part) for part in joined]


def _identity(table: Found, columns: Iterable[int]) -> set[Fact]:
    """Which of reference, title and description are among some columns."""
    found = set()
    for column in columns:
        for about in (About.RISKS, About.CONTROLS, About.PLAN):
            best = next(iter(meanings(" ".join(table.tiers[column]), about)), None)
            if best and best.fact in _IDENTITY and best.sureness >= PLAIN:
                found.add(best.fact)
    return found


def _stands_alone(table: Found, part: list[int], left: list[int]) -> bool:
    """Has it a reference or a title of its own, or does it mean nothing here, as a key does?"""
    if len(part) < 2:
        return False
    if _identity(table, left) and any(is_heading(table.tiers[column][-1]) for column in part):
        return Fact.REF in _identity(table, part) & _identity(table, left) or bool(
            _titles(table, part) & _titles(table, left)
        )
    rows = [table.sheet.rows[number] for number in table.sheet.rows if table.first_row <= number <= table.last_row]
    beside = [row for row in rows if any(column in row for column in left)]
    return sum(any(column in row for column in part) for row in beside) < len(beside) * 0.6


def _titles(table: Found, columns: Iterable[int]) -> set[tuple[str, ...]]:
    """The headings, as words, of the titles among some columns."""
    found = set()
    for column in columns:
        best = next(iter(meanings(" ".join(table.tiers[column]))), None)
        if best and best.fact in _IDENTITY and best.sureness >= PLAIN:
            found.add(words_of(" ".join(table.tiers[column])))
    return found


def _with_unheaded(table: Found, columns: tuple[int, ...]) -> dict[int, tuple[str, ...]]:
    """The columns, and those that have no heading but stand among them, or right beside them, and hold something."""
    held: dict[int, int] = {}
    for number in table.sheet.rows:
        if table.first_row <= number <= table.last_row:
            for column in said(table.sheet, number):
                held[column] = held.get(column, 0) + 1
    tiers = {column: table.tiers[column] for column in columns}
    wanted = set(range(columns[0], columns[-1]))
    column = columns[-1] + 1
    while held.get(column) and column not in table.tiers:
        wanted.add(column)
        column += 1
    column = columns[0] - 1
    while held.get(column) and column not in table.tiers:
        wanted.add(column)
        column -= 1
    for column in wanted:
        if column not in table.tiers and held.get(column):
            tiers[column] = ()
    return tiers


def headless(sheet: Sheet) -> Found | None:
    """The rows of a sheet without any header, where they look like a table: three rows of three cells or more."""
    rows = {number: said(sheet, number) for number in sorted(sheet.rows)}
    wide = [number for number, cells in rows.items() if len(cells) >= 3]
    if len(wide) < 2 or len(wide) * 2 < sum(bool(cells) for cells in rows.values()):
        return None
    columns = sorted({column for number in wide for column in rows[number]})
    return Found(sheet, (0, 0), wide[0], wide[-1], dict.fromkeys(columns, ()))


def heading_of(tiers: tuple[str, ...]) -> str:
    """All tiers joined, outermost first."""
    return " / ".join(tiers)


def is_named(text: str) -> bool:
    return bool(words_of(text))
