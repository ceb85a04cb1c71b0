"""Does a file say above its table of which day it is, and is that another day than the import's?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from reports.imports import days
from reports.imports.settled import Settled, Table, Told
from reports.imports.texts import one_line
from reports.imports.values import About, Where

_AS_AT = re.compile(r"\b(?:as|position|correct|situation) (?:as )?(?:at|of|on)\b\s*:?\s*(?P<day>.*)$", re.I)
_LONGEST = 200  # signs: what says it in passing is a note


def tell_other_day(tables: list[Table], settled: Settled, told: Told) -> None:
    """One remark for each place above a table of risks that names another day than the one imported as at."""
    as_at = settled.known.as_at
    seen: set[Where] = set()
    for table in tables if as_at else ():
        if table.about is not About.RISKS or table.is_form:
            continue
        for where, printed, said in _days_above(table, settled):
            if where in seen or as_at is None or said.on is None or (said.since or said.on) <= as_at <= said.on:
                continue
            seen.add(where)
            words = (
                f"“{printed}” stands above the table, and this is imported as at {days.spoken(as_at)}: "
                "if the file is of another day, begin again with that day."
            )
            told.remark(where, words, None, printed)


def _days_above(table: Table, settled: Settled) -> Iterator[tuple[Where, str, days.Day]]:
    """Each place with what is printed there and the day that it means."""
    first = table.header[0] or table.rows[0]
    day_first = settled.options.get("day_first")
    for number in sorted(row for row in table.sheet.rows if row < first):
        cells = table.sheet.rows[number]
        for column, cell in sorted(cells.items()):
            above = one_line(cell.value) if isinstance(cell.value, str) else ""
            match = _AS_AT.search(above)
            if match is None or len(above) > _LONGEST:
                continue
            beside = cells.get(column + 1)
            value = match["day"].strip() or (beside.value if beside else None)
            if isinstance(value, str | date):
                printed = above if match["day"].strip() else f"{above} {_printed(value)}"
                yield Where(table.sheet.name, number, column), printed, days.day_of(value, day_first)


def _printed(value: str | date) -> str:
    return value if isinstance(value, str) else days.spoken(value)
