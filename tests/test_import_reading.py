"""Does reading a file by its mapping give every fact its place, tell every doubt, and lose nothing?"""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reports.imports import choices
from reports.imports.leavings import unaccounted
from reports.imports.reading import read
from reports.imports.refs import ref_and_title, ref_of
from reports.imports.texts import clean, items, shortened, title_and_text
from reports.imports.values import FACTS_OF, About, Fact, Known, KnownPost, Mapped, NewPost, OwnerSaid, Scored, Weight
from reports.workbooks.grid import Cell, Merge, Sheet, Workbook
from tests.imported_known import scheme_called

KNOWN = Known(
    body="MOPAC",
    scheme=scheme_called("5x5"),
    posts=(
        KnownPost(1, "Chief Finance Officer", ("CFO",), ("Amir Holloway",)),
        KnownPost(2, "Director of Strategy", (), ("Imogen Sallow",)),
    ),
    objectives=((1, "Safe streets"), (2, "Sound finances")),
    today=date(2023, 9, 30),
)
REF, TITLE, OWNERS, CONTROLS, ACTIONS = Fact.REF, Fact.TITLE, Fact.OWNERS, Fact.CONTROLS, Fact.ACTIONS
L, I, BAND, TOTAL, SCORE = (  # noqa: E741
    Fact.CURRENT_LIKELIHOOD, Fact.CURRENT_IMPACT, Fact.CURRENT_BAND, Fact.CURRENT_TOTAL, Fact.CURRENT_SCORE,
)  # fmt: skip


def sheet_of(*rows, name="Register", **more):
    """A sheet; a cell is a value, or a Cell; None is blank."""
    cells = {
        number: {
            column: value if isinstance(value, Cell) else Cell(value)
            for column, value in enumerate(row, 1)
            if value is not None
        }
        for number, row in enumerate(rows, 1)
        if row
    }
    return Sheet(name, cells, **more)


def reading_of(
    facts, *rows, values=None, options=None, answers=None, known=KNOWN, about=About.RISKS, header=(), **more
):
    """Rows below a header of the facts' own names, read by a mapping of those facts."""
    sheet = sheet_of(header or [fact.value for fact in facts], *rows, **more)
    table = {
        "sheet": "Register",
        "header": [1, 1],
        "rows": [2, len(rows) + 1],
        "about": about.value,
        "columns": {str(column): fact.value for column, fact in enumerate(facts, 1)},
    }
    data = {"tables": [table], "values": values or {}, "options": options or {}, "answers": answers or {}}
    workbook = Workbook((sheet,))
    reading = read(workbook, Mapped(data), known)
    assert unaccounted(workbook, reading) == []
    return reading


def position_of(*above, as_at=date(2026, 9, 30)):
    """What is told of a register as at that day below such rows."""
    rows = [*above, ("Ref", "Risk"), ("1", "Fire")]
    table = {"sheet": "Register", "header": [len(above) + 1] * 2, "rows": [len(rows)] * 2, "about": "risks"}
    data = {"tables": [table | {"columns": {"1": "ref", "2": "title"}}], "values": {}, "options": {}, "answers": {}}
    reading = read(Workbook((sheet_of(*rows),)), Mapped(data), replace(KNOWN, as_at=as_at))
    return [words for _, words in told(reading, Weight.REMARK)]


@pytest.mark.parametrize(
    "above",
    [
        ("Corporate risk register: position as at 30 June 2026",),
        ("As at", date(2026, 6, 30)),
        ("As at: Q1 2026/27",),
    ],
)
def test_a_day_above_the_table_that_is_not_that_of_the_import_is_told(above):
    assert [("imported as at 30 September 2026" in words) for words in position_of(above)] == [True]


@pytest.mark.parametrize(
    "above", [("Position as at 30 September 2026",), ("As at September 2026",), ("As at the end",), ("Look at this",)]
)
def test_the_day_of_the_import_above_the_table_is_not_told(above):
    assert position_of(above) == []


def facts_of(reading, at=0):
    return {fact: said.value for fact, said in reading.entries[at].facts.items()}


def told(reading, weight):
    return [(str(problem.where), problem.words) for problem in reading.problems if problem.weight is weight]


# Facts and places -----------------------------------------------------------------------------------------------------


def test_every_fact_has_its_place_and_its_printed_form():
    reading = reading_of((REF, TITLE, OWNERS, L, I), ("4*", "Funding", "CFO", 3, 4))
    said = reading.entries[0].facts
    assert facts_of(reading) == {
        REF: "4", TITLE: "Funding", OWNERS: (OwnerSaid(1, "CFO"),), SCORE: Scored(3, 4),
    }  # fmt: skip
    assert str(said[OWNERS].where) == "Register, C2"
    assert (str(said[SCORE].where), str(said[SCORE].also[0])) == ("Register, D2", "Register, E2")
    assert told(reading, Weight.REMARK) == [("Register, A2", "4* is taken as 4; “*” is not kept.")]


