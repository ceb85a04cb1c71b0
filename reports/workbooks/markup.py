"""How is XML from strangers read? As a stream, with no document type, no entities, and nothing fetched.

A document type is refused where it begins, before any entity could be declared. There is no tree: a reader sees
starts, ends and texts, and keeps what it needs, so memory is the reader's business and not the file's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Protocol
from xml.parsers import expat

from reports.workbooks import limits
from reports.workbooks.grid import Unreadable

BROKEN = "The file is damaged and cannot be read: open it, save it again as a new file and give that."
DECLARES = "The file declares XML entities or a document type, as no spreadsheet program does, so it was not read."


class Reader(Protocol):
    """What is told of a part. Names are "namespace local" for elements, and for attributes that have a prefix."""

    def start(self, name: str, attributes: Mapping[str, str]) -> None: ...

    def end(self, name: str) -> None: ...

    def text(self, text: str) -> None: ...


def parse(chunks: Iterable[bytes], reader: Reader) -> None:
    """Tell `reader` what stands in a part; Unreadable where it is not XML, or XML that nobody's program writes."""
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
    parser.StartDoctypeDeclHandler = parser.EntityDeclHandler = _refuse
    parser.StartElementHandler, parser.EndElementHandler = _counted(reader)
    parser.StartNamespaceDeclHandler = _counted_namespaces()
    parser.CharacterDataHandler = reader.text
    fed = 0
    try:
        for chunk in chunks:
            parser.Parse(chunk, False)
            fed += len(chunk)
            if fed - parser.CurrentByteIndex > limits.TOKEN_BYTES:
                raise Unreadable(BROKEN)
        parser.Parse(b"", True)
    except (expat.ExpatError, UnicodeError, LookupError, ValueError) as error:
        raise Unreadable(BROKEN) from error


def _counted(reader: Reader) -> tuple[Callable[[str, dict[str, str]], None], Callable[[str], None]]:
    """The reader's start and end, with an eye on what costs a parser memory: open elements, and different names."""
    depth = 0
    names: set[str] = set()
    begin, finish = reader.start, reader.end

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        names.add(name)
        names.update(attributes)
        if depth > limits.DEPTH or len(names) > limits.NAMES:
            raise Unreadable(BROKEN)
        begin(name, attributes)

    def end(name: str) -> None:
        nonlocal depth
        depth -= 1
        finish(name)

    return start, end


def _counted_namespaces() -> Callable[[str | None, str | None], None]:
    declared = 0

    def declare(prefix: str | None, address: str | None) -> None:
        nonlocal declared
        declared += 1
        if declared > limits.NAMESPACES:
            raise Unreadable(BROKEN)

    return declare


def _refuse(*_: Any) -> None:
    raise Unreadable(DECLARES)


def local(name: str) -> str:
    """The name without its namespace."""
    return name[name.rfind(" ") + 1 :]


def attribute(attributes: Mapping[str, str], name: str) -> str:
    """An attribute by its local name, whatever its namespace; empty where it is not there."""
    if name in attributes:
        return attributes[name]
    return next((value for key, value in attributes.items() if key.endswith(f" {name}")), "")


def is_true(text: str | None) -> bool:
    return text in ("1", "true", "on")
