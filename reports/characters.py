"""Which characters may be printed? The rest are taken out of every text on its way into a page, SVG or PDF."""

import re

# Control characters and halves of surrogates break an SVG or have no glyph. Marks that turn the direction of text
# round make what is read differ from what is stored.
UNWANTED = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff\ufffe\uffff]"
)
LINE_ENDS = re.compile("\r\n|\r|\u2028|\u2029")


def without_controls(text: str) -> str:
    """The text as it can be printed; tabs and line breaks stay."""
    return UNWANTED.sub("", LINE_ENDS.sub("\n", text))


def on_one_line(text: str) -> str:
    """A title or ref: printable, and blanks of any kind are single spaces."""
    return " ".join(without_controls(text).split())
