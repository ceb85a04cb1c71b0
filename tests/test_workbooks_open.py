"""What an .ods or text file or a pasted table holds is what the grid holds."""

from __future__ import annotations

from datetime import date, datetime, time

import pytest

from reports.workbooks.grid import Cell, Merge, Unreadable
from reports.workbooks.reading import read_pasted, read_workbook
from tests.workbook_files import (
    ods,
    ods_cell,
    ods_sheet,
    only_sheet,
    told,
    values,
)

# OpenDocument ---------------------------------------------------------------------------------------------------------


def test_every_type_of_value_of_an_ods_is_read():
    content = ods_sheet(
        "<table:table-row>"
        + ods_cell("4", 'office:value-type="float" office:value="4"')
        + ods_cell("2,5", 'office:value-type="float" office:value="2.5"')
        + ods_cell("25%", 'office:value-type="percentage" office:value="0.25"')
        + ods_cell("£1,500", 'office:value-type="currency" office:value="1500"')
        + ods_cell("30/09/19", 'office:value-type="date" office:date-value="2019-09-30"')
        + ods_cell("", 'office:value-type="date" office:date-value="2019-09-30T14:30:00"')
        + ods_cell("", 'office:value-type="time" office:time-value="PT09H15M00S"')
        + ods_cell("TRUE", 'office:value-type="boolean" office:boolean-value="true"')
        + ods_cell("#N/A", 'office:value-type="string" calcext:value-type="error" table:formula="of:=NA()"')
        + ods_cell("", 'office:value-type="string" office:string-value="said"')
        + ods_cell("", 'table:formula="of:=[.A1]*2" office:value-type="float" office:value="8"')
        + ods_cell("", 'table:formula="of:=[.A1]*2"')
        + "</table:table-row>"
    )
    cells = only_sheet(content, "register.ods").rows[1]
    assert [cells[column].value for column in range(1, 13)] == [
        4,
        2.5,
        0.25,
        1500,
        date(2019, 9, 30),
        datetime(2019, 9, 30, 14, 30),
        time(9, 15),
        True,
        "#N/A",
        "said",
        8,
        None,
    ]
    assert cells[3].is_percent
    assert [column for column, cell in cells.items() if cell.is_formula] == [9, 11, 12]


def test_paragraphs_and_blanks_of_an_ods_are_as_on_screen():
    content = ods_sheet(
        '<table:table-row><table:table-cell office:value-type="string"><office:annotation><dc:creator>A</dc:creator>'
        '<text:p>Ask</text:p><text:p>again</text:p></office:annotation><text:p>one  \n two<text:s text:c="3"/>three'
        "<text:tab/>four<text:line-break/>five</text:p><text:p/><text:p>six <text:span>seven</text:span></text:p>"
        "</table:table-cell></table:table-row>"
    )
    cell = only_sheet(content, "register.ods").cell(1, 1)
    assert cell.value == "one two   three\tfour\nfive\n\nsix seven"
    assert cell.note == "Ask\nagain"


def test_repetitions_of_nothing_cost_nothing_and_others_are_written_out():
    word = ods_cell("x", 'table:number-columns-repeated="2"')
    nothing = ods_cell("", 'table:number-columns-repeated="16384"')
    content = ods_sheet(
        '<table:table-column table:number-columns-repeated="16384"/>'
        f'<table:table-row table:number-rows-repeated="2"><table:table-cell/>{word}'
        '<table:table-cell table:number-columns-repeated="16381"/></table:table-row>'
        f'<table:table-row table:number-rows-repeated="1048000">{nothing}</table:table-row>'
        f"<table:table-row>{word}</table:table-row>"
    )
    x = "x"
    assert values(only_sheet(content, "register.ods")) == {
        (1, 2): x,
        (1, 3): x,
        (2, 2): x,
        (2, 3): x,
        (1048003, 1): x,
        (1048003, 2): x,
    }


