"""How does an Excel workbook draw a cell: in which fill, struck through, its number as a day?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple, TypeVar

from reports.workbooks.colours import OFFICE_THEME, PALETTE, plain_colour, tinted
from reports.workbooks.markup import is_true, local
from reports.workbooks.numbers import BUILT_IN, Numbering, Shows, number, numbering, shown_by

MOST = 100_000  # styles; Excel itself allows 65,490
_THEME = "lt1 dk1 lt2 dk2 accent1 accent2 accent3 accent4 accent5 accent6 hlink folHlink"
THEME_ORDER = _THEME.split()
T = TypeVar("T")


class Look(NamedTuple):
    """What one style of the workbook makes of a cell."""

    colour: str = ""
    is_struck: bool = False
    shows: Shows = Shows.NUMBER
    two_colours: bool = False
    numbering: Numbering | None = None


PLAIN = Look()


class Theme:
    """Reads a theme: its twelve colours, in the order in which workbooks number them."""

    def __init__(self) -> None:
        self._colours = dict(zip(THEME_ORDER, OFFICE_THEME, strict=True))
        self._inside = ""

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        tag = local(name)
        if tag in self._colours:
            self._inside = tag
        elif self._inside and tag in ("srgbClr", "sysClr"):
            said = attributes.get("lastClr") or attributes.get("val", "")
            if len(said) == 6:
                self._colours[self._inside] = said.lower()

    def end(self, name: str) -> None:
        if local(name) == self._inside:
            self._inside = ""

    def text(self, text: str) -> None:
        pass

    @property
    def colours(self) -> tuple[str, ...]:
        return tuple(self._colours[name] for name in THEME_ORDER)


class Styles:
    """Reads the styles. `looks` maps a style's number, as cells print it, to its look."""

    def __init__(self, theme: tuple[str, ...] = OFFICE_THEME) -> None:
        self._theme = theme
        self._path: list[str] = []
        self._palette = list(PALETTE)
        self._own_palette: list[str] = []
        self._formats: dict[str, Shows] = {str(key): shows for key, shows in BUILT_IN.items()}
        self._numberings: dict[str, Numbering | None] = {}
        self._fonts: list[bool] = []  # struck?
        self._fills: list[_Fill] = []
        self._styles: list[Mapping[str, str]] = []

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        tag = local(name)
        parent = self._path[-1] if self._path else ""
        self._path.append(tag)
        if len(self._fonts) + len(self._fills) + len(self._styles) + len(self._formats) > MOST or "dxf" in self._path:
            return
        match parent, tag:
            case "numFmts", "numFmt":
                key, code = attributes.get("numFmtId", ""), attributes.get("formatCode", "")
                self._formats[key], self._numberings[key] = shown_by(code), numbering(code)
            case "fonts", "font":
                self._fonts.append(False)
            case "font", "strike" if self._fonts:
                self._fonts[-1] = is_true(attributes.get("val", "1"))
            case "fills", "fill":
                self._fills.append(_Fill())
            case "fill", "patternFill" if self._fills:
                self._fills[-1].pattern = attributes.get("patternType", "none")
            case "fill", "gradientFill" if self._fills:
                self._fills[-1].pattern = "gradient"
            case ("patternFill", "fgColor") | ("patternFill", "bgColor") | ("stop", "color") if self._fills:
                self._fills[-1].colours[tag] = attributes
            case "indexedColors", "rgbColor":
                self._own_palette[len(PALETTE) :] = []
                self._own_palette.append(attributes.get("rgb", "")[-6:].lower())
            case "cellXfs", "xf":
                self._styles.append(attributes)

    def end(self, name: str) -> None:
        self._path.pop()

    def text(self, text: str) -> None:
        pass

    @property
    def looks(self) -> dict[str, Look]:
        self._palette[: len(self._own_palette)] = self._own_palette[: len(PALETTE)]
        return {str(position): self._look(style) for position, style in enumerate(self._styles)}

    def _look(self, style: Mapping[str, str]) -> Look:
        fill = _at(self._fills, style.get("fillId", ""))
        struck = _at(self._fonts, style.get("fontId", ""))
        return Look(
            colour=self._drawn(fill) if fill else "",
            is_struck=bool(struck),
            shows=self._formats.get(style.get("numFmtId", "0"), Shows.NUMBER),
            two_colours=bool(fill and fill.pattern == "gradient"),
            numbering=self._numberings.get(style.get("numFmtId", "0")),
        )

    def _drawn(self, fill: _Fill) -> str:
        """The colour of a fill. A hatched one has lines in front of another colour, which covers more."""
        if fill.pattern in ("none", "gradient", "gray125", "gray0625"):
            return ""
        front, back = (self._colour(fill.colours.get(name, {})) for name in ("fgColor", "bgColor"))
        return front if fill.pattern == "solid" else back or front

    def _colour(self, said: Mapping[str, str]) -> str:
        if "rgb" in said:
            base = said["rgb"][-6:].lower()
        elif "theme" in said:
            base = _at(self._theme, said["theme"]) or ""
        elif "indexed" in said:
            base = _at(self._palette, said["indexed"]) or ""
        else:
            return ""
        tint = number(said.get("tint", "0"))
        return plain_colour(tinted(base, tint)) if tint else plain_colour(base)


class _Fill:
    def __init__(self) -> None:
        self.pattern = "none"
        self.colours: dict[str, Mapping[str, str]] = {}


def _at(values: Sequence[T], position: str) -> T | None:
    """The value at a position as a file prints it; None where there is none."""
    return values[int(position)] if position.isdecimal() and len(position) < 9 and int(position) < len(values) else None