def test_a_refused_value_does_not_take_its_row_with_it():
    reading = reading_of((REF, TITLE, L, I, Fact.REVIEWED_ON), ("4", "Funding", 6, 4, "31/02/2020"))
    assert facts_of(reading) == {REF: "4", TITLE: "Funding"}
    assert told(reading, Weight.REFUSED) == [
        ("Register, E2", "31/02/2020 is not a day of the calendar."),
        ("Register, C2", "6 is not a level of likelihood: 1 to 5 are."),
    ]


def test_a_row_without_title_or_description_cannot_stand():
    reading = reading_of((REF, TITLE, OWNERS), ("4", None, "CFO"))
    assert told(reading, Weight.REFUSED) == [
        ("Register, row 2", "This row has no title, and no description to take one from.")
    ]


def test_the_mapping_goes_before_what_a_value_seems_to_mean():
    reading = reading_of(
        (REF, TITLE, OWNERS, L, I),
        ("1", "Funding", "The boss", "Bad", 4),
        values={"owners": {"The boss": {"add": "Chief of All"}}, "current-likelihood": {"Bad": 5}},
    )
    assert facts_of(reading)[OWNERS] == (OwnerSaid(NewPost("Chief of All")),)
    assert facts_of(reading)[SCORE] == Scored(5, 4)
    assert reading.problems == ()


def test_a_mapping_older_than_the_scheme_is_asked_again():
    reading = reading_of((TITLE, L, I), ("Funding", "Bad", 4), values={"current-likelihood": {"Bad": 7}})
    assert SCORE not in facts_of(reading)
    assert "is no level of the scheme" in told(reading, Weight.QUESTION)[0][1]


@pytest.mark.parametrize(
    ("fact", "meaning"),
    [("owners", {"post": 99}), ("owners", "CFO"), ("owners", {"add": " "}), ("horizon", "soon"), ("objectives", 9),
     ("target-on", "next week"), ("current-band", "purple"), ("current-score", [9, 9])],
)  # fmt: skip
def test_a_meaning_that_the_register_does_not_have_is_asked_again(fact, meaning):
    facts = (TITLE, Fact(fact))
    reading = reading_of(facts, ("Funding", "Whatever it is"), values={fact: {"Whatever it is": meaning}})
    assert set(facts_of(reading)) == {TITLE}
    assert reading.problems


def test_a_mapping_that_is_none_is_refused_without_a_crash():
    sheet = sheet_of(["Ref"], ["1"])
    for table in ({"columns": {"1": "no such fact"}}, {"columns": [1]}, {"header": "x"}, {"about": "cakes"}):
        reading = read(Workbook((sheet,)), Mapped({"tables": [{"sheet": "Register", **table}]}), KNOWN)
        assert "cannot be read" in told(reading, Weight.REFUSED)[0][1]


def test_half_a_list_is_none_until_what_is_asked_of_it_is_answered():
    rows = ("4", "Funding", "Zed Quill / CFO")
    waits = reading_of((REF, TITLE, OWNERS), rows)
    assert OWNERS not in facts_of(waits)
    assert [(one.weight, one.printed) for one in waits.problems] == [(Weight.QUESTION, "Zed Quill")]
    answered = reading_of((REF, TITLE, OWNERS), rows, values={"owners": {"Zed Quill": ""}})
    assert facts_of(answered)[OWNERS] == (OwnerSaid(1, "CFO"),)


def test_dashes_say_there_is_none_and_tbc_says_nothing_yet():
    reading = reading_of((REF, TITLE, OWNERS, Fact.TARGET_ON), ("1", "Funding", "-", "TBC"), ("2", "Fraud", "TBC", "-"))
    assert facts_of(reading)[OWNERS] == ""
    assert Fact.TARGET_ON not in facts_of(reading)
    assert OWNERS not in facts_of(reading, 1)
    assert facts_of(reading, 1)[Fact.TARGET_ON] == ""


def test_a_formula_that_failed_or_was_never_calculated_is_refused():
    reading = reading_of((TITLE, L, I), ("Funding", Cell(None, is_formula=True), 3), ("Fraud", "#REF!", 3))
    assert [place for place, _words in told(reading, Weight.REFUSED)] == ["Register, B2", "Register, B3"]
    assert SCORE not in facts_of(reading)


# Scores ---------------------------------------------------------------------------------------------------------------


def test_a_total_that_is_not_the_product_and_a_band_that_contradicts_are_told_and_the_levels_count():
    reading = reading_of((TITLE, L, I, TOTAL, BAND), ("Funding", 3, 4, 16, "Low"))
    assert facts_of(reading)[SCORE] == Scored(3, 4)
    assert [place for place, _words in told(reading, Weight.REMARK)] == ["Register, D2", "Register, E2"]


