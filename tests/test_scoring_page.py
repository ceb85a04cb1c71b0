"""Is scoring a risk the matrix itself, with the old and the new cell in sight and the reason asked for?"""

from datetime import date, timedelta

import pytest
from playwright.sync_api import expect

from registers import clock
from registers.actions import assessments, risks
from registers.models import Appetite, Aspect, Assessment, Detail, Kind, Outlook, SensitiveRead, Tolerance
from tests.browsing import go, press, sign_in
from tests.factories import (
    CLOSED_PROFILE,
    DEFINITION,
    OrganisationFactory,
    PostFactory,
    RegisterFactory,
    SchemeFactory,
    client_of,
    open_risk,
    score_risk,
    somebody,
)
from tests.pages import form_of, news_of, send, typed_in, words_of

YEAR_AGO = date(2021, 1, 1)


@pytest.fixture
def body(db):
    return OrganisationFactory(slug="met", name="The Met", short_name="the Met")


@pytest.fixture
def register(body):
    return RegisterFactory(organisation=body)


@pytest.fixture
def lead(body):
    return somebody(("lead", body), cleared_by=[body])


@pytest.fixture
def client(lead):
    return client_of(lead)


@pytest.fixture
def risk(register):
    return open_risk(register, on=YEAR_AGO, score=(3, 3), title="Money")


def page_of(client, risk, page="score", query=""):
    return client.get(f"{risk.get_absolute_url()}{page}/{query}")


def latest(risk, kind=Kind.CURRENT):
    return Assessment.objects.filter(risk=risk, kind=kind).order_by("pk").last()


def test_picking_a_cell_and_saying_why_records_the_score(client, risk, lead):
    page = page_of(client, risk)
    saved = send(client, page, cell="1-3", reason="Reserves were agreed")
    assert saved.status_code == 302
    assert saved["Location"] == risk.get_absolute_url()
    row = latest(risk)
    assert (row.likelihood, row.impact, row.reason, row.by, row.on) == (
        1,
        3,
        "Reserves were agreed",
        lead,
        clock.today(),
    )
    assert "Likelihood went from High to Low, impact stayed High (H v H, High → L v H, High)" in news_of(saved)


def test_the_matrix_is_one_group_of_radios_that_says_each_cell_and_where_it_stands(client, risk):
    page = page_of(client, risk)
    html = page.content.decode()
    assert html.count('type="radio"') == 16
    assert form_of(page)["cell"] == ["3-3"]
    assert 'data-score-now="H v H (High)"' in html
    assert "What stands now Current: H v H (High)" in words_of(page)


def test_without_a_script_the_change_can_be_seen_before_it_is_saved(client, risk):
    seen = send(client, page_of(client, risk), cell="1-3", reason="Reserves", preview="yes")
    assert "From H v H (High) to L v H (High)" in words_of(seen)
    assert form_of(seen)["cell"] == ["1-3"]
    assert Assessment.objects.filter(risk=risk).count() == 1
    assert send(client, seen).status_code == 302
    assert latest(risk).likelihood == 1


def test_a_score_that_changes_needs_its_reason_and_keeps_what_was_picked(client, risk):
    page = send(client, page_of(client, risk), cell="1-3")
    assert page.status_code == 200
    assert "Give the reason for the change" in words_of(page)
    assert form_of(page)["cell"] == ["1-3"]
    assert Assessment.objects.filter(risk=risk).count() == 1


def test_a_score_can_be_confirmed_without_a_reason(client, risk):
    saved = send(client, page_of(client, risk))
    assert "Score confirmed at H v H, High" in news_of(saved)


def test_a_late_score_leaves_the_newer_one_standing_and_says_so(client, risk):
    score_risk(risk, 4, 4, on=date(2022, 1, 1))
    saved = send(client, page_of(client, risk), cell="2-2", reason="Found late", on="30 9 2021")
    assert "from 30 September 2021 until 1 January 2022, where a newer entry still stands" in news_of(saved)
    assert typed_in(page_of(client, risk), "cell") == "4-4"


