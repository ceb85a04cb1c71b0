"""Does a register's page say what stands where, what moved and why, and no more than its reader may see?"""

from datetime import date

import pytest

from registers import clock
from registers.actions import people, risks
from registers.models import Marking, SensitiveRead
from tests.factories import (
    CLOSED_PROFILE,
    OPEN_PROFILE,
    FrameworkFactory,
    ObjectiveFactory,
    OrganisationFactory,
    PostFactory,
    RegisterFactory,
    agree,
    client_of,
    open_risk,
    score_risk,
    somebody,
)
from tests.pages import words_of

pytestmark = pytest.mark.django_db

JANUARY, MARCH, JUNE, JULY = date(2020, 1, 1), date(2020, 3, 31), date(2020, 6, 30), date(2020, 7, 15)
THEN = "as_at=2020-07-31&since=2020-06-30"
EVERYTHING = OPEN_PROFILE | {"rationale": "official", "dependencies": "official"}


@pytest.fixture
def body():
    return OrganisationFactory(slug="met", name="The Met")


@pytest.fixture
def register(body):
    return RegisterFactory(organisation=body, title="Register of fires", settled_by="Fire Board", profile=EVERYTHING)


@pytest.fixture
def posts(body):
    return {name: PostFactory(organisation=body, title=name) for name in ("Fire Chief", "Head of Hoses")}


@pytest.fixture
def risks_of_three(register, posts):
    """Sparks rises in July, Smoke stands, Ash is closed in July."""
    aim = ObjectiveFactory(framework=FrameworkFactory(organisation=register.organisation), slug="calm", name="Calm")
    sparks = open_risk(
        register, on=JANUARY, score=(2, 2), title="Sparks", horizon="short-term", owners=[posts["Fire Chief"]]
    )
    smoke = open_risk(
        register, on=JANUARY, score=(4, 4), title="Smoke", horizon="long-term", owners=[posts["Head of Hoses"]],
        leads=[posts["Fire Chief"]], objectives=[aim], description="Nobody can see a thing.",
    )  # fmt: skip
    ash = open_risk(register, on=JANUARY, score=(1, 1), title="Ash")
    score_risk(sparks, 3, 3, on=JULY, reason="The roof caught fire")
    with clock.at(clock.moment_on(JULY)):
        risks.close(risk=ash, by=somebody(), version=None, on=JULY, reason="It was swept up")
    return sparks, smoke, ash


@pytest.fixture
def reader(body):
    return client_of(somebody(("reader", body), name="Rita Reader"))


def see(client, register, query=THEN, follow=True):
    response = client.get(
        f"{register.get_absolute_url()}?{query}" if query else register.get_absolute_url(), follow=follow
    )
    assert response.status_code == 200
    return response


def titles(response):
    """The risks listed, in the order of the page."""
    return [row.details.title for row in response.context["rows"]]


# What it says ----------------------------------------------------------------------------------


def test_the_page_says_what_moved_from_where_to_where_and_why(reader, register, risks_of_three):
    page = words_of(see(reader, register))
    assert "What moved Scores are likelihood v impact. ↑ Up 1 Sparks M v M (Medium) → to H v H" in page
    assert "The roof caught fire" in page
    assert "Closed 3 Ash It was swept up" in page
    assert "2 open risks" in page


def test_risks_stand_under_their_horizon_in_display_order(reader, register, risks_of_three):
    response = see(reader, register)
    assert [(group.title, [row.details.title for row in group.rows]) for group in response.context["groups"]] == [
        ("Short-term", ["Sparks"]),
        ("Long-term", ["Smoke"]),
    ]
    assert "Horizon" in words_of(see(reader, register, THEN + "&sort=-score")).split("2 open risks")[-1]


def test_figures_lead_to_the_risks_they_count(reader, register, risks_of_three):
    response = see(reader, register)
    bands = {item["text"]: (item["value"], item["url"]) for item in response.context["band_counts"]}
    assert bands["Very high"] == (1, "?band=very-high&as_at=2020-07-31")
    assert bands["Low"] == (0, "")
    assert titles(reader.get(register.get_absolute_url() + bands["Very high"][1])) == ["Smoke"]
    moves = {item["text"]: item for item in response.context["movement_counts"]}
    assert {text: item["value"] for text, item in moves.items()} == {"Up": 1, "Static": 1, "Closed": 1}
    assert titles(reader.get(register.get_absolute_url() + moves["Closed"]["url"])) == ["Ash"]


