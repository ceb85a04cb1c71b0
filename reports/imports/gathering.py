"""Which cells belong to one entry? The rows of a table, put together by risk, control or work-stream."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from reports.imports import form_cells
from reports.imports.headings import kind_said
from reports.imports.labelled import labelled
from reports.imports.merged import merges_of
from reports.imports.merged import said as said_in
from reports.imports.refs import ref_of
from reports.imports.row_kinds import Kind, Row
from reports.imports.rows import rows_of
from reports.imports.settled import Settled, Spot, Table, Told
from reports.imports.texts import clean, printed_cell
from reports.imports.values import OF_A_SCORE, SCORED, Fact, Where

SPREAD = 400  # rows: how far a merged cell is followed


@dataclass
class Gathered:
    """The cells of one entry by fact, in the order of the file."""

    table: Table
    where: Where
    last_row: int
    section: str = ""
    section_row: int = 0
    spots: dict[Fact, list[Spot]] = field(default_factory=lambda: defaultdict(list))
    hidden: list[int] = field(default_factory=list)

    def of(self, fact: Fact) -> list[Spot]:
        return self.spots.get(fact, [])

    def rows(self) -> list[int]:
        return sorted({spot.where.row for spots in self.spots.values() for spot in spots})


class Claims:
    """Which cells have been looked at, row by row as a set of bits: the rest is told to be left out."""

    def __init__(self) -> None:
        self._of: dict[str, dict[int, int]] = defaultdict(dict)

    def add(self, sheet: str, row: int, column: int) -> None:
        rows = self._of[sheet]
        rows[row] = rows.get(row, 0) | (1 << column)

    def has(self, sheet: str, row: int, column: int) -> bool:
        return bool(self._of[sheet].get(row, 0) >> column & 1)

    def any_in(self, sheet: str, row: int) -> bool:
        return bool(self._of[sheet].get(row, 0))


def gathered(table: Table, settled: Settled, told: Told, claims: Claims) -> Iterator[Gathered]:
    """The entries of one table, from the top."""
    if table.is_form:
        yield from _form(table, told, claims)
        return
    columns = {column: table.columns.get(column) for column in table.all_columns}
    found = rows_of(table.sheet, about=table.about, header=table.header, rows=table.rows, columns=columns)
    name = table.sheet.name
    _claim_header(table, told, claims)
    open_: Gathered | None = None
    section, section_row = "", 0
    for row in found:
        if row.kind in (Kind.ENTRY, Kind.CONTINUATION):
            if row.kind is Kind.ENTRY or open_ is None:
                if open_ is not None:
                    yield open_
                open_ = Gathered(table, Where(name, row.number), row.number, section, section_row)
            if row.words:
                _add_title(open_, row.number, claims)
            else:
                _add_row(open_, row.number, told, claims)
            continue
        if row.kind is Kind.NESTED and open_ is not None:
            _add_nested(open_, row, claims)
            continue
        if row.kind is Kind.LABELLED and open_ is not None:
            _add_labelled(open_, row.number, told, claims)
            continue
        if row.kind is Kind.SECTION:
            section, section_row = row.words, row.number
        if row.kind is Kind.SECTION and open_ is not None:
            yield open_
            open_ = None
        _leave_row(table, row.number, _reason(row.kind, row.words), told, claims)
    if open_ is not None:
        yield open_


def _add_title(entry: Gathered, number: int, claims: Claims) -> None:
    """A row whose one cell, drawn over the table, is the title of the entry whose values stand below it."""
    sheet = entry.table.sheet
    for column, cell in sorted(sheet.rows.get(number, {}).items()):
        if not cell.is_blank:
            where = Where(sheet.name, number, column)
            claims.add(sheet.name, number, column)
            entry.spots[Fact.TITLE].append(Spot(cell, where, printed_cell(cell)))


def _add_labelled(entry: Gathered, number: int, told: Told, claims: Claims) -> None:
    """A row that says itself what it holds."""
    sheet = entry.table.sheet
    cells = said_in(sheet, number)
    found = labelled(cells)
    if found is None:
        return
    entry.last_row = number
    if number in sheet.hidden_rows:
        entry.hidden.append(number)
    for column, cell in cells.items():
        claims.add(sheet.name, number, column)
        where = Where(sheet.name, number, column)
        if column == found.label:
            told.leave(where, "It says what stands beside it.", printed_cell(cell))
            continue
        text = printed_cell(cell)
        if not found.label:
            head, _, text = text.partition(":")
            told.leave(where, f"“{head.strip()}” says what the rest of the cell is.", head.strip())
        entry.spots[found.fact].append(Spot(cell, where, text.strip()))


def _add_nested(entry: Gathered, row: Row, claims: Claims) -> None:
    """A row of the small table of actions below a risk. What stands in other columns of it is told to be left out."""
    sheet = entry.table.sheet
    entry.last_row = row.number
    if row.number in sheet.hidden_rows:
        entry.hidden.append(row.number)
    for column, cell in said_in(sheet, row.number).items():
        fact = row.columns.get(column)
        if fact is not None:
            claims.add(sheet.name, row.number, column)
            entry.spots[fact].append(Spot(cell, Where(sheet.name, row.number, column), printed_cell(cell)))


def _form(table: Table, told: Told, claims: Claims) -> Iterator[Gathered]:
    """A form is one entry: the values that stand beside its labels."""
    sheet, name = table.sheet, table.sheet.name
    headings = {str(column): words for column, words in table.headings.items()}
    places = form_cells.places_of(sheet, table.rows, headings, table.value_column)
    entry = Gathered(table, Where(name, table.rows[0]), table.rows[1])
    for column, cells in sorted(places.items()):
        fact = table.columns.get(column)
        for number, at in cells:
            cell = sheet.cell(number, at)
            claims.add(name, number, at)
            where, heading = Where(name, number, at), table.headings[column]
            if cell.is_blank and not cell.colour and not cell.is_formula:
                continue
            if fact is None:
                told.ask(
                    where, f"What stands beside “{heading}”? It is not imported until that is said.", None, heading
                )
            elif fact is Fact.IGNORED:
                told.leave(where, f"“{heading}” is left out, as the mapping has it.", printed_cell(cell))
            else:
                entry.spots[fact].append(Spot(cell, where, printed_cell(cell)))
            if number in sheet.hidden_rows and number not in entry.hidden:
                entry.hidden.append(number)
    for number in range(table.rows[0], table.rows[1] + 1):
        if not table.value_column:  # else the other columns are other risks
            _leave_labels(table, number, told, claims)
    if entry.spots:
        yield entry


def _leave_labels(table: Table, number: int, told: Told, claims: Claims) -> None:
    for column, cell in sorted(table.sheet.rows.get(number, {}).items()):
        if not cell.is_blank and not claims.has(table.sheet.name, number, column):
            claims.add(table.sheet.name, number, column)
            where = Where(table.sheet.name, number, column)
            told.leave(where, "A label of the form, or words beside it.", printed_cell(cell)[:300])


def _reason(kind: Kind, words: str) -> str:
    if kind is Kind.SECTION:
        return f"“{words}” heads the rows below it."
    if kind is Kind.HEADER:
        return "The header is repeated here."
    return f"{words.rstrip('.')}." if words else "This row is no part of the register."


def _leave_row(table: Table, number: int, words: str, told: Told, claims: Claims) -> None:
    texts = _claim_row(table, number, claims)
    if texts:
        told.leave(Where(table.sheet.name, number), words, " | ".join(texts)[:300])


def _claim_row(table: Table, number: int, claims: Claims) -> list[str]:
    """Marks the cells of the table in a row as seen, and gives their texts."""
    columns = table.all_columns
    texts = []
    for column, cell in table.sheet.rows.get(number, {}).items():
        if columns and columns[0] <= column <= columns[-1] and not claims.has(table.sheet.name, number, column):
            claims.add(table.sheet.name, number, column)
            texts.append(printed_cell(cell))
    return [text for text in texts if text]


def _claim_header(table: Table, told: Told, claims: Claims) -> None:
    first, last = table.header
    texts = [_claim_row(table, number, claims) for number in range(first, last + 1)] if first else []
    if any(texts):
        told.leave(Where(table.sheet.name, first), "The header of the table.", last_row=last)


def _add_row(entry: Gathered, number: int, told: Told, claims: Claims) -> None:
    sheet = entry.table.sheet
    entry.last_row = number
    if number in sheet.hidden_rows:
        entry.hidden.append(number)
    cells = sheet.rows.get(number, {})
    for column, fact in entry.table.facts_by_column:
        cell = cells.get(column)
        where = Where(sheet.name, number, column)
        if sheet.merges and number == entry.where.row and (cell is None or cell.is_blank):
            above = _drawn_from_above(entry, number, column)
            if above:
                cell, where = above.cell, above.where
        if cell is None:
            continue
        claims.add(sheet.name, number, column)
        if fact is None or fact is Fact.IGNORED:
            continue
        text = printed_cell(cell)
        if text or cell.colour or cell.is_formula:
            entry.spots[fact].append(Spot(cell, where, text))
    if Fact.SCORE_KIND in entry.table.facts:
        _sort_scores(entry, number, told)


def _sort_scores(entry: Gathered, number: int, told: Told) -> None:
    """The scores of a row are those that its own cell says: "Gross", "Residual", "Target"."""
    spots = [spot for spot in entry.of(Fact.SCORE_KIND) if spot.where.row == number]
    for one in spots:
        told.leave(one.where, "It says which score the row holds.", one.text)
    spot = spots[0] if spots else None
    kind = kind_said(spot.text) if spot else "current"
    if kind == "current" or not spot:
        return
    for part in OF_A_SCORE:
        current = entry.of(Fact(f"current-{part}"))
        here = [one for one in current if one.where.row == number]
        if not here:
            continue
        entry.spots[Fact(f"current-{part}")] = [one for one in current if one.where.row != number]
        if kind in SCORED:
            entry.spots[Fact(f"{kind}-{part}")] += here
            continue
        for one in here:
            words = f"“{one.text}” is a {part} of “{spot.text}”, which is none of inherent, current and target."
            told.ask(one.where, words, Fact.SCORE_KIND, spot.text)


def _drawn_from_above(entry: Gathered, number: int, column: int) -> Spot | None:
    """The value of a cell that is drawn over this row as well: one owner for two risks. Never a reference."""
    sheet = entry.table.sheet
    if entry.table.columns.get(column) in (Fact.REF, Fact.TITLE, None):
        return None
    merge = merges_of(sheet).at(number, column)
    if not merge or merge.first_row >= number or number - merge.first_row > SPREAD:
        return None
    if merge.first_row < entry.table.rows[0]:
        return None
    cell = sheet.cell(merge.first_row, merge.first_column)
    text = printed_cell(cell)
    return Spot(cell, Where(sheet.name, merge.first_row, merge.first_column), text) if text else None


def same_text(first: str, second: str) -> bool:
    """Whether two cells say the same, but for blanks and case."""
    return " ".join(clean(first).casefold().split()) == " ".join(clean(second).casefold().split())


def ref_in(spot: Spot) -> str:
    ref = ref_of(spot.text)
    return ref.printed if ref else spot.text


__all__ = ["Claims", "Gathered", "gathered", "ref_in", "same_text"]
