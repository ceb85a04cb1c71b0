"""The structure tree of a PDF that is being written: its elements, and the boxes of the page they come from.

What every step of reports/pdf_tags.py works on. Each element is a pydyf dictionary, its children are the
references in its K; nothing is parsed again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import pydyf

Boxes = dict[int, Any]  # id of a structure element: the box it was made from


class Tree:
    def __init__(self, pdf: Any, boxes: Boxes) -> None:
        self.pdf = pdf
        self.boxes = boxes
        self.root = self.at(pdf.catalog["StructTreeRoot"])
        self.parent_tree = self.at(self.root["ParentTree"])["Nums"]
        self.elements = {
            thing.reference: thing
            for thing in pdf.objects
            if isinstance(thing, pydyf.Dictionary) and thing.get("Type") == "/StructElem"
        }
        self.pages = {reference: number for number, reference in enumerate(pdf.page_references)}

    # --- Looking -------------------------------------------------------------------------------------------------

    def at(self, reference: bytes) -> Any:
        """Any object of the file."""
        return self.pdf.objects[int(reference.split()[0])]

    def children(self, element: Any) -> list[Any]:
        elements = self.elements
        return [elements[kid] for kid in element.get("K", ()) if isinstance(kid, bytes) and kid in elements]

    def parent(self, element: Any) -> Any:
        return self.elements.get(element["P"])

    def walk(self, element: Any = None) -> Iterator[Any]:
        """Every structure element below, in reading order; an element's children are read when it has been passed."""
        waiting = self.children(element or self.root)[::-1]
        while waiting:
            found = waiting.pop()
            yield found
            waiting.extend(reversed(self.children(found)))

    def box(self, element: Any) -> Any:
        return self.boxes.get(id(element))

    def tag(self, element: Any) -> str:
        """The HTML tag an element comes from: "dt", "li::marker"; nothing for what has none."""
        box = self.boxes.get(id(element))
        return "" if box is None else str(box.element_tag)

    def classes(self, element: Any) -> list[str]:
        box = self.boxes.get(id(element))
        return [] if box is None or box.element is None else box.element.get("class", "").split()

    def number(self, element: Any) -> int:
        """The place of its box in the document (see recording); what has no box comes first."""
        return getattr(self.boxes.get(id(element)), "place", -1)

    def page_of(self, element: Any) -> int:
        return self.pages[element["Pg"]]

    def owners_on(self, page: int) -> Any:
        """Which element owns each piece of marked content of a page."""
        return self.parent_tree[2 * page + 1]

    # --- Changing ------------------------------------------------------------------------------------------------

    def create(self, tag: str, parent: Any, like: Any) -> Any:
        """A new element on the page of another, not yet among its parent's children."""
        element = pydyf.Dictionary(
            {"Type": "/StructElem", "S": tag, "K": pydyf.Array(), "Pg": like["Pg"], "P": parent.reference}
        )
        self.pdf.add_object(element)
        self.elements[element.reference] = element
        return element

    def set_children(self, element: Any, children: Iterable[Any]) -> None:
        element["K"] = pydyf.Array(child.reference for child in children)
        for child in self.children(element):
            child["P"] = element.reference

    def add(self, child: Any, parent: Any) -> None:
        child["P"] = parent.reference
        parent["K"].append(child.reference)

    def drop(self, element: Any) -> None:
        """Take an element out of its parent."""
        self.parent_or_root(element)["K"].remove(element.reference)

    def parent_or_root(self, element: Any) -> Any:
        return self.elements.get(element["P"], self.root)
