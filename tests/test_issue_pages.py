"""A paper's way out as people walk it: made ready, cleared, issued, allowed, published; and who meets which page."""

import pytest
from django.test import Client
from django.urls import reverse

from registers import clock
from registers.models import Clearance, Role, SensitiveRead
from reports import issuing_job, jobs
from reports.actions import clearing, issuing, publishing, renderings
from reports.models import Edition, Issue, PaperClearance
from tests.factories import OrganisationFactory, client_of, somebody
from tests.issue_worlds import ISSUE_DAY, clear_all, holder_of, issue, panel_member, panel_secretary, ready_paper
from tests.paper_worlds import write
from tests.word_reading import WordFile

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _quickly(monkeypatch):
    """Editions are drawn as a few bytes: how they look is tested elsewhere."""

    def draw(rendering, prepared, number):
        return {
            edition: issuing.Made(
                printed.html, f"%PDF {edition}".encode(), 3, "a pen", printed.file_name, prepared.documents[edition]
            )
            for edition, printed in prepared.printed(number).items()
        }

    monkeypatch.setattr(issuing_job, "draw", draw)


@pytest.fixture(autouse=True)
def _on_the_day():
    with clock.at(clock.moment_on(ISSUE_DAY, 14)):
        yield


def url(name, *places):
    return reverse(f"reports:{name}", args=places)


def text(response):
    return " ".join(response.content.decode().split())


def send(client, address, **typed):
    """Open a form's page and send it back with what is typed, as a browser does."""
    page = client.get(address)
    assert page.status_code == 200, text(page)[:300]
    shown = page.context["form"].initial if page.context.get("form") is not None else {}
    day = {"on": f"{shown['on']:%d/%m/%Y}"} if "on" in shown else {}
    return client.post(address, {**shown, **day, **typed}, follow=True)


def secretary_of(paper):
    return client_of(somebody((Role.SECRETARIAT, paper.organisation), cleared_by=[paper.organisation]))


# From ready to published ----------------------------------------------------------------------------------------------


def test_a_paper_is_cleared_on_behalf_issued_allowed_and_published():
    paper = ready_paper()
    secretary, panel = secretary_of(paper), client_of(panel_secretary())
    page = text(secretary.get(url("paper-clearance", paper.slug)))
    assert "Not yet" in page

    address = url("paper-clear", paper.slug, "mopac", "chief-of-staff")
    assert "Say how the word came" not in text(secretary.get(address))
    page = text(send(secretary, address, came_by="E-mail of 9 September"))
    assert "Cleared on 10 September 2020" in page
    assert "on its behalf: E-mail of 9 September" in page

    page = text(send(panel, url("paper-issue", paper.slug)))
    assert "It has been issued: both editions are kept." in page
    page = text(panel.get(url("issue", paper.slug, 1)))
    assert "It has not been published." in page
    assert "MOPAC: has not allowed it" in page

    allow = url("issue-allow", paper.slug, 1, "mopac")
    assert panel.post(allow).status_code == 403
    assert "It waits for MOPAC to allow it." in text(panel.post(url("issue-publish", paper.slug, 1), follow=True))
    secretary.post(allow)
    assert "Published" in text(panel.post(url("issue-publish", paper.slug, 1), follow=True))
    assert Issue.objects.get().published_at is not None
    assert "It has been published." in text(secretary.post(allow, follow=True))


def test_a_request_only_asks_and_its_page_says_how_far_the_worker_is(monkeypatch):
    """Nothing is drawn while somebody waits for an answer; a second press leads to the job that is under way."""
    paper, panel, asked = clear_all(ready_paper()), client_of(panel_secretary()), []
    monkeypatch.setattr(jobs, "enqueue", asked.append)
    page = send(panel, url("paper-issue", paper.slug))
    assert "Waiting to start" in text(page)
    assert not Issue.objects.exists()
    job = renderings.take(asked[0].key)
    jobs.Teller(job, *issuing_job.PARTS[Edition.FULL], "Full edition: ")(0.5, "Laying out page 3")
    shown = text(panel.get(job.get_absolute_url()))
    assert "Full edition: Laying out page 3" in shown
    assert 'value="67"' in shown
    again = panel.get(url("paper-issue", paper.slug))
    assert job.get_absolute_url() in text(again)
    assert issuing_job.issue(job).number == 1
    assert "See what was issued" in text(panel.get(job.get_absolute_url()))


