"""Does the yearly refresh go through a whole register in one sitting, all of it or nothing, and lose nothing typed?"""

import re
from datetime import date, timedelta

import pytest
from django.urls import reverse

from registers import clock
from registers.access import audience_of
from registers.actions import agreements, risks
from registers.details import full_position
from registers.models import RISK_FACTS, Risk, RiskState
from registers.movement import Movement
from registers.position import index, look_at
from registers.scope import Scope
from tests.factories import PostFactory, RegisterFactory, agree, client_of, open_risk, score_risk, somebody

pytestmark = pytest.mark.django_db

JANUARY, MARCH, APRIL, MAY = (date(2020, month, 1) for month in (1, 3, 4, 5))
TITLES = ("Violence", "Trust", "Money", "Change", "Estates")


@pytest.fixture
def met():
    return RegisterFactory(
        organisation__slug="met", organisation__short_name="the Met", title="Met corporate risk register"
    )


@pytest.fixture
def board(met):
    return somebody(("board", met.organisation), cleared_by=[met.organisation], name="Bo Board")


@pytest.fixture
def five(met):
    """Five open risks of one register, 1 to 5, and one closed."""
    found = [open_risk(met, on=JANUARY, title=title, description=f"About {title}.", score=(2, 3)) for title in TITLES]
    closed = open_risk(met, on=JANUARY, title="Over")
    with clock.at(clock.moment_on(MARCH)):
        risks.close(risk=closed, by=somebody(), version=None, on=MARCH, reason="Over")
    return found


def address(register):
    return reverse("registers:register-refresh", args=[register.organisation.slug, register.slug])


def opened(client, register):
    """The fields of the sheet as the page sends them."""
    return fields_of(client.get(address(register)))


def fields_of(answer):
    """Every field of the page's sheet as a browser would send it back."""
    page = answer.content.decode().split("<main", 1)[1]
    found = {}
    for tag in re.findall(r"<input [^>]*>", page):
        if name := re.search(r'name="([^"]+)"', tag):
            value = re.search(r'value="([^"]*)"', tag)
            found[name[1]] = _plain(value[1]) if value else ""
    for name, text in re.findall(r'<textarea name="([^"]+)"[^>]*>\s?([^<]*)</textarea>', page):
        found[name] = _plain(text)
    for name, options in re.findall(r'<select name="([^"]+)".*?>(.*?)</select>', page, re.DOTALL):
        chosen = re.search(r'value="([^"]*)" selected', options)
        found[name] = chosen[1] if chosen else ""
    found.pop("csrfmiddlewaretoken", None)
    return found


def _plain(text):
    return text.replace("&quot;", '"').replace("&#x27;", "'").replace("&amp;", "&").strip("\r\n")


def of(ref, **typed):
    """What is typed in the row of one risk."""
    return {f"risk-{ref}-{name}": value for name, value in typed.items()}


