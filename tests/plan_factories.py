"""Improvement plans for tests, through the product's own actions, each recorded at noon of the day it is of."""

from datetime import date

from controls.actions import improvement
from controls.models import ImprovementPlan
from tests.control_factories import on
from tests.factories import somebody

FIRST_DAY = date(2018, 4, 1)
LAST_DAY = date(2019, 3, 31)


def begin_plan(organisation, first_day=FIRST_DAY, day=None, by=None, **fields) -> ImprovementPlan:
    """The plan of a year, begun on its first day unless told another."""
    day = day or first_day
    with on(day):
        return improvement.begin(organisation=organisation, by=by or somebody(), on=day, first_day=first_day, **fields)


def add_stream(plan, day=None, by=None, title="A work-stream", **fields):
    day = day or plan.first_day
    with on(day):
        return improvement.add(plan=plan, by=by or somebody(), on=day, title=title, **fields)


def move_stream(stream, due, day, reason="It takes longer", by=None):
    with on(day):
        said = {"by": by or somebody(), "version": None, "on": day}
        return improvement.move_due(stream=stream, due=due, reason=reason, **said)


def state_stream(stream, status, day, note="", by=None):
    with on(day):
        said = {"by": by or somebody(), "version": None, "on": day}
        return improvement.state(stream=stream, status=status, note=note, **said)


def mark_plan(plan, marking, day, by=None, reason="It names people"):
    with on(day):
        said = {"by": by or somebody(), "version": None, "on": day}
        return improvement.mark(plan=plan, marking=marking, reason=reason, **said)


def close_plan(plan, day, by=None, **fields):
    """Its year is closed, and what is unfinished is carried forward."""
    with on(day):
        return improvement.close_year(plan=plan, by=by or somebody(), version=None, on=day, **fields)
