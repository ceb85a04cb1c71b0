"""From the printed page to Word: headings, numbered paragraphs, lists, tables, appendices, in the order of the page.

`Body(file, html).write()` walks the HTML of a paper (templates/reports/print/papers) once. What stands in a line is
inline.py's; each kind of block has a method here or a module beside this one. A block nobody knows is written as what
stands in it, so no appendix can be missing because it is new.
"""

import re
from dataclasses import dataclass, replace
from typing import Any

from lxml import html as lxml_html

from reports.characters import without_controls
from reports.docx.inline import SKIPPED, Words, classes, look_of
from reports.docx.lists import ListsOfPage
from reports.docx.maps import Drawings
from reports.docx.numbers import Series
from reports.docx.pictures import Pictures
from reports.docx.tables import TABLE, Tables
from reports.docx.xml import PLAIN, Look, Shape, mm, w

HEADINGS = {"h1": "Heading1", "h2": "Heading1", "h3": "Heading2", "h4": "Heading3", "h5": "Heading4", "h6": "Heading5"}
BLOCKS = {
    "address", "article", "aside", "blockquote", "body", "dd", "details", "div", "dl", "dt", "fieldset", "figcaption",
    "figure", "footer", "form", "header", "hr", "html", "li", "main", "nav", "ol", "p", "pre", "section", "summary",
    "svg", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul", "caption", *HEADINGS,
}  # fmt: skip
STYLES = {
    "panel": "Panel", "draft": "DraftMark", "marking-line": "Marking", "note": "Note", "minor": "Note",
    "signature__line": "SignatureLine",
}  # fmt: skip
NUMBER_ROOM = mm(14)


@dataclass(frozen=True)
class Context:
    """What holds for a part of the page, and for all in it."""

    series: Series
    style: str = "Normal"
    look: Look = PLAIN
    left: int = 0
    depth: int = 0  # of lists in lists
    is_wide: bool = False
    is_boxed: bool = False
    is_right: bool = False
    keeps_next: bool = False
    cell: Any = None  # of a table, where its words go
    width: int = 0

    def in_cell(self, style: str, cell, width: int) -> "Context":
        """In a cell nothing of what stands round the table holds."""
        return Context(self.series, style, cell=cell, width=width - mm(3))

    def shape(self, **said) -> Shape:
        usual = {
            "style": self.style,
            "left": self.left,
            "is_boxed": self.is_boxed,
            "is_right": self.is_right,
            "keeps_next": self.keeps_next,
        }
        return Shape(**usual | said)


