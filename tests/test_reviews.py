"""Reviews of risks: recorded on a risk's page, told there and in its history, and to nobody who may not know."""

import json
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.urls import reverse

from registers import clock
from registers.access import audience_of
from registers.actions import boards, corrections, people, reviews, risks
from registers.audience import WITHHELD
from registers.models import Register, Review, SensitiveRead, User
from registers.position import index, look_at
from registers.reviewing import months_on, next_review
from registers.reviews import latest, overdue, unreviewed
from registers.scope import Scope
from registers.since_agreed import changed_since_agreed
from tests.aligned_bodies import TODAY, two_bodies
from tests.browsing import check_page, go, press, sign_in
from tests.factories import (
    CLOSED_PROFILE,
    OrganisationFactory,
    PostFactory,
    RegisterFactory,
    agree,
    client_of,
    open_risk,
    somebody,
)
from tests.pages import form_of, news_of, send, typed_in, words_of

YEAR_AGO, JUNE = date(2021, 1, 1), date(2021, 6, 30)
OPEN_TO_BOTH = dict.fromkeys(("identity", "ownership", "movement", "score", "rationale"), "official")


@pytest.fixture
def body(db):
    return OrganisationFactory(slug="met", name="The Met", short_name="the Met")


@pytest.fixture
def other(db):
    return OrganisationFactory(slug="mopac", name="MOPAC", short_name="MOPAC")


@pytest.fixture
def register(body):
    return RegisterFactory(organisation=body, settled_by="Risk Board")


@pytest.fixture
def risk(register):
    return open_risk(register, on=YEAR_AGO, score=(3, 3), title="Money")


@pytest.fixture
def board(body):
    return somebody(("board", body), cleared_by=[body], name="Bo Board")


@pytest.fixture
def client(board):
    return client_of(board)


def page_of(client, risk, page="review", query=""):
    return client.get(f"{risk.get_absolute_url()}{page and page + '/'}{query}")


def review(risk, on, outcome="no-change", reason="It stands", recorded=None, **said):
    with clock.at(clock.moment_on(recorded or on)):
        return reviews.record(risk=risk, by=somebody(), version=None, on=on, outcome=outcome, reason=reason, **said)


def look(register, user, as_at, known_at=None):
    return index(look_at(register, audience_of(user), Scope(as_at, known_at)))


# Recording -------------------------------------------------------------------------------------


def test_a_review_is_recorded_with_the_next_date_proposed_from_its_band(client, risk):
    page = page_of(client, risk)
    assert "Proposed: this register looks at high risks every 3 months" in words_of(page)
    due = months_on(clock.today(), 3)
    assert typed_in(page, "next_on") == due.isoformat()
    saved = send(client, page, outcome="no-change", reason="Reserves still cover it")
    assert saved["Location"] == risk.get_absolute_url()
    said = f"by the Risk Board: no change, next review by {due.day} {due:%B %Y}."
    assert said in news_of(saved)
    page = words_of(client.get(risk.get_absolute_url()))
    assert f"Reviews Next review by {due.day} {due:%B %Y}" in page
    assert "Risk Board No change. Reserves still cover it" in page


def test_the_register_may_look_at_a_band_more_often(client, risk):
    risk.register.review_cadence = {"high": 2}
    risk.register.save()
    assert typed_in(page_of(client, risk), "next_on") == months_on(clock.today(), 2).isoformat()


def test_a_date_that_is_left_as_proposed_follows_the_day_of_the_review(client, risk):
    send(client, page_of(client, risk), reason="Looked at", on="2021-05-31")
    assert Review.objects.get().next_on == date(2021, 8, 31)


def test_the_next_date_can_be_changed_and_is_after_the_review(client, risk):
    page = send(client, page_of(client, risk), reason="Looked at", on="2021-05-31", next_on="2021-05-31")
    assert "Choose a day after the date of the review" in words_of(page)
    assert form_of(page)["reason"] == ["Looked at"]
    send(client, page, next_on="2021-06-07")
    assert Review.objects.get().next_on == date(2021, 6, 7)


