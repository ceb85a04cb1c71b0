"""Applying an import: through the actions of the pages, whole or not at all, once."""

from datetime import date
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction

from registers.access import audience_of
from registers.models import RISK_FACTS, Assessment, Holding, Membership, Post, Risk, Role
from registers.models.versioned import Stale
from reports.actions import imports
from reports.imports import applying
from reports.models import Import, ImportShape
from tests.factories import PostFactory, RegisterFactory, client_of, open_risk, somebody
from tests.import_worlds import importer, position, register_to_fill, stands
from tests.plan_factories import add_stream, begin_plan

pytestmark = pytest.mark.django_db

DAY = date(2021, 12, 31)
HEADINGS = ("Ref", "Risk title", "Description", "Risk owner", "Likelihood", "Impact", "Rationale")
ROWS = [
    ("1", "Money", "It may run out", "Chief Finance Officer", "M", "H", "Prices rise"),
    ("2", "Estates", "Roofs leak", "Head of Estates", "L", "L", ""),
    ("15", "Fleet", "Cars break down", "Chief Finance Officer", "VH", "H", ""),
    ("3", "Data", "It is lost", "Head of Estates", "H", "H", ""),
]


def sheet(*rows, headings=HEADINGS):
    """A CSV file of these rows."""
    return "\n".join(",".join(row) for row in (headings, *rows)).encode()


@pytest.fixture
def register():
    found = register_to_fill()
    for title in ("Chief Finance Officer", "Head of Estates"):
        PostFactory(organisation=found.organisation, title=title)
    return found


@pytest.fixture
def lead(register):
    return importer(register)


def looked_at(register, by, *rows, day=DAY, name="register.csv", **options):
    begun = imports.begin(register=register, by=by, as_at=day, name=name, content=sheet(*(rows or ROWS)), **options)
    assert begun.shown_state == "mapping", begun.error
    return imports.look(record=begun, by=by)


def applied(register, by, *rows, **options):
    record = looked_at(register, by, *rows, **options)
    return imports.apply(record=record, by=by, fingerprint=record.summary["fingerprint"])


def test_a_file_is_read_looked_at_and_applied_as_the_pages_would(register, lead):
    record = looked_at(register, lead)
    assert (record.shown_state, record.summary["create"], record.summary["questions"]) == ("looked", 4, 0)
    assert not Risk.objects.filter(register=register).exists()
    record = imports.apply(record=record, by=lead, fingerprint=record.summary["fingerprint"])
    assert (record.shown_state, record.error, record.applied_by) == ("applied", "", lead)
    found = position(register, DAY)["risks"]
    assert [risk["printed_ref"] for risk in found] == ["1", "2", "15", "3"]  # as the file has them
    assert found[0] | {"description": "It may run out", "owners": ["Chief Finance Officer"]} == found[0]
    assert (found[0]["likelihood"], found[0]["impact"], found[0]["opened_on"]) == ("M", "H", "2021-12-31")
    reasons = dict(Assessment.objects.filter(risk__register=register).values_list("risk__ref", "reason"))
    assert (reasons[1], reasons[2]) == ("Prices rise", "Imported from register.csv")
    assert {row.by for row in Assessment.objects.all()} == {lead}
    assert record.rows.first().planned.target == "risk:1"
    assert (bytes(record.blob.content), record.result["create"]) == (sheet(*ROWS), 4)


def test_the_same_file_twice_changes_nothing(register, lead):
    applied(register, lead)
    facts = [model.objects.count() for model in RISK_FACTS]
    again = looked_at(register, lead)
    assert (again.remembered, again.summary["nothing"], again.summary["change"]) == (True, 4, 0)
    again = imports.apply(record=again, by=lead, fingerprint=again.summary["fingerprint"])
    assert (again.shown_state, again.result["facts"]) == ("applied", 0)
    assert [model.objects.count() for model in RISK_FACTS] == facts


def test_only_changed_cells_change(register, lead):
    applied(register, lead)
    rows = [list(row) for row in ROWS]
    rows[1][4], rows[1][6], rows[3][2] = "H", "The survey", "It is stolen"
    record = applied(register, lead, *rows, day=date(2022, 3, 31))
    assert (record.result["change"], record.result["facts"]) == (2, 2)
    assert stands(register, date(2022, 3, 31))["2"]["likelihood"] == "H"
    assert stands(register, DAY)["2"]["likelihood"] == "L"


