"""What an Excel workbook holds is what the grid holds: each thing that people do in spreadsheets."""

from __future__ import annotations

from datetime import date, datetime, time

import openpyxl
import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.styles import Font, GradientFill, PatternFill
from openpyxl.styles.colors import Color
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from reports.workbooks.grid import Cell, Merge
from reports.workbooks.numbers import Shows, shown_by
from reports.workbooks.reading import read_workbook
from tests.workbook_files import (
    MAIN,
    ods_cell,
    ods_sheet,
    only_sheet,
    packed,
    parts_of,
    relationships,
    saved,
    told,
    values,
    xlsx,
    xlsx_parts,
)


@pytest.fixture
def book():
    """A workbook of openpyxl whose one sheet is called Register."""
    workbook = openpyxl.Workbook()
    workbook.active.title = "Register"
    return workbook


# Excel: values --------------------------------------------------------------------------------------------------------


def test_texts_numbers_truths_and_days_keep_their_kind(book):
    book.active.append(["Ref", 4, 2.5, True, date(2019, 9, 30), datetime(2019, 9, 30, 14, 30), time(9, 15)])
    cells = only_sheet(saved(book)).rows[1]
    expected = ["Ref", 4, 2.5, True, date(2019, 9, 30), datetime(2019, 9, 30, 14, 30), time(9, 15)]
    assert [cells[column].value for column in range(1, 8)] == expected
    assert [type(cells[column].value) for column in range(1, 8)] == [type(value) for value in expected]


def test_a_percentage_is_a_number_that_says_so(book):
    book.active["A1"], book.active["B1"] = 1, 1
    book.active["A1"].number_format = "0%"
    cells = only_sheet(saved(book)).rows[1]
    assert (cells[1].value, cells[1].is_percent, cells[2].is_percent) == (1, True, False)


def test_a_reference_that_its_format_makes_is_known_as_shown(book):
    for column, code in enumerate(['"CRR "00', "000", '"R"General', "General", "#,##0", "0.0", '0" days";-0'], start=1):
        book.active.cell(1, column, 7).number_format = code
    cells = only_sheet(saved(book)).rows[1]
    assert {cell.value for cell in cells.values()} == {7}
    assert [cells[column].shown for column in range(1, 8)] == ["CRR 07", "007", "R7", "", "", "", "7 days"]
    row = ods_cell("R07", 'office:value-type="float" office:value="7"') + ods_cell(
        "7.00", 'office:value-type="float" office:value="7"'
    )
    cells = only_sheet(ods_sheet(f"<table:table-row>{row}</table:table-row>"), "register.ods").rows[1]
    assert [(cell.value, cell.shown) for cell in cells.values()] == [(7, "R07"), (7, "")]


@pytest.mark.parametrize(
    ("code", "shows"),
    [
        ("General", Shows.NUMBER),
        ("0.00", Shows.NUMBER),
        ('0 "days"', Shows.NUMBER),
        (r"0\d", Shows.NUMBER),
        ("[Red]0.0;[Blue]-0.0", Shows.NUMBER),
        ("0.00E+00", Shows.NUMBER),
        ("[h]:mm", Shows.NUMBER),
        ("0.0%", Shows.PERCENT),
        ("dd/mm/yyyy", Shows.DAY),
        ("[$-809]d mmmm yyyy;@", Shows.DAY),
        ("mmm-yy", Shows.DAY),
        ('"Q"yyyy', Shows.DAY),
        ("yyyy", Shows.DAY),
        ("h:mm AM/PM", Shows.TIME),
        ("mm:ss.0", Shows.TIME),
    ],
)
def test_a_number_format_says_what_a_number_is(code, shows):
    assert shown_by(code) is shows


@pytest.mark.parametrize(("serial", "day"), [(0, date(1904, 1, 1)), (42277, date(2019, 10, 1))])
def test_old_macintosh_workbooks_count_from_1904(book, serial, day):
    book.active["A1"] = serial
    book.active["A1"].number_format = "d mmm yyyy"
    book.epoch = CALENDAR_MAC_1904
    assert only_sheet(saved(book)).cell(1, 1).value == day


