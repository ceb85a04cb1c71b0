"""Panel requests: who reads, records, answers and closes them, what the list finds, and what stays unsaid."""

import re
from contextlib import nullcontext
from datetime import date
from itertools import product

import pytest

import reports.sees_requests  # noqa: F401 - registers its rules
from registers import clock
from registers.access import audience_of
from registers.actions import risks
from registers.models import Organisation, SensitiveRead
from registers.sees import World, sees
from reports.actions import papers, requests
from reports.models import PanelRequest, RequestTurn
from tests.browsing import check_page, go, press, sign_in
from tests.factories import (
    OrganisationFactory,
    PostFactory,
    RegisterFactory,
    agree,
    client_of,
    open_risk,
    somebody,
)
from tests.follow_up_factories import answer_request, ask_panel_request, at_noon, close_request
from tests.pages import form_of, news_of, send, words_of
from tests.test_concurrency import all_at_once

pytestmark = pytest.mark.django_db
JUNE, JULY, TODAY = date(2019, 6, 26), date(2019, 7, 1), date(2019, 9, 30)
OCTOBER = date(2019, 10, 30)


@pytest.fixture(autouse=True)
def _it_is_september(request):
    """Not for who asks what was saved since a page was opened: the audit trail runs on the real clock."""
    with nullcontext() if "real_clock" in request.fixturenames else at_noon(TODAY):
        yield


@pytest.fixture
def real_clock():
    return None


@pytest.fixture
def mopac():
    return OrganisationFactory(slug="mopac", short_name="MOPAC", order=1)


@pytest.fixture
def met():
    return OrganisationFactory(slug="met", short_name="the Met", order=2)


@pytest.fixture
def panel():
    return OrganisationFactory(slug="panel", short_name="the Panel", kind=Organisation.Kind.PANEL, order=3)


@pytest.fixture
def asked(mopac):
    post = PostFactory(organisation=mopac, title="Head of ladders")
    return ask_panel_request(mopac, JUNE, text="Are there enough ladders?", post=post, due_on=OCTOBER)


@pytest.fixture
def secretary(mopac):
    return client_of(somebody(("secretariat", mopac), name="The secretary"))


@pytest.fixture
def panels(panel):
    return client_of(somebody(("panel-secretariat", panel), name="The Panel's secretary"))


def get(client, address, status=200):
    answer = client.get(address)
    assert answer.status_code == status, f"{address}: {answer.status_code}"
    return answer


def rows_of(answer):
    return [str(row["line"].request) for row in answer.context["rows"]]


# Who -----------------------------------------------------------------------------------------------------------------

DEEDS = ("edit", "assign", "answer", "close")


def test_each_meets_what_is_for_them(asked, mopac, met, panel):
    may = {
        ("secretariat", mopac): {"assign", "answer"},
        ("panel-secretariat", panel): {"edit", "close"},
    }
    for role, home in [
        *((role, mopac) for role in ("reader", "lead", "board", "secretariat", "administrator")),
        *((role, met) for role in ("reader", "secretariat")),
        *((role, panel) for role in ("panel-member", "auditor", "panel-secretariat")),
    ]:
        client = client_of(somebody((role, home)))
        assert "Are there enough ladders?" in words_of(get(client, "/requests/"))
        page = get(client, "/requests/P-1/").content.decode()
        allowed = may.get((role, home), set())
        offered = {deed for deed in DEEDS if f'href="/requests/P-1/{deed}/"' in page}
        let_in = {deed for deed in DEEDS if client.get(f"/requests/P-1/{deed}/").status_code == 200}
        assert (offered, let_in) == (allowed, allowed), (role, home)
        assert {client.get(f"/requests/P-1/{deed}/").status_code for deed in set(DEEDS) - allowed} == {403}
        adds = role in ("secretariat", "panel-secretariat")
        assert client.get("/requests/add/").status_code == (200 if adds else 403)
        assert ('href="/requests/add/"' in get(client, "/requests/").content.decode()) is adds


def test_strangers_and_those_without_a_role_are_told_of_nothing(asked, client, panel):
    nobody = client_of(somebody())
    addresses = ["/requests/", "/requests/P-1/", "/requests/add/", *(f"/requests/P-1/{deed}/" for deed in DEEDS)]
    assert {nobody.get(address).status_code for address in addresses} == {404}
    assert {client.get(address).status_code for address in addresses} == {302}
    administrator = client_of(somebody(("administrator", panel)))
    assert administrator.get("/requests/").status_code == 404
    assert nobody.get("/requests/P-99/").status_code == 404


