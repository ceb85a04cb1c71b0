"""Does the history of a risk read as it happened, to everybody as far as they may see it?"""

from datetime import UTC, date, datetime, timedelta

import pytest

from registers import clock
from registers.access import audience_of
from registers.actions import assessments, corrections, risks
from registers.history import history
from registers.models import Aspect, Assessment, Detail, Kind, Marking, Wording
from registers.scope import Scope
from registers.sentences import Cell, Names, Row, Target, Text, Tolerated, sentence, stood_before, texts
from tests.factories import (
    CLOSED_PROFILE,
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

HH = Cell("High", "High", "H v H", "High")
LH = Cell("Low", "High", "L v H", "High")


def row(about, value, on, recorded=None, pk=None, **fields):
    """An entry made at noon of the day it is dated, unless told another."""
    recorded = recorded or on
    at = datetime(recorded.year, recorded.month, recorded.day, 12, tzinfo=UTC)
    return Row(
        about=about, value=value, on=on, recorded_on=recorded, recorded_at=at, pk=pk or hash((on, recorded)), **fields
    )


SEPTEMBER, DECEMBER, JANUARY = date(2021, 9, 30), date(2021, 12, 31), date(2022, 1, 5)


# Sentences, in plain Python ------------------------------------------------------------------------------------------


def test_a_score_says_which_level_moved_and_when_it_was_entered():
    first, second = row("score", HH, SEPTEMBER), row("score", LH, DECEMBER, recorded=JANUARY)
    assert sentence(second, [first, second]) == (
        "Likelihood went from High to Low, impact stayed High (H v H, High → L v H, High) "
        "from 31 December 2021; entered 5 January 2022"
    )


def test_the_first_score_and_a_confirmed_one_are_told_apart():
    first, second = row("score", HH, SEPTEMBER), row("score", HH, DECEMBER)
    assert sentence(first, [first, second]).startswith("Score set at H v H, High")
    assert sentence(second, [first, second]).startswith("Score confirmed at H v H, High")


def test_a_late_entry_is_told_against_its_own_day_and_names_the_newer_one_that_stands():
    first, newer = row("horizon", "Short-term", SEPTEMBER), row("horizon", "Long-term", JANUARY)
    late = row("horizon", "Short- and long-term", DECEMBER, recorded=date(2022, 3, 1))
    assert sentence(late, [first, newer, late]) == (
        "Horizon changed from Short-term to Short- and long-term from 31 December 2021 until 5 January 2022, "
        "where a newer entry still stands; entered 1 March 2022"
    )


def test_what_was_voided_before_an_entry_is_not_what_it_is_told_against():
    first, wrong = row("horizon", "Short-term", SEPTEMBER, pk=1), row("horizon", "Long-term", DECEMBER, pk=2)
    void = row("horizon", "Long-term", DECEMBER, recorded=JANUARY, pk=3, replaces=2, is_void=True)
    then = row("horizon", "Short- and long-term", date(2022, 2, 1), pk=4)
    assert stood_before(then, [first, wrong, void, then]) == first
    assert sentence(void, [first, wrong, void]) == "Voided the entry of 31 December 2021 for the horizon: Long-term"


def test_a_correction_says_what_the_entry_said_and_what_it_says_now():
    wrong = row("score", HH, SEPTEMBER, pk=1)
    right = row("score", LH, DECEMBER, recorded=JANUARY, pk=2, replaces=1)
    assert sentence(right, [wrong, right]) == (
        "Corrected the entry of 30 September 2021 for the score: it said H v H, High, now L v H, High; "
        "dated 31 December 2021 instead"
    )


@pytest.mark.parametrize(
    ("about", "old", "new", "said"),
    [
        ("wording", Text("Money", "a"), Text("Funding", "a"), "Title changed from “Money” to “Funding”, from"),
        ("wording", Text("Money", "a"), Text("Money", "b"), "Description reworded from"),
        ("owner", Names(["A"]), Names(["B"]), "Owner changed from A to B from"),
        ("owner", Names(["A"]), Names(["A", "B"]), "Owner added: B, which makes A and B, from"),
        ("owner", Names(["A", "B"]), Names(["B"]), "Owner removed: A, which makes B, from"),
        ("owner", Names(["A", "B"]), Names(["B", "A"]), "Owners changed from A and B to B and A from"),
        ("lead", None, Names(["A", "B"]), "Working leads: A and B, from"),
        ("lead", Names(["A"]), Names([]), "Working lead removed: A, from"),
        ("objectives", Names(["x", "y"]), Names(["y", "z"]), "Objectives added “z” and removed “x” from"),
        ("marking", None, "OFFICIAL-SENSITIVE", "Marked OFFICIAL-SENSITIVE (was OFFICIAL) from"),
        ("appetite", "High", "", "Highest tolerated band is the register's again (was High) from"),
        ("order", "30", "", "Display order cleared (was 30) from"),
        ("target", Target(HH, None), Target(LH, JANUARY), "Target: likelihood went from High to Low"),
        ("outlook", None, Target(LH, JANUARY), "Outlook: expected at L v H, High by 5 January 2022, from"),
        (
            "tolerance",
            None,
            Tolerated(JANUARY, "CFO"),
            "Tolerated above appetite until 5 January 2022 by the CFO, from",
        ),
        ("tolerance", Tolerated(JANUARY, "CFO"), Tolerated(None, ""), "No longer tolerated above appetite"),
        ("state", None, "closed", "Risk closed from"),
    ],
)
def test_every_kind_of_entry_reads_as_a_sentence(about, old, new, said):
    rows = [row(about, old, SEPTEMBER)] if old is not None else []
    entry = row(about, new, DECEMBER)
    assert sentence(entry, [*rows, entry]).startswith(said)


def test_two_descriptions_are_set_side_by_side_only_where_they_differ():
    old, new = row("wording", Text("Money", "a"), SEPTEMBER), row("wording", Text("Funds", "a"), DECEMBER)
    assert texts(new, [old, new]) == ("", "")
    newer = row("wording", Text("Funds", "b"), JANUARY)
    assert texts(newer, [old, new, newer]) == ("a", "b")


# The history of one risk ---------------------------------------------------------------------------------------------


@pytest.fixture
def body(db):
    return OrganisationFactory(slug="met", name="The Met", short_name="the Met")


@pytest.fixture
def register(body):
    return RegisterFactory(organisation=body)


@pytest.fixture
def lead(body):
    return somebody(("lead", body), cleared_by=[body], name="Lee Lead")


def told_to(user, risk, **scope):
    """Sentences of the history, newest first."""
    scope.setdefault("as_at", clock.today())
    return [entry.sentence for entry in history(risk, audience_of(user), Scope(**scope))]


def test_nothing_recorded_later_is_in_the_history_as_it_was_known(register, lead):
    risk = open_risk(register, on=date(2021, 1, 1), score=(3, 3))
    score_risk(risk, 1, 3, on=DECEMBER, recorded=JANUARY)
    known_then = told_to(lead, risk, known_at=clock.end_of(DECEMBER))
    assert not any("L v H" in said for said in known_then)
    assert "Likelihood went from High to Low" in told_to(lead, risk)[0]


def test_nothing_dated_later_is_in_the_history_as_at_a_day(register, lead):
    risk = open_risk(register, on=date(2021, 1, 1), score=(3, 3))
    score_risk(risk, 1, 3, on=DECEMBER)
    assert not any("L v H" in said for said in told_to(lead, risk, as_at=SEPTEMBER))


def test_the_other_body_reads_only_what_is_agreed(register, body):
    other = somebody(("reader", RegisterFactory(organisation__slug="mopac").organisation))
    risk = open_risk(register, on=date(2021, 1, 1), score=(3, 3))
    agree(register, as_at=SEPTEMBER)
    wrong = score_risk(risk, 1, 3, on=DECEMBER)
    agree(register, as_at=DECEMBER, on=JANUARY)
    with clock.at(clock.moment_on(date(2022, 2, 1))):
        corrections.correct(fact=wrong, by=somebody(), version=None, reason="Wrong cell", likelihood=2)
    register.profile["rationale"] = "official"
    register.save()
    said = told_to(other, risk)
    assert any("Likelihood went from High to Low" in line for line in said)
    assert not any("Corrected" in line for line in said)


def test_entries_not_agreed_yet_are_marked_for_the_own_body(register, lead):
    risk = open_risk(register, on=date(2021, 1, 1), score=(3, 3))
    agree(register, as_at=SEPTEMBER)
    score_risk(risk, 1, 3, on=DECEMBER)
    entries = history(risk, audience_of(lead), Scope(as_at=clock.today()))
    assert [entry.is_working for entry in entries if entry.about == "score"] == [True, False]
    assert "Register agreed as at 30 September 2021 by The board" in [entry.sentence for entry in entries]


def test_a_dependency_on_a_hidden_risk_is_not_mentioned(register, body):
    reader = somebody(("reader", body))
    risk = open_risk(register, on=date(2021, 1, 1))
    secret = open_risk(register, on=date(2021, 1, 1), title="Sparrowhawk", marking=Marking.SENSITIVE)
    plain = open_risk(register, on=date(2021, 1, 1), title="Money")
    for other in (secret, plain):
        risks.depend(risk=risk, by=reader, version=None, on=DECEMBER, depends_on=other)
    said = " ".join(told_to(reader, risk))
    assert "Risk 3 (Money) bears on this risk" in said
    assert "Sparrowhawk" not in said
    assert "isk 2" not in said


def test_a_split_is_told_on_both_sides(register, lead):
    risk = open_risk(register, on=date(2021, 1, 1), title="Money")
    part = risks.split(
        risk=risk, by=lead, version=None, on=DECEMBER, into=[{"title": "Savings"}], reason="They moved apart"
    )[0]
    assert "Risk 2 (Savings) was split off from this risk from 31 December 2021" in told_to(lead, risk)[0]
    assert any(said.startswith("Split off from risk 1 (Money)") for said in told_to(lead, part))
    assert not any("refreshed" in said for said in told_to(lead, risk))


def test_the_history_says_who_why_and_what_is_illustrative(register, lead):
    from registers.actions.writing import illustrative

    risk = open_risk(register, on=date(2021, 1, 1))
    with illustrative():
        assessments.record(
            risk=risk,
            by=lead,
            version=None,
            on=DECEMBER,
            likelihood=3,
            impact=3,
            reason="Costs rose",
            kind=Kind.CURRENT,
        )
    entry = history(risk, audience_of(lead), Scope(as_at=clock.today()))[0]
    assert (entry.by, entry.reason, entry.is_illustrative, entry.tags) == (
        "Lee Lead",
        "Costs rose",
        True,
        ("Entered late",),
    )


# The page ------------------------------------------------------------------------------------------------------------


def url_of(risk, query=""):
    return f"{risk.get_absolute_url()}history/{query}"


def test_the_history_page_shows_corrections_beside_what_they_corrected(register, lead):
    risk = open_risk(register, on=date(2021, 1, 1), score=(3, 3))
    wrong = score_risk(risk, 1, 3, on=DECEMBER)
    corrections.correct(fact=wrong, by=lead, version=None, reason="The wrong cell was picked", likelihood=2)
    page = words_of(client_of(lead).get(url_of(risk)))
    assert "it said L v H, High, now M v H, High" in page
    assert "Corrected because: The wrong cell was picked" in page
    assert "Corrected later" in page
    assert "Reason: It was discussed" in page


def test_the_history_page_filters_by_kind(register, lead):
    risk = open_risk(register, on=date(2021, 1, 1), score=(3, 3), title="Sparrowhawk")
    page = words_of(client_of(lead).get(url_of(risk, "?kind=scores")))
    assert "Score set at H v H" in page
    assert "Worded" not in page


def test_past_pages_offer_no_correction_and_the_present_one_does(register, lead):
    risk = open_risk(register, on=date(2021, 1, 1), score=(3, 3))
    client = client_of(lead)
    assert "history/score-1/correct/" in client.get(url_of(risk)).content.decode()
    assert "/correct/" not in client.get(url_of(risk, "?as_at=2021-12-31")).content.decode()
    assert "/correct/" not in client.get(url_of(risk, "?known_at=2021-12-31")).content.decode()


def test_readers_of_the_history_are_offered_no_correction(register, body):
    risk = open_risk(register, on=date(2021, 1, 1), score=(3, 3))
    page = client_of(somebody(("reader", body), cleared_by=[body])).get(url_of(risk))
    assert page.status_code == 200
    assert "/correct/" not in page.content.decode()


def test_the_history_is_withheld_with_a_sentence_from_who_may_not_see_reasons(body):
    register = RegisterFactory(organisation=body, profile=dict(CLOSED_PROFILE))
    risk = open_risk(register, on=date(2021, 1, 1), score=(3, 3))
    page = client_of(somebody(("lead", body))).get(url_of(risk))
    assert page.status_code == 403
    assert "withheld from you" in words_of(page)
    assert "H v H" not in words_of(page)


def test_reading_a_sensitive_history_is_logged(body):
    from registers.models import SensitiveRead

    register = RegisterFactory(organisation=body, profile=dict(CLOSED_PROFILE))
    risk = open_risk(register, on=date(2021, 1, 1), score=(3, 3))
    reader = somebody(("reader", body), cleared_by=[body])
    client_of(reader).get(url_of(risk))
    assert SensitiveRead.objects.get(user=reader).what.startswith(f"{register.title}: history, risk 1")


def test_what_was_said_while_a_risk_was_sensitive_stays_with_the_cleared(register, body):
    risk = open_risk(register, on=date(2021, 1, 1))
    by = somebody()

    def on(day):
        return {"risk": risk, "by": by, "version": None, "on": day, "reason": "Told so"}

    risks.mark(**on(date(2021, 3, 1)), marking=Marking.SENSITIVE)
    risks.edit(**on(date(2021, 4, 1)), description="Sparrowhawk")
    risks.edit(**on(date(2021, 5, 1)), description="Plain words")
    risks.mark(**on(date(2021, 6, 1)), marking=Marking.OFFICIAL)
    assert Detail.objects.filter(risk=risk, aspect=Aspect.MARKING).count() == 2
    page = client_of(somebody(("reader", body))).get(url_of(risk))
    assert "Sparrowhawk" not in page.content.decode()
    cleared = client_of(somebody(("reader", body), cleared_by=[body])).get(url_of(risk))
    assert "Sparrowhawk" in cleared.content.decode()


def test_strangers_do_not_find_the_history(register):
    risk = open_risk(register, on=date(2021, 1, 1))
    stranger = client_of(somebody(("reader", OrganisationFactory(slug="other"))))
    assert stranger.get(url_of(risk)).status_code == 404


def test_a_longer_history_costs_no_more_queries(register, lead, queries_for):
    risk = open_risk(
        register, on=date(2021, 1, 1), score=(3, 3), owners=[PostFactory(organisation=register.organisation)]
    )
    client = client_of(lead)
    short = queries_for(lambda: client.get(url_of(risk)))
    for n in range(12):
        score_risk(risk, 1 + n % 4, 2, on=date(2021, 2, 1) + timedelta(days=n))
        risks.edit(risk=risk, by=lead, version=None, on=date(2021, 3, 1) + timedelta(days=n), description=f"Words {n}")
    assert Assessment.objects.filter(risk=risk).count() == 13
    assert Wording.objects.filter(risk=risk).count() == 13
    assert queries_for(lambda: client.get(url_of(risk))) == short
