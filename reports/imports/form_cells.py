"""What stands where in a form of one risk? Labels, and the values beside or below each."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise

from reports.imports.headings import meanings, mended, words_of
from reports.imports.merged import merges_of, said
from reports.imports.refs import ref_of
from reports.imports.values import Fact
from reports.workbooks.grid import Cell, Sheet

LABEL = 0.8  # so sure, and a cell is a label
JOINT = " / "
_CARD = re.compile(r"^(?:\w+ )?risk (?:no\.? ?|number |ref\.? |id )?#?[a-z]{0,4}[ -]?\d{1,4}[a-z]?\b\W{0,3}", re.I)
_BAR = re.compile(r"^(?P<stem>[A-Z]{1,6})[ ./-]{0,2}(?P<number>\d{1,4})[a-z]?\s*(?:[:.|\u2013\u2014-])\s*\S", re.I)
_NAMED = re.compile(r"^(?P<stem>[A-Z]{1,6})[ ./-]{0,2}(?P<number>\d{1,4})[a-z]?$", re.I)
Places = dict[str, list[tuple[int, int]]]


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


def card_of(cells: Mapping[int, Cell]) -> str:
    """ "Risk 4", alone, before its title or with it, over the fields of a risk; "" where the row is none."""
    if not 1 <= len(cells) <= 3:
        return ""
    value = cells[min(cells)].value
    return value if isinstance(value, str) and _CARD.match(value.strip()) and len(value) < 160 else ""


def bar_of(cells: Mapping[int, Cell]) -> str:
    """ "SR1: Flooding", alone over the fields of a risk; "" where the row is none."""
    value = cells[min(cells)].value if len(cells) == 1 else None
    return value if isinstance(value, str) and _BAR.match(value.strip()) and len(value) < 160 else ""


def named_of(cells: Mapping[int, Cell]) -> tuple[int, int] | None:
    """ "CR04", "Unsafe buildings", and perhaps fields beside them, over the other fields of a risk: the columns of
    its reference and its title; None where the row is none."""
    if len(cells) < 2:
        return None
    first, second = sorted(cells)[:2]
    ref, title = text_of(cells[first]), text_of(cells[second])
    if not _NAMED.match(ref) or not 4 <= len(title) < 160 or ref_of(title) or is_label(title):
        return None
    others = sorted(cells)[2:]
    return (first, second) if not others or is_label(text_of(cells[others[0]])) else None


def bars_of(sheet: Sheet, rows: Sequence[int]) -> list[int]:
    """The rows of bars with references of one stem, each over labels."""
    found: dict[str, list[tuple[int, int]]] = {}
    labelled = [
        number for number in rows if len(cells := said(sheet, number)) > 1 and is_label(text_of(cells[min(cells)]))
    ]
    for number, below in pairwise(rows):
        cells = said(sheet, number)
        named = named_of(cells)
        match = _NAMED.match(text_of(cells[named[0]])) if named else _BAR.match(bar_of(cells).strip())
        if match and below in labelled:
            found.setdefault(match["stem"].lower(), []).append((int(match["number"]), number))
    bars = max(found.values(), key=len, default=[])
    if len(bars) == 1:  # of a sheet for each risk: over the first of its fields
        return [row for _, row in bars if labelled and row < labelled[0]]
    return [row for _, row in bars] if len({number for number, _ in bars}) == len(bars) else []


def label_key(text: str) -> str:
    return " ".join(words_of(text))


def text_of(cell: Cell) -> str:
    return mended(cell.value) if isinstance(cell.value, str) else ""


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
        if number == rows[0] and bar_of(cells):
            found.setdefault("Risk", []).append((number, min(cells)))
            continue
        named = named_of(cells) if number == rows[0] else None
        if named:
            found.setdefault("Risk ref", []).append((number, named[0]))
            found.setdefault("Risk title", []).append((number, named[1]))
            cells = {column: cell for column, cell in cells.items() if column > named[1]}
            if cells:
                _pairs(sheet, found, number, cells, None)
            continue
        card = card_of(cells)
        if card:
            _add_card(found, number, cells, card)
            grid, columns, open_ = {}, {}, None
            continue
        head = grid_head(cells)
        if head:
            grid, columns, open_ = head, {}, None
            continue
        if columns and not is_label(mended(str(cells[min(cells)].value))) and cells.keys() & columns.keys():
            for column in cells.keys() & columns.keys():
                found[columns[column]].append((number, column))
            continue
        columns = columns_head(cells)
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


def parse_column(sheet: Sheet, rows: tuple[int, int], column: int) -> Places:
    """Where the values of each label stand in one column of a table on its side."""
    found: Places = {}
    label = ""
    for number in sorted(number for number in sheet.rows if rows[0] <= number <= rows[1]):
        cells = said(sheet, number)
        if cells and min(cells) < column and text_of(cells[min(cells)]):
            label = text_of(cells[min(cells)])
        if label and column in cells:
            found.setdefault(label, []).append((number, column))
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


def grid_head(cells: Mapping[int, Cell]) -> dict[int, str]:
    """ "Likelihood, Impact, Score", or "Inherent, Current, Target", over a small grid; nothing where it is none."""
    texts = {column: mended(str(cell.value)) for column, cell in cells.items() if isinstance(cell.value, str)}
    if len(texts) < len(cells) or len(texts) < 2:
        return {}
    pieces = {column: text for column, text in texts.items() if is_piece(text) or is_kind(text)}
    rest = [column for column in texts if column not in pieces]
    if len(pieces) >= 2 and (not rest or rest == [min(texts)]):
        return pieces
    return {}


def columns_head(cells: Mapping[int, Cell]) -> dict[int, str]:
    """ "Further actions, Owner, Due date" over lines of their own; nothing where it is none."""
    texts = {column: mended(cell.value) for column, cell in cells.items() if isinstance(cell.value, str)}
    if len(texts) < len(cells) or len(texts) < 2 or not all(map(is_label, texts.values())):
        return {}
    facts = [meanings(text)[0].fact for text in texts.values() if meanings(text)]
    if len(texts) == 2 and facts[:1] not in ([Fact.CONTROLS], [Fact.ACTIONS]):
        return {}
    return {
        column: f"{texts[min(texts)]}{JOINT}{text}" if column != min(texts) else text for column, text in texts.items()
    }


def is_piece(text: str) -> bool:
    return any(found.part and not found.kind and found.sureness >= LABEL for found in meanings(text))


def is_kind(text: str) -> bool:
    found = meanings(text)
    return bool(found) and found[0].part == "score" and bool(found[0].kind) and found[0].sureness >= LABEL


def _grid_row(found: Places, number: int, cells: Mapping[int, Cell], grid: Mapping[int, str]) -> bool:
    label_column = min(cells)
    label = mended(str(cells[label_column].value)) if isinstance(cells[label_column].value, str) else ""
    under = [column for column in cells if column in grid and column != label_column]
    if not label or not under or (label_column in grid and label_column != min(grid)):
        return False
    if not (is_kind(label) or (is_piece(label) and label_column not in grid)):
        return False
    for column in under:
        found.setdefault(f"{label}{JOINT}{grid[column]}", []).append((number, column))
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
            if _is_ref_and_title(items, place, text):
                found.setdefault("Risk ref", []).append((number, items[place + 1][0]))
                found.setdefault("Risk title", []).append((number, items[place + 2][0]))
                last, place = None, place + 3
                continue
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


def _is_ref_and_title(items: Sequence[tuple[int, Cell]], place: int, label: str) -> bool:
    """ "Principal risk", "BAF1" and "Waiting times" in a row: the label has a reference and a title beside it."""
    if place + 2 >= len(items):
        return False
    ref, title = items[place + 1][1].value, items[place + 2][1].value
    names = next((found.fact for found in meanings(label)), None) in (Fact.REF, Fact.TITLE, Fact.DESCRIPTION)
    is_ref = isinstance(ref, int) or (isinstance(ref, str) and bool(ref_of(ref)) and len(ref) <= 12)
    return names and is_ref and isinstance(title, str) and len(title) > 6 and not is_label(mended(title))


def _starts_with_label(items: Sequence[tuple[int, Cell]], place: int) -> bool:
    """Is the next cell a label too, with a value of its own beside it?"""
    value = items[place][1].value
    if not isinstance(value, str) or not is_label(mended(value)):
        return False
    return value.rstrip().endswith(":") or (place + 1 < len(items) and len(items) % 2 == 1)


def key_of(label: str) -> str:
    return JOINT.join(label_key(part) for part in label.split(JOINT))


def places_of(
    sheet: Sheet, rows: tuple[int, int], headings: Mapping[str, str], column: int = 0
) -> dict[int, tuple[tuple[int, int], ...]]:
    """Where the values of each label stand in one block: {counter of the label: ((row, column), ...)}."""
    parsed = parse_column(sheet, rows, column) if column else parse(sheet, rows)
    by_key = {key_of(label): tuple(places) for label, places in parsed.items()}
    found = {}
    for counter, heading in headings.items():
        places = by_key.get(key_of(heading), ())
        if places:
            found[int(counter)] = places
    return found
