"""Is progress added and never overwritten, explained where it falls short, and stated for many controls at once?"""

from datetime import date, timedelta

import pytest

from controls.actions import controls, progress
from controls.models import Progress, RiskProgress
from registers import clock
from registers.actions import people
from tests.control_factories import add_control, on, state, state_risk
from tests.factories import (
    OPEN_PROFILE,
    OrganisationFactory,
    PostFactory,
    RegisterFactory,
    client_of,
    open_risk,
    somebody,
)
from tests.pages import form_of, news_of, send, typed_in, words_of

SPRING = date(2020, 4, 1)
SUMMER = date(2020, 7, 1)
PROFILE = OPEN_PROFILE | {"controls": "official", "progress": "official", "rationale": "official"}
BULK = "/controls/progress/"


@pytest.fixture
def body(db):
    return OrganisationFactory(slug="met", name="The Met", short_name="the Met")


@pytest.fixture
def register(body):
    return RegisterFactory(organisation=body, profile=PROFILE)


@pytest.fixture
def posts(body):
    return {title: PostFactory(organisation=body, title=title) for title in ("Director", "Lead", "Deputy", "Bystander")}


@pytest.fixture
def risk(register, posts):
    return open_risk(register, title="Storms", owners=[posts["Director"]], leads=[posts["Lead"]])


@pytest.fixture
def control(risk, posts):
    return add_control(risk, title="Sandbags", owner=posts["Deputy"])


@pytest.fixture
def lead(body):
    return somebody(("lead", body), name="Lee Lead")


@pytest.fixture
def client(lead):
    return client_of(lead)


def stating(client, control):
    return client.get(f"{control.get_absolute_url()}progress/")


def statements(control):
    return list(Progress.objects.filter(control=control).order_by("pk").values_list("status", "reason"))


# One control ---------------------------------------------------------------------------------------------------------


def test_limited_without_a_narrative_is_refused_beside_the_field_and_what_was_typed_stays(client, control, posts):
    page = stating(client, control)
    for status in ("limited", "slipped", "no-progress"):
        again = send(client, page, status=status, stated_by=posts["Director"].pk)
        assert again.status_code == 200
        assert 'id="id_narrative_error"' in again.content.decode()
        assert "needs a narrative" in words_of(again)
        assert form_of(again)["status"] == [status]
        assert typed_in(again, "stated_by") == str(posts["Director"].pk)
    assert not Progress.objects.exists()
    send(client, again, url=page.request["PATH_INFO"], narrative="The sand is late")
    assert statements(control) == [("no-progress", "The sand is late")]


def test_what_is_on_track_needs_no_narrative_and_is_keyed_by_who_is_signed_in(client, lead, control, posts):
    saved = send(client, stating(client, control), status="on-track")
    row = Progress.objects.get()
    assert (row.status, row.by, row.stated_by, row.organisation) == (
        "on-track",
        lead,
        posts["Deputy"],
        posts["Deputy"].organisation,
    )
    assert "Progress: on track, stated by Deputy" in news_of(saved)


def test_it_is_stated_by_the_owner_or_by_who_owns_or_leads_its_risks(client, control, posts):
    offered = stating(client, control).content.decode()
    for title in ("Director", "Lead", "Deputy"):
        assert f">{title}</option>" in offered
    assert "Bystander" not in offered
    again = send(client, stating(client, control), status="on-track", stated_by=posts["Bystander"].pk)
    assert "from the list" in words_of(again)
    assert not Progress.objects.exists()


def test_a_statement_stands_beside_those_before_it_and_none_is_lost(client, control):
    state(control, "limited", SPRING, "The sand is late")
    page = stating(client, control)
    assert "The sand is late" in words_of(page)
    assert typed_in(page, "narrative") == ""
    send(client, page, status="complete")
    assert statements(control) == [("limited", "The sand is late"), ("complete", "")]


