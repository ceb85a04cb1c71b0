"""What does the comparison page say of two dates, and to whom?"""

from datetime import date
from urllib.parse import urlencode

import pytest

from registers import clock
from registers.actions import corrections, people, risks
from registers.models import Assessment, Risk, SensitiveRead, User
from registers.movement import Movement
from reports.comparison import also_sentence, count_sentence, none_sentence
from tests.bulk import many_risks
from tests.factories import (
    CLOSED_PROFILE,
    OPEN_PROFILE,
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
from tests.two_bodies import build

MARCH, JUNE, SEPTEMBER = date(2021, 3, 31), date(2021, 6, 30), date(2021, 9, 30)
MAY = date(2021, 5, 10)


def asked(since, as_at, *registers):
    return "/compare/?" + urlencode([*(("register", path) for path in registers), ("from", since), ("to", as_at)])


def told(client, since=MARCH, as_at=JUNE, *registers):
    page = client.get(asked(since, as_at, *registers))
    assert page.status_code == 200
    return words_of(page)


def between(text, start, end):
    """What the page says from one heading to another."""
    assert start in text, f"{start!r} is not on the page"
    return text.split(start, 1)[1].split(end, 1)[0]


def do(action, risk, on, recorded=None, **what):
    with clock.at(clock.moment_on(recorded or on)):
        return action(risk=Risk.objects.get(pk=risk.pk), by=somebody(), version=None, on=on, **what)


@pytest.fixture
def register(db):
    return RegisterFactory(
        organisation=OrganisationFactory(slug="ours", short_name="Ours"),
        profile=OPEN_PROFILE | {"rationale": "official"},
    )


@pytest.fixture
def ours(register):
    return client_of(somebody(("lead", register.organisation)))


@pytest.fixture
def theirs(register):
    """Somebody of the other body."""
    return client_of(somebody(("reader", OrganisationFactory())))


# What changed -------------------------------------------------------------------------------------------------------


def test_a_quarter_is_told_in_sentences_and_tables(register, ours):
    post, other = PostFactory.create_batch(2, organisation=register.organisation)
    up = open_risk(register, title="Fire", score=(1, 1), owners=[post])
    left = open_risk(register, title="Plague", score=(2, 2))
    same = open_risk(register, title="Frost", score=(3, 3))
    score_risk(up, 2, 2, on=MAY, reason="It is a dry spring")
    do(risks.close, left, MAY, reason="It has passed")
    do(risks.edit, same, MAY, owners=[other], reason="She knows the ground")
    open_risk(register, on=MAY, title="Drought", score=(2, 1))
    text = told(ours)
    assert "One risk rose, one is new, one was closed, one stood still. One changed hands." in text
    assert "Drought Opened 10 May 2021" in between(text, "New", "Closed")
    assert "It has passed" in between(text, "Closed", "Up")
    rise = between(text, "Up", "Re-owned")
    assert "Fire" in rise
    assert "It is a dry spring" in rise
    reowned = between(text, "Re-owned", "1 risk that stood still")
    assert f"None {other.title} She knows the ground" in reowned.replace("Owners ", "")
    assert "Frost" in text.split("1 risk that stood still")[1]
    assert "No risk is reopened, refreshed, down, shifted or rescaled." in text
    assert "Nothing was reworded." in text


def test_reopened_refreshed_and_shifted_risks_have_tables_of_their_own(register, ours):
    back = open_risk(register, title="Rats", score=(1, 1))
    do(risks.close, back, date(2021, 2, 1), reason="Gone")
    do(risks.reopen, back, MAY, reason="They came again")
    recast = open_risk(register, title="Mice", score=(1, 1))
    do(risks.recast, recast, MAY, title="Rodents", description="Of every kind.", reason="Wider")
    score_risk(open_risk(register, title="Voles", score=(3, 1)), 1, 2, on=MAY)
    text = told(ours)
    assert "They came again" in between(text, "Reopened", "Refreshed")
    assert "Rodents" in between(text, "Refreshed", "Shifted")
    assert "Voles" in between(text, "Shifted", "Reworded")
    assert "(removed: Mice )" in between(text, "Reworded", "None")


def test_a_renamed_post_keeps_its_risks(register, ours):
    post = PostFactory(organisation=register.organisation, title="Head of Water")
    open_risk(register, score=(1, 1), owners=[post])
    with clock.at(clock.moment_on(MAY)):
        people.rename_post(post=post, by=somebody(), title="Head of Rivers", on=MAY)
    assert "No risk has another owner or working lead." in told(ours)


def test_a_register_in_which_nothing_happened_says_so(register, ours):
    open_risk(register, score=(1, 1))
    open_risk(register, score=(1, 1))
    text = told(ours)
    assert "All two risks stood still." in text
    assert "Nothing was reworded." in text


def test_each_risk_links_to_itself_as_at_the_later_date(register, ours):
    risk = open_risk(register, score=(1, 1))
    page = ours.get(asked("2020-09-30", JUNE)).content.decode()
    assert f'href="{register.get_absolute_url()}{risk.ref}/?as_at=2021-06-30&amp;since=2020-09-30"' in page


# Corrected since ----------------------------------------------------------------------------------------------------


def test_a_late_score_shows_as_corrected_since_the_agreement(register, ours):
    risk = open_risk(register, title="Ice", score=(1, 1))
    agree(register, MARCH, on=date(2021, 4, 8), meeting="The spring board")
    score_risk(risk, 3, 3, on=date(2021, 3, 1), recorded=MAY, reason="The winter's figures came late")
    text = told(ours)
    assert "The only risk stood still. One was corrected since." in text
    corrected = between(text, "Corrected since", "1 risk that stood still")
    assert "when it was agreed (The spring board, entered 8 April 2021)." in corrected
    assert corrected.index("L v L") < corrected.index("H v H") < corrected.index("The winter's figures came late")


def test_without_an_agreement_of_that_day_it_is_the_end_of_the_day_that_counts(register, ours):
    risk = open_risk(register, title="Ice", score=(1, 1))
    do(risks.edit, risk, date(2021, 3, 1), recorded=MAY, title="Black ice", reason="As it was said then")
    open_risk(register, on=JUNE, title="Snow")
    corrected = between(told(ours), "Corrected since", "stood still")
    assert "at the end of that day." in corrected
    assert "(added: Black ice )" in corrected
    assert "As it was said then" in corrected


def test_a_voided_score_says_why_it_was_taken_back(register, ours):
    risk = open_risk(register, title="Ice", score=(1, 1))
    score_risk(risk, 4, 4, on=date(2021, 3, 1), reason="Somebody slipped")
    with clock.at(clock.moment_on(MAY)):
        wrong = Assessment.objects.get(reason="Somebody slipped")
        corrections.void(fact=wrong, by=somebody(), version=None, reason="Wrong risk")
    corrected = between(told(ours), "Corrected since", "stood still")
    assert corrected.index("VH v VH") < corrected.index("L v L") < corrected.index("Wrong risk")


def test_a_risk_entered_late_was_not_on_the_register(register, ours):
    open_risk(register, score=(1, 1))
    with clock.at(clock.moment_on(MAY)):
        risks.open_risk(register=register, by=somebody(), on=date(2021, 2, 1), title="Hail", description="It may hail.")
    corrected = between(told(ours), "Corrected since", "stood still")
    assert "Hail" in corrected
    assert "State Not on the register State Open" in corrected


# Who sees what ------------------------------------------------------------------------------------------------------


def test_the_other_body_sees_what_is_agreed_and_is_told_which_dates_those_are(register, ours, theirs):
    risk = open_risk(register, title="Ice", score=(1, 1))
    agree(register, MARCH)
    score_risk(risk, 3, 3, on=MAY, reason="Not agreed yet")
    assert "One risk rose." in told(ours)
    text = told(theirs)
    assert "This compares 31 December 2020 with 31 March 2021 , not the dates asked for" in text
    assert "The only risk stood still." in text
    assert "H v H" not in text
    agree(register, JUNE)
    assert "One risk rose." in told(theirs)


def test_the_other_body_is_not_shown_what_stood_between_two_agreements(register, ours, theirs):
    """A score given and corrected before any board saw it was never settled."""
    risk = open_risk(register, title="Ice", score=(1, 1))
    agree(register, MARCH)
    score_risk(risk, 4, 4, on=MAY, reason="Somebody slipped")
    with clock.at(clock.moment_on(date(2021, 6, 1))):
        wrong = Assessment.objects.get(reason="Somebody slipped")
        corrections.void(fact=wrong, by=somebody(), version=None, reason="Wrong risk")
    agree(register, JUNE)
    day = date(2021, 5, 20)
    assert "VH v VH" in told(ours, day, JUNE)
    text = told(theirs, day, JUNE)
    assert "VH v VH" not in text
    assert "Wrong risk" not in text
    assert "Nothing was corrected: 20 May 2021 is shown" in text


def test_a_sensitive_risk_is_not_mentioned_to_the_uncleared(register, ours):
    open_risk(register, title="Ice", score=(1, 1))
    open_risk(register, on=MAY, title="Spies", score=(1, 1), marking="official-sensitive")
    text = told(ours)
    assert "Spies" not in text
    assert "The only risk stood still." in text
    cleared = client_of(somebody(("lead", register.organisation), cleared_by=[register.organisation]))
    assert "Spies" in told(cleared)


def test_what_stood_while_a_risk_was_sensitive_is_not_told_after_it_was_opened_up(register, ours):
    risk = open_risk(register, title="Whisper", score=(1, 1), marking="official-sensitive")
    mark = {"by": somebody(), "version": None, "marking": "official", "reason": "Out"}
    with clock.at(clock.moment_on(MAY)):
        risks.mark(risk=Risk.objects.get(pk=risk.pk), on=MAY, **mark)
        risks.edit(risk=Risk.objects.get(pk=risk.pk), by=somebody(), version=None, on=MAY, title="Shout")
    score_risk(risk, 4, 4, on=date(2021, 6, 1), reason="Louder")
    text = told(ours)
    assert "There is no risk to compare." in text
    assert "Shout" in between(text, "Movement withheld", "Nothing stood still.")
    assert "Whisper" not in text
    assert "L v L" not in text
    assert "Nothing was reworded." in text


def test_two_registers_that_differ_only_in_what_is_withheld_read_the_same(db):
    from django.db import transaction

    pages = {}
    for variant in "ab":
        with transaction.atomic():
            world = build(variant)
            for visitor in ("own reader", "other reader", "other lead"):
                client = client_of(world.visitors[visitor])
                for since, as_at in (("2021-06-30", "2021-09-30"), ("2021-09-30", "2022-03-31")):
                    text = told(client, since, as_at, world.register.path)
                    assert "quokkaown" not in text
                    pages.setdefault((visitor, since), set()).add(text)
            transaction.set_rollback(True)
    assert {key for key, texts in pages.items() if len(texts) > 1} == set()


def test_an_unsettled_register_of_the_other_body_cannot_be_chosen(register, theirs):
    settled = RegisterFactory()
    open_risk(settled)
    agree(settled, MARCH)
    text = told(theirs, MARCH, JUNE, register.path, settled.path)
    assert register.title not in text
    assert "Select a register from the list" in text


def test_reading_scores_that_are_sensitive_is_logged(db):
    register = RegisterFactory(profile=CLOSED_PROFILE)
    open_risk(register, score=(1, 1))
    cleared = somebody(("reader", register.organisation), cleared_by=[register.organisation])
    told(client_of(somebody(("reader", register.organisation))))
    assert not SensitiveRead.objects.exists()
    told(client_of(cleared))
    assert [(read.user, read.what) for read in SensitiveRead.objects.all()] == [
        (cleared, f"Comparison of {register.path}")
    ]


def test_a_stranger_is_asked_to_sign_in_and_a_panel_member_finds_no_page(client, register):
    open_risk(register)
    agree(register, MARCH)
    assert client.get("/compare/").status_code == 302
    panel = OrganisationFactory(slug="panel", kind="panel")
    assert client_of(somebody(("panel-member", panel))).get("/compare/").status_code == 404
    assert client_of(somebody(("auditor", panel))).get("/compare/").status_code == 200


# The dates ----------------------------------------------------------------------------------------------------------


def test_dates_typed_the_wrong_way_round_are_put_in_order(register, ours):
    score_risk(open_risk(register, score=(1, 1)), 3, 3, on=MAY)
    page = ours.get(asked(JUNE, MARCH))
    assert "One risk rose." in words_of(page)
    fields = page.content.decode()
    assert fields.index('value="2021-03-31"') < fields.index('value="2021-06-30"')


@pytest.mark.parametrize(
    ("since", "as_at", "said"),
    [
        ("31/02/2021", "2021-06-30", "“31/02/2021” is not a date. Enter one like 30 9 2019"),
        ("2021-03-31", "2999-01-01", "Enter a date that is not in the future"),
        ("2021-03-31", "", "Enter the second date"),
        ("", "2021-03-31", "Enter the first date"),
        ("2021-03-31", "31 March 2021", "Enter two different dates"),
        ("<b>soon</b>", "2021-03-31", "“<b>soon</b>” is not a date"),
    ],
)
def test_a_date_that_cannot_be_compared_is_said_beside_its_field(register, ours, since, as_at, said):
    open_risk(register, score=(1, 1))
    page = ours.get(asked(since, as_at, register.path))
    html = page.content.decode()
    assert page.status_code == 200
    assert "<title>Error: " in html
    assert words_of(page).count(said) == 2  # in the summary and beside the field
    assert "<b>soon</b>" not in html
    assert "stood still" not in html


def test_what_was_right_stays_when_the_other_date_is_wrong(register, ours):
    html = ours.get(asked("2021-03-31", "never", register.path)).content.decode()
    assert 'value="2021-03-31"' in html
    assert "checked" in html


def test_without_dates_it_compares_today_with_the_last_quarter_end(register, ours):
    open_risk(register, score=(1, 1))
    with clock.at(clock.moment_on(date(2021, 8, 9))):
        text = words_of(ours.get("/compare/"))
    assert "The end of 30 June 2021 with the end of 9 August 2021" in text
    assert "The only risk stood still." in text


def test_the_last_eight_quarters_are_one_press_away(register, ours):
    open_risk(register)
    with clock.at(clock.moment_on(date(2021, 8, 9))):
        html = ours.get(asked(MARCH, JUNE, register.path)).content.decode()
    assert html.count('href="?register=') == 7
    assert f"?register={register.organisation.slug}%2Fcorporate&amp;from=2020-12-31&amp;to=2021-03-31" in html
    assert '<strong aria-current="true">30 Jun 2021</strong>' in html


# Cost ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("profile", [OPEN_PROFILE, CLOSED_PROFILE], ids=["open", "closed"])
def test_a_comparison_costs_the_same_number_of_queries_however_long_the_register(queries_for, profile):
    register = RegisterFactory(profile=profile)
    visitors = [
        client_of(somebody(("reader", register.organisation), cleared_by=[register.organisation])),
        client_of(somebody(("reader", RegisterFactory().organisation))),
    ]
    counts = {}
    for number in (2, 20, 178):
        many_risks(register, number, posts=3)
        agree(register, MARCH)
        for n, client in enumerate(visitors):
            look = lambda client=client: told(client, date(2020, 9, 30), MARCH, register.path)  # noqa: E731
            look()
            counts.setdefault(n, set()).add(queries_for(look))
    assert all(len(found) == 1 for found in counts.values()), counts
    assert max(max(found) for found in counts.values()) <= 50, counts


# Sentences ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("numbers", "sentence"),
    [
        ({}, "There is no risk to compare."),
        ({Movement.UP: 1, Movement.DOWN: 2, Movement.STATIC: 8}, "One risk rose, two fell, eight stood still."),
        ({Movement.STATIC: 1}, "The only risk stood still."),
        ({Movement.STATIC: 13}, "All 13 risks stood still."),
        ({Movement.CLOSED: 2}, "Two risks were closed."),
        ({Movement.UNSCORED: 1, Movement.NEW: 1}, "One risk is new, one has no score to compare."),
    ],
)
def test_the_counts_are_said_in_a_sentence(numbers, sentence):
    assert count_sentence(numbers) == sentence


