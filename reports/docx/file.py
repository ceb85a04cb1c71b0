"""The file round the text: pages and their margins, header and footer, properties, and bytes that come out the same."""

from datetime import UTC, datetime
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import docx
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn

from reports.docx.notes import Notes
from reports.docx.numbers import Lists
from reports.docx.styles import settings, styles
from reports.docx.xml import Look, Shape, mm, run, w

LANGUAGE = "en-GB"
LONG, SHORT = mm(297), mm(210)
MARGINS = {
    False: (27, 22, 24),
    True: (24, 18, 21),
}  # millimetres above, beside and below; True where it lies on its side
UNWANTED = ("stylesWithEffects", "customXml", "webSettings", "thumbnail")
BOLD = Look(is_bold=True, ink="0B0C0C")
OLDEST = (1980, 1, 1, 0, 0, 0)  # a zip knows no earlier day, and what is in it need not say when it was made


class File:
    """A Word file being written. `body` takes its paragraphs and tables; `to_bytes` closes it."""

    def __init__(self, *, title: str, short_title: str, marking: str, is_draft: bool, created: datetime):
        self.document = docx.Document()
        self.title, self.short_title, self.marking, self.is_draft = title, short_title, marking, is_draft
        self.lists = Lists()
        self.body = self.document.element.body
        self.body.clear()
        _replace(self.document.styles.element, styles())
        _replace(self.document.settings.element, settings())
        self.notes = Notes(self.document)
        self._furniture = {is_wide: self._make_furniture(is_wide) for is_wide in (False, True)}
        self._set_properties(created)

    def width(self, is_wide: bool) -> int:
        """Of the text, in twips."""
        return (LONG if is_wide else SHORT) - 2 * mm(MARGINS[is_wide][1])

    def section(self, is_wide: bool):
        """The end of a run of pages that stand, or lie on their side."""
        above, beside, below = (mm(length) for length in MARGINS[is_wide])
        wide, high = (LONG, SHORT) if is_wide else (SHORT, LONG)
        made = w("sectPr", *self._references(is_wide))
        made.append(w("type", val="nextPage"))
        made.append(w("pgSz", w=wide, h=high, orient="landscape" if is_wide else None))
        sides = {"left": beside, "right": beside, "gutter": 0}
        made.append(w("pgMar", top=above, bottom=below, header=mm(12), footer=mm(10), **sides))
        return made

    def to_bytes(self) -> bytes:
        self.lists.write(self.document.part.numbering_part.element)
        self._drop_unwanted()
        written = BytesIO()
        self.document.save(written)
        return _without_times(written)

    # --- What stands on every page ------------------------------------------------------------------------------

    def _references(self, is_wide: bool):
        for kind, key in zip(("header", "footer"), self._furniture[is_wide], strict=True):
            reference = w(f"{kind}Reference", type="default")
            reference.set(qn("r:id"), key)
            yield reference

    def _make_furniture(self, is_wide: bool) -> tuple[str, str]:
        """The marking at the top and the bottom of every page, DRAFT, the short title, page x of y."""
        stops = self._stops(is_wide)
        header, header_key = self.document.part.add_header_part()
        footer, footer_key = self.document.part.add_footer_part()
        draft = Look(is_bold=True, size=30, ink="6F777B")
        above = [_tab(), run(self.marking, BOLD), _tab(), run("DRAFT" if self.is_draft else "", draft)]
        below = [run(self.short_title), _tab(), run(self.marking, BOLD), _tab()]
        below += [run("Page "), _field("PAGE"), run(" of "), _field("NUMPAGES")]
        for part, style, words in ((header, "Header", above), (footer, "Footer", below)):
            shape = Shape(style).properties()
            shape.append(stops())
            _replace(part.element, w("hdr", w("p", shape, *words)))
        return header_key, footer_key

    def _stops(self, is_wide):
        middle, end = self.width(is_wide) // 2, self.width(is_wide)
        return lambda: w("tabs", w("tab", val="center", pos=middle), w("tab", val="right", pos=end))

    # --- What the file says of itself ---------------------------------------------------------------------------

    def _set_properties(self, created: datetime) -> None:
        when = created.astimezone(UTC).replace(tzinfo=None)
        said = self.document.core_properties
        said.title, said.language, said.subject, said.keywords = self.title[:255], LANGUAGE, self.marking, self.marking
        said.author = said.last_modified_by = said.comments = said.category = ""
        said.created = said.modified = when
        said.revision = 1

    def _drop_unwanted(self) -> None:
        """What the library's own template brings along: a picture of an empty page, styles for an older Word."""
        part = self.document.part
        for rels in (part.rels, part.package.rels):
            for key, relation in list(rels.items()):
                if any(name in relation.target_ref for name in UNWANTED):
                    rels.pop(key)
        kept = {RELATIONSHIP_TYPE.EXTENDED_PROPERTIES: _app_properties}
        for relation in part.package.rels.values():
            if relation.reltype in kept:
                relation.target_part._blob = kept[relation.reltype]()


def _app_properties() -> bytes:
    return (
        b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Properties xmlns="http://schemas.openxmlformats.org/'
        b'officeDocument/2006/extended-properties"><Application>Microsoft Office Word</Application></Properties>'
    )


def _replace(element, other) -> None:
    """The contents of one element by those of another, in the part that already stands in the package."""
    for child in list(element):
        element.remove(child)
    element.extend(list(other))


def _tab():
    return w("r", w("tab"))


def _field(name: str):
    """A number that Word fills in as it lays out the pages. Only these two are ever written."""
    return w("fldSimple", run("1"), instr=f" {name} ")


def _without_times(written: BytesIO) -> bytes:
    """The same parts in the same order, without the time at which they were packed."""
    packed = BytesIO()
    with ZipFile(written) as parts, ZipFile(packed, "w") as kept:
        for name in parts.namelist():
            info = ZipInfo(name, OLDEST)
            info.compress_type = ZIP_DEFLATED
            info.create_system, info.external_attr = 0, 0
            kept.writestr(info, parts.read(name))
    return packed.getvalue()