def test_the_panel_is_led_to_requests_and_papers(panel):
    page = get(client_of(somebody(("panel-member", panel))), "/").content.decode()
    assert 'href="/requests/"' in page
    assert 'href="/papers/"' in page
    assert 'href="/requests/"' not in get(client_of(somebody()), "/").content.decode()


# Recording -----------------------------------------------------------------------------------------------------------


def test_the_panels_secretary_records_what_was_asked_of_a_body(panels, mopac, met):
    post = PostFactory(organisation=met, title="Chief of hoses")
    page = get(panels, "/requests/add/")
    sent = send(
        panels, page, organisation="met", text="Where are the hoses?", made_on="2019-09-26", post=post.pk,
        due_on="2019-10-30", standing="yes",
    )  # fmt: skip
    assert sent.status_code == 302
    found = PanelRequest.objects.get()
    assert (found.number, found.organisation, found.post, found.due_on) == (1, met, post, OCTOBER)
    words = words_of(get(panels, sent["Location"]))
    assert "Where are the hoses?" in words
    assert "standing request" in words
    assert "the Met: Chief of hoses".lower() in words.lower()


def test_a_body_records_its_own_promises_and_names_the_paper(secretary, mopac, met):
    page = get(secretary, "/requests/add/")
    assert "organisation" not in form_of(page) or form_of(page)["organisation"] == ["mopac"]
    typed = {"organisation": "mopac", "kind": "promised", "text": "We will come back to it", "made_on": "2019-09-26"}
    refused = send(secretary, page, **typed)
    assert refused.status_code == 200
    assert "Name the paper that promised it" in words_of(refused)
    assert form_of(refused)["text"] == ["We will come back to it"]
    assert send(secretary, refused, paper_title="Risk update, 2.1").status_code == 302
    assert PanelRequest.objects.get().organisation == mopac
    elsewhere = send(secretary, page, **typed | {"organisation": "met", "paper_title": "Ours"})
    assert elsewhere.status_code == 200
    assert PanelRequest.objects.count() == 1


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"text": ""}, "Enter what was asked or promised"),
        ({"made_on": "2019-10-01"}, "Enter a date that is not in the future"),
        ({"due_on": "2019-01-01"}, "cannot be due before"),
    ],
)
def test_what_cannot_be_recorded_is_told_at_its_field(panels, mopac, typed, words):
    right = {"organisation": "mopac", "text": "Why?", "made_on": "2019-09-26"}
    refused = send(panels, get(panels, "/requests/add/"), **right | typed)
    assert refused.status_code == 200
    assert words.lower() in words_of(refused).lower()
    assert set(typed) <= set(refused.context["form"].errors)
    assert not PanelRequest.objects.exists()


def test_a_post_answers_for_its_own_body_alone(panels, mopac, met):
    hoses = PostFactory(organisation=met, title="Chief of hoses")
    right = {"organisation": "mopac", "text": "Why?", "made_on": "2019-09-26", "post": hoses.pk}
    assert "Choose a post of MOPAC" in words_of(send(panels, get(panels, "/requests/add/"), **right))


def test_it_is_put_right_and_what_it_said_before_can_be_read(asked, panels, secretary):
    sent = send(panels, get(panels, "/requests/P-1/edit/"), text="Are there ladders?", reason="A slip of the pen")
    assert sent.status_code == 302
    words = words_of(get(secretary, "/requests/P-1/"))
    assert "Are there ladders?" in words
    asked.refresh_from_db()
    assert (asked.due_on, asked.post.title) == (OCTOBER, "Head of ladders")


def test_what_it_said_before_stays_to_be_read(real_clock, mopac, panels):
    ask_panel_request(mopac, JUNE, text="Are there enough ladders?")
    send(panels, get(panels, "/requests/P-1/edit/"), text="Are there ladders?", reason="A slip of the pen")
    words = words_of(get(panels, "/requests/P-1/"))
    assert "Changed: what was asked or promised" in words
    assert "A slip of the pen" in words
    assert "enough" in words


