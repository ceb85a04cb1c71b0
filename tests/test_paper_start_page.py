"""The page that starts a meeting's papers: what each would begin with, starting those chosen, and who may."""

from datetime import date

import pytest
from django.test import Client

from registers.models import Role
from reports.models import Paper
from tests.factories import OrganisationFactory, agree, client_of, somebody
from tests.paper_worlds import AS_AT, register_of, secretary_of, settled_register, start_paper, write

START = "/papers/new/"
MEETING = {"panel_date": "2020-12-15", "panel": "Joint Audit Panel"}


@pytest.fixture
def paper(db):
    return start_paper()


@pytest.fixture
def secretary(paper):
    return client_of(secretary_of(register_of(paper)))


def text(response):
    return " ".join(response.content.decode().split())


def test_the_meeting_is_asked_for_first(secretary):
    page = text(secretary.get(START))
    assert "Show what they would begin with" in page
    assert "Start these papers" not in page
    assert "Start these papers" not in text(secretary.get(START, {"panel_date": "soon", "panel": ""}))


def test_each_paper_says_what_it_would_begin_with(paper, secretary):
    agree(register_of(paper), date(2020, 9, 30), on=date(2020, 10, 9), meeting="October board")
    page = text(secretary.get(START, MEETING))
    assert "MOPAC risk management update" in page
    assert "From the paper of 15 September 2020" in page
    assert "As at 30 September 2020, agreed at October board; compared with 30 June 2020" in page
    assert "Annual governance statement and improvement plan update" in page
    assert "there is no earlier paper of the kind" in page
    assert "Met risk management report" not in page


def test_the_chosen_papers_are_started_together(paper, secretary):
    write(paper.sections.get(key="supporting"), body="How it was gone through.")
    page = secretary.post(START, MEETING | {"kinds": ["mopac-risk-update", "governance"]}, follow=True)
    assert page.redirect_chain == [("/papers/", 302)]
    assert "2 papers have been started" in text(page)
    started = Paper.objects.get(slug="mopac-risk-update-2020-12")
    assert started.panel == "Joint Audit Panel"
    assert started.sections.get(key="supporting").body == "How it was gone through."
    assert "stand where they stood" in started.sections.get(key="movement").body


def test_one_paper_alone_is_opened(secretary):
    page = secretary.post(START, MEETING | {"kinds": ["mopac-risk-update"]})
    assert page.url == Paper.objects.get(slug="mopac-risk-update-2020-12").get_absolute_url()


def test_what_has_been_started_is_not_offered_again(paper, secretary):
    meeting = MEETING | {"panel_date": "2020-09-15"}
    page = text(secretary.get(START, meeting))
    assert f'It has been started: <a class="govuk-link" href="{paper.get_absolute_url()}">' in page
    refused = secretary.post(START, meeting | {"kinds": ["mopac-risk-update"]})
    assert refused.status_code == 200
    assert Paper.objects.count() == 1


def test_nothing_chosen_is_said_at_the_field(secretary):
    page = text(secretary.post(START, MEETING))
    assert "Choose at least one paper" in page
    assert Paper.objects.count() == 1


@pytest.mark.django_db
def test_a_register_that_no_board_has_agreed_is_warned_of():
    register = settled_register()
    register.agreements.all().delete()
    page = text(client_of(secretary_of(register)).get(START, MEETING))
    assert "no board has agreed it yet, so the paper has no figures of it" in page


@pytest.mark.parametrize("role", [role for role in Role if role != Role.SECRETARIAT])
def test_only_a_secretariat_starts_papers(paper, role):
    client = client_of(somebody((role, paper.organisation)))
    assert client.get(START, MEETING).status_code == 403
    assert client.post(START, MEETING | {"kinds": ["governance"]}).status_code == 403


def test_a_stranger_is_asked_to_sign_in(db):
    assert Client().get(START).url.startswith("/accounts/login/")


def test_the_other_bodys_secretariat_is_told_nothing_of_a_draft(paper):
    other = OrganisationFactory(slug="met", kind="body", order=2)
    settled_register(other)
    page = text(client_of(somebody((Role.SECRETARIAT, other), cleared_by=[other])).get(START, MEETING))
    assert "Met risk management report" in page
    assert "MOPAC risk management update" not in page
    assert str(AS_AT.year) in page
