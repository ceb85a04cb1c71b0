"""Does the page of a risk tell its story, as at any date, and no more of it than its reader may see?"""

from datetime import date, timedelta

import pytest

from registers import clock
from registers.actions import assessments, people, risks
from registers.models import Kind, Marking, SensitiveRead
from registers.scope import quarter_end_before
from tests.factories import (
    CLOSED_PROFILE,
    DEFINITION,
    OPEN_PROFILE,
    FrameworkFactory,
    ObjectiveFactory,
    OrganisationFactory,
    PostFactory,
    RegisterFactory,
    SchemeFactory,
    agree,
    client_of,
    open_risk,
    score_risk,
    somebody,
)
from tests.pages import words_of

pytestmark = pytest.mark.django_db

JANUARY, MARCH, JUNE, JULY = date(2020, 1, 1), date(2020, 3, 31), date(2020, 6, 30), date(2020, 7, 15)
OPEN = OPEN_PROFILE | dict.fromkeys(("rationale", "outlook", "dependencies", "appetite"), "official")


@pytest.fixture
def body():
    return OrganisationFactory(slug="met", name="The Met")


@pytest.fixture
def register(body):
    return RegisterFactory(organisation=body, title="Register of fires", profile=OPEN)


@pytest.fixture
def chief(body):
    return PostFactory(organisation=body, title="Fire Chief")


@pytest.fixture
def risk(register, chief):
    risk = open_risk(register, on=JANUARY, score=(2, 2), title="Sparks", description="They may fly.", owners=[chief])
    score_risk(risk, 3, 3, on=JULY, reason="The roof caught fire")
    return risk


@pytest.fixture
def reader(body):
    return client_of(somebody(("reader", body)))


def see(client, risk, query="as_at=2020-07-31"):
    response = client.get(f"{risk.get_absolute_url()}?{query}")
    assert response.status_code == 200
    return response


def on(day):
    return clock.at(clock.moment_on(day))


# The score -------------------------------------------------------------------------------------


def test_it_says_where_the_risk_stands_what_moved_it_and_for_how_long(reader, risk):
    score_risk(risk, 4, 4, on=JANUARY, kind=Kind.INHERENT)
    score_risk(risk, 1, 2, on=JANUARY, kind=Kind.TARGET, target_on=date(2021, 3, 31))
    page = words_of(see(reader, risk))
    assert "Since 30 June 2020 ↑ Up from M v M, Medium Came here this quarter" in page
    assert "Score H v H , likelihood High, impact High High" in page
    assert "Inherent score VH v VH" in page
    assert "Target L v M" in page
    assert "By 31 March 2021" in page
    assert "Why it moved: The roof caught fire" in page
    assert "It has stood here for 3 quarters" in words_of(see(reader, risk, "as_at=2021-03-31"))


def test_the_chart_has_a_table_with_the_reason_for_each_score(reader, risk):
    page = see(reader, risk)
    assert '<title id="score-chart-title">Score of risk 1 from 1 January 2020 to 31 July 2020' in page.content.decode()
    assert "15 Jul 2020 H v H , likelihood High, impact High High The roof caught fire" in words_of(page)


def test_scores_of_an_earlier_scale_are_told_but_not_drawn(reader, body, risk):
    SchemeFactory(organisation=body, adopted_on=date(2021, 1, 1), definition=DEFINITION)
    score_risk(risk, 1, 1, on=date(2021, 2, 1), reason="On the new scale")
    page = words_of(see(reader, risk, "as_at=2021-03-31"))
    assert "Rescaled" in page
    assert "on an earlier scale" in page
    assert "from H v H" not in page


