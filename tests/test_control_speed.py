"""Do the pages that show controls cost the same however many there are, for whoever looks, today and in the past?"""

from datetime import date

import pytest

from controls.models import Control
from registers.models import Holding
from tests.bulk import many_risks
from tests.bulk_controls import many_controls
from tests.factories import OPEN_PROFILE, RegisterFactory, agree, client_of, somebody
from tests.test_register_speed import MOST_QUERIES

pytestmark = pytest.mark.django_db

EACH = 5
PROFILE = OPEN_PROFILE | dict.fromkeys(("rationale", "controls", "progress"), "official")
PAST = "as_at=2020-10-31"
PAGES = {
    "register": "{register}",
    "register, past": "{register}?" + PAST,
    "risk": "{register}2/",
    "risk, as it was known": "{register}2/?" + PAST + "&known_at=2021-06-30",
    "controls": "/controls/?state=all",
    "controls, past, chosen": "/controls/?" + PAST + "&exception=any&text=remedy&sort=-due",
    "control": "/controls/C-1/",
    "home": "/",
    "search": "/search/?q=remedy+1",
}


def test_pages_cost_the_same_with_2_22_and_2000_risks_of_five_controls_each(queries_for):
    register = RegisterFactory(profile=PROFILE)
    own_risks = somebody({"role": "lead", "organisation": register.organisation, "own_risks_only": True})
    visitors = {
        "who works on the risks of their posts": client_of(own_risks),
        "a lead": client_of(somebody(("lead", register.organisation), cleared_by=[register.organisation])),
        "of the other body": client_of(somebody(("reader", RegisterFactory().organisation))),
    }
    counts = {}
    for number in (2, 20, 1978):
        _add(register, number, own_risks)
        agree(register, date(2021, 3, 31))
        for visitor, client in visitors.items():
            for page, address in PAGES.items():
                address = address.format(register=register.get_absolute_url())
                client.get(address)  # the first look leaves something to remember
                count = queries_for(lambda client=client, address=address: _look(client, address))
                counts.setdefault((visitor, page), []).append(count)
    assert Control.objects.count() == 2000 * EACH
    assert {key: found for key, found in counts.items() if len(set(found)) > 1} == {}
    of_registers = {key: found for key, found in counts.items() if key[1].startswith("register")}
    assert {key: found for key, found in of_registers.items() if max(found) > MOST_QUERIES} == {}


def _add(register, number, owner):
    """More risks and their controls. Somebody holds the posts of the first ones: a person has a few, not a thousand."""
    posts = many_risks(register, number, posts=3)
    if not Holding.objects.filter(user=owner).exists():
        Holding.objects.create(post=posts[0], user=owner, name=owner.name, on=date(2020, 1, 1), by=owner)
    added = register.risks.select_related("register__organisation").order_by("-ref")[:number]
    many_controls(list(added), posts, each=EACH)


def _look(client, address):
    assert client.get(address, follow=True).status_code == 200
