"""Fifty people write at once: is anything lost, and does anybody see a lock?

Threads with connections of their own, on whichever database the tests run on; on SQLite a file with the options that
the portal runs with.
"""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier, Event, Timer

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, connections, transaction

from registers import clock
from registers.actions import agreements, assessments, boards, reviews, risks
from registers.models import Assessment, Review, Risk, Seat, Wording
from registers.models.risks import Stale
from tests.factories import OrganisationFactory, PostFactory, RegisterFactory, client_of, open_risk, somebody
from tests.pages import form_of, send, typed_in, words_of

pytestmark = pytest.mark.django_db(transaction=True)

WRITERS = 50
SEVERAL = 6
OPENED = date(2021, 1, 1)


@pytest.fixture
def body():
    return OrganisationFactory(slug="met", name="The Met", short_name="the Met")


@pytest.fixture
def register(body):
    return RegisterFactory(organisation=body)


@pytest.fixture
def lead(body):
    return somebody(("lead", body), cleared_by=[body])


@pytest.fixture
def risk(register, body):
    return open_risk(register, on=OPENED, title="Money", score=(3, 3), owners=[PostFactory(organisation=body)])


def all_at_once(write, how_many=WRITERS) -> list:
    """Call `write(n)` in as many threads, released together. What each returned or raised."""
    ready = Barrier(how_many)

    def one(n):
        ready.wait(timeout=60)
        try:
            return write(n)
        except Exception as problem:
            return problem
        finally:
            connections.close_all()

    with ThreadPoolExecutor(how_many) as pool:
        return list(pool.map(one, range(how_many)))


def test_sqlite_takes_the_write_lock_before_it_reads(risk):
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL locks rows")
    assert connection.transaction_mode == "IMMEDIATE"
    with connection.cursor() as cursor:
        assert cursor.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_fifty_scores_recorded_at_once_are_all_there(risk, lead):
    def write(n):
        cell = {"likelihood": 1 + n % 4, "impact": 1 + n % 3}
        return assessments.record(
            risk=risk, by=lead, version=None, on=OPENED + timedelta(days=n), reason=f"Reason {n}", **cell
        )

    before = Risk.objects.get(pk=risk.pk).version
    written = all_at_once(write)
    assert [type(row) for row in written] == [Assessment] * WRITERS
    reasons = set(Assessment.objects.filter(risk=risk).values_list("reason", flat=True))
    assert {f"Reason {n}" for n in range(WRITERS)} <= reasons
    after = Risk.objects.get(pk=risk.pk)
    assert after.version == before + WRITERS
    versions = list(after.history.order_by("version").values_list("version", flat=True))
    assert versions[-WRITERS:] == list(range(before + 1, before + WRITERS + 1))


def test_of_fifty_with_one_page_open_one_saves_and_the_others_are_told(risk, lead):
    risk.refresh_from_db()

    def write(n):
        return risks.edit(risk=risk, by=lead, version=risk.version, on=clock.today(), description=f"Text {n}")

    kinds = Counter(type(result) for result in all_at_once(write))
    assert kinds == {list: 1, Stale: WRITERS - 1}
    assert Wording.objects.filter(risk=risk).count() == 2


def test_fifty_risks_opened_at_once_have_fifty_references(register, lead):
    opened = all_at_once(lambda n: risks.open_risk(register=register, by=lead, on=OPENED, title=f"Risk {n}").ref)
    assert sorted(opened) == list(range(1, WRITERS + 1))


def test_fifty_people_scoring_through_the_page_lose_nothing_and_see_no_error(risk, lead):
    url = f"{risk.get_absolute_url()}score/"
    clients = [client_of(lead) for _ in range(WRITERS)]
    page = clients[0].get(url)
    for client in clients:
        client.raise_request_exception = False

    def save(n):
        return send(clients[n], page, cell=f"{1 + n % 4}-{1 + n % 2}", reason=f"Reason {n}")

    answers = all_at_once(save)
    assert Counter(answer.status_code for answer in answers) == {302: 1, 409: WRITERS - 1}
    for n, answer in enumerate(answers):
        if answer.status_code == 409:
            assert typed_in(answer, "reason") == f"Reason {n}"
            assert form_of(answer)["cell"] == [f"{1 + n % 4}-{1 + n % 2}"]
            assert "saved this first" in words_of(answer)
    assert Assessment.objects.filter(risk=risk).count() == 2


