"""What does a Word file say, as Word would show it? Read back from its parts, its numbers counted as Word counts."""

from collections import Counter
from dataclasses import dataclass
from io import BytesIO
from zipfile import ZipFile

from lxml import etree, html

NAMES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "ct": "http://schemas.openxmlformats.org/package/2006/content-types",
    "rel": "http://schemas.openxmlformats.org/package/2006/relationships",
}
W = f"{{{NAMES['w']}}}"
# The order in which Word wants what stands in each (ECMA-376 part 1); it calls a file broken where they are mixed.
ORDERS = {
    "pPr": "pStyle keepNext keepLines pageBreakBefore numPr pBdr shd tabs spacing ind jc outlineLvl rPr sectPr",
    "rPr": "rStyle rFonts b bCs i iCs caps color sz szCs u shd vertAlign lang",
    "tblPr": "tblStyle tblW tblInd tblBorders tblLayout tblCellMar tblLook tblCaption tblDescription",
    "tcPr": "tcW gridSpan vMerge tcBorders shd vAlign",
    "sectPr": "headerReference footerReference type pgSz pgMar",
    "lvl": "start numFmt lvlText lvlJc pPr rPr",
    "abstractNum": "nsid multiLevelType lvl",
    "settings": "zoom defaultTabStop characterSpacingControl footnotePr compat themeFontLang decimalSymbol "
    "listSeparator",
}


APART = {"p", "li", "td", "th", "div", "dt", "dd", "br", "caption", "h2", "h3", "h4", "ol", "ul", "tr"}


@dataclass(frozen=True)
class Line:
    """A paragraph of the body."""

    style: str
    number: str
    text: str
    level: int = 0


@dataclass(frozen=True)
class TableRead:
    rows: tuple[tuple[str, ...], ...]
    header_rows: int
    look: dict
    description: str


