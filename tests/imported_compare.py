"""What is wrong with what was understood of a workbook, against its expected result: every difference, in words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple

from reports.imports.values import (
    About,
    ControlSaid,
    Entry,
    Fact,
    Known,
    NewPost,
    OwnerSaid,
    Problem,
    Proposal,
    Reading,
    Scored,
    Weight,
    Where,
)
from reports.workbooks.grid import BLANK, Workbook, address
from tests.imported_accounting import BESIDE, CHECKED, lost, single, told_places, words_lost

QUIET = {"state": "open"}


class Finding(NamedTuple):
    kind: str  # risk, fact, doubt, told, needless, lost, crash, table
    words: str


@dataclass
class Measured:
    """What was counted of one file."""

    name: str
    found: list[Finding] = field(default_factory=list)
    of: Counter[str] = field(default_factory=Counter)  # how many there were to find, by kind

    def say(self, kind: str, words: str) -> None:
        self.found.append(Finding(kind, words))

    def missed(self, kind: str) -> int:
        return sum(finding.kind == kind for finding in self.found)


def plain(value: Any) -> Any:
    """A value of a reading as the expected results print it."""
    if isinstance(value, Scored):
        return [value.likelihood, value.impact]
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str):
        return single(value)
    return value


def same(wanted: Any, got: Any) -> bool:
    """Whether a value is the expected one; "~a|b" asks only that a and b stand in it."""
    if isinstance(wanted, str) and wanted.startswith("~"):
        return all(part.lower() in str(got).lower() for part in wanted[1:].split("|"))
    return plain(wanted) == plain(got)


@dataclass
class Comparison:
    measure: Measured
    expected: Mapping[str, Any]
    known: Known
    workbook: Workbook
    proposal: Proposal
    reading: Reading

    def run(self) -> None:
        """Compare all of it."""
        self.tables()
        matched = self.entries()
        self.controls()
        self.questions()
        self.problems()
        self.left_out()
        self.nothing_lost()
        if self.expected["is_plain"]:
            self.nothing_asked(matched)

    # Risks and their facts --------------------------------------------------------------------------------------------

    def entries(self) -> list[Entry]:
        """Every expected risk is found, with every fact; no other risk is."""
        left = list(self.reading.entries)
        matched = []
        for wanted in self.expected["entries"]:
            may_be_absent = wanted.get("may_be_absent", False)
            self.measure.of["risk"] += not may_be_absent
            got = next((entry for entry in left if self.is_at(entry.where, wanted["where"])), None)
            if got is None:
                if not may_be_absent:
                    self.measure.say("risk", f"{wanted['where']} risk {wanted['ref'] or 'without ref'} was not found")
                continue
            left.remove(got)
            matched.append(got)
            if not may_be_absent:
                self.facts(wanted, got)
        for extra in left if not self.expected.get("any_entries") else ():
            self.measure.say("risk", f"{extra.where}: there is no risk here ({extra.ref!r}, {self.shown(extra)})")
        return matched

    def shown(self, entry: Entry) -> str:
        title = entry.facts.get(Fact.TITLE) or entry.facts.get(Fact.DESCRIPTION)
        return str(title.value)[:40] if title else "no title"

    def facts(self, wanted: Mapping[str, Any], got: Entry) -> None:
        place = wanted["where"]
        self.one("ref", wanted["ref"], got.ref, place)
        if "section" in wanted:
            self.one("section", wanted["section"], got.section, place)
        values = {fact.value: self.value_of(fact, said.value) for fact, said in got.facts.items()}
        self.compare(wanted["facts"], values, place)
        if not wanted.get("any_controls"):
            self.listed_controls(wanted.get("controls", []), got.controls, place)

    def compare(self, wanted: Mapping[str, Any], values: dict[str, Any], place: str) -> None:
        """Facts one by one; what is not listed must not be understood."""
        for name, value in wanted.items():
            if name.startswith("?"):
                if name[1:] in values:
                    self.one(name[1:], value, values[name[1:]], place)
            else:
                self.one(name, value, values.get(name), place)
        for name, value in values.items():
            if name in wanted or f"?{name}" in wanted or value in (None, "", [], QUIET.get(name)):
                continue
            if not CHECKED.search(name) and name not in BESIDE:
                self.measure.say("fact", f"{place} {name}: understood as {value!r}, though the file does not say so")

    def one(self, name: str, wanted: Any, got: Any, place: str) -> None:
        self.measure.of["fact"] += 1
        if not same(wanted, got):
            self.measure.say("fact", f"{place} {name}: {plain(got)!r} instead of {wanted!r}")

    def value_of(self, fact: Fact, value: Any) -> Any:
        """Posts by title, objectives by name."""
        if fact in (Fact.OWNERS, Fact.LEADS, Fact.CONTROL_OWNERS) and value is not None:
            return [self.post(owner) for owner in value]
        if fact is Fact.OBJECTIVES and value is not None:
            by_key = dict(self.known.objectives)
            return [by_key.get(key, key) for key in value]
        return plain(value)

    def post(self, owner: Any) -> str:
        post = owner.post if isinstance(owner, OwnerSaid) else owner
        if isinstance(post, NewPost):
            return post.title
        return next((known.title for known in self.known.posts if known.key == post), f"post {post}")

    def listed_controls(self, wanted: Iterable[Mapping[str, Any]], got: Iterable[ControlSaid], place: str) -> None:
        wanted, left = list(wanted), list(got)
        for control in wanted:
            self.measure.of["fact"] += 1
            one = next((each for each in left if same(control["title"], each.title.value)), None)
            if one is None:
                self.measure.say("fact", f"{place} control {control['title']!r} is not there")
                continue
            left.remove(one)
            self.control_facts(control, one, f"{place} control {control['title']!r}")
        for extra in left:
            self.measure.say("fact", f"{place}: there is no control {plain(extra.title.value)!r}")

    def control_facts(self, wanted: Mapping[str, Any], got: ControlSaid, place: str) -> None:
        values = {fact.value: self.value_of(fact, said.value) for fact, said in got.facts.items()}
        values.pop("control-risks", None)  # they are `risks`
        if "control-owners" in values:
            values["owners"] = values.pop("control-owners")
        if "risks" in wanted:
            self.one("risks", wanted["risks"], list(got.risks), place)
        facts = {name: value for name, value in wanted.items() if name not in ("title", "risks", "where")}
        if not any(name.endswith("stage") for name in facts):
            facts["?stage"] = values.get("stage")
        self.compare(facts, {name: value for name, value in values.items() if name != "title"}, place)

    def controls(self) -> None:
        """Rows of tables of controls."""
        self.listed_controls(self.expected["controls"], self.reading.controls, "controls")

    # Tables -----------------------------------------------------------------------------------------------------------

    def tables(self) -> None:
        for wanted in self.expected["tables"]:
            self.measure.of["table"] += 1
            got = [table for table in self.proposal.tables if self.sheet_is(table.sheet, wanted["sheet"])
                   and table.about == wanted["about"]]  # fmt: skip
            if not got:
                self.measure.say("table", f"{wanted['sheet']}: no table about {wanted['about']}")
                continue
            columns = {
                address(0, column.column)[:-1]: (column.fact.value if column.fact else "") for column in got[0].columns
            }
            for letters, fact in wanted["columns"].items():
                self.measure.of["table"] += 1
                if columns.get(letters, "") != fact:
                    said = columns.get(letters) or "not known"
                    self.measure.say(
                        "table", f"{wanted['sheet']} column {letters}: {said} instead of {fact or 'a question'}"
                    )
            if list(got[0].header) != wanted["header"]:
                self.measure.say(
                    "table", f"{wanted['sheet']}: header {list(got[0].header)} instead of {wanted['header']}"
                )

    # Doubts -----------------------------------------------------------------------------------------------------------

    def questions(self) -> None:
        for wanted in self.expected["questions"]:
            self.measure.of["doubt"] += 1
            if not any(self.is_asked(wanted, each) for each in self.asked()):
                self.measure.say("doubt", f"{wanted['fact'] or 'column'} {wanted['printed']!r} was not asked")

    def is_asked(self, wanted: Mapping[str, str], asked: tuple[str, str]) -> bool:
        fact, printed = asked
        return fact == wanted["fact"] and wanted["printed"].lower() in printed.lower()

    def asked(self) -> Iterator[tuple[str, str]]:
        """Everything that is a question: (fact, printed), with fact "" for a column."""
        for table in self.proposal.tables:
            for column in table.columns:
                if table.about != About.NOTHING and column.fact is None:
                    yield "", column.heading
        for value in self.proposal.values:
            if value.meaning is None:
                yield value.fact.value, value.printed
        for problem in self.reading.problems:
            if problem.weight != Weight.REMARK:
                yield problem.fact.value if problem.fact else "", problem.printed or problem.words

    def problems(self) -> None:
        for wanted in self.expected["problems"]:
            self.measure.of["told"] += 1
            if not any(self.is_told(wanted, problem) for problem in self.told()) and not self.is_value_asked(wanted):
                self.measure.say(
                    "told", f"{wanted['where']} {wanted['fact']}: not told ({wanted['like'] or wanted['weight']})"
                )

    def told(self) -> Iterator[Problem]:
        yield from self.reading.problems
        yield from self.reading.left_out
        for value in self.proposal.values:
            if value.meaning is None:
                yield Problem(Weight.QUESTION, value.where, value.reason, value.fact, value.printed)

    def is_told(self, wanted: Mapping[str, str], problem: Problem) -> bool:
        sheet, row, column = self.place(wanted["where"])
        if problem.where.sheet != sheet or not problem.where.row <= row <= max(problem.where.row, problem.last_row):
            return False
        is_here = not column or problem.where.column in (0, column)
        likes = wanted["like"].lower().split("|")
        return (
            is_here
            and problem.weight.value in wanted["weight"].split("|")
            and any(like in (problem.words + problem.printed).lower() for like in likes)
        )

    def is_value_asked(self, wanted: Mapping[str, str]) -> bool:
        """Whether the value of this cell is a question of the mapping, asked once for all its cells."""
        sheet, row, column = self.place(wanted["where"])
        cell = self.workbook.sheet(sheet).cell(row, column) if column else BLANK
        printed = {single(cell.value or "").lower(), f"colour {cell.colour}"}
        return any(
            value.meaning is None and value.printed.lower() in printed and wanted["fact"] in ("", value.fact.value)
            for value in self.proposal.values
        )

    def nothing_asked(self, matched: list[Entry]) -> None:
        """Of a plain file nothing is asked, refused or remarked."""
        listed = self.expected["questions"] + self.expected["problems"]
        self.measure.of["needless"] += 1
        for fact, printed in self.asked():
            if not any(printed and each.get("printed", "") == printed for each in listed):
                self.measure.say("needless", f"{fact or 'column'} {printed[:60]!r} is asked without need")
        for problem in self.reading.problems:
            if problem.weight is Weight.REMARK and not listed:
                self.measure.say("needless", f"{problem.where}: {problem.words[:90]} (nothing is the matter)")

    def left_out(self) -> None:
        """Titles, notes and sheets that are no part of the register are said to be left out."""
        told = {place[:2] for place in told_places([*self.reading.left_out, *self.reading.problems])}
        remarks = (*self.proposal.remarks, *self.workbook.remarks)
        for wanted in self.expected["left_out"]:
            sheet, row, _ = self.place(wanted)
            self.measure.of["told"] += 1
            if (sheet, row) not in told and not any(sheet in remark for remark in remarks):
                self.measure.say("told", f"{wanted}: not said to be left out")

    def nothing_lost(self) -> None:
        """Every cell that says something is somewhere."""
        count, missing = lost(self.workbook, self.proposal, self.reading)
        self.measure.of["lost"] += count
        for where, value in missing:
            self.measure.say("lost", f"{where}: {value!r} is lost")
        for where, words in words_lost(self.workbook, self.reading):
            self.measure.say("lost", f"{where}: the words {words!r} are lost")

    # Places -----------------------------------------------------------------------------------------------------------

    def sheet_is(self, sheet: str, wanted: str) -> bool:
        return (
            sheet == wanted or (not wanted and sheet == self.workbook.sheets[0].name) or len(self.workbook.sheets) == 1
        )

    def place(self, printed: str) -> tuple[str, int, int]:
        """ "Register!C12" as sheet, row and column; a text file's one sheet has whatever name it was given."""
        sheet, _, cell = printed.rpartition("!")
        letters, row = re.fullmatch(r"([A-Z]*)(\d+)", cell).groups()
        column = 0
        for letter in letters:
            column = column * 26 + ord(letter) - 64
        return sheet or self.workbook.sheets[0].name, int(row), column

    def is_at(self, where: Where, printed: str) -> bool:
        sheet, row, _ = self.place(printed)
        return where.sheet == sheet and row in (0, where.row)
