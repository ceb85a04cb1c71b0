"""What parts does a zipped workbook have, and what is in one? Nothing is ever unpacked to disk."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator

from reports.workbooks import limits
from reports.workbooks.grid import Unreadable
from reports.workbooks.limits import Budget
from reports.workbooks.markup import BROKEN, DECLARES

CHUNK = 64 * 1024
ESCAPES = "The file has a part whose name points out of it, as no spreadsheet program writes it, so it was not read."
TWICE = "The file has two parts of the same name, as no spreadsheet program writes it, so it was not read."
LOCKED = "The file is protected with a password: open it, take the password off, save it and give that."
METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}  # what spreadsheet programs use; others unpack without a bound
ENCRYPTED = 0x1  # a flag of a zipped file
FAULTS = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    OSError,
    NotImplementedError,
    RuntimeError,
    ValueError,
    struct.error,
)


class Package:
    """The parts of a zipped workbook by name; names are compared as spreadsheet programs do, without case."""

    def __init__(self, content: bytes) -> None:
        """Unreadable where it is no sound zip, is locked, plays tricks with names, or says that it is a bomb."""
        if content.count(b"PK\x01\x02") > limits.PARTS:
            raise Unreadable(limits.BOMB)
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(content))
        except FAULTS as error:
            raise Unreadable(BROKEN) from error
        self.budget = Budget(len(content))
        self._parts: dict[str, zipfile.ZipInfo] = {}
        for info in self._zip.infolist():
            self._note(info)
        self._refuse_bombs()

    def _refuse_bombs(self) -> None:
        """By what the parts say of themselves, those that would never be read among them; reading counts once more."""
        parts = self._parts.values()
        if sum(part.file_size for part in parts) > limits.UNPACKED_BYTES or any(
            part.file_size > max(limits.PART_MATTERS_FROM, part.compress_size * limits.RATIO) for part in parts
        ):
            raise Unreadable(limits.BOMB)

    def _note(self, info: zipfile.ZipInfo) -> None:
        name = part_name(info.filename)
        if ".." in name.split("/"):
            raise Unreadable(ESCAPES)
        if name in self._parts:
            raise Unreadable(TWICE)
        if not info.is_dir():
            self._parts[name] = info

    @property
    def names(self) -> tuple[str, ...]:
        """All names in small letters, with / between folders."""
        return tuple(self._parts)

    def has(self, name: str) -> bool:
        return part_name(name) in self._parts

    def chunks(self, name: str) -> Iterator[bytes]:
        """A part bit by bit, counted as it unpacks. Unreadable where it is missing, damaged or too much."""
        info = self._parts.get(part_name(name))
        if info is None or info.compress_type not in METHODS:
            raise Unreadable(BROKEN)
        if info.flag_bits & ENCRYPTED:
            raise Unreadable(LOCKED)
        try:
            with self._zip.open(info) as part:
                while chunk := part.read(CHUNK):
                    self.budget.unpack(len(chunk), chunk.count(b"<"))
                    yield chunk
        except FAULTS as error:
            raise Unreadable(BROKEN) from error

    def whole(self, name: str, most: int) -> bytes:
        """A small part; Unreadable where it is larger than `most` bytes."""
        content = b""
        for chunk in self.chunks(name):
            content += chunk
            if len(content) > most:
                raise Unreadable(limits.BOMB)
        return content

    def refuse_declarations(self) -> None:
        """Unreadable where any part of XML has a document type, read or not: where entities would be declared."""
        for name in self._parts:
            if name.endswith((".xml", ".rels")):
                start = self.start_of(name, CHUNK).replace(b"\0", b"")
                if b"<!DOCTYPE" in start or b"<!ENTITY" in start:
                    raise Unreadable(DECLARES)

    def count_cells(self, names: Iterable[str], marks: tuple[bytes, ...]) -> None:
        """Unreadable where the parts have far too many cells, told by a mark of each before anything is read of them.

        Unpacking is ten times as quick as reading, and keeps nothing: a sheet of millions of cells is refused at once.
        """
        counts = dict.fromkeys(marks, 0)
        for name in names:
            for chunk in self.chunks(name):
                for mark in marks:
                    counts[mark] += chunk.count(mark)
                if max(counts.values()) > limits.CELLS:
                    raise Unreadable(limits.TOO_MANY_CELLS)
        self.budget.unpacked = self.budget.tags = 0  # what follows reads the same once more

    def start_of(self, name: str, size: int = 200) -> bytes:
        """The first bytes of a part; empty where there is no such part."""
        return next(self.chunks(name), b"")[:size] if self.has(name) else b""


def part_name(name: str) -> str:
    """A part's name as it is compared. Some programs write backslashes, or begin with a slash."""
    return name.replace("\\", "/").lstrip("/").casefold()