def test_applying_to_a_register_that_was_changed_is_refused_and_says_by_whom(register, lead):
    applied(register, lead)
    record = looked_at(register, lead, ("1", "Money", "", "", "VH", "VH", "Worse"), day=date(2022, 3, 31))
    open_risk(register, on=date(2022, 1, 1), title="Storms", by=somebody(name="Ann Other"))
    with pytest.raises(ValidationError) as problem:
        imports.apply(record=record, by=lead, fingerprint=record.summary["fingerprint"])
    assert "Risk 16 has been changed by Ann Other" in problem.value.messages
    assert stands(register, date(2022, 3, 31))["1"]["likelihood"] == "M"
    assert imports.changed_since(record=record)
    record = imports.look(record=record, by=lead)
    assert imports.apply(record=record, by=lead, fingerprint=record.summary["fingerprint"]).shown_state == "applied"


def test_what_is_taken_for_something_else_counts_as_sensitive_until_it_is_looked_at_again(register, lead):
    begun = imports.begin(register=register, by=lead, as_at=DAY, name="few.csv", content=b"Ref,Risk title\n1,Money\n")
    record = imports.look(record=begun, by=lead)
    assert not record.is_sensitive
    record = imports.settle_mapping(record=record, by=lead, version=record.version, mapping=dict(record.mapping))
    assert record.is_sensitive
    assert not imports.look(record=record, by=lead).is_sensitive


UNKNOWN = ("1", "Money", "", "Quentin Oake", "", "", "")


def test_an_owner_who_was_a_question_is_not_written_because_somebody_took_up_a_post_since(register, lead):
    record = looked_at(register, lead, UNKNOWN)
    assert record.summary["questions"] == 1
    post = Post.objects.get(title="Head of Estates")
    Holding.objects.create(post=post, name="Quentin Oake", on=date(2020, 1, 1), by=lead)
    with pytest.raises(ValidationError, match="the register has been changed since you looked"):
        imports.apply(record=record, by=lead, fingerprint=record.summary["fingerprint"])


def test_nothing_is_written_that_was_not_shown_whatever_it_comes_of(register, lead):
    record = looked_at(register, lead, UNKNOWN)
    elsewhere = RegisterFactory(organisation=register.organisation, slug="estates", kind="directorate")
    post = Post.objects.get(title="Head of Estates")
    post.printed_as = "Quentin Oake"
    open_risk(elsewhere, title="Roofs", owners=[post])
    assert imports.changed_since(record=record) == []
    record = imports.apply(record=record, by=lead, fingerprint=record.summary["fingerprint"])
    assert (record.shown_state, record.error[:20]) == ("failed", "Nothing was written:")
    assert not Risk.objects.filter(register=register).exists()
    page = client_of(lead).get(f"{record.get_absolute_url()}changes/").content.decode()
    assert "What the file says is understood otherwise" in page
    assert "Look again" in page
    record = imports.look(record=record, by=lead)
    assert record.summary["questions"] == 0
    assert imports.apply(record=record, by=lead, fingerprint=record.summary["fingerprint"]).shown_state == "applied"


def test_who_may_not_see_the_improvement_plan_is_not_told_what_was_changed_in_it(register):
    body = register.organisation
    plan = begin_plan(body, first_day=date(2021, 4, 1))
    of_one = {"slug": "estates", "kind": "directorate", "title": "Estates"}
    for found in (register, RegisterFactory(organisation=body, **of_one)):
        lead = somebody({"role": "lead", "organisation": body, "register": found}, cleared_by=[body])
        record = looked_at(found, lead, ("1", "Money", "", "", "", "", ""))
        add_stream(plan, title="Count the ladders", by=somebody(name="Ann Other"))
        told = [] if found != register else ["The improvement plan has been changed by Ann Other"]
        assert imports.changed_since(record=record) == told


