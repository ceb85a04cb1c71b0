"""Which rows below a register are another small table: a key, a matrix, counts?"""

from __future__ import annotations

from collections.abc import Mapping

from reports.imports.contents import printed_of
from reports.imports.header_rows import is_repeated
from reports.imports.merged import said as said_in
from reports.imports.row_kinds import (
    Table,
    is_words,
    ref_text,
    stem_and_number,
)
from reports.imports.values import About, Fact
from reports.workbooks.grid import Sheet


def rows_apart(
    sheet: Sheet, header: tuple[int, int], rows: tuple[int, int], columns: Mapping[int, Fact | None]
) -> set[int]:
    """The rows below a register that are another small table, by where its references and titles stand."""
    return apart_in(Table(sheet, About.RISKS, header, columns), rows)


def apart_in(table: Table, rows: tuple[int, int]) -> set[int]:
    """The rows of another small table below a blank row: a key, a matrix, counts. Its first row is one of headings.

    Only of a table with references: there a heading stands where a reference would, and where the references are more
    than numbers, none of them stands in it.
    """
    if not table.ref or table.about != About.RISKS:
        return set()
    blocks: list[list[int]] = []
    for number in sorted(number for number in table.sheet.rows if rows[0] <= number <= rows[1]):
        if not said_in(table.sheet, number):
            continue
        if not blocks or number - blocks[-1][-1] > 1:
            blocks.append([])
        blocks[-1].append(number)
    refs = [text for number in blocks[0] if (text := ref_text(table, number))] if blocks else []
    stems = {stem for ref in refs for stem, count in [stem_and_number(ref)] if stem and count is not None}
    found: set[int] = set()
    for block in blocks[1:]:
        wide = [number for number in block if len(said_in(table.sheet, number)) > 1]
        if not wide or not _is_headed_otherwise(table, wide[0]):
            continue
        own = [text for number in wide[1:] if (text := ref_text(table, number))]
        if not any(stem_and_number(text)[0] in stems for text in own) or not refs:
            found |= set(block)
    return found if len(refs) > 1 else set()


def _is_headed_otherwise(table: Table, number: int) -> bool:
    """A row of short words with a word where a reference would stand, which is not the header over again."""
    cells = said_in(table.sheet, number)
    ref = ref_text(table, number)
    if is_repeated(table.sheet, number, table.header) or (ref and (any(map(str.isdigit, ref)) or len(ref) < 3)):
        return False
    texts = [printed_of(cell.value) for cell in cells.values()]
    is_short = all(len(text) <= 40 and not text.endswith(".") for text in texts)
    worded = all(is_words(cell) for column, cell in cells.items() if column <= max(table.ref, *table.titles, 1))
    return bool(ref) and is_short and (worded or all(map(str.isdecimal, texts[1:])))
