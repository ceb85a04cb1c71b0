"""From cleared to issued: refused with every cause in words, written whole or not at all, and kept as it went out."""

from io import BytesIO

import pypdf
import pytest
from django.core.exceptions import ValidationError

from registers import clock
from registers.actions import assessments
from reports import issuing_job
from reports.actions import clearing, issuing
from reports.models import AppendixKind, Edition, Issue, IssuedEdition, Stage, State
from reports.papers.preparing import prepare
from tests.factories import agree, score_risk, somebody
from tests.issue_worlds import ask, clear_all, issue, panel_secretary, ready_paper
from tests.paper_worlds import AS_AT, register_of, write

pytestmark = pytest.mark.django_db


@pytest.fixture
def quickly(monkeypatch):
    """Editions are drawn as a few bytes: how they look is tested elsewhere."""

    def draw(rendering, prepared, number):
        return {
            edition: issuing.Made(
                printed.html, f"%PDF {edition}".encode(), 3, "a pen", printed.file_name, prepared.documents[edition]
            )
            for edition, printed in prepared.printed(number).items()
        }

    monkeypatch.setattr(issuing_job, "draw", draw)


def causes(paper, **said):
    with pytest.raises(ValidationError) as refused:
        ask(paper, **said)
    return refused.value.messages


def test_every_cause_that_stands_in_the_way_is_told_at_once():
    paper = ready_paper()
    paper.appendices.create(slug="map", kind=AppendixKind.FILE, title="A plan of the estate", order=9)
    assert causes(paper) == [
        "Chief of Staff has not cleared it.",
        "The appendix “A plan of the estate” is a file, and none has been attached.",
    ]
    assert not Issue.objects.exists()


def test_an_issue_keeps_both_editions_their_bytes_and_what_made_them(db):
    kept = issue()
    assert (kept.number, kept.kind, kept.paper.stage) == (1, "first", Stage.ISSUED)
    for edition in kept.editions.all():
        words = "".join(page.extract_text() for page in pypdf.PdfReader(BytesIO(bytes(edition.pdf.content))).pages)
        assert "DRAFT" not in words
        assert edition.pages == len(pypdf.PdfReader(BytesIO(bytes(edition.pdf.content))).pages)
        assert "weasyprint" in edition.fingerprint
        assert edition.file_name == f"{kept.paper.slug}-{edition.edition}.pdf"
        assert bytes(edition.html.content).lstrip().startswith(b"<!DOCTYPE html>")
    assert {edition.edition for edition in kept.editions.all()} == {"public", "full"}


def test_an_issue_keeps_the_text_and_the_position_it_rests_on(quickly):
    snapshot = issue().snapshot
    assert snapshot["schema"] == 1
    (basis,) = snapshot["bases"]
    assert basis["cells"] == {"1": [3, 3], "2": [1, 2], "3": [4, 4]}
    assert [risk["title"] for risk in basis["position"]["risks"]] == ["Money", "Estate", "Data"]
    assert "how the risks stand" in snapshot["text"]["sections"][0]["body"]
    assert snapshot["clearances"][0]["holds"] is True


def test_what_changes_between_looking_and_asking_is_not_issued(quickly):
    paper = clear_all(ready_paper())
    digest = prepare(paper).parts.whole
    write(paper.sections.first(), body="Something else.")
    with pytest.raises(ValidationError, match="has been changed since you opened this page"):
        issuing.ask(paper=paper, by=panel_secretary(), kind="first", digest=digest)


def test_what_changes_while_it_is_made_is_not_issued_and_the_person_is_told(quickly, monkeypatch):
    paper, drawn = clear_all(ready_paper()), issuing_job.draw

    def slowly(*said):
        write(paper.sections.first(), body="Somebody was quick.")
        return drawn(*said)

    monkeypatch.setattr(issuing_job, "draw", slowly)
    job = ask(paper)
    job.refresh_from_db()
    assert job.state == State.FAILED
    assert "Nothing was issued" in job.error
    assert not IssuedEdition.objects.exists()
    paper.refresh_from_db()
    assert paper.stage == Stage.READY


