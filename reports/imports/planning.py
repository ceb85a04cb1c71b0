"""What would a file do to a register? Row by row, without writing anything: matched, compared, and put as acts."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

from registers.access import audience_of, holds_role
from registers.audience import Level
from registers.models import Register, Role
from registers.models.registers import FactClass
from registers.movement import Stage
from registers.sentences import say_day
from reports.imports import past
from reports.imports.control_rows import ControlRows
from reports.imports.known import plan_of
from reports.imports.lines import Act, Line, Rights, Subject
from reports.imports.matching import Match, Matcher, are_permanent_refs_ours, said_twice
from reports.imports.movement_told import disagreement
from reports.imports.placing import STEP, places
from reports.imports.risk_rows import RiskRows, worded
from reports.imports.risk_scores import SCORES
from reports.imports.standing import MARKING, SENSITIVE, Stood, stood
from reports.imports.standing_controls import beside_of, controls_of
from reports.imports.stands import fingerprint, stands_of
from reports.imports.stream_rows import StreamRows
from reports.imports.values import About, DryRun, Entry, Fact, PlannedRow, Problem, Reading, Weight, Where

MOST_NAMED = 20
Tell = Callable[[float, str], None]


@dataclass(frozen=True)
class Planned:
    """A dry run, and the acts that would carry it out, by place of their line in it."""

    dry_run: DryRun
    acts: tuple[tuple[int, tuple[Act, ...]], ...]
    posts: tuple[str, ...] = ()  # titles of those to be added
    is_sensitive: bool = False
    stands: Mapping[str, list[int]] = field(default_factory=dict)
    rights: Rights = field(default_factory=Rights)  # with which it was worked out


def plan(
    register: Register,
    reading: Reading,
    by,
    as_at: date,
    *,
    source: str = "Imported",
    answers: Mapping[str, str] | None = None,
    closes_missing: bool = False,
    found: Stood | None = None,
    stands: dict[str, list[int]] | None = None,
    tell: Tell | None = None,
    keeps_acts: bool = True,
) -> Planned:
    """What applying the reading would do, as `by` may do it. `found`: the register as it stands, where it has been
    read; `stands`: how far it went before that.

    `keeps_acts`: False for a look alone, which carries nothing out.
    `source`: the reason of what is written, where the file gives none. `answers`: to the questions of single rows.
    """
    answers = {} if answers is None else answers
    return _Planning(
        register, reading, by, as_at, source, answers, closes_missing, found, stands, tell, keeps_acts
    ).run()


def year_of(user, register: Register, as_at: date):
    """The improvement plan of that day that rows may be about: the whole body's, none for a directorate's register."""
    return plan_of(register.organisation, audience_of(user), as_at) if register.is_corporate else None


def rights_of(user, register: Register, plan) -> Rights:
    """What the pages would let this person do; every importer is a lead of the register."""
    return Rights(
        settles=holds_role(user, Role.BOARD, register),
        adds_posts=user.has_perm("registers.manage_people", register.organisation),
        edits_plan=plan is not None and user.has_perm("controls.edit_plan", plan),
    )


class _Planning:
    def __init__(self, register, reading, by, as_at, source, answers, closes_missing, found, stands, tell, keeps_acts):
        self.register, self.reading, self.as_at, self.source = register, reading, as_at, source
        self.answers, self.closes_missing, self.tell = answers, closes_missing, tell or (lambda fraction, words: None)
        self.keeps_acts = keeps_acts
        self.stands = stands or stands_of(register)
        self.found = found or stood(register, as_at)
        self.by, self.year = by, year_of(by, register, as_at)
        self.rights = rights_of(by, register, self.year)
        self.posts: dict[str, str] = {}
        self.rows = RiskRows(self.found, self.rights, source, self.posts, answers)
        self.told: list[PlannedRow] = []
        self.acts: list[tuple[int, tuple[Act, ...]]] = []
        self.touched: set[int] = set()  # keys of the risks that lines are about, or name
        self.controls: ControlRows | None = None
        self.problems: list[Problem] = []
        self.at_rows = self._problems_by_row()

    def run(self) -> Planned:
        matches = self._matches()
        self._give_refs(matches)
        orders = self._orders(matches)
        if self.reading.controls or any(match.entry.controls for match in matches):
            beside = beside_of(self.register, audience_of(self.by))
            self.controls = ControlRows(self.rows, controls_of(self.register), beside)
        for n, match in enumerate(matches):
            if n % 200 == 0:
                self.tell(n / (len(matches) + 1), f"Comparing row {n + 1:,} of {len(matches):,}")
            self._risk(match, orders.get(id(match)))
        if self.controls is not None:
            self._table_of_controls(self.controls, matches)
        streams = [entry for entry in self.reading.entries if entry.about is About.PLAN]
        if streams:
            planner = StreamRows(self.rows, self.year)
            for entry in streams:
                self._add(planner.plan(entry), entry)
        if matches:
            self._missing(matches)
        self._whole_file(matches)
        return self._planned()

    # The risks -----------------------------------------------------------------------------------

    def _matches(self) -> list[Match]:
        entries = [entry for entry in self.reading.entries if entry.about is About.RISKS]
        self.rows.columns = frozenset(fact for entry in entries for fact in entry.facts)
        are_ours = are_permanent_refs_ours(self.found, ((entry, worded(entry)[0]) for entry in entries))
        matcher = Matcher(self.found, self.answers, takes_permanent_refs=are_ours)
        matches = []
        for entry in entries:
            match = matcher.match(entry, worded(entry)[0])
            if self._is_refused(entry):
                match.line.drop()
            self.touched.update(match.named)
            matches.append(match)
        if not are_ours:
            words = "Its permanent references are those of other risks than this register's: they are not gone by"
            self.problems.append(Problem(Weight.REMARK, Where(matches[0].entry.where.sheet, 0), words))
        said_twice(matches, self.answers)
        return matches

    def _is_refused(self, entry: Entry) -> bool:
        rows = self.at_rows.get((entry.where.sheet, entry.where.row), ())
        return any(problem.weight is Weight.REFUSED and not problem.where.column for problem in rows)

    def _risk(self, match, order):
        line = match.line
        if not line.is_out:
            self.rows.plan(match, order)
        if Fact.MOVEMENT in match.entry.facts and not line.is_out:
            words = disagreement(self.found, self.rows.scheme, match.entry, match.risk)
            if words:
                line.remark(words, match.entry.facts[Fact.MOVEMENT], Fact.MOVEMENT)
        said = match.entry.controls
        if said and line.is_out:
            many = f"are the {len(said)} controls and actions" if len(said) > 1 else "is the control or action"
            line.remark(f"Nor {many} in its row imported")
        self._add(line, match.entry)
        if said and not line.is_out:
            for one in self.controls.of_risk(line, match.risk, said):
                self._finish(one)

    def _give_refs(self, matches):
        """Every new risk its permanent reference: the one it is printed with where that is free, else the next.

        One of an import that was undone is free for what is printed with it, and for nothing else.
        """
        new = [match for match in matches if match.risk is None and not match.line.is_out]
        taken = set(self.found.by_ref)
        left = []
        for match in new:
            wanted = int(match.entry.ref) if re.fullmatch(r"[1-9]\d{0,8}", match.entry.ref) else None
            if wanted is None or wanted in taken:
                left.append(match)
                continue
            taken.add(wanted)
            match.line.subject.ref = wanted
        following = max([self.found.last_ref, *taken], default=0) + 1
        for match in left:
            match.line.subject.ref, following = following, following + 1

    def _orders(self, matches) -> dict[int, int]:
        """The place in the list of each new risk that is not to stand by its reference."""
        listed = [match for match in matches if not match.line.is_out]
        rows = [
            (match.line.subject.ref * STEP, True) if match.risk is None else (self.found.order(match.risk), False)
            for match in listed
        ]
        found = zip(listed, places(rows), strict=True)
        return {id(match): place for match, place in found if place is not None and match.risk is None}

    # The controls --------------------------------------------------------------------------------

    def _table_of_controls(self, controls, matches):
        """Rows of tables of controls: the risks they name are found as the file's, or as the register's."""
        by_ref: dict[str, tuple[Subject, int | None]] = {}
        for match in matches:
            if not match.line.is_out and match.entry.ref:
                by_ref.setdefault(match.entry.ref.casefold(), (match.line.subject, match.risk))
        matcher = Matcher(self.found, {})
        for said in self.reading.controls:
            risks, unknown = [], []
            for ref in said.risks:
                found = by_ref.get(ref.casefold())
                risk = matcher._of_ref(ref) if found is None else None
                is_there = risk is not None and (self.found.stage(risk) is Stage.OPEN or controls.holds(said, risk))
                if found is None and is_there:
                    found = (Subject(risk, self.found.refs[risk]), risk)
                if found is None:
                    unknown.append(ref)
                elif found[0].ref not in [subject.ref for subject, _ in risks]:
                    risks.append(found)
            line = controls.of_table(said, risks)
            unknown = [] if line.is_out else unknown
            for ref in unknown:
                line.refuse(
                    f"There is no open risk {ref} in the register, nor in the file", said.facts.get(Fact.CONTROL_RISKS)
                )
            if unknown and not line.is_new:
                line.drop()
            self._add(line, None)

    # The file as a whole -------------------------------------------------------------------------

    def _missing(self, matches):
        """Risks of the register that the file does not have: told, and left alone unless they are to be closed."""
        there = {match.risk for match in matches}
        open_risks = [risk for risk in self.found.refs if self.found.stage(risk) is Stage.OPEN and risk not in there]
        missing = sorted(open_risks, key=lambda risk: (self.found.order(risk), self.found.refs[risk]))
        where = Where(matches[0].entry.where.sheet, 0)
        self.touched.update(missing[:MOST_NAMED])  # they are named
        if not missing:
            return
        if self.closes_missing and self.rights.settles:
            for risk in missing:
                ref = self.found.refs[risk]
                line = Line(f"Risk {ref}", self.found.title(risk), where, Subject(risk, ref))
                line.target = f"risk:{ref}"
                line.remark("Not in the file")
                past.closes_missing(self.rows, risk, line)
                self._finish(line)
            return
        if self.closes_missing:
            words = "Risks that are not in the file were to be closed. Only the board closes a risk"
            self.problems.append(Problem(Weight.REFUSED, where, words))
        named = [f"{self.found.printed_ref(risk)} “{self.found.title(risk)}”" for risk in missing[:MOST_NAMED]]
        more = f" and {len(missing) - MOST_NAMED:,} more" if len(missing) > MOST_NAMED else ""
        words = f"In the register and not in the file, left alone: {', '.join(named)}{more}"
        self.problems.append(Problem(Weight.REMARK, where, words))

    def _whole_file(self, matches):
        scored = [match for match in matches if any(fact in match.entry.facts for fact in SCORES.values())]
        if scored and self.found.scheme is None:
            words = f"No scoring scheme had been adopted by {say_day(self.as_at)}: no score is imported"
            self.problems.append(Problem(Weight.REFUSED, Where(scored[0].entry.where.sheet, 0), words))
        if self.found.later is not None and (matches or self.reading.controls):
            words = (
                f"A register of the past: what it says holds from {say_day(self.as_at)} until "
                f"{say_day(self.found.later)}, the next day the register knows of. "
                "From then on everything stays as it was"
            )
            sheet = matches[0].entry.where.sheet if matches else ""
            self.problems.append(Problem(Weight.REMARK, Where(sheet, 0), words))
        for title in self.posts.values():
            self.problems.append(Problem(Weight.REMARK, Where("", 0), f"A post is added: {title}", Fact.OWNERS, title))

    def _problems_by_row(self):
        found = defaultdict(list)
        for problem in self.reading.problems:
            found[problem.where.sheet, problem.where.row].append(problem)
        return found

    def _add(self, line, entry):
        """A line of the dry run, with what reading its rows came upon."""
        last = entry.last_row if entry is not None else line.where.row
        for row in range(line.where.row, max(last, line.where.row) + 1):
            line.problems[:0] = self.at_rows.pop((line.where.sheet, row), ())
        self._finish(line)

    def _finish(self, line):
        """As it is told, and its acts. The line is emptied: there may be tens of thousands of them."""
        if self.keeps_acts and line.acts and not line.is_out:
            self.acts.append((len(self.told), tuple(line.acts)))
        self.told.append(line.planned)
        if line.target.startswith("risk:"):
            self.touched.add(line.subject.key)
        line.empty()

    def _planned(self):
        rest = [problem for problems in self.at_rows.values() for problem in problems]
        left_out = [problem._replace(is_left_out=True) for problem in self.reading.left_out]
        problems = (*self.problems, *rest, *left_out)
        is_sensitive = self._is_sensitive()
        rows, acts = tuple(self.told), tuple(self.acts)
        every = [*problems, *(problem for row in rows for problem in row.problems)]
        questions = len({_asked(problem) for problem in every if problem.weight is Weight.QUESTION})
        return Planned(
            DryRun(rows, problems, questions, fingerprint(self.stands)),
            acts, tuple(self.posts.values()), is_sensitive, self.stands, self.rights,
        )  # fmt: skip

    def _is_sensitive(self):
        """Whether the file holds what this register keeps for those cleared, or is about a risk that is."""
        said = {fact for entry in self.reading.entries for fact in entry.facts}
        if self.reading.controls or any(entry.controls for entry in self.reading.entries):
            said.add(Fact.CONTROLS)
        classes = {CLASS_OF.get(fact, FactClass.IDENTITY) for fact in said}
        if any(self.register.level_of(one) >= Level.SENSITIVE for one in classes):
            return True
        marked = any(
            entry.facts[Fact.MARKING].value == SENSITIVE
            for entry in (*self.reading.entries, *self.reading.controls)
            if Fact.MARKING in entry.facts
        )
        if self.controls is not None and self.controls.are_sensitive():
            return True
        return marked or any(
            SENSITIVE in (self.found.value(MARKING, risk), self.found.value(MARKING, risk, date.max))
            for risk in self.touched
        )


def _asked(problem: Problem) -> object:
    """What is asked: a value once, on however many rows it stands."""
    return problem.key or (problem.fact, problem.printed or problem.words)


CLASS_OF = {
    Fact.OWNERS: FactClass.OWNERSHIP, Fact.LEADS: FactClass.LEADS, Fact.OBJECTIVES: FactClass.OBJECTIVES,
    Fact.HORIZON: FactClass.HORIZON, Fact.APPETITE: FactClass.APPETITE, Fact.CURRENT_SCORE: FactClass.SCORE,
    Fact.INHERENT_SCORE: FactClass.SCORE, Fact.TARGET_SCORE: FactClass.TARGET, Fact.TARGET_ON: FactClass.TARGET,
    Fact.RATIONALE: FactClass.RATIONALE, Fact.REVIEWED_ON: FactClass.RATIONALE, Fact.NEXT_REVIEW: FactClass.RATIONALE,
    Fact.MOVEMENT: FactClass.MOVEMENT, Fact.PROGRESS: FactClass.PROGRESS, Fact.NARRATIVE: FactClass.PROGRESS,
    Fact.CONTROLS: FactClass.CONTROLS,
}  # fmt: skip
