"""Which Excel workbooks are refused for what they carry? Macros, and whatever reaches out of the file.

A part that only lies inside (a picture, an embedded file) is left out with a remark; one that would fetch or run
something where the file is opened is refused, though nothing here would follow it.
"""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import unquote

from reports.workbooks.grid import Unreadable
from reports.workbooks.markup import local, parse
from reports.workbooks.package import Package
from reports.workbooks.remarks import Remarks

MACROS = "The workbook holds macros: save it as an Excel Workbook (.xlsx), which leaves them out, and give that."
CONTROLS = "Buttons and other controls on the sheets were not read"
QUERIES = "The workbook has queries of its own; what they last gave was read, and nothing was fetched"
WITHIN = ("$workbook$", "$embeddedmashup", "data model connection")  # of connections that stay inside
MACRO_PARTS = ("vbaproject", "macrosheets/", "vbadata.xml", "attachedtoolbars")


def refuse_hostile(package: Package, remarks: Remarks) -> None:
    """Unreadable where the workbook holds macros or links to the outside."""
    if any(mark in name for name in package.names for mark in MACRO_PARTS):
        raise Unreadable(MACROS)
    for name in package.names:
        if name.endswith(".rels"):
            parse(package.chunks(name), _Outside())
    if any("externallinks/" in name for name in package.names):
        raise Unreadable(linked_to(""))
    for name in package.names:
        if name.endswith("connections.xml"):
            connections = _Connections()
            parse(package.chunks(name), connections)
            remarks.add(QUERIES)
    if any("/activex/" in name or "/ctrlprops/" in name for name in package.names):
        remarks.add(CONTROLS)


def linked_to(target: str) -> str:
    """The sentence for a workbook that takes values from elsewhere."""
    file = unquote(target.replace("\\", "/").rstrip("/").rpartition("/")[2])[:80]
    other = f"another file (“{file}”)" if file.isprintable() and file else "another file or program"
    return (
        f"The workbook is linked to {other}: in Excel, under Data, Edit Links, break each link, save it and try again."
    )


class _Outside:
    """Refuses relations to the outside, other than an address that somebody may click."""

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if local(name) != "Relationship" or attributes.get("TargetMode", "").lower() != "external":
            return
        if not attributes.get("Type", "").endswith("/hyperlink"):
            raise Unreadable(linked_to(attributes.get("Target", "")))

    def end(self, name: str) -> None:
        pass

    def text(self, text: str) -> None:
        pass


class _Connections:
    """Refuses connections that fetch from the web, a database or a file; those within the workbook may stay."""

    def __init__(self) -> None:
        self._name = ""

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        match local(name):
            case "connection":
                self._name = attributes.get("name", "")[:80]
                if attributes.get("odcFile"):
                    self._refuse()
            case "webPr":
                self._refuse()
            case "textPr" if attributes.get("sourceFile"):
                self._refuse()
            case "dbPr":
                said = attributes.get("connection", "").lower()
                if (
                    said
                    and "$workbook$" not in said
                    and "$embeddedmashup" not in said
                    and said != "data model connection"
                ):
                    self._refuse()

    def _refuse(self) -> None:
        raise Unreadable(
            f"The workbook fetches data from elsewhere (connection “{self._name}”): in Excel, under Data, "
            "Queries & Connections, delete it, save it and try again."
        )

    def end(self, name: str) -> None:
        pass

    def text(self, text: str) -> None:
        pass
