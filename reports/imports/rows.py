"""What is each row of a table: an entry, more of the one above, a section, a repeated header, or no part of it?

Where a row could be an entry it is one: whoever reads it can say what it lacks, but cannot miss what was left out here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from reports.imports.contents import Sort, printed_of, sort_of
from reports.imports.header_rows import is_repeated, numbers_the_columns
from reports.imports.kinds_of_entries import others_in
from reports.imports.labelled import labelled, remark_of
from reports.imports.merged import said as said_in
from reports.imports.nested import Columns, nested_in
from reports.imports.refs import ref_and_title
from reports.imports.row_kinds import (
    ALONE,
    Kind,
    Row,
    Table,
    is_level,
    is_words,
    ref_text,
    title_text,
)
from reports.imports.row_sections import (
    bar_above,
    numbered_sections,
    section_above,
    titled_by_bars,
    without_late_sections,
)
from reports.imports.rows_apart import apart_in
from reports.imports.values import SCORE_FACTS, About, Fact
from reports.workbooks.grid import Cell, Sheet

_FOOT = re.compile(
    r"^(?:(?:grand |sub ?-?)?totals?\b|(?:total )?(?:number|no\.?|count|sum|average|mean) of\b|risks? total|"
    r"notes?\b\s*[:.-]|"
    r"notes?$|n\.?b\.?\b|source\s*:|\*|\u2020|prepared by|last updated\s*[:on]|updated\s*:|end of (?:register|"
    r"table|list)|"
    r"page \d|printed|version\s*[:\d]|document (?:owner|control)|average\b|count\b|review(?:ed)? by\s*:|key\s*:|"
    r"figures? |"
    r"score range|owner\s*:|date\s*:|this (?:document|register|sheet)\b|(?:ha|de)s? not been)",
    re.I,
)
_KEY = re.compile(
    r"^(?:key|legend|guidance|notes?|definitions?|glossary|abbreviations|scoring (?:key|matrix|guide|criteria)|"
    r"risk (?:matrix|scoring)(?: \w+)?|heat ?map|instructions|explanatory notes?|footnotes?|assumptions|"
    r"appendix)\s*:?$",
    re.I,
)
_WORDS = (Fact.TITLE, Fact.DESCRIPTION, Fact.CAUSE, Fact.EFFECT)
_LINES = (*_WORDS, Fact.CONTROLS, Fact.ACTIONS)  # what may go on in the row below


def rows_of(
    sheet: Sheet,
    *,
    about: About,
    header: tuple[int, int],
    rows: tuple[int, int],
    columns: Mapping[int, Fact | None],
) -> list[Row]:
    """What each row of a table is, from the top; rows that hold nothing are not listed.

    `columns`: every column of the table, with the fact it says, None where it says none.
    """
    table = Table(sheet, about, header, columns)
    nested = nested_in(sheet, header, rows) if about == About.RISKS else {}
    others = others_in(sheet, rows, columns) if about == About.RISKS else {}
    apart = apart_in(table, rows)
    found: list[Row] = bar_above(table, rows[0])
    for number in sorted(number for number in sheet.rows if rows[0] <= number <= rows[1]):
        said = {column: cell for column, cell in said_in(sheet, number).items() if column in table.span}
        if not said:
            continue
        if number in apart:
            row = Row(number, Kind.LEFT_OUT, "It stands apart below the table, under headings of its own")
        elif number in others:
            row = Row(number, Kind.LEFT_OUT, f"It is {others[number]} and not a risk, as its column says")
        elif number in nested and table.entry:
            row = _nested(number, nested[number])
        else:
            row = _judge(table, number, said)
        if row.kind == Kind.ENTRY:
            table.entry, table.is_in_key = number, False
            table.entry_ref, table.entry_title = ref_text(table, number), title_text(table, number)
            if row.words and row.words != ALONE:
                table.entry_ref = table.entry_title = ""
        table.previous, table.is_under_header = number, row.kind == Kind.HEADER
        found.append(row)
    found = [
        *(section_above(table, rows[0], found) if not found or found[0].number >= rows[0] else []),
        *without_late_sections(numbered_sections(table, found)),
    ]
    return titled_by_bars(table, found)


def _nested(number: int, columns: Columns) -> Row:
    if columns:
        return Row(number, Kind.NESTED, columns=columns)
    return Row(number, Kind.LEFT_OUT, "It heads the actions below it")


def _judge(table: Table, number: int, said: Mapping[int, Cell]) -> Row:
    first = printed_of(said[min(said)].value)
    if is_repeated(table.sheet, number, table.header) or (
        table.is_under_header and numbers_the_columns(table.sheet, number)
    ):
        return Row(number, Kind.HEADER)
    if _names_itself(table, number, said):
        return Row(number, Kind.LABELLED)
    if _is_under_entry(table, number, said) and (label := remark_of(said)):
        words = f"“{label[:40]}” stands below a risk, and no column is for what it says, so it is left out"
        return Row(number, Kind.LEFT_OUT, words)
    if _is_lone(table, number, said):
        return _lone(table, number, said, first)
    if table.is_in_key and (not _looks_whole(table, number, said) or len(said) < 3 < len(table.columns)):
        return Row(number, Kind.LEFT_OUT, "It belongs to the key or the notes below the table")
    if _FOOT.match(first) and not _looks_whole(table, number, said):
        return Row(number, Kind.LEFT_OUT, "It reads as a total or a note")
    if table.merges.above(number, table.ref) or _covered(table, number):
        return Row(number, Kind.ENTRY) if _is_scored_anew(table, number, said) else _more(table, number)
    return _full(table, number, said)


def _names_itself(table: Table, number: int, said: Mapping[int, Cell]) -> bool:
    """ "Cause" and its words, right under an entry of a wide table that has references, but with none of its own."""
    return _is_under_entry(table, number, said) and labelled(said) is not None


def _is_under_entry(table: Table, number: int, said: Mapping[int, Cell]) -> bool:
    is_wide = table.about == About.RISKS and len(table.columns) >= 4
    is_across = len(said) == 1 and table.merges.width(number, min(said)) > 2
    if not is_wide or ((not table.ref or table.ref in said) and not is_across):
        return False
    return bool(table.entry) and number - table.previous == 1


def _looks_whole(table: Table, number: int, said: Mapping[int, Cell]) -> bool:
    """A reference that looks like one, and words for a title or description beside it."""
    ref = table.ref and Sort.REF in sort_of(table.sheet.cell(number, table.ref))
    titled = any(column in said and is_words(said[column]) for column in table.titles)
    return titled and (bool(ref) or (not table.ref and len(said) >= max(3, len(table.columns) // 2)))


def _covered(table: Table, number: int) -> bool:
    """The title is drawn over this row from above."""
    return bool(table.titles) and bool(table.merges.above(number, table.titles[0]))


def _is_lone(table: Table, number: int, said: Mapping[int, Cell]) -> bool:
    if len(said) == 1:
        return True
    texts = {printed_of(cell.value) for cell in said.values()}
    return len(texts) == 1 and len(said) >= 3 and all(isinstance(cell.value, str) for cell in said.values())


def _lone(table: Table, number: int, said: Mapping[int, Cell], text: str) -> Row:
    """A row with one cell: a section, a note, or one more control or owner."""
    column = min(said)
    width = table.merges.width(number, column)
    if _KEY.match(text):
        table.is_in_key = True
        return Row(number, Kind.LEFT_OUT, "It begins a key or notes")
    if _FOOT.match(text) or table.is_in_key:
        return Row(number, Kind.LEFT_OUT, "It reads as a total or a note")
    is_far = table.previous and number - table.previous > 1
    if _heads_an_entry(table, number, text, width):
        return Row(number, Kind.ENTRY, text)
    if width > max(1, len(table.span) // 3) or len(said) > 1:
        return _section(number, text)
    if table.entry and (table.merges.above(number, table.ref) or _covered(table, number)):
        return Row(number, Kind.CONTINUATION)
    fact = table.columns.get(column)
    if column == table.ref:
        return _lone_ref(table, number, said[column], text)
    if column in table.titles:
        return _lone_title(table, number, column, text)
    if column < min((table.ref or column + 1, *table.titles)) or (fact is None and column == table.span.start):
        return _section(number, text)
    if table.entry and not is_far:
        return Row(number, Kind.CONTINUATION)
    return Row(number, Kind.LEFT_OUT, "It stands alone, away from the rows of the table")


def _heads_an_entry(table: Table, number: int, text: str, width: int) -> bool:
    """ "CR4: title" over the whole table, and under it the row of its values, which has no title of its own."""
    has_name = bool(table.ref or table.titles)
    if len(text) > 300 or (has_name and not (width > 2 and ref_and_title(text))):
        return False
    below = said_in(table.sheet, number + 1)
    if len([column for column in below if column in table.span]) < 2:
        return False
    return not ref_text(table, number + 1) and not title_text(table, number + 1)


def _section(number: int, text: str) -> Row:
    if len(text) > 150:
        return Row(number, Kind.LEFT_OUT, "It reads as a note across the table")
    return Row(number, Kind.SECTION, text)


def _lone_ref(table: Table, number: int, cell: Cell, text: str) -> Row:
    if Sort.REF in sort_of(cell) and not (text.isalpha() and len(text) > 2):
        if text == table.entry_ref:
            return Row(number, Kind.CONTINUATION)
        return Row(number, Kind.LEFT_OUT, "It holds a reference and nothing else: the row has not been filled in")
    return _section(number, text)


def _lone_title(table: Table, number: int, column: int, text: str) -> Row:
    """The title alone: a section if it is short, more of the text above if it reads on, else an entry."""
    is_short = len(text.split()) <= 8 and not text.endswith((".", ";", ","))
    if column != table.titles[0] and table.entry:
        return Row(number, Kind.CONTINUATION)
    if table.ref:
        if is_short and not text[:1].islower():
            return Row(number, Kind.SECTION, text)
        return Row(number, Kind.CONTINUATION) if table.entry else Row(number, Kind.LEFT_OUT, "It stands alone")
    if len(table.columns) <= 2 or not is_short:
        return Row(number, Kind.ENTRY, ALONE if len(table.columns) > 2 else "")
    return Row(number, Kind.SECTION, text)


def _more(table: Table, number: int) -> Row:
    if table.entry:
        return Row(number, Kind.CONTINUATION)
    return Row(number, Kind.LEFT_OUT, "It goes on with something that is not there")


def _full(table: Table, number: int, said: Mapping[int, Cell]) -> Row:
    """A row of several cells."""
    ref, title = ref_text(table, number), title_text(table, number)
    if ref:
        return _with_ref(table, number, said, ref, title)
    if title and table.titles and table.titles[0] in said:
        return _without_ref(table, number, said, title)
    if title:  # only a description, or a cause, under the entry's
        is_more = table.entry and not _is_scored_anew(table, number, said)
        return Row(number, Kind.CONTINUATION if is_more else Kind.ENTRY)
    is_numbers = all(not is_words(cell) for cell in said.values())
    is_far = table.previous and number - table.previous > 1
    if table.entry and not is_far and not is_numbers:
        return Row(number, Kind.CONTINUATION)
    if table.entry and not is_far and not _counts(table, number, said):
        return Row(number, Kind.CONTINUATION)
    if _is_empty_formulas(said):
        return Row(number, Kind.LEFT_OUT, "It holds only what its formulas leave behind")
    if is_far or is_numbers:
        return Row(number, Kind.LEFT_OUT, "It has neither reference nor title and stands apart: totals, or a key")
    return Row(number, Kind.LEFT_OUT, "It has neither reference nor title, and there is no entry above it")


def _is_scored_anew(table: Table, number: int, said: Mapping[int, Cell]) -> bool:
    """Words of its own and a level of its own, as the entry above has, under one subject: another risk of it."""
    if table.ref or table.about != About.RISKS or not table.entry:
        return False
    above = said_in(table.sheet, table.entry)
    worded = [column for column in table.titles[1:] if column in said and is_words(said[column])]
    scored = [
        column
        for column in said.keys() & above.keys()
        if table.columns.get(column) in (None, *SCORE_FACTS) and is_level(said[column]) and is_level(above[column])
    ]
    return bool(worded) and all(column in above for column in worded) and bool(scored)


def _with_ref(table: Table, number: int, said: Mapping[int, Cell], ref: str, title: str) -> Row:
    if ref == table.entry_ref and (not title or title == table.entry_title):
        return Row(number, Kind.CONTINUATION)
    rest = {column: cell for column, cell in said.items() if column != table.ref}
    if not title and _is_empty_formulas(rest):
        return Row(number, Kind.LEFT_OUT, "It holds a reference and nothing else: the row has not been filled in")
    return Row(number, Kind.ENTRY)


def _without_ref(table: Table, number: int, said: Mapping[int, Cell], title: str) -> Row:
    """A title and no reference: an entry, unless it is the entry above over again."""
    facts = {table.columns.get(column) for column in said}
    texts = said if facts <= {*_WORDS} else {column: said[column] for column in said if column in table.titles}
    is_below = facts <= ({*_LINES} if table.entry_title[:1].islower() else {*_LINES, Fact.OWNERS, Fact.LEADS})
    if table.ref and table.entry and is_below and _runs_on(table, number, texts):
        return Row(number, Kind.CONTINUATION)
    if table.entry and title == table.entry_title and (not table.ref or not table.entry_ref or len(said) > 1):
        return Row(number, Kind.CONTINUATION)
    return Row(number, Kind.ENTRY)


def _runs_on(table: Table, number: int, said: Mapping[int, Cell]) -> bool:
    """Lines of one cell in rows of their own, as they come out of a PDF: they begin with a small letter."""
    texts = [printed_of(cell.value) for cell in said.values()]
    return number - table.previous == 1 and any(text[:1].islower() for text in texts)


def _is_empty_formulas(said: Mapping[int, Cell]) -> bool:
    """Nothing but noughts, dashes and formulas that came to nothing."""
    return all(
        cell.value in (0, "0", False) or (cell.is_formula and not is_words(cell)) or sort_of(cell) == Sort.NOTHING
        for cell in said.values()
    )


def _counts(table: Table, number: int, said: Mapping[int, Cell]) -> bool:
    """Figures that come to the sum or count of what stands above: formulas under several rows of the table."""
    return all(cell.is_formula or cell.value == 0 for cell in said.values()) or len(said) >= len(table.columns) // 2
