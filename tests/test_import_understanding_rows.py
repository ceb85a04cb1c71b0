"""What each row of a table is, and how forms of one risk are found. No database."""

import pytest

from reports.imports.form_cells import places_of
from reports.imports.row_kinds import Kind
from reports.imports.rows import rows_of
from reports.imports.understanding import understand
from reports.imports.values import About, Fact
from tests.import_sheets import KNOWN, OTHER, OWNER, book, facts, sheet, tables

HEADS = ["Ref", "Risk", "Description", "Risk owner", "Likelihood", "Impact", "Action"]
COLUMNS = {
    **{1: Fact.REF, 2: Fact.TITLE, 3: Fact.DESCRIPTION, 4: Fact.OWNERS},
    **{5: Fact.CURRENT_LIKELIHOOD, 6: Fact.CURRENT_IMPACT, 7: Fact.ACTIONS},
}
FIRE = ["1", "Fire", "It burns down.", OWNER, 3, 4, "Train the wardens"]
FRAUD = ["2", "Fraud", "Money is lost.", OTHER, 2, 4, "Check twice"]


def kinds(*rows, columns=None, **more):
    """The kind of each row under the header, and its words where it names a section."""
    table = sheet(HEADS, *rows, **more)
    found = rows_of(table, about=About.RISKS, header=(1, 1), rows=(2, len(rows) + 1), columns=columns or dict(COLUMNS))
    return [row.words if row.kind == Kind.SECTION else row.kind for row in found]


ENTRY, MORE, OUT, HEADER = Kind.ENTRY, Kind.CONTINUATION, Kind.LEFT_OUT, Kind.HEADER


@pytest.mark.parametrize(
    ("row", "kind"),
    [
        (["", "", "", "", "", "", "Buy alarms"], MORE),
        (["", "", "and the records with it."], MORE),
        (["1", "", "", OTHER, "", "", "Buy alarms"], MORE),
        (["1", "Fire", "", "", "", "", "Buy alarms"], MORE),
        (["", "Flood", "Water comes in.", OWNER, 2, 2], ENTRY),
        (["1", "Flood", "Water comes in.", OWNER, 2, 2], ENTRY),
        (HEADS, HEADER),
        (["14"], OUT),
        (["14", "", "", "", 0, 0], OUT),
        (["Total", "", "", "", 12, 16], OUT),
        (["Total number of risks: 13"], OUT),
    ],
)
def test_a_row_under_a_risk_is_more_of_it_or_one_of_its_own(row, kind):
    assert kinds(FIRE, row, FRAUD) == [ENTRY, kind, ENTRY]


def test_rows_that_a_merge_draws_over_are_of_the_risk_above():
    merges = [(2, column, 3, column) for column in range(1, 7)]
    assert kinds(FIRE, ["", "", "", "", "", "", "Buy alarms"], FRAUD, merges=merges) == [ENTRY, MORE, ENTRY]


@pytest.mark.parametrize("section", [["Finance and resources"], ["", "Finance and resources"], ["3", "FINANCE"]])
def test_a_lone_name_between_risks_is_a_section(section):
    flood = ["3", "Flood", "Water comes in.", OWNER, 2, 2, "Buy pumps"]
    name = section[-1]
    assert kinds(section, FIRE, FRAUD, flood) == [name, ENTRY, ENTRY, ENTRY]


def shouted(refs, at, title="GDPR"):
    """What the row with such a title and no score is, among others that are whole."""
    rows = [[ref, "Fire", "It burns down.", OWNER, 3, 4] for ref in refs]
    rows[at] = [refs[at], title]
    return kinds(*rows)[at]


@pytest.mark.parametrize(
    ("refs", "at"),
    [
        (["S1", "S2", "S3", "S4"], 1),
        (["S1", "S2", "S3", "S4"], 0),
        (["1", "2", "5", "9"], 2),
        (["CR-01", "CR-02", "CR-03"], 2),
        (["R7", "R2", "R9", "R4"], 2),
    ],
)
def test_a_title_in_capitals_without_a_score_is_a_risk_where_its_number_is_one_of_the_run(refs, at):
    assert shouted(refs, at) == ENTRY


@pytest.mark.parametrize(
    ("refs", "at"),
    [
        (["A", "A1", "A2", "A3"], 0),
        (["1", "1.1", "1.2", "1.3"], 0),
        (["1", "2", "2", "3"], 1),
        (["1", "9", "2", "3"], 1),
    ],
)
def test_a_title_in_capitals_that_is_numbered_otherwise_heads_what_follows(refs, at):
    assert shouted(refs, at, "FINANCE") == "FINANCE"


def test_a_section_over_the_whole_table_may_be_merged():
    assert kinds(["People"], FIRE, FRAUD, merges=[(2, 1, 2, 7)]) == ["People", ENTRY, ENTRY]


def test_numbers_of_columns_come_again_with_the_header():
    assert kinds(FIRE, HEADS, [1, 2, 3, 4, 5, 6, 7], FRAUD) == [ENTRY, HEADER, HEADER, ENTRY]


