"""Files made in the background: asked for once, made for whoever may have them, never silently gone."""

import os
import shutil
import signal
import subprocess
import sys
import time
from datetime import date, timedelta
from io import BytesIO

import pypdf
import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client

from registers import clock
from registers.actions import assessments, people, risks
from registers.models import Blob, Clearance, Role, SensitiveRead
from reports import jobs, making
from reports.actions import renderings as actions
from reports.models import Edition, Rendering, State
from reports.models.jobs import SILENT_AFTER, TAKEN_UP_WITHIN
from tests.factories import OrganisationFactory, agree, client_of, score_risk, somebody
from tests.paper_worlds import AS_AT, register_of, secretary_of, settled_register, start_paper
from tests.sites import ROOT, environ_for


@pytest.fixture
def paper(db):
    return start_paper()


@pytest.fixture
def secretary(paper):
    return secretary_of(register_of(paper))


@pytest.fixture
def quiet_queue(monkeypatch):
    """Jobs stay in the queue: these tests are the worker."""
    queued = []
    monkeypatch.setattr(jobs, "enqueue", queued.append)
    return queued


def asked(paper, by, edition=Edition.PUBLIC):
    from registers.access import audience_of

    return actions.request_paper(paper=paper, edition=edition, by=by, audience=audience_of(by))


def text(response):
    return response.content.decode()


def after(rendering, wait):
    """The same moment for whoever looks later."""
    rendering.refresh_from_db()
    return clock.at((rendering.heartbeat_at or rendering.requested_at) + wait)


# The life of a job -----------------------------------------------------------------------------


def test_pressing_twice_asks_for_one_file(paper, secretary, quiet_queue):
    assert asked(paper, secretary) == asked(paper, secretary)
    assert len(quiet_queue) == 1
    assert asked(paper, secretary, Edition.FULL) != asked(paper, secretary)


def test_a_job_has_one_worker_at_a_time(paper, secretary, quiet_queue):
    job = asked(paper, secretary)
    taken = actions.take(job.key)
    assert (taken.state, taken.attempts) == (State.RUNNING, 1)
    assert actions.take(job.key) is None
    assert actions.tell(taken, 40, "Laying out page 2")
    job.refresh_from_db()
    assert (job.progress, job.words) == (40, "Laying out page 2")


def test_a_silent_worker_loses_its_job_to_the_next_and_can_write_no_more(paper, secretary, quiet_queue):
    job = asked(paper, secretary)
    first = actions.take(job.key)
    with after(job, SILENT_AFTER + timedelta(seconds=1)):
        job.refresh_from_db()
        assert job.shown_state == State.WAITING
        second = actions.take(job.key)
        assert second.attempts == 2
        late = {"content": b"%PDF late", "file_name": "x.pdf"}
        assert not actions.beat(first)
        assert not actions.tell(first, 90, "late")
        assert not actions.finish(first, **late)
        assert not actions.fail(first, "late")
        assert actions.finish(second, **late | {"content": b"%PDF in time"})
    job.refresh_from_db()
    assert bytes(job.blob.content) == b"%PDF in time"


def test_a_job_whose_worker_died_twice_is_failed_and_may_be_asked_again(paper, secretary, quiet_queue):
    job = asked(paper, secretary)
    actions.take(job.key)
    with after(job, SILENT_AFTER + timedelta(seconds=1)):
        actions.take(job.key)
    with after(job, SILENT_AFTER + timedelta(seconds=1)):
        job.refresh_from_db()
        assert job.shown_state == State.FAILED
        assert actions.take(job.key) is None
    job.refresh_from_db()
    assert (job.state, job.error) == (State.FAILED, actions.GAVE_UP)
    again = actions.try_again(rendering=job)
    assert (again.state, again.attempts, len(quiet_queue)) == (State.WAITING, 0, 2)