def text_of(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def facts():
    return sum(model.objects.count() for model in RISK_FACTS) + Risk.objects.count()


def position(user, register, as_at=APRIL, since=MARCH):
    found = full_position(index(look_at(register, audience_of(user), Scope(as_at, compared_with=since))))
    return {risk.row.ref: risk for risk in found.risks}


@pytest.fixture
def sitting(board, met, five):
    """The sheet filled in with one of everything, from April."""
    client = client_of(board)
    return client, (
        opened(client, met)
        | {"on": "2020-04-01", "reason": "Yearly refresh"}
        | of(1, what="reword", title="Violent crime", printed_ref="1a", horizon="long-term")
        | of(2, what="recast", title="Legitimacy", description="No longer about trust alone.", reason="A new view")
        | of(3, printed_ref="9", order="15")
        | of(4, what="merge", into=str(five[4].pk))
        | of(5, what="carry")
        | {"new-0-title": "Artificial intelligence", "new-0-description": "Tools may mislead.", "new-0-order": "5"}
    )


# The whole sitting -----------------------------------------------------------------------------


def test_one_sitting_refreshes_the_whole_register_from_one_day(board, met, sitting):
    client, sheet = sitting
    answer = client.post(address(met), sheet | {"step": "apply"})
    assert answer.status_code == 302
    now = position(board, met)
    assert {ref: risk.row.movement for ref, risk in now.items()} == {
        1: Movement.STATIC,
        2: Movement.REFRESHED,
        3: Movement.STATIC,
        4: Movement.CLOSED,
        5: Movement.REFRESHED,
        7: Movement.NEW,
    }
    assert {ref: risk.details.title for ref, risk in now.items()} == {
        1: "Violent crime",
        2: "Legitimacy",
        3: "Money",
        4: "Change",
        5: "Estates",
        7: "Artificial intelligence",
    }
    assert [risk.row.printed_ref for risk in now.values()][:4] == ["7", "1a", "9", "2"]
    assert now[1].row.horizon == "long-term"
    assert "A new view" in now[2].details.reasons
    assert "Yearly refresh" in now[4].details.reasons


def test_before_that_day_the_register_reads_as_it_did(board, met, sitting):
    client, sheet = sitting
    client.post(address(met), sheet | {"step": "apply"})
    then = position(board, met, as_at=APRIL - timedelta(days=1), since=JANUARY)
    assert [then[ref].details.title for ref in range(1, 6)] == list(TITLES)
    assert 7 not in then


def test_it_is_looked_over_first_and_nothing_is_written_until_it_is_applied(met, sitting):
    client, sheet = sitting
    before = facts()
    preview = client.post(address(met), sheet | {"step": "preview"})
    page = text_of(preview)
    assert (
        "Nothing has been written yet. This sitting would leave 1 reworded, 1 recast, 1 merged, 1 moved and 1 new"
        in page
    )
    for said in (
        "Violent crime",
        "A new view",
        "Merged into",
        "Artificial intelligence",
        "Recast",
        "Closed 1 April 2020",
    ):
        assert said in page, said
    assert facts() == before

    answer = client.post(address(met), fields_of(preview) | {"step": "apply"}, follow=True)
    assert "refreshed: 1 reworded, 1 recast, 1 merged, 1 moved and 1 new." in text_of(answer)
    assert facts() > before


def test_from_the_preview_one_can_go_back_with_everything_typed(met, sitting):
    client, sheet = sitting
    preview = client.post(address(met), sheet | {"step": "preview"})
    back = client.post(address(met), fields_of(preview) | {"step": "back"})
    kept = fields_of(back)
    assert all(kept[name] == value for name, value in sheet.items() if value)


def test_the_other_body_sees_it_once_it_is_agreed(board, met, sitting):
    client, sheet = sitting
    agree(met, MARCH)
    client.post(address(met), sheet | {"step": "apply"})
    other = somebody(("reader", RegisterFactory(organisation__slug="mopac").organisation))
    assert 7 not in position(other, met)
    agreements.agree(register=met, by=somebody(), as_at=APRIL, meeting="The board")
    seen = position(other, met)
    assert (seen[2].row.movement, seen[2].details.title) == (Movement.REFRESHED, "Legitimacy")


def test_several_merge_into_one_and_one_risk_closes(board, met, five):
    client = client_of(board)
    sheet = opened(client, met) | {"on": "2020-04-01", "reason": "Refresh"}
    sheet |= of(1, what="merge", into=five[2].pk) | of(2, what="merge", into=five[2].pk) | of(5, what="close")
    assert client.post(address(met), sheet | {"step": "apply"}).status_code == 302
    now = position(board, met)
    moves = {ref: risk.row.movement for ref, risk in now.items()}
    assert moves == {1: "closed", 2: "closed", 3: "refreshed", 4: "static", 5: "closed"}
    assert RiskState.objects.filter(risk=five[2], turn="refreshed").count() == 1


def test_two_risks_may_change_their_printed_references_with_each_other(board, met, five):
    client = client_of(board)
    sheet = opened(client, met) | {"on": "2020-04-01", "reason": "Refresh"}
    sheet |= of(1, printed_ref="2") | of(2, printed_ref="1")
    assert client.post(address(met), sheet | {"step": "apply"}).status_code == 302
    assert [position(board, met)[ref].row.printed_ref for ref in (1, 2)] == ["2", "1"]


def test_there_is_room_for_as_many_new_risks_as_are_needed_without_a_script(board, met, five):
    client = client_of(board)
    sheet = opened(client, met) | {"new-0-title": "One"}
    more = client.post(address(met), sheet | {"step": "more"})
    assert "There is a problem" not in text_of(more)
    assert "govuk-error-message" not in more.content.decode()
    sheet = fields_of(more) | {"new-1-title": "Two", "on": "2020-04-01", "reason": "Refresh"}
    assert sheet["new-0-title"] == "One"
    client.post(address(met), sheet | {"step": "apply"})
    assert {"One", "Two"} <= {risk.details.title for risk in position(board, met).values()}


def test_a_new_risk_may_have_its_owner(board, met, five):
    post = PostFactory(organisation=met.organisation, title="Director of Data")
    client = client_of(board)
    sheet = opened(client, met) | {
        "on": "2020-04-01",
        "reason": "Refresh",
        "new-0-title": "Data",
        "new-0-owner": post.pk,
    }
    client.post(address(met), sheet | {"step": "apply"})
    assert [str(owner) for owner in position(board, met)[7].details.owners] == ["Director of Data"]


# What is refused -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        (of(1, title="Other words"), "You have changed its words. Choose Reword or Recast"),
        (of(1, what="reword"), "Change the words, or carry the risk on as it is"),
        (of(1, what="recast", title=""), "Enter the title"),
        (of(1, what="merge"), "Select the risk it is merged into"),
        (of(1, printed_ref="2"), "2 risks would be printed as 2"),
        (of(1, order="first"), "Enter the display order as a whole number"),
        ({"reason": ""}, "Enter the reason"),
        ({"on": "2999-01-01"}, "Enter a date that is not in the future"),
        (of(1, printed_ref="8") | {"on": "2019-01-01"}, "The risk had not been opened by that date"),
        ({"new-0-description": "Without a title"}, "Enter the title of the new risk"),
        ({}, "Every risk is carried as it is, so there is nothing to record"),
    ],
)
def test_what_is_wrong_is_said_in_its_place_and_nothing_is_written(board, met, five, typed, words):
    client = client_of(board)
    sheet = opened(client, met) | {"on": "2020-04-01", "reason": "Refresh"} | typed
    before = facts()
    for step in ("preview", "apply"):
        answer = client.post(address(met), sheet | {"step": step})
        assert answer.status_code == 200
        assert "There is a problem" in text_of(answer)
        assert words in text_of(answer)
        kept = fields_of(answer)
        assert all(str(kept[name]) == str(value) for name, value in typed.items())
    assert facts() == before


