"""What do the values in the mapped columns seem to mean? Every different one, how often, and where first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from reports.imports.judging import judge, terms
from reports.imports.row_kinds import Kind
from reports.imports.rows import rows_of
from reports.imports.texts import says_nothing
from reports.imports.values import About, Fact, Known, ValueProposal, Where
from reports.workbooks.grid import Cell, Sheet

_LEVELS = (Fact.CURRENT_LIKELIHOOD, Fact.CURRENT_IMPACT)  # the meanings of all levels are kept under these
_ENTRIES = (Kind.ENTRY, Kind.CONTINUATION, Kind.NESTED)
# Their cells are read as they stand; only a line through one says something more.
_TEXTS = frozenset(
    {
        *(Fact.TITLE, Fact.DESCRIPTION, Fact.CAUSE, Fact.EFFECT, Fact.RATIONALE, Fact.NARRATIVE, Fact.CONTROLS),
        *(Fact.ACTIONS, Fact.RECOMMENDATION, Fact.RESPONSE, Fact.NOTE, Fact.PRINCIPLE, Fact.ORDER, Fact.CONTROL_RISKS),
    }
)


@dataclass
class Tally:
    """The values met so far: how often each, and where first."""

    count: dict[tuple[Fact, str], int] = field(default_factory=dict)
    first: dict[tuple[Fact, str], Where] = field(default_factory=dict)
    decides: set[tuple[Fact, str]] = field(default_factory=set)  # those that are not only checked against a score

    def add(self, fact: Fact, printed: str, where: Where, is_checked: bool = False) -> None:
        key = (fact, printed)
        self.count[key] = self.count.get(key, 0) + 1
        self.first.setdefault(key, where)
        if not is_checked:
            self.decides.add(key)


def count_table(
    tally: Tally,
    sheet: Sheet,
    about: About,
    header: tuple[int, int],
    rows: tuple[int, int],
    columns: Mapping[int, Fact | None],
    known: Known,
    options: Mapping[str, Any],
) -> None:
    """Count the values of one table."""
    mapped = [
        (column, fact)
        for column, fact in columns.items()
        if fact is not None and fact not in (Fact.IGNORED, Fact.MOVEMENT)
    ]
    seen: dict[tuple[Fact, object], tuple[tuple[Fact, str], ...]] = {}
    for row in rows_of(sheet, about=about, header=header, rows=rows, columns=columns):
        if row.kind not in _ENTRIES:
            continue
        cells = sheet.rows.get(row.number, {})
        found = [
            (fact, _terms(seen, fact, cells[column], known, options), Where(sheet.name, row.number, column))
            for column, fact in (row.columns.items() if row.kind is Kind.NESTED else mapped)
            if column in cells and (fact not in _TEXTS or cells[column].is_struck)
        ]
        scored = _with_levels(found)
        for fact, terms_here, where in found:
            for value_fact, printed in terms_here:
                is_checked = value_fact is Fact.CURRENT_BAND and fact.split("-")[0] in scored
                tally.add(value_fact, printed, where, is_checked)


def _with_levels(found: Iterable[tuple[Fact, Sequence[tuple[Fact, str]], Where]]) -> set[str]:
    """The scores of which a row says both levels, so that a band beside them is only checked."""
    said: dict[str, set[Fact]] = {}
    for fact, terms_here, _ in found:
        levels = {one for one, printed in terms_here if one in _LEVELS and not says_nothing(printed)}
        said.setdefault(fact.split("-")[0], set()).update(levels)
    return {kind for kind, levels in said.items() if len(levels) == len(_LEVELS)}


def _terms(
    seen: dict[tuple[Fact, object], tuple[tuple[Fact, str], ...]],
    fact: Fact,
    cell: Cell,
    known: Known,
    options: Mapping[str, Any],
) -> tuple[tuple[Fact, str], ...]:
    key = (fact, (type(cell.value), cell.value, cell.is_struck, "" if cell.value else cell.colour))
    if key not in seen:
        seen[key] = tuple((term.fact, term.printed) for term in terms(fact, cell, known, options))
    return seen[key]


def count_cells(
    tally: Tally, sheet: Sheet, places: Iterable[tuple[Fact, int, int]], known: Known, options: Mapping[str, Any]
) -> None:
    """Count the values of single cells, those of a form."""
    for fact, row, column in places:
        if fact in (Fact.IGNORED, Fact.MOVEMENT):
            continue
        for term in terms(fact, sheet.cell(row, column), known, options):
            tally.add(term.fact, term.printed, Where(sheet.name, row, column))


def proposals(tally: Tally, known: Known, settled: Mapping[str, Mapping[str, Any]]) -> tuple[ValueProposal, ...]:
    """What each value seems to mean. `settled`: meanings that a person gave, which are kept."""
    by_fact: dict[Fact, list[str]] = {}
    for fact, printed in tally.count:
        by_fact.setdefault(fact, []).append(printed)
    found = [
        _proposal(fact, printed, beside, tally, known, settled)
        for fact, beside in by_fact.items()
        for printed in beside
    ]
    # what is only checked, and not understood, is told where it stands: no answer would change anything
    found = [one for one in found if one.meaning is not None or (one.fact, one.printed) in tally.decides]
    places = {fact: place for place, fact in enumerate(Fact)}
    found.sort(key=lambda value: (places[value.fact], -value.count, value.printed))
    return tuple(found)


def _proposal(
    fact: Fact,
    printed: str,
    beside: Sequence[str],
    tally: Tally,
    known: Known,
    settled: Mapping[str, Mapping[str, Any]],
) -> ValueProposal:
    count, where = tally.count[fact, printed], tally.first[fact, printed]
    kept = settled.get(fact.value, {}).get(printed)
    judged = judge(fact, printed, known, beside)
    if kept is not None:
        reason, is_plain = "As it was settled for this file or one of its shape.", judged.is_plain
        return ValueProposal(fact, printed, kept, reason, count, where, is_plain=is_plain and judged.meaning == kept)
    return ValueProposal(fact, printed, judged.meaning, judged.reason, count, where, judged.suggestion, judged.is_plain)
