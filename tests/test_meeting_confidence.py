"""What of a meeting is kept from whom: what is still worked on, what has not been told yet, what was only a draft."""

from datetime import date

import pytest

from registers.actions import assessments
from registers.models import Membership, Register, Role
from reports.actions import meetings as actions
from tests.factories import RegisterFactory, agree, client_of, somebody
from tests.meeting_worlds import CLOSED_PROFILE, address, drawn_as, item_of, meeting_of, move, today, working_group
from tests.test_meeting_pages import get, raised

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return working_group()


def held(world, **options):
    with drawn_as(raised(world.risks[1])):
        return meeting_of(world, **options)


def close(world, meeting):
    with today():
        meeting.refresh_from_db()
        return actions.close(meeting=meeting, by=world.people["secretary"], version=meeting.version)


def everything(world, who, meeting, slug="mopac-corporate-1"):
    return "".join(get(world, who, *where, meeting=meeting) for where in ((), (slug,), ("minutes",)))


def test_a_draft_tells_the_other_body_the_score_as_it_was_agreed(world):
    move(world.risks[1])
    meeting = held(world)
    assert "VH v VH" in everything(world, "secretary", meeting)
    page = everything(world, "visitor", meeting)
    assert "VH v VH" not in page
    assert "M v M" in page


@pytest.mark.parametrize("why", ["agreed later already", "settled by no board"])
def test_minutes_of_a_meeting_that_agrees_nothing_tell_no_score_that_is_worked_on(world, why):
    if why == "settled by no board":
        Register.objects.filter(pk=world.register.pk).update(board=None)
        move(world.risks[1])
        meeting = held(world)
    else:
        meeting = held(world, on=date(2020, 3, 3))
        agree(world.register, date(2020, 3, 5))
        with today():
            said = {"on": date(2020, 3, 1), "likelihood": 4, "impact": 4, "reason": "Later"}
            assessments.record(risk=world.risks[1], by=world.people["lead"], version=None, **said)
    close(world, meeting)
    assert "VH v VH" in get(world, "secretary", "minutes", meeting=meeting)
    assert "VH v VH" not in get(world, "visitor", "minutes", meeting=meeting)


@pytest.mark.parametrize("profile", [None, CLOSED_PROFILE])
def test_why_an_item_was_dropped_and_what_came_of_it_are_told_with_what_is_said(profile):
    world = working_group(profile=profile)
    meeting, by = held(world), world.people["secretary"]
    with today():
        item = item_of(meeting, world.risks[1])
        said = {"title": "", "marking": "official", "paragraph": "Platypus came of it"}
        item = actions.edit_item(item=item, by=by, version=item.version, **said)
        actions.drop_item(item=item, by=by, version=item.version, because="Platypus was busy")
    assert "Platypus was busy" in get(world, "secretary", meeting=meeting)
    assert "Platypus" not in everything(world, "visitor", meeting)
    close(world, meeting)
    page = everything(world, "visitor", meeting)
    assert ("Platypus was busy" in page) is (profile is None)
    assert ("Platypus came of it" in page) is (profile is None)


def test_minutes_do_not_give_a_directorates_register_away(world):
    RegisterFactory(organisation=world.mopac, board=world.board, kind="directorate", slug="numbat", title="Numbats")
    meeting = held(world)
    close(world, meeting)
    assert "Numbats" in get(world, "secretary", "minutes", meeting=meeting)
    assert "Numbats" not in get(world, "visitor", "minutes", meeting=meeting)


def test_drafts_and_what_was_taken_back_stay_with_the_body_that_wrote_them(world):
    meeting, by = held(world), world.people["secretary"]
    with today():
        item = item_of(meeting, world.risks[1])
        slip = actions.note(meeting=meeting, by=by, item=item, text="A platypus")
        actions.amend(record=slip, by=by, text="A clean word")
        wrong = actions.note(meeting=meeting, by=by, item=item, text="An echidna")
        actions.amend(record=wrong, by=by, text="An echidna", is_void=True)
    close(world, meeting)
    own, other = (everything(world, who, meeting) for who in ("secretary", "visitor"))
    assert "A clean word" in own
    assert "A clean word" in other
    for word in ("A platypus", "An echidna"):
        assert word in own
        assert word not in other


def test_that_something_was_recorded_is_not_told_before_what_was(world):
    meeting, by = held(world), world.people["secretary"]
    with today():
        actions.note(meeting=meeting, by=by, item=item_of(meeting, world.risks[1]), text="A talk")
        meeting.refresh_from_db()
        with drawn_as():
            actions.draw_up(meeting=meeting, by=by, version=meeting.version)
    assert "kept for what was recorded" in get(world, "secretary", meeting=meeting)
    assert "kept for what was recorded" not in everything(world, "visitor", meeting)


def test_who_works_on_their_own_risks_alone_reads_of_others_once_the_meeting_is_closed(world):
    agree(world.met_register, date(2020, 2, 1))
    user = somebody((Role.READER, world.met), name="Mixed")
    own = {"organisation": world.mopac, "role": Role.LEAD, "own_risks_only": True}
    Membership.objects.create(user=user, since=date(2019, 1, 1), **own)
    world.people["mixed"] = user
    meeting = held(world)
    with today():
        said = {"likelihood": 4, "impact": 3, "text": "Platypus failed"}
        item = item_of(meeting, world.risks[1])
        actions.rescore(item=item, by=world.people["secretary"], version=None, **said)
    assert "Platypus" not in everything(world, "mixed", meeting)
    close(world, meeting)
    assert "Platypus" in get(world, "mixed", "minutes", meeting=meeting)


def test_words_of_a_score_or_a_closing_are_amended_in_the_register_too(world):
    meeting, by = held(world), world.people["secretary"]
    with today():
        item = item_of(meeting, world.risks[1])
        scored = actions.rescore(item=item, by=by, version=None, likelihood=4, impact=4, text="Platypus reason")
        actions.amend(record=scored, by=by, text="Clean reason")
        closed = actions.close_risk(item=item, by=by, version=None, text="Platypus end")
        actions.amend(record=closed, by=by, text="Clean end")
        page = client_of(by).get(world.risks[1].get_absolute_url()).content.decode()
    assert "Platypus" not in page
    assert "Clean reason" in page
    assert "Clean end" in page


def test_drawing_up_again_in_progress_takes_no_item_from_under_a_note_taker(world):
    meeting = held(world)
    with today():
        meeting.refresh_from_db()
        with drawn_as():
            actions.draw_up(meeting=meeting, by=world.people["second"], version=meeting.version)
        client = client_of(world.people["secretary"])
        sent = {"note": "A long talk", "outcome": "no-change", "version": world.risks[1].version}
        assert client.post(address(meeting, "mopac-corporate-1"), sent).status_code == 302
    assert "A long talk" in get(world, "second", "mopac-corporate-1", meeting=meeting)
