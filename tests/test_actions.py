"""Actions and asked responses: who sees them, says what became of them, what the list finds, and what stays unsaid."""

import re
from contextlib import nullcontext
from datetime import date

import pytest

from registers.actions import people
from registers.models import Organisation, SensitiveRead
from reports.actions import meetings, papers
from tests.browsing import check_page, go, press, sign_in
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
from tests.follow_up_factories import (
    ask_panel_request,
    ask_response,
    at_noon,
    board_of,
    close_request,
    meet,
    set_action,
    turn_action,
)
from tests.pages import form_of, news_of, send, words_of

pytestmark = pytest.mark.django_db
JUNE, JULY, AUGUST, TODAY = date(2019, 6, 3), date(2019, 7, 1), date(2019, 8, 5), date(2019, 9, 30)
OCTOBER = date(2019, 10, 30)
DEEDS = ("done", "date", "drop")
TOLD = OPEN_PROFILE | {"rationale": "official"}  # what is said of its risks is for everybody who sees them


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
def board(mopac):
    return board_of(mopac, name="Ladder group")


@pytest.fixture
def post(mopac):
    return PostFactory(organisation=mopac, title="Head of ladders")


@pytest.fixture
def action(board, post):
    return set_action(board, JUNE, post=post, due_on=OCTOBER)


@pytest.fixture
def secretary(mopac):
    return client_of(somebody(("secretariat", mopac), name="The secretary"))


def holder_of(post, role="reader", **fields):
    """Somebody with a role in the body of the post, who holds it."""
    user = somebody((role, post.organisation), **fields)
    people.hold(post=post, by=user, name=user.name, on=JUNE, user=user)
    return client_of(user)


def close(board, day):
    meeting = meet(board, day)
    with at_noon(day):
        return meetings.close(meeting=meeting, by=somebody(), version=meeting.version)


def get(client, address, status=200):
    answer = client.get(address)
    assert answer.status_code == status, f"{address}: {answer.status_code}"
    return answer


def rows_of(answer):
    return [str(row["line"].action) for row in answer.context["rows"]]


# Who -----------------------------------------------------------------------------------------------------------------


def test_each_meets_what_is_for_them(action, post, mopac, panel):
    holder = holder_of(post)
    visitors = [(holder, {"done", "date"}), (client_of(somebody(("secretariat", mopac))), set(DEEDS))]
    visitors += [(client_of(somebody((role, mopac))), set()) for role in ("reader", "lead", "board", "administrator")]
    visitors.append((client_of(somebody(("auditor", panel))), set()))
    for client, allowed in visitors:
        assert "Count the ladders" in words_of(get(client, "/actions/"))
        page = get(client, "/actions/A-1/").content.decode()
        assert {deed for deed in DEEDS if f'href="/actions/A-1/{deed}/"' in page} == allowed
        answers = {deed: client.get(f"/actions/A-1/{deed}/").status_code for deed in DEEDS}
        assert answers == {deed: 200 if deed in allowed else 403 for deed in DEEDS}


def test_the_other_body_the_panel_and_strangers_know_of_none(action, met, panel, client):
    addresses = ["/actions/A-1/", *(f"/actions/A-1/{deed}/" for deed in DEEDS)]
    for user in (somebody(("secretariat", met)), somebody(("panel-secretariat", panel)), somebody()):
        assert {client_of(user).get(address).status_code for address in addresses} == {404}
    for user in (somebody(("panel-member", panel)), somebody()):
        assert client_of(user).get("/actions/").status_code == 404
    assert {client.get(address).status_code for address in ("/actions/", *addresses)} == {302}


def test_of_a_board_that_the_other_body_attends_it_reads_them_once_the_meeting_is_closed(mopac, met):
    board = board_of(mopac, is_attended=True)
    set_action(board, JUNE)
    theirs = client_of(somebody(("secretariat", met)))
    assert rows_of(get(theirs, "/actions/")) == []
    assert theirs.get("/actions/A-1/").status_code == 404
    close(board, JUNE)
    assert rows_of(get(theirs, "/actions/")) == ["A-1"]
    assert theirs.get("/actions/A-1/done/").status_code == 403


def test_of_a_board_of_both_bodies_the_secretariat_of_either_keeps_them(mopac, met):
    set_action(board_of(None, name="Joint group"), JUNE, post=PostFactory(organisation=met))
    for body in (mopac, met):
        assert get(client_of(somebody(("secretariat", body))), "/actions/A-1/drop/")
        assert client_of(somebody(("lead", body))).get("/actions/A-1/drop/").status_code == 403