def test_a_holder_clears_for_their_post_and_only_once_they_may_read_it_all():
    paper = ready_paper()
    post = paper.reporters.get().post
    holder = holder_of(post, (Role.READER, paper.organisation))
    address = url("paper-clear", paper.slug, "mopac", "chief-of-staff")
    page = client_of(holder).get(address)
    assert page.status_code == 403
    assert "you are not cleared for it" in text(page)

    Clearance.objects.create(user=holder, organisation=paper.organisation, granted_by=holder, since=ISSUE_DAY)
    client = client_of(holder)
    assert "How did the word come?" not in text(client.get(address))
    send(client, address)
    assert PaperClearance.objects.get().came_by == ""
    assert client.get(paper.get_absolute_url()).status_code == 200  # named in it, so they read it
    assert client.post(url("paper-ready", paper.slug), {"to": "draft"}).status_code == 403


def test_a_change_after_clearance_cancels_it_and_another_body_cannot_clear():
    paper = clear_all(ready_paper())
    secretary = secretary_of(paper)
    assert "Every post that reports in it has cleared it" in text(secretary.get(url("paper-clearance", paper.slug)))
    write(paper.sections.first(), body="Quite another thing.")
    page = text(secretary.get(url("paper-clearance", paper.slug)))
    assert "Cancelled: cleared on 10 September 2020, and its part has been changed since" in page

    other = client_of(somebody((Role.SECRETARIAT, OrganisationFactory(slug="met"))))
    assert other.get(url("paper-clear", paper.slug, "mopac", "chief-of-staff")).status_code == 404


def test_what_was_shown_and_what_is_cleared_are_the_same():
    paper = ready_paper()
    secretary, address = secretary_of(paper), url("paper-clear", paper.slug, "mopac", "chief-of-staff")
    secretary.get(address)
    write(paper.sections.first(), body="Somebody was quick.")
    page = secretary.post(address, {"on": "10/9/2020", "came_by": "E-mail"})
    assert "has been changed since you opened this page" in text(page)
    assert not PaperClearance.objects.exists()


def test_a_clearance_is_withdrawn_and_the_paper_waits_again():
    paper = clear_all(ready_paper())
    secretary = secretary_of(paper)
    page = text(send(secretary, url("paper-clearance-withdraw", paper.slug, "mopac", "chief-of-staff"), came_by="Call"))
    assert "Withdrawn on 10 September 2020" in page
    panel = client_of(panel_secretary())
    assert "Chief of Staff has withdrawn the clearance." in text(panel.get(url("paper-issue", paper.slug)))


def test_the_panels_secretariat_knows_of_a_ready_paper_and_reads_no_word_of_it():
    paper = ready_paper()
    panel = client_of(panel_secretary())
    page = text(panel.get(paper.get_absolute_url(), follow=True))
    assert "Chief of Staff has not cleared it." in page
    assert "how the risks stand" not in page
    assert panel.get(url("paper-preview", paper.slug, "public")).status_code == 403
    clearing.take_back(paper=paper, by=somebody())
    assert panel.get(url("paper-issue", paper.slug)).status_code == 404


def test_a_supplement_is_begun_with_its_reason_and_the_first_issue_stays():
    kept = issue()
    secretary = secretary_of(kept.paper)
    page = text(send(secretary, url("paper-reopen", kept.paper.slug), reason="A count was wrong"))
    assert "It is a draft again" in page
    kept.paper.refresh_from_db()
    assert kept.paper.stage == "draft"
    assert client_of(panel_member()).get(url("edition", kept.paper.slug, 1, "full")).status_code == 200


# Who reads what -------------------------------------------------------------------------------------------------------


def visitors(paper):
    other, panel = OrganisationFactory(slug="met", short_name="the Met"), panel_member()
    return {
        "own reader": somebody((Role.READER, paper.organisation)),
        "own cleared": somebody((Role.READER, paper.organisation), cleared_by=[paper.organisation]),
        "other": somebody((Role.READER, other)),
        "other cleared": somebody((Role.READER, other), cleared_by=[paper.organisation]),
        "panel member": panel,
        "auditor": somebody((Role.AUDITOR, panel.memberships.get().organisation)),
    }


