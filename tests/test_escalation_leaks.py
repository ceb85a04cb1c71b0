"""Can anybody outside a body tell that a corporate risk came from a directorate, or went back to one?

Two worlds: in one a corporate risk is escalated, de-escalated and escalated again; in the other the board opens,
closes and reopens it with the same words at the same moments, and there is no directorate. Whoever may not see the
directorate's register must be shown the same of both, byte for byte.
"""

import re
from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import transaction
from django.urls import reverse

from registers import clock
from registers.actions import assessments, escalation, risks
from registers.models import Risk
from reports.actions import papers
from reports.models import Edition
from reports.papers.editions import make_document
from reports.papers.printing import print_paper
from tests.access_bodies import QUERIES, places
from tests.factories import RegisterFactory, agree, client_of, open_risk, somebody
from tests.test_access_table import ADDRESSES, OUR_OWN
from tests.test_leaks import a_world, shown
from tests.two_bodies import MEETING

pytestmark = pytest.mark.django_db

UP, DOWN, AGAIN, SETTLED = (date(2022, 2, day) for day in (8, 15, 22, 25))
TEXT = {"title": "Heating", "description": "Buildings may have to close in winter."}
NEW_TEXT = {"title": "Heating", "description": "Most buildings may have to close in winter."}
TIMES = [
    "as_at=2022-02-10",
    "as_at=2022-02-18&since=2022-02-10",
    "since=2022-02-18",
    "as_at=2022-02-25&known_at=2022-02-24",
]
PLANTED = re.compile("wallaby register|a wallaby|wallaby group|>wallaby<", re.I)
BLIND = ["other reader", "other cleared board", "panel panel-member", "panel panel-secretariat", "own, corporate only"]
SEEN_BY = ["public", "reader@met.example", "cleared-board@met.example"]


def at(day, do, *args, **said):
    with clock.at(clock.moment_on(day)):
        return do(*args, on=day, **said)


def through_a_directorate(world, board, owners):
    """The moves, with words of the directorate's own wherever there is room for any."""
    register = RegisterFactory(
        organisation=world.own, slug="wallaby", kind="directorate", title="Wallaby register", settled_by="Wallaby group"
    )
    risk = open_risk(register, date(2021, 1, 4), by=board, title="Wallaby", description="A wallaby.", score=(4, 4))
    common = {"by": board, "version": None, "reason": "Because of a wallaby", "owners": owners}
    cell = {"likelihood": 3, "impact": 4}
    entry = at(UP, escalation.escalate, risk=risk, **common, **TEXT, **cell, corporate_reason="It is everywhere")
    del common["owners"]
    at(DOWN, escalation.deescalate, risk=entry, **common, corporate_reason="One place is left")
    at(AGAIN, escalation.escalate, risk=risk, **common, **NEW_TEXT, owners=owners, corporate_reason="It is back")
    return entry


def of_its_own(world, board, owners):
    """The same, as a board does it that has no directorate."""
    entry = at(UP, risks.open_risk, register=world.register, by=board, **TEXT, owners=owners, reason="It is everywhere")
    common = {"risk": entry, "by": board, "version": None}
    at(UP, assessments.record, **common, likelihood=3, impact=4, reason="It is everywhere")
    at(DOWN, risks.close, **common, reason="One place is left")
    at(AGAIN, risks.reopen, **common, reason="It is back")
    at(AGAIN, risks.edit, **common, **NEW_TEXT, owners=owners, reason="It is back")
    return entry


@pytest.fixture(scope="module")
def seen(django_db_setup, django_db_blocker):
    """{visitor: {address: what it showed in each of the two worlds}}, and what is printed without signing in."""
    found = {}
    with django_db_blocker.unblock():
        for make in (through_a_directorate, of_its_own):
            with a_world("a") as world:
                clients = _visitors(world)
                entry = make(world, world.visitors["own board"], list(world.own.posts.order_by("pk")[:1]))
                _settle(world, entry)
                _look(world, entry, clients, found)
                _print(world, found)
    return found


def _visitors(world):
    cleared = somebody(
        ("board", world.other), cleared_by=[world.own, world.other], email="cleared-board@met.example", name="Clea Red"
    )
    people = {name: world.visitors[name] for name in (*BLIND, "own lead") if name in world.visitors}
    limits = {"role": "reader", "organisation": world.own, "register": world.register}
    limited = somebody(limits, cleared_by=[world.own], email="limited@mopac.example", name="Lim Ited")
    people |= {"other cleared board": cleared, "own, corporate only": limited}
    return {name: client_of(user) for name, user in people.items()}


