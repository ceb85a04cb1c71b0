"""A paper as a Word file says what its page says, in headings, numbers, lists and tables that Word knows for such."""

import os
import subprocess
import sys
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from reports.docx import word_of
from reports.papers.printing import Printed
from tests import specimen
from tests.word_reading import WordFile, words_of_page

DAY = date(2026, 12, 2)


def printed(html, **said):
    usual = {
        "title": "Risks (full edition)",
        "file_name": "risks-full.pdf",
        "short_title": "Risks",
        "marking": "OFFICIAL-SENSITIVE",
        "is_draft": True,
        "day": DAY,
    }
    return Printed(html=f"<html><head><title>Risks</title></head><body>{html}</body></html>", **usual | said)


def word(html, **said) -> WordFile:
    found = WordFile(word_of(printed(html, **said)))
    assert found.faults() == []
    return found


def paragraph(number, text):
    return (
        f'<div class="paragraph" id="p-{number}"><p><span class="number">{number}</span> '
        f'<span class="text">{text}</span></p></div>'
    )


@pytest.fixture(scope="module")
def whole():
    """The specimen, which has everything a paper can have."""
    html = specimen.specimen(risks=6, controls=12, sections=3)
    return WordFile(word_of(printed(html)))


def test_nothing_in_it_would_make_word_stumble(whole):
    assert whole.faults() == []


def test_headings_come_in_the_order_and_at_the_levels_of_the_page(whole):
    assert whole.headings[:4] == [
        (1, "Report Summary"),
        (2, "Overall purpose of the report"),
        (2, "Key considerations for the panel"),
        (2, "Recommendations"),
    ]
    top = [words for level, words in whole.headings if level == 1]
    assert top[1:3] == ["1. Introduction", "2. Workshop capacity in more depth"]
    assert top[-2:] == ["Appendix 6: statement", "Appendix 7: assurance map"]
    assert (2, "2. What is in place") in whole.headings  # the statement counts for itself
    assert [line.text for line in whole.lines if line.style == "Title"] == [specimen.TITLE]


def test_paragraphs_show_the_numbers_of_the_page(whole):
    numbers = [line.number for line in whole.lines if line.style == "Normal" and line.number]
    assert numbers == ["1.1", "1.2", "1.3", "1.4", *(f"{part}.{n}" for part in (2, 3, 4) for n in range(1, 6))]


def test_lists_are_lists_and_run_on(whole):
    items = [(line.number, line.text) for line in whole.lines if line.style == "List Paragraph"]
    assert ("a.", "note the position of the register at the end of September;") in items  # what is recommended
    assert ("a)", "bring the next review forward to January;") in items
    romans = [item for item in items if item[1].startswith(("what has", "what the panel asked"))]
    assert romans == [
        ("i.", "what has moved;"),
        ("ii.", "what has not; and"),
        ("iii.", "what the panel asked for in June."),
    ]
    bullets = [line for line in whole.lines if line.number in ("•", "–")]
    assert [line.level for line in bullets[:4]] == [0, 0, 1, 1]


def test_every_table_has_its_header_rows_marked(whole):
    assert all(table.header_rows for table in whole.tables)
    controls = next(table for table in whole.tables if "How it gets on" in table.rows[0])
    assert controls.header_rows == 2
    assert controls.rows[1][-2:] == ("Progress", "Due")
    register = next(table for table in whole.tables if "Why it stands there" in table.rows[0])
    assert register.look["firstRow"] == "1"
    captions = [line.text for line in whole.lines if line.style == "caption"]
    assert "How many risks moved" in captions
    assert "The plan of 2026-27, by work-stream" in captions


def test_a_heat_map_is_a_grid_with_its_words_and_a_table_of_the_same(whole):
    grid = next(table for table in whole.tables if table.description.startswith("Heat map of 6 risks"))
    assert grid.rows[0] == ("Likelihood / Impact", "1", "2", "3", "4")
    assert [row[0] for row in grid.rows[1:]] == ["4", "3", "2", "1"]
    told = next(table for table in whole.tables if table.rows[0][:2] == ("Ref", "Risk") and "Band" in table.rows[0])
    for ref, _, likelihood, impact, band, *_ in told.rows[1:]:
        cell = grid.rows[5 - int(likelihood)][int(impact)]
        assert ref in cell.replace(band, "").split(", ") or ref in cell.replace(",", "").split()
        assert band in cell


