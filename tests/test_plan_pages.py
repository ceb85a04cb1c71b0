"""The pages of improvement plans: what each visitor meets, finds, may do, and is told when it cannot be done."""

import re
from contextlib import nullcontext
from datetime import date, timedelta
from html import unescape

import pytest

from controls.actions import improvement
from controls.models import ImprovementPlan, StreamProgress, StreamSource, StreamWording, WorkStream
from registers import clock
from registers.actions import people
from registers.models import SensitiveRead
from tests.control_factories import add_control, on
from tests.factories import (
    OPEN_PROFILE,
    OrganisationFactory,
    PostFactory,
    RegisterFactory,
    agree,
    client_of,
    open_risk,
    somebody,
)
from tests.pages import form_of
from tests.plan_factories import FIRST_DAY, add_stream, begin_plan, close_plan, mark_plan, move_stream, state_stream

pytestmark = pytest.mark.django_db
TODAY = date(2018, 11, 15)
JUNE, JULY, NEW_YEAR = date(2018, 6, 1), date(2018, 7, 1), date(2019, 1, 1)
PLAN = "/improvement-plans/mopac/2018-19/"
PAGES = ["", "refresh/", "add/", "close-year/", "mark/", "F1/", "F1/edit/", "F1/due/", "F1/state/", "F1/links/"]


@pytest.fixture(autouse=True)
def _it_is_november(request):
    """Not for who asks what was saved since a page was opened: the audit trail runs on the real clock."""
    with nullcontext() if "real_clock" in request.fixturenames else on(TODAY):
        yield


@pytest.fixture
def real_clock():
    return None


@pytest.fixture
def body():
    return OrganisationFactory(slug="mopac", short_name="MOPAC")


@pytest.fixture
def plan(body):
    return begin_plan(body)


@pytest.fixture
def stream(plan):
    return add_stream(plan, title="Share data", principle="F", status="on-track", due=JULY)


@pytest.fixture
def lead(body):
    return client_of(somebody(("lead", body), name="The lead"))


@pytest.fixture
def board(body):
    return client_of(somebody(("board", body)))


def said(client, address, status=200):
    answer = client.get(address)
    assert answer.status_code == status, address
    return answer.content.decode()


def send(client, address, follow=True, **typed):
    """The form as it was shown, with this typed into it."""
    return client.post(address, form_of(client.get(address)) | typed, follow=follow)


def told(answer):
    """What the page says was done."""
    return [str(message) for message in answer.context["messages"]]


# Who -----------------------------------------------------------------------------------------------------------------


def test_each_meets_what_is_for_them(plan, stream, body):
    other, panel = OrganisationFactory(slug="met"), OrganisationFactory(slug="panel", kind="panel")
    members = {role: client_of(somebody((role, body))) for role in ("reader", "lead", "board")}
    for name, client in members.items():
        allowed = {"lead": {"refresh/", "add/", "F1/edit/", "F1/due/", "F1/state/", "F1/links/"}}.get(name, set())
        allowed |= {"close-year/", "mark/"} if name == "board" else set()
        for page in PAGES:
            expected = 200 if page in ("", "F1/") or page in allowed else 403
            assert client.get(PLAN + page).status_code == expected, (name, page)
        offered = said(client, PLAN) + said(client, PLAN + "F1/")
        shown = {page for page in PAGES if f'href="{PLAN}{page}"' in offered}
        assert shown - {"", "F1/"} == allowed - {"close-year/"}  # the year has not ended yet
    strangers = [somebody(("lead", other)), somebody(("panel-member", panel)), somebody()]
    for client in map(client_of, strangers):
        assert {client.get(PLAN + page).status_code for page in PAGES} == {404}
        assert "2018/19" not in said(client, "/improvement-plans/")
    assert client_of(somebody(("auditor", panel))).get(PLAN).status_code == 200
    assert client_of(somebody(("auditor", panel))).get(PLAN + "add/").status_code == 403


