"""For any sequence of appended, late, corrected and voided facts, a position equals a plain replay of them."""

from collections import namedtuple
from contextlib import suppress
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from registers import clock
from registers.actions import assessments, corrections, risks
from registers.audience import WITHHELD, Audience
from registers.details import details
from registers.models import Assessment, Ownership, RiskState, Turn, Wording
from registers.movement import Stage, mirror
from registers.position import index, look_at
from registers.scope import Scope
from tests.factories import PostFactory, RegisterFactory, agree, open_risk, score_risk, somebody

START = date(2021, 1, 1)
DAYS = st.integers(0, 40)
CELL = st.tuples(st.integers(1, 4), st.integers(1, 4))
RISKS = st.integers(0, 2)
STEP = st.one_of(
    st.tuples(st.just("score"), RISKS, DAYS, CELL),
    st.tuples(st.just("word"), RISKS, DAYS, st.sampled_from(["Fire", "Flood", "Fraud"])),
    st.tuples(st.just("own"), RISKS, DAYS, st.lists(st.integers(0, 2), unique=True, max_size=3)),
    st.tuples(st.just("turn"), RISKS, DAYS, st.sampled_from([Turn.CLOSED, Turn.REOPENED])),
    st.tuples(st.just("correct"), st.integers(0, 30), DAYS, CELL),
    st.tuples(st.just("void"), st.integers(0, 30), DAYS, CELL),
)


class Entry(namedtuple("Entry", "kind risk on recorded value fact")):
    """What the replay remembers of a fact: plain values, and the row only to correct it by."""


class World:
    """The product and a plain list side by side."""

    def __init__(self):
        self.by = somebody()
        self.register = RegisterFactory()
        self.posts = PostFactory.create_batch(3, organisation=self.register.organisation)
        self.risks = [open_risk(self.register, on=START, title="Fire", by=self.by) for _ in range(3)]
        self.entries, self.replaced = [], {}  # replaced: number of entry -> tick
        for n, risk in enumerate(self.risks):
            self.note("turn", n, 0, 0, Turn.OPENED, RiskState.objects.get(risk=risk))
            self.note("word", n, 0, 0, "Fire", Wording.objects.get(risk=risk))
        self.tick = 0

    def note(self, kind, risk, on, recorded, value, fact):
        self.entries.append(Entry(kind, risk, on, recorded, value, fact))

    def moment(self, tick):
        return clock.moment_on(START + timedelta(days=50)) + timedelta(minutes=tick) if tick else clock.moment_on(START)

    def play(self, kind, target, on, value):
        self.tick += 1
        # What a rule refuses writes nothing, as the comparison will show.
        with clock.at(self.moment(self.tick)), suppress(ValidationError):
            getattr(self, f"do_{kind}")(target, on, value)

    def common(self, risk, on):
        return {
            "risk": self.risks[risk],
            "by": self.by,
            "version": None,
            "on": START + timedelta(days=on),
            "reason": "Told so",
        }

    def do_score(self, risk, on, cell):
        fact = assessments.record(**self.common(risk, on), likelihood=cell[0], impact=cell[1])
        self.note("score", risk, on, self.tick, cell, fact)

    def do_word(self, risk, on, title):
        for fact in risks.edit(**self.common(risk, on), title=title):
            self.note("word", risk, on, self.tick, title, fact)

    def do_own(self, risk, on, chosen):
        for fact in risks.edit(**self.common(risk, on), owners=[self.posts[n] for n in chosen]):
            self.note("own", risk, on, self.tick, tuple(chosen), fact)

    def do_turn(self, risk, on, turn):
        action = risks.close if turn == Turn.CLOSED else risks.reopen
        self.note("turn", risk, on, self.tick, turn, action(**self.common(risk, on)))

    def do_correct(self, target, on, cell):
        number = target % len(self.entries)
        entry = self.entries[number]
        changed = {"likelihood": cell[0], "impact": cell[1]} if entry.kind == "score" else {}
        fact = corrections.correct(
            fact=entry.fact, by=self.by, version=None, reason="Mistaken", on=START + timedelta(days=on), **changed
        )
        self.replaced[number] = self.tick
        self.note(entry.kind, entry.risk, on, self.tick, cell if changed else entry.value, fact)

    def do_void(self, target, on, cell):
        number = target % len(self.entries)
        entry = self.entries[number]
        fact = corrections.void(fact=entry.fact, by=self.by, version=None, reason="Mistaken")
        self.replaced[number] = self.tick
        self.note("void", entry.risk, entry.on, self.tick, None, fact)

    def standing(self, kind, risk, as_at, known):
        """The plain replay: of what was known and not replaced by then, the latest effective, then recorded."""
        known_entries = [
            entry
            for number, entry in enumerate(self.entries)
            if (entry.kind, entry.risk) == (kind, risk)
            and entry.recorded <= known
            and entry.on <= as_at
            and not (number in self.replaced and self.replaced[number] <= known)
        ]
        return max(known_entries, key=lambda entry: (entry.on, entry.recorded), default=None)

    def expected(self, risk, as_at, known):
        """(stage, cell, title, owners) of one risk; None where it had not been opened."""
        turn = self.standing("turn", risk, as_at, known)
        if turn is None:
            return None
        facts = [self.standing(kind, risk, as_at, known) for kind in ("score", "word", "own")]
        cell, title, owners = (fact and fact.value for fact in facts)
        stage = Stage.CLOSED if turn.value == Turn.CLOSED else Stage.OPEN
        return stage, cell, title or "", tuple(self.posts[n].title for n in owners or ())

    def seen(self, as_at, known, since=None):
        """What the product says: {ref order: (stage, cell, title, owners)}, and its index."""
        scope = Scope(
            START + timedelta(days=as_at), self.moment(known), None if since is None else START + timedelta(days=since)
        )
        view = look_at(self.register, Audience(user=1, working=frozenset({self.register.organisation_id})), scope)
        found = index(view)
        texts = details(view, list(found.rows))
        return {
            self.risks.index(next(r for r in self.risks if r.pk == row.risk)): (
                row.stage,
                row.cell,
                texts[row.risk].title,
                tuple(str(post) for post in texts[row.risk].owners),
            )
            for row in found.rows
            if row.opened_on
        }, found


