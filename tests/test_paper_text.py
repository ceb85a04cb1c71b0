"""The text of a paper: numbers that nobody types, references that follow their places, notes, pictures, dates."""

import pytest

from registers.models import Blob, Marking
from reports import markdown
from reports.actions import papers
from reports.models import Edition, PaperPicture, Part
from reports.papers.days import spelled_one_way
from reports.papers.editions import make_document
from reports.papers.numbering import labels, spelled_out
from reports.papers.printing import print_paper
from tests.factories import somebody
from tests.paper_worlds import start_paper, write

FULL, PUBLIC = Edition.FULL, Edition.PUBLIC
PNG = b"\x89PNG\r\n\x1a\n not a real one"


@pytest.fixture
def paper(db):
    return start_paper()


def section_of(document, heading):
    return next(section for section in (*document.summary, *document.sections) if section.heading == heading)


def text_of(paper, heading="Supporting Information", edition=FULL):
    return " ".join(piece.html for piece in section_of(make_document(paper, edition), heading).pieces)


def add(paper, heading, body="", **fields):
    return papers.add_section(paper=paper, by=somebody(), part=Part.BODY, heading=heading, body=body, **fields)


# Numbers ----------------------------------------------------------------------------------------


def test_no_paragraph_number_is_given_twice_whatever_was_added_between(paper):
    write(paper.sections.get(key="supporting"), body="One.\n\nTwo.")
    write(paper.sections.get(key="movement"), body="Three.")
    add(paper, "Deeper", "Four.\n\n- item\n\nFive.", level=2)
    add(paper, "Another section", "Six.")
    found = [
        piece.number for section in make_document(paper, FULL).sections for piece in section.pieces if piece.number
    ]
    assert found == ["1.1", "1.2", "1.3", "1.4", "1.5", "2.1"]


def test_every_section_has_its_number_in_order_and_the_summary_has_none(paper):
    document = make_document(paper, FULL)
    assert [section.number for section in document.sections if section.level == 1] == [str(n) for n in range(1, 8)]
    assert not any(section.number or piece.number for section in document.summary for piece in section.pieces)


def test_a_roman_list_runs_on_after_the_paragraph_between(paper):
    write(
        paper.sections.get(key="supporting"),
        body="By the Met:\n\ni. one\nii. two\n\nBy others:\n\niii. three\niv. four",
    )
    assert '<ol type="i">' in text_of(paper)
    assert '<ol type="i" start="3">' in text_of(paper)


def test_recommendations_are_lettered_where_there_are_several(paper):
    papers.set_recommendations(paper=paper, by=somebody(), version=None, texts=["Note it.", "Ask for more."])
    assert '<ol type="a">' in print_paper(make_document(paper, PUBLIC)).html


def test_appendices_are_numbered_or_lettered_as_the_paper_has_it(paper):
    assert [page.label for page in make_document(paper, FULL).appendices] == ["Appendix 1", "Appendix 2"]
    paper.labels = "letters"
    paper.save()
    assert [page.label for page in make_document(paper, FULL).appendices] == ["Appendix A", "Appendix B"]


def test_labels_go_on_after_z():
    found = labels("letters")
    assert [next(found) for _ in range(27)][-1] == "Appendix AA"


@pytest.mark.parametrize(
    ("number", "words"), [(0, "no"), (13, "thirteen"), (21, "twenty-one"), (48, "forty-eight"), (120, "120")]
)
def test_numbers_are_spelled_out(number, words):
    assert spelled_out(number) == words


# References -------------------------------------------------------------------------------------


def test_a_reference_says_the_number_its_place_has_now_and_leads_there(paper):
    write(
        paper.sections.get(key="supporting"),
        body="See [[see paragraph:funding]] and [[see section:legal-implications]].",
    )
    write(paper.sections.get(key="movement"), body="First.\n\n{#funding} The money.")
    text = text_of(paper)
    assert '<a href="#p-1-3">paragraph 1.3</a>' in text
    assert '<a href="#s-legal-implications">section 4</a>' in text
    assert "{#funding}" not in text_of(paper, "Changes and movement of risk since last quarter")
    write(paper.sections.get(key="supporting"), body="One.\n\nTwo.\n\nSee [[see paragraph:funding|Words]].")
    assert '<a href="#p-1-5">Paragraph 1.5</a>' in text_of(paper)


def test_an_appendix_is_called_as_the_paper_labels_it(paper):
    slug = paper.appendices.last().slug
    write(paper.sections.get(key="supporting"), body=f"In [[see appendix:{slug}]].")
    assert "Appendix 2</a>" in text_of(paper)