def test_a_chart_that_word_cannot_draw_is_told_in_words(whole):
    assert any("Score over time" in line.text or "chart" in line.text.lower() for line in whole.lines)


def test_no_word_of_the_page_is_missing_and_none_is_added():
    html = specimen.specimen(risks=6, controls=12, sections=3)
    page, file = words_of_page(html), WordFile(word_of(printed(html))).words
    assert page - file == Counter()
    told = "Heat map of 6 risks Risk score from 31 March 2025 to 30 September 2026"  # what stands for the drawings
    assert sum((file - page).values()) < 120, (file - page, told)


def test_footnotes_are_words_own(whole):
    assert whole.notes == [
        "Level 1 is the lowest. Cells of one band need not have one rank, so a risk may move without changing its "
        "colour.",
        "Two such figures stand in Appendix 3.",
    ]


def test_a_picture_has_its_words(whole):
    names = {"wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"}
    described = [one.get("descr") for one in whole.document.iterfind(".//wp:docPr", names)]
    assert described == [
        "Visits to the depot in each month from April to September: they doubled by August and fell a little in "
        "September."
    ]


def test_what_lies_on_its_side_has_pages_of_its_own(whole):
    assert whole.sections == ["portrait", "landscape", "portrait", "landscape", "portrait"]


def test_marking_draft_and_page_numbers_stand_on_every_page(whole):
    assert set(whole.furniture("header")) == {"\tOFFICIAL-SENSITIVE\tDRAFT"}
    assert set(whole.furniture("footer")) == {"Risks\tOFFICIAL-SENSITIVE\tPage 1 of 1"}
    assert {"PAGE", "NUMPAGES"} <= whole.fields
    assert len(whole.furniture("header")) == len(whole.sections) == len(whole.furniture("footer"))


def test_an_issued_edition_is_no_draft():
    assert set(word("<p>Words</p>", is_draft=False).furniture("header")) == {"\tOFFICIAL-SENSITIVE\t"}


def test_it_says_what_it_is_and_in_which_language(whole):
    core = whole.parts["docProps/core.xml"].decode()
    assert "<dc:title>Risks (full edition)</dc:title>" in core
    assert "<dc:language>en-GB</dc:language>" in core
    assert "2026-12-02T12:00:00Z" in core
    assert "python" not in core.lower()
    assert 'w:val="en-GB"' in whole.parts["word/styles.xml"].decode()


# Numbers --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "numbers",
    [
        ["1.", "1.1", "1.2", "2.", "2.1"],
        ["1.", "1.1", "1.2a", "1.2b", "1.3", "2.", "2.1"],  # a sensitive section takes one number
        ["1.", "1.4", "1.5", "2.", "2.1", "2.2"],
        ["3.", "3.1", "5.", "5.1"],
        ["1.", "1.1", "1.1.1", "1.1.2", "1.2", "2.", "2.1", "2.1.1"],
        ["A1", "A2", "1.", "1.1", "A3"],
        ["9.", "9.10", "9.11", "10.", "10.1"],
    ],
)
def test_word_shows_the_numbers_it_was_given(numbers):
    parts = [
        f'<h2><span class="number">{number}</span> Heading</h2>'
        if number.endswith(".")
        else paragraph(number, "Words.")
        for number in numbers
    ]
    assert word("".join(parts)).numbers == numbers


def test_a_number_no_list_can_show_stays_as_words():
    found = word(paragraph("(iv)", "Words.") + paragraph("1.05", "More."))
    assert [line.text for line in found.lines] == ["(iv)\tWords.", "1.05\tMore."]


def test_an_appendix_counts_for_itself():
    numbers = '<h3><span class="number">1.</span> Scope</h3>' + paragraph("1.1", "Words.")
    body = f'<h2><span class="number">1.</span> First</h2>{paragraph("1.1", "Words.")}'
    found = word(f'{body}<section class="appendix"><h2>Appendix 1</h2>{numbers}</section>{paragraph("1.2", "More.")}')
    assert found.numbers == ["1.", "1.1", "1.", "1.1", "1.2"]


def test_a_lettered_list_goes_on_after_a_paragraph_between():
    found = word('<ol type="a"><li>one</li><li>two</li></ol><p>Between.</p><ol type="a" start="3"><li>three</li></ol>')
    assert [line.number for line in found.lines if line.number] == ["a)", "b)", "c)"]
    lists = {one.get(one.keys()[0]) for one in found.document.iter("{*}numId")}
    assert len(lists) == 1  # so it goes on counting when an item is added to the first