def test_a_risk_is_not_merged_into_one_that_goes_itself(board, met, five):
    client = client_of(board)
    sheet = opened(client, met) | {"on": "2020-04-01", "reason": "Refresh"}
    sheet |= of(1, what="merge", into=five[1].pk) | of(2, what="merge", into=five[0].pk)
    answer = client.post(address(met), sheet | {"step": "apply"})
    assert text_of(answer).count("Select a risk that goes on") == 4  # in the summary and in both rows
    assert not RiskState.objects.filter(on=APRIL).exists()


def test_all_of_it_or_nothing(board, met, five):
    """One refusal keeps the rest from being written, and every refusal is shown at once."""
    late = open_risk(met, on=MAY, title="Late")
    client = client_of(board)
    sheet = opened(client, met) | {"on": "2020-04-01", "reason": "Refresh"}
    sheet |= of(1, what="close") | of(late.ref, what="close") | of(2, what="recast", title="New words")
    before = facts()
    answer = client.post(address(met), sheet | {"step": "apply"})
    assert "while it is absent" in text_of(answer)
    assert facts() == before


# Two at once -----------------------------------------------------------------------------------


def test_risks_changed_meanwhile_are_named_and_nothing_typed_is_lost(board, met, five):
    client = client_of(board)
    sheet = opened(client, met) | {"on": clock.today().isoformat(), "reason": "Refresh"}
    sheet |= of(1, what="reword", title="My words") | of(3, what="close")
    lead = somebody(("lead", met.organisation), name="Lee Lead")
    risks.edit(risk=five[0], by=lead, version=None, on=clock.today(), title="Their words")
    score_risk(five[1], 4, 4, on=clock.today())
    before = facts()

    answer = client.post(address(met), sheet | {"step": "apply"})
    page = text_of(answer)
    assert answer.status_code == 409
    assert facts() == before
    assert "The register has changed since you opened this page" in page
    assert "1 Their words was changed by" in page
    assert "2 Trust was changed by" in page
    assert "3 Money was changed by" not in page
    kept = fields_of(answer)
    assert (kept["risk-1-title"], kept["risk-3-what"]) == ("My words", "close")

    again = client.post(address(met), kept | {"step": "apply"})
    assert again.status_code == 302
    assert position(board, met, as_at=clock.today())[1].details.title == "My words"


