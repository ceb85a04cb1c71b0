"""Is there a date in a file that can be read in two ways, and nothing beside it that tells which?"""

from __future__ import annotations

from itertools import chain

from reports.imports.days import NUMBERS
from reports.imports.reading import day_first_by_column, day_first_of, days_of
from reports.imports.settled import Settled
from reports.imports.values import About, Known, Mapped
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


def _goes_both_ways(text: str) -> bool:
    match = NUMBERS.search(text)
    return (
        match is not None and match["first"] != match["second"] and max(int(match["first"]), int(match["second"])) <= 12
    )
