"""What is understood of a workbook: which tables it holds and what their columns say. No database."""

import time
from dataclasses import replace
from datetime import date

import pytest

from reports.imports.headings import meanings
from reports.imports.reading import read
from reports.imports.understanding import mapping_of, shape_of, understand, values_of
from reports.imports.values import About, Fact, Known, Mapped
from reports.workbooks.grid import Workbook
from tests.import_sheets import KNOWN, OTHER, OWNER, book, facts, risks, sheet, tables, understood
from tests.imported_known import scheme_called


@pytest.mark.parametrize(
    ("heading", "fact"),
    [
        ("Ref", "ref"),
        ("1. Risk ID", "ref"),
        ("Corporate Risk No.", "ref"),
        ("Risk", "title"),
        ("Risk description: there is a risk that ...", "description"),
        ("What could go wrong?", "description"),
        ("Caused by", "cause"),
        ("Resulting in", "effect"),
        ("Risk Owner (SRO)", "owners"),
        ("Accountable\nofficer", "owners"),
        ("Working Lead(s)", "leads"),
        ("risk_owner", "owners"),
        ("Link to strategic objectives", "objectives"),
        ("Controls already in place", "controls"),
        ("What are we doing about it?", "controls"),
        ("Further actions required", "actions"),
        ("Action owner", "control-owners"),
        ("By when", "due"),
        ("Direction of travel", "movement"),
        ("DoT", "movement"),
        ("Date last reviewed", "reviewed-on"),
        ("Next review due", "next-review"),
        ("Date raised", "opened-on"),
        ("Proximity", "horizon"),
        ("Protective marking", "marking"),
        ("Risk appetite", "appetite"),
        ("Perchennog y risg / Risk owner", "owners"),
        ("Risk and consequence", "description"),
        ("Description of risk and its effects", "description"),
        ("Actions with lead and date", "actions"),
        ("Risk owner²", "owners"),
        ("What are the consequences?", "effect"),
        ("Existing controls / mitigation in place", "controls"),
        ("Key control II", "controls"),
        ("Risk and owner", "title"),
    ],
)
def test_people_call_a_column_many_things(heading, fact):
    assert meanings(heading)[0].fact == Fact(fact)


@pytest.mark.parametrize(
    ("heading", "kind", "part"),
    [
        ("Lik.", "", "likelihood"),
        ("Gross likelihood", "inherent", "likelihood"),
        ("Inherent L", "inherent", "likelihood"),
        ("Residual impact", "current", "impact"),
        ("Net risk score", "current", "score"),
        ("Score after controls", "current", "score"),
        ("Target position", "target", "score"),
        ("Residual target score", "target", "score"),
        ("RAG (current)", "current", "band"),
        ("L x I", "", "total"),
        ("Previous score", "previous", "score"),
        ("Resid. L", "current", "likelihood"),
        ("Risk score at last review", "previous", "score"),
        ("Score when identified", "inherent", "score"),
        ("Retained or net risk", "current", "score"),
        ("Residual risk priority", "current", "score"),
    ],
)
def test_a_piece_of_a_score_says_which_score_it_is_of(heading, kind, part):
    assert (meanings(heading)[0].kind, meanings(heading)[0].part) == (kind, part)


@pytest.mark.parametrize("broken", ["Likeli-\nhood", "LIKELI-\nHOOD", "Likeli\nhood"])
def test_a_word_broken_over_two_lines_is_made_whole(broken):
    proposal = understood(["Ref", "Risk", broken], ["1", "Fire", 3], ["2", "Fraud", 2])
    assert list(facts(proposal).values())[2] == "current-likelihood"


def test_a_column_that_counts_the_rows_is_no_reference_where_another_is():
    rows = [["No.", "Ref", "Risk"], [1, "NB01", "Fire"], [2, "NB02", "Fraud"], [3, "NB03", "Flood"]]
    assert facts(understood(*rows)) == {"No.": "ignored", "Ref": "ref", "Risk": "title"}


