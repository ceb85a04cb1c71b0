"""What does a screen reader meet in our PDFs? This mends the tags WeasyPrint 70.0 leaves unfinished.

1. What crosses a page is one thing again: a table, list or paragraph that WeasyPrint cut at the page break
   (upstream issue 2903) is joined, and a table's repeated heading rows become decoration.
2. Running headers and footers become decoration too, instead of text outside the tree.
3. Header cells say whether they head a row or a column. Their ids go: WeasyPrint writes no IDTree to find
   them by, and the scope says all our tables need.
4. Links say where they go in words; lists say how they are numbered; a sub-list belongs to its item; a term
   and its definition are one item; a figure's place is given in the page's own units.

All but one step use what the public `finisher` hands over. Joining needs to know which element of the HTML
a tag came from, and only a private function knows that: `recording` listens to it. WeasyPrint is pinned and
tests/test_pdf.py reads the finished tree, so an upgrade that changes it cannot pass unseen.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pydyf

PX_TO_PT = 0.75
JOINED = {
    "/Part", "/Sect", "/Art", "/Div", "/BlockQuote", "/NonStruct", "/P", "/H1", "/H2", "/H3", "/H4", "/H5", "/H6",
    "/L", "/LI", "/LBody", "/Table", "/TBody", "/TR", "/TD", "/TH",
}  # fmt: skip
REPEATED = {"/THead", "/TFoot"}
LIST_NUMBERING = {
    "decimal": "/Decimal",
    "letter": "/LowerAlpha",  # print.css: a) b) c)
    "lower-alpha": "/LowerAlpha",
    "lower-roman": "/LowerRoman",
    "disc": "/Disc",
    "circle": "/Circle",
    "square": "/Square",
}

Boxes = dict[int, Any]  # id of a structure element: the box it was made from


@contextmanager
def recording(tags: Any) -> Iterator[Boxes]:
    """Note, while a PDF is written, which box every structure element comes from. Not for two threads at once."""
    boxes: Boxes = {}
    original = tags._build_box_tree

    def listening(box: Any, *rest: Any) -> Iterator[Any]:
        for element in original(box, *rest):
            boxes.setdefault(id(element), getattr(box, "_box", box))
            yield element

    tags._build_box_tree = listening
    try:
        yield boxes
    finally:
        tags._build_box_tree = original


def finish(document: Any, pdf: Any, boxes: Boxes) -> None:
    """Mend the tree. Call as WeasyPrint's `finisher`, inside `recording`."""
    tree = Tree(pdf, boxes)
    tree.join()
    tree.make_decoration(document.pages)
    for element in tree.walk():
        box = boxes.get(id(element))
        _scope(element, box)
        if element["S"] == "/L":
            tree.tidy_list(element, box)
        if element["S"] == "/Figure" and box is not None:
            _place_figure(element, box, document.pages[tree.page_of(element)])
    _describe_links(document.pages)