# What becomes of it --------------------------------------------------------------------------------------------------


def test_who_holds_the_post_reports_it_done(action, post, secretary):
    holder = holder_of(post)
    form = get(holder, "/actions/A-1/done/")
    refused = send(holder, form, text="")
    assert "Say what was done" in words_of(refused)
    assert list(refused.context["form"].errors) == ["text"]
    assert send(holder, refused, text="There are nine").status_code == 302
    words = words_of(get(secretary, "/actions/A-1/"))
    assert "Done , 30 September 2019" in words
    assert "There are nine" in words
    assert "Report it done" not in words
    again = holder.get("/actions/A-1/done/")
    assert again.status_code == 302
    assert "A-1 is done already" in news_of(again)


def test_a_response_is_done_by_giving_the_answer(board, post, mopac, secretary):
    risk = open_risk(RegisterFactory(organisation=mopac, profile=TOLD), JUNE, title="Fire", owners=[post])
    ask_response(board, risk, day=JULY, post=post, due_on=OCTOBER)
    owner = holder_of(post)
    page = get(owner, "/actions/A-1/")
    assert "Asked response A-1" in words_of(page)
    assert "1 Fire" in words_of(page)
    refused = send(owner, get(owner, "/actions/A-1/done/"), text="")
    assert "Write the answer" in words_of(refused)
    assert send(owner, refused, text="It was wet").status_code == 302
    words = words_of(get(secretary, "/actions/A-1/"))
    assert "Answered , 30 September 2019" in words
    assert "It was wet" in words


def test_a_date_is_moved_with_its_reason_and_the_first_one_is_kept(action, secretary):
    form = get(secretary, "/actions/A-1/date/")
    assert form_of(form)["due_on"] == ["2019-10-30"]
    same = send(secretary, form, text="Why not")
    assert "That is the date that stands" in words_of(same)
    refused = send(secretary, form, due_on="2019-11-30", text="")
    assert "Say why the date moves" in words_of(refused)
    assert form_of(refused)["due_on"] == ["2019-11-30"]
    assert "on or after the day it was decided" in words_of(send(secretary, form, due_on="2019-08-01", text="So"))
    assert send(secretary, refused, text="The ladders are hidden").status_code == 302
    words = words_of(get(secretary, "/actions/A-1/"))
    assert "30 November 2019 (date moved 1 time, first 30 October 2019)" in words
    assert "The ladders are hidden" in words
    assert "Date moved, first 30 Oct 2019" in words_of(get(secretary, "/actions/"))


def test_it_is_dropped_and_taken_up_again_with_words(action, secretary, post):
    assert "Say why it is dropped" in words_of(send(secretary, get(secretary, "/actions/A-1/drop/"), text=" "))
    send(secretary, get(secretary, "/actions/A-1/drop/"), text="Somebody else counts")
    assert "Somebody else counts" in words_of(get(secretary, "/actions/A-1/"))
    assert holder_of(post).get("/actions/A-1/reopen/").status_code == 403
    send(secretary, get(secretary, "/actions/A-1/reopen/"), text="Nobody did")
    page = get(secretary, "/actions/A-1/")
    assert "Taken up again" in words_of(page)
    assert page.context["line"].state.label == "Open"
    assert page.context["line"].due_on == OCTOBER


def test_entries_follow_one_another(action, secretary):
    turn_action(action, AUGUST, state="open", text="Later", due_on=date(2019, 12, 1))
    refused = send(secretary, get(secretary, "/actions/A-1/done/"), text="Done", on="2019-07-01")
    assert "Choose 5 August 2019 or a later day" in words_of(refused)
    assert list(refused.context["form"].errors) == ["on"]
    assert "not in the future" in words_of(send(secretary, refused, on="2019-10-01"))


def test_at_a_past_date_it_reads_as_it_stood_and_offers_nothing(action, secretary):
    turn_action(action, JULY, state="open", text="Later", due_on=date(2019, 12, 1))
    turn_action(action, AUGUST, text="Nine of them")
    stood = {"2019-06-03": ("Open", OCTOBER), "2019-07-01": ("Open", date(2019, 12, 1)), "2019-08-05": ("Done", None)}
    for day, (state, due) in stood.items():
        page = get(secretary, f"/actions/A-1/?as_at={day}")
        assert page.context["line"].state.label == state
        assert due is None or page.context["line"].due_on == due
        assert 'href="/actions/A-1/' not in page.content.decode().replace("?as_at", "")
        assert rows_of(get(secretary, f"/actions/?as_at={day}&state=open")) == (["A-1"] if state == "Open" else [])
    assert "Nine of them" not in words_of(get(secretary, "/actions/A-1/?as_at=2019-07-31"))
    assert secretary.get("/actions/A-1/?as_at=2019-06-02").status_code == 404