def test_an_ordinary_register_needs_no_answer():
    proposal = understood(*risks("Ref", "Risk", "Risk owner", "Likelihood", "Impact"))
    assert facts(proposal) == {
        "Ref": "ref",
        "Risk": "title",
        "Risk owner": "owners",
        "Likelihood": "current-likelihood",
        "Impact": "current-impact",
    }
    assert not [value for value in proposal.values if value.meaning is None]


def test_each_column_comes_with_a_reason_and_samples():
    column = tables(understood(*risks("Ref", "Risk", "Risk owner")))[0].columns[1]
    assert column.samples == ("Fire", "Fraud", "Flood")
    assert column.reason == "The heading reads as “title”, and what stands in it fits."


def test_titles_above_and_notes_below_are_no_part_of_the_table():
    proposal = understood(
        ["Corporate risk register"],
        ["Position at 30 June 2023", "", "OFFICIAL"],
        [],
        *risks("Ref", "Risk", "Risk owner", "Likelihood", "Impact"),
        ["Total number of risks: 3"],
    )
    assert [(table.header, table.first_row) for table in tables(proposal)] == [((4, 4), 5)]


def test_the_groups_of_a_header_say_which_score_is_meant_merged_or_not():
    merged = understood(
        ["Ref", "Risk", "Inherent risk", "", "Residual risk", "", "Target", ""],
        ["", "", "L", "I", "L", "I", "L", "I"],
        ["1", "Fire", 4, 4, 3, 4, 2, 3],
        ["2", "Fraud", 4, 4, 2, 4, 1, 3],
        merges=((1, 3, 1, 4), (1, 5, 1, 6), (1, 7, 1, 8), (1, 1, 2, 1)),
    )
    bare = understood(
        ["", "", "Gross", "", "Net", "", ""],
        ["Ref", "Risk", "Prob.", "Sev.", "Prob.", "Sev.", "Comments"],
        ["1", "Fire", 4, 4, 3, 4, "Ask again"],
        ["2", "Fraud", 4, 4, 2, 4, "Look at it"],
    )
    assert list(facts(merged).values())[2:] == [
        *("inherent-likelihood", "inherent-impact", "current-likelihood", "current-impact"),
        *("target-likelihood", "target-impact"),
    ]
    assert facts(bare) == {
        "Ref": "ref",
        "Risk": "title",
        "Gross / Prob.": "inherent-likelihood",
        "Gross / Sev.": "inherent-impact",
        "Net / Prob.": "current-likelihood",
        "Net / Sev.": "current-impact",
        "Comments": None,
    }


def test_a_likelihood_beside_an_inherent_score_is_inherent_if_their_product_says_so():
    heads = ["Ref", "Risk", "Likelihood", "Impact", "Inherent score", "Residual likelihood", "Residual impact"]
    proposal = understood(heads, ["1", "Fire", 3, 4, 12, 2, 4], ["2", "Fraud", 2, 5, 10, 1, 5])
    assert facts(proposal)["Likelihood"] == "inherent-likelihood"
    heads[4:] = ["Target score"]
    proposal = understood(heads, ["1", "Fire", 3, 4, 6], ["2", "Fraud", 2, 5, 4], ["3", "Flood", 2, 2, 1])
    assert facts(proposal)["Likelihood"] == "current-likelihood"


def test_what_is_prior_is_prior_to_controls_only_beside_what_is_residual():
    heads = ["Ref", "Risk", "Prior likelihood", "Prior impact", "Residual likelihood", "Residual impact"]
    rows = (["1", "Fire", 3, 4, 2, 4], ["2", "Fraud", 2, 5, 1, 5])
    assert facts(understood(heads, *rows))["Prior impact"] == "inherent-impact"
    heads[4:] = ["Current likelihood", "Current impact"]
    assert facts(understood(heads, *rows))["Prior impact"] == "ignored"


