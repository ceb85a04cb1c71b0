"""Can a board take a directorate's risk into the corporate register and give it back, with nothing leaving the body?"""

from collections import Counter
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from registers import clock
from registers.actions import corrections, escalation, risks
from registers.models import Lineage, Marking, Risk, RiskState, SensitiveRead
from registers.models.risks import Stale
from registers.movement import Stage
from registers.rules import corporate_entry_of, stage_on
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
from tests.test_concurrency import all_at_once

OPENED = date(2021, 1, 4)
AGREED = date(2021, 6, 30)
UP = date(2021, 8, 2)
DOWN = date(2021, 11, 1)
AGAIN = date(2022, 2, 1)
TODAY = date(2022, 3, 15)
WHY = {"reason": "The directorate cannot carry it alone", "corporate_reason": "It touches every service"}
TEXT = {"title": "Heating", "description": "Buildings may have to close in winter."}


@pytest.fixture(autouse=True)
def _on_a_day(request, db):
    """Saving over each other is told by the real time."""
    if "real_time" in request.fixturenames:
        yield
        return
    with clock.at(clock.moment_on(TODAY)):
        yield


@pytest.fixture
def real_time():
    return clock.today()


@pytest.fixture
def body():
    return OrganisationFactory(slug="mopac", name="The Office", short_name="MOPAC", order=1)


@pytest.fixture
def other():
    other = OrganisationFactory(slug="met", name="The Police", short_name="the Met", order=2)
    agree(RegisterFactory(organisation=other), AGREED)
    return other


@pytest.fixture
def corporate(body, other):
    register = RegisterFactory(organisation=body, profile=dict(CLOSED_PROFILE), settled_by="Working group")
    open_risk(register, OPENED, title="Funding")
    agree(register, AGREED)
    return register


@pytest.fixture
def estates(body):
    return RegisterFactory(
        organisation=body, slug="estates", kind="directorate", title="Estates risk register", profile=CLOSED_PROFILE
    )


@pytest.fixture
def owner(body):
    return PostFactory(organisation=body, title="Chief of Estates")


@pytest.fixture
def boilers(corporate, estates, owner):
    return open_risk(estates, OPENED, title="Boilers", description="Boiler 7 is past repair.", owners=[owner])


@pytest.fixture
def member(body):
    return somebody(("board", body), cleared_by=[body], name="Bo Board")


@pytest.fixture
def board(member):
    return client_of(member)


def page_of(client, risk, page="", query=""):
    return client.get(f"{risk.get_absolute_url()}{page}{'/' if page else ''}{query}")


def escalate(risk, by, on=UP, **more):
    with clock.at(clock.moment_on(on)):
        return escalation.escalate(risk=risk, by=by, version=None, on=on, **WHY | TEXT | more)


def deescalate(risk, by, on=DOWN, **more):
    with clock.at(clock.moment_on(on)):
        return escalation.deescalate(risk=risk, by=by, version=None, on=on, **WHY | more)


# Escalating ----------------------------------------------------------------------------------------------------------


def test_a_board_words_the_corporate_entry_and_confirms_it_on_a_second_screen(board, boilers, owner, corporate):
    page = page_of(board, boilers, "escalate")
    assert (typed_in(page, "title"), typed_in(page, "description")) == ("", "")
    assert "Boiler 7 is past repair." in words_of(page)
    second = send(board, page, **TEXT, owners=owner.pk, cell="3-3", **WHY)
    said = words_of(second)
    assert "What the Met will read Once the board has agreed" in said
    assert "Title Heating Read by the Met, and printed in public papers" in said
    assert "Score H v H (High) Read only by those whom MOPAC has cleared" in said
    assert "Not shared: only MOPAC reads these. Title Boilers Description Boiler 7 is past repair." in said
    assert not Lineage.objects.exists()
    done = send(board, second, confirmed="yes")
    entry = Risk.objects.get(register=corporate, ref=2)
    assert done["Location"] == entry.get_absolute_url()
    assert "Risk 1 is escalated: it is risk 2 of the" in news_of(done)
    shown = words_of(board.get(done["Location"]))
    assert "Heating" in shown
    assert "Buildings may have to close in winter." in shown
    assert "H v H" in shown
    assert "Chief of Estates" in shown
    assert "Escalated from 1 Boilers (Estates risk register) 15 Mar 2022 The directorate cannot carry it alone" in shown
    assert stage_on(boilers, TODAY) is stage_on(entry, TODAY) is Stage.OPEN


