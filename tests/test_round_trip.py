"""What the portal gave out comes back: an export changes nothing, and of one with changed cells only those change."""

import csv
import io
from datetime import date

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from controls.models import ImprovementPlan
from registers import clock
from registers.access import audience_of
from registers.actions import risks as acting
from registers.models import Kind, Marking, Register, User
from registers.models.risk_facts import Horizon
from reports.actions import imports
from reports.imports.known import known_of
from reports.imports.planning import plan
from reports.imports.reading import read
from reports.imports.texts import says_nothing
from reports.imports.understanding import mapping_of, understand
from reports.imports.values import About, Deed, DryRun, Weight
from reports.workbooks.reading import read_workbook
from tests.control_factories import state_risk
from tests.export_reading import FORMATS, bytes_of, table_of
from tests.factories import (
    OPEN_PROFILE,
    FrameworkFactory,
    ObjectiveFactory,
    PostFactory,
    RegisterFactory,
    agree,
    client_of,
    open_risk,
    score_risk,
    somebody,
)

pytestmark = pytest.mark.django_db

TODAY = date(2022, 3, 15)
WORKED_OUT = ("Movement", "Quarters there", "Since agreed", "Why it moved")
TOLD = OPEN_PROFILE | dict.fromkeys(("rationale", "controls", "progress", "appetite"), "official")


def taken(user, address) -> bytes:
    return bytes_of(client_of(user).get(address))


def looked_at(register, user, content, format) -> DryRun:
    """What importing the file would do, if the person left everything as it is proposed."""
    workbook = read_workbook(content, f"list.{format}")
    known = known_of(register, audience_of(user), clock.today())
    proposal = understand(workbook, known)
    tables = [table for table in proposal.tables if table.about != About.NOTHING]
    assert [column.heading for table in tables for column in table.columns if column.fact is None] == []
    return plan(register, read(workbook, mapping_of(proposal), known), user, clock.today()).dry_run


def deeds(run) -> set:
    return {row.deed for row in run.rows}


def changed(content, format, cells) -> bytes:
    """The file with these cells changed, as a spreadsheet program saves it: {(title, heading): value}."""
    if format == "xlsx":
        book = openpyxl.load_workbook(io.BytesIO(content))
        sheet = book.worksheets[0]
        rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
        for (title, heading), value in cells.items():
            sheet.cell(_row_of(rows, title) + 1, rows[0].index(heading) + 1).value = value
        out = io.BytesIO()
        book.save(out)
        return out.getvalue()
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    for (title, heading), value in cells.items():
        rows[_row_of(rows, title)][rows[0].index(heading)] = value.isoformat() if isinstance(value, date) else value
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue().encode("utf-8-sig")


def _row_of(rows, title):
    return next(number for number, row in enumerate(rows) if row[rows[0].index("Title")] == title)


@pytest.fixture
def register():
    """Four risks that say all that a register can, with texts that a spreadsheet could spoil."""
    with clock.at(clock.moment_on(TODAY)):
        register = RegisterFactory(profile=TOLD)
        body = register.organisation
        posts = [PostFactory(organisation=body, title=title) for title in ("Director of Fire", "Head of Hoses")]
        aims = [
            ObjectiveFactory(framework=FrameworkFactory(organisation=body), name=name) for name in ("No fire", "Dry")
        ]
        fire = open_risk(
            register, date(2021, 1, 4), title="Fire", description="It may burn.\n\n- Here\n- There", owners=posts,
            leads=posts[1:], objectives=aims, horizon=Horizon.SHORT,
        )  # fmt: skip
        score_risk(fire, 2, 2, date(2021, 1, 4), kind=Kind.INHERENT)
        score_risk(fire, 3, 4, date(2022, 2, 1), reason="Two sheds burnt,\n“badly”; see =A1")
        score_risk(fire, 1, 2, date(2022, 2, 1), kind=Kind.TARGET, target_on=date(2023, 3, 31))
        open_risk(register, date(2021, 2, 1), title="=1+1", description="-2 degrees\n'quoted' \"twice\"", score=(1, 4))
        flood = open_risk(register, date(2021, 3, 1), title="'=Flood", description="+", printed_ref="F-7")
        acting.edit(risk=flood, by=somebody(), version=None, on=date(2021, 4, 1), order=5)
        open_risk(register, date(2021, 3, 1), title="Frost", score=(2, 3), marking=Marking.SENSITIVE, owners=posts[:1])
        state_risk(fire, "limited", date(2022, 2, 1), "One pump of two")
        agree(register, date(2021, 12, 31))
        yield register