def test_not_applicable_is_only_for_joint_controls(client, control):
    assert "not-applicable" not in stating(client, control).content.decode()
    again = send(client, stating(client, control), status="not-applicable")
    assert "from the list" in words_of(again)


def test_of_a_potential_control_nothing_is_stated(client, risk):
    control = add_control(risk, stage="potential")
    answer = stating(client, control)
    assert "potential: there is nothing to do here" in news_of(answer)
    with pytest.raises(Exception, match="adopt it before you state its progress"):
        state(control, "on-track", SPRING)


def test_a_form_sent_twice_states_it_once(client, control):
    page = stating(client, control)
    send(client, page, status="limited", narrative="Late")
    again = send(client, stating(client, control), status="limited", narrative="Late")
    assert again.status_code == 302
    assert statements(control) == [("limited", "Late")]


def test_what_somebody_else_stated_meanwhile_is_shown_beside_what_was_typed(client, body, control):
    mine = stating(client, control)
    said = {"by": somebody(name="Olu First"), "version": None, "on": clock.today(), "status": "complete"}
    progress.state(control=control, narrative="", **said)
    both = send(client, mine, status="slipped", narrative="It slid")
    assert both.status_code == 409
    for words in ("Olu First", "Complete", "Slipped", "It slid"):
        assert words in words_of(both)
    assert typed_in(both, "narrative") == "It slid"
    assert len(statements(control)) == 1


def test_a_mistaken_statement_is_corrected_and_stays_readable(client, control):
    state(control, "limited", SPRING, "Another control was meant")
    page = client.get(f"{control.get_absolute_url()}history/progress-1/correct/")
    again = send(client, page, reason="Mixed up")
    assert "Nothing here differs" in words_of(again)
    saved = send(client, page, status="on-track", narrative="", reason="Mixed up")
    assert saved.status_code == 302
    assert statements(control) == [("limited", "Another control was meant"), ("on-track", "")]
    row = Progress.objects.get(status="on-track")
    assert (row.on, row.replaces.status) == (SPRING, "limited")
    assert "Nothing has been stated" not in words_of(stating(client, control))
    assert "Another control was meant" not in words_of(stating(client, control))


def test_a_mistaken_statement_is_voided_and_the_one_before_stands(client, control):
    state(control, "on-track", SPRING)
    state(control, "slipped", SUMMER, "It slid")
    send(client, client.get(f"{control.get_absolute_url()}history/progress-2/void/"), reason="Mistaken")
    words = words_of(stating(client, control))
    assert "It slid" not in words
    assert "On track" in words


def test_progress_that_is_withheld_is_not_stated(body, register, control):
    register.profile = PROFILE | {"progress": "official-sensitive"}
    register.save()
    assert stating(client_of(somebody(("lead", body))), control).status_code == 403
    assert stating(client_of(somebody(("lead", body), cleared_by=[body])), control).status_code == 200


# A risk --------------------------------------------------------------------------------------------------------------


def risk_page(client, risk):
    return client.get(f"{risk.get_absolute_url()}progress/")


def test_a_risk_says_how_it_gets_on_beside_what_its_key_controls_say(client, lead, risk, posts):
    state(add_control(risk, title="Sandbags", is_key=True), "limited", SPRING, "The sand is late")
    state(add_control(risk, title="Walls", is_key=True), "on-track", SPRING)
    state(add_control(risk, title="Leaflets"), "slipped", SPRING, "Not printed")
    page = risk_page(client, risk)
    words = words_of(page)
    assert "Amber: 1 on track and 1 limited of its key controls" in words
    for said in ("Sandbags", "The sand is late", "Leaflets"):
        assert said in words
    saved = send(client, page, status="on-track")
    row = RiskProgress.objects.get()
    assert (row.status, row.by, row.stated_by) == ("on-track", lead, posts["Director"])
    assert "Progress of risk 1 stated: on track" in news_of(saved)
    assert "The risk itself says otherwise" in words_of(risk_page(client, risk))


