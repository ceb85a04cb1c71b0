"""The pages of meetings: who sees which, and what they say."""

import pytest

from reports.agenda import Drawn, Reason, ReasonKind
from tests.factories import client_of
from tests.meeting_worlds import address, drawn_as, meeting_of, today, working_group

pytestmark = pytest.mark.django_db


def raised(risk, words="It moved up", needs=()):
    reason = Reason(ReasonKind.UP, words, needs=needs, risks=(risk.pk,))
    return Drawn("risk", risk.pk, "", (reason,))


@pytest.fixture
def world():
    return working_group()


@pytest.fixture
def meeting(world):
    with drawn_as(raised(world.risks[1]), raised(world.risks[4], "Something secret")):
        return meeting_of(world)


def get(world, who, *where, meeting, status=200):
    with today():
        answer = client_of(world.people[who]).get(address(meeting, *where))
    assert answer.status_code == status, answer.content.decode()[:2000]
    return answer.content.decode()


def post(world, who, *where, meeting, **data):
    with today():
        return client_of(world.people[who]).post(address(meeting, *where), data)


def test_every_page_opens(world, meeting):
    for where in (
        (),
        ("minutes",),
        ("rest",),
        ("close",),
        ("attendance",),
        ("add",),
        ("whole",),
        ("edit",),
        ("cancel",),
        ("mopac-corporate-1",),
        ("mopac-corporate-1", "edit"),
        ("mopac-corporate-1", "drop"),
    ):
        get(world, "secretary", *where, meeting=meeting)
    with today():
        client = client_of(world.people["secretary"])
        assert client.get("/meetings/").status_code == 200
        assert client.get("/meetings/working-group/").status_code == 200
        assert client.get("/meetings/working-group/plan/").status_code == 200
