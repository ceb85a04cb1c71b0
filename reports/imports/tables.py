"""Where are the tables of a sheet? Header rows of one to four tiers, repeated headers, extents, tables side by side."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from reports.imports.contents import printed_of
from reports.imports.header_rows import (
    gives_hints,
    goes_on_from_above,
    hangs_under_groups,
    is_repeated,
    numbers_the_columns,
    reads_like_header,
    tiers_around,
)
from reports.imports.headings import PLAIN, is_heading, kind_said, meanings, mended, words_of
from reports.imports.merged import merges_of, said, text_at, whole
from reports.imports.nested import heads_actions
from reports.imports.values import About, Fact
from reports.workbooks.grid import Sheet

MOST_TABLES = 60  # of one sheet: what is left below them is said to be left out
_IDENTITY = (Fact.REF, Fact.TITLE, Fact.DESCRIPTION)


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
        if not reads_like_header(sheet, number, bool(heads)):
            continue
        if heads and any(test(sheet, number, heads[-1]) for test in (is_repeated, goes_on_from_above, heads_actions)):
            continue
        heads.append(tiers_around(sheet, number, after=heads[-1][1] if heads else 0))
        if len(heads) == MOST_TABLES:
            break
    found: list[Found] = []
    for place, head in enumerate(heads):
        before = heads[place + 1][0] if place + 1 < len(heads) else numbers[-1] + 1
        found += _tables_under(sheet, head, before, heads[place - 1][1] if place else 0)
    return found


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
    if row > first and (numbers_the_columns(sheet, row) or gives_hints(sheet, row, row - 1)):
        return {}
    labels = {column for column, cell in said(sheet, row).items() if printed_of(cell.value).rstrip().endswith(":")}
    hangs = row < last and hangs_under_groups(sheet, row, said(sheet, row + 1))
    texts: dict[int, str] = {}
    carried = ""
    for column in range(1, sheet.last_column + 1):
        merge = merges_of(sheet).at(row, column)
        value = whole(sheet, row, column).value if not merge or merge.first_row >= first else None
        own = mended(value) if isinstance(value, str) else printed_of(value)
        if row < last and {column, column - 1} & labels:
            own = ""  # "Last updated:" and its day beside the groups
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
    """Does it say over again how the left one is headed, or stand in other rows than it, as a key does?"""
    if len(part) < 2:
        return False
    if _counts_up([table.tiers[column][-1] for column in part]):
        return True
    is_table = bool(_identity(table, left)) and any(is_heading(table.tiers[column][-1]) for column in part)
    if is_table and _titles(table, part) & _titles(table, left):
        return True
    if is_table and Fact.REF not in _identity(table, part) & _identity(table, left):
        return False
    rows = [said(table.sheet, row) for row in table.sheet.rows if table.first_row <= row <= table.last_row]
    beside = [row for row in rows if len(row) > 1 and any(column in row for column in left)]
    return sum(any(column in row for column in part) for row in beside) < len(beside) * 0.6


def _counts_up(texts: list[str]) -> bool:
    """ "1, 2, 3, 4, 5" over a matrix."""
    numbers = [int(text) for text in texts if text.isdecimal() and len(text) < 3]
    return len(numbers) >= 3 and numbers in (list(range(1, len(numbers) + 1)), list(range(len(numbers), 0, -1)))


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