@pytest.fixture
def lead(register):
    return somebody(("lead", register.organisation), cleared_by=[register.organisation])


@pytest.mark.parametrize("format", FORMATS)
def test_a_register_that_comes_back_as_it_went_changes_nothing(register, lead, format):
    run = looked_at(register, lead, taken(lead, f"{register.get_absolute_url()}export.{format}"), format)
    assert [row.what for row in run.rows if row.deed is not Deed.NOTHING] == []
    assert (len(run.rows), run.questions) == (4, 0)


@pytest.mark.parametrize("format", FORMATS)
def test_a_spreadsheet_program_that_saves_it_changes_nothing_either(register, lead, format):
    content = changed(taken(lead, f"{register.get_absolute_url()}export.{format}"), format, {})
    assert deeds(looked_at(register, lead, content, format)) == {Deed.NOTHING}


CHANGES = {
    "the title": ({"Title": "Blaze"}, ["Title"]),
    "the description": ({"Description": "=SUM(A1:A9) is all\n\n- of it"}, ["Description"]),
    "an owner": ({"Owners": "Head of Hoses"}, ["Owners"]),
    "the order of owners": ({"Owners": "Head of Hoses\nDirector of Fire"}, ["Owners"]),
    "no lead": ({"Working leads": "None"}, ["Working leads"]),
    "no owner, objective, horizon or date": (
        {"Owners": "None", "Objectives": "None", "Horizon": "None", "Target date": "None"},
        ["Owners", "Objectives", "Horizon", "Target date"],
    ),
    "the objectives": ({"Objectives": "Dry"}, ["Objectives"]),
    "one level": ({"Likelihood": "VH"}, ["Score"]),
    "the target": ({"Target likelihood": "M", "Target date": date(2024, 6, 30)}, ["Target score", "Target date"]),
    "the progress": ({"Progress": "Slipped"}, ["Progress"]),
    "the horizon": ({"Horizon": "Long-term"}, ["Horizon"]),
    "the order": ({"Order": "35"}, ["Place in the list"]),
    "the ref": ({"Ref": "X9"}, ["Reference"]),
}


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("what", CHANGES)
def test_only_the_cells_that_were_changed_change(register, lead, what, format):
    cells, labels = CHANGES[what]
    content = taken(lead, f"{register.get_absolute_url()}export.{format}")
    given = {heading: f"'{value}" if str(value)[:1] == "=" else value for heading, value in cells.items()}
    run = looked_at(
        register, lead, changed(content, format, {("Fire", name): value for name, value in given.items()}), format
    )
    other = [row for row in run.rows if row.deed is not Deed.NOTHING]
    assert [(row.what, row.deed) for row in other] == [("Risk 1", Deed.CHANGE)]
    assert sorted(change.label for change in other[0].changes) == sorted(labels)
    assert run.questions == 0


@pytest.mark.parametrize("format", FORMATS)
def test_a_cell_that_was_cleared_takes_nothing_away_and_is_told(register, lead, format):
    given = dict.fromkeys([("Fire", "Owners"), ("Fire", "Description")], "")
    content = taken(lead, f"{register.get_absolute_url()}export.{format}")
    run = looked_at(register, lead, changed(content, format, given), format)
    assert deeds(run) == {Deed.NOTHING}
    assert [problem.words for row in run.rows for problem in row.problems] == [
        "Owners: blank in the file, left as it is. “None” would take it away",
        "Description: blank in the file, left as it is",
    ]


@pytest.mark.parametrize("format", FORMATS)
def test_what_was_changed_is_there_once_it_is_applied_and_nothing_else_is(register, lead, format):
    address = f"{register.get_absolute_url()}export.{format}"
    before = table_of(client_of(lead).get(address))
    cells = {("Fire", "Likelihood"): "VH", ("Fire", "Rationale"): "Worse"}
    text = {("Frost", "Description"): "'-1 °C\n\nand less"}
    content = changed(taken(lead, address), format, cells | text)
    record = imports.begin(register=register, by=lead, as_at=TODAY, name=f"r.{format}", content=content)
    record = imports.look(record=record, by=lead)
    imports.apply(record=record, by=lead, fingerprint=record.dry_run.fingerprint)
    after = table_of(client_of(lead).get(address))
    differ = {
        (old["Title"], heading): new[heading]
        for old, new in zip(before, after, strict=True)
        for heading in old
        if old[heading] != new[heading]
        and heading not in ("Movement", "Quarters there", "Since agreed", "Why it moved")
    }
    assert differ.pop(("Frost", "Description")) == ("-1 °C\n\nand less" if format == "xlsx" else "'-1 °C\n\nand less")
    assert differ == cells


