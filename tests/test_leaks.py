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
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import Client, override_settings
from django.urls import reverse

from registers import clock
from registers.models import Marking
from reports.models import Edition
from reports.papers.editions import figures_of, make_document
from reports.papers.printing import print_paper
from tests.databases import IS_POSTGRESQL, some
from tests.factories import client_of
from tests.leak_questions import LOOKED_AT, asked_of
from tests.mail_worlds import add_mail
from tests.two_bodies import TODAY, add_papers, build, planted, planted_in, start_numbers_anew
from tests.two_bodies_controls import WORKING
from tests.two_bodies_imports import add_imports, add_tokens, api_addresses, token_of

pytestmark = pytest.mark.django_db

# Who asks for everything: somebody of each body who may not see what the own body withholds. The rest see as they do.
ASKING = ["own uncleared lead", "other lead"]
BLIND = [*ASKING, "own uncleared secretariat"]
BLIND += some(["own reader", "own administrator", "panel auditor", "panel panel-member"], 0)
SIGHTED = {"own lead": "own", "own secretariat": "own", "other lead": "other"}
EVERYBODY = [*BLIND, "own lead", "own secretariat"]
POSITIONS, PAPERS = "positions", "papers"
# Where what is said of controls is OFFICIAL, only what is marked is withheld, and of the other body what is worked on.
LIMITED = some(["own limited lead", "own estates lead"], 0)
UNCLEARED = [*ASKING, *LIMITED]
PRINTED = ["mopac/corporate", "met/corporate", "alignments", "improvement-plan/mopac/2020-21"]
SEEN_BY = ["public", "reader@mopac.example", "lead@met.example", "auditor@panel.example"]
SHOWS = re.compile(r"[23]")  # a status: what was refused once is asked for again by those who ask for everything
VARIES = [
    re.compile(r'name="csrfmiddlewaretoken" value="[^"]*"'),
    re.compile(r'nonce="[^"]*"'),
    re.compile(r'data-label="Saved"><span>[^<]*'),  # the moment a text was saved, on the real clock
]


def shown(response) -> str:
    """Everything that came back, less what is another every time."""
    content = (response.getvalue() if response.streaming else response.content).decode("utf-8", "replace")
    for varies in VARIES:
        content = varies.sub("", content)
    headers = [f"{name}: {response[name]}" for name in ("Location", "Content-Disposition") if response.has_header(name)]
    return f"{response.status_code}\n{headers}\n{content}"


