"""Work-streams of an improvement plan: found by reference or title in the plan of the day's year."""

from datetime import date

import pytest

from controls.actions import improvement
from registers import clock
from registers.access import audience_of
from registers.models import Register
from reports.actions import imports
from reports.imports.applying import carry_out
from reports.imports.known import plan_of
from reports.imports.values import About, Deed
from reports.models import Import
from reports.sees_imports import sees_import
from tests.factories import PostFactory, RegisterFactory, somebody
from tests.import_worlds import entry, importer, owners, planned, register_to_fill

pytestmark = pytest.mark.django_db

MAY = date(2019, 5, 1)


@pytest.fixture
def register():
    return register_to_fill()


@pytest.fixture
def lead(register):
    return importer(register)


@pytest.fixture
def plan(register, lead):
    with clock.at(clock.moment_on(date(2019, 4, 1))):
        begun = improvement.begin(
            organisation=register.organisation, by=lead, on=clock.today(), first_day=clock.today()
        )
        improvement.add(plan=begun, by=lead, on=clock.today(), ref="F10", title="Risk training", due=date(2019, 9, 30))
    return begun


def stream(row, ref="", title=None, **facts):
    return entry(row, ref, title, about=About.PLAN, **facts)


def bring_in(register, by, plan, *rows, **options):
    found = planned(register, by, MAY, *rows, **options)
    carry_out(found, register=register, by=by, plan=plan, said_by="t.xlsx", tell=lambda fraction, words: None)
    return found.dry_run.rows


def test_status_and_date_of_what_is_there_change_and_new_ones_are_added(register, lead, plan):
    post = PostFactory(organisation=register.organisation)
    said = [
        stream(2, "F10", "Risk training", status="slipped", due=date(2019, 12, 31), note="No trainer"),
        stream(3, "G8", "Open data", owners=owners(post), priority="high", source="internal-audit", status="on-track"),
    ]
    rows = bring_in(register, lead, plan, *said)
    assert [row.deed for row in rows] == [Deed.CHANGE, Deed.CREATE]
    assert {change.label: (change.old, change.new) for change in rows[0].changes} == {
        "Due date": ("30 September 2019", "31 December 2019"),
        "Status": ("Not started", "Slipped"),
        "Note": ("", "No trainer"),
    }
    assert not planned(register, lead, MAY, *said).acts
    assert {stream.ref for stream in plan.streams.all()} == {"F10", "G8"}


def test_a_reference_with_wholly_another_title_is_asked(register, lead, plan):
    row = stream(2, "F10", "Code of conduct")
    asked = planned(register, lead, MAY, row).dry_run
    assert (asked.rows[0].deed, asked.questions) == (Deed.REFUSE, 1)
    rows = bring_in(register, lead, plan, row, answers={"Register!2:same": "new"})
    assert (rows[0].deed, plan.streams.count()) == (Deed.CREATE, 2)


def test_without_a_plan_or_with_that_of_another_year_nothing_is_imported(register, lead, plan):
    other = stream(2, "F10", "Risk training", status="complete")
    other = type(other)(other.about, other.ref, other.where._replace(sheet="GIP 2018-19"), 2, other.facts)
    found = planned(register, lead, MAY, other).dry_run.rows[0]
    assert "The sheet speaks of 2018-19" in found.problems[0].words
    assert plan_of(register.organisation, audience_of(lead), date(2017, 1, 1)) is None
    early = planned(register, lead, date(2017, 1, 1), stream(2, "F10", "Risk training")).dry_run.rows[0]
    assert "no improvement plan" in early.problems[0].words


def test_a_directorates_register_is_not_set_against_the_bodys_plan(register, lead, plan):
    row = stream(2, "F10", "Something else", status="slipped")
    assert "Risk training" in str(planned(register, lead, MAY, row).dry_run)
    street = RegisterFactory(organisation=register.organisation, slug="street", kind=Register.Kind.DIRECTORATE)
    found = planned(street, lead, MAY, row)
    assert "Risk training" not in str(found.dry_run)
    assert found.acts == ()


def test_a_file_of_the_plan_is_for_leads_of_the_whole_body_and_for_who_brought_it(register, lead, plan):
    body = register.organisation
    of_one = {"role": "lead", "organisation": body, "register": register}
    mine, other = somebody(of_one, cleared_by=[body]), somebody(of_one, cleared_by=[body])
    said = b"Ref,Area for improvement,Recommendation,Status,Due date\nF10,Risk training,Train all,On track,30/09/2019\n"
    record = imports.begin(register=register, by=mine, as_at=clock.today(), name="plan.csv", content=said)
    assert record.has_plan
    seen = {user: Import.objects.visible_to(audience_of(user)).exists() for user in (mine, other, lead)}
    assert seen == {mine: True, other: False, lead: True}
    assert [sees_import(audience_of(user), record, None) for user in (mine, other, lead)] == [True, False, True]
