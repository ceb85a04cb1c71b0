"""What does a screen reader make of our lists? An item is its mark and one body; what belongs to it is inside it.

WeasyPrint hangs a sub-list beside its item, puts paragraphs beside the body or cuts the body in two around a
sub-list, and takes a term and its definition for two items. Here every item is put together in the order of
the page. A list of contents is one of the PDF's own kind, each entry a reference.
"""

from __future__ import annotations

from typing import Any

import pydyf

from reports.pdf_tree import Tree

NUMBERING = {
    "decimal": "/Decimal",
    "letter": "/LowerAlpha",  # print.css: a) b) c)
    "lower-alpha": "/LowerAlpha",
    "upper-alpha": "/UpperAlpha",
    "lower-roman": "/LowerRoman",
    "upper-roman": "/UpperRoman",
    "disc": "/Disc",
    "circle": "/Circle",
    "square": "/Square",
}


def tidy(tree: Tree, lists: list[Any]) -> None:
    """Mend the lists, given in reading order: outer before inner, so that a sub-list is found where it was put."""
    for found in lists:
        _number(tree, found)
        items = _items(tree, found)
        tree.set_children(found, [item for item, _ in items])
        for item, others in items:
            _put_together(tree, item, others)


def tidy_contents(tree: Tree, lists: list[Any]) -> None:
    """Turn the lists of <nav class="contents"> into tables of contents."""
    for found in lists:
        if not _is_contents(tree, found):
            continue
        found["S"] = "/TOC"
        found.pop("A", None)
        for item in tree.children(found):
            item["S"] = "/TOCI"
            bodies = [part for part in tree.children(item) if part["S"] == "/LBody"]
            for body in bodies:
                below = [part for part in tree.children(body) if part["S"] in ("/L", "/TOC")]
                for part in below:
                    tree.drop(part)
                    tree.add(part, item)
                body["S"] = "/Reference"


def _is_contents(tree: Tree, found: Any) -> bool:
    while found is not None:
        if found["S"] == "/NonStruct" and tree.tag(found) == "nav":
            return "contents" in tree.classes(found)
        found = tree.parent(found)
    return False


def _number(tree: Tree, found: Any) -> None:
    box = tree.box(found)
    if box is not None and box.element_tag in ("ul", "ol"):
        style = box.style["list_style_type"]
        numbering = NUMBERING.get(style if isinstance(style, str) else "", "/None")
        found["A"] = pydyf.Dictionary({"O": "/List", "ListNumbering": numbering})


def _items(tree: Tree, found: Any) -> list[tuple[Any, list[Any]]]:
    """Each item with what else belongs to it: sub-lists that stand beside it, definitions of its term."""
    items: list[tuple[Any, list[Any]]] = []
    for child in sorted(tree.children(found), key=tree.number):
        tag = _tag_of(tree, child)
        if child["S"] == "/LI" and not (tag == "dd" and items):
            items.append((child, []))
        elif items:
            items[-1][1].append(child)
    return _without_empty_terms(tree, items)


def _without_empty_terms(tree: Tree, items: list[tuple[Any, list[Any]]]) -> list[tuple[Any, list[Any]]]:
    """Two terms of one definition are one item."""
    joined: list[tuple[Any, list[Any]]] = []
    for item, others in items:
        if joined and _tag_of(tree, item) == "dt" and _tag_of(tree, joined[-1][0]) == "dt" and not joined[-1][1]:
            joined[-1][1].extend([item, *others])
        else:
            joined.append((item, others))
    return joined


def _tag_of(tree: Tree, item: Any) -> str:
    return tree.tag(item) or next((tree.tag(child) for child in tree.children(item)), "")


def _put_together(tree: Tree, item: Any, others: list[Any]) -> None:
    """One mark and one body with everything else, in the order of the page."""
    parts = tree.children(item)
    for other in others:
        parts += tree.children(other) if other["S"] == "/LI" else [other]
    marks = [part for part in parts if part["S"] == "/Lbl"]
    bodies = [part for part in parts if part["S"] != "/Lbl"]
    terms = [part for part in bodies if tree.tag(part) == "dt" and part["S"] == "/LBody"]
    if terms and len(terms) < len(bodies):
        marks = [_term(tree, terms, item)]
        bodies = [part for part in bodies if part not in terms]
    if not bodies:
        return
    tree.set_children(item, [*marks, _one_body(tree, sorted(bodies, key=tree.number), item)])


def _term(tree: Tree, terms: list[Any], item: Any) -> Any:
    if len(terms) == 1:
        terms[0]["S"] = "/Lbl"
        return terms[0]
    label = tree.create("/Lbl", item, terms[0])
    for term in terms:
        term["S"] = "/Span"
    tree.set_children(label, terms)
    return label


def _one_body(tree: Tree, bodies: list[Any], item: Any) -> Any:
    if len(bodies) == 1 and bodies[0]["S"] == "/LBody":
        return bodies[0]
    body = tree.create("/LBody", item, bodies[0])
    for part in bodies:
        if part["S"] == "/LBody":
            part["S"] = "/Div"  # words between sub-lists
    tree.set_children(body, bodies)
    return body