def test_a_file_that_reckons_in_another_way_is_told_once():
    rows = [(f"Risk {at}", at % 5 + 1, 3, at % 5 + 4) for at in range(20)]
    reading = reading_of((TITLE, L, I, TOTAL), *rows)
    assert len(reading.problems) == 1
    assert "of 20 rows the total is not what the scheme makes" in reading.problems[0].words


def test_only_a_total_is_asked_with_the_cells_that_would_do():
    reading = reading_of((TITLE, TOTAL), ("Funding", 12))
    question = reading.problems[0]
    assert SCORE not in facts_of(reading)
    assert question.key == "Register!2:current-score"
    assert question.choices == (("3,4", "3 v 4"), ("4,3", "4 v 3"))
    answered = reading_of((TITLE, TOTAL), ("Funding", 12), answers={question.key: "4,3"})
    assert facts_of(answered)[SCORE] == Scored(4, 3)
    assert answered.problems == ()


def test_only_a_band_is_a_score_on_a_scale_of_colours_and_a_question_on_others():
    colours = Known(scheme=scheme_called("rag"))
    assert facts_of(reading_of((TITLE, BAND), ("Funding", "A"), known=colours))[SCORE] == Scored(1, 2)
    assert facts_of(reading_of((TITLE, I), ("Funding", "Red"), known=colours))[SCORE] == Scored(1, 3)
    asked = reading_of((TITLE, BAND), ("Funding", "High"))
    assert SCORE not in facts_of(asked)
    assert "are needed" in told(asked, Weight.QUESTION)[0][1]


def test_a_likelihood_alone_is_no_score():
    reading = reading_of((TITLE, L, I), ("Funding", 3, None))
    assert SCORE not in facts_of(reading)
    assert "no impact stands beside it" in told(reading, Weight.QUESTION)[0][1]


def test_a_date_in_a_column_of_scores_is_refused_for_what_it_is():
    reading = reading_of((TITLE, SCORE), ("Funding", date(2023, 4, 3)))
    assert "spreadsheets make one" in told(reading, Weight.REFUSED)[0][1]


def test_reference_and_score_in_one_cell():
    known = Known(scheme=scheme_called("lmh-vh"))
    reading = reading_of((REF, TITLE), ("1 M v H", "Violent crime"), ("15 VH v VH", "Legitimacy"), known=known)
    assert [entry.ref for entry in reading.entries] == ["1", "15"]
    assert [facts_of(reading, at)[SCORE] for at in (0, 1)] == [Scored(2, 3), Scored(4, 4)]


def test_two_scores_of_one_risk_are_asked_and_neither_is_taken():
    rows = (("4", "Funding", "Gross", 5, 5), ("4", None, "Net", 3, 4))
    reading = reading_of((REF, TITLE, Fact.RATIONALE, L, I), *rows)
    assert len(reading.entries) == 1
    assert SCORE not in facts_of(reading)
    question = next(problem for problem in reading.problems if problem.key)
    assert [value for value, _words in question.choices] == ["5,5", "3,4"]


def test_where_each_score_has_a_row_its_own_cell_says_which_it_is():
    facts = (REF, TITLE, Fact.SCORE_KIND, L, I)
    reading = reading_of(
        facts, ("4", "Funding", "Gross", 5, 5), (None, None, "Net", 3, 4), (None, None, "Target", 2, 3)
    )
    assert facts_of(reading) == {
        REF: "4",
        TITLE: "Funding",
        Fact.INHERENT_SCORE: Scored(5, 5),
        SCORE: Scored(3, 4),
        Fact.TARGET_SCORE: Scored(2, 3),
    }


def test_the_fill_of_a_cell_is_compared_with_the_band():
    red = Cell(2, colour="ff0000")
    reading = reading_of((TITLE, L, I, TOTAL), ("Funding", 1, 2, red))
    assert "The cell is red" in told(reading, Weight.REMARK)[0][1]


# Rows that go on ------------------------------------------------------------------------------------------------------


