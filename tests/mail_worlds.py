"""One body or two with people who hold posts, and what waits for them: for the tests of reminders."""

from datetime import date

from django.core import mail

from registers import clock
from registers.actions import people, reviews, risks
from registers.models import Post, Register, User
from reports.models import Outgoing
from reports.reminders.addresses import key_of, message_id
from reports.reminders.remind import Round, remind, write
from tests.factories import OPEN_PROFILE, OrganisationFactory, PostFactory, RegisterFactory, open_risk, somebody

MONDAY = date(2024, 6, 3)
FIRST = date(2024, 1, 8)
TOLD = OPEN_PROFILE | dict.fromkeys(("rationale", "controls", "progress", "dependencies"), "official")


def a_body(slug="north", order=0, profile=None, **fields) -> Register:
    """A body with a corporate register that tells its own members everything that is OFFICIAL."""
    body = OrganisationFactory(slug=slug, short_name=slug.capitalize(), order=order)
    return RegisterFactory(organisation=body, profile=TOLD | (profile or {}), **fields)


def holder(register, title, role="lead", cleared=False, since=FIRST, **fields) -> tuple[Post, User]:
    """A post, and somebody with an account and a role who holds it."""
    body = register.organisation
    post = Post.objects.filter(organisation=body, title=title).first() or PostFactory(organisation=body, title=title)
    user = somebody((role, body), cleared_by=[body] if cleared else [], **fields)
    with clock.at(clock.moment_on(since)):
        people.hold(post=post, by=user, name=user.name, on=since, user=user)
    return post, user


def a_risk(register, on=FIRST, leads=(), owners=(), reviewed=None, next_on=None, **fields):
    """A risk, perhaps reviewed on a day and to be reviewed again by another."""
    by = somebody()
    risk = open_risk(register, on=on, by=by, leads=list(leads), owners=list(owners), **fields)
    if next_on:
        review(risk, reviewed or on, next_on, by)
    return risk


def review(risk, on, next_on, by=None):
    with clock.at(clock.moment_on(on, 13)):
        said = {"outcome": "no-change", "reason": "It was looked at"}
        return reviews.record(risk=risk, by=by or somebody(), version=None, on=on, next_on=next_on, **said)


def mark(risk, on, marking="official-sensitive"):
    with clock.at(clock.moment_on(on, 14)):
        return risks.mark(risk=risk, by=somebody(), version=None, on=on, marking=marking, reason="It names people")


def run(day, hour=6):
    """The day's round, early in the morning."""
    with clock.at(clock.moment_on(day, hour)):
        return remind()


def sent_to(user, day=None) -> list:
    """The e-mails in the outbox of the tests that went to somebody, perhaps on a day."""
    return [one for one in mail.outbox if user.email in one.to and (day is None or _day(one) == day)]


def _day(message):
    row = Outgoing.objects.get(message_id=message.extra_headers["Message-ID"])
    return row.on


def an_email_to(user, on=MONDAY, lines=(), state="sent", **fields) -> Outgoing:
    """A row of the outbox, as if a run had written it."""
    key = key_of(user, on)
    said = {
        "key": key,
        "message_id": message_id(key),
        "to": user.email,
        "subject": "Risk portal: one thing waits for you",
    }
    return Outgoing.objects.create(user=user, on=on, lines=list(lines), state=state, **said | fields)


def add_mail(world) -> None:
    """To the world of two_bodies.py: what a month's first round and a Monday's wrote, and one that is uncertain."""
    for day in (date(2022, 3, 1), date(2022, 3, 14)):
        with clock.at(clock.moment_on(day, 6)):
            write(day, Round())
    reader, risk = world.visitors["own reader"], world.risks["own"]["first"]
    of = {"kind": "risk", "key": risk.pk, "register": risk.register_id, "is_restricted": False}
    line = {"heading": "Reviews", "words": "Risk 1: to be reviewed", "url": risk.get_absolute_url(), "is_new": False}
    day = date(2022, 3, 10)
    world.letter = an_email_to(reader, day, [line | {"of": of}], "sending", taken_at=clock.moment_on(day, 6))
