"""Does the day stand before the month? What the dates of a file tell; where nothing does, a person has to say."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain

from reports.imports.days import NUMBERS, day_first
from reports.imports.judging import DAY_FACTS
from reports.imports.settled import Settled, Table, Told
from reports.imports.values import About, Fact, Known, Mapped, Where
from reports.workbooks.grid import Workbook


def asks_day_order(workbook: Workbook, mapped: Mapped, known: Known) -> bool:
    """Whether a person has to say what a date like 4/5/2019 is."""
    settled = Settled(workbook, mapped, known)
    tables = [table for table in settled.tables if table.about is not About.NOTHING]
    whole_file = day_first_of(chain.from_iterable(days_of(table) for table in tables), settled)
    return any(
        told is None and any(map(_goes_both_ways, days_of(table, fact)))
        for table in tables
        for fact, told in day_first_by_column(table, whole_file, settled).items()
    )


def days_of(table: Table, fact: Fact | None = None) -> Iterator[str]:
    """The texts in the columns of days of a table, or in those of one fact."""
    return (text for _, text in _placed(table, fact))


def _placed(table: Table, fact: Fact | None = None) -> Iterator[tuple[Where, str]]:
    columns = [column for column, one in table.columns.items() if (one is fact if fact else one in DAY_FACTS)]
    for number, cells in table.sheet.rows.items():
        if columns and table.rows[0] <= number <= table.rows[1]:
            for column in columns:
                cell = cells.get(column)
                if cell and isinstance(cell.value, str):
                    yield Where(table.sheet.name, number, column), cell.value


def day_first_of(values: Iterator[str], settled: Settled) -> bool | None:
    """Whether the day stands first: as the person said, else as the values tell, else None."""
    option = settled.options.get("day_first")
    return option if isinstance(option, bool) else day_first(values)


def day_first_by_column(table: Table, whole_file: bool | None, settled: Settled) -> dict[Fact, bool | None]:
    """Whether the day stands before the month, told by each column, else by the file, else not known."""
    facts = table.facts & set(DAY_FACTS)
    found = {fact: day_first_of(days_of(table, fact), settled) for fact in facts}
    return {fact: whole_file if told is None else told for fact, told in found.items()}


def tell_month_first(
    table: Table, tables: Iterable[Table], found: Mapping[Fact, bool | None], settled: Settled, told: Told
) -> None:
    """Where the month is taken to stand first, dates of that column may be other days: one remark, with the reason."""
    if isinstance(settled.options.get("day_first"), bool):
        return
    for fact in sorted(found):
        first = next((place for place in _placed(table, fact) if _goes_both_ways(place[1])), None)
        if found[fact] is not False or first is None:
            continue
        every = chain(_placed(table, fact), *(_placed(other) for other in tables))
        where, text = next(place for place in every if day_first([place[1]]) is False)
        words = (
            f"Dates here are read with the month first, because {where} holds {text.strip()}; {first[1].strip()} "
            "can be read both ways. The order of dates can be chosen for the whole file."
        )
        told.remark(first[0], words, fact, first[1])


def _goes_both_ways(text: str) -> bool:
    match = NUMBERS.search(text)
    return (
        match is not None and match["first"] != match["second"] and max(int(match["first"]), int(match["second"])) <= 12
    )