class Body:
    """The text of one paper on its way into a file."""

    def __init__(self, file, html: str):
        self.file, self.notes, self.lists = file, file.notes, file.lists
        parser = lxml_html.HTMLParser(huge_tree=True)  # a picture held in the page is longer than it expects
        self.page = lxml_html.document_fromstring(without_controls(html), parser=parser)
        self.pictures = Pictures(file.document)
        self.tables, self.drawings, self.page_lists = Tables(self), Drawings(self), ListsOfPage(self)
        self.places = _places(self.page)
        self._marks: list[str] = []  # places that the next paragraph is
        self._mark_count = 0
        self._waiting: Words | None = None  # a paragraph made already, for the words that come first
        self._is_wide = False
        self._starts_page = False
        self._has_title = False
        self._context = Context(Series(self.lists))

    @property
    def width(self) -> int:
        """Of the place where words go now, in twips."""
        return self._context.width or self.file.width(self._context.is_wide)

    def write(self) -> None:
        self.flow(self.page.find("body"), self._context)
        self._end_table(self.file.body)
        self.file.body.append(self.file.section(self._is_wide))

    # --- Where things go ----------------------------------------------------------------------------------------

    def open(self, context: Context, **said) -> Words:
        """A new paragraph, or the one that waits."""
        if self._waiting is not None:
            found, self._waiting = self._waiting, None
            return found
        shape = context.shape(**said)
        if context.cell is None:
            shape = replace(shape, starts_page=self._turn(context))
        paragraph = w("p", shape.properties())
        self._put(paragraph, context)
        for name in self._marks:
            self._mark(name, paragraph)
        self._marks = []
        return Words(paragraph, self)

    def wait(self, context: Context, **said) -> Words:
        """A paragraph for whatever words come next: of an item, or beside a term."""
        self._waiting = None
        self._waiting = self.open(context, **said)
        return self._waiting

    def place(self, table) -> None:
        """A table, where words go now."""
        context = self._context
        if context.cell is None:
            self._turn(context)
        self._end_table(self._holder(context))
        self._put(table, context)

    def _holder(self, context: Context):
        return self.file.body if context.cell is None else context.cell

    def _put(self, element, context: Context) -> None:
        self._holder(context).append(element)

    def _end_table(self, holder) -> None:
        """Two tables that touch would be one to Word, and after the last one it wants a paragraph."""
        if len(holder) and holder[-1].tag == TABLE:
            holder.append(w("p", Shape("AfterTable").properties()))

    def _turn(self, context: Context) -> bool:
        """Pages stand or lie as what comes next wants. Whether it still has to begin a page of its own."""
        starts, self._starts_page = self._starts_page, False
        if context.is_wide == self._is_wide:
            return starts
        self._end_table(self.file.body)
        if len(self.file.body):
            self.file.body[-1].get_or_add_pPr().append(self.file.section(self._is_wide))
        self._is_wide = context.is_wide
        return False

    def mark_at(self, element, paragraph) -> None:
        """A place in a line that something links to."""
        if name := self.places.get(element.get("id")):
            self._mark(name, paragraph)

    def _mark(self, name: str, paragraph) -> None:
        self._mark_count += 1
        paragraph.append(w("bookmarkStart", id=self._mark_count, name=name))
        paragraph.append(w("bookmarkEnd", id=self._mark_count))

    # --- Walking ------------------------------------------------------------------------------------------------

    def flow_in_cell(self, element, context: Context) -> None:
        before, self._context = self._context, context
        self.flow(element, context)
        self._context = before

    def flow(self, element, context: Context) -> None:
        """All that stands in an element: words by themselves make a paragraph, blocks are written one by one."""
        outside, self._context = self._context, context
        line = self._words(element.text, None, context)
        for child in element:
            if not isinstance(child.tag, str):
                line = self._words(child.tail, line, context)  # a comment
                continue
            if _is_block(child):
                line = None
                self.block(child, context)
            elif line is not None or child.tag == "br" or _says_something(child):
                line = line or self.open(context)
                line.element(child, context.look)
            line = self._words(child.tail, line, context)
        self._context = outside

    def _words(self, text: str | None, line: Words | None, context: Context) -> Words | None:
        if line is None:
            if not (text or "").strip():
                return None
            line = self.open(context)
        line.add(text, context.look)
        return line

    def block(self, element, context: Context) -> None:
        tag, named = element.tag, classes(element)
        if tag in SKIPPED - {"svg"} or element.get("hidden") is not None:
            return
        if name := self.places.get(element.get("id")):
            self._marks.append(name)
        if tag in HEADINGS:
            self._heading(element, context)
        elif tag in ("p", "figcaption", "dt", "summary"):
            self._paragraph(element, context)
        elif tag in ("ul", "ol"):
            self.page_lists.write(element, context)
        elif tag == "dl":
            self.page_lists.write_terms(element, context)
        elif tag == "table":
            self.leave_waiting()
            self.tables.write(element, context)
        elif tag == "svg":
            self.leave_waiting()
            self.drawings.write(element, context)
        elif "contents" in named:
            self.page_lists.write_contents(element, context)
        else:
            self._part(element, named, context)

    def _part(self, element, named: set[str], context: Context) -> None:
        """A part of the page: what holds in it besides what holds round it."""
        if "appendix" in named:
            self._starts_page = True
            context = replace(context, series=Series(self.lists))
        if "landscape" in named:
            context = replace(context, is_wide=True)
        if "recommendations" in named:
            context = replace(context, is_boxed=True, left=context.left + mm(4))
        if "paragraph" in named:
            context = replace(context, left=context.left + NUMBER_ROOM)
        if element.tag == "blockquote":
            context = replace(context, style="Quote", left=context.left + mm(4))
        if "signature__line" in named:
            self.open(replace(context, style="SignatureLine"))
        self.flow(element, replace(context, look=look_of(element, context.look)))

    def leave_waiting(self) -> None:
        """An item that begins with a table has no words of its own."""
        self._waiting = None

    # --- Headings and paragraphs --------------------------------------------------------------------------------

    def _heading(self, element, context: Context) -> None:
        style = HEADINGS[element.tag]
        if element.tag == "h1" and not self._has_title:
            style, self._has_title = "Title", True
        if context.cell is not None:
            style = "TableHeading"
        self.leave_waiting()
        inside = Context(
            context.series, style, is_wide=context.is_wide, is_boxed=context.is_boxed, cell=context.cell,
            left=context.left if context.is_boxed else 0,
        )  # fmt: skip
        self._numbered(element, inside, room=inside.left + NUMBER_ROOM)

    def _paragraph(self, element, context: Context) -> None:
        named = classes(element)
        styles = [STYLES[name] for name in STYLES if name in named]
        if element.tag == "figcaption":
            styles = ["Caption"]
        if styles and context.cell is None:
            context = replace(context, style=styles[0])
        elif styles:
            context = replace(context, look=replace(context.look, style="Minor"))
        self._numbered(element, context, room=max(context.left, NUMBER_ROOM))

    def _numbered(self, element, context: Context, room: int) -> None:
        """Words with the portal's number before them, if they have one."""
        outside, self._context = self._context, context
        number, label = _number_of(element)
        numbered = context.series.place(label) if label and self._waiting is None else None
        hung = {"left": room, "hanging": NUMBER_ROOM} if label else {}
        line = self.open(context, numbered=numbered, **hung)
        if label and numbered is None:
            line.add(label, context.look)
            line.tab()
        if number is not None:
            line.add(number.tail, context.look)
            for child in number.itersiblings():
                line.element(child, context.look)
                line.add(child.tail, context.look)
        else:
            line.inside(element, context.look)
        self._context = outside


def _number_of(element):
    """The number that a heading or paragraph begins with: (its element, its words)."""
    first = element[0] if len(element) else None
    if first is None or first.tag != "span" or "number" not in classes(first) or (element.text or "").strip():
        return None, ""
    return first, " ".join(first.text_content().split())


def _is_block(element) -> bool:
    if element.tag in BLOCKS:
        return True
    return any(child.tag in BLOCKS for child in element.iterdescendants() if child.tag != "svg")


def _says_something(element) -> bool:
    return bool(element.text_content().strip()) or element.tag == "img" or element.find(".//img") is not None


def _places(page) -> dict[str, str]:
    """The ids that something in the page links to, with names that Word takes for bookmarks."""
    ids = {element.get("id") for element in page.iter() if isinstance(element.tag, str)} - {None}
    asked = (link.get("href", "") for link in page.iter("a"))
    wanted = dict.fromkeys(href[1:] for href in asked if href.startswith("#") and href[1:] in ids)
    return {name: f"p{number}_{re.sub('[^A-Za-z0-9]+', '_', name)[:30]}" for number, name in enumerate(wanted, 1)}
