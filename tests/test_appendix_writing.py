"""The text of an appendix of its own: drawn as it will be printed, kept while it is typed, and its versions."""

import pytest

from registers.models import Marking, SensitiveRead
from reports.actions import appendices as actions
from reports.models import AppendixKind, Unsaved
from tests.factories import client_of, somebody
from tests.pages import send, words_of
from tests.paper_worlds import register_of, secretary_of, start_paper

pytestmark = pytest.mark.django_db


@pytest.fixture
def paper():
    return start_paper()


@pytest.fixture
def user(paper):
    return secretary_of(register_of(paper))


@pytest.fixture
def secretary(user):
    return client_of(user)


@pytest.fixture
def statement(paper):
    return actions.add(paper=paper, by=somebody(), kind=AppendixKind.NARRATIVE, title="Statement")


@pytest.fixture
def address(paper):
    return f"{paper.get_absolute_url()}appendices/statement/"


def change(appendix, by=None, **said):
    kept = {name: getattr(appendix, name) for name in ("title", "marking", "options", "body")}
    return actions.change(appendix=appendix, by=by or somebody(), version=None, **kept | said)


def test_a_preview_fills_in_figures_and_numbers_and_keeps_what_was_typed(statement, secretary, user, address):
    typed = "# What we do\n\nWe carry [[mopac/corporate.count|words]] risks and see [[see appendix:statement]]."
    page = words_of(send(secretary, secretary.get(address), body=typed, preview="1"))
    assert "1. What we do" in page
    assert "We carry three risks and see Appendix 3" in page
    statement.refresh_from_db()
    assert statement.body == ""
    assert Unsaved.objects.get(appendix=statement, user=user).body == typed


def test_what_is_typed_is_kept_for_its_writer_alone_until_it_is_saved_or_thrown_away(
    paper, statement, secretary, address
):
    assert "not saved yet" in words_of(secretary.post(f"{address}keep/", {"body": "Half a sent", "version": 1}))
    page = secretary.get(address)
    assert "Half a sent" in words_of(page)
    assert "have not saved it" in words_of(page)
    colleague = client_of(secretary_of(register_of(paper)))
    assert "Half a sent" not in words_of(colleague.get(address))
    colleague.post(f"{address}remove/", {"version": 1})
    assert "Ask them first" in words_of(colleague.post(f"{address}remove/", {"version": 1}))
    assert send(secretary, page).status_code == 302
    statement.refresh_from_db()
    assert statement.body == "Half a sent"
    assert not Unsaved.objects.exists()
    secretary.post(f"{address}keep/", {"body": "Half a sentence", "version": 2})
    assert "cannot be had back" in words_of(secretary.get(f"{address}discard/"))
    secretary.post(f"{address}discard/")
    assert not Unsaved.objects.exists()


def test_a_text_that_somebody_else_saved_meanwhile_is_shown_beside_and_ones_own_is_kept(statement, secretary, address):
    page = secretary.get(address)
    change(statement, body="Theirs")
    answer = words_of(send(secretary, page, body="Mine"))
    assert "Theirs" in answer
    assert Unsaved.objects.get().body == "Mine"


def test_versions_are_compared_and_an_earlier_one_is_put_into_the_form(statement, secretary, address):
    change(statement, body="It was so.", by=somebody(name="Ida Mercer"))
    change(statement, body="It is so.")
    page = words_of(secretary.get(f"{address}versions/"))
    assert "Ida Mercer" in page
    assert "was ) so." in words_of(secretary.get(f"{address}versions/?old=2&new=3"))
    page = secretary.get(f"{address}?from=2")
    assert "This is the text of version 2" in words_of(page)
    send(secretary, page)
    statement.refresh_from_db()
    assert (statement.body, statement.version) == ("It was so.", 4)


def test_a_version_that_was_sensitive_is_for_the_cleared_and_reading_it_is_logged(paper, statement, secretary, address):
    change(statement, body="Nightjar", marking=Marking.SENSITIVE)
    uncleared = client_of(secretary_of(register_of(paper), cleared=False))
    for part in ("", "versions/", "discard/"):
        assert uncleared.get(f"{address}{part}").status_code == 403
    assert uncleared.post(f"{address}keep/", {"body": "x"}).status_code == 403
    statement.refresh_from_db()
    change(statement, body="Open", marking=Marking.OFFICIAL)
    for part in ("versions/", "versions/?old=2&new=3", "?from=2"):
        assert "Nightjar" not in uncleared.get(f"{address}{part}").content.decode()
    assert not SensitiveRead.objects.exists()
    assert "Nightjar" in words_of(secretary.get(f"{address}versions/?old=2&new=3"))
    assert "versions of appendix" in SensitiveRead.objects.get().what
    assert "Nightjar" in words_of(secretary.get(f"{address}?from=2"))
    assert SensitiveRead.objects.count() == 2


def test_the_page_says_how_references_notes_and_tables_are_written_as_they_are_printed(
    paper, statement, secretary, address
):
    page = words_of(secretary.get(address))
    assert "{#costs}" in page
    assert "[[see paragraph:costs]]" in page
    assert "{#costs}" in words_of(secretary.get(paper.sections.get(key="supporting").get_absolute_url()))
    typed = (
        "{#costs}They rose.[^1]\n\nTable: By band\n\n| Band | Risks |\n| --- | ---: |\n| High | 2 |\n\n"
        "See [[see paragraph:costs]].\n\n[^1]: By a tenth."
    )
    section = paper.sections.get(key="supporting")
    html = secretary.post(f"{section.get_absolute_url()}preview/", {"body": typed}).content.decode()
    for printed in ("<caption>By band</caption>", 'class="numeric"', "By a tenth.", "paragraph 1.1</a>"):
        assert printed in html


def test_what_was_carried_over_is_said_of_appendices_too(paper, statement, secretary):
    statement.is_carried = True
    statement.save()
    assert "carried over and not yet read" in words_of(secretary.get(paper.get_absolute_url()))
