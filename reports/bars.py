"""How do some things divide, as one stacked bar? Laid out in plain Python, drawn as SVG by a template.

Each part has a texture of its own, so that it can be told apart in grey too, and an equal table stands beside the bar.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

WIDTH, HEIGHT = 300, 26
STEP = 6  # between two lines of a texture
DIGIT = 9  # how wide one is drawn
SWATCH = 18


class Look(NamedTuple):
    fill: str
    ink: str
    texture: str = ""  # lines: upright, level, both


# From light to dark as things get worse, apart from what is done: dark and plain.
LOOKS = {
    "complete": Look("#0b4f2e", "#ffffff"),
    "in-place": Look("#0b4f2e", "#ffffff"),
    "on-track": Look("#a9d3b8", "#0b0c0c"),
    "planned": Look("#a9d3b8", "#0b0c0c"),
    "limited": Look("#ffd24d", "#0b0c0c", "upright"),
    "potential": Look("#ffffff", "#0b0c0c", "upright"),
    "slipped": Look("#ee8a6b", "#0b0c0c", "level"),
    "no-progress": Look("#8f2414", "#ffffff", "both"),
    "not-started": Look("#dbdde0", "#0b0c0c"),
    "not-stated": Look("#ffffff", "#0b0c0c"),
    "no-longer-needed": Look("#8d949a", "#0b0c0c", "level"),
}
PLAIN = Look("#ffffff", "#0b0c0c")


class Piece(NamedTuple):
    """What a bar is made of: the key of its look, its word, and how many."""

    key: str
    label: str
    number: int


@dataclass(frozen=True)
class Part:
    """One stretch of a bar."""

    label: str
    number: int
    look: Look
    x: float
    width: float
    lines: str  # a path

    @property
    def middle(self) -> float:
        return round(self.x + self.width / 2, 1)

    @property
    def plate(self) -> int:
        """The width of what its number stands on."""
        return DIGIT * len(str(self.number)) + 8

    @property
    def plate_x(self) -> float:
        return round(self.middle - self.plate / 2, 1)

    @property
    def has_room(self) -> bool:
        return self.width >= self.plate + 2


@dataclass(frozen=True)
class Bar:
    uid: str
    title: str
    parts: tuple[Part, ...]
    total: int
    width: int = WIDTH
    height: int = HEIGHT

    @property
    def description(self) -> str:
        """The whole picture in words."""
        return ", ".join(f"{part.number} {part.label.lower()}" for part in self.parts)


def draw(uid: str, title: str, pieces: Sequence[Piece]) -> Bar:
    """A bar of these, in their order; of what there is none of nothing is drawn."""
    total = sum(piece.number for piece in pieces)
    parts, x = [], 0.0
    for piece in pieces:
        if not piece.number:
            continue
        width = WIDTH * piece.number / total
        parts.append(_part(piece, round(x, 1), round(width, 1)))
        x += width
    return Bar(uid, title, tuple(parts), total)


def _part(piece: Piece, x: float, width: float) -> Part:
    look = LOOKS.get(piece.key, PLAIN)
    return Part(piece.label, piece.number, look, x, width, _lines(look.texture, x, width, HEIGHT))


def swatch(key: str) -> Part:
    """A small sample for the table beside it."""
    look = LOOKS.get(key, PLAIN)
    return Part("", 0, look, 0, SWATCH, _lines(look.texture, 0, SWATCH, 14))


def _lines(texture: str, x: float, width: float, height: int) -> str:
    upright = [f"M{round(x + at, 1)} 0V{height}" for at in range(STEP // 2, int(width), STEP)]
    level = [f"M{x} {at}H{round(x + width, 1)}" for at in range(STEP // 2, height, STEP)]
    chosen = {"upright": upright, "level": level, "both": upright + level}.get(texture, [])
    return "".join(chosen)
