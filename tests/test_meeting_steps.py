"""In the meeting: one item on one screen, and what is recorded there. Nothing typed is lost."""

from datetime import date

import pytest
from django.urls import reverse

from registers.actions import assessments
from registers.models import Review
from reports.actions import meetings as actions
from reports.models import Action, Record
from tests.factories import agree, client_of, open_risk
from tests.follow_up_factories import ask_response, turn_action
from tests.meeting_worlds import (
    CLOSED_PROFILE,
    LAST,
    TODAY,
    address,
    drawn_as,
    item_of,
    meeting_of,
    move,
    today,
    working_group,
)
from tests.test_meeting_pages import get, post, raised

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return working_group()


@pytest.fixture
def meeting(world):
    move(world.risks[1])
    with drawn_as(raised(world.risks[1]), raised(world.risks[2]), raised(world.risks[4], "Something secret")):
        return meeting_of(world)


def sent(world, number=1, **data):
    """What the form of a step sends for one of the risks, as it stood when the page was opened."""
    risk = world.risks[number]
    risk.refresh_from_db()
    cell = {1: "4-4"}.get(number, "2-2")
    return {"version": risk.version, "outcome": "no-change", "cell": cell} | data


def step(world, meeting, who="secretary", item="mopac-corporate-1", **data):
    return post(world, who, item, meeting=meeting, **data)


def test_one_screen_shows_the_score_the_reasons_and_what_changed(world, meeting):
    page = get(world, "secretary", "mopac-corporate-1", meeting=meeting)
    for words in ("Matter 1", "It moved up", "Two suppliers failed", "VH v VH", "since 10 February 2020"):
        assert words in page
    assert "Chief Finance Officer" in page


def test_what_was_typed_is_saved_on_the_way_to_the_next_item(world, meeting):
    answer = step(world, meeting, **sent(world, found="The price is fixed", go="next"))
    assert answer["Location"].endswith("/mopac-corporate-2/")
    review = Review.objects.get(risk=world.risks[1])
    assert (review.outcome, review.reason, review.on) == ("no-change", "The price is fixed", TODAY)
    assert "The price is fixed" in get(world, "secretary", "mopac-corporate-1", meeting=meeting)


def test_going_on_with_nothing_typed_records_nothing(world, meeting):
    answer = step(world, meeting, **sent(world, go="next"))
    assert answer["Location"].endswith("/mopac-corporate-2/")
    assert not Record.objects.exists()


def test_everything_on_the_page_is_recorded_at_once(world, meeting):
    chair, owner = world.posts["chair"], world.posts["owner"]
    answer = step(
        world,
        meeting,
        **sent(
            world,
            outcome="rescored",
            cell="3-3",
            found="Half of it is settled",
            note="A long talk",
            decision="Go to tender",
            post=chair.pk,
            task_kind="response",
            task="What does it cost?",
            task_post=owner.pk,
            task_due="2020-04-01",
            go="stay",
        ),
    )
    assert answer["Location"].endswith("/mopac-corporate-1/")
    kinds = list(meeting.records.order_by("pk").values_list("kind", "text", "post__title"))
    assert kinds == [
        ("review", "Half of it is settled", "Director of Strategy"),
        ("note", "A long talk", "Director of Strategy"),
        ("decision", "Go to tender", "Director of Strategy"),
    ]
    score = world.risks[1].assessment_facts.latest("on", "pk")
    assert (score.on, score.likelihood, score.impact) == (TODAY, 3, 3)
    action = Action.objects.get()
    assert (action.kind, action.risk, action.post) == ("response", world.risks[1], owner)


def test_a_mistake_is_told_at_its_field_and_nothing_is_saved_or_lost(world, meeting):
    answer = step(world, meeting, **sent(world, found="Words to keep", note="More words", task="Ring them", go="next"))
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "Enter the date it is due" in page
    assert "Select who is to do it" in page
    assert "Words to keep" in page
    assert "More words" in page
    assert not Record.objects.exists()
    assert not Review.objects.exists()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"outcome": "rescored", "cell": "", "found": "Worse"}, "Pick the new score"),
        ({"outcome": "rescored", "found": "The same"}, "Pick the new score"),
        ({"outcome": "no-change", "cell": "1-1", "found": "Better"}, "choose “Scored again”"),
        ({"found": "Same", "next_on": "9999-12-31"}, "within two years"),
        ({"outcome": "controls"}, "Enter what was found, and why"),
        ({"outcome": "escalate"}, "Enter what was found, and why"),
        ({"found": "Same", "next_on": "2020-03-01"}, "Choose a day after the date of the review"),
        ({"task_kind": "response", "task": "Ring", "task_due": "2020-03-01"}, "Choose a day on or after the meeting"),
    ],
)
def test_what_is_missing_is_said(world, meeting, data, words):
    page = step(world, meeting, **sent(world, **data)).content.decode()
    assert words in page
    assert not Record.objects.exists()


