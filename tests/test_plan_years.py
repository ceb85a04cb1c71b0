"""Improvement plans replayed: at every date, as known at any moment, and across the end of a year.

The replay is a plain list of what was entered. It follows late entries, and what is carried into the next plan.
"""

from collections import Counter, namedtuple
from contextlib import suppress
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from controls.actions import improvement
from controls.improvement import plan_position
from controls.improvement_json import plan_json
from controls.models import ImprovementPlan, StreamStatus, WorkStream
from registers import clock
from registers.audience import Audience
from registers.models import Marking, SensitiveRead
from registers.scope import Scope
from tests.control_factories import on
from tests.factories import OrganisationFactory, client_of, somebody
from tests.pages import news_of, send, words_of
from tests.plan_factories import (
    FIRST_DAY,
    LAST_DAY,
    add_stream,
    begin_plan,
    close_plan,
    mark_plan,
    state_stream,
)

FINISHED = {"complete", "no-longer-needed"}
LENGTH = 40
DAYS = st.integers(0, LENGTH)
DUE = st.one_of(st.none(), st.integers(100, 103))  # few dates, so that some moves go back to where they came from
STATUS = st.sampled_from(StreamStatus.values)
STEP = st.one_of(
    st.tuples(st.just("state"), st.integers(0, 4), DAYS, STATUS),
    st.tuples(st.just("due"), st.integers(0, 4), DAYS, DUE),
    st.tuples(st.just("row"), st.integers(0, 4), DAYS, st.tuples(STATUS, DUE)),
    st.tuples(st.just("add"), st.just(0), DAYS, st.tuples(STATUS, DUE)),
    st.tuples(st.just("note"), st.just(0), DAYS, st.none()),
)


class Entry(namedtuple("Entry", "kind stream on recorded value")):
    """What the replay remembers of an entry: plain values."""


def that_day(day) -> date | None:
    return None if day is None else FIRST_DAY + timedelta(days=day)


class World:
    """The product and a plain list of entries side by side. Everything is recorded after the year, tick by tick."""

    def __init__(self):
        self.by = somebody()
        self.plan = begin_plan(OrganisationFactory(), by=self.by)
        self.audience = Audience(user=1, working=frozenset({self.plan.organisation_id}))
        self.streams, self.entries, self.tick = [], [], 0
        for day, due in ((0, None), (0, 101), (20, 101)):
            self.play("add", 0, day, ("not-started", due))

    def moment(self, tick):
        return clock.moment_on(LAST_DAY + timedelta(days=1)) + timedelta(minutes=tick)

    def play(self, kind, target, day, value):
        self.tick += 1
        # What a rule refuses writes nothing, as the comparison will show.
        with clock.at(self.moment(self.tick)), suppress(ValidationError):
            getattr(self, f"do_{kind}")(target % len(self.streams) if self.streams else 0, day, value)

    def note(self, kind, stream, day, value):
        self.entries.append(Entry(kind, stream, day, self.tick, value))

    def said(self, day):
        return {"by": self.by, "on": that_day(day)}

    def do_add(self, target, day, value):
        status, due = value
        values = {"title": f"No. {len(self.streams)}", "status": status, "note": "So", "due": that_day(due)}
        self.streams.append(improvement.add(plan=self.plan, principle="F", **values, **self.said(day)))
        self.note("status", len(self.streams) - 1, day, status)
        if due is not None:
            self.note("due", len(self.streams) - 1, day, due)

    def do_state(self, target, day, status):
        improvement.state(stream=self.streams[target], version=None, status=status, note="So", **self.said(day))
        self.note("status", target, day, status)

    def do_due(self, target, day, due):
        said = self.said(day) | {"due": that_day(due), "reason": "Later"}
        improvement.move_due(stream=self.streams[target], version=None, **said)
        self.note("due", target, day, due)

    def do_row(self, target, day, value):
        status, due = value
        said = self.said(day) | {"status": status, "note": "So", "due": that_day(due), "reason": "Later"}
        written = improvement.row(stream=self.streams[target], version=None, **said)
        for fact in written:
            self.note("due" if hasattr(fact, "due") else "status", target, day, due if hasattr(fact, "due") else status)

    def do_note(self, target, day, value):
        """What stood that day and was not finished is said again, so that an older late entry does not show there."""
        stood = {number: self.row("status", number, day, self.tick) for number in range(len(self.streams))}
        improvement.note_unchanged(streams=self.streams, **self.said(day))
        for number, row in stood.items():
            if row is not None and row.value not in FINISHED and row.on != day:
                self.note("status", number, day, row.value)

    # The plain replay ------------------------------------------------------------------------------------------------

    def rows(self, kind, stream, as_at, known):
        rows = [
            entry
            for entry in self.entries
            if (entry.kind, entry.stream) == (kind, stream) and entry.on <= as_at and entry.recorded <= known
        ]
        return sorted(rows, key=lambda entry: (entry.on, entry.recorded))

    def row(self, kind, stream, as_at, known):
        rows = self.rows(kind, stream, as_at, known)
        return rows[-1] if rows else None

    def promises(self, stream, as_at, known):
        """The dates promised one after another, each where it differs from the one before."""
        promises = []
        for due in [row.value for row in self.rows("due", stream, as_at, known)]:
            if due != promises[-1] if promises else due is not None:
                promises.append(due)
        return [that_day(due) for due in promises]

    def expected(self, as_at, known):
        """{ref: (status, promises)} of the work-streams there were."""
        return {
            stream.ref: (status.value, self.promises(number, as_at, known))
            for number, stream in enumerate(self.streams)
            if (status := self.row("status", number, as_at, known)) is not None
        }

    def found(self, as_at, known):
        return plan_position(self.plan, self.audience, Scope(that_day(as_at), self.moment(known)))