def test_a_review_without_a_word_of_what_was_found_is_no_review(client, risk):
    page = send(client, page_of(client, risk), reason=" ")
    assert "Say what was found, or why nothing changes" in words_of(page)
    assert not Review.objects.exists()


def test_it_is_recorded_on_behalf_of_a_post_and_outside_a_meeting(client, risk, body):
    post = PostFactory(organisation=body, title="Director of Finance")
    saved = send(client, page_of(client, risk), reason="Rang her", board="", post=str(post.pk), outcome="discussed")
    assert "on behalf of the Director of Finance: discussed" in news_of(saved)
    assert "On behalf of the Director of Finance" in words_of(client.get(risk.get_absolute_url()))


def test_boards_and_posts_of_another_body_are_not_offered_and_not_taken(client, risk, other):
    theirs = boards.add_board(organisation=other, by=somebody(), name="Their group", is_attended=True)
    post = PostFactory(organisation=other)
    page = page_of(client, risk)
    assert "Their group" not in words_of(page)
    assert send(client, page, reason="Looked at", board=theirs.slug).status_code == 200
    for said in ({"board": theirs}, {"post": post}):
        with pytest.raises(ValidationError):
            review(risk, JUNE, **said)
    assert not Review.objects.exists()


def test_a_risk_is_reviewed_while_it_is_open(risk):
    with pytest.raises(ValidationError, match="had not been opened"):
        review(risk, YEAR_AGO - timedelta(days=1), recorded=JUNE)
    with pytest.raises(ValidationError, match="today or in the past"):
        review(risk, JUNE + timedelta(days=1), recorded=JUNE)
    with clock.at(clock.moment_on(JUNE)):
        risks.close(risk=risk, by=somebody(), version=None, on=JUNE, reason="Settled")
    with pytest.raises(ValidationError, match="closed on that date"):
        review(risk, JUNE)
    closed = review(risk, JUNE, outcome="closed", next_on=date(2021, 9, 30))
    assert closed.next_on is None


def test_saving_twice_records_one_review(client, risk):
    page = page_of(client, risk)
    send(client, page, reason="Looked at")
    send(client, page_of(client, risk), reason="Looked at")
    assert Review.objects.count() == 1


def test_who_saves_second_is_shown_what_the_first_saved(client, risk, body):
    page = page_of(client, risk)
    colleague = client_of(somebody(("board", body), cleared_by=[body], name="Ann First"))
    send(colleague, page_of(colleague, risk), reason="We looked at the reserves")
    again = send(client, page, reason="I looked at the costs")
    assert again.status_code == 409
    assert "Ann First saved this risk first" in words_of(again)
    assert "We looked at the reserves" in words_of(again)
    assert typed_in(again, "reason") == "I looked at the costs"
    assert send(client, again).status_code == 302
    assert Review.objects.count() == 2


def test_the_rest_of_a_register_is_noted_at_once_and_what_was_reviewed_that_day_left_out(register, risk):
    low, closed = open_risk(register, on=YEAR_AGO, score=(1, 1)), open_risk(register, on=YEAR_AGO)
    unscored = open_risk(register, on=YEAR_AGO)
    with clock.at(clock.moment_on(JUNE)):
        risks.close(risk=closed, by=somebody(), version=None, on=JUNE, reason="Settled")
        review(risk, JUNE, reason="Taken by itself")
        said = {"by": somebody(), "on": JUNE, "reason": "The rest, noted"}
        every = [unscored, closed, low, risk]
        found = reviews.note_unchanged(risks=every, **said)
        assert reviews.note_unchanged(risks=every, **said) == []
    assert {row.risk: row.next_on for row in found} == {low: date(2021, 12, 30), unscored: date(2021, 7, 30)}
    assert Review.objects.get(risk=risk).reason == "Taken by itself"


# Correcting ------------------------------------------------------------------------------------


