"""Does each body say for itself how a joint control gets on, and change together what is not its wording?"""

import pytest

from controls.actions import joint
from controls.models import Control, ControlOwner, ControlState, Evidence, Progress
from registers import clock
from registers.actions import alignments
from tests.aligned_bodies import BEGUN, TODAY, hide, two_bodies
from tests.pages import form_of, news_of, send, words_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    with clock.at(clock.moment_on(TODAY)):
        yield two_bodies()


@pytest.fixture
def control(world):
    met, mopac = world.bodies["met"], world.bodies["mopac"]
    with clock.at(clock.moment_on(BEGUN)):
        said = {"on": BEGUN, "title": "Lobbying", "description": "We ask for more."}
        proposal = joint.propose(alignment=world.alignment, by=world.people["met lead"], organisation=met, **said)
        by = world.people["mopac lead"]
        joint.answer(proposal=proposal, by=by, on=BEGUN, version=None, organisation=mopac, agrees=True)
    return Control.objects.get()


def page_of(client, control, page):
    return client.get(f"{control.get_absolute_url()}{page}/")


def said():
    return list(Progress.objects.order_by("pk").values_list("organisation__slug", "status", "stated_by__title"))


def test_each_body_states_its_own_progress_by_its_own_posts(world, control):
    met, mopac = world.client("met lead"), world.client("mopac lead")
    page = page_of(met, control, "progress")
    assert "the Met director" in words_of(page)
    assert "MOPAC director" not in words_of(page)
    send(met, page, status="on-track")
    send(mopac, page_of(mopac, control, "progress"), status="not-applicable", narrative="The Met alone does it")
    assert said() == [("met", "on-track", "the Met director"), ("mopac", "not-applicable", "MOPAC director")]
    words = words_of(page_of(met, control, "progress"))
    assert "The Met alone does it" in words


def test_who_leads_both_says_for_which_body(world, control):
    both = world.client("both")
    page = page_of(both, control, "progress")
    again = send(both, page, status="on-track")
    assert "Select the body that states it" in words_of(again)
    assert not Progress.objects.exists()
    body = world.bodies["mopac"]
    send(both, page, status="on-track", organisation=body.pk, stated_by=body.posts.get().pk)
    assert said() == [("mopac", "on-track", "MOPAC director")]


def test_a_post_of_the_other_body_does_not_state_it(world, control):
    both = world.client("both")
    met, mopac = world.bodies["met"], world.bodies["mopac"]
    again = send(
        both,
        page_of(both, control, "progress"),
        status="on-track",
        organisation=mopac.pk,
        stated_by=met.posts.get().pk,
    )
    assert "Choose a post of MOPAC" in words_of(again)
    assert not Progress.objects.exists()


def test_one_screen_has_a_row_for_each_body_one_leads(world, control):
    both = world.client("both")
    page = both.get("/controls/progress/")
    assert words_of(page).count("Lobbying") == 2
    done = send(
        both,
        page,
        **{"c1-met-status": "limited", "c1-met-narrative": "No answer yet", "c1-mopac-status": "on-track"},
    )
    assert "2 stated" in news_of(done)
    assert {(slug, status) for slug, status, _ in said()} == {("met", "limited"), ("mopac", "on-track")}
    with clock.at(clock.moment_on(TODAY.replace(day=20))):
        done = send(both, both.get("/controls/progress/"), rest="yes")
    assert "2 noted, no change" in news_of(done)
    assert Progress.objects.filter(noted=True).count() == 2


def test_either_body_changes_what_is_not_its_wording_and_neither_the_wording(world, control):
    mopac = world.client("mopac lead")
    page = page_of(mopac, control, "edit")
    assert "title" not in form_of(page)
    assert "propose another" in words_of(page)
    owner = world.bodies["met"].posts.get()
    send(mopac, page, owner=owner.pk, is_key="on")
    assert ControlOwner.objects.get().post == owner
    send(mopac, page_of(mopac, control, "due"), due="2022-06-30")
    send(mopac, page_of(mopac, control, "rate"), rating="partly", line="third", said_by="Internal audit")
    attached = page_of(mopac, control, "evidence/attach")
    said = {name: values[0] for name, values in form_of(attached).items()}
    mopac.post(attached.request["PATH_INFO"], said | {"url": "https://example.org/letter"})
    assert Evidence.objects.get().name == "example.org/letter"
    words = words_of(world.client("met lead").get(control.get_absolute_url()))
    for shown in ("the Met director", "30 June 2022", "Partly effective", "example.org/letter"):
        assert shown in words


def test_a_joint_control_is_retired_by_a_lead_of_either(world, control):
    met = world.client("met lead")
    page = page_of(met, control, "retire")
    asked = send(met, page, reason="Both stopped asking")
    send(met, asked, url=page.request["PATH_INFO"], confirmed="yes")
    assert ControlState.objects.order_by("pk").last().stage == "retired"


def test_nobody_but_leads_of_both_bodies_changes_it_and_none_for_whom_a_risk_is_restricted(world, control):
    for page in ("edit", "due", "progress", "rate", "evidence/attach", "retire"):
        assert page_of(world.client("met reader"), control, page).status_code == 403, page
        assert page_of(world.client("auditor"), control, page).status_code == 403, page
        assert page_of(world.client("panel member"), control, page).status_code == 404, page
    secret = hide(world, "mopac/secret")
    alignments.join(
        alignment=world.alignment, by=world.people["mopac lead"], version=None, on=clock.today(), risk=secret
    )
    assert page_of(world.client("mopac lead"), control, "progress").status_code == 200
    assert page_of(world.client("met lead"), control, "progress").status_code == 404
    assert "Lobbying" not in words_of(world.client("met lead").get("/controls/"))


def test_a_joint_control_that_waits_for_its_first_agreement_is_not_changed(world):
    said = {"alignment": world.alignment, "on": clock.today(), "title": "Later"}
    waiting = joint.propose(by=world.people["met lead"], organisation=world.bodies["met"], **said).control
    for page in ("edit", "progress", "retire"):
        assert page_of(world.client("met lead"), waiting, page).status_code == 404, page


@pytest.mark.parametrize("page", ["edit", "progress", "evidence/attach"])
def test_a_page_of_a_joint_control_is_there_for_both(world, control, page):
    for lead in ("met lead", "mopac lead"):
        assert page_of(world.client(lead), control, page).status_code == 200
