"""What stands around the text: how appendices are called, who reads the draft, which plan, what is recommended."""

from datetime import date

import pytest

from registers import clock
from registers.models import Role
from reports.models import Edition, Labels
from reports.papers.editions import make_document
from tests.factories import OrganisationFactory, client_of, somebody
from tests.pages import send, words_of
from tests.paper_worlds import MEETING, register_of, secretary_of, settled_register, start_paper
from tests.plan_factories import add_stream, begin_plan

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _at_the_desk():
    with clock.at(clock.moment_on(MEETING, 10)):
        yield


@pytest.fixture
def paper():
    return start_paper(settled_register())


@pytest.fixture
def secretary(paper):
    return client_of(secretary_of(register_of(paper)))


def change(client, paper, **answers):
    return send(client, client.get(f"{paper.get_absolute_url()}title-block/"), **answers)


def test_appendices_are_lettered_where_somebody_says_so(paper, secretary):
    first = make_document(paper, Edition.PUBLIC).appendices[0]
    assert first.label == "Appendix 1"
    assert change(secretary, paper, labels=Labels.LETTERS).status_code == 302
    paper.refresh_from_db()
    assert make_document(paper, Edition.PUBLIC).appendices[0].label == "Appendix A"
    assert "Appendix A" in words_of(secretary.get(paper.get_absolute_url()))


def test_a_draft_is_read_by_the_other_body_once_it_is_shared_and_no_longer_when_that_is_taken_back(paper, secretary):
    met = OrganisationFactory(slug="met", short_name="the Met")
    other = client_of(somebody((Role.SECRETARIAT, met)))
    assert other.get(paper.get_absolute_url()).status_code == 404
    change(secretary, paper, is_shared="on")
    assert other.get(paper.get_absolute_url()).status_code == 200
    assert other.get(f"{paper.get_absolute_url()}title-block/").status_code == 403
    assert "Both bodies’ secretariats" in words_of(secretary.get(paper.get_absolute_url()))
    change(secretary, paper, is_shared=None)
    assert other.get(paper.get_absolute_url()).status_code == 404


def test_a_paper_that_began_without_a_plan_is_given_one(secretary, paper):
    governance = start_paper(register_of(paper), kind="governance", slug="governance")
    plan = begin_plan(paper.organisation)
    add_stream(plan, ref="A1", title="Improvement", due=date(2019, 3, 1))
    page = change(secretary, governance, plan=plan.pk)
    assert words_of(page).count("Enter the date") >= 2
    days = {"plan_as_at": "31 March 2019", "plan_compared_with": "31 December 2018"}
    assert change(secretary, governance, plan=plan.pk, **days).status_code == 302
    governance.refresh_from_db()
    assert (governance.plan, governance.plan_as_at) == (plan, date(2019, 3, 31))
    assert "as at 31 March 2019" in words_of(secretary.get(governance.get_absolute_url()))


def test_a_paper_of_a_kind_without_a_plan_is_not_asked_for_one(paper, secretary):
    assert "Improvement plan" not in words_of(secretary.get(f"{paper.get_absolute_url()}title-block/"))


def test_recommendations_are_looked_at_as_they_will_be_printed_before_they_are_saved(paper, secretary):
    page = secretary.get(f"{paper.get_absolute_url()}recommendations/")
    typed = "Note the [[mopac/corporate.count|words]] risks, and [[see section:supporting-information]]."
    said = words_of(send(secretary, page, text_0=typed, preview="1"))
    assert "Note the three risks, and section 1" in said
    assert typed in said
    assert paper.recommendations.get().text != typed
