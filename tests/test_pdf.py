"""Is a paper's PDF whole: accessible, marked on every page, the same every time, and closed to the outside?"""

import io
import logging
import os
import re
import subprocess
import sys
import threading
from datetime import UTC, date, datetime
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pikepdf
import pypdf
import pytest
from django.template import engines

from reports import chart, heatmap, markdown, pdf

pytestmark = pytest.mark.pdf

CREATED = datetime(2019, 9, 10, 11, 30, tzinfo=UTC)
NAMES = {"low": "Low", "medium": "Medium", "high": "High", "very-high": "Very high"}
LEVELS = ("L", "M", "H")
BANDS = {(i, j): ("low", "low", "medium", "high", "very-high")[i + j - 2] for i in (1, 2, 3) for j in (1, 2, 3)}

PAPER = """
{% extends "reports/print/base.html" %}{% load heat_maps %}
{% block body %}
<section>
  <h2>Report Summary</h2>
  <p>Where the register stands. See <a href="#appendix-1" title="Appendix 1: overview">Appendix 1</a>.</p>
  <div class="recommendations"><h3>Recommendations</h3><p>The Panel is asked to:</p>{{ asked }}</div>
</section>
<section>
  <h2><span class="number">1.</span> Supporting information</h2>
  {% for line in lines %}<div class="paragraph" id="p-1-{{ forloop.counter }}">{{ line }}</div>{% endfor %}
  <ul>
    {% for line in lines %}
      <li>Point {{ forloop.counter }}: fell ↓, rose ↑ or stood ↔.
        {% if forloop.first %}<ul><li>a nested point</li></ul>{% endif %}</li>
    {% endfor %}
  </ul>
</section>
<section class="contact">
  <h2>Contact details</h2>
  <dl><dt>Report author</dt><dd>A N Other</dd><dt>Telephone</dt><dd>020 7946 0000</dd></dl>
</section>
{% endblock %}
{% block appendices %}
<section class="appendix" id="appendix-1">
  <h2>Appendix 1: overview</h2><p class="marking-line">OFFICIAL</p>
  {% heat_map map %}{% score_chart score %}
</section>
<section class="appendix landscape">
  <h2>Appendix 2: register</h2>
  <table class="register">
    <caption>The register</caption>
    <thead><tr>
      <th scope="col">Ref</th><th scope="col">Risk</th><th scope="col">Description</th>
      <th scope="col" class="numeric">Score</th>
    </tr></thead>
    <tbody>
      {% for line in lines %}<tr>
        <td class="ref">{{ forloop.counter }}</td><th scope="row">Risk number {{ forloop.counter }}</th>
        <td>{{ line|striptags }}</td><td class="numeric">{{ forloop.counter }}</td>
      </tr>{% endfor %}
    </tbody>
  </table>
</section>
{% endblock %}
"""
WORDS = """apples barley carrots dates elder fennel garlic hazel ivy juniper kale leeks
mint nettles oats parsley quinces rye sage thyme ulmus violets wheat yarrow""".split()  # noqa: SIM905 - shorter so
DOT = (
    "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk"
    "YPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="
)


