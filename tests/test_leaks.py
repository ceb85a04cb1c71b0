"""Does anything that must be withheld reach somebody who may not see it, in any page, picture, file or paper?

Two worlds differ only in what is withheld (tests/two_bodies.py). Nobody may meet a planted word that is not for them,
and to whoever may not see the own body's scores the two worlds must look alike, byte for byte.
"""

import io
import json
import re
from contextlib import contextmanager
from difflib import unified_diff
from io import StringIO
from itertools import product

import pytest
from django.core.management import call_command
from django.db import transaction
from django.test import override_settings
from django.urls import reverse

from registers import clock
from reports.models import Edition
from reports.papers.editions import figures_of, make_document
from reports.papers.printing import print_paper
from tests.access_bodies import QUERIES, places
from tests.factories import client_of
from tests.test_access_table import ADDRESSES, OUR_OWN
from tests.two_bodies import TODAY, add_papers, build, planted, planted_in, start_numbers_anew

pytestmark = pytest.mark.django_db

# Who asks for everything: somebody of each body who may not see what the own body withholds. The rest see as they do.
ASKING = ["own uncleared lead", "other lead"]
BLIND = [*ASKING, "own reader", "own administrator", "own uncleared secretariat", "panel auditor", "panel panel-member"]
SIGHTED = {"own lead": "own", "own secretariat": "own", "other lead": "other"}
EVERYBODY = [*BLIND, "own lead", "own secretariat"]
POSITIONS, PAPERS = "positions", "papers"
SEEN_BY = ["public", "reader@mopac.example", "lead@met.example", "auditor@panel.example"]
PAST = "as_at=2021-12-31&since=2021-09-30"
TIMES = [
    "as_at=2021-08-31",
    PAST,
    f"{PAST}&known_at=2022-01-31",
    "as_at=2021-11-30&known_at=2021-11-30",
    "since=2021-01-31",
]
ASKED = {
    "registers:register": [
        *(f"band={band}" for band in ("low", "medium", "high", "very-high", "none")),
        *("sort=score", "sort=-score", "sort=movement", "sort=-ref", "status=all", "status=closed"),
        *("movement=up", "movement=new", "text=quokkaown", "text=quokkaowntitle", "text=storm", "horizon=short-term"),
        *("owner=Own+Body+director+1", "objective=Own+Body+aim", f"{PAST}&sort=score", f"{PAST}&band=low"),
        *TIMES,
    ],
    "registers:risk": TIMES,
    "registers:risk-history": ["kind=scores", "corrected=on", PAST],
    "registers:assessment-record": ["kind=inherent", "kind=target"],
    "reports:risk-template": TIMES,
    "reports:compare": [
        "register=mopac/corporate&register=met/corporate&from=2021-09-30&to=2021-12-31",
        "register=mopac/corporate&from=2021-06-30&to=2022-03-15",
    ],
    "search": ["q=quokka", "q=quokkaowntitle", "q=quokkaownreason", "q=storms", "q=director"],
}
READ = ("registers:register", "registers:risk", "registers:risk-history", "reports:risk-template")


# What is asked for --------------------------------------------------------------------------------


def asked_of(world):
    """(address, who asks for it): each page of the portal, plain and with questions."""
    for name, parameters in ADDRESSES:
        if name.startswith(OUR_OWN):
            kwargs = places(world, name, parameters)
            yield reverse(name, kwargs=kwargs) + QUERIES.get(name, ""), EVERYBODY
            for question in ASKED.get(name, ()):
                yield f"{reverse(name, kwargs=kwargs)}?{question}", ASKING
            for others, who in _others(world, name, parameters):
                yield reverse(name, kwargs=kwargs | others), who


