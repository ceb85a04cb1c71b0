"""Rows under a risk that name what they hold: "Cause" with words beside it, or "Existing controls: ..." in one cell."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from reports.imports.headings import meanings, mended
from reports.imports.values import Fact
from reports.workbooks.grid import Cell

_SURE = 0.95
_UPDATE = 0.8
_WORDY = frozenset(
    {
        *(Fact.DESCRIPTION, Fact.CAUSE, Fact.EFFECT, Fact.RATIONALE),
        *(Fact.CONTROLS, Fact.ACTIONS, Fact.NARRATIVE),
    }
)


class Labelled(NamedTuple):
    """What a row says, and in which column; `label` is that of the label, 0 where both stand in one cell."""

    fact: Fact
    column: int
    label: int


def labelled(cells: Mapping[int, Cell]) -> Labelled | None:
    """What such a row holds; None for any other row. `cells`: those that say something."""
    if not 1 <= len(cells) <= 2:
        return None
    first = min(cells)
    value = cells[first].value
    if not isinstance(value, str):
        return None
    if len(cells) == 2:
        fact = _fact_of(value.strip().rstrip(":"))
        other = max(cells)
        return Labelled(fact, other, first) if fact and isinstance(cells[other].value, str) else None
    head, colon, rest = value.strip().partition(":")
    fact = _fact_of(head) if colon and len(rest.split()) >= 2 else None
    return Labelled(fact, first, 0) if fact else None


def remark_of(cells: Mapping[int, Cell]) -> str:
    """The label of a row with words that have no place of their own: "Update", "Comments", "Sources of assurance"."""
    if len(cells) != 2:
        return ""
    label, words = (cells[column].value for column in sorted(cells))
    if not isinstance(label, str) or not isinstance(words, str) or len(label) > 40 or len(words.split()) < 2:
        return ""
    found = next(iter(meanings(mended(label.strip().rstrip(":")))), None)
    if found is None or found.part:
        return ""
    is_asked = found.fact is None and found.sureness >= _SURE
    return label.strip() if is_asked or (found.fact is Fact.NARRATIVE and found.sureness >= _UPDATE) else ""


def _fact_of(text: str) -> Fact | None:
    if not text or len(text) > 40 or ":" in text:
        return None
    found = next(iter(meanings(mended(text))), None)
    return found.fact if found and found.sureness >= _SURE and found.fact in _WORDY else None
