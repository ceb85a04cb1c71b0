"""The improvement plan in a governance paper: its figures add up, its overview and areas are drafted from it."""

from datetime import date

import pytest

from registers.access import audience_of
from registers.models import Marking, Role
from reports.actions import paper_starting
from reports.models import Edition, Release
from reports.papers import named
from reports.papers.drafting import drafted
from reports.papers.editions import make_document
from reports.papers.kinds import KINDS
from reports.papers.proposals import propose
from tests.factories import OrganisationFactory, PostFactory, somebody
from tests.paper_worlds import write
from tests.plan_factories import add_stream, begin_plan, mark_plan, move_stream, state_stream

SPRING, WINTER, MEETING = date(2019, 3, 20), date(2018, 11, 5), date(2019, 6, 19)
PLAN = "plan/mopac/2018-19"


@pytest.fixture
def mopac(db):
    return OrganisationFactory(slug="mopac", name="MOPAC", short_name="MOPAC", kind="body")


@pytest.fixture
def paper(mopac):
    """Ten work-streams: six complete (two of them since December), three on track, one slipped; two dates moved."""
    PostFactory(organisation=mopac, title="Director of Strategy")
    plan = begin_plan(mopac)
    streams = [add_stream(plan, ref=f"A{n}", title=f"Improvement {n}", due=date(2019, 3, 1)) for n in range(1, 11)]
    for n, stream in enumerate(streams):
        state_stream(stream, "complete" if n < 6 else "on-track", WINTER if n < 4 else SPRING)
    state_stream(streams[9], "slipped", SPRING, note="The supplier withdrew")
    move_stream(streams[8], date(2019, 9, 30), SPRING, reason="The team was needed elsewhere")
    move_stream(streams[9], date(2019, 12, 31), SPRING)
    mark_plan(plan, Marking.SENSITIVE, SPRING)
    return paper_starting.start_from(propose(KINDS["governance"], mopac, MEETING), by=somebody())


def editor(paper):
    body = paper.organisation
    return audience_of(somebody((Role.SECRETARIAT, body), cleared_by=[body]))


def drafted_text(paper, key, sensitive=True):
    section = paper.sections.select_related("paper").get(key=key)
    if sensitive:
        section = write(section, marking=Marking.SENSITIVE)
    return section, drafted(paper, section, editor(paper), is_asked=True)


def printed(paper, section, text, edition=Edition.FULL):
    write(section, body=text)
    found = next(one for one in make_document(paper, edition).sections if one.anchor == f"s-{section.slug}")
    return " ".join(piece.html for piece in found.pieces)


def test_it_reports_on_the_plan_of_the_year_that_ended_before_the_meeting(paper):
    assert (paper.plan.slug, paper.plan_as_at, paper.plan_compared_with) == (
        "2018-19",
        date(2019, 3, 31),
        date(2018, 12, 31),
    )
    assert paper.title == "MOPAC Annual Governance Statement 2018/19 and Improvement Plan Update"
    assert not paper.bases.exists()
    document = make_document(paper, Edition.PUBLIC)
    assert (document.plan, document.plan_as_at) == ("Improvement plan 2018/19", date(2019, 3, 31))


def test_the_statuses_add_up_and_revised_dates_are_counted_beside_them(paper):
    found = {figure.name: figure.value for figure in named.figures(paper, named.whole(paper))}
    statuses = [value for name, value in found.items() if name.startswith(f"{PLAN}.count.") and _is_status(name)]
    assert sum(statuses) == found[f"{PLAN}.total"] == 10
    assert found[f"{PLAN}.percent.complete"] == "60%"
    assert found[f"{PLAN}.count.revised"] == 2
    assert found[f"{PLAN}.count.newly-complete"] == 2
    assert found[f"{PLAN}/A9.due"] == date(2019, 9, 30)


def _is_status(name):
    return name.rpartition(".")[2] in ("not-started", "on-track", "slipped", "complete", "no-longer-needed")


def test_the_overview_is_drafted_from_the_plan(paper):
    section, text = drafted_text(paper, "overview", sensitive=False)
    words = printed(paper, section, text)
    assert "The Governance Improvement Plan for 2018/19 holds 10 work-streams. As at 31 March 2019, 6 (60%)" in words
    assert "The date first promised has been revised for 2 of them" in words
    assert "Four are not finished." in words


def test_a_restricted_plans_counts_are_withheld_until_they_are_released_by_name(paper):
    section, _ = drafted_text(paper, "overview", sensitive=False)
    text = f"[[{PLAN}.count.complete]] of [[{PLAN}.total]]"
    assert "[withheld] of [withheld]" in printed(paper, section, text, Edition.PUBLIC)
    for name in ("count.complete", "total"):
        Release.objects.create(
            paper=paper, organisation=paper.organisation, figure=f"{PLAN}.{name}", reason="As last year",
            post=paper.organisation.posts.first(), by=somebody(),
        )  # fmt: skip
    assert "6 of 10" in printed(paper, section, text, Edition.PUBLIC)


def test_as_many_areas_are_listed_as_are_said_with_reasons_and_dates(paper):
    section, text = drafted_text(paper, "areas")
    assert text.count("**[[") == 2
    words = printed(paper, section, text)
    assert "There are two work-streams where delivery has slipped or the date has been pushed back." in words
    assert "Promised for 1 March 2019, now for 30 September 2019. The team was needed elsewhere." in words
    assert "<strong>Improvement 10 (A10).</strong>" in words
    assert "The supplier withdrew." in words


def test_achievements_are_those_since_the_last_paper(paper):
    section, text = drafted_text(paper, "achievements")
    words = printed(paper, section, text)
    assert "Two work-streams have been completed since 31 December 2018:" in words
    assert "<li>Improvement 5 (A5)</li>\n<li>Improvement 6 (A6)</li>" in words


def test_what_a_restricted_plan_says_stands_in_a_public_section_as_figures_alone(paper):
    section, text = drafted_text(paper, "areas", sensitive=False)
    assert "needed elsewhere" not in text
    assert "Improvement" not in printed(paper, section, text, Edition.PUBLIC)
    assert "The team was needed elsewhere." in printed(paper, section, text)
    assert not drafted(paper, section, editor(paper))  # nobody asked