class WordFile:
    def __init__(self, content: bytes):
        self.parts = {}
        with ZipFile(BytesIO(content)) as parts:
            self.entries = parts.infolist()
            self.names = parts.namelist()
            self.parts = {name: parts.read(name) for name in self.names}
        self.document = self.xml("word/document.xml")
        self.body = self.document.find("w:body", NAMES)
        self.numbering = self.xml("word/numbering.xml")
        self._counters: dict[str, list[int | None]] = {}
        self._started: set[tuple[str, int]] = set()
        self._styles = {
            style.get(f"{W}styleId"): style.find("w:name", NAMES).get(f"{W}val")
            for style in self.xml("word/styles.xml").iterfind("w:style", NAMES)
        }
        self.lines = [self._line(one) for one in self.body.iter(f"{W}p")]

    def xml(self, name):
        return etree.fromstring(self.parts[name])

    @property
    def text(self) -> str:
        return "\n".join(f"{line.number} {line.text}".strip() for line in self.lines)

    @property
    def headings(self) -> list[tuple[int, str]]:
        """[(level, "1. Introduction")]"""
        found = [line for line in self.lines if line.style.startswith("heading ")]
        return [(int(line.style[-1]), f"{line.number} {line.text}".strip()) for line in found]

    @property
    def numbers(self) -> list[str]:
        """The numbers of headings and paragraphs, but not of lists."""
        return [line.number for line in self.lines if line.number and line.style != "List Paragraph"]

    @property
    def words(self) -> Counter:
        """Every word of the body and its notes, with the numbers of headings and paragraphs but not of lists.

        Without the grids, which stand for drawings: their words are in the table below them.
        """
        said = [*self.notes]
        for paragraph, line in zip(self.body.iter(f"{W}p"), self.lines, strict=True):
            table = next(paragraph.iterancestors(f"{W}tbl"), None)
            if table is None or table.find("w:tblPr/w:tblDescription", NAMES) is None:
                said.append(line.text if line.style == "List Paragraph" else f"{line.number} {line.text}")
        return Counter(" ".join(said).split())

    @property
    def everything(self) -> str:
        """All that is in the file, wherever: parts, names, properties."""
        return "\n".join([*self.names, *(part.decode("utf-8", "replace") for part in self.parts.values())])

    @property
    def tables(self) -> list[TableRead]:
        return [self._table(one) for one in self.body.iter(f"{W}tbl")]

    @property
    def notes(self) -> list[str]:
        notes = self.xml("word/footnotes.xml").iterfind("w:footnote", NAMES)
        return [_text(note).strip() for note in notes if note.get(f"{W}type") is None]

    @property
    def sections(self) -> list[str]:
        """Which way the pages lie, run by run."""
        sizes = self.body.iterfind(".//w:sectPr/w:pgSz", NAMES)
        return [size.get(f"{W}orient", "portrait") for size in sizes]

    def furniture(self, kind: str) -> list[str]:
        """The words of each section's header or footer, tabs and fields in brackets."""
        targets = self.relations("word/document.xml")
        keys = self.body.iterfind(f".//w:sectPr/w:{kind}Reference", NAMES)
        names = [targets[key.get(f"{{{NAMES['r']}}}id")].get("Target") for key in keys]
        return [_text(self.xml(f"word/{name}")) for name in names]

    def relations(self, name) -> dict:
        folder, _, file = name.rpartition("/")
        place = f"{folder}/_rels/{file}.rels".lstrip("/")
        if place not in self.parts:
            return {}
        return {one.get("Id"): one for one in self.xml(place).iterfind("rel:Relationship", NAMES)}

    # --- Numbers, as Word counts ----------------------------------------------------------------------------------

    def _line(self, paragraph) -> Line:
        properties = paragraph.find("w:pPr", NAMES)
        style = paragraph.find("w:pPr/w:pStyle", NAMES)
        name = self._styles[style.get(f"{W}val")] if style is not None else "Normal"
        numbered = properties.find("w:numPr", NAMES) if properties is not None else None
        level = int(numbered.find("w:ilvl", NAMES).get(f"{W}val")) if numbered is not None else 0
        number = self._count(numbered.find("w:numId", NAMES).get(f"{W}val"), level) if numbered is not None else ""
        return Line(name, number, _text(paragraph).strip(), level)

    def _count(self, number: str, level: int) -> str:
        """The next number of a list. Lists of one definition count on together, but where one is told to start anew."""
        listed = self.numbering.find(f"w:num[@w:numId='{number}']", NAMES)
        key = listed.find("w:abstractNumId", NAMES).get(f"{W}val")
        levels = self.numbering.findall(f"w:abstractNum[@w:abstractNumId='{key}']/w:lvl", NAMES)
        counters = self._counters.setdefault(key, [None] * 9)
        for at in range(level + 1):
            told = listed.find(f"w:lvlOverride[@w:ilvl='{at}']/w:startOverride", NAMES)
            start = int(levels[at].find("w:start", NAMES).get(f"{W}val"))
            if told is not None and (number, at) not in self._started:
                counters[at] = int(told.get(f"{W}val")) - (at == level)
            elif counters[at] is None:
                counters[at] = start - (at == level)
            self._started.add((number, at))
        counters[level] += 1
        counters[level + 1 :] = [None] * (8 - level)
        shown = levels[level].find("w:lvlText", NAMES).get(f"{W}val")
        for at in range(level + 1):
            kind = levels[at].find("w:numFmt", NAMES).get(f"{W}val")
            shown = shown.replace(f"%{at + 1}", _as(kind, counters[at]))
        return shown

    def _table(self, table) -> TableRead:
        rows = [
            tuple(_text(cell).strip() for cell in row.iterfind("w:tc", NAMES)) for row in table.iterfind("w:tr", NAMES)
        ]
        headers = [row.find("w:trPr/w:tblHeader", NAMES) is not None for row in table.iterfind("w:tr", NAMES)]
        looks = table.find("w:tblPr/w:tblLook", NAMES)
        described = table.find("w:tblPr/w:tblDescription", NAMES)
        return TableRead(
            tuple(rows),
            headers.index(False) if False in headers else len(headers),
            {name.removeprefix(W): value for name, value in looks.items()},
            described.get(f"{W}val") if described is not None else "",
        )

    # --- What would make Word refuse the file -----------------------------------------------------------------------

    def faults(self) -> list[str]:
        """Empty, or what Word would stumble over, and whatever leads out of the file."""
        return [*self._package_faults(), *self._order_faults(), *self._reference_faults(), *self._cell_faults()]

    def _package_faults(self):
        types = self.xml("[Content_Types].xml")
        known = {one.get("PartName") for one in types.iterfind("ct:Override", NAMES)}
        endings = {one.get("Extension") for one in types.iterfind("ct:Default", NAMES)}
        for name in self.names:
            if f"/{name}" not in known and name.rpartition(".")[2] not in endings:
                yield f"{name} has no content type"
            if "vba" in name.lower() or "macro" in name.lower():
                yield f"{name} is a macro"
        yield from (f"{name} is typed and not there" for name in known if name.lstrip("/") not in self.names)
        if len(set(self.names)) != len(self.names):
            yield "a part is there twice"
        for name in self.names:
            for relation in self.relations(name).values():
                target = relation.get("Target")
                folder = name.rpartition("/")[0]
                place = target.lstrip("/") if target.startswith("/") else f"{folder}/{target}".lstrip("/")
                if relation.get("TargetMode") == "External":
                    yield f"{name} leads out to {target}"
                elif place not in self.names:
                    yield f"{name} wants {place}"

    def _order_faults(self):
        for part in ("document", "styles", "numbering", "settings", "footnotes"):
            for element in self.xml(f"word/{part}.xml").iter(etree.Element):
                tag = element.tag.removeprefix(W)
                if tag not in ORDERS:
                    continue
                wanted = ORDERS[tag].split()
                found = [child.tag.removeprefix(W) for child in element]
                if unknown := set(found) - set(wanted):
                    yield f"{part}: {tag} holds {unknown}"
                elif found != sorted(found, key=wanted.index):
                    yield f"{part}: {tag} in the order {found}"

    def _reference_faults(self):
        roots = [self.document, self.xml("word/footnotes.xml")]
        lists = {one.get(f"{W}numId") for one in self.numbering.iterfind("w:num", NAMES)}
        marks = [one.get(f"{W}name") for one in self.document.iter(f"{W}bookmarkStart")]
        keys = [one.get(f"{W}id") for one in self.document.iter(f"{W}bookmarkStart")]
        ends = [one.get(f"{W}id") for one in self.document.iter(f"{W}bookmarkEnd")]
        drawn = [one.get("id") for one in self.document.iter(f"{{{NAMES['wp']}}}docPr")]
        for what, values in (("bookmark", marks), ("bookmark id", keys), ("picture", drawn)):
            if len(set(values)) != len(values):
                yield f"a {what} is there twice"
        if sorted(keys) != sorted(ends):
            yield "a bookmark does not end"
        targets = self.relations("word/document.xml")
        for root in roots:
            used = {one.get(f"{W}val") for tag in ("pStyle", "rStyle", "tblStyle") for one in root.iter(f"{W}{tag}")}
            yield from (f"no style {name}" for name in used - set(self._styles))
            yield from (f"no list {n}" for n in {one.get(f"{W}val") for one in root.iter(f"{W}numId")} - lists)
            for link in root.iter(f"{W}hyperlink"):
                if link.get(f"{W}anchor") not in marks:
                    yield f"a link to {link.get(f'{W}anchor')}"
            for element in root.iter(etree.Element):
                for name, value in element.items():
                    if name.startswith(f"{{{NAMES['r']}}}") and value not in targets:
                        yield f"no relation {value}"
        notes = {one.get(f"{W}id") for one in self.xml("word/footnotes.xml").iterfind("w:footnote", NAMES)}
        called = [one.get(f"{W}id") for one in self.document.iter(f"{W}footnoteReference")]
        if set(called) != notes - {"-1", "0"} or len(set(called)) != len(called):
            yield "notes and their calls differ"

    def _cell_faults(self):
        for cell in self.body.iter(f"{W}tc"):
            if cell[-1].tag != f"{W}p":
                yield "a cell does not end with a paragraph"
        for table in self.body.iter(f"{W}tbl"):
            width = len(table.findall("w:tblGrid/w:gridCol", NAMES))
            for row in table.iterfind("w:tr", NAMES):
                spans = (cell.find("w:tcPr/w:gridSpan", NAMES) for cell in row.iterfind("w:tc", NAMES))
                if sum(1 if span is None else int(span.get(f"{W}val")) for span in spans) != width:
                    yield "a row does not fill its grid"
            if table.getnext() is None or table.getnext().tag == f"{W}tbl":
                yield "a table with no paragraph after it"

    @property
    def fields(self) -> set[str]:
        """What the file asks Word to work out."""
        found = set()
        for name in self.names:
            if name.startswith("word/") and name.endswith(".xml"):
                root = self.xml(name)
                found |= {one.get(f"{W}instr").split()[0] for one in root.iter(f"{W}fldSimple")}
                found |= {one.text.split()[0] for one in root.iter(f"{W}instrText")}
        return found


def words_of_page(page: str) -> Counter:
    """Every word of a printed page, but those inside its drawings."""
    body = html.document_fromstring(page).find("body")
    notes = body.find_class("footnote")
    said = [note.text_content() for note in notes]
    for element in [*body.iter("svg"), *notes]:
        element.drop_tree()
    for element in body.iter():
        if element.tag in APART:
            element.text, element.tail = f" {element.text or ''}", f" {element.tail or ''}"
    return Counter(" ".join([*said, body.text_content()]).split())


def _text(element) -> str:
    said = []
    for one in element.iter(f"{W}t", f"{W}tab", f"{W}br", f"{W}p"):
        if one.tag == f"{W}p":
            said.append("\n" if said else "")
        elif one.getparent().tag == f"{W}r":
            said.append(one.text or "" if one.tag == f"{W}t" else "\t" if one.tag == f"{W}tab" else "\n")
    return "".join(said)


def _as(kind: str, count: int) -> str:
    if kind == "lowerLetter":
        return chr(ord("a") + count - 1)
    if kind == "lowerRoman":
        return ["", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x"][count]
    return "" if kind == "bullet" else str(count)