def test_two_who_report_at_once_both_find_their_words(real_clock, action, mopac):
    first, second = (client_of(somebody(("secretariat", mopac), name=name)) for name in ("Ann", "Ben"))
    forms = [get(client, "/actions/A-1/date/") for client in (first, second)]
    assert send(first, forms[0], due_on="2099-11-30", text="It rains").status_code == 302
    stopped = send(second, forms[1], due_on="2099-12-31", text="It snows")
    assert stopped.status_code == 409
    words = words_of(stopped)
    assert "Ann" in words
    assert "Date moved to 30 November 2099" in words
    assert "It rains" in words
    assert (form_of(stopped)["text"], form_of(stopped)["due_on"]) == (["It snows"], ["2099-12-31"])
    assert send(second, stopped).status_code == 302
    words = words_of(get(first, "/actions/A-1/"))
    assert "It rains" in words
    assert "It snows" in words


# Finding -------------------------------------------------------------------------------------------------------------


@pytest.fixture
def several(action, board, mopac, met):
    """A-1 open, A-2 overdue and moved, A-3 done, A-4 dropped, A-5 a response asked by another board of a Met post."""
    hoses = PostFactory(organisation=mopac, title="Head of hoses")
    late = set_action(board, JUNE, post=hoses, text="Find the hoses", due_on=JULY)
    turn_action(late, JULY, state="open", text="They are long", due_on=AUGUST)
    turn_action(set_action(board, JULY, post=hoses, text="Ring the bell"), AUGUST)
    turn_action(set_action(board, JULY, post=hoses, text="Wind the clock"), AUGUST, state="dropped")
    other = board_of(mopac, name="Fire board")
    risk = open_risk(RegisterFactory(organisation=mopac, profile=TOLD), JUNE, title="Fire")
    ask_response(other, risk, day=AUGUST, post=PostFactory(organisation=mopac, title="Chief"), due_on=OCTOBER)


def test_filters_find_what_they_say(several, post, board):
    holder = holder_of(post)
    found = {
        "": ["A-2", "A-1", "A-5", "A-3", "A-4"],
        "state=open": ["A-2", "A-1", "A-5"],
        "state=done": ["A-3"],
        "state=dropped": ["A-4"],
        "kind=response": ["A-5"],
        "board=ladder-group&state=open": ["A-2", "A-1"],
        "board=ladder-group&meeting=2019-07-01": ["A-3", "A-4"],
        "organisation=mopac&state=open": ["A-2", "A-1", "A-5"],
        "organisation=met": [],
        "mine=yes": ["A-1"],
        "overdue=yes": ["A-2"],
        "moved=yes": ["A-2"],
        "due_by=2019-08-05": ["A-2", "A-3", "A-4"],
        "text=THE+hoses": ["A-2"],
        f"post={post.pk}": ["A-1"],
        "state=nonsense&kind=nonsense": ["A-2", "A-1", "A-5", "A-3", "A-4"],
        "sort=number": ["A-1", "A-2", "A-3", "A-4", "A-5"],
        "sort=-number": ["A-5", "A-4", "A-3", "A-2", "A-1"],
        "sort=post": ["A-5", "A-2", "A-3", "A-4", "A-1"],
    }
    for query, rows in found.items():
        page = get(holder, f"/actions/?{query}")
        if query.startswith("due_by"):
            assert sorted(rows_of(page)) == rows
        else:
            assert rows_of(page) == rows, query
    assert "No action meets these filters" in words_of(get(holder, "/actions/?text=elephant"))


@pytest.mark.parametrize("query", ["", "board=ladder-group", "state=done", "mine=yes&sort=number", "as_at=2019-07-01"])
def test_each_figure_is_of_the_list_it_leads_to(several, post, query):
    holder = holder_of(post)
    page = get(holder, f"/actions/?{query}")
    assert [figure for figure in page.context["counts"] if figure["value"]]
    for figure in page.context["counts"]:
        assert bool(figure["url"]) == bool(figure["value"])
        if figure["url"]:
            led_to = get(holder, "/actions/" + figure["url"])
            assert led_to.context["page"].paginator.count == figure["value"], figure
    for name in ("board", "sort", "as_at"):
        if name in query:
            assert all(f"{name}=" in figure["url"] for figure in page.context["counts"] if figure["url"])