@pytest.mark.parametrize(
    ("on", "words"),
    [
        ("", "Enter the day it takes effect"),
        ("yesterday", "Enter a date like 30 9 2019"),
        ("2020-12-31", "The risk had not been opened by that date"),
        ("2999-01-01", "Enter a date that is not in the future"),
    ],
)
def test_a_day_that_cannot_be_is_explained_beside_it(client, risk, on, words):
    page = send(client, page_of(client, risk), cell="1-3", reason="Typed text", on=on)
    assert typed_in(page, "reason") == "Typed text"
    assert words in words_of(page)
    assert Assessment.objects.filter(risk=risk).count() == 1


@pytest.mark.parametrize("cell", ["", "9-9", "x", "1-", "0-0", "1-1-1", "٣-٣"])
def test_no_cell_off_the_matrix_is_taken(client, risk, cell):
    page = send(client, page_of(client, risk), cell=cell, reason="Because")
    assert "Pick a cell" in words_of(page)
    assert Assessment.objects.filter(risk=risk).count() == 1


def test_targets_and_inherent_scores_have_a_page_each(client, risk):
    page = page_of(client, risk, query="?kind=target")
    assert send(client, page, cell="1-1", target_on="2999-12-31", reason="Agreed").status_code == 302
    target = latest(risk, Kind.TARGET)
    assert (target.likelihood, target.impact, target.target_on) == (1, 1, date(2999, 12, 31))
    assert (
        send(client, page_of(client, risk, query="?kind=inherent"), cell="4-4", reason="No controls").status_code == 302
    )
    assert latest(risk, Kind.INHERENT).likelihood == 4
    marked = words_of(page_of(client, risk))
    assert "H v H High Now" in marked
    assert "L v L Low Target" in marked
    assert "VH v VH Very high Inherent" in marked


def test_a_target_is_not_reached_before_it_is_set(client, risk):
    page = send(
        client, page_of(client, risk, query="?kind=target"), cell="1-1", target_on="2021-02-01", reason="Agreed"
    )
    assert "Choose a day on or after the date of the target" in words_of(page)


def test_there_is_no_page_for_another_kind_of_score(client, risk):
    assert page_of(client, risk, query="?kind=gross").status_code == 404


def test_a_day_on_which_another_scale_was_in_use_brings_up_that_scale(client, body, risk):
    levels = [{"short": "1", "name": "Rare"}, {"short": "2", "name": "Likely"}]
    cells = [
        {"likelihood": a["short"], "impact": b["short"], "rank": n + i, "band": "low"}
        for n, a in enumerate(levels)
        for i, b in enumerate(levels)
    ]
    definition = {"likelihoods": levels, "impacts": levels, "cells": cells}
    SchemeFactory(organisation=body, name="Two by two", adopted_on=date(2021, 6, 1), definition=definition)
    page = page_of(client, risk)
    assert page.content.decode().count('type="radio"') == 4
    again = send(client, page, cell="2-2", reason="Found late", on="2021-02-01")
    assert "On that day the scale “Four by four” was in use" in words_of(again)
    assert again.content.decode().count('type="radio"') == 16
    assert send(client, again, cell="4-4").status_code == 302
    assert latest(risk).scheme.definition == DEFINITION


def test_a_form_sent_twice_is_written_once(client, risk):
    page = page_of(client, risk)
    for _ in range(2):
        assert send(client, page, cell="1-3", reason="Reserves were agreed").status_code == 302
    assert Assessment.objects.filter(risk=risk).count() == 2


# Two people ----------------------------------------------------------------------------------------------------------


def test_the_second_to_score_sees_both_scores_and_keeps_what_was_typed(client, body, risk):
    page = page_of(client, risk)
    other = somebody(("lead", body), name="Olu First")
    send(client_of(other), page_of(client_of(other), risk), cell="4-3", reason="It got worse")
    both = send(client, page, cell="1-3", reason="It got better")
    assert both.status_code == 409
    words = words_of(both)
    assert "Olu First saved this first" in words
    assert "What they saved (only theirs: VH ) v H (High) What you typed (only yours: L ) v H (High)" in words
    assert "It got worse" in words
    assert form_of(both)["cell"] == ["1-3"]
    assert typed_in(both, "reason") == "It got better"
    assert latest(risk).likelihood == 4
    assert send(client, both).status_code == 302
    assert latest(risk).likelihood == 1


