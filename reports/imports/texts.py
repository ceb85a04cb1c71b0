"""What does a cell say, as text? Printed forms, cleaning, several items in one cell, and titles."""

from __future__ import annotations

import re
from datetime import date, datetime, time
from decimal import Decimal
from functools import lru_cache

from reports.characters import on_one_line, without_controls
from reports.workbooks.grid import Cell, Value

# Blanks that people's programs leave behind: no-break, figure and thin spaces, zero-width ones, soft hyphens.
ODD_BLANKS = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
INVISIBLE = re.compile("[\u00ad\u200b-\u200d\u2060\u180e]")
ERRORS = ("#REF!", "#N/A", "#DIV/0!", "#NAME?", "#VALUE!", "#NULL!", "#NUM!", "#SPILL!", "#CALC!", "#FIELD!")
# fmt: off
NOTHINGS = frozenset((
    "", "-", "--", "---", "–", "—", ".", "..", "...", "…", "?", "??", "/", "\\", "n/a", "na", "n.a", "n.a.", "n / a",
    "not applicable", "none", "nil", "nothing", "tbc", "t.b.c", "tba", "tbd", "to be confirmed", "to be agreed",
    "to be determined", "to be decided", "to be assigned", "to be advised", "blank", "(blank)", "not known", "unknown",
    "not stated", "not set", "not scored", "not assessed", "not yet assessed", "not yet scored", "vacant", "unassigned",
    "withheld", "none identified", "none at present", "no action", "no actions", "no controls", "none known",
))
# fmt: on
LONGEST_NOTHING = max(map(len, NOTHINGS)) + 8
LONGEST_NONE = 60
# "None identified at this point", "No further actions required".
NONE_AT_ALL = re.compile(
    r"^(?:none|nothing|no (?:(?:further|additional|more|new|other|specific|planned|outstanding|key) )?(?:actions?|"
    r"controls?|mitigations?|measures?|updates?|owners?|comments?))(?: (?:are |is |have been |has been )?(?:identified|"
    r"known|required|needed|planned|recorded|necessary|proposed|currently|at present|at the moment|at this "
    r"(?:time|point|stage)|to date|to add|yet|so far|for now|now|for the time being|further))*\W*$",
    re.IGNORECASE,
)


# Texts that need no cleaning, which are most: known by one look.
_CLEAN = re.compile("[!-~£°éö‘’“”–—•…]+(?:[ \n][!-~£°éö‘’“”–—•…]+)*")


def clean(text: str) -> str:
    """A text as it can be kept: no control characters, ordinary blanks, no blanks at the ends of lines, at most one
    empty line in a row. Quotes, dashes and line breaks stay as they are."""
    return text if _CLEAN.fullmatch(text) else _cleaned(text)


@lru_cache(maxsize=5_000)
def _cleaned(text: str) -> str:
    text = INVISIBLE.sub("", ODD_BLANKS.sub(" ", without_controls(text)))
    lines = [re.sub(r"[ \t]+", " ", line).strip() for line in text.split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def one_line(text: str) -> str:
    """A text on one line."""
    return on_one_line(INVISIBLE.sub("", text))


def printed(value: Value) -> str:
    """How a value is printed: 12.0 as "12", a date as "30/09/2019", True as "Yes"."""
    if isinstance(value, str):
        return clean(value)
    if value is None:
        return ""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, datetime):
        day = f"{value:%d/%m}/{value.year:04d}"
        return day if value.time() == time() else f"{day} {value:%H:%M}"
    if isinstance(value, date):
        return f"{value:%d/%m}/{value.year:04d}"
    if isinstance(value, time):
        return f"{value:%H:%M}"
    return _number(value)


def _number(value: int | float | Decimal) -> str:
    if isinstance(value, int):
        return str(value)
    if value != value or value in (float("inf"), float("-inf")):  # not a number, or endless
        return str(value)
    if value == int(value):
        return str(int(value))
    return str(value.normalize()) if isinstance(value, Decimal) else f"{value:.10g}"


