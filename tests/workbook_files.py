"""Workbooks made part by part, for what no spreadsheet program would write: .xlsx and .ods as dictionaries of parts."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from typing import Any
from xml.sax.saxutils import escape

import openpyxl

from reports.workbooks.grid import Sheet, Workbook
from reports.workbooks.reading import read_workbook

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
Parts = dict[str, str | bytes]


def packed(parts: Mapping[str, str | bytes], *, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Parts as a zip."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def parts_of(content: bytes) -> Parts:
    """A zip as its parts."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def saved(workbook: openpyxl.Workbook) -> bytes:
    """The bytes of a workbook of openpyxl."""
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def relationships(*relations: tuple[str, str, str] | tuple[str, str, str, str]) -> str:
    """(id, last word of the type, target), and "External" fourth."""
    lines = "".join(
        f'<Relationship Id="{rid}" Type="{OFFICE}/{kind}" Target="{escape(target)}"'
        + (f' TargetMode="{mode[0]}"' if mode else "")
        + "/>"
        for rid, kind, target, *mode in relations
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="{PACKAGE}/relationships">{lines}</Relationships>'
    )


def xlsx_parts(rows: str = "", *, after: str = "", before: str = "", strings: str = "", book: str = "") -> Parts:
    """The parts of a workbook of one sheet: `rows` is what stands in sheetData, `before` and `after` around it."""
    return {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types">'
        f'<Override PartName="/xl/workbook.xml" ContentType="{SHEET_TYPE}"/></Types>',
        "_rels/.rels": relationships(("rId1", "officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}">{book}'
        '<sheets><sheet name="Register" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": relationships(
            ("rId1", "worksheet", "worksheets/sheet1.xml"), ("rId2", "sharedStrings", "sharedStrings.xml")
        ),
        "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}">{strings}</sst>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{MAIN}" xmlns:r="{OFFICE}">{before}'
        f"<sheetData>{rows}</sheetData>{after}</worksheet>",
    }


def xlsx(rows: str = "", **around: Any) -> bytes:
    return packed(xlsx_parts(rows, **around))


ODS_TYPE = "application/vnd.oasis.opendocument.spreadsheet"
OPEN = "urn:oasis:names:tc:opendocument:xmlns"
SPACES = " ".join(
    f'xmlns:{prefix}="{OPEN}:{prefix}:1.0"'
    for prefix in ("office", "table", "text", "style", "fo", "script", "calcext", "xlink", "dc")
)


def ods_cell(shown: str = "", said: str = "", *, is_covered: bool = False) -> str:
    """A cell: what is shown, and what its tag says."""
    tag = "table:covered-table-cell" if is_covered else "table:table-cell"
    return f"<{tag} {said}>{f'<text:p>{shown}</text:p>' if shown else ''}</{tag}>"


def ods_parts(sheets: str = "", *, styles: str = "", named: str = "", before: str = "") -> Parts:
    """The parts of a spreadsheet: `sheets` stands in its body, `styles` are automatic, `named` those with names."""
    return {
        "mimetype": ODS_TYPE,
        "content.xml": f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {SPACES}>{before}'
        f"<office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:spreadsheet>{sheets}</office:spreadsheet></office:body></office:document-content>",
        "styles.xml": f"<office:document-styles {SPACES}><office:styles>{named}</office:styles>"
        "</office:document-styles>",
        "META-INF/manifest.xml": f'<manifest:manifest xmlns:manifest="{OPEN}:manifest:1.0"/>',
    }


def ods(sheets: str = "", **around: Any) -> bytes:
    return packed(ods_parts(sheets, **around))


def ods_sheet(rows: str, *, name: str = "Register", **around: Any) -> bytes:
    return ods(f'<table:table table:name="{name}">{rows}</table:table>', **around)


def values(sheet: Sheet) -> dict[tuple[int, int], Any]:
    """What stands in a sheet, by row and column; cells with nothing but a colour are not among it."""
    return {
        (row, column): cell.value
        for row, cells in sheet.rows.items()
        for column, cell in cells.items()
        if not cell.is_blank
    }


def only_sheet(content: bytes, name: str = "register.xlsx") -> Sheet:
    return read_workbook(content, name).sheets[0]


def told(content: bytes, name: str = "register.xlsx") -> str:
    """The remarks of a workbook, one a line."""
    workbook: Workbook = read_workbook(content, name)
    return "\n".join(workbook.remarks)
