"""The pictures of a paper: adding one with words for whoever cannot see it, showing it, taking it out; and who may."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from registers.models import Marking, Role, SensitiveRead
from reports.models import Edition, PaperPicture
from reports.papers.editions import make_document
from tests.factories import OrganisationFactory, client_of, somebody
from tests.paper_worlds import register_of, secretary_of, start_paper, write

PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 20


@pytest.fixture
def paper(db):
    return start_paper()


@pytest.fixture
def secretary(paper):
    return client_of(secretary_of(register_of(paper)))


def send(client, paper, name="The Cycle.png", content=PNG, **more):
    fields = {"file": SimpleUploadedFile(name, content), "alt": "Plan, do, check", "marking": "official"}
    return client.post(f"{paper.get_absolute_url()}pictures/add/", fields | more, follow=True)


def text(response):
    return response.content.decode()


def test_a_picture_is_added_and_a_text_shows_it(paper, secretary):
    page = text(send(secretary, paper))
    assert "![](file:the-cycle)" in page
    assert "No text shows it yet" in page
    write(paper.sections.get(key="supporting"), body="![](file:the-cycle)")
    assert 'alt="Plan, do, check"' in repr(make_document(paper, Edition.PUBLIC))
    assert "Shown in “Supporting Information”" in text(secretary.get(f"{paper.get_absolute_url()}pictures/"))


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"alt": " "}, "Enter what the picture shows"),
        ({"name": "x.svg", "content": b"<svg onload='alert(1)'/>"}, "The file must be"),
        ({"name": "x.png", "content": b"<script>"}, "is not a PNG file"),
        ({"name": "x.pdf", "content": b"%PDF-1.7"}, "A picture must be a PNG or JPEG file"),
        ({"content": PNG + b"0" * (2 * 1024 * 1024)}, "A picture may be as large as 2 MB"),
    ],
)
def test_what_is_no_picture_with_words_is_refused_at_its_field(paper, secretary, fields, words):
    assert words in text(send(secretary, paper, **fields))
    assert not PaperPicture.objects.exists()


def test_a_picture_that_a_text_shows_stays(paper, secretary):
    send(secretary, paper)
    write(paper.sections.get(key="supporting"), body="![](file:the-cycle)")
    address = f"{paper.get_absolute_url()}pictures/the-cycle/remove/"
    assert "It is shown in “Supporting Information”" in text(secretary.post(address))
    write(paper.sections.get(key="supporting"), body="Gone.")
    secretary.post(address)
    assert not PaperPicture.objects.exists()


def test_the_second_to_describe_it_sees_both_texts(paper, secretary):
    send(secretary, paper)
    address = f"{paper.get_absolute_url()}pictures/the-cycle/"
    secretary.post(address, {"version": 1, "alt": "First words", "marking": "official"})
    page = text(secretary.post(address, {"version": 1, "alt": "Second words", "marking": "official"}))
    assert "saved this first" in page
    assert "Second words</textarea>" in page
    assert PaperPicture.objects.get().alt == "First words"


def test_a_sensitive_picture_is_for_the_cleared_and_looking_is_noted(paper, secretary):
    send(secretary, paper, marking=Marking.SENSITIVE)
    address = f"{paper.get_absolute_url()}pictures/"
    uncleared = client_of(secretary_of(register_of(paper), cleared=False))
    assert "the-cycle" not in text(uncleared.get(address))
    assert uncleared.get(f"{address}the-cycle/file/").status_code == 404
    assert secretary.get(f"{address}the-cycle/file/").content == PNG
    assert SensitiveRead.objects.exists()


def test_to_anybody_else_there_are_no_pictures(paper, secretary):
    send(secretary, paper)
    strangers = [
        somebody((Role.READER, paper.organisation)),
        somebody((Role.SECRETARIAT, OrganisationFactory(slug="met"))),
    ]
    for user in strangers:
        for tail in ("", "add/", "the-cycle/", "the-cycle/file/", "the-cycle/remove/"):
            assert client_of(user).get(f"{paper.get_absolute_url()}pictures/{tail}").status_code == 404
