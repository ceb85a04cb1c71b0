"""Every address x every visitor: one table states the answer, and whether a row changed.

The table is tests/access_table.csv: a row for each address and method, a column for each visitor (two_bodies.py).
A cell is the status, with + where a row was written. After a change of addresses or rights run

    WRITE_ACCESS_TABLE=1 .venv/bin/pytest -p no:xdist tests/test_access_table.py

and read the difference: the table is what the portal promises, so every changed cell is a decision.
"""

import csv
import os
import time
from pathlib import Path

import pytest
from allauth.account.models import EmailAddress
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from registers import clock
from registers.models import Marking, Role
from tests.access_bodies import QUERIES, TOTP_SECRET, places, typed
from tests.databases import IS_POSTGRESQL
from tests.mail_worlds import add_mail
from tests.pages import form_of
from tests.two_bodies import CLEARED, TODAY, add_papers, build, planted_in
from tests.two_bodies_imports import add_imports, add_tokens
from tests.written_rows import written

TABLE = Path(__file__).parent / "access_table.csv"
# Written by looking, or by signing in and out, which changes nothing that anybody keeps.
NOT_COUNTED = {"django_session", "registers_sensitiveread", "registers_liststate", "reports_visit"}
NOT_COUNTED |= {"reports_export", "reports_export_bodies"}
BODY_ROLES = ("reader", "lead", "board", "secretariat", "administrator")
VISITORS = [
    "stranger",
    *(f"{body} {role}" for body in ("own", "other") for role in BODY_ROLES),
    *(f"panel {role}" for role in ("panel-member", "auditor", "panel-secretariat")),
]
# Who may is decided in Python: on PostgreSQL somebody of each sort asks, and on SQLite everybody.
ASKED_AS = VISITORS
if IS_POSTGRESQL:
    ASKED_AS = ["stranger", "own reader", "own lead", "own secretariat", "other lead", "panel panel-member"]
DASHBOARD_FILES = {
    *("reports:dashboard-pdf", "reports:dashboard-brief-pdf"),
    *("reports:joint-dashboard-pdf", "reports:joint-dashboard-brief-pdf"),
}
FOR_ONESELF = {
    *DASHBOARD_FILES,
    "reports:risk-template-pdf",
    "reports:mail",
    "reports:meeting-minutes-pdf",
    "reports:token-make",
    "reports:token-revoke",
}  # a file for nobody else, and how one is reminded
# What belongs to both bodies: the leads of either change it, and of joint wording their boards too.
OF_BOTH = {
    *(f"reports:alignment-{deed}" for deed in ("begin", "edit", "end", "explain", "join", "leave")),
    *(f"reports:joint-{deed}" for deed in ("lead", "propose", "reword")),
}
# What the Panel asks of either body is recorded and closed by its secretariat.
OF_PANEL = {f"reports:request-{deed}" for deed in ("add", "close", "edit", "reopen")} | {"reports:oral-note"}
PUBLISHED = "reports:published"  # what was published is for everybody
# allauth notes that recovery codes were looked at: they are shown once.
SEALED_BY_LOOKING = {"mfa_view_recovery_codes", "mfa_download_recovery_codes"}
SEALED_BY_LOOKING |= {"reports:api-list"}  # and of a token when it was used last
ONLY_DRAWN = {"reports:section-preview"}  # sent because a text may be longer than an address
ONLY_DRAWN |= {"reports:complete-export"}  # sent because it is noted who took it
# Taken only after the same person has looked at what they send on, or in a state that others are asked in: who may is
# in tests/test_permissions.py, and that they then can in tests/test_issue_pages.py.
LOOKED_AT_FIRST = {f"reports:paper-{deed}" for deed in ("clear", "clearance-withdraw", "issue")}
LOOKED_AT_FIRST |= {"reports:issue-publish", "reports:finding-accept"}
LOOKED_AT_FIRST |= {"reports:import-values"}  # there for values by the dozen: tests/test_import_mapping.py
# There while a body is begun and never again: tests/test_beginning.py.
FIRST_STEPS = ("", "-another", "-clearance", "-people", "-register", "-scale", "-scale-cells")
BEGUN = {f"registers:begin{step}" for step in FIRST_STEPS}
# Whoever asks says by a token who it is, in the address of a list: tests/test_api.py. The description is for everybody.
BY_TOKEN = "reports:api-"
ALIKE = {"reports:api-list": "200+", "reports:api-description": "200"}
OUR_OWN = ("home", "search", "registers:", "controls:", "reports:")


