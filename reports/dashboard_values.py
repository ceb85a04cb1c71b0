"""What is a dashboard's figure? A number with the list behind it, "withheld", or not known; never 0 for either."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from registers.audience import WITHHELD, Withheld
from reports import bars


@dataclass(frozen=True)
class Figure:
    """A number with the list behind it."""

    value: int | Withheld | None
    url: str = ""

    @property
    def is_withheld(self) -> bool:
        return self.value is WITHHELD

    @property
    def is_known(self) -> bool:
        return self.value is not None and self.value is not WITHHELD


@dataclass(frozen=True)
class Line:
    """A row of figures under one label."""

    label: str
    figures: tuple[Figure, ...]
    band: str = ""
    key: str = ""  # of a part of a bar
    hint: str = ""


@dataclass(frozen=True)
class Stack:
    """A bar and the figures it draws."""

    bar: bars.Bar
    lines: tuple[Line, ...]

    @property
    def swatched(self) -> list[tuple[bars.Part, Line]]:
        return [(bars.swatch(line.key), line) for line in self.lines]


def stack(uid: str, title: str, shown: Iterable[Any], numbers: Mapping[Any, int], urls: Mapping[Any, str]) -> Stack:
    """A bar of how many there are of each of these choices, each with its list."""
    shown = list(shown)
    pieces = [bars.Piece(one.value, one.label, numbers[one]) for one in shown]
    lines = [Line(one.label, (Figure(numbers[one], urls[one]),), key=one.value) for one in shown]
    return Stack(bars.draw(f"bar-{uid}", title, pieces), tuple(lines))
