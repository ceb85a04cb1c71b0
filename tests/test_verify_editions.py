"""verify_editions: right while nothing was touched, and it says in words what was."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from registers import clock
from registers.actions import corrections, risks
from registers.models import Assessment, Blob, Wording
from reports import verifying
from reports.models import AppendixKind
from tests.factories import agree, score_risk, somebody
from tests.issue_worlds import issue, ready_paper
from tests.paper_worlds import AS_AT, register_of
from tests.test_issuing import quickly  # noqa: F401 - editions are drawn as a few bytes where it does not matter

pytestmark = pytest.mark.django_db
LATER = date(2020, 11, 2)


def verified(*papers, **said):
    out = StringIO()
    try:
        call_command("verify_editions", *papers, stdout=out, **said)
    except CommandError as problem:
        return f"{out.getvalue()}{problem}"
    return out.getvalue()


@pytest.mark.pdf
def test_what_was_issued_is_proved_by_its_checksums_position_and_pages():
    kept = issue()
    register = register_of(kept.paper)
    with clock.at(clock.moment_on(LATER)):
        score_risk(register.risks.get(ref=1), 4, 4, on=LATER)
        score_risk(register.risks.get(ref=2), 2, 2, on=AS_AT, recorded=LATER, reason="Found out late")
    agree(register, AS_AT, on=LATER)
    said = verified()
    assert "WRONG" not in said
    assert said.count("the same byte for byte") == 2
    assert "3 risks, as they were issued" in said
    assert said.endswith("Everything is what was issued.\n")


@pytest.mark.pdf
def test_with_other_programs_the_text_and_tags_must_be_the_same():
    kept = issue()
    edition = kept.editions.get(edition="public")
    changed = bytes(edition.pdf.content).replace(b"/Producer", b"/Producer", 1) + b"\n% another hand\n"
    edition.pdf = Blob.objects.keep(changed, "application/pdf")
    edition.fingerprint = "an older pen"
    edition.save()
    assert "Drawn again by other programs, its text and tags are the same" in verified()
    type(edition).objects.filter(pk=edition.pk).update(fingerprint=kept.editions.get(edition="full").fingerprint)
    assert "its bytes are others" in verified()


@pytest.mark.usefixtures("quickly")
def test_a_stored_file_that_was_changed_is_told():
    kept = issue()
    blob = kept.editions.get(edition="full").html
    Blob.objects.filter(pk=blob.pk).update(content=b"Something else")
    said = verified(without_drawing=True)
    assert "WRONG  MOPAC Risk Management" in said
    assert "Changed since it was issued: page" in said
    assert "is not what was issued" in said


@pytest.mark.usefixtures("quickly")
def test_a_file_beside_an_edition_that_was_exchanged_or_taken_away_is_told():
    paper = ready_paper()
    plan = {"kind": AppendixKind.FILE, "file_name": "plan.txt", "blob": Blob.objects.keep(b"A plan", "text/plain")}
    paper.appendices.create(slug="plan", title="A plan", order=9, **plan)
    kept = issue(paper)
    assert verified(without_drawing=True).count("3 files have the checksums") == 2
    file = kept.editions.get(edition="public").files.get()
    file.blob = Blob.objects.keep(b"Another plan", "text/plain")
    file.save()
    assert f"public edition: Changed since it was issued: {file.label}." in verified(without_drawing=True)
    kept.editions.get(edition="full").files.all().delete()
    assert "full edition: Files of the issue are missing: plan." in verified(without_drawing=True)


def _overwrite(model, column, value, risk):
    """The portal itself refuses to change a fact."""
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {model._meta.db_table} SET {column} = %s WHERE risk_id = %s", [value, risk.pk])  # noqa: S608


@pytest.mark.usefixtures("quickly")
def test_a_fact_changed_behind_the_portals_back_is_told_in_words():
    kept = issue()
    register = register_of(kept.paper)
    _overwrite(Assessment, "likelihood", 1, register.risks.get(ref=1))
    _overwrite(Wording, "title", "Another estate", register.risks.get(ref=2))
    said = verified(without_drawing=True)
    assert "risk 1: Score: L v H" in said
    assert "risk 2: Title: “Another estate”; it was “Estate”" in said


@pytest.mark.usefixtures("quickly")
def test_a_fact_dated_back_behind_the_portals_back_is_told_by_risk():
    """Kept as if it had been recorded before the board agreed, it would have been printed."""
    kept = issue()
    risk = register_of(kept.paper).risks.get(ref=3)
    score_risk(risk, 1, 1, on=AS_AT, recorded=AS_AT, reason="Slipped in")
    said = verified(without_drawing=True)
    assert "risk 3: Score: L v L" in said
    assert "1 of what was looked at is not what was issued." in said


@pytest.mark.usefixtures("quickly")
def test_a_correction_after_issue_is_no_fault():
    kept = issue()
    register = register_of(kept.paper)
    with clock.at(clock.moment_on(LATER)):
        fact = Assessment.objects.get(risk__register=register, risk__ref=1)
        corrections.correct(
            fact=fact, by=somebody(), version=None, on=fact.on, likelihood=1, impact=1, reason="A slip of the pen"
        )
        risks.edit(risk=register.risks.get(ref=2), by=somebody(), version=None, on=LATER, title="Buildings")
    agree(register, AS_AT, on=LATER)
    assert "WRONG" not in verified(without_drawing=True)


def test_papers_are_named_and_an_unknown_one_is_said():
    ready_paper()
    assert verified() == "Nothing has been issued.\nEverything is what was issued.\n"
    assert verified("no-such-paper") == "Nothing has been issued of no-such-paper."


@pytest.mark.pdf
def test_the_pages_of_a_pdf_are_read_with_its_tags():
    words, tags = verifying.said(bytes(issue().editions.get(edition="public").pdf.content))
    assert "how the risks stand" in " ".join(words)
    assert {"/H1", "/P", "/Table", "/TR", "/TH"} <= set(tags)