def patterns(resolver=None, namespace="", before="/", parameters=()):
    """Every address of the portal: (name, its parameters). One without a name goes by its path."""
    for entry in (resolver or get_resolver()).url_patterns:
        path, asked = before + str(entry.pattern), (*parameters, *entry.pattern.regex.groupindex)
        if isinstance(entry, URLResolver):
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from patterns(entry, inner, path, asked)
        elif isinstance(entry, URLPattern):
            yield f"{namespace}{entry.name}" if entry.name else path, asked


ADDRESSES = sorted(set(patterns()))


def read_table():
    if not TABLE.exists():
        return {}
    with TABLE.open(encoding="utf-8", newline="") as file:
        return {(row["address"], row["method"]): row for row in csv.DictReader(file)}


TABLED = read_table()


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """One world for the module; each request is undone after it."""
    from django.test.utils import override_settings

    quiet = override_settings(
        TASKS={"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}},  # no file is made here
        ACCOUNT_REAUTHENTICATION_TIMEOUT=86_400,
        MFA_TOTP_TOLERANCE=20,  # of half a minute: one code is sent by every visitor, however long that takes
    )
    with django_db_blocker.unblock(), quiet, transaction.atomic(), clock.at(clock.moment_on(TODAY)):
        # So that only a role can be what is missing.
        built = build(cleared=(*CLEARED, Role.ADMINISTRATOR), told=Marking.OFFICIAL)
        add_papers(built)
        add_mail(built)
        add_imports(built)
        add_tokens(built)
        for user in built.visitors.values():
            _vouch_for(user)
        _protect(built.visitors["panel auditor"])
        built.clients = {name: _client(built.visitors.get(name)) for name in VISITORS}
        yield built
        transaction.set_rollback(True)


def _client(user):
    """Signed in a moment ago, and with an authenticator app at hand."""
    client = Client()
    if user is not None:
        client.force_login(user)
        session = client.session
        session["account_authentication_methods_user"] = str(user.pk)
        session["account_authentication_methods"] = [{"method": "password", "at": time.time(), "reauthenticated": True}]
        session["mfa.totp.secret"] = TOTP_SECRET
        session.save()
    return client


def _vouch_for(user):
    """An administrator entered the address, as User.objects.create_user notes and a factory does not."""
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)


def _protect(user):
    """One visitor signs in with a second factor, so that its pages are there for somebody."""
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
    from allauth.mfa.totp.internal.auth import TOTP

    TOTP.activate(user, TOTP_SECRET)
    RecoveryCodes.activate(user)


def ask(world, visitor, method, address, body=None):
    """(the answer, status with + where a row was written); undone afterwards."""
    cache.clear()
    client = world.clients[visitor]
    cookies = client.cookies.copy()
    with transaction.atomic():
        with written() as tables:
            response = client.get(address) if method == "GET" else client.post(address, body)
            content_of(response)
        transaction.set_rollback(True)
    client.cookies = cookies
    changed = "+" if set(tables) - NOT_COUNTED else ""
    return response, f"{response.status_code}{changed}"


def content_of(response):
    """What came back, of what is streamed too: read while the world is still there."""
    if response.streaming:
        response.content_read = getattr(response, "content_read", None) or b"".join(response.streaming_content)
        return response.content_read
    return response.content


def meets_nothing_withheld(visitor, response):
    """The planted words of a body are for those it has cleared; here everybody of it but its readers."""
    body, role = visitor.split(" ", 1) if " " in visitor else ("", "")
    cleared_by = body if role in (*CLEARED, Role.ADMINISTRATOR) else None
    return not planted_in(content_of(response).decode("utf-8", "replace"), but=cleared_by)


