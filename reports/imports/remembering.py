"""How does a mapping that was settled once fit a file again? By the headings of its tables, not by their places."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from reports.imports.headings import same
from reports.imports.values import FACTS_OF, About, ColumnProposal, Fact, Mapped, TableProposal

_REASON = "As it was settled for this file or one of its shape."


def is_settled(column: ColumnProposal) -> bool:
    """Whether it was settled for this file or one of its shape, and is no proposal of this one."""
    return column.reason == _REASON


def applied_to(tables: Iterable[TableProposal], settled: Mapped) -> list[TableProposal]:
    """The tables with what was settled for tables of their headings; what is new in them stays as it is proposed."""
    known = list(settled.data.get("tables", ()))
    return [_applied(table, _alike(table, known)) for table in tables]


def _alike(table: TableProposal, known: Iterable[Mapping[str, Any]]) -> Mapping[str, Any] | None:
    """The settled table that shares most headings; half of them at least.

    Of several it is that of the same sheet, of one that is called so in another quarter ("Closed June 2023"), or of
    one that holds closed risks, or open ones, as this does.
    """
    mine = {same(column.heading) for column in table.columns} - {""}
    best: tuple[float, bool, bool, bool] = (0.5, False, False, False)
    found = None
    for candidate in known:
        theirs = {same(heading) for heading in candidate.get("headings", {}).values()} - {""}
        share = len(mine & theirs) / len(mine | theirs) if mine | theirs else 1.0
        is_same_kind = bool(candidate.get("closed")) == table.is_closed
        rank = (share, candidate["sheet"] == table.sheet, _is_of_sheet(candidate, table), is_same_kind)
        if rank >= best:
            best, found = rank, candidate
    return found


def _is_of_sheet(settled: Mapping[str, Any], table: TableProposal) -> bool:
    return same(settled["sheet"]) == same(table.sheet)


def _applied(table: TableProposal, settled: Mapping[str, Any] | None) -> TableProposal:
    if settled is None:
        return table
    about = About(settled["about"])
    facts = _by_heading(settled)
    seen: dict[str, int] = {}
    columns = []
    for column in table.columns:
        key = same(column.heading)
        seen[key] = seen.get(key, 0) + 1
        columns.append(_settled(column, facts.get((key, seen[key])), about))
    is_closed = bool(settled.get("closed", table.is_closed)) if _is_of_sheet(settled, table) else table.is_closed
    return replace(table, about=about, columns=tuple(columns), is_closed=is_closed)


def _by_heading(settled: Mapping[str, Any]) -> dict[tuple[str, int], str]:
    """The settled fact of each heading, the second column of one heading apart from the first."""
    found: dict[tuple[str, int], str] = {}
    seen: dict[str, int] = {}
    for column, heading in sorted(settled.get("headings", {}).items(), key=lambda item: int(item[0])):
        key = same(heading)
        seen[key] = seen.get(key, 0) + 1
        if fact := settled["columns"].get(column):
            found[key, seen[key]] = fact
    return found


def _settled(column: ColumnProposal, fact: str | None, about: About) -> ColumnProposal:
    if fact is not None and Fact(fact) in FACTS_OF[about]:
        return replace(column, fact=Fact(fact), reason=_REASON)
    return column if column.fact in FACTS_OF[about] else replace(column, fact=None)