# Tables ---------------------------------------------------------------------------------------------------------------


def test_cells_that_span_keep_their_places():
    found = word(
        "<table><thead><tr><th rowspan=2>Ref</th><th colspan=2>How</th></tr><tr><th>Now</th><th>Then</th></tr></thead>"
        "<tbody><tr><th>1</th><td>a<ul><li>b</li></ul></td><td class=numeric>2</td></tr><tr><td>short</td></tr></tbody>"
        "</table>"
    )
    (table,) = found.tables
    assert table.header_rows == 2
    assert table.rows[1] == ("", "Now", "Then")
    assert table.rows[2] == ("1", "a\nb", "2")


def test_two_tables_that_touch_stay_two():
    found = word("<table><tr><td>1</td></tr></table><table><tr><td>2</td></tr></table>")
    assert [table.rows for table in found.tables] == [(("1",),), (("2",),)]


# What a text might try ------------------------------------------------------------------------------------------------


def test_nothing_in_a_text_leads_out_of_the_file():
    found = word(
        '<p><a href="https://out.example/">out</a> <a href="mailto:a@b.example">a@b.example</a> '
        '<a href="file:///etc/passwd">file</a> <a href="#s-1">in</a></p><h2 id="s-1">There</h2>'
        '<img src="https://out.example/x.png" alt="far"><img src="file:///etc/passwd" alt="near">'
        '<img src="data:image/png;base64,AAAA" alt="broken"><img src="data:image/svg+xml,x" alt="drawn">'
        "<script>alert(1)</script><object data='x'></object><iframe src='x'></iframe>"
    )
    everything = b"".join(found.parts.values())
    assert b"out.example" not in everything
    assert b"passwd" not in everything
    assert b"alert(1)" not in everything
    assert "[Picture: far]" in found.text
    assert "[Picture: broken]" in found.text


@pytest.mark.parametrize(
    "text",
    [
        "{ INCLUDETEXT C:\\secret.txt }",
        "{{IMPORT}} <w:fldSimple w:instr='DDEAUTO cmd'/>",
        "]]></w:t></w:r></w:p><w:p>",
        "=cmd|' /C calc'!A0",
        "\u202etxt.exe \ufeff\x07bell",
        "&#x1;&#xFFFF;&amp;lt;",
        '%1.%2 \\o "1-3"',
    ],
)
def test_a_text_that_tries_to_be_more_stays_words(text):
    from django.utils.html import escape

    safe = escape(text)
    found = word(
        f"<h1>{safe}</h1><h2>{safe}</h2>{paragraph('1.1', safe)}<ol><li>{safe}</li></ol>"
        f"<table><caption>{safe}</caption><tr><td>{safe}</td></tr></table>"
        f'<p><span class="number">{safe}</span> words</p><p id="{safe}"><a href="#{safe}">{safe}</a></p>',
        title=text,
        short_title=text,
        marking=text,
    )
    assert found.fields == {"PAGE", "NUMPAGES"}
    assert "secret" not in text or "INCLUDETEXT C:\\secret.txt" in found.text


def test_a_title_longer_than_word_allows_is_cut_only_where_it_is_not_shown():
    found = word("<h1>" + "long " * 100 + "</h1>", title="long " * 100)
    assert [line.text for line in found.lines] == [("long " * 100).strip()]


# The same bytes -------------------------------------------------------------------------------------------------------

MAKE = """
import django, hashlib; django.setup()
from tests import specimen
from tests.test_word import printed
from reports.docx import word_of
print(hashlib.sha256(word_of(printed(specimen.specimen(risks=4, controls=8, sections=2)))).hexdigest())
"""


def test_the_same_paper_gives_the_same_bytes_in_another_process_time_zone_and_hash_seed():
    made = {
        subprocess.run(
            [sys.executable, "-c", MAKE],
            env={**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings", "TZ": zone, "PYTHONHASHSEED": seed},
            cwd=Path(__file__).parent.parent,
            check=True,
            capture_output=True,
            text=True,
        ).stdout
        for zone, seed in (("Pacific/Auckland", "1"), ("America/New_York", "2"))
    }
    assert len(made) == 1


def test_nothing_in_the_file_says_when_it_was_packed(whole):
    assert {entry.date_time for entry in whole.entries} == {(1980, 1, 1, 0, 0, 0)}
