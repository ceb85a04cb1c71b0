"""Search and the home page: what a person finds, and what they must not."""

import re
from datetime import date

import pytest

from registers import clock
from registers.actions import people, risks
from registers.models import PostAlias
from tests.factories import (
    CLOSED_PROFILE,
    PostFactory,
    RegisterFactory,
    agree,
    client_of,
    open_risk,
    score_risk,
    somebody,
)
from tests.follow_up_factories import MET_ON, ask_panel_request


@pytest.fixture
def register(db):
    return RegisterFactory(title="Fire register")


def found(user, text):
    page = client_of(user).get("/search/", {"q": text})
    assert page.status_code == 200
    return page.content.decode()


def test_a_risk_is_found_by_its_words_its_reference_and_its_owner(register):
    post = PostFactory(organisation=register.organisation, title="Director of Estates")
    PostAlias.objects.create(post=post, title="Head of Buildings")
    open_risk(register, title="Leaking roofs", description="Rain comes in.", owners=[post])
    open_risk(register, title="Fraud", description="Money goes out.")
    reader = somebody(("reader", register.organisation))
    for text in ("roofs", "RAIN leaking", "1", "estates", "buildings"):
        page = found(reader, text)
        assert "Leaking roofs" in page, text
        assert "Money goes out" not in page, text


def test_a_closed_risk_is_found_and_said_to_be_closed(register):
    risk = open_risk(register, title="Old roofs")
    risks.close(risk=risk, by=somebody(), version=None, on=date(2021, 3, 1), reason="Mended")
    assert "Closed 1 Mar 2021" in found(somebody(("reader", register.organisation)), "roofs")


def test_nothing_is_found_in_what_may_not_be_seen(register):
    open_risk(register, title="Hidden roofs", marking="official-sensitive")
    reader = somebody(("reader", register.organisation))
    assert "Nothing found" in found(reader, "roofs")
    assert "Hidden roofs" in found(
        somebody(("reader", register.organisation), cleared_by=[register.organisation]), "roofs"
    )
    assert "Hidden roofs" not in found(somebody(("reader", RegisterFactory().organisation)), "roofs")


def test_the_other_body_finds_a_text_only_once_it_is_agreed(register):
    risk = open_risk(register, on=date(2021, 1, 1), title="Roofs")
    agree(register, date(2021, 3, 31))
    with clock.at(clock.moment_on(date(2021, 5, 1))):
        risks.edit(risk=risk, by=somebody(), version=None, on=date(2021, 5, 1), title="Gutters", reason="Plainer")
    other = somebody(("reader", RegisterFactory().organisation))
    assert "Nothing found" in found(other, "gutters")
    assert "Roofs" in found(other, "roofs")
    agree(register, date(2021, 6, 30))
    assert "Gutters" in found(other, "gutters")


def test_leads_that_are_withheld_are_not_searched(db):
    register = RegisterFactory(profile=CLOSED_PROFILE | {"leads": "official-sensitive"})
    post = PostFactory(organisation=register.organisation, title="Quiet Deputy")
    open_risk(register, title="Roofs", leads=[post])
    assert "Nothing found" in found(somebody(("reader", register.organisation)), "quiet")


def test_at_most_fifty_are_listed_and_it_is_said(register):
    for _ in range(52):
        open_risk(register, title="Roofs")
    page = found(somebody(("reader", register.organisation)), "roofs")
    assert "52 risks found. The first 50 are listed" in page
    assert page.count("Something may go wrong") == 50


def test_a_board_member_is_shown_what_has_to_be_agreed(register):
    agree(register, date(2021, 3, 31))
    open_risk(register, on=date(2021, 5, 1), title="Roofs")
    home = (
        client_of(somebody(("board", register.organisation), cleared_by=[register.organisation]))
        .get("/")
        .content.decode()
    )
    assert "has 1 risk with changes that are not agreed" in home
    assert f"{register.get_absolute_url()}agree/" in home
    reader = client_of(somebody(("reader", register.organisation))).get("/").content.decode()
    assert "not agreed since" not in reader


def test_the_holder_of_a_post_is_shown_their_own_risks(register):
    post = PostFactory(organisation=register.organisation)
    risk = open_risk(register, title="Roofs", owners=[post])
    score_risk(risk, 2, 2, on=date(2021, 2, 1))
    open_risk(register, title="Fraud")
    member = somebody(("lead", register.organisation))
    people.hold(post=post, by=member, name="Jo", on=date(2021, 1, 1), user=member)
    home = client_of(member).get("/").content.decode()
    own = home[home.index("Your risks") : home.index("Fire register")]
    assert "Roofs" in own
    assert "Fraud" not in own


def test_a_panel_member_is_told_that_papers_come_later(db):
    panel = RegisterFactory(organisation__kind="panel").organisation
    home = client_of(somebody(("panel-member", panel))).get("/").content.decode()
    assert "Nothing is waiting for you" in home


@pytest.mark.parametrize("role", ["panel-member", "panel-secretariat"])
def test_the_panel_is_told_what_it_waits_for_and_what_is_late(register, role):
    panel = RegisterFactory(organisation__kind="panel").organisation
    body = register.organisation
    ask_panel_request(body, due_on=MET_ON)
    ask_panel_request(body, text="And then?", due_on=None)
    ask_panel_request(body, text="In secret?", marking="official-sensitive")
    client = client_of(somebody((role, panel)))
    home = " ".join(client.get("/").content.decode().split())
    number = len(set(re.findall(r"/requests/P-\d+/", client.get("/requests/?state=open").content.decode())))
    assert f"{number} requests and promises are not closed" in home
    assert "1 of them is overdue" in home
    assert "Nothing is waiting for you" not in home


def test_a_stranger_is_sent_to_sign_in(client, db):
    for address in ("/", "/search/?q=roofs"):
        assert client.get(address).headers["Location"].startswith("/accounts/login/")


@pytest.mark.parametrize("address", ["/", "/search/?q=roofs"])
def test_a_page_that_shows_what_a_profile_withholds_wears_its_marking(register, address):
    """The scores of a body whose profile keeps them sensitive stand on both pages, for who is cleared."""
    register.profile = dict(CLOSED_PROFILE)
    register.save()
    risk = open_risk(register, title="Leaking roofs", score=(1, 1))
    score_risk(risk, 4, 4, on=clock.today())
    cleared = somebody(("reader", register.organisation), cleared_by=[register.organisation])
    assert "OFFICIAL-SENSITIVE" in client_of(cleared).get(address).content.decode()
    assert (
        "OFFICIAL-SENSITIVE" not in client_of(somebody(("reader", register.organisation))).get(address).content.decode()
    )
