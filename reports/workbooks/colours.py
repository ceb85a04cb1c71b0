"""Which colour is "accent 2, 40 % lighter"? Colours of fills as a spreadsheet program draws them, as "rrggbb"."""

from __future__ import annotations

import colorsys
import re
from functools import lru_cache

HEX = re.compile(r"[0-9a-fA-F]{6}")
WHITE = "ffffff"

# The 64 colours of old Excel, by number (ECMA-376 part 1, 18.8.27); the first eight come twice.
_FIRST = "000000 ffffff ff0000 00ff00 0000ff ffff00 ff00ff 00ffff"
_ALL = (
    f"{_FIRST} {_FIRST} "
    "800000 008000 000080 808000 800080 008080 c0c0c0 808080 "
    "9999ff 993366 ffffcc ccffff 660066 ff8080 0066cc ccccff "
    "000080 ff00ff ffff00 00ffff 800080 800000 008080 0000ff "
    "00ccff ccffff ccffcc ffff99 99ccff ff99cc cc99ff ffcc99 "
    "3366ff 33cccc 99cc00 ffcc00 ff9900 ff6600 666699 969696 "
    "003366 339966 003300 333300 993300 993366 333399 333333"
)
PALETTE = tuple(_ALL.split())
# By the number that a workbook uses: light 1, dark 1, light 2, dark 2, six accents, two of links. Office 2013's own.
_OFFICE = "ffffff 000000 e7e6e6 44546a 5b9bd5 ed7d31 a5a5a5 ffc000 4472c4 70ad47 0563c1 954f72"
OFFICE_THEME = tuple(_OFFICE.split())


def plain_colour(text: str) -> str:
    """A colour as printed, with or without "#" and opacity, in small letters; empty where it is none, or white."""
    digits = text.strip().lstrip("#")[-6:].lower()
    return digits if HEX.fullmatch(digits) and digits != WHITE else ""


@lru_cache(maxsize=1024)
def tinted(colour: str, tint: float) -> str:
    """A colour made lighter (tint above 0) or darker (below 0), as Excel does it: in lightness alone."""
    if not HEX.fullmatch(colour) or not -1 <= tint <= 1:
        return ""
    red, green, blue = (int(colour[i : i + 2], 16) / 255 for i in (0, 2, 4))
    hue, lightness, saturation = colorsys.rgb_to_hls(red, green, blue)
    lightness = lightness * (1 + tint) if tint < 0 else lightness * (1 - tint) + tint
    parts = colorsys.hls_to_rgb(hue, min(max(lightness, 0), 1), saturation)
    return "".join(f"{round(part * 255):02x}" for part in parts)
