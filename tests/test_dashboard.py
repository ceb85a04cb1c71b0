"""What do people see on a dashboard? Of a body, of both, of a month, as at a meeting; and where there is nothing."""

import re
from datetime import date
from html import unescape
from itertools import pairwise

import pytest

from registers import clock
from registers.actions import assessments
from registers.models import SensitiveRead
from tests.dashboard_worlds import MONTH, TODAY, two_registers
from tests.factories import (
    OPEN_PROFILE,
    OrganisationFactory,
    RegisterFactory,
    agree,
    client_of,
    open_risk,
    score_risk,
    somebody,
)
from tests.follow_up_factories import board_of, meet, set_action

pytestmark = pytest.mark.django_db
OWN = f"/dashboard/own/{MONTH}/"


@pytest.fixture(autouse=True)
def _today():
    with clock.at(clock.moment_on(TODAY, 18)):
        yield


@pytest.fixture
def world():
    return two_registers(hidden=True)


@pytest.fixture
def own(world):
    return world["own"].organisation


def words_of(answer):
    assert answer.status_code == 200
    main = answer.content.decode().split("<main", 1)[1].split("</main>")[0]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", main)).split())


def seen(person, address=OWN):
    return words_of(client_of(person).get(address))


def test_it_tells_what_moved_from_where_and_why(own):
    words = seen(somebody(("lead", own), cleared_by=[own]))
    assert "Up 1 Storms Since agreed H v H (High) → to VH v H High It was discussed" in words
    assert "since 28 February 2022" in words
    assert "Before 28 February 2022. It is over" in words  # risk 5, in January


def test_it_tells_what_needs_a_decision(own):
    words = seen(somebody(("lead", own), cleared_by=[own]))
    decided = words.split("What needs a decision")[1].split("Heat map")[0]
    assert "1 Storms" in decided
    assert "Moved up" in decided or "Review overdue" in decided


def test_it_says_what_is_asked_of_the_board_and_in_what_order(own):
    lead = somebody(("lead", own), cleared_by=[own])
    decided = seen(lead).split("What needs a decision")[1].split("Heat map")[0]
    assert "Most pressing first" in decided
    assert "the highest band first in each" in decided
    assert "1 Storms Agree the new score" in decided
    assert "1 Storms Agree the new score" in seen(lead, f"{OWN}decisions/")
    assert "1 Storms : Agree the new score" in seen(lead, f"{OWN}brief/")
    assert "highest band" not in seen(somebody(("lead", own))).split("What needs a decision")[1].split("Heat map")[0]


def test_of_what_has_been_agreed_a_view_is_asked(world, own):
    agree(world["own"], TODAY)
    decided = seen(somebody(("lead", own), cleared_by=[own])).split("What needs a decision")[1]
    assert "Agree the new score" not in decided
    assert "Take a view on the new score" in decided


def test_of_both_bodies_the_risks_of_each_are_told_in_turn(world):
    bodies = [register.organisation for register in world.values()]
    words = seen(somebody(*(("lead", body) for body in bodies), cleared_by=bodies), f"/dashboard/joint/{MONTH}/")
    decided = words.split("What needs a decision")[1].split("Heat map")[0]
    assert "a risk of each body in turn" in decided
    named = re.findall(r"(Own|Other) (?=\d+ )", decided)
    assert len(named) >= 4
    assert all(one != other for one, other in pairwise(named))


def test_what_is_above_appetite_is_not_told_as_overdue(world, own):
    said = {"on": date(2021, 7, 1), "statement": "Little", "highest_band": "low"}
    assessments.set_appetite(register=world["own"], by=somebody(), **said)
    words = seen(somebody(("lead", own), cleared_by=[own]), f"{OWN}brief/")
    above, late = words.split("Above appetite")[1].split("What is overdue")
    assert "above appetite" in above
    assert "above appetite" not in late


def test_it_says_once_how_a_score_is_read_and_what_since_agreed_means(own):
    words = seen(somebody(("lead", own), cleared_by=[own]))
    assert words.count("A score is likelihood v impact, in that order.") == 1
    assert re.search(r"“Since agreed” marks the (one risk|\d+ risks) changed since", words)
    assert "Last agreed as at 20 February 2022." in words
    assert "A score is" not in seen(somebody(("lead", own)))


def test_who_is_not_cleared_reads_withheld_and_never_nought(own):
    words = seen(somebody(("lead", own)))
    assert "Scores: Withheld" in words
    assert "Not scored Withheld" in words
    assert "Secret" not in words
    assert words.count("shown to those whom Own has cleared to read it") == 1


def test_the_other_body_sees_what_was_agreed(world, own):
    words = seen(somebody(("lead", world["other"].organisation), cleared_by=[own]))
    assert "As agreed on 20 February 2022" in words
    assert "8 Wind" not in words
    assert "Since agreed" not in words


def test_a_past_month_is_as_at_its_last_day(own):
    words = seen(somebody(("lead", own), cleared_by=[own]), "/dashboard/own/2021-12/")
    assert "As at 31 December 2021, which has been agreed: The board." in words
    assert "Up 4 Heat" in words
    assert "Hail" not in words.split("Highest risks")[0].split("What needs")[0]


def test_months_lead_to_one_another_and_none_to_the_future(own):
    client = client_of(somebody(("lead", own)))
    page = client.get("/dashboard/own/2022-02/").content.decode()
    assert f'href="{OWN}"' in page
    assert 'href="/dashboard/own/2022-01/"' in page
    assert 'rel="next"' not in client.get(OWN).content.decode()
    for month in ("2022-04", "2022-13", "1899-12", "soon"):
        assert client.get(f"/dashboard/own/{month}/").status_code == 404


