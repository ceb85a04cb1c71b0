"""Is a sheet a form of one risk, or of several below each other? Labels on the left, values beside or below them.

Forms of one shape are proposed as one table: its "columns" are the labels, counted from 1, and each form is a block.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from reports.imports.assigning import assign
from reports.imports.columns import Column, Content, add_cell
from reports.imports.contents import known_names, printed_of, sort_of
from reports.imports.headings import meanings, mended, words_of
from reports.imports.merged import merges_of, said
from reports.imports.values import FACTS_OF, About, ColumnProposal, Fact, Known, TableProposal
from reports.workbooks.grid import Cell, Sheet

LABEL = 0.8  # so sure, and a cell is a label
FEWEST = 4  # labels of a form
_JOINT = " / "
_CARD = re.compile(r"^(?:\w+ )?risk (?:no\.? ?|number |ref\.? |id )?#?[a-z]{0,4}[ -]?\d{1,4}[a-z]?\b\W{0,3}", re.I)

Places = dict[str, list[tuple[int, int]]]


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
    labelled = [number for number in rows if at in said(sheet, number) and is_label(_text(said(sheet, number)[at]))]
    named = [number for number in labelled if _names_a_risk(_text(said(sheet, number)[at]))]
    if len(labelled) < FEWEST or not named:
        return []
    columns = []
    for column in range(at + 1, sheet.last_column + 1):
        cells = [said(sheet, number)[column] for number in labelled if column in said(sheet, number)]
        labels = sum(is_label(_text(cell)) for cell in cells)
        if len(cells) >= len(labelled) * 0.6 and labels < len(cells) * 0.4 and column in said(sheet, named[0]):
            columns.append(column)
    names = {printed_of(sheet.cell(named[0], column).value) for column in columns}
    if len(columns) < 2 or len(names) < len(columns):
        return []
    first, last = labelled[0], rows[-1]
    return [Form(sheet, first, last, _parse_column(sheet, (first, last), column), column) for column in columns]


def _text(cell: Cell) -> str:
    return mended(cell.value) if isinstance(cell.value, str) else ""


def _names_a_risk(text: str) -> bool:
    found = meanings(text)
    return bool(found) and found[0].fact in (Fact.REF, Fact.TITLE, Fact.DESCRIPTION)


def _parse_column(sheet: Sheet, rows: tuple[int, int], column: int) -> Places:
    """Where the values of each label stand in one column of a table on its side."""
    found: Places = {}
    label = ""
    for number in sorted(number for number in sheet.rows if rows[0] <= number <= rows[1]):
        cells = said(sheet, number)
        if cells and min(cells) < column and _text(cells[min(cells)]):
            label = _text(cells[min(cells)])
        if label and column in cells:
            found.setdefault(label, []).append((number, column))
    return found


def stand_above(forms: Sequence[Form], row: int) -> bool:
    """Do fields of a risk stand above the row, so that what reads like a table from there on is a part of a form?"""
    above = {
        label
        for label, places in forms[0].places.items()
        if is_label(label) and any(place[0] < row for place in places)
    }
    facts = {found[0].fact for label in above if (found := meanings(label))}
    return len(facts) >= 3 and bool(facts & {Fact.TITLE, Fact.DESCRIPTION, Fact.REF})


def _is_form(form: Form) -> bool:
    """Labels with their values beside them, several of them, and one that names the risk."""
    beside: set[str] = set()
    facts: set[Fact | None] = set()
    for number in range(form.first_row, form.last_row + 1):
        cells = said(form.sheet, number)
        if _card(cells):
            beside.add("risk")
            facts.add(Fact.TITLE)
        elif not _grid_head(cells) and not _columns_head(cells):
            for _, text in _labels_of_row(form.sheet, number):
                beside.add(_key(text))
                facts.add(next((found.fact for found in meanings(text)), None))
    return len(beside) >= FEWEST and bool(facts & {Fact.TITLE, Fact.DESCRIPTION, Fact.REF})


def is_label(text: str) -> bool:
    """Does it read like the label of a field?"""
    if len(text) > 80 or not words_of(text):
        return False
    if text.rstrip().endswith(":") and len(words_of(text)) <= 8:
        return True
    if ":" in text:
        return False  # the value stands in the same cell
    found = meanings(text)
    return bool(found) and found[0].sureness >= LABEL


def _starts(sheet: Sheet, rows: Sequence[int]) -> list[int]:
    """The rows in which the first label of a form stands: where it comes again, another form begins."""
    cards = [number for number in rows if _card(said(sheet, number))]
    if len(cards) > 1:
        return cards
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
            first = (column, _key(text))
        if first is not None and (column, _key(text)) == first:
            starts.append(number)
    return starts


def _card(cells: Mapping[int, Cell]) -> str:
    """ "Risk 4", alone, before its title or with it, over the fields of a risk; "" where the row is none."""
    if not 1 <= len(cells) <= 3:
        return ""
    value = cells[min(cells)].value
    return value if isinstance(value, str) and _CARD.match(value.strip()) and len(value) < 160 else ""


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


def _key(text: str) -> str:
    return " ".join(words_of(text))


# Reading one form -----------------------------------------------------------------------------------------------------


def parse(sheet: Sheet, rows: tuple[int, int]) -> Places:
    """Where the values of each label stand. The labels of a grid are joined: "Current / Impact"."""
    found: Places = {}
    grid: dict[int, str] = {}
    columns: dict[int, str] = {}  # of a small table inside the form: the label of each
    open_: tuple[str, int] | None = None  # the label whose values may go on below, and their column
    for number in sorted(number for number in sheet.rows if rows[0] <= number <= rows[1]):
        cells = said(sheet, number)
        if not cells:
            continue
        card = _card(cells)
        if card:
            _add_card(found, number, cells, card)
            grid, columns, open_ = {}, {}, None
            continue
        head = _grid_head(cells)
        if head:
            grid, columns, open_ = head, {}, None
            continue
        if columns and not is_label(mended(str(cells[min(cells)].value))) and cells.keys() & columns.keys():
            for column in cells.keys() & columns.keys():
                found[columns[column]].append((number, column))
            continue
        columns = _columns_head(cells)
        if columns:
            for label in columns.values():
                found.setdefault(label, [])
            continue
        if grid and _grid_row(found, number, cells, grid):
            open_ = None
            continue
        if len(cells) > 1:
            grid = {}
        open_ = _pairs(sheet, found, number, cells, open_)
    return found


def _add_card(found: Places, number: int, cells: Mapping[int, Cell], card: str) -> None:
    """Its number and title, in one cell or in two."""
    columns = sorted(cells)
    if len(columns) == 1 and _CARD.sub("", card.strip()).strip():
        found.setdefault("Risk", []).append((number, columns[0]))
        return
    found.setdefault("Risk ref", []).append((number, columns[0]))
    if len(columns) > 1:
        found.setdefault("Risk title", []).append((number, columns[1]))


def _grid_head(cells: Mapping[int, Cell]) -> dict[int, str]:
    """ "Likelihood, Impact, Score", or "Inherent, Current, Target", over a small grid; nothing where it is none."""
    texts = {column: mended(str(cell.value)) for column, cell in cells.items() if isinstance(cell.value, str)}
    if len(texts) < len(cells) or len(texts) < 2:
        return {}
    pieces = {column: text for column, text in texts.items() if _is_piece(text) or _is_kind(text)}
    rest = [column for column in texts if column not in pieces]
    if len(pieces) >= 2 and (not rest or rest == [min(texts)]):
        return pieces
    return {}


def _columns_head(cells: Mapping[int, Cell]) -> dict[int, str]:
    """ "Further actions, Owner, Due date" over lines of their own; nothing where it is none."""
    texts = {column: mended(cell.value) for column, cell in cells.items() if isinstance(cell.value, str)}
    if len(texts) < len(cells) or len(texts) < 2 or not all(map(is_label, texts.values())):
        return {}
    facts = [meanings(text)[0].fact for text in texts.values() if meanings(text)]
    if len(texts) == 2 and facts[:1] not in ([Fact.CONTROLS], [Fact.ACTIONS]):
        return {}
    return {
        column: f"{texts[min(texts)]}{_JOINT}{text}" if column != min(texts) else text for column, text in texts.items()
    }


def _is_piece(text: str) -> bool:
    found = meanings(text)
    return bool(found) and bool(found[0].part) and not found[0].kind and found[0].sureness >= LABEL


def _is_kind(text: str) -> bool:
    found = meanings(text)
    return bool(found) and found[0].part == "score" and bool(found[0].kind) and found[0].sureness >= LABEL


def _grid_row(found: Places, number: int, cells: Mapping[int, Cell], grid: Mapping[int, str]) -> bool:
    label_column = min(cells)
    label = mended(str(cells[label_column].value)) if isinstance(cells[label_column].value, str) else ""
    under = [column for column in cells if column in grid and column != label_column]
    if not label or label_column in grid or not under:
        return False
    if not (_is_kind(label) or _is_piece(label)):
        return False
    for column in under:
        found.setdefault(f"{label}{_JOINT}{grid[column]}", []).append((number, column))
    return True


def _pairs(
    sheet: Sheet, found: Places, number: int, cells: Mapping[int, Cell], open_: tuple[str, int] | None
) -> tuple[str, int] | None:
    """Labels with their values beside them; a label alone takes what stands below; values alone go on from above."""
    items = list(cells.items())
    place, last = 0, None
    while place < len(items):
        column, cell = items[place]
        text = mended(str(cell.value)) if isinstance(cell.value, str) else ""
        if text and is_label(text):
            if place + 1 < len(items) and not _starts_with_label(items, place + 1):
                found.setdefault(text, []).append((number, items[place + 1][0]))
                last, place = (text, items[place + 1][0]), place + 2
                continue
            if place + 1 == len(items):
                found.setdefault(text, [])
                last = (text, column)
            place += 1
            continue
        if open_ and place == 0 and (column == open_[1] or merges_of(sheet).above(number, min(cells))):
            found[open_[0]].append((number, column))
            last = open_
        place += 1
    return last


def _starts_with_label(items: Sequence[tuple[int, Cell]], place: int) -> bool:
    """Is the next cell a label too, with a value of its own beside it?"""
    value = items[place][1].value
    if not isinstance(value, str) or not is_label(mended(value)):
        return False
    return value.rstrip().endswith(":") or (place + 1 < len(items) and len(items) % 2 == 1)


def places_of(
    sheet: Sheet, rows: tuple[int, int], headings: Mapping[str, str], column: int = 0
) -> dict[int, tuple[tuple[int, int], ...]]:
    """Where the values of each label stand in one block: {counter of the label: ((row, column), ...)}."""
    parsed = _parse_column(sheet, rows, column) if column else parse(sheet, rows)
    by_key = {_key_of(label): tuple(places) for label, places in parsed.items()}
    found = {}
    for counter, heading in headings.items():
        places = by_key.get(_key_of(heading), ())
        if places:
            found[int(counter)] = places
    return found


def _key_of(label: str) -> str:
    return _JOINT.join(_key(part) for part in label.split(_JOINT))


# Proposing them -------------------------------------------------------------------------------------------------------


def proposed(forms: Sequence[Form], known: Known) -> list[TableProposal]:
    """One table for all forms of a shape: those that share most of their labels."""
    shapes: list[list[Form]] = []
    for form in forms:
        mine = {_key_of(label) for label in form.places}
        for shape in shapes:
            theirs = {_key_of(label) for label in shape[0].places}
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
            labels.setdefault(_key_of(label), label)
    columns = [
        Column(counter, tuple(label.split(_JOINT)), _content(shape, key, known))
        for counter, (key, label) in enumerate(labels.items(), 1)
    ]
    assign(columns, About.RISKS, known)
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


def _column(column: Column) -> ColumnProposal:
    fact = column.fact if column.fact in FACTS_OF[About.RISKS] else None
    return ColumnProposal(column.number, column.heading, fact, column.reason, tuple(column.content.samples))


def _content(shape: Iterable[Form], key: str, known: Known) -> Content:
    names = known_names(known)
    content = Content()
    for form in shape:
        for label, places in form.places.items():
            if _key_of(label) != key:
                continue
            for row, column in places:
                cell = form.sheet.cell(row, column)
                content.sorts[sort_of(cell, names)] += 1
                if cell.value is not None:
                    add_cell(content, cell.value)
    return content


def shown(sheet: Sheet, row: int, column: int) -> str:
    return printed_of(sheet.cell(row, column).value)