def test_a_mistaken_review_is_voided_and_the_one_before_counts_again(client, risk):
    review(risk, date(2021, 3, 1), reason="The first look")
    review(risk, JUNE, reason="Of another risk")
    address = f"{risk.get_absolute_url()}history/review-2/void/"
    asked = client.get(address)
    assert "no change, next review by 1 June 2021" in words_of(asked)
    assert send(client, asked, reason="Wrong risk").status_code == 302
    page = words_of(client.get(risk.get_absolute_url()))
    assert "Of another risk" not in page
    assert "It was due by 1 June 2021" in page
    history = words_of(page_of(client, risk, "history"))
    assert "Voided the entry of 30 June 2021 for a review" in history


def test_the_date_of_the_next_review_is_corrected(client, risk):
    review(risk, JUNE)
    page = client.get(f"{risk.get_absolute_url()}history/review-1/correct/")
    asked = send(client, page, next_on="2021-07-31", reason="Misread")
    assert send(client, asked, confirmed="yes").status_code == 302
    assert "It was due by 31 July 2021" in words_of(client.get(risk.get_absolute_url()))


def test_leads_do_not_correct_what_a_board_recorded(risk, body):
    review(risk, JUNE)
    lead = client_of(somebody(("lead", body), cleared_by=[body]))
    assert lead.get(f"{risk.get_absolute_url()}history/review-1/void/").status_code == 403


def test_a_review_moves_with_the_opening_of_its_risk(register):
    risk = open_risk(register, on=JUNE, score=(3, 3))
    review(risk, JUNE)
    opened = risk.riskstate_facts.get()
    with clock.at(clock.moment_on(JUNE, 18)):
        said = {"by": somebody(), "version": None, "reason": "A day early", "on": JUNE - timedelta(days=1)}
        corrections.correct(fact=opened, **said)
    assert Review.objects.known(Scope(JUNE)).get().on == JUNE - timedelta(days=1)


# In time ---------------------------------------------------------------------------------------


def test_a_review_is_overdue_the_day_after_it_was_due(risk, board):
    review(risk, JUNE, next_on=date(2021, 7, 15))
    assert not overdue(look(risk.register, board, date(2021, 7, 15)))
    assert overdue(look(risk.register, board, date(2021, 7, 16))) == {risk.pk}


def test_a_page_of_the_past_tells_the_reviews_of_then_and_offers_none(client, risk):
    review(risk, date(2021, 3, 1), reason="The first look")
    review(risk, JUNE, reason="The second look")
    page = words_of(page_of(client, risk, "", "?as_at=2021-05-31"))
    assert "The first look" in page
    assert "Next review by 1 June 2021" in page
    assert "The second look" not in page
    assert "Record a review" not in page
    page = words_of(page_of(client, risk, "", "?as_at=2021-02-28"))
    assert "No review has been recorded" in page


def test_a_review_is_history_and_no_change_since_the_register_was_agreed(client, risk, board):
    agree(risk.register, date(2021, 3, 31))
    review(risk, JUNE, reason="Looked at since")
    assert not changed_since_agreed(look(risk.register, board, clock.today()))
    history = words_of(page_of(client, risk, "history"))
    assert "Reviewed on 30 June 2021: no change, next review by 30 September 2021" in history
    assert "Looked at since" in history
    assert "Since agreed" not in words_of(client.get(risk.get_absolute_url()))


def test_of_two_reviews_of_one_day_the_last_recorded_stands(risk, board):
    for hour, reason in ((9, "In the morning"), (15, "In the afternoon")):
        with clock.at(clock.moment_on(JUNE, hour)):
            reviews.record(risk=risk, by=board, version=None, on=JUNE, outcome="no-change", reason=reason)
    assert latest(look(risk.register, board, JUNE))[risk.pk].reason == "In the afternoon"


# Who may know ----------------------------------------------------------------------------------


