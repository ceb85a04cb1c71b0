"""Joint controls: proposed by one body, pending until the other has agreed, on both home pages till then."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from controls.actions import controls, joint
from controls.models import Consent, Control, ControlWording, Proposal
from controls.rules_joint import proposals_of, wording_on
from registers import clock
from registers.actions import alignments
from registers.scope import Scope
from tests.aligned_bodies import BEGUN, TODAY, hide, two_bodies
from tests.pages import form_of, news_of, send, typed_in, words_of

pytestmark = pytest.mark.django_db

AGREED = date(2021, 6, 1)


@pytest.fixture
def world():
    with clock.at(clock.moment_on(TODAY)):
        yield two_bodies()


@pytest.fixture
def lead(world):
    return world.client("met lead")


@pytest.fixture
def other(world):
    return world.client("mopac lead")


def at(name, *where):
    return reverse(f"reports:{name}", args=[1, *where])


def home(client):
    return words_of(client.get("/"))


def propose(world, on=BEGUN, by="met", control=None, **said):
    said = {"title": "Lobbying", "description": "We ask for more."} | said
    body, person = world.bodies[by], world.people[f"{by} lead"]
    with clock.at(clock.moment_on(on)):
        return joint.propose(alignment=world.alignment, by=person, on=on, organisation=body, control=control, **said)


def answer(world, proposal, on=AGREED, by="mopac", agrees=True, **said):
    person = world.people[f"{by} lead"]
    with clock.at(clock.moment_on(on)):
        said = {"by": person, "on": on, "version": None, "organisation": world.bodies[by], "agrees": agrees} | said
        return joint.answer(proposal=proposal, **said)


@pytest.fixture
def control(world):
    """One that stands since June."""
    return answer(world, propose(world)).control


# From a proposal to a wording that stands -----------------------------------------------------------------------------


def test_a_proposal_waits_for_the_other_body_and_each_sees_who_must_act(world, lead, other):
    page = lead.get(at("joint-propose"))
    said = {"title": "Lobbying", "description": "We ask for more.", "stage": "planned", "lead_body": "met"}
    done = send(lead, page, **said)
    assert "It stands once MOPAC has agreed" in news_of(done)
    for client in (lead, other, world.client("mopac reader")):
        told = words_of(client.get("/alignments/1/"))
        assert "Lobbying" in told
        assert "MOPAC" in told
    assert "Waits for MOPAC C-1 Lobbying" in home(lead)
    assert "Waits for you The Met proposes C-1 Lobbying" in home(other)
    assert "Waits for you" in home(world.client("mopac board"))
    assert "Lobbying" not in home(world.client("met reader"))
    assert ControlWording.objects.count() == 0


def test_it_stays_on_both_home_pages_until_it_is_answered(world, lead, other):
    propose(world)
    with clock.at(clock.moment_on(date(2022, 11, 15))):
        assert "Waits for MOPAC" in home(lead)
        assert "Waits for you" in home(other)
        page = other.get(at("joint-answer", 1, 1))
        assert "Lobbying" in words_of(page)
        assert "Agreed: the wording stands" in news_of(send(other, page, agrees="yes"))
        for client in (lead, other):
            assert "Lobbying" not in home(client)
        assert "Lobbying" in words_of(lead.get("/alignments/1/"))


def test_an_agreed_control_begins_in_the_state_and_with_the_lead_body_proposed(world):
    proposal = propose(world, stage="planned", lead_body=world.bodies["mopac"])
    control = answer(world, proposal).control
    assert [row.stage for row in control.controlstate_facts.all()] == ["planned"]
    assert [row.value for row in control.controldetail_facts.all()] == ["mopac"]
    assert wording_on(control, AGREED).proposal == proposal
    assert wording_on(control, date(2021, 5, 31)) is None


def test_a_new_wording_is_set_beside_the_present_one_and_the_old_one_stands_until_agreed(world, lead, other, control):
    page = lead.get(at("joint-reword", 1))
    assert typed_in(page, "title") == "Lobbying"
    assert "Present wording" in words_of(page)
    assert "It says so already" in words_of(send(lead, page))
    assert send(lead, page, description="We ask for much more.", reason="Plainer").status_code == 302
    page = other.get(at("joint-answer", 1, 2))
    told = words_of(page)
    assert "Present wording , from 1 June 2021" in told
    assert "only in the proposed wording: much" in told
    assert "Why it is proposed: Plainer" in told
    assert wording_on(control, TODAY).description == "We ask for more."
    assert send(other, page, agrees="yes").status_code == 302
    assert wording_on(control, TODAY).description == "We ask for much more."
    before = words_of(lead.get("/alignments/1/?as_at=2021-11-14"))
    assert "We ask for more." in before
    assert "We ask for much more." not in before


def test_as_at_a_date_before_the_answer_it_was_pending(world, control):
    newer = propose(world, date(2021, 7, 1), control=control, title="Asking")
    answer(world, newer, date(2021, 8, 1))
    fates = {
        day: [one.fate for one in proposals_of([control], Scope(as_at=day))[control.pk]]
        for day in (date(2021, 5, 31), AGREED, date(2021, 7, 31), date(2021, 8, 1))
    }
    assert list(fates.values()) == [["pending"], ["agreed"], ["pending", "agreed"], ["agreed", "agreed"]]
    then = words_of(world.client("met lead").get("/alignments/1/?as_at=2021-07-31"))
    assert "Lobbying" in then
    assert "Asking" in then
    assert "Asking" not in words_of(world.client("met lead").get("/alignments/1/?as_at=2021-06-30"))


# The answer ----------------------------------------------------------------------------------------------------------


def test_what_was_agreed_at_a_meeting_is_recorded_with_where_and_when(world, other):
    propose(world)
    page = other.get(at("joint-answer", 1, 1))
    again = send(other, page, agrees="yes", how="meeting", on="2021-10-01")
    assert "Enter the meeting at which it was said" in words_of(again)
    assert form_of(again)["how"] == ["meeting"]
    assert send(other, again, where="Oversight Board").status_code == 302
    consent = Consent.objects.get()
    assert (consent.how, consent.where, consent.on) == ("meeting", "Oversight Board", date(2021, 10, 1))
    assert wording_on(consent.control, date(2021, 10, 1)).title == "Lobbying"


def test_what_is_agreed_in_the_portal_is_agreed_today(world, other):
    propose(world)
    page = other.get(at("joint-answer", 1, 1))
    again = send(other, page, agrees="yes", on="2021-10-01")
    assert "What is said here is said today" in words_of(again)
    assert Consent.objects.count() == 0


def test_it_is_not_agreed_before_it_was_proposed_nor_in_the_future(world, other):
    propose(world)
    page = other.get(at("joint-answer", 1, 1))
    again = send(other, page, agrees="yes", how="mail", where="Letter", on="2021-05-03")
    assert "began on 4 May 2021" in words_of(again) or "It was proposed on 4 May 2021" in words_of(again)
    again = send(other, page, agrees="yes", how="mail", where="Letter", on="2021-11-16")
    assert "Enter a date that is not in the future" in words_of(again)


def test_it_is_declined_with_a_reason_and_may_be_proposed_anew(world, lead, other):
    propose(world)
    page = other.get(at("joint-answer", 1, 1))
    again = send(other, page, agrees="no")
    assert "Say why it is declined" in words_of(again)
    assert send(other, again, agrees="no", reason="We ask for less").status_code == 302
    assert ControlWording.objects.count() == 0
    assert "Lobbying" not in home(lead)
    assert "It was declined" in news_of(other.get(at("joint-answer", 1, 1)))
    page = lead.get(at("joint-reword", 1))
    assert typed_in(page, "title") == "Lobbying"
    send(lead, page, description="We ask for less.")
    assert "Waits for you" in home(other)


def test_only_the_other_body_agrees_and_only_its_own_takes_it_back(world, lead, other):
    propose(world)
    refused = lead.get(at("joint-answer", 1, 1))
    assert refused.status_code == 403
    assert "The other body answers it" in words_of(refused)
    page = other.get(at("joint-answer", 1, 1))
    assert send(lead, page, url=at("joint-answer", 1, 1), agrees="yes").status_code == 403
    assert other.get(at("joint-take-back", 1, 1)).status_code == 403
    with pytest.raises(ValidationError, match="The other body agrees it"):
        answer(world, Proposal.objects.get(), by="met")
    page = lead.get(at("joint-take-back", 1, 1))
    assert "Lobbying" in words_of(page)
    assert "The proposal is taken back" in news_of(send(lead, page, reason="Not yet"))
    assert "Lobbying" not in home(other)
    assert "has taken it back" in news_of(other.get(at("joint-answer", 1, 1)))


def test_who_speaks_for_both_bodies_says_which_proposes_and_answers_for_the_other(world):
    both = world.client("both")
    page = both.get(at("joint-propose"))
    again = send(both, page, title="Lobbying", stage="in-place")
    assert "Select the body that proposes it" in words_of(again)
    send(both, again, organisation="mopac")
    assert Proposal.objects.get().organisation == world.bodies["mopac"]
    page = both.get(at("joint-answer", 1, 1))
    assert "Does the Met agree?" in words_of(page)
    assert send(both, page, agrees="yes").status_code == 302
    assert Consent.objects.get().organisation == world.bodies["met"]


def test_a_newer_proposal_of_the_same_body_takes_the_place_of_an_older_one(world, lead, other, control):
    older = propose(world, date(2021, 7, 1), control=control, title="Asking")
    newer = propose(world, date(2021, 8, 1), control=control, title="Asking again")
    told = home(other)
    assert "Asking again" in told
    assert told.count("Waits for you") == 1
    with pytest.raises(ValidationError, match="A newer proposal of the same body has taken its place"):
        answer(world, older, TODAY)
    assert "Look at that one" in news_of(other.get(at("joint-answer", 1, 2)))
    assert other.get(at("joint-answer", 1, 3)).status_code == 200
    answer(world, newer, TODAY)
    assert wording_on(control, TODAY).title == "Asking again"


def test_what_another_agreement_has_overtaken_is_refused_in_words(world, lead, other, control):
    propose(world, date(2021, 7, 1), control=control, title="Asking")
    page = other.get(at("joint-answer", 1, 2))
    theirs = propose(world, date(2021, 8, 1), by="mopac", control=control, title="Pleading")
    answer(world, theirs, date(2021, 9, 1), by="met")
    refused = send(other, page, agrees="yes")
    assert "Both bodies have agreed another wording since" in words_of(refused)
    assert wording_on(control, TODAY).title == "Pleading"
    assert "Asking" not in home(other)


# Who may -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["joint-answer", "joint-take-back"])
def test_readers_look_and_the_rest_find_nothing(world, name):
    propose(world)
    for who in ("met reader", "mopac reader", "mopac secretariat", "auditor"):
        assert world.client(who).get(at(name, 1, 1)).status_code == 403, who
    assert world.client("panel member").get(at(name, 1, 1)).status_code == 404
    assert world.client("mopac lead").get(at(name, 1, 9)).status_code in (403, 404)


def test_a_board_answers_and_does_not_edit(world):
    propose(world)
    board = world.client("mopac board")
    assert board.get(at("joint-answer", 1, 1)).status_code == 200
    assert board.get(at("joint-propose")).status_code == 403
    offered = board.get("/alignments/1/").content.decode()
    assert at("joint-answer", 1, 1) in offered
    assert at("alignment-edit") not in offered


def test_of_an_alignment_with_a_restricted_risk_the_uncleared_body_is_told_nothing(world, lead, other):
    propose(world, by="mopac")
    secret = hide(world, "mopac/secret")
    said = {"by": world.people["mopac lead"], "version": None, "on": TODAY, "risk": secret}
    alignments.join(alignment=world.alignment, **said)
    assert "Lobbying" not in home(lead)
    assert lead.get(at("joint-answer", 1, 1)).status_code == 404
    assert "Waits for the Met" in home(other)


# Rules ---------------------------------------------------------------------------------------------------------------


def test_a_proposal_needs_a_title(world, lead):
    page = lead.get(at("joint-propose"))
    again = send(lead, page, title=" ", description="We ask.", stage="planned")
    assert "Enter the title" in words_of(again)
    assert typed_in(again, "description") == "We ask."
    assert Control.objects.count() == 0


def test_a_proposal_is_dated_while_the_alignment_stands_and_not_before_the_present_wording(world, lead, control):
    page = lead.get(at("joint-reword", 1))
    again = send(lead, page, title="Asking", on="2021-05-31")
    assert "The present wording is from 1 June 2021" in words_of(again)
    again = send(lead, lead.get(at("joint-propose")), title="Asking", stage="planned", on="2021-05-03")
    assert "It began on 4 May 2021" in words_of(again)


def test_a_retired_control_and_one_whose_alignment_has_ended_are_worded_no_more(world, lead, other, control):
    waiting = propose(world, date(2021, 7, 1), control=control, title="Asking")
    said = {"by": world.people["met lead"], "version": None}
    alignments.end(alignment=world.alignment, on=date(2021, 9, 1), reason="Over", **said)
    assert "worded no more" in news_of(lead.get(at("joint-reword", 1)))
    with pytest.raises(ValidationError, match="It ended on 1 September 2021"):
        answer(world, waiting, TODAY)
    assert "Asking" not in home(other)


def test_a_retired_control_is_not_worded_anew(world, lead, control):
    said = {"by": world.people["met lead"], "version": None, "on": date(2021, 9, 1)}
    controls.set_stage(control=control, stage="retired", reason="Done", **said)
    assert "worded no more" in news_of(lead.get(at("joint-reword", 1)))
    with pytest.raises(ValidationError, match="It is retired"):
        propose(world, TODAY, control=control, title="Asking")


def test_either_body_says_which_of_them_leads(world, lead, control):
    page = lead.get(at("joint-lead", 1))
    assert send(lead, page, lead_body="mopac").status_code == 302
    assert form_of(lead.get(at("joint-lead", 1)))["lead_body"] == ["mopac"]
    assert world.client("met reader").get(at("joint-lead", 1)).status_code == 403


def test_nobody_leads_on_what_is_not_agreed(world, lead):
    propose(world)
    assert "no wording that both have agreed" in news_of(lead.get(at("joint-lead", 1)))


def test_joint_controls_are_numbered_with_all_others(world, control):
    assert control.reference == "C-1"
    assert propose(world, title="Asking").control.reference == "C-2"
    assert propose(world, title="Pleading", number=9).control.reference == "C-9"
    assert propose(world, title="Begging").control.reference == "C-10"


# Two at once ---------------------------------------------------------------------------------------------------------


def test_who_answers_what_was_worded_anew_meanwhile_is_told():
    world = two_bodies()
    lead, other = world.client("met lead"), world.client("mopac lead")
    send(lead, lead.get(at("joint-propose")), title="Lobbying", stage="planned")
    page = other.get(at("joint-answer", 1, 1))
    reworded = lead.get(at("joint-reword", 1))
    assert send(lead, reworded, title="Asking").status_code == 302
    told = send(other, page, agrees="yes")
    assert told.status_code == 409
    assert "the Met lead saved this control first" in words_of(told)
    assert form_of(told)["agrees"] == ["yes"]
    refused = send(other, told)
    assert "A newer proposal of the same body has taken its place" in words_of(refused)
    assert Consent.objects.count() == 0
