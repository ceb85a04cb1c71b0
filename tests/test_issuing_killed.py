"""A server killed in the middle of issuing or of keeping a text: what it wrote is whole or absent, and goes on.

What it made is the same in every process: its files, and what was looked at before it was asked for.
"""

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time

import pytest
from django.db import connection

from tests.sites import ROOT, environ_for

pytestmark = pytest.mark.skipif(
    connection.vendor != "sqlite", reason="the killed program has a database file of its own"
)

WORKER = """
import sys, time
from datetime import datetime, timedelta, UTC
import django
django.setup()
from registers import clock
from reports import jobs
from reports.actions import issuing, writing
from reports.models import Rendering, Unsaved

if sys.argv[1] == "look":
    from reports.papers.digest import parts_of
    paper = Rendering.objects.get().paper
    print(parts_of(paper).whole, paper.renderings.get().issuing.digest)
    sys.exit()
if sys.argv[1] == "prepare":
    jobs.enqueue = lambda job: None
    from tests.factories import somebody
    from tests.issue_worlds import ask, clear_all, ready_paper
    from tests.paper_worlds import register_of, start_paper
    paper = ready_paper(slug="asked-for")
    ask(clear_all(paper))
    section = start_paper(register_of(paper), slug="draft").sections.first()
    with clock.at(datetime.now(UTC) - timedelta(minutes=11)):
        writing.keep(section=section, by=somebody(), body="Typed before.", based_on=section.version)
    sys.exit()
if sys.argv[1] in ("type", "type on"):
    row, kept = Unsaved.objects.get(), Unsaved.save

    def slowly(self, **said):
        kept(self, **said)
        print("half written", flush=True)
        time.sleep(120)

    if sys.argv[1] == "type":
        Unsaved.save = slowly
    writing.keep(section=row.section, by=row.user, body="Typed before. And more.", based_on=row.based_on)
    sys.exit()
key, kept = str(Rendering.objects.get().key), issuing._keep

def slowly(issue, paper, edition, made):
    kept(issue, paper, edition, made)
    print("half written", flush=True)
    time.sleep(120)

if sys.argv[1] == "slow":
    issuing._keep = slowly
    print(jobs.render.call(key))
else:
    with clock.at(datetime.now(UTC) + timedelta(minutes=1)):
        print(jobs.render.call(key))
"""


class Site:
    """A database file of its own, and programs that work on it as in production."""

    def __init__(self, folder, migrated):
        self.file = shutil.copy(migrated, folder / "site.sqlite3")
        self.script = folder / "worker.py"
        self.script.write_text(WORKER)
        self.environ = environ_for(folder, f"sqlite:///{self.file}") | {"INSECURE_HTTP": "true"}

    def start(self, what):
        return subprocess.Popen(
            [sys.executable, self.script, what], env=self.environ, cwd=ROOT, stdout=subprocess.PIPE, text=True
        )

    def run(self, what):
        program = self.start(what)
        output, _ = program.communicate(timeout=300)
        assert program.returncode == 0
        return output.strip()

    def elsewhere(self, *command):
        """A program of another time zone and hash seed: (what it ended with, what it said)."""
        environ = self.environ | {"TZ": "Pacific/Auckland", "PYTHONHASHSEED": "77"}
        done = subprocess.run([sys.executable, *command], env=environ, cwd=ROOT, capture_output=True, text=True)
        return done.returncode, done.stdout + done.stderr

    def execute(self, statement):
        connected = sqlite3.connect(self.file, timeout=20)
        with connected:
            connected.execute(statement)
        connected.close()

    def rows(self):
        """How many issues, editions and files there are, how far the paper is, and its job."""
        connected = sqlite3.connect(self.file, timeout=20)
        try:
            counted = [
                connected.execute(f"select count(*) from {table}").fetchone()[0]  # noqa: S608
                for table in ("reports_issue", "reports_issuededition", "registers_blob")
            ]
            stage = connected.execute("select stage from reports_paper where slug = 'asked-for'").fetchone()[0]
            return *counted, stage, connected.execute("select state from reports_rendering").fetchone()[0]
        finally:
            connected.close()

    def typed(self):
        """(what stands in the section of the draft, its version, what was typed there and is not saved)"""
        connected = sqlite3.connect(self.file, timeout=20)
        try:
            return connected.execute(
                "select s.body, s.version, u.body from reports_unsaved u join reports_section s on s.id = u.section_id"
            ).fetchone()
        finally:
            connected.close()

    def kill(self, what):
        """Start it, and kill it in the middle of what it writes."""
        killed = self.start(what)
        try:
            assert killed.stdout.readline().strip() == "half written"
            time.sleep(0.2)
        finally:
            os.kill(killed.pid, signal.SIGKILL)
            killed.wait()


@pytest.fixture(scope="module")
def site(tmp_path_factory, migrated):
    """A paper that was asked to be issued, and a draft into which somebody typed eleven minutes ago."""
    made = Site(tmp_path_factory.mktemp("site"), migrated)
    made.run("prepare")
    return made


def test_a_server_killed_while_it_keeps_a_text_leaves_what_was_kept_before(site):
    """What was typed eleven minutes ago was to become a version, and the new words to be kept: neither is, or both."""
    before = site.typed()
    assert before[2] == "Typed before."
    site.kill("type")
    assert site.typed() == before
    site.run("type on")
    assert site.typed() == ("Typed before.", before[1] + 1, "Typed before. And more.")


@pytest.mark.pdf
def test_a_worker_killed_while_it_writes_leaves_nothing_and_the_next_one_issues_it_whole(site):
    site.kill("slow")
    assert site.rows() == (0, 0, 0, "ready", "running")  # nobody has noticed yet
    assert site.run("later") == "done"
    assert site.rows() == (1, 2, 4, "issued", "done")

    ended, said = site.elsewhere(site.script, "look")
    looked_at, asked_for = said.split()
    assert (ended, looked_at) == (0, asked_for)
    ended, said = site.elsewhere("manage.py", "verify_editions")
    assert (ended, said.count("Drawn again, it is the same byte for byte")) == (0, 2), said

    site.execute(
        "UPDATE registers_blob SET content = CAST(substr(content, 1, 99) || x'21' || substr(content, 101) AS BLOB)"
        " WHERE content_type = 'application/pdf'"
    )
    ended, said = site.elsewhere("manage.py", "verify_editions", "--without-drawing")
    assert (ended, said.count("Changed since it was issued: PDF")) == (1, 2), said