def test_the_board_records_and_others_look_on(risk, body, other):
    agree(risk.register, JUNE)
    for user, code in (
        (somebody(("board", body), cleared_by=[body]), 200),
        (somebody(("lead", body), cleared_by=[body]), 403),
        (somebody(("board", other)), 403),
        (somebody(), 404),
    ):
        client = client_of(user)
        assert page_of(client, risk).status_code == code
        assert ("Record a review" in words_of(page_of(client, risk, ""))) is (code == 200)


def test_who_does_not_see_reasons_is_told_nothing_of_reviews_not_even_that_there_are_none(body, board):
    register = RegisterFactory(organisation=body, profile=CLOSED_PROFILE)
    risk, never = open_risk(register, on=YEAR_AGO), open_risk(register, on=YEAR_AGO)
    review(risk, JUNE, reason="About the platypus")
    uncleared = somebody(("board", body))
    client = client_of(uncleared)
    for each in (risk, never):
        page = words_of(client.get(each.get_absolute_url()))
        assert "platypus" not in page
        assert "Reviews" not in page
        assert "No review has been recorded" not in page
        assert page_of(client, each).status_code == 403
    position = look(register, uncleared, clock.today())
    assert (latest(position), overdue(position), unreviewed(position)) == ({}, WITHHELD, WITHHELD)
    assert unreviewed(look(register, board, clock.today())) == {never.pk}


def test_the_other_body_reads_reviews_once_the_register_is_agreed(body, other):
    register = RegisterFactory(organisation=body, profile=OPEN_TO_BOTH)
    risk = open_risk(register, on=YEAR_AGO)
    review(risk, date(2021, 3, 1), reason="The first look")
    agree(register, date(2021, 3, 31))
    review(risk, JUNE, reason="The second look")
    page = words_of(client_of(somebody(("reader", other))).get(risk.get_absolute_url()))
    assert "The first look" in page
    assert "The second look" not in page


def test_what_was_found_while_a_risk_was_sensitive_is_kept_from_the_uncleared(body):
    risk = open_risk(RegisterFactory(organisation=body, profile=OPEN_TO_BOTH), on=YEAR_AGO)
    for day, marking in ((date(2021, 2, 1), "official-sensitive"), (date(2021, 5, 1), "official")):
        with clock.at(clock.moment_on(day)):
            risks.mark(risk=risk, by=somebody(), version=None, on=day, marking=marking, reason="Decided")
    for day, reason in ((date(2021, 3, 1), "In confidence"), (date(2021, 4, 1), "Still so when it was opened up")):
        review(risk, day, reason=reason)
    page = words_of(client_of(somebody(("reader", body))).get(risk.get_absolute_url()))
    assert "In confidence" not in page
    assert "Still so when it was opened up" in page


def test_of_ones_own_risks_reviews_are_told_as_worked_on_and_of_others_as_agreed(body, other):
    register = RegisterFactory(organisation=body, profile=OPEN_TO_BOTH)
    post = PostFactory(organisation=body)
    own, not_own = open_risk(register, on=YEAR_AGO, owners=[post]), open_risk(register, on=YEAR_AGO)
    agree(register, date(2021, 3, 31))
    for risk in (own, not_own):
        review(risk, JUNE)
    user = somebody({"role": "board", "organisation": body, "own_risks_only": True}, ("reader", other))
    people.hold(post=post, by=user, name=user.name, on=YEAR_AGO, user=user)
    position = look(register, User.objects.get(pk=user.pk), clock.today())
    assert set(latest(position)) == {own.pk}
    assert unreviewed(position) == {not_own.pk}


def test_reading_and_recording_reviews_of_a_sensitive_class_is_logged(body):
    register = RegisterFactory(organisation=body, profile=CLOSED_PROFILE)
    risk = open_risk(register, on=YEAR_AGO)
    client = client_of(somebody(("board", body), cleared_by=[body]))
    page = page_of(client, risk)
    assert "OFFICIAL-SENSITIVE" in words_of(page)
    assert SensitiveRead.objects.filter(what__contains="record a review").count() == 1


