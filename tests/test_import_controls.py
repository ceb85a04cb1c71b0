"""Controls that act on risks of more than one register, and controls that are changed elsewhere: nothing is doubled."""

from datetime import date

import pytest

from controls.actions import controls, joint
from controls.models import Control, ControlLink
from registers import clock
from registers.models import Risk, Wording
from reports.actions import imports
from tests.aligned_bodies import BEGUN, TODAY, two_bodies
from tests.control_factories import add_control
from tests.factories import RegisterFactory, client_of, open_risk, somebody
from tests.import_worlds import importer, register_to_fill

pytestmark = pytest.mark.django_db
FIRST = date(2019, 6, 1)


@pytest.fixture
def register():
    found = register_to_fill()
    for title in ("Money", "Roofs"):
        open_risk(found, on=FIRST, title=title)
    return found


@pytest.fixture
def other(register):
    """A risk of another register of the body, whose reference is none of the register's."""
    estates = RegisterFactory(organisation=register.organisation, slug="estates", kind="directorate", title="Estates")
    return [open_risk(estates, on=FIRST, title=f"Boilers {n}") for n in range(5)][-1]


def risk_of(register, ref):
    return Risk.objects.get(register=register, ref=ref)


def looked_at(register, by, content, day=date(2020, 6, 30)):
    begun = imports.begin(register=register, by=by, as_at=day, name="few.csv", content=content.encode())
    record = imports.look(record=begun, by=by)
    assert record.shown_state == "looked", record.error
    return record, {row.planned.what: row.planned for row in record.rows.all()}


def exported(by):
    return b"".join(client_of(by).get("/controls/export.csv").streaming_content).decode("utf-8-sig")


@pytest.mark.parametrize("sees_all", [True, False])
def test_a_control_that_acts_on_a_risk_of_another_register_too_goes_on_doing_so(register, other, sees_all):
    held = add_control(risk_of(register, 1), other, day=date(2019, 7, 1), title="Audit")
    lead = importer(register)
    if not sees_all:
        body = register.organisation
        lead = somebody({"role": "lead", "organisation": body, "register": register}, cleared_by=[body])
    listed = exported(lead)
    assert looked_at(register, lead, listed)[1]["Control C-1"].deed == "nothing"
    record, rows = looked_at(register, lead, listed.replace("C-1,Audit,Nobody owns it,1,", "C-1,Audit,,2,"))
    (change,) = rows["Control C-1"].changes
    assert (change.label, change.old, change.new) == ("Acts on", "risk 1", "risk 2")
    record = imports.apply(record=record, by=lead, fingerprint=record.summary["fingerprint"])
    assert record.shown_state == "applied", record.error
    links = ControlLink.objects.filter(control=held).order_by("pk").values_list("risk", "holds")
    assert dict(links) == {risk_of(register, 1).pk: False, risk_of(register, 2).pk: True, other.pk: True}


def test_a_control_of_another_register_that_acts_on_the_risk_is_not_added_again(register, other):
    add_control(other, risk_of(register, 1), day=date(2019, 7, 1), title="Audit")
    content = "Ref,Risk title,Controls in place\n1,Money,Audit\n2,Roofs,Audit\n"
    _, rows = looked_at(register, importer(register), content)
    assert (rows["Control C-1"].deed, rows["New control"].deed) == ("nothing", "create")
    assert "It acts on the risk, and is changed on its own page: left as it is" in [
        problem.words for problem in rows["Control C-1"].problems
    ]


def test_one_of_a_register_that_the_importer_does_not_see_is_not_told_of(register, other):
    add_control(other, risk_of(register, 1), day=date(2019, 7, 1), title="Audit")
    body = register.organisation
    lead = somebody({"role": "lead", "organisation": body, "register": register}, cleared_by=[body])
    held = Control.objects.get()
    _, rows = looked_at(register, lead, "Ref,Risk title,Controls in place\n1,Money,Audit\n2,Roofs,Guards\n")
    is_seen = client_of(lead).get(held.get_absolute_url()).status_code == 200
    assert ("Control C-1" in rows) == is_seen


def test_nor_is_a_joint_control():
    with clock.at(clock.moment_on(TODAY)):
        world = two_bodies()
        lead, other = world.people["met lead"], world.people["mopac lead"]
        said = {"alignment": world.alignment, "by": lead, "on": BEGUN, "organisation": world.bodies["met"]}
        proposal = joint.propose(**said, title="Lobbying", description="We ask for more.")
        met = {"by": other, "on": TODAY, "version": None, "organisation": world.bodies["mopac"], "agrees": True}
        joint.answer(proposal=proposal, **met)
        title = Wording.objects.get(risk=world.risks["met/1"]).title
        content = f"Ref,Risk title,Controls in place\n1,{title},Lobbying\n"
        _, rows = looked_at(world.registers["met"], lead, content, day=TODAY)
    assert rows[f"Control {Control.objects.get().reference}"].deed == "nothing"
    assert "New control" not in rows


def test_a_control_of_another_register_that_acts_on_a_risk_of_the_import_is_not_named_to_who_may_not_see_it(
    register, other
):
    body = register.organisation
    lead = somebody({"role": "lead", "organisation": body, "register": register}, cleared_by=[body])
    record, _ = looked_at(register, lead, "Ref,Risk title\n15,Fleet\n")
    record = imports.apply(record=record, by=lead, fingerprint=record.summary["fingerprint"])
    held = add_control(other, day=date(2019, 7, 1), title="Boiler checks")
    everything = [other, risk_of(register, 15)]
    controls.edit(control=held, by=somebody(), version=None, on=clock.today(), risks=everything)
    assert imports.why_not_undone(record=record) == ["Risk 15: something that was entered since rests on it"]