def test_another_paper_is_called_by_its_title_and_agenda_item(paper):
    start_paper(paper.bases.get().register, title="Met [new] report", agenda_item="8b", slug="other")
    write(paper.sections.get(key="supporting"), body="See [[see paper:other]].")
    assert "the paper “Met [new] report” (agenda item 8b)" in text_of(paper)


@pytest.mark.parametrize(
    "name", ["see paragraph:nowhere", "see section:gone", "see appendix:x", "see paper:x", "no.such"]
)
def test_what_points_to_nothing_is_said(paper, name):
    write(paper.sections.get(key="supporting"), body=f"See [[{name}]].")
    assert f"[unknown: {name}]" in text_of(paper)


def test_what_points_into_a_section_that_is_not_published_points_to_its_place(paper):
    write(paper.sections.get(key="supporting"), body="See [[see paragraph:secret]].")
    write(paper.sections.get(key="movement"), body="Nightjar.\n\n{#secret} Wren.", marking=Marking.SENSITIVE)
    assert "paragraph 1.2b" in text_of(paper)
    public = text_of(paper, edition=PUBLIC)
    assert "paragraph 1.2<" in public
    assert "Wren" not in public


# Notes, tables, pictures ------------------------------------------------------------------------


def test_a_note_stands_where_it_is_called(paper):
    write(paper.sections.get(key="supporting"), body="Trust grew[^1] again.\n\n[^1]: Survey of *2019*,\nsecond wave.")
    assert (
        'Trust grew<span class="footnote" role="doc-footnote">Survey of <em>2019</em>, second wave.</span> again.'
        in text_of(paper)
    )
    assert "[^1]" not in text_of(paper)


def test_a_call_without_its_note_stays_as_it_was_typed():
    assert "grew[^2]" in markdown.to_html("grew[^2] again")


def test_a_table_takes_its_caption_from_the_line_before(paper):
    write(
        paper.sections.get(key="supporting"),
        body="As follows.\n\nTable: Costs of 2019\n\n| a | b |\n| - | -: |\n| x | 1 |",
    )
    assert "<table><caption>Costs of 2019</caption>" in text_of(paper)
    assert [piece.number for piece in section_of(make_document(paper, FULL), "Supporting Information").pieces] == [
        "1.1"
    ]


def picture(paper, **fields):
    values = {"slug": "cycle", "alt": "The cycle", "blob": Blob.objects.keep(PNG, "image/png")}
    return PaperPicture.objects.create(paper=paper, **values | fields)


def test_a_picture_of_the_paper_is_drawn_with_its_words(paper):
    picture(paper)
    write(paper.sections.get(key="supporting"), body="Before.\n\n![Plan, do, check](file:cycle)\n\n![](file:cycle)")
    text = text_of(paper)
    assert '<figure class="picture"><img src="data:image/png;base64,' in text
    assert 'alt="Plan, do, check"' in text
    assert 'alt="The cycle"' in text


def test_a_sensitive_picture_is_in_no_public_edition_by_bytes_or_words(paper):
    picture(paper, marking=Marking.SENSITIVE, alt="Quokka nests")
    write(paper.sections.get(key="supporting"), body="![](file:cycle)")
    public = print_paper(make_document(paper, PUBLIC)).html
    assert "Quokka" not in public
    assert "data:image" not in public
    assert "A picture that is not published (OFFICIAL-SENSITIVE)" in public


@pytest.mark.parametrize(
    "source", ["https://elsewhere.example/x.png", "file:///etc/passwd", "data:image/svg+xml,<svg/>", "file:../secret"]
)
def test_a_picture_from_anywhere_else_is_never_fetched(paper, source):
    write(paper.sections.get(key="supporting"), body=f"![words]({source})")
    html = print_paper(make_document(paper, FULL)).html
    assert "<img" not in html
    assert "elsewhere.example" not in html


@pytest.mark.parametrize(
    "link",
    [
        "[x](#p-9-9)",
        "[x](javascript:alert(1))",
        "[x](https://elsewhere.example)",
        "<a href='#s-legal-implications'>x</a>",
    ],
)
def test_a_link_that_the_portal_did_not_make_loses_its_address(paper, link):
    write(paper.sections.get(key="supporting"), body=link)
    assert "<a " not in text_of(paper)


# Dates ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("on 30th November 2021", "on 30 November 2021"),
        ("on the 1st of Dec 2021", "on the 1 December 2021"),
        ("on November 30, 2021", "on 30 November 2021"),
        ("on 30/11/2021.", "on 30 November 2021."),
        ("on 2021-11-30", "on 30 November 2021"),
        ("31/02/2021", "31/02/2021"),
        ("in May 2021", "in May 2021"),
        ("24/7 and 2021/22", "24/7 and 2021/22"),
        ("1.1/2020", "1.1/2020"),
    ],
)
def test_a_date_is_spelled_one_way(typed, printed):
    assert spelled_one_way(typed) == printed
