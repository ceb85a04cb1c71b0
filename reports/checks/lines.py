"""What is a line of a text from outside: a heading, a numbered paragraph, a list item, a table row, or plain text?

Markdown, or what comes out of a PDF: wrapped hard, bullets and numbers typed, headings known only by their look.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from reports.checks.model import Kind

TAG = (
    r"a|b|br|blockquote|code|div|em|font|h[1-6]|hr|i|img|li|ol|p|pre|span|strong|su[bp]|table|t[bd]|tbody|thead|"
    r"t[hr]|u|ul"
)
MARK_UP = re.compile(
    rf"</?(?:{TAG})\b[^<>]*>|(?<![\w_*£])(?:\*\*\*|\*\*|__)(?![_*\s])|(?<![_*\s£])(?:\*\*\*|\*\*|__)(?![\w_*])|`",
    re.IGNORECASE,
)
EMPHASIS = re.compile(r"(?<![\w*])\*(?=\S)([^*\n]+?)(?<=\S)\*(?![\w*])")
LINK = re.compile(r"!?\[([^\]]*)\]\((?:[^()\s]|\([^()]*\))*\)")
ENTITY = {"&amp;": "&", "&lt;": "<", "&gt;": ">", "&nbsp;": " "}
NUMBERED = re.compile(r"^(?:[-*•]\s+)?(\d{1,2}(?:\.\d{1,2}){1,2})\.?(?:\s+(?=\S)|$)")
HEADED = re.compile(
    r"^(\d{1,2})[.)]?\s+(?!(?:January|February|March|April|May|June|July|August|September|October|November|"
    r"December)\b(?:\s+\d{4}|$))"
    r"(?=[A-Z‘“'\"])"
)
HASHES = re.compile(r"^(#{1,6})\s*(.*?)\s*#*$")
BOLD = re.compile(r"^\*\*([^*]+)\*\*$")
BULLET = re.compile(r"^(?:[-*•▪●◦‣·–+]|o(?=\s+[A-Z#‘“]))(?:\s+|$)")
LETTERED = re.compile(r"^\(?([a-z]|[ivx]{1,5})[.)](?:\s+(?=\S)|$)")
COUNTED = re.compile(r"^\(?(\d{1,2})[.)](?:\s+(?=\S)|$)")
ROMAN = re.compile(r"^[ivx]+$")
RULE = re.compile(r"^\s*(?:[-–—_=*]\s*){3,}$")
TABLE_RULE = re.compile(r"^\|?[\s:|-]*-{2,}[\s:|-]*\|?$")
NO_HEADING = re.compile(
    r"[.;,:?!]$|^(?:report(?:ed)?\s+(?:by|authors?)|e-?mail|signed|tel)\b|@|"
    r"^(?:\w+day,?\s+)?\d{1,2}(?:st|nd|rd|th)?\s+(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\w*\s+\d{4}$",
    re.IGNORECASE,
)
APPENDIX = re.compile(r"^(appendix|annex|schedule)\s+([A-Z]|\d{1,2})\b\s*[-–—:.]?\s*(.*)$", re.IGNORECASE)
SMALL = {"a", "an", "the", "of", "and", "or", "to", "in", "on", "for", "by", "with", "at", "from", "since", "last"}


@dataclass
class Line:
    """One line of the source, and what it looks like."""

    at: int  # counted from 1
    text: str  # without marks
    kind: Kind | None = None  # None: plain text, which may go on with what stood before
    number: str = ""
    marker: str = ""
    indent: int = 0
    level: int = 0
    cells: tuple[str, ...] = field(default=())
    is_rule: bool = False
    ends_page: bool = False

    @property
    def is_blank(self) -> bool:
        return not self.text and not self.cells and not self.marker and self.kind is None


def plain(text: str) -> str:
    """Markdown's and HTML's marks taken out; the words stay, in one line."""
    text = LINK.sub(r"\1", text)
    text = EMPHASIS.sub(r"\1", MARK_UP.sub("", text))
    for name, character in ENTITY.items():
        text = text.replace(name, character)
    return re.sub(r"\s+", " ", text).strip()


def look(at: int, raw: str) -> Line:
    """What one line looks like by itself."""
    raw = raw.replace("\u00ad", "")
    indent = len(raw.expandtabs(4)) - len(raw.expandtabs(4).lstrip())
    stripped = raw.strip()
    if re.match(r"^[-–]\s?\d{1,4}\s?[-–]$", stripped):
        return Line(at, stripped, indent=indent)  # the number of a page
    if RULE.match(stripped) and "|" not in stripped:
        return Line(at, "", is_rule=True)
    if hashes := HASHES.match(stripped):
        return _heading(at, plain(hashes[2]), len(hashes[1]))
    if bold := BOLD.match(stripped):
        found = _heading(at, plain(bold[1]), 4)
        if found.kind is Kind.HEADING and looks_like_a_heading(found.text) and not APPENDIX.match(found.text):
            found.level = 1 if found.number else 4
            return found
    if "\t" in stripped or (stripped.count("|") >= 2) or (stripped.startswith("|")):
        return _row(at, raw)
    return _text(at, plain(_keep_bullet(stripped)), indent)


def _keep_bullet(text: str) -> str:
    """A bullet that is a star is not emphasis."""
    return "- " + text[2:] if text.startswith("* ") else "-" if text == "*" else text


def _heading(at: int, text: str, level: int) -> Line:
    number = ""
    if NO_HEADING.search(text) and text[:1].isdigit():
        return Line(at, text)
    if numbered := re.match(r"^(\d{1,2}(?:\.\d{1,2})*)[.)]?\s+(?=\S)", text):
        number, text = numbered[1], text[numbered.end() :]
    return Line(at, text, Kind.HEADING, number, level=level)


def _row(at: int, raw: str) -> Line:
    if TABLE_RULE.match(raw.strip()):
        return Line(at, "", kind=Kind.CELL)
    parts = raw.strip("\n").strip().strip("|").split("|") if "|" in raw else raw.strip("\n").split("\t")
    cells = tuple(plain(part) for part in parts)
    if "|" not in raw and sum(map(bool, cells)) < 2:
        return _text(at, plain(raw), 0)
    return Line(at, " ".join(filter(None, cells)), Kind.CELL, cells=cells)


def _text(at: int, text: str, indent: int) -> Line:
    if numbered := NUMBERED.match(text):
        return Line(at, text[numbered.end() :], Kind.PARAGRAPH, numbered[1], indent=indent)
    if bullet := BULLET.match(text):
        rest = text[bullet.end() :]
        if (inner := LETTERED.match(rest)) and rest[inner.end() :]:
            return Line(at, rest[inner.end() :], Kind.ITEM, marker=inner[1], indent=indent)
        return Line(at, rest, Kind.ITEM, marker="o" if text.startswith("o") else "-", indent=indent)
    if lettered := LETTERED.match(text):
        return Line(at, text[lettered.end() :], Kind.ITEM, marker=lettered[1], indent=indent)
    if counted := COUNTED.match(text):
        return Line(at, text[counted.end() :], Kind.ITEM, marker=counted[1], indent=indent)
    return Line(at, text, indent=indent)


def looks_like_a_heading(text: str) -> bool:
    """A short line with capitals where a title has them, which no sentence ends."""
    words = text.split()
    if not words or len(words) > 12 or len(text) > 90 or NO_HEADING.search(text):
        return False
    if not re.match(r"[‘“'\"(]?[A-Z0-9]", text) or not re.search(r"[A-Za-z]{3}", text):
        return False
    great = [word for word in words if word[0].isupper() or word[0].isdigit() or not word[0].isalpha()]
    lesser = [word for word in words if word not in great and word.lower() not in SMALL]
    return len(words) <= 8 or len(great) > len(lesser)
