"""A table without a header: what its columns may be follows from what stands in them alone."""

from __future__ import annotations

from reports.imports.columns import Column, contents_of
from reports.imports.contents import Sort
from reports.imports.tables import Found
from reports.imports.values import About, ColumnProposal, Fact, Known, TableProposal

_REASON = "There is no heading; what stands in it looks like {}."


def proposed(table: Found, known: Known) -> TableProposal:
    """The table with the few columns that are plain by themselves; the others are questions."""
    contents = contents_of(table, known)
    columns = [Column(number, (), contents[number]) for number in table.columns]
    for column in columns:
        column.reason = "It has no heading, so what it means has to be said."
    _settle(columns)
    is_register = any(column.fact in (Fact.REF, Fact.CURRENT_SCORE) for column in columns) and any(
        column.fact in (Fact.TITLE, Fact.DESCRIPTION) for column in columns
    )
    return TableProposal(
        table.sheet.name,
        (0, 0),
        table.first_row,
        table.last_row,
        About.RISKS if is_register else About.NOTHING,
        "It has no header. It looks like a register: please check each column."
        if is_register
        else "It has no header, and what stands in it does not look like a register.",
        tuple(
            ColumnProposal(
                *(
                    column.number,
                    "",
                    column.fact if is_register else None,
                    column.reason,
                    tuple(column.content.samples),
                ),
                column.number in table.sheet.hidden_columns,
            )
            for column in columns
        ),
    )


def _settle(columns: list[Column]) -> None:
    """Each fact goes to the first column that looks like it."""
    _take(columns[:1], Fact.REF, Sort.REF, "references", 0.9)
    _take(columns, Fact.CURRENT_SCORE, Sort.PAIR, "likelihood and impact together", 0.8)
    _take(columns, Fact.MOVEMENT, Sort.ARROW, "arrows", 0.9)
    _take(columns, Fact.OWNERS, Sort.POST, "posts of this body", 0.5)
    texts = [column for column in columns if column.fact is None and column.content.share(Sort.SHORT | Sort.TEXT) > 0.9]
    long = [column for column in texts if column.content.mean_length > 60]
    short = [column for column in texts if 10 < column.content.mean_length <= 60]
    if short and long and short[0].number < long[0].number:
        short[0].fact, short[0].reason = Fact.TITLE, _REASON.format("titles")
    if long:
        long[0].fact, long[0].reason = Fact.DESCRIPTION, _REASON.format("descriptions")
    elif short and short[0].fact is None:
        short[0].fact, short[0].reason = Fact.TITLE, _REASON.format("titles")


def _take(columns: list[Column], fact: Fact, looks: Sort, words: str, least: float) -> None:
    for column in columns:
        if column.fact is None and column.content.judged and column.content.share(looks) >= least:
            column.fact, column.reason = fact, _REASON.format(words)
            return