class TestPositions(TestCase):
    @settings(max_examples=40)
    @given(
        st.lists(STEP, min_size=3, max_size=14),
        st.lists(st.tuples(DAYS, st.integers(0, 14), DAYS), min_size=3, max_size=5),
    )
    def test_a_position_equals_a_plain_replay(self, steps, looks):
        world = World()
        for step in steps:
            world.play(*step)
        for as_at, known, since in looks:
            expected = {n: world.expected(n, as_at, known) for n in range(3)}
            assert world.seen(as_at, known)[0] == {n: value for n, value in expected.items() if value is not None}
            there = {row.risk: row.movement for row in world.seen(as_at, known, since)[1].rows}
            back = {row.risk: row.movement for row in world.seen(since, known, as_at)[1].rows}
            if as_at != since:
                assert there == {risk: mirror(moved) for risk, moved in back.items()}


@pytest.fixture
def register(db):
    return RegisterFactory()


def see(register, as_at, known_at=None, since=None):
    """{ref: index row} as the own body sees it."""
    view = look_at(
        register, Audience(user=1, working=frozenset({register.organisation_id})), Scope(as_at, known_at, since)
    )
    return {row.ref: row for row in index(view).rows}, view


def test_a_closed_risk_stands_in_the_past_as_it_was(register):
    post = PostFactory(organisation=register.organisation, title="Head of Fire")
    risk = open_risk(register, on=date(2021, 1, 1), score=(2, 3), owners=[post])
    with clock.at(clock.moment_on(date(2021, 9, 1))):
        risks.close(risk=risk, by=somebody(), version=None, on=date(2021, 9, 1), reason="Done")
    rows, view = see(register, date(2021, 6, 30))
    assert rows[1].is_open
    assert rows[1].cell == (2, 3)
    assert [str(owner) for owner in details(view, [rows[1]])[risk.pk].owners] == ["Head of Fire"]
    assert not see(register, date(2021, 9, 1))[0][1].is_open, "closed on a day is closed at that day"


