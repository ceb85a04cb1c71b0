"""A list that the portal gave out comes to the wrong place: another register, another year's plan, another day."""

from datetime import timedelta

import pytest

from registers import clock
from registers.access import audience_of
from registers.models import Register, User
from registers.sentences import say_day
from reports.imports.known import known_of
from reports.imports.planning import plan
from reports.imports.reading import read
from reports.imports.understanding import mapping_of, understand
from reports.imports.values import Deed, Weight
from reports.workbooks.reading import read_workbook
from tests.export_reading import FORMATS, bytes_of
from tests.factories import client_of

pytestmark = pytest.mark.usefixtures("db_with_demo")


def brought(address, name, into, on=None):
    """The dry run of what somebody took from an address, brought into a register by its lead, as it is proposed."""
    taken_by = User.objects.get(email="lead@met.example" if "met" in address else "lead@mopac.example")
    content = bytes_of(client_of(taken_by).get(address))
    register, day = Register.objects.called(*into.split("/")), on or clock.today()
    lead = User.objects.get(email=f"lead@{register.organisation.slug}.example")
    workbook, known = read_workbook(content, name), known_of(register, audience_of(lead), day)
    return plan(register, read(workbook, mapping_of(understand(workbook, known)), known), lead, day).dry_run


def words(run, weight):
    return [problem.words for problem in run.problems if problem.weight is weight]


def test_the_list_of_another_register_is_refused_whole():
    run = brought("/registers/met/corporate/export.xlsx", "list.xlsx", "mopac/corporate")
    assert run.rows == ()
    (refused,) = words(run, Weight.REFUSED)
    assert "of the register met/corporate, and this is mopac/corporate: nothing of it is imported" in refused


def test_without_its_second_sheet_no_risk_is_changed_by_a_number_that_another_has_too():
    run = brought("/registers/met/corporate/export.csv", "list.csv", "mopac/corporate")
    assert any("they are not gone by" in told for told in words(run, Weight.REMARK))
    assert [row.title for row in run.rows if row.deed is Deed.CHANGE] == []


@pytest.mark.parametrize("format", FORMATS)
def test_the_plan_of_another_year_is_refused_row_by_row(format):
    name = f"improvement-plan-mopac-2018-19 2026.{format}"
    run = brought(f"/improvement-plans/mopac/2018-19/export.{format}", name, "mopac/corporate")
    assert {row.deed for row in run.rows} == {Deed.REFUSE}
    assert "speaks of 2018-19" in run.rows[0].problems[0].words


def test_a_list_of_another_day_says_so_and_one_of_the_day_does_not():
    day = clock.today() - timedelta(days=30)
    address = f"/registers/met/corporate/export.xlsx?as_at={day.isoformat()}"
    (told,) = [
        told for told in words(brought(address, "list.xlsx", "met/corporate"), Weight.REMARK) if "The portal" in told
    ]
    assert told.startswith(f"The portal made this file as at {say_day(day)}, and it is imported as at ")
    same = brought(address, "list.xlsx", "met/corporate", on=day)
    assert not any("would hold from this one" in told for told in words(same, Weight.REMARK))


def test_sheets_are_named_in_whole_words():
    lead = User.objects.get(email="lead@met.example")
    for address, name in (
        ("/registers/met/corporate/export.xlsx", "Met corporate risk register"),
        ("/improvement-plans/mopac/2018-19/export.xlsx", "MOPAC improvement plan 2018-19"),
    ):
        taken_by = lead if "met" in address else User.objects.get(email="lead@mopac.example")
        workbook = read_workbook(bytes_of(client_of(taken_by).get(address)), "list.xlsx")
        assert workbook.sheets[0].name == name
