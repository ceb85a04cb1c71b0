"""Carrying out what was planned: each act through the action of a page, in the caller's transaction."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError

from controls.actions import controls, improvement, progress
from controls.models import Control, ImprovementPlan, Line, WorkStream
from registers.actions import assessments, corrections, people, reviews, risks
from registers.actions.writing import noting, standing
from registers.models import Fact, Objective, Post, Register, Review, ReviewOutcome, Risk, RiskState
from reports.imports.lines import Act, Subject
from reports.imports.planning import Planned
from reports.imports.values import PlannedRow

# Risks are opened before anything is said of them, and closed after everything: controls act on open ones.
FIRST = ("open", "open_earlier", "reopen_earlier", "turns_first")
LAST = ("turn_earlier", "turns_after")
OF_CONTROLS = ("add_control", "begin_earlier", "edit_control", "mark_control", "due", "stage", "state_control", "rate")


def _phase(act: Act) -> int:
    if act.name in FIRST:
        return 0
    if act.name in LAST:
        return 3
    return 2 if act.name in OF_CONTROLS else 1


def carry_out(
    planned: Planned, *, register: Register, by, plan: ImprovementPlan | None, said_by: str, tell: Callable
) -> list[Fact]:
    """Every act of a plan; the facts that were written. ValidationError, naming the row, where one is not allowed.

    The caller holds the register and has compared its fingerprint.
    """
    acts = [(_phase(act), n, act) for n, of_line in planned.acts for act in of_line]
    doer = Doer(register, by, plan, said_by)
    with noting() as written:
        doer.add_posts(planned.posts)
        for done, (_, n, act) in enumerate(sorted(acts, key=lambda one: one[0])):
            if done % 50 == 0:
                tell(done / len(acts), f"Writing {done + 1:,} of {len(acts):,} changes")
            _do(doer, act, planned.dry_run.rows[n])
    return written


def _do(doer, act: Act, row: PlannedRow):
    try:
        getattr(doer, act.name)(act.subject, act.on, act.reason, **act.values)
    except ValidationError as problem:
        raise ValidationError(f"{row.where}, {row.what}: {' '.join(problem.messages)}") from problem


class Doer:
    """The acts by name. `said_by`: who says how well a control works, where the file does."""

    def __init__(self, register: Register, by, plan: ImprovementPlan | None, said_by: str):
        self.register, self.by, self.plan, self.said_by = register, by, plan, said_by
        self.posts: dict[Any, Post] = {}
        self.objectives: dict[int, Objective] = {}

    def add_posts(self, titles: Iterable[str]) -> None:
        for title in titles:
            self.posts[title] = people.add_post(organisation=self.register.organisation, by=self.by, title=title)

    def _common(self, on: date, reason: str) -> dict:
        return {"by": self.by, "version": None, "on": on, "reason": reason}

    def _post(self, key) -> Post | None:
        if key is None:
            return None
        if key not in self.posts:
            self.posts[key] = Post.objects.get(pk=key)
        return self.posts[key]

    def _stewards(self, places) -> list[Post]:
        """The posts of a list, each in the form it is printed; a copy, for another risk may print another form."""
        found = []
        for key, printed in places:
            post = copy.copy(self._post(key))
            if printed and printed != post.title:
                post.printed_as = printed[:120]
            found.append(post)
        return found

    def _aims(self, keys) -> list[Objective]:
        missing = [key for key in keys if key not in self.objectives]
        if missing:
            self.objectives |= Objective.objects.in_bulk(missing)
        return [self.objectives[key] for key in keys]

    def risk(self, subject: Subject) -> Risk:
        if subject.record is None:
            subject.record = Risk.objects.select_related("register__organisation").get(pk=subject.key)
        return subject.record

    # Risks ---------------------------------------------------------------------------------------

    def open(self, subject, on, reason, **said):
        subject.record = risks.open_risk(register=self.register, by=self.by, on=on, reason=reason, **said)
        subject.record.register = self.register
        subject.key = subject.record.pk

    def open_earlier(self, subject, on, reason, **said):
        corrections.open_earlier(risk=self.risk(subject), **self._common(on, reason), **said)

    def edit(self, subject, on, reason, **said):
        for part in ("owners", "leads"):
            if part in said:
                said[part] = self._stewards(said[part])
        if "objectives" in said:
            said["objectives"] = self._aims(said["objectives"])
        risks.edit(risk=self.risk(subject), **self._common(on, reason), **said)

    def appetite(self, subject, on, reason, highest_band):
        said = self._common(on, reason)
        assessments.override_appetite(risk=self.risk(subject), highest_band=highest_band, **said)

    def mark(self, subject, on, reason, marking):
        risks.mark(risk=self.risk(subject), marking=marking, **self._common(on, reason))

    def score(self, subject, on, reason, **said):
        assessments.record(risk=self.risk(subject), **self._common(on, reason), **said)

    def state(self, subject, on, reason, status, narrative):
        said = {"by": self.by, "version": None, "on": on, "status": status, "narrative": narrative}
        progress.state_risk(risk=self.risk(subject), **said)

    def review(self, subject, on, reason, next_on, like):
        """`like`: the day of a review that is only given another next day."""
        risk = self.risk(subject)
        said = {"outcome": ReviewOutcome.DISCUSSED, "reason": reason}
        if like is not None:
            held = standing(Review, like, risk=risk)
            said = {name: getattr(held, name) for name in ("outcome", "reason", "board", "post")}
        reviews.record(risk=risk, by=self.by, version=None, on=on, next_on=next_on, **said)

    def turns_first(self, subject, on, reason, turns):
        risks.turn_about(risk=self.risk(subject), by=self.by, version=None, turns=turns, reason=reason)

    turns_after = turns_first

    def turn_earlier(self, subject, on, reason, turn, was):
        fact = RiskState.objects.known(risks.ALL_TIME).get(risk=self.risk(subject), on=was, turn=turn)
        said = self._common(on, reason[: corrections.WHY_AT_MOST])
        corrections.correct(fact=fact, **said)

    reopen_earlier = turn_earlier

    # Controls ------------------------------------------------------------------------------------

    def control(self, subject: Subject) -> Control:
        if subject.record is None:
            subject.record = Control.objects.select_related("register__organisation").get(pk=subject.key)
        return subject.record

    def _acted_on(self, subjects) -> list[Risk]:
        return [self.risk(subject) for subject in subjects]

    def add_control(self, subject, on, reason, risks, owner, **said):
        said |= {"risks": self._acted_on(risks), "owner": self._post(owner), "reason": reason}
        subject.record = controls.add(register=self.register, by=self.by, on=on, **said)
        subject.key = subject.record.pk

    def begin_earlier(self, subject, on, reason, risks, **said):
        said |= {"risks": self._acted_on(risks)} | self._common(on, reason)
        controls.begin_earlier(control=self.control(subject), **said)

    def edit_control(self, subject, on, reason, **said):
        if "owner" in said:
            said["owner"] = self._post(said["owner"])
        if "risks" in said:
            said["risks"] = self._acted_on(said["risks"])
        controls.edit(control=self.control(subject), **self._common(on, reason), **said)

    def mark_control(self, subject, on, reason, marking):
        controls.mark(control=self.control(subject), marking=marking, **self._common(on, reason))

    def due(self, subject, on, reason, due):
        controls.move_due(control=self.control(subject), due=due, **self._common(on, reason))

    def stage(self, subject, on, reason, stage):
        controls.set_stage(control=self.control(subject), stage=stage, **self._common(on, reason))

    def state_control(self, subject, on, reason, status, narrative):
        said = {"by": self.by, "version": None, "on": on, "status": status, "narrative": narrative}
        progress.state(control=self.control(subject), **said)

    def rate(self, subject, on, reason, rating):
        said = {"rating": rating, "line": Line.FIRST, "said_by": self.said_by[:120]}
        controls.rate(control=self.control(subject), **self._common(on, reason), **said)

    # The improvement plan ------------------------------------------------------------------------

    def stream(self, subject: Subject) -> WorkStream:
        if subject.record is None:
            subject.record = WorkStream.objects.select_related("plan__organisation").get(pk=subject.key)
        return subject.record

    def add_stream(self, subject, on, reason, owner, **said):
        said |= {"plan": self.plan, "by": self.by, "on": on, "owner": self._post(owner)}
        subject.record = improvement.add(**said)

    def edit_stream(self, subject, on, reason, **said):
        if "owner" in said:
            said["owner"] = self._post(said["owner"])
        improvement.edit(stream=self.stream(subject), **self._common(on, reason), **said)

    def due_stream(self, subject, on, reason, due):
        improvement.move_due(stream=self.stream(subject), due=due, **self._common(on, reason))

    def state_stream(self, subject, on, reason, status, note):
        said = {"by": self.by, "version": None, "on": on, "status": status, "note": note}
        improvement.state(stream=self.stream(subject), **said)


MADE_BY = {"open": "risk", "add_control": "control", "add_stream": "stream"}


def made(planned: Planned, plan: ImprovementPlan | None) -> dict[int, str]:
    """{place of the line: what it made}, as PlannedRow.target has it."""
    found = {}
    for n, acts in planned.acts:
        act = next((act for act in acts if act.name in MADE_BY), None)
        if act is not None:
            found[n] = _target(MADE_BY[act.name], act.subject.record, plan)
    return found


def _target(kind, record, plan):
    if kind == "stream":
        return f"stream:{plan.organisation.slug}/{plan.slug}/{record.ref}"
    return f"{kind}:{record.number if kind == 'control' else record.ref}"


def as_ranges(facts: Iterable[Fact]) -> dict[str, list[list[int]]]:
    """{kind of fact: [[first key, last key] ...]}: most of them were written one after another."""
    found: dict[str, list[list[int]]] = {}
    for label, key in sorted((fact._meta.label_lower, fact.pk) for fact in facts):
        ranges = found.setdefault(label, [])
        if ranges and ranges[-1][1] == key - 1:
            ranges[-1][1] = key
        else:
            ranges.append([key, key])
    return found


def count_of(ranges: Mapping[str, list[list[int]]]) -> int:
    return sum(last - first + 1 for spans in ranges.values() for first, last in spans)