def test_the_directorates_page_and_list_say_where_it_went(board, boilers, member, estates):
    open_risk(estates, OPENED, title="Lifts")
    escalate(boilers, member)
    shown = words_of(page_of(board, boilers))
    assert "Escalated since 2 August 2021: 2 Heating" in shown
    assert "Escalated to 2 Heating" in shown
    listed = words_of(board.get(estates.get_absolute_url()))
    assert "Boilers Not agreed" not in listed
    assert listed.count("Escalated corporate risk 2") == 1


def test_a_copy_of_the_directorates_words_is_plainly_marked_and_said_again_before_it_is_shared(board, boilers):
    assert "Start from a copy of the directorate’s words" in words_of(page_of(board, boilers, "escalate"))
    page = page_of(board, boilers, "escalate", "?copy=yes")
    assert typed_in(page, "description") == "Boiler 7 is past repair."
    assert "This is a copy of the directorate’s own words." in words_of(page)
    second = send(board, page, **WHY)
    assert "Part of this is word for word what the directorate’s risk says." in words_of(second)
    back = send(board, second, back="yes")
    assert typed_in(back, "description") == "Boiler 7 is past repair."
    assert "This is a copy of the directorate’s own words." in words_of(back)


def test_the_other_body_reads_one_reason_and_the_body_keeps_the_other(board, boilers, corporate, other, body):
    page = page_of(board, boilers, "escalate")
    fields = words_of(page)
    read = "It stands in the corporate register, where the Met may read it if shown reasons."
    assert f"Why is it a corporate risk? {read}" in fields
    assert "Why does the directorate escalate it? Kept inside MOPAC: nobody outside it sees this." in fields
    missing = words_of(send(board, page, **TEXT))
    assert "Answer: Why is it a corporate risk?" in missing
    assert "Answer: Why does the directorate escalate it?" in missing
    send(board, send(board, page, **TEXT, owners=PostFactory(organisation=body).pk, **WHY), confirmed="yes")
    entry = corporate_entry_of(boilers)
    agree(corporate, TODAY)
    reader = client_of(somebody(("reader", other), cleared_by=[body]))
    history = words_of(page_of(reader, entry, "history"))
    assert "It touches every service" in history
    assert "The directorate cannot carry it alone" not in history


def test_an_entry_of_a_sensitive_risk_is_marked_lower_only_when_that_is_confirmed(board, member, boilers, owner):
    with clock.at(clock.moment_on(AGREED)):
        risks.mark(risk=boilers, by=member, version=None, on=AGREED, marking=Marking.SENSITIVE, reason="Names people")
    page = page_of(board, boilers, "escalate")
    assert typed_in(page, "marking") == Marking.SENSITIVE
    asked = send(board, page, **TEXT, owners=owner.pk, marking=Marking.OFFICIAL, **WHY)
    assert "You are marking its corporate entry lower." in words_of(asked)
    refused = send(board, asked, confirmed="yes")
    assert "Confirm that this text may be marked lower, or change the marking" in words_of(refused)
    assert typed_in(refused, "title") == "Heating"
    assert not Lineage.objects.exists()
    assert send(board, refused, confirmed="yes", marks_lower="on").status_code == 302
    uncleared = client_of(somebody(("reader", boilers.register.organisation)))
    shown = page_of(uncleared, corporate_entry_of(boilers))
    assert "Heating" in words_of(shown)
    assert "Boilers" not in words_of(shown)


def test_left_alone_the_entry_of_a_sensitive_risk_is_sensitive_and_the_reading_is_logged(board, member, boilers, owner):
    with clock.at(clock.moment_on(AGREED)):
        risks.mark(risk=boilers, by=member, version=None, on=AGREED, marking=Marking.SENSITIVE, reason="Names people")
    page = page_of(board, boilers, "escalate")
    assert "OFFICIAL-SENSITIVE Corporate risk registers" in words_of(page)
    assert SensitiveRead.objects.filter(user=member, what__contains="escalate, risk 1").exists()
    second = send(board, page, **TEXT, owners=owner.pk, **WHY)
    assert "Title Heating Read only by those whom MOPAC has cleared" in words_of(second)
    send(board, second, confirmed="yes")
    uncleared = client_of(somebody(("reader", boilers.register.organisation)))
    assert page_of(uncleared, corporate_entry_of(boilers)).status_code == 404