@pytest.mark.parametrize(("serial", "value"), [(1, date(1900, 1, 1)), (59, date(1900, 2, 28)), (61, date(1900, 3, 1))])
def test_the_first_days_of_1900_are_counted_as_excel_counts_them(book, serial, value):
    book.active["A1"] = serial
    book.active["A1"].number_format = "dd/mm/yyyy"
    assert only_sheet(saved(book)).cell(1, 1).value == value


@pytest.mark.parametrize("serial", [-3, 60, 3_000_000, 2.5e9])
def test_a_number_that_is_no_day_stays_a_number_and_is_told(book, serial):
    book.active["C12"] = serial
    book.active["C12"].number_format = "dd/mm/yyyy"
    content = saved(book)
    assert only_sheet(content).cell(12, 3).value == serial
    assert "is no date, and was read as a number: Register, C12." in told(content)


def test_a_moment_just_before_midnight_is_the_next_day():
    parts = xlsx_parts('<row r="1"><c r="A1" s="1"><v>43738.9999999999</v></c></row>')
    parts["xl/_rels/workbook.xml.rels"] = relationships(
        ("rId1", "worksheet", "worksheets/sheet1.xml"), ("rId3", "styles", "styles.xml")
    )
    parts["xl/styles.xml"] = f'<styleSheet xmlns="{MAIN}"><cellXfs><xf/><xf numFmtId="14"/></cellXfs></styleSheet>'
    assert only_sheet(packed(parts)).cell(1, 1).value == date(2019, 10, 1)


def test_formulas_give_the_value_they_last_had():
    content = xlsx(
        '<row r="1"><c r="A1"><f>1+1</f><v>2</v></c><c r="B1" t="str"><f>A1&amp;"x"</f><v>2x</v></c>'
        '<c r="C1"><f>A1*2</f><v></v></c><c r="D1"><f>A1*2</f></c><c r="E1" t="str"><f>IF(A1=2,"","x")</f><v></v></c>'
        '<c r="F1" t="e"><f>1/0</f><v>#DIV/0!</v></c><c r="G1" t="b"><f>A1=2</f><v>1</v></c>'
        '<c r="H1"><f t="shared" si="0"/><v>7</v></c></row>'
    )
    cells = only_sheet(content).rows[1]
    assert cells[1] == Cell(2, is_formula=True)
    assert cells[2] == Cell("2x", is_formula=True)
    assert cells[3] == cells[4] == Cell(None, is_formula=True)
    assert 5 not in cells  # what shows nothing says nothing
    assert cells[6] == Cell("#DIV/0!", is_formula=True)
    assert cells[7].value is True
    assert cells[8] == Cell(7, is_formula=True)


def test_texts_of_every_making_are_joined():
    content = xlsx(
        '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="inlineStr"><is><t>in line</t></is></c>'
        '<c r="C1" t="s"><v>1</v></c>'
        '<c r="D1" t="inlineStr"><is><r><t>a</t></r><r><t xml:space="preserve"> b</t></r></is>'
        '</c><c r="E1" t="s"><v>2</v></c><c r="F1" t="e"><v>#N/A</v></c></row>',
        strings="<si><r><t>Two </t></r><r><rPr><b/></rPr><t>runs</t></r></si>"
        "<si><t>東京</t><rPh><t>トウキョウ</t></rPh></si><si><t>line_x000D_\none _x005F_x000D_</t></si>",
    )
    assert list(values(only_sheet(content)).values()) == [
        "Two runs",
        "in line",
        "東京",
        "a b",
        "line\none _x000D_",
        "#N/A",
    ]


def test_control_characters_are_taken_out_and_told():
    content = xlsx('<row r="1"><c r="B1" t="str"><v>a_x0007_b_x000B_c</v></c></row>')
    assert only_sheet(content).cell(1, 2).value == "ab\nc"
    assert told(content) == "Control characters were taken out of the text: Register, B1."