def test_what_else_changed_is_said_only_where_it_did():
    assert also_sentence(0, 0, 0) == ""
    assert also_sentence(1, 0, 0) == "One was reworded."
    assert also_sentence(2, 1, 3) == "Two were reworded, one changed hands and three were corrected since."


def test_movements_that_no_risk_made_are_named_together():
    every = set(Movement)
    assert none_sentence(every) == ""
    assert none_sentence(every - {Movement.UP}) == "No risk is up."
    assert none_sentence(every - {Movement.UP, Movement.NEW}) == "No risk is new or up."


# The demo -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def in_demo(demo, db):
    def compare(email, since="2021-09-30", as_at="2021-12-31", *registers):
        return told(client_of(User.objects.get(email=email)), since, as_at, *registers)

    return compare


def test_moneys_fall_is_told_with_its_reason(in_demo):
    text = in_demo("lead@met.example", "2021-09-30", "2021-12-31", "met/corporate")
    assert "Three risks fell, eight stood still. One was reworded." in text
    down = between(text, "Down", "Reworded")
    money = between(down, "Money", "Estates")
    assert "H v H" in money.split("→")[0]
    assert "L v H" in money.split("→")[1]
    assert "spending review" in money


def test_the_new_wording_of_standards_is_set_beside_the_old(in_demo):
    text = in_demo("reader@met.example", "2021-09-30", "2021-12-31", "met/corporate")
    reworded = between(text, "Reworded", "stood still")
    assert "Standards" in reworded
    assert "(removed: Officers and staff )" in reworded
    assert "(added: Standards of conduct )" in reworded
    assert "No risk has another owner or working lead." in text


def test_the_quarter_that_was_agreed_has_no_corrections(in_demo):
    text = in_demo("lead@met.example", "2021-09-30", "2021-12-31", "met/corporate")
    assert "Nothing was corrected: 30 September 2021 is shown as it was known when it was agreed" in text
    assert "Risk and Assurance Board, 14 September 2021" in text


def test_an_uncleared_reader_of_mopac_sees_arrows_without_scores_or_reasons(in_demo):
    cleared = in_demo("lead@mopac.example", "2021-09-30", "2021-12-31", "mopac/corporate")
    assert "4 v 4" in cleared
    assert "court" in cleared.lower()
    text = in_demo("reader@mopac.example", "2021-09-30", "2021-12-31", "mopac/corporate")
    assert "One risk rose" in text
    assert "Withheld" in between(text, "Up", "stood still")
    assert "Not published to you: scores and reasons of this register." in text
    for word in (" v ", "Very high", "Medium", "Court backlogs"):
        assert word not in text