def test_what_stands_in_a_column_settles_what_its_heading_leaves_open():
    prose = [["It may cost us a great deal of money"], ["People may lose faith in us altogether"], ["We may be fined"]]
    rows = risks("Ref", "Risk", "Likelihood", "Impact", Impact=[text for (text,) in prose])
    assert facts(understood(*rows))["Impact"] == "effect"
    scores = risks("Ref", "Risk", "Score", Score=["3 x 4", "2 x 4", "2 x 2"])
    assert facts(understood(*scores))["Score"] == "current-score"
    bands = risks("Ref", "Risk", "Rating", Rating=["Red", "Amber", "Green"])
    assert facts(understood(*bands))["Rating"] == "current-band"


def test_a_column_whose_values_are_not_what_its_heading_says_is_a_question():
    rows = risks("Ref", "Risk", "Likelihood", "Target score", **{"Target score": [450000, 12000, 300000]})
    column = tables(understood(*rows))[0].columns[3]
    assert column.fact is None
    assert "does not look like that" in column.reason


def test_of_two_columns_for_one_fact_the_better_takes_it_and_the_other_is_asked():
    rows = risks("Ref", "Risk", "Risk owner", "Owner (old)", **{"Owner (old)": OTHER})
    columns = tables(understood(*rows))[0].columns
    assert [column.fact for column in columns[2:]] == [Fact.OWNERS, None]
    assert columns[3].reason == "It reads as “owners”, but “Risk owner” says that better."


def test_groups_with_the_same_headings_are_all_asked():
    heads = ["Ref", "Risk", "Likelihood", "Impact", "Controls", "Likelihood", "Impact"]
    proposal = understood(heads, ["1", "Fire", 4, 4, "Alarms", 3, 4], ["2", "Fraud", 4, 4, "Checks", 2, 4])
    assert [column.fact for column in tables(proposal)[0].columns if column.heading in ("Likelihood", "Impact")] == [
        None
    ] * 4


def test_an_impact_in_several_columns_is_asked_unless_one_says_it_whole():
    heads = ["Ref", "Risk", "Likelihood", "Impact on money", "Impact on people"]
    rows = [["1", "Fire", 3, 4, 5], ["2", "Fraud", 2, 4, 1]]
    assert list(facts(understood(heads, *rows)).values())[3:] == [None, None]
    whole = understood([*heads, "Overall impact"], *[[*row, 5] for row in rows])
    assert list(facts(whole).values())[3:] == [None, None, "current-impact"]


def test_of_scores_by_quarter_the_last_filled_is_taken_and_the_others_are_asked():
    heads = ["Ref", "Risk", "Q1 2019/20 score", "Q2 2019/20 score", "Q3 2019/20 score"]
    proposal = understood(heads, ["1", "Fire", "3x4", "3x3"], ["2", "Fraud", "2x4", "2x4"])
    columns = tables(proposal)[0].columns[2:]
    assert [column.fact for column in columns] == [None, Fact.CURRENT_SCORE, Fact.IGNORED]
    assert "past position" in columns[0].reason


def test_a_review_date_is_the_last_review_or_the_next_by_its_days():
    past = risks("Ref", "Risk", "Likelihood", "Review date", **{"Review date": date(2023, 8, 1)})
    coming = risks("Ref", "Risk", "Likelihood", "Review date", **{"Review date": date(2023, 12, 1)})
    assert facts(understood(*past))["Review date"] == "reviewed-on"
    assert facts(understood(*coming))["Review date"] == "next-review"


def test_what_stands_under_a_group_of_actions_is_theirs():
    groups = ["Ref", "Risk", "Actions", "", "", "Owner", "Likelihood", "Impact"]
    heads = ["", "", "What", "Who", "When"]
    rows = [["R1", "Fire in the depot", "Fit an alarm", OWNER, date(2023, 12, 1), OTHER, 3, 4]] * 3
    found = facts(understood(groups, heads, *rows, merges=[(1, 3, 1, 5)]))
    assert [found[f"Actions / {head}"] for head in ("What", "Who", "When")] == ["actions", "control-owners", "due"]


def test_of_dated_movements_the_latest_is_taken_and_the_others_left_out():
    columns = ("Ref", "Risk", "Likelihood", "Trend Feb 23", "Trend Sep 23")
    found = facts(understood(*risks(*columns, **{"Trend Feb 23": ["↑"] * 3, "Trend Sep 23": ["↓"] * 3})))
    assert (found["Trend Feb 23"], found["Trend Sep 23"]) == ("ignored", "movement")


