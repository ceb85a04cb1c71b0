"""Do the pages of controls say what is done about the risks, what needs an eye, and no more than one may see?"""

from datetime import date

import pytest

from controls.actions import controls
from registers.actions import people
from registers.models import SensitiveRead
from tests.control_factories import add_control, move_due, on, rate, state, state_risk
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


# Every control ---------------------------------------------------------------------------------


@pytest.fixture
def several(risk, chief):
    """One for each exception, and one that needs nothing."""
    other = open_risk(risk.register, on=JANUARY, title="Smoke")
    late = add_control(risk, title="Sprinklers", due=MARCH, owner=chief, is_key=True)
    twice = add_control(risk, title="Alarms", due=MARCH, owner=chief)
    for due, day in ((JUNE, date(2020, 2, 1)), (date(2020, 12, 1), date(2020, 2, 2))):
        move_due(twice, due, day)
    add_control(risk, other, title="Patrols", stage="in-place")
    doubted = add_control(other, title="Buckets", stage="in-place", owner=chief)
    rate(doubted, "partly", MARCH)
    silent = add_control(other, title="Training", stage="in-place", owner=chief)
    state(silent, "limited", JANUARY, "Few came")
    fine = add_control(other, title="Extinguishers", stage="in-place", owner=chief)
    state(fine, "on-track", JUNE)
    add_control(other, title="Watchtowers", stage="potential")
    gone = add_control(risk, title="Horses", stage="in-place", owner=chief)
    with on(MARCH):
        controls.set_stage(control=gone, by=somebody(), version=None, on=MARCH, stage="retired", reason="Cars came")
    return {"late": late, "twice": twice, "fine": fine, "gone": gone}


def counts_of(response, name):
    return {item["text"]: item["value"] for item in response.context[name]}


def titles(response):
    return [line.details.title for line in response.context["lines"]]


AT = "as_at=2020-07-15"


def test_what_needs_an_eye_stands_first_and_says_why(reader, several):
    response = see(reader, "/controls/", AT)
    page = words_of(response)
    assert titles(response) == [
        "Sprinklers", "Alarms", "Patrols", "Buckets", "Training", "Extinguishers", "Watchtowers",
    ]  # fmt: skip
    assert "7 controls, 5 of them need attention" in page
    assert "Key control It was to be in place by 31 March 2020 and is still planned" in page
    assert "Its date has slipped twice, from 31 March 2020 to 1 December 2020" in page
    assert "Register of fires Nobody owns it" in page
    assert "It was found partly effective on 31 March 2020" in page
    assert "Nothing has been said of it since 1 January 2020" in page


def test_the_counts_add_up_and_each_leads_to_as_many(reader, several):
    response = see(reader, "/controls/", AT)
    states, progress = counts_of(response, "state_counts"), counts_of(response, "progress_counts")
    assert states == {"In place": 4, "Planned": 2, "Potential": 1, "Retired": 1}
    assert progress == {
        "On track": 1, "Limited": 1, "Slipped": 0, "No progress": 0, "Complete": 0, "Not stated": 5,
    }  # fmt: skip
    assert sum(states.values()) == 8
    assert sum(progress.values()) == 7
    for name in ("state_counts", "progress_counts", "exception_counts"):
        for item in response.context[name]:
            if item["url"]:
                led_to = see(reader, f"/controls/{item['url']}").context["page"].paginator.count
                assert (item["text"], led_to) == (item["text"], item["value"])


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("state=retired", ["Horses"]),
        ("state=potential", ["Watchtowers"]),
        ("status=limited", ["Training"]),
        ("key=yes", ["Sprinklers"]),
        ("exception=no-owner", ["Patrols"]),
        ("exception=any&state=in-place", ["Patrols", "Buckets", "Training"]),
        ("text=extinguish", ["Extinguishers"]),
        ("text=c-1", ["Sprinklers"]),
        ("owner=Fire+Chief&state=planned", ["Sprinklers", "Alarms"]),
        ("register=met/corporate&state=planned&sort=-ref", ["Alarms", "Sprinklers"]),
        ("register=mopac/corporate", []),
        ("sort=due&state=planned", ["Sprinklers", "Alarms"]),
        ("sort=progress&state=in-place", ["Training", "Patrols", "Buckets", "Extinguishers"]),
    ],
)
def test_it_is_filtered_and_sorted_as_asked(reader, several, query, found):
    assert titles(see(reader, "/controls/", f"{AT}&{query}")) == found


def test_a_list_is_remembered_until_it_is_cleared(reader, several):
    see(reader, "/controls/", "state=retired")
    again = reader.get("/controls/", follow=True)
    assert again.redirect_chain == [("/controls/?state=retired", 302)]
    assert titles(again) == ["Horses"]
    assert len(titles(reader.get("/controls/?clear=1", follow=True))) == 7


def test_a_long_list_comes_in_pages_of_25(reader, risk):
    for number in range(26):
        add_control(risk, title=f"Remedy {number}")
    assert len(titles(see(reader, "/controls/", "state=planned"))) == 25
    assert len(titles(see(reader, "/controls/", "state=planned&page=2"))) == 1


