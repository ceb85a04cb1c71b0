"""Can leads add a control and change what it says, and lead it through its life, losing nothing on the way?"""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from controls.actions import controls
from controls.due_dates import DueDate, due_dates
from controls.models import (
    Control,
    ControlDetail,
    ControlDue,
    ControlLink,
    ControlOwner,
    ControlState,
    ControlWording,
    Effectiveness,
    Evidence,
)
from registers import clock
from registers.actions import people, risks
from registers.models import SensitiveRead
from registers.sentences import say_day
from tests.control_factories import add_control, move_due, on, state
from tests.factories import (
    OPEN_PROFILE,
    OrganisationFactory,
    PostFactory,
    RegisterFactory,
    agree,
    client_of,
    open_risk,
    score_risk,
    somebody,
)
from tests.pages import form_of, news_of, send, typed_in, words_of

SPRING = date(2020, 4, 1)
SUMMER = date(2020, 7, 1)
PROFILE = OPEN_PROFILE | {"controls": "official", "progress": "official", "rationale": "official"}


@pytest.fixture
def body(db):
    return OrganisationFactory(slug="met", name="The Met", short_name="the Met")


@pytest.fixture
def register(body):
    return RegisterFactory(organisation=body, profile=PROFILE)


@pytest.fixture
def risk(register):
    return open_risk(register, title="Storms", score=(2, 2))


@pytest.fixture
def client(body):
    return client_of(somebody(("lead", body), name="Lee Lead"))


@pytest.fixture
def control(risk):
    return add_control(risk, title="Sandbags", description="They hold the water back.")


def open_page(client, control, page):
    return client.get(f"{control.get_absolute_url()}{page}/")


def adding(client, risk):
    return client.get(f"{risk.get_absolute_url()}controls/add/")


def stages(control):
    return list(ControlState.objects.filter(control=control).order_by("pk").values_list("stage", flat=True))


# Adding --------------------------------------------------------------------------------------------------------------


def test_a_title_and_a_state_are_all_that_a_control_needs(client, risk):
    page = adding(client, risk)
    saved = send(client, page, title="Sandbags", stage="in-place")
    control = Control.objects.get()
    assert saved["Location"] == control.get_absolute_url()
    assert "C-1 added." in news_of(saved)
    assert ControlWording.objects.get(control=control).title == "Sandbags"
    assert stages(control) == ["in-place"]
    assert ControlLink.objects.get(control=control).risk == risk
    assert control.register == risk.register
    for model in (ControlOwner, ControlDue, ControlDetail, Evidence):
        assert not model.objects.exists()


def test_everything_else_is_under_more_and_is_kept(client, register, risk):
    other = open_risk(register, title="Floods")
    post = PostFactory(organisation=risk.register.organisation, title="Head of Works")
    send(
        client,
        adding(client, risk),
        title="Sandbags",
        stage="planned",
        description="They hold the water back.",
        risks=["corporate/1", "corporate/2"],
        owner=post.pk,
        is_key="on",
        axis="impact",
        due="2030-06-30",
        marking="official",
        evidence_name="Order",
        evidence_url="https://example.org/order",
        on="2020-03-01",
    )
    control = Control.objects.get()
    assert {link.risk for link in ControlLink.objects.filter(control=control)} == {risk, other}
    assert ControlOwner.objects.get().post == post
    assert dict(ControlDetail.objects.values_list("trait", "value")) == {"key": "yes", "axis": "impact"}
    assert ControlDue.objects.get().due == date(2030, 6, 30)
    assert Evidence.objects.get().url == "https://example.org/order"
    assert {fact.on for fact in (ControlState.objects.get(), ControlDue.objects.get())} == {date(2020, 3, 1)}


def test_a_control_without_a_title_is_refused_and_the_rest_stays(client, risk):
    again = send(client, adding(client, risk), stage="planned", description="Typed text", due="30 6 2030")
    assert "Enter the title" in words_of(again)
    assert typed_in(again, "description") == "Typed text"
    assert typed_in(again, "due") == "2030-06-30"
    assert form_of(again)["stage"] == ["planned"]
    assert not Control.objects.exists()


