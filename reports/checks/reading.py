"""A text from outside as passages: Markdown, or a PDF's text with its lines wrapped hard."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import date

from reports.checks.attachments import appendices_of, label_of
from reports.checks.days import full_date
from reports.checks.lines import APPENDIX, HEADED, ROMAN, Line, look, looks_like_a_heading
from reports.checks.model import GUESSED, Body, Kind, Passage, Text
from reports.checks.title_block import bodies_of, body_of, report_by, title_of

ENDED = re.compile(r"[.!?:;][”’\"')\]]*$")
PAGE_END = re.compile(
    r"^(?:[-–]?\s?\d{1,4}\s?[-–]?|\d{1,2}(?:st|nd|rd|th)? [A-Z][a-z]+ \d{4})$"
)  # its number, or its day
LEADS_ON = re.compile(r"(?::|\b(?:which|that|who|and|to|by|for|with|will|must|is|are))$")  # to a list inside an item
SENSITIVE = re.compile(r"official[\s-]+sensitive", re.IGNORECASE)
FRAME = re.compile(
    r"^(?:Equality|Financial|Legal|Risk) .*(?:Impact|Implications?)|^(?:Contact Details|Appendices|"
    r"Supporting Information|"
    r"Introduction|Background|Recommendations?|Context|Summary|Conclusion|Purpose|Next Steps)\b",
    re.IGNORECASE,
)
LISTS = re.compile(r"^(?:list of )?appendi(?:x|ces)\b(?!\s+[A-Z0-9]\b)", re.IGNORECASE)


@dataclass
class _Reader:
    """Goes through the lines once and keeps what it is in the middle of."""

    bodies: tuple[Body, ...]
    lines: list[Line]
    width: int
    passages: list[Passage] = field(default_factory=list)
    section: str = ""
    section_number: str = ""
    part: str = ""
    organisation: str = ""
    secret_level: int = 0  # of the heading that marks what follows as OFFICIAL-SENSITIVE; 0: none does
    group: int = 0
    row: int = 0
    is_open: bool = False  # the last passage may go on
    in_list_of_appendices: bool = False
    place: int = 0  # in the lines
    listed: list[str] = field(default_factory=list)  # labels of the appendices listed, those that may be printed
    length: int = 0  # of the last line of the last passage
    indents: list[int] = field(default_factory=list)  # of the lists it is in, the innermost last
    styles: list[str] = field(default_factory=list)
    nested: frozenset[int] = frozenset()  # the lines of items set further in, in a list that comes out again

    def read(self) -> tuple[Passage, ...]:
        for place, line in enumerate(self.lines):
            self._take(place, line)
        return tuple(self.passages)

    # One line ------------------------------------------------------------------------------------------------

    def _take(self, place: int, line: Line) -> None:
        self.place = place
        if line.is_blank or line.is_rule:
            self.is_open = self.is_open and not line.is_rule and self._goes_on_after(place)
        elif line.kind is Kind.HEADING:
            self._head(line, line.level)
        elif line.kind is Kind.CELL:
            self._cells(line)
        elif line.kind in (Kind.PARAGRAPH, Kind.ITEM) and not self._is_heading(place, line):
            self._begin(line)
        elif self._is_heading(place, line):
            self._head(self._numbered(line), 1 if HEADED.match(line.text) or line.marker else GUESSED)
        elif self.is_open and self.passages and not APPENDIX.match(line.text):
            self._join(line)
        else:
            self._begin(line)

    def _goes_on_after(self, place: int) -> bool:
        """Whether a sentence that a page end cut goes on after the empty lines."""
        last = self.passages[-1] if self.passages else None
        if last is None or last.kind not in (Kind.PARAGRAPH, Kind.ITEM) or ENDED.search(last.text) or not last.text:
            return False
        if PAGE_END.match(last.text):
            return False
        following = next((line for line in self.lines[place + 1 :] if not line.is_blank), None)
        if following is None or following.kind is not None:
            return False
        is_full = self.width > 60 and self.length > 0.75 * self.width
        return following.text[:1].islower() or (is_full and not looks_like_a_heading(following.text))

    def _is_heading(self, place: int, line: Line) -> bool:
        counted = HEADED.match(line.text) if line.kind is None else None
        if line.kind is Kind.ITEM and line.marker.isdigit():
            return looks_like_a_heading(line.text) and (
                not self._has_sibling(place, line)
                or (FRAME.search(line.text) is not None and self._stands_apart(place))
            )
        if line.kind is not None or not looks_like_a_heading(line.text[counted.end() :] if counted else line.text):
            return False
        before = self.lines[place - 1] if place else None
        after = self.lines[place + 1] if place + 1 < len(self.lines) else None
        if self.is_open and before is not None and not before.is_blank:
            return False
        if self.in_list_of_appendices and (entry := APPENDIX.match(line.text)):
            return label_of(entry[1], entry[2]) in self.listed
        if after is None or after.is_blank or after.is_rule or after.kind is not None:
            return self._begins_something(place)
        return len(line.text) < 0.6 * self.width and after.text[:1].isupper() and not APPENDIX.match(line.text)

    def _stands_apart(self, place: int) -> bool:
        return place + 1 >= len(self.lines) or self.lines[place + 1].is_blank

    def _begins_something(self, place: int) -> bool:
        """Not the last line of all, unless nothing else could be said of it."""
        return any(not line.is_blank for line in self.lines[place + 1 :]) or not self.passages

    def _has_sibling(self, place: int, line: Line) -> bool:
        """Whether the item before or after it has the number before or after it: then it is a list."""
        for way in (1, -1):
            near = place + way
            while 0 <= near < len(self.lines) and self.lines[near].is_blank:
                near += way
            if 0 <= near < len(self.lines):
                other = self.lines[near]
                if other.kind is Kind.ITEM and other.marker.isdigit() and int(other.marker) == int(line.marker) + way:
                    return True
        return False

    def _numbered(self, line: Line) -> Line:
        if line.kind is Kind.ITEM:
            return replace(line, number=line.marker, marker="")
        if counted := HEADED.match(line.text):
            return replace(line, number=counted[1], text=line.text[counted.end() :])
        return line

    # What is made of them ------------------------------------------------------------------------------------

    def _head(self, line: Line, level: int) -> None:
        if appendix := APPENDIX.match(line.text):
            self.part = label_of(appendix[1], appendix[2])
            self.in_list_of_appendices = False
        elif self.in_list_of_appendices and self.listed and not self.part:
            self.part, self.in_list_of_appendices = self.listed[0], False  # what follows the list is appended
        else:
            self.in_list_of_appendices = bool(LISTS.match(line.text)) and not self.part
        if self.secret_level and level <= self.secret_level:
            self.secret_level = 0
        if SENSITIVE.search(line.text) and not self.secret_level:
            self.secret_level = level
        if line.number or level <= 1:
            self.section_number = line.number
        self.section = line.text
        self.organisation = body_of(line.text, self.bodies)
        self._add(line, Kind.HEADING, number=line.number, level=level)
        self.is_open = False

    def _begin(self, line: Line) -> None:
        kind = line.kind or Kind.PARAGRAPH
        if self.in_list_of_appendices and (entry := APPENDIX.match(line.text)):
            kind = Kind.ENTRY
            label = label_of(entry[1], entry[2])
            if label in self.listed and not self._is_listed_again():
                self._head(line, 1)
                return
            if not SENSITIVE.search(line.text):
                self.listed.append(label)
        if kind is Kind.ITEM and not self.in_list_of_appendices:
            self._item(line)
        else:
            self._add(line, kind, number=line.number)
        self.is_open = True
        self.length = len(line.text)

    def _is_listed_again(self) -> bool:
        """Whether what follows is an appendix again: then the line is of the list, and names one twice."""
        if not self.passages or self.passages[-1].kind is not Kind.ENTRY:
            return False
        following = next((line for line in self.lines[self.place + 1 :] if not line.is_blank), None)
        return following is not None and APPENDIX.match(following.text) is not None

    def _item(self, line: Line) -> None:
        last = self.passages[-1] if self.passages else None
        goes_on = last is not None and last.kind is Kind.ITEM
        if not goes_on:
            self.group += 1
        depth = self._depth(line, last if goes_on else None)
        self._add(line, Kind.ITEM, marker=line.marker, depth=depth)

    def _depth(self, line: Line, last: Passage | None) -> int:
        if last is None:
            self.indents, self.styles = [line.indent], [_style(line.marker)]
            return 0
        style = _style(line.marker)
        while len(self.styles) > 1 and (
            (line.indent < self.indents[-1] - 1 and style != self.styles[-1])
            or (style == self.styles[-2] and line.indent < self.indents[-1])
            or (style == self.styles[-2] and style != self.styles[-1])
        ):
            self.indents.pop()
            self.styles.pop()
        deeper = line.indent > self.indents[-1] + 1 and (
            LEADS_ON.search(last.text) is not None or line.at in self.nested
        )
        other = style != self.styles[-1] and (line.indent > self.indents[-1] or last.text.endswith((":", ";")))
        if deeper or other:
            self.indents.append(line.indent)
            self.styles.append(style)
        return len(self.styles) - 1

    def _cells(self, line: Line) -> None:
        if not line.cells:
            return
        last = self.passages[-1] if self.passages else None
        if last is None or last.kind is not Kind.CELL:
            self.group += 1
            self.row = 0
        self.row += 1
        for column, cell in enumerate(line.cells):
            self._add(replace(line, text=cell), Kind.CELL, row=self.row, column=column)
        self.is_open = False

    def _join(self, line: Line) -> None:
        last = self.passages[-1]
        if last.text.endswith("-") and len(last.text) > 1 and last.text[-2].isalpha() and line.text[:1].islower():
            joined = last.text + line.text
        else:
            joined = f"{last.text} {line.text}".strip()
        self.passages[-1] = replace(last, text=joined)
        self.length = len(line.text)

    def _add(self, line: Line, kind: Kind, **more: object) -> None:
        passage = Passage(
            line.text,
            kind,
            line.at,
            self.section,
            self.section_number,
            group=self.group if kind in (Kind.ITEM, Kind.CELL) else 0,
            part=self.part,
            organisation=self.organisation,
            is_public=not self.secret_level,
        )
        self.passages.append(replace(passage, **more))  # type: ignore[arg-type]


def _nested(lines: list[Line]) -> frozenset[int]:
    """The items set further in than the one before them, where a later item of the list stands where that one did."""
    found: set[int] = set()
    outer: list[Line] = []
    for place, line in enumerate(lines):
        if line.kind is not Kind.ITEM:
            if line.kind is not None:
                outer = []
            continue
        while outer and line.indent <= outer[-1].indent:
            outer.pop()
        if outer and line.indent > outer[-1].indent + 1:
            later = next(
                (one for one in lines[place + 1 :] if one.kind is not None and one.indent <= outer[-1].indent), None
            )
            if later is not None and later.kind is Kind.ITEM and later.indent == outer[-1].indent:
                found.add(line.at)
        outer.append(line)
    return frozenset(found)


def _style(marker: str) -> str:
    if marker in ("-", "o"):
        return marker
    if marker.isdigit():
        return "1"
    return "i" if marker == "i" or (len(marker) > 1 and ROMAN.match(marker)) else "a"


def read(
    source: str,
    bodies: tuple[Body, ...] = (),
    *,
    meeting_on: date | None = None,
    organisations: tuple[str, ...] = (),
    is_whole: bool = True,
    name: str = "",
) -> Text:
    """A text from outside. Without `meeting_on` the first full date of its first lines is taken for the meeting's."""
    raw = source.replace("\r\n", "\n").replace("\f", "\n").replace("\u00a0", " ").split("\n")
    lines = [look(at, text) for at, text in enumerate(raw, 1)]
    width = max((len(line.text) for line in lines if line.kind is None), default=80)
    reader = _Reader(bodies, lines, min(width, 100), nested=_nested(lines))
    passages = reader.read()
    meeting_on = meeting_on or next(filter(None, (full_date(passage.text) for passage in passages[:12])), None)
    found = appendices_of(passages)
    return Text(
        passages,
        title=title_of(passages),
        meeting_on=meeting_on,
        organisations=organisations or bodies_of(passages, bodies),
        appendices=found,
        lists_appendices=any(one.is_listed for one in found),
        report_by=report_by(passages),
        is_whole=is_whole,
        source=name,
    )