def test_the_heat_map_and_its_table_say_the_same(reader, register, risks_of_three):
    html = see(reader, register).content.decode()
    assert '<title id="register-map-title">Heat map of 2 risks</title>' in html
    assert "Moved: 1 from M v M to H v H." in html
    table = html[html.index("The heat map as a table") :]
    assert 'data-label="At 30 Jun 2020"' in table
    assert f'href="{register.get_absolute_url()}1/?as_at=2020-07-31"' in table


def test_the_map_holds_the_risks_that_were_filtered(reader, register, risks_of_three):
    assert "Heat map of 1 risk<" in see(reader, register, THEN + "&owner=Fire+Chief").content.decode()


def test_an_empty_register_and_filters_that_meet_nothing_say_so(reader, register, risks_of_three):
    assert "No risk meets these filters" in words_of(see(reader, register, "text=volcano"))
    assert "There is no risk to show" in words_of(see(reader, register, "as_at=2019-01-01"))


# Filters, sort, pages --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("owner=Fire+Chief", ["Sparks"]),
        ("lead=Fire+Chief", ["Smoke"]),
        ("objective=calm", ["Smoke"]),
        ("horizon=long-term", ["Smoke"]),
        ("band=very-high", ["Smoke"]),
        ("movement=up", ["Sparks"]),
        ("text=SEE+nobody", ["Smoke"]),
        ("text=2", ["Smoke"]),
        ("text=2&owner=Fire+Chief", []),
        ("status=closed", ["Ash"]),
        ("status=all&sort=-ref", ["Ash", "Smoke", "Sparks"]),
        ("sort=-score", ["Smoke", "Sparks"]),
        ("sort=score", ["Sparks", "Smoke"]),
        ("sort=movement", ["Sparks", "Smoke"]),
        ("owner=Somebody+else", []),
        ("band=purple&sort=owner&movement=sideways", ["Sparks", "Smoke"]),
    ],
)
def test_filters_and_sorts(reader, register, risks_of_three, query, expected):
    assert titles(see(reader, register, f"{THEN}&{query}")) == expected


def test_choices_are_those_of_the_position_shown(reader, register, posts, risks_of_three):
    def owners(query):
        return [value for value, _ in see(reader, register, query).context["form"].fields["owner"].choices][1:]

    assert owners(THEN) == ["Fire Chief", "Head of Hoses"]
    risk = risks_of_three[0]
    with clock.at(clock.moment_on(date(2020, 9, 1))):
        risks.edit(risk=risk, by=somebody(), version=None, on=date(2020, 9, 1), owners=[posts["Head of Hoses"]])
    assert owners("as_at=2020-09-30") == ["Head of Hoses"]
    assert owners("as_at=2020-08-30") == ["Fire Chief", "Head of Hoses"]


def test_a_renamed_post_is_chosen_by_the_name_it_had_that_day(reader, register, posts, risks_of_three):
    chief = posts["Fire Chief"]
    chief.until, chief.successor = date(2020, 9, 1), PostFactory(organisation=chief.organisation, title="Fire Marshal")
    chief.save()
    assert titles(see(reader, register, "as_at=2020-10-01&owner=Fire+Marshal")) == ["Sparks"]
    assert titles(see(reader, register, "as_at=2020-08-01&owner=Fire+Chief")) == ["Sparks"]


def test_a_long_register_comes_in_pages_that_keep_the_filters(reader, register):
    for n in range(27):
        open_risk(register, on=JANUARY, title=f"Fire {n}")
    page = see(reader, register, "text=fire")
    assert len(titles(page)) == 25
    assert 'href="?text=fire&amp;page=2"' in page.content.decode()
    assert titles(see(reader, register, "text=fire&page=2")) == ["Fire 25", "Fire 26"]


# What is remembered ----------------------------------------------------------------------------


