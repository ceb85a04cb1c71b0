"""Does a screen reader get from the PDF what the page says: each table, list and paragraph once, whole, in order?"""

import io
import re
from datetime import UTC, datetime

import pikepdf
import pypdf
import pytest

from reports import pdf
from tests.pdf_cases import CASES, DOT, HEAD, prose, rows, table
from tests.pdf_tree import read, spoken, written

pytestmark = pytest.mark.pdf


def page(body):
    return f"<!DOCTYPE html><html lang=en-GB><title>t</title><body><h1>T</h1>{body}</body></html>"


def render(body):
    made_at = datetime(2019, 9, 10, tzinfo=UTC)
    return pdf.render(page(body), title="T", identifier=b"x", created=made_at, marking="OFFICIAL", short_title="T")


@pytest.mark.parametrize("name", CASES)
def test_what_crosses_pages_reads_as_the_page_does(name, tmp_path):
    import outloud
    import page as validation

    body = CASES[name]()
    made = render(body)
    assert made.pages > 1
    assert spoken(read(made.pdf)) == written(page(body))
    (tmp_path / "case.pdf").write_bytes(made.pdf)
    assert validation.validate_pdf(tmp_path / "case.pdf", profile="ua1").is_compliant
    if not any(word in name for word in ("table", "row", "cell")):
        assert outloud.check(str(tmp_path / "case.pdf")).errors == 0  # two-column tables of headings look odd to it


def test_the_tables_of_two_and_ten_pages_are_so_long():
    assert [render(CASES[f"a table of {count} pages"]()).pages for count in ("two", "ten")] == [2, 10]


def test_a_link_over_lines_and_pages_is_one_link():
    links = read(render(CASES["links over lines and pages"]()).pdf).of("Link")
    assert len(links) == 14
    assert all(link.text.replace(" ", "") == prose(k, 60).replace(" ", "") for k, link in enumerate(links))
    assert max(len(set(link.pages)) for link in links) > 1


def test_every_piece_of_a_link_leads_to_its_element():
    with pikepdf.open(io.BytesIO(render(CASES["links over lines and pages"]()).pdf)) as opened:
        numbers = opened.Root.StructTreeRoot.ParentTree.Nums
        owners = {int(numbers[place]): numbers[place + 1] for place in range(0, len(numbers), 2)}
        notes = [note for sheet in opened.pages for note in sheet.get("/Annots", [])]
        assert len(notes) > 14
        for note in notes:
            owner = owners[int(note.StructParent)]
            assert owner.S == "/Link"
            assert note.objgen in [kid.Obj.objgen for kid in owner.K if not isinstance(kid, int) and "/Obj" in kid]


def test_heading_rows_stand_on_every_page_and_are_read_once():
    made = render(CASES["a table of ten pages"]())
    with pikepdf.open(io.BytesIO(made.pdf)) as opened:
        contents = [sheet.Contents.read_bytes() for sheet in opened.pages]
    artifacts = [len(re.findall(rb"/Artifact\s*<</Type /Pagination>>\s*BDC", content)) for content in contents]
    assert min(artifacts[1:]) > artifacts[0]  # the margins, and from the second page on the heading row
    assert len(read(made.pdf).of("THead")) == 1


def test_a_row_longer_than_a_page_begins_under_the_heading_row_and_keeps_its_cells():
    rows = read(render(CASES["rows longer than a page"]()).pdf).of("TR")
    long = max(rows, key=lambda row: len(row.text))
    assert [cell.tag for cell in long.children] == ["TH", "TD"]
    assert len(set(long.pages)) > 2
    assert long.pages[0] == 1  # not pushed to a page of its own


def test_where_cells_span_each_says_what_heads_it():
    tree = read(render(CASES["cells that span"]()).pdf)
    names = {cell.id: cell.text for cell in tree.of("TH") if cell.id}
    assert len(names) == len(tree.of("TH"))
    first, second, third = tree.of("TR")[2:5]
    heads = [[names[head] for head in cell.headers] for row in (first, second, third) for cell in row.children]
    assert heads == [
        ["A"], ["BC", "B", "g0"], ["BC", "C", "g0"], ["BC", "B", "g0"], ["BC", "C", "g0"], ["BC", "B", "C", "g0"],
    ]  # fmt: skip
    assert [names[head] for head in next(cell for cell in tree.of("TH") if cell.text == "B").headers] == ["BC"]


def test_a_group_heads_the_rows_of_its_group_only():
    body = "".join(
        f"<tbody><tr><th scope=rowgroup colspan=2>G{g}<td>2{''.join(f'<tr><th scope=row>{r}<td>x<td>y' for r in '12')}"
        for g in (1, 2)
    )
    head = "<thead><tr><th scope=col>A<th scope=col>B<th scope=col>C</thead>"
    tree = read(render(table(body, head)).pdf)
    names = {cell.id: cell.text for cell in tree.of("TH")}
    last = tree.of("TR")[-1].children[1]
    assert [names[head] for head in last.headers] == ["B", "G2", "2"]


