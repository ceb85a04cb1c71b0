"""Planning, drawing up, minuting and closing a meeting: what the actions do and refuse."""

from datetime import date
from types import SimpleNamespace

import pytest
from django.core.exceptions import ValidationError

from registers.actions import assessments
from registers.models import Agreement, Review, ReviewOutcome
from registers.models.versioned import Stale
from reports.actions import meetings as actions
from reports.meetings import numbers
from reports.models import Meeting
from tests.factories import agree, client_of
from tests.meeting_worlds import LAST, TODAY, address, drawn_as, item_of, meeting_of, today, working_group

pytestmark = pytest.mark.django_db


def raised(risk, *words):
    """What the agenda by exception says of a risk, in made-up words."""
    reasons = [
        SimpleNamespace(to_json=lambda word=word: {"kind": "up", "words": word, "needs": [], "risks": [risk.pk]})
        for word in words
    ]
    return SimpleNamespace(subject="risk", key=risk.pk, title="", reasons=reasons)


@pytest.fixture
def world():
    return working_group()


@pytest.fixture
def secretary(world):
    return world.people["secretary"]


@pytest.fixture
def meeting(world):
    with drawn_as(raised(world.risks[1], "It moved up")):
        return meeting_of(world)


def agenda_of(meeting):
    items = list(meeting.items.all())
    numbered = numbers(items)
    return [(numbered.get(item.pk, "dropped"), item.slug) for item in items]


# Planning ------------------------------------------------------------------------------------------------------------


def test_a_board_meets_once_a_day(world, secretary):
    with today():
        actions.plan(board=world.board, by=secretary, on=date(2020, 4, 7))
        with pytest.raises(ValidationError, match="already has a meeting on 7 April 2020"):
            actions.plan(board=world.board, by=secretary, on=date(2020, 4, 7))


def test_a_meeting_is_not_started_before_its_day(world, secretary):
    with today():
        meeting = actions.plan(board=world.board, by=secretary, on=date(2020, 4, 7))
        with pytest.raises(ValidationError, match="The meeting is on 7 April 2020"):
            actions.start(meeting=meeting, by=secretary, version=meeting.version)
    with today(date(2020, 4, 7), hour=0):
        assert actions.start(meeting=meeting, by=secretary, version=meeting.version).status == "started"


def test_a_cancelled_meeting_says_why_and_changes_no_more(world, secretary, meeting):
    with today():
        cancelled = actions.cancel(meeting=meeting, by=secretary, version=meeting.version, because="No quorum")
        assert (cancelled.status, cancelled.note) == ("cancelled", "No quorum")
        with pytest.raises(ValidationError, match="was cancelled"):
            actions.note(meeting=meeting, by=secretary, text="Too late")


def test_the_day_of_a_cancelled_meeting_is_free_again(world, secretary, meeting):
    """It is the same meeting with its agenda, planned anew."""
    with today():
        actions.add_item(meeting=meeting, by=secretary, title="Flood plans")
        meeting.refresh_from_db()
        actions.cancel(meeting=meeting, by=secretary, version=meeting.version, because="No quorum")
        answer = client_of(secretary).post(
            "/meetings/working-group/plan/", {"on": meeting.on.isoformat(), "note": "10:00"}
        )
        page = client_of(secretary).get(address(meeting)).content.decode()
        assert answer.status_code == 302, answer.content.decode()
        assert "No quorum" not in page
        assert "Flood plans" in page
        meeting.refresh_from_db()
        assert (meeting.status, meeting.note) == ("planned", "10:00")
        actions.start(meeting=meeting, by=secretary, version=meeting.version)
        with pytest.raises(ValidationError, match="already has a meeting"):
            actions.plan(board=world.board, by=secretary, on=meeting.on)


# The agenda ----------------------------------------------------------------------------------------------------------


