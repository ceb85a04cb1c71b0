"""Is a sheet a form of one risk, or of several below each other? Labels on the left, values beside or below them.

Forms of one shape are proposed as one table: its "columns" are the labels, counted from 1, and each form is a block.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from reports.imports.assigning import assign
from reports.imports.columns import Column, Content, add_cell
from reports.imports.contents import known_names, printed_of, sort_of
from reports.imports.form_cells import (
    JOINT,
    LABEL,
    Places,
    bar_of,
    bars_of,
    card_of,
    columns_head,
    grid_head,
    is_kind,
    is_label,
    is_piece,
    key_of,
    label_key,
    named_of,
    parse,
    parse_column,
    text_of,
)
from reports.imports.headings import meanings, mended
from reports.imports.merged import said
from reports.imports.tables import Found
from reports.imports.values import FACTS_OF, About, ColumnProposal, Fact, Known, TableProposal
from reports.workbooks.grid import Sheet

FEWEST = 4  # labels of a form


@dataclass
class Form:
    """One form: where the values of each of its labels stand."""

    sheet: Sheet
    first_row: int
    last_row: int
    places: Places = field(default_factory=dict)
    column: int = 0  # of its values, where each risk of the sheet is a column


def forms_in(sheet: Sheet) -> list[Form]:
    """The forms of a sheet; none where it is not made of them."""
    if len(sheet.rows) > 4000:
        return []
    rows = [number for number in sorted(sheet.rows) if said(sheet, number)]
    on_its_side = _on_its_side(sheet, rows)
    if on_its_side:
        return on_its_side
    starts = _starts(sheet, rows)
    if not starts:
        return []
    found = []
    for place, start in enumerate(starts):
        last = starts[place + 1] - 1 if place + 1 < len(starts) else rows[-1]
        form = Form(sheet, start, last, parse(sheet, (start, last)))
        if not _is_form(form):
            return []
        found.append(form)
    return found


def _on_its_side(sheet: Sheet, rows: Sequence[int]) -> list[Form]:
    """A table on its side: labels down one column, and each column to their right a risk."""
    if not rows:
        return []
    at = min(min(said(sheet, number)) for number in rows)
    labelled = [number for number in rows if at in said(sheet, number) and is_label(text_of(said(sheet, number)[at]))]
    named = [number for number in labelled if _names_a_risk(text_of(said(sheet, number)[at]))]
    if len(labelled) < FEWEST or not named:
        return []
    wide = [row for row in (said(sheet, number) for number in rows) if len(row) > 2]
    if any(grid_head(row) or columns_head(row) for row in wide):
        return []  # small tables inside a form
    left = {label_key(text_of(said(sheet, number)[at])) for number in labelled}
    columns = []
    for column in range(at + 1, sheet.last_column + 1):
        cells = [said(sheet, number)[column] for number in labelled if column in said(sheet, number)]
        labels = sum(is_label(text_of(cell)) for cell in cells)
        if len(cells) >= 3 and labels >= len(cells) * 0.8:
            others = [label_key(text_of(cell)) for cell in cells]
            if sum(other in left for other in others) * 2 < len(others):
                return []  # other labels on the right: blocks of one risk each
        if len(cells) >= len(labelled) * 0.6 and labels < len(cells) * 0.4 and column in said(sheet, named[0]):
            columns.append(column)
    names = {printed_of(sheet.cell(named[0], column).value) for column in columns}
    if len(columns) < 2 or len(names) < len(columns):
        return []
    keys = {number: label_key(text_of(said(sheet, number)[at])) for number in labelled}
    starts = [number for number in labelled if keys[number] == keys[labelled[0]]]
    ends = [*(start - 1 for start in starts[1:]), rows[-1]]
    return [
        Form(sheet, first, last, parse_column(sheet, (first, last), column), column)
        for first, last in zip(starts, ends, strict=True)
        for column in columns
        if any(column in said(sheet, number) for number in labelled if first <= number <= last)
    ]


def _names_a_risk(text: str) -> bool:
    found = meanings(text)
    return bool(found) and found[0].fact in (Fact.REF, Fact.TITLE, Fact.DESCRIPTION)


def stand_above(forms: Sequence[Form], row: int) -> bool:
    """Do fields of a risk stand above the row, so that what reads like a table from there on is a part of a form?"""
    above = {
        label
        for label, places in forms[0].places.items()
        if is_label(label) and any(place[0] < row for place in places)
    }
    facts = {found[0].fact for label in above if (found := meanings(label))}
    return len(facts) >= 3 and bool(facts & {Fact.TITLE, Fact.DESCRIPTION, Fact.REF})


def is_grid_of_form(table: Found) -> bool:
    """ "Likelihood, Impact, Score" over rows called "Inherent", "Current", "Target", and labels before and after it."""
    rows = [said(table.sheet, row) for row in sorted(table.sheet.rows) if table.first_row <= row <= table.last_row]
    texts = [text for cells in rows if cells and (text := text_of(cells[min(cells)]))]
    kinds = sum(is_kind(text) for text in texts)
    pieces = sum(is_piece(text_of(cell)) for cell in said(table.sheet, table.header[1]).values())
    return pieces >= 2 and kinds >= 2 and sum(is_kind(text) or is_label(text) for text in texts) >= len(texts) * 0.6


def _is_form(form: Form) -> bool:
    """Labels with their values beside them, several of them, and one that names the risk."""
    beside: set[str] = set()
    facts: set[Fact | None] = set()
    for number in range(form.first_row, form.last_row + 1):
        cells = said(form.sheet, number)
        if card_of(cells) or (number == form.first_row and (bar_of(cells) or named_of(cells))):
            beside.add("risk")
            facts.add(Fact.TITLE)
        elif not grid_head(cells) and not columns_head(cells):
            for _, text in _labels_of_row(form.sheet, number):
                beside.add(label_key(text))
                facts.add(next((found.fact for found in meanings(text)), None))
    return len(beside) >= FEWEST and bool(facts & {Fact.TITLE, Fact.DESCRIPTION, Fact.REF})


def _starts(sheet: Sheet, rows: Sequence[int]) -> list[int]:
    """The rows in which the first label of a form stands: where it comes again, another form begins."""
    cards = [number for number in rows if card_of(said(sheet, number))]
    if len(cards) > 1:
        return cards
    bars = bars_of(sheet, rows)
    if bars:
        return bars
    first: tuple[int, str] | None = None
    starts: list[int] = []
    for number in rows:
        labels = _labels_of_row(sheet, number)
        if not labels:
            continue
        column, text = labels[0]
        known = meanings(text)
        if (
            first is None
            and known
            and known[0].sureness >= LABEL
            and known[0].fact in (*(Fact.REF, Fact.TITLE, Fact.DESCRIPTION, Fact.OWNERS),)
        ):
            first = (column, label_key(text))
        if first is not None and (column, label_key(text)) == first:
            starts.append(number)
    return _from_their_tops(sheet, starts)


def _from_their_tops(sheet: Sheet, starts: list[int]) -> list[int]:
    """Each form from its first label on, where the one that comes again is not the first: the same rows above each."""

    def labels(row: int) -> list[str]:
        return [label_key(text) for _, text in _labels_of_row(sheet, row)]

    while starts and (above := labels(starts[0] - 1)) and all(labels(start - 1) == above for start in starts):
        starts = [start - 1 for start in starts]
    return starts


def _labels_of_row(sheet: Sheet, row: int) -> list[tuple[int, str]]:
    """The labels of a row that have a value beside them."""
    cells = list(said(sheet, row).items())
    found: list[tuple[int, str]] = []
    place = 0
    while place + 1 < len(cells):
        column, cell = cells[place]
        text = mended(str(cell.value)) if isinstance(cell.value, str) else ""
        if text and is_label(text):
            found.append((column, text))
            place += 2
        else:
            place += 1
    return found


# Proposing them -------------------------------------------------------------------------------------------------------


def proposed(forms: Sequence[Form], known: Known) -> list[TableProposal]:
    """One table for all forms of a shape: those that share most of their labels."""
    shapes: list[list[Form]] = []
    for form in forms:
        mine = {key_of(label) for label in form.places}
        for shape in shapes:
            theirs = {key_of(label) for label in shape[0].places}
            if len(mine & theirs) * 2 >= len(mine | theirs):
                shape.append(form)
                break
        else:
            shapes.append([form])
    return [_proposal(shape, known) for shape in shapes]


def _proposal(shape: Sequence[Form], known: Known) -> TableProposal:
    labels: dict[str, str] = {}
    for form in shape:
        for label in form.places:
            labels.setdefault(key_of(label), label)
    columns = [
        Column(counter, tuple(label.split(JOINT)), _content(shape, key, known))
        for counter, (key, label) in enumerate(labels.items(), 1)
    ]
    assign(columns, About.RISKS, known)
    for column in columns:
        if column.fact == Fact.NARRATIVE and JOINT not in column.heading and not _speaks_of_actions(column.heading):
            column.fact, column.reason = None, "By where it stands it can be of the risk, its score or its actions."
    first = shape[0]
    count = len(shape)
    reason = "Labels stand on the left and values beside them: it is a form of one risk."
    if count > 1:
        reason = f"Labels stand on the left and values beside them: {count} forms of one shape, each of one risk."
    return TableProposal(
        first.sheet.name,
        (0, 0),
        first.first_row,
        first.last_row,
        About.RISKS,
        reason,
        tuple(_column(column) for column in columns),
        blocks=tuple((form.sheet.name, form.first_row, form.last_row, form.column) for form in shape),
    )


def _speaks_of_actions(label: str) -> bool:
    return any(found.fact == Fact.NARRATIVE and found.sureness >= 0.9 for found in meanings(label))


def _column(column: Column) -> ColumnProposal:
    fact = column.fact if column.fact in FACTS_OF[About.RISKS] else None
    return ColumnProposal(column.number, column.heading, fact, column.reason, tuple(column.content.samples))


def _content(shape: Iterable[Form], key: str, known: Known) -> Content:
    names = known_names(known)
    content = Content()
    for form in shape:
        for label, places in form.places.items():
            if key_of(label) != key:
                continue
            for row, column in places:
                cell = form.sheet.cell(row, column)
                content.sorts[sort_of(cell, names)] += 1
                if cell.value is not None:
                    add_cell(content, cell.value)
    return content
