"""How does what crosses a page become one thing again to a screen reader?

WeasyPrint 70.0 makes a new structure element on every page, and for every line of a link or of bold words
(upstream issue 2903): a table over ten pages is ten tables. Here every piece joins the element its box began
with: rows follow rows, a split row's cells go on in their own cells, a paragraph or link is one. The heading
rows a table repeats stay on paper and leave the tree.

Which pieces are one box is known for certain: `recording` numbers the boxes before the layout cuts them, and
each piece keeps the number. A piece on another page than its element names its page (a marked-content
reference), and the parent tree is told who owns it now.
"""

from __future__ import annotations

from typing import Any

import pydyf

from reports.pdf_tree import Tree

REPEATED = {"/THead", "/TFoot"}
ORDER = {"/Caption": -1, "/THead": 0, "/TFoot": 2}


def join(tree: Tree) -> None:
    """Join the pieces of every box, in one pass over the tree."""
    _Joining(tree).take(tree.root, tree.root)
    for element in tree.walk():
        if element["S"] == "/Table":
            _order(tree, element)


class _Joining:
    def __init__(self, tree: Tree) -> None:
        self.tree = tree
        self.first: dict[tuple[int, str], Any] = {}

    def take(self, piece: Any, whole: Any) -> None:
        """Hang everything a piece holds on the whole it is part of, which may be the piece itself."""
        kids = piece["K"]
        if piece is whole:
            whole["K"] = pydyf.Array()
        for kid in kids:
            child = self.tree.elements.get(kid)
            if child is None:
                whole["K"].append(self._own(kid, piece, whole))
                continue
            beginning = whole if self._adds_to(child, whole) else self._beginning_of(child)
            if beginning is child:
                self.tree.add(child, whole)
            if beginning is child or child["S"] not in REPEATED:
                self.take(child, beginning)

    def _adds_to(self, element: Any, around: Any) -> bool:
        """What a style sheet adds to a link (a page number) is a link of its own to WeasyPrint, inside the first."""
        if not element["S"] == around.get("S") == "/Link":
            return False
        return self.tree.box(element).element is self.tree.box(around).element

    def _beginning_of(self, element: Any) -> Any:
        """An element that wraps a box (a list item its body) has the same box: the tag tells them apart."""
        place = self.tree.number(element)
        return element if place < 0 else self.first.setdefault((place, element["S"]), element)

    def _own(self, kid: Any, piece: Any, whole: Any) -> Any:
        """Marked content or a link's annotation: tell the parent tree who owns it now."""
        if piece is whole:
            return kid
        if isinstance(kid, int):
            self.tree.owners_on(self.tree.page_of(piece))[kid] = whole.reference
            if piece["Pg"] != whole["Pg"]:
                return pydyf.Dictionary({"Type": "/MCR", "Pg": piece["Pg"], "MCID": kid})
            return kid
        annotation = self.tree.at(self.tree.at(kid)["Obj"])
        self.tree.parent_tree[2 * annotation["StructParent"] + 1] = whole.reference
        return kid


def _order(tree: Tree, table: Any) -> None:
    """A foot that is repeated came with the first page's rows, a head may have found room on the second page only."""
    parts = tree.children(table)
    if any(part["S"] in REPEATED for part in parts):
        tree.set_children(table, sorted(parts, key=lambda part: ORDER.get(part["S"], 1)))
