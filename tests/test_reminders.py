"""Reminders as people see them: who is written to, when, and what the e-mail says."""

from datetime import date, timedelta

import pytest
from django.core import mail

from registers import clock
from registers.actions import people, risks
from registers.actions.risks import close
from reports.actions.mail import prefer
from reports.models import Outgoing
from tests.control_factories import add_control, state_risk
from tests.factories import client_of, somebody
from tests.mail_worlds import FIRST, MONDAY, a_body, a_risk, holder, mark, review, run, sent_to

pytestmark = pytest.mark.django_db
A_DAY = timedelta(days=1)


@pytest.fixture
def north():
    return a_body()


def body_of(user):
    (message,) = sent_to(user)
    return message.body


# Who -------------------------------------------------------------------------------------------


def test_the_working_lead_is_reminded_and_not_the_chief_officer(north):
    lead_post, lead = holder(north, "Head of Estates")
    owner_post, owner = holder(north, "Chief Officer")
    a_risk(north, leads=[lead_post], owners=[owner_post], next_on=MONDAY)
    run(MONDAY)
    assert "Risk 1 of the North corporate risk register: review due by 3 June 2024" in body_of(lead)
    assert not sent_to(owner)


def test_the_owner_is_reminded_where_nobody_with_an_account_leads(north):
    lead_post, _ = holder(north, "Head of Estates")
    people.hold(post=lead_post, by=somebody(), name="Ann Other", on=FIRST)
    owner_post, owner = holder(north, "Chief Officer")
    gone = lead_post.holdings.get(user__isnull=False)
    people.hold(post=lead_post, by=somebody(), name=gone.name, on=FIRST + A_DAY, holds=False)
    a_risk(north, on=date(2024, 2, 1), leads=[lead_post], owners=[owner_post], next_on=MONDAY)
    run(MONDAY)
    assert "Risk 1 of the North corporate risk register" in body_of(owner)
    assert len(mail.outbox) == 1


def test_a_review_is_told_two_weeks_before_its_day_and_not_earlier(north):
    post, lead = holder(north, "Head of Estates")
    a_risk(north, leads=[post], next_on=MONDAY + 14 * A_DAY)
    a_risk(north, leads=[post], next_on=MONDAY + 15 * A_DAY)
    run(MONDAY)
    body = body_of(lead)
    assert "Risk 1 of the North corporate risk register: review due by 17 June 2024" in body
    assert "Risk 2 of the North corporate risk register: review" not in body


def test_a_review_that_was_due_yesterday_was_due(north):
    post, lead = holder(north, "Head of Estates")
    a_risk(north, leads=[post], next_on=MONDAY - A_DAY)
    run(MONDAY)
    assert "review was due by 2 June 2024" in body_of(lead)