def test_what_our_own_files_quoted_is_taken_back(book):
    book.active.append(["'=1+1", "'- point", "'tis"])
    assert list(values(only_sheet(saved(book))).values()) == ["=1+1", "- point", "'tis"]


def test_cells_without_addresses_follow_one_another():
    content = xlsx("<row><c><v>1</v></c><c><v>2</v></c></row><row><c><v>3</v></c></row>")
    assert values(only_sheet(content)) == {(1, 1): 1, (1, 2): 2, (2, 1): 3}


def test_rows_out_of_order_are_put_in_order_and_twice_the_same_row_is_told():
    content = xlsx(
        '<row r="9"><c r="A9"><v>9</v></c></row><row r="2"><c r="A2"><v>2</v></c></row>'
        '<row r="9"><c r="B9"><v>1</v></c></row>'
    )
    assert list(values(only_sheet(content))) == [(2, 1), (9, 1), (9, 2)]
    assert "A row stands twice in the file; both were put together: Register, row 9." in told(content)


def test_other_prefixes_and_the_strict_form_are_read_alike():
    strict = "http://purl.oclc.org/ooxml"
    parts = xlsx_parts()
    parts["xl/worksheets/sheet1.xml"] = (
        f'<x:worksheet xmlns:x="{strict}/spreadsheetml/main"><x:sheetData><x:row r="3"><x:c r="B3" t="d">'
        "<x:v>2019-09-30</x:v></x:c></x:row></x:sheetData></x:worksheet>"
    ).encode("utf-16")
    assert values(only_sheet(packed(parts))) == {(3, 2): date(2019, 9, 30)}


# Excel: how cells look ------------------------------------------------------------------------------------------------


def test_fills_are_read_from_every_kind_of_colour(book):
    sheet = book.active
    fills = [
        (PatternFill("solid", fgColor="FFFF0000"), "ff0000"),
        (PatternFill("solid", fgColor=Color(indexed=10)), "ff0000"),
        (PatternFill("solid", fgColor=Color(theme=5)), "c0504d"),
        (PatternFill("solid", fgColor=Color(theme=5, tint=0.5999938962981048)), "e6b9b8"),
        (PatternFill("solid", fgColor=Color(theme=0, tint=-0.249977111117893)), "bfbfbf"),
        (PatternFill("lightUp", fgColor="FF000000", bgColor="FFFFC000"), "ffc000"),
        (PatternFill("solid", fgColor="FFFFFFFF"), ""),
        (PatternFill("gray125"), ""),
    ]
    for column, (fill, _) in enumerate(fills, start=1):
        sheet.cell(1, column, "x").fill = fill
    cells = only_sheet(saved(book)).rows[1]
    found = [cells[column].colour for column in range(1, len(fills) + 1)]
    wanted = [colour for _, colour in fills]
    for seen, colour in zip(found, wanted, strict=True):
        assert len(seen) == len(colour)
        assert all(abs(int(seen[i : i + 2], 16) - int(colour[i : i + 2], 16)) <= 1 for i in (0, 2, 4) if seen)


def test_a_workbook_may_have_a_palette_of_its_own(book):
    book.active["A1"] = "x"
    book.active["A1"].fill = PatternFill("solid", fgColor=Color(indexed=8))
    parts = parts_of(saved(book))
    own = b'<rgbColor rgb="00000000"/>' * 8 + b'<rgbColor rgb="00123456"/>'
    before = parts["xl/styles.xml"].partition(b"<colors>")[0]
    parts["xl/styles.xml"] = before + b"<colors><indexedColors>" + own + b"</indexedColors></colors></styleSheet>"
    assert only_sheet(packed(parts)).cell(1, 1).colour == "123456"