def _others(world, name, parameters):
    """The same page of other risks, of the other body, of the other edition."""
    own, other = world.risks["own"], world.risks["other"]
    if name in READ:
        of_other = {"organisation": world.other.slug}
        if "ref" not in parameters:
            yield of_other, ASKING
            return
        for risk in (own["second"], own["secret"], own["closed"]):
            yield {"ref": risk.ref}, ASKING
        for risk in (other["first"], other["secret"]):
            yield of_other | {"ref": risk.ref}, ASKING
    elif "ref" in parameters:
        yield {"ref": own["secret"].ref}, ["own uncleared lead"]
    if "number" in parameters and name.startswith("reports:"):
        restricted = {"number": world.alignments["restricted"].number, "control": 2, "ref": own["secret"].ref}
        yield {key: value for key, value in restricted.items() if key in parameters}, EVERYBODY
    if "edition" in parameters:
        yield {"edition": "full"}, EVERYBODY
    if "section" in parameters:
        yield {"section": "closed-section"}, EVERYBODY
    if "key" in parameters:
        for made in ("risk", "failed"):
            yield {"key": world.renderings[made].key}, EVERYBODY


SHOWS = re.compile(r"[23]")  # a status: what was refused once is asked for again by those who ask for everything
VARIES = [
    re.compile(r'name="csrfmiddlewaretoken" value="[^"]*"'),
    re.compile(r'nonce="[^"]*"'),
]


def shown(response) -> str:
    """Everything that came back, less what is another every time."""
    content = response.content.decode("utf-8", "replace")
    for varies in VARIES:
        content = varies.sub("", content)
    headers = [f"{name}: {response[name]}" for name in ("Location", "Content-Disposition") if response.has_header(name)]
    return f"{response.status_code}\n{headers}\n{content}"


