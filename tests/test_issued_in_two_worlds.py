"""A paper with every kind of appendix, issued and published in two worlds that differ only in what is withheld.

Whatever a stranger can fetch of it must be the same, byte for byte (tests/two_bodies.py says how the worlds differ).
"""

import re
from datetime import date

import pytest
from django.test import Client, override_settings
from django.urls import reverse

from controls.uploads import CheckedFile
from registers import clock
from registers.audience import PUBLIC
from registers.models import Marking
from reports.actions import appendices, clearing, paper_starting, papers, pictures, publishing
from reports.models import AppendixKind as Kind
from reports.models import Edition
from reports.papers import named
from reports.papers.appendix_options import OF_A_REGISTER
from tests.factories import client_of
from tests.issue_worlds import ask, clear_all
from tests.test_issue_leaks import PIXEL
from tests.test_leaks import a_world, shown
from tests.test_paper_editions import everything_in
from tests.two_bodies import AGREED, planted, planted_in

pytestmark = [pytest.mark.django_db, pytest.mark.pdf]

BEFORE, MEETING, SENT_OUT = date(2021, 9, 30), date(2022, 3, 30), date(2022, 3, 15)
AT_ONCE = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
OPTIONS = {Kind.HEAT_MAP: {"rule": "all"}, Kind.CONTROLS: {"controls": "all"}}
SECRET_WORDS = ("section", "narrative", "opinion", "alt", "comment")


def joint_paper(world):
    """Both registers, each kind of appendix of each, every public figure by name; and what is kept in confidence."""
    by, days = world.visitors["own secretariat"], (AGREED, BEFORE)
    registers = (world.register, world.other.registers.get(slug="corporate"))
    paper = paper_starting.start(
        organisation=world.own, by=by, kind="alignment", bases=[(register, *days) for register in registers],
        panel_date=MEETING, slug="everything", plan=world.plans["open"], plan_as_at=AGREED, plan_compared_with=BEFORE,
        report_by=[register.organisation.posts.order_by("pk").first() for register in registers],
    )  # fmt: skip
    basis = paper.bases.get(register=world.register)  # the other body publishes what it says
    for kind in OF_A_REGISTER:
        _appendix(paper, by, kind, Kind(kind).label, basis=basis, options=OPTIONS.get(kind, {}))
    _appendix(paper, by, Kind.JOINT_RISKS, "Joint risks")
    for name in ("open", "mixed"):
        _appendix(paper, by, Kind.THEME, f"Theme {name}", options={"alignment": world.alignments[name].number})
    _appendix(paper, by, Kind.IMPROVEMENT_PLAN, "Plan")
    _keep_in_confidence(world, paper, by)
    openly = sorted(one.name for one in named.figures(paper, PUBLIC) if not one.is_sensitive and not one.is_withheld)
    assert len(openly) > 100
    body = "\n".join(f"- {name}: [[{name}]]" for name in openly)
    papers.add_section(paper=paper, by=by, part="body", heading="Every figure", marking=Marking.OFFICIAL, body=body)
    return paper


def _appendix(paper, by, kind, title, marking=Marking.OFFICIAL, basis=None, **said):
    made = appendices.add(paper=paper, by=by, kind=kind, title=title, marking=marking, basis=basis)
    return appendices.change(
        appendix=made, by=by, version=None, title=title, marking=marking, basis=basis, **said
    )  # fmt: skip


def _keep_in_confidence(world, paper, by):
    word = {what: planted(world.variant, "own", what) for what in (*SECRET_WORDS, "file")}
    kept = {"marking": Marking.SENSITIVE}
    picture = pictures.add(paper=paper, by=by, name="closed.png", content=PIXEL, alt=word["alt"], **kept)
    text = f"{word['section']}\n\n![{word['alt']}](file:{picture.slug})"
    section = papers.add_section(paper=paper, by=by, part="body", heading="Closed", body=text, **kept)
    _appendix(paper, by, Kind.NARRATIVE, "Kept", body=word["narrative"], opinion=word["opinion"], **kept)
    file = CheckedFile(f"{word['file']}.txt", word["file"].encode(), "text/plain; charset=utf-8")
    _appendix(paper, by, Kind.FILE, "A plan", file=file, **kept)
    openly = CheckedFile("open.txt", b"Said to everybody.", "text/plain; charset=utf-8")
    _appendix(paper, by, Kind.FILE, "A file", file=openly)
    paper.comments.create(section=section, text=word["comment"], by=by, marking=Marking.SENSITIVE)


