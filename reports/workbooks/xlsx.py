"""How is an Excel workbook read? Its list of sheets, what they share, then each sheet with its notes."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from typing import NamedTuple

from reports.characters import on_one_line
from reports.workbooks import limits
from reports.workbooks.building import SheetBuilder, free_name
from reports.workbooks.colours import OFFICE_THEME
from reports.workbooks.formulas import refuse_if_it_calls_out
from reports.workbooks.grid import Sheet, Unreadable, Workbook
from reports.workbooks.markup import BROKEN, attribute, is_true, local, parse
from reports.workbooks.package import Package
from reports.workbooks.remarks import NOT_A_SHEET, Remarks
from reports.workbooks.xlsx_guard import refuse_hostile
from reports.workbooks.xlsx_notes import Notes, ThreadedNotes
from reports.workbooks.xlsx_sheet import Shared, XlsxSheet
from reports.workbooks.xlsx_strings import SharedStrings
from reports.workbooks.xlsx_styles import Look, Styles, Theme

MAIN = "xl/workbook.xml"


class Relation(NamedTuple):
    kind: str  # the last word of its type: "worksheet", "styles", "comments"
    target: str  # a part's name, or an address outside
    is_outside: bool


class Relations:
    """Reads the relations of a part, by their id."""

    def __init__(self, of: str) -> None:
        self._folder = posixpath.dirname(of)
        self.by_id: dict[str, Relation] = {}

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if local(name) == "Relationship":
            if len(self.by_id) > limits.PARTS:
                raise Unreadable(BROKEN)
            target, outside = attributes.get("Target", ""), attributes.get("TargetMode", "").lower() == "external"
            kind = attributes.get("Type", "").rpartition("/")[2]
            self.by_id[attributes.get("Id", "")] = Relation(kind, target if outside else self._part(target), outside)

    def _part(self, target: str) -> str:
        target = target.replace("\\", "/")
        path = target if target.startswith("/") else posixpath.join(self._folder, target)
        return posixpath.normpath(path).lstrip("/")

    def end(self, name: str) -> None:
        pass

    def text(self, text: str) -> None:
        pass

    def of_kind(self, kind: str) -> str:
        """The part of this kind; empty where there is none."""
        return next((r.target for r in self.by_id.values() if r.kind == kind and not r.is_outside), "")


class SheetEntry(NamedTuple):
    name: str
    relation: str
    is_hidden: bool


class Contents:
    """Reads the workbook's list of sheets, and from which year it counts days."""

    def __init__(self) -> None:
        self.sheets: list[SheetEntry] = []
        self.from_1904 = False
        self._defined: str | None = None
        self._formula: list[str] = []

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        match local(name):
            case "sheet":
                hidden = attributes.get("state", "visible").lower() != "visible"
                printed = on_one_line(attributes.get("name", ""))[:100]
                self.sheets.append(SheetEntry(printed, attribute(attributes, "id"), hidden))
                if len(self.sheets) > limits.SHEETS:
                    raise Unreadable(limits.TOO_MANY_SHEETS)
            case "workbookPr":
                self.from_1904 = is_true(attributes.get("date1904"))
            case "definedName":
                self._defined = attributes.get("name", "")
                self._formula = []

    def end(self, name: str) -> None:
        if local(name) == "definedName" and self._defined is not None:
            refuse_if_it_calls_out("".join(self._formula), f"the name “{self._defined[:80]}”")
            self._defined = None

    def text(self, text: str) -> None:
        if self._defined is not None and len(self._formula) < 1000:
            self._formula.append(text)


def read_xlsx(package: Package) -> Workbook:
    """All sheets of an Excel workbook; Unreadable where it is broken, hostile or too large."""
    main = relations(package, "").of_kind("officeDocument") or MAIN
    inner = relations(package, main)
    remarks = Remarks()
    refuse_hostile(package, remarks)
    contents = Contents()
    parse(package.chunks(main), contents)
    shared = Shared(_strings(package, inner), _looks(package, inner), contents.from_1904)
    package.count_cells([r.target for r in inner.by_id.values() if r.kind == "worksheet"], (b"<v>", b"<is>", b"<x:v>"))
    sheets = []
    taken: set[str] = set()
    for entry in contents.sheets:
        relation = inner.by_id.get(entry.relation)
        if relation is None or relation.is_outside:
            raise Unreadable(BROKEN)
        name = free_name(entry.name or "Sheet", taken, remarks)
        if relation.kind != "worksheet":
            remarks.add(NOT_A_SHEET, name)
            continue
        sheets.append(_sheet(package, relation.target, entry, SheetBuilder(name, package.budget, remarks), shared))
    if not sheets:
        raise Unreadable(limits.NO_SHEETS)
    return Workbook(tuple(sheets), remarks.sentences())


def relations(package: Package, part: str) -> Relations:
    """The relations of a part, or of the package itself; none where nothing says any."""
    folder, _, name = part.rpartition("/")
    where = posixpath.join(folder, "_rels", f"{name}.rels")
    found = Relations(part)
    if package.has(where):
        parse(package.chunks(where), found)
    return found


def _strings(package: Package, inner: Relations) -> SharedStrings:
    strings = SharedStrings(package.budget)
    if part := inner.of_kind("sharedStrings"):
        parse(package.chunks(part), strings)
    return strings


def _looks(package: Package, inner: Relations) -> dict[str, Look]:
    theme = Theme()
    if (part := inner.of_kind("theme")) and package.has(part):
        parse(package.chunks(part), theme)
    styles = Styles(theme.colours if part else OFFICE_THEME)
    if part := inner.of_kind("styles"):
        parse(package.chunks(part), styles)
    return styles.looks


def _sheet(package: Package, part: str, entry: SheetEntry, builder: SheetBuilder, shared: Shared) -> Sheet:
    builder.is_hidden = entry.is_hidden
    parse(package.chunks(part), XlsxSheet(builder, shared))
    builder.add_notes(_notes(package, relations(package, part), builder))
    return builder.sheet()


def _notes(package: Package, beside: Relations, builder: SheetBuilder) -> dict[tuple[int, int], str]:
    """The notes of a sheet by row and column. Conversations have a part of their own, and a copy among the notes."""
    notes = Notes(builder)
    if part := beside.of_kind("comments"):
        parse(package.chunks(part), notes)
    threads = ThreadedNotes(builder)
    if (part := beside.of_kind("threadedComment")) and package.has(part):
        parse(package.chunks(part), threads)
    return {**notes.by_place, **threads.by_place}
