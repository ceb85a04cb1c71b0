"""What does the page of a dry run show? Counts to filter by, and each row: what would be done, and why."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from django import forms

from reports.forms_mapping import NOT_OFFERED, FastSelect
from reports.imports.values import Change, Deed, Fact, PlannedRow, Problem, Weight
from reports.imports.words import DEEDS, WEIGHTS
from reports.mapping_choices import CHOOSE, UNANSWERED

LONG = 80  # characters from which a text is folded, or compared word by word
TOLD_FIRST = (Fact.OWNERS, Fact.CURRENT_SCORE, Fact.STATE, Fact.STAGE, Fact.STATUS, Fact.DUE)


class Show(StrEnum):
    """Which rows are asked for."""

    ALL = ""
    CREATE = "create"
    CHANGE = "change"
    NOTHING = "nothing"
    REFUSE = "refuse"
    QUESTIONS = "questions"
    NOTES = "notes"

    @classmethod
    def of(cls, asked: str) -> Show:
        return cls(asked) if asked in list(cls) else cls.ALL


def narrowed(rows, show: Show):
    """The rows of a dry run (a queryset of ImportRow) that are asked for."""
    if show == Show.ALL:
        return rows
    flags = {Show.QUESTIONS: "has_question", Show.NOTES: "has_remark"}
    return rows.filter(**{flags[show]: True} if show in flags else {"deed": show.value})


@dataclass(frozen=True)
class Tab:
    show: Show
    text: str
    count: int
    is_current: bool


def tabs(counts: Mapping[str, int], shown: Show) -> list[Tab]:
    """What the rows can be filtered by. `counts`: by the names of Show."""
    words = {Show.ALL: "All rows", **{Show(deed.value): said[1].capitalize() for deed, said in DEEDS.items()}}
    words |= {Show.QUESTIONS: "With questions", Show.NOTES: "With notes"}
    return [Tab(show, text, counts.get(show.value, 0), show == shown) for show, text in words.items()]


# One row --------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Told:
    """One fact, old and new."""

    change: Change
    is_long: bool
    is_new: bool  # there was nothing before


@dataclass(frozen=True)
class Doubt:
    """A problem, with the list that answers it, where a choice does."""

    problem: Problem
    word: str
    field: Any = None

    @property
    def is_grave(self) -> bool:
        return self.problem.weight != Weight.REMARK


@dataclass(frozen=True)
class Line:
    """A row as the page shows it: `first` in the open, `rest` folded."""

    row: PlannedRow
    word: str
    first: list[Told]
    rest: list[Told]
    doubts: list[Doubt]
    url: str = ""  # of what it is about


def lines(
    rows: Iterable[PlannedRow], form: AnswersForm, is_done: bool = False, leads_to: Callable[[str], str] = lambda _: ""
) -> list[Line]:
    """`is_done`: it has been imported, and is told as what was done. `leads_to`: the address of a row's target."""
    words = {deed: said[1].capitalize() if is_done else said[0] for deed, said in DEEDS.items()}
    rows = [replace(row, what=_now_there(row)) if is_done and row.target else row for row in rows]
    return [_line(row, words[row.deed], form, leads_to(row.target) if row.target else "") for row in rows]


def _now_there(row: PlannedRow) -> str:
    """What was new when it was looked at, as it is called since."""
    kind, _, place = row.target.partition(":")
    if kind == "control":
        return f"Control C-{place}"
    return row.what.removeprefix("New ").capitalize() if row.what.startswith("New ") else row.what


def _line(row: PlannedRow, word: str, form, url: str) -> Line:
    told = [_told(change, row.deed) for change in row.changes]
    is_open = row.deed == Deed.CHANGE or len(told) <= 2
    first = told if is_open else [one for one in told if one.change.fact in TOLD_FIRST]
    rest = [one for one in told if one not in first]
    return Line(row, word, first, rest, doubts(row.problems, form), url)


def _told(change: Change, deed: Deed) -> Told:
    is_long = max(len(change.old), len(change.new)) > LONG
    return Told(change, is_long, is_new=deed == Deed.CREATE or not change.old)


def doubts(problems: Iterable[Problem], form: AnswersForm) -> list[Doubt]:
    """Problems, the grave ones first."""
    order = list(Weight)
    return [
        Doubt(problem, WEIGHTS[problem.weight], form.field_for(problem))
        for problem in sorted(problems, key=lambda problem: order.index(problem.weight))
    ]


MOST_SHOWN = 100  # of one kind; all of them are in the result that can be downloaded


