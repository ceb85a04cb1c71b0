"""What does a screen reader meet in our PDFs? This mends the tags WeasyPrint 70.0 leaves unfinished.

1. What crosses a page is one thing again (reports/pdf_merge.py), and a table's repeated heading rows become
   decoration.
2. Running headers and footers become decoration too, instead of text outside the tree.
3. Lists hold items of a mark and a body (reports/pdf_lists.py), tables say what heads each cell
   (reports/pdf_tables.py), footnotes are read where they are called (reports/pdf_notes.py).
4. Links say where they go in words, and lead nowhere but to a place in the paper, a web address or a mailbox;
   a figure's place is given in the page's own units.

All but joining uses what the public `finisher` hands over. Joining needs to know which box of the page a tag came
from, and only private functions know that: `recording` listens to two of them. WeasyPrint is pinned, and
tests/test_pdf_tags.py reads the finished tree against the HTML, so an upgrade that changes it cannot pass unseen.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pydyf

from reports import pdf_lists, pdf_merge, pdf_notes, pdf_tables
from reports.pdf_tree import Boxes, Tree

PX_TO_PT = 0.75
NAMED_AFTER_ELEMENT = {"/BlockQuote", "/Sect", "/Art", "/Part", "/Caption"}


@dataclass
class Recording:
    """What is noted while a paper is laid out and written."""

    boxes: Boxes = field(default_factory=dict)
    long_rows: set[int] = field(default_factory=set)  # numbers of table rows no page is long enough for

    def may_split(self, document: Any) -> bool:
        """Whether a second layout is needed: print.css keeps rows whole, and one longer than a page comes out badly.

        WeasyPrint then starts it on a new page and leaves out the heading rows to make room. Where such a row may
        be split it starts where the last one ended, under its headings.
        """
        seen: dict[int, int] = {}
        for number, page in enumerate(document.pages):
            for row in _rows_of(page._page_box):
                if seen.setdefault(row, number) != number:
                    self.long_rows.add(row)
        return bool(self.long_rows)


@contextmanager
def recording(tags: Any, document: Any) -> Iterator[Recording]:
    """Number the boxes of a page before it is laid out, and note which box every structure element comes from.

    `tags` and `document` are WeasyPrint's modules. Around layout and writing both; not for two threads at once.
    """
    noted = Recording()
    build_tags, build_boxes = tags._build_box_tree, document.build_formatting_structure

    def noting(box: Any, *rest: Any) -> Iterator[Any]:
        for element in build_tags(box, *rest):
            noted.boxes.setdefault(id(element), getattr(box, "_box", box))
            yield element

    def numbering(element: Any, style: Any, image: Any, base: Any, targets: Any, counters: Any, footnotes: Any) -> Any:
        root = build_boxes(element, style, image, base, targets, counters, footnotes)
        _number([root, *footnotes], noted.long_rows)
        return root

    tags._build_box_tree, document.build_formatting_structure = noting, numbering
    try:
        yield noted
    finally:
        tags._build_box_tree, document.build_formatting_structure = build_tags, build_boxes


def _number(roots: list[Any], long_rows: set[int]) -> None:
    """In the order of the document. The layout copies a box for every page it is on, and the copy keeps its number."""
    waiting, place = roots[::-1], 0
    while waiting:
        box = waiting.pop()
        box.place = place
        if place in long_rows:
            box.style = box.style.copy()
            box.style["break_inside"] = "auto"
        place += 1
        waiting.extend(reversed(getattr(box, "children", ())))


def _rows_of(box: Any) -> Iterator[int]:
    """The numbers of the rows on a page, without a table's repeated ones."""
    waiting = [box]
    while waiting:
        found = waiting.pop()
        box = getattr(found, "_box", found)
        kind = type(box).__name__
        if kind == "TableRowBox":
            yield box.place
        if kind != "LineBox" and not getattr(box, "is_header", False) and not getattr(box, "is_footer", False):
            waiting.extend(getattr(box, "children", ()))


def finish(document: Any, pdf: Any, noted: Recording) -> None:
    """Mend the tree. Call as WeasyPrint's `finisher`, inside `recording`."""
    tree = Tree(pdf, noted.boxes)
    pdf_merge.join(tree)
    elements = list(tree.walk())
    names = pdf_notes.place(tree, elements)
    lists = [element for element in elements if element["S"] == "/L"]
    pdf_lists.tidy(tree, lists)
    pdf_lists.tidy_contents(tree, lists)
    names |= pdf_tables.tidy(tree, [element for element in elements if element["S"] == "/Table"])
    for element in elements:
        if element["S"] in NAMED_AFTER_ELEMENT and _is_anonymous(tree, element):
            element["S"] = "/Div"
        elif element["S"] == "/Figure":
            _place_figure(tree, element, document.pages)
        elif element["S"] == "/Link" and not _has_annotation(tree, element):
            element["S"] = "/Span"  # what a style sheet adds to a link
    _index(tree, names)
    _make_decoration(tree, document.pages)
    _describe_links(document.pages)


def _index(tree: Tree, names: dict[str, bytes]) -> None:
    """Where to find the elements that others name."""
    if names:
        pairs = (part for name in sorted(names) for part in (pydyf.String(name), names[name]))
        index = pydyf.Dictionary({"Names": pydyf.Array(pairs)})
        tree.pdf.add_object(index)
        tree.root["IDTree"] = index.reference


def _make_decoration(tree: Tree, pages: list[Any]) -> None:
    """Turn marked content that no element of the tree owns into artifacts, and empty the elements that did.

    Emptied and not removed: objects are counted by their place in the file.
    """
    kept = {element.reference for element in tree.walk()}
    for number, reference in enumerate(tree.pdf.page_references[: len(pages)]):
        owners = tree.owners_on(number)
        lost = {piece for piece, owner in enumerate(owners) if owner not in kept}
        if lost:
            _decorate(tree.at(tree.at(reference)["Contents"]).stream, lost)
        for piece in lost:
            owners[piece] = b"null"
    for reference, element in tree.elements.items():
        if reference not in kept:
            element.clear()


def _decorate(stream: list[Any], lost: set[int]) -> None:
    for position, item in enumerate(stream):
        if item == b"BDC" and isinstance(stream[position - 1], dict) and stream[position - 1].get("MCID") in lost:
            stream[position - 2] = "/Artifact"
            stream[position - 1] = pydyf.Dictionary({"Type": "/Pagination"})


def _place_figure(tree: Tree, element: Any, pages: list[Any]) -> None:
    """WeasyPrint gives the figure's box in CSS pixels from the top; PDF counts points from the bottom."""
    box = tree.box(element)
    if box is not None:
        page = pages[tree.page_of(element)]
        left, top = box.content_box_x(), box.content_box_y()
        edges = (left, page.height - top - box.height, left + box.width, page.height - top)
        element["A"]["BBox"] = pydyf.Array(round(edge * PX_TO_PT, 2) for edge in edges)


def _is_anonymous(tree: Tree, element: Any) -> bool:
    """Words beside a list or table in one element have a box of their own, which is no second quotation or section."""
    box, above = tree.box(element), tree.box(tree.parent(element))
    return box is not None and above is not None and box.element is above.element


def _has_annotation(tree: Tree, link: Any) -> bool:
    return any(isinstance(kid, bytes) and kid not in tree.elements for kid in link["K"])


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
