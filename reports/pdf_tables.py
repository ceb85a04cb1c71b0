"""How does a screen reader know what heads a cell?

Every heading cell says whether it heads a row or a column. Where cells span, that is not enough (ISO 14289-1,
7.5): there each cell names the cells that head it, and the file's IDTree says where to find them. WeasyPrint's own
ids go: it counts them page by page and writes no IDTree.

A heading cell of a row group ("Group 1", over all columns) heads what follows it in its group.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pydyf

from reports.pdf_tree import Tree

PARTS = ("/THead", "/TBody", "/TFoot")
Ids = dict[str, bytes]  # identifier: reference of its element


@dataclass(eq=False)
class _Cell:
    element: Any
    row: int
    column: int
    rows: int
    columns: int
    part: int
    scope: str  # col, colgroup, row, rowgroup; nothing for a data cell

    @property
    def spans(self) -> bool:
        return self.rows > 1 or self.columns > 1

    @property
    def heads_column(self) -> bool:
        return self.scope.startswith("col")

    @property
    def heads_group(self) -> bool:
        """A row group's heading on a row of its own; one that stands beside its rows heads those."""
        return self.scope == "rowgroup" and self.rows == 1

    @property
    def in_columns(self) -> range:
        return range(self.column, self.column + self.columns)

    @property
    def in_rows(self) -> range:
        return range(self.row, self.row + self.rows)

    def named(self, table: str) -> str:
        return f"{table}-{self.row:04}-{self.column:03}"


def tidy(tree: Tree, tables: list[Any]) -> Ids:
    """Say what heads each cell; gives back the identifiers for the IDTree."""
    ids: Ids = {}
    for number, table in enumerate(tables, 1):
        cells = list(_cells(tree, table))
        for cell in cells:
            cell.element.pop("ID", None)
            cell.element["A"].pop("Headers", None)
            if cell.scope:
                cell.element["A"]["Scope"] = "/Row" if cell.scope.startswith("row") else "/Column"
        if any(cell.spans for cell in cells):
            _name_headers(cells, f"t{number:03}", ids)
    return ids


def _cells(tree: Tree, table: Any) -> Iterator[_Cell]:
    """The cells with their places in the grid, as HTML lays it out: a spanning cell pushes later ones aside."""
    taken: set[tuple[int, int]] = set()
    row = 0
    for part, name, elements in _rows(tree, table):
        column = 0
        for element in tree.children(elements):
            if element["S"] not in ("/TH", "/TD"):
                continue
            while (row, column) in taken:
                column += 1
            rows, columns = (int(element["A"].get(span, 1)) for span in ("RowSpan", "ColSpan"))
            if rows > 1:
                taken.update((row + down, column + across) for down in range(1, rows) for across in range(columns))
            yield _Cell(element, row, column, rows, columns, part, _scope(tree, element, name))
            column += columns
        row += 1


def _rows(tree: Tree, table: Any) -> Iterator[tuple[int, str, Any]]:
    for number, part in enumerate(tree.children(table)):
        if part["S"] == "/TR":
            yield number, "/TBody", part
        elif part["S"] in PARTS:
            for row in tree.children(part):
                if row["S"] == "/TR":
                    yield number, part["S"], row


def _scope(tree: Tree, element: Any, part: str) -> str:
    if element["S"] != "/TH":
        return ""
    box = tree.box(element)
    said = "" if box is None else box.element.get("scope", "")
    return said if said in ("col", "colgroup", "row", "rowgroup") else ("col" if part == "/THead" else "row")


def _name_headers(cells: list[_Cell], name: str, ids: Ids) -> None:
    """Give each cell the names of the cells that head it: columns from the outside in, its group, its row."""
    columns, rows = _reach(cells)
    group: _Cell | None = None
    for cell in cells:
        if cell.heads_group:
            group = cell
        above = [head for column in cell.in_columns for head in columns.get(column, ()) if head.row < cell.row]
        around = [group] if group and group.part == cell.part and not cell.heads_column else []
        beside = [head for row in cell.in_rows for head in rows.get(row, ()) if head.column < cell.column]
        heads = [head for head in dict.fromkeys([*above, *around, *beside]) if head is not cell]
        for head in heads:
            head.element["ID"] = pydyf.String(head.named(name))
            ids[head.named(name)] = head.element.reference
        if heads:
            cell.element["A"]["Headers"] = pydyf.Array(pydyf.String(head.named(name)) for head in heads)


def _reach(cells: list[_Cell]) -> tuple[dict[int, list[_Cell]], dict[int, list[_Cell]]]:
    """Which heading cells reach into each column, and which into each row."""
    columns: dict[int, list[_Cell]] = {}
    rows: dict[int, list[_Cell]] = {}
    for cell in cells:
        if cell.heads_column:
            for column in cell.in_columns:
                columns.setdefault(column, []).append(cell)
        elif cell.scope and not cell.heads_group:
            for row in cell.in_rows:
                rows.setdefault(row, []).append(cell)
    return columns, rows