@contextmanager
def a_world(variant, **kept):
    quiet = override_settings(TASKS={"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}})
    with quiet, transaction.atomic(), clock.at(clock.moment_on(TODAY)):
        start_numbers_anew()
        world = build(variant, **kept)
        add_papers(world)
        add_mail(world)
        add_imports(world, applies=False)
        add_tokens(world)
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
                for said in product(PRINTED, SEEN_BY, ("json", "table")):
                    found[POSITIONS].setdefault(said, []).append(_position(*said))
                for edition in Edition:
                    found[PAPERS].setdefault(edition, []).append(_paper(world, edition))
    return found


def _position(what, seen_by, output):
    out = StringIO()
    try:
        call_command("position", what, seen_by=seen_by, format=output, stdout=out)
    except CommandError as refused:
        return str(refused)
    return out.getvalue()


def _paper(world, edition):
    figures = figures_of(world.paper, edition)
    counts = [(one.total, one.unpublished) for one in figures]
    return print_paper(make_document(world.paper, edition)).html, counts


def _look(world, visitors, found):
    clients = {visitor: client_of(world.visitors[visitor]) for visitor in visitors}
    for address, who in asked_of(world, EVERYBODY, ASKING):
        for visitor in visitors:
            pages = found[visitor].setdefault(address, [])
            if visitor in who and (visitor in ASKING or not pages or SHOWS.match(pages[0])):
                pages.append(_page(clients[visitor], address))
    for visitor in some(visitors, 3):
        sent = {"Authorization": f"Bearer {token_of(world.visitors[visitor])}"}
        for address in api_addresses(world):
            found[visitor].setdefault(f"{address} by token", []).append(_page(Client(), address, headers=sent))


def _page(client, address, **sent):
    with transaction.atomic():
        page = shown(client.get(address, **sent))
        transaction.set_rollback(True)
    return page


@pytest.fixture(scope="module")
def seen_if_told(django_db_setup, django_db_blocker):
    """{visitor: {address: what it showed in three worlds}}, where what the own body says of controls is OFFICIAL.

    The third is the second with more that no board has agreed: asked of the other body alone.
    """
    found = {visitor: {} for visitor in UNCLEARED}
    worlds = (("a", False, UNCLEARED), ("b", False, UNCLEARED), ("b", True, ["other lead"]))
    with django_db_blocker.unblock():
        for variant, news, visitors in worlds:
            with a_world(variant, told=Marking.OFFICIAL, news=news) as world:
                clients = {visitor: client_of(world.visitors[visitor]) for visitor in visitors}
                for address, who in _asked_if_told(world):
                    for visitor in set(who) & set(visitors):
                        found[visitor].setdefault(address, []).append(_page(clients[visitor], address))
    return found


def _asked_if_told(world):
    """Of controls everything; of the rest what shows something of them. Of those limited only what is read most."""
    of_controls = () if IS_POSTGRESQL else ("controls:",)
    yield from asked_of(world, ASKING, ASKING, lambda name: name.startswith(of_controls) or name in LOOKED_AT, True)
    yield from asked_of(world, LIMITED, (), lambda name: name in LOOKED_AT)


# Pages --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("visitor", EVERYBODY)
def test_no_planted_word_reaches_whom_it_is_not_for(seen, visitor):
    leaks = {address: planted_in("".join(pages), but=SIGHTED.get(visitor)) for address, pages in seen[visitor].items()}
    assert {address: words for address, words in leaks.items() if words} == {}


@pytest.mark.parametrize("visitor", BLIND)
def test_what_is_withheld_makes_no_difference_to_whom_it_is_withheld_from(seen, visitor):
    differ = {address: _difference(*pages) for address, pages in seen[visitor].items() if len(set(pages)) > 1}
    assert differ == {}


@pytest.mark.parametrize("visitor", UNCLEARED)
def test_a_marking_is_enough_to_withhold_what_is_said_of_controls(seen_if_told, visitor):
    pages = seen_if_told[visitor]
    leaks = {address: planted_in("".join(shown), but=SIGHTED.get(visitor)) for address, shown in pages.items()}
    assert {address: words for address, words in leaks.items() if words} == {}
    assert {address: _difference(shown[0], shown[1]) for address, shown in pages.items() if shown[0] != shown[1]} == {}


def test_what_no_board_has_agreed_makes_no_difference_to_the_other_body(seen_if_told):
    pages = seen_if_told["other lead"]
    assert {address: _difference(*shown[1:]) for address, shown in pages.items() if shown[1] != shown[2]} == {}


def test_what_no_board_has_agreed_is_told_to_its_own_body_alone(seen_if_told):
    for visitor, pages in seen_if_told.items():
        told = {body for shown in pages.values() for page in shown for body in WORKING.findall(page)}
        assert told == {visitor.split()[0]} - ({"own"} if visitor == "own estates lead" else set()), visitor
        others = "estates" if visitor == "other lead" else ""
        assert not others or not any("Boiler" in page for shown in pages.values() for page in shown)


def _difference(one, other):
    lines = unified_diff(one.split("\n"), other.split("\n"), lineterm="", n=0)
    return [line.strip()[:200] for line in lines][:12]


def test_whoever_is_cleared_meets_every_planted_word(seen):
    """Else the words that were not found elsewhere would prove nothing."""
    pages = "".join(page for name in ("own lead", "own secretariat") for pages in seen[name].values() for page in pages)
    words = {"title", "text", "reason", "inherent", "target", "rise", "outlook", "tolerance", "override", "closing"}
    words |= {"working", "appetite", "section", "comment"}
    words |= {"alignment", "rationale", "response", "residual", "alone", "jointcoat", "jointhat", "jointboot"}
    assert {planted("a", "own", word) for word in words} <= planted_in(pages)


# Positions and papers -----------------------------------------------------------------------------


@pytest.mark.parametrize("seen_by", SEEN_BY)
@pytest.mark.parametrize("output", ["json", "table"])
@pytest.mark.parametrize("what", PRINTED)
def test_a_printed_position_holds_nothing_withheld(seen, what, seen_by, output):
    one, other = seen[POSITIONS][what, seen_by, output]
    assert one == other
    assert planted_in(one, but="other" if seen_by == "lead@met.example" else None) == set()
    refused = what.startswith("improvement-plan") and seen_by in ("public", "lead@met.example")
    assert ("There is no improvement plan" if refused else "Write it down" if "plan" in what else "Storms") in one


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
        inside = ["Audit opinion"]  # of the appendix that is withheld whole, whose own heading is in both
        assert headings(public) == [heading for heading in headings(full) if heading not in inside]
        assert public_counts == full_counts == [(6, 1)]


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