def promises_of(line):
    """The dates it was promised for, from its moves."""
    first = [line.dates.original] if line.dates.original else []
    return first + [move.due for move in line.dates.moves]


class TestPlans(TestCase):
    @settings(max_examples=30)
    @given(
        st.lists(STEP, min_size=3, max_size=12),
        st.lists(st.tuples(DAYS, st.integers(0, 15)), min_size=2, max_size=4),
    )
    def test_at_every_date_the_statuses_add_up_and_revised_dates_are_counted_apart(self, steps, looks):
        world = World()
        for step in steps:
            world.play(*step)
        for as_at, known in (*looks, (LENGTH, world.tick)):
            expected, found = world.expected(as_at, known), world.found(as_at, known)
            assert {line.ref: (line.status, promises_of(line)) for line in found.lines} == expected
            counted = {share.key: share.count for share in found.shares}
            assert counted == dict.fromkeys(StreamStatus.values, 0) | Counter(status for status, _ in expected.values())
            assert sum(counted.values()) == len(expected)
            assert found.revised.count == sum(len(promises) > 1 for _, promises in expected.values())
            assert sum(bar.total for bar in found.by_principle) == len(expected)
            assert sum(share.count for share in found.by_source) == len(expected)

    @settings(max_examples=20)
    @given(st.lists(STEP, min_size=3, max_size=10), st.lists(DAYS, min_size=2, max_size=3))
    def test_closing_a_year_carries_exactly_what_is_unfinished_and_leaves_the_past_alone(self, steps, looks):
        world = World()
        for step in steps:
            world.play(*step)
        before = {as_at: plan_json(world.plan, world.audience, Scope(that_day(as_at))) for as_at in looks}
        left = {ref: facts for ref, facts in world.expected(LENGTH, world.tick).items() if facts[0] not in FINISHED}
        closed_on = LAST_DAY + timedelta(days=12)
        with on(closed_on):
            improvement.close_year(plan=world.plan, by=world.by, version=None, on=closed_on)
            following = ImprovementPlan.objects.filter(slug="2019-20").first()
            carried = plan_position(following, world.audience, Scope(closed_on)).lines if following else ()
            assert bool(following) == bool(left)
            stands = {ref: (status, promises[-1] if promises else None) for ref, (status, promises) in left.items()}
            assert {line.ref: (line.status, line.dates.due) for line in carried} == stands
            assert not any(line.is_revised for line in carried)
            for as_at in looks:
                assert plan_json(world.plan, world.audience, Scope(that_day(as_at))) == before[as_at]