def test_a_risk_explains_too_what_falls_short(client, risk):
    page = risk_page(client, risk)
    again = send(client, page, status="slipped")
    assert "needs a narrative" in words_of(again)
    assert not RiskProgress.objects.exists()


def test_a_statement_of_a_risk_is_voided_and_the_one_before_stands(client, risk):
    state_risk(risk, "on-track", SPRING)
    state_risk(risk, "slipped", SUMMER, "It slid")
    assert "It slid" in words_of(risk_page(client, risk))
    page = client.get(f"{risk.get_absolute_url()}progress/2/void/")
    send(client, page, reason="Mistaken")
    assert "It slid" not in words_of(risk_page(client, risk))
    assert client.get(f"{risk.get_absolute_url()}progress/2/void/").status_code == 404


def test_who_stated_a_risk_meanwhile_is_told(client, risk):
    mine = risk_page(client, risk)
    said = {"by": somebody(name="Olu First"), "version": None, "on": clock.today(), "status": "complete"}
    progress.state_risk(risk=risk, narrative="", **said)
    both = send(client, mine, status="slipped", narrative="It slid")
    assert both.status_code == 409
    assert "Olu First" in words_of(both)
    assert typed_in(both, "narrative") == "It slid"


def test_only_leads_state_the_progress_of_a_risk(body, risk):
    assert risk_page(client_of(somebody(("reader", body))), risk).status_code == 403
    other = OrganisationFactory(slug="mopac")
    assert risk_page(client_of(somebody(("lead", other))), risk).status_code == 404


# Many at once --------------------------------------------------------------------------------------------------------


@pytest.fixture
def several(risk):
    return [add_control(risk, title=title) for title in ("Sandbags", "Walls", "Leaflets")]


def test_each_row_is_saved_by_itself_and_mistakes_stay_where_they_were_made(client, several):
    page = client.get(BULK)
    again = send(
        client,
        page,
        **{
            "c1-met-status": "on-track",
            "c2-met-status": "limited",
            "c3-met-status": "slipped",
            "c3-met-narrative": "Not printed",
        },
    )
    assert again.status_code == 200
    assert [statements(control) for control in several] == [[("on-track", "")], [], [("slipped", "Not printed")]]
    words = words_of(again)
    assert "2 stated: C-1 and C-3." in words
    assert "C-2: Say what holds it up: “limited” needs a narrative" in words
    assert form_of(again)["c2-met-status"] == ["limited"]
    assert form_of(again)["c1-met-status"] == [""]
    assert 'href="#id_c2-met-narrative"' in again.content.decode()
    done = send(client, again, url=BULK, **{"c2-met-narrative": "Late"})
    assert statements(several[1]) == [("limited", "Late")]
    assert "1 stated: C-2." in news_of(done)


def test_rest_noted_no_change_states_the_others_anew_in_one_press(client, several):
    state(several[0], "limited", SPRING, "The sand is late")
    state(several[1], "on-track", SPRING)
    page = client.get(BULK)
    assert "2 of the 3 here have an earlier statement to note; 1 has never stated anything and is left" in words_of(
        page
    )
    done = send(client, page, rest="yes", **{"c2-met-status": "complete"})
    assert "1 stated: C-2. 1 noted, no change. 1 left" in news_of(done)
    assert [statements(control) for control in several] == [
        [("limited", "The sand is late")] * 2,
        [("on-track", ""), ("complete", "")],
        [],
    ]
    noted = Progress.objects.filter(control=several[0]).order_by("pk").last()
    assert (noted.noted, noted.on) == (True, clock.today())
    again = send(client, client.get(BULK), rest="yes")
    assert "noted" not in news_of(again).replace("nothing to note", "")
    assert Progress.objects.count() == 4