@pytest.mark.parametrize(
    ("expected", "verdict"),
    [
        ((3, 3), "Met: on that day it stood at H v H"),
        ((2, 2), "Not met: on that day it stood higher, at H v H"),
        ((4, 4), "Not met: on that day it stood lower, at H v H"),
    ],
)
def test_an_outlook_is_shown_beside_what_happened(reader, risk, expected, verdict):
    with on(JUNE):
        assessments.expect(
            risk=risk, by=somebody(), version=None, on=JUNE, likelihood=expected[0], impact=expected[1],
            expected_by=date(2020, 7, 31), reason="The forecast",
        )  # fmt: skip
    before = words_of(see(reader, risk, "as_at=2020-07-01"))
    assert "Expected by 31 July 2020:" in before
    assert "on that day" not in before
    assert verdict in words_of(see(reader, risk))


def test_appetite_is_told_in_words_with_what_is_tolerated(reader, register, chief, risk):
    with on(JANUARY):
        assessments.set_appetite(
            register=register, by=somebody(), on=JANUARY, statement="We like it cool.", highest_band="medium"
        )
    assert "Up to medium is accepted" in words_of(see(reader, risk, "as_at=2020-06-30"))
    assert "Within appetite" in words_of(see(reader, risk, "as_at=2020-06-30"))
    assert "Above appetite" in words_of(see(reader, risk))
    assert "Nobody has said that it is tolerated there." in words_of(see(reader, risk))
    with on(date(2020, 7, 20)):
        assessments.tolerate(
            risk=risk, by=somebody(), version=None, on=date(2020, 7, 20), until=date(2020, 9, 30), tolerated_by=chief,
            reason="Rain is forecast",
        )  # fmt: skip
    page = words_of(see(reader, risk))
    assert "Tolerated until 30 September 2020 by the Fire Chief, since 20 July 2020: Rain is forecast" in page
    assert "It was tolerated until 30 September 2020" in words_of(see(reader, risk, "as_at=2020-12-31"))


def test_a_risk_may_have_an_appetite_of_its_own(reader, register, risk):
    with on(JANUARY):
        assessments.set_appetite(
            register=register, by=somebody(), on=JANUARY, statement="We like it cool.", highest_band="very-high"
        )
        assessments.override_appetite(
            risk=risk, by=somebody(), version=None, on=JANUARY, highest_band="low", reason="Near the archive"
        )
    assert "The board accepts no more than low for this risk. The score is above appetite." in words_of(
        see(reader, risk)
    )


# Who answers for it ----------------------------------------------------------------------------


def test_owners_are_told_over_time_with_who_held_the_post(reader, body, chief, risk):
    for name, holds, day in (("Ann", True, JANUARY), ("Ann", False, MARCH), ("Ben", True, MARCH)):
        with on(day):
            people.hold(post=chief, by=somebody(), name=name, on=day, holds=holds)
    marshal = PostFactory(organisation=body, title="Fire Marshal")
    with on(JUNE):
        risks.edit(risk=risk, by=somebody(), version=None, on=JUNE, owners=[marshal])
    spells = see(reader, risk).context["stewards"]["owner"]
    assert [(spell.since, spell.until, spell.stewards[0].title, spell.stewards[0].holders) for spell in spells] == [
        (JUNE, None, "Fire Marshal", ()),
        (MARCH, JUNE, "Fire Chief", ("Ben",)),
        (JANUARY, MARCH, "Fire Chief", ("Ann",)),
    ]
    assert "Owner Fire Chief Ann" in words_of(see(reader, risk, "as_at=2020-02-01"))


def test_a_closed_risk_is_there_before_it_was_with_the_owner_and_holder_of_that_day(reader, chief, risk):
    with on(JANUARY):
        people.hold(post=chief, by=somebody(), name="Ann", on=JANUARY)
    with on(date(2020, 8, 1)):
        risks.close(risk=risk, by=somebody(), version=None, on=date(2020, 8, 1), reason="Put out for good")
        people.hold(post=chief, by=somebody(), name="Ann", on=date(2020, 8, 1), holds=False)
    closed = words_of(see(reader, risk, ""))
    assert "Closed 1 August 2020" in closed
    assert "Why it was closed: Put out for good" in closed
    assert "Who answered for it" in closed
    assert "1 Jan 2020 1 Aug 2020 Fire Chief (Ann)" in closed
    before = words_of(see(reader, risk))
    assert "Open since 1 January 2020" in before
    assert "Who answers for it Owner Fire Chief Ann" in before
    assert "Put out for good" not in before
    assert reader.get(f"{risk.get_absolute_url()}?as_at=2019-12-31").status_code == 404


