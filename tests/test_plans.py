"""Do an improvement plan's figures add up at every date, and does closing its year lose nothing?"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import pairwise

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

import controls.sees
import controls.sees_improvement  # noqa: F401 - registers its rules
from controls.actions import improvement
from controls.improvement import plan_position
from controls.models import PLAN_FACTS, STREAM_FACTS, ImprovementPlan, StreamStatus, WorkStream
from controls.models.improvement import in_order
from registers import clock
from registers.access import audience_of
from registers.actions import people, risks
from registers.audience import PUBLIC
from registers.models import Register
from registers.scope import Scope
from registers.sees import World, sees
from tests.control_factories import add_control, on
from tests.factories import OrganisationFactory, PostFactory, RegisterFactory, open_risk, somebody
from tests.plan_factories import (
    FIRST_DAY,
    LAST_DAY,
    add_stream,
    begin_plan,
    close_plan,
    mark_plan,
    move_stream,
    state_stream,
)

pytestmark = pytest.mark.django_db
MAY, JUNE, JULY = date(2018, 5, 1), date(2018, 6, 1), date(2018, 7, 1)


@pytest.fixture
def body():
    return OrganisationFactory(slug="mopac")


@pytest.fixture
def plan(body):
    return begin_plan(body)


@pytest.fixture
def lead(body):
    return somebody(("lead", body), cleared_by=[body])


def position(plan, who, as_at):
    return plan_position(plan, audience_of(who), Scope(as_at=as_at))


def counts(found):
    return {share.key: share.count for share in found.shares if share.count}


# Counting ------------------------------------------------------------------------------------------------------------


def test_a_moved_date_is_counted_beside_the_statuses_and_never_among_them(plan, lead):
    stream = add_stream(plan, status="on-track", due=JULY)
    add_stream(plan, status="complete")
    move_stream(stream, date(2018, 9, 1), JUNE)
    found = position(plan, lead, JULY)
    assert counts(found) == {"on-track": 1, "complete": 1}
    assert found.revised.count == 1


def test_a_date_moved_twice_shows_both_moves_the_reasons_and_the_first_date(plan, lead):
    stream = add_stream(plan, due=JULY)
    move_stream(stream, date(2018, 9, 1), MAY, "The supplier is late")
    move_stream(stream, date(2018, 12, 1), JUNE, "The supplier is later still")
    (line,) = position(plan, lead, JULY).lines
    assert line.dates.original == JULY
    assert [(move.was, move.due, move.reason) for move in line.dates.moves] == [
        (JULY, date(2018, 9, 1), "The supplier is late"),
        (date(2018, 9, 1), date(2018, 12, 1), "The supplier is later still"),
    ]
    assert not position(plan, lead, date(2018, 4, 30)).lines[0].is_revised


def test_a_date_is_not_moved_without_saying_why(plan):
    stream = add_stream(plan, due=JULY)
    with pytest.raises(ValidationError) as refused:
        move_stream(stream, date(2018, 9, 1), MAY, reason="")
    assert "reason" in refused.value.message_dict
    with pytest.raises(ValidationError, match="That is the date that stands"):
        move_stream(stream, JULY, MAY)


@pytest.mark.parametrize("status", ["slipped", "no-longer-needed"])
def test_what_falls_short_or_is_given_up_is_explained(plan, status):
    stream = add_stream(plan)
    with pytest.raises(ValidationError) as refused:
        state_stream(stream, status, MAY)
    assert "note" in refused.value.message_dict
    state_stream(stream, status, MAY, note="The money went elsewhere")


def test_it_is_late_only_while_its_year_is_open_and_it_is_not_finished(plan, lead):
    late, done = add_stream(plan, due=JUNE), add_stream(plan, due=JUNE)
    state_stream(done, "complete", MAY)
    assert position(plan, lead, JUNE).overdue.count == 0
    assert position(plan, lead, JUNE + timedelta(days=1)).overdue.count == 1
    close_plan(plan, LAST_DAY)
    assert position(plan, lead, LAST_DAY).overdue.count == 0
    following = ImprovementPlan.objects.get(slug="2019-20")
    assert [line.ref for line in position(following, lead, LAST_DAY).lines if line.is_overdue(LAST_DAY)] == [late.ref]


@dataclass
class Told:
    """A work-stream as a plain replay tells it: what was entered, in the order in which it was."""

    began: date
    stated: list = field(default_factory=list)
    promised: list = field(default_factory=list)

    def status(self, day):
        return _latest(self.stated, day)

    def is_revised(self, day):
        """Whether some date differs from the one that stood before it; of one day, in the order of entry."""
        there = sorted(((on, place, due) for place, (on, due) in enumerate(self.promised) if on <= day), key=_when)
        return any(before[2] != after[2] for before, after in pairwise(there))


def _when(row):
    return row[:2]


def _latest(rows, day):
    """The value of the latest day; of one day, what was entered last."""
    there = [(on, place, value) for place, (on, value) in enumerate(rows) if on <= day]
    return max(there, key=lambda row: row[:2])[2] if there else None


days = st.integers(0, 300).map(lambda n: FIRST_DAY + timedelta(days=n))
deeds = st.lists(
    st.tuples(
        st.sampled_from(["add", "state", "move"]),
        st.integers(0, 5),
        days,
        st.sampled_from(StreamStatus.values),
        st.one_of(st.none(), st.integers(1, 12).map(lambda month: date(2019, month, 1))),
    ),
    max_size=25,
)


@settings(max_examples=settings.default.max_examples // 4)
@given(deeds=deeds, asked=st.lists(days, min_size=3, max_size=3))
def test_whatever_is_stated_and_moved_the_statuses_are_all_work_streams_at_every_date(plan, lead, deeds, asked):
    with transaction.atomic():
        told = {}
        with on(LAST_DAY):
            for deed in deeds:
                _do(deed, plan, lead, told)
        for day in (*asked, LAST_DAY):
            found = position(plan, lead, day)
            there = [one for one in told.values() if one.began <= day]
            assert sum(share.count for share in found.shares) == len(found.lines) == len(there)
            assert counts(found) == Counter(one.status(day) for one in there)
            assert found.revised.count == sum(one.is_revised(day) for one in there)
            for bar in found.by_principle:
                assert sum(share.count for share in bar.shares) == bar.total
        transaction.set_rollback(True)


def _do(deed, plan, by, told):
    what, which, day, status, due = deed
    if what == "add" or not told:
        said = {"title": "One", "status": status, "note": "Because", "due": due}
        stream = improvement.add(plan=plan, by=by, on=day, **said)
        told[stream] = Told(day, [(day, status)], [(day, due)] if due else [])
        return
    stream = list(told)[which % len(told)]
    said, one = {"stream": stream, "by": by, "version": None, "on": max(day, told[stream].began)}, told[stream]
    if what == "state":
        improvement.state(status=status, note="Because", **said)
        one.stated.append((said["on"], status))
        return
    try:
        improvement.move_due(due=due, reason="Because", **said)
    except ValidationError:
        assert _latest(one.promised, said["on"]) == due
    else:
        one.promised.append((said["on"], due))


# References ----------------------------------------------------------------------------------------------------------


def test_refs_are_read_as_people_read_them(plan, lead):
    for ref in ("F10", "2", "F9", "A1", "10", "G8"):
        add_stream(plan, ref=ref)
    assert [line.ref for line in position(plan, lead, MAY).lines] == ["A1", "F9", "F10", "G8", "2", "10"]
    assert in_order("F9") < in_order("F10")


def test_a_new_work_stream_takes_the_next_number_of_its_principle(plan):
    add_stream(plan, ref="F9")
    add_stream(plan, ref="12")
    assert add_stream(plan, principle="F").ref == "F10"
    assert add_stream(plan, principle="G").ref == "G1"
    assert add_stream(plan).ref == "13"


@pytest.mark.parametrize("ref", ["H1", "F0", "f1", "F1b", "F1234", ""])
def test_a_ref_is_a_letter_from_a_to_g_and_a_number_or_a_number_alone(plan, ref):
    if not ref:
        assert add_stream(plan, ref=ref).ref == "1"
        return
    with pytest.raises(ValidationError):
        add_stream(plan, ref=ref)


def test_nothing_that_is_carried_forward_meets_its_ref_in_next_years_plan(plan, lead):
    for ref in ("F1", "F10"):
        add_stream(plan, ref=ref, status="on-track")
    with on(JUNE):
        noted = improvement.add_to_next_year(plan=plan, by=lead, on=JUNE, title="Noted in June", principle="F")
        assert noted.ref == "F11"
        assert noted.plan.slug == "2019-20"
        assert improvement.add(plan=plan, by=lead, on=JUNE, title="Late", principle="F").ref == "F12"
    close_plan(plan, LAST_DAY)
    assert sorted(noted.plan.streams.values_list("ref", flat=True)) == ["F1", "F10", "F11", "F12"]


# The year ------------------------------------------------------------------------------------------------------------


def test_closing_a_year_carries_exactly_what_is_unfinished_as_it_stands(plan, body, lead):
    register, owner = RegisterFactory(organisation=body), PostFactory(organisation=body)
    risk = open_risk(register, FIRST_DAY)
    control = add_control(risk, day=FIRST_DAY)
    going_on = add_stream(
        plan, ref="F10", title="Share data", recommendation="Agree on it", response="We will", source="internal-audit",
        number="2018/01", priority="high", owner=owner, due=JULY, risks=[risk], controls=[control],
    )  # fmt: skip
    move_stream(going_on, date(2019, 10, 31), JUNE)
    state_stream(going_on, "slipped", JUNE, note="The Met is asked")
    for ref, status in (("A1", "complete"), ("A2", "no-longer-needed")):
        add_stream(plan, ref=ref, status=status, note="It is done")
    before = position(plan, lead, LAST_DAY)
    close_plan(plan, date(2019, 4, 5))

    following = ImprovementPlan.objects.get(slug="2019-20")
    (line,) = position(following, lead, date(2019, 4, 5)).lines
    assert (line.ref, line.title, line.recommendation, line.response) == (
        "F10", "Share data", "Agree on it", "We will",
    )  # fmt: skip
    assert (line.source, line.number, line.priority, line.carried_from) == (
        "carried-forward", "2018/01", "high", "2018/19",
    )  # fmt: skip
    assert (line.owner.pk, line.dates.due, line.is_revised) == (owner.pk, date(2019, 10, 31), False)
    assert (line.status, line.note) == ("slipped", "The Met is asked")
    assert [linked.pk for linked in line.risks] == [risk.pk]
    assert [linked.pk for linked in line.controls] == [control.pk]
    after = position(plan, lead, date(2019, 4, 5))
    assert after.is_closed
    assert counts(after) == counts(before)
    assert position(plan, lead, LAST_DAY) == before


def test_a_year_in_which_all_is_finished_begins_no_other(plan):
    add_stream(plan, status="complete")
    close_plan(plan, LAST_DAY)
    assert ImprovementPlan.objects.count() == 1


def test_what_was_renamed_meanwhile_is_carried_under_its_new_name(plan, body, lead):
    post = PostFactory(organisation=body, title="Head of Old Things")
    add_stream(plan, owner=post)
    with on(JULY):
        people.rename_post(post=post, by=lead, title="Head of New Things", on=JULY)
    close_plan(plan, LAST_DAY)
    (line,) = position(ImprovementPlan.objects.get(slug="2019-20"), lead, LAST_DAY).lines
    assert line.owner.title == "Head of New Things"


def test_a_year_is_closed_once_after_its_last_day_and_after_all_that_was_entered(plan):
    stream = add_stream(plan)
    with pytest.raises(ValidationError, match="The year ends on 31 March 2019"):
        close_plan(plan, date(2019, 3, 30))
    state_stream(stream, "complete", date(2019, 4, 10))
    with on(date(2019, 4, 12)), pytest.raises(ValidationError, match="takes effect on 10 April 2019"):
        improvement.close_year(plan=plan, by=somebody(), version=None, on=LAST_DAY)
    close_plan(plan, date(2019, 4, 12))
    assert not WorkStream.objects.filter(carried_from=stream).exists()
    with pytest.raises(ValidationError, match="The plan of 2018/19 is closed"):
        close_plan(plan, date(2019, 4, 13))


def test_nothing_is_written_into_a_closed_year_not_even_of_an_earlier_day(plan):
    stream = add_stream(plan, due=JULY)
    close_plan(plan, LAST_DAY)
    said = {"by": somebody(), "version": None, "on": MAY}
    writes = [
        lambda: improvement.add(plan=plan, by=said["by"], on=MAY, title="Late"),
        lambda: improvement.edit(stream=stream, title="Otherwise", **said),
        lambda: improvement.move_due(stream=stream, due=JUNE, reason="Late", **said),
        lambda: improvement.state(stream=stream, status="complete", **said),
        lambda: improvement.row(stream=stream, status="complete", **said),
        lambda: improvement.link(stream=stream, risks=[], **said),
        lambda: improvement.note_unchanged(streams=[stream], by=said["by"], on=MAY),
        lambda: improvement.refresh(plan=plan, **said),
    ]
    for write in writes:
        with on(LAST_DAY), pytest.raises(ValidationError, match="The plan of 2018/19 is closed"):
            write()


def test_years_of_one_body_do_not_overlap(body, plan):
    with pytest.raises(ValidationError, match="The plan of 2018/19 covers these days"):
        begin_plan(body, date(2019, 1, 1), day=JUNE)
    begin_plan(OrganisationFactory(slug="met"))
    assert begin_plan(body, date(2019, 4, 1), day=JUNE).slug == "2019-20"


def test_nothing_changed_states_the_unfinished_anew_and_leaves_the_rest(plan, lead):
    running, done, later = (
        add_stream(plan, status="on-track"),
        add_stream(plan, status="complete"),
        add_stream(plan, JULY),
    )
    with on(JULY):
        noted = improvement.note_unchanged(streams=[running, done, later], by=lead, on=JUNE)
    assert [fact.stream for fact in noted] == [running]
    line = position(plan, lead, JUNE).lines[0]
    assert (line.status, line.status_on, line.noted) == ("on-track", JUNE, True)


def test_a_work_stream_is_linked_to_risks_of_its_own_body_alone(plan):
    theirs = open_risk(RegisterFactory())
    with pytest.raises(ValidationError, match="Choose risks of"):
        add_stream(plan, risks=[theirs])


# Sight ---------------------------------------------------------------------------------------------------------------

markings = st.lists(st.tuples(st.sampled_from(["official", "official-sensitive"]), st.integers(1, 8)), max_size=4)
entries = st.lists(st.tuples(st.sampled_from(["state", "move", "edit", "link"]), st.integers(1, 8)), max_size=6)


@pytest.fixture
def made(body):
    """Two bodies, a plan of the first, and readers of every kind."""
    other = OrganisationFactory(slug="met")
    register, theirs = RegisterFactory(organisation=body), RegisterFactory(organisation=other)
    estates = RegisterFactory(organisation=body, slug="estates", kind=Register.Kind.DIRECTORATE)
    panel = OrganisationFactory(slug="panel", kind="panel")
    found = [open_risk(register, MAY), open_risk(register, MAY, marking="official-sensitive"), open_risk(estates, MAY)]
    open_risk(theirs, MAY)
    readers = {
        "cleared": somebody(("reader", body), cleared_by=[body]),
        "uncleared": somebody(("reader", body)),
        "of one register": somebody({"role": "lead", "organisation": body, "register": estates}, cleared_by=[body]),
        "own risks": somebody({"role": "lead", "organisation": body, "own_risks_only": True}),
        "the other body's": somebody(("lead", other), cleared_by=[body, other]),
        "auditor": somebody(("auditor", panel)),
        "cleared auditor": somebody(("auditor", panel), cleared_by=[body]),
        "member": somebody(("panel-member", panel), cleared_by=[body]),
        "nobody": somebody(),
    }
    audiences = {name: audience_of(user) for name, user in readers.items()} | {"public": PUBLIC}
    return {"risks": found, "controls": [add_control(risk, day=MAY) for risk in found], "audiences": audiences}


@settings(max_examples=settings.default.max_examples // 8)
@given(markings=markings, entries=entries)
def test_the_database_shows_exactly_what_the_written_rule_allows(plan, made, markings, entries):
    with transaction.atomic():
        stream = add_stream(plan, MAY, risks=made["risks"], controls=made["controls"], due=JULY)
        steps = sorted([(month, "mark", value) for value, month in markings] + [(m, what, None) for what, m in entries])
        for month, what, value in steps:
            _step(plan, stream, made, date(2018, 4 + month, 2), what, value)
        today = date(2019, 1, 15)
        with on(today):
            _agrees(made["audiences"])
            for month in range(5, 13):
                plan_position(
                    plan, made["audiences"]["uncleared"], Scope(as_at=date(2018, month, 15))
                )  # says what it may
        transaction.set_rollback(True)


def _step(plan, stream, made, day, what, value):
    said = {"stream": stream, "by": somebody(), "version": None, "on": day}
    with on(day):
        if what == "mark":
            mark_plan(plan, value, day)
        elif what == "state":
            improvement.state(status="slipped", note=f"Slipped on {day}", **said)
        elif what == "move":
            improvement.move_due(due=day + timedelta(days=90), reason="Late", **said)
        elif what == "edit":
            improvement.edit(title=f"As of {day}", **said)
        else:
            improvement.link(risks=made["risks"][day.month % 2 :], controls=made["controls"][:1], **said)


def _agrees(audiences):
    rows = World()
    for model in (ImprovementPlan, WorkStream, *PLAN_FACTS, *STREAM_FACTS):
        everything = list(model.objects.all())
        for name, audience in audiences.items():
            shown = set(model.objects.all().visible_to(audience))
            allowed = {row for row in everything if sees(audience, row, rows)}
            assert shown == allowed, f"{name}: shown {shown - allowed}, hidden {allowed - shown} of {model}"


def test_what_was_said_in_confidence_stays_so_once_the_plan_is_official_again(plan, body):
    stream = add_stream(plan)
    uncleared = somebody(("reader", body))
    mark_plan(plan, "official-sensitive", MAY)
    state_stream(stream, "slipped", date(2018, 5, 10), note="Somebody is ill")
    state_stream(stream, "on-track", date(2018, 5, 20), note="All is well")
    assert not ImprovementPlan.objects.visible_to(audience_of(uncleared)).exists()
    mark_plan(plan, "official", JUNE)
    (line,) = position(plan, uncleared, JULY).lines
    assert line.note == "All is well"
    assert position(plan, uncleared, date(2018, 5, 15)).lines[0].status == "not-started"


def test_a_restricted_risk_it_bears_on_is_named_to_those_cleared_alone(plan, body, lead):
    risk = open_risk(RegisterFactory(organisation=body), FIRST_DAY, title="A secret")
    add_stream(plan, risks=[risk])
    with on(MAY):
        risks.mark(risk=risk, by=lead, version=None, on=MAY, marking="official-sensitive", reason="It names somebody")
    with clock.at(clock.moment_on(JUNE)):
        assert position(plan, somebody(("reader", body)), JUNE).lines[0].risks == ()
        (linked,) = position(plan, lead, JUNE).lines[0].risks
    assert "A secret" in linked.text
    assert linked.is_sensitive