def test_the_body_that_was_asked_says_who_answers_and_about_which_risk(asked, secretary, mopac):
    open_risk(RegisterFactory(organisation=mopac), JUNE, title="Fire")
    post = PostFactory(organisation=mopac, title="Head of hoses")
    assert (
        send(secretary, get(secretary, "/requests/P-1/assign/"), post=post.pk, risk="mopac/corporate/1").status_code
        == 302
    )
    words = words_of(get(secretary, "/requests/P-1/"))
    assert "MOPAC: Head of hoses" in words
    assert "1 Fire" in words
    again = get(secretary, "/requests/P-1/assign/")
    assert form_of(again)["risk"] == ["mopac/corporate/1"]
    assert send(secretary, again, risk="").status_code == 302
    assert "1 Fire" not in words_of(get(secretary, "/requests/P-1/"))


def test_a_risk_that_the_secretary_may_not_know_of_stays_with_its_request(asked, secretary, mopac, met):
    estates = open_risk(RegisterFactory(organisation=met, kind="directorate", slug="estates"), JUNE, title="Boilers")
    PanelRequest.objects.update(risk=estates)
    open_risk(RegisterFactory(organisation=mopac), JUNE, title="Fire")
    form = get(secretary, "/requests/P-1/assign/")
    assert "Boilers" not in words_of(form)
    assert send(secretary, form, post="").status_code == 302
    assert PanelRequest.objects.get().risk == estates
    assert PanelRequest.objects.get().post is None


# What becomes of it --------------------------------------------------------------------------------------------------


def test_an_answer_names_a_paper_and_a_paragraph(asked, secretary, panels):
    form = get(secretary, "/requests/P-1/answer/")
    refused = send(secretary, form, answered_in="", paragraph="", text="There are nine")
    assert "Enter the paragraph" in words_of(refused)
    assert form_of(refused)["text"] == ["There are nine"]
    refused = send(secretary, form, paragraph="1.6", text="There are nine")
    assert "Name the paper that answers it" in words_of(refused)
    assert list(refused.context["form"].errors) == ["answered_in"]
    sent = send(secretary, refused, answered_in="Risk update, 30 September 2019", due_on="2020-01-15")
    assert sent.status_code == 302
    words = words_of(get(panels, "/requests/P-1/"))
    assert "Part answered" in words
    assert "Risk update, 30 September 2019, paragraph 1.6" in words
    assert "There are nine" in words
    assert "15 January 2020" in words


def test_the_panel_closes_it_after_being_asked_and_alone_reopens_it(asked, panels, secretary):
    form = get(panels, "/requests/P-1/close/")
    question = send(panels, form, text="The Panel is content")
    assert "Close P-1?" in words_of(question)
    assert "Only the Panel’s secretariat can reopen it" in words_of(question)
    assert PanelRequest.objects.get().turns.count() == 0
    assert send(panels, question, confirmed="yes").status_code == 302
    words = words_of(get(secretary, "/requests/P-1/"))
    assert "Closed by the Panel" in words
    assert "The Panel is content" in words
    assert "Say where it is answered" not in words
    assert secretary.get("/requests/P-1/reopen/").status_code == 403
    refused = secretary.get("/requests/P-1/answer/")
    assert refused.status_code == 302
    assert "is closed" in news_of(refused)
    reopening = get(panels, "/requests/P-1/reopen/")
    assert "Say why it is open again" in words_of(send(panels, reopening))
    assert send(panels, reopening, text="Ladders were stolen").status_code == 302
    assert "Ladders were stolen" in words_of(get(secretary, "/requests/P-1/"))
    assert secretary.get("/requests/P-1/answer/").status_code == 200


def test_before_it_is_closed_one_may_change_what_was_typed(asked, panels):
    question = send(panels, get(panels, "/requests/P-1/close/"), text="The Panel is content")
    again = send(panels, question, back="yes")
    assert again.status_code == 200
    assert form_of(again)["text"] == ["The Panel is content"]
    assert PanelRequest.objects.get().turns.count() == 0


def test_entries_follow_one_another(asked, panels, secretary):
    answer_request(asked, date(2019, 9, 1))
    for day, words in (("2019-08-01", "Its last entry is of 1 September 2019"), ("2019-10-01", "not in the future")):
        refused = send(panels, get(panels, "/requests/P-1/close/"), on=day, confirmed="yes")
        assert words in words_of(refused)
        assert list(refused.context["form"].errors) == ["on"]
    with at_noon(JULY):
        early = send(
            secretary, get(secretary, "/requests/P-1/answer/"), on="2019-06-01", paragraph="1", answered_in="A"
        )
    assert early.status_code == 200