def test_a_control_is_never_listed_for_a_hidden_risk(register, stranger_body):
    secret = open_risk(register, on=JANUARY, title="A secret", marking="official-sensitive")
    shown = open_risk(register, on=JANUARY, title="Smoke")
    add_control(secret, title="Of the secret alone")
    add_control(secret, shown, title="Of both")
    agree(register, MARCH)
    for visitor in (somebody(("reader", register.organisation)), somebody(("reader", stranger_body.organisation))):
        page = said(client_of(visitor), "/controls/")
        assert "Of the secret alone" not in page
        assert "A secret" not in page
        assert "Of both Register of fires Nobody owns it 2 Smoke" in page
        assert "A secret" not in said(client_of(visitor), "/controls/C-2/")
        see(client_of(visitor), "/controls/C-1/", status=404)


# The pages of risks ----------------------------------------------------------------------------


def test_the_page_of_a_risk_says_how_it_gets_on_and_what_its_key_controls_say(reader, risk, chief):
    state_risk(risk, "limited", MARCH, "Half is done", stated_by=chief)
    state_risk(risk, "limited", JUNE, "Still half")
    for title, status in (("Doors", "on-track"), ("Alarms", "slipped")):
        state(add_control(risk, title=title, is_key=True), status, MARCH, "It was slow")
    state(add_control(risk, title="Posters"), "no-progress", MARCH, "None were hung")
    page = said(reader, risk.get_absolute_url(), "as_at=2020-06-30")
    assert "Progress Limited (amber) 30 June 2020 Still half Second quarter of limited progress." in page
    assert "Its key controls say Red : 1 on track and 1 slipped." in page
    assert "The risk’s own statement and its controls disagree: it states limited (amber), they say red." in page
    assert "Green: on track or complete. Amber: limited." in page
    assert page.index("Doors Key") < page.index("Posters")
    assert "31 March 2020, stated by the Fire Chief Half is done" in page


def test_what_is_retired_is_folded_away_and_nothing_stated_is_said_so(reader, risk, several):
    page = see(reader, risk.get_absolute_url()).content.decode()
    assert "Not stated" in page
    assert "<details" in page.split("1 retired")[0].rsplit("</section>", 1)[-1]
    assert "Horses" in page.split("1 retired")[1]


def test_a_risk_without_controls_says_so_and_offers_to_add_one_to_who_may(body, reader, risk):
    assert "No control acts on it." in said(reader, risk.get_absolute_url())
    lead = client_of(somebody(("lead", body)))
    assert f"{risk.get_absolute_url()}controls/add/" in see(lead, risk.get_absolute_url()).content.decode()
    for client, query in ((reader, ""), (lead, "as_at=2020-02-01")):
        page = see(client, risk.get_absolute_url(), query).content.decode()
        assert "/controls/add/" not in page
        assert f"{risk.get_absolute_url()}progress/" not in page


def test_the_register_counts_what_its_open_risks_state_and_shows_it_beside_each(reader, risk):
    register = risk.register
    for title, status in (("Smoke", "on-track"), ("Soot", "slipped"), ("Ash", None)):
        other = open_risk(register, on=JANUARY, title=title)
        if status:
            state_risk(other, status, MARCH, "So it is")
    response = see(reader, register.get_absolute_url(), "as_at=2020-06-30")
    page = words_of(response)
    assert "Progress of the 4 open risks 1 On track 0 Limited 1 Slipped 0 No progress 0 Complete 2 Not stated" in page
    assert page.index("Soot") < page.index("Slipped (red)")


def test_progress_is_not_counted_for_whom_it_is_not_published_to(stranger_body, risk):
    register = risk.register
    register.profile = OPEN | {"progress": "official-sensitive"}
    register.save()
    state_risk(risk, "slipped", JANUARY, "A secret delay")
    agree(register, MARCH)
    page = said(client_of(somebody(("reader", stranger_body.organisation))), register.get_absolute_url())
    assert "Progress of" not in page
    assert "Slipped" not in page


def test_the_one_page_of_a_risk_has_its_key_controls_with_status_owner_and_date(reader, risk, chief):
    control = add_control(risk, title="Doors", is_key=True, owner=chief, due=DECEMBER)
    state(control, "limited", MARCH, "Half of them stick")
    state_risk(risk, "on-track", MARCH)
    add_control(risk, title="Posters")
    page = said(reader, f"{risk.get_absolute_url()}template/", "as_at=2020-06-30")
    assert "On track as stated on 31 March 2020" in page
    assert "Its key controls: 1 limited, which disagrees with that." in page
    assert "Doors C-1 Limited Fire Chief 31 December 2020" in page
    assert "Posters" not in page


# The home page and the search ------------------------------------------------------------------


def test_the_home_page_lists_ones_own_controls_and_what_they_need(body, risk, chief, several):
    owner = somebody(("lead", body))
    people.hold(post=chief, by=owner, name="Jo", on=JANUARY, user=owner)
    with on(JULY):
        page = said(client_of(owner), "/")
        assert "Your controls: 5 need something" in page
        assert "C-1 Sprinklers Not stated It was to be in place by 31 March 2020 and is still planned" in page
        assert "No progress has been stated this quarter" in page
        assert "Sparks" in page.split("Your controls")[0]
        assert "Patrols" not in page
        assert "Horses" not in page


def test_a_control_is_found_by_its_title_among_those_one_may_see(reader, several, risk, stranger_body):
    assert "C-6 Extinguishers Register of fires. In place." in said(reader, "/search/", "q=extinguish")
    assert "C-8 Horses Retired" in said(reader, "/search/", "q=C-8")
    nobody = client_of(somebody(("reader", stranger_body.organisation)))
    assert "Nothing found" in said(nobody, "/search/", "q=extinguish")
