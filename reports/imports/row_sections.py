"""Which rows name a part of the table, and which of those name the risk below them?"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from reports.imports.contents import printed_of
from reports.imports.merged import said as said_in
from reports.imports.refs import ref_and_title
from reports.imports.row_kinds import (
    ALONE,
    Kind,
    Row,
    Table,
    ref_text,
    stem_and_number,
    title_text,
    width_of,
)
from reports.imports.values import About, Fact

_HORIZON = re.compile(r"\b(?:short|long|medium)[ -]?term\b|\b(?:open|closed|emerging)\b.{0,12}\brisks?\b", re.I)


def bar_above(table: Table, first: int) -> list[Row]:
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


def section_above(table: Table, first: int, found: Sequence[Row]) -> list[Row]:
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


def titled_by_bars(table: Table, found: list[Row]) -> list[Row]:
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


def numbered_sections(table: Table, found: Sequence[Row]) -> list[Row]:
    """Sections that are numbered as risks are: a number, a name in capitals or of the numbers below it, no more."""
    entries = [row.number for row in found if row.kind == Kind.ENTRY]
    widths = {number: width_of(table, number) for number in entries}
    if len(entries) < 3 or sorted(widths.values())[len(entries) // 2] < 4:
        return list(found)
    refs = {number: ref_text(table, number) for number in entries}
    kept = []
    for row in found:
        if row.kind == Kind.ENTRY and widths[row.number] == 2 and refs[row.number]:
            title, ref = title_text(table, row.number), refs[row.number].rstrip(".")
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
    numbered = {row: stem_and_number(ref) for row, ref in refs.items()}
    stem, own = numbered.pop(number)
    others = [(row, each) for row, (each_stem, each) in numbered.items() if each_stem == stem and each is not None]
    if own is None or 2 * len(others) < len(numbered) or own in (each for _, each in others):
        return False
    order = [each for _, each in others]
    if order != sorted(order):
        return True  # the file has another order, which a row cannot break
    return all((each < own) == (row < number) for row, each in others)


def _is_written_so(table: Table, entries: Sequence[int], widths: Mapping[int, int]) -> bool:
    """Are the titles of whole entries in capitals too?"""
    titles = [title for number in entries if widths[number] > 2 and (title := title_text(table, number))]
    return sum(title.isupper() for title in titles) * 2 > len(titles)


def without_late_sections(found: Sequence[Row]) -> list[Row]:
    """What follows the last entry names no section: it is a note below the table."""
    whole = [place for place, row in enumerate(found) if row.kind == Kind.ENTRY and not row.words]
    last = max(whole or [place for place, row in enumerate(found) if row.kind == Kind.ENTRY], default=-1)
    return [
        row._replace(kind=Kind.LEFT_OUT, words="A note below the table")
        if place > last and (row.kind == Kind.SECTION or row.words == ALONE)
        else row._replace(words="" if row.words == ALONE else row.words)
        for place, row in enumerate(found)
    ]
