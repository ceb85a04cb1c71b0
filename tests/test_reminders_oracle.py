"""Is everybody's mail what an independent oracle says? 120 simulated days on made-up registers, from several seeds."""

import random

import pytest
from django.core import mail

from registers import clock
from reports.models import Outgoing
from reports.reminders.remind import remind
from tests.databases import IS_POSTGRESQL, some
from tests.reminder_days import Days
from tests.reminder_oracle import Oracle

NUMBER_OF_DAYS = 40 if IS_POSTGRESQL else 120


@pytest.mark.django_db
@pytest.mark.parametrize("seed", some([1, 2, 3]))
def test_everybodys_mail_is_what_the_oracle_says(seed):
    days, oracle, number = Days(seed), Oracle(), 0
    is_down = random.Random(seed)
    for _ in range(NUMBER_OF_DAYS):
        if is_down.random() < 0.9:  # on some days nothing runs
            with clock.at(clock.moment_on(days.today, 6)):
                remind()
                expected = oracle.day(days.today)
                found = {row.user_id: row for row in Outgoing.objects.filter(on=days.today)}
            wrong = differences(said(found), wanted(expected))
            assert not wrong, f"seed {seed}, {days.today}: {wrong}"
            number += len(found)
        days.live()
    assert number > NUMBER_OF_DAYS / 3
    assert len(mail.outbox) == number  # each written was sent, once
    assert len({message.extra_headers["Message-ID"] for message in mail.outbox}) == number


def differences(found, expected):
    """{person: (said too much, not said, whom it was copied to, whom it was to be)}"""
    wrong = {}
    for user in found.keys() | expected.keys():
        (lines, copied), (should, should_copy) = found.get(user, ([], [])), expected.get(user, ([], []))
        if (lines, copied) != (should, should_copy):
            more, less = [one for one in lines if one not in should], [one for one in should if one not in lines]
            wrong[user] = more, less, copied, should_copy
    return wrong


def said(found):
    return {
        user: (sorted((line["heading"], line["words"], line["is_new"]) for line in row.lines), row.copied_to)
        for user, row in found.items()
    }


def wanted(expected):
    return {
        user: (sorted((line.heading, line.words, is_new) for line, is_new in lines), copied)
        for user, (lines, copied) in expected.items()
    }
