"""Pictures with their words. One that is not held in the page itself is never looked for."""

import binascii
from base64 import b64decode
from io import BytesIO

from docx.image.exceptions import InvalidImageStreamError, UnexpectedEndOfFileError, UnrecognizedImageError
from docx.oxml.shape import CT_Inline
from docx.shared import Emu

from reports.characters import on_one_line
from reports.docx.xml import mm, w

HELD = ("data:image/png;base64,", "data:image/jpeg;base64,")
EMU_A_TWIP = 635
EMU_A_PIXEL = 9525  # at 96 to the inch, as the PDF has them
HIGHEST = mm(200) * EMU_A_TWIP
UNREADABLE = (InvalidImageStreamError, UnexpectedEndOfFileError, UnrecognizedImageError, binascii.Error, ValueError)


class Pictures:
    """Puts the pictures of a paper into its file."""

    def __init__(self, document):
        self.document = document
        self.count = 0

    def in_line(self, element, line) -> None:
        """The picture of an `img`, or its words where it cannot be shown."""
        alt = on_one_line(element.get("alt") or "")
        drawn = self._drawn(element.get("src") or "", alt, line.body.width)
        if drawn is None:
            line.add(f"[Picture: {alt}]" if alt else "[Picture]")
            return
        line.paragraph.append(drawn)
        line.has_words = True

    def _drawn(self, source: str, alt: str, width: int):
        if not source.startswith(HELD):
            return None
        try:
            content = BytesIO(b64decode(source.partition(",")[2], validate=True))
            key, image = self.document.part.get_or_add_image(content)
        except UNREADABLE:
            return None
        if not image.px_width or not image.px_height:
            return None
        return self._run(key, alt, *_fitted(image, width * EMU_A_TWIP))

    def _run(self, key: str, alt: str, wide: int, high: int):
        self.count += 1
        inline = CT_Inline.new_pic_inline(self.count, key, f"Picture {self.count}", Emu(wide), Emu(high))
        for described in (inline.docPr, inline.graphic.graphicData.pic.nvPicPr.cNvPr):
            described.set("descr", alt)
        return w("r", w("drawing", inline))


def _fitted(image, room: int) -> tuple[int, int]:
    """As large as it is, but no larger than the page."""
    wide, high = image.px_width * EMU_A_PIXEL, image.px_height * EMU_A_PIXEL
    scale = min(1, room / wide, HIGHEST / high)
    return round(wide * scale), round(high * scale)