# On lists, in the template and as data ---------------------------------------------------------


def test_the_list_of_a_register_shows_what_is_overdue_and_what_was_never_reviewed(client, register):
    late, fine, _ = (open_risk(register, on=YEAR_AGO, title=title) for title in ("Late", "Fine", "Never"))
    review(late, JUNE, next_on=date(2021, 7, 15))
    review(fine, JUNE, next_on=clock.today())
    address = register.get_absolute_url()
    for choice, titles in (("overdue", {"Late"}), ("none", {"Never"})):
        page = words_of(client.get(f"{address}?review={choice}"))
        assert "1 open risk chosen" in page
        assert {title for title in ("Late", "Fine", "Never") if f"{title} Something may" in page} == titles
    assert "3 open risks chosen" in words_of(client.get(f"{address}?review=none&as_at=2021-06-29"))


def test_nobody_filters_by_reviews_who_may_not_know_of_them(body):
    register = RegisterFactory(organisation=body, profile=CLOSED_PROFILE)
    open_risk(register, on=YEAR_AGO, title="Never"), review(open_risk(register, on=YEAR_AGO, title="Late"), YEAR_AGO)
    page = client_of(somebody(("reader", body))).get(f"{register.get_absolute_url()}?review=overdue")
    assert "2 open risks" in words_of(page)
    assert "chosen" not in words_of(page)
    assert "None recorded" not in words_of(page)


def test_the_one_page_template_and_the_position_tell_the_last_review(client, body, capsys):
    register = RegisterFactory(organisation=body, settled_by="Risk Board")
    risk, never = open_risk(register, on=YEAR_AGO), open_risk(register, on=YEAR_AGO)
    review(risk, JUNE, reason="Looked at", board=register.board, next_on=date(2021, 7, 15))
    said = "Last review 30 June 2021, no change. Overdue: it was due by 15 July 2021"
    assert said in words_of(page_of(client, risk, "template"))
    assert "Last review None recorded" in words_of(page_of(client, never, "template"))

    told = {
        "on": "2021-06-30",
        "outcome": "no-change",
        "board": "Risk Board",
        "on_behalf_of": "",
        "reason": "Looked at",
        "next_on": "2021-07-15",
        "is_overdue": True,
    }
    cleared = somebody(("reader", body), cleared_by=[body])
    assert printed(capsys, register, cleared, "2021-07-16") == [told, None]
    assert printed(capsys, register, cleared, "2021-07-15")[0]["is_overdue"] is False
    assert printed(capsys, register, somebody(("reader", body)), "2021-07-16") == ["withheld", "withheld"]
    assert "Last review Withheld" in words_of(page_of(client_of(somebody(("reader", body))), risk, "template"))


def printed(capsys, register, user, day):
    call_command("position", register.path, "--as-at", day, "--seen-by", user.email, "--format", "json")
    return [each["review"] for each in json.loads(capsys.readouterr().out)["risks"]]


# Beside the other body -------------------------------------------------------------------------

BEHIND = "The Met's risk 1 was reviewed on 20 October 2021, MOPAC's risk 1 was not reviewed since 30 September 2021."
AUTUMN = date(2021, 10, 20)


@pytest.fixture
def world(db):
    with clock.at(clock.moment_on(TODAY)):
        world = two_bodies()
        review(world.risk("met/1"), AUTUMN, next_on=date(2022, 1, 20))
        yield world


def differs(world, who):
    return BEHIND in words_of(world.client(who).get("/alignments/1/"))


def test_where_one_body_reviewed_its_side_and_the_other_is_due_they_differ(world):
    assert differs(world, "both")
    review(world.risk("mopac/1"), date(2021, 11, 1))
    assert not differs(world, "both")


def test_a_body_whose_next_review_is_still_to_come_is_not_behind(world):
    review(world.risk("mopac/1"), date(2021, 9, 1), next_on=date(2021, 12, 1))
    assert not differs(world, "both")
    with clock.at(clock.moment_on(date(2021, 12, 2))):
        assert differs(world, "both")