def test_objectives_stand_under_their_framework(reader, register, body, risk):
    framework = FrameworkFactory(organisation=body, name="Calm Plan")
    with on(JUNE):
        risks.edit(
            risk=risk,
            by=somebody(),
            version=None,
            on=JUNE,
            objectives=[ObjectiveFactory(framework=framework, name="Quiet")],
        )
    assert "Objectives it threatens Calm Plan Quiet" in words_of(see(reader, risk))
    assert "None is linked." in words_of(see(reader, risk, "as_at=2020-03-31"))


# Other risks -----------------------------------------------------------------------------------


@pytest.fixture
def wind(register):
    return open_risk(register, on=JANUARY, title="Wind")


def test_dependencies_are_told_from_both_ends(reader, risk, wind):
    with on(MARCH):
        risks.depend(risk=risk, by=somebody(), version=None, on=MARCH, depends_on=wind, reason="It fans them")
    assert "Depends on 2 Wind It fans them" in words_of(see(reader, risk))
    assert "Bears on 1 Sparks It fans them" in words_of(see(reader, wind))
    assert "No other risk is linked to it." in words_of(see(reader, risk, "as_at=2020-03-01"))
    assert f'href="{wind.get_absolute_url()}?as_at=2020-07-31"' in see(reader, risk).content.decode()


def test_links_to_hidden_risks_are_not_mentioned(reader, body, risk, wind):
    with on(MARCH):
        risks.depend(risk=risk, by=somebody(), version=None, on=MARCH, depends_on=wind)
        risks.mark(risk=wind, by=somebody(), version=None, on=MARCH, marking=Marking.SENSITIVE, reason="Secret")
    assert "Wind" not in see(reader, risk).content.decode()
    assert "No other risk is linked to it." in words_of(see(reader, risk))
    assert "2 Wind" in words_of(see(client_of(somebody(("reader", body), cleared_by=[body])), risk))


def test_lineage_is_told_from_both_ends(reader, risk, wind):
    with on(MARCH):
        [embers] = risks.split(
            risk=risk, by=somebody(), version=None, on=MARCH, into=[{"title": "Embers"}], reason="Two fires"
        )
        risks.merge(risk=risk, by=somebody(), version=None, on=MARCH, others=[wind], reason="One fire")
    assert "Split: part of it became 3 Embers 31 Mar 2020 Two fires" in words_of(see(reader, risk))
    assert "Took in 2 Wind Closed 31 Mar 2020 One fire" in words_of(see(reader, risk))
    assert "Split off from 1 Sparks" in words_of(see(reader, embers))
    assert "Merged into 1 Sparks" in words_of(see(reader, wind))


# What is agreed --------------------------------------------------------------------------------


def test_the_own_body_sees_what_is_not_agreed_beside_what_is(reader, register, risk):
    agree(register, JUNE)
    with on(JULY):
        risks.edit(risk=risk, by=somebody(), version=None, on=JULY, description="They may well fly.")
    page = see(reader, risk)
    assert "Changed since it was agreed as at 30 June 2020" in words_of(page)
    assert {(d.label, d.agreed, d.now) for d in page.context["differences"]} == {
        ("Score", "M v M (Medium)", "H v H (High)"),
        ("Description", "They may fly.", "They may well fly."),
    }
    assert "<ins>" in page.content.decode()


def test_the_other_body_sees_the_risk_as_it_was_agreed(register, risk):
    other = client_of(somebody(("reader", OrganisationFactory(slug="mopac"))))
    assert other.get(risk.get_absolute_url()).status_code == 404
    agree(register, JUNE, meeting="Fire Board")
    page = words_of(see(other, risk, ""))
    assert "As agreed as at 30 June 2020 by Fire Board" in page
    assert "M v M" in page
    assert "The roof caught fire" not in page
    assert "Since agreed" not in page