def test_both_bodies_stand_on_one_page_for_who_sees_both(world, own):
    words = seen(somebody(("lead", own), cleared_by=[own]), f"/dashboard/joint/{MONTH}/")
    assert "Own corporate risk register" in words
    assert "Other corporate risk register" in words
    limited = {"role": "reader", "organisation": own, "register": world["own"]}
    client = client_of(somebody(limited))
    assert client.get(OWN).status_code == 200
    assert client.get(f"/dashboard/joint/{MONTH}/").status_code == 404


def test_strangers_are_sent_to_sign_in_and_the_panel_finds_nothing(client, own):
    panel = OrganisationFactory(slug="panel", kind="panel")
    member = client_of(somebody(("panel-member", panel)))
    for address in ("/dashboard/", OWN, f"{OWN}brief/", f"{OWN}decisions/", f"{OWN}risks/?show=stale", f"{OWN}pdf/"):
        assert member.get(address).status_code == 404, address
        assert client.get(address).status_code == 302, address


def test_ones_own_body_stands_first_among_the_dashboards(world):
    for name in ("own", "other"):
        words = seen(somebody(("reader", world[name].organisation)), "/dashboard/")
        names = re.findall(r"Own|Other|Joint", words)
        assert names[0] == name.capitalize()
        assert names[-1] == "Joint"


def test_as_at_a_meeting_it_is_of_that_day(world, own):
    meeting = meet(world["own"].board, day=date(2022, 3, 8))
    lead = somebody(("lead", own), cleared_by=[own])
    address = f"{OWN}?meeting={meeting.board.slug}/2022-03-08"
    assert address.replace("/2022-03-08", "%2F2022-03-08") in client_of(lead).get(OWN).content.decode()
    words = seen(lead, address)
    assert "As at 8 March 2022" in words
    assert "Wind" not in words  # opened the day after
    assert client_of(lead).get(f"/dashboard/own/2022-01/?meeting={meeting.board.slug}/2022-03-08").status_code == 404
    assert client_of(lead).get(f"{OWN}?meeting=no-board/2022-03-08").status_code == 404


def test_a_board_that_one_may_not_know_of_has_no_meeting_for_one(world, own):
    private = board_of(world["other"].organisation, name="Private Board")
    meet(private, day=date(2022, 3, 8))
    lead = client_of(somebody(("lead", own)))
    assert lead.get(f"/dashboard/other/{MONTH}/?meeting={private.slug}/2022-03-08").status_code == 404


def test_actions_are_told_with_what_is_overdue(world, own):
    set_action(world["own"].board, day=date(2022, 3, 1), due_on=date(2022, 3, 10))
    words = seen(somebody(("lead", own)))
    assert "Actions and responses open 1" in words
    assert "Actions and responses overdue 1" in words
    assert "Panel requests None recorded yet" in words


def test_a_register_that_nobody_has_agreed_is_empty_to_the_other_body():
    fresh = RegisterFactory(organisation=OrganisationFactory(slug="own"), profile=OPEN_PROFILE)
    open_risk(fresh, on=date(2022, 3, 1), score=(2, 2))
    other = OrganisationFactory(slug="other")
    assert client_of(somebody(("reader", other))).get(OWN).status_code == 404
    words = seen(somebody(("reader", fresh.organisation)))
    assert "no board has agreed it yet" in words
    assert "None recorded yet" in words
    assert "Open risks 1 open risks Not known Not known" in words


def test_a_month_in_which_nothing_moved_says_so(own):
    words = seen(somebody(("lead", own), cleared_by=[own]), "/dashboard/own/2021-08/")
    assert "Nothing moved." in words
    assert "Nothing has come up since" in words


def test_before_there_was_a_register_there_is_nothing_to_show(own):
    assert "There is nothing to show" in seen(somebody(("lead", own)), "/dashboard/own/2020-05/")


def test_the_brief_says_it_in_sentences(own):
    words = seen(somebody(("lead", own), cleared_by=[own]), f"{OWN}brief/")
    assert "Brief, March 2022" in words
    assert "1 Storms : rose from H v H (high) to VH v H (high)." in words
    assert "What is overdue" in words


def test_reading_sensitive_text_is_logged_each_time(own):
    client = client_of(somebody(("lead", own), cleared_by=[own]))
    for _ in range(2):
        client.get(OWN)
    assert [read.what for read in SensitiveRead.objects.all()] == ["Own dashboard, March 2022"] * 2
    client_of(somebody(("lead", own))).get(OWN)
    assert SensitiveRead.objects.count() == 2


def test_it_wears_its_marking(own):
    marked = {True: "OFFICIAL-SENSITIVE", False: "OFFICIAL"}
    for is_cleared, marking in marked.items():
        person = somebody(("lead", own), cleared_by=[own] if is_cleared else [])
        footer = client_of(person).get(OWN).content.decode().split("<footer")[1]
        assert re.search(r'rp-marking">([A-Z-]+)<', footer)[1] == marking


def test_the_list_behind_a_figure_names_its_risks(own):
    words = seen(somebody(("lead", own), cleared_by=[own]), f"{OWN}risks/?show=no-owner")
    assert "No owner" in words
    assert "Fog" in words
    assert "Storms" not in words
    assert client_of(somebody(("lead", own))).get(f"{OWN}risks/?show=nonsense").status_code == 404


def test_what_is_worked_on_shows_at_once(world, own):
    lead = somebody(("lead", own), cleared_by=[own])
    before = seen(lead)
    score_risk(world["own"].risks.get(ref=3), 4, 4, on=TODAY, reason="The lake broke")
    assert "The lake broke" not in before
    assert "The lake broke" in seen(lead)
    agree(world["own"], TODAY)
    assert "which has been agreed: The board." in seen(lead)