def test_a_sensitive_plan_is_there_for_those_cleared_marked_and_noted(plan, stream, body):
    mark_plan(plan, "official-sensitive", JULY)
    uncleared, cleared = client_of(somebody(("lead", body))), client_of(somebody(("lead", body), cleared_by=[body]))
    assert {uncleared.get(PLAN + page).status_code for page in PAGES} == {404}
    assert "OFFICIAL-SENSITIVE" in said(cleared, PLAN)
    said(cleared, PLAN + "F1/state/")
    noted = list(SensitiveRead.objects.order_by("pk").values_list("what", flat=True))
    assert noted == ["Improvement plan mopac/2018-19", "Improvement plan mopac/2018-19: state how it gets on"]


def test_a_past_at_which_it_was_sensitive_is_not_shown_once_it_is_official(plan, stream, body):
    mark_plan(plan, "official-sensitive", JUNE)
    mark_plan(plan, "official", JULY)
    reader = client_of(somebody(("reader", body)))
    assert said(reader, PLAN)
    assert reader.get(PLAN + "?as_at=2018-06-15").status_code == 404
    assert reader.get(PLAN + "F1/?as_at=2018-06-15").status_code == 404


def test_a_restricted_risk_it_bears_on_is_not_mentioned_to_who_is_not_cleared(plan, body):
    risk = open_risk(RegisterFactory(organisation=body), FIRST_DAY, title="A secret", marking="official-sensitive")
    add_stream(plan, principle="F", risks=[risk])
    reader = said(client_of(somebody(("reader", body))), PLAN + "F1/")
    assert "A secret" not in reader
    assert "Risk 1" not in reader
    assert "OFFICIAL-SENSITIVE" not in reader
    cleared = said(client_of(somebody(("reader", body), cleared_by=[body])), PLAN + "F1/")
    assert "A secret" in cleared
    assert "OFFICIAL-SENSITIVE" in cleared
    assert SensitiveRead.objects.count() == 1


# Reading -------------------------------------------------------------------------------------------------------------


def test_at_a_past_date_it_reads_as_it_did_and_offers_nothing(plan, stream, lead):
    state_stream(stream, "slipped", date(2018, 10, 1), note="The Met is asked")
    assert "The Met is asked" in said(lead, PLAN)
    past = said(lead, PLAN + "?as_at=2018-09-01")
    assert "The Met is asked" not in past
    assert f'href="{PLAN}F1/?as_at=2018-09-01"' in past
    assert "Monthly refresh" not in past
    assert lead.get(PLAN + "?as_at=2018-03-31").status_code == 404
    one = said(lead, PLAN + "F1/?as_at=2018-09-01")
    assert "Move its date" not in one
    assert "The Met is asked" not in one


def test_every_move_of_its_date_is_told_with_why(stream, lead):
    move_stream(stream, date(2018, 9, 1), date(2018, 6, 15), "The supplier is late")
    move_stream(stream, date(2018, 12, 1), date(2018, 8, 15), "It is later still")
    page = said(lead, PLAN + "F1/")
    assert "Revised 2 times; first promised for 1 July 2018" in page
    assert "The supplier is late" in page
    assert "It is later still" in page


def test_filters_find_as_many_as_the_counts_say(plan, stream, lead):
    add_stream(plan, title="Write it down", principle="A", status="complete", source="internal-audit")
    late = add_stream(plan, title="Plan ahead", principle="F", status="on-track", due=JULY)
    move_stream(late, NEW_YEAR, JUNE)
    found = {
        "status=on-track": ["F1", "F2"],
        "status=complete": ["A1"],
        "principle=F": ["F1", "F2"],
        "source=internal-audit": ["A1"],
        "flag=revised": ["F2"],
        "flag=overdue": ["F1"],
        "text=AHEAD": ["F2"],
        "status=nonsense": ["A1", "F1", "F2"],
    }
    for query, refs in found.items():
        page = lead.get(f"{PLAN}?{query}")
        assert [line.ref for line in page.context["lines"]] == refs, query
        counts = {count["text"].split(" (")[0]: count["value"] for count in page.context["counts"]}
        assert (counts["On track"], counts["Complete"]) == (2, 1)
    assert "No work-stream meets these filters" in said(lead, PLAN + "?status=slipped")
    backwards = lead.get(PLAN + "?sort=-ref").context["lines"]
    assert [line.ref for line in backwards] == ["F2", "F1", "A1"]