def test_who_holds_no_post_is_not_offered_their_own(several, secretary):
    page = get(secretary, "/actions/")
    assert "mine" not in page.context["form"].fields
    assert "Yours" not in words_of(page)


def test_where_there_is_nothing_it_is_said(board, secretary):
    assert "No meeting has set an action yet" in words_of(get(secretary, "/actions/"))


def test_a_longer_list_costs_no_more_statements(board, mopac, secretary, queries_for):
    register = RegisterFactory(organisation=mopac, profile=TOLD)

    def more(number):
        for n in range(number):
            risk, post = open_risk(register, JUNE, title=f"Risk {n}"), PostFactory(organisation=mopac)
            action = ask_response(board, risk, day=JULY, post=post, text=f"What of it, {n}?")
            turn_action(action, AUGUST, state="open", text="Later", due_on=OCTOBER)

    more(2)
    short = queries_for(lambda: secretary.get("/actions/"))
    more(20)
    assert queries_for(lambda: secretary.get("/actions/")) == short


# What stays unsaid ---------------------------------------------------------------------------------------------------

PLANTED = "quokka"


def everything_seen(client):
    pages = ["/actions/", "/actions/?state=open", f"/actions/?text={PLANTED}", "/actions/A-1/", "/"]
    return " ".join(words_of(client.get(page)) for page in pages if client.get(page).status_code == 200)


def test_a_sensitive_action_is_nowhere_for_who_is_not_cleared(board, post, mopac, met):
    set_action(board, JUNE, post=post, text=f"Feed the {PLANTED}", marking="official-sensitive")
    holder, cleared = holder_of(post), client_of(somebody(("reader", mopac), cleared_by=[mopac]))
    for client in (holder, client_of(somebody(("secretariat", mopac), cleared_by=[met]))):
        seen = everything_seen(client).replace(f"Words: {PLANTED}", "")
        assert PLANTED not in seen
        assert "A-1" not in seen
        assert "0 actions" in seen
        assert {client.get(f"/actions/A-1/{page}").status_code for page in ("", "done/", "drop/")} == {404}
    page = get(cleared, "/actions/A-1/")
    assert f"Feed the {PLANTED}" in words_of(page)
    assert page.context["marking"] == "OFFICIAL-SENSITIVE"
    assert [(read.what, read.organisation) for read in SensitiveRead.objects.all()] == [("A-1", mopac)]


def test_an_action_about_a_sensitive_risk_needs_clearance_whatever_its_own_marking(board, mopac):
    risk = open_risk(
        RegisterFactory(organisation=mopac, profile=TOLD), JUNE, title=f"The {PLANTED}", marking="official-sensitive"
    )
    ask_response(board, risk, day=JULY, marking="official")
    uncleared, cleared = (client_of(somebody(("lead", mopac), cleared_by=by)) for by in ([], [mopac]))
    assert "A-1" not in everything_seen(uncleared)
    page = get(cleared, "/actions/A-1/")
    assert f"The {PLANTED}" in words_of(page)
    assert page.context["marking"] == "OFFICIAL-SENSITIVE"


def test_what_is_said_of_a_risk_whose_reasons_are_sensitive_is_marked_so(board, mopac):
    risk = open_risk(RegisterFactory(organisation=mopac, profile=CLOSED_PROFILE), JUNE, title="Fire")
    ask_response(board, risk, day=JULY)
    uncleared, cleared = (client_of(somebody(("lead", mopac), cleared_by=by)) for by in ([], [mopac]))
    assert uncleared.get("/actions/A-1/").status_code == 404
    assert get(cleared, "/actions/A-1/").context["marking"] == "OFFICIAL-SENSITIVE"
    assert get(cleared, "/actions/").context["marking"] == "OFFICIAL-SENSITIVE"


def test_a_risk_the_other_body_may_not_know_of_takes_its_action_with_it(mopac, met):
    board = board_of(mopac, is_attended=True)
    register = RegisterFactory(organisation=mopac, board=board, profile=TOLD)
    known = open_risk(register, date(2019, 5, 1), title="Fire")
    agree(register, date(2019, 5, 2))
    ask_response(board, known, day=JUNE)
    ask_response(
        board, open_risk(RegisterFactory(organisation=mopac, kind="directorate", slug="estates"), JUNE), day=JUNE
    )
    close(board, JUNE)
    assert rows_of(get(client_of(somebody(("reader", met))), "/actions/")) == ["A-1"]