def test_each_edition_goes_to_whom_it_may_go_and_sensitive_reading_is_logged():
    kept = issue()
    answers = {
        name: [client_of(user).get(url("edition", kept.paper.slug, 1, edition)).status_code for edition in Edition]
        for name, user in visitors(kept.paper).items()
    }
    assert answers == {
        "own reader": [200, 404],
        "own cleared": [200, 200],
        "other": [200, 404],
        "other cleared": [200, 200],
        "panel member": [200, 200],
        "auditor": [200, 200],
    }
    read = SensitiveRead.objects.filter(what__contains="full edition")
    assert read.count() == 4
    assert read.first().organisation == kept.paper.organisation
    assert Client().get(url("edition", kept.paper.slug, 1, "public")).status_code == 302  # to sign in


def test_the_downloads_are_the_stored_bytes():
    kept = issue()
    client = client_of(panel_member())
    answer = client.get(url("edition-pdf", kept.paper.slug, 1, "full"))
    assert answer.content == b"%PDF full"
    assert answer["Content-Disposition"] == f'attachment; filename="{kept.paper.slug}-full.pdf"'
    assert SensitiveRead.objects.filter(kind="download").count() == 1
    page = text(client.get(url("issue", kept.paper.slug, 1)))
    assert kept.editions.get(edition="full").pdf.sha256 in page


def test_the_panels_page_lists_the_meeting_its_papers_and_both_editions():
    kept = issue()
    member = client_of(panel_member())
    assert "15 September 2020" in text(member.get(url("panel")))
    page = text(member.get(url("panel-meeting", "2020-09-15")))
    for words in ("MOPAC Risk Management", "Full edition", "Public edition"):
        assert words in page
    page = text(client_of(somebody((Role.READER, kept.paper.organisation))).get(url("panel-meeting", "2020-09-15")))
    assert "Public edition" in page
    assert "Full edition" not in page
    assert member.get(url("panel-meeting", "2020-09-16")).status_code == 404


# Everybody ------------------------------------------------------------------------------------------------------------


def turn_on(organisation):
    publishing.set_public_pages(organisation=organisation, by=somebody(), version=None, is_on=True)


def published_issue(paper=None):
    kept = issue(paper)
    for body in kept.paper.bodies:
        publishing.allow(issue=kept, organisation=body, by=somebody())
    return publishing.publish(issue=kept, by=somebody())


def test_a_published_paper_has_a_page_for_everybody_once_its_body_turned_that_on():
    kept = published_issue()
    stranger, pages = Client(), [url("published"), url("published-paper", kept.paper.slug)]
    pages += [url(f"published-{name}", kept.paper.slug, 1) for name in ("edition", "pdf", "html", "checksums", "word")]
    assert {stranger.get(page).status_code for page in pages} == {404}
    turn_on(kept.paper.organisation)
    answers = [stranger.get(page) for page in pages]
    assert {answer.status_code for answer in answers} == {200}
    everything = " ".join([*(text(answer) for answer in answers[:-1]), str(WordFile(answers[-1].content).words)])
    full = kept.editions.get(edition="full")
    for trace in (full.file_name, full.pdf.sha256, full.html.sha256, "%PDF full", "Full edition", "/full/"):
        assert trace not in everything
    assert "how the risks stand" in everything
    assert all("public" in answer["Cache-Control"] for answer in answers)
    assert "Set-Cookie" not in answers[0]
    assert stranger.get(url("published-edition", kept.paper.slug, 2)).status_code == 404


def test_what_is_issued_and_not_published_has_no_public_page():
    kept = issue()
    turn_on(kept.paper.organisation)
    assert Client().get(url("published-edition", kept.paper.slug, 1)).status_code == 404
    assert "No paper has been published yet" in text(Client().get(url("published")))


def test_an_administrator_turns_public_pages_on_and_nobody_else_does():
    paper = ready_paper()
    address = url("public-pages", "mopac")
    page = text(send(client_of(somebody((Role.ADMINISTRATOR, paper.organisation))), address, is_on="on"))
    assert "The public pages are on" in page
    assert secretary_of(paper).post(address, {"is_on": "on"}).status_code == 403
    assert client_of(panel_secretary()).get(address).status_code == 404
