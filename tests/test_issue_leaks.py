"""Nothing sensitive leaves in what is published: a word planted in every sensitive place is in none of it."""

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.test import Client
from django.urls import reverse

from registers import clock
from registers.actions import risks
from registers.models import Blob, Marking, Role
from reports.actions import clearing, publishing
from reports.models import AppendixKind, Edition
from reports.papers.editions import make_document
from reports.papers.preparing import prepare
from reports.papers.printing import print_paper
from tests.factories import (
    CLOSED_PROFILE,
    OrganisationFactory,
    RegisterFactory,
    agree,
    client_of,
    open_risk,
    score_risk,
    somebody,
)
from tests.issue_worlds import ISSUE_DAY, ask, clear_all, issue, ready_paper
from tests.paper_worlds import AS_AT, BEFORE, settled_register, start_paper, write
from tests.test_paper_editions import everything_in
from tests.word_reading import WordFile

pytestmark = pytest.mark.django_db
PLANTED = "quokka"  # each place has a word of its own that begins so
READ_BY = {"pdf": everything_in, "word": lambda content: WordFile(content).everything}
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)


def planted_paper():
    """A paper with a word in each of its sensitive parts, its register and all that hangs on it."""
    secret = {"title": "Quokkarisktitle abroad", "description": "Quokkarisktext may happen."}
    register = settled_register()
    with clock.at(clock.moment_on(AS_AT)):
        risks.open_risk(register=register, by=somebody(), on=AS_AT, marking=Marking.SENSITIVE, **secret)
        for risk in register.risks.all():
            score_risk(risk, 4, 4, on=AS_AT, reason="Quokkarationale was said at length by everybody there")
    agree(register, AS_AT, meeting="Governance board, again")
    paper = ready_paper(register)
    by = somebody()
    sections = list(paper.sections.in_order())
    write(sections[1], body="The words quokkasection were said in confidence.", marking=Marking.SENSITIVE)
    write(sections[2], body="Everybody may read this sentence of the paper.")
    narrative = {"kind": AppendixKind.NARRATIVE, "marking": Marking.SENSITIVE, "order": 20}
    paper.appendices.create(
        slug="narrative", title="A narrative", body="quokkanarrative", opinion="quokkaopinion", **narrative
    )
    blob = Blob.objects.keep(b"quokkafile", "text/plain")
    paper.appendices.create(
        slug="file", title="A plan", file_name="quokkafilename.txt", blob=blob, order=21,
        kind=AppendixKind.FILE, marking=Marking.SENSITIVE,
    )  # fmt: skip
    picture = Blob.objects.keep(PIXEL, "image/png")
    paper.pictures.create(slug="map", alt="quokkaalt of the place", marking=Marking.SENSITIVE, blob=picture)
    write(sections[1], body="Said quokkasection in confidence.\n\n![quokkatyped](file:map)", marking=Marking.SENSITIVE)
    paper.comments.create(section=sections[2], text="quokkacomment", by=by)
    paper.acceptances.create(finding="x", family="numbers", excerpt="quokkaexcerpt", reason="quokkawhy", by=by)
    post = paper.reporters.get().post
    paper.releases.create(
        organisation=paper.organisation, post=post, by=by, sentence="quokkareleased", reason="quokkareason",
        is_taken_back=True,
    )  # fmt: skip
    return paper


def everybodys_pages(paper):
    """All that a stranger can reach of a paper."""
    stranger = Client()
    found = {"list": stranger.get(reverse("reports:published"))}
    for name in ("paper", "edition", "pdf", "html", "word", "checksums"):
        places = [paper.slug] if name == "paper" else [paper.slug, 1]
        found[name] = stranger.get(reverse(f"reports:published-{name}", args=places))
    return found


@pytest.mark.pdf
def test_a_word_in_every_sensitive_place_is_in_nothing_that_is_published():
    paper = planted_paper()
    kept = issue(paper)
    with clock.at(clock.moment_on(ISSUE_DAY, 15)):
        publishing.allow(issue=kept, organisation=paper.organisation, by=somebody())
        publishing.publish(issue=kept, by=somebody())
        publishing.set_public_pages(organisation=paper.organisation, by=somebody(), version=None, is_on=True)
        found = everybodys_pages(paper)
    assert {answer.status_code for answer in found.values()} == {200}
    for name, answer in found.items():
        assert PLANTED not in READ_BY.get(name, bytes.decode)(answer.content).lower(), name
    place = reverse("reports:published-file", args=[paper.slug, 1, 1])
    assert Client().get(place).status_code == 404

    public, full = (bytes(kept.editions.get(edition=edition).html.content).decode() for edition in Edition)
    assert "Everybody may read this sentence" in public
    full = full.lower()
    for word in ("quokkarisktitle", "quokkasection", "quokkanarrative", "quokkarationale"):
        assert word in full, f"{word} is nowhere, so that not finding it proves nothing"
    assert public.count("<h2") + public.count("<h1") >= full.count("<h1")
    reader = client_of(somebody((Role.READER, paper.organisation)))
    for name in ("issue", "edition", "issues"):
        places = [paper.slug, 1, "public"][: {"issues": 1, "issue": 2, "edition": 3}[name]]
        assert PLANTED not in reader.get(reverse(f"reports:{name}", args=places)).content.decode().lower()