def test_an_answer_that_is_due_is_recorded_where_it_was_waited_for(world, meeting):
    asked = ask_response(world.board, world.risks[1], day=LAST, post=world.posts["owner"], by=world.people["secretary"])
    page = get(world, "secretary", "mopac-corporate-1", meeting=meeting)
    assert f"Answer to {asked}" in page
    said = sent(world, **{f"answer-{asked.number}": "Two bids came in", "go": "stay"})
    assert step(world, meeting, **said).status_code == 302
    page = get(world, "secretary", "mopac-corporate-1", meeting=meeting)
    assert f"Answer to {asked}. Two bids came in" in page
    assert f'name="answer-{asked.number}"' not in page
    turn = asked.turns.get()
    assert (turn.state, turn.text, turn.on) == ("done", "Two bids came in", TODAY)
    assert "Two bids came in" in get(world, "secretary", "minutes", meeting=meeting)


def test_an_answer_given_elsewhere_meanwhile_is_said_and_nothing_typed_is_lost(world, meeting):
    asked = ask_response(world.board, world.risks[1], day=LAST, post=world.posts["owner"], by=world.people["secretary"])
    said = sent(world, found="As it was", **{f"answer-{asked.number}": "Two bids came in"})
    turn_action(asked, TODAY, text="One bid came in")
    page = step(world, meeting, **said).content.decode()
    assert f"{asked} is done already" in page
    assert "Two bids came in" in page
    assert not Record.objects.exists()
    assert asked.turns.get().text == "One bid came in"


def test_who_writes_second_is_told_what_was_recorded_meanwhile(world, meeting):
    where = "mopac-corporate-1"
    with today(hour=13):
        opened = client_of(world.people["secretary"]).get(address(meeting, where)).context["form"]["opened_at"].value()
    step(world, meeting, who="second", **sent(world, found="The price is fixed", post=world.posts["chair"].pk))
    said = sent(world, found="It may still rise", opened_at=opened, go="next")
    with today(hour=15):
        client = client_of(world.people["secretary"])
        page = client.post(address(meeting, where), said, follow=True).content.decode()
    assert "While you were writing, Director of Strategy recorded: No change, “The price is fixed”" in page
    assert "It may still rise" in page
    assert "Item 1" in page
    with today(hour=16):
        assert "While you were writing" not in client.get(address(meeting, where)).content.decode()


def test_the_next_review_follows_the_new_band_unless_another_day_is_typed(world, meeting):
    left = {"next_on": "2020-04-10", "proposed": "2020-04-10"}
    step(world, meeting, **sent(world, outcome="rescored", cell="1-1", found="Done", **left))
    assert Review.objects.get().next_on == date(2020, 9, 10)  # low: every six months
    step(world, meeting, item="mopac-corporate-2", **sent(world, 2, found="Same", next_on="2020-05-01", proposed=""))
    assert Review.objects.get(risk=world.risks[2]).next_on == date(2020, 5, 1)


def test_who_scored_meanwhile_is_shown_and_what_was_typed_stays(world, meeting):
    old = sent(world, outcome="rescored", cell="3-3", found="Our view")
    with today():
        said = {"on": TODAY, "likelihood": 1, "impact": 1, "reason": "Their view"}
        assessments.record(risk=world.risks[1], by=world.people["lead"], version=old["version"], **said)
    answer = step(world, meeting, **old)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Their view" in page
    assert "Our view" in page
    assert not Record.objects.exists()
    again = sent(world, outcome="rescored", cell="3-3", found="Our view")
    assert step(world, meeting, **again).status_code == 302
    assert world.risks[1].assessment_facts.latest("on", "recorded_at", "pk").likelihood == 3