def test_of_two_imports_of_the_same_file_the_second_is_told(register, lead):
    other = importer(register)
    first, second = looked_at(register, lead), looked_at(register, other)
    imports.apply(record=first, by=lead, fingerprint=first.summary["fingerprint"])
    with pytest.raises(ValidationError) as problem:
        imports.apply(record=second, by=other, fingerprint=second.summary["fingerprint"])
    assert any(f"{lead} applied “register.csv”" in words for words in problem.value.messages)


class Killed(BaseException):
    """The worker was told to stop."""


def test_stopped_before_any_statement_it_leaves_nothing_and_is_applied_whole_the_next_time(register, lead):
    """A worker that is killed anywhere: before its first statement, and ever later, until it comes through."""
    record = looked_at(register, lead, *ROWS[:2])
    everything = lambda: [model.objects.count() for model in (*RISK_FACTS, Risk)]  # noqa: E731
    for at in range(1, 5_000, 13):
        done = _apply_until(imports.fresh(record), lead, at)
        if done is not None:
            break
        assert everything() == [0] * (len(RISK_FACTS) + 1), at
        assert imports.fresh(record).stage == "looked"
    assert at > 40  # it was stopped at several places
    assert (done.shown_state, len(position(register, DAY)["risks"])) == ("applied", 2)


def _apply_until(record, by, number) -> Import | None:
    """Apply it, unless the worker is stopped before one statement; what its connection had begun is rolled back."""
    left = [number]

    def stop(execute, sql, params, many, context):
        left[0] -= 1
        if left[0] == 0:
            raise Killed
        return execute(sql, params, many, context)

    try:
        with transaction.atomic(), connection.execute_wrapper(stop):
            return imports.apply(record=record, by=by, fingerprint=record.summary["fingerprint"])
    except Killed:
        return None


def test_what_is_not_allowed_in_one_row_writes_none(register, lead, monkeypatch):
    record = looked_at(register, lead)

    def refuse(self, subject, on, reason, **said):
        raise ValidationError({"on": "Not on a Sunday"})

    monkeypatch.setattr(applying.Doer, "score", refuse)
    record = imports.apply(record=record, by=lead, fingerprint=record.summary["fingerprint"])
    assert (record.shown_state, record.stage) == ("failed", "looked")
    assert record.error == "register, row 2, New risk 1: Not on a Sunday"
    assert not Risk.objects.filter(register=register).exists()


def test_who_may_import_and_who_may_see_what_was_imported(register, lead):
    record = applied(register, lead)
    body = register.organisation
    uncleared, board = somebody(("lead", body)), somebody(("board", body), cleared_by=[body])
    own = somebody({"role": "lead", "organisation": body, "own_risks_only": True}, cleared_by=[body])
    for person in (uncleared, board, own, somebody()):
        with pytest.raises(ValidationError):
            looked_at(register, person)
        assert not Import.objects.visible_to(audience_of(person)).exists()
    assert list(Import.objects.visible_to(audience_of(importer(register)))) == [record]


def test_who_may_do_more_or_less_than_whoever_looked_looks_again_first(register, lead):
    open_risk(register, on=date(2021, 1, 1), title="Money", score=(1, 1))
    board = importer(register, "board")
    content = b"Ref,Risk title,Status\n1,Money,Closed\n"
    begun = imports.begin(register=register, by=lead, as_at=DAY, name="closed.csv", content=content)
    record = imports.look(record=begun, by=lead)
    assert record.summary["refused"] == 1  # only the board closes a risk
    with pytest.raises(ValidationError, match="whose roles were not yours"):
        imports.apply(record=record, by=board, fingerprint=record.summary["fingerprint"])
    assert "1" in stands(register, DAY)
    record = imports.look(record=imports.fresh(record), by=board)
    assert record.summary["refused"] == 0
    with pytest.raises(ValidationError, match="whose roles were not yours"):
        imports.apply(record=record, by=lead, fingerprint=record.summary["fingerprint"])
    imports.apply(record=record, by=board, fingerprint=record.summary["fingerprint"])
    assert stands(register, DAY) == {}