def test_at_a_past_date_it_reads_as_it_stood_and_offers_nothing(asked, panels):
    answer_request(asked, JULY)
    close_request(asked, date(2019, 9, 1))
    stood = {"2019-06-30": "Open", "2019-07-01": "Part answered", "2019-09-01": "Closed by the Panel"}
    for day, state in stood.items():
        page = get(panels, f"/requests/P-1/?as_at={day}")
        assert page.context["line"].state.label == state
        assert "Close P-1" not in words_of(page)
        assert 'href="/requests/P-1/edit/"' not in page.content.decode()
        assert rows_of(get(panels, f"/requests/?as_at={day}&state=open")) == ([] if "Closed" in state else ["P-1"])
    assert panels.get("/requests/P-1/?as_at=2019-06-25").status_code == 404
    assert rows_of(get(panels, "/requests/?as_at=2019-06-25")) == []
    known = get(panels, "/requests/P-1/?as_at=2019-09-30&known_at=2019-07-15")
    assert known.context["line"].state.label == "Part answered"


def test_a_due_date_that_was_moved_is_told_as_it_stood(asked, panels):
    with at_noon(JULY):
        assert send(panels, get(panels, "/requests/P-1/edit/"), due_on="", reason="None").status_code == 200
        sent = send(panels, get(panels, "/requests/P-1/edit/"), due_on="2019-12-11", reason="The Panel meets later")
        assert sent.status_code == 302
    answered = {"answered_in": "The update", "paragraph": "Appendix 1", "due_on": "2020-03-31"}
    secretary = client_of(somebody(("secretariat", asked.organisation)))
    assert send(secretary, get(secretary, "/requests/P-1/answer/"), **answered).status_code == 302
    for day, due in (("2019-06-30", OCTOBER), ("2019-07-01", date(2019, 12, 11)), ("2019-09-30", date(2020, 3, 31))):
        assert get(panels, f"/requests/P-1/?as_at={day}").context["line"].due_on == due
        assert rows_of(get(panels, f"/requests/?as_at={day}&due={due}")) == ["P-1"]
    words = words_of(get(panels, "/requests/P-1/"))
    assert "The answer is due on 11 December 2019, decided 1 July 2019" in words
    assert "The Panel meets later" in words
    assert "Answered in The update, Appendix 1, 30 September 2019; the next answer is due on 31 March 2020" in words


# Two at once ---------------------------------------------------------------------------------------------------------


def test_two_who_answer_at_once_both_find_their_words(real_clock, asked, mopac):
    first, second = (client_of(somebody(("secretariat", mopac), name=name)) for name in ("Ann", "Ben"))
    forms = [get(client, "/requests/P-1/answer/") for client in (first, second)]
    said = {"answered_in": "The update", "paragraph": "1.6"}
    assert send(first, forms[0], text="Nine of them", **said).status_code == 302
    stopped = send(second, forms[1], text="Ten of them", **said | {"paragraph": "1.7"})
    assert stopped.status_code == 409
    assert "Ann" in words_of(stopped)
    assert "Nine of them" in words_of(stopped)
    assert form_of(stopped)["text"] == ["Ten of them"]
    assert send(second, stopped).status_code == 302
    words = words_of(get(first, "/requests/P-1/"))
    assert "Nine of them" in words
    assert "Ten of them" in words


def test_two_who_reword_it_are_shown_both_texts_and_other_parts_are_kept(real_clock, asked, panel, panels):
    other = client_of(somebody(("panel-secretariat", panel), name="Ben"))
    forms = [get(client, "/requests/P-1/edit/") for client in (panels, other)]
    assert send(panels, forms[0], text="Are there nine ladders?", due_on="2019-11-30").status_code == 302
    stopped = send(other, forms[1], text="Are there ten ladders?")
    assert stopped.status_code == 409
    differences = stopped.context["form"].conflict.differences
    assert [(each["theirs"], each["yours"]) for each in differences] == [
        ("Are there nine ladders?", "Are there ten ladders?")
    ]
    assert send(other, stopped).status_code == 302
    asked.refresh_from_db()
    assert asked.text == "Are there ten ladders?"
    assert "30 November 2019" in words_of(get(panels, "/requests/P-1/"))