def prose(number):
    """Some lines of words, no two the same: a line that comes again looks like a running header to a checker."""
    words = [WORDS[(number * step + step // 3) % len(WORDS)] for step in range(1, 60)]
    return f"In **{words[0]}** we had *{words[1]}*: {', '.join(words)}."


def paper(**context):
    """A paper that uses everything: frame, lists, tables over pages, heat map, chart, links, landscape."""
    marks = [
        heatmap.Mark("9", "Money", (1, 3), (3, 3), (1, 1), "/never/printed/"),
        heatmap.Mark("10", "Violence", (3, 3), (3, 3), (2, 2)),
    ]
    points = [
        chart.Point(date(2019, 3, 31), "H", "H", "very-high", 9),
        chart.Point(date(2019, 9, 10), "L", "H", "medium", 4),
    ]
    zones = [("low", 1, 3), ("medium", 4, 6), ("high", 7, 8), ("very-high", 9, 9)]
    return (
        engines["django"]
        .from_string(PAPER)
        .render(
            {
                "title": "Risk management update",
                "panel": "Joint Audit Panel",
                "meeting_on": "18 September 2019",
                "report_by": "Director of Strategy",
                "agenda_item": "7",
                "marking": "OFFICIAL-SENSITIVE",
                "asked": markdown.to_html("a) note the register;\nb) ask for more."),
                "lines": [
                    markdown.numbered(markdown.to_blocks(prose(number))[0], f"1.{number}") for number in range(1, 25)
                ],
                "map": heatmap.draw(heatmap.Grid(LEVELS, LEVELS, BANDS, NAMES), marks),
                "score": chart.draw(
                    points,
                    zones=zones,
                    band_names=NAMES,
                    start=date(2019, 1, 1),
                    end=date(2019, 9, 30),
                    target=points[-1],
                ),
                **context,
            }
        )
    )


def render(html, **options):
    return pdf.render(
        html,
        **{
            "title": "Risk management update",
            "identifier": b"paper-1",
            "created": CREATED,
            "marking": "OFFICIAL-SENSITIVE",
            "short_title": "Risk update, September 2019",
            **options,
        },
    )


def short(body, **options):
    return render(f"<!DOCTYPE html><html lang=en-GB><title>t</title><body><h1>T</h1>{body}</body></html>", **options)


@pytest.fixture(scope="module")
def html():
    return paper()


@pytest.fixture(scope="module")
def made(html):
    return render(html)


@pytest.fixture(scope="module")
def file(made, tmp_path_factory):
    path = tmp_path_factory.mktemp("pdf") / "paper.pdf"
    path.write_bytes(made.pdf)
    return path


@pytest.fixture(scope="module")
def texts(made):
    return [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(made.pdf)).pages]


@pytest.fixture
def tree(made):
    """The structure tree as nested (tag, children), and a way to find elements by tag."""
    with pikepdf.open(io.BytesIO(made.pdf)) as opened:
        yield Elements(opened)


class Elements:
    def __init__(self, opened):
        self.root = opened.Root.StructTreeRoot
        self.all = list(self._walk(self.root))

    def _walk(self, element):
        for kid in self.kids(element):
            yield kid
            yield from self._walk(kid)

    @staticmethod
    def kids(element):
        kids = element.get("/K", [])
        kids = kids if isinstance(kids, pikepdf.Array) else [kids]
        return [kid for kid in kids if isinstance(kid, pikepdf.Dictionary) and kid.get("/Type") == "/StructElem"]

    def of(self, tag):
        return [element for element in self.all if tag == element.S]

    def count_in(self, element, tag):
        return sum(tag == kid.S for kid in self._walk(element))


# --- Accessible -----------------------------------------------------------------------------------------------------


def test_page_validation_finds_nothing_wrong(file):
    import page

    report = page.validate_pdf(file, profile="ua1")
    assert [(failure.rule_id, failure.message) for failure in report.failures] == []
    assert report.is_compliant


def test_outloud_finds_nothing_wrong(file):
    import outloud

    result = outloud.check(str(file))
    # WeasyPrint paints a page's list markers after its text. What is read follows the tags, not the paint.
    found = [(found.rule, found.page, found.message) for found in result.sorted_findings() if found.rule != "ORD-001"]
    assert found == []
    assert result.errors == 0


def test_a_table_over_several_pages_is_one_table_with_its_headings_once(tree, made):
    tables = tree.of("/Table")
    register = max(tables, key=lambda table: tree.count_in(table, "/TR"))
    assert len(tables) == 3  # the heat map's, the chart's and the register
    assert made.pages > 5
    assert tree.count_in(register, "/TR") == 25
    assert tree.count_in(register, "/THead") == 1
    assert tree.count_in(register, "/Caption") == 1


def test_a_list_and_a_section_over_several_pages_are_one_each(tree):
    longest = max(tree.of("/L"), key=lambda found: len(tree.kids(found)))
    assert len(tree.kids(longest)) == 24
    assert {kid.S for kid in tree.kids(longest)} == {"/LI"}
    assert len(tree.of("/Sect")) == 5
    assert len(tree.of("/H2")) == 5


def test_a_sublist_belongs_to_its_item_and_a_definition_to_its_term(tree):
    nested = [body for body in tree.of("/LBody") if any(kid.S == "/L" for kid in tree.kids(body))]
    assert len(nested) == 1
    terms = [item for item in tree.of("/LI") if [kid.S for kid in tree.kids(item)] == ["/Lbl", "/LBody"]]
    assert len(terms) >= 6  # title block and contact details


def test_heading_cells_say_what_they_head(tree):
    scopes = [str(cell.A.Scope) for cell in tree.of("/TH")]
    assert set(scopes) == {"/Row", "/Column"}
    assert not [cell for cell in tree.of("/TD") if "/Headers" in cell.get("/A", {})]


def test_lists_say_how_they_are_numbered(tree):
    numbering = {str(found.A.ListNumbering) for found in tree.of("/L") if "/A" in found}
    assert {"/LowerAlpha", "/Disc"} <= numbering


def test_a_picture_says_what_it_shows_and_where_it_stands(tree):
    picture = tree.of("/Figure")[0]
    assert str(picture.Alt).startswith("Heat map of 2 risks. Likelihood runs upwards")
    left, bottom, right, top = (float(edge) for edge in picture.A.BBox)
    assert 0 < left < right < 596
    assert 0 < bottom < top < 842


def test_every_piece_of_text_is_in_the_tree_or_is_decoration(made):
    with pikepdf.open(io.BytesIO(made.pdf)) as opened:
        for page in opened.pages:
            tagged, decoration, depth = [], [], []
            for operands, operator in pikepdf.parse_content_stream(page):
                if str(operator) in ("BDC", "BMC"):
                    depth.append(str(operands[0]))
                elif str(operator) == "EMC":
                    depth.pop()
                elif str(operator) in ("Tj", "TJ"):
                    (decoration if "/Artifact" in depth else tagged).append(depth[-1:])
            assert [] not in tagged
            assert decoration  # the margins


def test_links_say_where_they_go_in_words(made):
    reader = pypdf.PdfReader(io.BytesIO(made.pdf))
    notes = [note.get_object() for page in reader.pages for note in page.get("/Annots", [])]
    assert [note["/Contents"] for note in notes] == ["Appendix 1: overview"]
    assert "/never/printed/" not in str(notes)


def test_title_language_dates_and_fonts_are_as_the_record_says(made):
    with pikepdf.open(io.BytesIO(made.pdf)) as opened:
        assert str(opened.Root.Lang) == "en-GB"
        assert opened.Root.ViewerPreferences.DisplayDocTitle
        assert str(opened.docinfo["/Title"]) == "Risk management update"
        assert str(opened.docinfo["/CreationDate"]) == "D:20190910113000Z"
        with opened.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"
        fonts = {
            str(thing.BaseFont)
            for thing in opened.objects
            if isinstance(thing, pikepdf.Dictionary) and "/BaseFont" in thing
        }
    assert fonts
    assert all("+Inter" in font for font in fonts)


def test_bookmarks_are_the_headings(made):
    def titles(entries):
        return [titles(entry) if isinstance(entry, list) else entry.title for entry in entries]

    assert titles(pypdf.PdfReader(io.BytesIO(made.pdf)).outline) == [
        "Risk management update",
        [
            "Report Summary",
            ["Recommendations"],
            "1. Supporting information",
            "Contact details",
            "Appendix 1: overview",
            "Appendix 2: register",
        ],
    ]


# --- What stands on every page --------------------------------------------------------------------------------------


def test_the_marking_stands_at_the_top_and_bottom_of_every_page(texts):
    for text in texts:
        assert text.count("OFFICIAL-SENSITIVE") >= 2


def test_every_page_says_its_number_and_the_short_title(texts, made):
    assert len(texts) == made.pages
    for number, text in enumerate(texts, 1):
        assert f"Page {number} of {made.pages}" in text
        assert "Risk update, September 2019" in text


def test_a_draft_says_so_on_every_page_and_an_issued_paper_nowhere(texts):
    assert not [text for text in texts if "DRAFT" in text]
    draft = render(paper(is_draft=True, lines=[]), is_draft=True)
    pages = [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(draft.pdf)).pages]
    assert all("DRAFT" in page for page in pages)
    assert pages[0].count("DRAFT") == 2  # in the margin, and as text in the title block


def test_arrows_survive_as_text(texts):
    assert "fell ↓, rose ↑ or stood ↔" in "".join(texts)


def test_an_appendix_starts_a_page_and_a_wide_one_is_landscape(made):
    pages = pypdf.PdfReader(io.BytesIO(made.pdf)).pages
    first = next(page for page in pages if "Appendix 2: register" in page.extract_text())
    assert first.mediabox.width > first.mediabox.height
    assert pages[0].mediabox.width < pages[0].mediabox.height


# --- The same every time --------------------------------------------------------------------------------------------

AGAIN = """
import sys, django
django.setup()
from datetime import datetime, timezone, timedelta
from reports import pdf
created = datetime(2019, 9, 10, 12, 30, tzinfo=timezone(timedelta(hours=1)))
made = pdf.render(sys.stdin.read(), title="Risk management update", identifier=b"paper-1", created=created,
    marking="OFFICIAL-SENSITIVE", short_title="Risk update, September 2019")
sys.stdout.buffer.write(made.pdf)
"""


@pytest.mark.parametrize(("seed", "zone"), [("1", "Asia/Tokyo"), ("99", "America/New_York")])
def test_another_process_gives_the_same_bytes(html, made, seed, zone):
    environ = {**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "DJANGO_SETTINGS_MODULE": "tests.settings"}
    again = subprocess.run(
        [sys.executable, "-c", AGAIN], input=html.encode(), env=environ, capture_output=True, check=True,
        cwd=Path(__file__).resolve().parent.parent,
    )  # fmt: skip
    assert again.stdout == made.pdf


def test_another_date_or_identifier_gives_other_bytes():
    one = short("x")
    assert short("x", identifier=b"paper-2").pdf != one.pdf
    assert short("x", created=datetime(2020, 1, 1, tzinfo=UTC)).pdf != one.pdf


def test_the_fingerprint_names_everything_the_bytes_depend_on():
    names = re.findall(r"([a-z]+) [0-9a-f.]+", pdf.fingerprint())
    assert names == ["weasyprint", "pydyf", "fonttools", "pango", "harfbuzz", "style", "fonts"]


def test_a_date_without_a_time_zone_is_refused():
    with pytest.raises(ValueError, match="time zone"):
        short("x", created=datetime(2019, 9, 10))


# --- Closed to the outside ------------------------------------------------------------------------------------------


@pytest.fixture
def visits():
    """A web server on this machine that notes who comes."""
    seen = []

    class Note(BaseHTTPRequestHandler):
        def do_GET(self):
            seen.append(self.path)
            self.send_response(200)
            self.end_headers()

        def log_message(self, *words):
            pass

    server = HTTPServer(("127.0.0.1", 0), Note)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", seen
    server.shutdown()
    server.server_close()


REACHES = [
    "<img src='{address}/a.png' alt='a'>",
    "<img src=x srcset='{address}/a.png' style='background: url({address}/b.png)' alt='a'>",
    "<link rel=stylesheet href='{address}/a.css'>",
    "<link rel=attachment href='{address}/a.txt'>",
    "<style>@import url('{address}/a.css');</style>",
    "<style>@font-face {{ font-family: x; src: url('{address}/a.woff2') }} p {{ font-family: x }}</style>",
    "<svg width=9 height=9><title>t</title><image href='{address}/a.png' width=9 height=9 /></svg>",
    "<style>p::before {{ content: url('{address}/a.png') }}</style><p>x</p>",
    "<object data='{address}/a.png'>x</object><embed src='{address}/b.png'>",
    "<base href='{address}/'><img src='a.png' alt='a'>",
]


@pytest.mark.parametrize("body", REACHES)
def test_a_paper_cannot_reach_the_network(body, visits):
    address, seen = visits
    with pytest.raises(pdf.RenderError, match="nothing from outside itself"):
        short(body.format(address=address))
    assert seen == []


@pytest.mark.parametrize("body", REACHES)
def test_a_paper_cannot_read_a_file(body, tmp_path):
    for name in ("a.png", "b.png", "a.css", "a.txt", "a.woff2", "a.svg"):
        (tmp_path / name).write_text('p::after { content: "PLANTED" }')
    with pytest.raises(pdf.RenderError):
        short(body.format(address=f"file://{tmp_path}"))


def test_a_frame_a_script_or_a_borrowed_shape_is_not_even_asked_for(visits):
    address, seen = visits
    made = short(
        f"<iframe src='{address}/'></iframe><script src='{address}/x.js'></script>"
        f"<svg width=9 height=9><title>t</title><use href='{address}/a.svg#x' /></svg>"
    )
    assert seen == []
    assert made.pages == 1


def test_a_small_picture_held_in_the_page_is_printed():
    assert short(f"<img alt='A dot' src='{DOT}'>").pages == 1
    with pytest.raises(pdf.RenderError, match="outside itself"):
        short("<img alt='x' src='data:image/svg+xml,<svg/>'>")


def test_words_in_the_margin_cannot_become_rules():
    made = short("<p>Body</p>", marking='OFFICIAL" } @page { @top-center { content: "PUBLIC', short_title="a\\\n*/<b>")
    text = " ".join(pypdf.PdfReader(io.BytesIO(made.pdf)).pages[0].extract_text().split())
    assert 'OFFICIAL" } @page { @top-center { content: "PUBLIC' in text
    assert "a\\ */<b>" in text


# --- What goes wrong is said ----------------------------------------------------------------------------------------


def test_a_picture_without_words_stops_the_paper():
    with pytest.raises(pdf.RenderError, match="no required alt description"):
        short(f"<img src='{DOT}'>")


def test_a_link_to_nowhere_stops_the_paper():
    with pytest.raises(pdf.RenderError, match="nowhere"):
        short("<a href='#nowhere'>there</a>")


def test_a_character_no_font_has_is_named():
    with pytest.raises(pdf.RenderError, match=r"cannot print: .* \(U\+12000\)"):
        short("<p>\U00012000</p>")


def test_a_font_that_stood_in_for_ours_is_named(made):
    assert made.other_fonts == ()
    try:
        arabic = short("<p>\u0639\u0644\u064a</p>")
    except pdf.RenderError:
        pytest.skip("no font of this machine has Arabic letters")
    assert arabic.other_fonts


def test_control_characters_are_left_out():
    text = pypdf.PdfReader(io.BytesIO(short("<p>a\x00b\x1bc</p>").pdf)).pages[0].extract_text()
    assert "abc" in text


def test_without_its_font_nothing_is_printed_and_a_sentence_says_why(settings, tmp_path):
    pdf._font.cache_clear()
    settings.BASE_DIR = tmp_path
    with pytest.raises(pdf.RenderError, match=r"Inter-Regular\.woff2 is missing"):
        short("x")
    pdf._font.cache_clear()


def test_the_style_sheet_holds_nothing_the_renderer_does_not_know(html):
    heard = []
    handler = logging.Handler(logging.WARNING)
    handler.emit = lambda record: heard.append(record.getMessage())
    log = logging.getLogger("weasyprint")
    log.addHandler(handler)
    try:
        render(html)
    finally:
        log.removeHandler(handler)
    assert heard == []


def test_progress_rises_to_the_end(html):
    told = []
    render(html, progress=lambda fraction, words: told.append((fraction, words)))
    fractions = [fraction for fraction, _ in told]
    assert fractions == sorted(fractions)
    assert fractions[-1] == 1
    assert "Laying out page 3" in [words for _, words in told]


def test_whoever_listens_may_stop_the_rendering():
    class Stop(Exception):
        pass

    def stop(fraction, words):
        if fraction > 0.1:
            raise Stop

    with pytest.raises(Stop):
        short("<p>x</p>", progress=stop)
    assert short("<p>x</p>").pages == 1  # and the next paper is printed as ever