def test_a_plan_that_holds_nothing_says_what_to_do(plan, lead, body):
    assert "The plan holds no work-stream" in said(lead, PLAN)
    assert "Everything is finished" in said(lead, PLAN + "refresh/")
    assert "There is no improvement plan to show" in said(client_of(somebody()), "/improvement-plans/")


@pytest.mark.parametrize("address", [PLAN, PLAN + "refresh/", "/improvement-plans/", PLAN + "F1/"])
def test_a_longer_plan_costs_no_more_statements(plan, body, queries_for, address):
    owner, register = PostFactory(organisation=body), RegisterFactory(organisation=body)
    risk = open_risk(register, FIRST_DAY)
    control = add_control(risk, day=FIRST_DAY)
    client = client_of(somebody(("lead", body), cleared_by=[body]))

    def grow(number):
        for _ in range(number):
            add_stream(plan, principle="F", owner=owner, due=JULY, risks=[risk], controls=[control], by=owner_by)

    owner_by = somebody()
    grow(2)
    client.get(address)
    short = queries_for(lambda: client.get(address))
    grow(46)
    assert queries_for(lambda: client.get(address)) == short


def test_five_hundred_work_streams_cost_what_two_do(plan, body, queries_for):
    client = client_of(somebody(("lead", body)))
    add_stream(plan, ref="1")
    client.get(PLAN)
    short = queries_for(lambda: client.get(PLAN))
    _copy(plan, 499)
    assert "500 work-streams by status" in said(client, PLAN)
    assert queries_for(lambda: client.get(PLAN)) == short


def _copy(plan, number):
    """As many work-streams again, written at once."""
    by = somebody()
    streams = WorkStream.objects.bulk_create([WorkStream(plan=plan, ref=str(n + 2)) for n in range(number)])
    row = {"by": by, "on": FIRST_DAY}
    StreamWording.objects.bulk_create([StreamWording(stream=one, title="A copy", **row) for one in streams])
    StreamSource.objects.bulk_create([StreamSource(stream=one, source="in-year", **row) for one in streams])
    StreamProgress.objects.bulk_create([StreamProgress(stream=one, status="on-track", **row) for one in streams])


# Writing -------------------------------------------------------------------------------------------------------------


def test_who_is_not_cleared_begins_no_plan_and_is_told_of_none(body, plan, lead):
    mark_plan(plan, "official-sensitive", JUNE)
    begin = "/improvement-plans/mopac/begin/"
    assert "Begin a plan" not in said(lead, "/improvement-plans/")
    for answer in (lead.get(begin), lead.post(begin, {"first_day": "2018-04-01", "on": "2018-11-15"})):
        assert answer.status_code == 403
        assert "2018/19" not in answer.content.decode()
    cleared = client_of(somebody(("lead", body), cleared_by=[body]))
    assert "covers these days" in send(cleared, begin, first_day="2018-04-01").content.decode()


def test_a_lead_begins_a_plan_and_adds_to_it(body):
    lead = client_of(somebody(("lead", body), cleared_by=[body]))
    answer = send(lead, "/improvement-plans/mopac/begin/", first_day="2018-04-01")
    assert told(answer) == ["The plan of 2018/19 is begun."]
    answer = send(lead, PLAN + "add/", title="", principle="F", recommendation="Agree on it")
    assert "title" in answer.context["form"].errors
    assert "Agree on it" in answer.content.decode()
    answer = send(lead, PLAN + "add/", title="Share data", principle="F", due="2018-12-31", status="on-track")
    assert told(answer) == ["F1 added."]
    assert "Promised for" in answer.content.decode()


