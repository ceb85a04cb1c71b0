"""Does a board agree exactly what it was shown, and is that what the other body sees from then on?"""

import re
from datetime import date, timedelta

import pytest
from django.urls import reverse

from registers import clock
from registers.access import audience_of
from registers.actions import risks
from registers.actions.assessments import record, set_appetite
from registers.models import Agreement, Marking, SensitiveRead
from registers.position import index, look_at
from registers.scope import Scope, quarter_end_before
from registers.unsettled import unsettled
from registers.views.common import asked_scope
from tests.factories import PostFactory, RegisterFactory, agree, client_of, open_risk, score_risk, somebody

pytestmark = pytest.mark.django_db

JANUARY, FEBRUARY, MARCH, MAY, JULY = (date(2020, month, 1) for month in (1, 2, 3, 5, 7))


@pytest.fixture
def met():
    return RegisterFactory(
        organisation__slug="met", organisation__short_name="the Met", title="Met corporate risk register"
    )


@pytest.fixture
def mopac():
    return RegisterFactory(organisation__slug="mopac", organisation__short_name="MOPAC")


@pytest.fixture
def board(met):
    return somebody(("board", met.organisation), cleared_by=[met.organisation], name="Bo Board")


@pytest.fixture
def risk(met):
    """Agreed at M v H in March, scored higher in May."""
    risk = open_risk(met, on=JANUARY, title="Money", score=(2, 3))
    agree(met, MARCH)
    score_risk(risk, 3, 3, on=MAY, reason="The grant was cut")
    return risk


def address(register, page="register-agree"):
    return reverse(f"registers:{page}", args=[register.organisation.slug, register.slug])


