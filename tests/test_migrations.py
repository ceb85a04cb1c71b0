"""Do the migrations make the tables that the models describe, and that every other test runs on?"""

import os
from contextlib import contextmanager
from urllib.parse import urlsplit

import pytest
from django.db import ConnectionHandler, connection

from tests.sites import migrate

OURS = ("registers_", "controls_", "reports_")


@pytest.fixture
def migrated_database(request, db, tmp_path):
    """A connection to a database that the migrations made."""
    with (a_file if connection.vendor == "sqlite" else a_database)(request, tmp_path) as name:
        migrated = ConnectionHandler({"default": {**connection.settings_dict, "NAME": name}})["default"]
        yield migrated
        migrated.close()


@contextmanager
def a_file(request, _):
    yield request.getfixturevalue("migrated")


@contextmanager
def a_database(_, folder):
    """Beside the tests' own, on the same server."""
    name = f"{connection.settings_dict['NAME']}_migrated"
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'CREATE DATABASE "{name}"')
        try:
            migrate(folder, urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl())
            yield name
        finally:
            cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def tables_of(database):
    """{table: (its columns, its constraints and indexes)}, for our own apps."""
    with database.cursor() as cursor:
        look = database.introspection
        return {
            name: (_columns(look.get_table_description(cursor, name)), _rules(look.get_constraints(cursor, name)))
            for name in look.table_names(cursor)
            if name.startswith(OURS)
        }


def _columns(described):
    return {column.name: (column.type_code, column.display_size, column.null_ok) for column in described}


def _rules(constraints):
    """What our models name keeps its name; a database names the rest as it likes."""
    return sorted(
        str((_own_name(name, rule), {key: value for key, value in rule.items() if key != "definition"}))
        for name, rule in constraints.items()
    )


def _own_name(name, rule):
    return None if rule["foreign_key"] or name.startswith("__unnamed") else name


def test_the_migrations_make_what_the_models_describe(migrated_database):
    made, described = tables_of(migrated_database), tables_of(connection)
    assert made.keys() == described.keys()
    assert "registers_risk" in described
    for name, table in described.items():
        assert made[name] == table, name
