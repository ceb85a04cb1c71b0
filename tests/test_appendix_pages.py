"""The pages of a paper's appendices: adding, setting up, ordering, attaching, removing; who reaches them."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from registers.models import Marking, SensitiveRead
from reports.actions import appendices as actions
from reports.models import AppendixKind, Edition, Stage
from reports.papers.editions import make_document
from tests.browsing import check_page, go, sign_in
from tests.factories import client_of, somebody
from tests.paper_worlds import register_of, secretary_of, start_paper

pytestmark = pytest.mark.django_db


@pytest.fixture
def paper():
    return start_paper()


@pytest.fixture
def secretary(paper):
    return client_of(secretary_of(register_of(paper)))


@pytest.fixture
def home(paper):
    return f"{paper.get_absolute_url()}appendices/"


def text(response):
    return response.content.decode()


def sent(appendix, **changes):
    return {"version": appendix.version, "title": appendix.title, "marking": appendix.marking} | changes


def added(paper, kind, title="Another", **said):
    return actions.add(paper=paper, by=somebody(), kind=kind, title=title, **said)


def test_an_appendix_is_added_set_up_moved_and_removed(paper, secretary, home):
    new = {"kind": "heat-map", "title": "Every score", "marking": "official-sensitive"}
    assert secretary.post(f"{home}new/", new).url == f"{home}every-score/"
    shown = text(secretary.get(f"{home}every-score/"))
    assert "Which risks does the map show?" in shown
    appendix = paper.appendices.get(slug="every-score")
    secretary.post(f"{home}every-score/", sent(appendix, rule="all", horizon="long-term", body="Look at it."))
    appendix.refresh_from_db()
    assert appendix.options == {"rule": "all", "horizon": "long-term"}
    secretary.post(f"{home}every-score/move/", {"step": "up"})
    assert [row.slug for row in paper.appendices.all()][1] == "every-score"
    assert "Remove “Every score”?" in text(secretary.get(f"{home}every-score/remove/"))
    assert paper.appendices.count() == 3
    secretary.post(f"{home}every-score/remove/", {"version": appendix.version})
    assert paper.appendices.count() == 2


def test_the_list_shows_labels_kinds_and_markings_and_buttons(paper, secretary, home):
    shown = " ".join(text(secretary.get(home)).split())
    assert "Appendix 1:" in shown
    assert "Summary risk position, OFFICIAL-SENSITIVE" in shown
    assert "Move down" in shown


def test_risks_are_chosen_by_their_names(paper, secretary, home):
    appendix = added(paper, AppendixKind.RISK_TEMPLATES)
    assert "1 Money" in text(secretary.get(f"{home}another/"))
    secretary.post(f"{home}another/", sent(appendix, refs=["1", "3"]))
    appendix.refresh_from_db()
    assert appendix.options == {"refs": [1, 3]}
    assert "Select a valid choice" in text(secretary.post(f"{home}another/", sent(appendix, refs=["99"])))


def test_a_file_is_attached_listed_and_downloaded_and_what_is_not_what_it_says_is_refused(paper, secretary, home):
    appendix = added(paper, AppendixKind.FILE, title="The evidence")
    good = SimpleUploadedFile("board paper.pdf", b"%PDF-1.7 something")
    assert secretary.post(f"{home}the-evidence/", sent(appendix, file=good)).status_code == 302
    appendix.refresh_from_db()
    assert appendix.file_name == "board paper.pdf"
    got = secretary.get(f"{home}the-evidence/file/")
    assert got.content == b"%PDF-1.7 something"
    assert got["Content-Disposition"].startswith("attachment")
    document = make_document(paper, Edition.PUBLIC)
    assert document.appendices[-1].listed_as.endswith("a file of its own, board paper.pdf")
    bad = SimpleUploadedFile("page.pdf", b"<html><script>alert(1)</script>")
    refused = secretary.post(f"{home}the-evidence/", sent(appendix, file=bad))
    assert "is not a PDF file" in text(refused)
    again = secretary.post(f"{home}the-evidence/", sent(appendix, title="The proof"))
    assert again.status_code == 302
    appendix.refresh_from_db()
    assert (appendix.title, appendix.file_name) == ("The proof", "board paper.pdf")


def test_a_statement_is_final_only_with_who_signed_it_and_when(paper, secretary, home):
    appendix = added(paper, AppendixKind.NARRATIVE, title="Statement")
    fields = sent(appendix, body="# One\n\nText.", numbers="headings", is_statement="on", is_final="on")
    assert "Name who signed the final statement" in text(secretary.post(f"{home}statement/", fields))
    fields |= {"signatory_1": "Director of Plans", "signed_on_1": "2020-07-01"}
    assert secretary.post(f"{home}statement/", fields).status_code == 302
    appendix.refresh_from_db()
    assert appendix.is_final
    assert appendix.signatories == [{"post": "Director of Plans", "on": "2020-07-01"}]


def test_a_narrative_is_previewed_and_nothing_is_saved(paper, secretary, home):
    appendix = added(paper, AppendixKind.NARRATIVE, title="Statement")
    fields = sent(appendix, body="**Bold** words", numbers="headings", preview="1")
    shown = text(secretary.post(f"{home}statement/", fields))
    assert "<strong>Bold</strong> words" in shown
    appendix.refresh_from_db()
    assert appendix.body == ""


def test_of_two_who_save_the_second_is_shown_both_texts(paper, secretary, home):
    appendix = added(paper, AppendixKind.NARRATIVE, title="Statement")
    first = sent(appendix, body="First words", numbers="headings")
    assert secretary.post(f"{home}statement/", first).status_code == 302
    shown = text(secretary.post(f"{home}statement/", first | {"body": "Second words"}))
    assert "saved this first" in shown
    assert "First" in shown
    assert "Second words</textarea>" in shown
    appendix.refresh_from_db()
    assert appendix.body == "First words"


def test_without_clearance_a_sensitive_appendix_is_neither_read_nor_changed(paper, home):
    appendix = added(paper, AppendixKind.NARRATIVE, title="Statement", marking=Marking.SENSITIVE)
    plain = {"title": "Statement", "marking": Marking.SENSITIVE, "body": "Quokka", "options": {}}
    actions.change(appendix=appendix, by=somebody(), version=None, **plain)
    uncleared = client_of(secretary_of(register_of(paper), cleared=False))
    for tail in ("statement/", "statement/remove/"):
        answer = uncleared.get(f"{home}{tail}")
        assert answer.status_code == 403
        assert "Quokka" not in text(answer)
    answer = uncleared.post(f"{home}statement/", sent(appendix, body="What I typed", numbers="headings"))
    assert answer.status_code == 403
    assert "What I typed" in text(answer)
    assert "you are not cleared to read it" in text(uncleared.get(home))
    cleared = client_of(secretary_of(register_of(paper)))
    assert "Quokka" in text(cleared.get(f"{home}statement/"))
    assert SensitiveRead.objects.filter(what__contains="appendix “Statement”").exists()


def test_strangers_and_lookers_on_are_kept_out(paper, home):
    assert client_of(somebody()).get(home).status_code == 404
    assert client_of(somebody()).post(f"{home}new/", {"kind": "counts", "title": "X"}).status_code == 404


def test_an_issued_paper_keeps_its_appendices(paper, secretary, home):
    appendix = added(paper, AppendixKind.COUNTS)
    paper.stage = Stage.ISSUED
    paper.save()
    assert "Add an appendix" not in text(secretary.get(home))
    secretary.post(f"{home}another/", sent(appendix, title="Changed"))
    secretary.post(f"{home}another/move/", {"step": "up"})
    secretary.post(f"{home}another/remove/", {"version": appendix.version})
    appendix.refresh_from_db()
    assert (appendix.title, appendix.order) == ("Another", 3)


# In a browser ---------------------------------------------------------------------------------------------------------


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("width", [1280, 320])
def test_every_page_of_the_appendices_fits_and_axe_finds_nothing(page, live_server, paper, home, width):
    for kind in (AppendixKind.HEAT_MAP, AppendixKind.RISK_TEMPLATES, AppendixKind.NARRATIVE, AppendixKind.FILE):
        added(paper, kind, title=kind.value)
    sign_in(page, live_server.url, secretary_of(register_of(paper)))
    page.set_viewport_size({"width": width, "height": 800})
    here = f"{live_server.url}{home}"
    for tail in ("", "new/", "heat-map/", "risk-templates/", "narrative/", "file/", "heat-map/remove/"):
        assert go(page, f"{here}{tail}").ok
        check_page(page, tail)