def test_a_silent_job_that_nobody_takes_up_is_shown_as_failed(paper, secretary, quiet_queue):
    job = asked(paper, secretary)
    actions.take(job.key)
    page = client_of(secretary)
    with after(job, SILENT_AFTER + timedelta(seconds=1)):
        assert "will be taken up again" in text(page.get(job.get_absolute_url()))
    with after(job, SILENT_AFTER + TAKEN_UP_WITHIN + timedelta(seconds=1)):
        shown = text(page.get(job.get_absolute_url()))
        assert "Try again" in shown
        assert "<noscript>" not in shown
        page.post(f"{job.get_absolute_url()}again/")
    job.refresh_from_db()
    assert job.state == State.WAITING


def test_a_running_job_is_not_started_anew_by_a_stray_press(paper, secretary, quiet_queue):
    job = asked(paper, secretary)
    actions.take(job.key)
    client_of(secretary).post(f"{job.get_absolute_url()}again/")
    job.refresh_from_db()
    assert (job.state, len(quiet_queue)) == (State.RUNNING, 1)


def test_a_waiting_job_says_so_and_its_page_looks_again_without_scripts(paper, secretary, quiet_queue):
    job = asked(paper, secretary)
    page = client_of(secretary)
    shown = text(page.get(job.get_absolute_url()))
    assert "Waiting to start" in shown
    assert '<noscript><meta http-equiv="refresh"' in shown
    with after(job, timedelta(minutes=2)):
        assert "is not running" in text(page.get(job.get_absolute_url()))


def test_a_worker_told_to_stop_puts_its_job_back(paper, secretary, quiet_queue, monkeypatch):
    job = asked(paper, secretary)

    def stopped(rendering):
        raise SystemExit(1)

    monkeypatch.setitem(making.MAKERS, "paper", stopped)
    with pytest.raises(SystemExit):
        jobs.render.func(str(job.key))
    job.refresh_from_db()
    assert (job.state, job.lease) == (State.WAITING, None)


def test_an_unforeseen_failure_is_told_without_its_details(paper, secretary, quiet_queue, monkeypatch):
    job = asked(paper, secretary)

    def broken(rendering):
        raise RuntimeError("Nightjar at line 7")

    monkeypatch.setitem(making.MAKERS, "paper", broken)
    assert jobs.render.func(str(job.key)) == "failed"
    page = text(client_of(secretary).get(job.get_absolute_url()))
    assert "Something went wrong while the PDF was being made" in page
    assert "Nightjar" not in page


def test_a_file_over_ten_megabytes_is_refused(paper, secretary, quiet_queue):
    taken = actions.take(asked(paper, secretary).key)
    with pytest.raises(ValidationError, match="larger than 10 MB"):
        actions.finish(taken, content=b"x" * (10 * 1024 * 1024 + 1), file_name="x")


def test_whoever_lost_their_role_meanwhile_gets_no_file(paper, secretary, quiet_queue):
    job = asked(paper, secretary)
    secretary.memberships.update(until=date(2020, 1, 1))
    assert jobs.render.func(str(job.key)) == "failed"
    job.refresh_from_db()
    assert job.error == making.NOT_YOURS


def test_whoever_lost_their_clearance_meanwhile_gets_no_full_edition(paper, secretary, quiet_queue):
    job = asked(paper, secretary, Edition.FULL)
    Clearance.objects.filter(user=secretary).update(until=date(2020, 1, 1))
    assert jobs.render.func(str(job.key)) == "failed"
    job.refresh_from_db()
    assert "you are not cleared for it" in job.error


# Made and downloaded ---------------------------------------------------------------------------


@pytest.mark.pdf
def test_an_edition_is_asked_for_made_and_downloaded(paper, secretary):
    page = client_of(secretary)
    answer = page.post(f"{paper.get_absolute_url()}pdf/", {"edition": "public"}, follow=True)
    job = Rendering.objects.get()
    assert answer.redirect_chain == [(job.get_absolute_url(), 302)]
    assert "The PDF is ready" in text(answer)
    file = page.get(f"{job.get_absolute_url()}download/")
    assert file["Content-Disposition"] == 'attachment; filename="mopac-risk-update-2020-09-public.pdf"'
    assert "no-store" in file["Cache-Control"]
    assert pypdf.PdfReader(BytesIO(file.content)).metadata.title == "MOPAC Risk Management update (public edition)"
    assert not SensitiveRead.objects.exists()


