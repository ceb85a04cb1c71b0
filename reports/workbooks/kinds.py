"""What is this file, whatever it is called? By its content; and what to do about those that are not read."""

from __future__ import annotations

import re
from enum import Enum
from pathlib import PurePath

from reports.characters import on_one_line
from reports.workbooks import limits
from reports.workbooks.grid import Unreadable
from reports.workbooks.markup import BROKEN
from reports.workbooks.package import LOCKED, Package
from reports.workbooks.xlsx_guard import MACROS


class Kind(Enum):
    """What is read: its name for a sentence, and how such files are called."""

    XLSX = ("an Excel workbook", (".xlsx", ".xltx"))
    ODS = ("an OpenDocument spreadsheet", (".ods", ".ots"))
    TEXT = ("plain text", (".csv", ".txt", ".tsv", ".tab", ".psv", ".prn", ".text", ".dat", ".asc"))

    @property
    def called(self) -> str:
        return str(self.value[0])

    @property
    def suffixes(self) -> tuple[str, ...]:
        return tuple(self.value[1])


EMPTY = "The file is empty."
AS_XLSX = "open it in the program it comes from, save it as an Excel Workbook (.xlsx) and give that"
_OTHERS = (
    ".xls .xlsb .xlsm .xltm .xlam .xlt .fods .numbers .pdf .doc .docx .docm .odt .ppt .pptx .htm .html "
    ".json .xml .zip .rtf .png .jpg .jpeg .gif .msg .eml .mdb .accdb .mpp .exe .js .vbs .iqy .odc .gsheet"
)
PASTE_IT = "copy its table and paste it instead"
OTHER_NAMES = frozenset(_OTHERS.split())
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
STARTS = (  # of files that are not read
    (b"%PDF", "a PDF"),
    (b"{\\rtf", "a text document (RTF)"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"7z\xbc\xaf", "a compressed folder (7z)"),
    (b"Rar!", "a compressed folder (RAR)"),
    (b"\x1f\x8b", "a compressed file (gz)"),
    (b"MZ\x90\0", "a program"),
    (b"\x7fELF", "a program"),
    (b"SQLite format 3", "a database"),
)
OLD = re.compile(rb"\x09[\x00\x02\x04\x08]\x04\x00|\x09\x08[\x08\x10]\x00\x00[\x05\x06]")  # Excel 2 to 97, bare
MOST_CONTENT_TYPES = 1024 * 1024  # bytes
CONTENT_TYPES = (
    (b"macroenabled.main+xml", MACROS),
    (b"sheet.binary.macroenabled", f"The file is a binary Excel workbook (.xlsb), which is not read: {AS_XLSX}."),
    (b"wordprocessingml.document.main", f"The file is a Word document, not a spreadsheet: {PASTE_IT}."),
    (b"presentationml.presentation.main", f"The file is a presentation, not a spreadsheet: {PASTE_IT}."),
)


def is_a(what: str) -> str:
    """The sentence for a file that is something else."""
    return f"The file is {what}, not a spreadsheet that can be read: {AS_XLSX}."


def kind_of(content: bytes, name: str) -> tuple[Kind, Package | None]:
    """What the file is, opened if it is zipped; Unreadable for all that is not read, and for one with a wrong name."""
    if not content:
        raise Unreadable(EMPTY)
    if len(content) > limits.FILE_BYTES:
        raise Unreadable(limits.TOO_LARGE)
    kind, package = _by_content(content)
    if kind is Kind.TEXT and PurePath(name).suffix.lower() in (".xlsx", ".ods") and b"\0" in content[:10_000]:
        raise Unreadable(BROKEN)
    _check_name(kind, name)
    return kind, package


def _by_content(content: bytes) -> tuple[Kind, Package | None]:
    if content.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        package = Package(content)
        return _kind_of_package(package), package
    if content.startswith(OLE):
        raise Unreadable(_said_of_ole(content))
    if OLD.match(content):
        raise Unreadable(is_a("an old Excel workbook (.xls)"))
    for start, what in STARTS:
        if content.startswith(start):
            raise Unreadable(is_a(what))
    if what := _markup(content):
        raise Unreadable(is_a(what))
    return Kind.TEXT, None


def _markup(content: bytes) -> str:
    """What a text of tags is; empty where it is a table after all."""
    start = content[:3000].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \r\n\t").lower()
    if start.startswith((b"<!doctype html", b"<html", b"<table", b"<head", b"<body")):
        return "a web page"
    if not start.startswith((b"<?xml", b"<!doctype", b"<!--")):
        return ""
    if b"office:document" in start:
        return "a flat OpenDocument file (.fods)"
    if b"excel.sheet" in start or b"urn:schemas-microsoft-com:office:spreadsheet" in start:
        return "an Excel 2003 XML file"
    return "a web page" if b"<html" in start else "an XML file"


def _said_of_ole(content: bytes) -> str:
    """The sentence for an old container of Microsoft: its streams' names stand in it in UTF-16."""

    def has(stream: str) -> bool:
        return stream.encode("utf-16-le") in content

    if has("EncryptedPackage") or has("EncryptionInfo"):
        return LOCKED
    if has("WordDocument"):
        return is_a("an old Word document (.doc)")
    if has("PowerPoint Document"):
        return is_a("an old presentation (.ppt)")
    if has("Workbook") or has("Book"):
        return is_a("an old Excel workbook (.xls)")
    return is_a("an old Microsoft Office file")


def _kind_of_package(package: Package) -> Kind:
    package.refuse_declarations()
    names = set(package.names)
    said = package.start_of("mimetype").strip()
    if said.startswith(b"application/vnd.oasis.opendocument.spreadsheet"):
        return Kind.ODS
    if said.startswith(b"application/vnd."):
        raise Unreadable(is_a("another kind of OpenDocument file"))
    if "[content_types].xml" in names:
        _check_content_types(package)
        return Kind.XLSX
    if any(name.endswith(".iwa") or name.endswith("index.zip") for name in names):
        raise Unreadable(is_a("a Numbers file"))
    if "content.xml" in names and "meta-inf/manifest.xml" in names:
        return Kind.ODS
    if "xl/workbook.xml" in names or not names:
        raise Unreadable(BROKEN)
    raise Unreadable("The file is a compressed folder (zip): unpack it and give the workbook that is in it.")


def _check_content_types(package: Package) -> None:
    if any("xl/workbook.bin" in name for name in package.names):
        raise Unreadable(CONTENT_TYPES[1][1])
    if any("vbaproject" in name for name in package.names):
        raise Unreadable(MACROS)
    said = package.whole("[content_types].xml", MOST_CONTENT_TYPES).lower()
    for mark, words in reversed(CONTENT_TYPES):
        if mark in said:
            raise Unreadable(words)
    if b"spreadsheetml" not in said:
        raise Unreadable(is_a("another kind of Office file"))


def _check_name(kind: Kind, name: str) -> None:
    """A name that says something else is somebody's mistake, or a trick: text may be called what it likes otherwise."""
    suffix = PurePath(name.replace("\\", "/")).suffix.lower()
    if suffix in kind.suffixes or not suffix:
        return
    if kind is Kind.XLSX and suffix in (".xlsm", ".xltm", ".xlam"):
        raise Unreadable(MACROS)
    if kind is not Kind.TEXT or suffix in OTHER_NAMES or suffix in Kind.XLSX.suffixes + Kind.ODS.suffixes:
        raise Unreadable(
            f"The file is called {on_one_line(suffix)[:20]} but is {kind.called}: "
            f"give it a name that ends in {kind.suffixes[0]} and try again."
        )
