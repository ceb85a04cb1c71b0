"""A drawing of the page, for a program that draws no SVG: a heat map as a grid of cells, any other in its own words.

Read from the drawing itself, so the grid holds what the picture in the PDF holds. The table of the same facts stands
below it in the page and so in the file: what only lines can show (where a risk came from) is told there.
"""

from dataclasses import dataclass, replace

from reports.characters import on_one_line
from reports.docx.inline import Words, classes
from reports.docx.xml import Look, Shape, mm, w

MAP = "rp-heat-map__drawing"
SWATCH = "rp-stack__swatch"
CELL, SIDE = mm(24), mm(28)


@dataclass(frozen=True)
class Square:
    """A cell of the map: its place in the picture and what stands in it."""

    x: float
    y: float
    size: float
    fill: str
    ink: str
    band: str
    refs: tuple[str, ...] = ()

    def holds(self, x: float, y: float) -> bool:
        return self.x <= x < self.x + self.size and self.y <= y < self.y + self.size


class Drawings:
    """Puts the drawings of a page into its file."""

    def __init__(self, body):
        self.body = body

    def write(self, svg, context) -> None:
        if SWATCH in classes(svg):
            return
        told = on_one_line(svg.findtext("title") or "")
        squares = squares_of(svg) if MAP in classes(svg) else []
        if squares:
            self._grid(svg, squares, told, context)
        elif told:
            self.body.open(replace(context, style="Note")).add(told)

    def _grid(self, svg, squares: list[Square], told: str, context) -> None:
        across = sorted({square.x for square in squares})
        down = sorted({square.y for square in squares})
        at = {(square.x, square.y): square for square in squares}
        labels = _labels(svg, squares)
        heads = [labels.under(x, squares[0].size) for x in across]
        looks = {"firstRow": 1, "lastRow": 0, "firstColumn": 1, "lastColumn": 0, "noHBand": 1, "noVBand": 1}
        made = w(
            "tbl",
            w(
                "tblPr",
                w("tblStyle", val="PaperTable"),
                w("tblW", w=SIDE + CELL * len(across), type="dxa"),
                w("tblLook", val="06A0", **looks),
                w("tblCaption", val=told.partition(".")[0][:250]),
                w("tblDescription", val=told),
            ),
            w("tblGrid", w("gridCol", w=SIDE), *(w("gridCol", w=CELL) for _ in across)),
        )
        made.append(self._row([self._plain(labels.corner, SIDE), *(self._plain(head, CELL) for head in heads)], True))
        for y in down:
            cells = [self._plain(labels.beside(y, squares[0].size), SIDE)]
            cells += [self._square(at[x, y]) if (x, y) in at else self._plain("", CELL) for x in across]
            made.append(self._row(cells, False))
        self.body.open(replace(context, style="Caption")).add(told.partition(".")[0])
        self.body.place(made)

    def _row(self, cells, is_header: bool):
        return w("tr", w("trPr", w("cantSplit"), w("tblHeader") if is_header else None), *cells)

    def _plain(self, text: str, width: int):
        paragraph = w("p", Shape("TableHeading", keeps_next=True).properties())
        Words(paragraph, self.body).add(text)
        return w("tc", w("tcPr", w("tcW", w=width, type="dxa")), paragraph)

    def _square(self, square: Square):
        fill = w("shd", val="clear", color="auto", fill=square.fill)
        paragraph = w("p", Shape("TableText", keeps_next=True).properties())
        line = Words(paragraph, self.body)
        line.add(", ".join(square.refs), Look(is_bold=True, ink=square.ink, size=22))
        line.add(" " if square.refs else "")
        line.add(square.band, Look(ink=square.ink, size=16))
        return w("tc", w("tcPr", w("tcW", w=CELL, type="dxa"), fill), paragraph)


@dataclass(frozen=True)
class _Labels:
    """The words round a map: (where, where, what, whether turned)."""

    texts: tuple[tuple[float, float, str, bool], ...]
    left: float
    bottom: float

    def beside(self, y: float, size: float) -> str:
        return self._in(x_below=self.left, y=(y, y + size))

    def under(self, x: float, size: float) -> str:
        found = [(at[1], at[2]) for at in self.texts if at[1] >= self.bottom and x <= at[0] < x + size and not at[3]]
        return min(found)[1] if found else ""

    @property
    def corner(self) -> str:
        """What the two sides measure."""
        upwards = " ".join(at[2] for at in self.texts if at[3])
        heads = [at[1] for at in self.texts if at[1] >= self.bottom and not at[3]]
        across = " ".join(at[2] for at in self.texts if heads and at[1] > min(heads) and not at[3])
        return " / ".join(filter(None, [upwards, across]))

    def _in(self, x_below: float, y: tuple[float, float]) -> str:
        found = (at[2] for at in self.texts if at[0] < x_below and y[0] <= at[1] < y[1] and not at[3])
        return " ".join(found)


def squares_of(svg) -> list[Square]:
    """The cells of a heat map, each with the refs that stand in it; none where the drawing is not as we know it."""
    squares = [
        Square(_number(one, "x"), _number(one, "y"), _number(one, "width"), *_colours(one), _band(one))
        for one in svg.iterchildren("rect")
        if one.get("stroke") == "#ffffff" and one.get("stroke-width") == "3"
    ]
    refs = [text for text in _texts(svg) if text.get("font-weight") == "700" and text.get("text-anchor") == "middle"]
    return [replace(square, refs=tuple(_said(ref) for ref in refs if _stands_in(ref, square))) for square in squares]


def _labels(svg, squares) -> _Labels:
    outside = [text for text in _texts(svg) if not any(_stands_in(text, square) for square in squares)]
    placed = ((_number(text, "x"), _number(text, "y"), _said(text), bool(text.get("transform"))) for text in outside)
    return _Labels(
        tuple(placed), min(square.x for square in squares), max(square.y + square.size for square in squares)
    )


def _texts(svg):
    """The words of the map itself: its key is drawn in groups of their own."""
    return [text for text in svg.iter("text") if next(text.iterancestors("g"), None) is None]


def _said(text) -> str:
    return on_one_line(text.text_content())


def _stands_in(text, square: Square) -> bool:
    return square.holds(_number(text, "x"), _number(text, "y"))


def _colours(rect) -> tuple[str, str]:
    """The fill of a cell, and what its words are written in."""
    word = rect.getnext()
    return rect.get("fill", "").removeprefix("#").upper(), (word.get("fill") or "").removeprefix("#").upper()


def _band(rect) -> str:
    word = rect.getnext()
    return _said(word) if word is not None and word.tag == "text" else ""


def _number(element, name: str) -> float:
    return float(element.get(name) or 0)