def test_words_that_were_left_alone_take_what_somebody_else_saved_meanwhile(board, met, five):
    client = client_of(board)
    sheet = opened(client, met) | {"on": clock.today().isoformat(), "reason": "Refresh"} | of(3, what="close")
    risks.edit(risk=five[0], by=somebody(), version=None, on=clock.today(), title="Their words")
    answer = client.post(address(met), sheet | {"step": "apply"})
    assert fields_of(answer)["risk-1-title"] == "Their words"
    assert client.post(address(met), fields_of(answer) | {"step": "apply"}).status_code == 302
    assert position(board, met, as_at=clock.today())[1].details.title == "Their words"


def test_risks_opened_and_closed_meanwhile_are_named(board, met, five):
    client = client_of(board)
    sheet = opened(client, met) | {"on": clock.today().isoformat(), "reason": "Refresh"}
    sheet |= of(2, what="reword", title="Typed in vain")
    risks.close(risk=five[1], by=somebody(), version=None, on=clock.today(), reason="Over")
    open_risk(met, on=clock.today(), title="Fresh")
    answer = client.post(address(met), sheet | {"step": "apply"})
    page = text_of(answer)
    assert answer.status_code == 409
    assert "Risk 2 has been closed. You had typed for it: “Typed in vain” Go through" in page
    assert "7 Fresh has been opened: say what becomes of it" in page


def test_a_preview_that_went_stale_is_not_applied(board, met, five):
    client = client_of(board)
    sheet = opened(client, met) | {"on": clock.today().isoformat(), "reason": "Refresh"} | of(3, what="close")
    preview = client.post(address(met), sheet | {"step": "preview"})
    risks.edit(risk=five[2], by=somebody(), version=None, on=clock.today(), title="Their words")
    answer = client.post(address(met), fields_of(preview) | {"step": "apply"})
    assert answer.status_code == 409
    assert "3 Their words was changed by" in text_of(answer)


def test_the_preview_says_where_a_newer_entry_goes_on_standing(board, met, five):
    risks.edit(risk=five[0], by=somebody(), version=None, on=MAY, title="Newer words")
    client = client_of(board)
    sheet = opened(client, met) | {"on": "2020-04-01", "reason": "Refresh"}
    preview = client.post(address(met), sheet | of(1, what="reword", title="Older words") | {"step": "preview"})
    assert "which go on standing after it: 1." in text_of(preview)


# Who may ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", ["reader", "lead", "secretariat", "administrator"])
def test_members_without_the_role_refresh_nothing(board, met, five, role):
    sheet = opened(client_of(board), met) | {"reason": "Refresh"} | of(1, what="close")
    client = client_of(somebody((role, met.organisation), cleared_by=[met.organisation]))
    before = facts()
    assert client.get(address(met)).status_code == 403
    assert client.post(address(met), sheet | {"step": "apply"}).status_code == 403
    assert facts() == before


def test_strangers_and_the_other_body_refresh_nothing(client, met, five):
    agree(met, MARCH)
    other = RegisterFactory(organisation__slug="mopac").organisation
    assert client.get(address(met)).url.startswith("/accounts/login/")
    assert client_of(somebody(("board", other), cleared_by=[other])).get(address(met)).status_code == 403
    assert client_of(somebody()).get(address(met)).status_code == 404


def test_a_board_that_may_not_see_all_of_it_is_told_what_it_lacks(met, five):
    answer = client_of(somebody(("board", met.organisation))).get(address(met))
    assert answer.status_code == 403
    assert "needs clearance" in text_of(answer)


def test_a_longer_register_costs_no_more_queries_to_open(board, met, queries_for):
    client = client_of(board)
    for _ in range(2):
        open_risk(met, on=JANUARY, score=(1, 1))
    client.get(address(met))
    short = queries_for(lambda: client.get(address(met)))
    for _ in range(15):
        open_risk(met, on=JANUARY, score=(1, 1))
    assert queries_for(lambda: client.get(address(met))) == short


def test_a_register_of_more_than_a_hundred_risks_fits_in_one_sitting(board, met):
    for n in range(110):
        open_risk(met, on=JANUARY, title=f"Risk {n}")
    client = client_of(board)
    sheet = opened(client, met) | {"on": "2020-04-01", "reason": "Refresh"} | of(110, what="close")
    assert client.post(address(met), sheet | {"step": "apply"}).status_code == 302
