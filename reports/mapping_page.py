"""What does the page of a mapping show? What is asked, in front, and what was understood, table by table."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from typing import Any

from reports.forms_mapping import OPTIONS, MappingForm, column_field, field_of, open_questions
from reports.imports.values import About, ColumnProposal, Fact, TableProposal, ValueProposal
from reports.imports.words import fact_word


@dataclass(frozen=True)
class Ask:
    """One thing that a person answers or may change: its field, and why it is proposed as it is."""

    field: Any  # bound
    about: ColumnProposal | ValueProposal
    is_open: bool  # a question
    reason: str  # empty where the person has chosen otherwise
    table: TableProposal | None = None


@dataclass(frozen=True)
class Table:
    """A table of the file, with the columns that are not asked about."""

    table: TableProposal
    field: Any
    columns: list[Ask]


@dataclass(frozen=True)
class Values:
    """What was understood of the values of one fact; `total` of them, the first few here."""

    fact: Fact
    name: str
    asks: list[Ask]
    total: int

    @property
    def left_out(self) -> int:
        return self.total - len(self.asks)


class MappingPage:
    """A form's questions and answers, in the order of the page."""

    def __init__(self, form: MappingForm):
        self.form = form

    @cached_property
    def _columns(self) -> list[list[Ask]]:
        """The columns of each table that has fields for them."""
        tables = enumerate(self.form.proposal.tables)
        return [[self._column(place, table, column) for column in self._asked(place, table)] for place, table in tables]

    def _asked(self, place, table):
        return [column for column in table.columns if column_field(place, column) in self.form.fields]

    def _column(self, place, table, column) -> Ask:
        answer = self.form.columns_of(place).get(str(column.column))
        is_own = answer is not None and answer != column.fact
        return Ask(
            self.form[column_field(place, column)], column, answer is None, "" if is_own else column.reason, table
        )

    def _value(self, value) -> Ask:
        answer = self.form.answer(value)
        reason = value.reason if answer is None or answer == value.meaning else ""
        return Ask(self.form[field_of(value)], value, answer is None, reason)

    # Questions --------------------------------------------------------------------------------------------------------

    @property
    def asked_columns(self) -> list[Ask]:
        return [ask for table in self._columns for ask in table if ask.is_open]

    @cached_property
    def asked_values(self) -> list[Ask]:
        return [self._value(value) for value in self.form.values_shown if self.form.answer(value) is None]

    @property
    def questions(self) -> int:
        """How many are open, whether they fit on the page or not."""
        return open_questions(self.form.proposal, self.form.mapping)

    @property
    def waiting(self) -> int:
        return self.questions - len(self.asked_columns) - len(self.asked_values) - len(self.asked_options)

    @property
    def holds_nothing(self) -> bool:
        """Whether no table is taken for anything that can be imported."""
        places = range(len(self.form.proposal.tables))
        return all(self.form.about_of(place) == About.NOTHING for place in places)

    # Understood -------------------------------------------------------------------------------------------------------

    @cached_property
    def tables(self) -> list[Table]:
        return [
            Table(table, self.form[f"t{place}"], [ask for ask in columns if not ask.is_open])
            for place, (table, columns) in enumerate(zip(self.form.proposal.tables, self._columns, strict=True))
        ]

    @cached_property
    def values(self) -> list[Values]:
        found = []
        for fact, of_fact in groupby(self.form.understood, key=lambda value: value.fact):
            understood = list(of_fact)
            shown = [self._value(value) for value in understood if field_of(value) in self.form.fields]
            found.append(Values(fact, fact_word(fact), shown, len(understood)))
        return found

    @property
    def options(self) -> list:
        """How scores and dates are written, for the whole file."""
        return [self.form[f"option-{name}"] for name in OPTIONS if name not in self._open_options]

    @property
    def asked_options(self) -> list:
        return [self.form[f"option-{name}"] for name in self._open_options]

    @property
    def _open_options(self) -> list[str]:
        options = self.form.mapping.get("options", {})
        return [name for name in OPTIONS if name in options and options[name] is None]

    @property
    def all_values(self) -> list[Ask]:
        """Of a page with the values of one fact: every one of them."""
        return [self._value(value) for value in self.form.values_shown]