def test_below_the_last_risk_there_are_only_notes_and_a_key():
    below = [[], ["These were agreed in March"], ["Key"], ["5", "Almost certain"], ["4", "Likely"]]
    assert kinds(FIRE, FRAUD, *below) == [ENTRY, ENTRY, OUT, OUT, OUT, OUT]


def test_short_term_above_the_header_names_the_first_section():
    table = sheet(["SHORT-TERM"], HEADS, FIRE, ["LONG-TERM"], HEADS, FRAUD)
    found = rows_of(table, about=About.RISKS, header=(2, 2), rows=(3, 6), columns=dict(COLUMNS))
    assert [(row.kind, row.words) for row in found] == [
        *((Kind.SECTION, "SHORT-TERM"), (ENTRY, ""), (Kind.SECTION, "LONG-TERM"), (HEADER, ""), (ENTRY, "")),
    ]


def test_a_title_drawn_over_the_row_of_its_values_begins_the_risk():
    table = sheet(
        ["Risk owner", "Likelihood", "Impact"],
        *(["CR1: Fire"], [OWNER, 3, 4], ["CR2: Fraud"], [OTHER, 2, 4]),
        merges=[(2, 1, 2, 3), (4, 1, 4, 3)],
    )
    columns = {1: Fact.OWNERS, 2: Fact.CURRENT_LIKELIHOOD, 3: Fact.CURRENT_IMPACT}
    found = rows_of(table, about=About.RISKS, header=(1, 1), rows=(2, 5), columns=columns)
    assert [(row.kind, row.words) for row in found] == [
        (ENTRY, "CR1: Fire"),
        (MORE, ""),
        (ENTRY, "CR2: Fraud"),
        (MORE, ""),
    ]


# Forms ----------------------------------------------------------------------------------------------------------------


def form(name, ref, title):
    return sheet(
        ["RISK ASSESSMENT FORM"],
        *(["Risk reference", ref], ["Risk title", title], ["Risk owner:", OWNER, "Last reviewed:", "2 August 2023"]),
        *(["Description of risk", "It may happen at any time."], ["", "Likelihood", "Impact"]),
        *(["Inherent score", 5, 5], ["Current score", 3, 4]),
        *(["Existing controls", "Alarms"], ["", "Drills"]),
        name=name,
    )


def test_forms_of_one_shape_are_one_table_with_a_block_each():
    proposal = understand(book(form("Risk 1", "1", "Fire"), form("Risk 2", "2", "Fraud")), KNOWN)
    assert len(tables(proposal)) == 1
    assert tables(proposal)[0].blocks == (("Risk 1", 2, 10, 0), ("Risk 2", 2, 10, 0))
    assert facts(proposal) == {
        "Risk reference": "ref",
        "Risk title": "title",
        "Risk owner:": "owners",
        "Last reviewed:": "reviewed-on",
        "Description of risk": "description",
        "Inherent score / Likelihood": "inherent-likelihood",
        "Inherent score / Impact": "inherent-impact",
        "Current score / Likelihood": "current-likelihood",
        "Current score / Impact": "current-impact",
        "Existing controls": "controls",
    }


def test_the_values_of_a_form_are_found_by_its_labels():
    places = places_of(form("Risk 1", "1", "Fire"), (2, 10), {"1": "Risk owner:", "2": "Existing controls"})
    assert places == {1: ((4, 2),), 2: ((9, 2), (10, 2))}


def test_cards_below_each_other_are_a_block_each():
    rows = []
    for ref, title in ((1, "Fire"), (2, "Fraud"), (5, "Flood")):
        rows += [[f"Risk {ref}", title], ["Risk owner", OWNER], ["Description", "It may happen."], ["Likelihood", 3]]
        rows += [["Further actions", "Owner", "Due date"], ["Buy alarms", OTHER, "1 May 2024"], []]
    proposal = understand(book(sheet(["Our risks"], *rows)), KNOWN)
    assert [block[1:3] for block in tables(proposal)[0].blocks] == [(2, 8), (9, 15), (16, 21)]
    assert list(facts(proposal).values()) == [
        *("ref", "title", "owners", "description", "current-likelihood", "actions", "control-owners", "due"),
    ]


def test_a_table_on_its_side_is_a_block_for_each_column():
    proposal = understand(
        book(
            sheet(
                *(["Risk ref", "R1", "R2"], ["Risk title", "Fire", "Fraud"], ["Risk owner", OWNER, OTHER]),
                *(["Likelihood", 3, 2], ["Impact", 4, 4]),
            )
        ),
        KNOWN,
    )
    assert tables(proposal)[0].blocks == (("Register", 1, 5, 2), ("Register", 1, 5, 3))


def test_a_register_is_no_form():
    rows = [["Ref", "Risk", "Risk owner", "Status"], ["1", "Risk owner unknown", OWNER, "Open"]]
    assert not tables(understand(book(sheet(*rows)), KNOWN))[0].blocks