def test_a_control_of_a_sensitive_risk_is_marked_as_the_risk_is_unless_told_otherwise(body, risk):
    lead = client_of(somebody(("lead", body), cleared_by=[body]))
    with on(SPRING):
        risks.mark(risk=risk, by=somebody(), version=None, on=SPRING, marking="official-sensitive", reason="Named")
    page = adding(lead, risk)
    assert form_of(page)["marking"] == ["official-sensitive"]
    send(lead, page, title="Sandbags", stage="planned")
    assert ControlDetail.objects.get(trait="marking").value == "official-sensitive"


def test_who_marks_a_control_out_of_their_own_sight_is_told_so(client, risk):
    saved = send(client, adding(client, risk), title="Sandbags", stage="planned", marking="official-sensitive")
    assert saved["Location"] == risk.register.get_absolute_url()
    assert "not among the controls that you see" in news_of(saved)


def test_from_a_register_the_risks_are_chosen_and_one_is_needed(client, risk):
    page = client.get("/controls/add/?register=met/corporate")
    again = send(client, page, title="Sandbags", stage="planned")
    assert "Select at least one risk that it acts on" in words_of(again)
    send(client, again, url="/controls/add/?register=met/corporate", risks=["corporate/1"])
    assert ControlLink.objects.get().risk == risk


def test_a_control_may_act_on_risks_of_several_registers_of_its_body_and_of_no_other(client, body, risk):
    estates = RegisterFactory(organisation=body, slug="estates", kind="directorate", title="Estates", profile=PROFILE)
    lifts = open_risk(estates, title="Lifts")
    theirs = RegisterFactory(organisation=OrganisationFactory(slug="mopac"), profile=PROFILE)
    foreign = open_risk(theirs, title="Money")
    page = adding(client, risk)
    assert "1 Lifts (Estates)" in words_of(page)
    assert "Money" not in words_of(page)
    send(client, page, title="Works", stage="planned", risks=["corporate/1", "estates/1"])
    assert {link.risk for link in ControlLink.objects.all()} == {risk, lifts}
    with pytest.raises(Exception, match="same organisation"):
        add_control(risk, foreign, title="Both")


def test_a_lead_of_two_registers_says_where_it_is_added(client, body, risk):
    RegisterFactory(organisation=body, slug="estates", kind="directorate", title="Estates", profile=PROFILE)
    page = client.get("/controls/add/")
    assert "?register=met/estates" in page.content.decode()
    only = somebody({"role": "lead", "organisation": body, "register": risk.register})
    assert client_of(only).get("/controls/add/")["Location"] == "/controls/add/?register=met/corporate"
    assert client_of(somebody(("reader", body))).get("/controls/add/").status_code == 403


def test_a_lead_of_their_own_risks_links_those_alone(body, register, risk):
    post = PostFactory(organisation=body)
    mine = open_risk(register, title="Floods", owners=[post])
    user = somebody({"role": "lead", "organisation": body, "own_risks_only": True})
    people.hold(post=post, by=user, name=user.name, on=clock.today(), user=user)
    client = client_of(user)
    assert adding(client, risk).status_code in (403, 404)
    page = adding(client, mine)
    assert "Storms" not in words_of(page)
    send(client, page, title="Walls", stage="planned")
    assert ControlLink.objects.get().risk == mine


def test_a_risk_that_was_not_open_that_day_is_refused_beside_the_field(client, risk):
    again = send(client, adding(client, risk), title="Sandbags", stage="planned", on="2019-12-31")
    assert "Risk 1 had not been opened by 31 December 2019" in words_of(again)
    assert not Control.objects.exists()


# Changing ------------------------------------------------------------------------------------------------------------


def test_only_what_was_changed_is_written(client, control, register):
    other = open_risk(register, title="Floods")
    page = open_page(client, control, "edit")
    saved = send(client, page, title="Sand bags", risks=["corporate/2"], reason="They moved")
    assert ControlWording.objects.filter(control=control).count() == 2
    assert ControlWording.objects.order_by("pk").last().description == "They hold the water back."
    held = {link.risk: link.holds for link in ControlLink.objects.order_by("pk")}
    assert held == {control.controllink_facts.first().risk: False, other: True}
    assert not ControlOwner.objects.exists()
    assert "Title changed from “Sandbags” to “Sand bags”" in news_of(saved)


