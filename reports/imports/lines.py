"""What an import would do, in the making: one line an entry of the file, with the acts that would do it. No Django."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any

from reports.imports.values import Change, Deed, Fact, PlannedRow, Problem, Said, Weight, Where
from reports.imports.words import FACTS


@dataclass(slots=True, eq=False)
class Subject:
    """A risk, control or work-stream that acts are about: there already by its key, or to be made by one of them."""

    key: int | None = None
    ref: Any = None
    record: Any = None  # while it is applied


@dataclass(frozen=True, slots=True)
class Act:
    """One call of an action, as plain values: `applying.Doer` has a method of its name."""

    name: str
    subject: Subject
    on: date
    reason: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)


Choices = tuple[tuple[str, str], ...]  # of a question: each as it is kept, and as it is read
MERGED = ("edit", "edit_control", "edit_stream")  # of one day and reason they are one call


@dataclass(slots=True, eq=False)
class Line:
    """A line of the dry run in the making."""

    what: str
    title: str
    where: Where
    subject: Subject
    is_new: bool = False
    changes: list[Change] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    acts: list[Act] = field(default_factory=list)
    is_refused: bool = False
    is_left: bool = False  # left out as the person said, or as it is said twice
    day: date | None = None  # when what it says holds from
    target: str = ""
    said: Any = None  # of a control: what its row says, to tell it from a second one

    def change(self, label: str, old: str, new: str, fact: Fact | None = None) -> None:
        self.changes.append(Change(label, old, new, fact))

    def act(self, name: str, on: date, reason: str = "", **values: Any) -> None:
        if name in MERGED:
            for place, other in enumerate(self.acts):
                same = (other.name, other.on, other.reason, other.subject) == (name, on, reason, self.subject)
                if same and not other.values.keys() & values.keys():
                    self.acts[place] = Act(name, self.subject, on, reason, {**other.values, **values})
                    return
        self.acts.append(Act(name, self.subject, on, reason, values))

    def refuse(self, words: str, said: Said | None = None, fact: Fact | None = None) -> None:
        self.problem(Weight.REFUSED, words, said, fact)

    def remark(self, words: str, said: Said | None = None, fact: Fact | None = None) -> None:
        self.problem(Weight.REMARK, words, said, fact)

    def refuse_all(self, words: str) -> None:
        """Nothing of it is imported."""
        self.refuse(words)
        self.drop()

    def drop(self) -> None:
        self.is_refused, self.changes, self.acts = True, [], []

    def leave(self, words: str = "") -> None:
        """Left out, and the person is told, unless they said so themselves."""
        if words:
            self.remark(words)
        self.drop()
        self.is_refused, self.is_left = False, True

    @property
    def is_out(self) -> bool:
        return self.is_refused or self.is_left

    def ask(self, words: str, about: str, choices: Choices, said: Said | None = None, fact: Fact | None = None) -> None:
        """`about`: what of this row, so that the answer finds it again."""
        where = said.where if said else self.where
        printed = said.printed if said else ""
        key = answer_key(self.where, about)
        self.problems.append(Problem(Weight.QUESTION, where, words, fact, printed, key=key, choices=choices))

    def answer(self, answers: Mapping[str, str]) -> str:
        """The answer to what was asked last, where there is one: then it is a question no longer."""
        if not self.problems or self.problems[-1].weight is not Weight.QUESTION:
            return ""
        asked = self.problems[-1]
        words = dict(asked.choices).get(answers.get(asked.key, ""))
        if words is None:
            return ""
        told = f"{asked.words} You said: {words[:1].lower()}{words[1:]}"
        self.problems[-1] = asked._replace(weight=Weight.REMARK, words=told)
        return answers[asked.key]

    def problem(self, weight: Weight, words: str, said: Said | None = None, fact: Fact | None = None) -> None:
        where = said.where if said else self.where
        self.problems.append(Problem(weight, where, words, fact, said.printed if said else ""))

    def empty(self) -> None:
        """Once it has been told, only what it is about is still asked for."""
        self.changes, self.problems, self.acts = [], [], []

    @property
    def deed(self) -> Deed:
        if self.is_refused:
            return Deed.REFUSE
        if self.is_left:
            return Deed.NOTHING
        if self.is_new:
            return Deed.CREATE
        if self.acts:
            return Deed.CHANGE
        is_refused = any(problem.weight is Weight.REFUSED for problem in self.problems)
        return Deed.REFUSE if is_refused else Deed.NOTHING

    @property
    def planned(self) -> PlannedRow:
        return PlannedRow(
            self.deed, self.what, self.title, self.where, tuple(self.changes), tuple(self.problems), self.target
        )


def answer_key(where: Where, about: str) -> str:
    return f"{where.sheet}!{where.row}:{about}"


@dataclass(frozen=True)
class Rights:
    """What the person who imports may do on the pages, beside what every lead may."""

    settles: bool = False  # closes, reopens, marks: the board
    adds_posts: bool = False  # administrators
    edits_plan: bool = False


@cache
def label(fact: Fact) -> str:
    return FACTS[fact].split(" (")[0]


SCORE_LABELS = {"inherent": "Inherent score", "current": "Score", "target": "Target score"}


def plainly(text: Any) -> str:
    """A text without what differs to nobody: for comparing."""
    return " ".join(str(text or "").split())


def in_short(text: str, most: int) -> str:
    """A text cut at a word, with an ellipsis where anything is left out."""
    if len(text) <= most:
        return text
    cut = text[: most - 1].rsplit(" ", 1)[0] or text[: most - 1]
    return f"{cut.rstrip(' ,;:')}…"
