"""A paper whose every name and text tries to reach out: is it harmless as page, PDF and Word, and whole still?

The words stand in titles, descriptions, posts, boards, headings, texts, appendices, speakers and contacts. Each tries
to run a script, read a file of the machine, fetch an address at which somebody listens, and leave its own section.
"""

import io
import re
import socket
import zipfile
from html.parser import HTMLParser

import pikepdf
import pytest
from django.urls import reverse

from registers.models import Organisation
from reports import docx
from reports.models import AppendixKind, Edition
from reports.papers.appendix_options import checked
from reports.papers.editions import make_document
from reports.papers.printing import print_paper
from tests.factories import (
    CLOSED_PROFILE,
    OrganisationFactory,
    PostFactory,
    RegisterFactory,
    agree,
    client_of,
    open_risk,
)
from tests.paper_worlds import AS_AT, BEFORE, secretary_of, start_paper, write
from tests.test_paper_editions import bookmarks
from tests.test_pdf_closed import ACTIVE, things
from tests.word_reading import WordFile

pytestmark = [pytest.mark.django_db, pytest.mark.pdf]

NAME = "Out</title></h2><script src=//{at}/s></script><img src=file:///etc/passwd onerror=x()>{{{{7*7}}}}"
TEXT = """</p></section></main><h2>Escaped</h2><script>x()</script><iframe src="//{at}/f"></iframe>

![a](//{at}/p.png) ![b](file:///etc/passwd) ![c](file:../../secret) [d](javascript:x()) <http://{at}/l>

[e]: http://{at}/e "title" [e] <svg onload=x()><use href="http://{at}/u"/></svg> <!-- ]]> --> {{% include "x" %}}

<style>@import url(http://{at}/i); body {{ display: none }}</style> [[see section:../../etc]] [[x"><script>]]

# A heading of my own

1. one </li></ol></td></tr></table>
| a <script> | b |
|---|---|
| </table><object data="file:///etc/passwd"> | =cmd() |

[^1] and a note

[^1]: </p><embed src="//{at}/n">"""
# Elements that our own pages never hold; scripts are looked at by where they come from.
FOREIGN = {"iframe", "object", "embed", "base", "frame", "applet", "marquee"}


@pytest.fixture
def listener():
    """An address at which somebody would notice being asked."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)
        yield server


def is_asked(listener):
    try:
        listener.accept()
    except BlockingIOError:
        return False
    return True


def hostile_paper(name, text):
    body = OrganisationFactory(slug="mopac", short_name="MOPAC", name=name)
    register = RegisterFactory(organisation=body, profile=dict(CLOSED_PROFILE))
    post = PostFactory(organisation=body, title=name[:120])
    for score in ((3, 3), (4, 4)):
        open_risk(register, title=name[:110], description=text, score=score, owners=[post])
    agree(register, BEFORE)
    agree(register, AS_AT, meeting=name)
    contacts = [{"name": name, "email": "a@b.example"}]
    paper = start_paper(register, by=secretary_of(register), title=name, contacts=contacts)
    paper.reporters.create(post=post, place=0)
    for section in paper.sections.in_order():
        write(section, heading=name, body=f"{section.body}\n\n{text}")
    for order, kind in enumerate((AppendixKind.RISK_OVERVIEW, AppendixKind.HEAT_MAP, AppendixKind.RISK_TEMPLATES), 40):
        paper.appendices.create(
            slug=f"one-{order}", kind=kind, title=name, long_title=name, order=order, basis=paper.bases.get(),
            options=checked(kind, {}),
        )  # fmt: skip
    paper.appendices.create(slug="words", kind=AppendixKind.NARRATIVE, title=name, body=text, opinion=name, order=60)
    return paper


class Page(HTMLParser):
    """Elements of a page and what they would load, link to or run."""

    def __init__(self, html):
        super().__init__()
        self.elements, self.addresses, self.handlers = [], [], []
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        self.elements.append(tag)
        if ("rel", "icon") in attributes:
            return  # the portal's own sign, drawn in its base template
        for name, value in attributes:
            if name in ("src", "href", "action", "data", "xlink:href", "formaction", "poster", "srcset"):
                self.addresses.append(value or "")
            if name.startswith("on"):
                self.handlers.append((tag, name))


def assert_is_harmless(html, at):
    page = Page(html)
    assert not set(page.elements) & FOREIGN
    assert page.handlers == []
    for address in page.addresses:
        assert at not in address, address
        assert not re.match(r"\s*(javascript|file|vbscript|data:(?!image/(png|jpeg);base64,))", address, re.I), address
    for script in re.findall(r"<script\b([^>]*)>(.*?)</script>", html, re.DOTALL):
        assert "x()" not in script[1]
    assert "49" not in re.findall(r"Out.{0,140}", html)[0][-6:]  # nothing worked out {{7*7}}


@pytest.fixture
def hostile(listener):
    at = "{}:{}".format(*listener.getsockname())
    return hostile_paper(NAME.format(at=at), TEXT.format(at=at)), at


def test_the_pages_of_a_hostile_paper_load_run_and_link_to_nothing_of_its_own(hostile, listener):
    paper, at = hostile
    client = client_of(secretary_of(paper.bases.get().register))
    places = [reverse("reports:paper", args=[paper.slug])]
    places += [reverse("reports:paper-preview", args=[paper.slug, edition.value]) for edition in Edition]
    places += [section.get_absolute_url() for section in paper.sections.in_order()[:3]]
    places += [reverse("reports:appendix", args=[paper.slug, one.slug]) for one in paper.appendices.all()]
    for place in places:
        answer = client.get(place)
        assert answer.status_code == 200, place
        assert_is_harmless(answer.content.decode(), at)
    assert not is_asked(listener)


@pytest.mark.parametrize("edition", list(Edition))
def test_the_pdf_and_the_word_file_of_a_hostile_paper_hold_only_words(hostile, listener, edition):
    paper, at = hostile
    printed = print_paper(make_document(paper, edition))
    assert_is_harmless(printed.html, at)

    made = printed.to_pdf()
    names, addresses = things(made)
    assert names & ACTIVE == set()
    assert addresses <= {"mailto:a@b.example"}
    with pikepdf.open(io.BytesIO(made.pdf)) as opened:
        assert "/Names" not in opened.Root or "/EmbeddedFiles" not in opened.Root.Names
    told = bookmarks(io.BytesIO(made.pdf))
    assert not any(title.strip() == "Escaped" for title in told)
    assert "A heading of my own" not in told
    assert b"root:" not in made.pdf

    word = docx.word_of(printed)
    with zipfile.ZipFile(io.BytesIO(word)) as file:
        for part in file.namelist():
            if part.endswith(".rels"):
                relations = file.read(part).decode()
                assert "file:" not in relations
                assert at not in relations
                assert not re.search(r'Target="(?!mailto:)[a-z]+:[^"]*"[^>]*TargetMode="External"', relations)
        everything = b"".join(file.read(part) for part in file.namelist())
    assert b"root:" not in everything
    assert WordFile(word).faults() == []
    assert not is_asked(listener)


def test_as_many_headings_as_with_plain_words(hostile):
    paper, _ = hostile
    Organisation.objects.filter(slug="mopac").update(slug="hostile", short_name="Hostile")
    plain = hostile_paper("A plain name", "Plain words.\n\nMore of them.")
    counts = []
    for one in (paper, plain):
        html = print_paper(make_document(one, Edition.FULL)).html
        counts.append([len(re.findall(f"<{tag}[ >]", html)) for tag in ("h1", "h2", "section", "main", "title")])
    assert counts[0] == counts[1]