def answers(world, name, parameters):
    """{method: {visitor: cell}}; the form that is sent is the one the first visitor with a form was given."""
    address = name if name.startswith("/") else reverse(name, kwargs=places(world, name, parameters))
    address += QUERIES.get(name, "")
    looks = {visitor: ask(world, visitor, "GET", address) for visitor in ASKED_AS}
    forms = (form_of(response) for response, _ in looks.values() if _has_form(response))
    body = {**next(filter(None, forms), {}), **typed(name, world)}
    posts = {visitor: ask(world, visitor, "POST", address, body) for visitor in ASKED_AS}
    for looked_at in (looks, posts):
        assert [visitor for visitor, (seen, _) in looked_at.items() if not meets_nothing_withheld(visitor, seen)] == []
    return {
        "GET": {visitor: cell for visitor, (_, cell) in looks.items()},
        "POST": {visitor: cell for visitor, (_, cell) in posts.items()},
    }


def _has_form(response):
    return response.status_code == 200 and response["Content-Type"].startswith("text/html")


@pytest.mark.django_db
@pytest.mark.parametrize(("name", "parameters"), ADDRESSES, ids=[name for name, _ in ADDRESSES])
def test_every_visitor_gets_the_answer_in_the_table(world, name, parameters):
    found = answers(world, name, parameters)
    if os.environ.get("WRITE_ACCESS_TABLE"):
        write(name, found)
        return
    for method, cells in found.items():
        assert (name, method) in TABLED, f"{method} {name} is missing from {TABLE.name}"
        expected = TABLED[name, method]
        wrong = {
            visitor: f"{got}, not {expected[visitor]}" for visitor, got in cells.items() if got != expected[visitor]
        }
        assert wrong == {}, f"{method} {name}: what was answered, and what the table says"


def write(name, found):
    tabled = read_table()
    for method, cells in found.items():
        tabled[name, method] = {"address": name, "method": method, **cells}
    known = {name for name, _ in ADDRESSES}
    with TABLE.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, ["address", "method", *VISITORS], lineterminator="\n")
        writer.writeheader()
        writer.writerows(tabled[key] for key in sorted(tabled) if key[0] in known)


def rows(method, prefixes=OUR_OWN):
    return {name: row for (name, asked), row in TABLED.items() if asked == method and name.startswith(prefixes)}


def test_the_table_names_no_address_that_is_gone():
    assert {name for name, _ in TABLED} == {name for name, _ in ADDRESSES}


@pytest.mark.parametrize("visitor", VISITORS)
def test_nobody_changes_anything_by_looking(visitor):
    looked = {name for (name, method), row in TABLED.items() if method == "GET" and "+" in row[visitor]}
    assert looked <= SEALED_BY_LOOKING


def test_every_page_that_can_be_sent_was_sent_something_that_was_taken():
    """A form that is refused for what it says proves nothing of who may send it."""
    taken = {name: {row[visitor] for visitor in VISITORS[1:]} for name, row in rows("POST").items()}
    refused = {name for name, cells in taken.items() if cells != {"405"} and not any("+" in cell for cell in cells)}
    assert refused == ONLY_DRAWN | LOOKED_AT_FIRST | BEGUN


def test_a_stranger_is_sent_to_sign_in_and_changes_nothing():
    for method in ("GET", "POST"):
        for name, row in rows(method).items():
            for_everybody = "200" if method == "GET" else "405"
            expected = for_everybody if name.startswith(PUBLISHED) else "302"
            if name.startswith(BY_TOKEN):
                expected = ALIKE.get(name, "401") if method == "GET" else "405"
            if name == "registers:begin":
                expected = "404"
            assert row["stranger"] == expected, (method, name)


@pytest.mark.parametrize("visitor", [visitor for visitor in VISITORS if visitor.startswith(("other", "panel"))])
def test_nobody_changes_what_is_another_bodys(visitor):
    changed = {name for name, row in rows("POST").items() if "+" in row[visitor]}
    shared = {
        "other lead": OF_BOTH,
        "other board": {"reports:joint-reword"},
        "panel panel-secretariat": OF_PANEL,
    }
    assert changed - FOR_ONESELF == shared.get(visitor, set())


def test_readers_change_nothing_but_what_is_made_for_them():
    changed = {name for name, row in rows("POST").items() if "+" in row["own reader"]}
    assert changed == FOR_ONESELF


def test_no_page_breaks():
    broken = [key for key, row in TABLED.items() if any(row[visitor].startswith("5") for visitor in VISITORS)]
    assert broken == []