@pytest.mark.django_db(transaction=True)
def test_many_recorded_at_once_have_numbers_of_their_own_and_one_of_two_is_told_of_the_other(real_clock, mopac):
    by = somebody(("secretariat", mopac))
    asked = all_at_once(lambda n: ask_panel_request(mopac, JUNE, by=by, text=f"Why, {n}?"), how_many=6)
    assert sorted(request.number for request in asked) == [1, 2, 3, 4, 5, 6]
    said = {"request": asked[0], "by": by, "on": JULY, "state": "part", "answered_in": "The update"}
    version = PanelRequest.objects.get(pk=asked[0].pk).version
    answered = all_at_once(lambda n: requests.turn(version=version, paragraph=f"1.{n}", **said), how_many=4)
    assert sorted(type(each).__name__ for each in answered) == ["RequestTurn", "Stale", "Stale", "Stale"]
    assert RequestTurn.objects.count() == 1


# Finding -------------------------------------------------------------------------------------------------------------


@pytest.fixture
def several(asked, mopac, met):
    """P-1 open, P-2 part answered and overdue, P-3 closed, P-4 standing and promised by the Met."""
    late = ask_panel_request(mopac, JUNE, text="Who counts the hoses?", due_on=JULY)
    answer_request(late, JULY)
    close_request(ask_panel_request(mopac, JUNE, text="Is it hot?"), JULY)
    promise = {"kind": "promised", "paper_title": "Update, 2.1", "is_standing": True, "due_on": OCTOBER}
    ask_panel_request(met, JULY, text="We will count ladders", **promise)


def test_filters_find_what_they_say(several, secretary, asked):
    found = {
        "": ["P-2", "P-1", "P-4", "P-3"],
        "state=open": ["P-2", "P-1", "P-4"],
        "state=unanswered": ["P-1", "P-4"],
        "state=part": ["P-2"],
        "state=closed": ["P-3"],
        "organisation=met": ["P-4"],
        "kind=promised": ["P-4"],
        "standing=yes": ["P-4"],
        "standing=no&state=open": ["P-2", "P-1"],
        "overdue=yes": ["P-2"],
        "due=2019-10-30": ["P-1", "P-4"],
        "due_by=2019-07-01": ["P-2"],
        "text=LADDERS": ["P-1", "P-4"],
        "text=p-3": ["P-3"],
        f"post={asked.post_id}": ["P-1"],
        "state=nonsense": ["P-2", "P-1", "P-4", "P-3"],
        "sort=number": ["P-1", "P-2", "P-3", "P-4"],
        "sort=-made": ["P-4", "P-1", "P-2", "P-3"],
        "sort=body": ["P-2", "P-3", "P-1", "P-4"],
    }
    for query, rows in found.items():
        assert rows_of(get(secretary, f"/requests/?{query}")) == rows, query
    assert "No request meets these filters" in words_of(get(secretary, "/requests/?text=elephant"))


@pytest.mark.parametrize(
    "query", ["", "kind=asked", "organisation=mopac&sort=number", "state=closed", "as_at=2019-07-01"]
)
def test_each_figure_is_of_the_list_it_leads_to(several, secretary, query):
    page = get(secretary, f"/requests/?{query}")
    assert [figure for figure in page.context["counts"] if figure["value"]]
    for figure in page.context["counts"]:
        assert bool(figure["url"]) == bool(figure["value"])
        if figure["url"]:
            led_to = get(secretary, "/requests/" + figure["url"])
            assert led_to.context["page"].paginator.count == figure["value"], figure
    for name in ("kind", "organisation", "sort", "as_at"):
        if name in query:
            assert all(f"{name}=" in figure["url"] for figure in page.context["counts"] if figure["url"])


def test_where_there_is_nothing_it_is_said(panels):
    assert "Nothing has been recorded yet" in words_of(get(panels, "/requests/"))