def test_a_matrix_and_counts_below_a_register_are_no_risks_and_spoil_no_column():
    rows = [[f"R{number}", f"Failure of system {number}", OWNER, 3, 4, 12] for number in (1, 2, 3)]
    matrix = [
        ["Likelihood", 1, 2, 3, 4, 5],
        *([level, *(level * other for other in range(1, 6))] for level in (5, 4, 3)),
    ]
    counts = [["Directorate", "Red", "Amber", "Green"], ["Finance", 1, 2, 3], ["Total", 1, 2, 3]]
    heads = ["Ref", "Risk", "Owner", "Likelihood", "Impact", "Score"]
    workbook = book(sheet(heads, *rows, [], *matrix, [], *counts))
    reading = read(workbook, mapping_of(understand(workbook, KNOWN)), KNOWN)
    scores = [(entry.ref, entry.facts[Fact.CURRENT_SCORE].value.likelihood) for entry in reading.entries]
    assert scores == [("R1", 3), ("R2", 3), ("R3", 3)]


def test_an_empty_column_is_what_its_heading_says():
    assert facts(understood(["Ref", "Risk", "Owner", "Likelihood", "Impact"]))["Impact"] == "current-impact"


def test_treat_and_tolerate_are_no_actions():
    rows = risks("Ref", "Risk", "Treatment", Treatment=["Treat", "Tolerate", "Treat"])
    column = tables(understood(*rows))[0].columns[2]
    assert (column.fact, column.reason) == (
        Fact.IGNORED,
        "The register keeps no kind of answer to a risk, so this is left out.",
    )


def test_two_tables_of_one_sheet_below_each_other_and_side_by_side():
    first = risks("Ref", "Risk", "Risk owner", "Likelihood", "Impact")
    emerging = [
        ["Emerging risks"],
        ["Ref", "Why watched", "Risk"],
        ["E1", "A bill", "New law"],
        ["E2", "Due", "Pensions"],
    ]
    below = understood(*first, [], *emerging)
    assert [(table.first_row, table.last_row) for table in tables(below)] == [(2, 4), (8, 9)]
    controls = [["Ref", "Control"], ["C1", "Alarms"], ["C2", "Checks"], ["C3", "Pumps"]]
    beside = understood(*[[*row, "", *other] for row, other in zip(first, controls, strict=True)])
    assert [table.about for table in beside.tables] == [About.RISKS, About.CONTROLS]


def test_a_blank_column_inside_a_table_does_not_part_it():
    rows = [[*row[:2], "", *row[2:]] for row in risks("Ref", "Risk", "Risk owner", "Likelihood", "Impact")]
    assert len(tables(understood(*rows))) == 1


def test_sheets_that_explain_or_list_something_else_are_left_out_and_said():
    register = sheet(*risks("Ref", "Risk", "Risk owner", "Likelihood", "Impact"), name="Risks")
    key = sheet(["Score", "Likelihood", "Impact"], [1, "Rare", "Minor"], [2, "Unlikely", "Moderate"], name="Key")
    issues = sheet(["ID", "Description", "Owner", "Status"], ["I1", "It broke", OWNER, "Open"], name="Issues")
    log = sheet(["Date", "Version", "Change", "Author"], [date(2023, 1, 1), "1.2", "Reworded", "PO"], name="Changes")
    proposal = understand(book(register, key, issues, log), KNOWN)
    assert [table.about for table in proposal.tables] == [About.RISKS, *[About.NOTHING] * 3]
    assert all(table.reason for table in proposal.tables)


def test_a_sheet_of_closed_risks_is_proposed_as_closed():
    heads = ("Ref", "Risk", "Risk owner", "Date closed")
    rows = risks(*heads, **{"Date closed": date(2023, 1, 1)})
    assert tables(understood(*rows, name="Closed risks"))[0].is_closed