def test_rows_below_a_risk_add_controls_owners_and_paragraphs():
    reading = reading_of(
        (REF, TITLE, Fact.DESCRIPTION, OWNERS, ACTIONS, Fact.CONTROL_OWNERS, Fact.DUE, Fact.PROGRESS),
        ("4", "Funding", "First.", "CFO", "Write the bid", "CFO", date(2024, 1, 31), "On track"),
        (
            None,
            None,
            None,
            "Director of Strategy",
            "Agree the plan",
            "Imogen Sallow",
            "Ongoing",
            "Limited - staff left",
        ),
        (None, None, "Second.", None, "Meet", None, "31/01/2024", None),
        ("5", "Fraud", "Third.", "CFO", None, None, None, None),
    )
    assert [entry.ref for entry in reading.entries] == ["4", "5"]
    assert facts_of(reading)[Fact.DESCRIPTION] == "First.\n\nSecond."
    assert [owner.post for owner in facts_of(reading)[OWNERS]] == [1, 2]
    controls = [
        (one.title.value, {fact: said.value for fact, said in one.facts.items()}) for one in reading.entries[0].controls
    ]
    assert controls == [
        (
            "Write the bid",
            {
                Fact.CONTROL_OWNERS: (OwnerSaid(1, "CFO"),),
                Fact.DUE: date(2024, 1, 31),
                Fact.PROGRESS: "on-track",
                Fact.STAGE: "planned",
            },
        ),
        (
            "Agree the plan",
            {
                Fact.CONTROL_OWNERS: (OwnerSaid(2),),
                Fact.PROGRESS: "limited",
                Fact.NARRATIVE: "Ongoing\n\nstaff left",
                Fact.STAGE: "planned",
            },
        ),
        ("Meet", {Fact.DUE: date(2024, 1, 31), Fact.STAGE: "planned"}),
    ]


def test_one_owner_cell_drawn_over_two_risks_is_of_both():
    reading = reading_of(
        (REF, TITLE, OWNERS), ("1", "Funding", "CFO"), ("2", "Fraud", None), merges=(Merge(2, 3, 3, 3),)
    )
    assert [facts_of(reading, at)[OWNERS] for at in (0, 1)] == [(OwnerSaid(1, "CFO"),)] * 2


def test_several_actions_in_a_cell_take_a_line_each_of_the_cells_beside_them():
    reading = reading_of(
        (TITLE, ACTIONS, Fact.DUE),
        ("Funding", "• Write\n• Send", "31/01/2024\n29/02/2024"),
        ("Fraud", "A\nB", "Mar 2024"),
    )
    dues = [[one.facts[Fact.DUE].value for one in entry.controls] for entry in reading.entries]
    assert dues == [[date(2024, 1, 31), date(2024, 2, 29)], [date(2024, 3, 31)] * 2]


def test_an_owner_is_of_the_control_or_the_action_whose_column_it_stands_behind():
    facts = (TITLE, CONTROLS, Fact.CONTROL_OWNERS, ACTIONS, Fact.CONTROL_OWNERS, Fact.DUE)
    row = ("Funding", "Monthly report", "CFO", "New system", "Director of Strategy", date(2024, 1, 31))
    header = ("Risk", "Existing controls", "Owner", "Further actions", "Owner", "By when")
    control, action = reading_of(facts, row, header=header).entries[0].controls
    assert [owner.post for owner in control.facts[Fact.CONTROL_OWNERS].value] == [1]
    assert [owner.post for owner in action.facts[Fact.CONTROL_OWNERS].value] == [2]
    assert Fact.DUE not in control.facts
    assert action.facts[Fact.DUE].value == date(2024, 1, 31)


def test_a_line_above_the_items_of_a_cell_says_their_state():
    cell = "Existing controls:\n- Monthly report\nPlanned:\n- New system\n- More staff"
    reading = reading_of((TITLE, CONTROLS), ("Funding", cell))
    stages = {one.title.value: one.facts[Fact.STAGE].value for one in reading.entries[0].controls}
    assert stages == {"Monthly report": "in-place", "New system": "planned", "More staff": "planned"}
    assert "its state is planned" in told(reading, Weight.REMARK)[0][1]


def test_a_due_date_beside_no_action_is_told():
    reading = reading_of((TITLE, Fact.DUE), ("Funding", date(2024, 1, 31)))
    assert told(reading, Weight.REFUSED) == [("Register, B2", "“31/01/2024” stands beside no control or action.")]


def test_sections_are_carried_and_headers_said_again_are_skipped():
    reading = reading_of(
        (REF, TITLE, OWNERS),
        ("SHORT-TERM", None, None),
        ("1", "Funding", "CFO"),
        ("ref", "title", "owners"),
        ("LONG-TERM", None, None),
        ("2", "Fraud", "CFO"),
    )
    assert [(entry.ref, entry.section) for entry in reading.entries] == [("1", "SHORT-TERM"), ("2", "LONG-TERM")]


def test_hidden_rows_and_columns_are_read_and_told():
    reading = reading_of((REF, TITLE), ("1", "Funding"), hidden_rows=frozenset({2}), hidden_columns=frozenset({2}))
    assert len(reading.entries) == 1
    assert [words for _place, words in told(reading, Weight.REMARK)] == [
        "The column “title” is hidden in the file, and is read.",
        "This row is hidden in the file, and was read.",
    ]


def test_a_title_struck_through_is_asked_and_the_answer_closes_it():
    rows = ("1", Cell("Funding", is_struck=True))
    question = reading_of((REF, TITLE), rows).problems[0]
    assert question.weight is Weight.QUESTION
    assert "struck through" in question.words
    assert facts_of(reading_of((REF, TITLE), rows, answers={question.key: "closed"}))[Fact.STATE] == "closed"


