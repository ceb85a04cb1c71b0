"""Where a register begins there is no earlier position: does every page say so, and call no risk of it new?"""

import re
from datetime import date

import pytest

from registers import clock
from registers.access import audience_of
from registers.movement import Movement
from registers.position import index, look_at
from registers.scope import Scope
from reports.models import AppendixKind, Edition
from reports.papers.drafting import drafted
from reports.papers.editions import make_document
from reports.papers.printing import print_paper
from tests.factories import (
    CLOSED_PROFILE,
    OPEN_PROFILE,
    OrganisationFactory,
    RegisterFactory,
    agree,
    client_of,
    open_risk,
    somebody,
)
from tests.pages import words_of
from tests.paper_worlds import secretary_of, start_paper, write
from tests.test_appendices import with_appendix

pytestmark = pytest.mark.django_db

BEFORE, OPENED, AS_AT, LATER = date(2020, 3, 31), date(2020, 6, 1), date(2020, 6, 30), date(2020, 9, 30)
NONE_BEFORE = "There is no earlier position to compare with: no risk shown here was on the register on"
KINDS = (AppendixKind.RISK_OVERVIEW, AppendixKind.RISK_POSITION, AppendixKind.CORPORATE_RISKS, AppendixKind.MOVEMENT)


def begun(profile=OPEN_PROFILE):
    """A register whose first two risks came in June, as an import brings them."""
    register = RegisterFactory(
        organisation=OrganisationFactory(slug="mopac", short_name="MOPAC"),
        profile=dict(profile) | {"rationale": "official"},
    )
    for title in ("Money", "Estate"):
        open_risk(register, title=title, on=OPENED, score=(3, 3))
    agree(register, AS_AT, on=AS_AT)
    return register


@pytest.fixture
def register():
    return begun()


@pytest.fixture
def lead(register):
    return client_of(somebody(("lead", register.organisation)))


def see(client, address, day=AS_AT):
    with clock.at(clock.moment_on(day, 18)):
        return words_of(client.get(address, follow=True))


def test_no_risk_is_new_where_the_register_is(register):
    view = look_at(register, audience_of(secretary_of(register)), Scope(AS_AT, compared_with=BEFORE))
    first = index(view)
    assert first.is_first
    assert {row.movement for row in first.shown} == {None}
    assert index(view, only=register.risks.first()).rows[0].movement is None


def test_a_risk_that_joins_others_is_new(register):
    late = open_risk(register, title="Data", on=date(2020, 7, 15))
    view = look_at(register, audience_of(secretary_of(register)), Scope(LATER, compared_with=AS_AT))
    assert not index(view).is_first
    assert [row.movement for row in index(view).rows] == [Movement.STATIC, Movement.STATIC, Movement.NEW]
    assert index(view, only=late).rows[0].movement is Movement.NEW


def test_the_registers_page_says_that_there_is_nothing_to_compare_with(register, lead):
    words = see(lead, f"{register.get_absolute_url()}?clear=1")
    assert f"{NONE_BEFORE} 31 March 2020." in words
    assert "What moved Nothing can have moved yet." in words
    assert "New" not in words.split("What moved")[1].split("Download")[0]


def test_the_page_of_a_risk_has_no_arrow_and_its_one_page_form_says_why(register, lead):
    assert "Since 31 March 2020" not in see(lead, f"{register.get_absolute_url()}1/")
    assert "Movement No earlier position" in see(lead, f"{register.get_absolute_url()}1/template/")


def test_the_comparison_lists_them_under_no_earlier_position(register, lead):
    words = see(lead, "/compare/?register=mopac/" + register.slug + "&from=2020-03-31&to=2020-06-30")
    assert "no risk shown here was on the register on the first day" in words
    assert "No earlier position Ref Risk Score" in words
    assert re.search(r"Money .*?Opened 1 Jun", words)
    assert "is new" not in words


def test_the_dashboard_says_it_in_place_of_figures(register, lead):
    words = see(lead, "/dashboard/mopac/2020-06/")
    moved = words.split("What moved and why")[1]
    assert moved.strip().startswith(NONE_BEFORE)
    assert "Movement since" not in words


def test_the_home_page_says_it(register, lead):
    assert "There is no earlier position to compare with." in see(lead, "/")


def printed(paper, key, editor):
    section = paper.sections.select_related("paper").get(key=key)
    write(section, body=drafted(paper, section, editor))
    document = make_document(paper, Edition.PUBLIC)
    found = next(s for s in (*document.summary, *document.sections) if s.anchor == f"s-{section.slug}")
    return re.sub(r"<[^>]+>", "", " ".join(piece.html for piece in found.pieces))


def test_the_first_paper_says_that_it_is_the_first():
    register = begun(CLOSED_PROFILE)
    paper = start_paper(register, as_at=AS_AT, compared_with=BEFORE)
    editor = audience_of(secretary_of(register))
    said = printed(paper, "movement", editor)
    assert (
        "This is the first position of the risks: as at 31 March 2020 none of these risks was on the register" in said
    )
    assert "new" not in said
    assert "compared with" not in printed(paper, "purpose", editor)
    assert "compared with" not in print_paper(make_document(paper, Edition.PUBLIC)).html.split("</header>")[0]


@pytest.mark.parametrize("kind", KINDS)
def test_its_appendices_compare_with_nothing(register, kind):
    paper = start_paper(register, as_at=AS_AT, compared_with=BEFORE)
    with_appendix(paper, kind)
    page = print_paper(make_document(paper, Edition.FULL)).html.split("appendix", 1)[1]
    assert "with no earlier position to compare with" in page
    assert not re.search(r"\bNew\b|31 March 2020|where they stood", page)


def test_its_counts_leave_the_movements_out(register):
    paper = start_paper(register, as_at=AS_AT, compared_with=BEFORE)
    with_appendix(paper, AppendixKind.COUNTS)
    page = print_paper(make_document(paper, Edition.FULL)).html
    assert "Number of risks by band" in page
    assert "Number of risks by movement" not in page