def test_tables_of_controls_and_plans_are_told_apart_from_risks():
    controls = understood(
        ["Control", "Risk ref", "Control owner", "Status", "Due date"],
        ["Alarms", "1", OWNER, "In place", date(2023, 12, 1)],
        ["Checks", "2", OTHER, "Planned", date(2023, 12, 1)],
    )
    assert tables(controls)[0].about == About.CONTROLS
    assert list(facts(controls).values()) == ["title", "control-risks", "owners", "stage", "due"]
    plan = understood(
        ["Governance Improvement Plan"],
        ["Ref", "Work-stream", "Source", "Priority", "Action owner", "Due date", "Status"],
        ["A1", "Publish minutes sooner", "Internal audit", "High", OWNER, date(2023, 12, 1), "On track"],
        ["F10", "Share data", "Internal audit", "Low", OTHER, date(2023, 12, 1), "Slipped"],
    )
    assert tables(plan)[0].about == About.PLAN
    assert list(facts(plan).values()) == ["ref", "title", "source", "priority", "owners", "due", "status"]


@pytest.mark.parametrize(
    "heading", ["Key control", "Control description", "Description of control", "What needs to be done"]
)
@pytest.mark.parametrize("of_risks", ["Risk(s)", "Linked risks", "Risk"])
def test_controls_beside_references_of_risks_are_a_table_of_controls(heading, of_risks):
    proposal = understood(
        ["ID", heading, of_risks, "Responsible", "Current status"],
        ["C1", "Alarms tested in every hall", "R1 and R4", OWNER, "On track"],
        ["C2", "Checks of every ladder by hand", "R4", OTHER, "Complete"],
        ["C3", "Pumps raised above the flood", "R2; R3", OTHER, "Overdue"],
    )
    (table,) = tables(proposal)
    assert table.about == About.CONTROLS
    columns = [column.fact for column in table.columns]
    assert columns[1] in (Fact.TITLE, Fact.DESCRIPTION)
    assert columns[2:] == [Fact.CONTROL_RISKS, Fact.OWNERS, Fact.PROGRESS]


def test_a_governance_plan_is_one_though_it_speaks_of_issues_and_ratings():
    proposal = understood(
        ["Governance action plan 2023/24"],
        ["Ref", "Issue", "What we will do", "Risk rating", "Lead officer", "By when", "Position"],
        [
            "1",
            "Gifts and hospitality",
            "Publish the register every month",
            "High",
            OWNER,
            date(2023, 12, 1),
            "Complete",
        ],
        ["2", "Papers of boards", "Send them out a week before", "Low", OTHER, date(2024, 2, 1), "Not yet due"],
    )
    assert tables(proposal)[0].about == About.PLAN
    assert list(facts(proposal).values()) == ["ref", "title", "response", "priority", "owners", "due", "status"]


def test_of_sheets_named_for_quarters_only_the_latest_is_the_register():
    rows = risks("Ref", "Risk", "Risk owner", "Likelihood", "Impact")
    proposal = understand(book(sheet(*rows, name="June 2023"), sheet(*rows, name="Sept 2023")), KNOWN)
    assert [(table.sheet, table.about) for table in proposal.tables] == [
        ("June 2023", About.NOTHING),
        ("Sept 2023", About.RISKS),
    ]


def test_what_is_hidden_is_said():
    rows = risks("Ref", "Risk", "Risk owner", "Likelihood")
    proposal = understood(*rows, hidden_columns=frozenset({4}), hidden_rows=frozenset({3}))
    assert proposal.remarks == (
        "“Register” has hidden columns that hold something: D.",
        "“Register” has hidden rows that hold something: 3.",
    )
    assert [column.is_hidden for column in tables(proposal)[0].columns] == [False, False, False, True]


def test_without_a_header_only_what_is_plain_by_itself_is_proposed():
    rows = [["1", "M v H", "Fire may burn the depot down and stop the service", OWNER, "why"]] * 3
    columns = tables(understood(*rows))[0].columns
    assert [column.fact for column in columns] == [
        *(Fact.REF, Fact.CURRENT_SCORE, Fact.TITLE, Fact.OWNERS, None),
    ]