def issued(world, paper):
    """Everything that a stranger can fetch, and the page of a reader who is not cleared."""
    by = world.visitors["own secretariat"]
    clearing.make_ready(paper=paper, by=by)
    clear_all(paper, SENT_OUT)
    with override_settings(TASKS=AT_ONCE):
        job = ask(paper, world.visitors["panel panel-secretariat"], on=SENT_OUT)
    job.refresh_from_db()
    assert job.error == ""
    issue = job.issuing.issue
    with clock.at(clock.moment_on(SENT_OUT, 15)):
        for body in (world.own, world.other):
            publishing.allow(issue=issue, by=by, organisation=body)
            publishing.set_public_pages(organisation=body, by=by, version=None, is_on=True)
        publishing.publish(issue=issue, by=by)
    stranger, place = Client(), [paper.slug, 1]
    found = {"list": stranger.get(reverse("reports:published"))}
    found["paper"] = stranger.get(reverse("reports:published-paper", args=[paper.slug]))
    for name in ("edition", "pdf", "html", "word", "checksums"):
        found[name] = stranger.get(reverse(f"reports:published-{name}", args=place))
    found["file"] = stranger.get(reverse("reports:published-file", args=[*place, 1]))
    assert stranger.get(reverse("reports:published-file", args=[*place, 2])).status_code == 404
    reader = client_of(world.visitors["own reader"])
    found["page"] = reader.get(reverse("reports:edition", args=[*place, "public"]))
    return found, {edition: issue.editions.get(edition=edition) for edition in Edition}


@pytest.fixture(scope="module")
def worlds(django_db_setup, django_db_blocker):
    """[{what: the answer}, {edition: (page, PDF)}] of each world."""
    made = []
    with django_db_blocker.unblock():
        for variant in "ab":
            with a_world(variant) as world, clock.at(clock.moment_on(SENT_OUT, 9)):
                paper = joint_paper(world)
                answers, editions = issued(world, paper)
                kept = {
                    edition: (bytes(one.html.content).decode(), bytes(one.pdf.content))
                    for edition, one in editions.items()
                }
                made.append((answers, kept))
    return made


def test_every_public_file_and_page_is_the_same_byte_for_byte(worlds):
    (one, _), (other, _) = worlds
    assert {name: answer.status_code for name, answer in one.items() if answer.status_code != 200} == {}
    differ = [
        name for name in one if one[name].content != other[name].content and shown(one[name]) != shown(other[name])
    ]
    assert differ == []
    assert [one[name].content == other[name].content for name in ("pdf", "html", "checksums", "word", "file")] == [
        True
    ] * 5


def test_no_planted_word_is_in_any_of_them(worlds):
    for answers, kept in worlds:
        for name, answer in answers.items():
            assert planted_in(shown(answer)) == set(), name
        assert planted_in(everything_in(kept[Edition.PUBLIC][1])) == set()


def test_the_full_edition_holds_what_the_public_one_withholds(worlds):
    """Else the words that were not found elsewhere would prove nothing."""
    for variant, (_, kept) in zip("ab", worlds, strict=True):
        page, pdf = kept[Edition.FULL]
        words = {planted(variant, "own", what) for what in ("section", "narrative", "opinion", "title", "text", "rise")}
        assert words <= planted_in(page)
        assert planted(variant, "own", "alt") in everything_in(pdf)


def places(html):
    """The headings of sections and appendices. What stands inside an appendix follows from what may be told."""
    found = re.findall(r"<h[12][^>]*>(.*?)</h[12]>", html, re.DOTALL)
    return [" ".join(re.sub(r"<[^>]+>", " ", text).split()) for text in found]


def test_the_public_edition_has_every_heading_and_public_figure_of_the_full_one(worlds):
    for _, kept in worlds:
        public, full = kept[Edition.PUBLIC][0], kept[Edition.FULL][0]
        assert places(public) == places(full)
        figures = re.compile(r"<li>((?:mopac|met|plan|alignment|basis|meeting|report|previous)[^<:]*: [^<]*)</li>")
        told = [" ".join(one.split()) for one in figures.findall(public)]
        assert len(told) > 100
        assert told == [" ".join(one.split()) for one in figures.findall(full)]