def test_what_is_escalated_already_is_refused_with_the_way_to_its_entry(board, member, boilers):
    first = page_of(board, boilers, "escalate")
    entry = escalate(boilers, member)
    for answer in (page_of(board, boilers, "escalate"), send(board, first, **TEXT, **WHY, confirmed="yes")):
        assert "Risk 1 is escalated already" in words_of(answer)
        assert f'href="{entry.get_absolute_url()}"' in answer.content.decode()
        assert "risk 2, Heating" in words_of(answer)
    assert Lineage.objects.count() == 1
    with pytest.raises(ValidationError, match="escalated already"):
        escalate(boilers, member, on=DOWN)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"on": date(2999, 1, 1)}, "today or in the past"),
        ({"on": date(2020, 1, 1)}, "had not been opened"),
        ({"reason": " "}, "reason"),
        ({"corporate_reason": ""}, "reason"),
    ],
)
def test_what_cannot_be_escalated_so_is_refused_in_words_and_leaves_nothing(member, boilers, corporate, change, says):
    with pytest.raises(ValidationError, match=says):
        escalation.escalate(risk=boilers, by=member, version=None, **{"on": UP} | WHY | TEXT | change)
    assert corporate.risks.count() == 1


def test_a_stale_page_is_told_what_was_saved_and_loses_nothing(board, member, boilers, owner, real_time):
    page = page_of(board, boilers, "escalate")
    second = send(board, page, **TEXT, owners=owner.pk, **WHY)
    risks.edit(risk=boilers, by=somebody(name="Olu First"), version=None, on=real_time, description="No.")
    told = send(board, second, confirmed="yes")
    assert told.status_code == 409
    assert "Olu First saved this risk first" in words_of(told)
    assert typed_in(told, "title") == "Heating"
    assert send(board, send(board, told), confirmed="yes").status_code == 302
    with pytest.raises(Stale):
        escalation.escalate(risk=boilers, by=member, version=1, on=TODAY, **WHY, **TEXT)


# De-escalating -------------------------------------------------------------------------------------------------------


def test_the_corporate_entry_closes_and_the_directorate_goes_on(board, member, boilers):
    entry = escalate(boilers, member)
    page = page_of(board, entry, "de-escalate")
    assert "risk 1, Boilers , of the Estates risk register" in words_of(page)
    second = send(board, page, on="2021-11-01", reason="New boilers", corporate_reason="One building is left")
    assert "Risk 1 of the Estates risk register goes on as it is." in words_of(second)
    assert "Why is it given to the directorate? Kept inside MOPAC. New boilers" in words_of(second)
    assert stage_on(entry, TODAY) is Stage.OPEN
    done = send(board, second, confirmed="yes")
    assert done["Location"] == boilers.get_absolute_url()
    assert stage_on(entry, DOWN) is Stage.CLOSED
    assert stage_on(boilers, TODAY) is Stage.OPEN
    shown = words_of(page_of(board, boilers))
    assert "No longer corporate since 1 November 2021: 2 Heating (MOPAC corporate risk register) Closed" in shown
    assert "De-escalated from 2 Heating" in shown
    closed = words_of(page_of(board, entry))
    assert "Why it was closed: One building is left" in closed
    assert "De-escalated to 1 Boilers (Estates risk register) 1 Nov 2021 New boilers" in closed
    listed = board.get(boilers.register.get_absolute_url())
    assert "corporate risk 2" not in words_of(listed)


def test_both_histories_tell_of_the_moves(board, member, boilers):
    entry = escalate(boilers, member)
    deescalate(entry, member)
    of_directorate, of_entry = (words_of(page_of(board, risk, "history")) for risk in (boilers, entry))
    register = entry.register.title
    assert f"Escalated to risk 2 (Heating) of the {register}, from 2 August 2021" in of_directorate
    assert f"De-escalated from risk 2 (Heating) of the {register}, from 1 November 2021" in of_directorate
    assert "Escalated from risk 1 (Boilers) of the Estates risk register, from 2 August 2021" in of_entry
    assert "De-escalated to risk 1 (Boilers) of the Estates risk register, from 1 November 2021" in of_entry