@contextmanager
def a_world(variant):
    quiet = override_settings(TASKS={"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}})
    with quiet, transaction.atomic(), clock.at(clock.moment_on(TODAY)):
        start_numbers_anew()
        world = build(variant)
        add_papers(world)
        yield world
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def seen(django_db_setup, django_db_blocker):
    """{visitor: {address: what it showed in each of the two worlds}}; the cleared look at the first world only.

    Under POSITIONS and PAPERS what is printed without anybody signing in.
    """
    found = {visitor: {} for visitor in (*EVERYBODY, POSITIONS, PAPERS)}
    with django_db_blocker.unblock():
        for variant, visitors in (("a", EVERYBODY), ("b", BLIND)):
            with a_world(variant) as world:
                _look(world, visitors, found)
                for said in product(SEEN_BY, ("json", "table")):
                    found[POSITIONS].setdefault(said, []).append(_position(world, *said))
                for edition in Edition:
                    found[PAPERS].setdefault(edition, []).append(_paper(world, edition))
    return found


def _position(world, seen_by, output):
    out = StringIO()
    call_command("position", world.register.path, seen_by=seen_by, format=output, stdout=out)
    return out.getvalue()


def _paper(world, edition):
    figures = figures_of(world.paper, edition)
    return print_paper(make_document(world.paper, edition)).html, (figures.total, figures.unpublished)


def _look(world, visitors, found):
    clients = {visitor: client_of(world.visitors[visitor]) for visitor in visitors}
    for address, who in asked_of(world):
        for visitor in visitors:
            pages = found[visitor].setdefault(address, [])
            if visitor in who and (visitor in ASKING or not pages or SHOWS.match(pages[0])):
                with transaction.atomic():
                    pages.append(shown(clients[visitor].get(address)))
                    transaction.set_rollback(True)


# Pages --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("visitor", EVERYBODY)
def test_no_planted_word_reaches_whom_it_is_not_for(seen, visitor):
    leaks = {address: planted_in("".join(pages), but=SIGHTED.get(visitor)) for address, pages in seen[visitor].items()}
    assert {address: words for address, words in leaks.items() if words} == {}


@pytest.mark.parametrize("visitor", BLIND)
def test_what_is_withheld_makes_no_difference_to_whom_it_is_withheld_from(seen, visitor):
    differ = {address: _difference(*pages) for address, pages in seen[visitor].items() if len(set(pages)) > 1}
    assert differ == {}


def _difference(one, other):
    lines = unified_diff(one.split("\n"), other.split("\n"), lineterm="", n=0)
    return [line.strip()[:200] for line in lines][:12]


def test_whoever_is_cleared_meets_every_planted_word(seen):
    """Else the words that were not found elsewhere would prove nothing."""
    pages = "".join(page for name in ("own lead", "own secretariat") for pages in seen[name].values() for page in pages)
    words = {"title", "text", "reason", "inherent", "target", "rise", "outlook", "tolerance", "override", "closing"}
    words |= {"working", "appetite", "section"}
    words |= {"alignment", "rationale", "response", "residual", "alone", "jointcoat", "jointhat", "jointboot"}
    assert {planted("a", "own", word) for word in words} <= planted_in(pages)


# Positions and papers -----------------------------------------------------------------------------


@pytest.mark.parametrize("seen_by", SEEN_BY)
@pytest.mark.parametrize("output", ["json", "table"])
def test_a_printed_position_holds_nothing_withheld(seen, seen_by, output):
    one, other = seen[POSITIONS][seen_by, output]
    assert one == other
    assert planted_in(one) == set()
    assert "Storms" in one


def test_the_public_edition_says_the_same_whatever_is_withheld(seen):
    (one, _), (other, _) = seen[PAPERS][Edition.PUBLIC]
    assert one == other
    assert planted_in(one) == set()


def test_the_full_edition_holds_what_the_public_one_withholds(seen):
    (one, _), (other, _) = seen[PAPERS][Edition.FULL]
    assert planted_in(one) != set()
    assert one != other


def test_the_public_edition_has_every_heading_and_count_of_the_full_one(seen):
    for (public, public_counts), (full, full_counts) in zip(
        *(seen[PAPERS][edition] for edition in Edition), strict=True
    ):
        assert headings(public) == headings(full)
        assert public_counts == full_counts == (5, 1)


def headings(html):
    found = re.findall(r"<h[1-6][^>]*>(.*?)</h[1-6]>", html, re.S)
    return [" ".join(re.sub(r"<[^>]+>", " ", text).split()) for text in found]


def test_a_secretariat_that_is_not_cleared_is_shown_no_more_than_the_public_edition(seen):
    pages = [
        page for address, pages in seen["own uncleared secretariat"].items() if "/preview/" in address for page in pages
    ]
    assert any("Storms" in page for page in pages)


# Files --------------------------------------------------------------------------------------------


def everything_in(pdf: bytes) -> str:
    """Text, bookmarks and metadata."""
    import pypdf

    reader = pypdf.PdfReader(io.BytesIO(pdf))
    metadata = reader.xmp_metadata.stream.get_data().decode() if reader.xmp_metadata else ""
    text = "\n".join(page.extract_text() for page in reader.pages)
    return "\n".join([text, json.dumps(_titles(reader.outline)), str(reader.metadata), metadata])


def _titles(outline):
    return [_titles(item) if isinstance(item, list) else item.title for item in outline]


def in_both(look):
    """What `look(world)` gives in each of the two worlds."""
    found = []
    for variant in "ab":
        with a_world(variant) as world:
            found.append(look(world))
    return found


@pytest.mark.pdf
def test_the_public_editions_file_says_the_same_whatever_is_withheld(tmp_path):
    def rendered(world):
        output = tmp_path / "paper.pdf"
        call_command("render_paper", world.paper.slug, edition="public", output=output, stdout=StringIO())
        return output.read_bytes()

    one, other = in_both(rendered)
    assert one == other
    text = everything_in(one)
    assert planted_in(text) == set()
    assert "Storms" in text
    assert "Closed section" in text


@pytest.mark.pdf
@pytest.mark.parametrize("visitor", ["own reader", "other lead", "panel auditor"])
def test_the_file_of_a_risk_says_the_same_whatever_is_withheld(visitor):
    def downloaded(world):
        with override_settings(TASKS={"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}):
            client = client_of(world.visitors[visitor])
            address = reverse("reports:risk-template-pdf", args=["mopac", "corporate", world.risks["own"]["first"].ref])
            made = client.post(address)["Location"]
            response = client.get(f"{made}download/")
            assert response.status_code == 200
            return response.content

    one, other = in_both(downloaded)
    text = everything_in(one)
    assert text == everything_in(other)
    assert planted_in(text) == set()
    assert "Storms" in text