def test_a_risk_that_the_person_may_not_see_stays_linked(body, control, register):
    secret = open_risk(register, title="Secret", marking="official-sensitive")
    with on(SPRING):
        first = ControlLink.objects.get(control=control).risk
        controls.edit(control=control, by=somebody(), version=None, on=SPRING, risks=[first, secret])
    lead = client_of(somebody(("lead", body)))
    page = open_page(lead, control, "edit")
    assert "Secret" not in words_of(page)
    other = open_risk(register, title="Floods")
    send(lead, open_page(lead, control, "edit"), risks=[f"corporate/{other.ref}"])
    assert {risk.pk for risk in controls.risks_on(control, clock.today())} == {secret.pk, other.pk}


def test_two_people_editing_at_once_see_both_texts_and_lose_nothing(client, body, control):
    mine = open_page(client, control, "edit")
    other = client_of(somebody(("lead", body), name="Olu First"))
    send(other, open_page(other, control, "edit"), title="Walls", reason="Better")
    both = send(client, mine, title="Dykes")
    assert both.status_code == 409
    assert "Olu First saved this first" in words_of(both)
    assert typed_in(both, "title") == "Dykes"
    send(client, both, url=mine.request["PATH_INFO"])
    assert ControlWording.objects.order_by("pk").last().title == "Dykes"


def test_what_somebody_saved_elsewhere_of_the_same_control_is_in_nobodys_way(client, body, control):
    mine = open_page(client, control, "edit")
    state(control, "on-track", clock.today())
    assert send(client, mine, title="Dykes").status_code == 302
    assert ControlWording.objects.order_by("pk").last().title == "Dykes"


def test_a_fact_of_a_control_is_neither_from_the_future_nor_from_before_it_began(client, control):
    page = open_page(client, control, "edit")
    assert "not in the future" in words_of(send(client, page, title="Dykes", on="2099-01-01"))
    early = send(client, page, title="Dykes", on="2019-12-31")
    assert "The control began on 1 January 2020" in words_of(early)
    assert ControlWording.objects.count() == 1


# The due date --------------------------------------------------------------------------------------------------------


def test_the_first_date_needs_no_reason_and_every_move_does(client, control):
    send(client, open_page(client, control, "due"), due="2030-06-30")
    page = open_page(client, control, "due")
    assert "Move the due date" in words_of(page)
    again = send(client, page, due="2030-12-31")
    assert "Say why the date moves" in words_of(again)
    assert typed_in(again, "due") == "2030-12-31"
    send(client, again, url=page.request["PATH_INFO"], due="2030-12-31", reason="The supplier failed")
    assert [row.due.isoformat() for row in ControlDue.objects.order_by("pk")] == ["2030-06-30", "2030-12-31"]


def test_a_date_moved_twice_shows_both_moves_their_reasons_the_first_date_and_the_count(client, control):
    for due, day, reason in (
        (date(2021, 3, 31), SPRING, ""),
        (date(2021, 6, 30), SUMMER, "The supplier failed"),
        (date(2021, 9, 30), date(2020, 10, 1), "It rained"),
    ):
        move_due(control, due, day, reason)
    for words in (words_of(open_page(client, control, "due")), words_of(client.get(control.get_absolute_url()))):
        for said in ("31 March 2021", "The supplier failed", "It rained"):
            assert said in words
    words = words_of(open_page(client, control, "due"))
    assert "First promised for 31 March 2021" in words
    assert "Moved 2 times, of which 2 to a later date" in words


def test_the_date_that_stands_is_not_set_again(client, control):
    move_due(control, date(2030, 6, 30), SPRING)
    again = send(client, open_page(client, control, "due"), due="2030-06-30", reason="Once more")
    assert "It is due on 30 June 2030 already" in words_of(again)
    assert ControlDue.objects.count() == 1


def test_a_date_is_dropped_only_by_saying_so(client, control):
    move_due(control, date(2030, 6, 30), SPRING, "")
    page = open_page(client, control, "due")
    assert "Enter the due date" in words_of(send(client, page, reason="No money"))
    assert "Say why the date moves" in words_of(send(client, page, dropped="on"))
    send(client, page, dropped="on", reason="No money")
    assert ControlDue.objects.order_by("pk").last().due is None
    assert "No date at present. First promised for 30 June 2030" in words_of(open_page(client, control, "due"))


