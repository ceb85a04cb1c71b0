"""Undoing an import: every position is as it was before, while nothing has been built on it."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError

from controls.actions import improvement
from controls.models import Control
from registers import clock
from registers.access import audience_of
from registers.actions import agreements, risks
from registers.models import RISK_FACTS, Post, Risk
from reports.actions import imports
from tests.control_factories import add_control
from tests.factories import PostFactory, RegisterFactory, agree, client_of, open_risk, score_risk, somebody
from tests.follow_up_factories import ask_panel_request, board_of, set_action
from tests.import_worlds import DECEMBER, MARCH, SEPTEMBER, importer, position, register_to_fill
from tests.plan_factories import add_stream, begin_plan
from tests.test_import_applying import applied, looked_at

pytestmark = pytest.mark.django_db

DAYS = [SEPTEMBER - timedelta(days=200) + timedelta(days=n * 45) for n in range(12)]


@pytest.fixture
def register():
    found = register_to_fill()
    for title in ("Chief Finance Officer", "Head of Estates"):
        PostFactory(organisation=found.organisation, title=title)
    risk = open_risk(found, on=date(2019, 6, 1), title="Money", score=(1, 1), description="Short")
    open_risk(found, on=MARCH, title="Estates", score=(2, 2))
    add_control(risk, day=date(2019, 7, 1), title="Audit")
    agree(found, DECEMBER)
    return found


@pytest.fixture
def lead(register):
    return importer(register, "board")


def positions(register, by):
    return [position(register, day, by) for day in DAYS]


ROWS = [
    ("1", "Money", "It may run out", "Chief Finance Officer", "M", "H", "Prices rise"),
    ("2", "Estates", "", "Head of Estates", "L", "L", ""),
    ("15", "Fleet", "Cars break down", "Chief Finance Officer", "VH", "H", ""),
]


@pytest.mark.parametrize("day", [date(2019, 9, 30), DECEMBER, date(2020, 6, 30)])
def test_every_position_is_as_it_was_before(register, lead, day):
    before = positions(register, lead)
    record = applied(register, lead, *ROWS, day=day)
    assert record.shown_state == "applied", record.error
    assert positions(register, lead) != before
    assert imports.why_not_undone(record=record) == []
    record = imports.undo(record=record, by=lead, reason="The wrong file")
    assert (record.shown_state, record.undone_by, record.error) == ("undone", lead, "")
    assert positions(register, lead) == before


def test_what_was_undone_stays_readable_and_can_be_brought_in_again_under_its_references(register, lead):
    record = applied(register, lead, *ROWS, day=date(2020, 6, 30))
    after, risk = positions(register, lead), Risk.objects.get(register=register, ref=15)
    rows = sum(model.objects.count() for model in RISK_FACTS)
    imports.undo(record=record, by=lead, reason="The wrong file")
    voided = [row for model in RISK_FACTS for row in model.objects.filter(is_void=True)]
    assert {row.reason for row in voided} == {"The wrong file"}
    assert sum(model.objects.count() for model in RISK_FACTS) > rows
    applied(register, lead, *ROWS, day=date(2020, 6, 30))
    assert positions(register, lead) == after
    assert Risk.objects.get(register=register, ref=15) == risk


def test_an_undone_risk_has_no_page(register, lead):
    record = applied(register, lead, *ROWS, day=date(2020, 6, 30))
    address = Risk.objects.get(register=register, ref=15).get_absolute_url()
    assert client_of(lead).get(address).status_code == 200
    imports.undo(record=record, by=lead, reason="The wrong file")
    assert client_of(lead).get(address).status_code == 404
    assert client_of(lead).get(register.get_absolute_url()).status_code == 200


def test_what_rests_on_it_stands_in_the_way_and_is_named(register, lead):
    record = applied(register, lead, *ROWS, day=date(2020, 6, 30))
    risk = Risk.objects.get(register=register, ref=15)
    score_risk(risk, 1, 1, on=date(2020, 7, 1), by=lead)
    with pytest.raises(ValidationError) as problem:
        imports.undo(record=record, by=lead, reason="The wrong file")
    assert problem.value.messages[0] == "It cannot be undone: something rests on it by now."
    assert any(words.startswith("Risk 15: assessment entered by") for words in problem.value.messages)


def test_a_later_entry_about_something_else_does_not(register, lead):
    record = applied(register, lead, *ROWS[:1], day=date(2020, 6, 30))
    other = Risk.objects.get(register=register, ref=2)
    risks.edit(risk=other, by=lead, version=None, on=date(2020, 7, 1), description="Roofs")
    assert imports.why_not_undone(record=record) == []


def test_an_agreement_and_a_later_import_stand_in_the_way(register, lead):
    record = applied(register, lead, *ROWS, day=date(2020, 6, 30))
    later = applied(register, lead, ("1", "Money", "Dearer", "", "", "", ""), day=date(2020, 7, 30), name="next.csv")
    assert "“next.csv” was imported after it. Undo that first" in imports.why_not_undone(record=record)
    imports.undo(record=later, by=lead, reason="Too early")
    assert imports.why_not_undone(record=record) == []
    agreements.agree(register=register, by=lead, as_at=date(2020, 12, 31), meeting="The board")
    assert imports.why_not_undone(record=record) == ["The register as at 31 December 2020 has been agreed since"]


def test_a_control_of_the_import_that_somebody_used_stands_in_the_way(register, lead):
    record = applied(register, lead, *ROWS, day=date(2020, 6, 30))
    risk = Risk.objects.get(register=register, ref=15)
    add_control(risk, day=date(2020, 7, 1), title="Service", by=lead)
    assert any("Control C-2" in words for words in imports.why_not_undone(record=record))


def test_a_work_stream_that_leads_to_a_control_of_the_import_stands_in_the_way(register, lead):
    plan = begin_plan(register.organisation, first_day=date(2020, 4, 1))
    stream = add_stream(plan)
    record = brought_in(register, lead, "Ref,Risk title,Controls\n15,Fleet,Service the cars\n")
    control = Control.objects.get(register=register, number=2)
    improvement.link(stream=stream, by=lead, version=None, on=clock.today(), controls=[control])
    assert imports.why_not_undone(record=record) == ["Control C-2: something that was entered since rests on it"]


@pytest.mark.parametrize("follow_up", ["action", "request"])
def test_what_a_meeting_or_the_panel_asked_of_a_risk_of_the_import_stands_in_the_way(register, lead, follow_up):
    record = applied(register, lead, *ROWS, day=date(2020, 6, 30))
    risk = Risk.objects.get(register=register, ref=15)
    if follow_up == "action":
        set_action(board_of(register.organisation), day=date(2020, 7, 10), risk=risk)
    else:
        ask_panel_request(register.organisation, day=date(2020, 7, 10), risk=risk)
    assert imports.why_not_undone(record=record) == ["Risk 15: something that was entered since rests on it"]


def test_a_risk_of_another_register_that_depends_on_it_is_not_named(register):
    body = register.organisation
    closed = RegisterFactory(organisation=body, slug="covert", kind="directorate", title="Covert work")
    other = [open_risk(closed, title=f"Informants {n}") for n in range(7)][-1]
    lead = somebody({"role": "lead", "organisation": body, "register": register}, cleared_by=[body])
    assert not Risk.objects.visible_to(audience_of(lead)).filter(pk=other.pk).exists()
    record = applied(register, lead, *ROWS, day=date(2020, 6, 30))
    mine = Risk.objects.get(register=register, ref=15)
    risks.depend(risk=other, by=somebody(), version=None, on=clock.today(), depends_on=mine)
    assert imports.why_not_undone(record=record) == ["Risk 15: something that was entered since rests on it"]


def test_an_agreement_of_a_day_on_which_it_has_risks_open_already_stands_in_the_way(register, lead):
    record = brought_in(register, lead, "Ref,Risk title,Date opened\n15,Fleet,2020-02-01\n")
    assert [risk["ref"] for risk in position(register, MARCH, lead)["risks"]][-1] == 15
    agreements.agree(register=register, by=lead, as_at=MARCH, meeting="The board")
    assert imports.why_not_undone(record=record) == ["The register as at 31 March 2020 has been agreed since"]


def test_posts_that_were_added_stay(register):
    admin = importer(register, "board", "administrator")
    record = looked_at(register, admin, ("1", "Money", "", "Head of Money", "", "", ""))
    adding = {"owners": {"Head of Money": {"add": "Head of Money"}}}
    record = imports.settle_mapping(
        record=record, by=admin, version=record.version, mapping=record.mapping | {"values": adding}
    )
    record = imports.look(record=record, by=admin)
    record = imports.apply(record=record, by=admin, fingerprint=record.summary["fingerprint"])
    asked = client_of(admin).get(f"{record.get_absolute_url()}undo/").content.decode()
    assert "Posts that were added for it stay: Head of Money. An administrator can end them." in asked
    imports.undo(record=record, by=admin, reason="The wrong file")
    assert Post.objects.filter(title="Head of Money").exists()
    assert "Posts added, which stay: Head of Money" in client_of(admin).get(record.get_absolute_url()).content.decode()


def test_undoing_needs_a_reason_and_is_done_once(register, lead):
    record = applied(register, lead, *ROWS)
    with pytest.raises(ValidationError, match="Say why it is undone"):
        imports.undo(record=record, by=lead, reason=" ")
    imports.undo(record=record, by=lead, reason="The wrong file")
    with pytest.raises(ValidationError, match="undone already"):
        imports.undo(record=record, by=lead, reason="Again")


# Who may --------------------------------------------------------------------------------------------------------------


def brought_in(register, by, content, day=date(2020, 6, 30)):
    begun = imports.begin(register=register, by=by, as_at=day, name="few.csv", content=content.encode())
    record = imports.look(record=begun, by=by)
    assert (record.summary["questions"], record.summary["refused"]) == (0, 0)
    return imports.apply(record=record, by=by, fingerprint=record.summary["fingerprint"])


@pytest.mark.parametrize(
    "content",
    [
        "Ref,Risk title,Marking\n1,Money,OFFICIAL-SENSITIVE\n",
        "Ref,Risk title,Status\n1,Money,Closed\n",
        "Ref,Risk title,Last review\n1,Money,2020-06-01\n",
    ],
)
def test_what_only_the_board_may_do_only_the_board_takes_back(register, lead, content):
    readers = (lead, somebody(("reader", register.organisation)))
    seen = lambda: [position(register, date(2020, 7, 1), reader) for reader in readers]  # noqa: E731
    before = seen()
    record = brought_in(register, lead, content)
    after = seen()
    assert after != before
    other = importer(register)
    with pytest.raises(ValidationError, match="Only the board takes back"):
        imports.undo(record=record, by=other, reason="The wrong file")
    shown = client_of(other).get(f"{record.get_absolute_url()}undo/").content.decode()
    assert "You cannot undo this import" in shown
    assert "Only the board takes back" in shown
    assert seen() == after
    for address in (record.get_absolute_url(), f"{register.get_absolute_url()}import/"):
        shown, to_undo = (client_of(who).get(address).content.decode() for who in (other, lead))
        assert f"{record.get_absolute_url()}undo/" in to_undo
        assert "undo/" not in shown
    shown = client_of(other).get(record.get_absolute_url()).content.decode()
    assert "You cannot undo this import. Only the board takes back" in shown
    imports.undo(record=imports.fresh(record), by=lead, reason="The wrong file")
    assert seen() == before


def test_a_lead_takes_back_what_a_lead_may_do_and_new_risks_with_all_that_is_said_of_them(register, lead):
    before = positions(register, lead)
    new = "Ref,Risk title,Marking,Description\n15,Fleet,OFFICIAL-SENSITIVE,Cars\n1,Money,,Dearer\n"
    record = brought_in(register, lead, new)
    assert "Undo this import" in client_of(importer(register)).get(record.get_absolute_url()).content.decode()
    assert imports.undo(record=record, by=importer(register), reason="The wrong file").shown_state == "undone"
    assert positions(register, lead) == before


def test_a_marking_of_what_was_there_is_the_boards_whatever_else_the_import_did_with_it(register, lead):
    exported = b"".join(client_of(lead).get("/controls/export.csv").streaming_content).decode("utf-8-sig")
    controls = exported.replace("Planned", "In place").replace("OFFICIAL", "OFFICIAL-SENSITIVE")
    risks = "Ref,Risk title,Marking\n2,Estates,OFFICIAL-SENSITIVE\n"  # which the register has only from March
    for content, day in ((controls, date(2020, 6, 30)), (risks, date(2020, 2, 1))):
        record = brought_in(register, lead, content, day=day)
        (row,) = record.rows.all()
        assert row.planned.deed == "change"
        assert "Marking" in [change.label for change in row.planned.changes]
        with pytest.raises(ValidationError, match="Only the board takes back"):
            imports.undo(record=record, by=importer(register), reason="The wrong file")


# One after another ----------------------------------------------------------------------------------------------------


def test_imports_are_undone_one_after_another_back_to_the_register_before_the_first(register, lead):
    """The second moves the opening of a risk of the first, and the third that of both: each is said anew."""
    seen = lambda: [position(register, day, lead) for day in (SEPTEMBER, DECEMBER, DAYS[-1])]  # noqa: E731
    stood, records = [seen()], []
    for day, row in ((date(2020, 6, 30), "H,M"), (DECEMBER, "VH,M"), (SEPTEMBER, "M,M")):
        content = f"Ref,Risk title,Description,Likelihood,Impact\n15,Fleet,Cars in {day.year},{row}\n"
        records.append(brought_in(register, lead, content, day=day))
        stood.append(seen())
    for record, before in zip(records[::-1], stood[-2::-1], strict=True):
        assert imports.undo(record=imports.fresh(record), by=lead, reason="Once more").shown_state == "undone"
        assert seen() == before