def test_withheld_facts_are_named_and_not_told(body, chief):
    register = RegisterFactory(organisation=body, slug="quiet", profile=CLOSED_PROFILE)
    risk = open_risk(register, on=JANUARY, score=(4, 4), title="Sparks", owners=[chief])
    agree(register, JUNE)
    score_risk(risk, 4, 4, on=JULY, reason="Whispered")
    page = see(client_of(somebody(("reader", body))), risk)
    kept = "score, target, appetite, outlook, reasons and reviews, controls and progress"
    assert f"Not published to you: {kept}." in words_of(page)
    for word in ("VH v VH", "Very high", "Whispered", "Since agreed", "rp-band"):
        assert word not in page.content.decode()
    cleared = somebody(("reader", body), cleared_by=[body])
    page = words_of(see(client_of(cleared), risk))
    assert "VH v VH" in page
    assert "OFFICIAL-SENSITIVE" in page
    assert SensitiveRead.objects.filter(user=cleared, what="Risk met/quiet/1").exists()


def test_buttons_are_for_those_who_may_use_them_today(body, reader, risk):
    lead = client_of(somebody(("lead", body)))
    assert "Score this risk" in words_of(see(lead, risk, ""))
    assert "Score this risk" not in words_of(see(lead, risk))
    assert "Score this risk" not in words_of(see(reader, risk, ""))


def test_strangers_and_the_panel_do_not_get_in(client, register, risk):
    agree(register, JUNE)
    assert client.get(risk.get_absolute_url()).status_code == 302
    member = client_of(somebody(("panel-member", OrganisationFactory(slug="panel", kind="panel"))))
    assert member.get(risk.get_absolute_url()).status_code == 404


def test_a_number_no_risk_has_and_one_no_database_holds_are_not_found(reader, register):
    for ref in (404, 10**30):
        assert reader.get(f"{register.get_absolute_url()}{ref}/").status_code == 404


def test_a_date_that_cannot_be_is_said_in_plain_words(reader, risk):
    assert "“never” is not a date" in words_of(see(reader, risk, "as_at=never"))


# On one page -----------------------------------------------------------------------------------


def test_the_risk_on_one_page_says_what_its_reader_may_see_then(body, reader, risk):
    page = reader.get(f"{risk.get_absolute_url()}template/?as_at=2020-07-31")
    assert "Now H v H High" in words_of(page)
    assert "Reason The roof caught fire" in words_of(page)
    assert "Owners Fire Chief" in words_of(page)
    assert f'action="{risk.get_absolute_url()}template.pdf?as_at=2020-07-31"' in page.content.decode()
    before = words_of(reader.get(f"{risk.get_absolute_url()}template/?as_at=2020-06-30"))
    assert "Now M v M Medium" in before
    assert reader.get(f"{risk.get_absolute_url()}template/?as_at=2019-06-30").status_code == 404


def test_a_page_of_a_risk_costs_the_same_however_many_risks_there_are(queries_for, body, register, risk, wind):
    client = client_of(somebody(("reader", body)))
    with on(MARCH):
        risks.depend(risk=risk, by=somebody(), version=None, on=MARCH, depends_on=wind)
    few = queries_for(lambda: see(client, risk, ""))
    for n in range(8):
        other = open_risk(register, on=JANUARY, title=f"Fire {n}")
        with on(MARCH):
            risks.depend(risk=other, by=somebody(), version=None, on=MARCH, depends_on=risk)
    assert queries_for(lambda: see(client, risk, "")) == few


def test_today_is_compared_with_the_last_quarter(reader, risk):
    end = quarter_end_before(clock.today())
    assert f"Since {end.day} {end:%B %Y} ↔ Static" in words_of(see(reader, risk, ""))
    assert end < clock.today() + timedelta(days=1)