DAYS = st.dates(date(2020, 1, 1), date(2025, 12, 31))


@given(st.lists(st.one_of(st.none(), DAYS), max_size=8))
def test_moves_and_slips_are_counted_from_the_rows(dues):
    rows = [DueDate(date(2020, 1, 1 + n), due) for n, due in enumerate(dues)]
    found = due_dates(rows)
    moves = slips = 0
    was = original = highest = None
    for due in dues:
        if original is None:
            original = due
        elif due != was:
            moves += 1
            slips += due is not None and due > highest
        was, highest = due, due or highest
    assert (found.original, found.due, len(found.moves), found.slips) == (original, was, moves, slips)


# Its life ------------------------------------------------------------------------------------------------------------


def test_a_potential_control_is_adopted_and_a_planned_one_put_in_place(client, risk):
    control = add_control(risk, stage="potential")
    page = open_page(client, control, "adopt")
    assert "Select whether it is planned or in place" in words_of(send(client, page))
    send(client, page, stage="planned", reason="Agreed by the board")
    saved = send(client, open_page(client, control, "in-place"), reason="They lie there")
    assert stages(control) == ["potential", "planned", "in-place"]
    suggested = client.get(saved["Location"])
    assert "No score changes by itself" in words_of(suggested)
    assert f"{risk.get_absolute_url()}score/" in suggested.content.decode()
    assert risk.assessment_facts.count() == 1


def test_what_goes_live_suggests_only_risks_that_the_person_scores(body, register, risk, control):
    secret = open_risk(register, title="Secret", marking="official-sensitive")
    score_risk(secret, 2, 2, on=SPRING)
    with on(SPRING):
        controls.edit(control=control, by=somebody(), version=None, on=SPRING, risks=[risk, secret])
    client = client_of(somebody(("lead", body)))
    saved = send(client, open_page(client, control, "in-place"))
    words = words_of(client.get(saved["Location"]))
    assert "Score Risk 1: Storms" in words
    assert "Secret" not in words


def test_retiring_asks_first_needs_a_reason_and_ends_what_can_be_stated(client, control):
    page = open_page(client, control, "retire")
    assert "Say why it is retired" in words_of(send(client, page))
    asked = send(client, page, reason="Not needed")
    assert "Retire C-1?" in words_of(asked)
    assert stages(control) == ["planned"]
    url = page.request["PATH_INFO"]
    kept = send(client, asked, url=url, back="yes")
    assert typed_in(kept, "reason") == "Not needed"
    send(client, asked, url=url, confirmed="yes")
    assert stages(control) == ["planned", "retired"]
    for gone in ("edit", "due", "progress", "rate", "evidence/attach", "retire", "in-place"):
        answer = open_page(client, control, gone)
        assert answer.status_code == 302, gone
        assert "retired: there is nothing to do here" in news_of(answer)


def test_its_life_goes_forward_only(control):
    with on(SUMMER), pytest.raises(Exception, match="would become potential while it is planned"):
        controls.set_stage(control=control, by=somebody(), version=None, on=SUMMER, stage="potential")


def test_a_rating_says_who_found_what_in_which_line(client, control):
    page = open_page(client, control, "rate")
    assert "Enter who says so" in words_of(send(client, page, rating="partly", line="third"))
    saved = send(client, page, rating="partly", line="third", said_by="Internal audit", reason="Half were wet")
    row = Effectiveness.objects.get()
    assert (row.rating, row.line, row.said_by, row.reason) == ("partly", "third", "Internal audit", "Half were wet")
    assert "Partly effective, says Internal audit (third line)" in news_of(saved)


def test_only_the_board_marks_and_lowering_a_marking_asks_first(client, body, control):
    assert open_page(client, control, "mark").status_code == 403
    board = client_of(somebody(("board", body), cleared_by=[body]))
    page = open_page(board, control, "mark")
    send(board, page, marking="official-sensitive", reason="It names an officer")
    assert client.get(control.get_absolute_url()).status_code == 404
    url = page.request["PATH_INFO"]
    asked = send(board, open_page(board, control, "mark"), marking="official", reason="No longer")
    assert "Mark C-1 OFFICIAL?" in words_of(asked)
    assert ControlDetail.objects.filter(trait="marking").count() == 1
    send(board, asked, url=url, confirmed="yes")
    assert client.get(control.get_absolute_url()).status_code == 200