def printed_cell(cell: Cell) -> str:
    """How a cell is printed: a number as its format shows it, one in per cent with its sign."""
    if cell.shown:
        return cell.shown
    if cell.is_percent and isinstance(cell.value, int | float | Decimal) and not isinstance(cell.value, bool):
        return f"{_number(round(float(cell.value) * 100, 6))}%"
    return printed(cell.value)


def says_nothing(text: str) -> bool:
    """ "-", "N/A", "TBC", "None" and their like."""
    if len(text) > LONGEST_NONE:
        return False
    if len(text) > LONGEST_NOTHING or text[:1] in "Nn":
        return bool(NONE_AT_ALL.match(text.strip())) or text.strip().strip(" .:;*").casefold() in NOTHINGS
    return text.strip().strip(" .:;*").casefold() in NOTHINGS or text.strip().casefold() in NOTHINGS


def is_error(text: str) -> bool:
    """A formula that went wrong: "#REF!"."""
    return text.startswith("#") and text.strip().upper() in ERRORS


# Several items in one cell --------------------------------------------------------------------------------------------

BULLETS = "•·▪▫●○◦‣⁃∙■□➢➤►▶✓✔\uf0b7\uf0a7\uf0d8\uf0fc"
IN_BRACKETS = re.compile(r"^\(\d{1,2}\)\s*(?=[A-Za-z])")  # "(1) Active": lists of shared sites number their choices
BULLET = re.compile(rf"^\s*(?:[{BULLETS}]+\s*|[-–—*>+]\s+|o\s+(?=[A-Z(]))")
NUMBERING = re.compile(
    r"^\s*(?:\(?(\d{1,2})[.)]\s*(?!\d)|\(?([a-z])[.)]\s+|\(([a-z]|[ivx]{1,5})\)\s*|([ivx]{2,5})[.)]\s+)"
)
INLINE_BULLET = re.compile(rf"\s*[{BULLETS}]\s*")
INLINE_NUMBER = re.compile(r"(?:(?<=\s)|^)\(?(\d{1,2})[.)]\s+(?=\S)")


def items(text: str) -> tuple[str, ...]:
    """The items of a cell: one for each bullet, numbered item, paragraph or line. Nothing for "None" and "N/A"."""
    return tuple(item for _heading, item in headed_items(text))


def headed_items(text: str) -> tuple[tuple[str, str], ...]:
    """The items of a cell, each with the line above that heads it ("Planned:"), if one does.

    Lines without a mark below one with a mark go on with it; where a cell has empty lines and no marks, each
    paragraph is an item; a line that begins with a small letter goes on with the line above.
    """
    text = on_lines(clean(text))
    if not text or says_nothing(text):
        return ()
    lines = _parted_by_signs(text) or text.split("\n")
    all_small = text[0].islower()
    is_marked = any(_mark(line) for line in lines)
    has_paragraphs = not is_marked and "" in lines
    found: list[tuple[str, list[str]]] = []
    heading, goes_on = "", False
    for at, line in enumerate(lines):
        mark = _mark(line)
        if not line:
            goes_on = goes_on and is_marked
        elif not mark and _heads(line, lines[at + 1 :]):
            heading, goes_on = line.rstrip(" :"), False
        else:
            goes_on_here = goes_on and (is_marked or has_paragraphs)
            continues = bool(found) and (goes_on_here or (line[0].islower() and not all_small))
            if mark or not continues:
                found.append((heading, []))
            found[-1][1].append(line[len(mark) :].strip())
            goes_on = True
    joined = ((head, " ".join(part for part in parts if part)) for head, parts in found)
    return tuple((head, item) for head, item in joined if item and not says_nothing(item))


ANSWER = re.compile(r"(?:treat|tolerate|transfer|terminate)\W*", re.IGNORECASE)
INLINE_ANSWER = re.compile(rf"(?:^|\s+)(TREAT|TOLERATE|TRANSFER|TERMINATE)\b:?\s*(?=\(?\d{{1,2}}[.)]\s|[{BULLETS}])")