def test_a_score_entered_late_changes_last_quarters_map_and_this_quarters_arrow(register):
    risk = open_risk(register, on=date(2021, 1, 1), score=(2, 2))
    score_risk(risk, 3, 3, on=date(2021, 11, 1))
    entered = clock.moment_on(date(2021, 12, 20))
    score_risk(risk, 3, 3, on=date(2021, 9, 15), recorded=date(2021, 12, 20))
    quarter = {"as_at": date(2021, 12, 31), "since": date(2021, 9, 30)}
    assert see(register, **quarter)[0][1].movement == "static"
    assert see(register, **quarter, known_at=entered - timedelta(seconds=1))[0][1].movement == "up"
    assert see(register, date(2021, 9, 30))[0][1].cell == (3, 3)
    assert see(register, date(2021, 9, 30), known_at=entered - timedelta(seconds=1))[0][1].cell == (2, 2)


def test_a_wording_entered_late_leaves_the_newer_one_standing(register):
    risk, by = open_risk(register, on=date(2021, 1, 1), title="Fire"), somebody()
    for title, on in (("Blaze", date(2021, 8, 1)), ("Smoke", date(2021, 4, 1))):
        risks.edit(risk=risk, by=by, version=None, on=on, title=title, reason="Clearer")
    titles = {}
    for day in (date(2021, 3, 1), date(2021, 5, 1), date(2021, 9, 1)):
        rows, view = see(register, day)
        titles[day.month] = details(view, [rows[1]])[risk.pk].title
    assert titles == {3: "Fire", 5: "Smoke", 9: "Blaze"}


def test_facts_can_neither_be_updated_nor_deleted(register):
    risk = open_risk(register, score=(1, 1))
    fact = Assessment.objects.get(risk=risk)
    for attempt in (
        fact.save,
        fact.delete,
        Assessment.objects.all().delete,
        lambda: Ownership.objects.update(role="lead"),
    ):
        with pytest.raises(TypeError, match="never"):
            attempt()


def test_the_other_body_sees_a_new_score_only_once_the_board_agrees(register):
    risk = open_risk(register, on=date(2021, 1, 1), score=(2, 2))
    agree(register, date(2021, 9, 30))
    score_risk(risk, 4, 4, on=date(2021, 11, 1))
    other_body = Audience(user=2, agreed=frozenset({register.organisation_id}))

    def seen():
        return index(look_at(register, other_body, Scope(date(2021, 12, 31)))).rows[0].cell

    assert seen() == (2, 2)
    agree(register, date(2021, 12, 31), meeting="Risk and Assurance Board")
    assert seen() == (4, 4)


def test_what_is_recorded_before_an_agreement_but_dated_after_it_is_not_agreed(register):
    risk = open_risk(register, on=date(2021, 1, 1), score=(2, 2))
    score_risk(risk, 4, 4, on=date(2022, 1, 2))
    agree(register, date(2021, 12, 31), on=date(2022, 1, 5))
    other_body = Audience(user=2, agreed=frozenset({register.organisation_id}))
    assert index(look_at(register, other_body, Scope(date(2022, 2, 1)))).rows[0].cell == (2, 2)


def test_a_withheld_score_is_withheld_and_not_unscored(db):
    register = RegisterFactory(profile={"identity": "public", "movement": "public", "score": "official-sensitive"})
    open_risk(register, on=date(2021, 1, 1), score=(2, 2))
    open_risk(register, on=date(2021, 1, 1))
    rows, _ = see(register, date(2021, 6, 30), since=date(2021, 3, 31))
    assert [rows[ref].cell for ref in (1, 2)] == [WITHHELD, WITHHELD]
    assert [rows[ref].band for ref in (1, 2)] == [WITHHELD, WITHHELD]
    assert rows[1].movement == "static"