# Across years --------------------------------------------------------------------------------------------------------

JUNE, JULY, APRIL = date(2018, 6, 1), date(2018, 7, 1), date(2019, 4, 12)


@pytest.fixture
def body(db):
    return OrganisationFactory(slug="mopac", name="The Body", short_name="the Body")


@pytest.fixture
def plan(body):
    return begin_plan(body)


def client(body, role="lead", cleared=False):
    return client_of(somebody((role, body), cleared_by=[body] if cleared else []))


def add_next(body, **query):
    return reverse("controls:plan-add-next", args=[body.slug], query=query)


def test_a_new_ref_is_free_in_this_year_and_in_the_next(plan, body):
    add_stream(plan, ref="F3")
    add_stream(plan, ref="12")
    said = {"plan": plan, "by": somebody(), "on": JUNE}
    with on(JUNE):
        noted = [improvement.add_to_next_year(title="Noted", principle=letter, **said).ref for letter in ("F", "A", "")]
    assert noted == ["F4", "A1", "13"]
    assert [add_stream(plan, JUNE, principle=letter).ref for letter in ("F", "A", "")] == ["F5", "A2", "14"]
    close_plan(plan, APRIL)
    refs = WorkStream.objects.filter(plan__slug="2019-20").values_list("ref", flat=True)
    assert set(refs) == {"F3", "F4", "F5", "A1", "A2", "12", "13", "14"}


def test_sensitive_words_are_not_carried_where_more_people_read(plan, body):
    mark_plan(plan, Marking.SENSITIVE, JUNE)
    add_stream(plan, JUNE, title="Said in confidence")
    following = begin_plan(body, date(2019, 4, 1), day=date(2019, 3, 1))
    with on(APRIL):
        board, page = client(body, "board", cleared=True), f"{plan.get_absolute_url()}close-year/"
        refused = words_of(send(board, board.get(page)))
        assert "Mark the plan of 2019/20 first" in refused
        assert not following.streams.exists()
    mark_plan(following, Marking.SENSITIVE, APRIL)
    with on(APRIL):
        assert send(board, board.get(page)).status_code == 302
    assert [stream.ref for stream in following.streams.all()] == ["1"]


def test_the_next_plan_is_begun_under_the_same_marking(plan, body):
    mark_plan(plan, Marking.SENSITIVE, JUNE)
    add_stream(plan, JUNE)
    close_plan(plan, APRIL)
    with on(APRIL):
        assert "no improvement plan to show" in words_of(client(body).get("/improvement-plans/"))
        assert "The Body 2019/20" in words_of(client(body, cleared=True).get("/improvement-plans/"))


def test_nobody_adds_to_a_plan_that_they_may_not_read(plan, body):
    """Neither where the plan that is running is sensitive, nor where the next one is."""
    following = begin_plan(body, date(2019, 4, 1), day=date(2019, 3, 1), marking=Marking.SENSITIVE)
    for day in (LAST_DAY, APRIL):  # the next one, and then the running one
        with on(day):
            uncleared, cleared = client(body), client(body, cleared=True)
            answer = uncleared.post(add_next(body), {"title": "Slipped in", "source": "in-year", "on": day.isoformat()})
            assert answer.status_code == uncleared.get(add_next(body)).status_code == 404
            assert cleared.get(add_next(body)).status_code == 200
    assert not following.streams.exists()


