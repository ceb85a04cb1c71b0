"""Does a dashboard cost the same number of statements however many risks there are? And is it drawn only once?"""

from datetime import timedelta

import pytest
from django.core.cache import cache

from registers import clock, kept
from registers.actions import people
from registers.models import Register
from tests.bulk import SCORED, many_risks
from tests.bulk_controls import many_controls
from tests.bulk_dashboard import busy_month
from tests.factories import OPEN_PROFILE, RegisterFactory, agree, client_of, open_risk, score_risk, somebody

PROFILE = OPEN_PROFILE | dict.fromkeys(("rationale", "controls", "progress", "appetite"), "official")


MOST_STATEMENTS = 115  # drawn anew, for one body; reports/figures.py says which they are


def look(client, address):
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer


@pytest.mark.django_db
def test_it_costs_the_same_with_2_22_and_2000_risks(queries_for):
    register = RegisterFactory(profile=PROFILE)
    by, month = somebody(), f"{clock.today():%Y-%m}"
    client = client_of(somebody(("lead", register.organisation), cleared_by=[register.organisation]))
    address = f"/dashboard/{register.organisation.slug}/{month}/"
    counts = []
    for number in (2, 20, 1978):
        posts = many_risks(register, number, posts=3, by=by)
        added = Register.objects.get(pk=register.pk).risks.select_related("register").order_by("-ref")[:number]
        many_controls(list(added), posts, each=1, by=by)
        busy_month(register, by=by)
        agree(register, SCORED[-1], by=by)
        look(client, address)
        counts.append(queries_for(lambda: look(client, address)))
    assert register.risks.count() == 2000
    assert len(set(counts)) == 1, counts
    assert counts[0] <= MOST_STATEMENTS


# Drawn once -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def world(transactional_db):
    kept._slot.cache_clear()
    cache.clear()
    register = RegisterFactory(profile=PROFILE)
    open_risk(register, on=clock.today() - timedelta(days=200), score=(1, 1), title="Floods")
    yield register
    kept._slot.cache_clear()


def dashboard_of(register):
    return f"/dashboard/{register.organisation.slug}/{clock.today():%Y-%m}/"


@pytest.mark.django_db(transaction=True)
def test_a_second_look_asks_only_whether_it_still_holds(world, queries_for):
    client, address = client_of(somebody(("lead", world.organisation))), dashboard_of(world)
    first = queries_for(lambda: look(client, address))
    second = queries_for(lambda: look(client, address))
    assert second < first / 4
    colleague = client_of(somebody(("reader", world.organisation)))  # who sees the same: but a person was entered
    look(colleague, address)
    assert queries_for(lambda: look(colleague, address)) == second


@pytest.mark.django_db(transaction=True)
def test_what_is_entered_is_seen_at_once(world):
    client, address = client_of(somebody(("lead", world.organisation))), dashboard_of(world)
    assert "It came closer" not in look(client, address).content.decode()
    score_risk(world.risks.get(), 3, 3, on=clock.today(), reason="It came closer")
    assert "It came closer" in look(client, address).content.decode()


@pytest.mark.django_db(transaction=True)
def test_what_is_edited_in_place_is_seen_at_once_too(world):
    client, address = client_of(somebody(("lead", world.organisation))), dashboard_of(world)
    look(client, address)
    body = world.organisation
    body.short_name = "The new name"
    body.save()
    assert "The new name dashboard" in look(client, address).content.decode()


@pytest.mark.django_db(transaction=True)
def test_clearance_given_and_taken_is_met_at_once(world):
    world.profile |= {"rationale": "official-sensitive"}
    world.save()
    reader, address = somebody(("lead", world.organisation)), dashboard_of(world)
    administrator = somebody(("administrator", world.organisation))
    score_risk(world.risks.get(), 3, 3, on=clock.today(), reason="It came closer")
    client = client_of(reader)
    assert "It came closer" not in look(client, address).content.decode()
    clearance = people.grant_clearance(user=reader, organisation=world.organisation, by=administrator)
    assert "It came closer" in look(client, address).content.decode()
    type(clearance).objects.filter(pk=clearance.pk).update(until=clock.today())
    assert "It came closer" not in look(client, address).content.decode()


def test_every_table_is_followed_or_known_not_to_matter():
    followed = {model.__name__ for model in kept.followed()}
    assert {"Assessment", "Register", "HistoricalRegister", "Action", "HistoricalMeeting", "StreamProgress"} <= followed
    assert not followed & kept.DOES_NOT_MATTER