def test_two_note_takers_reviewing_one_risk_are_both_written_down(world, meeting):
    old = sent(world)
    assert step(world, meeting, who="secretary", **old | {"found": "The first view"}).status_code == 302
    assert step(world, meeting, who="second", **old | {"found": "The second view"}).status_code == 302
    page = get(world, "secretary", "mopac-corporate-1", meeting=meeting)
    assert "The first view" in page
    assert "The second view" in page


def test_a_risk_closed_at_the_meeting_leaves_no_review_form_behind(world, meeting):
    step(world, meeting, **sent(world, outcome="closed", found="It has passed"))
    page = get(world, "secretary", "mopac-corporate-1", meeting=meeting)
    assert "It has passed" in page
    assert 'name="outcome"' not in page
    assert 'name="note"' in page


def test_of_another_bodys_risk_the_board_asks_and_does_not_review(world, meeting):
    theirs = open_risk(world.met_register, title="Their matter", score=(1, 1))
    agree(world.met_register, date(2020, 2, 1))
    with today():
        actions.add_item(meeting=meeting, by=world.people["secretary"], risk=theirs)
    page = get(world, "secretary", "met-corporate-1", meeting=meeting)
    assert "This board does not review this risk" in page
    assert 'name="outcome"' not in page
    data = {"task_kind": "response", "task": "How is it?", "task_due": "2020-04-01", "go": "stay"}
    data["task_post"] = world.posts["visitor"].pk
    assert step(world, meeting, item="met-corporate-1", **data).status_code == 302
    assert Action.objects.get().risk == theirs


def test_escalating_leads_on_to_the_page_for_who_may(world, meeting):
    step(world, meeting, **sent(world, outcome="escalate", found="It is the whole body's now"))
    assert meeting.records.get().get_outcome_display() == "To be escalated"
    assert "Escalate it" not in get(world, "secretary", "mopac-corporate-1", meeting=meeting)


def test_amended_words_stand_and_the_old_ones_stay_readable(world, meeting):
    step(world, meeting, **sent(world, note="They aggreed"))
    record = meeting.records.get()
    where = ("records", 1)
    assert "They aggreed" in get(world, "second", *where, meeting=meeting)
    assert post(world, "second", *where, meeting=meeting, text="They agreed").status_code == 302
    page = get(world, "secretary", "mopac-corporate-1", meeting=meeting)
    assert "They agreed" in page
    assert "Amended" in page
    assert "What it said before" in page
    stale = post(world, "secretary", *where, meeting=meeting, text="They all agreed")
    assert stale.status_code == 409
    assert "They agreed" in stale.content.decode()
    assert "They all agreed" in stale.content.decode()
    record.refresh_from_db()
    assert record.text == "They aggreed"


def test_the_meeting_as_a_whole_has_its_own_records(world, meeting):
    assert "Enter what was said" in post(world, "secretary", "whole", meeting=meeting).content.decode()
    post(world, "secretary", "whole", meeting=meeting, decision="Meet in May")
    assert "Meet in May" in get(world, "secretary", meeting=meeting)


def test_nothing_is_recorded_before_the_meeting_starts_or_after_it_closes(world):
    with drawn_as(raised(world.risks[1])):
        meeting = meeting_of(world, started=False)
    assert 'name="note"' not in get(world, "secretary", "mopac-corporate-1", meeting=meeting)
    assert step(world, meeting, **sent(world, note="Early")).status_code == 403
    with today():
        meeting = actions.start(meeting=meeting, by=world.people["secretary"], version=meeting.version)
        actions.close(meeting=meeting, by=world.people["secretary"], version=meeting.version)
    assert step(world, meeting, **sent(world, note="Late")).status_code == 403


def test_the_rest_is_noted_in_one_press_after_saying_what_it_records(world, meeting):
    page = get(world, "secretary", "rest", meeting=meeting)
    assert "1 open risk" in page
    assert "3 Matter 3" in page
    assert "10 June 2020" in page
    assert "left out: Matter 1; Matter 2; Matter 4" in page
    agenda = get(world, "secretary", meeting=meeting)
    assert f'action="{address(meeting, "rest")}"' in agenda  # one press, there
    answer = post(world, "secretary", "rest", meeting=meeting)
    assert Review.objects.get().risk == world.risks[3]
    assert answer["Location"] == address(meeting, "rest")
    page = get(world, "secretary", "rest", meeting=meeting)
    assert "There is nothing left to note" in page
    noted = page.split("Noted at this meeting")[1]
    assert "3 Matter 3" in noted
    assert 'href="/registers/mopac/corporate/3/history/"' in noted