def test_an_improvement_noted_elsewhere_is_named_and_leads_back(plan, body):
    add_stream(plan, ref="G8")
    with on(JUNE):
        lead = client(body)
        page = lead.get(add_next(body, title="Publish minutes", **{"from": "/controls/C-12/"}))
        sent = send(lead, page, principle="G")
        assert sent["Location"] == "/controls/C-12/"
        assert "G9 added to the plan of 2019/20" in news_of(sent)
    stream = WorkStream.objects.get(plan__slug="2019-20")
    assert plan_position(stream.plan, Audience(working=frozenset({body.pk})), Scope(JUNE)).lines[0].title == (
        "Publish minutes"
    )


def test_a_month_is_counted_from_the_last_refresh_and_before_the_first_from_the_beginning(plan, body):
    def says(day):
        with on(day):
            return words_of(client(body).get(plan.get_absolute_url()))

    assert "A month has gone by" not in says(FIRST_DAY)
    assert "A month has gone by since the plan was begun" in says(JUNE)
    with on(JUNE):
        improvement.refresh(plan=plan, by=somebody(), version=None, on=JUNE)
    assert "A month has gone by" not in says(date(2018, 6, 30))
    assert "A month has gone by since the plan was last gone through" in says(date(2018, 7, 31))


def test_a_plan_marked_later_is_marked_and_noted_on_its_past_pages_too(plan, body):
    stream = add_stream(plan, due=JULY)
    mark_plan(plan, Marking.SENSITIVE, JULY)
    with on(JULY):
        reader = client(body, "reader", cleared=True)
        for page in (plan, stream):
            response = reader.get(f"{page.get_absolute_url()}?as_at={JUNE}")
            assert "OFFICIAL-SENSITIVE" in words_of(response)
    assert SensitiveRead.objects.filter(organisation=body).count() == 2


def test_where_it_was_carried_is_not_said_of_a_day_before(plan, body):
    stream = add_stream(plan)
    close_plan(plan, APRIL)
    with on(APRIL):
        reader = client(body, "reader")
        assert "Carried forward into 2019/20" in words_of(reader.get(stream.get_absolute_url()))
        past = words_of(reader.get(f"{stream.get_absolute_url()}?as_at={LAST_DAY}"))
    assert "2019/20" not in past.split("Timeline")[0].split("Promised for")[1]


def test_a_plan_it_came_from_is_not_mentioned_to_who_may_not_see_it(plan, body):
    add_stream(plan, ref="A2")
    close_plan(plan, APRIL)
    stream = WorkStream.objects.get(plan__slug="2019-20")
    mark_plan(plan, Marking.SENSITIVE, APRIL)
    mark_plan(stream.plan, Marking.OFFICIAL, APRIL)
    with on(APRIL):
        for is_cleared in (True, False):
            reader = client(body, "reader", cleared=is_cleared)
            for page in (stream, stream.plan):
                assert ("2018/19" in words_of(reader.get(page.get_absolute_url()))) is is_cleared


def test_what_somebody_changed_meanwhile_is_not_noted_as_unchanged(plan, body):
    first, second = add_stream(plan, status="on-track"), add_stream(plan, status="on-track")
    with on(JUNE):
        lead = client(body)
        page = lead.get(f"{plan.get_absolute_url()}refresh/")
    state_stream(second, "slipped", JUNE, note="The course is late")
    with on(JULY):
        sent = send(lead, page, rest="yes", on=JULY.isoformat())
    assert f"1 noted, no change. Not noted, as somebody else changed it meanwhile: {second.ref}." in news_of(sent)
    found = plan_position(plan, Audience(working=frozenset({body.pk})), Scope(JULY))
    assert {line.ref: (line.noted, line.note) for line in found.lines} == {
        first.ref: (True, ""),
        second.ref: (False, "The course is late"),
    }


def test_the_list_of_plans_costs_the_same_however_many_years_there_are(body, queries_for):
    reader = client(body, "reader", cleared=True)
    counts = []
    for year in range(2018, 2022):
        plan = begin_plan(body, date(year, 4, 1), marking=Marking.SENSITIVE)
        add_stream(plan, due=date(year, 9, 1))
        counts.append(queries_for(lambda: reader.get("/improvement-plans/")))
    assert set(counts) == {counts[0]}