def test_a_corporate_risk_of_no_directorate_starts_there_with_its_corporate_text(board, corporate, estates, owner):
    risk = open_risk(corporate, OPENED, title="Grants", description="Grants may lapse.", owners=[owner])
    page = page_of(board, risk, "de-escalate")
    assert typed_in(page, "description") == "Grants may lapse."
    assert "Select the directorate register that takes it" in words_of(send(board, page, **WHY))
    second = send(board, page, into="estates", title="Grants of ours", **WHY)
    assert "Directorate register Estates risk register" in words_of(second)
    assert send(board, second, confirmed="yes")["Location"] == f"{estates.get_absolute_url()}1/"
    opened = words_of(board.get(f"{estates.get_absolute_url()}1/"))
    assert "Grants of ours" in opened
    assert "De-escalated from 2 Grants" in opened
    assert "No longer corporate since 15 March 2022: 2 Grants (MOPAC corporate risk register) Closed" in opened
    assert stage_on(risk, TODAY) is Stage.CLOSED


def test_a_sensitive_corporate_risk_stays_sensitive_in_the_directorate(member, corporate, estates, body):
    risk = open_risk(corporate, OPENED, title="Grants", marking=Marking.SENSITIVE)
    opened = deescalate(risk, member, into=estates, title="Grants", description="They may lapse.")
    assert page_of(client_of(somebody(("reader", body))), opened).status_code == 404


def test_a_directorates_risk_that_was_closed_meanwhile_is_reopened(board, member, boilers):
    entry = escalate(boilers, member)
    with clock.at(clock.moment_on(DOWN)):
        risks.close(risk=boilers, by=member, version=None, on=DOWN, reason="The corporate one is enough")
    second = send(board, page_of(board, entry, "de-escalate"), **WHY)
    assert "Risk 1 of the Estates risk register, which was closed, is reopened." in words_of(second)
    send(board, second, confirmed="yes")
    assert (stage_on(boilers, TODAY), stage_on(entry, TODAY)) == (Stage.OPEN, Stage.CLOSED)


def test_without_a_directorate_register_there_is_nothing_to_deescalate_to(board, corporate):
    risk = corporate.risks.get()
    assert "De-escalate" not in words_of(page_of(board, risk))
    refused = page_of(board, risk, "de-escalate")
    assert refused["Location"] == risk.get_absolute_url()
    assert "MOPAC has no directorate register to take it." in news_of(refused)


def test_a_directorate_of_another_body_takes_nothing(member, corporate, other):
    foreign = RegisterFactory(organisation=other, slug="fleet", kind="directorate")
    with pytest.raises(ValidationError, match="Select the directorate register"):
        deescalate(corporate.risks.get(), member, into=foreign, title="Funding")


def test_the_move_is_not_taken_back_in_parts(board, member, boilers):
    entry = escalate(boilers, member)
    deescalate(entry, member)
    closing = RiskState.objects.get(risk=entry, turn="closed")
    with pytest.raises(ValidationError, match="move between registers"):
        corrections.void(fact=closing, by=member, version=None, reason="Mistake")
    assert "history/state-2" not in page_of(board, entry, "history").content.decode()


# Again ---------------------------------------------------------------------------------------------------------------


def test_escalated_again_the_same_entry_is_reopened_with_a_text_to_confirm(board, member, boilers, owner):
    entry = escalate(boilers, member, owners=[owner], likelihood=3, impact=3)
    deescalate(entry, member)
    page = page_of(board, boilers, "escalate")
    assert "It was in the MOPAC corporate risk register before, as risk 2" in words_of(page)
    assert (typed_in(page, "title"), form_of(page)["owners"][0]) == ("Heating", str(owner.pk))
    second = send(board, page, description="More buildings may close.", **WHY)
    assert "Risk 2 of the MOPAC corporate risk register is reopened" in words_of(second)
    assert send(board, second, confirmed="yes")["Location"] == entry.get_absolute_url()
    shown = words_of(page_of(board, entry, query="?since=2021-12-31"))
    assert "More buildings may close." in shown
    assert "Reopened" in shown
    assert "H v H" in shown
    assert "Escalated since 15 March 2022" in words_of(page_of(board, boilers))
    assert entry.register.risks.count() == 2


@pytest.mark.parametrize(
    ("as_at", "since", "reads"),
    [
        ("2021-09-30", "2021-06-30", "new"),
        ("2021-12-31", "2021-09-30", "closed"),
        ("2022-03-15", "2021-12-31", "reopened"),
    ],
)
def test_the_corporate_register_reads_new_closed_and_reopened(board, member, boilers, as_at, since, reads):
    entry = escalate(boilers, member)
    deescalate(entry, member)
    escalate(boilers, member, on=AGAIN)
    page = page_of(board, entry, query=f"?as_at={as_at}&since={since}")
    assert page.context["told"].movement == reads