def test_a_change_that_the_person_may_not_see_does_not_stand_in_their_way(body):
    register = RegisterFactory(organisation=body, profile=dict(CLOSED_PROFILE) | {"score": "official"})
    risk = open_risk(register, on=YEAR_AGO, score=(3, 3))
    assert not somebody(("lead", body)).has_perm("registers.assess", None)
    uncleared = client_of(somebody(("lead", body)))
    page = page_of(uncleared, risk)
    cleared = somebody(("lead", body), cleared_by=[body])
    assessments.override_appetite(
        risk=risk, by=cleared, version=None, on=clock.today(), highest_band="low", reason="Sparrowhawk"
    )
    saved = send(uncleared, page, cell="1-3", reason="It got better")
    assert saved.status_code == 302
    assert "Sparrowhawk" not in saved.content.decode()


def test_reasons_withheld_from_a_lead_are_on_none_of_their_pages(body):
    profile = dict(CLOSED_PROFILE) | {"score": "official", "outlook": "official"}
    register = RegisterFactory(organisation=body, profile=profile)
    risk = open_risk(register, on=YEAR_AGO, score=(3, 3))
    cleared = client_of(somebody(("lead", body), cleared_by=[body]))
    client = client_of(somebody(("lead", body)))
    pages = {page: page_of(client, risk, page) for page in ("score", "outlook", "edit")}
    soon = (clock.today() + timedelta(days=30)).isoformat()
    send(cleared, page_of(cleared, risk), cell="4-4", reason="Sparrowhawk")
    send(cleared, page_of(cleared, risk, "outlook"), cell="4-4", expected_by=soon, reason="Sparrowhawk")
    send(cleared, page_of(cleared, risk, "edit"), title="Funding", reason="Sparrowhawk")
    assert "Sparrowhawk" not in page_of(client, risk).content.decode()
    assert "Sparrowhawk" not in page_of(client, risk, "outlook").content.decode()
    typed = {"score": {"cell": "1-1"}, "outlook": {"cell": "1-1", "expected_by": soon}, "edit": {"title": "Cash"}}
    for page, words in typed.items():
        both = send(client, pages[page], reason="My own", **words)
        assert both.status_code == 409
        assert "Title changed" in words_of(both)
        assert "Sparrowhawk" not in both.content.decode()


# Who may -------------------------------------------------------------------------------------------------------------


def test_a_lead_from_whom_scores_are_withheld_cannot_score_and_is_told_why(body):
    register = RegisterFactory(organisation=body, profile=dict(CLOSED_PROFILE))
    risk = open_risk(register, on=YEAR_AGO, score=(3, 3))
    client = client_of(somebody(("lead", body)))
    for page in (
        page_of(client, risk),
        client.post(f"{risk.get_absolute_url()}score/", {"cell": "1-1", "reason": "x"}),
    ):
        assert page.status_code == 403
        assert "nobody changes what they may not see" in words_of(page)
        assert "H v H" not in page.content.decode()
    assert Assessment.objects.filter(risk=risk).count() == 1
    cleared = client_of(somebody(("lead", body), cleared_by=[body]))
    assert page_of(cleared, risk).status_code == 200
    assert "OFFICIAL-SENSITIVE" in words_of(page_of(cleared, risk))
    assert SensitiveRead.objects.filter(what__contains="score").exists()


def test_a_withheld_target_has_no_tab_and_no_mark(body):
    register = RegisterFactory(organisation=body, profile=dict(CLOSED_PROFILE) | {"score": "official"})
    risk = open_risk(register, on=YEAR_AGO, score=(3, 3))
    score_risk(risk, 1, 1, on=YEAR_AGO, kind=Kind.TARGET)
    client = client_of(somebody(("lead", body)))
    assert "arget" not in words_of(page_of(client, risk))
    assert page_of(client, risk, query="?kind=target").status_code == 403


PAGES = ("score", "outlook", "tolerance", "appetite")


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("role", ["reader", "board", "secretariat", "administrator"])
def test_lookers_on_are_refused(body, risk, role, page):
    assert page_of(client_of(somebody((role, body), cleared_by=[body])), risk, page).status_code == 403


@pytest.mark.parametrize("page", PAGES)
def test_strangers_find_nothing(risk, page):
    stranger = client_of(somebody(("lead", OrganisationFactory(slug="other"))))
    assert page_of(stranger, risk, page).status_code == 404