@pytest.mark.pdf
def test_downloading_the_full_edition_is_logged_for_the_bodys_administrators(paper, secretary):
    page = client_of(secretary)
    page.post(f"{paper.get_absolute_url()}pdf/", {"edition": "full"})
    page.get(f"{Rendering.objects.get().get_absolute_url()}download/")
    read = SensitiveRead.objects.get()
    assert (read.kind, read.user, read.organisation) == ("download", secretary, paper.organisation)
    assert read.what == "MOPAC Risk Management update, 15 September 2020: full edition (PDF)"


@pytest.mark.pdf
def test_the_same_edition_made_twice_is_one_file(paper, secretary):
    page = client_of(secretary)
    for _ in range(2):
        page.post(f"{paper.get_absolute_url()}pdf/", {"edition": "public"})
    assert Rendering.objects.filter(state=State.DONE).count() == 2
    assert Blob.objects.count() == 1


@pytest.mark.pdf
def test_nobody_else_downloads_an_edition(paper, secretary):
    client_of(secretary).post(f"{paper.get_absolute_url()}pdf/", {"edition": "full"})
    address = Rendering.objects.get().get_absolute_url()
    body = paper.organisation
    others = [
        somebody((Role.LEAD, body), cleared_by=[body]),
        somebody((Role.SECRETARIAT, OrganisationFactory(slug="met")), cleared_by=[body]),
        secretary_of(register_of(paper), cleared=False),
    ]
    for other in others:
        for tail in ("", "download/"):
            assert client_of(other).get(address + tail).status_code == 404
        assert client_of(other).post(f"{address}again/").status_code == 404
    assert Client().get(f"{address}download/").url.startswith("/accounts/login/")


# The one-page risk template ---------------------------------------------------------------------


@pytest.fixture
def register(db):
    register = settled_register()
    money, estate = register.risks.get(ref=1), register.risks.get(ref=2)
    with clock.at(clock.moment_on(date(2020, 5, 5))):
        common = {"risk": money, "by": somebody(), "version": None, "on": date(2020, 5, 5)}
        risks.depend(**common, depends_on=estate)
        assessments.expect(**common, likelihood=1, impact=2, expected_by=date(2020, 12, 31), reason="A grant is near")
        score_risk(money, 2, 2, on=date(2020, 5, 6), kind="target")
        score_risk(money, 4, 3, on=date(2020, 5, 6), reason="Costs rose")
    agree(register, AS_AT, on=date(2020, 7, 2))
    return register


def template_of(risk, user, query=""):
    """What the PDF says that this person is given."""
    page = client_of(user)
    address = f"{risk.get_absolute_url()}template.pdf{query}"
    assert "Make the PDF" in text(page.get(address))
    job = page.post(address).url
    file = page.get(f"{job}download/")
    reader = pypdf.PdfReader(BytesIO(file.content))
    return " ".join(" ".join(page.extract_text().split()) for page in reader.pages), len(reader.pages)


@pytest.mark.pdf
def test_a_risk_is_printed_on_one_page_with_everything_its_reader_may_see(register):
    lead = somebody((Role.LEAD, register.organisation), cleared_by=[register.organisation])
    words, pages = template_of(register.risks.get(ref=1), lead, "?as_at=2020-06-30&since=2020-03-31")
    assert pages == 1
    for part in (
        "1 Money",
        "VH v H",
        "↑ Up",
        "Costs rose",
        "M v M",
        "Director of Plans",
        "2 Estate",
        "A grant is near",
    ):
        assert part in words, part
    assert "OFFICIAL-SENSITIVE" in words