def test_a_longer_list_costs_no_more_statements(mopac, met, secretary, queries_for):
    registers = {body: RegisterFactory(organisation=body) for body in (mopac, met)}

    def more(number):
        for n in range(number):
            body = (mopac, met)[n % 2]
            risk = open_risk(registers[body], JUNE, title=f"Risk {n}")
            post = PostFactory(organisation=body)
            answer_request(ask_panel_request(body, JULY, risk=risk, post=post, due_on=OCTOBER), date(2019, 8, 1))

    more(2)
    for body in (mopac, met):
        agree(registers[body], date(2019, 8, 31))
    secretary.get("/requests/")  # the first look leaves something to remember
    short = queries_for(lambda: secretary.get("/requests/"))
    more(20)
    assert queries_for(lambda: secretary.get("/requests/")) == short


# What stays unsaid ---------------------------------------------------------------------------------------------------

PLANTED = "quokka"


def everything_seen(client):
    pages = ["/requests/", "/requests/?state=open", f"/requests/?text={PLANTED}", "/requests/P-1/", "/"]
    return " ".join(words_of(client.get(page)) for page in pages if client.get(page).status_code == 200)


def everybody(mopac, met, panel, cleared_by=()):
    roles = [("secretariat", mopac), ("board", met), ("panel-member", panel), ("auditor", panel)]
    roles.append(("panel-secretariat", panel))
    return [client_of(somebody(role, cleared_by=cleared_by)) for role in roles]


def test_a_sensitive_request_is_nowhere_for_who_is_not_cleared_by_the_body_that_answers(mopac, met, panel):
    ask_panel_request(mopac, JUNE, text=f"What of the {PLANTED}?", marking="official-sensitive")
    for cleared_by in ([], [met]):
        for client in everybody(mopac, met, panel, cleared_by):
            seen = everything_seen(client).replace(f"Words: {PLANTED}", "")
            assert PLANTED not in seen
            assert "P-1" not in seen
            assert "0 requests" in seen
            assert client.get("/requests/P-1/").status_code == 404
    for client in everybody(mopac, met, panel, [mopac]):
        SensitiveRead.objects.all().delete()
        page = get(client, "/requests/P-1/")
        assert f"What of the {PLANTED}?" in words_of(page)
        assert page.context["marking"] == "OFFICIAL-SENSITIVE"
        assert [(read.what, read.organisation) for read in SensitiveRead.objects.all()] == [("P-1", mopac)]
        assert get(client, "/requests/").context["marking"] == "OFFICIAL-SENSITIVE"


def test_a_request_about_a_sensitive_risk_is_for_those_cleared_by_the_body_of_the_risk(mopac, met, panel):
    risk = open_risk(RegisterFactory(organisation=met), JUNE, title="A secret", marking="official-sensitive")
    ask_panel_request(mopac, JUNE, text=f"What of the {PLANTED}?", risk=risk)
    for cleared_by in ([], [mopac]):
        for client in everybody(mopac, met, panel, cleared_by):
            assert client.get("/requests/P-1/").status_code == 404
            assert "P-1" not in everything_seen(client)
    for client in everybody(mopac, met, panel, [met]):
        page = get(client, "/requests/P-1/")
        assert page.context["marking"] == "OFFICIAL-SENSITIVE"


def test_a_marking_taken_back_waits_for_the_board_for_who_sees_only_what_is_agreed(mopac, met, panel):
    register = RegisterFactory(organisation=met)
    risk = open_risk(register, JUNE, title="A secret", marking="official-sensitive")
    agree(register, JULY)
    ask_panel_request(mopac, JULY, risk=risk)
    said = {"version": None, "on": TODAY, "marking": "official", "reason": "It is known now"}
    risks.mark(risk=risk, by=somebody(), **said)
    mine, theirs = client_of(somebody(("reader", met))), client_of(somebody(("reader", mopac)))
    member = client_of(somebody(("panel-member", panel)))
    assert [client.get("/requests/P-1/").status_code for client in (mine, theirs, member)] == [200, 404, 404]
    agree(register, TODAY)
    assert [client.get("/requests/P-1/").status_code for client in (mine, theirs, member)] == [200, 200, 200]


def test_the_risk_is_named_to_those_who_may_know_of_it(mopac, met, panel):
    estates = RegisterFactory(organisation=mopac, kind="directorate", slug="estates")
    ask_panel_request(mopac, JUNE, text="What of the boilers?", risk=open_risk(estates, JUNE, title="Old boilers"))
    ask_panel_request(mopac, JUNE, risk=open_risk(RegisterFactory(organisation=mopac), JUNE, title="Not agreed"))
    for role, home, knows in (("reader", mopac, True), ("reader", met, False), ("panel-member", panel, False)):
        client = client_of(somebody((role, home)))
        seen = everything_seen(client) + words_of(get(client, "/requests/P-2/"))
        assert "What of the boilers?" in seen
        assert ("Old boilers" in seen) is knows
        assert ("Not agreed" in seen) is knows


