"""What does every journey start from? The demo as `make demo` loads it, and people with a browser each.

Loading takes seconds, so it is done once for the whole run and copied into the database before each journey.
"""

import fcntl
import json
import sqlite3
from contextlib import closing, contextmanager
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client

from registers.models import User
from tests.journeys.steps import PASSWORD, Visitor


@contextmanager
def one_at_a_time(path):
    with path.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def copy_to(path):
    connection.ensure_connection()
    with closing(sqlite3.connect(path)) as copy:
        connection.connection.backup(copy)


def copy_from(path):
    connection.ensure_connection()
    with closing(sqlite3.connect(path)) as copy:
        copy.backup(connection.connection)


def sign_everybody_in() -> dict[str, str]:
    """A session for each person of the demo: {e-mail: cookie}. Only the main journey needs to type a password."""
    sessions = {}
    for user in User.objects.all():
        client = Client()
        client.force_login(user)
        sessions[user.email] = client.cookies["sessionid"].value
    return sessions


@pytest.fixture(scope="session")
def demo_copy(django_db_setup, django_db_blocker, tmp_path_factory, worker_id):
    """The loaded demo in a file, and who is signed in to it. Whichever worker comes first makes it."""
    ours = tmp_path_factory.getbasetemp()
    folder = ours if worker_id == "master" else ours.parent
    database, sessions = folder / "demo.sqlite3", folder / "demo-sessions.json"
    with one_at_a_time(folder / "demo.lock"), django_db_blocker.unblock(), pytest.MonkeyPatch.context() as environ:
        if not sessions.exists():
            environ.setenv("DEMO_PASSWORD", PASSWORD)
            empty = ours / "empty.sqlite3"
            copy_to(empty)
            call_command("load_demo", stdout=StringIO())
            made = sign_everybody_in()
            copy_to(database)
            copy_from(empty)
            sessions.write_text(json.dumps(made))
    return database, json.loads(sessions.read_text())


@pytest.fixture
def demo(demo_copy, transactional_db):
    """The demo, as if nobody had been here yet. Gives the cookie of each person."""
    database, sessions = demo_copy
    copy_from(database)
    return sessions


@pytest.fixture
def visitor(browser, live_server, demo):
    """Somebody with a browser of their own: visitor("lead@met.example", width=320)."""
    contexts = []

    def arrive(who=None, width=1280, scripts=True):
        context = browser.new_context(
            viewport={"width": width, "height": 900},
            java_script_enabled=scripts,
            locale="en-GB",
            timezone_id="Europe/London",
        )
        contexts.append(context)
        if who:
            context.add_cookies([{"name": "sessionid", "value": demo[who], "url": live_server.url}])
        return Visitor(context.new_page(), live_server.url, width, scripts)

    yield arrive
    for context in contexts:
        context.close()