def test_who_has_lost_a_role_since_looking_looks_again_first(register):
    open_risk(register, on=date(2021, 1, 1), title="Money", score=(1, 1))
    board = importer(register, "board")
    content = b"Ref,Risk title,Status\n1,Money,Closed\n"
    begun = imports.begin(register=register, by=board, as_at=DAY, name="closed.csv", content=content)
    record = imports.look(record=begun, by=board)
    assert record.summary["refused"] == 0
    Membership.objects.filter(user=board, role=Role.BOARD).delete()
    with pytest.raises(ValidationError, match="your roles have changed since you looked"):
        imports.apply(record=record, by=board, fingerprint=record.summary["fingerprint"])
    assert "1" in stands(register, DAY)
    record = imports.look(record=imports.fresh(record), by=board)
    assert record.summary["refused"] == 1  # what the role had allowed is refused now, before anything is written


def test_posts_are_added_by_an_administrator_and_the_mapping_is_remembered(register):
    admin = importer(register, "administrator")
    row = ("1", "Money", "", "Head of Money", "M", "H", "")
    record = looked_at(register, admin, row)
    assert record.summary["questions"] == 1
    mapping = record.mapping | {"values": {"owners": {"Head of Money": {"add": "Head of Money"}}}}
    record = imports.settle_mapping(record=record, by=admin, version=record.version, mapping=mapping)
    assert (record.shown_state, record.dry_run) == ("mapping", None)
    with pytest.raises(Stale):
        imports.settle_mapping(record=record, by=admin, version=record.version - 1, mapping=mapping)
    record = imports.look(record=record, by=admin)
    assert record.summary["questions"] == 0
    record = imports.apply(record=record, by=admin, fingerprint=record.summary["fingerprint"])
    assert record.result["posts"] == ["Head of Money"]
    assert Post.objects.filter(title="Head of Money", organisation=register.organisation).exists()
    assert ImportShape.objects.get().mapping["values"]["owners"]
    again = looked_at(register, admin, row)
    assert (again.remembered, again.summary["nothing"]) == (True, 1)


def test_a_pasted_table_is_a_file(register, lead):
    table = "\n".join("\t".join(row) for row in (HEADINGS, *ROWS))
    record = imports.begin(register=register, by=lead, as_at=DAY, pasted=table)
    assert (record.name, record.shown_state) == ("Pasted table", "mapping")
    assert imports.look(record=record, by=lead).summary["create"] == 4


def test_what_cannot_be_read_is_refused_with_a_sentence(register, lead):
    with pytest.raises(ValidationError, match="The file is empty"):
        imports.begin(register=register, by=lead, as_at=DAY, name="a.csv", content=b"")
    record = imports.begin(register=register, by=lead, as_at=DAY, name="a.xlsx", content=b"PK\x03\x04 no workbook")
    assert record.shown_state == "failed"
    assert record.error.endswith(".")
    with pytest.raises(ValidationError, match="today or in the past"):
        imports.begin(register=register, by=lead, as_at=date(2999, 1, 1), name="a.csv", content=sheet(*ROWS))


def test_what_was_discarded_or_applied_is_not_changed_any_more(register, lead):
    record = imports.discard(record=looked_at(register, lead), by=lead)
    assert record.shown_state == "discarded"
    with pytest.raises(ValidationError, match="has been discarded"):
        imports.look(record=record, by=lead)
    record = applied(register, lead)
    with pytest.raises(ValidationError, match="has been applied"):
        imports.look(record=record, by=lead)


def test_a_real_workbook_of_the_panel_comes_in_whole(register):
    admin = importer(register, "administrator")
    path = Path(__file__).parent / "data" / "mopac-2019-09.xlsx"
    day = date(2019, 9, 30)
    record = imports.begin(register=register, by=admin, as_at=day, name=path.name, content=path.read_bytes())
    adding = {
        value.printed: {"add": value.printed}
        for value in record.proposal.values
        if value.fact == "owners" and value.meaning is None
    }
    mapping = record.mapping | {"values": record.mapping.get("values", {}) | {"owners": adding}}
    record = imports.settle_mapping(record=record, by=admin, version=record.version, mapping=mapping)
    record = imports.look(record=record, by=admin)
    assert (record.summary["create"], record.summary["questions"], record.summary["refused"]) == (13, 0, 0)
    record = imports.apply(record=record, by=admin, fingerprint=record.summary["fingerprint"])
    found = position(register, day)["risks"]
    assert [risk["printed_ref"] for risk in found][3:7] == ["4", "15", "5", "6"]
    assert all(risk["owners"] for risk in found)
