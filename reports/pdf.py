"""How does a paper become a PDF? The only module that knows WeasyPrint.

`render` takes finished HTML (reports/print/base.html) and gives back A4, PDF/UA-1, in British English, with
bookmarks, the marking at the top and bottom of every page and page x of y. The same input gives the same
bytes on the same machine; `fingerprint` says when they may differ.

Nothing in a paper can reach out: the only addresses that lead anywhere are our own fonts and pictures held in
the page itself. Anything else asked for, and anything WeasyPrint calls an error, stops the rendering.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache, partial
from hashlib import sha256
from importlib.metadata import version
from io import BytesIO
from pathlib import Path
from threading import Lock, get_ident
from typing import Any

from django.conf import settings

from reports import pdf_footnotes, pdf_tags
from reports.characters import on_one_line, without_controls

FONT_SCHEME = "riskportal-font:"
FONTS = ("Inter-Regular", "Inter-Bold")
LEADS_TO = ("https://", "http://", "mailto:", "tel:")  # what a link in a paper may open
PICTURES = ("data:image/png;base64,", "data:image/jpeg;base64,")
STYLE_SHEET = Path(__file__).resolve().parent.parent / "templates" / "reports" / "print" / "print.css"
NO_GLYPH = re.compile(r'unsupported by fonts: "(.*)" \((U\+[0-9A-F]+)\)')
WRONG_FONTS = ("cannot be loaded", "Unable to", "glyphs missing", "instead of HarfBuzz")

Progress = Callable[[float, str], None]

_one_at_a_time = Lock()  # the log, the tags and Pango are shared by the whole process


class RenderError(Exception):
    """The PDF was not made; the words can be shown to whoever asked for it."""


@dataclass(frozen=True)
class Rendered:
    pdf: bytes
    pages: int
    other_fonts: tuple[str, ...] = ()  # of this machine, for characters ours has not: the bytes depend on them too


def render(
    html: str,
    *,
    title: str,
    identifier: bytes,
    created: datetime,
    marking: str,
    short_title: str = "",
    is_draft: bool = False,
    progress: Progress | None = None,
) -> Rendered:
    """Make the PDF. `created` and `identifier` come from the record, never from the clock."""
    if created.tzinfo is None:
        raise ValueError("A paper's date of creation needs a time zone")
    tell = progress or (lambda fraction, words: None)  # may raise to stop the rendering
    tell(0.02, "Starting")
    margins = _margins(marking, short_title or title, is_draft)
    with _one_at_a_time, _listening(tell) as problems:
        rendered = _render(html, margins, title, identifier, created, problems)
    if problems:
        raise RenderError(" ".join(dict.fromkeys(problems)))
    tell(1.0, "Finished")
    return rendered


def fingerprint() -> str:
    """What the bytes depend on besides the input, for the record of an edition."""
    from weasyprint.text import ffi

    pango = ffi.pango.pango_version()
    harfbuzz = _harfbuzz_version(ffi.harfbuzz)
    parts = [f"{name} {version(name)}" for name in ("weasyprint", "pydyf", "fonttools")]
    parts += [f"pango {pango // 10000}.{pango // 100 % 100}.{pango % 100}", f"harfbuzz {harfbuzz}"]
    parts += [f"style {_short_hash(_style() + _margins('', '', True).encode())}"]
    parts += [f"fonts {_short_hash(b''.join(_font(name) for name in FONTS))}"]
    return ", ".join(parts)


def _render(html: str, margins: str, title: str, identifier: bytes, created: datetime, problems: list[str]) -> Rendered:
    for name in FONTS:
        _font(name)  # now, because a font that fails to load inside WeasyPrint is only replaced by another
    import weasyprint
    from weasyprint.css.counters import CounterStyle
    from weasyprint.document import DocumentMetadata
    from weasyprint.layout import block
    from weasyprint.pdf import tags
    from weasyprint.text.fonts import FontConfiguration

    fetcher = _fetcher(problems)
    shared = {"font_config": FontConfiguration(), "counter_style": CounterStyle()}
    sheets = [weasyprint.CSS(string=text, url_fetcher=fetcher, **shared) for text in (_style().decode(), margins)]
    page = weasyprint.HTML(string=without_controls(html), url_fetcher=fetcher)
    options = {"pdf_variant": "pdf/ua-1", "pdf_identifier": identifier, "presentational_hints": True}
    when = created.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    footnotes = pdf_footnotes.kept(weasyprint.layout, block)
    with footnotes, pdf_tags.recording(tags, weasyprint.document) as noted:
        document = page.render(stylesheets=sheets, **shared, **options)
        if noted.may_split(document):
            document = page.render(stylesheets=sheets, **shared, **options)
        _check_ways_out(document, problems)
        document.metadata = DocumentMetadata(title=title, lang="en-GB", created=when, modified=when)
        pdf = document.write_pdf(finisher=partial(pdf_tags.finish, noted=noted), **options)
    families = {font.family for font in document.fonts.values()}
    return Rendered(pdf, len(document.pages), tuple(sorted(families - {"Inter"})))


def _margins(marking: str, short_title: str, is_draft: bool) -> str:
    """The words in every page's margins; how they look is print.css's business."""
    boxes = {
        "top-center": _css_string(marking),
        "top-right": _css_string("DRAFT" if is_draft else ""),
        "bottom-left": _css_string(short_title),
        "bottom-center": _css_string(marking),
        "bottom-right": '"Page " counter(page) " of " counter(pages)',
    }
    contents = " ".join(f"@{place} {{ content: {words} }}" for place, words in boxes.items())
    return f"@page {{ {contents} }}"


def _css_string(words: str) -> str:
    """A CSS string no text can break out of: everything but letters, digits and blanks is escaped."""
    letters = (letter if letter.isalnum() or letter == " " else f"\\{ord(letter):x} " for letter in on_one_line(words))
    return f'"{"".join(letters)}"'


# --- What a paper may use -------------------------------------------------------------------------------------------


def _fetcher(problems: list[str]) -> Any:
    """Fetches our fonts and pictures held in the page; anything else is refused and spoils the rendering."""
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class OnlyOurs(URLFetcher):
        def fetch(self, url: str, headers: Any = None) -> Any:
            name = url.removeprefix(FONT_SCHEME)
            if name != url and name in FONTS:
                return URLFetcherResponse(url, _font(name), {"Content-Type": "font/ttf"})
            if url.startswith(PICTURES):
                return super().fetch(url, headers)
            problems.append(f"A paper may use nothing from outside itself, but this one asks for {url[:200]}.")
            raise ValueError("refused")

    return OnlyOurs(allowed_protocols=("data",), allow_redirects=False)


def _check_ways_out(document: Any, problems: list[str]) -> None:
    """Nothing rides along with a paper, and its links open pages and mailboxes only: no file, no script."""
    targets = [(kind, str(target)) for page in document.pages for kind, target, *_ in page.links]
    refused = [target for kind, target in targets if kind == "external" and not target.lower().startswith(LEADS_TO)]
    problems += [f"A paper may not link to {target[:200]}." for target in refused]
    if document.metadata.attachments or any(kind == "attachment" for kind, _ in targets):
        problems.append("A paper may use nothing from outside itself, but this one brings an attachment.")


@cache
def _font(name: str) -> bytes:
    """A font as TrueType; unpacking takes a while, so once a process."""
    from fontTools.ttLib import woff2

    file = Path(settings.BASE_DIR) / ".build" / "fonts" / f"{name}.woff2"
    if not file.is_file():
        raise RenderError(
            f"The font {file.name} is missing, so nothing can be printed: run the set-up (make demo) first."
        )
    unpacked = BytesIO()
    woff2.decompress(BytesIO(file.read_bytes()), unpacked)
    return unpacked.getvalue()


@cache
def _style() -> bytes:
    return STYLE_SHEET.read_bytes()


def _short_hash(content: bytes) -> str:
    return sha256(content).hexdigest()[:12]


def _harfbuzz_version(library: Any) -> str:
    """HarfBuzz is asked 'are you at least ...?', the only question WeasyPrint declares."""
    major = max(number for number in range(1, 100) if library.hb_version_atleast(number, 0, 0))
    minor = max(number for number in range(100) if library.hb_version_atleast(major, number, 0))
    micro = max(number for number in range(100) if library.hb_version_atleast(major, minor, number))
    return f"{major}.{minor}.{micro}"


# --- What the renderer says meanwhile -------------------------------------------------------------------------------


@contextmanager
def _listening(tell: Progress) -> Iterator[list[str]]:
    """Collect what WeasyPrint calls an error in this thread, and pass on how far it is."""
    problems: list[str] = []
    log, steps = logging.getLogger("weasyprint"), logging.getLogger("weasyprint.progress")
    errors, pages = _Errors(problems), _Pages(tell)
    before = log.level, log.propagate, steps.level, steps.propagate, log.disabled, steps.disabled
    log.addHandler(errors)
    steps.addHandler(pages)
    log.setLevel(logging.WARNING)
    steps.setLevel(logging.INFO)
    log.propagate = steps.propagate = log.disabled = steps.disabled = False
    try:
        yield problems
    finally:
        log.removeHandler(errors)
        steps.removeHandler(pages)
        log.level, log.propagate, steps.level, steps.propagate, log.disabled, steps.disabled = before


class _Errors(logging.Handler):
    """Errors, and those warnings that make a paper unreadable: a character or a font that is not there."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__(logging.WARNING)
        self.problems = problems
        self.thread = get_ident()

    def emit(self, record: logging.LogRecord) -> None:
        message = record.getMessage()
        if record.thread != self.thread:
            return
        if missing := NO_GLYPH.search(message):
            self.problems.append(f"The paper uses a character our font cannot print: {missing[1]} ({missing[2]}).")
        elif record.levelno >= logging.ERROR or any(words in message for words in WRONG_FONTS):
            self.problems.append(f"The paper cannot be printed: {message}.")


class _Pages(logging.Handler):
    """WeasyPrint tells each page it lays out, but not how many there will be: the fraction only creeps up."""

    def __init__(self, tell: Progress) -> None:
        super().__init__(logging.INFO)
        self.tell = tell
        self.reached = 0.02

    def emit(self, record: logging.LogRecord) -> None:
        message = record.getMessage()
        if page := re.search(r"Step 5 - Creating layout - Page (\d+)", message):
            number = int(page[1])
            self._on(0.1 + 0.6 * number / (number + 8), f"Laying out page {number}")
        elif "Step 6" in message:
            self._on(0.75, "Drawing the pages")
        elif "Step 7" in message:
            self._on(0.9, "Adding tags and bookmarks")

    def _on(self, fraction: float, words: str) -> None:
        self.reached = max(self.reached, fraction)
        self.tell(round(self.reached, 3), words)
