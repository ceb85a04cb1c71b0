"""Do the position that is printed and the paper's second appendix say how key controls get on, and to whom?"""

import json
import re
from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command

from controls.actions import controls
from registers import clock
from registers.access import audience_of
from registers.actions import risks
from registers.models import Register
from reports import pdf
from reports.models import Edition, Rendering, What
from reports.papers.printing import print_paper
from reports.papers.risk_template import print_risk_template
from tests.control_factories import add_control, on, state, state_risk
from tests.factories import CLOSED_PROFILE, PostFactory, agree, somebody
from tests.paper_worlds import AS_AT, BEFORE, both_editions, settled_register, start_paper

pytestmark = pytest.mark.django_db

APRIL = date(2020, 4, 1)
PROFILE = CLOSED_PROFILE | {"controls": "official-sensitive", "progress": "official-sensitive"}


@pytest.fixture
def register():
    """Money has a key control that slipped and one that is not key, agreed with the register."""
    register = settled_register(profile=dict(PROFILE))
    money = register.risks.select_related("register__organisation").get(ref=1)
    owner = PostFactory(organisation=register.organisation, title="Director of Doors")
    key = add_control(money, day=APRIL, title="Quokka doors", is_key=True, owner=owner, due=date(2020, 9, 30))
    state(key, "slipped", APRIL, "Quokkas ate them")
    add_control(money, day=APRIL, title="Quokka posters")
    state_risk(money, "on-track", APRIL)
    agree(register, AS_AT, on=date(2020, 7, 1))
    return register


def pages(paper):
    return {edition: print_paper(document).html for edition, document in both_editions(paper).items()}


def words(html):
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def test_the_second_appendix_names_each_risks_key_controls_with_their_status(register):
    found = pages(start_paper(register))
    full = words(found[Edition.FULL])
    assert "Key controls of these risks, and how they get on" in full
    assert "1 Money Quokka doors C-1 Slipped Director of Doors 30 September 2020" in full
    assert "Quokka posters" not in full
    assert "Quokka" not in found[Edition.PUBLIC]
    assert "Key controls" not in found[Edition.PUBLIC]


def test_the_paper_prints_what_was_agreed(register):
    with on(date(2020, 8, 3)):
        controls.edit(
            control=Register.objects.get(pk=register.pk).controls.get(number=1), by=somebody(), version=None,
            on=date(2020, 8, 3), title="Steel doors",
        )  # fmt: skip
    full = pages(start_paper(register))[Edition.FULL]
    assert "Quokka doors" in full
    assert "Steel doors" not in full


def position(register, seen_by, output="json", since=BEFORE):
    out = StringIO()
    call_command("position", register.path, as_at=AS_AT, since=since, seen_by=seen_by, format=output, stdout=out)
    return json.loads(out.getvalue()) if output == "json" else out.getvalue()


def test_a_position_counts_progress_and_lists_each_risks_controls(register):
    body = register.organisation
    cleared = somebody(("reader", body), cleared_by=[body]).email
    found = position(register, cleared)
    assert found["progress"] == {
        "on-track": 1, "limited": 0, "slipped": 0, "no-progress": 0, "complete": 0, "not-stated": 2,
    }  # fmt: skip
    money = found["risks"][0]
    assert (money["progress"]["status"], money["progress"]["on"]) == ("on-track", "2020-04-01")
    assert (money["progress"]["controls_say"], money["progress"]["disagrees"]) == ("red", True)
    assert [control["title"] for control in money["controls"]] == ["Quokka doors", "Quokka posters"]
    assert money["controls"][0] == {
        "reference": "C-1", "title": "Quokka doors", "state": "planned", "is_key": True, "status": "slipped",
        "stated_on": "2020-04-01", "owner": "Director of Doors", "due": "2020-09-30", "first_due": "2020-09-30",
        "moves": 0, "slips": 0, "effectiveness": None,
    }  # fmt: skip
    table = position(register, cleared, "table")
    assert "Progress of 3 open risks: 1 on track, 0 limited" in table
    assert "C-1    slipped      Quokka doors (key)" in table


def test_a_retired_control_is_told_until_the_day_compared_with_is_past_it(register):
    lead = somebody(("lead", register.organisation), cleared_by=[register.organisation]).email
    with on(AS_AT):
        said = {"by": somebody(), "version": None, "on": AS_AT, "stage": "retired", "reason": "Torn down"}
        controls.set_stage(control=register.controls.get(number=2), **said)
    assert [one["state"] for one in position(register, lead)["risks"][0]["controls"]] == ["planned", "retired"]
    assert "C-2    retired      Quokka posters" in position(register, lead, "table")
    found = position(register, lead, since=AS_AT)
    assert [one["title"] for one in found["risks"][0]["controls"]] == ["Quokka doors"]


@pytest.mark.parametrize("who", ["public", "reader"])
def test_a_position_says_that_they_are_withheld_from_whom_they_are(register, who):
    seen_by = who if who == "public" else somebody(("reader", register.organisation)).email
    found = position(register, seen_by)
    assert found["progress"] == "withheld"
    assert {(risk["progress"], risk["controls"]) for risk in found["risks"]} == {("withheld", "withheld")}
    assert "Quokka" not in position(register, seen_by, "table")


@pytest.mark.pdf
@pytest.mark.parametrize("words", [250, 330])
def test_a_long_description_does_not_break_the_file_of_a_risk(register, words):
    """Where the chart falls across the end of the page (WeasyPrint gives up on a grid there)."""
    money = register.risks.get(ref=1)
    with on(date(2020, 8, 3)):
        risks.edit(risk=money, by=somebody(), version=None, on=date(2020, 8, 3), description="Word " * words)
    reader = somebody(("reader", register.organisation), cleared_by=[register.organisation])
    asked = Rendering(what=What.RISK_TEMPLATE, risk=money, as_at=date(2020, 8, 31), requested_by=reader)
    printed, _ = print_risk_template(asked, audience_of(reader))
    made = pdf.render(
        printed.html, title=printed.title, identifier=b"0" * 16, created=clock.moment_on(AS_AT), marking="OFFICIAL"
    )
    assert made.pages == 2