def test_a_day_before_the_move_and_what_was_known_before_show_no_link(board, member, boilers):
    with clock.at(clock.moment_on(DOWN)):
        entry = escalation.escalate(risk=boilers, by=member, version=None, on=UP, **WHY, **TEXT)
    for query in ("?as_at=2021-08-01", "?known_at=2021-10-31", "?as_at=2021-08-02&known_at=2021-10-31"):
        page = words_of(page_of(board, boilers, query=query))
        assert "scalated" not in page
        assert "Heating" not in page
        assert "corporate risk 2" not in words_of(board.get(boilers.register.get_absolute_url() + query))
        assert page_of(board, entry, query=query).status_code == 404
    assert "Escalated" in words_of(page_of(board, boilers, query="?as_at=2021-08-02"))
    deescalate(entry, member, on=AGAIN)
    then = words_of(page_of(board, boilers, query="?as_at=2021-12-31"))
    assert "Escalated since 2 August 2021" in then
    assert "De-escalated" not in then


# Who may -------------------------------------------------------------------------------------------------------------


def moves_of(client, risk):
    return [page for page in ("escalate", "de-escalate") if f"{risk.get_absolute_url()}{page}/" in _html(client, risk)]


def _html(client, risk):
    return page_of(client, risk).content.decode()


@pytest.mark.parametrize("role", ["reader", "lead", "secretariat", "administrator"])
def test_who_only_looks_is_offered_no_move_and_let_into_none(body, member, boilers, role):
    entry = escalate(boilers, member)
    client = client_of(somebody((role, body), cleared_by=[body]))
    for risk, page in ((boilers, "escalate"), (entry, "de-escalate")):
        assert moves_of(client, risk) == []
        assert page_of(client, risk, page).status_code == 403
        assert client.post(f"{risk.get_absolute_url()}{page}/", WHY | TEXT).status_code == 403


def test_a_board_is_offered_the_move_that_can_be_made(board, member, boilers, corporate):
    assert moves_of(board, boilers) == ["escalate"]
    assert moves_of(board, corporate.risks.get()) == ["de-escalate"]
    entry = escalate(boilers, member)
    assert (moves_of(board, boilers), moves_of(board, entry)) == ([], ["de-escalate"])
    deescalate(entry, member)
    assert (moves_of(board, boilers), moves_of(board, entry)) == (["escalate"], [])
    assert page_of(board, entry, "de-escalate")["Location"] == entry.get_absolute_url()
    assert page_of(board, entry, "escalate").status_code == page_of(board, boilers, "de-escalate").status_code == 404


def test_a_board_that_is_limited_or_not_cleared_is_told_what_it_lacks(body, estates, boilers):
    limited = somebody({"role": "board", "organisation": body, "register": estates}, cleared_by=[body])
    for user in (limited, somebody(("board", body))):
        client = client_of(user)
        refused = page_of(client, boilers, "escalate")
        assert refused.status_code == 403
        assert "it needs the board’s role for both, and clearance" in words_of(refused)
        assert moves_of(client, boilers) == []


def test_the_other_bodys_board_finds_no_directorate_and_may_not_move_anything(member, boilers, corporate, other, body):
    entry = escalate(boilers, member)
    agree(corporate, UP)
    client = client_of(somebody(("board", other), cleared_by=[body, other]))
    assert page_of(client, entry, "de-escalate").status_code == 403
    for page in ("", "escalate", "history", "template"):
        assert page_of(client, boilers, page).status_code == 404
    assert client.get(boilers.register.get_absolute_url()).status_code == 404


def test_a_past_page_offers_no_move(board, boilers):
    assert "escalate/" not in page_of(board, boilers, query="?as_at=2021-12-31").content.decode()


# The list of registers -----------------------------------------------------------------------------------------------


def test_directorates_stand_beneath_the_corporate_register_of_their_body(board, boilers, corporate):
    page = board.get("/registers/")
    [office, police] = page.context["bodies"]
    assert [standing.register.slug for standing in office.standings] == ["corporate", "estates"]
    assert [standing.register.slug for standing in police.standings] == ["corporate"]
    assert "Estates risk register Directorate" in words_of(page)
    assert "No directorate register yet" not in words_of(page)


