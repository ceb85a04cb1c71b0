"""What do the heat map and the score chart share? Colours, how large they are shown, and how refs are sorted."""

from __future__ import annotations

import re
from dataclasses import dataclass

# Fill and the ink on it, AA contrast each. The band's word is always there too (WCAG 1.4.1).
COLOURS = {
    "very-high": ("#942514", "#ffffff"),
    "high": ("#f47738", "#0b0c0c"),
    "medium": ("#ffdd00", "#0b0c0c"),
    "low": ("#85994b", "#0b0c0c"),
}
PLAIN = ("#dbdde0", "#0b0c0c")
INK = "#0b0c0c"
ENLARGED = 1.3  # large letters in a small drawing, so that it can still be read on a phone


@dataclass(frozen=True)
class Label:
    """Words at a place in a drawing."""

    text: str
    x: float
    y: float
    anchor: str = "middle"
    font_size: int = 15
    weight: int = 400
    ink: str = INK
    turned: bool = False


def colours_of(band: str) -> tuple[str, str]:
    return COLOURS.get(band, PLAIN)


def reading_order(ref: str) -> tuple[tuple[int, int, str], ...]:
    """9 before 10, F9 before F10: digits sort as numbers, the rest as words."""
    parts = re.findall(r"[0-9]+|[^0-9]+", ref)
    return tuple((0, int(part), "") if part[0] in "0123456789" else (1, 0, part.casefold()) for part in parts)