# Outlook, tolerance, appetite ----------------------------------------------------------------------------------------


def test_an_outlook_says_where_the_score_goes_by_when_and_why(client, risk):
    page = page_of(client, risk, "outlook")
    soon = clock.today() + timedelta(days=90)
    assert "Enter the day by which it is expected" in words_of(send(client, page, cell="1-3", reason="Settlement"))
    assert send(client, page, cell="1-3", expected_by=soon.isoformat(), reason="Settlement").status_code == 302
    outlook = Outlook.objects.get(risk=risk)
    assert (outlook.likelihood, outlook.expected_by, outlook.reason) == (1, soon, "Settlement")
    assert "The outlook now: L v H (High)" in words_of(page_of(client, risk, "outlook"))


def test_an_outlook_lies_ahead(client, risk):
    page = send(client, page_of(client, risk, "outlook"), cell="1-3", expected_by="2021-01-01", reason="Late")
    assert "Choose a day after the date of the outlook" in words_of(page)


def test_a_risk_is_tolerated_by_a_post_until_a_day_and_then_no_longer(client, body, risk):
    post = PostFactory(organisation=body, title="Chief Finance Officer")
    until = clock.today() + timedelta(days=30)
    page = page_of(client, risk, "tolerance")
    assert "Select the post that tolerates it" in words_of(
        send(client, page, until=until.isoformat(), reason="Knowingly")
    )
    saved = send(client, page, until=until.isoformat(), tolerated_by=post.pk, reason="Knowingly")
    assert "by the Chief Finance Officer" in news_of(saved)
    ended = send(client, page_of(client, risk, "tolerance"), tolerates="no", reason="It fell")
    assert "No longer tolerated above appetite" in news_of(ended)
    assert list(Tolerance.objects.order_by("pk").values_list("tolerated_until", flat=True)) == [until, None]


def test_a_risk_may_have_an_appetite_of_its_own_and_give_it_up(client, register, lead, risk):
    Appetite.objects.create(register=register, by=lead, on=YEAR_AGO, statement="Little", highest_band="medium")
    page = page_of(client, risk, "appetite")
    assert "Up to medium now" in words_of(page)
    assert send(client, page, highest_band="high", reason="The board said so").status_code == 302
    assert Detail.objects.get(risk=risk, aspect=Aspect.APPETITE).value == "high"
    saved = send(client, page_of(client, risk, "appetite"), highest_band="", reason="No longer")
    assert "the register's again (was High)" in news_of(saved)


def test_choosing_the_appetite_it_has_changes_nothing_and_says_so(client, risk):
    saved = send(client, page_of(client, risk, "appetite"), highest_band="", reason="Same")
    assert "Nothing was changed" in news_of(saved)
    assert not Detail.objects.filter(risk=risk, aspect=Aspect.APPETITE).exists()


def test_a_closed_risk_can_still_be_scored_for_a_day_it_was_open(client, lead, risk):
    risks.close(risk=risk, by=lead, version=None, on=date(2022, 1, 1), reason="Done")
    page = page_of(client, risk)
    assert "closed since 1 January 2022" in words_of(page)
    assert typed_in(page, "on") == "2021-12-31"
    assert "The risk was closed on that date" in words_of(send(client, page, cell="1-1", reason="x", on="2022-01-01"))
    assert send(client, page, cell="1-1", reason="Found late").status_code == 302


# In a browser --------------------------------------------------------------------------------------------------------


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_a_cell_is_picked_by_keyboard_and_the_change_is_said_before_saving(page, live_server, lead, risk):
    sign_in(page, live_server.url, lead)
    go(page, f"{live_server.url}{risk.get_absolute_url()}score/")
    said = page.locator("[data-score-output]")
    page.focus("input[name=cell]:checked")
    page.keyboard.press("ArrowRight")
    expect(said).to_have_text("From H v H (High) to H v VH (Very high)")
    page.click("label[for=id_cell_1-3]")
    expect(said).to_have_text("From H v H (High) to L v H (High)")
    page.fill("#id_reason", "Reserves were agreed")
    press(page.get_by_role("button", name="Save the score"))
    assert page.url == live_server.url + risk.get_absolute_url()
    assert latest(risk).likelihood == 1