def test_a_body_without_directorates_says_so_to_its_own_and_an_administrator_adds_one(body, other, corporate):
    reader, admin, foreign = (
        client_of(somebody((role, of))) for role, of in (("reader", body), ("administrator", body), ("reader", other))
    )
    where = reverse("registers:register-add", args=["mopac", "corporate"])
    assert words_of(reader.get("/registers/")).count("No directorate register yet") == 1
    assert where not in reader.get("/registers/").content.decode()
    page = admin.get("/registers/").content.decode()
    assert f'href="{where}"' in page
    assert reverse("registers:register-add", args=["met", "corporate"]) not in page
    send(admin, admin.get(where), title="Estates risk register", slug="estates")
    assert "No directorate register yet" not in words_of(admin.get("/registers/"))
    seen = words_of(foreign.get("/registers/"))
    assert "Estates risk register" not in seen
    assert seen.count("No directorate register yet") == 1  # its own


def test_a_longer_list_of_escalated_risks_costs_no_more_queries(board, member, estates, corporate, queries_for):
    def escalated(how_many):
        for n in range(how_many):
            escalate(open_risk(estates, OPENED, title=f"Risk {n}"), member)

    escalated(2)
    board.get(estates.get_absolute_url())
    short = queries_for(lambda: board.get(estates.get_absolute_url()))
    escalated(8)
    assert queries_for(lambda: board.get(estates.get_absolute_url())) == short
    assert words_of(board.get(estates.get_absolute_url())).count("Escalated corporate risk") == 10


# At once -------------------------------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_of_eight_who_escalate_at_once_one_opens_the_entry(real_time, boilers, member, corporate):
    def escalate_now(n):
        return escalation.escalate(risk=boilers, by=member, version=None, on=real_time, **WHY, **TEXT)

    kinds = Counter(type(result) for result in all_at_once(escalate_now, how_many=8))
    assert kinds == {Risk: 1, ValidationError: 7}
    assert corporate.risks.count() == 2
    assert Lineage.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_moves_both_ways_and_edits_at_once_wait_for_each_other(real_time, boilers, member, estates, corporate):
    fleet = RegisterFactory(organisation=estates.organisation, slug="a-fleet", kind="directorate", title="Fleet")
    vans = open_risk(fleet, OPENED, title="Vans")
    grants = open_risk(corporate, OPENED, title="Grants")
    common = {"by": member, "version": None, "on": real_time}

    def act(n):
        if n % 4 == 3:
            risks.edit(risk=(boilers, grants)[n % 8 == 3], **common, description=f"Text {n}")
        elif n % 4 == 2:
            escalation.deescalate(risk=grants, **common, **WHY, into=fleet, title="Grants")
        else:
            escalation.escalate(risk=(boilers, vans)[n % 4], **common, **WHY, **TEXT)

    problems = [result for result in all_at_once(act, how_many=12) if result is not None]
    assert {type(problem) for problem in problems} == {ValidationError}
    assert Lineage.objects.count() == 3
    assert sorted(corporate.risks.values_list("ref", flat=True)) == [1, 2, 3, 4]


# In a browser --------------------------------------------------------------------------------------------------------


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("width", [1280, 320])
def test_every_page_of_a_move_is_accessible_and_fits(page, live_server, real_time, boilers, member, corporate, width):
    from axe_playwright_python.sync_playwright import Axe

    session = client_of(member).cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    page.set_viewport_size({"width": width, "height": 900})

    def check(name):
        results = Axe().run(page)
        assert results.violations_count == 0, f"{name}\n{results.generate_report()}"
        assert page.evaluate("document.documentElement.scrollWidth") == width, name

    def press():
        page.click("main form button[type=submit]")
        page.wait_for_load_state()

    page.goto(f"{live_server.url}{boilers.get_absolute_url()}escalate/?copy=yes")
    check("the form")
    press()
    check("mistakes")
    page.fill("#id_corporate_reason", WHY["corporate_reason"])
    page.fill("#id_reason", WHY["reason"])
    press()
    check("the second screen")
    press()
    check("the corporate entry")
    for where in (f"{boilers.get_absolute_url()}escalate/", boilers.register.get_absolute_url(), "/registers/"):
        page.goto(live_server.url + where)
        check(where)
    for ref in (1, 2):
        page.goto(f"{live_server.url}{corporate.get_absolute_url()}{ref}/de-escalate/")
        check(f"de-escalating {ref}")