def test_years_that_overlap_are_refused_beside_the_field(plan, body):
    lead = client_of(somebody(("lead", body), cleared_by=[body]))
    answer = send(lead, "/improvement-plans/mopac/begin/", first_day="2019-01-01")
    assert answer.context["form"].errors["first_day"] == ["The plan of 2018/19 covers these days"]


def test_a_date_is_moved_twice_and_not_without_why(stream, lead):
    answer = send(lead, PLAN + "F1/due/", due="2018-12-31", reason="")
    assert "reason" in answer.context["form"].errors
    assert 'value="2018-12-31"' in answer.content.decode()
    send(lead, PLAN + "F1/due/", due="2018-12-31", reason="The supplier is late")
    answer = send(lead, PLAN + "F1/due/", due="2019-02-28", reason="It is later still")
    assert "Date moved for F1." in told(answer)
    assert "28 February 2019" in answer.content.decode()
    assert "On track" in answer.content.decode()


def test_slipped_without_a_note_is_refused_at_the_note_and_what_was_typed_stays(stream, lead):
    answer = send(lead, PLAN + "F1/state/", status="slipped", note="")
    assert answer.context["form"].errors["note"] == ["Say why it is slipped"]
    assert answer.context["form"]["status"].value() == "slipped"
    assert told(send(lead, PLAN + "F1/state/", status="slipped", note="The Met is asked")) == ["Stated for F1."]


def test_what_a_person_does_not_see_stays_linked(plan, body):
    register = RegisterFactory(organisation=body)
    secret = open_risk(register, FIRST_DAY, title="A secret", marking="official-sensitive")
    open_risk(register, FIRST_DAY, title="Seen")
    add_stream(plan, principle="F", risks=[secret])
    uncleared, cleared = client_of(somebody(("lead", body))), client_of(somebody(("lead", body), cleared_by=[body]))
    assert "A secret" not in said(uncleared, PLAN + "F1/links/")
    send(uncleared, PLAN + "F1/links/", risks=["corporate/2"])
    assert [linked.text for linked in cleared.get(PLAN + "F1/").context["line"].risks] == [
        "Risk 1: A secret",
        "Risk 2: Seen",
    ]


def test_who_saved_first_is_shown_beside_what_was_typed(real_clock, stream, lead):
    form = form_of(lead.get(PLAN + "F1/state/"))
    _finishes(stream, "It is done")
    answer = lead.post(PLAN + "F1/state/", form | {"status": "slipped", "note": "The Met is asked"})
    assert answer.status_code == 409
    text = answer.content.decode()
    assert "Sam Swift" in text
    assert "Complete" in text
    assert "The Met is asked" in text
    assert lead.post(PLAN + "F1/state/", form_of(answer), follow=True).status_code == 200
    assert StreamProgress.objects.filter(stream=stream).latest("pk").status == "slipped"


def _finishes(stream, note):
    """Somebody else says meanwhile that it is complete."""
    by = somebody(name="Sam Swift")
    improvement.state(stream=stream, by=by, version=None, on=clock.today(), status="complete", note=note)


# The monthly refresh -------------------------------------------------------------------------------------------------


@pytest.fixture
def three(plan, stream):
    return [
        stream,
        add_stream(plan, title="Second", principle="F", due=JULY),
        add_stream(plan, title="Third", principle="F"),
    ]


def latest(stream):
    return StreamProgress.objects.filter(stream=stream).latest("pk")


def test_each_row_is_saved_by_itself_and_what_is_refused_stays_as_typed(three, lead):
    typed = {"F1-status": "complete", "F1-note": "Done", "F2-due": "2019-01-31", "F3-status": "slipped"}
    answer = send(lead, PLAN + "refresh/", **typed)
    assert answer.status_code == 200
    text = answer.content.decode()
    assert "1 changed: F1." in text
    assert "Say why it is slipped" in text
    assert 'value="2019-01-31"' in text
    assert latest(three[0]).status == "complete"
    assert latest(three[1]).status == latest(three[2]).status == "not-started"
    assert not ImprovementPlan.objects.get().planrefresh_facts.exists()
    answer = lead.post(
        PLAN + "refresh/", form_of(answer) | {"F2-reason": "It is late", "F3-note": "Nobody is free"}, follow=True
    )
    assert told(answer) == ["MOPAC 2018/19 was gone through. 2 changed: F2 and F3."]
    assert "Last gone through on 15 November 2018" in answer.content.decode()


