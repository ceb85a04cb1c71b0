"""Does a register's page cost the same however many risks it has, for whoever looks, today and in the past?"""

from datetime import date

import pytest

from registers.models import Holding
from tests.bulk import many_risks
from tests.factories import CLOSED_PROFILE, OPEN_PROFILE, RegisterFactory, agree, client_of, somebody

pytestmark = pytest.mark.django_db

MOST_QUERIES = 20
QUERIES = {
    "today": "",
    "past": "?as_at=2021-03-31",
    "as it was known": "?as_at=2021-03-31&known_at=2021-06-30",
    "filtered": "?as_at=2021-03-31&known_at=2021-06-30&text=danger&sort=-score",
}


@pytest.mark.parametrize("profile", [OPEN_PROFILE, CLOSED_PROFILE], ids=["open", "closed"])
def test_a_register_costs_the_same_with_2_22_and_2000_risks(queries_for, profile):
    register = RegisterFactory(profile=profile)
    own_risks = somebody({"role": "lead", "organisation": register.organisation, "own_risks_only": True})
    visitors = {
        "who sees no more than the risks of their posts": client_of(own_risks),
        "who is not cleared": client_of(somebody(("reader", register.organisation))),
        "of the other body": client_of(somebody(("reader", RegisterFactory().organisation))),
    }
    address, counts = register.get_absolute_url(), {}
    for number in (2, 20, 1978):
        _hold_every_post(own_risks, many_risks(register, number, posts=3))
        agree(register, date(2021, 3, 31))
        for visitor, client in visitors.items():
            for when, query in QUERIES.items():
                client.get(address + "?clear=1")
                _look(client, address + query)  # the first look leaves something to remember
                count = queries_for(lambda client=client, query=query: _look(client, address + query))
                counts.setdefault((visitor, when), []).append(count)
    assert register.risks.count() == 2000
    assert {key: found for key, found in counts.items() if len(set(found)) > 1} == {}
    assert {key: found for key, found in counts.items() if max(found) > MOST_QUERIES} == {}


def _look(client, address):
    assert client.get(address).status_code == 200


def _hold_every_post(user, posts):
    for post in posts:
        Holding.objects.create(post=post, user=user, name=user.name, on=date(2020, 1, 1), by=user)