def test_a_fill_of_two_colours_is_told_and_read_as_neither(book):
    book.active["A1"] = "Amber/Red"
    book.active["A1"].fill = GradientFill(stop=("FFC000", "FF0000"))
    assert only_sheet(saved(book)).cell(1, 1).colour == ""
    assert "A fill of two colours was not read as either: Register, A1." in told(saved(book))


def test_a_colour_without_a_word_counts_in_a_row_that_says_something(book):
    book.active.append(["Ref", "Rating"])
    book.active["A2"] = 1
    book.active["B2"].fill = PatternFill("solid", fgColor="FFFF0000")
    for row in range(3, 60):
        for column in range(1, 60):
            book.active.cell(row, column).fill = PatternFill("solid", fgColor="FFDDDDDD")
    sheet = only_sheet(saved(book))
    assert sheet.rows == {1: {1: Cell("Ref"), 2: Cell("Rating")}, 2: {1: Cell(1), 2: Cell(None, "ff0000")}}


def test_colours_far_to_the_right_of_everything_do_not_widen_a_sheet(book):
    book.active["A1"] = "Ref"
    for column in range(1, 1000):
        book.active.cell(1, column).fill = PatternFill("solid", fgColor="FFDDDDDD")
    assert only_sheet(saved(book)).last_column == 1


def test_what_is_struck_through_is_known(book):
    sheet = book.active
    sheet["A1"] = "all"
    sheet["A1"].font = Font(strike=True)
    sheet["B1"] = CellRichText(TextBlock(InlineFont(strike=True), "all"), TextBlock(InlineFont(strike=True), " of it"))
    sheet["C1"] = CellRichText("some ", TextBlock(InlineFont(strike=True), "of it"))
    content = saved(book)
    assert [only_sheet(content).cell(1, column).is_struck for column in (1, 2, 3)] == [True, True, False]
    assert "Some words of a cell are struck through; they were read with the rest: Register, C1." in told(content)


def test_notes_are_kept_even_where_the_cell_is_empty(book):
    book.active["A1"] = "Ref"
    book.active["A1"].comment = Comment("As agreed\nin May", "")
    book.active["D7"].comment = Comment("Who owns this?", "")
    sheet = only_sheet(saved(book))
    assert sheet.cell(1, 1) == Cell("Ref", note="As agreed\nin May")
    assert sheet.cell(7, 4) == Cell(None, note="Who owns this?")


def test_a_conversation_is_read_in_place_of_its_copy(book):
    book.active["A1"] = "Ref"
    book.active["A1"].comment = Comment("[Threaded comment] Your version of Excel allows you to read this.", "")
    parts = parts_of(saved(book))
    name = next(name for name in parts if name.startswith("xl/worksheets/_rels"))
    parts[name] = parts[name].replace(
        b"</Relationships>",
        b'<Relationship Id="t" Type="http://schemas.microsoft.com/office/2017/10/relationships/threadedComment" '
        b'Target="../threadedComments/threadedComment1.xml"/></Relationships>',
    )
    parts["xl/threadedComments/threadedComment1.xml"] = (
        '<ThreadedComments xmlns="http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments">'
        '<threadedComment ref="A1" id="1"><text>Is this ours?</text></threadedComment>'
        '<threadedComment ref="A1" id="2" parentId="1"><text>Yes.</text></threadedComment></ThreadedComments>'
    )
    assert only_sheet(packed(parts)).cell(1, 1).note == "Is this ours?\nYes."


# Excel: sheets, rows, columns, merges ---------------------------------------------------------------------------------


def test_hidden_rows_columns_and_sheets_are_known(book):
    sheet = book.active
    for row in range(1, 5):
        sheet.append([row] * 6)
    sheet.row_dimensions[2].hidden = True
    sheet.row_dimensions[900].hidden = True
    sheet.column_dimensions["C"].hidden = True
    sheet.column_dimensions.group("E", "XFD", hidden=True)
    for name, state in (("Lists", "hidden"), ("Deep", "veryHidden")):
        other = book.create_sheet(name)
        other["A1"], other.sheet_state = "x", state
    workbook = read_workbook(saved(book), "register.xlsx")
    register = workbook.sheet("Register")
    assert register.hidden_rows == {2}
    assert register.hidden_columns == {3, 5, 6}
    assert [sheet.is_hidden for sheet in workbook.sheets] == [False, True, True]


