"""Elements of WordprocessingML, in the order Word wants them: it refuses a file where they stand otherwise."""

from dataclasses import dataclass

from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from reports.characters import without_controls

TWIPS_A_MM = 56.6929
SPACE = qn("xml:space")


def mm(length: float) -> int:
    """Millimetres in twentieths of a point, as Word measures."""
    return round(length * TWIPS_A_MM)


def w(tag: str, *children, **attributes):
    """`<w:tag w:name="value">` with what stands in it; attributes that are None are left out."""
    element = OxmlElement(f"w:{tag}")
    for name, value in attributes.items():
        if value is not None:
            element.set(qn(f"w:{name}"), str(value))
    element.extend(child for child in children if child is not None)
    return element


def words(text: str):
    """A text as it stands, blanks at its ends too."""
    element = w("t")
    element.text = without_controls(text)
    element.set(SPACE, "preserve")
    return element


@dataclass(frozen=True)
class Look:
    """How a run of words looks where it differs from its paragraph."""

    style: str = ""
    is_bold: bool = False
    is_italic: bool = False
    ink: str = ""  # six hexadecimal digits
    size: int = 0  # half points
    fill: str = ""

    def properties(self):
        made = [
            w("rStyle", val=self.style) if self.style else None,
            w("b") if self.is_bold else None,
            w("i") if self.is_italic else None,
            w("color", val=self.ink) if self.ink else None,
            w("sz", val=self.size) if self.size else None,
            w("shd", val="clear", color="auto", fill=self.fill) if self.fill else None,
        ]
        return w("rPr", *made) if any(child is not None for child in made) else None


PLAIN = Look()


def run(text: str, look: Look = PLAIN):
    """Words that look alike."""
    return w("r", look.properties(), words(text))


@dataclass(frozen=True)
class Shape:
    """How a paragraph stands: its style, its place in a list, and what it has of its own."""

    style: str = "Normal"
    numbered: tuple[int, int] | None = None  # (list, level)
    left: int = 0
    hanging: int = 0
    keeps_next: bool = False
    starts_page: bool = False
    is_boxed: bool = False
    is_right: bool = False
    before: int | None = None

    def properties(self):
        numbered = self.numbered
        return w(
            "pPr",
            w("pStyle", val=self.style) if self.style != "Normal" else None,
            w("keepNext") if self.keeps_next else None,
            w("pageBreakBefore") if self.starts_page else None,
            w("numPr", w("ilvl", val=numbered[1]), w("numId", val=numbered[0])) if numbered else None,
            w("pBdr", w("left", val="single", sz=24, space=8, color="28567A")) if self.is_boxed else None,
            w("shd", val="clear", color="auto", fill="F2F5F8") if self.is_boxed else None,
            w("spacing", before=self.before) if self.before is not None else None,
            w("ind", left=self.left, hanging=self.hanging) if self.left or numbered else None,
            w("jc", val="right") if self.is_right else None,
        )