def test_who_is_not_told_of_the_reviews_of_both_is_not_told_that_they_differ(world):
    for who in ("met lead", "mopac lead", "mopac reader"):
        assert not differs(world, who)


def test_a_reason_why_one_side_was_not_reviewed_quiets_it_and_is_for_who_sees_reviews(world):
    address = reverse("reports:alignment-explain", args=[1, "reviewed"])
    assert world.client("met lead").get(address)["Location"] == "/alignments/1/"  # nothing differs, as far as they see
    client = world.client("both")
    assert send(client, client.get(address), reason="The platypus sits in December").status_code == 302
    assert "The platypus sits in December" in words_of(client.get("/alignments/1/"))
    assert "platypus" not in words_of(world.client("mopac lead").get("/alignments/1/"))
    assert "platypus" not in words_of(world.client("mopac lead").get("/alignments/1/history/"))


# How it costs, and how it is used --------------------------------------------------------------


def test_reviews_of_a_longer_register_cost_no_more_queries(register, board, queries_for):
    def read():
        found = look(Register.objects.get(pk=register.pk), board, clock.today())
        return latest(found), overdue(found), unreviewed(found)

    for _ in range(2):
        review(open_risk(register, on=YEAR_AGO, score=(2, 2)), JUNE)
    read()  # what is kept from one page to the next
    short = queries_for(read)
    for _ in range(20):
        review(open_risk(register, on=YEAR_AGO, score=(2, 2)), JUNE)
    assert queries_for(read) == short


def test_a_longer_register_filtered_by_reviews_costs_no_more_queries(client, register, queries_for):
    def see():
        return client.get(f"{register.get_absolute_url()}?review=overdue")

    for _ in range(2):
        review(open_risk(register, on=YEAR_AGO, score=(2, 2)), JUNE)
    see()
    short = queries_for(see)
    for _ in range(20):
        review(open_risk(register, on=YEAR_AGO, score=(2, 2)), JUNE)
    see()
    assert queries_for(see) == short


def test_the_page_of_a_risk_with_many_reviews_costs_no_more_queries(client, risk, queries_for):
    review(risk, date(2021, 2, 1))
    short = queries_for(lambda: client.get(risk.get_absolute_url()))
    for month in range(3, 12):
        review(risk, date(2021, month, 1))
    assert queries_for(lambda: client.get(risk.get_absolute_url())) == short


@pytest.mark.parametrize("on", [date(2021, 1, 31), date(2020, 2, 29), date(2021, 12, 31)])
def test_a_month_on_is_never_in_the_month_after_next(on):
    due = next_review(on, None)
    assert (due.year * 12 + due.month) - (on.year * 12 + on.month) == 1


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("width", "scripts"), [(1280, True), (320, False)])
def test_a_review_is_recorded_in_a_browser_with_and_without_scripts(new_page, live_server, width, scripts):
    body = OrganisationFactory(slug="met", short_name="the Met")
    risk = open_risk(RegisterFactory(organisation=body, settled_by="Risk Board"), on=YEAR_AGO, score=(3, 3))
    page = new_page(width=width, scripts=scripts)
    sign_in(page, live_server.url, somebody(("board", body), cleared_by=[body]))
    go(page, live_server.url + risk.get_absolute_url())
    press(page.get_by_role("link", name="Record a review").or_(page.get_by_role("button", name="Record a review")))
    if scripts:
        check_page(page, "Record a review")
    page.get_by_label("Controls changed").check()
    page.get_by_label("Why?").fill("Two are in place")
    press(page.get_by_role("button", name="Save"))
    assert "Controls changed. Two are in place" in page.get_by_role("main").inner_text()
    if scripts:
        check_page(page, "A risk with a review")
        page.set_viewport_size({"width": 320, "height": 900})
        check_page(page, "A risk with a review, narrow")
