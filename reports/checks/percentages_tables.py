"""Family "percentages", in tables: a column of shares beside the column of numbers they are of."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reports.checks.found import Finder
from reports.checks.model import Finding, Kind, Passage, Severity, Text

Table = dict[tuple[int, int], tuple[int, Passage]]
SHARE = re.compile(r"(\d+(?:\.\d+)?)\s?%")
COUNT = re.compile(r"\d{1,3}(?:,\d{3})+|\d+")


def check(finder: Finder, text: Text) -> Iterator[Finding]:
    """Shares that are not the share of the number beside them, and shares that do not come to a hundred."""
    tables: dict[int, Table] = {}
    for at, passage in enumerate(text.passages):
        if passage.kind is Kind.CELL:
            tables.setdefault(passage.group, {})[passage.row, passage.column] = (at, passage)
    for table in tables.values():
        rows = sorted({row for row, _ in table if row > 1})
        columns = sorted({column for _, column in table} - {0})
        for column in columns:
            said = {row: SHARE.fullmatch(table[row, column][1].text) for row in rows if (row, column) in table}
            if len(said) == len(rows) >= 2 and all(said.values()):
                shown = {row: float(found[1]) for row, found in said.items() if found}
                yield from _column(finder, table, rows, columns, column, shown)


def _column(
    finder: Finder, table: Table, rows: list[int], columns: list[int], column: int, said: dict[int, float]
) -> Iterator[Finding]:
    lines = [row for row in rows if not re.match(r"(?:grand |overall )?(?:total|all)\b", table[row, 0][1].text, re.I)]
    total = next((row for row in rows if row not in lines), None)
    for other in columns:
        counted = {row: table[row, other][1].text for row in lines if (row, other) in table}
        if other == column or len(counted) != len(lines) or not all(COUNT.fullmatch(one) for one in counted.values()):
            continue
        amounts = {row: int(one.replace(",", "")) for row, one in counted.items()}
        whole = sum(amounts.values())
        wrong = [row for row in lines if whole and abs(100 * amounts[row] / whole - said[row]) > 1.01]
        if wrong and len(wrong) <= max(1, len(lines) // 2):  # where most differ it is the share of another thing
            for row in wrong:
                why = f"{amounts[row]} of {whole} is {100 * amounts[row] / whole:.0f}%"
                yield _wrong(finder, table[row, column], why, Severity.ERROR)
            return
    sum_of = sum(said[row] for row in lines)
    if total is not None and abs(said[total] - 100) < 0.01 and abs(sum_of - 100) > 0.5 * len(lines) + 0.01:
        yield _wrong(finder, table[total, column], f"The shares come to {sum_of:g}%, not 100%", Severity.ERROR)
    elif total is None and 0.5 * len(lines) + 0.01 < abs(sum_of - 100) <= 10:
        yield _wrong(finder, table[lines[-1], column], f"The shares come to {sum_of:g}%, not 100%", Severity.WARNING)


def _wrong(finder: Finder, cell: tuple[int, Passage], why: str, severity: Severity) -> Finding:
    at, passage = cell
    return finder.at(at, (0, len(passage.text)), "percentage", why, "Mend the figure that is wrong", severity=severity)
