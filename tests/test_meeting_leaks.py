"""Does anything that must be withheld reach somebody through a meeting: a page, its minutes, what is printed of them?

As tests/test_leaks.py: two worlds that differ only in what is withheld must look alike to whoever may not see it. Here
for every kind of board, what one body keeps to itself, what the other attends and what is of both, open and closed.
"""

import pytest
from django.urls import reverse

from registers.access import audience_of
from reports.minutes_print import print_minutes
from reports.models import Meeting
from tests.databases import some
from tests.factories import client_of
from tests.test_leaks import a_world, shown
from tests.two_bodies import planted_in
from tests.two_bodies_meetings import CLOSED, STARTED

pytestmark = pytest.mark.django_db

BLIND = some(["other lead", "own uncleared secretariat", "own uncleared lead", "own reader", "panel auditor"], 2)
SIGHTED = {"own secretariat": "own", "own lead": "own", "other secretariat": "other"}
BOARDS = some(("own", "attended", "joint"), 2)
PAGES = ("", "minutes/", "mopac-corporate-1/", "mopac-corporate-3/", "item-1/", "item-2/", "rest/", "whole/", "close/")
PAGES += ("add/", "attendance/", "records/3/", "records/6/", "mopac-corporate-1/edit/", "item-1/drop/")


def addresses(world):
    yield reverse("reports:meetings")
    for name in BOARDS:
        board = world.boards[name]
        yield reverse("reports:board-meetings", args=[board.slug])
        for day in (CLOSED, STARTED):
            yield from (f"/meetings/{board.slug}/{day.isoformat()}/{page}" for page in PAGES)


@pytest.fixture(scope="module")
def seen(django_db_setup, django_db_blocker):
    """{visitor: {address: what it showed in each of the two worlds}}, minutes on paper too."""
    found = {visitor: {} for visitor in (*BLIND, *SIGHTED)}
    with django_db_blocker.unblock():
        for variant, visitors in (("a", list(found)), ("b", BLIND)):
            with a_world(variant) as world:
                for visitor in visitors:
                    _look(world, visitor, found[visitor])
    return found


def _look(world, visitor, pages):
    user = world.visitors[visitor]
    client = client_of(user)
    for address in addresses(world):
        pages.setdefault(address, []).append(shown(client.get(address)))
    audience = audience_of(user)
    for meeting in Meeting.objects.visible_to(audience).filter(on__in=[CLOSED, STARTED]).order_by("pk"):
        html = print_minutes(meeting, audience)[0].html
        pages.setdefault(f"minutes of {meeting} on paper", []).append(html)


@pytest.mark.parametrize("visitor", BLIND)
def test_nobody_meets_a_planted_word_that_is_not_for_them(seen, visitor):
    for address, (page, *_) in seen[visitor].items():
        own = "other" if visitor.startswith("other") else None
        assert planted_in(page, but=own) == set(), address


@pytest.mark.parametrize("visitor", BLIND)
def test_the_two_worlds_look_alike_to_whoever_may_not_see_what_differs(seen, visitor):
    for address, pages in seen[visitor].items():
        assert len(set(pages)) == 1, f"{visitor} could tell the two worlds apart at {address}"


@pytest.mark.parametrize(("visitor", "body"), SIGHTED.items())
def test_who_is_cleared_meets_the_words_of_their_own_body_alone(seen, visitor, body):
    met = set().union(*(planted_in(page) for page, *_ in seen[visitor].values()))
    assert all(word.startswith(f"quokka{body}") for word in met)
    assert ("quokkaownamendedsecreta" in met) is (body == "own")


def test_the_pages_of_meetings_are_there_to_be_asked(seen):
    """Else nothing would have been tried."""
    pages = seen["own secretariat"]
    opened = [address for address, (page, *_) in pages.items() if page.startswith("200")]
    assert len(opened) > 13 * len(BOARDS)
    assert any(page[0].startswith("200") for address, page in seen["other lead"].items() if "open-group" in address)