def test_what_was_noted_is_told_as_far_as_the_reader_may_know(world):
    with drawn_as():
        meeting = meeting_of(world)
    post(world, "secretary", "rest", meeting=meeting)
    assert "Matter 4" in get(world, "secretary", "rest", meeting=meeting)
    assert "Matter 4" not in get(world, "uncleared", "rest", meeting=meeting)


def test_closing_warns_where_nobody_was_noted_as_present(world, meeting):
    warning = "Nobody has been noted as present"
    assert warning in get(world, "secretary", "close", meeting=meeting)
    with today():
        actions.attend(meeting=meeting, by=world.people["secretary"], present=[world.posts["chair"]])
    assert warning not in get(world, "secretary", "close", meeting=meeting)


def test_nobody_is_told_how_many_risks_they_may_not_see(world):
    with drawn_as():
        meeting = meeting_of(world)
    assert "3 open risks" in get(world, "uncleared", "rest", meeting=meeting)
    assert "4 open risks" in get(world, "secretary", "rest", meeting=meeting)


def test_closing_needs_the_clearance_that_agreeing_needs(world, meeting):
    page = get(world, "uncleared", "close", meeting=meeting, status=403)
    assert "this needs clearance" in page
    assert post(world, "uncleared", "close", meeting=meeting).status_code == 403


def pressed(world, meeting, who="secretary"):
    """What the button on the closing page sends."""
    with today():
        fresh = client_of(world.people[who]).get(address(meeting, "close")).context["fresh"]
    return {name: fresh[name].value() for name in ("version", "looked_at")}


def test_closing_says_what_it_settles_and_what_is_still_open(world, meeting):
    page = get(world, "secretary", "close", meeting=meeting)
    assert "It agrees the" in page
    assert "4 open risks, 1 of all changed since 11 February 2020" in page
    assert "nothing has been recorded" in page
    answer = post(world, "secretary", "close", meeting=meeting, **pressed(world, meeting))
    assert answer["Location"] == reverse("reports:meeting-minutes", args=["working-group", "2020-03-10"])
    meeting.refresh_from_db()
    assert meeting.is_closed


def test_a_closing_page_that_was_overtaken_is_shown_anew(world, meeting):
    data = pressed(world, meeting)
    with today():
        actions.note(meeting=meeting, by=world.people["second"], item=item_of(meeting, world.risks[1]), text="Wait")
    page = post(world, "secretary", "close", meeting=meeting, **data).content.decode()
    assert "Somebody has changed this meeting" in page
    meeting.refresh_from_db()
    assert not meeting.is_closed
    assert post(world, "secretary", "close", meeting=meeting, **pressed(world, meeting)).status_code == 302


def test_a_score_entered_after_the_summary_was_shown_is_not_agreed(world, meeting):
    with today(hour=13):
        fresh = client_of(world.people["secretary"]).get(address(meeting, "close")).context["fresh"]
    data = {name: fresh[name].value() for name in ("version", "looked_at")}
    said = {"on": TODAY, "likelihood": 1, "impact": 1, "reason": "Unseen"}
    with today(hour=14):
        assessments.record(risk=world.risks[2], by=world.people["lead"], version=None, **said)
    with today(hour=15):
        client_of(world.people["secretary"]).post(address(meeting, "close"), data)
        page = client_of(world.people["secretary"]).get("/registers/mopac/corporate/2/").content.decode()
    assert "Since agreed" in page


def test_nobody_records_on_a_risk_whose_reasons_they_may_not_read():
    world = working_group(profile=CLOSED_PROFILE)
    with drawn_as(raised(world.risks[1])):
        meeting = meeting_of(world)
    page = get(world, "uncleared", "mopac-corporate-1", meeting=meeting)
    assert 'name="note"' not in page
    assert "10 June 2020" not in page  # the next review, which would tell the band
    assert step(world, meeting, who="uncleared", **sent(world, note="A word")).status_code == 403
    assert "There is nothing left to note" in get(world, "uncleared", "rest", meeting=meeting)


def test_restricted_items_are_stepped_over(world, meeting):
    page = get(world, "uncleared", "mopac-corporate-2", meeting=meeting)
    assert "2 of 2 that you may read" in page
    assert "mopac-corporate-4" not in page
    answer = step(world, meeting, who="uncleared", item="mopac-corporate-2", **sent(world, 2, go="next"))
    assert answer["Location"] == address(meeting)
