"""Controls for tests, through the product's own actions, each recorded at noon of the day it is of."""

from datetime import date

from controls.actions import controls, progress
from registers import clock
from tests.factories import somebody

JANUARY = date(2020, 1, 1)


def on(day):
    """As if it were noon of that day."""
    return clock.at(clock.moment_on(day))


def add_control(*risks, day=JANUARY, by=None, title="A control", stage="planned", **fields):
    """A control that acts on these risks, in the register of the first."""
    with on(day):
        register = fields.pop("register", risks[0].register)
        by = by or somebody()
        return controls.add(register=register, by=by, on=day, title=title, stage=stage, risks=risks, **fields)


def move_due(control, due, day, reason="It takes longer", by=None):
    with on(day):
        return controls.move_due(control=control, by=by or somebody(), version=None, on=day, due=due, reason=reason)


def state(control, status, day, narrative="", by=None, **fields):
    """How a control gets on, from a day."""
    with on(day):
        return progress.state(
            control=control, by=by or somebody(), version=None, on=day, status=status, narrative=narrative, **fields
        )


def state_risk(risk, status, day, narrative="", by=None, **fields):
    with on(day):
        return progress.state_risk(
            risk=risk, by=by or somebody(), version=None, on=day, status=status, narrative=narrative, **fields
        )


def rate(control, rating, day, by=None, line="third", said_by="Internal audit", reason="It was tested"):
    with on(day):
        return controls.rate(
            control=control, by=by or somebody(), version=None, on=day, rating=rating, line=line, said_by=said_by,
            reason=reason,
        )  # fmt: skip
