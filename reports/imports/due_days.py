"""Which of several due dates of one row holds? The revised one where there is one, else the original."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from reports.imports.reading_values import Reader
from reports.imports.settled import Spot, Table
from reports.imports.texts import one_line, says_nothing

REVISED = re.compile(r"\b(?:revised|new|current|latest|extended|updated|amended|forecast|expected)\b", re.IGNORECASE)
ORIGINAL = re.compile(r"\b(?:original|initial|baseline|first|previous|old|agreed)\b", re.IGNORECASE)


def holding(spots: Sequence[Spot], table: Table, reader: Reader) -> list[Spot]:
    """The due dates without those that another column of their row revises, which are told.

    Columns whose headings do not say which of them is the newer stay as they are.
    """
    found: list[Spot] = []
    for row in dict.fromkeys(spot.where.row for spot in spots):
        here = [spot for spot in spots if spot.where.row == row]
        saying = [spot for spot in here if spot.text and not says_nothing(spot.text)]
        ranks = {spot.where.column: 0 if table.is_form else _rank(table.heading(spot.where.column)) for spot in saying}
        newest = [spot for spot in saying if ranks[spot.where.column] == max(ranks.values())]
        if len(newest) == len(saying):
            found += here
            continue
        found += newest
        for spot in here:
            if spot not in newest:
                words = f"“{one_line(spot.text)}” is not kept: {newest[0].where} has the newer date."
                reader.told.leave(spot.where, words, spot.text)
    return found


@lru_cache(maxsize=256)
def _rank(heading: str) -> int:
    """How new the dates of a column are, by its heading."""
    return int(bool(REVISED.search(heading))) - int(bool(ORIGINAL.search(heading)))


def is_newer(one: str, other: str) -> bool | None:
    """Whether the dates under one heading revise those under another; None where the headings do not say."""
    return None if _rank(one) == _rank(other) else _rank(one) > _rank(other)