@pytest.mark.pdf
def test_a_risk_looked_at_every_month_still_fits_on_one_page(register):
    money = register.risks.get(ref=1)
    for month in range(1, 13):
        score_risk(money, 4, 3, on=date(2021, month, 5), reason="No change")
    lead = somebody((Role.LEAD, register.organisation), cleared_by=[register.organisation])
    words, pages = template_of(money, lead, "?as_at=2021-12-31")
    assert pages == 1
    assert "5 October 2021" not in words  # the chart and its table tell of changes, not of each look


@pytest.mark.pdf
def test_neither_checker_finds_anything_wrong_with_a_risk_on_one_page(register, tmp_path):
    import outloud
    import page

    lead = somebody((Role.LEAD, register.organisation), cleared_by=[register.organisation])
    client_of(lead).post(f"{register.risks.get(ref=1).get_absolute_url()}template.pdf")
    file = tmp_path / "risk.pdf"
    file.write_bytes(bytes(Blob.objects.get().content))
    assert [failure.message for failure in page.validate_pdf(file, profile="ua1").failures] == []
    # Its chart's table is too small for outloud to be sure that its first cells are headers.
    assert [found.rule for found in outloud.check(str(file)).sorted_findings() if found.rule != "TBL-010"] == []


@pytest.mark.pdf
def test_an_uncleared_colleague_is_given_the_page_without_the_scores(register):
    reader = somebody((Role.READER, register.organisation))
    words, _ = template_of(register.risks.get(ref=1), reader)
    assert "1 Money" in words
    assert "Withheld" in words
    for part in ("VH v H", "Very high", "Costs rose", "A grant is near", "M v M", "OFFICIAL-SENSITIVE"):
        assert part not in words, part


def test_an_uncleared_colleague_can_watch_their_page_being_made(register, quiet_queue):
    reader = client_of(somebody((Role.READER, register.organisation)))
    job = reader.post(f"{register.risks.get(ref=1).get_absolute_url()}template.pdf").url
    assert "Waiting to start" in text(reader.get(job))
    assert reader.get(f"{job}download/").status_code == 404


@pytest.mark.pdf
def test_the_other_body_is_given_what_is_agreed(register):
    other = somebody((Role.READER, OrganisationFactory(slug="met")), cleared_by=[register.organisation])
    score_risk(register.risks.get(ref=1), 1, 1, on=date(2020, 8, 8), reason="Not yet agreed")
    words, _ = template_of(register.risks.get(ref=1), other)
    assert "VH v H" in words
    assert "Not yet agreed" not in words
    own, _ = template_of(
        register.risks.get(ref=1), somebody((Role.LEAD, register.organisation), cleared_by=[register.organisation])
    )
    assert "L v L" in own


@pytest.mark.pdf
def test_a_risk_page_is_for_whoever_asked_and_only_while_they_may_see_it(register):
    body = register.organisation
    lead, colleague = (somebody((Role.LEAD, body), cleared_by=[body]) for _ in range(2))
    job = client_of(lead).post(f"{register.risks.get(ref=1).get_absolute_url()}template.pdf").url
    assert client_of(colleague).get(f"{job}download/").status_code == 404
    assert client_of(lead).get(f"{job}download/").status_code == 200
    assert SensitiveRead.objects.filter(kind="download", user=lead).count() == 1
    clearance = Clearance.objects.get(user=lead)
    people.end_clearance(clearance=clearance, by=somebody())
    answer = client_of(lead).get(f"{job}download/")
    assert (answer.status_code, answer["Content-Type"]) == (403, "text/html; charset=utf-8")


@pytest.mark.pdf
def test_a_hidden_risk_has_no_page(register):
    hidden = register.risks.get(ref=2)
    with clock.at(clock.moment_on(date(2020, 8, 8))):
        risks.mark(
            risk=hidden, by=somebody(), version=None, on=date(2020, 8, 8), marking="official-sensitive", reason="x"
        )
    reader = somebody((Role.READER, register.organisation))
    address = f"{hidden.get_absolute_url()}template.pdf"
    assert client_of(reader).get(address).status_code == 404
    assert client_of(reader).post(address).status_code == 404
    words, _ = template_of(register.risks.get(ref=1), reader)
    assert "Estate" not in words