def test_the_time_looked_at_is_carried(action, secretary):
    page = get(secretary, "/actions/?as_at=2019-07-15&known_at=2019-07-20").content.decode()
    links = re.findall(r'href="(/actions/A-1/[^"]*)"', page)
    assert links
    assert all("as_at=2019-07-15" in link and "known_at=" in link for link in links)


# On other pages ------------------------------------------------------------------------------------------------------


@pytest.fixture
def risk(mopac, post):
    return open_risk(RegisterFactory(organisation=mopac, profile=TOLD), JUNE, title="Fire", owners=[post])


RISK = "/registers/mopac/corporate/1/"


def test_a_risk_tells_what_boards_ask_of_its_owner_and_who_may_answer_is_led_there(board, post, risk, secretary, mopac):
    ask_response(board, risk, day=JULY, post=post, due_on=AUGUST)
    set_action(board, JULY, risk=risk, post=post, due_on=OCTOBER, text="Buy water")
    for client, may in ((holder_of(post), True), (secretary, True), (client_of(somebody(("lead", mopac))), False)):
        page = get(client, RISK)
        words = words_of(page)
        assert "Why has it not moved?" in words
        asked = "Asked by Ladder group of Head of ladders, due 5 August 2019, past the due date. Not answered yet."
        assert asked in words
        assert "Buy water" in words
        assert ('href="/actions/A-1/done/"' in page.content.decode()) is may
    past = get(secretary, RISK + "?as_at=2019-07-15").content.decode()
    assert "Why has it not moved?" in past
    assert "/actions/A-1/done/" not in past
    assert "Why has it not moved?" not in words_of(get(secretary, RISK + "?as_at=2019-06-15"))


def test_once_answered_the_answer_stands_on_the_risk(board, post, risk, secretary):
    action = ask_response(board, risk, day=JULY, post=post)
    turn_action(action, AUGUST, text="It was wet")
    turn_action(set_action(board, JULY, risk=risk, text="Buy water"), AUGUST)
    words = words_of(get(secretary, RISK))
    assert "Responses given" in words
    assert "It was wet" in words
    assert "A response is asked for" not in words
    assert "Buy water" not in words
    listed = re.search(r'href="(/actions/\?risk=[^"]*)"', get(secretary, RISK).content.decode())[1]
    assert rows_of(get(secretary, listed)) == ["A-1", "A-2"]
    assert "Only about MOPAC risk 1 Fire" in words_of(get(secretary, listed))


def test_a_risk_about_which_nothing_is_asked_says_nothing_of_it(risk, action, secretary):
    assert "Asked and to be done" not in words_of(get(secretary, RISK))


def test_a_list_about_a_risk_that_is_hidden_is_like_one_about_none(board, mopac, secretary):
    hidden = open_risk(RegisterFactory(organisation=mopac), JUNE, title="Hidden", marking="official-sensitive")
    ask_response(board, hidden, day=JULY)
    for address in ("mopac/corporate/1", "mopac/corporate/9", "x", "a/b/c", "met/corporate/1"):
        page = get(secretary, f"/actions/?risk={address}")
        assert "There is no such risk" in words_of(page)
        assert "No meeting has set an action yet" in words_of(page) or "No action meets" in words_of(page)


def test_sensitive_words_are_not_on_a_page_that_is_not_marked_for_them(board, post, risk, mopac):
    set_action(board, JULY, risk=risk, post=post, text=f"Feed the {PLANTED}", marking="official-sensitive")
    uncleared, cleared = (client_of(somebody(("lead", mopac), cleared_by=by)) for by in ([], [mopac]))
    assert "A-1" not in words_of(get(uncleared, RISK))
    page = get(cleared, RISK)
    assert "A-1" in words_of(page)
    assert (PLANTED in words_of(page)) is (page.context["marking"] == "OFFICIAL-SENSITIVE")


def test_more_asked_about_a_risk_costs_no_more_statements(board, post, risk, secretary, queries_for):
    def more(number):
        for n in range(number):
            ask_response(board, risk, day=JULY, post=post, text=f"What of it, {n}?")
            turn_action(ask_response(board, risk, day=JULY, text=f"And of it, {n}?"), AUGUST)
            ask_panel_request(board.organisation, JULY, risk=risk)

    more(2)
    short = queries_for(lambda: secretary.get(RISK))
    more(11)
    assert queries_for(lambda: secretary.get(RISK)) == short