def test_names_can_be_looked_up():
    with pikepdf.open(io.BytesIO(render(CASES["cells that span"]()).pdf)) as opened:
        names = opened.Root.StructTreeRoot.IDTree.Names
        keys = [str(names[place]) for place in range(0, len(names), 2)]
        assert keys == sorted(keys)
        assert all(str(names[place + 1].ID) == str(names[place]) for place in range(0, len(names), 2))


def test_a_plain_table_needs_no_names():
    tree = read(render(table(f"<tbody>{rows(3)}</tbody>")).pdf)
    assert {cell.scope for cell in tree.of("TH")} == {"/Row", "/Column"}
    assert not [cell for cell in (*tree.of("TH"), *tree.of("TD")) if cell.id or cell.headers]


def test_a_heading_cell_without_a_scope_heads_its_row_in_the_body():
    tree = read(render(f"<table>{HEAD.replace(' scope=col', '')}<tbody><tr><th>r<td>x</table>").pdf)
    assert [cell.scope for cell in tree.of("TH")] == ["/Column", "/Column", "/Row"]


NOTE = "<span class=footnote>What {0} means</span>"


def test_a_footnote_is_read_after_the_paragraph_that_calls_it():
    body = "".join(f"<p>Paragraph {k} {prose(k, 90)} here{NOTE.format(k)} and on {prose(k, 40)}</p>" for k in range(12))
    tree = read(render(body).pdf)
    kinds = [(kid.tag, kid.text) for kid in tree.children[0].children]
    notes = [place for place, (tag, _) in enumerate(kinds) if tag == "Note"]
    assert len(notes) == 12
    for k, place in enumerate(notes):
        assert kinds[place][1] == f"{k + 1}. What {k} means"
        assert kinds[place - 1][1].startswith(f"Paragraph {k} ")
    assert len({note.id for note in tree.of("Note")}) == 12
    assert [call.text for call in tree.of("Reference")] == [str(k + 1) for k in range(12)]


def test_a_footnote_stands_on_the_page_that_calls_it():
    texts = [f"{prose(k, 12 + k * 37 % 70)} call{k}c{NOTE.format(f'{k}n')} {prose(k, 25)}" for k in range(60)]
    made = render("".join(f"{f'<h3>Part {k}</h3>' if k % 4 == 0 else ''}<p>{text}</p>" for k, text in enumerate(texts)))
    pages = [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(made.pdf)).pages]
    assert len(pages) > 5
    for k in range(60):
        called = [number for number, text in enumerate(pages) if f"call{k}c" in text]
        assert called == [number for number, text in enumerate(pages) if f"What {k}n means" in text]
        assert len(called) == 1


def test_footnotes_in_cells_items_and_headings_stay_with_them(tmp_path):
    import page as validation

    cells = table(f"<tbody><tr><th scope=row>r{NOTE.format(1)}<td>x{NOTE.format(2)}{NOTE.format(3)}")
    made = render(f"{cells}<ul><li>item{NOTE.format(4)}</ul><h2>Heading{NOTE.format(5)}</h2><p>y</p>")
    tree = read(made.pdf)
    assert [note.text for note in tree.of("TD")[0].of("Note")] == ["2. What 2 means", "3. What 3 means"]
    assert [note.text for note in tree.of("LBody")[0].of("Note")] == ["4. What 4 means"]
    assert [note.text for note in tree.of("TH")[2].of("Note")] == ["1. What 1 means"]
    (tmp_path / "notes.pdf").write_bytes(made.pdf)
    assert validation.validate_pdf(tmp_path / "notes.pdf", profile="ua1").is_compliant


def test_a_list_of_contents_is_one_and_says_the_pages():
    body = (
        "<nav class=contents><h2>Contents</h2><ol><li><a href='#a'>One</a><ol><li><a href='#b'>Half</a></ol></ol></nav>"
        f"<h2 id=a>One</h2><p>{prose(1, 900)}</p><h3 id=b>Half</h3><p>x</p>"
    )
    tree = read(render(body).pdf)
    assert [(entry.tag, entry.text) for entry in tree.of("TOCI")] == [("TOCI", "One1Half2"), ("TOCI", "Half2")]
    assert [len(toc.of("Reference")) for toc in tree.of("TOC")] == [2, 1]
    assert len(tree.of("Link")) == 2


def test_a_picture_and_its_caption_are_read_together():
    picture = f"<figure class=picture><img alt='A dot' src='{DOT}'><figcaption>Figure 1</figcaption></figure>"
    tree = read(render(picture).pdf)
    assert [figure.alt for figure in tree.of("Figure")] == ["A dot"]
    assert [caption.text for caption in tree.of("Caption")] == ["Figure 1"]
