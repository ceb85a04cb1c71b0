"""A server killed in the middle of issuing: the issue is whole or absent, and the next worker makes it whole."""

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

WORKER = """
import sys, time
from datetime import datetime, timedelta, UTC
import django
django.setup()
from registers import clock
from reports import jobs
from reports.actions import issuing
from reports.models import Rendering

if sys.argv[1] == "prepare":
    jobs.enqueue = lambda job: None
    from tests.issue_worlds import ask, clear_all, ready_paper
    ask(clear_all(ready_paper()))
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

    def rows(self):
        """How many issues, editions and files there are, how far the paper is, and its job."""
        connected = sqlite3.connect(self.file, timeout=20)
        try:
            counted = [
                connected.execute(f"select count(*) from {table}").fetchone()[0]  # noqa: S608
                for table in ("reports_issue", "reports_issuededition", "registers_blob")
            ]
            stage = connected.execute("select stage from reports_paper").fetchone()[0]
            return *counted, stage, connected.execute("select state from reports_rendering").fetchone()[0]
        finally:
            connected.close()


@pytest.mark.pdf
@pytest.mark.skipif(connection.vendor != "sqlite", reason="the killed worker has a database file of its own")
def test_a_worker_killed_while_it_writes_leaves_nothing_and_the_next_one_issues_it_whole(tmp_path, migrated):
    site = Site(tmp_path, migrated)
    site.run("prepare")
    killed = site.start("slow")
    try:
        assert killed.stdout.readline().strip() == "half written"
        time.sleep(0.2)
    finally:
        os.kill(killed.pid, signal.SIGKILL)
        killed.wait()
    assert site.rows() == (0, 0, 0, "ready", "running")  # nobody has noticed yet
    assert site.run("later") == "done"
    assert site.rows() == (1, 2, 4, "issued", "done")