def test_an_issue_that_breaks_off_while_it_is_written_leaves_nothing(quickly, monkeypatch):
    paper, kept = clear_all(ready_paper()), issuing._keep

    def breaks(issue, paper, edition, made):
        if edition == Edition.FULL:
            raise KeyboardInterrupt
        kept(issue, paper, edition, made)

    monkeypatch.setattr(issuing, "_keep", breaks)
    with pytest.raises(KeyboardInterrupt):
        ask(paper)
    assert not Issue.objects.exists()
    assert not IssuedEdition.objects.exists()


def test_a_score_changed_after_issue_changes_no_byte_of_it(quickly):
    kept = issue()
    before = {edition.pk: (edition.pdf.sha256, edition.html.sha256) for edition in kept.editions.all()}
    risk = kept.paper.bases.get().register.risks.get(ref=1)
    with clock.at(clock.moment_on(AS_AT)):
        assessments.record(
            risk=risk, by=somebody(), version=None, on=AS_AT, likelihood=1, impact=1, reason="It was counted twice"
        )
    kept.refresh_from_db()
    assert {edition.pk: (edition.pdf.sha256, edition.html.sha256) for edition in kept.editions.all()} == before


def test_a_later_issue_says_why_and_the_first_stays(quickly):
    paper = issue().paper
    paper = clearing.make_ready(paper=clearing.reopen(paper=paper, by=somebody(), reason="A count"), by=somebody())
    write(paper.sections.first(), body="Corrected.")
    clear_all(paper)
    assert causes(paper, kind="correction") == ["Say why there is another issue: every reader is told."]
    job = ask(paper, kind="correction", reason="The count in 1.1 was wrong")
    job.refresh_from_db()
    second = job.issuing.issue
    assert (second.number, second.kind) == (2, "correction")
    html = bytes(second.editions.first().html.content).decode()
    assert "Correction: The count in 1.1 was wrong" in html
    assert second.editions.first().file_name.endswith("-issue-2-full.pdf")
    assert paper.issues.count() == 2


def test_a_paper_is_issued_once_however_often_it_is_asked_for(quickly, monkeypatch):
    from reports import jobs

    monkeypatch.setattr(jobs, "enqueue", lambda job: None)
    paper = clear_all(ready_paper())
    ask(paper)
    assert causes(paper) == [
        f"{paper.renderings.get().requested_by} asked for it to be issued already, and that is under way."
    ]


def test_who_serves_the_panel_no_more_issues_nothing(quickly, monkeypatch):
    from registers.models import Membership
    from reports import jobs

    queued = []
    with monkeypatch.context() as patched:
        patched.setattr(jobs, "enqueue", queued.append)
        ask(clear_all(ready_paper()))
    Membership.objects.filter(user=queued[0].requested_by).delete()
    assert jobs.render.call(str(queued[0].key)) == "failed"
    queued[0].refresh_from_db()
    assert queued[0].error == "You may no longer issue this paper."


def test_an_entry_of_an_earlier_moment_that_was_kept_meanwhile_is_not_left_out_in_silence(quickly, monkeypatch):
    """Nothing printed changes by it, yet what is kept would no longer be what the register gives for that moment."""
    paper, drawn = clear_all(ready_paper()), issuing_job.draw
    register = register_of(paper)

    def slowly(*said):
        score_risk(register.risks.get(ref=1), 3, 3, on=AS_AT, recorded=AS_AT, reason="Thought of once more")
        agree(register, AS_AT, meeting="Governance board, 30 June 2020")
        return drawn(*said)

    monkeypatch.setattr(issuing_job, "draw", slowly)
    job = ask(paper)
    job.refresh_from_db()
    assert (job.state, Issue.objects.count()) == (State.FAILED, 0)
    assert "Nothing was issued" in job.error