def test_words_of_when_it_was_sensitive_are_for_those_cleared(real_clock, mopac, panel):
    request = ask_panel_request(mopac, JUNE, text=f"What of the {PLANTED}?", marking="official-sensitive")
    panels = client_of(somebody(("panel-secretariat", panel), cleared_by=[mopac]))
    sent = send(panels, get(panels, "/requests/P-1/edit/"), text="What of it?", marking="official", reason="Toned down")
    assert sent.status_code == 302
    request.refresh_from_db()
    assert request.marking == "official"
    uncleared = client_of(somebody(("panel-secretariat", panel)))
    assert PLANTED not in words_of(get(uncleared, "/requests/P-1/"))
    assert PLANTED in words_of(get(panels, "/requests/P-1/"))


def test_nobody_records_what_they_would_not_see(mopac, met, panel):
    panels = client_of(somebody(("panel-secretariat", panel), cleared_by=[met]))
    typed = {"text": "Why?", "made_on": "2019-09-26", "marking": "official-sensitive"}
    refused = send(panels, get(panels, "/requests/add/"), organisation="mopac", **typed)
    assert "MOPAC has not cleared you" in words_of(refused)
    assert send(panels, refused, organisation="met").status_code == 302
    uncleared = client_of(somebody(("panel-secretariat", panel)))
    assert "marking" not in form_of(get(uncleared, "/requests/add/"))


def test_a_draft_paper_is_not_named_to_others(asked, mopac, secretary, panels):
    register = RegisterFactory(organisation=mopac)
    said = {"organisation": mopac, "kind": "mopac-risk-update", "by": somebody(), "panel_date": OCTOBER}
    paper = papers.start(title="The secret update", bases=[(register, TODAY, JUNE)], **said)
    form = get(secretary, "/requests/P-1/answer/")
    assert send(secretary, form, paper=paper.slug, paragraph="2.3").status_code == 302
    own, theirs = get(secretary, "/requests/P-1/"), get(panels, "/requests/P-1/")
    assert "The secret update" in words_of(own)
    assert "The secret update" not in words_of(theirs)
    assert paper.slug not in theirs.content.decode()
    assert "paragraph 2.3" in words_of(theirs)


def test_the_time_looked_at_is_carried(asked, panels):
    page = get(panels, "/requests/?as_at=2019-07-15&known_at=2019-07-20").content.decode()
    links = re.findall(r'href="(/requests/P-1/[^"]*)"', page)
    assert links
    assert all("as_at=2019-07-15" in link and "known_at=" in link for link in links)


# On the risk's page --------------------------------------------------------------------------------------------------


def test_a_risk_tells_what_the_panel_asked_about_it_until_it_is_closed(mopac, secretary):
    risk = open_risk(RegisterFactory(organisation=mopac), JUNE, title="Fire")
    post = PostFactory(organisation=mopac, title="Head of ladders")
    request = ask_panel_request(mopac, JUNE, text="How hot is it?", risk=risk, post=post, due_on=JULY)
    page = "/registers/mopac/corporate/1/"
    words = words_of(get(secretary, page))
    assert "How hot is it?" in words
    assert "Head of ladders is to answer, due 1 July 2019, past the date it was due. Open." in words
    close_request(request, date(2019, 8, 1))
    assert "How hot is it?" not in words_of(get(secretary, page))
    assert "How hot is it?" in words_of(get(secretary, page + "?as_at=2019-07-15"))


def test_a_list_about_one_risk_holds_its_requests_alone(asked, mopac, met, secretary):
    risk = open_risk(RegisterFactory(organisation=mopac), JUNE, title="Fire")
    ask_panel_request(met, JUNE, text="How hot is it?", risk=risk)
    page = get(secretary, "/requests/?risk=mopac/corporate/1&state=open")
    assert rows_of(page) == ["P-2"]
    assert "Only about MOPAC risk 1 Fire" in words_of(page)
    theirs = get(client_of(somebody(("reader", met))), "/requests/?risk=mopac/corporate/1")
    assert rows_of(theirs) == []
    assert "There is no such risk" in words_of(theirs)


