"""What is the first column of a register, when nothing stands above it? Its references or its titles, if they lack."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from reports.imports.contents import Sort, printed_of
from reports.imports.refs import ref_of
from reports.imports.values import Fact

if TYPE_CHECKING:
    from reports.imports.columns import Column

_FEWEST = 3  # cells


def settle_first(columns: Sequence[Column], taken: dict[Fact, Column]) -> None:
    """Settle `fact` and `reason` of a first column without a heading, whose cells all differ and fill every row."""
    if not columns or len(columns) < 3:
        return
    first, content = columns[0], columns[0].content
    if first.fact is not None or any(text.strip() for text in first.tiers) or content.filled < _FEWEST:
        return
    if len(content.different) < content.filled or any(other.content.filled > content.filled for other in columns[1:]):
        return
    texts = [printed_of(value) for value in content.different]
    named = taken.get(Fact.TITLE) or taken.get(Fact.DESCRIPTION)
    if named and Fact.REF not in taken and all(ref_of(text) for text in texts):
        fact, words = Fact.REF, "references, and no other column has them"
    elif not named and content.share(Sort.SHORT | Sort.TEXT) == 1 and not content.share(Sort.NUMBER | Sort.DAY):
        if not all(len(text) > (5 if " " in text else 8) for text in texts):
            return
        fact, words = Fact.TITLE, "words for each risk, and no other column has them"
    else:
        return
    first.fact, first.reason = fact, f"It has no heading, but stands first and holds {words}."
    taken[fact] = first