# Whatever a register says ----------------------------------------------------------------------------

LINE = st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "S", "Zs"]), min_size=1, max_size=40)
LEVEL = st.integers(1, 4)


def says_something(text) -> bool:
    """Not "None" or "n/a" and no more: in any file that says that there is none."""
    return not text or not says_nothing(text)


RISK = st.fixed_dictionaries(
    {
        "title": LINE.map(lambda text: f"Risk of {text}".strip()),
        "description": st.lists(LINE.map(str.strip).filter(bool), max_size=3).map("\n\n".join).filter(says_something),
        "owners": st.lists(st.integers(0, 2), unique=True, max_size=3),
        "horizon": st.sampled_from(["", *Horizon.values]),
        "score": st.none() | st.tuples(LEVEL, LEVEL),
        "target": st.none() | st.tuples(LEVEL, LEVEL, st.none() | st.dates(date(2022, 4, 1), date(2030, 1, 1))),
        "reason": LINE.map(lambda text: f"Because {text}".strip()),
    }
)


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(st.lists(RISK, min_size=1, max_size=5, unique_by=lambda risk: risk["title"]))
def test_any_register_comes_back_unchanged(found):
    with clock.at(clock.moment_on(TODAY)):
        register = RegisterFactory(profile=TOLD)
        posts = [PostFactory(organisation=register.organisation) for _ in range(3)]
        by = somebody(("lead", register.organisation), cleared_by=[register.organisation])
        for said in found:
            _opened(register, posts, by, said)
        for format in FORMATS:
            run = looked_at(register, by, taken(by, f"{register.get_absolute_url()}export.{format}"), format)
            told = [(row.what, row.deed, row.changes, row.problems) for row in run.rows if row.deed is not Deed.NOTHING]
            assert (told, run.questions, len(run.rows)) == ([], 0, len(found))


def _opened(register, posts, by, said):
    owners = [posts[place] for place in said["owners"]]
    texts = {"title": said["title"], "description": said["description"]}
    risk = open_risk(register, date(2021, 1, 4), by=by, owners=owners, horizon=said["horizon"], **texts)
    if said["score"]:
        score_risk(risk, *said["score"], date(2021, 5, 1), by=by, reason=said["reason"])
    if said["target"]:
        *cell, on = said["target"]
        score_risk(risk, *cell, date(2021, 5, 1), by=by, kind=Kind.TARGET, target_on=on)


# The demo ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("format", FORMATS)
def test_every_register_of_the_demo_comes_back_unchanged(demo, format):
    for register in Register.objects.select_related("organisation"):
        lead = User.objects.get(email=f"lead@{register.organisation.slug}.example")
        content = taken(lead, f"{register.get_absolute_url()}export.{format}?status=all")
        run = looked_at(register, lead, content, format)
        assert (deeds(run), run.questions) == ({Deed.NOTHING}, 0), register.path


@pytest.mark.parametrize("format", FORMATS)
def test_the_controls_and_plans_of_the_demo_come_back_unchanged(demo, format):
    register = Register.objects.called("mopac", "corporate")
    lead = User.objects.get(email="lead@mopac.example")
    newest = ImprovementPlan.objects.filter(organisation=register.organisation).latest("first_day")
    for address in (
        f"/controls/export.{format}?register=mopac/corporate",
        f"{newest.get_absolute_url()}export.{format}",
    ):
        run = looked_at(register, lead, taken(lead, address), format)
        assert (deeds(run), run.questions) == ({Deed.NOTHING}, 0), address


@pytest.mark.parametrize("format", FORMATS)
def test_a_list_of_all_controls_comes_back_unchanged_with_joint_ones_in_it(demo, format):
    register, lead = Register.objects.called("met", "corporate"), User.objects.get(email="lead@met.example")
    content = taken(lead, f"/controls/export.{format}")
    run = looked_at(register, lead, content, format)
    told = [problem for row in run.rows for problem in row.problems]
    assert (deeds(run), run.questions) == ({Deed.NOTHING}, 0)
    assert {problem.weight for problem in told} == {Weight.REMARK}
    joint = next(row for row in run.rows if "joint control" in str(row.problems))
    again = looked_at(register, lead, changed(content, format, {(joint.title, "State"): "Potential"}), format)
    assert [row.deed for row in again.rows if row.title == joint.title] == [Deed.REFUSE]
