"""Family "empty": headings, paragraphs, points and cells with nothing in them, and lists that are announced only."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from reports.checks.found import Finder
from reports.checks.model import GUESSED, Facts, Finding, Findings, Kind, Passage, Severity, Text

PICTURE = re.compile(r"\b(?:map|figure|chart|diagram|table|image|dashboard|structure)s?\b", re.IGNORECASE)
FRAME = re.compile(r"^(?:official|restricted|draft|protect|agenda|page)\b", re.IGNORECASE)
LEAD = re.compile(r"^(?P<lead>[A-Z][\w’'&/-]*(?: [\w’'&/-]+){0,4})(?:[.:] |\s[–-] )(?=\S)")
LEAD_ONLY = re.compile(r"^[A-Z][\w’'&/-]*(?: [\w’'&/-]+){0,4}\s?[.:–-]?$")
LABELS = (
    r"(?:Report(?:ed)? (?:by|author)s?|Authors?|Owners?|Leads?|E-?mail(?: address)?|Tel(?:ephone)?(?: number)?|"
    r"Phone|Contact|Name|Job title|Signed|Dated?)"
)
LABEL_ONLY = re.compile(rf"(?:^|(?<=\s)){LABELS}\s?:(?=\s*(?:$|{LABELS}\s?:))")
ANNOUNCES = re.compile(
    r"\b(?:following|listed|set out)\b[^.]*:$|"
    r"\b(?:follow\w*|these|below|were|are|is|was|to|include[sd]?|including|namely|as|actions?|controls?|risks?|"
    r"points?|reasons?|"
    r"steps?|areas?|changes?|things|matters|recommendations?)\s*:$",
    re.IGNORECASE,
)
LETTERED_NOTHING = re.compile(
    r"(?<![\w.])\((?:[a-z]|[ivx]{1,4}|\d)\)\s*(?=[.,;](?:\s|$)|\((?:[a-z]|[ivx]{1,4}|\d)\))|\b(?:First|Second|Third|Fourth|"
    r"Finally|Lastly)(?:ly)?, ?\."
)
CUT_SHORT = re.compile(
    r"\b(?:the|a|an|of|and|to|with|for|by|in|on|at|from|that|which|who|sees?|has|have|is|are|was|were|will|be|been|"
    r"or|but|because|"
    r"their|our|its|this|these)$",
    re.IGNORECASE,
)
FILL = "Fill it or take it out"


def check(text: Text, facts: Facts) -> Findings:
    """All that should hold words and holds none."""
    finder = Finder("empty", text)
    passages = text.passages
    for at, passage in enumerate(passages):
        if passage.kind in (Kind.ITEM, Kind.PARAGRAPH, Kind.ENTRY) and not re.search(r"\w", passage.text):
            what = "bullet" if passage.kind is Kind.ITEM else "paragraph"
            yield finder.at(at, (0, len(passage.text)), f"empty-{what}", f"The {what} is empty", FILL)
        for found in LETTERED_NOTHING.finditer(passage.text if passage.kind is not Kind.CELL else ""):
            yield finder.at(at, found.span(), "empty-point", "Nothing is said of this point", FILL)
        for found in LABEL_ONLY.finditer(passage.text if passage.kind in (Kind.PARAGRAPH, Kind.ITEM) else ""):
            if found.end() < len(passage.text) or _is_label_alone(passages, at):
                yield finder.at(at, found.span(), "empty-label", "Nothing stands after the colon", FILL)
    yield from _points(finder, passages)
    yield from _announced(finder, text)
    yield from _headings(finder, text)
    yield from _tables(finder, passages)


def _is_label_alone(passages: Sequence[Passage], at: int) -> bool:
    """Whether what follows a label is another label, a heading or nothing, rather than what it names."""
    if at + 1 >= len(passages):
        return True
    after = passages[at + 1]
    return after.kind is Kind.HEADING or bool(re.match(LABELS + r"\s?:", after.text))


# Points of a list ----------------------------------------------------------------------------------------------------


def _points(finder: Finder, passages: Sequence[Passage]) -> Iterator[Finding]:
    """A point that has a title and no words, where the others of its list have both."""
    for run in _lists(passages):
        leading = [at for at in run if LEAD.match(passages[at].text)]
        marks = {LEAD.match(passages[at].text)[0].strip()[-1] for at in leading}  # type: ignore[index]
        for at in run:
            said = passages[at].text
            below = passages[at + 1] if at + 1 < len(passages) else None
            goes_on = below is not None and below.kind in (Kind.ITEM, Kind.CELL) and below.depth > passages[at].depth
            if goes_on or at in leading or not said:
                continue
            of_list = (
                below is None
                or below.kind is Kind.HEADING
                or (below.kind is Kind.ITEM and below.group == passages[at].group)
            )
            ends = (
                re.search(r"[:–-]\s*$", said)
                if of_list and (said[-1] in marks or below is None or below.kind is Kind.HEADING)
                else None
            )
            is_title = bool(LEAD_ONLY.match(said))
            among = len(leading) >= 2 and len(leading) >= len(run) / 2
            if is_title and (ends or among) and (len(run) > 1 or below is None or below.kind is Kind.HEADING):
                sure = ends or said.endswith(".") or not re.search(r"\b(?:other|any|and)\b", said, re.IGNORECASE)
                if not ends and not said.endswith(".") and at == run[-1]:
                    sure = False
                severity = Severity.ERROR if sure else Severity.WARNING
                yield finder.at(
                    at,
                    (0, len(said)),
                    "empty-point",
                    "The point has a title, and nothing is said",
                    FILL,
                    severity=severity,
                )
            elif re.search(r"[;,] (?:and|or)$", said):
                continue
            elif CUT_SHORT.search(said) or (
                not re.search(r"[.;:,!?)]$|\band$|\bor$", said)
                and _others_stop(passages, run, at)
                and len(said.split()) < 4
            ):
                why = "The point breaks off"
                yield finder.at(at, (0, len(said)), "cut-short", why, "End the sentence", severity=Severity.WARNING)


def _others_stop(passages: Sequence[Passage], run: list[int], at: int) -> bool:
    others = [passages[one].text for one in run if one != at]
    return len(others) > 1 and all(re.search(r"[.;!?)]$|[;,]? and$|[;,]? or$", one) for one in others)


def _lists(passages: Sequence[Passage]) -> Iterator[list[int]]:
    """Runs of items of one list at one depth, and of paragraphs that begin with a title each."""
    groups: dict[tuple[int, int], list[int]] = {}
    run: list[int] = []
    for at, passage in enumerate(passages):
        if passage.kind is Kind.ITEM:
            groups.setdefault((passage.group, passage.depth), []).append(at)
        is_led = not passage.number and (LEAD.match(passage.text) or re.match(r"^[A-Z]\w+\.$", passage.text))
        if passage.kind is Kind.PARAGRAPH and is_led:
            run.append(at)
        elif run:
            if len(run) > 2:
                yield run
            run = []
    if len(run) > 2:
        yield run
    yield from groups.values()


# Announced and not there ---------------------------------------------------------------------------------------------


def _announced(finder: Finder, text: Text) -> Iterator[Finding]:
    passages = text.passages
    why, mend = "A list or a text is announced, and it does not follow", "Give the list, or end the sentence"
    for at, passage in enumerate(passages):
        said = passage.text
        if passage.kind not in (Kind.PARAGRAPH, Kind.ITEM) or not said.endswith(":") or len(said.split()) < 3:
            continue
        after = passages[at + 1] if at + 1 < len(passages) else None
        span = (max(0, len(said) - 40), len(said))
        if after is None or (after.kind is Kind.HEADING and after.level != GUESSED):
            yield finder.at(at, span, "empty-list", why, mend)
        elif after.kind is Kind.PARAGRAPH and passage.kind is Kind.PARAGRAPH and ANNOUNCES.search(said):
            is_quoted = (
                after.text[:1] in "“\"‘'"
                or after.text.endswith("?")
                or after.text.endswith(";")
                or after.text[:1].islower()
            )
            is_list = len(passages) > at + 2 and (
                passages[at + 2].kind in (Kind.ITEM, Kind.CELL) or re.match(r"^(?:Table|Figure|Chart)\b", after.text)
            )
            numbered_on = bool(passage.number and after.number and after.number.count(".") == passage.number.count("."))
            if not is_quoted and not is_list and (numbered_on or not after.number):
                yield finder.at(at, span, "empty-list", why, mend, severity=Severity.WARNING)


# Headings ------------------------------------------------------------------------------------------------------------


def _headings(finder: Finder, text: Text) -> Iterator[Finding]:
    passages = text.passages
    why, mend = "Nothing stands under this heading", "Write the section, or take the heading out"
    last = len(passages) - 1
    if (
        passages
        and not text.is_whole
        and last
        and passages[last].kind is Kind.HEADING
        and passages[last].level != GUESSED
    ):
        yield finder.at(last, (0, len(passages[last].text)), "empty-section", why, mend, severity=Severity.WARNING)
    following = [*pairwise(range(len(passages))), *([(last, -1)] if passages and text.is_whole else [])]
    for at, after in following:
        if passages[at].kind is Kind.HEADING and _has_nothing(passages, at, after):
            yield finder.at(at, (0, len(passages[at].text)), "empty-section", why, mend)


def _has_nothing(passages: Sequence[Passage], at: int, after: int) -> bool:
    """Whether the next thing is a heading as high or higher. Only where the levels are known, or the number says so."""
    heading = passages[at]
    is_sure = heading.level != GUESSED
    is_appendix = bool(re.match(r"^(?:appendix|annex)\b", heading.text, re.IGNORECASE))
    if (PICTURE.search(heading.text) and not is_appendix) or FRAME.match(heading.text):
        return False  # a text from outside has lost what stood there
    if after < 0:
        return is_sure and (bool(heading.number) or heading.level > 1)
    other = passages[after]
    if other.kind is not Kind.HEADING or not is_sure:
        return False
    if is_appendix and re.match(r"^(?:appendix|annex)\b", other.text, re.IGNORECASE):
        return other.level <= heading.level and not re.search(r"sensitive|restricted|see ", heading.text, re.IGNORECASE)
    if heading.number and other.number:
        return other.number.count(".") <= heading.number.count(".")
    if heading.number:
        return other.level <= heading.level
    return heading.level > 1 and other.level <= heading.level


# Tables --------------------------------------------------------------------------------------------------------------


def _tables(finder: Finder, passages: Sequence[Passage]) -> Iterator[Finding]:
    tables: dict[int, list[int]] = {}
    for at, passage in enumerate(passages):
        if passage.kind is Kind.CELL:
            tables.setdefault(passage.group, []).append(at)
    for cells in tables.values():
        rows = {passages[at].row for at in cells}
        columns = [at for at in cells if passages[at].row == 1]
        if len(rows) == 1 and len(columns) > 2 and all(0 < len(passages[at].text.split()) <= 4 for at in columns):
            at = columns[0]
            yield finder.at(at, (0, len(passages[at].text)), "empty-table", "The table has a heading and no rows", FILL)
        yield from _cells(finder, passages, cells, len(rows))


def _cells(finder: Finder, passages: Sequence[Passage], cells: list[int], rows: int) -> Iterator[Finding]:
    """The one cell of a column that is empty, or a whole row: a column that is mostly empty is meant so."""
    by_row: dict[int, list[int]] = {}
    by_column: dict[int, list[int]] = {}
    for at in cells:
        by_row.setdefault(passages[at].row, []).append(at)
        if passages[at].row > 1:
            by_column.setdefault(passages[at].column, []).append(at)
    for row in by_row.values():
        if len(row) > 1 and not any(passages[at].text for at in row) and passages[row[0]].row > 1:
            yield finder.at(row[0], (0, 0), "empty-row", "The row is empty", FILL)
            return
    for column, body in by_column.items():
        bare = [at for at in body if not passages[at].text]
        if column and len(bare) == 1 and len(body) >= 3 and rows >= 4:
            yield finder.at(bare[0], (0, 0), "empty-cell", "The cell is empty, and the others of its column are not",
                            "Fill it, or say that there is none", severity=Severity.WARNING)  # fmt: skip