def test_drawing_up_again_keeps_what_people_did_to_the_agenda(world, secretary):
    one, two, three = (raised(world.risks[n], f"Reason {n}") for n in (1, 2, 3))
    with drawn_as(one, two):
        meeting = meeting_of(world, started=False)
    with today():
        actions.add_item(meeting=meeting, by=secretary, title="Any other business")
        dropped = item_of(meeting, world.risks[1])
        actions.drop_item(item=dropped, by=secretary, version=dropped.version, because="Went to the board")
        other = item_of(meeting, world.risks[2])
        actions.move_item(item=other, by=secretary, version=other.version, up=False)
        meeting.refresh_from_db()
        with drawn_as(raised(world.risks[1], "Anew"), two, three):
            actions.draw_up(meeting=meeting, by=secretary, version=meeting.version)
    assert agenda_of(meeting) == [
        ("dropped", "mopac-corporate-1"),
        ("1", "item-1"),
        ("2", "mopac-corporate-2"),
        ("3", "mopac-corporate-3"),
    ]
    dropped.refresh_from_db()
    assert dropped.dropped_because == "Went to the board"
    assert [reason["words"] for reason in dropped.reasons] == ["Anew"]


def test_what_is_no_longer_raised_goes_unless_somebody_worked_on_it(world, secretary):
    with drawn_as(raised(world.risks[1], "One"), raised(world.risks[2], "Two")):
        meeting = meeting_of(world, started=False)
    with today():
        item = item_of(meeting, world.risks[2])
        actions.number_item(item=item, by=secretary, version=item.version, number="7b")
        meeting.refresh_from_db()
        with drawn_as():
            actions.draw_up(meeting=meeting, by=secretary, version=meeting.version)
    assert agenda_of(meeting) == [("7b", "mopac-corporate-2")]
    assert item_of(meeting, world.risks[2]).reasons == []


def test_a_deep_dive_planned_ahead_takes_in_the_reasons_of_its_risk(world, secretary):
    with today():
        meeting = actions.plan(board=world.board, by=secretary, on=TODAY)
        actions.add_item(
            meeting=meeting,
            by=secretary,
            risk=world.risks[3],
            kind="deep-dive",
            asked_by="The Panel",
            author=world.posts["owner"],
        )
        with drawn_as(raised(world.risks[3], "It moved")):
            meeting.refresh_from_db()
            actions.draw_up(meeting=meeting, by=secretary, version=meeting.version)
    item = meeting.items.get()
    assert (item.kind, item.asked_by, item.reasons[0]["words"]) == ("deep-dive", "The Panel", "It moved")


def test_numbers_run_on_past_those_papers_have_of_their_own(world, secretary, meeting):
    with today():
        for title, number in (("Finance paper", "5b"), ("Old business", "2"), ("Last", "")):
            actions.add_item(meeting=meeting, by=secretary, title=title, number=number, kind="paper")
        assert [number for number, _ in agenda_of(meeting)] == ["1", "5b", "2", "3"]
        with pytest.raises(ValidationError, match="Another item has the number 5b"):
            actions.add_item(meeting=meeting, by=secretary, title="Twice", number="5b")
        with pytest.raises(ValidationError, match="a number like 5 or 5b"):
            actions.add_item(meeting=meeting, by=secretary, title="Five", number="five")


def test_a_risk_stands_on_an_agenda_once(world, secretary, meeting):
    with today(), pytest.raises(ValidationError, match="It is on this agenda already"):
        actions.add_item(meeting=meeting, by=secretary, risk=world.risks[1])


def test_an_item_with_something_recorded_cannot_be_dropped(world, secretary, meeting):
    item = item_of(meeting, world.risks[1])
    with today():
        actions.note(meeting=meeting, by=secretary, item=item, text="We spoke of it")
        with pytest.raises(ValidationError, match="Something has been recorded"):
            actions.drop_item(item=item, by=secretary, version=None, because="Not needed")


# In the meeting ------------------------------------------------------------------------------------------------------


