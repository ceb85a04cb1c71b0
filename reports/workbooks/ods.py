"""How is an OpenDocument spreadsheet read? Its styles, then its content, in which all sheets follow one another."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from reports.characters import on_one_line
from reports.workbooks import limits
from reports.workbooks.building import SheetBuilder, free_name, raised
from reports.workbooks.formulas import refuse_if_it_calls_out
from reports.workbooks.grid import Sheet, Unreadable, Workbook
from reports.workbooks.markup import attribute, local, parse
from reports.workbooks.ods_sheet import OdsCell, OdsSheet
from reports.workbooks.ods_styles import PLAIN, OdsStyles, TextLook
from reports.workbooks.ods_text import BREAK, TAB, Paragraphs
from reports.workbooks.package import LOCKED, Package
from reports.workbooks.remarks import CONDITIONAL, DRAWN, LINKS, Remarks

MACROS = "The spreadsheet holds macros: copy its sheets into a new spreadsheet, save that and give it."
LINKED = (
    "The spreadsheet takes values from another file or program: in LibreOffice, under Edit, Links to External Files, "
    "break each link, save it and try again."
)
DRAWING = "urn:oasis:names:tc:opendocument:xmlns:drawing:"
CHANGES = "Recorded changes were not read, only the sheet as it stands"
LIBRARY_LISTS = ("script-lb.xml", "script-lc.xml", "dialog-lb.xml", "dialog-lc.xml")
# Elements that fetch or run something where the file is opened, and those whose inside is no part of a sheet.
_OUTSIDE = (
    "table-source cell-range-source dde-link dde-source dde-connection-decl database-source-sql database-source-table "
    "database-source-query source-service"
)
OUTSIDE = frozenset(_OUTSIDE.split())
RUNNING = frozenset(["event-listener", "script"])
SKIPPED = {
    "tracked-changes": CHANGES,
    "shapes": DRAWN,
    "forms": "",  # there in most files, mostly empty
    "drawing": DRAWN,
    "conditional-formats": CONDITIONAL,
    "content-validations": "",
    "data-pilot-tables": "",
    "ruby-text": "",
}


def read_ods(package: Package) -> Workbook:
    """All sheets of an OpenDocument spreadsheet; Unreadable where it is broken, hostile, locked or too large."""
    _refuse_hostile(package)
    remarks = Remarks()
    styles = OdsStyles()
    if package.has("styles.xml"):
        parse(package.chunks("styles.xml"), styles)
    package.count_cells(["content.xml"], (b"office:value-type=",))
    content = OdsContent(package, styles, remarks)
    parse(package.chunks("content.xml"), content)
    if not content.sheets:
        raise Unreadable(limits.NO_SHEETS)
    return Workbook(tuple(content.sheets), remarks.sentences())


def _refuse_hostile(package: Package) -> None:
    for name in package.names:
        folder, _, file = name.partition("/")
        if folder in ("basic", "dialogs", "scripts") and file and not file.endswith(LIBRARY_LISTS):
            raise Unreadable(MACROS)
    if "encrypted-package" in package.names:
        raise Unreadable(LOCKED)
    if package.has("meta-inf/manifest.xml"):
        parse(package.chunks("meta-inf/manifest.xml"), _Manifest())


class _Manifest:
    """Refuses a file of which any part is encrypted."""

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if local(name) == "encryption-data":
            raise Unreadable(LOCKED)

    def end(self, name: str) -> None:
        pass

    def text(self, text: str) -> None:
        pass


class OdsContent:
    """Reads the content: styles of its own first, then sheet after sheet into `sheets`."""

    def __init__(self, package: Package, styles: OdsStyles, remarks: Remarks) -> None:
        self.sheets: list[Sheet] = []
        self._package, self._styles, self._remarks = package, styles, remarks
        self._names: dict[str, str] = {}
        self._taken: set[str] = set()
        self._skip = 0  # elements deep inside what is skipped
        self._in_styles = False
        self._sheet: OdsSheet | None = None
        self._tables = 0
        self._cell: OdsCell | None = None
        self._text: Paragraphs | None = None  # of the cell, or of its note
        self._spans: list[TextLook] = []
        self._starts: dict[str, Callable[[Mapping[str, str]], None]] = {
            "table": self._start_table,
            "table-column": self._start_column,
            "table-row": self._start_row,
            "table-cell": self._start_cell,
            "covered-table-cell": self._start_cell,
            "annotation": self._start_note,
            "p": self._start_paragraph,
            "span": self._start_span,
            "a": self._start_link,
            "s": lambda attributes: self._text.add_spaces(attribute(attributes, "c")) if self._text else None,
            "tab": lambda attributes: self._text.add(TAB) if self._text else None,
            "line-break": lambda attributes: self._text.add(BREAK) if self._text else None,
            "named-expression": self._check_name,
        }
        self._ends: dict[str, Callable[[], None]] = {
            "table": self._end_table,
            "table-row": self._end_row,
            "table-cell": self._end_cell,
            "covered-table-cell": self._end_cell,
            "annotation": self._end_note,
            "p": self._end_paragraph,
            "span": self._end_span,
        }

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        tag = self._names.get(name) or self._named(name)
        if tag in OUTSIDE:
            raise Unreadable(LINKED)
        if tag in RUNNING:
            raise Unreadable(MACROS)
        if self._skip:
            self._skip += 1
        elif self._in_styles:
            self._styles.begin(tag, attributes)
        elif tag in SKIPPED:
            self._skip = 1
            if SKIPPED[tag]:
                self._remarks.add(SKIPPED[tag], self._sheet.builder.name if self._sheet else "")
        elif tag == "automatic-styles":
            self._in_styles = True
        elif begin := self._starts.get(tag):
            begin(attributes)

    def _named(self, name: str) -> str:
        """The local name; "drawing" for whatever is drawn, since it has texts of its own."""
        return self._names.setdefault(name, "drawing" if name.startswith(DRAWING) else local(name))

    def end(self, name: str) -> None:
        tag = self._names[name]
        if self._skip:
            self._skip -= 1
        elif tag == "automatic-styles":
            self._in_styles = False
        elif self._in_styles:
            self._styles.finish(tag)
        elif finish := self._ends.get(tag):
            finish()

    def text(self, text: str) -> None:
        if self._text is not None and not self._skip:
            look = self._spans[-1] if self._spans else PLAIN
            self._text.add(raised(text) if look.is_raised else text, is_struck=look.is_struck)

    # Sheets, rows and cells -------------------------------------------------------------------------------------------

    def _start_table(self, attributes: Mapping[str, str]) -> None:
        self._tables += 1
        if self._tables > 1:  # a table inside a cell
            self._remarks.add("Tables inside cells were not read", self._sheet.builder.name if self._sheet else "")
            self._tables -= 1
            self._skip = 1
            return
        if len(self._taken) >= limits.SHEETS:
            raise Unreadable(limits.TOO_MANY_SHEETS)
        printed = on_one_line(attribute(attributes, "name"))[:100] or "Sheet"
        name = free_name(printed, self._taken, self._remarks)
        builder = SheetBuilder(name, self._package.budget, self._remarks)
        builder.is_hidden = not self._styles.is_shown(attribute(attributes, "style-name"))
        self._sheet = OdsSheet(builder, self._styles)

    def _end_table(self) -> None:
        self._tables -= 1
        if self._sheet:
            self.sheets.append(self._sheet.builder.sheet())
        self._sheet = None

    def _start_column(self, attributes: Mapping[str, str]) -> None:
        if self._sheet:
            self._sheet.add_columns(attributes)

    def _start_row(self, attributes: Mapping[str, str]) -> None:
        if self._sheet:
            self._sheet.begin_row(attributes)

    def _end_row(self) -> None:
        if self._sheet:
            self._sheet.end_row()

    def _start_cell(self, attributes: Mapping[str, str]) -> None:
        if self._sheet:
            self._cell = OdsCell(attributes)
            self._text = self._cell.written
            self._spans = []

    def _end_cell(self) -> None:
        if self._sheet and self._cell:
            self._sheet.end_cell(self._cell)
        self._cell = self._text = None

    # Text -------------------------------------------------------------------------------------------------------------

    def _start_note(self, attributes: Mapping[str, str]) -> None:
        if self._cell:
            self._text = self._cell.note

    def _end_note(self) -> None:
        self._text = self._cell.written if self._cell else None

    def _start_paragraph(self, attributes: Mapping[str, str]) -> None:
        if self._text:
            self._text.begin()

    def _end_paragraph(self) -> None:
        if self._text:
            self._text.end()

    def _start_span(self, attributes: Mapping[str, str]) -> None:
        own, around = self._styles.text_look(attribute(attributes, "style-name")), self._spans[-1:] or [PLAIN]
        self._spans.append(TextLook(own.is_struck or around[0].is_struck, own.is_raised or around[0].is_raised))

    def _end_span(self) -> None:
        if self._spans:
            self._spans.pop()

    def _start_link(self, attributes: Mapping[str, str]) -> None:
        if self._sheet:
            self._remarks.add(LINKS, self._sheet.builder.name)

    def _check_name(self, attributes: Mapping[str, str]) -> None:
        named = attribute(attributes, "name")[:80]
        refuse_if_it_calls_out(attribute(attributes, "expression"), f"the name “{named}”")
