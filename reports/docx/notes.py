"""Footnotes: Word keeps them in a part of their own, which python-docx does not make."""

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import XmlPart

from reports.docx.xml import Look, Shape, w

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
REFERENCE = Look(style="FootnoteReference")


class Notes:
    """The notes of a file, numbered as they are called."""

    def __init__(self, document):
        self.element = w("footnotes", _rule(-1, "separator"), _rule(0, "continuationSeparator"))
        self.count = 0
        part = XmlPart(PackURI("/word/footnotes.xml"), CONTENT_TYPE, self.element, document.part.package)
        document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)

    def add(self):
        """(the call for the paragraph, the paragraph that takes the note's words)."""
        self.count += 1
        mark = w("r", REFERENCE.properties(), w("footnoteRef"))
        paragraph = w("p", Shape("FootnoteText").properties(), mark)
        self.element.append(w("footnote", paragraph, id=self.count))
        return w("r", REFERENCE.properties(), w("footnoteReference", id=self.count)), paragraph


def _rule(number: int, kind: str):
    spacing = w("pPr", w("spacing", before=0, after=0))
    return w("footnote", w("p", spacing, w("r", w(kind))), type=kind, id=number)