def test_no_change_because_is_a_review_with_a_next_date_of_its_band(world, secretary, meeting):
    with today():
        actions.review_item(
            item=item_of(meeting, world.risks[1]),
            by=secretary,
            outcome="no-change",
            text="The suppliers hold",
            post=world.posts["chair"],
        )
    review = Review.objects.get(risk=world.risks[1])
    assert (review.on, review.board, review.post) == (TODAY, world.board, world.posts["chair"])
    assert review.next_on == date(2020, 6, 10)  # a medium risk: every three months
    assert meeting.records.get().text == "The suppliers hold"


def test_a_score_given_at_the_meeting_is_one_of_its_day_with_its_reason(world, secretary, meeting):
    risk = world.risks[1]
    risk.refresh_from_db()
    with today():
        actions.rescore(
            item=item_of(meeting, risk), by=secretary, version=risk.version, likelihood=4, impact=4, text="It got worse"
        )
    score = risk.assessment_facts.latest("on")
    assert (score.on, score.likelihood, score.reason) == (TODAY, 4, "It got worse")
    assert Review.objects.get(risk=risk).outcome == ReviewOutcome.RESCORED


def test_a_score_is_refused_where_somebody_scored_meanwhile(world, secretary, meeting):
    risk = world.risks[1]
    risk.refresh_from_db()
    with today():
        assessments.record(
            risk=risk, by=secretary, version=risk.version, on=TODAY, likelihood=3, impact=3, reason="Their view"
        )
        with pytest.raises(Stale):
            actions.rescore(
                item=item_of(meeting, risk), by=secretary, version=risk.version, likelihood=4, impact=4, text="Ours"
            )
    assert not meeting.records.exists()


def test_a_risk_closed_at_the_meeting_is_closed_that_day(world, secretary, meeting):
    with today():
        actions.close_risk(item=item_of(meeting, world.risks[1]), by=secretary, version=None, text="It has passed")
    assert world.risks[1].riskstate_facts.latest("on").turn == "closed"
    assert Review.objects.get(risk=world.risks[1]).next_on is None


def test_a_board_does_not_score_what_it_does_not_settle(world, secretary, meeting):
    from tests.factories import open_risk

    theirs = open_risk(world.met_register, on=LAST, score=(1, 1))
    agree(world.met_register, LAST)
    with today():
        item = actions.add_item(meeting=meeting, by=secretary, risk=theirs)
        with pytest.raises(ValidationError, match="does not settle"):
            actions.review_item(item=item, by=secretary, outcome="no-change", text="Fine")
        asked = actions.act(
            meeting=meeting,
            by=secretary,
            item=item,
            text="How is it going?",
            post=world.posts["visitor"],
            due_on=date(2020, 4, 1),
            kind="response",
        )
    assert asked.risk == theirs


def test_a_form_sent_twice_is_recorded_once(world, secretary, meeting):
    item = item_of(meeting, world.risks[1])
    with today():
        for _ in range(2):
            actions.note(meeting=meeting, by=secretary, item=item, text="We spoke of it")
            actions.review_item(item=item, by=secretary, outcome="no-change", text="Nothing new")
            said = {"text": "Ring them", "post": world.posts["owner"], "due_on": date(2020, 4, 1)}
            actions.act(meeting=meeting, by=secretary, item=item, **said)
    assert meeting.records.count() == 2
    assert (Review.objects.count(), meeting.actions.count()) == (1, 1)


def test_an_action_on_a_sensitive_risk_is_marked_as_it_is(world, secretary, meeting):
    with today():
        item = actions.add_item(meeting=meeting, by=secretary, risk=world.risks[4])
        action = actions.act(
            meeting=meeting, by=secretary, item=item, text="Ring", post=world.posts["owner"], due_on=TODAY
        )
    assert action.marking == "official-sensitive"


def test_an_amended_review_is_amended_in_the_register_too(world, secretary, meeting):
    with today():
        record = actions.review_item(
            item=item_of(meeting, world.risks[1]), by=secretary, outcome="no-change", text="The suplliers hold"
        )
        actions.amend(record=record, by=world.people["second"], text="The suppliers hold")
        with pytest.raises(Stale):
            actions.amend(record=record, by=secretary, text="Those suppliers hold")
    standing = Review.objects.filter(replaced_by=None).get(risk=world.risks[1])
    assert standing.reason == "The suppliers hold"


