"""What would a file change? Each entry matched to a risk, and each fact compared with what stands on the day."""

from datetime import date

import pytest

from registers.models import Marking
from reports.imports.values import Deed, Fact, Weight
from tests.factories import ObjectiveFactory, PostFactory, open_risk, score_risk
from tests.import_worlds import (
    DECEMBER,
    SEPTEMBER,
    control,
    entry,
    importer,
    owners,
    planned,
    register_to_fill,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def register():
    return register_to_fill()


@pytest.fixture
def lead(register):
    return importer(register)


def first(found):
    return found.dry_run.rows[0]


def told(row):
    return {change.label: (change.old, change.new) for change in row.changes}


def test_a_new_risk_takes_the_reference_it_is_printed_with_and_says_everything(register, lead):
    post = PostFactory(organisation=register.organisation, title="Chief Finance Officer")
    aim = ObjectiveFactory(framework__organisation=register.organisation, name="Safer streets")
    row = entry(
        5, "7", "Savings", description="They may not come", owners=owners(post), objectives=(aim.pk,),
        horizon="both", score=(3, 4), target=(2, 2), target_on=date(2020, 12, 31), rationale="Late",
    )  # fmt: skip
    found = planned(register, lead, DECEMBER, row)
    assert (first(found).deed, first(found).what, first(found).title) == (Deed.CREATE, "New risk 7", "Savings")
    assert told(first(found)) == {
        "Title": ("", "Savings"),
        "Description": ("", "They may not come"),
        "Owners": ("none", "Chief Finance Officer"),
        "Objectives": ("none", "Safer streets"),
        "Horizon": ("", "Short- and long-term"),
        "Score": ("", "H v VH, Very high"),
        "Reason for the score": ("", "Late"),
        "Target score": ("", "M v M, Medium"),
        "Target date": ("", "31 December 2020"),
    }
    assert found.dry_run.questions == 0


def test_a_reference_that_is_taken_or_no_number_is_kept_as_the_printed_one(register, lead):
    open_risk(register, on=SEPTEMBER, title="Money", ref=4)
    rows = [entry(2, "CRR-9", "Estates"), entry(3, "", "Fleet"), entry(4, "9", "Data")]
    found = planned(register, lead, DECEMBER, *rows)
    whats = [row.what for row in found.dry_run.rows]
    assert whats == ["New risk 10, printed as CRR-9", "New risk 11", "New risk 9"]


def test_a_reference_of_an_undone_import_is_given_only_to_what_is_printed_with_it(register, lead):
    from registers.models import Risk

    open_risk(register, on=SEPTEMBER, title="Money", ref=4)
    Risk.objects.create(register=register, ref=7)  # what is left of an import that was undone
    rows = [entry(2, "", "Estates"), entry(3, "7", "Fleet")]
    whats = [row.what for row in planned(register, lead, DECEMBER, *rows).dry_run.rows]
    assert whats == ["New risk 8", "New risk 7"]
    assert first(planned(register, lead, DECEMBER, rows[0])).what == "New risk 8"


def test_only_what_differs_is_a_change_and_what_the_file_does_not_say_is_left(register, lead):
    post = PostFactory(organisation=register.organisation)
    open_risk(register, on=SEPTEMBER, title="Money", description="Words  of it", owners=[post], score=(2, 2))
    same = entry(2, "1", "Money", description="Words of\nit", owners=owners(post), score=(2, 2))
    assert first(planned(register, lead, DECEMBER, same)).deed is Deed.NOTHING
    other = entry(2, "1", "Money", score=(2, 4), rationale="Prices rose")
    row = first(planned(register, lead, DECEMBER, other))
    assert (row.deed, row.what) == (Deed.CHANGE, "Risk 1")
    assert told(row) == {
        "Score": ("M v M, Medium", "M v VH, High"),
        "Reason for the score": ("It was discussed", "Prices rose"),
    }


def test_a_risk_is_found_by_the_reference_printed_on_the_day_then_by_its_own_then_by_title(register, lead):
    open_risk(register, on=SEPTEMBER, title="Money", printed_ref="101")
    open_risk(register, on=SEPTEMBER, title="Estates", printed_ref="1")
    rows = [entry(2, "1", "Estates"), entry(3, "101", "Money")]
    assert [row.what for row in planned(register, lead, DECEMBER, *rows).dry_run.rows] == [
        "Risk 2, printed as 1",
        "Risk 1, printed as 101",
    ]
    assert first(planned(register, lead, DECEMBER, entry(2, "2", "Estates"))).what == "Risk 2, printed as 1"
    assert first(planned(register, lead, DECEMBER, entry(2, "", "  estates "))).deed is Deed.CHANGE  # its title's case


def test_a_reference_with_another_title_is_a_question_and_its_answer_is_taken(register, lead):
    open_risk(register, on=SEPTEMBER, title="Money")
    row = entry(2, "1", "Violence against women")
    asked = first(planned(register, lead, DECEMBER, row))
    assert asked.deed is Deed.REFUSE
    question = asked.problems[0]
    assert (question.weight, question.key) == (Weight.QUESTION, "Register!2:same")
    assert [value for value, _ in question.choices] == ["1", "new", "leave"]
    answered = {
        value: first(planned(register, lead, DECEMBER, row, answers={question.key: value}))
        for value in ("1", "new", "leave")
    }
    assert [answered[value].deed for value in ("1", "new", "leave")] == [Deed.CHANGE, Deed.CREATE, Deed.NOTHING]
    assert answered["new"].what == "New risk 2, printed as 1"


def test_a_reference_and_a_title_of_two_risks_are_asked_about(register, lead):
    open_risk(register, on=SEPTEMBER, title="Money")
    open_risk(register, on=SEPTEMBER, title="Estates")
    asked = first(planned(register, lead, DECEMBER, entry(2, "1", "Estates")))
    assert [value for value, _ in asked.problems[0].choices] == ["1", "2", "new", "leave"]


def test_a_title_under_another_reference_is_asked_about(register, lead):
    open_risk(register, on=SEPTEMBER, title="Money")
    asked = first(planned(register, lead, DECEMBER, entry(2, "12", "Money")))
    assert asked.problems[0].weight is Weight.QUESTION
    row = first(planned(register, lead, DECEMBER, entry(2, "12", "Money"), answers={"Register!2:same": "1"}))
    assert told(row) == {"Reference": ("1", "12")}


def test_a_question_that_names_a_sensitive_risk_is_itself_sensitive(register, lead):
    open_risk(register, on=SEPTEMBER, title="Money", marking=Marking.SENSITIVE)
    found = planned(register, lead, DECEMBER, entry(2, "1", "Violence against women"))
    assert "Money" in first(found).problems[0].words
    assert found.is_sensitive


def test_a_file_that_speaks_of_a_sensitive_control_is_sensitive():
    from registers.models.registers import FactClass
    from tests.control_factories import add_control

    register = register_to_fill(profile={FactClass.CONTROLS: Marking.OFFICIAL})
    lead = importer(register)
    risk = open_risk(register, on=SEPTEMBER, title="Money")
    add_control(risk, day=SEPTEMBER, title="Audit", stage="planned")
    add_control(risk, day=SEPTEMBER, title="Undercover audit", stage="planned", marking=Marking.SENSITIVE)
    one, other = (entry(2, "1", "Money", controls=[control(title)]) for title in ("Audit", "Undercover audit"))
    assert not planned(register, lead, DECEMBER, one).is_sensitive
    assert planned(register, lead, DECEMBER, other).is_sensitive


def test_what_is_said_twice_is_taken_once_or_asked(register, lead):
    same = planned(register, lead, DECEMBER, entry(2, "1", "Money"), entry(3, "1", "Money"))
    assert [row.deed for row in same.dry_run.rows] == [Deed.CREATE, Deed.NOTHING]
    other = [entry(2, "1", "Money"), entry(3, "1", "Money", score=(1, 1))]
    found = planned(register, lead, DECEMBER, *other)
    assert [row.deed for row in found.dry_run.rows] == [Deed.CREATE, Deed.REFUSE]
    assert found.dry_run.questions == 1
    taken = planned(register, lead, DECEMBER, *other, answers={"Register!3:twice": "this"})
    assert [row.deed for row in taken.dry_run.rows] == [Deed.NOTHING, Deed.CREATE]


def test_a_second_row_of_a_risk_brings_its_own_controls(register, lead):
    wardens, wanted = control("Fire wardens", 2), control("Sprinklers fitted", 4)
    rows = [
        entry(2, "11", "Fire doors", score=(3, 4), controls=[wardens]),
        entry(3, "12", "Flood"),
        entry(4, "11", "Fire doors", score=(3, 4), controls=[control("Fire wardens", 4), wanted]),
        entry(5, "11", "Fire doors", controls=[control("Drills", 5)]),  # its score stands in the first row alone
    ]
    found = planned(register, lead, DECEMBER, *rows).dry_run
    assert [(row.deed, row.title) for row in found.rows] == [
        (Deed.CREATE, "Fire doors"),
        (Deed.CREATE, "Fire wardens"),
        (Deed.CREATE, "Sprinklers fitted"),
        (Deed.CREATE, "Drills"),
        (Deed.CREATE, "Flood"),
        (Deed.NOTHING, "Fire doors"),
        (Deed.NOTHING, "Fire doors"),
    ]
    assert [told(row)["Acts on"] for row in found.rows[1:4]] == [("", "risk 11")] * 3
    assert "with the controls and actions of both rows" in found.rows[-1].problems[0].words
    assert found.questions == 0


def test_controls_of_a_row_that_is_left_out_are_told_to_be_left_out(register, lead):
    rows = [entry(2, "1", "Money"), entry(3, "1", "Money", score=(1, 1), controls=[control("Audit", 3)])]
    asked = planned(register, lead, DECEMBER, *rows).dry_run.rows[-1]
    left = planned(register, lead, DECEMBER, *rows, answers={"Register!3:twice": "first"}).dry_run.rows[-1]
    assert [row.deed for row in (asked, left)] == [Deed.REFUSE, Deed.NOTHING]
    for row in (asked, left):
        assert row.problems[-1].words == "Nor is the control or action in its row imported"


def test_risks_that_are_not_in_the_file_are_told_and_left_alone(register, lead):
    open_risk(register, on=SEPTEMBER, title="Money")
    open_risk(register, on=SEPTEMBER, title="Estates")
    found = planned(register, lead, DECEMBER, entry(2, "1", "Money"))
    assert [problem.words for problem in found.dry_run.problems] == [
        "In the register and not in the file, left alone: 2 “Estates”"
    ]
    assert not found.acts


def test_a_lower_marking_is_a_question_and_marking_is_for_the_board(register, lead):
    open_risk(register, on=SEPTEMBER, title="Money", marking=Marking.SENSITIVE)
    row = entry(2, "1", "Money", marking="official")
    asked = first(planned(register, lead, DECEMBER, row))
    assert [problem.weight for problem in asked.problems] == [Weight.QUESTION]
    lower = {"Register!2:marking": "lower"}
    refused = first(planned(register, lead, DECEMBER, row, answers=lower))
    assert "Only the board" in refused.problems[1].words
    board = importer(register, "board")
    row = first(planned(register, board, DECEMBER, row, answers=lower))
    assert told(row) == {"Marking": ("OFFICIAL-SENSITIVE", "OFFICIAL")}


def test_posts_are_added_by_administrators(register, lead):
    row = entry(2, "1", "Money", owners=owners("Head of Money"))
    refused = first(planned(register, lead, DECEMBER, row))
    assert refused.deed is Deed.CREATE
    assert "An administrator adds posts" in refused.problems[0].words
    found = planned(register, importer(register, "administrator"), DECEMBER, row)
    assert (told(first(found))["Owners"], found.posts) == (("none", "Head of Money"), ("Head of Money",))


def test_a_closed_risk_is_asked_about_and_closing_is_for_the_board(register, lead):
    from registers.actions import risks
    from tests.factories import somebody

    risk = open_risk(register, on=SEPTEMBER, title="Money")
    board = importer(register, "board")
    refused = first(planned(register, lead, DECEMBER, entry(2, "1", "Money", state="closed")))
    assert "Only the board closes" in refused.problems[0].words
    closing = first(planned(register, board, DECEMBER, entry(2, "1", "Money", state="closed")))
    assert told(closing) == {"Open or closed": ("open", "closed on 31 December 2019")}
    risks.close(risk=risk, by=somebody(), version=None, on=date(2019, 11, 1), reason="Done")
    asked = first(planned(register, lead, DECEMBER, entry(2, "1", "Money")))
    assert [value for value, _ in asked.problems[0].choices] == ["leave", "reopen"]
    assert first(planned(register, lead, DECEMBER, entry(2, "1", "Money", state="closed"))).deed is Deed.NOTHING


def test_a_closing_that_is_refused_writes_nothing_on_its_day(register, lead):
    open_risk(register, on=date(2018, 6, 1), title="Money", score=(1, 1))
    row = entry(2, "1", "Money", state="closed", closed_on=date(2018, 9, 1), score=(2, 2), horizon="both")
    found = planned(register, lead, DECEMBER, row)
    assert [problem.weight for problem in first(found).problems] == [Weight.REFUSED]
    assert {act.on for _, acts in found.acts for act in acts} == {DECEMBER}


def test_a_closing_before_what_was_agreed_is_dated_the_day_of_the_import(register):
    from tests.factories import agree

    board = importer(register, "board")
    open_risk(register, on=date(2018, 6, 1), title="Money")
    agree(register, SEPTEMBER)
    said = {"state": "closed", "closed_on": date(2019, 3, 1)}
    rows = [entry(2, "1", "Money", horizon="both", **said), entry(3, "2", "Fleet", opened_on=date(2018, 1, 1), **said)]
    found = planned(register, board, DECEMBER, *rows)
    there, new = found.dry_run.rows
    assert told(there)["Open or closed"] == ("open", "closed on 31 December 2019")
    assert told(new)["Open or closed"] == ("", "closed on 31 December 2019")
    words = "Closed on 1 March 2019 by the file. The register as at 30 September 2019"
    assert there.problems[0].words == f"{words} had it open: closed on 31 December 2019 here"
    assert new.problems[0].words == f"{words} did not have it: closed on 31 December 2019 here"
    assert {act.on for _, acts in found.acts for act in acts} == {DECEMBER}


def test_a_closing_before_the_risk_was_opened_or_said_anything_of_is_told(register):
    board = importer(register, "board")
    money = open_risk(register, on=SEPTEMBER, title="Money")
    open_risk(register, on=SEPTEMBER, title="Estates")
    score_risk(money, 2, 2, on=date(2019, 12, 1))
    closed = [entry(2, "1", "Money", closed_on=date(2019, 11, 1)), entry(3, "2", "Estates", closed_on=date(2019, 3, 1))]
    later, earlier = planned(register, board, DECEMBER, *closed).dry_run.rows
    assert told(later) == {"Open or closed": ("open", "closed on 1 November 2019")}
    assert "says something of it on 1 December 2019" in later.problems[0].words
    assert told(earlier) == {"Open or closed": ("open", "closed on 31 December 2019")}
    assert "open since 30 September 2019" in earlier.problems[0].words


def test_a_date_of_closing_that_contradicts_the_state_is_asked(register):
    board = importer(register, "board")
    open_risk(register, on=date(2019, 6, 1), title="Money")
    past, future = date(2019, 11, 1), date(2020, 2, 1)
    for state, on, closed in (("open", past, "1 November 2019"), ("closed", future, "31 December 2019")):
        row = entry(2, "1", "Money", state=state, closed_on=on, horizon="both")
        asked = first(planned(register, board, DECEMBER, row))
        assert (asked.deed, asked.problems[0].weight) == (Deed.REFUSE, Weight.QUESTION)
        answered = first(planned(register, board, DECEMBER, row, answers={asked.problems[0].key: "closed"}))
        assert told(answered)["Open or closed"] == ("open", f"closed on {closed}")
        answered = first(planned(register, board, DECEMBER, row, answers={asked.problems[0].key: "open"}))
        assert list(told(answered)) == ["Horizon"]


@pytest.mark.parametrize("said", [{"state": "open"}, {"state": None}, {}])
def test_a_date_of_closing_that_is_to_come_is_told_and_the_risk_is_open(register, said):
    row = entry(2, "1", "Money", closed_on=date(2020, 2, 1), **said)
    found = first(planned(register, importer(register, "board"), DECEMBER, row))
    assert list(told(found)) == ["Title"]
    assert "it is open on that day" in found.problems[0].words


def test_a_review_before_the_risk_was_opened_is_told_to_be_recorded_later(register):
    open_risk(register, on=SEPTEMBER, title="Money")
    row = entry(2, "1", "Money", reviewed_on=date(2019, 5, 1))
    found = first(planned(register, importer(register, "board"), DECEMBER, row))
    assert list(told(found).values()) == [("", "30 September 2019")]
    assert found.problems[0].words.startswith("Reviewed on 1 May 2019 by the file.")


def test_a_printed_movement_that_is_not_the_computed_one_is_told(register, lead):
    risk = open_risk(register, on=date(2019, 6, 1), title="Money", score=(2, 2))
    score_risk(risk, 3, 2, on=date(2019, 12, 1))
    found = first(planned(register, lead, DECEMBER, entry(2, "1", "Money", score=(3, 2), movement="static")))
    assert (found.deed, found.problems[0].weight) == (Deed.NOTHING, Weight.REMARK)
    assert "static; from 30 September 2019 to 31 December 2019 it is up" in found.problems[0].words
    assert not first(planned(register, lead, DECEMBER, entry(2, "1", "Money", movement="up"))).problems


def test_a_long_title_is_cut_and_stands_whole_in_the_description(register, lead):
    title = "There is a risk that " + "very " * 30 + "long"
    found = planned(register, lead, DECEMBER, entry(2, "1", title, description="More"))
    row = first(found)
    assert len(row.title) <= 120
    assert row.title.endswith("…")
    assert told(row)["Description"] == ("", f"{title}\n\nMore")
    assert row.problems[0].weight is Weight.REMARK


def test_a_new_risk_stands_where_the_file_has_it(register, lead):
    rows = [entry(n, ref, f"Risk of {ref}") for n, ref in enumerate(("1", "2", "3", "4", "15", "5", "6"), 2)]
    found = planned(register, lead, DECEMBER, *rows)
    places = {row.what: told(row).get("Place in the list") for row in found.dry_run.rows}
    assert {what: place for what, place in places.items() if place} == {"New risk 15": ("", "45, as in the file")}


def test_without_a_scheme_no_score_is_imported_and_that_is_said_once(register, lead):
    rows = [entry(2, "1", "Money", score=(1, 1)), entry(3, "2", "Estates", score=(1, 1))]
    found = planned(register, lead, date(2009, 1, 1), *rows)
    refused = [problem for problem in found.dry_run.problems if problem.weight is Weight.REFUSED]
    assert ["No scoring scheme had been adopted" in problem.words for problem in refused] == [True]
    assert [row.deed for row in found.dry_run.rows] == [Deed.CREATE, Deed.CREATE]


def test_a_row_without_a_title_leaves_the_title_that_the_risk_has(register, lead):
    open_risk(register, on=date(2019, 1, 7), title="Savings", description="Savings may not come")
    found = planned(register, lead, DECEMBER, entry(5, "1", description="Savings may come late"))
    assert told(first(found)) == {"Description": ("Savings may not come", "Savings may come late")}


def test_controls_of_a_row_are_matched_by_number_or_title_on_that_risk(register, lead):
    from tests.control_factories import add_control

    risk = open_risk(register, on=SEPTEMBER, title="Money")
    other = open_risk(register, on=SEPTEMBER, title="Estates")
    held = add_control(risk, day=SEPTEMBER, title="Monthly review", stage="planned")
    add_control(other, day=SEPTEMBER, title="Survey", stage="planned")
    said = [
        control("monthly review", 2, stage="planned"),
        control("Survey", 2, stage="in-place"),
        control("Monthly review", 3, ref=f"C-{held.number}", stage="in-place", due=date(2020, 1, 31)),
    ]
    found = planned(register, lead, DECEMBER, entry(2, "1", "Money", controls=said[:2]), entry(3, "2", "Estates"))
    rows = found.dry_run.rows
    assert [(row.deed, row.what) for row in rows[1:3]] == [
        (Deed.CHANGE, f"Control C-{held.number}"),  # the capitals of its title
        (Deed.CREATE, "New control"),
    ]
    found = planned(register, lead, DECEMBER, entry(2, "1", "Money", controls=said[2:]))
    assert told(found.dry_run.rows[1]) == {"State": ("Planned", "In place"), "Due date": ("none", "31 January 2020")}


def test_the_owner_beside_a_control_in_a_row_of_a_risk_is_the_controls(register, lead):
    from tests.control_factories import add_control

    post, other = (PostFactory(organisation=register.organisation, title=title) for title in ("Treasurer", "Surveyor"))
    risk = open_risk(register, on=SEPTEMBER, title="Money")
    add_control(risk, day=SEPTEMBER, title="Audit", owner=other)
    said = [control("Audit", 2, control_owners=owners(post)), control("Forecast", 2, control_owners=owners(post))]
    one, new = planned(register, lead, DECEMBER, entry(2, "1", "Money", controls=said)).dry_run.rows[1:]
    assert told(one) == {"Owner": ("Surveyor", "Treasurer")}
    assert told(new)["Owner"] == ("", "Treasurer")
    assert not new.problems


def test_a_table_of_controls_names_risks_of_the_file_and_of_the_register(register, lead):
    open_risk(register, on=SEPTEMBER, title="Money")
    table = [control("Audit", 9, risks=("1", "2", "77"), control_risks="1, 2, 77", stage="in-place")]
    found = planned(register, lead, DECEMBER, entry(2, "2", "Estates"), controls=table)
    row = found.dry_run.rows[-1]
    assert (row.deed, told(row)["Acts on"]) == (Deed.CREATE, ("", "risk 1, risk 2"))
    assert row.problems[0].words == "There is no open risk 77 in the register, nor in the file"


def test_an_earlier_day_says_that_it_is_a_register_of_the_past(register, lead):
    open_risk(register, on=DECEMBER, title="Money")
    found = planned(register, lead, SEPTEMBER, entry(2, "1", "Money"))
    assert told(first(found))["Date opened"] == ("31 December 2019", "30 September 2019")
    assert any("A register of the past" in problem.words for problem in found.dry_run.problems)


def test_a_longer_file_costs_no_more_statements(register, lead, queries_for):
    def rows(number):
        return [
            entry(n, str(n), f"Risk number {n}", score=(1, 2), controls=[control(f"C {n}", n)])
            for n in range(1, number)
        ]

    open_risk(register, on=SEPTEMBER, title="Risk number 1")
    planned(register, lead, DECEMBER, *rows(2))  # who they are is read once
    short = queries_for(lambda: planned(register, lead, DECEMBER, *rows(3)))
    assert queries_for(lambda: planned(register, lead, DECEMBER, *rows(40))) == short


def test_nothing_that_the_file_says_is_dropped_silently(register, lead):
    found = first(planned(register, lead, DECEMBER, entry(2, "1", "Money", stage="planned")))
    assert [problem.fact for problem in found.problems] == [Fact.STAGE]


def test_a_review_is_the_boards(register, lead):
    open_risk(register, on=SEPTEMBER, title="Money")
    row = entry(2, "1", "Money", reviewed_on=date(2019, 12, 1), next_review=date(2020, 3, 1))
    refused = planned(register, lead, DECEMBER, row)
    assert first(refused).changes == ()
    assert [problem.words for problem in first(refused).problems] == ["Only the board records a review"]
    found = planned(register, importer(register, "board"), DECEMBER, row)
    assert (first(found).deed, first(found).problems) == (Deed.CHANGE, ())


def test_a_plan_that_names_a_sensitive_risk_that_is_missing_is_sensitive(register, lead):
    open_risk(register, on=SEPTEMBER, title="Money")
    row = entry(2, "1", "Money", description="Less of it")
    assert not planned(register, lead, DECEMBER, row).is_sensitive
    open_risk(register, on=SEPTEMBER, title="Raid", marking=Marking.SENSITIVE)
    found = planned(register, lead, DECEMBER, row)
    assert any("“Raid”" in problem.words for problem in found.dry_run.problems)
    assert found.is_sensitive
