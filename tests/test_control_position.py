"""Does the index of controls say what the facts say, and nothing that its reader may not see? On made-up worlds."""

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from controls.details import details
from controls.models import (
    CONTROL_FACTS,
    Control,
    ControlDetail,
    ControlDue,
    ControlLink,
    ControlOwner,
    ControlState,
    ControlWording,
    Effectiveness,
    Evidence,
    Progress,
)
from controls.position import everything
from controls.timeline import timeline
from registers import clock
from registers.audience import WITHHELD
from registers.scope import Scope
from registers.sees import World, standing_on, stands
from tests import made_up_worlds as worlds
from tests.made_up_controls import DEEDS, steps


@pytest.fixture
def made(db):
    return worlds.furnish()


@settings(max_examples=settings.default.max_examples // 4)
@given(
    profiles=st.tuples(worlds.profiles, worlds.profiles),
    steps=steps,
    reader=st.sampled_from(worlds.everybody()),
    back=st.integers(0, 60),
)
def test_the_index_holds_no_control_that_may_not_be_seen(made, profiles, steps, reader, back):
    with worlds.undone():
        today = worlds.play(made, profiles, steps, DEEDS)
        with clock.at(clock.moment_on(today)):
            audience = made.readers[reader]
            shown = set(Control.objects.visible_to(audience).values_list("pk", flat=True))
            found = everything(audience, Scope(as_at=today - timedelta(days=back)))
            assert {row.control for row in found.rows} <= shown
            if not back:
                began = set(Control.objects.exclude(controlstate_facts=None).values_list("pk", flat=True))
                assert {row.control for row in found.rows} == shown & began


# What a row says -------------------------------------------------------------------------------


class Replay:
    """What stood of a control, told with loops from all the rows there are (registers/sees.py), at one scope."""

    def __init__(self, control, rows, scope):
        self.control, self.rows, self.scope = control, rows, scope

    def of(self, model, **key):
        rows = [row for row in self.rows.facts[model] if row.control_id == self.control.pk]
        rows = [row for row in rows if all(getattr(row, name) == value for name, value in key.items())]
        return standing_on(rows, self.scope.as_at, self.scope.known_at)

    def trait(self, trait):
        row = self.of(ControlDetail, trait=trait)
        return row.value if row else ""

    def dates(self):
        """Each date that took effect, in that order; what was corrected or voided is left out."""
        rows = [row for row in self.rows.facts[ControlDue] if row.control_id == self.control.pk]
        stood = [row for row in rows if row.on <= self.scope.as_at and stands(row, rows, self.scope.known_at)]
        return [row.due for row in sorted(stood, key=lambda row: (row.on, row.recorded_at, row.pk))]

    def risks(self):
        rows = [row for row in self.rows.facts[ControlLink] if row.control_id == self.control.pk]
        keys = {row.risk_id for row in rows}
        latest = [self.of(ControlLink, risk_id=key) for key in keys]
        return {row.risk_id for row in latest if row is not None and row.holds}


CLEARED = ["cleared reader", "lead of one register", "cleared auditor", "north's full edition"]


@settings(max_examples=settings.default.max_examples // 4)
@given(
    profiles=st.tuples(worlds.profiles, worlds.profiles),
    steps=steps,
    reader=st.sampled_from(CLEARED),
    back=st.integers(0, 60),
    known_back=st.one_of(st.none(), st.integers(0, 60)),
)
def test_a_row_says_what_a_plain_replay_of_the_facts_says(made, profiles, steps, reader, back, known_back):
    with worlds.undone():
        today = worlds.play(made, profiles, steps, DEEDS)
        with clock.at(clock.moment_on(today)):
            audience, rows = made.readers[reader], World()
            known_at = None if known_back is None else clock.end_of(today - timedelta(days=known_back))
            found = everything(audience, Scope(as_at=today - timedelta(days=back), known_at=known_at))
            controls = {control.pk: control for control in Control.objects.all()}
            for row in found.rows:
                then = Replay(controls[row.control], rows, found.sight(row).scope)
                dates = list(changes(then.dates()))
                assert row.stage == then.of(ControlState).stage
                assert row.is_key == bool(then.trait("key"))
                assert row.is_sensitive == (then.trait("marking") == "official-sensitive")
                assert row.owner == getattr(then.of(ControlOwner), "post_id", None)
                assert (row.first_due, row.due, row.moves) == told(dates)
                assert (row.rated_on, row.rating) == ended(then.of(Effectiveness), "rating")
                if row.is_joint:
                    continue
                assert set(row.risks) <= then.risks()
                if row.status is not WITHHELD:
                    assert (row.stated_on, row.status) == ended(then.of(Progress), "status")


def changes(dates):
    """Every date that differs from the one before; what begins without one begins with the first there is."""
    before = None
    for date in dates:
        if date != before:
            yield date
        before = date


def told(dates):
    """(the first date, the one that stands, how often it changed)"""
    return (dates[0], dates[-1], len(dates) - 1) if dates else (None, None, 0)


def ended(fact, name):
    return (fact.on, getattr(fact, name)) if fact else (None, None)


@settings(max_examples=settings.default.max_examples // 4)
@given(
    profiles=st.tuples(worlds.profiles, worlds.profiles),
    steps=steps,
    reader=st.sampled_from(worlds.everybody()),
    back=st.integers(0, 60),
)
def test_what_is_told_of_controls_is_what_may_be_seen(made, profiles, steps, reader, back):
    with worlds.undone():
        today = worlds.play(made, profiles, steps, DEEDS)
        with clock.at(clock.moment_on(today)):
            audience = made.readers[reader]
            found = everything(audience, Scope(as_at=today - timedelta(days=back)))
            seen = {model: set(model.objects.visible_to(audience)) for model in CONTROL_FACTS}
            said = details(found, found.rows)
            for row in found.rows:
                _holds_only_what_is_seen(row, said[row.control], seen)
                control = Control.objects.get(pk=row.control)
                for entry in timeline(control, row, found.sight(row), audience):
                    assert entry.fact in seen[type(entry.fact)], entry.sentence


def _holds_only_what_is_seen(row, said, seen):
    def of(model, *names):
        rows = [fact for fact in seen[model] if fact.control_id == row.control]
        return {tuple(getattr(fact, name) for name in names) for fact in rows}

    assert (row.stage,) in of(ControlState, "stage")
    assert not row.is_key or ("key", "yes") in of(ControlDetail, "trait", "value")
    assert not row.owner or (row.owner,) in of(ControlOwner, "post_id")
    assert {(date,) for date in (row.due, row.first_due) if date} <= of(ControlDue, "due")
    assert {(one.organisation, one.status.value, one.on) for one in row.statements} <= of(
        Progress, "organisation_id", "status", "on"
    )
    assert not row.rating or (row.rating.value, row.rated_on) in of(Effectiveness, "rating", "on")
    assert row.is_joint or {(risk,) for risk in row.risks} <= of(ControlLink, "risk_id")
    assert not said.title or (said.title, said.description) in of(ControlWording, "title", "description")
    assert {(move.on, move.due) for move in (said.dates.moves if said.dates else ())} <= of(ControlDue, "on", "due")
    assert {(one.organisation.pk, one.on) for one in said.said or ()} <= of(Progress, "organisation_id", "on")
    assert {(proof.pk,) for proof in said.evidence or ()} <= of(Evidence, "pk")