# The cut in SQL and in plain words -----------------------------------------------------------------------------------


def test_the_database_shows_each_reader_what_the_written_rule_allows(mopac, met, panel):
    asked_about = []
    for body in (mopac, met):
        corporate = RegisterFactory(organisation=body)
        estates = RegisterFactory(organisation=body, kind="directorate", slug="estates")
        for marking in ("official", "official-sensitive"):
            asked_about += [open_risk(register, JUNE, marking=marking) for register in (corporate, estates)]
        agree(corporate, JULY)
        asked_about.append(open_risk(corporate, date(2019, 8, 1)))  # not agreed
        declassified, raised = asked_about[-3], asked_about[-5]
        for risk, marking in ((declassified, "official"), (raised, "official-sensitive")):
            said = {"version": None, "on": TODAY, "marking": marking, "reason": "It is known now"}
            risks.mark(risk=risk, by=somebody(), **said)
    for body, risk, marking in product((mopac, met), [None, *asked_about], ("official", "official-sensitive")):
        answer_request(ask_panel_request(body, JULY, risk=risk, marking=marking), JULY)
    places = [(role, mopac) for role in ("reader", "secretariat", "administrator")]
    places += [(role, panel) for role in ("panel-member", "auditor", "panel-secretariat", "administrator")]
    limits = [{"own_risks_only": True}, {"register": mopac.registers.get(slug="estates")}]
    places += [{"role": "lead", "organisation": mopac} | limit for limit in limits]
    world, shown_to_all = World(), []
    for cleared_by, place in product(([], [mopac], [met], [mopac, met]), [*places, ("reader", met), None]):
        reader = audience_of(somebody(*[place] if place else [], cleared_by=cleared_by))
        for model in (PanelRequest, RequestTurn):
            shown = set(model.objects.all().visible_to(reader))
            allowed = {row for row in model.objects.all() if sees(reader, row, world)}
            assert shown == allowed, f"{place} {cleared_by}: {shown ^ allowed}"
            shown_to_all.append(len(shown))
    assert 0 in shown_to_all
    assert PanelRequest.objects.count() in shown_to_all


# In a browser --------------------------------------------------------------------------------------------------------


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("width", "scripts"), [(1280, True), (320, True), (320, False)])
def test_a_request_is_recorded_answered_and_closed_in_a_browser(real_clock, new_page, live_server, width, scripts):
    body = OrganisationFactory(slug="mopac", short_name="MOPAC", order=1)
    panel = OrganisationFactory(slug="panel", short_name="the Panel", kind=Organisation.Kind.PANEL, order=3)
    PostFactory(organisation=body, title="Head of ladders")
    page = new_page(width=width, scripts=scripts)

    def check(where):
        if scripts:
            check_page(page, where)

    sign_in(page, live_server.url, somebody(("panel-secretariat", panel)))
    go(page, f"{live_server.url}/requests/")
    check("an empty list")
    press(page.locator("a", has_text="Record a request"))
    check("the form")
    press(page.get_by_role("button", name="Record it"))
    check("the form with mistakes")
    page.get_by_label("MOPAC").check()
    page.locator("#id_text").fill("Are there enough ladders?")
    page.locator("#id_made_on").fill(clock.today().isoformat())
    page.get_by_label("Answering post").select_option("Head of ladders")
    press(page.get_by_role("button", name="Record it"))
    assert "Are there enough ladders?" in page.locator("main").inner_text()
    check("a request")

    sign_in(page, live_server.url, somebody(("secretariat", body)))
    go(page, f"{live_server.url}/requests/P-1/answer/")
    page.locator("#id_answered_in").fill("The update")
    page.get_by_label("Paragraph").fill("1.6")
    check("the answer")
    press(page.get_by_role("button", name="Save"))
    assert "The update, paragraph 1.6" in page.locator("main").inner_text()
    check("an answered request")

    sign_in(page, live_server.url, somebody(("panel-secretariat", panel)))
    go(page, f"{live_server.url}/requests/P-1/close/")
    press(page.get_by_role("button", name="Continue"))
    check("the question")
    press(page.get_by_role("button", name="Close P-1"))
    assert "Closed by the Panel" in page.locator("main").inner_text()
    go(page, f"{live_server.url}/requests/?state=closed")
    check("the list")