def test_the_rest_is_noted_in_one_press(three, lead):
    answer = send(lead, PLAN + "refresh/", **{"F1-note": "Half done", "rest": "yes"})
    assert told(answer) == ["MOPAC 2018/19 was gone through. 1 changed: F1. 2 noted, no change."]
    assert [latest(stream).noted for stream in three] == [False, True, True]


def test_a_row_that_somebody_else_finished_meanwhile_shows_both_texts(real_clock, three, lead):
    form = form_of(lead.get(PLAN + "refresh/"))
    _finishes(three[0], "All agreed")
    answer = lead.post(PLAN + "refresh/", form | {"F1-status": "slipped", "F1-note": "The Met is asked"})
    assert answer.status_code == 409
    text = answer.content.decode()
    assert "Sam Swift" in text
    assert "All agreed" in text
    assert "The Met is asked" in text
    assert latest(three[0]).status == "complete"


@pytest.mark.parametrize(("day", "words"), [("2018-03-01", "had not been begun"), ("2018-12-01", "")])
def test_a_refresh_on_a_day_that_cannot_be_is_refused_at_the_day(three, lead, day, words):
    answer = send(lead, PLAN + "refresh/", on=day, rest="yes")
    assert answer.status_code == 200
    assert words in str(answer.context["day"].errors["on"])


def test_a_reason_without_another_date_is_not_lost(three, lead):
    answer = send(lead, PLAN + "refresh/", **{"F1-reason": "The supplier is late"})
    assert "Enter the new date" in answer.content.decode()
    assert "The supplier is late" in answer.content.decode()


# The year ------------------------------------------------------------------------------------------------------------


def test_a_board_closes_the_year_after_seeing_what_is_carried(plan, stream, board, lead):
    add_stream(plan, title="Finished thing", principle="F", status="complete")
    with on(date(2019, 4, 3)):
        assert f'href="{PLAN}close-year/"' in said(board, PLAN)
        asked = said(board, PLAN + "close-year/")
        assert "1 work-stream is unfinished and goes on" in asked
        assert "F1 Share data" in asked
        assert "Finished thing" not in asked
        unconfirmed = {
            name: value for name, value in form_of(board.get(PLAN + "close-year/")).items() if name != "confirmed"
        }
        board.post(PLAN + "close-year/", unconfirmed)
        assert ImprovementPlan.objects.count() == 1
        answer = send(board, PLAN + "close-year/")
        assert "MOPAC 2018/19 is closed." in told(answer)[0]
        following = said(lead, "/improvement-plans/mopac/2019-20/F1/")
        assert "Carried forward from" in following
        assert f'href="{PLAN}F1/"' in following
        for page in ("add/", "refresh/", "F1/edit/", "F1/due/", "F1/state/", "F1/links/"):
            assert "nothing in it is changed any more" in told(lead.get(PLAN + page, follow=True))[0]
        closed = said(lead, PLAN + "F1/")
        assert "The year is closed" in closed
        assert "Move its date" not in closed
        assert said(lead, PLAN + "?as_at=2018-11-15")


def test_the_year_it_came_from_is_not_named_to_who_may_not_see_it(plan, stream, body):
    with on(date(2019, 4, 3)):
        close_plan(plan, date(2019, 4, 3))
        reader, address = client_of(somebody(("reader", body))), "/improvement-plans/mopac/2019-20/"
        assert "Carried forward from" in said(reader, address + "F1/")
        mark_plan(plan, "official-sensitive", date(2019, 4, 3))
        for page in (address, address + "F1/"):
            assert "2018/19" not in said(reader, page)
            assert "2018-19" not in said(reader, page)


