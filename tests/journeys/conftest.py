"""What does every journey start from? The demo as `make demo` loads it, and people with a browser each.

Loading takes seconds, so it is done once for the whole run and copied into the database before each journey.
"""

import json
import sqlite3
from contextlib import closing
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection

from registers.models import User
from tests.browsing import let_in
from tests.factories import client_of
from tests.journeys.steps import PASSWORD, Visitor
from tests.sites import one_at_a_time


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
    return {user.email: client_of(user).cookies["sessionid"].value for user in User.objects.all()}


@pytest.fixture(scope="session")
def demo_copy(django_db_setup, django_db_blocker, common_folder, tmp_path_factory):
    """The loaded demo in a file, and who is signed in to it. Whichever worker comes first makes it."""
    database, sessions = common_folder / "demo.sqlite3", common_folder / "demo-sessions.json"
    with (
        one_at_a_time(common_folder / "demo.lock"),
        django_db_blocker.unblock(),
        pytest.MonkeyPatch.context() as environ,
    ):
        if not sessions.exists():
            environ.setenv("DEMO_PASSWORD", PASSWORD)
            empty = tmp_path_factory.getbasetemp() / "empty.sqlite3"
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
def visitor(live_server, demo, new_page):
    """Somebody with a browser of their own: visitor("lead@met.example", width=320)."""

    def arrive(who=None, width=1280, scripts=True):
        page = new_page(width, scripts)
        if who:
            let_in(page, live_server.url, demo[who])
        return Visitor(page, live_server.url, width, scripts)

    return arrive