def test_a_reference_on_two_rows_is_told_with_what_differs():
    reading = reading_of((REF, TITLE, L, I), ("1", "Funding", 3, 4), ("2", "Fraud", 2, 2), ("1", "Estates", 1, 4))
    remark = told(reading, Weight.REMARK)[0]
    assert remark[0] == "Register, A4"
    assert "“Funding”" in remark[1]
    assert "“Estates”" in remark[1]


def two_sheets(first, second, answers=None):
    """A register, and a second sheet about the same risks."""
    facts = (REF, TITLE, Fact.DESCRIPTION, OWNERS, L, I)
    sheets = tuple(
        sheet_of([fact.value for fact in facts], *rows, name=name)
        for name, rows in (("Register", first), ("Summary", second))
    )
    tables = [
        {
            "sheet": sheet.name,
            "header": [1, 1],
            "rows": [2, 9],
            "about": "risks",
            "columns": {str(column): fact.value for column, fact in enumerate(facts, 1)},
        }
        for sheet in sheets
    ]
    workbook = Workbook(sheets)
    reading = read(workbook, Mapped({"tables": tables, "answers": answers or {}}), KNOWN)
    assert unaccounted(workbook, reading) == []
    return reading


def test_a_risk_on_two_sheets_is_read_as_one():
    reading = two_sheets([("1", "Funding", None, "CFO", 3, 4)], [("1", "FUNDING", "Less money.", None, 3, 4)])
    assert len(reading.entries) == 1
    assert facts_of(reading)[Fact.DESCRIPTION] == "Less money."
    assert facts_of(reading)[SCORE] == Scored(3, 4)
    assert [words for _place, words in told(reading, Weight.REMARK)] == [
        "Reference 1 stands at Register, row 2 as well. The two are read as one risk."
    ]


def test_what_two_sheets_say_differently_is_asked_and_the_answer_holds():
    sheets = [("1", "Funding", None, "CFO", 3, 4)], [("1", "Funding", None, None, 2, 2)]
    reading = two_sheets(*sheets)
    assert SCORE not in facts_of(reading)
    question = next(problem for problem in reading.problems if problem.key)
    assert [value for value, _words in question.choices] == ["first", "this"]
    assert facts_of(two_sheets(*sheets, answers={question.key: "this"}))[SCORE] == Scored(2, 2)


def test_one_reference_with_two_titles_is_two_rows():
    reading = two_sheets([("1", "Funding", None, "CFO", 3, 4)], [("1", "Estates", None, None, 2, 2)])
    assert len(reading.entries) == 2
    assert "“Estates”" in told(reading, Weight.REMARK)[0][1]


def test_title_and_description_in_one_cell_are_parted_where_most_cells_have_both():
    rows = [(str(ref), f"Title {ref} - Failure to do what we said we would do", "CFO") for ref in range(1, 6)]
    reading = reading_of((REF, TITLE, OWNERS), *rows, ("6", "Address vulnerability -", "CFO"))
    assert facts_of(reading)[TITLE] == "Title 1"
    assert facts_of(reading)[Fact.DESCRIPTION] == "Failure to do what we said we would do"
    assert facts_of(reading, 5)[TITLE] == "Address vulnerability"
    whole = reading_of((REF, TITLE, OWNERS), *rows, options={"split_titles": False})
    assert facts_of(whole)[TITLE] == "Title 1 - Failure to do what we said we would do"


def test_references_in_titles_are_taken_out_where_no_column_has_them():
    reading = reading_of((TITLE, OWNERS), ("R1 – Funding", "CFO"), ("R2 – Fraud", "CFO"))
    assert [(entry.ref, entry.facts[TITLE].value) for entry in reading.entries] == [("R1", "Funding"), ("R2", "Fraud")]


def test_cause_and_effect_go_into_the_description_under_their_names():
    reading = reading_of((TITLE, Fact.CAUSE, Fact.EFFECT), ("Funding", "Inflation", "Cuts"))
    assert facts_of(reading)[Fact.DESCRIPTION] == "Cause: Inflation\n\nEffect: Cuts"


# Dates of a whole column ----------------------------------------------------------------------------------------------


def test_a_column_of_dates_tells_its_own_order_or_is_asked():
    facts = (TITLE, Fact.TARGET_ON)
    american = reading_of(facts, ("Funding", "03/04/2024"), ("Fraud", "9/30/2024"))
    assert facts_of(american)[Fact.TARGET_ON] == date(2024, 3, 4)
    unclear = reading_of(facts, ("Funding", "03/04/2024"))
    assert Fact.TARGET_ON not in facts_of(unclear)
    assert "3 April 2024 or 4 March 2024" in told(unclear, Weight.QUESTION)[0][1]
    said = reading_of(facts, ("Funding", "03/04/2024"), options={"day_first": True})
    assert facts_of(said)[Fact.TARGET_ON] == date(2024, 4, 3)


