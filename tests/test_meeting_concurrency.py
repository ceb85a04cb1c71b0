"""Two note-takers minute one meeting at once: both texts are there, and it is closed once, with what was shown.

Threads with connections of their own, on whichever database the tests run on.
"""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from registers import clock
from registers.access import audience_of
from registers.models import Agreement, Review
from registers.models.risks import Stale
from reports.actions import meetings as actions
from reports.minutes_cut import cut
from reports.models import Action, AgendaItem, Meeting, Record
from tests.factories import client_of
from tests.meeting_worlds import TODAY, address, drawn_as, item_of, meeting_of, working_group
from tests.pages import form_of
from tests.test_concurrency import all_at_once
from tests.test_meeting_pages import raised

pytestmark = pytest.mark.django_db(transaction=True)

SEVERAL = 8


@pytest.fixture
def world():
    return working_group()


@pytest.fixture
def meeting(world):
    with drawn_as(raised(world.risks[1]), raised(world.risks[2])):
        return meeting_of(world)


@pytest.fixture(autouse=True)
def _wide_enough():
    if connection.vendor == "sqlite":
        assert connection.transaction_mode == "IMMEDIATE"


def at(hour=14):
    return clock.at(clock.moment_on(TODAY, hour))


def test_two_browsers_minute_one_meeting_and_both_texts_are_there(world, meeting):
    """The page of an item opened twice, sent twice at once: reviews, notes, decisions and actions of both."""
    url = address(meeting, "mopac-corporate-1")
    clients = [client_of(world.people[who]) for who in ("secretary", "second")]
    with at():
        forms = [form_of(client.get(url)) for client in clients]

    def write(n):
        said = {"found": f"View {n}", "note": f"Talk {n}", "decision": f"Decided {n}"}
        said |= {"task": f"Task {n}", "task_post": world.posts["owner"].pk, "task_due": "2020-04-01"}
        with at():
            return clients[n].post(url, forms[n] | said | {"go": "stay"}).status_code

    assert all_at_once(write, 2) == [302, 302]
    with at():
        page = clients[0].get(url).content.decode()
    for n in range(2):
        for words in (f"View {n}", f"Talk {n}", f"Decided {n}", f"Task {n}"):
            assert words in page
    assert set(Review.objects.values_list("reason", flat=True)) == {"View 0", "View 1"}
    assert Action.objects.values("number").distinct().count() == 2


def test_actions_given_at_several_meetings_at_once_have_numbers_of_their_own(world, meeting):
    others = [meeting_of(world, on=date(2020, 2, day), drawn=False) for day in range(20, 20 + SEVERAL)]

    def write(n):
        with at():
            said = {"text": f"Task {n}", "post": world.posts["owner"], "due_on": date(2020, 4, 1)}
            return actions.act(meeting=others[n], by=world.people["secretary"], **said).number

    assert sorted(all_at_once(write, SEVERAL)) == list(range(1, SEVERAL + 1))


def test_of_two_who_press_close_one_closes_it(world, meeting):
    version = Meeting.objects.get(pk=meeting.pk).version

    def close(n):
        with at():
            return actions.close(meeting=meeting, by=world.people["secretary"], version=version)

    answers = all_at_once(close, 2)
    assert sum(isinstance(answer, Meeting) for answer in answers) == 1
    assert sum(isinstance(answer, Stale | ValidationError) for answer in answers) == 1
    assert Agreement.objects.filter(as_at=TODAY).count() == 1


def test_what_is_noted_while_the_meeting_closes_is_in_its_minutes_or_refused(world, meeting):
    def write(n):
        with at():
            if n == 0:
                return actions.close(meeting=meeting, by=world.people["secretary"], version=None)
            item = item_of(meeting, world.risks[1])
            return actions.note(meeting=meeting, by=world.people["second"], item=item, text=f"Word {n}")

    answers = all_at_once(write, SEVERAL)
    kept = {answer.text for answer in answers if isinstance(answer, Record)}
    assert all(isinstance(answer, Record | Meeting | ValidationError) for answer in answers), answers
    closed = Meeting.objects.get(pk=meeting.pk)
    minutes = cut(closed.minutes, closed, audience_of(world.people["secretary"]))
    assert {line.text for item in minutes.items for line in item.said} == kept


def test_what_is_dropped_while_the_agenda_is_drawn_up_stays_dropped_or_is_told_of_the_change(world, meeting):
    item, version = item_of(meeting, world.risks[1]), Meeting.objects.get(pk=meeting.pk).version

    def write(n):
        with at():
            if n == 0:
                return actions.draw_up(meeting=meeting, by=world.people["secretary"], version=version)
            return actions.drop_item(item=item, by=world.people["second"], version=item.version, because="It can wait")

    with drawn_as(raised(world.risks[1], "Anew"), raised(world.risks[3])):
        drawn, dropped = all_at_once(write, 2)
    assert isinstance(dropped, AgendaItem)
    assert isinstance(drawn, Meeting | Stale)
    item.refresh_from_db()
    assert item.dropped_because == "It can wait"
    assert meeting.items.filter(risk=world.risks[1]).count() == 1


def test_two_who_drop_one_item_do_not_write_over_each_other(world, meeting):
    item = item_of(meeting, world.risks[1])

    def drop(n):
        with at():
            return actions.drop_item(item=item, by=world.people["second"], version=item.version, because=f"Because {n}")

    answers = all_at_once(drop, 2)
    assert sorted(type(answer).__name__ for answer in answers) == ["AgendaItem", "Stale"]


def test_two_who_amend_one_note_do_not_write_over_each_other(world, meeting):
    with at():
        record = actions.note(meeting=meeting, by=world.people["secretary"], text="They said so")

    def amend(n):
        with at():
            return actions.amend(record=record, by=world.people["second"], text=f"They said so, {n}")

    answers = all_at_once(amend, 2)
    assert sorted(type(answer).__name__ for answer in answers) == ["Record", "Stale"]
    assert Record.objects.filter(replaces=record).count() == 1