def test_the_list_is_found_as_it_was_left_until_it_is_cleared(reader, register, risks_of_three):
    see(reader, register, "text=&owner=Head+of+Hoses&band=&sort=-score")
    again = see(reader, register, "")
    assert again.redirect_chain == [(f"{register.get_absolute_url()}?owner=Head+of+Hoses&sort=-score", 302)]
    assert titles(again) == ["Smoke"]
    assert 'href="?clear=1"' in again.content.decode()

    see(reader, register, "clear=1")
    assert see(reader, register, "").redirect_chain == []


def test_taking_the_last_filter_off_is_remembered_too(reader, register, risks_of_three):
    see(reader, register, "owner=Head+of+Hoses")
    see(reader, register, "text=&owner=&band=&status=")
    assert see(reader, register, "").redirect_chain == []


def test_people_remember_their_own_lists(reader, body, register, risks_of_three):
    see(reader, register, "owner=Head+of+Hoses")
    assert see(client_of(somebody(("reader", body))), register, "").redirect_chain == []


# Time ------------------------------------------------------------------------------------------


def test_a_closed_risk_is_there_as_it_was_before(reader, register, risks_of_three):
    page = see(reader, register, "as_at=2020-06-30")
    assert titles(page) == ["Sparks", "Smoke", "Ash"]
    assert "As at 30 June 2020 . Movement is since 31 March 2020." in words_of(page)


def test_what_was_entered_late_is_left_out_of_what_was_known(reader, register, risks_of_three):
    score_risk(risks_of_three[1], 1, 1, on=MARCH, recorded=date(2020, 8, 20))
    assert [row.score.band_name for row in see(reader, register, "as_at=2020-06-30&text=smoke").context["rows"]] == [
        "Low"
    ]
    known = see(reader, register, "as_at=2020-06-30&known_at=2020-08-01&text=smoke")
    assert [row.score.band_name for row in known.context["rows"]] == ["Very high"]
    assert "as it was known on 1 August 2020" in words_of(known)


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("as_at=yesterday", "“yesterday” is not a date. Write it like 2021-12-31"),
        ("as_at=0001-01-01", "“0001-01-01” is not a date"),
        ("known_at=9999-12-31T00:00:00%2B14:00&as_at=2020-02-30", "“2020-02-30” is not a date"),
        ("as_at=2199-01-01", "A position can be shown up to today, not in the future"),
        ("as_at=2020-01-01&since=2020-05-01", "The date to compare with must be before the date shown"),
    ],
)
def test_a_date_that_cannot_be_is_said_in_plain_words(reader, register, query, words):
    assert words in words_of(see(reader, register, query))


def test_a_day_may_be_written_as_people_write_it(reader, register, risks_of_three):
    assert titles(see(reader, register, "as_at=30/06/2020")) == ["Sparks", "Smoke", "Ash"]


def test_the_past_offers_no_changes(body, register):
    lead = client_of(somebody(("lead", body)))
    assert "Add a risk" in words_of(see(lead, register, ""))
    assert "Add a risk" not in words_of(see(lead, register, "as_at=2020-06-30"))


# Who sees what ---------------------------------------------------------------------------------


def test_the_own_body_sees_what_changed_since_the_board_agreed(reader, register, risks_of_three):
    agree(register, JUNE, meeting="Fire Board, 30 June 2020")
    page = see(reader, register)
    assert "Last agreed as at 30 June 2020 by Fire Board, 30 June 2020" in words_of(page)
    assert "2 risks changed since" in words_of(page)
    assert [row.details.title for row in page.context["rows"] if row.is_changed] == ["Sparks"]
    agree(register, date(2020, 7, 31))
    agreed = words_of(see(reader, register))
    assert "This past position has been agreed" in agreed
    assert "changed since" not in agreed


def test_the_other_body_sees_what_is_agreed_and_is_told_so(register, risks_of_three):
    other = client_of(somebody(("reader", OrganisationFactory(slug="mopac"))))
    assert other.get(register.get_absolute_url()).status_code == 404
    agree(register, JUNE, meeting="Fire Board, 30 June 2020")
    page = see(other, register)
    assert "You see what was agreed as at 30 June 2020 by Fire Board, 30 June 2020" in words_of(page)
    assert titles(page) == ["Sparks", "Smoke", "Ash"]
    assert "Movement since 31 March 2020" in words_of(page)
    assert "The roof caught fire" not in page.content.decode()
    assert "Since agreed" not in words_of(page)