def about_the_file(problems: Iterable[Problem], form: AnswersForm) -> dict[str, Any]:
    """What is said of the file as a whole, and apart from it what is no part of the register."""
    told = doubts(problems, form)
    findings = [doubt for doubt in told if not doubt.problem.is_left_out]
    left_out = [doubt for doubt in told if doubt.problem.is_left_out]
    return {
        "findings": findings[:MOST_SHOWN],
        "more_findings": len(findings[MOST_SHOWN:]),
        "left_out": left_out[:MOST_SHOWN],
        "left_out_count": len(left_out),
    }


# Questions that are answered where they stand -------------------------------------------------------------------------


KINDS = {  # of the questions of rows, by the last part of their keys
    "same": "Is it the same risk, or another?",
    "twice": "Said twice: which of them holds?",
    "marking": "Is it to be marked lower?",
    "closed": "Is it closed?",
}
FIRST_OF_EACH = "first-of-each"  # where the first choice of each row is another
ALIKE = 3  # questions of one kind on a page, from which they can be answered alike


ENDINGS = {"-of-two": "Said in two ways: which of them holds?", "-score": "Which score is meant?"}


def kind_of(problem: Problem) -> str:
    return problem.key.rpartition(":")[2]


def _asked(kind: str, problem: Problem) -> str:
    """What all the questions of a kind ask; what one of them asks, where there are no words for them together."""
    together = next((words for ending, words in ENDINGS.items() if kind.endswith(ending)), problem.words)
    return KINDS.get(kind, together)


class AnswersForm(forms.Form):
    """The questions on a page that a choice answers: is this the same risk, is the first or the second meant.

    Many of one kind can be answered alike, on the other pages too.
    """

    def __init__(self, data: Any = None, *, problems: Iterable[Problem], answers: Mapping[str, str]) -> None:
        super().__init__(data)
        self.answers = answers
        self.keys: dict[str, str] = {}
        self.kinds: dict[str, list[Problem]] = {}
        for problem in problems:
            if problem.key and problem.choices and problem.key not in self.keys:
                self._ask(problem)
        for kind, asked in self.kinds.items():
            if len(asked) >= ALIKE:
                self.fields[f"all-{kind}"] = _list(_asked(kind, asked[0]), _common(asked), "")

    def _ask(self, problem):
        name = f"answer-{len(self.keys)}"
        self.keys[problem.key] = name
        answer = self.answers.get(problem.key, UNANSWERED)
        self.fields[name] = _list(problem.words, problem.choices, answer)
        if problem.key not in self.answers:
            self.kinds.setdefault(kind_of(problem), []).append(problem)

    def field_for(self, problem: Problem) -> Any:
        name = self.keys.get(problem.key)
        return self[name] if name else None

    @property
    def alike(self) -> list:
        """The lists that answer all open questions of a kind."""
        return [self[name] for name in self.fields if name.startswith("all-")]

    def settled(self, mapping: Mapping[str, Any], every: Callable[[], Iterable[Problem]] = tuple) -> dict:
        """The mapping with the answers of a valid form. One that is left open is a question again.

        `every`: the problems of all pages, read where questions are answered alike.
        """
        answers = dict(mapping.get("answers", {}))
        for key, name in self.keys.items():
            answers.pop(key, None)
            if said := self.cleaned_data[name]:
                answers[key] = said
        said_of = {kind: said for kind in self.kinds if (said := self.cleaned_data.get(f"all-{kind}"))}
        for problem in every() if said_of else ():
            offered = [value for value, _ in problem.choices]
            said = said_of.get(kind_of(problem)) if offered and problem.key not in answers else None
            if said == FIRST_OF_EACH or said in offered:
                answers[problem.key] = offered[0] if said == FIRST_OF_EACH else said
        return {**mapping, "answers": answers}


def _common(asked: list[Problem]) -> list[tuple[str, str]]:
    """What can be answered to all of them."""
    everywhere = set.intersection(*({value for value, _ in problem.choices} for problem in asked))
    common = [choice for choice in asked[0].choices if choice[0] in everywhere]
    if asked[0].choices[0] in common:
        return common
    return [(FIRST_OF_EACH, "Yes: in each row the first of its answers"), *common]


def _list(label, choices, initial):
    offered = [(UNANSWERED, CHOOSE), *choices]
    return forms.ChoiceField(
        label=label, choices=offered, initial=initial, required=False, widget=FastSelect, error_messages=NOT_OFFERED
    )
