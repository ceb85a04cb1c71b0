"""Do the pages of controls say what is done about the risks, what needs an eye, and no more than one may see?"""

from datetime import date

import pytest

from controls.actions import controls
from registers.models import SensitiveRead
from tests.control_factories import add_control, move_due, on, rate, state
from tests.factories import (
    CLOSED_PROFILE,
    OPEN_PROFILE,
    OrganisationFactory,
    PostFactory,
    RegisterFactory,
    agree,
    client_of,
    open_risk,
    somebody,
)
from tests.pages import words_of

pytestmark = pytest.mark.django_db

JANUARY, MARCH, JUNE, JULY = date(2020, 1, 1), date(2020, 3, 31), date(2020, 6, 30), date(2020, 7, 15)
SEPTEMBER, DECEMBER = date(2020, 9, 30), date(2020, 12, 31)
OPEN = OPEN_PROFILE | dict.fromkeys(("rationale", "controls", "progress"), "official")


@pytest.fixture
def body():
    return OrganisationFactory(slug="met", name="The Met", short_name="the Met")


@pytest.fixture
def register(body):
    return RegisterFactory(organisation=body, title="Register of fires", profile=OPEN)


@pytest.fixture
def chief(body):
    return PostFactory(organisation=body, title="Fire Chief")


@pytest.fixture
def risk(register, chief):
    return open_risk(register, on=JANUARY, score=(2, 2), title="Sparks", description="They may fly.", owners=[chief])


@pytest.fixture
def reader(body):
    return client_of(somebody(("reader", body)))


@pytest.fixture
def stranger_body():
    return RegisterFactory(organisation=OrganisationFactory(slug="mopac"))


def see(client, address, query="", status=200):
    response = client.get(f"{address}?{query}" if query else address)
    assert response.status_code == status, response
    return response


def said(client, address, query=""):
    return words_of(see(client, address, query))


# One control -----------------------------------------------------------------------------------


def test_it_says_what_it_is_who_answers_for_it_and_what_it_acts_on(reader, risk, chief):
    control = add_control(
        risk, title="Fire doors", description="They close by themselves.", stage="in-place", owner=chief, is_key=True,
        axis="impact",
    )  # fmt: skip
    page = said(reader, f"/controls/{control.reference}/")
    assert "Control C-1, Register of fires" in page
    assert "Fire doors In place since 1 January 2020 · Key control · Acts on impact" in page
    assert "They close by themselves." in page
    assert "Owner Fire Chief" in page
    assert "Acts on 1 Sparks" in page
    assert "Progress Not stated" in page
    assert "Evidence None has been attached." in page


def test_a_date_moved_twice_shows_both_moves_their_reasons_the_first_date_and_the_count(reader, risk):
    control = add_control(risk, due=JUNE)
    move_due(control, SEPTEMBER, MARCH, "The builder went bankrupt")
    move_due(control, DECEMBER, JULY, "The new builder began late")
    page = said(reader, f"/controls/{control.reference}/")
    assert "To be in place by 31 December 2020 . Moved twice: from 30 June 2020 to 31 December 2020." in page
    assert "31 Mar 2020 30 Jun 2020 30 Sep 2020 Slipped The builder went bankrupt" in page
    assert "15 Jul 2020 30 Sep 2020 31 Dec 2020 Slipped The new builder began late" in page
    assert "Its date has slipped twice, from 30 June 2020 to 31 December 2020." in page

    then = said(reader, f"/controls/{control.reference}/", "as_at=2020-04-30")
    assert "To be in place by 30 September 2020 . Moved once: from 30 June 2020 to 30 September 2020." in then
    assert "The new builder" not in then


def test_progress_is_told_over_time_with_who_stated_it(reader, risk, chief):
    control = add_control(risk)
    state(control, "on-track", MARCH, stated_by=chief)
    state(control, "limited", JUNE, "Half of the doors stick")
    page = said(reader, f"/controls/{control.reference}/")
    assert "Progress Limited (amber) 30 June 2020 Half of the doors stick 1 earlier statement" in page
    assert "On track (green) 31 March 2020, stated by the Fire Chief" in page
    assert "Amber: limited." in page
    assert "Limited" not in said(reader, f"/controls/{control.reference}/", "as_at=2020-05-01").split("Timeline")[0]


def test_how_well_it_works_is_told_with_the_line_of_assurance(reader, risk):
    control = add_control(risk, stage="in-place")
    rate(control, "not-effective", JUNE, reason="Two of three doors stayed open")
    page = said(reader, f"/controls/{control.reference}/")
    assert "30 June 2020 · Internal audit · Third line: internal audit Not effective : Two of three doors" in page
    assert "It was found not effective on 30 June 2020." in page


def test_the_timeline_keeps_what_was_voided_readable(body, risk):
    lead = somebody(("lead", body), name="Lee Lead")
    control = add_control(risk, by=lead, title="Fire doors")
    move_due(control, JUNE, MARCH, by=lead)
    page = said(client_of(lead), f"/controls/{control.reference}/")
    assert "31 March 2020, 12:00pm · Lee Lead Due date set: 30 June 2020, from 31 March 2020." in page
    assert "Worded “Fire doors”, from 1 January 2020." in page


def test_what_the_board_has_not_agreed_is_marked_for_ones_own_body_and_not_shown_to_the_other(
    reader, risk, stranger_body
):
    control = add_control(risk, title="Fire doors")
    agree(risk.register, MARCH)
    with on(JUNE):
        controls.edit(control=control, by=somebody(), version=None, on=JUNE, title="Steel doors")
    assert "Steel doors" in (own := said(reader, f"/controls/{control.reference}/"))
    assert "Since agreed" in own
    theirs = said(client_of(somebody(("reader", stranger_body.organisation))), f"/controls/{control.reference}/")
    assert "Fire doors" in theirs
    assert "Steel doors" not in theirs
    assert "As agreed as at 31 March 2020 by The board" in theirs


def test_a_past_page_offers_nothing_to_do(body, risk):
    lead = client_of(somebody(("lead", body)))
    control = add_control(risk)
    assert "/controls/C-1/edit/" in see(lead, f"/controls/{control.reference}/").content.decode()
    then = see(lead, f"/controls/{control.reference}/", "as_at=2020-04-30").content.decode()
    assert "/controls/C-1/edit/" not in then
    assert "/void/" not in then
    see(lead, f"/controls/{control.reference}/", "as_at=2019-12-31", status=404)


def test_whoever_is_not_cleared_finds_no_controls_that_are_sensitive(stranger_body):
    register = RegisterFactory(profile=CLOSED_PROFILE | {"controls": "official-sensitive"}, title="Closed register")
    control = add_control(open_risk(register, on=JANUARY), title="A secret")
    agree(register, MARCH)
    body = register.organisation
    for visitor in (somebody(("reader", body)), somebody(("reader", stranger_body.organisation))):
        see(client_of(visitor), f"/controls/{control.reference}/", status=404)
        assert "There is no control to show" in said(client_of(visitor), "/controls/")
    cleared = client_of(somebody(("reader", body), cleared_by=[body]))
    assert "OFFICIAL-SENSITIVE" in said(cleared, f"/controls/{control.reference}/")
    assert "A secret" in said(cleared, "/controls/")
    assert set(SensitiveRead.objects.values_list("what", flat=True)) == {"Control C-1", "List of controls"}