def test_a_year_is_not_closed_before_it_ends(plan, board):
    said = board.get(PLAN + "close-year/").content.decode()
    assert "The year ends on 31 March 2019. It can be closed from that day on." in said
    plan.refresh_from_db()
    sent = {"on": clock.today().isoformat(), "confirmed": "yes", "version": plan.version}
    answer = board.post(PLAN + "close-year/", sent)
    assert answer.context["form"].errors["on"] == ["The year ends on 31 March 2019. Close it then"]


def test_lowering_the_marking_is_asked_first(plan, body):
    mark_plan(plan, "official-sensitive", JULY)
    board = client_of(somebody(("board", body), cleared_by=[body]))
    asked = send(board, PLAN + "mark/", marking="official", reason="Nothing in it needs it")
    assert "Once read, it cannot be unread" in asked.content.decode()
    assert client_of(somebody(("reader", body))).get(PLAN).status_code == 404
    board.post(PLAN + "mark/", form_of(asked))
    assert client_of(somebody(("reader", body))).get(PLAN).status_code == 200


def test_the_title_of_a_restricted_control_does_not_get_into_an_address(plan, body):
    control = add_control(open_risk(RegisterFactory(organisation=body), FIRST_DAY), day=FIRST_DAY, title="A ledger")
    page = said(client_of(somebody(("lead", body), cleared_by=[body])), control.get_absolute_url())
    assert "/improvement-plans/mopac/next-year/" in page
    assert "title=A+ledger" not in page


def test_an_improvement_of_a_control_is_noted_for_next_year(plan, stream, body):
    register = RegisterFactory(organisation=body, profile=OPEN_PROFILE | {"controls": "official"})
    control = add_control(open_risk(register, FIRST_DAY), day=FIRST_DAY, title="A ledger")
    lead, reader = (client_of(somebody((role, body), cleared_by=[body])) for role in ("lead", "reader"))
    page = control.get_absolute_url()
    assert "next-year" not in said(reader, page)
    offered = re.search(r'/improvement-plans/mopac/next-year/[^"]*', said(lead, page))[0]
    answer = send(lead, unescape(offered), principle="F")
    assert answer.redirect_chain[-1][0] == page
    assert told(answer) == ["F2 added to the plan of 2019/20."]
    assert "A ledger" in said(lead, "/improvement-plans/mopac/2019-20/F2/")


@pytest.mark.parametrize(
    "where", ["//evil.example/", "https://evil.example/", "/\\evil.example", "javascript:alert(1)"]
)
def test_nobody_is_sent_away_from_the_portal(plan, lead, where):
    address = f"/improvement-plans/mopac/next-year/?from={where}"
    answer = send(lead, address, follow=False, title="Noted")
    assert answer["Location"] == PLAN


# Home ----------------------------------------------------------------------------------------------------------------


@pytest.fixture
def owner(body):
    user, post = somebody(("reader", body)), PostFactory(organisation=body)
    people.hold(post=post, by=user, name=user.name, on=TODAY, user=user)
    user.post = post
    return user


def test_the_home_page_shows_a_persons_own_that_are_late_or_soon_due(plan, body, owner, queries_for):
    soon, later = TODAY + timedelta(days=20), TODAY + timedelta(days=60)
    common = {"owner": owner.post}
    add_stream(plan, title="Late thing", due=JULY, **common)
    add_stream(plan, title="Soon thing", due=soon, **common)
    add_stream(plan, title="Later thing", due=later, **common)
    add_stream(plan, title="Done thing", due=JULY, status="complete", **common)
    add_stream(plan, title="Another's thing", due=JULY, owner=PostFactory(organisation=body))
    page = said(client_of(owner), "/")
    assert "The date promised, 1 July 2018, has passed" in page
    assert "Due by 5 December 2018" in page
    assert page.index("Late thing") < page.index("Soon thing")
    for title in ("Later thing", "Done thing", "Another"):
        assert title not in page
    short = queries_for(lambda: client_of(owner).get("/"))
    for _ in range(8):
        add_stream(plan, due=JULY, **common)
    assert queries_for(lambda: client_of(owner).get("/")) == short