# Mappings -------------------------------------------------------------------------------------------------------------


def rated(name, impact="Impact"):
    """A register with an owner nobody knows and a heading nobody knows."""
    return book(sheet(*risks("Ref", "Risk", "Risk owner", "Zest", **{"Risk owner": "ZZ", "Zest": "a"}), name=name))


def test_questions_have_no_entry_in_the_mapping_and_the_rest_has():
    mapping = mapping_of(understand(rated("Q1"), KNOWN)).data
    assert mapping["tables"][0]["columns"] == {"1": "ref", "2": "title", "3": "owners"}
    assert mapping["tables"][0]["headings"]["4"] == "Zest"
    assert "owners" not in mapping["values"]


def test_sheets_of_another_quarter_are_taken_as_those_of_the_last_one_and_open_risks_never_for_closed():
    def of(*names):
        return book(*(sheet(*risks("Ref", "Risk", "Likelihood", "Impact"), name=name) for name in names))

    first = understand(of("Live June 2023", "Closed June 2023"), KNOWN)
    assert [table.is_closed for table in first.tables] == [False, True]
    for names in (("Live September 2023", "Closed September 2023"), ("Open", "Closed risks"), ("A", "B")):
        again = understand(of(*names), KNOWN, mapping_of(first))
        assert [table.is_closed for table in again.tables] == [False, names[1].startswith("Closed")], names


def test_a_settled_mapping_is_kept_to_for_the_next_file_of_the_shape_wherever_its_columns_stand():
    data = mapping_of(understand(rated("Q1"), KNOWN)).data
    data["tables"][0]["columns"]["4"] = "rationale"
    data["values"]["owners"] = {"ZZ": {"post": 2}}
    moved = [
        [row[3], *row[:3]] for row in risks("Ref", "Risk", "Risk owner", "Zest", **{"Risk owner": "ZZ", "Zest": "a"})
    ]
    proposal = understand(book(sheet(["Title"], *moved, name="Q2")), KNOWN, Mapped(data))
    assert facts(proposal) == {"Zest": "rationale", "Ref": "ref", "Risk": "title", "Risk owner": "owners"}
    assert [value.meaning for value in proposal.values if value.fact == Fact.OWNERS] == [{"post": 2}]


def test_the_values_follow_from_the_mapping_as_it_stands():
    workbook = rated("Q1")
    data = mapping_of(understand(workbook, KNOWN)).data
    data["tables"][0]["columns"] = {"1": "ref", "2": "title", "4": "leads"}
    assert [(value.printed, value.count) for value in values_of(workbook, Mapped(data), KNOWN)] == [("a", 3)]


def test_the_shape_is_of_the_headings_not_of_sheets_values_or_quarters():
    rows = risks("Ref", "Risk", "Risk owner", "Likelihood")
    dated = [[*rows[0], "Score Q1 2019/20"], *[[*row, "3x4"] for row in rows[1:]]]
    later = [["A title"], [*rows[0], "Score Q2 2020/21"], *[[*row, "1x1"] for row in rows[1:2]]]
    assert shape_of(book(sheet(*dated))) == shape_of(book(sheet(*later, name="Other")))
    assert shape_of(book(sheet(*dated))) != shape_of(book(sheet(*rows)))
    assert shape_of(understand(book(sheet(*dated)), KNOWN)) == shape_of(book(sheet(*dated)))


def test_ten_thousand_rows_of_thirty_columns_are_understood_in_seconds():
    heads = ["Ref", "Risk", "Description", "Risk owner", "Likelihood", "Impact", "Score", "Existing controls", "Status"]
    heads += [f"Other {letter}" for letter in "abcdefghijklmnopqrstu"]
    rows = [
        [f"R{n}", f"Risk {n}", f"Something {n} may go wrong", OWNER, 3, 4, 12, f"Control {n}", "Open", *[f"{n}"] * 21]
        for n in range(10_000)
    ]
    workbook = book(sheet(heads, *rows))
    started = time.process_time()
    proposal = understand(workbook, KNOWN)
    assert time.process_time() - started < 10
    assert len(tables(proposal)[0].columns) == 30