class Tree:
    """The structure tree, its objects looked up by reference."""

    def __init__(self, pdf: Any, boxes: Boxes) -> None:
        self.pdf = pdf
        self.boxes = boxes
        self.root = self.at(pdf.catalog["StructTreeRoot"])
        self.pages = {reference: number for number, reference in enumerate(pdf.page_references)}

    def at(self, reference: bytes) -> Any:
        return self.pdf.objects[int(reference.split()[0])]

    def children(self, element: Any) -> list[Any]:
        found = (self.at(kid) for kid in element.get("K", ()) if isinstance(kid, bytes))
        return [kid for kid in found if isinstance(kid, dict) and kid.get("Type") == "/StructElem"]

    def walk(self, element: Any = None) -> Iterator[Any]:
        """Every structure element, in reading order; the list of children is read before they change."""
        for child in self.children(element or self.root):
            yield child
            yield from self.walk(child)

    def page_of(self, element: Any) -> int:
        return self.pages[element["Pg"]]

    def move(self, child: Any, parent: Any) -> None:
        child["P"] = parent.reference
        parent["K"].append(child.reference)

    def drop(self, element: Any) -> None:
        """Take an element out of its parent."""
        parent = self.at(element["P"])
        parent["K"] = pydyf.Array(kid for kid in parent["K"] if kid != element.reference)

    # --- What crosses a page ---------------------------------------------------------------------------------------

    def join(self) -> None:
        self._join_below(self.root, {}, {})

    def _join_below(self, parent: Any, latest: dict[Any, Any], depths: dict[int, int]) -> None:
        for element in self.children(parent):
            self._join_one(element, latest, depths)

    def _join_one(self, element: Any, latest: dict[Any, Any], depths: dict[int, int]) -> None:
        """Give what continues an element of an earlier page to that element.

        Anonymous boxes carry their parent's HTML element, so how deep a box lies in that element is part of
        what names it.
        """
        box = self.boxes.get(id(element))
        source = None if box is None else box.element
        if source is None:
            self._join_below(element, latest, depths)
            return
        depth = depths.get(id(source), 0)
        key = (id(source), box.element_tag, element["S"], depth)
        deeper = {**depths, id(source): depth + 1}
        head = latest.get(key)
        if head is None or head["Pg"] == element["Pg"] or not self._continues(element, head):
            latest[key] = element
            self._join_below(element, latest, deeper)
        elif element["S"] in REPEATED:
            self.drop(element)
        else:
            self.drop(element)
            for child in self.children(element):
                self.move(child, head)
                self._join_one(child, latest, deeper)

    def _continues(self, element: Any, head: Any) -> bool:
        """Text and links hang their content on the element itself, as numbers of its own page: they stay apart."""
        if element["S"] in REPEATED:
            return True
        own = [kid for kid in element["K"] if isinstance(kid, int) or self.at(kid).get("Type") != "/StructElem"]
        return element["S"] in JOINED and not own and self.page_of(head) < self.page_of(element)

    # --- What is only decoration -----------------------------------------------------------------------------------

    def make_decoration(self, pages: list[Any]) -> None:
        """Turn marked content that no element of the tree owns into artifacts, and empty the elements that did."""
        kept = {element.number for element in self.walk()}
        numbers = self.at(self.root["ParentTree"])["Nums"]
        owners = dict(zip(numbers[::2], numbers[1::2], strict=True))
        for number, reference in enumerate(self.pdf.page_references[: len(pages)]):
            array = owners[number]
            lost = {mcid for mcid, owner in enumerate(array) if int(owner.split()[0]) not in kept}
            if lost:
                self._decorate(self.at(self.at(reference)["Contents"]).stream, lost)
            for mcid in lost:
                array[mcid] = b"null"
        for thing in self.pdf.objects:
            if isinstance(thing, dict) and thing.get("Type") == "/StructElem" and thing.number not in kept:
                thing.clear()

    @staticmethod
    def _decorate(stream: list[Any], lost: set[int]) -> None:
        for position, item in enumerate(stream):
            if item == b"BDC" and isinstance(stream[position - 1], dict) and stream[position - 1].get("MCID") in lost:
                stream[position - 2] = "/Artifact"
                stream[position - 1] = pydyf.Dictionary({"Type": "/Pagination"})

    # --- Lists -----------------------------------------------------------------------------------------------------

    def tidy_list(self, element: Any, box: Any) -> None:
        if box is not None and box.element_tag in ("ul", "ol"):
            style = box.style["list_style_type"]
            numbering = LIST_NUMBERING.get(style if isinstance(style, str) else "", "/None")
            element["A"] = pydyf.Dictionary({"O": "/List", "ListNumbering": numbering})
        before = None
        for child in self.children(element):
            if child["S"] == "/L" and before is not None:
                self._put_in_body(child, before)
            elif before is not None and self._tag(child) == "dd" and self._tag(before) == "dt":
                self._join_definition(child, before)
            elif child["S"] == "/LI":
                before = child

    def _tag(self, element: Any) -> str:
        box = self.boxes.get(id(element))
        return "" if box is None else str(box.element_tag)

    def _put_in_body(self, sublist: Any, item: Any) -> None:
        bodies = [child for child in self.children(item) if child["S"] == "/LBody"]
        if bodies:
            self.drop(sublist)
            self.move(sublist, bodies[-1])

    def _join_definition(self, definition: Any, term: Any) -> None:
        self.drop(definition)
        for label in self.children(term):
            if label["S"] == "/LBody" and self._tag(label) == "dt":
                label["S"] = "/Lbl"
        for body in self.children(definition):
            self.move(body, term)
        definition.clear()


def _scope(element: Any, box: Any) -> None:
    if element["S"] not in ("/TH", "/TD"):
        return
    element.pop("ID", None)
    element.get("A", {}).pop("Headers", None)
    if element["S"] == "/TH":
        scope = "col" if box is None else box.element.get("scope", "col")
        element["A"]["Scope"] = "/Row" if scope.startswith("row") else "/Column"


def _place_figure(element: Any, box: Any, page: Any) -> None:
    """WeasyPrint gives the figure's box in CSS pixels from the top; PDF counts points from the bottom."""
    left, top = box.content_box_x(), box.content_box_y()
    edges = (left, page.height - top - box.height, left + box.width, page.height - top)
    element["A"]["BBox"] = pydyf.Array(round(edge * PX_TO_PT, 2) for edge in edges)


def _describe_links(pages: list[Any]) -> None:
    for page in pages:
        for *_, box in page.links:
            annotation = getattr(box, "link_annotation", None)
            if annotation is None:
                continue
            words = box.element.get("title") or " ".join("".join(box.element.itertext()).split())
            if words:
                annotation["Contents"] = pydyf.String(words)
            annotation["F"] = 4  # shown in print too
