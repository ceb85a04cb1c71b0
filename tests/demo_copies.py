"""The demo as `make demo` loads it. Loading takes seconds, so on SQLite a run does it once and copies the result."""

import sqlite3
from contextlib import closing
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection

from registers.models import User
from tests.factories import client_of

PASSWORD = "demo-password-1"


def load():
    with pytest.MonkeyPatch.context() as environ:
        environ.setenv("DEMO_PASSWORD", PASSWORD)
        call_command("load_demo", drafts=True, stdout=StringIO())  # tests that want issued papers issue them


def sign_everybody_in() -> dict[str, str]:
    """A session for each person of the demo: {e-mail: cookie}. Only the main journey needs to type a password."""
    return {user.email: client_of(user).cookies["sessionid"].value for user in User.objects.all()}


def copy_to(path):
    """The tests' database, into a file."""
    connection.ensure_connection()
    with closing(sqlite3.connect(path)) as copy:
        connection.connection.backup(copy)


def copy_from(path):
    """The tests' database, out of a file."""
    connection.ensure_connection()
    with closing(sqlite3.connect(path)) as copy:
        copy.backup(connection.connection)