def test_a_paper_is_offered_the_responses_given_and_the_requests_still_open(board, post, risk, mopac, met, secretary):
    agree(risk.register, JULY)
    said = {"organisation": mopac, "kind": "mopac-risk-update", "by": somebody()}
    paper = papers.start(panel_date=OCTOBER, bases=[(risk.register, TODAY, date(2019, 6, 30))], **said)
    page = words_of(get(secretary, paper.get_absolute_url()))
    assert "No Panel request is open, and no board was given a response" in page
    turn_action(ask_response(board, risk, day=JULY, post=post), AUGUST, text="It was wet")
    turn_action(ask_response(board, risk, day=JUNE, text="An old question?"), date(2019, 6, 30))
    ask_response(board, risk, day=JULY, text="Not answered?")
    ask_panel_request(mopac, JUNE, text="Are there enough ladders?")
    close_request(ask_panel_request(mopac, JUNE, text="Is it closed?"), JULY)
    ask_panel_request(met, JUNE, text="Is it theirs?")
    page = words_of(get(secretary, paper.get_absolute_url()))
    assert "Ladder group asked on 1 July 2019: Why has it not moved?" in page
    assert "The answer of Head of ladders: It was wet" in page
    assert "Are there enough ladders?" in page
    for unsaid in ("An old question?", "Not answered?", "Is it closed?", "Is it theirs?"):
        assert unsaid not in page


def test_a_paper_page_that_offers_sensitive_words_is_marked_and_noted_for_the_cleared_alone(board, mopac):
    risk = open_risk(RegisterFactory(organisation=mopac, profile=CLOSED_PROFILE), JUNE, title="Fire")
    agree(risk.register, JULY)
    said = {"organisation": mopac, "kind": "mopac-risk-update", "by": somebody()}
    paper = papers.start(panel_date=OCTOBER, bases=[(risk.register, TODAY, date(2019, 6, 30))], **said)
    turn_action(ask_response(board, risk, day=JULY), AUGUST, text=f"The {PLANTED} did it")
    uncleared, cleared = (client_of(somebody(("secretariat", mopac), cleared_by=by)) for by in ([], [mopac]))
    assert PLANTED not in words_of(get(uncleared, paper.get_absolute_url()))
    assert not SensitiveRead.objects.exists()
    page = get(cleared, paper.get_absolute_url())
    assert PLANTED in words_of(page)
    assert page.context["marking"] == "OFFICIAL-SENSITIVE"
    assert SensitiveRead.objects.count() == 1


# In a browser --------------------------------------------------------------------------------------------------------


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("width", "scripts"), [(1280, True), (320, True), (320, False)])
def test_the_owner_answers_from_the_page_of_the_risk_in_a_browser(real_clock, new_page, live_server, width, scripts):
    body = OrganisationFactory(slug="mopac", short_name="MOPAC", order=1)
    post = PostFactory(organisation=body, title="Head of ladders")
    risk = open_risk(RegisterFactory(organisation=body, profile=TOLD), JUNE, title="Fire", owners=[post])
    board = board_of(body, name="Ladder group")
    ask_response(board, risk, day=JULY, post=post)
    set_action(board, JULY, risk=risk, post=post, text="Buy water")
    owner = somebody(("lead", body))
    people.hold(post=post, by=owner, name=owner.name, on=JUNE, user=owner)
    page = new_page(width=width, scripts=scripts)

    def check(where):
        if scripts:
            check_page(page, where)

    sign_in(page, live_server.url, owner)
    go(page, f"{live_server.url}{RISK}")
    check("the risk")
    press(page.locator("main a", has_text="Answer A-1"))
    press(page.get_by_role("button", name="Save"))
    assert "Write the answer" in page.locator("main").inner_text()
    check("the form with a mistake")
    page.get_by_label("Answer", exact=True).fill("It was wet")
    press(page.get_by_role("button", name="Save"))
    assert "It was wet" in page.locator("main").inner_text()
    check("the answered response")
    go(page, f"{live_server.url}/actions/")
    check("the list")
    go(page, f"{live_server.url}{RISK}")
    assert "Responses given" in page.locator("main").inner_text()
    check("the risk with the answer")
