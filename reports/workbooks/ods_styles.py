"""How does an OpenDocument spreadsheet draw a cell, and which of its sheets are hidden? From its styles.

A style says what differs from its parent. Automatic ones stand beside the content, named ones in a part of their own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from reports.workbooks.colours import plain_colour
from reports.workbooks.grid import Unreadable
from reports.workbooks.markup import BROKEN, attribute, local

MOST = 100_000  # styles
DEEPEST = 30  # styles that follow from one another
CELLS, TEXTS, TABLES = "table-cell", "text", "table"


class OdsLook(NamedTuple):
    """What a style makes of a cell."""

    colour: str = ""
    is_struck: bool = False
    is_conditional: bool = False  # by a rule, which is not followed


class TextLook(NamedTuple):
    """What a style makes of a part of a text."""

    is_struck: bool = False
    is_raised: bool = False


PLAIN = TextLook()


@dataclass
class _Style:
    parent: str = ""
    colour: str | None = None  # None: as its parent
    is_struck: bool | None = None
    is_raised: bool = False
    is_shown: bool = True
    is_conditional: bool = False


class OdsStyles:
    """Reads styles, of either part."""

    def __init__(self) -> None:
        self._styles: dict[tuple[str, str], _Style] = {}  # by family and name; the default's name is ""
        self._looks: dict[str, OdsLook] = {}
        self._text_looks: dict[str, TextLook] = {}
        self._now: _Style | None = None
        self._is_elsewhere = False

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """Of the part of named styles: its automatic styles are those of page headers, under the same names."""
        if local(name) == "automatic-styles":
            self._is_elsewhere = True
        elif not self._is_elsewhere:
            self.begin(local(name), attributes)

    def end(self, name: str) -> None:
        if local(name) == "automatic-styles":
            self._is_elsewhere = False
        self.finish(local(name))

    def text(self, text: str) -> None:
        pass

    def begin(self, tag: str, attributes: Mapping[str, str]) -> None:
        """An element inside styles, by its local name."""
        if tag in ("style", "default-style"):
            if len(self._styles) >= MOST:
                raise Unreadable(BROKEN)
            named = attribute(attributes, "name") if tag == "style" else ""
            self._now = _Style(attribute(attributes, "parent-style-name"))
            self._styles[attribute(attributes, "family"), named] = self._now
        elif self._now is None:
            return
        elif tag == "table-cell-properties":
            if said := attribute(attributes, "background-color"):
                self._now.colour = plain_colour(said)
        elif tag == "text-properties":
            self._look_of_text(self._now, attributes)
        elif tag == "table-properties":
            self._now.is_shown = attribute(attributes, "display") != "false"
        elif tag == "map":
            self._now.is_conditional = True

    @staticmethod
    def _look_of_text(style: _Style, attributes: Mapping[str, str]) -> None:
        said = attribute(attributes, "text-line-through-style") or attribute(attributes, "text-line-through-type")
        if said:
            style.is_struck = said != "none"
        position = attribute(attributes, "text-position")
        if position and not position.startswith(("-", "0%", "sub")):
            style.is_raised = True

    def finish(self, tag: str) -> None:
        if tag in ("style", "default-style"):
            self._now = None

    def look(self, name: str) -> OdsLook:
        """What a cell of this style looks like, by all its parents."""
        if name not in self._looks:
            self._looks[name] = self._resolved(CELLS, name)
        return self._looks[name]

    def text_look(self, name: str) -> TextLook:
        """What a part of a text with this style looks like."""
        if name not in self._text_looks:
            style = self._styles.get((TEXTS, name))
            is_raised = style is not None and style.is_raised
            self._text_looks[name] = TextLook(self._resolved(TEXTS, name).is_struck, is_raised)
        return self._text_looks[name]

    def is_shown(self, name: str) -> bool:
        style = self._styles.get((TABLES, name))
        return style is None or style.is_shown

    def _resolved(self, family: str, name: str) -> OdsLook:
        colour: str | None = None
        struck: bool | None = None
        conditional = False
        for _ in range(DEEPEST):
            style = self._styles.get((family, name))
            if style is None:
                break
            colour = style.colour if colour is None else colour
            struck = style.is_struck if struck is None else struck
            conditional = conditional or style.is_conditional
            if not name:
                break
            name = style.parent
        return OdsLook(colour or "", bool(struck), conditional)