def _parted_by_signs(text: str) -> list[str]:
    """ "Daily huddle with the wards; Interim beds": parts of one line that each begin like an item; else nothing."""
    parts = [part.strip() for part in text.split(";")]
    parts = parts if parts[-1] else parts[:-1]
    if "\n" in text or len(parts) < 2 or _mark(text):
        return []
    are_items = all(part[:1].isupper() and len(part.split()) > 1 and not re.search(r"[.!?]\s", part) for part in parts)
    return parts if are_items else []


def _heads(line: str, below: list[str]) -> bool:
    """ "Existing controls:" above items; "TREAT" above them, which is an answer to the risk and no control."""
    return (line.endswith(":") and 3 <= len(line) <= 60 and any(below)) or bool(ANSWER.fullmatch(line))


def _mark(line: str) -> str:
    match = BULLET.match(line) or NUMBERING.match(line)
    return match.group(0) if match else ""


def on_lines(text: str) -> str:
    """ "• one • two" and "1. one 2. two" with a line break before each item."""
    if "T" in text:
        text = INLINE_ANSWER.sub(r"\n\1\n", text).strip()
    if any(mark in text for mark in BULLETS):
        text = INLINE_BULLET.sub("\n• ", text).strip()
    numbers = [int(match.group(1)) for match in INLINE_NUMBER.finditer(text)]
    if len(numbers) > 1 and numbers == list(range(1, len(numbers) + 1)):
        text = INLINE_NUMBER.sub(lambda match: f"\n{match.group(0)}", text).strip()
    return text


# Titles ---------------------------------------------------------------------------------------------------------------

SENTENCE_END = re.compile(r"(?<=[.!?;:])\s+|\s+[–—-]\s+|\n")


def shortened(text: str, limit: int) -> tuple[str, str]:
    """A title of at most `limit` characters, and the whole text where the title does not hold all of it."""
    line = one_line(text)
    if len(line) <= limit:
        return line, ""
    pieces = [match.start() for match in SENTENCE_END.finditer(text.strip())]
    first = next((one_line(text.strip()[:at]) for at in pieces if at >= 8), line)
    first = first.rstrip(" ;:–—-")
    if len(first) > limit:
        first = first[: limit - 1].rsplit(" ", 1)[0].rstrip(" ,;:–—-") + "…"
    return first, text.strip()


TITLE_AND_TEXT = re.compile(r"^(?P<title>[^\n]{2,80}?)\s*(?:\s[–—-]\s+|\s[–—-]$|:\s+|\n\s*)(?P<text>.*)$", re.DOTALL)
# What ends like this goes on: "Stock may run out, leading to: empty shelves; late meals" is one sentence.
GOES_ON = re.compile(
    r"\b(?:resulting in|results? in|leading to|leads? to|because|because of|due to|caused by|such as|including|"
    r"includes?|following|as follows|namely|e\.?g\.?|i\.?e\.?|in|to|of|by|from|with|for|that|are|is|was|may|and|or|if|"
    r"when|where|as|on|through|could|would|will|the)\s*$",
    re.IGNORECASE,
)
CAPITALS_AND_TEXT = re.compile(
    r"^(?P<title>[A-Z][A-Z0-9&/,'’ -]{2,60}[A-Z)])[ .:\n]+(?P<text>[A-Z][a-z’'].*|[A-Z] [a-z].*)$", re.DOTALL
)


def title_and_text(text: str) -> tuple[str, str] | None:
    """The parts of "Title - What could happen", "Title:\\n...", "TITLE What could happen"; None for other texts."""
    text = clean(text)
    match = CAPITALS_AND_TEXT.match(text) or TITLE_AND_TEXT.match(text)
    if not match or GOES_ON.search(match["title"]):
        return None
    return one_line(match["title"]).rstrip(" -–—:"), clean(match["text"])
