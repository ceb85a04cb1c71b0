"""Can words in a paper reach out of its PDF or break out of their place? In titles, names, text, links and pictures."""

import io

import pikepdf
import pypdf
import pytest

from reports import markdown, pdf
from tests import specimen
from tests.pdf_cases import DOT

pytestmark = pytest.mark.pdf

ACTIVE = {
    "/JavaScript", "/JS", "/Launch", "/EmbeddedFile", "/EmbeddedFiles", "/Filespec", "/AA", "/OpenAction", "/GoToR",
    "/GoToE", "/SubmitForm", "/ImportData", "/RichMedia", "/Rendition", "/AcroForm", "/XFA", "/EF", "/F",
}  # fmt: skip
HOSTILE = (
    "</title></h1></td></svg></style><script>alert(1)</script><style>@page{@top-center{content:'PUBLIC'}}</style>"
    '<img src="file:///etc/passwd" alt="x"><a href="javascript:alert(1)">press</a> ) /JS (x) >> endobj'
)
MARKDOWN = (
    "[a](javascript:alert(1)) ![b](file:///etc/passwd) <http://127.0.0.1:9/c> [d]: http://127.0.0.1:9/d\n\n"
    "<iframe src='http://127.0.0.1:9'></iframe>\n\n</div></section><h2>Escaped</h2>\n\n"
    "[e](data:text/html,x) ![f](http://127.0.0.1:9/f.png)\n\n<!-- --> ]]> &lt;script&gt;"
)


def short(body, **options):
    html = f"<!DOCTYPE html><html lang=en-GB><title>t</title><body><h1>T</h1>{body}</body></html>"
    return specimen.render(html, **options)


def things(made):
    """Every key and name in the file, and the addresses its links lead to."""
    names, addresses = set(), set()
    with pikepdf.open(io.BytesIO(made.pdf)) as opened:
        for thing in opened.objects:
            found = thing.keys() if isinstance(thing, pikepdf.Dictionary | pikepdf.Stream) else ()
            for key in found:
                if key == "/F" and thing.get("/Subtype") == "/Link":
                    continue  # a link's flags
                names.add(key)
                if isinstance(thing[key], pikepdf.Name):
                    names.add(str(thing[key]))
                if isinstance(thing[key], pikepdf.Dictionary):
                    names.update(str(value) for value in thing[key].values() if isinstance(value, pikepdf.Name))
                    if "/URI" in thing[key]:
                        addresses.add(str(thing[key].URI))
        names.update(opened.Root.keys())
    return names, addresses


def texts(made):
    return [" ".join(sheet.extract_text().split()) for sheet in pypdf.PdfReader(io.BytesIO(made.pdf)).pages]


def test_hostile_words_everywhere_are_only_words():
    html = specimen.specimen(risks=3, controls=3, sections=1, words=f" {HOSTILE}")
    made = specimen.render(html, title=HOSTILE, short_title="Short " + HOSTILE[:60], is_draft=True)
    names, addresses = things(made)
    assert names & ACTIVE == set()
    assert addresses == {"mailto:a.other@example.org"}
    for text in texts(made):
        assert text.count("OFFICIAL-SENSITIVE") >= 2
        assert "DRAFT" in text
    assert "<script>alert(1)</script>" in "".join(texts(made)).replace(" ", "")
    with pikepdf.open(io.BytesIO(made.pdf)) as opened:
        assert str(opened.docinfo["/Title"]) == HOSTILE


def test_markdown_reaches_nothing_and_stays_in_its_section():
    made = short(f"<section><h2>One</h2>{markdown.to_html(MARKDOWN)}</section><h2>Two</h2><p>x</p>")
    names, addresses = things(made)
    assert names & ACTIVE == set()
    assert addresses == set()
    titles = [entry.title for entry in pypdf.PdfReader(io.BytesIO(made.pdf)).outline[1]]
    assert titles == ["One", "Two"]


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        " jAvaScript:x",
        "file:///etc/passwd",
        DOT,
        "//elsewhere.example/x",
        "vbscript:x",
        "ftp://x/y",
    ],
)
def test_a_link_opens_pages_and_mailboxes_only(address):
    with pytest.raises(pdf.RenderError, match="may not link to"):
        short(f'<a href="{address}">x</a>')


def test_web_addresses_mailboxes_and_telephones_may_be_linked():
    links = ("https://example.org/a", "mailto:a@example.org", "tel:02079460000")
    made = short("".join(f"<p><a href='{link}'>{link}</a></p>" for link in links))
    assert things(made)[1] == set(links)


@pytest.mark.parametrize("body", ["<a rel=attachment href='{dot}'>x</a>", "<link rel=attachment href='{dot}'>"])
def test_nothing_rides_along(body):
    with pytest.raises(pdf.RenderError, match="attachment"):
        short(body.format(dot=DOT))


def test_a_page_cannot_say_who_wrote_it_or_with_what():
    made = short(
        "<meta name=author content=Mallory><meta name=generator content=Mallory><meta name=keywords content=M>"
    )
    with pikepdf.open(io.BytesIO(made.pdf)) as opened:
        assert set(opened.docinfo.keys()) == {"/Producer", "/Title", "/CreationDate", "/ModDate"}


def test_links_forms_and_scripts_in_a_drawing_or_style_are_dead():
    made = short(
        "<svg width=9 height=9><title>A square</title><a href='javascript:x'><rect width=5 height=5 /></a>"
        "<script>x()</script></svg><form action='http://127.0.0.1:9'><input name=a value=b></form>"
        "<p onclick='x()' style='-weasy-link: url(javascript:x)'>x</p>"
    )
    names, addresses = things(made)
    assert names & (ACTIVE - {"/AcroForm"}) == set()
    assert addresses == set()
