"""Can a lead add a risk and change what it says, and a board lead it through its life, losing nothing on the way?"""

from datetime import date

import pytest

from registers import clock
from registers.access import audience_of
from registers.actions import risks
from registers.models import (
    Aspect,
    Dependency,
    Detail,
    Lineage,
    Marking,
    ObjectiveSet,
    OwnedPost,
    Ownership,
    Risk,
    RiskState,
    SensitiveRead,
    Stewardship,
    Turn,
    Wording,
)
from registers.movement import Stage
from registers.offers import DEEDS, offers
from registers.position import look_at, today_scope
from registers.rules import stage_on
from tests.browsing import check_page, go, press, sign_in
from tests.factories import (
    CLOSED_PROFILE,
    FrameworkFactory,
    ObjectiveFactory,
    OrganisationFactory,
    PostFactory,
    RegisterFactory,
    client_of,
    open_risk,
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
    return somebody(("lead", body), cleared_by=[body], name="Lee Lead")


@pytest.fixture
def client(lead):
    return client_of(lead)


@pytest.fixture
def board(body):
    return client_of(somebody(("board", body), cleared_by=[body]))


@pytest.fixture
def posts(body):
    return [
        PostFactory(organisation=body, title=title) for title in ("Commissioner", "Director of HR", "Chief of Estates")
    ]


@pytest.fixture
def aims(body):
    framework = FrameworkFactory(organisation=body, name="Met Direction")
    return [ObjectiveFactory(framework=framework, name=name, order=n) for n, name in enumerate(("Victims", "Trust"))]


@pytest.fixture
def risk(register, posts):
    return open_risk(register, on=YEAR_AGO, title="Money", description="It may run out.", owners=posts[:1])


def page_of(client, risk, page="edit"):
    return client.get(f"{risk.get_absolute_url()}{page}/")


def owners_of(risk, role=Stewardship.OWNER):
    latest = Ownership.objects.filter(risk=risk, role=role).order_by("pk").last()
    return list(OwnedPost.objects.filter(ownership=latest).order_by("place").values_list("post__title", flat=True))


def wording_of(risk):
    return Wording.objects.filter(risk=risk).order_by("pk").last()


# Adding --------------------------------------------------------------------------------------------------------------


def test_a_lead_opens_a_risk_with_all_it_says(client, register, posts, aims):
    page = client.get(f"{register.get_absolute_url()}add/")
    saved = send(
        client,
        page,
        title="Estates",
        description="Buildings may fail.\n\nAnd lifts.",
        owners=[posts[2].pk, posts[0].pk],
        leads=[posts[1].pk],
        objectives=[aims[1].pk],
        horizon="long-term",
        order="45",
        on="2021-06-01",
        reason="Taken in at the refresh",
    )
    risk = Risk.objects.get(register=register)
    assert saved["Location"] == risk.get_absolute_url()
    assert (wording_of(risk).title, wording_of(risk).description) == ("Estates", "Buildings may fail.\n\nAnd lifts.")
    assert owners_of(risk) == ["Chief of Estates", "Commissioner"]
    assert owners_of(risk, Stewardship.LEAD) == ["Director of HR"]
    assert [aim.name for aim in ObjectiveSet.objects.get(risk=risk).objectives.all()] == ["Trust"]
    opened = RiskState.objects.get(risk=risk)
    assert (opened.turn, opened.on, opened.reason) == (Turn.OPENED, date(2021, 6, 1), "Taken in at the refresh")
    assert Detail.objects.get(risk=risk, aspect=Aspect.ORDER).value == "45"


def test_a_risk_needs_a_title_a_description_and_an_owner_and_keeps_what_was_typed(client, register):
    page = client.get(f"{register.get_absolute_url()}add/")
    again = send(client, page, reason="Typed text")
    for words in ("Enter the title", "Enter the description", "Select at least one post"):
        assert words in words_of(again)
    assert typed_in(again, "reason") == "Typed text"
    assert "Error:" in again.content.decode()
    assert not Risk.objects.exists()


def test_a_risk_can_be_sensitive_from_the_day_it_is_opened(client, body, register, posts):
    url = f"{register.get_absolute_url()}add/"
    said = {"title": "Estates", "description": "They may fail.", "owners": [posts[0].pk], "marking": Marking.SENSITIVE}
    assert send(client, client.get(url), **said).status_code == 302
    assert Detail.objects.get(risk__ref=1, aspect=Aspect.MARKING).value == Marking.SENSITIVE
    uncleared = client_of(somebody(("lead", body)))
    saved = send(uncleared, uncleared.get(url), **said)
    assert saved["Location"] == register.get_absolute_url()
    assert "not among the risks that you see" in news_of(saved)


def test_only_leads_of_the_whole_register_add_to_it(register, body):
    url = f"{register.get_absolute_url()}add/"
    assert client_of(somebody(("reader", body))).get(url).status_code == 403
    own = {"role": "lead", "organisation": body, "own_risks_only": True}
    assert client_of(somebody(own)).get(url).status_code == 403
    stranger = somebody(("lead", OrganisationFactory(slug="other")))
    assert client_of(stranger).get(url).status_code == 404


# Editing -------------------------------------------------------------------------------------------------------------


def test_only_what_changed_is_written(client, risk):
    saved = send(client, page_of(client, risk), title="Funding", reason="A better word")
    assert wording_of(risk).title == "Funding"
    assert Ownership.objects.filter(risk=risk).count() == 1
    assert not Detail.objects.filter(risk=risk).exists()
    assert "Title changed from “Money” to “Funding”, from" in news_of(saved)


def test_saving_a_page_unchanged_changes_nothing_and_says_so(client, risk):
    saved = send(client, page_of(client, risk))
    assert "Nothing was changed" in news_of(saved)
    assert Wording.objects.filter(risk=risk).count() == 1


def test_owners_keep_the_order_they_are_given(client, risk, posts):
    send(client, page_of(client, risk), owners=[posts[1].pk, "", posts[0].pk])
    assert owners_of(risk) == ["Director of HR", "Commissioner"]
    send(client, page_of(client, risk), owners=[posts[0].pk, posts[1].pk])
    assert owners_of(risk) == ["Commissioner", "Director of HR"]
    assert form_of(page_of(client, risk))["owners"][:3] == [str(posts[0].pk), str(posts[1].pk), ""]


def test_an_owner_keeps_the_form_of_its_title_that_is_printed(client, lead, risk, posts):
    posts[0].printed_as = "The Commissioner"
    risks.edit(risk=risk, by=lead, version=None, on=date(2021, 6, 1), owners=[posts[0], posts[1]])
    send(client, page_of(client, risk), owners=[posts[0].pk, posts[2].pk])
    places = Ownership.objects.filter(risk=risk).order_by("pk").last().places.order_by("place")
    assert [str(place) for place in places] == ["The Commissioner", "Chief of Estates"]


def test_no_post_owns_a_risk_twice_and_no_other_bodys_post_does(client, risk, posts):
    twice = send(client, page_of(client, risk), owners=[posts[0].pk, posts[0].pk])
    assert "Commissioner is chosen twice" in words_of(twice)
    stranger = PostFactory(title="Mayor")
    assert "Select posts from the list" in words_of(send(client, page_of(client, risk), owners=[stranger.pk]))
    assert owners_of(risk) == ["Commissioner"]


def test_a_post_owns_nothing_before_it_existed(client, risk, body):
    late = PostFactory(organisation=body, title="Director of Data", since=date(2022, 1, 1))
    page = send(client, page_of(client, risk), owners=[late.pk], on="2021-06-01")
    assert "There was no Director of Data before 1 January 2022" in words_of(page)


def test_a_late_change_leaves_what_was_entered_for_later_days(client, lead, risk):
    risks.edit(risk=risk, by=lead, version=None, on=date(2022, 1, 1), title="Funding")
    saved = send(client, page_of(client, risk), horizon="short-term", on="2021-06-01")
    assert "Horizon set to Short-term from 1 June 2021" in news_of(saved)
    assert Wording.objects.filter(risk=risk).count() == 2  # the title shown today is not dragged back to June
    late = send(client, page_of(client, risk), title="Cash", on="2021-06-01")
    assert "until 1 January 2022, where a newer entry still stands" in news_of(late)
    assert typed_in(page_of(client, risk), "title") == "Funding"


def test_a_title_too_long_is_refused_with_what_was_typed(client, risk):
    page = send(client, page_of(client, risk), title="x" * 121)
    assert "Title must be 120 characters or fewer: it is now 121" in words_of(page)
    assert typed_in(page, "title") == "x" * 121


def test_the_form_asks_before_it_is_left_unsaved(client, risk):
    assert "data-warn-unsaved" in page_of(client, risk).content.decode()


def test_what_is_withheld_from_a_lead_is_not_on_their_form_and_not_changed_by_it(body, posts):
    profile = dict(CLOSED_PROFILE) | {"leads": "official-sensitive"}
    register = RegisterFactory(organisation=body, profile=profile)
    risk = open_risk(register, on=YEAR_AGO, title="Money", owners=posts[:1], leads=posts[1:2])
    client = client_of(somebody(("lead", body)))
    page = page_of(client, risk)
    assert "leads" not in form_of(page)
    assert "Withheld from you, and so not edited here: working leads" in words_of(page)
    assert send(client, page, title="Funding", leads=[posts[2].pk]).status_code == 302
    assert owners_of(risk, Stewardship.LEAD) == ["Director of HR"]


def test_editing_a_sensitive_risk_is_a_logged_read(body, register):
    risk = open_risk(register, on=YEAR_AGO, marking=Marking.SENSITIVE)
    lead = somebody(("lead", body), cleared_by=[body])
    page = page_of(client_of(lead), risk)
    assert "OFFICIAL-SENSITIVE" in words_of(page)
    assert "edit, risk 1 (sensitive)" in SensitiveRead.objects.get(user=lead).what
    assert page_of(client_of(somebody(("lead", body))), risk).status_code == 404


def test_nothing_dated_after_the_closing_is_entered(client, lead, risk):
    risks.close(risk=risk, by=lead, version=None, on=date(2022, 1, 1), reason="Done")
    page = page_of(client, risk)
    assert "must be dated before that day" in words_of(page)
    assert "The risk was closed on that date" in words_of(send(client, page, title="Cash", on="2022-01-01"))
    assert send(client, page, title="Cash").status_code == 302
    assert wording_of(risk).on == date(2021, 12, 31)


# Two people at once --------------------------------------------------------------------------------------------------


@pytest.fixture
def other(body):
    return client_of(somebody(("lead", body), name="Olu First"))


def test_the_second_to_save_is_shown_both_texts_and_keeps_theirs_in_the_form(client, other, risk):
    mine, theirs = page_of(client, risk), page_of(other, risk)
    assert send(other, theirs, description="It may be cut.", reason="Settlement").status_code == 302
    both = send(client, mine, description="It may dry up.", reason="Long thought")
    assert both.status_code == 409
    words = words_of(both)
    assert "Olu First saved this first" in words
    assert "What they saved It may (only theirs: be cut ) ." in words
    assert "What you typed It may (only yours: dry up ) ." in words
    assert "Reason: Settlement" in words
    assert typed_in(both, "description") == "It may dry up."
    assert typed_in(both, "reason") == "Long thought"
    assert 'data-warn-unsaved="always"' in both.content.decode()
    assert wording_of(risk).description == "It may be cut."
    assert send(client, both).status_code == 302
    assert wording_of(risk).description == "It may dry up."
    assert Wording.objects.filter(risk=risk).count() == 3


def test_what_the_second_left_alone_takes_the_newer_value(client, other, risk, posts):
    mine = page_of(client, risk)
    send(other, page_of(other, risk), title="Funding", owners=[posts[1].pk], objectives=None)
    both = send(client, mine, horizon="short-term")
    assert both.status_code == 409
    assert "Title changed from “Money” to “Funding”" in words_of(both)
    assert "Owner changed from Commissioner to Director of HR" in words_of(both)
    assert typed_in(both, "title") == "Funding"
    assert form_of(both)["owners"][0] == str(posts[1].pk)
    assert send(client, both).status_code == 302
    assert wording_of(risk).title == "Funding"
    assert owners_of(risk) == ["Director of HR"]
    assert Detail.objects.get(risk=risk, aspect=Aspect.HORIZON).value == "short-term"


def test_a_third_save_while_the_second_compares_is_shown_again(client, other, risk):
    mine = page_of(client, risk)
    send(other, page_of(other, risk), description="First")
    both = send(client, mine, description="Mine")
    send(other, page_of(other, risk), description="Second")
    again = send(client, both)
    assert again.status_code == 409
    assert "Second" in words_of(again)
    assert typed_in(again, "description") == "Mine"


def test_saving_what_the_other_saved_already_simply_succeeds(client, other, risk):
    mine = page_of(client, risk)
    send(other, page_of(other, risk), title="Funding")
    assert send(client, mine, title="Funding").status_code == 302
    assert Wording.objects.filter(risk=risk).count() == 2


def test_a_form_without_its_version_is_treated_as_an_old_one(client, risk):
    page = send(client, page_of(client, risk), title="Funding", version="", was="not json")
    assert page.status_code == 409
    assert typed_in(page, "title") == "Funding"
    assert send(client, page).status_code == 302


def test_a_version_that_never_was_is_an_old_one_too(client, risk):
    for version in ("99999999999999999999", "-5", "two"):
        assert send(client, page_of(client, risk), title="Funding", version=version).status_code == 409
    assert wording_of(risk).title == "Money"


def test_a_lead_who_gives_a_risk_away_goes_back_to_the_register(body, register, posts):
    from registers.actions import people

    user = somebody({"role": "lead", "organisation": body, "own_risks_only": True})
    people.hold(post=posts[0], by=user, name="Lee", on=YEAR_AGO, user=user)
    own = open_risk(register, on=YEAR_AGO, owners=posts[:1])
    client = client_of(user)
    saved = send(client, page_of(client, own), owners=[posts[1].pk])
    assert saved["Location"] == register.get_absolute_url()
    assert "no longer among the risks that you see" in news_of(saved)


def test_a_risk_made_sensitive_meanwhile_is_gone_for_the_uncleared(body, risk):
    uncleared = client_of(somebody(("lead", body)))
    page = page_of(uncleared, risk)
    risks.mark(risk=risk, by=somebody(), version=None, on=clock.today(), marking=Marking.SENSITIVE, reason="Names")
    assert send(uncleared, page, title="Funding").status_code == 404


# A risk's life -------------------------------------------------------------------------------------------------------


def test_closing_asks_first_and_can_go_back_to_what_was_typed(board, risk):
    page = page_of(board, risk, "close")
    question = send(board, page, reason="It passed", on="2021-06-01")
    assert "Close risk 1?" in words_of(question)
    assert "It passed" in words_of(question)
    assert stage_on(risk, clock.today()) is Stage.OPEN
    back = send(board, question, back="yes")
    assert typed_in(back, "reason") == "It passed"
    saved = send(board, question, confirmed="yes")
    assert "Risk closed from 1 June 2021" in news_of(saved)
    assert stage_on(risk, date(2021, 6, 1)) is Stage.CLOSED
    assert stage_on(risk, date(2021, 5, 31)) is Stage.OPEN


def test_closing_needs_its_reason(board, risk):
    page = send(board, page_of(board, risk, "close"), confirmed="yes")
    assert "Say why" in words_of(page)
    assert stage_on(risk, clock.today()) is Stage.OPEN


def test_a_closed_risk_is_reopened_and_not_closed_again(board, lead, risk):
    risks.close(risk=risk, by=lead, version=None, on=date(2022, 1, 1), reason="Done")
    assert board.get(f"{risk.get_absolute_url()}close/").status_code == 302
    assert send(board, page_of(board, risk, "reopen"), reason="It is back").status_code == 302
    assert stage_on(risk, clock.today()) is Stage.OPEN
    assert board.get(f"{risk.get_absolute_url()}reopen/").status_code == 302


def test_recasting_words_a_risk_anew_and_says_it_is_refreshed(client, risk):
    page = page_of(client, risk, "recast")
    assert "Word the risk anew" in words_of(send(client, page, reason="Same"))
    saved = send(client, page, title="Funding", description="Grants may end.", reason="The board asked")
    assert news_of(saved).startswith("Risk 1 recast.")
    assert wording_of(risk).title == "Funding"
    assert RiskState.objects.filter(risk=risk, turn=Turn.REFRESHED).exists()


def test_splitting_opens_new_risks_with_their_owners_and_the_first_continues(client, risk, posts):
    page = page_of(client, risk, "split")
    assert form_of(page)["part-0-owners"][0] == str(posts[0].pk)
    new = {"part-0-title": "Savings", "part-0-description": "They may slip.", "part-0-owners": [posts[1].pk]}
    new |= {"part-1-title": "Grants", "part-1-description": "They may end."}
    question = send(client, page, reason="Two questions", **new)
    assert "Split risk 1?" in words_of(question)
    assert "2 new risks are opened" in words_of(question)
    saved = send(client, question, confirmed="yes")
    assert "New: risk 2, 3" in news_of(saved)
    assert owners_of(Risk.objects.get(ref=2)) == ["Director of HR"]
    assert owners_of(Risk.objects.get(ref=3)) == ["Commissioner"]
    assert Lineage.objects.filter(source=risk).count() == 2
    assert stage_on(risk, clock.today()) is Stage.OPEN


def test_a_split_needs_at_least_one_new_risk_and_keeps_what_was_typed(client, risk):
    page = send(client, page_of(client, risk, "split"), reason="Two questions", **{"part-0-title": "Savings"})
    assert "Enter the description" in words_of(page)
    assert typed_in(page, "part-0-title") == "Savings"
    assert Risk.objects.count() == 1


def test_a_split_met_by_another_save_keeps_every_word(client, other, risk):
    page = page_of(client, risk, "split")
    send(other, page_of(other, risk), title="Funding")
    new = {"part-0-title": "Savings", "part-0-description": "They may slip."}
    question = send(client, page, reason="Two questions", **new)
    both = send(client, question, confirmed="yes")
    assert both.status_code == 409
    assert "Title changed from “Money” to “Funding”" in words_of(both)
    assert typed_in(both, "part-0-description") == "They may slip."
    assert Risk.objects.count() == 1
    assert send(client, send(client, both), confirmed="yes").status_code == 302
    assert Risk.objects.count() == 2


def test_what_is_split_off_a_sensitive_risk_is_sensitive_too(register, lead):
    risk = open_risk(register, on=YEAR_AGO, marking=Marking.SENSITIVE)
    part = risks.split(risk=risk, by=lead, version=None, on=clock.today(), into=[{"title": "Part"}], reason="Asked")[0]
    assert Detail.objects.get(risk=part, aspect=Aspect.MARKING).value == Marking.SENSITIVE


def test_merging_closes_the_others_and_this_one_continues(board, register, risk):
    second = open_risk(register, on=YEAR_AGO, title="Savings")
    third = open_risk(register, on=YEAR_AGO, title="Grants")
    page = page_of(board, risk, "merge")
    assert "Select at least one risk" in words_of(send(board, page, reason="One question"))
    question = send(board, page, others=[second.ref, third.ref], reason="One question")
    assert "The 2 chosen risks close on that day" in words_of(question)
    assert stage_on(second, clock.today()) is Stage.OPEN
    assert send(board, question, confirmed="yes").status_code == 302
    assert stage_on(second, clock.today()) is stage_on(third, clock.today()) is Stage.CLOSED
    assert stage_on(risk, clock.today()) is Stage.OPEN


def test_risks_that_cannot_be_seen_cannot_be_merged(body, register, risk):
    open_risk(register, on=YEAR_AGO, title="Sparrowhawk", marking=Marking.SENSITIVE)
    open_risk(register, on=YEAR_AGO, title="Grants")
    board = client_of(somebody(("board", body)))
    page = page_of(board, risk, "merge")
    assert "Sparrowhawk" not in page.content.decode()
    refused = send(board, page, others=[2], reason="One question")
    assert "from the list" in words_of(refused)


def test_raising_a_marking_is_done_at_once_and_lowering_it_asks_first(board, risk):
    raised = send(board, page_of(board, risk, "mark"), marking=Marking.SENSITIVE, reason="It names people")
    assert "Marked OFFICIAL-SENSITIVE (was OFFICIAL)" in news_of(raised)
    question = send(board, page_of(board, risk, "mark"), marking=Marking.OFFICIAL, reason="No names now")
    assert "Once read, it cannot be unread" in words_of(question)
    assert send(board, question, confirmed="yes").status_code == 302
    marks = Detail.objects.filter(risk=risk, aspect=Aspect.MARKING).order_by("pk")
    assert [mark.value for mark in marks] == [Marking.SENSITIVE, Marking.OFFICIAL]


def test_who_marks_a_risk_out_of_their_own_sight_goes_back_to_the_register(body, risk):
    board = client_of(somebody(("board", body)))
    saved = send(board, page_of(board, risk, "mark"), marking=Marking.SENSITIVE, reason="It names people")
    assert saved["Location"] == risk.register.get_absolute_url()
    assert page_of(board, risk, "mark").status_code == 404


# Dependencies --------------------------------------------------------------------------------------------------------


def test_another_risk_bears_on_this_one_until_it_no_longer_does(client, register, risk):
    open_risk(register, on=YEAR_AGO, title="Grants")
    page = page_of(client, risk, "dependencies")
    saved = send(client, page, depends_on="corporate/2", reason="Most of it is grant")
    assert "Risk 2 (Grants) bears on this risk" in news_of(saved)
    page = page_of(client, risk, "dependencies")
    assert "2 Grants It no longer does" in words_of(page)
    assert "corporate/2" not in page.content.decode().split("<form", 1)[1].split("<select", 1)[1]
    end = client.get(f"{risk.get_absolute_url()}dependencies/corporate/2/end/")
    saved = send(client, end, reason="It became a grant of its own")
    assert "Risk 2 (Grants) no longer bears on this risk" in news_of(saved)
    assert list(Dependency.objects.order_by("pk").values_list("holds", flat=True)) == [True, False]
    assert client.get(f"{risk.get_absolute_url()}dependencies/corporate/2/end/").status_code == 404


def test_hidden_risks_are_no_choice(body, register, risk):
    open_risk(register, on=YEAR_AGO, title="Sparrowhawk", marking=Marking.SENSITIVE)
    lead = client_of(somebody(("lead", body)))
    page = page_of(lead, risk, "dependencies")
    assert "Sparrowhawk" not in page.content.decode()
    refused = send(lead, page, depends_on="corporate/2")
    assert refused.status_code == 200
    assert not Dependency.objects.exists()


# Who may -------------------------------------------------------------------------------------------------------------

MAY = {
    "lead": {"score", "edit", "outlook", "tolerance", "appetite", "dependencies", "recast", "split"},
    "board": {"close", "merge", "mark", "review"},
    "reader": set(),
    "secretariat": set(),
    "administrator": set(),
}
PAGES = MAY["lead"] | MAY["board"] | {"reopen"}


@pytest.mark.parametrize("role", MAY)
def test_each_role_is_let_in_where_its_permissions_say_and_offered_just_that(body, risk, role):
    user = somebody((role, body), cleared_by=[body])
    client = client_of(user)
    open_pages = {page for page in PAGES if page_of(client, risk, page).status_code == 200}
    assert open_pages == MAY[role]
    refused = {page_of(client, risk, page).status_code for page in PAGES - MAY[role] - {"reopen"}}
    assert refused <= {403}
    view = look_at(risk.register, audience_of(user), today_scope())
    offered = {offer.url.rstrip("/").rsplit("/", 1)[1] for offer in offers(user, risk, view, Stage.OPEN)}
    assert offered == MAY[role]
    assert len([deed for deed in DEEDS.values() if deed.kind is None]) == len(PAGES)  # test_escalation.py has the rest


def test_strangers_find_none_of_the_pages(risk):
    stranger = client_of(somebody(("lead", OrganisationFactory(slug="other"))))
    assert {page_of(stranger, risk, page).status_code for page in PAGES} == {404}


def test_a_lead_of_their_own_risks_edits_those_and_sees_no_others(body, register, posts):
    from registers.actions import people

    user = somebody({"role": "lead", "organisation": body, "own_risks_only": True})
    people.hold(post=posts[0], by=user, name="Lee", on=YEAR_AGO, user=user)
    own = open_risk(register, on=YEAR_AGO, owners=posts[:1])
    others = open_risk(register, on=YEAR_AGO, owners=posts[1:2])
    client = client_of(user)
    assert page_of(client, own).status_code == 200
    assert page_of(client, others).status_code == 404


# In a browser --------------------------------------------------------------------------------------------------------


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("width", [1280, 320])
def test_every_page_that_edits_is_accessible_and_fits(page, live_server, body, register, risk, width):
    both = somebody(("lead", body), ("board", body), cleared_by=[body])
    sign_in(page, live_server.url, both)
    page.set_viewport_size({"width": width, "height": 900})
    open_risk(register, on=YEAR_AGO, title="Grants")

    where = live_server.url + risk.get_absolute_url()
    entry = "history/wording-1"
    for name in [*sorted(PAGES - {"reopen"}), "../add", "history", f"{entry}/correct", f"{entry}/void"]:
        assert go(page, f"{where}{name}/").ok, name
        check_page(page, name)
    send = page.locator("main form button[type=submit]").first
    go(page, f"{where}close/")
    press(send)
    check_page(page, "a mistake")
    page.fill("#id_reason", "It passed")
    press(send)
    check_page(page, "a question")
    go(page, f"{where}edit/")
    page.fill("#id_description", "Mine")
    risks.edit(risk=risk, by=both, version=None, on=clock.today(), description="Theirs")
    press(send)
    assert page.locator(".rp-conflict").first.is_visible()
    check_page(page, "two texts")