def test_what_has_happened_does_not_lie_after_the_day_of_the_import():
    reading = reading_of((TITLE, Fact.REVIEWED_ON), ("Funding", "1 October 2023"), ("Fraud", "Q3 2023"))
    assert "after the day of the import" in told(reading, Weight.REFUSED)[0][1]
    assert facts_of(reading, 1)[Fact.REVIEWED_ON] == KNOWN.today


# Columns and tables ---------------------------------------------------------------------------------------------------


def test_a_column_without_a_meaning_is_a_question_and_an_ignored_one_is_left_out():
    sheet = sheet_of(["Ref", "Title", "Mood", "Shoe size"], ["1", "Funding", "Glum", 9])
    table = {
        "sheet": "Register", "header": [1, 1], "rows": [2, 2], "about": "risks",
        "columns": {"1": "ref", "2": "title", "4": "ignored"}, "headings": {"3": "Mood", "4": "Shoe size"},
    }  # fmt: skip
    workbook = Workbook((sheet,))
    reading = read(workbook, Mapped({"tables": [table]}), KNOWN)
    assert told(reading, Weight.QUESTION)[0][0] == "Register, C1"
    assert any("Shoe size" in problem.words for problem in reading.left_out)
    assert unaccounted(workbook, reading) == []


def test_a_table_that_gives_nothing_is_a_question():
    reading = reading_of((REF, TITLE))
    assert "is this table something else?" in told(reading, Weight.QUESTION)[0][1]


def test_a_file_without_any_table_is_a_question():
    reading = read(Workbook((sheet_of(["Just some words"]),)), Mapped({}), KNOWN)
    assert "No table of risks" in told(reading, Weight.QUESTION)[0][1]


def test_a_mapping_for_another_file_is_refused_without_a_crash():
    table = {"sheet": "Elsewhere", "header": [1, 1], "rows": [2, 9], "about": "risks", "columns": {"1": "ref"}}
    reading = read(Workbook((sheet_of(["a"], ["b"]),)), Mapped({"tables": [table]}), KNOWN)
    assert "Elsewhere" in told(reading, Weight.REFUSED)[0][1]


def test_a_table_of_controls_names_the_risks_each_acts_on():
    reading = reading_of(
        (TITLE, Fact.CONTROL_RISKS, OWNERS, Fact.STAGE, Fact.IS_KEY, Fact.EFFECTIVENESS),
        ("Monthly report", "2, 4 and R-15", "CFO", "In place", "Y", "Partly effective"),
        ("x" * 30 + ". " + "y" * 200, "2", None, "Planned", "No", None),
        about=About.CONTROLS,
    )
    first, second = reading.controls
    assert first.risks == ("2", "4", "R-15")
    assert first.facts[Fact.STAGE].value == "in-place"
    assert first.facts[Fact.IS_KEY].value is True
    assert first.facts[Fact.EFFECTIVENESS].value == "partly"
    assert second.title.value == "x" * 30 + "."
    assert second.facts[Fact.DESCRIPTION].value.endswith("y" * 200)


def test_progress_is_told_along_the_way():
    heard = []
    sheet = sheet_of(["Ref", "Title"], *([str(ref), f"Risk {ref}"] for ref in range(1, 500)))
    table = {
        "sheet": "Register",
        "header": [1, 1],
        "rows": [2, 500],
        "about": "risks",
        "columns": {"1": "ref", "2": "title"},
    }
    read(Workbook((sheet,)), Mapped({"tables": [table]}), KNOWN, lambda share, words: heard.append(share))
    assert heard == sorted(heard)
    assert heard[-1] == 1.0
    assert len(heard) > 2


# Texts ----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("• a thing\n• another\n  with more", ("a thing", "another with more")),
        ("1. First 2. Second 3. Third", ("First", "Second", "Third")),
        ("(a) First\n(b) Second", ("First", "Second")),
        ("First thing\nSecond thing\nand more of it", ("First thing", "Second thing and more of it")),
        ("One\nparagraph\n\nAnother", ("One paragraph", "Another")),
        ("None", ()), ("N/A", ()), ("-", ()), ("", ()),
        ("Train 1.5 people by 3. May", ("Train 1.5 people by 3. May",)),
    ],
)  # fmt: skip
def test_a_cell_of_controls_is_one_for_each_item(cell, expected):
    assert items(cell) == expected


def test_a_long_title_keeps_its_first_sentence_and_loses_nothing():
    text = "Board looks at it. " + "It is long. " * 30
    title, whole = shortened(text, 160)
    assert title == "Board looks at it."
    assert whole == text.strip()