def test_colours_and_strikes_of_an_ods_follow_styles_and_their_parents():
    def styled(name, family="table-cell", parent="", cell="", text=""):
        parent = f' style:parent-style-name="{parent}"' if parent else ""
        return (
            f'<style:style style:name="{name}" style:family="{family}"{parent}>'
            f"<style:table-cell-properties {cell}/><style:text-properties {text}/></style:style>"
        )

    red, clear = 'fo:background-color="#FF0000"', 'fo:background-color="transparent"'
    strike = 'style:text-line-through-style="solid"'
    content = ods_sheet(
        '<table:table-column table:default-cell-style-name="red"/><table:table-column/>'
        "<table:table-row><table:table-cell><text:p>a</text:p></table:table-cell>"
        '<table:table-cell table:style-name="child"><text:p>b</text:p></table:table-cell>'
        '<table:table-cell table:style-name="clear"><text:p>c</text:p></table:table-cell>'
        '<table:table-cell><text:p><text:span text:style-name="gone">d</text:span></text:p></table:table-cell>'
        '<table:table-cell><text:p>d <text:span text:style-name="gone">e</text:span></text:p></table:table-cell>'
        '<table:table-cell table:style-name="child"/></table:table-row>'
        '<table:table-row table:default-cell-style-name="child"><table:table-cell/>'
        "<table:table-cell><text:p>f</text:p></table:table-cell></table:table-row>",
        named=styled("red", cell=red, text=strike),
        styles=styled("child", parent="red")
        + styled("clear", parent="child", cell=clear)
        + styled("gone", "text", text=strike),
    )
    sheet = only_sheet(content, "register.ods")
    row = sheet.rows[1]
    assert [(row[c].colour, row[c].is_struck) for c in (1, 2, 3, 4, 5)] == [
        ("ff0000", True),
        ("ff0000", True),
        ("", True),
        ("", True),
        ("", False),
    ]
    assert sheet.rows[2] == {1: Cell(None, "ff0000"), 2: Cell("f", "ff0000", is_struck=True)}
    assert "struck through; they were read with the rest: Register, E1" in told(content, "register.ods")


def test_the_raised_mark_of_a_footnote_of_an_ods_is_no_digit():
    style = '<style:style style:name="T1" style:family="text"><style:text-properties style:text-position="super 58%"/>'
    marked = ods_cell('4<text:span text:style-name="T1">1</text:span>')
    content = ods_sheet(f"<table:table-row>{marked}</table:table-row>", styles=f"{style}</style:style>")
    assert only_sheet(content, "register.ods").cell(1, 1).value == "4¹"


def test_hidden_and_merged_parts_of_an_ods_are_known():
    x = ods_cell("x")
    wide = ods_cell("x", 'table:number-columns-spanned="2" table:number-rows-spanned="3"')
    under = ods_cell("x", is_covered=True)
    content = ods(
        '<table:table table:name="Register" table:style-name="off"><table:table-column/>'
        '<table:table-column table:visibility="collapse" table:number-columns-repeated="2"/>'
        f"<table:table-row>{wide}{under}{x}</table:table-row>"
        f'<table:table-row table:visibility="filter"><table:table-cell/><table:table-cell/>{x}</table:table-row>'
        "</table:table>",
        styles='<style:style style:name="off" style:family="table"><style:table-properties table:display="false"/>'
        "</style:style>",
    )
    sheet = only_sheet(content, "register.ods")
    assert (sheet.is_hidden, sheet.hidden_rows, sheet.hidden_columns) == (True, {2}, {2, 3})
    assert sheet.merges == (Merge(1, 1, 3, 2),)
    assert values(sheet) == {(1, 1): "x", (1, 3): "x", (2, 3): "x"}


def test_recorded_changes_shapes_and_filters_of_an_ods_are_not_taken_for_cells():
    x = "<table:table-row><table:table-cell><text:p>x</text:p></table:table-cell></table:table-row>"
    content = ods(
        "<table:tracked-changes><table:cell-content-change><table:table-cell><text:p>old</text:p></table:table-cell>"
        "</table:cell-content-change></table:tracked-changes>"
        '<table:table table:name="Register"><office:forms/>'
        f"<table:shapes><text:p>drawn</text:p></table:shapes>{x}</table:table>"
    )
    assert values(only_sheet(content, "register.ods")) == {(1, 1): "x"}
    assert "Recorded changes were not read" in told(content, "register.ods")
    assert "Pictures, charts and text boxes were not read: Register." in told(content, "register.ods")


# Text files -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_what_stands_between_cells_and_rows_is_found_out(delimiter, end):
    rows = [
        ["Corporate register"],
        ["Ref", "Risk", "Rating"],
        ["1", '"Cost, time; and | scope"', "M"],
        ["2", '"Two\nlines"', "H"],
        ["3", "5 inch pipe", "L"],
    ]
    text = end.join(delimiter.join(row) for row in rows)
    assert values(only_sheet(text.encode(), "register.csv")) == {
        (1, 1): "Corporate register",
        (2, 1): "Ref",
        (2, 2): "Risk",
        (2, 3): "Rating",
        (3, 1): "1",
        (3, 2): "Cost, time; and | scope",
        (3, 3): "M",
        (4, 1): "2",
        (4, 2): "Two\nlines",
        (4, 3): "H",
        (5, 1): "3",
        (5, 2): "5 inch pipe",
        (5, 3): "L",
    }


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_encodings_are_found_out(encoding):
    content = "Ref;Owner’s post;Cost\n1;Café “Nord”;£5\n".encode(encoding)
    assert list(values(only_sheet(content, "register.csv")).values()) == [
        "Ref",
        "Owner’s post",
        "Cost",
        "1",
        "Café “Nord”",
        "£5",
    ]
    assert ("Windows-1252" in told(content, "register.csv")) == (encoding == "cp1252")


