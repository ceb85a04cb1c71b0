"""The next paper compares with what was issued: corrections read "corrected", and what changed is told in words."""

from datetime import date

import pytest
from django.urls import reverse

from registers import clock
from registers.access import audience_of
from registers.actions import corrections
from registers.models import Assessment, Role
from registers.movement import Movement
from registers.position import index, look_at
from reports.actions.clearing import make_ready
from reports.models import Edition
from reports.papers.comparing import since_issue, since_paper_before
from reports.papers.editions import make_document
from reports.papers.named import whole
from reports.papers.printing import print_paper
from reports.papers.since_issue import issue_compared_with, scope_of
from tests.factories import agree, client_of, score_risk, somebody
from tests.issue_worlds import issue, panel_member, ready_paper
from tests.paper_worlds import AS_AT, register_of, settled_register, start_paper, write
from tests.test_issue_pages import _quickly  # noqa: F401 - editions are drawn as a few bytes

pytestmark = pytest.mark.django_db
NEXT, LATER, NEXT_MEETING = date(2020, 9, 30), date(2020, 10, 5), date(2020, 12, 15)


def correct(register, ref, likelihood, impact, on=LATER):
    with clock.at(clock.moment_on(on)):
        fact = Assessment.objects.get(risk__register=register, risk__ref=ref)
        corrections.correct(
            fact=fact, by=somebody(), version=None, likelihood=likelihood, impact=impact, reason="A slip of the pen"
        )


@pytest.fixture
def issued():
    """A paper as at June, issued; then a score of June is corrected, another moves, and September is agreed."""
    kept = issue(ready_paper(settled_register()))
    register = register_of(kept.paper)
    correct(register, 1, 4, 3)
    score_risk(register.risks.get(ref=2), 4, 4, on=date(2020, 9, 1), recorded=LATER)
    agree(register, NEXT, on=LATER)
    return kept


@pytest.fixture
def following(issued):
    with clock.at(clock.moment_on(LATER)):
        return start_paper(register_of(issued.paper), as_at=NEXT, compared_with=AS_AT, panel_date=NEXT_MEETING)


def test_a_correction_of_what_was_issued_reads_corrected_and_is_no_arrow(issued, following):
    basis = following.bases.get()
    assert issue_compared_with(basis) == issued
    rows = index(look_at(basis.register, whole(following), scope_of(basis))).rows
    assert {row.ref: row.movement for row in rows} == {1: Movement.CORRECTED, 2: Movement.UP, 3: Movement.STATIC}
    assert "corrected" in print_paper(make_document(following, Edition.PUBLIC)).html.lower()


def test_where_that_day_was_never_issued_nothing_is_corrected(issued):
    register = register_of(issued.paper)
    with clock.at(clock.moment_on(LATER)):
        paper = start_paper(register, as_at=NEXT, compared_with=date(2020, 7, 31), panel_date=NEXT_MEETING)
    assert scope_of(paper.bases.get()).issued is None


def test_after_issue_what_was_corrected_and_what_happened_since_are_told_in_words(issued):
    cleared = audience_of(somebody((Role.READER, issued.paper.organisation), cleared_by=[issued.paper.organisation]))
    (register,) = since_issue(issued, cleared)
    assert [f"{one.printed_ref}: {one.words}" for one in register.corrected] == [
        "1: Score: VH v H, High; it was H v H, High"
    ]
    assert [f"{one.printed_ref}: {one.words}" for one in register.since] == [
        "2: Score: VH v VH, Very high; it was L v M, Medium"
    ]
    assert register.now_as_at == NEXT


def test_the_comparison_is_for_who_reads_the_full_edition(issued):
    own, address = issued.paper.organisation, reverse("reports:issue-changes", args=[issued.paper.slug, 1])
    page = client_of(somebody((Role.READER, own), cleared_by=[own])).get(address)
    assert "VH v H, High; it was H v H, High" in page.content.decode()
    assert client_of(somebody((Role.READER, own))).get(address).status_code == 404


def test_the_panel_is_told_what_changed_between_two_issued_papers(issued, following):
    post = issued.paper.reporters.get().post
    following.reporters.create(post=post, place=0)
    write(following.sections.first(), body="Another quarter.")

    second = issue(make_ready(paper=following, by=somebody()), on=date(2020, 12, 1))
    member = panel_member()
    (told,) = since_paper_before(second, audience_of(member))
    assert told.before == issued
    assert [f"{one.printed_ref}: {one.words}" for one in told.changes] == [
        "1: Score: VH v H, High; it was H v H, High",
        "2: Score: VH v VH, Very high; it was L v M, Medium",
    ]
    page = client_of(member).get(reverse("reports:panel-meeting", args=[NEXT_MEETING.isoformat()])).content.decode()
    assert "VH v VH, Very high; it was L v M, Medium" in page
    assert second.snapshot["bases"][0]["compared_issue"] == {"paper": issued.paper.slug, "number": 1}