@given(st.text(max_size=600), st.integers(min_value=20, max_value=200))
def test_a_title_fits_and_the_whole_is_kept(text, limit):
    title, whole = shortened(text, limit)
    assert len(title) <= limit
    assert whole == text.strip() or not whole


@given(st.text(alphabet=st.characters(), max_size=200))
def test_cleaning_a_text_twice_changes_nothing(text):
    assert clean(clean(text)) == clean(text)


@pytest.mark.parametrize(
    ("cell", "ref"),
    [("3*", "3"), ("4¹", "4"), ("7 (new)", "7"), ("R-012", "R-012"), ("CRR 5", "CRR 5"), ("Risk 4", "4"),
     ("F10", "F10"),
     ("001", "001"), ("8a", "8a"), ("3.1", "3.1"), ("12.", "12"), ("7 [1]", "7"), ("MPS-ORG-03", "MPS-ORG-03"),
     ("CR1 ▲", "CR1"), ("SR1 H/M ▼", "SR1"), ("Risks 4", "4")],
)  # fmt: skip
def test_a_reference_is_taken_without_its_marks(cell, ref):
    assert ref_of(cell).printed == ref


@pytest.mark.parametrize("cell", ["Total", "", "-", "TBC", "Note 1: scores are as at May", "4 5"])
def test_what_is_no_reference_is_none(cell):
    assert ref_of(cell) is None


def test_an_arrow_behind_a_reference_or_its_score_goes_with_it():
    assert ref_of("SR1 H/M ▼").score == "H/M ▼"
    assert ref_of("CR1 ▲").mark == "▲"


@pytest.mark.parametrize("text", ["In place (partly)", "Complete - not signed off", "Not complete", "75% complete"])
def test_what_is_only_partly_so_is_asked_without_an_offer(text):
    fact = Fact.STAGE if "place" in text else Fact.PROGRESS
    assert choices.lead_in(fact, text) == (text, "")
    judged = choices.judge_choice(fact, text)
    assert (judged.meaning, judged.suggestion) == (None, None)


def test_the_year_of_a_source_is_told_to_be_left():
    judged = choices.judge_choice(Fact.SOURCE, "AGS 2019/20")
    assert (judged.meaning, judged.is_plain) == ("annual-governance-statement", False)


def test_a_sentence_is_not_cut_at_a_colon_within_it():
    assert title_and_text("Stock has run out resulting in: empty shelves; late meals") is None
    assert title_and_text("Stock: it may run out") == ("Stock", "it may run out")


def test_parts_of_one_line_that_each_begin_like_an_item_are_items():
    assert items("Daily huddle with the wards; Interim beds in two homes") == (
        "Daily huddle with the wards",
        "Interim beds in two homes",
    )
    assert len(items("Policy agreed; reviewed every year")) == 1


def test_titles_are_parted_from_references_and_descriptions():
    assert ref_and_title("Risk 4 | Funding") == ("4", "Funding")
    assert title_and_text("VIOLENT CRIME Our work does not lead to less of it") == (
        "VIOLENT CRIME",
        "Our work does not lead to less of it",
    )
    assert title_and_text("IT failure") is None


def test_the_slugs_are_those_of_the_register():
    from controls.models import Axis, Priority, Rating, Source, Stage, StreamStatus
    from controls.progress import Status
    from registers.models.risk_facts import Horizon, Marking

    fields = {
        Fact.HORIZON: Horizon, Fact.MARKING: Marking, Fact.STAGE: Stage, Fact.AXIS: Axis, Fact.EFFECTIVENESS: Rating,
        Fact.SOURCE: Source, Fact.PRIORITY: Priority, Fact.STATUS: StreamStatus, Fact.PROGRESS: Status,
    }  # fmt: skip
    for fact, of in fields.items():
        choice = choices.CHOICES[fact]
        slugs = {str(one.value) for one in of} - {""}
        assert set(choice.plain.values()) == slugs, fact
        assert set(choice.others.values()) | set(choice.offered.values()) <= slugs, fact
        for one in of:
            if one.value:
                assert choices.judge_choice(fact, str(one.label)).meaning == one.value


# Nothing is lost (of the workbooks of tests/data: tests/imported_measure.py) ------------------------------------------


VALUES = st.one_of(
    st.none(),
    st.text(max_size=20),
    st.sampled_from(
        ["1", "2*", "R3", "Funding", "Fraud - we may be robbed", "CFO", "Director of Strategy/CFO", "-", "TBC", "N/A",
         "M v H", "3x4", "3 x 4 = 16", "High", "Red", "6", "3.5", "On track", "31/02/2020", "03/04/2020", "Ongoing",
         "• one\n• two", "Total", "#REF!", "Note: as at May", "SHORT-TERM", "Open", "closed", "Yes", "↑"]
    ),
    st.integers(min_value=-1, max_value=30),
    st.floats(min_value=0, max_value=50_000),
    st.dates(min_value=date(2000, 1, 1)),
)  # fmt: skip
CELLS = st.builds(
    Cell,
    value=VALUES,
    colour=st.sampled_from(["", "", "ff0000", "92d050", "ffc000", "123456"]),
    is_formula=st.booleans(),
    is_struck=st.sampled_from([False, False, True]),
    note=st.sampled_from(["", "", "see mail"]),
)