def test_a_row_that_somebody_changed_meanwhile_shows_both_texts_and_is_not_noted(client, several):
    state(several[0], "limited", SPRING, "The sand is late")
    state(several[1], "on-track", SPRING)
    page = client.get(BULK)
    yesterday = clock.today() - timedelta(days=1)
    for control in several[:2]:
        somebody_else = somebody(name="Olu First")
        progress.state(control=control, by=somebody_else, version=None, on=yesterday, status="complete")
    both = send(client, page, rest="yes", **{"c1-met-status": "slipped", "c1-met-narrative": "It slid"})
    assert both.status_code == 409
    words = words_of(both)
    assert "Olu First saved first" in words
    assert "It slid" in words
    assert [len(statements(control)) for control in several] == [2, 2, 0]
    send(client, both, url=BULK)
    assert statements(several[0])[-1] == ("slipped", "It slid")


def test_what_somebody_changed_elsewhere_of_a_control_is_in_nobodys_way(client, several):
    page = client.get(BULK)
    with on(clock.today()):
        controls.move_due(
            control=several[0], by=somebody(), version=None, on=clock.today(), due=date(2030, 1, 1), reason=""
        )
    assert send(client, page, **{"c1-met-status": "on-track"}).status_code == 302
    assert statements(several[0]) == [("on-track", "")]


def test_a_row_that_is_no_longer_there_gives_back_what_was_typed(client, several):
    page = client.get(BULK)
    with on(clock.today()):
        controls.set_stage(
            control=several[0], by=somebody(), version=None, on=clock.today(), stage="retired", reason="Gone"
        )
    again = send(client, page, **{"c1-met-status": "limited", "c1-met-narrative": "Long story"})
    assert "C-1: limited, Long story" in words_of(again)
    assert not Progress.objects.exists()


def test_a_day_that_cannot_be_read_loses_nothing(client, several):
    again = send(client, client.get(BULK), on="2099-01-01", **{"c1-met-status": "on-track"})
    assert "not in the future" in words_of(again)
    assert form_of(again)["c1-met-status"] == ["on-track"]
    assert not Progress.objects.exists()


def test_one_sees_ones_own_or_those_of_a_register_or_an_owner(client, lead, body, register, several, posts):
    estates = RegisterFactory(organisation=body, slug="estates", kind="directorate", title="Estates", profile=PROFILE)
    add_control(open_risk(estates, title="Lifts"), title="Repairs")
    add_control(open_risk(register, title="Floods"), title="Dykes", owner=posts["Bystander"])
    people.hold(post=posts["Bystander"], by=lead, name=lead.name, on=clock.today(), user=lead)
    shown = lambda query: {  # noqa: E731
        title for title in ("Sandbags", "Repairs", "Dykes") if title in words_of(client.get(f"{BULK}?{query}"))
    }
    assert shown("") == {"Sandbags", "Repairs", "Dykes"}
    assert shown("register=met/estates") == {"Repairs"}
    assert shown("owner=mine") == {"Dykes"}
    assert shown("owner=Bystander") == {"Dykes"}


def test_who_leads_nothing_has_no_such_screen_and_who_leads_their_own_states_those(body, register, posts, several):
    assert client_of(somebody(("reader", body))).get(BULK).status_code == 403
    mine = add_control(open_risk(register, title="Floods", owners=[posts["Deputy"]]), title="Dykes")
    user = somebody({"role": "lead", "organisation": body, "own_risks_only": True})
    people.hold(post=posts["Deputy"], by=user, name=user.name, on=clock.today(), user=user)
    client = client_of(user)
    page = client.get(BULK)
    assert "Sandbags" not in words_of(page)
    send(client, page, **{f"c{mine.number}-met-status": "on-track"})
    assert statements(mine) == [("on-track", "")]


def test_a_screen_of_many_controls_costs_no_more_than_one_of_few(client, risk, several, queries_for):
    client.get(BULK)
    few = queries_for(lambda: client.get(BULK))
    for n in range(12):
        state(add_control(risk, title=f"More {n}"), "on-track", SPRING)
    assert queries_for(lambda: client.get(BULK)) <= few + 1