def test_the_home_page_is_silent_on_closed_years_and_plans_one_may_not_see(plan, body, owner):
    add_stream(plan, title="Late thing", due=JULY, owner=owner.post)
    mark_plan(plan, "official-sensitive", TODAY)
    assert "Late thing" not in said(client_of(owner), "/")
    mark_plan(plan, "official", TODAY)
    with on(date(2019, 3, 31)):
        close_plan(plan, date(2019, 3, 31))
        page = said(client_of(owner), "/")
        assert page.count("Late thing") == 1
        assert "/improvement-plans/mopac/2019-20/1/" in page


# On the page of a risk -----------------------------------------------------------------------------------------------

RISK = "/registers/mopac/corporate/1/"


def test_a_risk_tells_which_work_streams_bear_on_it_to_who_may_see_the_plan(plan, body):
    risk = open_risk(register := RegisterFactory(organisation=body), FIRST_DAY, title="Fire")
    add_stream(plan, title="Write it down", principle="A", risks=[risk], status="on-track", due=JULY)
    add_stream(plan, title="Something else", principle="B")
    agree(register, JUNE)
    page = said(client_of(somebody(("reader", body))), RISK)
    assert "In the improvement plan" in page
    assert "Write it down" in page
    assert "On track, promised for 1 July 2018" in page
    assert f'href="{PLAN}A1/"' in page
    assert "Something else" not in page
    other = client_of(somebody(("reader", OrganisationFactory(slug="met"))))
    assert "Write it down" not in said(other, RISK)
    limited = client_of(somebody({"role": "lead", "organisation": body, "register": register}))
    assert "Write it down" not in said(limited, RISK)


def test_a_sensitive_plan_is_named_on_a_risk_to_the_cleared_without_its_words_where_the_page_is_not_marked(plan, body):
    risk = open_risk(RegisterFactory(organisation=body), FIRST_DAY, title="Fire")
    add_stream(plan, title="Write it down", principle="A", risks=[risk])
    mark_plan(plan, "official-sensitive", JUNE)
    uncleared, cleared = (client_of(somebody(("lead", body), cleared_by=by)) for by in ([], [body]))
    assert "In the improvement plan" not in said(uncleared, RISK)
    page = said(cleared, RISK)
    assert "In the improvement plan" in page
    assert ("Write it down" in page) is ("OFFICIAL-SENSITIVE</span>" in page)
    mark_plan(plan, "official", JULY)
    assert "Write it down" in said(uncleared, RISK)
    assert "Write it down" not in said(uncleared, f"{RISK}?as_at=2018-06-15")


def test_of_a_year_that_is_closed_a_risk_tells_nothing_but_what_went_on(plan, body):
    risk = open_risk(RegisterFactory(organisation=body), FIRST_DAY, title="Fire")
    add_stream(plan, title="Write it down", principle="A", risks=[risk], status="complete")
    add_stream(plan, title="Read it", principle="B", risks=[risk])
    with on(date(2019, 4, 2)):
        close_plan(plan, date(2019, 4, 1))
        page = said(client_of(somebody(("reader", body))), RISK)
        assert "Read it" in page
        assert 'href="/improvement-plans/mopac/2019-20/B1/"' in page
        assert "Write it down" not in page


def test_more_work_streams_cost_a_risk_no_more_statements(plan, body, queries_for):
    risk = open_risk(RegisterFactory(organisation=body), FIRST_DAY, title="Fire")
    owner, reader = PostFactory(organisation=body), client_of(somebody(("reader", body)))

    def more(number):
        for n in range(number):
            add_stream(plan, title=f"Step {n}", principle="A", risks=[risk], owner=owner, due=JULY)

    more(2)
    reader.get(RISK)  # the first look leaves something to remember
    short = queries_for(lambda: reader.get(RISK))
    more(20)
    assert queries_for(lambda: reader.get(RISK)) == short
