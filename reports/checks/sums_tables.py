"""Family "sums", in lists and tables: a list whose items come to another number than its lead, and last rows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby

from reports.checks.found import Finder
from reports.checks.model import Finding, Kind, Passage, Severity, Text
from reports.checks.numbers import counts, like
from reports.checks.parts import part_said


def check(finder: Finder, text: Text) -> Iterator[Finding]:
    """The lists and the tables of a text."""
    yield from _lists(finder, text)
    yield from _tables(finder, text)


def _lists(finder: Finder, text: Text) -> Iterator[Finding]:
    """ "The 13 risks are rated:" before a list of "high: 6", "medium: 5", "low: 1"."""
    passages = text.passages
    for group, members in groupby(
        enumerate(passages), key=lambda pair: pair[1].group if pair[1].kind is Kind.ITEM else 0
    ):
        items = list(members)
        if not group or len(items) < 2 or not items[0][0]:
            continue
        amounts = [_sole_amount(passage.text) for _, passage in items]
        at = items[0][0] - 1
        lead = passages[at].text
        numbers = [one for one in counts(lead) if one.kind == "count" and not one.limit and one.value > len(items)]
        known = [amount for amount in amounts if amount is not None]
        if len(known) == len(amounts):
            yield from _after(finder, text, items[-1][0] + 1, sum(known))
        if len(known) != len(amounts) or len(numbers) != 1 or not lead.rstrip().endswith((":", "–", "-")):
            continue
        if sum(known) != numbers[0].value:
            yield finder.at(
                at,
                (numbers[0].start, numbers[0].end),
                "parts-and-whole",
                f"The list below comes to {sum(known)}, not {numbers[0].value}",
                "Mend the figure that is wrong",
                offer=like(sum(known), numbers[0].text),
            )


def _after(finder: Finder, text: Text, at: int, right: int) -> Iterator[Finding]:
    """ "That makes fifteen", right after a list of counts."""
    if at >= len(text.passages) or text.passages[at].kind is not Kind.PARAGRAPH:
        return
    words = text.passages[at].text
    numbers = [one for one in counts(words) if one.kind == "count" and one.start < 60]
    if numbers and numbers[0].value != right and MAKES.search(words[: numbers[0].start] + words[numbers[0].end :][:30]):
        place = (numbers[0].start, numbers[0].end)
        why = f"The list above comes to {right}"
        yield finder.at(at, place, "parts-and-whole", why, "Mend it", offer=like(right, numbers[0].text))


MAKES = re.compile(r"\b(?:makes?|total|in all|altogether|comes? to|adds? up)\b", re.IGNORECASE)


def _sole_amount(item: str) -> int | None:
    """ "high: 6", "six on track": the count that an item of a breakdown gives."""
    numbers = [one for one in counts(item) if one.kind in ("count", "none")]
    if len(numbers) != 1 or len(item) > 60:
        return None
    first = numbers[0].start == 0 or re.search(r"[:–-]\s*$", item[: numbers[0].start]) is not None
    return numbers[0].value if first and (part_said(item) or re.search(r"^[\w -]+[:–-]\s*\d+$", item)) else None


def _tables(finder: Finder, text: Text) -> Iterator[Finding]:
    """A last row or column named total, against what it is the total of."""
    cells: dict[int, dict[tuple[int, int], tuple[int, Passage]]] = {}
    for at, passage in enumerate(text.passages):
        if passage.kind is Kind.CELL:
            cells.setdefault(passage.group, {})[passage.row, passage.column] = (at, passage)
    for table in cells.values():
        labels = " ".join(passage.text for (_, column), (_, passage) in table.items() if column == 0)
        if re.search(r"\b(?:of which|of these|including|sub-?total|thereof|average|mean)\b", labels, re.IGNORECASE):
            continue
        last = max(row for row, _ in table)
        head = table.get((last, 0))
        if head is not None and re.match(r"(?:grand |overall )?total\b", head[1].text, re.IGNORECASE):
            for column in sorted({column for _, column in table} - {0}):
                name = table[1, column][1].text if (1, column) in table else ""
                if re.search(r"%|per cent|average|rate\b|year|ref\b|score", name, re.IGNORECASE):
                    continue
                lines = [table[row, column][1].text for row in range(2, last) if (row, column) in table]
                yield from _total_cell(finder, table.get((last, column)), lines)
        width = max(column for _, column in table)
        top = table.get((1, width))
        if top is not None and re.match(r"(?:total|all|sum)\b", top[1].text, re.IGNORECASE):
            for row in range(2, last + 1):
                line = [table[row, column][1].text for column in range(1, width) if (row, column) in table]
                yield from _total_cell(finder, table.get((row, width)), line)


def _amount(cell: str) -> float | None:
    """The number of a cell: "12", "1,200", "3.4", "£2.5m"; 0 for a dash; None for anything else."""
    if cell.strip() in ("", "-", "–", "—", "nil", "None"):
        return 0.0
    found = re.fullmatch(r"£?\s?(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?\s?(?:m|k|bn)?", cell.strip(), re.IGNORECASE)
    return float(found[1].replace(",", "") + (found[2] or "")) if found else None


def _total_cell(finder: Finder, cell: tuple[int, Passage] | None, lines: list[str]) -> Iterator[Finding]:
    amounts = [_amount(line) for line in lines]
    said = _amount(cell[1].text) if cell is not None and cell[1].text.strip() else None
    if cell is None or said is None or len(lines) < 2 or any(amount is None for amount in amounts):
        return
    right = round(sum(amount for amount in amounts if amount is not None), 4)
    if abs(right - said) < 0.0005:
        return
    is_whole = all("." not in line for line in [*lines, cell[1].text])
    yield finder.at(
        cell[0],
        (0, len(cell[1].text)),
        "table-total",
        f"The figures above or beside it come to {right:,g}",
        "Mend the figure that is wrong",
        offer=f"{right:g}" if is_whole and cell[1].text.isdigit() else "",
        severity=Severity.ERROR if is_whole else Severity.WARNING,  # decimals may each be rounded
    )
