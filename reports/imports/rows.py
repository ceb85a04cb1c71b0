"""What is each row of a table: an entry, more of the one above, a section, a repeated header, or no part of it?

Where a row could be an entry it is one: whoever reads it can say what it lacks, but cannot miss what was left out here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from reports.imports.contents import Sort, printed_of, sort_of
from reports.imports.header_rows import is_repeated, numbers_the_columns
from reports.imports.kinds_of_entries import others_in
from reports.imports.labelled import labelled, remark_of
from reports.imports.merged import Merges, merges_of
from reports.imports.merged import said as said_in
from reports.imports.nested import NONE, Columns, nested_in
from reports.imports.refs import ref_and_title
from reports.imports.values import SCORE_FACTS, About, Fact
from reports.workbooks.grid import Cell, Sheet


class Kind(StrEnum):
    ENTRY = "entry"  # a risk, a control, a work-stream
    CONTINUATION = "continuation"  # more of the entry above
    LABELLED = "labelled"  # more of the entry above, which it names itself: see labelled.py
    NESTED = "nested"  # more of the entry above, in columns of its own: see nested.py
    SECTION = "section"  # `words` names it
    HEADER = "header"  # said over again
    LEFT_OUT = "left out"  # `words` says why


class Row(NamedTuple):
    """A row and what it is. `words` of an entry: its one cell, drawn over the table, is its title (and reference)."""

    number: int
    kind: Kind
    words: str = ""
    columns: Columns = NONE  # of a nested row: what its columns hold


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
_ALONE = "alone"  # of an entry that has only a title: below the last whole entry it is a note
_HORIZON = re.compile(r"\b(?:short|long|medium)[ -]?term\b|\b(?:open|closed|emerging)\b.{0,12}\brisks?\b", re.I)
_WORDS = (Fact.TITLE, Fact.DESCRIPTION, Fact.CAUSE, Fact.EFFECT)
_TITLES = (Fact.TITLE, Fact.DESCRIPTION, Fact.CAUSE)


@dataclass
class _Table:
    """What has to be known of the table to judge a row, and what the rows above were."""

    sheet: Sheet
    about: About
    header: tuple[int, int]
    columns: Mapping[int, Fact | None]
    merges: Merges = field(init=False)
    ref: int = 0
    titles: tuple[int, ...] = ()
    span: range = range(0)
    entry: int = 0  # the row of the entry that is open
    entry_ref: str = ""
    entry_title: str = ""
    previous: int = 0
    is_in_key: bool = False
    is_under_header: bool = False  # the row above is a header that comes again

    def __post_init__(self) -> None:
        self.merges = merges_of(self.sheet)
        by_fact: dict[Fact, int] = {}
        for column, fact in sorted(self.columns.items()):
            if fact is not None:
                by_fact.setdefault(fact, column)
        self.ref = by_fact.get(Fact.REF, 0)
        self.titles = tuple(by_fact[fact] for fact in _TITLES if fact in by_fact)
        self.span = range(min(self.columns, default=1), max(self.columns, default=0) + 1)

    def text(self, row: int, column: int) -> str:
        """What stands in the cell itself; nothing where it is covered by a merge that begins above."""
        return printed_of(self.sheet.cell(row, column).value) if column else ""


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
    table = _Table(sheet, about, header, columns)
    nested = nested_in(sheet, header, rows) if about == About.RISKS else {}
    others = others_in(sheet, rows, columns) if about == About.RISKS else {}
    apart = _apart(table, rows)
    found: list[Row] = _bar_above(table, rows[0])
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
            table.entry_ref, table.entry_title = _ref_text(table, number), _title_text(table, number)
            if row.words and row.words != _ALONE:
                table.entry_ref = table.entry_title = ""
        table.previous, table.is_under_header = number, row.kind == Kind.HEADER
        found.append(row)
    found = [
        *(_section_above(table, rows[0], found) if not found or found[0].number >= rows[0] else []),
        *_without_late_sections(_numbered_sections(table, found)),
    ]
    return _titled_by_bars(table, found)


def _titled_by_bars(table: _Table, found: list[Row]) -> list[Row]:
    """ "Risk 1 - Fire" over the header and one row, again and again: the bar is the risk, the row its values."""
    if table.ref or Fact.TITLE in table.columns.values() or table.about != About.RISKS:
        return found
    bars = [place for place, row in enumerate(found) if row.kind == Kind.SECTION]
    if len(bars) < 2:
        return found
    refs = [parts[0] for place in bars if (parts := ref_and_title(found[place].words))]
    ends = [*bars[1:], len(found)]
    entries = [
        [other for other in range(place + 1, end) if found[other].kind == Kind.ENTRY]
        for place, end in zip(bars, ends, strict=True)
    ]
    before = any(row.kind == Kind.ENTRY for row in found[: bars[0]])
    if before or len(set(refs)) < len(bars) or any(len(under) != 1 for under in entries):
        return found
    for place, (under,) in zip(bars, entries, strict=True):
        found[place] = found[place]._replace(kind=Kind.ENTRY)
        found[under] = found[under]._replace(kind=Kind.CONTINUATION)
    return found


def rows_apart(
    sheet: Sheet, header: tuple[int, int], rows: tuple[int, int], columns: Mapping[int, Fact | None]
) -> set[int]:
    """The rows below a register that are another small table, by where its references and titles stand."""
    return _apart(_Table(sheet, About.RISKS, header, columns), rows)


def _apart(table: _Table, rows: tuple[int, int]) -> set[int]:
    """The rows of another small table below a blank row: a key, a matrix, counts. Its first row is one of headings.

    Only of a table with references: there a heading stands where a reference would, and where the references are more
    than numbers, none of them stands in it.
    """
    if not table.ref or table.about != About.RISKS:
        return set()
    blocks: list[list[int]] = []
    for number in sorted(number for number in table.sheet.rows if rows[0] <= number <= rows[1]):
        if not said_in(table.sheet, number):
            continue
        if not blocks or number - blocks[-1][-1] > 1:
            blocks.append([])
        blocks[-1].append(number)
    refs = [text for number in blocks[0] if (text := _ref_text(table, number))] if blocks else []
    stems = {stem for ref in refs for stem, count in [_numbered(ref)] if stem and count is not None}
    found: set[int] = set()
    for block in blocks[1:]:
        wide = [number for number in block if len(said_in(table.sheet, number)) > 1]
        if not wide or not _is_headed_otherwise(table, wide[0]):
            continue
        own = [text for number in wide[1:] if (text := _ref_text(table, number))]
        if not any(_numbered(text)[0] in stems for text in own) or not refs:
            found |= set(block)
    return found if len(refs) > 1 else set()


def _is_headed_otherwise(table: _Table, number: int) -> bool:
    """A row of short words with a word where a reference would stand, which is not the header over again."""
    cells = said_in(table.sheet, number)
    ref = _ref_text(table, number)
    if is_repeated(table.sheet, number, table.header) or (ref and (any(map(str.isdigit, ref)) or len(ref) < 3)):
        return False
    texts = [printed_of(cell.value) for cell in cells.values()]
    is_short = all(len(text) <= 40 and not text.endswith(".") for text in texts)
    worded = all(_is_words(cell) for column, cell in cells.items() if column <= max(table.ref, *table.titles, 1))
    return bool(ref) and is_short and (worded or all(map(str.isdecimal, texts[1:])))


def _bar_above(table: _Table, first: int) -> list[Row]:
    """ "TR1: Fire" over the header of a table whose rows have neither reference nor title: its first risk."""
    number = table.header[0] - 1
    cells = said_in(table.sheet, number) if number > 0 else {}
    if table.ref or table.titles or table.about != About.RISKS or len(cells) != 1:
        return []
    text = printed_of(next(iter(cells.values())).value)
    if not ref_and_title(text) or len(text) > 160:
        return []
    table.entry, table.previous = number, first - 1
    return [Row(number, Kind.ENTRY, text)]


def _nested(number: int, columns: Columns) -> Row:
    if columns:
        return Row(number, Kind.NESTED, columns=columns)
    return Row(number, Kind.LEFT_OUT, "It heads the actions below it")


def _section_above(table: _Table, first: int, found: Sequence[Row]) -> list[Row]:
    """ "SHORT-TERM" right above the header names the first section, as "LONG-TERM" above the second header does.

    Where no header comes again, only words that part risks do: what stands above a table is its title.
    """
    number = table.header[0] - 1
    while number > 0 and number not in table.sheet.rows and table.header[0] - number < 4:
        number -= 1
    cells = said_in(table.sheet, number)
    if not table.header[0] or len(cells) != 1 or first <= number:
        return []
    text = printed_of(next(iter(cells.values())).value)
    again = any(
        row.kind == Kind.HEADER and place and found[place - 1].kind == Kind.SECTION for place, row in enumerate(found)
    )
    if len(text) <= (160 if ref_and_title(text) else 60) and (again or (len(text) <= 40 and _HORIZON.search(text))):
        return [Row(number, Kind.SECTION, text)]
    return []


def _judge(table: _Table, number: int, said: Mapping[int, Cell]) -> Row:
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


def _names_itself(table: _Table, number: int, said: Mapping[int, Cell]) -> bool:
    """ "Cause" and its words, right under an entry of a wide table that has references, but with none of its own."""
    return _is_under_entry(table, number, said) and labelled(said) is not None


def _is_under_entry(table: _Table, number: int, said: Mapping[int, Cell]) -> bool:
    is_wide = table.about == About.RISKS and len(table.columns) >= 4
    is_across = len(said) == 1 and table.merges.width(number, min(said)) > 2
    if not is_wide or ((not table.ref or table.ref in said) and not is_across):
        return False
    return bool(table.entry) and number - table.previous == 1


def _looks_whole(table: _Table, number: int, said: Mapping[int, Cell]) -> bool:
    """A reference that looks like one, and words for a title or description beside it."""
    ref = table.ref and Sort.REF in sort_of(table.sheet.cell(number, table.ref))
    titled = any(column in said and _is_words(said[column]) for column in table.titles)
    return titled and (bool(ref) or (not table.ref and len(said) >= max(3, len(table.columns) // 2)))


def _is_words(cell: Cell) -> bool:
    return isinstance(cell.value, str) and bool(re.search(r"[A-Za-z]{2}", cell.value))


def _covered(table: _Table, number: int) -> bool:
    """The title is drawn over this row from above."""
    return bool(table.titles) and bool(table.merges.above(number, table.titles[0]))


def _is_lone(table: _Table, number: int, said: Mapping[int, Cell]) -> bool:
    if len(said) == 1:
        return True
    texts = {printed_of(cell.value) for cell in said.values()}
    return len(texts) == 1 and len(said) >= 3 and all(isinstance(cell.value, str) for cell in said.values())


def _lone(table: _Table, number: int, said: Mapping[int, Cell], text: str) -> Row:
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


def _heads_an_entry(table: _Table, number: int, text: str, width: int) -> bool:
    """ "CR4: title" over the whole table, and under it the row of its values, which has no title of its own."""
    has_name = bool(table.ref or table.titles)
    if len(text) > 300 or (has_name and not (width > 2 and ref_and_title(text))):
        return False
    below = said_in(table.sheet, number + 1)
    if len([column for column in below if column in table.span]) < 2:
        return False
    return not _ref_text(table, number + 1) and not _title_text(table, number + 1)


def _section(number: int, text: str) -> Row:
    if len(text) > 150:
        return Row(number, Kind.LEFT_OUT, "It reads as a note across the table")
    return Row(number, Kind.SECTION, text)


def _lone_ref(table: _Table, number: int, cell: Cell, text: str) -> Row:
    if Sort.REF in sort_of(cell) and not (text.isalpha() and len(text) > 2):
        if text == table.entry_ref:
            return Row(number, Kind.CONTINUATION)
        return Row(number, Kind.LEFT_OUT, "It holds a reference and nothing else: the row has not been filled in")
    return _section(number, text)


def _lone_title(table: _Table, number: int, column: int, text: str) -> Row:
    """The title alone: a section if it is short, more of the text above if it reads on, else an entry."""
    is_short = len(text.split()) <= 8 and not text.endswith((".", ";", ","))
    if column != table.titles[0] and table.entry:
        return Row(number, Kind.CONTINUATION)
    if table.ref:
        if is_short and not text[:1].islower():
            return Row(number, Kind.SECTION, text)
        return Row(number, Kind.CONTINUATION) if table.entry else Row(number, Kind.LEFT_OUT, "It stands alone")
    if len(table.columns) <= 2 or not is_short:
        return Row(number, Kind.ENTRY, _ALONE if len(table.columns) > 2 else "")
    return Row(number, Kind.SECTION, text)


def _more(table: _Table, number: int) -> Row:
    if table.entry:
        return Row(number, Kind.CONTINUATION)
    return Row(number, Kind.LEFT_OUT, "It goes on with something that is not there")


def _full(table: _Table, number: int, said: Mapping[int, Cell]) -> Row:
    """A row of several cells."""
    ref, title = _ref_text(table, number), _title_text(table, number)
    if ref:
        return _with_ref(table, number, said, ref, title)
    if title and table.titles and table.titles[0] in said:
        return _without_ref(table, number, said, title)
    if title:  # only a description, or a cause, under the entry's
        is_more = table.entry and not _is_scored_anew(table, number, said)
        return Row(number, Kind.CONTINUATION if is_more else Kind.ENTRY)
    is_numbers = all(not _is_words(cell) for cell in said.values())
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


def _is_scored_anew(table: _Table, number: int, said: Mapping[int, Cell]) -> bool:
    """Words of its own and a level of its own, as the entry above has, under one subject: another risk of it."""
    if table.ref or table.about != About.RISKS or not table.entry:
        return False
    above = said_in(table.sheet, table.entry)
    worded = [column for column in table.titles[1:] if column in said and _is_words(said[column])]
    scored = [
        column
        for column in said.keys() & above.keys()
        if table.columns.get(column) in (None, *SCORE_FACTS) and _is_level(said[column]) and _is_level(above[column])
    ]
    return bool(worded) and all(column in above for column in worded) and bool(scored)


def _is_level(cell: Cell) -> bool:
    return bool(sort_of(cell) & (Sort.LEVEL | Sort.BAND | Sort.PAIR | Sort.SMALL))


def _with_ref(table: _Table, number: int, said: Mapping[int, Cell], ref: str, title: str) -> Row:
    if ref == table.entry_ref and (not title or title == table.entry_title):
        return Row(number, Kind.CONTINUATION)
    rest = {column: cell for column, cell in said.items() if column != table.ref}
    if not title and _is_empty_formulas(rest):
        return Row(number, Kind.LEFT_OUT, "It holds a reference and nothing else: the row has not been filled in")
    return Row(number, Kind.ENTRY)


def _without_ref(table: _Table, number: int, said: Mapping[int, Cell], title: str) -> Row:
    """A title and no reference: an entry, unless it is the entry above over again."""
    texts_only = all(table.columns.get(column) in _WORDS for column in said)
    if table.ref and table.entry and texts_only and _runs_on(table, number, said):
        return Row(number, Kind.CONTINUATION)
    if table.entry and title == table.entry_title and (not table.ref or not table.entry_ref or len(said) > 1):
        return Row(number, Kind.CONTINUATION)
    return Row(number, Kind.ENTRY)


def _runs_on(table: _Table, number: int, said: Mapping[int, Cell]) -> bool:
    """Lines of one cell in rows of their own, as they come out of a PDF: they begin with a small letter."""
    texts = [printed_of(cell.value) for cell in said.values()]
    return number - table.previous == 1 and any(text[:1].islower() for text in texts)


def _is_empty_formulas(said: Mapping[int, Cell]) -> bool:
    """Nothing but noughts, dashes and formulas that came to nothing."""
    return all(
        cell.value in (0, "0", False) or (cell.is_formula and not _is_words(cell)) or sort_of(cell) == Sort.NOTHING
        for cell in said.values()
    )


def _counts(table: _Table, number: int, said: Mapping[int, Cell]) -> bool:
    """Figures that come to the sum or count of what stands above: formulas under several rows of the table."""
    return all(cell.is_formula or cell.value == 0 for cell in said.values()) or len(said) >= len(table.columns) // 2


def _ref_text(table: _Table, number: int) -> str:
    """The reference as it is drawn in this row, with a merge that begins in it."""
    return table.text(number, table.ref) if table.ref else ""


def _title_text(table: _Table, number: int) -> str:
    return next((text for column in table.titles if (text := table.text(number, column))), "")


def _numbered_sections(table: _Table, found: Sequence[Row]) -> list[Row]:
    """Sections that are numbered as risks are: a number, a name in capitals or of the numbers below it, no more."""
    entries = [row.number for row in found if row.kind == Kind.ENTRY]
    widths = {number: _width(table, number) for number in entries}
    if len(entries) < 3 or sorted(widths.values())[len(entries) // 2] < 4:
        return list(found)
    refs = {number: _ref_text(table, number) for number in entries}
    kept = []
    for row in found:
        if row.kind == Kind.ENTRY and widths[row.number] == 2 and refs[row.number]:
            title, ref = _title_text(table, row.number), refs[row.number].rstrip(".")
            heads_others = any(other.startswith(f"{ref}.") for other in refs.values())
            is_shouted = title.isupper() and not _is_written_so(table, entries, widths)
            if title and (heads_others or (is_shouted and not _is_in_the_run(row.number, refs))):
                row = row._replace(kind=Kind.SECTION, words=title)
        kept.append(row)
    return kept


def _is_in_the_run(number: int, refs: Mapping[int, str]) -> bool:
    """Is a row numbered as the risks around it are, with a number of its own, and in its place among them?

    Such a row may be a risk that nobody has scored yet, however its title is written.
    """
    numbered = {row: _numbered(ref) for row, ref in refs.items()}
    stem, own = numbered.pop(number)
    others = [(row, each) for row, (each_stem, each) in numbered.items() if each_stem == stem and each is not None]
    if own is None or 2 * len(others) < len(numbered) or own in (each for _, each in others):
        return False
    order = [each for _, each in others]
    if order != sorted(order):
        return True  # the file has another order, which a row cannot break
    return all((each < own) == (row < number) for row, each in others)


def _numbered(ref: str) -> tuple[str, int | None]:
    """What stands before the last number of a reference, and that number."""
    match = re.fullmatch(r"(.*?)(\d{1,9})\W*", ref, re.DOTALL)
    return (match[1].casefold().strip(), int(match[2])) if match else (ref.casefold(), None)


def _width(table: _Table, number: int) -> int:
    cells = table.sheet.rows.get(number, {})
    return sum(column in table.span and not cell.is_blank for column, cell in cells.items())


def _is_written_so(table: _Table, entries: Sequence[int], widths: Mapping[int, int]) -> bool:
    """Are the titles of whole entries in capitals too?"""
    titles = [title for number in entries if widths[number] > 2 and (title := _title_text(table, number))]
    return sum(title.isupper() for title in titles) * 2 > len(titles)


def _without_late_sections(found: Sequence[Row]) -> list[Row]:
    """What follows the last entry names no section: it is a note below the table."""
    whole = [place for place, row in enumerate(found) if row.kind == Kind.ENTRY and not row.words]
    last = max(whole or [place for place, row in enumerate(found) if row.kind == Kind.ENTRY], default=-1)
    return [
        row._replace(kind=Kind.LEFT_OUT, words="A note below the table")
        if place > last and (row.kind == Kind.SECTION or row.words == _ALONE)
        else row._replace(words="" if row.words == _ALONE else row.words)
        for place, row in enumerate(found)
    ]
