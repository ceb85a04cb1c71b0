"""What did the person settle? The tables and values of a mapping, ready to read by; values it lacks are judged."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, NamedTuple

from reports.imports.judged import Judged, folded
from reports.imports.judging import judge, value_fact
from reports.imports.mapped_meanings import what_is_wrong
from reports.imports.on_scale import fitted
from reports.imports.texts import one_line, printed
from reports.imports.values import About, Fact, Known, Mapped, Problem, Weight, Where
from reports.workbooks.grid import Cell, Sheet, Workbook, column_letters


class Spot(NamedTuple):
    """A cell with its place and its printed text."""

    cell: Cell
    where: Where
    text: str


@dataclass(frozen=True)
class Table:
    """One table of the mapping, over its sheet."""

    sheet: Sheet
    header: tuple[int, int]
    rows: tuple[int, int]
    about: About
    columns: Mapping[int, Fact]
    headings: Mapping[int, str]
    is_closed: bool = False  # a sheet of closed risks
    is_form: bool = False  # one risk: labels beside their values; columns count its labels
    value_column: int = 0  # of a form whose values stand in one column, as do those of every other risk of it

    @cached_property
    def facts(self) -> frozenset[Fact]:
        return frozenset(self.columns.values())

    @cached_property
    def all_columns(self) -> list[int]:
        return sorted({*self.columns, *self.headings})

    @cached_property
    def facts_by_column(self) -> list[tuple[int, Fact | None]]:
        return [(column, self.columns.get(column)) for column in self.all_columns]

    def heading(self, column: int) -> str:
        """The heading of a column, and its letter where it has none."""
        if column not in self._headings:
            self._headings[column] = self._heading(column)
        return self._headings[column]

    @cached_property
    def _headings(self) -> dict[int, str]:
        return {column: words for column, words in self.headings.items() if words}

    def _heading(self, column: int) -> str:
        tiers = [
            printed(self.sheet.cell(row, column).value) for row in range(self.header[0], self.header[1] + 1) if row
        ]
        return " / ".join(filter(None, map(one_line, tiers))) or f"column {column_letters(column)}"

    def columns_of(self, fact: Fact) -> list[int]:
        return [column for column, one in sorted(self.columns.items()) if one is fact]


class Settled:
    """A mapping over a workbook."""

    def __init__(self, workbook: Workbook, mapped: Mapped, known: Known) -> None:
        data = fitted(mapped, known.scheme).data
        self.known = known
        self.options: Mapping[str, Any] = data.get("options") or {}
        self.answers: Mapping[str, str] = data.get("answers") or {}
        self.values: Mapping[str, Mapping[str, Any]] = data.get("values") or {}
        self.problems: list[Problem] = []
        self.tables = list(self._tables(workbook, data.get("tables") or ()))
        self.impact_first = bool(self.options.get("impact_first"))
        self.asks_score_order = self.options.get("impact_first", False) is None
        self._judged: dict[tuple[Fact, str], tuple[Judged, bool]] = {}
        self._folded = {
            fact: {_form(fact, value): meaning for value, meaning in values.items()}
            for fact, values in self.values.items()
        }
        self.owner_forms = frozenset(self._folded.get(Fact.OWNERS, ()))
        self.beside: Collection[str] = ()

    def _tables(self, workbook: Workbook, tables: Any) -> Iterator[Table]:
        sheets = {sheet.name: sheet for sheet in workbook.sheets}
        for one in tables:
            name = one.get("sheet") if isinstance(one, Mapping) else one
            sheet = sheets.get(str(name))
            if sheet is None or not isinstance(one, Mapping):
                words = f"The mapping names the sheet {str(name)[:80]}, which is not in this file."
                self.problems.append(Problem(Weight.REFUSED, Where(str(name)[:80], 1), words))
                continue
            try:
                table = _table(one, sheet)
            except (AttributeError, TypeError, ValueError) as error:
                words = f"The mapping of a table of this sheet cannot be read: {error}."
                self.problems.append(Problem(Weight.REFUSED, Where(sheet.name, 1), words))
                continue
            if not one.get("form"):
                yield table
                continue
            for name, first, last, *column in one.get("blocks") or ():
                if name in sheets:
                    form = replace(table, sheet=sheets[name], rows=(int(first), int(last)), header=(0, 0))
                    yield replace(form, is_form=True, value_column=int(column[0]) if column else 0)

    def meaning(self, fact: Fact, text: str) -> Judged:
        """What a value means: as the person settled it, else as it is judged by itself."""
        return self.judged(fact, text)[0]

    def judged(self, fact: Fact, text: str) -> tuple[Judged, bool]:
        """The meaning of a value, and whether it was settled in the mapping."""
        shared = value_fact(fact)
        key = shared, text
        if key not in self._judged:
            self._judged[key] = self._judge(shared, text)
        return self._judged[key]

    def _judge(self, fact: Fact, text: str) -> tuple[Judged, bool]:
        values = self.values.get(fact, {})
        if text in values:
            return self._checked(fact, values[text], text), True
        by_form = self._folded.get(fact, {})
        form = _form(fact, text)
        if form and form in by_form:
            return self._checked(fact, by_form[form], text), True
        return judge(fact, text, self.known, self.beside), False

    def _checked(self, fact: Fact, meaning: Any, text: str) -> Judged:
        """A meaning of the mapping, unless the register has no such thing."""
        if meaning is None:
            return judge(fact, text, self.known, self.beside)
        wrong = what_is_wrong(fact, meaning, self.known)
        if wrong:
            return Judged(None, f"What the mapping makes of “{text[:80]}” {wrong}.", is_plain=False)
        return Judged(meaning, "As the mapping has it.")


@dataclass
class Told:
    """What is told while reading: problems, and what was left out."""

    problems: list[Problem] = field(default_factory=list)
    left_out: list[Problem] = field(default_factory=list)

    def refuse(self, where: Where, words: str, fact: Fact | None = None, printed: str = "", **more: Any) -> None:
        self.problems.append(Problem(Weight.REFUSED, where, words, fact, printed, **more))

    def ask(self, where: Where, words: str, fact: Fact | None = None, printed: str = "", **more: Any) -> None:
        self.problems.append(Problem(Weight.QUESTION, where, words, fact, printed, **more))

    def remark(self, where: Where, words: str, fact: Fact | None = None, printed: str = "") -> None:
        self.problems.append(Problem(Weight.REMARK, where, words, fact, printed))

    def leave(self, where: Where, words: str, printed: str = "", last_row: int = 0) -> None:
        self.left_out.append(Problem(Weight.REMARK, where, words, None, printed, last_row))


def _table(one: Mapping[str, Any], sheet: Sheet) -> Table:
    """A table of a mapping. Raises ValueError or TypeError where it is not in the form of one."""
    return Table(
        sheet=sheet,
        header=_pair(one.get("header")),
        rows=_pair(one.get("rows")),
        about=About(one.get("about") or About.NOTHING),
        columns={int(column): Fact(fact) for column, fact in (one.get("columns") or {}).items() if fact},
        headings={int(column): str(words) for column, words in (one.get("headings") or {}).items()},
        is_closed=bool(one.get("closed")),
    )


def _form(fact: str, text: str) -> str:
    """Values that differ in this form are two values: punctuation is looked over in names, never in levels or days."""
    return folded(text) if fact in (Fact.OWNERS, Fact.OBJECTIVES) else " ".join(text.casefold().split())


def _pair(value: Any) -> tuple[int, int]:
    first, last = value or (0, 0)
    return int(first), int(last)
