"""Does every figure of a dashboard count what its list shows? For every role of both bodies, followed one by one."""

import re
from datetime import date, timedelta
from difflib import unified_diff
from html import unescape

import pytest

from registers import clock
from registers.models import User
from tests.control_factories import add_control, state, state_risk
from tests.dashboard_worlds import MONTH, TODAY, two_registers
from tests.databases import some
from tests.factories import client_of, somebody

FIGURE = re.compile(r'<a class="[^"]*rp-count" href="([^"]*)">(\d+)')
BODY_ROLES = ("reader", "lead", "board", "secretariat", "admin")
DEMO_PEOPLE = [f"{role}@{body}.example" for body in ("mopac", "met") for role in BODY_ROLES] + ["auditor@panel.example"]


def figures_of(client, address):
    """[(the list behind a figure, the figure)] of a page."""
    answer = client.get(address)
    assert answer.status_code == 200, address
    return [(unescape(url), int(number)) for url, number in FIGURE.findall(answer.content.decode())]


def length_of(client, url):
    """How many things the list at an address holds, whichever list it is."""
    answer = client.get(url, follow=True)
    assert answer.status_code == 200, url
    context = answer.context
    return context["page"].paginator.count if "page" in context else len(context["lines"])


def disagreeing(client, addresses):
    """Each figure whose list holds another number, and how many figures were followed."""
    found = {figure for address in addresses for figure in figures_of(client, address)}
    held = [(url, number, length_of(client, url)) for url, number in sorted(found)]
    return [each for each in held if each[1] != each[2]], len(found)


def disagreeing_for_all(clients, addresses):
    """The same for several people: figures that are the same for two of them are followed once."""
    shown = {}
    for client in clients:
        mains = tuple(_main(client.get(address)) for address in addresses)
        shown.setdefault(mains, client)
    return [disagreeing(client, addresses) for client in shown.values()]


@pytest.mark.usefixtures("db_with_demo")
def test_on_the_demo_every_figure_is_the_length_of_its_list_for_every_role():
    clients = [client_of(User.objects.get(email=email)) for email in some(DEMO_PEOPLE, 2)]
    month = f"{clock.today():%Y-%m}"
    found = disagreeing_for_all(clients, [f"/dashboard/{body}/{month}/" for body in ("mopac", "met", "joint")])
    assert [wrong for wrong, _ in found if wrong] == []
    assert min(followed for _, followed in found) > 30


@pytest.mark.usefixtures("db_with_demo")
def test_in_the_past_and_as_at_a_meeting_too():
    client = client_of(User.objects.get(email="secretariat@mopac.example"))
    page = client.get("/dashboard/mopac/2019-09/").content.decode()
    meeting = unescape(re.search(r'href="([^"]*\?meeting=[^"]*)"', page)[1])
    wrong, followed = disagreeing(client, ["/dashboard/mopac/2019-09/", meeting])
    assert not wrong
    assert followed > 30


# A world with hidden risks --------------------------------------------------------------------------------------------


@pytest.fixture
def today():
    with clock.at(clock.moment_on(TODAY, 18)):
        yield


@pytest.mark.django_db
def test_with_hidden_risks_every_figure_is_the_length_of_its_list_for_every_role(today):
    world = two_registers(hidden=True)
    bodies = some(register.organisation for register in world.values())
    clients = [
        client_of(somebody((role, body), cleared_by=cleared))
        for body in bodies
        for role in ("reader", "lead", "board", "secretariat", "administrator")
        for cleared in ([], bodies)
    ]
    addresses = [f"/dashboard/{body.slug}/{MONTH}/" for body in bodies] + [f"/dashboard/joint/{MONTH}/"]
    found = disagreeing_for_all(clients, addresses)
    assert len(found) == 2 * len(bodies)  # of each body the cleared and the uncleared
    assert [wrong for wrong, _ in found if wrong] == []
    assert min(followed for _, followed in found) > 20


@pytest.mark.django_db
@pytest.mark.parametrize("home", some(["own", "other"]))
@pytest.mark.parametrize("page", some(["", "brief/", "risks/?show=no-control"]))
def test_what_is_hidden_is_counted_nowhere_for_the_uncleared(today, home, page):
    from django.db import transaction

    pages = {}
    for hidden in (True, False):
        with transaction.atomic():
            world = two_registers(hidden=hidden)
            client = client_of(somebody(("lead", world[home].organisation)))
            answer = client.get(f"/dashboard/own/{MONTH}/{page}")
            joint = client.get(f"/dashboard/joint/{MONTH}/")
            pages[hidden] = [re.sub(r"\d+(?=-progress|-stages|-controls)", "", _main(each)) for each in (answer, joint)]
            transaction.set_rollback(True)
    for shown, not_there in zip(pages[True], pages[False], strict=True):
        differs = list(unified_diff(not_there.splitlines(), shown.splitlines(), lineterm="", n=0))
        assert not differs, "\n".join(differs)


def _main(answer):
    assert answer.status_code == 200
    return answer.content.decode().split("<main", 1)[1].split("</main>")[0]


@pytest.mark.django_db
def test_a_cleared_person_counts_one_more_than_an_uncleared_one(today):
    register = two_registers(hidden=True)["own"]
    address = f"/dashboard/own/{MONTH}/"
    seen = {}
    for is_cleared in (True, False):
        person = somebody(("lead", register.organisation), cleared_by=[register.organisation] if is_cleared else [])
        figures = figures_of(client_of(person), address)
        seen[is_cleared] = next(number for url, number in figures if url.endswith("?clear=1"))
    assert seen[True] == seen[False] + 1


@pytest.mark.django_db
def test_nothing_unknown_is_shown_as_zero(today):
    register = two_registers(hidden=False)["own"]
    stranger = somebody(("reader", two_registers(hidden=False, slugs=("third", "fourth"))["own"].organisation))
    page = _main(client_of(stranger).get(f"/dashboard/{register.organisation.slug}/{MONTH}/"))
    assert "Withheld" in page
    assert "show=above-appetite" not in page


@pytest.mark.django_db
def test_a_figure_follows_what_was_entered_a_moment_ago(today):
    register = two_registers(hidden=False)["own"]
    lead = somebody(("lead", register.organisation))
    address = f"/dashboard/own/{MONTH}/risks/?show=progress-slipped"
    client, risk = client_of(lead), register.risks.get(ref=1)
    before = length_of(client, address)
    state_risk(risk, "slipped", TODAY, narrative="It waits")
    assert length_of(client, address) == before + 1
    control = add_control(risk, day=TODAY - timedelta(days=1))
    state(control, "limited", TODAY, narrative="It waits too")
    wrong, _ = disagreeing(client, [f"/dashboard/own/{MONTH}/"])
    assert not wrong


def test_the_worlds_are_of_one_month():
    assert date(TODAY.year, TODAY.month, 1).strftime("%Y-%m") == MONTH