def test_each_of_several_gets_through_by_saving_again(risk, lead):
    """Nobody starves: whoever is told that somebody else was first saves on top of it, in the end."""
    url = f"{risk.get_absolute_url()}edit/"
    clients = [client_of(lead) for _ in range(SEVERAL)]
    page = clients[0].get(url)

    def save_until_done(n):
        answer = send(clients[n], page, description=f"Text {n}")
        while answer.status_code == 409:
            answer = send(clients[n], answer)
        return answer.status_code

    assert all_at_once(save_until_done, how_many=SEVERAL) == [302] * SEVERAL
    texts = set(Wording.objects.filter(risk=risk).values_list("description", flat=True))
    assert {f"Text {n}" for n in range(SEVERAL)} <= texts


def test_two_mergers_that_cross_wait_for_each_other(register, lead, risk):
    other = open_risk(register, on=OPENED, title="Savings")
    pairs = [(risk, other), (other, risk)]

    def merge(n):
        into, gone = pairs[n % 2]
        return risks.merge(risk=into, by=lead, version=None, on=clock.today(), others=[gone], reason="One question")

    kinds = Counter(type(result) for result in all_at_once(merge, how_many=8))
    assert kinds == {Risk: 1, ValidationError: 7}


def test_two_browsers_editing_one_risk_both_keep_their_words(risk, body):
    first, second = (client_of(somebody(("lead", body), name=name)) for name in ("Olu First", "Sam Second"))
    url = f"{risk.get_absolute_url()}edit/"
    of_first, of_second = first.get(url), second.get(url)
    assert send(first, of_first, description="What the first typed").status_code == 302
    both = send(second, of_second, description="What the second typed")
    assert both.status_code == 409
    assert "Olu First saved this first" in words_of(both)
    assert "only theirs: first" in words_of(both)
    assert "only yours: second" in words_of(both)
    assert send(second, both).status_code == 302
    assert list(Wording.objects.filter(risk=risk).order_by("pk").values_list("description", flat=True)[1:]) == [
        "What the first typed",
        "What the second typed",
    ]


def test_a_board_is_shown_what_was_being_written_as_it_asked(register, risk, lead):
    """An entry recorded before the moment shown, and kept after it, would be agreed without having been seen."""
    being_written, may_finish = Event(), Event()

    def write():
        with transaction.atomic():
            cell = {"likelihood": 4, "impact": 4}
            score = assessments.record(risk=risk, by=lead, version=None, on=date(2021, 6, 1), reason="Worse", **cell)
            being_written.set()
            may_finish.wait(30)
        return score.recorded_at

    def look():
        being_written.wait(30)
        Timer(0.5, may_finish.set).start()
        moment = agreements.moment_to_look(register)
        return moment, Assessment.objects.filter(risk=risk, recorded_at__lte=moment, on=date(2021, 6, 1)).count()

    recorded_at, (moment, seen) = all_at_once(lambda n: (write, look)[n](), how_many=2)
    assert recorded_at < moment
    assert seen == 1


def test_the_rest_of_a_register_is_noted_once_however_many_press_while_it_is_being_scored(register, lead):
    every = [open_risk(register, on=OPENED, score=(1, 1)) for _ in range(4)]
    said = {"by": lead, "on": clock.today()}

    def write(n):
        if n % 2:
            return reviews.note_unchanged(risks=every[:: 1 if n % 4 == 1 else -1], reason="Noted", **said)
        cell = {"likelihood": 1 + n % 4, "impact": 2}
        return assessments.record(risk=every[n % 4], version=None, reason=f"Seen {n}", **cell, **said)

    answers = all_at_once(write, 12)
    assert [answer for answer in answers if isinstance(answer, Exception)] == []
    assert Counter(Review.objects.values_list("risk", flat=True)) == {risk.pk: 1 for risk in every}


def test_of_several_who_put_a_post_in_the_chair_one_does(body, lead):
    board = boards.add_board(organisation=body, by=lead, name="Fire Board")
    posts = [PostFactory(organisation=body) for _ in range(SEVERAL)]
    said = {"board": board, "by": lead, "since": OPENED, "is_chair": True}
    answers = all_at_once(lambda n: boards.seat(post=posts[n], **said), SEVERAL)
    assert Seat.objects.count() == 1
    assert sum(isinstance(answer, ValidationError) for answer in answers) == SEVERAL - 1
