"""A body that scores with one colour has no likelihood: does any page, list or paper speak of one?"""

from datetime import date

import pytest

from registers import clock, scales
from registers.access import audience_of
from registers.details import full_position
from registers.position import index, look_at
from registers.scope import Scope
from reports.imports.values import Deed
from reports.models import AppendixKind, Edition
from reports.papers.editions import make_document
from reports.papers.position_changes import differences
from reports.papers.printing import print_paper
from reports.position_json import position_data
from tests.export_reading import FORMATS, table_of
from tests.factories import (
    OPEN_PROFILE,
    OrganisationFactory,
    RegisterFactory,
    SchemeFactory,
    agree,
    client_of,
    open_risk,
    score_risk,
    somebody,
)
from tests.paper_worlds import start_paper
from tests.test_api import read, token_of
from tests.test_appendices import with_appendix
from tests.test_round_trip import deeds, looked_at, taken

pytestmark = pytest.mark.django_db

OPENED, BEFORE, AS_AT, TODAY = date(2020, 1, 6), date(2020, 3, 31), date(2020, 6, 30), date(2020, 7, 6)
PAGES = ("", "1/", "1/score/", "1/template/", "1/outlook/", "1/history/")
KINDS = (
    AppendixKind.RISK_POSITION,
    AppendixKind.CORPORATE_RISKS,
    AppendixKind.HEAT_MAP,
    AppendixKind.RISK_TEMPLATES,
)


@pytest.fixture
def register():
    body = OrganisationFactory(slug="mopac", short_name="MOPAC")
    definition = scales.definition_of(scales.template_called("rag").scheme)
    SchemeFactory(organisation=body, name="Colours", adopted_on=date(2020, 1, 1), definition=definition)
    register = RegisterFactory(
        organisation=body, profile=OPEN_PROFILE | {"rationale": "official", "progress": "official"}
    )
    risk = open_risk(register, title="Money", on=OPENED, score=(1, 2))
    score_risk(risk, 1, 3, on=date(2020, 5, 4), reason="Grants fell")
    agree(register, BEFORE)
    agree(register, AS_AT)
    return register


@pytest.fixture
def lead(register):
    body = register.organisation
    return somebody(("lead", body), ("administrator", body), cleared_by=[body])


def test_no_page_speaks_of_likelihood(register, lead):
    client = client_of(lead)
    with clock.at(clock.moment_on(TODAY)):
        for page in (*(register.get_absolute_url() + name for name in PAGES), "/dashboard/mopac/2020-06/"):
            answer = client.get(page, follow=True)
            assert answer.status_code == 200, page
            assert "ikelihood" not in answer.content.decode().split("<main")[1], page


@pytest.mark.parametrize("format", FORMATS)
def test_its_file_has_a_score_and_comes_back_as_it_was(register, lead, format):
    with clock.at(clock.moment_on(TODAY)):
        address = f"{register.get_absolute_url()}export.{format}"
        content = taken(lead, address)
        headings = table_of(client_of(lead).get(address))[0].keys()
        assert {"Score", "Target score", "Inherent score"} <= set(headings)
        assert not [heading for heading in headings if "ikelihood" in heading or "mpact" in heading]
        assert deeds(looked_at(register, lead, content, format)) == {Deed.NOTHING}


@pytest.mark.parametrize(
    "kind",
    [AppendixKind.RISK_POSITION, AppendixKind.CORPORATE_RISKS, AppendixKind.HEAT_MAP, AppendixKind.RISK_TEMPLATES],
)
def test_no_paper_speaks_of_likelihood(register, kind):
    with clock.at(clock.moment_on(TODAY)):
        paper = start_paper(register, as_at=AS_AT, compared_with=BEFORE)
        with_appendix(paper, kind)
        page = print_paper(make_document(paper, Edition.FULL)).html
    assert "Money" in page
    assert "ikelihood" not in page


def test_neither_the_api_nor_what_changed_between_papers_puts_a_v_before_it(register, lead):
    with clock.at(clock.moment_on(TODAY)):
        address = f"/api/v1/registers/mopac/corporate/movements/?as_at={AS_AT}&since={BEFORE}"
        moved = read(address, token_of(lead))["results"][0]
        assert (moved["before"], moved["after"]) == ("A", "R")
        told = [position_data(position_of(register, lead, day))["risks"] for day in (BEFORE, AS_AT)]
    words = str(list(differences(*({"risks": risks} for risks in told))))
    assert "R, High" in words
    assert " v " not in words


def position_of(register, user, day):
    return full_position(index(look_at(register, audience_of(user), Scope(day))))