def test_the_rest_noted_leaves_out_the_agenda_and_what_was_reviewed(world, secretary, meeting):
    with today():
        written = actions.note_rest(meeting=meeting, by=secretary)
        assert {review.risk_id for review in written} == {world.risks[n].pk for n in (2, 3, 4)}
        assert actions.note_rest(meeting=meeting, by=secretary) == []


def test_nobody_notes_what_they_may_not_see(world, meeting):
    with today():
        written = actions.note_rest(meeting=meeting, by=world.people["uncleared"])
    assert world.risks[4].pk not in {review.risk_id for review in written}


# Closing -------------------------------------------------------------------------------------------------------------


def test_closing_agrees_the_register_at_the_moment_it_closes(world, secretary, meeting):
    with today():
        meeting.refresh_from_db()
        closed = actions.close(meeting=meeting, by=secretary, version=meeting.version)
    agreement = Agreement.objects.latest_of(world.register)
    assert (agreement.as_at, agreement.known_at) == (TODAY, closed.closed_at)
    assert agreement.meeting == "Working Group, 10 March 2020"


def test_closing_leaves_a_register_alone_that_was_agreed_as_at_a_later_day(world, secretary):
    with drawn_as():
        meeting = meeting_of(world, on=date(2020, 2, 18))
    agree(world.register, date(2020, 3, 1))
    with today():
        meeting.refresh_from_db()
        actions.close(meeting=meeting, by=secretary, version=meeting.version)
    assert Agreement.objects.latest_of(world.register).as_at == date(2020, 3, 1)
    assert Meeting.objects.get(pk=meeting.pk).is_closed


def test_a_summary_that_has_been_overtaken_closes_nothing(world, secretary, meeting):
    with today():
        meeting.refresh_from_db()
        actions.note(meeting=meeting, by=world.people["second"], text="One more thing")
        with pytest.raises(Stale):
            actions.close(meeting=meeting, by=secretary, version=meeting.version)
    assert not Agreement.objects.filter(as_at=TODAY).exists()


def test_a_closed_meeting_changes_no_more(world, secretary, meeting):
    with today():
        meeting.refresh_from_db()
        actions.close(meeting=meeting, by=secretary, version=meeting.version)
        for late in (
            lambda: actions.note(meeting=meeting, by=secretary, text="Late"),
            lambda: actions.add_item(meeting=meeting, by=secretary, title="Late"),
            lambda: actions.attend(meeting=meeting, by=secretary, present=[world.posts["chair"]]),
            lambda: actions.note_rest(meeting=meeting, by=secretary),
        ):
            with pytest.raises(ValidationError, match="its minutes are frozen"):
                late()


def test_attendance_of_one_note_taker_leaves_the_others_alone(world, secretary, meeting):
    chair, owner, visitor = (world.posts[name] for name in ("chair", "owner", "visitor"))
    with today():
        actions.attend(meeting=meeting, by=secretary, present=[chair], apologies=[owner])
        actions.attend(meeting=meeting, by=world.people["second"], deputies={visitor: chair})
        rows = actions.attend(meeting=meeting, by=secretary, unknown=[owner])
    assert {(row.post, row.kind) for row in rows} == {(chair, "present"), (visitor, "deputy")}


def test_posts_of_a_body_that_does_not_attend_neither_speak_nor_act(world, secretary, meeting):
    world.board.is_attended = False
    world.board.save()
    visitor = world.posts["visitor"]
    with today():
        for say in (
            lambda: actions.note(meeting=meeting, by=secretary, text="A word", post=visitor),
            lambda: actions.act(meeting=meeting, by=secretary, text="A task", post=visitor, due_on=TODAY),
        ):
            with pytest.raises(ValidationError, match="Choose a post of MOPAC"):
                say()