# Mistaken entries ----------------------------------------------------------------------------------------------------


def test_a_mistaken_move_is_voided_and_what_stood_before_stands_again(client, control):
    move_due(control, date(2021, 3, 31), SPRING, "")
    move_due(control, date(2021, 6, 30), SUMMER)
    page = open_page(client, control, "history/due-2/void")
    assert "Due date set: 31 March 2021" in words_of(page)
    send(client, page, reason="Wrong control")
    assert "First promised for 31 March 2021" in words_of(open_page(client, control, "due"))
    assert "Moved" not in words_of(open_page(client, control, "due"))
    assert ControlDue.objects.get(is_void=True).reason == "Wrong control"
    assert "already been corrected or voided" in words_of(send(client, page, reason="Again", version=control_version()))


def control_version():
    return Control.objects.get().version


@pytest.mark.parametrize("entry", ["state-1", "wording-1", "link-1"])
def test_what_a_control_began_with_is_not_voided(client, control, entry):
    page = open_page(client, control, f"history/{entry}/void")
    assert "cannot be voided" in words_of(page)
    assert "Void the entry" not in words_of(page)
    said = {"reason": "Mistaken", "version": control_version()}
    assert client.post(page.request["PATH_INFO"], said).status_code == 200
    assert not any(model.objects.filter(is_void=True) for model in (ControlState, ControlWording, ControlLink))


def test_a_retirement_by_mistake_is_voided(client, control):
    with on(SPRING):
        controls.set_stage(control=control, by=somebody(), version=None, on=SPRING, stage="retired", reason="No")
    send(client, open_page(client, control, "history/state-2/void"), reason="Another one was meant")
    assert open_page(client, control, "edit").status_code == 200


# Who may -------------------------------------------------------------------------------------------------------------

PAGES = ["edit", "due", "rate", "in-place", "retire", "progress", "evidence/attach", "history/wording-1/void"]


def test_strangers_find_nothing_and_lookers_on_are_told_no(body, register, control):
    other = OrganisationFactory(slug="mopac")
    RegisterFactory(organisation=other, profile=PROFILE)
    reader, their_lead = client_of(somebody(("reader", body))), client_of(somebody(("lead", other)))
    for page in PAGES:
        assert open_page(reader, control, page).status_code == 403, page
        assert open_page(their_lead, control, page).status_code == 404, page
    agree(register, SUMMER)
    for page in PAGES:
        assert open_page(their_lead, control, page).status_code == 403, page


def test_who_may_not_see_controls_does_not_add_them(body, register, risk):
    register.profile = PROFILE | {"controls": "official-sensitive"}
    register.save()
    uncleared = adding(client_of(somebody(("lead", body))), risk)
    assert uncleared.status_code == 403
    assert adding(client_of(somebody(("lead", body), cleared_by=[body])), risk).status_code == 200


def test_a_page_that_shows_sensitive_text_says_so_and_is_logged(body, risk):
    lead = somebody(("lead", body), cleared_by=[body])
    control = add_control(risk, marking="official-sensitive")
    page = open_page(client_of(lead), control, "edit")
    assert "OFFICIAL-SENSITIVE" in words_of(page)
    assert "C-1" in SensitiveRead.objects.get(user=lead).what


def test_two_moves_made_on_one_day_are_two_moves(control, client):
    """Whatever day they are made on, each stays with its reason, and the first date too."""
    today, lead = clock.today(), somebody()
    for days, reason in ((30, ""), (60, "The supplier is late"), (90, "The site is not ready")):
        due = today + timedelta(days=days)
        controls.move_due(control=control, by=lead, version=None, on=today, due=due, reason=reason)
    page = words_of(client.get(control.get_absolute_url()))
    assert f"Moved twice: from {say_day(today + timedelta(days=30))} to {say_day(today + timedelta(days=90))}" in page
    assert "The supplier is late" in page
    assert "The site is not ready" in page
