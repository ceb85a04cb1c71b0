"""Does mail keep to itself what it must? Planted words, titles and scores, for everybody and in two worlds."""

import re

import pytest

from registers.models import Detail, Wording
from reports.models import Outgoing
from tests.test_leaks import a_world
from tests.two_bodies import planted_in

pytestmark = pytest.mark.django_db
BLIND = (
    "own uncleared lead",
    "own uncleared secretariat",
    "own limited lead",
    "other lead",
    "other reader",
    "own reader",
)
SCORES = re.compile(r"\b(?:VH|H|M|L) v (?:VH|H|M|L)\b|very.high|\bhigh\b|\bmedium\b|\brank\b", re.IGNORECASE)


def mail_of(world):
    """{visitor: everything that was written to them}"""
    names = {user.pk: name for name, user in world.visitors.items()}
    found = dict.fromkeys(world.visitors, "")
    for row in Outgoing.objects.order_by("on").exclude(pk=world.letter.pk):
        found[names[row.user_id]] += f"{row.on}\n{row.subject}\n{row.body}\n{row.copied_to}\n"
    return found


@pytest.fixture(scope="module")
def written(django_db_setup, django_db_blocker):
    """What was written in each of the two worlds, and the titles of risks and their markings in the first."""
    with django_db_blocker.unblock():
        with a_world("a") as world:
            first = mail_of(world)
            titles = set(Wording.objects.values_list("title", flat=True))
            marked = set(Detail.objects.filter(value="official-sensitive").values_list("risk", flat=True))
        with a_world("b") as world:
            second = mail_of(world)
    return first, second, titles, marked


def test_somebody_cleared_is_told_of_restricted_risks_at_all(written):
    first, _, _, marked = written
    assert marked
    assert any("estricted" in text for text in first.values())


def test_no_mail_to_anybody_has_a_planted_word_a_title_or_a_score(written):
    for texts in written[:2]:
        for name, text in texts.items():
            assert not planted_in(text), name
            assert not [title for title in written[2] if title in text], name
            assert not SCORES.search(text), name


@pytest.mark.parametrize("name", BLIND)
def test_who_may_not_see_it_gets_the_same_mail_whatever_it_is(written, name):
    first, second, *_ = written
    assert first[name] == second[name]


@pytest.mark.parametrize("name", ["panel panel-member", "panel panel-secretariat"])
def test_the_panel_is_told_nothing_of_registers(written, name):
    assert "egister" not in written[0][name]