@st.composite
def tables(draw):
    """Any table with any mapping."""
    about = draw(st.sampled_from([About.RISKS, About.CONTROLS, About.PLAN, About.NOTHING]))
    facts = draw(st.lists(st.sampled_from([None, *FACTS_OF[about]]), min_size=1, max_size=8))
    rows = draw(st.lists(st.lists(CELLS, min_size=len(facts) + 1, max_size=len(facts) + 1), max_size=8))
    merges = draw(
        st.lists(
            st.builds(
                lambda row, column, down, across: Merge(row, column, row + down, column + across),
                st.integers(1, 6), st.integers(1, 6), st.integers(0, 2), st.integers(0, 2),
            ),
            max_size=3,
        )
    )  # fmt: skip
    cut = draw(st.integers(0, len(rows)))
    sheets = tuple(
        sheet_of([str(fact) for fact in facts], *some, merges=tuple(merges), name=name)
        for name, some in (("Register", rows[:cut]), ("Other", rows[cut:]))
    )
    last = draw(st.integers(2, len(rows) + 2))
    tables = [
        {
            "sheet": sheet.name,
            "header": [1, 1],
            "rows": [2, last],
            "about": about.value,
            "columns": {str(at): fact.value for at, fact in enumerate(facts, 1) if fact},
            "headings": {str(at): str(fact) for at, fact in enumerate(facts, 1)},
        }
        for sheet in sheets
    ]
    return Workbook(sheets), Mapped({"tables": tables})


@settings(max_examples=100, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large], deadline=None)
@given(tables())
def test_no_cell_of_any_table_is_lost_by_any_mapping(made):
    workbook, mapped = made
    reading = read(workbook, mapped, KNOWN)
    assert unaccounted(workbook, reading) == []
    for problem in (*reading.problems, *reading.left_out):
        assert problem.words
        assert problem.where.sheet in ("Register", "Other")


# Progress: of an action, or of the risk -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("heading", "controls", "actions", "whose"),
    [
        ("Progress", "Alarms\nDrills", "", "risk"),
        ("Progress", "", "", "risk"),
        ("Progress", "Alarms", "Fit sprinklers", "Fit sprinklers"),
        ("Control status", "Alarms", "", "Alarms"),
    ],
)
def test_progress_is_of_the_planned_actions_of_a_row_else_of_the_risk(heading, controls, actions, whose):
    facts = (REF, TITLE, Fact.CONTROLS, ACTIONS, Fact.PROGRESS)
    said = reading_of(
        facts, ("1", "Fire", controls, actions, "Slipped"), header=("Ref", "Risk", "Controls", "Actions", heading)
    )
    assert told(said, Weight.REFUSED) == []
    entry = said.entries[0]
    slipped = [one.title.value for one in entry.controls if Fact.PROGRESS in one.facts]
    slipped += ["risk"] if Fact.PROGRESS in entry.facts else []
    assert slipped == [whose]


def test_words_beside_controls_in_place_are_of_the_risk():
    said = reading_of((REF, TITLE, Fact.CONTROLS, Fact.NARRATIVE), ("1", "Fire", "Alarms\nDrills", "Calm since May."))
    assert facts_of(said)[Fact.NARRATIVE] == "Calm since May."
    assert all(Fact.NARRATIVE not in one.facts for one in said.entries[0].controls)


def test_a_column_that_is_read_month_first_says_from_which_cell_that_follows():
    facts = (REF, TITLE, Fact.REVIEWED_ON)
    said = reading_of(facts, ("1", "Fire", "4/5/2019"), ("2", "Flood", "9/6/2019"), ("3", "Fraud", "9/30/2019"))
    assert facts_of(said)[Fact.REVIEWED_ON] == date(2019, 4, 5)
    remarks = [words for where, words in told(said, Weight.REMARK) if where == "Register, C2"]
    assert len(remarks) == len(told(said, Weight.REMARK)) == 1
    assert "Register, C4 holds 9/30/2019" in remarks[0]
    plain = reading_of(facts, ("1", "Fire", "4/5/2019"), ("3", "Fraud", "9/30/2019"), options={"day_first": False})
    assert told(plain, Weight.REMARK) == []


def test_a_risk_that_is_accepted_is_offered_as_open():
    judged = choices.judge_choice(Fact.STATE, "Accepted")
    assert (judged.meaning, judged.suggestion) == (None, "open")
