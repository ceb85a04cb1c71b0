"""What a meeting refuses so that nothing recorded at it says more, or of another time, than it may."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from registers import clock
from registers.models import Review
from reports.actions import meetings as actions
from tests.factories import client_of, open_risk
from tests.meeting_worlds import TODAY, address, drawn_as, meeting_of, today, working_group
from tests.pages import words_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return working_group()


@pytest.fixture
def secretary(world):
    return world.people["secretary"]


@pytest.fixture
def meeting(world):
    with drawn_as():
        return meeting_of(world)


def test_what_is_closed_was_looked_at_during_the_meeting(secretary, meeting):
    with today():
        meeting.refresh_from_db()
        before = meeting.started_at - timedelta(minutes=1)
        for moment in (before, clock.now() + timedelta(minutes=1)):
            with pytest.raises(ValidationError, match="Look at the summary again"):
                actions.close(meeting=meeting, by=secretary, version=None, looked_at=moment)
        closed = actions.close(meeting=meeting, by=secretary, version=None, looked_at=meeting.started_at)
    assert closed.closed_at == meeting.started_at


def test_what_is_said_in_confidence_is_not_recorded_on_an_open_risk(world, secretary, meeting):
    with today():
        item = actions.add_item(meeting=meeting, by=secretary, risk=world.risks[1], marking="official-sensitive")
        client = client_of(secretary)
        page = client.get(address(meeting, item.slug))
        assert page.status_code == 200
        with pytest.raises(ValidationError, match="This item is OFFICIAL-SENSITIVE and its risk is not"):
            actions.review_item(item=item, by=secretary, outcome="no-change", text="Said in confidence")
        actions.note(meeting=meeting, by=secretary, item=item, text="Said in confidence")
    assert not Review.objects.exists()


def test_the_choice_of_risks_counts_none_that_are_hidden(world, secretary, meeting):
    with today():
        open_risk(world.register, TODAY, title="Known to few", marking="official-sensitive")
        risk = open_risk(world.register, TODAY, title="Known to all")
        client = client_of(secretary)
        page = client.get(address(meeting, "add"))
        assert f'value="{world.register.path}/{risk.ref}"' in page.content.decode()
        assert f'value="{risk.pk}"' not in page.content.decode()
        sent = {"kind": "added", "risk": f"{world.register.path}/{risk.ref}", "marking": "official"}
        assert client.post(address(meeting, "add"), sent).status_code == 302
        assert "Known to all" in words_of(client.get(meeting.get_absolute_url()))
