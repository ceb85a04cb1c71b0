"""Would the pages pass on a director's desk? What must stand together does, and every page says what it is."""

import io
import os
import subprocess
import sys
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pypdf
import pytest

from tests import specimen
from tests.pdf_cases import DOT, HEAD, items, prose, rows, table
from tests.pdf_tree import read, spoken, written

pytestmark = pytest.mark.pdf

HEADINGS = ("H2", "H3", "H4")
GROUP = "<tr class=group><th scope=rowgroup>G{0}<td>2 controls"


def after(kind, n):
    """What may follow a heading."""
    return (
        f"<p>{prose(n)}</p>",
        f"<div class=paragraph><p><span class=number>1.{n}</span> <span class=text>{prose(n, 70)}</span></p></div>",
        f"<ul>{items(5)}</ul>",
        table(f"<tbody>{rows(6, 40)}</tbody>"),
        f"<figure class=picture><img width=300 height=170 alt=Dot src='{DOT}'><figcaption>F{n}</figcaption></figure>",
        f"<h3>Below {n}</h3><p>{prose(n, 40)}</p>",
        "<dl>" + "".join(f"<dt>T{k}<dd>{prose(k, 20)}" for k in range(5)) + "</dl>",
        f"<div class=recommendations><h3>Asked {n}</h3><p>To:</p><ol type=a>{items(3)}</ol></div>",
        f"<blockquote><p>{prose(n)}</p></blockquote>",
        f"<h3>Below {n}</h3><h4>Further {n}</h4><ol type=i>{items(2, 30)}</ol>",
        f"<div class=unbroken><p>{prose(n)}</p></div>",
        f"<table>{HEAD}<tbody>" + "".join(GROUP.format(k) + rows(2) for k in range(4)) + "</table>",
    )[kind]


@pytest.fixture(scope="module")
def mixed():
    """Many headings followed by everything, at every height of the page."""
    body = "".join(
        f"<section><h2>Heading {n}</h2>{after(n * 5 % 12, n)}<p>{prose(n, (8, 25, 55, 90, 33)[n % 5])}</p></section>"
        for n in range(72)
    )
    html = f"<!DOCTYPE html><html lang=en-GB><title>t</title><body><h1>T</h1>{body}</body></html>"
    tree = read(specimen.render(html).pdf)
    assert spoken(tree) == written(html)
    return list(tree.walk())


def test_no_heading_stands_last_on_a_page(mixed):
    headings = [place for place, node in enumerate(mixed) if node.tag in HEADINGS]
    assert len(headings) > 90
    for place in headings:
        inside = list(mixed[place].walk())
        following = next(node for node in mixed[place + 1 :] if node.pages and node not in inside)
        assert following.pages[0] == mixed[place].pages[-1], mixed[place].text


def test_captions_stand_with_their_table_or_figure(mixed):
    holders = [node for node in mixed if any(child.tag == "Caption" for child in node.children)]
    assert {holder.tag for holder in holders} == {"Table", "NonStruct"}
    for holder in holders:
        caption = next(child for child in holder.children if child.tag == "Caption")
        rest = [page for child in holder.children if child is not caption for page in child.pages]
        assert caption.pages[-1] in rest, caption.text
        if holder.tag == "Table":
            assert holder.of("TD")[0].pages[0] == caption.pages[0]


def test_no_paragraph_leaves_one_line_behind_or_sends_one_ahead(mixed):
    split = [Counter(node.pages) for node in mixed if node.tag == "P" and len(set(node.pages)) > 1]
    assert split
    assert all(min(lines.values()) >= 2 for lines in split)


def test_rows_that_fit_are_whole_and_a_groups_name_stays_with_its_rows(mixed):
    rows = [node for node in mixed if node.tag == "TR"]
    assert all(len(set(row.pages)) == 1 for row in rows)
    named = [(row, below) for row, below in pairwise(rows) if row.text.startswith("G")]
    assert named
    assert all(row.pages[-1] == below.pages[0] for row, below in named)


# --- The specimen ---------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def html():
    return specimen.specimen()


@pytest.fixture(scope="module")
def made(html):
    return specimen.render(html)


@pytest.fixture(scope="module")
def sheets(made):
    return pypdf.PdfReader(io.BytesIO(made.pdf)).pages


def test_both_checkers_find_no_error_in_the_specimen(made, tmp_path):
    import outloud
    import page

    file = tmp_path / "specimen.pdf"
    file.write_bytes(made.pdf)
    assert [(found.rule_id, found.message) for found in page.validate_pdf(file, profile="ua1").failures] == []
    result = outloud.check(str(file))
    assert result.errors == 0, [(found.rule, found.message) for found in result.sorted_findings()]


def test_every_page_says_its_marking_that_it_is_a_draft_and_which_it_is(made, sheets):
    lying = [sheet for sheet in sheets if sheet.mediabox.width > sheet.mediabox.height]
    assert len(lying) >= 4
    for number, sheet in enumerate(sheets, 1):
        text = sheet.extract_text()
        assert text.count("OFFICIAL-SENSITIVE") >= 2
        assert "DRAFT" in text
        assert f"Page {number} of {made.pages}" in text


def test_only_what_is_wide_lies_on_its_side():
    body = (
        f"<section><h2>A</h2><p>x</p><div class=landscape>{table(f'<tbody>{rows(4)}</tbody>')}</div></section><p>y</p>"
    )
    made = specimen.render(f"<!DOCTYPE html><html lang=en-GB><title>t</title><body><h1>T</h1>{body}</body></html>")
    shapes = [sheet.mediabox.width > sheet.mediabox.height for sheet in pypdf.PdfReader(io.BytesIO(made.pdf)).pages]
    assert shapes == [False, True, False]


def test_the_contents_name_the_page_each_heading_stands_on(made, sheets):
    tree = read(made.pdf)
    pages = {heading.text.replace(" ", ""): heading.pages[0] for heading in tree.walk() if heading.tag in ("H2", "H3")}
    lines = [child for entry in tree.of("TOCI") for child in entry.children if child.tag == "Reference"]
    assert len(lines) == 18
    for line in lines:
        words = line.text.replace(" ", "")
        heading = next(text for text in sorted(pages, key=len, reverse=True) if words.startswith(text))
        assert words == f"{heading}{pages[heading]}"


def test_the_specimen_is_the_same_in_another_process_zone_and_hash_seed(made, tmp_path):
    other = {"PYTHONHASHSEED": "7", "TZ": "Pacific/Auckland", "DJANGO_SETTINGS_MODULE": "tests.settings"}
    again = tmp_path / "again.pdf"
    root = Path(__file__).resolve().parent.parent
    subprocess.run(
        [sys.executable, "-m", "tests.specimen", str(again)], env={**os.environ, **other}, check=True, cwd=root
    )
    assert again.read_bytes() == made.pdf