def test_the_preview_of_the_public_edition_holds_none_of_it_either():
    paper = planted_paper()
    secretary = client_of(somebody((Role.SECRETARIAT, paper.organisation)))
    for name in ("paper-preview", "paper-word", "paper-clearance", "paper-releases", "paper-accepted"):
        places = [paper.slug, "public"] if name in ("paper-preview", "paper-word") else [paper.slug]
        page = secretary.get(reverse(f"reports:{name}", args=places))
        assert page.status_code == 200
        said = READ_BY.get(name.removeprefix("paper-"), bytes.decode)(page.content).lower()
        for told in ("quokkawhy", "quokkareason"):  # a reason is for everybody who reads the draft
            said = said.replace(told, "")
        assert PLANTED not in said, name


# A marking raised, a figure that tells --------------------------------------------------------------------------------


def test_once_a_risk_is_marked_a_draft_that_names_it_is_not_issued():
    register = settled_register(risks=[("Hidden rooms", (2, 2))])
    paper = ready_paper(register)
    write(paper.sections.first(), body="The Panel asked about hidden rooms.")
    clear_all(paper)
    risk = register.risks.get(ref=4)
    with clock.at(clock.moment_on(ISSUE_DAY)):
        risks.mark(risk=risk, by=somebody(), version=None, on=ISSUE_DAY, marking="official-sensitive", reason="Named")
    html = print_paper(make_document(paper, Edition.PUBLIC)).html
    assert "Hidden rooms may go wrong" not in html
    with clock.at(clock.moment_on(ISSUE_DAY)):
        words = [str(one) for one in prepare(paper).blockers]
    assert any("the title of a risk of mopac/corporate that is not published" in one for one in words), words
    with pytest.raises(ValidationError):
        ask(clear_all(paper))


def test_words_of_a_sensitive_section_in_a_public_one_are_told_without_saying_them():
    paper = ready_paper()
    sections = list(paper.sections.in_order())
    said = "The north stair will be closed for six weeks while the frame is made safe."
    write(sections[1], body=said, marking=Marking.SENSITIVE)
    write(sections[2], body=f"We note this. {said}")
    words = [one.words for one in prepare(paper).blockers if one.cause == "leak"]
    assert words
    assert not any("stair" in one for one in words)

    post = paper.reporters.get().post
    clearing.release(
        paper=paper, by=somebody(), organisation=paper.organisation, post=post, sentence=said, reason="It is known"
    )
    assert [one.words for one in prepare(paper).blockers if one.cause == "leak"] == []


def test_a_sensitive_figure_in_public_text_waits_for_its_release():
    paper = ready_paper()
    name = "mopac/corporate.count.band.very-high"
    write(paper.sections.first(), body=f"There are [[{name}]] risks at the top.")
    words = [one.words for one in prepare(paper).blockers if one.cause == "leak"]
    assert any(f"prints the figure {name}" in one for one in words), words
    clearing.release(
        paper=paper, by=somebody(), organisation=paper.organisation, post=paper.reporters.get().post, figure=name,
        reason="It was told at the meeting",
    )  # fmt: skip
    assert not [one for one in prepare(paper).blockers if one.cause == "leak"]


def test_a_figure_that_an_edition_cannot_print_is_released_or_taken_out_before_issue():
    """Of the other body's score a paper of one body has no value at all, in either edition."""
    register = settled_register()
    other = RegisterFactory(organisation=OrganisationFactory(slug="met"), profile=dict(CLOSED_PROFILE))
    open_risk(other, title="Horses", score=(2, 2))
    agree(other, BEFORE)
    agree(other, AS_AT)
    paper = ready_paper(register)
    paper.bases.create(register=other, as_at=AS_AT, compared_with=BEFORE, place=1)
    write(paper.sections.first(), body="The score is [[met/corporate/1.score]].")
    words = [one.words for one in prepare(paper).blockers if one.cause == "leak"]
    assert words == [f"The {edition.label.lower()} prints [withheld] where a figure is named." for edition in Edition]


@pytest.mark.parametrize("edition", list(Edition))
def test_scores_that_are_withheld_make_no_difference_to_the_public_edition(edition):
    """Two registers that differ in withheld scores alone: neither map, arrow nor count of the public edition does."""
    printed = {_printed_where_scored(score, edition) for score in ((1, 1), (4, 4))}
    assert len(printed) == (1 if edition == Edition.PUBLIC else 2)


def _printed_where_scored(score, edition):
    with transaction.atomic():
        register = RegisterFactory(organisation=OrganisationFactory(slug="mopac"), profile=dict(CLOSED_PROFILE))
        for title in ("Money", "Estate"):
            open_risk(register, title=title, score=score)
        agree(register, BEFORE)
        agree(register, AS_AT)
        paper = start_paper(register, by=somebody())
        html = print_paper(make_document(paper, edition)).html
        transaction.set_rollback(True)
    return html
