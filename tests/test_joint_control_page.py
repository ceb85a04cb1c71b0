"""Does the page of a joint control say what both bodies agreed, what waits, and how each of them gets on?"""

from datetime import date

import pytest

from controls.actions import joint
from registers import clock
from registers.actions import risks
from registers.models import Marking
from tests.aligned_bodies import BEGUN, TODAY, two_bodies
from tests.control_factories import state
from tests.pages import words_of

pytestmark = pytest.mark.django_db

AGREED, REWORDED, ANSWERED = date(2021, 6, 1), date(2021, 8, 2), date(2021, 9, 1)


@pytest.fixture
def world():
    with clock.at(clock.moment_on(TODAY)):
        yield two_bodies()


def propose(world, on=BEGUN, by="met", control=None, **said):
    said = {"title": "Lobbying", "description": "We ask for more."} | said
    who, person = world.bodies[by], world.people[f"{by} lead"]
    with clock.at(clock.moment_on(on)):
        return joint.propose(alignment=world.alignment, by=person, on=on, organisation=who, control=control, **said)


def answer(world, proposal, on=AGREED, by="mopac", **said):
    said = {"by": world.people[f"{by} lead"], "on": on, "version": None, "agrees": True} | said
    with clock.at(clock.moment_on(on)):
        return joint.answer(proposal=proposal, organisation=world.bodies[by], **said)


@pytest.fixture
def control(world):
    """Agreed in June at a meeting, worded anew by MOPAC in August, which the Met agreed in September."""
    first = answer(world, propose(world), how="meeting", where="Working group")
    again = propose(world, REWORDED, "mopac", first.control, title="Lobbying together")
    return answer(world, again, ANSWERED, "met").control


def see(world, who, query="", status=200):
    response = world.client(who).get(f"/controls/C-1/?{query}")
    assert response.status_code == status
    return words_of(response)


def test_what_one_body_proposes_is_shown_as_pending_with_who_must_act(world):
    propose(world)
    page = see(world, "mopac reader")
    assert "Joint control C-1, Alignment 1: Money matters Lobbying Proposed : no wording of it has been agreed" in page
    assert "The Met proposed this joint control on 4 May 2021. It waits for MOPAC to agree." in page
    assert "Lobbying" not in words_of(world.client("mopac reader").get("/controls/?state=all"))


def test_it_has_the_wording_then_in_force_and_what_was_pending(world, control):
    now = see(world, "met reader")
    assert "Lobbying together Potential" not in now
    assert "Lobbying together In place since 1 June 2021" in now
    assert "From 1 September 2021, agreed in the portal Lobbying together" in now
    assert "From 1 June 2021, agreed at a meeting: Working group Lobbying We ask for more." in now
    assert "It waits" not in now

    then = see(world, "met reader", "as_at=2021-08-31")
    assert "Lobbying In place since 1 June 2021" in then
    assert "MOPAC proposed another wording on 2 August 2021. It waits for the Met to agree. “Lobbying together”" in then

    assert "Proposed : no wording" in see(world, "met reader", "as_at=2021-05-10")
    see(world, "met reader", "as_at=2021-04-30", status=404)


def test_each_body_states_its_own_progress_and_the_list_takes_the_worse(world, control):
    state(control, "on-track", ANSWERED, organisation=world.bodies["met"], by=world.people["met lead"])
    page = see(world, "auditor")
    assert "MOPAC Not stated The Met On track (green) 1 September 2021" in page
    narrative = "Nobody answered"
    state(control, "slipped", ANSWERED, narrative, organisation=world.bodies["mopac"], by=world.people["mopac lead"])
    assert "MOPAC Slipped (red) 1 September 2021 Nobody answered The Met On track" in see(world, "auditor")
    listed = words_of(world.client("auditor").get("/controls/"))
    assert "Lobbying together Joint control MOPAC 1 Funding The Met 1 Money In place Slipped (red)" in listed
    risk_page = words_of(world.client("met reader").get(world.risk("met/1").get_absolute_url()))
    assert "Joint controls of both bodies" in risk_page
    assert "C-1 Lobbying together In place Slipped (red)" in risk_page


def test_where_one_risk_is_restricted_the_other_body_finds_no_joint_control(world, control):
    with clock.at(clock.moment_on(date(2021, 10, 1))):
        risks.mark(
            risk=world.risk("mopac/1"), by=world.people["mopac board"], version=None, on=date(2021, 10, 1),
            marking=Marking.SENSITIVE, reason="It names people",
        )  # fmt: skip
    see(world, "met reader", status=404)
    see(world, "met reader", "as_at=2021-08-31", status=404)
    assert "Lobbying" not in words_of(world.client("met reader").get("/controls/"))
    assert "Lobbying" not in words_of(world.client("met reader").get(world.risk("met/1").get_absolute_url()))
    assert "Lobbying together" in see(world, "mopac reader")