@pytest.fixture
def closed(body):
    """A register that publishes no scores, targets or reasons, with a risk whose score has changed."""
    register = RegisterFactory(organisation=body, profile=CLOSED_PROFILE)
    quiet = open_risk(register, on=JANUARY, score=(2, 2), title="Quiet")
    agree(register, JUNE)
    score_risk(quiet, 2, 2, on=JULY, reason="Still smouldering")
    open_risk(register, on=JULY, score=(4, 4), title="Loud")
    return register


def test_withheld_scores_are_neither_shown_counted_nor_sorted_by(body, closed):
    reader = client_of(somebody(("reader", body)))
    page = see(reader, closed)
    assert "Not published to you: scores, targets and reasons of this register." in words_of(page)
    assert "No heat map" in words_of(page)
    assert page.context["band_counts"] == []
    assert "band" not in page.context["form"].fields
    for word in ("Very high", "VH v VH", "Still smouldering", "rp-band"):
        assert word not in page.content.decode()
    assert titles(see(reader, closed, THEN + "&sort=-score&band=low")) == ["Quiet", "Loud"]


def test_a_change_of_a_withheld_score_leaves_no_mark(body, closed):
    page = see(client_of(somebody(("reader", body))), closed)
    assert [row.details.title for row in page.context["rows"] if row.is_changed] == ["Loud"]
    cleared = see(client_of(somebody(("reader", body), cleared_by=[body])), closed)
    assert [row.details.title for row in cleared.context["rows"] if row.is_changed] == ["Quiet", "Loud"]


def test_a_hidden_risk_is_in_no_figure_choice_or_search(body, register, posts, risks_of_three):
    secret = open_risk(
        register, on=JANUARY, score=(4, 4), title="Arson", marking=Marking.SENSITIVE,
        owners=[PostFactory(organisation=body, title="Undercover Lead")],
    )  # fmt: skip
    page = see(client_of(somebody(("reader", body))), register)
    assert {"Very high": 1}.items() <= {item["text"]: item["value"] for item in page.context["band_counts"]}.items()
    for word in ("Arson", "Undercover Lead", f"/{secret.ref}/"):
        assert word not in page.content.decode()
    assert titles(see(client_of(somebody(("reader", body))), register, "text=arson")) == []
    assert "Arson" in titles(see(client_of(somebody(("reader", body), cleared_by=[body])), register))


def test_a_limited_member_sees_the_risks_of_their_posts(body, register, posts, risks_of_three):
    user = somebody({"role": "reader", "organisation": body, "own_risks_only": True})
    people.hold(post=posts["Head of Hoses"], by=user, name="Hose Holder", user=user, on=JANUARY)
    page = see(client_of(user), register)
    assert titles(page) == ["Smoke"]
    assert [value for value, _ in page.context["form"].fields["owner"].choices] == ["", "Head of Hoses"]


def test_a_cleared_reading_is_logged_and_the_page_is_marked(body, closed):
    cleared = somebody(("reader", body), cleared_by=[body])
    assert "OFFICIAL-SENSITIVE" in words_of(see(client_of(cleared), closed))
    assert SensitiveRead.objects.filter(user=cleared, what="Register met/corporate").exists()


def test_strangers_are_asked_to_sign_in_and_the_panel_finds_nothing(client, register, risks_of_three):
    assert client.get(register.get_absolute_url()).status_code == 302
    agree(register, JUNE)
    member = client_of(somebody(("panel-member", OrganisationFactory(slug="panel", kind="panel"))))
    assert member.get(register.get_absolute_url()).status_code == 404
    assert "There is no register for you to read" in words_of(member.get("/registers/"))


def test_the_list_of_registers_says_how_each_stands(reader, register, risks_of_three):
    agree(register, JUNE, meeting="Fire Board, 30 June 2020")
    page = words_of(reader.get("/registers/"))
    assert "Register of fires" in page
    assert "As at 30 June 2020 Fire Board, 30 June 2020" in page
    assert "2 2 changed since" in page