def test_an_empty_workbook_holds_nothing():
    assert understand(Workbook(()), Known()).tables == ()
    assert understand(book(sheet()), Known()).tables == ()


def order_asked(heading, *scores, kind="5x5", above=()):
    """Whether it is asked which of two levels is the likelihood, and the score that is read of the first row."""
    rows = [[str(number), f"Risk of {number}", OWNER, score] for number, score in enumerate(scores, 1)]
    known = replace(KNOWN, scheme=scheme_called(kind))
    file = book(sheet(*above, ["Ref", "Risk", "Risk owner", heading], *rows))
    proposal = understand(file, known)
    first = read(file, mapping_of(proposal), known).entries[0].facts
    return "impact_first" in proposal.options and proposal.options["impact_first"] is None, first.get(
        Fact.CURRENT_SCORE
    )


@pytest.mark.parametrize("heading", ["Rating", "Current rating", "Score"])
def test_which_part_of_a_score_is_the_likelihood_is_asked_where_nothing_tells(heading):
    assert order_asked(heading, "4x5", "3x3") == (True, None)


@pytest.mark.parametrize(
    ("heading", "score", "kind"),
    [
        ("Rating", "3x3", "5x5"),
        ("Rating (L x I)", "4x5", "5x5"),
        ("Score (likelihood, impact)", "4x5", "5x5"),
        ("Rating", "L4 I5", "5x5"),
        ("Rating", "M v H", "lmh-vh"),
    ],
)
def test_the_order_of_a_score_is_not_asked_where_it_is_told(heading, score, kind):
    is_asked, read_as = order_asked(heading, score, kind=kind)
    assert not is_asked
    assert read_as is not None


def test_a_key_tells_the_order_of_scores():
    above = (["Scores are likelihood x impact"], [])
    assert order_asked("Rating", "4x5", above=above)[0] is False


LONG = [
    "The board met and looked at it again in the summer.",
    "No change was seen by anyone.",
    "It has been discussed.",
]


@pytest.mark.parametrize(
    ("heads", "heading", "values", "fact"),
    [
        *(((), head, LONG, None) for head in ("Commentary", "Update this quarter", "Latest update", "Update")),
        (("Closed on",), "Reason", LONG, None),
        ((), "Reason", LONG, "rationale"),
        ((), "Rationale for score", LONG, "rationale"),
        (("Existing controls",), "Latest update", LONG, None),
        (("Actions",), "Update", LONG, "narrative"),
        ((), "Progress RAG", ["Green", "Amber", "Red"], "progress"),
        ((), "Target date", [date(2024, 3, 31)] * 3, "target-on"),
        (("Actions",), "Target date", [date(2024, 3, 31)] * 3, "due"),
        (("Existing controls",), "Target date", [date(2024, 3, 31)] * 3, None),
        (("Existing controls",), "By when", [date(2024, 3, 31)] * 3, None),
        (
            ("Target likelihood", "Target impact", "Existing controls"),
            "Target date",
            [date(2024, 3, 31)] * 3,
            "target-on",
        ),
        (("Existing controls", "Action owner"), "By when", [date(2024, 3, 31)] * 3, "due"),
        ((), "Forecast likelihood", [3, 3, 2], None),
        ((), "Forecast impact", [3, 3, 2], None),
    ],
)
def test_words_and_levels_that_may_be_of_something_else_are_asked(heads, heading, values, fact):
    given = {
        "Closed on": [date(2023, 3, 31)] * 3,
        "Target likelihood": [1, 2, 1],
        "Target impact": [2, 1, 1],
        "Action owner": OWNER,
        "Existing controls": "Alarms are tested every week.",
        "Actions": "Fit more sprinklers in the stores.",
        heading: values,
    }
    found = facts(understood(*risks("Ref", "Risk", "Risk owner", "Likelihood", "Impact", *heads, heading, **given)))
    assert found[heading] == fact