def test_merges_are_kept_and_what_they_cover_is_told():
    content = xlsx(
        '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c></row><row r="2"><c r="C2"><v>3</v></c></row>',
        after='<mergeCells><mergeCell ref="A1:B2"/></mergeCells>',
    )
    sheet = only_sheet(content)
    assert sheet.merges == (Merge(1, 1, 2, 2),)
    assert values(sheet) == {(1, 1): 1, (2, 3): 3}
    assert told(content) == "Merged cells hide something that is not on screen, which was left out: Register, B1."


def test_a_title_merged_over_a_whole_row_ends_near_the_table(book):
    book.active["A1"] = "Title"
    book.active.merge_cells("A1:XFD1")
    assert only_sheet(saved(book)).merges == (Merge(1, 1, 1, 51),)


def test_phantom_rows_are_dropped(book):
    book.active["A1"] = "Ref"
    book.active["B5000"].number_format = "0.00"
    book.active["B6000"] = "   "
    assert list(only_sheet(saved(book)).rows) == [1]


def test_sheets_of_the_same_name_are_told_apart():
    parts = xlsx_parts('<row><c t="inlineStr"><is><t>x</t></is></c></row>')
    parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace(
        "</sheets>", '<sheet name="REGISTER" sheetId="2" r:id="rId1"/></sheets>'
    )
    workbook = read_workbook(packed(parts), "register.xlsx")
    assert [sheet.name for sheet in workbook.sheets] == ["Register", "REGISTER (2)"]
    assert "the second was read under another: REGISTER (2)." in workbook.remarks[0]


def test_what_is_not_read_is_told(book):
    from openpyxl.chart import BarChart
    from openpyxl.formatting.rule import CellIsRule

    sheet = book.active
    sheet["A1"] = "Ref"
    sheet["A1"].hyperlink = "https://example.org/policy"
    sheet.add_chart(BarChart(), "D4")
    sheet.conditional_formatting.add(
        "A1:A9", CellIsRule(operator="greaterThan", formula=["5"], fill=PatternFill("solid"))
    )
    book.create_chartsheet("Graph")
    remarks = told(saved(book))
    assert "Pictures, charts and text boxes were not read: Register." in remarks
    assert "(conditional formatting) were not read: Register." in remarks
    assert "Addresses behind cells were left out, and not followed: Register." in remarks
    assert "The sheet is a chart or a dialog, and was left out: Graph." in remarks


def test_a_style_that_is_not_there_is_told():
    content = xlsx('<row><c s="77"><v>1</v></c></row>')
    assert values(only_sheet(content)) == {(1, 1): 1}
    assert "Some cells have a format that the workbook does not define" in told(content)


def test_the_raised_mark_of_a_footnote_is_no_digit_of_a_reference(book):
    up = InlineFont(vertAlign="superscript")
    book.active["A1"] = CellRichText("4", TextBlock(up, "1"))
    book.active["B1"] = CellRichText("30", TextBlock(up, "th"), " September")
    book.active["C1"] = CellRichText("CO", TextBlock(InlineFont(vertAlign="subscript"), "2"))
    assert list(values(only_sheet(saved(book))).values()) == ["4¹", "30th September", "CO2"]


def test_the_anchor_of_a_button_is_no_row_of_the_sheet():
    drawing = "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"
    anchor = f'<controls><from xmlns:d="{drawing}"><d:col>1</d:col><d:row>2</d:row></from></controls>'
    rows = '<row r="1048576"><c r="A1048576"><v>1</v></c></row>'
    assert values(only_sheet(xlsx(rows, after=anchor))) == {(1048576, 1): 1}
