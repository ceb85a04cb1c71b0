"""Where does a screen reader meet a footnote? After the paragraph that calls it, as a Note with a name of its own.

On paper it stands at the foot of the page (print.css); WeasyPrint leaves it there in the tree too, as text
without a meaning at the end of the page, amid a paragraph that goes on overleaf.
"""

from __future__ import annotations

from typing import Any

import pydyf

from reports.pdf_tree import Tree

FOLLOWED = {"/P", "/H1", "/H2", "/H3", "/H4", "/H5", "/H6", "/BlockQuote"}
HOLDING = {"/LBody", "/TD", "/TH", "/Caption", "/Div", "/Sect", "/Art", "/Part", "/Document"}


def place(tree: Tree, elements: list[Any]) -> dict[str, bytes]:
    """Put each note after what calls it. Gives back the notes' names for the IDTree."""
    notes = {tree.number(element): element for element in elements if _is_note(tree, element)}
    names: dict[str, bytes] = {}
    if not notes:
        return names
    last: dict[int, Any] = {}  # what the latest note of a paragraph was put after
    for element in elements:
        if not tree.tag(element).endswith("::footnote-call") or element["S"] != "/NonStruct":
            continue
        element["S"] = "/Reference"
        note = notes.pop(tree.box(element).footnote.place, None)
        if note is None:
            continue
        name = f"note-{len(names) + 1:04}"
        names[name] = note.reference
        note["ID"] = pydyf.String(name)
        _move(tree, note, element, last)
        _tag_note(tree, note)
    return names


def _is_note(tree: Tree, element: Any) -> bool:
    parent = tree.parent(element) if element["S"] == "/Span" else None
    return type(tree.box(parent)).__name__ == "FootnoteAreaBox" if parent is not None else False


def _tag_note(tree: Tree, note: Any) -> None:
    note["S"] = "/Note"
    for child in tree.children(note):
        if tree.tag(child).endswith("::footnote-marker"):
            child["S"] = "/Lbl"


def _move(tree: Tree, note: Any, call: Any, last: dict[int, Any]) -> None:
    area = tree.parent(note)
    tree.drop(note)
    if not area["K"]:
        tree.drop(area)
    around = tree.parent(call)
    while around["S"] not in FOLLOWED and around["S"] not in HOLDING:
        around = tree.parent(around)
    if around["S"] in HOLDING:
        tree.add(note, around)
        return
    holder = tree.parent_or_root(around)
    after = last.get(id(around), around)
    holder["K"].insert(holder["K"].index(after.reference) + 1, note.reference)
    note["P"] = holder.reference
    last[id(around)] = note
