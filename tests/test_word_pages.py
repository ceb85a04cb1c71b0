"""Who may take a paper away as a Word file, and what is in it: what the edition may hold, and nothing else."""

import pytest
from django.test import Client
from django.urls import reverse
from lxml import html

from registers.models import Role, SensitiveRead
from reports import docx
from reports.models import AppendixKind, Edition, Paper
from reports.papers.editions import make_document
from reports.papers.printing import print_paper
from tests.factories import OrganisationFactory, client_of, somebody
from tests.issue_worlds import bare_issue, panel_member
from tests.paper_worlds import secretary_of, settled_register, start_paper, write
from tests.word_reading import WordFile, words_of_page

pytestmark = pytest.mark.django_db


def draft(paper, edition="public"):
    return reverse("reports:paper-word", args=[paper.slug, edition])


def issued(paper, edition="public"):
    return reverse("reports:edition-word", args=[paper.slug, 1, edition])


def read(answer) -> WordFile:
    assert answer.status_code == 200
    file = WordFile(answer.content)
    assert file.faults() == []
    return file


def test_a_draft_goes_to_whoever_writes_it_and_is_marked_as_one():
    register = settled_register()
    paper = start_paper(register)
    answer = client_of(secretary_of(register)).get(draft(paper))
    assert answer["Content-Type"] == docx.CONTENT_TYPE
    assert answer["Content-Disposition"] == f'attachment; filename="{paper.slug}-public-draft.docx"'
    assert answer["Cache-Control"].startswith("max-age=0")
    assert set(read(answer).furniture("header")) == {"\tOFFICIAL\tDRAFT"}


def test_a_draft_goes_to_nobody_else():
    register = settled_register()
    paper = start_paper(register)
    other = OrganisationFactory(slug="met", short_name="The Met")
    assert Client().get(draft(paper)).status_code == 302
    assert client_of(somebody((Role.SECRETARIAT, other))).get(draft(paper)).status_code == 404
    assert client_of(somebody((Role.READER, register.organisation))).get(draft(paper)).status_code in (403, 404)
    assert client_of(panel_member()).get(draft(paper)).status_code in (403, 404)
    secretary = client_of(secretary_of(register))
    assert secretary.get(draft(paper, "secret")).status_code == 404
    assert secretary.post(draft(paper)).status_code == 405


def test_the_full_edition_wants_clearance_and_is_logged_as_a_download():
    register = settled_register()
    paper = start_paper(register)
    refused = client_of(secretary_of(register, cleared=False)).get(draft(paper, "full"))
    assert refused.status_code == 403
    assert b"cleared" in refused.content
    assert not SensitiveRead.objects.exists()
    client = client_of(secretary_of(register))
    read(client.get(draft(paper)))
    assert not SensitiveRead.objects.exists()
    read(client.get(draft(paper, "full")))
    (kept,) = SensitiveRead.objects.all()
    assert (kept.kind, kept.organisation_id) == ("download", register.organisation_id)
    assert "full edition, Word" in kept.what


def test_an_issued_edition_goes_to_whoever_may_read_it():
    register = settled_register()
    paper = start_paper(register)
    bare_issue(paper, somebody())
    member = client_of(panel_member())
    file = read(member.get(issued(paper, "full")))
    assert "DRAFT" not in file.everything
    assert SensitiveRead.objects.filter(kind="download", what__contains="Word").count() == 1
    assert member.get(issued(paper, "full"))["Content-Disposition"] == 'attachment; filename="a.docx"'
    reader = client_of(somebody((Role.READER, register.organisation)))
    assert reader.get(issued(paper, "full")).status_code == 404
    read(reader.get(issued(paper, "public")))
    assert Client().get(issued(paper)).status_code == 302


def test_the_file_says_what_the_page_says_number_by_number():
    register = settled_register()
    paper = start_paper(register)
    sections = [section for section in paper.sections.in_order() if section.part == "body"]
    while len(sections) < 3:
        sections.append(paper.sections.create(slug=f"more-{len(sections)}", heading="More", order=90 + len(sections)))
    write(sections[0], body="First.\n\ni. one\nii. two\n\nSecond[^1].\n\niii. three\n\n[^1]: A note.")
    write(sections[1], body="Said in confidence.\n\nAnd more.", marking="official-sensitive")
    write(sections[2], body="After it.\n\n| Band | Risks |\n|---|--:|\n| High | 2 |")
    for edition in Edition:
        document = make_document(paper, edition)
        page = print_paper(document)
        file = WordFile(docx.word_of(page))
        assert file.faults() == []
        numbered = []
        for section in document.sections:
            numbered += [f"{section.number}."] if section.number else []
            numbered += [piece.number for piece in section.pieces if piece.number]
        assert file.numbers == numbered
        assert words_of_page(page.html) - file.words == {}
        headings = [words for _, words in file.headings]
        wanted = [f"{section.number}. {section.heading}" for section in document.sections if section.number]
        assert [words for words in headings if words in wanted] == wanted
        assert [words for words in headings if words.startswith("Appendix")] == [
            f"{appendix.label}: {appendix.heading}" for appendix in document.appendices
        ]


@pytest.mark.parametrize("edition", Edition)
def test_no_kind_of_appendix_is_missing_and_no_word_of_any(edition):
    paper = start_paper()
    paper.appendices.all().delete()
    text = "# Scope\n\nThe first.\n\n## Inside\n\n- one\n- two\n\n# Duties\n\nThe second."
    for number, kind in enumerate(AppendixKind):
        said = {"body": text, "opinion": "Fair.", "signatories": [{"post": "Chair", "on": "2020-09-01"}]}
        paper.appendices.create(
            slug=kind, title=kind.label, kind=kind, order=number, agenda_item="7", file_name="plan.pdf", **said
        )
    document = make_document(paper, edition)
    page = print_paper(document)
    file = WordFile(docx.word_of(page))
    assert file.faults() == []
    assert [words for _, words in file.headings if words.startswith("Appendix ")] == [
        f"{appendix.label}: {appendix.heading}" for appendix in document.appendices
    ]
    assert len(document.appendices) == len(AppendixKind)
    assert words_of_page(page.html) - file.words == {}
    assert [words for _, words in file.headings if words.endswith(("Scope", "Duties"))][-2:] == [
        "1. Scope",
        "2. Duties",
    ]


@pytest.mark.usefixtures("demo")
def test_the_papers_of_the_demo_say_in_word_what_their_pages_say():
    papers = Paper.objects.all()
    assert len(papers) > 4
    for paper in papers:
        for edition in Edition:
            page = print_paper(make_document(paper, edition))
            file = WordFile(docx.word_of(page))
            assert file.faults() == [], paper.slug
            assert words_of_page(page.html) - file.words == {}, paper.slug
            numbers = html.document_fromstring(page.html).find_class("number")
            assert file.numbers == [number.text_content().strip() for number in numbers], paper.slug