def test_a_line_that_says_what_stands_between_is_believed_and_not_counted():
    assert values(only_sheet(b"sep=|\r\nRef|a,b,c\r\n1|d,e,f\r\n", "x.csv")) == {
        (1, 1): "Ref",
        (1, 2): "a,b,c",
        (2, 1): "1",
        (2, 2): "d,e,f",
    }


def test_semicolons_win_over_decimal_commas():
    text = "Ref;Score\n1;2,5\n2;3,5\n3;4,0\n"
    assert only_sheet(text.encode(), "x.csv").rows[2] == {1: Cell("1"), 2: Cell("2,5")}


def test_texts_stay_texts_and_rows_stay_counted():
    text = "Ref,When,Note\n\n1.10,03/04/2020,=SUM(A1)\n,,\n007,,- a\n"
    assert values(only_sheet(text.encode(), "x.csv")) == {
        (1, 1): "Ref",
        (1, 2): "When",
        (1, 3): "Note",
        (3, 1): "1.10",
        (3, 2): "03/04/2020",
        (3, 3): "=SUM(A1)",
        (5, 1): "007",
        (5, 3): "- a",
    }


def test_a_sheet_of_a_text_file_is_called_as_the_file():
    assert only_sheet(b"a,b\n", "C:\\files\\Risk register Q2.csv").name == "Risk register Q2"
    assert only_sheet(b"a,b\n", "export.2024-03-31").name == "export"
    assert only_sheet(b"a,b\n", "").name == "Table"


def test_a_quotation_mark_that_never_ends_is_refused_with_its_row():
    with pytest.raises(Unreadable, match="begins a text in row 3 never ends"):
        read_workbook(b'Ref,Risk\n1,"fine"\n2,"never ends\n3,swallowed\n', "x.csv")


# Pasted tables --------------------------------------------------------------------------------------------------------


def test_a_table_copied_from_excel_is_read_as_it_was():
    text = 'Ref\tRisk\r\n1\t"Two\nlines, ""so called"""\r\n2\t"Quoted" risk\r\n3\t5" pipe\r\n\t\r\n4\t"alone"\r\n'
    workbook = read_pasted(text)
    assert workbook.sheets[0].name == "Pasted table"
    assert values(workbook.sheets[0]) == {
        (1, 1): "Ref",
        (1, 2): "Risk",
        (2, 1): "1",
        (2, 2): 'Two\nlines, "so called"',
        (3, 1): "2",
        (3, 2): '"Quoted" risk',
        (4, 1): "3",
        (4, 2): '5" pipe',
        (6, 1): "4",
        (6, 2): '"alone"',
    }


@pytest.mark.parametrize(
    "text",
    [
        "Ref | Risk | Rating\n--- | --- | ---\n1 | Budget | M",
        "| Ref | Risk | Rating |\n|-----|:----|-------:|\n| 1 | Budget | M |\n",
        "Ref;Risk;Rating\n\n1;Budget;M",
    ],
)
def test_a_table_typed_by_hand_is_read(text):
    assert values(read_pasted(text).sheets[0]) == {
        (1, 1): "Ref",
        (1, 2): "Risk",
        (1, 3): "Rating",
        (3, 1): "1",
        (3, 2): "Budget",
        (3, 3): "M",
    }


def test_a_table_in_markdown_is_read_without_its_signs():
    rows = ["| **R1** | `Gas` \\| oil | one<br>two |", "| *R2* | 2 * 3 | *a* b *c* |"]
    text = "\n".join(["# Risks", "", "| Ref | Risk | Why |", "|:--|---|--:|", *rows])
    assert values(read_pasted(text).sheets[0]) == {
        (1, 1): "# Risks",
        (3, 1): "Ref",
        (3, 2): "Risk",
        (3, 3): "Why",
        (5, 1): "R1",
        (5, 2): "`Gas` | oil",
        (5, 3): "one\ntwo",
        (6, 1): "R2",
        (6, 2): "2 * 3",
        (6, 3): "*a* b *c*",
    }
    assert values(read_pasted("Ref | Risk\n**1** | a<br>b").sheets[0])[2, 1] == "**1**"  # no table of Markdown


@pytest.mark.parametrize("text", ["", " \n\t\n", "<table><tr><td>1</td></tr></table>", "Ref\tRisk\n1\t\0"])
def test_what_is_no_table_is_refused(text):
    with pytest.raises(Unreadable):
        read_pasted(text)