def test_web_workers_never_load_what_makes_pdfs(tmp_path):
    program = "import django; django.setup(); import riskportal.urls, reports.jobs, sys; print([*sys.modules])"
    environ = environ_for(tmp_path, f"sqlite:///{tmp_path / 'none.sqlite3'}")
    told = subprocess.run([sys.executable, "-c", program], env=environ, cwd=ROOT, capture_output=True)
    assert b"'reports.jobs'" in told.stdout
    assert b"'weasyprint'" not in told.stdout


# A killed worker ---------------------------------------------------------------------------------

WORKER = """
import sys, time, threading
import django
django.setup()
from datetime import timedelta
from reports import jobs, making, models
from reports.models import jobs as held
for module in (jobs, held):
    module.BEAT_EVERY, module.SILENT_AFTER = timedelta(seconds=0.3), timedelta(seconds=2)
held.TAKEN_UP_WITHIN = timedelta(seconds=60)
jobs.LOOK_AGAIN = timedelta(seconds=3)
from django.core.management import call_command
if sys.argv[1] == "ask":
    from registers.access import audience_of
    from registers.models import User
    from reports.actions.renderings import request_paper
    user = User.objects.get(email="secretary@body.example")
    paper = models.Paper.objects.get()
    print(request_paper(paper=paper, edition="public", by=user, audience=audience_of(user)).key)
elif sys.argv[1] == "prepare":
    from tests.paper_worlds import register_of, secretary_of, start_paper
    paper = start_paper()
    user = secretary_of(register_of(paper))
    type(user).objects.filter(pk=user.pk).update(email="secretary@body.example")
else:
    if sys.argv[1] == "slow":
        make = making.MAKERS["paper"]
        making.MAKERS["paper"] = lambda rendering: (time.sleep(60), make(rendering))[1]
    call_command("db_worker", interval=0.2, startup_delay=False, reload=False, verbosity=0)
"""


class Site:
    """A database file of its own, and programs that work on it as in production."""

    def __init__(self, folder, migrated):
        self.file = shutil.copy(migrated, folder / "site.sqlite3")
        self.script = folder / "worker.py"
        self.script.write_text(WORKER)
        self.environ = environ_for(folder, f"sqlite:///{self.file}")

    def start(self, what):
        return subprocess.Popen([sys.executable, self.script, what], env=self.environ, cwd=ROOT, stdout=subprocess.PIPE)

    def run(self, what):
        program = self.start(what)
        output, _ = program.communicate(timeout=120)
        assert program.returncode == 0
        return output.decode().strip()

    def row(self):
        import sqlite3

        connected = sqlite3.connect(self.file, timeout=20)
        try:
            columns = "state, attempts, heartbeat_at, progress, blob_id"
            return connected.execute(f"select {columns} from reports_rendering").fetchone()  # noqa: S608
        finally:
            connected.close()

    def wait_until(self, holds, patience=60):
        until = time.monotonic() + patience
        while time.monotonic() < until:
            row = self.row()
            if row and holds(row):
                return row
            time.sleep(0.1)
        raise AssertionError(f"It never came to that: {self.row()}")


@pytest.mark.pdf
@pytest.mark.skipif(connection.vendor != "sqlite", reason="the killed worker has a database file of its own")
def test_a_worker_killed_in_the_middle_is_followed_by_another_that_finishes_the_job(tmp_path, migrated):
    site = Site(tmp_path, migrated)
    site.run("prepare")
    site.run("ask")
    killed = site.start("slow")
    try:
        _, _, first_beat, *_ = site.wait_until(lambda row: row[0] == "running")
        site.wait_until(lambda row: row[2] > first_beat)  # it says that it is alive while it works
    finally:
        os.kill(killed.pid, signal.SIGKILL)
        killed.wait()
    assert site.row()[0] == "running"  # nobody has noticed yet: this is what must not stay so
    following = site.start("work")
    try:
        _, attempts, *_, blob = site.wait_until(lambda row: row[0] == "done")
    finally:
        following.terminate()
        following.wait()
    assert attempts == 2
    assert blob
