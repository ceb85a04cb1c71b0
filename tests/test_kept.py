"""Is what web workers keep of a register forgotten the moment it is no longer right? Outside tests' transaction."""

from datetime import date

import pytest
from django.db import transaction

from registers import clock, kept
from registers.access import audience_of
from registers.actions import corrections, people, risks
from registers.audience import WITHHELD
from registers.lookups import ask
from registers.models import Marking, Risk
from registers.movement import Movement
from registers.position import index, look_at
from registers.scope import Scope
from tests.factories import CLOSED_PROFILE, PostFactory, RegisterFactory, open_risk, score_risk, somebody

pytestmark = pytest.mark.django_db(transaction=True)

JANUARY, MARCH, JUNE, JULY = date(2020, 1, 1), date(2020, 3, 1), date(2020, 6, 30), date(2020, 7, 31)
SCOPE = Scope(as_at=JULY, compared_with=JUNE)


@pytest.fixture(autouse=True)
def _nothing_kept_from_other_tests():
    kept._slot.cache_clear()


@pytest.fixture
def register():
    return RegisterFactory()


@pytest.fixture
def risk(register):
    owner = PostFactory(organisation=register.organisation, title="Head of Boats")
    return open_risk(register, on=JANUARY, score=(1, 1), owners=[owner], title="Floods")


def seen_by(user, register, scope=SCOPE):
    return index(look_at(type(register).objects.get(pk=register.pk), audience_of(user), scope))


@pytest.fixture
def reader(register):
    return somebody(("reader", register.organisation))


def test_a_new_score_is_seen_at_once(register, risk, reader):
    assert seen_by(reader, register).rows[0].movement is Movement.STATIC
    score_risk(risk, 3, 3, on=JULY)
    assert seen_by(reader, register).rows[0].cell == (3, 3)
    assert seen_by(reader, register).rows[0].movement is Movement.UP


def test_a_corrected_score_is_seen_at_once_and_not_in_what_was_known_before(register, risk, reader):
    wrong = score_risk(risk, 3, 3, on=MARCH)
    before = Scope(as_at=JULY, known_at=clock.moment_on(JUNE))
    assert seen_by(reader, register).rows[0].cell == seen_by(reader, register, before).rows[0].cell == (3, 3)
    corrections.correct(fact=wrong, by=reader, version=None, reason="Misread", likelihood=2, impact=2)
    assert seen_by(reader, register).rows[0].cell == (2, 2)
    assert seen_by(reader, register, before).rows[0].cell == (3, 3)


def test_what_was_undone_before_it_was_saved_is_not_kept(register, risk, reader):
    with transaction.atomic():
        score_risk(risk, 4, 4, on=JULY)
        assert seen_by(reader, register).rows[0].cell == (4, 4)
        transaction.set_rollback(True)
    assert seen_by(reader, register).rows[0].cell == (1, 1)
    score_risk(risk, 2, 3, on=JULY)
    assert seen_by(reader, register).rows[0].cell == (2, 3)


def test_people_do_not_share_what_only_one_of_them_may_see(register, risk, reader):
    with clock.at(clock.moment_on(MARCH)):
        risks.mark(risk=risk, by=reader, version=None, on=MARCH, marking=Marking.SENSITIVE, reason="It names a place")
    cleared = somebody(("reader", register.organisation), cleared_by=[register.organisation])
    limited = somebody({"role": "reader", "organisation": register.organisation, "own_risks_only": True})
    for _ in range(2):
        assert len(seen_by(cleared, register).rows) == 1
        assert len(seen_by(reader, register).rows) == 0
        assert len(seen_by(limited, register).rows) == 0
        assert not any(ask(seen_by(reader, register), {}).choices.values())
        assert ask(seen_by(cleared, register), {}).choices["owner"][0].label == "Head of Boats"


def test_a_profile_that_is_tightened_withholds_at_once(register, risk, reader):
    open_risk(register, on=JANUARY, score=(2, 2))
    assert seen_by(reader, register).rows[0].cell == (1, 1)
    assert "owner" in ask(seen_by(reader, register), {}).choices
    register.profile = CLOSED_PROFILE | {"ownership": "official-sensitive"}
    register.save()
    assert seen_by(reader, register).rows[0].cell is WITHHELD
    assert "owner" not in ask(seen_by(reader, register), {}).choices


def test_a_renamed_post_and_a_new_owner_are_there_to_choose_at_once(register, risk, reader):
    scope = Scope(as_at=clock.today())

    def owners():
        return [choice.label for choice in ask(seen_by(reader, register, scope), {}).choices["owner"]]

    assert owners() == ["Head of Boats"]
    post = register.organisation.posts.get()
    people.rename_post(post=post, by=reader, title="Head of Ships", on=clock.today())
    assert owners() == ["Head of Ships"]
    risk = Risk.objects.get(pk=risk.pk)
    diver = PostFactory(organisation=register.organisation, title="Chief Diver")
    risks.edit(risk=risk, by=reader, version=risk.version, on=clock.today(), owners=[diver])
    assert owners() == ["Chief Diver"]
