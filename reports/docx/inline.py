"""The words of one paragraph: bold and plain, bands in their colours, footnotes, and links to places of the same file.

A link leads nowhere else: of any other address only the words are kept, so the file reaches out to nothing.
"""

import re
from dataclasses import replace

from reports.docx.xml import PLAIN, Look, run, w

BLANKS = re.compile(r"[ \t\r\n\f]+")
BANDS = {
    "band--low": ("85994B", ""),
    "band--medium": ("FFDD00", ""),
    "band--high": ("F47738", ""),
    "band--very-high": ("942514", "FFFFFF"),
}
SMALL = {"minor", "note", "description"}
SKIPPED = {"script", "style", "template", "title", "svg", "head"}


def classes(element) -> set[str]:
    return set((element.get("class") or "").split())


def look_of(element, look: Look) -> Look:
    """What an element adds to the look of the words round it."""
    if element.tag in ("strong", "b"):
        return replace(look, is_bold=True)
    if element.tag in ("em", "i", "cite"):
        return replace(look, is_italic=True)
    named = classes(element)
    for name in named & BANDS.keys():
        fill, ink = BANDS[name]
        return replace(look, is_bold=True, fill=fill, ink=ink)
    if named & SMALL:
        return replace(look, style="Minor", is_bold=False)
    return look


class Words:
    """A paragraph being filled. Blanks collapse as they do on a page."""

    def __init__(self, paragraph, body):
        self.paragraph = paragraph
        self.body = body  # knows the notes of the file, and the places one may link to
        self.target = paragraph  # or the link that the words stand in
        self.has_words = False
        self._waits_blank = False

    def add(self, text: str | None, look: Look = PLAIN) -> None:
        collapsed = BLANKS.sub(" ", text or "")
        if not collapsed:
            return
        kept = collapsed.strip(" ")
        if not kept:
            self._waits_blank = True
            return
        starts = self._waits_blank or collapsed.startswith(" ")
        self.target.append(run(f" {kept}" if starts and self.has_words else kept, look))
        self.has_words = True
        self._waits_blank = collapsed.endswith(" ")

    def tab(self) -> None:
        self.paragraph.append(w("r", w("tab")))
        self.has_words = self._waits_blank = False

    def element(self, element, look: Look = PLAIN) -> None:
        """An element that stands in a line, and all in it; what follows it is the caller's."""
        if not isinstance(element.tag, str) or element.tag in SKIPPED or element.get("hidden") is not None:
            return
        self.body.mark_at(element, self.target)
        if element.tag == "br":
            self.target.append(w("r", w("br")))
            self.has_words = self._waits_blank = False
        elif element.tag == "img":
            self.body.pictures.in_line(element, self)
        elif "footnote" in classes(element):
            self._note(element)
        elif element.tag == "a":
            self._link(element, look)
        else:
            self.inside(element, look_of(element, look))

    def inside(self, element, look: Look = PLAIN) -> None:
        self.add(element.text, look)
        for child in element:
            self.element(child, look)
            self.add(child.tail, look)

    def _link(self, element, look: Look) -> None:
        place = self.body.places.get((element.get("href") or "").removeprefix("#"))
        if place is None or self.target is not self.paragraph:
            self.inside(element, look)
            return
        self.add(" " if self._waits_blank and self.has_words else "")
        link = w("hyperlink", anchor=place, history=1)
        self.paragraph.append(link)
        self.target = link
        self.inside(element, replace(look, style="Hyperlink"))
        self.target = self.paragraph
        if not len(link):
            self.paragraph.remove(link)

    def _note(self, element) -> None:
        call, paragraph = self.body.notes.add()
        self.target.append(call)
        self.has_words = True
        note = Words(paragraph, self.body)
        note.has_words = True
        note.add(" ")
        note.inside(element)