def text_of(answer):
    """What a person reads of a page: without tags, on one line."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def hidden(answer, name):
    return re.search(rf'name="{name}" value="([^"]*)"', answer.content.decode())[1]


def press(client, register, meeting="Risk and Assurance Board, 5 July", shown=None, **typed):
    """Press the button of the page as it was shown."""
    shown = shown or client.get(address(register))
    carried = {name: hidden(shown, name) for name in ("as_at", "known_at")}
    return client.post(address(register), carried | {"meeting": meeting} | typed, follow=True)


def seen_by(user, register):
    found = index(look_at(register, audience_of(user), Scope(clock.today())))
    return {row.ref: row.cell for row in found.rows}


# What is shown ---------------------------------------------------------------------------------


def test_the_board_sees_what_differs_from_what_was_agreed_and_why(board, met, risk):
    page = text_of(client_of(board).get(address(met)))
    assert "Last agreed as at 1 March 2020 (The board)" in page
    assert "M v H High H v H High The grant was cut" in page
    assert "1 changed 0 unchanged" in page


def test_everything_about_a_risk_that_changed_has_its_line(board, met, mopac):
    owner, other = PostFactory(organisation=met.organisation), PostFactory(organisation=met.organisation)
    risk = open_risk(met, on=JANUARY, title="Money", description="The old text", owners=[owner])
    basis = open_risk(met, on=JANUARY, title="Trust")
    agree(met, MARCH)
    common = {"risk": risk, "by": board, "version": None, "on": MAY, "reason": "Refreshed in May"}
    risks.edit(**common, title="Funding", description="The new text", owners=[other], horizon="both", printed_ref="7")
    risks.depend(**common, depends_on=basis)
    risks.mark(**common, marking=Marking.SENSITIVE)
    record(**common, likelihood=1, impact=1, kind="target", target_on=JULY)
    set_appetite(register=met, by=board, on=MAY, statement="We accept little", highest_band="low", reason="New board")

    difference = unsettled(met, audience_of(board), Scope(MARCH), Scope(MAY))
    [change] = difference.changes
    assert [(line.what, line.before.text, line.after.text) for line in change.lines] == [
        ("Title", "Money", "Funding"),
        ("Description", "The old text", "The new text"),
        ("Target", "None", "L v L by 1 July 2020"),
        ("Owners", owner.title, other.title),
        ("Horizon", "None", "Short- and long-term"),
        ("Marking", "None", "OFFICIAL-SENSITIVE"),
        ("Printed reference", "None", "7"),
        ("Dependency", "None", "Risk 2 (Trust) bears on this risk"),
    ]
    assert {line.reason for line in change.lines} == {"Refreshed in May"}
    assert difference.appetite.after == ("We accept little", "low")
    assert difference.unchanged == 1
    page = text_of(client_of(board).get(address(met)))
    assert "The register's appetite" in page
    assert "We accept little" in page


def test_new_closed_and_reopened_risks_are_told_as_such(board, met):
    stays, goes, returns = (open_risk(met, on=JANUARY, title=title) for title in ("Stays", "Goes", "Returns"))
    with clock.at(clock.moment_on(FEBRUARY)):
        risks.close(risk=returns, by=board, version=None, on=FEBRUARY, reason="Over")
    agree(met, MARCH)
    with clock.at(clock.moment_on(MAY)):
        risks.close(risk=goes, by=board, version=None, on=MAY, reason="No longer a risk")
        risks.reopen(risk=returns, by=board, version=None, on=MAY, reason="It is back")
        open_risk(met, on=MAY, title="Comes")
    difference = unsettled(met, audience_of(board), Scope(MARCH), Scope(MAY))
    assert {change.title: change.turn for change in difference.changes} == {
        "Goes": "closed",
        "Returns": "reopened",
        "Comes": "new",
    }
    assert difference.unchanged == 1
    assert stays.pk not in {change.risk.pk for change in difference.changes}
    page = text_of(client_of(board).get(address(met)))
    assert "Closed 1 May 2020 No longer a risk" in page
    assert "1 new 0 changed 1 closed 1 reopened 1 unchanged" in page


def test_what_was_changed_and_changed_back_is_no_difference(board, met, risk):
    score_risk(risk, 2, 3, on=MAY + timedelta(days=9))
    page = text_of(client_of(board).get(address(met)))
    assert "Nothing has changed" in page
    assert "0 changed" not in page


def test_the_day_proposed_is_the_last_quarter_end_unless_that_is_agreed(board, met, risk):
    client, today = client_of(board), clock.today()
    assert hidden(client.get(address(met)), "as_at") == quarter_end_before(today).isoformat()
    press(client, met)
    assert hidden(client.get(address(met)), "as_at") == today.isoformat()


def test_a_register_never_agreed_is_proposed_as_it_stands_today(board, met):
    open_risk(met, on=JANUARY, title="First")
    page = client_of(board).get(address(met))
    assert hidden(page, "as_at") == clock.today().isoformat()
    assert "It has not been agreed before" in text_of(page)
    assert "1 new" in text_of(page)


def test_another_day_can_be_asked_for_and_what_is_dated_later_is_named(board, met, risk):
    page = text_of(client_of(board).get(address(met), {"as_at": "2020-04-01"}))
    assert "What would be agreed as at 1 April 2020 Nothing has changed" in page
    assert "Not part of it" in page
    assert "1 Money: score" in page


@pytest.mark.parametrize("day", ["2999-01-01", "soon"])
def test_a_day_in_the_future_or_no_day_at_all_is_explained(board, met, risk, day):
    page = text_of(client_of(board).get(address(met), {"as_at": day}))
    assert "Enter a date that is not in the future" in page


# Agreeing --------------------------------------------------------------------------------------


def test_once_agreed_the_other_body_sees_it_and_the_record_says_at_which_meeting(board, met, mopac, risk):
    reader = somebody(("reader", mopac.organisation))
    assert seen_by(reader, met) == {1: (2, 3)}
    answer = press(client_of(board), met)
    said = text_of(answer)
    assert "Met corporate risk register agreed as at" in said
    assert "It can now be seen so by MOPAC." in said
    assert seen_by(reader, met) == {1: (3, 3)}
    assert "Risk and Assurance Board, 5 July" in text_of(client_of(reader).get(address(met, "agreements")))
    assert Agreement.objects.latest_of(met).by == board


def test_what_is_agreed_can_be_looked_at_again_by_its_own_time(board, met, mopac, risk):
    press(client_of(board), met)
    agreement = Agreement.objects.latest_of(met)
    assert agreement.known_at < agreement.recorded_at
    audience = audience_of(somebody(("reader", mopac.organisation)))
    view = look_at(met, audience, Scope(as_at=clock.today()))
    again = look_at(met, audience, view.scope)
    assert again.agreement == view.agreement == agreement
    assert index(again).shown == index(view).shown != ()


def test_a_post_may_agree_instead_of_a_meeting(board, met, risk):
    post = PostFactory(organisation=met.organisation, title="Deputy Commissioner")
    answer = press(client_of(board), met, meeting="", post=post.pk)
    assert Agreement.objects.latest_of(met).settled_by == "Deputy Commissioner"
    assert "Deputy Commissioner" in text_of(answer)


def test_it_must_be_said_who_agreed_and_what_was_shown_stays_what_is_agreed(board, met, mopac, risk):
    client = client_of(board)
    shown = client.get(address(met))
    refused = press(client, met, meeting="", shown=shown)
    assert "Say at which meeting it was agreed, or by which post" in text_of(refused)
    assert hidden(refused, "known_at") == hidden(shown, "known_at")
    assert Agreement.objects.filter(register=met).count() == 1


def test_what_was_recorded_after_the_page_was_shown_stays_working_and_is_named(board, met, mopac, risk):
    client = client_of(board)
    shown = client.get(address(met))
    record(risk=risk, by=board, version=None, on=JULY, likelihood=4, impact=4, reason="Meanwhile")
    said = text_of(press(client, met, shown=shown))
    assert "Not part of it, and still being worked on: 1 Money (score)." in said
    assert seen_by(somebody(("reader", mopac.organisation)), met) == {1: (3, 3)}
    assert "L v" not in said
    assert "VH v VH" in text_of(client.get(address(met)))


def test_two_boards_at_once_do_not_agree_over_each_other(board, met, risk):
    client = client_of(board)
    shown = client.get(address(met))
    press(client, met, meeting="The first")
    said = press(client, met, meeting="The second", shown=shown)
    assert "Somebody has agreed the register since you opened this page" in text_of(said)
    assert "The second" in said.content.decode()
    assert Agreement.objects.latest_of(met).meeting == "The first"
    press(client, met, meeting="The second", shown=said)
    assert Agreement.objects.latest_of(met).meeting == "The second"


def test_an_earlier_day_than_the_one_agreed_is_refused(board, met, risk):
    said = press(client_of(board), met, shown=client_of(board).get(address(met), {"as_at": "2020-02-01"}))
    assert "The register is already agreed as at 1 March 2020" in text_of(said)
    assert Agreement.objects.count() == 1


def test_agreeing_without_any_change_says_that_it_was_looked_at(board, met):
    open_risk(met, on=JANUARY)
    agree(met, MARCH)
    said = press(client_of(board), met)
    assert "agreed as at" in text_of(said)
    assert Agreement.objects.count() == 2


@pytest.mark.parametrize("known_at", ["", "yesterday", "2999-01-01T00:00:00+00:00"])
def test_a_moment_that_cannot_be_is_refused(board, met, risk, known_at):
    client_of(board).post(address(met), {"as_at": "2020-05-01", "known_at": known_at, "meeting": "The board"})
    assert Agreement.objects.count() == 1


# The list --------------------------------------------------------------------------------------


def test_each_agreement_leads_to_the_position_as_it_was_agreed(board, met, mopac, risk):
    """Exactly: also where something was entered a moment later on the same day."""
    press(client_of(board), met)
    record(risk=risk, by=board, version=None, on=MAY, likelihood=1, impact=1, reason="Entered a moment later")
    for user in (board, somebody(("reader", mopac.organisation))):
        page = client_of(user).get(address(met, "agreements")).content.decode()
        links = re.findall(r'href="([^"]*known_at[^"]*)"', page)
        assert len(links) == 2
        shown = text_of(client_of(user).get(links[0].replace("&amp;", "&")))
        assert "H v H" in shown
        assert "L v L" not in shown


def test_a_moment_is_carried_from_page_to_page_to_the_microsecond(rf):
    moment = clock.moment_on(MAY) + timedelta(microseconds=250)
    asked = asked_scope(rf.get("/", {"known_at": moment.isoformat()}))
    again = asked_scope(rf.get("/", asked.query))
    assert again.scope.known_at == asked.scope.known_at == moment


# Who may ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", ["reader", "lead", "secretariat", "administrator"])
def test_members_without_the_role_may_look_at_agreements_and_agree_nothing(met, risk, role):
    client = client_of(somebody((role, met.organisation), cleared_by=[met.organisation]))
    assert client.get(address(met, "agreements")).status_code == 200
    assert "Agree the register" not in text_of(client.get(address(met, "agreements")))
    assert client.get(address(met)).status_code == 403
    assert client.post(address(met), {"as_at": "2020-05-01", "meeting": "Mine"}).status_code == 403
    assert Agreement.objects.count() == 1


def test_a_board_that_may_not_see_all_of_it_is_told_what_it_lacks(met, risk):
    answer = client_of(somebody(("board", met.organisation))).get(address(met))
    assert answer.status_code == 403
    assert "needs clearance for the sensitive text of the Met" in text_of(answer)


def test_the_other_bodys_board_and_strangers_agree_nothing(client, met, mopac, risk):
    other = client_of(somebody(("board", mopac.organisation), cleared_by=[met.organisation]))
    assert other.get(address(met)).status_code == 403
    assert other.post(address(met), {"meeting": "Ours"}).status_code == 403
    panel = client_of(somebody())
    assert panel.get(address(met)).status_code == 404
    assert panel.get(address(met, "agreements")).status_code == 404
    assert client.get(address(met)).url.startswith("/accounts/login/")
    assert Agreement.objects.count() == 1


def test_looking_at_sensitive_text_before_agreeing_is_noted(board, met, risk):
    met.profile = met.profile | {"score": "official-sensitive"}
    met.save()
    client_of(board).get(address(met))
    assert SensitiveRead.objects.filter(user=board, organisation=met.organisation).exists()


def test_a_dependency_on_a_risk_the_board_may_not_see_is_not_mentioned(met, mopac):
    estates = RegisterFactory(organisation=met.organisation, slug="estates", kind="directorate", title="Estates")
    limits = {"organisation": met.organisation, "register": met}
    board = somebody({"role": "board", **limits}, cleared_by=[met.organisation])
    risk, hidden_risk = open_risk(met, on=JANUARY), open_risk(estates, on=JANUARY, title="Secret roof")
    agree(met, MARCH)
    risks.depend(risk=risk, by=board, version=None, on=MAY, depends_on=hidden_risk)
    page = text_of(client_of(board).get(address(met)))
    assert "Dependency" not in page
    assert "Estates" not in page


def test_a_longer_register_costs_no_more_queries(board, met, queries_for):
    client = client_of(board)

    def fill(count):
        for _ in range(count):
            risk = open_risk(met, on=JANUARY, owners=[PostFactory(organisation=met.organisation)], score=(1, 1))
            score_risk(risk, 2, 2, on=MAY)

    fill(2)
    agree(met, MARCH)
    client.get(address(met))
    short = queries_for(lambda: client.get(address(met)))
    fill(12)
    assert queries_for(lambda: client.get(address(met))) == short