def _settle(world, entry):
    """Recast too, so that the history has a lineage that everybody may see; then agreed."""
    board = world.visitors["own board"]
    entry = Risk.objects.get(pk=entry.pk)
    recast = {"title": "Warmth", "description": "It may be cold.", "reason": "Another question"}
    at(SETTLED, risks.recast, risk=entry, by=board, version=None, **recast)
    agree(world.register, SETTLED, by=board, meeting="own board again")
    world.paper_since = papers.start(
        organisation=world.own,
        bases=[(world.register, SETTLED, date(2022, 2, 18))],
        by=world.visitors["own secretariat"],
        kind="mopac-risk-update",
        panel_date=MEETING,
    )


def _addresses(world, entry):
    """Every page of the portal, of the corporate entry where it is about a risk; what belongs to a directorate too."""
    for name, parameters in ADDRESSES:
        if name.startswith(OUR_OWN):
            kwargs = places(world, name, parameters)
            if {"register", "ref"} <= kwargs.keys():
                kwargs |= {"register": world.register.slug, "ref": entry.ref}
            yield reverse(name, kwargs=kwargs) + QUERIES.get(name, "")
            if name in ("registers:register", "registers:risk", "registers:risk-history", "reports:risk-template"):
                yield from (f"{reverse(name, kwargs=kwargs)}?{time}" for time in TIMES)
    here = world.register.get_absolute_url()
    yield f"{here}?movement=reopened"
    yield f"{here}?status=all&sort=movement"
    yield from (f"{here}{entry.ref}/history/{kind}-{n}/correct/" for kind in ("lineage", "state") for n in range(1, 6))
    yield from (f"/registers/mopac/wallaby/{page}" for page in ("", "1/", "1/escalate/", "1/history/", "agreements/"))
    yield "/compare/?register=mopac/corporate&register=met/corporate&from=2022-02-10&to=2022-02-25"
    yield "/compare/?register=mopac/wallaby&from=2022-02-10&to=2022-02-25"
    yield from (f"/search/?q={text}" for text in ("wallaby", "heating", "warmth", "Escalated"))


def _look(world, entry, clients, found):
    for address in _addresses(world, entry):
        for visitor, client in clients.items():
            if visitor == "own lead" and f"/{entry.ref}/" not in address:
                continue
            with transaction.atomic():
                found.setdefault(visitor, {}).setdefault(address, []).append(shown(client.get(address)))
                transaction.set_rollback(True)


def _print(world, found):
    printed = found.setdefault("printed", {})
    for seen_by in SEEN_BY:
        for as_at in (date(2022, 2, 10), date(2022, 2, 18), SETTLED):
            out = StringIO()
            asked = {"seen_by": seen_by, "as_at": as_at, "since": date(2022, 1, 31), "format": "json"}
            call_command("position", world.register.path, **asked, stdout=out)
            printed.setdefault(f"position {seen_by} {as_at}", []).append(out.getvalue())
    for edition in Edition:
        html = print_paper(make_document(world.paper_since, edition)).html
        printed.setdefault(f"{edition} edition", []).append(html)


@pytest.mark.parametrize("visitor", [*BLIND, "printed"])
def test_where_a_corporate_risk_came_from_makes_no_difference_outside_its_body(seen, visitor):
    differ = [address for address, (one, other) in seen[visitor].items() if one != other]
    assert differ == []


@pytest.mark.parametrize("visitor", [*BLIND, "printed"])
def test_no_word_of_the_directorate_leaves_its_body(seen, visitor):
    told = {address for address, pages in seen[visitor].items() if PLANTED.search("".join(pages))}
    assert told == set()


def test_the_corporate_text_is_what_they_read(seen):
    pages = "".join(page for pages in seen["other reader"].values() for page in pages)
    assert "Buildings may have to close in winter." in pages
    assert "Warmth" in "".join(seen["printed"]["public edition"])


def test_the_own_body_meets_all_of_it(seen):
    """Else the words that were not found elsewhere would prove nothing."""
    one, other = ("".join(pages[n] for pages in seen["own lead"].values()) for n in (0, 1))
    assert "Because of a wallaby" in one
    assert "Escalated from" in one
    assert not PLANTED.search(other)
