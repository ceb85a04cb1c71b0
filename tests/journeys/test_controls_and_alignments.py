"""Can both bodies do what they do about a risk, and agree on it, in a browser: with scripts and without?"""

from datetime import timedelta

import pytest

from registers import clock
from registers.scope import quarter_end_before
from registers.sentences import say_day
from tests.journeys.steps import WIDTHS

pytestmark = pytest.mark.browser

CONTROL = "Register of benefits"
LATE = "Nobody has applied for the post, so it waits until it is advertised again"
POSTPONED = "The post is filled a quarter later than we thought"
OLD, NEW = "One account of the budget gap", "One account of the budget gap, settled each quarter"
WHY = "Figures exchanged once a year were out of date when they were used"


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_lead_states_what_holds_up_a_control_and_moves_its_date(visitor, scripts):
    lead = visitor("lead@met.example", scripts=scripts)
    lead.go("/").follow("7 Technology")
    lead.follow(CONTROL)
    state_limited_progress(lead)
    move_the_due_date(lead, clock.today() + timedelta(days=200))
    lead.go("/registers/met/corporate/7/")
    assert "Limited (amber)" in lead.row(CONTROL)
    assert "moved once" in lead.row(CONTROL)


def state_limited_progress(lead):
    page = lead.page
    lead.follow("State progress")
    page.get_by_label("Limited", exact=True).check()
    page.get_by_label("Stated by").select_option("Transformation Director")
    lead.press("State it")
    assert "needs a narrative" in lead.error_at("Narrative")
    assert page.get_by_label("Limited", exact=True).is_checked()
    assert page.get_by_label("Stated by").locator("option:checked").inner_text() == "Transformation Director"
    page.get_by_label("Narrative").fill(LATE)
    lead.press("State it")
    told = lead.words("[aria-labelledby=progress-title]")
    assert f"Limited (amber) {say_day(clock.today())}, stated by the Transformation Director" in told
    assert LATE in told


def move_the_due_date(lead, day):
    page = lead.page
    page.get_by_text("More to do with this control").click()
    lead.follow("Set or move the due date")
    page.get_by_label("New due date").fill(day.isoformat())
    lead.press("Save")
    assert lead.error_at("Why does the date move?")
    assert page.get_by_label("New due date").input_value() == day.isoformat()
    page.get_by_label("Why does the date move?").fill(POSTPONED)
    lead.press("Save")
    told = lead.words("[aria-labelledby=due-title]")
    assert f"To be in place by {say_day(day)}" in told
    assert "Slipped" in told
    assert POSTPONED in told


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_wording_that_one_body_proposes_stands_when_the_other_has_agreed(visitor, scripts):
    met, mopac = visitor("lead@met.example", scripts=scripts), visitor("lead@mopac.example", scripts=scripts)
    met.go("/").menu("Alignments")
    met.follow("Police funding")
    met.follow("Propose another wording: C-85")
    met.page.get_by_label("Title").fill(NEW)
    met.page.get_by_label("Reason").fill(WHY)
    met.press("Propose it")
    assert "waits for MOPAC to agree" in joint_control(met)
    met.go("/")
    assert f"Waits for MOPAC C-85 {NEW}" in met.words()

    mopac.go("/").follow("Agree or decline", within=mopac.page.locator(".rp-panel", has_text=NEW))
    assert "Proposed wording" in mopac.words()
    assert WHY in mopac.words()
    mopac.page.get_by_label("Yes: this wording stands").check()
    mopac.press("Answer")
    mopac.go("/alignments/6/")
    for person in (mopac, met.go("/alignments/6/")):
        assert NEW in joint_control(person)
        assert "waits for" not in joint_control(person)
        assert NEW not in person.go("/").words()
    met.go(f"/alignments/6/?as_at={quarter_end_before(clock.today())}")
    assert OLD in joint_control(met)
    assert NEW not in joint_control(met)


def joint_control(person) -> str:
    return person.words(".rp-alignment__control:has-text('C-85')")


def test_a_potential_control_is_adopted_borne_out_and_goes_live(visitor):
    lead = visitor("lead@met.example")
    page = lead.page
    lead.go("/controls/C-68/").follow("Adopt it")
    lead.look(*WIDTHS)
    page.get_by_label("Planned").check()
    lead.press("Adopt the control")
    page.get_by_text("More to do with this control").click()
    lead.follow("Attach evidence")
    page.get_by_label("Link").fill("https://example.org/minutes")
    lead.press("Attach it")
    lead.follow("Withdraw example.org/minutes")
    lead.look(*WIDTHS)
    lead.follow("Cancel")
    lead.follow("Put in place")
    lead.press("Put it in place")
    lead.look(*WIDTHS)
    assert "has a score changed?" in lead.words("h1")
