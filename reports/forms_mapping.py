"""What does a file mean? The form in which a person answers what was not understood and changes what was.

It is made from a Proposal and the mapping as it stands, and gives the mapping anew. A field that is not on the page
(the values of a fact are paged) keeps its answer; one that is left at "Choose…" stays a question.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from copy import deepcopy
from functools import cached_property
from hashlib import sha1
from itertools import groupby
from typing import Any

from django import forms

from reports.imports.values import (
    FACTS_OF,
    About,
    ColumnProposal,
    Fact,
    Known,
    Mapped,
    Proposal,
    TableProposal,
    ValueProposal,
)
from reports.imports.words import fact_word
from reports.mapping_choices import UNANSWERED, abouts, facts, labels_of, meanings, new_post, packed, unpacked

INLINE = 25  # understood values of one fact on the page of the mapping; the rest has a page of its own
MOST_QUESTIONS = 100  # of values at once; the others follow when these are answered
IMPACT_FIRST, DAY_FIRST = "impact_first", "day_first"
OPTIONS = {
    IMPACT_FIRST: (
        "In a score of two parts, which comes first?",
        [("no", "Likelihood, then impact"), ("yes", "Impact, then likelihood")],
    ),
    DAY_FIRST: (
        "What is 4/5/2019?",
        [(UNANSWERED, "As each column tells"), ("yes", "4 May 2019"), ("no", "5 April 2019")],
    ),
}


NOT_OFFERED = {"invalid_choice": "Choose from the list"}


class FastSelect(forms.Select):
    """A list drawn in one template: a page may hold hundreds of them."""

    template_name = "reports/imports/select.html"


class MappingForm(forms.Form):
    """The whole mapping. `only`: the values of one fact and nothing else, all of `values`."""

    def __init__(
        self,
        data: Any = None,
        *,
        proposal: Proposal,
        mapped: Mapped,
        known: Known,
        adds_posts: bool,
        only: Iterable[ValueProposal] | None = None,
    ) -> None:
        super().__init__(data)
        self.proposal, self.mapping = proposal, mapped.data
        self.known, self.adds_posts = known, adds_posts
        self.only = None if only is None else list(only)
        if self.only is None:
            self._add_options()
            self._add_tables()
        self._add_values()

    # What is asked ----------------------------------------------------------------------------------------------------

    def _add_options(self):
        said = self.mapping.get("options", {})
        for name, (label, choices) in OPTIONS.items():
            first = said.get(name, None if name == DAY_FIRST else False)
            initial = UNANSWERED if first is None else "yes" if first else "no"
            if name in said and first is None:  # a question: to leave it to the columns is no answer
                choices = [choice for choice in choices if choice[0] != UNANSWERED]
            self.fields[f"option-{name}"] = forms.ChoiceField(
                label=label, choices=choices, initial=initial, widget=forms.RadioSelect, required=False
            )

    def _add_tables(self):
        for place, table in enumerate(self.proposal.tables):
            about = self.about_of(place)
            label = f"What is in {called(table)}?"
            self.fields[f"t{place}"] = _list(label, abouts(), about.value)
            offered = facts(about)
            for column in table.columns if FACTS_OF[about] else ():
                chosen = self.columns_of(place).get(str(column.column), UNANSWERED)
                self.fields[column_field(place, column)] = _list(
                    f"What is “{column.heading or column_name(column)}” of {called(table)}?", offered, chosen
                )

    def _add_values(self):
        for value in self.values_shown:
            offered = meanings(value, self.known, self.adds_posts)
            chosen = packed(self.answer(value))
            words = labels_of(offered)
            if chosen not in words and chosen != UNANSWERED:  # what was answered before, and is no longer offered
                offered.insert(1, (chosen, self._words_of(value)))
            label = f"What does “{value.printed}” mean ({fact_word(value.fact).lower()})?"
            self.fields[field_of(value)] = _list(label, offered, chosen)

    def _words_of(self, value):
        answer = self.answer(value)
        if isinstance(answer, Mapping) and "add" in answer:
            return f"Add “{answer['add']}” as a new post"
        return str(answer)

    @cached_property
    def values_shown(self) -> list[ValueProposal]:
        """Open questions first, and of what was understood the first few of each fact."""
        if self.only is not None:
            return self.only
        questions = [value for value in self.proposal.values if self.answer(value) is None]
        understood = []
        for _, of_fact in groupby(self.understood, key=lambda value: value.fact):
            understood += list(of_fact)[:INLINE]
        return questions[:MOST_QUESTIONS] + understood

    @cached_property
    def understood(self) -> list[ValueProposal]:
        order = list(Fact)
        found = [value for value in self.proposal.values if self.answer(value) is not None]
        return sorted(found, key=lambda value: order.index(value.fact))

    # What stands ------------------------------------------------------------------------------------------------------

    def about_of(self, place: int) -> About:
        tables = self.mapping.get("tables", [])
        return About(tables[place]["about"]) if place < len(tables) else self.proposal.tables[place].about

    def columns_of(self, place) -> Mapping[str, str]:
        tables = self.mapping.get("tables", [])
        return tables[place].get("columns", {}) if place < len(tables) else {}

    def answer(self, value: ValueProposal) -> Any:
        """What a value means by the mapping; None where that is still a question."""
        return self.mapping.get("values", {}).get(value.fact, {}).get(value.printed)

    # What it says -----------------------------------------------------------------------------------------------------

    def clean(self):
        data = super().clean()
        for place, table in enumerate(self.proposal.tables if self.only is None else ()):
            about = data.get(f"t{place}", "")
            if about == self.about_of(place) and FACTS_OF[About(about)]:
                self._check_table(place, table, data)
        return data

    def _check_table(self, place, table, data):
        """A table of risks or controls needs something to know its rows by."""
        chosen = {data.get(column_field(place, column)) for column in table.columns}
        if not chosen & {Fact.TITLE, Fact.REF, Fact.DESCRIPTION}:
            words = f"Choose which column of {called(table)} is the title or the reference, or leave the table out"
            self.add_error(f"t{place}", words)

    def settled(self, adds_all: bool = False) -> dict:
        """The mapping with the answers of a valid form. `adds_all`: owners that are not answered are new posts."""
        mapping = deepcopy(dict(self.mapping))
        if self.only is None:
            self._settle_options(mapping.setdefault("options", {}))
            for place in range(len(self.proposal.tables)):
                self._settle_table(place, mapping["tables"][place])
        answers = mapping.setdefault("values", {})
        for value in self.values_shown:
            if field_of(value) not in self.data:
                continue
            of_fact = answers.setdefault(value.fact.value, {})
            of_fact.pop(value.printed, None)
            if (meaning := unpacked(self.cleaned_data[field_of(value)])) is not None:
                of_fact[value.printed] = meaning
        if adds_all and self.adds_posts:
            for value in self.new_posts:
                answers.setdefault(value.fact.value, {}).setdefault(value.printed, new_post(value))
        return mapping

    @property
    def new_posts(self) -> list[ValueProposal]:
        """Owners not answered that may be posts which are not there yet."""
        asked = (value for value in self.proposal.values if value.fact == Fact.OWNERS and self.answer(value) is None)
        return [value for value in asked if isinstance(value.suggestion, dict) and "add" in value.suggestion]

    @property
    def changes_tables(self) -> bool:
        """Whether a table is to hold something else, whose columns have yet to be said."""
        places = range(len(self.proposal.tables)) if self.only is None else ()
        return any(self.cleaned_data[f"t{place}"] not in ("", self.about_of(place)) for place in places)

    def _settle_options(self, options):
        for name in OPTIONS:
            if f"option-{name}" not in self.data:
                continue
            is_asked = name in options and options.pop(name) is None
            if said := self.cleaned_data[f"option-{name}"]:
                options[name] = said == "yes"
            elif is_asked:
                options[name] = None

    def _settle_table(self, place, table):
        about = About(self.cleaned_data[f"t{place}"] or self.about_of(place))
        columns = {}
        for column in self.proposal.tables[place].columns:
            name = column_field(place, column)
            was = self.columns_of(place).get(str(column.column))
            fact = self.cleaned_data[name] if name in self.data else was
            if fact and fact in FACTS_OF[about]:
                columns[str(column.column)] = fact
        table["about"], table["columns"] = about.value, columns


def _list(label, choices, initial):
    return forms.ChoiceField(
        label=label, choices=choices, initial=initial, required=False, widget=FastSelect, error_messages=NOT_OFFERED
    )


def open_questions(proposal: Proposal, mapping: Mapping[str, Any]) -> int:
    """How many columns and values are not answered, and orders of scores and dates."""
    tables = mapping.get("tables", [])
    answered = mapping.get("values", {})
    columns = sum(
        str(column.column) not in table.get("columns", {})
        for proposed, table in zip(proposal.tables, tables, strict=False)
        if FACTS_OF[About(table["about"])]
        for column in proposed.columns
    )
    orders = sum(answer is None for name, answer in mapping.get("options", {}).items() if name in OPTIONS)
    return orders + columns + sum(value.printed not in answered.get(value.fact, {}) for value in proposal.values)


def field_of(value: ValueProposal) -> str:
    """The name of a value's field: what stands there may be of any length and hold anything."""
    digest = sha1(value.printed.encode("utf-8", "surrogatepass"), usedforsecurity=False).hexdigest()[:12]
    return f"v-{value.fact}-{digest}"


def column_field(place: int, column: ColumnProposal) -> str:
    """The name of a column's field: of the table at that place."""
    return f"t{place}-c{column.column}"


def called(table: TableProposal) -> str:
    """ "Risks", rows 4 to 20; of forms, where each risk has a sheet or a block of its own, how many there are."""
    if table.blocks:
        return f"{len(table.blocks)} forms like that of “{table.sheet}”"
    return f"“{table.sheet}”, rows {table.first_row} to {table.last_row}"


def column_name(column: ColumnProposal) -> str:
    from reports.workbooks.grid import column_letters

    return f"column {column_letters(column.column)}"
