"""The demo as `make demo` loads it. Loading takes half a minute, so a run does it once and copies the result."""

import sqlite3
from contextlib import closing, contextmanager
from io import StringIO

import pytest
from django.conf import settings
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


# PostgreSQL -----------------------------------------------------------------------------------------------------------

KEPT = "riskportal_demo"


def keep_on_postgresql():
    """The demo in a database of its own, for others to be copied from."""
    copy_database(connection.settings_dict["NAME"], f"{KEPT}_making")
    with connected_to(f"{KEPT}_making"):
        load()
    administer(f'ALTER DATABASE "{KEPT}_making" RENAME TO "{KEPT}"')


@contextmanager
def copied_on_postgresql():
    """The tests of a file meet a copy of it, which goes after them."""
    name = f"{connection.settings_dict['NAME']}_demo"
    copy_database(KEPT, name)
    try:
        with connected_to(name):
            yield
    finally:
        administer(f'DROP DATABASE "{name}"')


@contextmanager
def connected_to(name):
    """Another database than the tests' own, for this process."""
    before = connection.settings_dict["NAME"]
    connection.close()
    settings.DATABASES["default"]["NAME"] = connection.settings_dict["NAME"] = name
    try:
        yield
    finally:
        connection.close()
        settings.DATABASES["default"]["NAME"] = connection.settings_dict["NAME"] = before


def copy_database(template, name):
    """PostgreSQL copies only a database that nobody is connected to."""
    connection.close()
    administer(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')


def administer(statement):
    with connection._nodb_cursor() as cursor:
        cursor.execute(statement)
