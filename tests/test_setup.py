"""Does the portal start safely, or not at all? Settings, lock files, start-up and what a stranger is told."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.contrib.auth import get_user_model

ROOT = Path(__file__).resolve().parent.parent
COMPLETE = {"SECRET_KEY": "a" * 60, "ALLOWED_HOSTS": "portal.example"}
LOCKS = ["requirements.txt", "requirements-dev.txt", "requirements-node.txt"]


@pytest.fixture
def python(tmp_path):
    """Run Python in a place of its own, with nothing set but what the test sets."""

    def run(*arguments, **settings):
        environ = {"PATH": os.environ["PATH"], "DATA_DIR": str(tmp_path), **settings}
        return subprocess.run(
            [sys.executable, *arguments], env=environ, cwd=ROOT, capture_output=True, text=True, timeout=60
        )

    return run


def stopped_with(done, sentence):
    """It stopped, said this in one line, and showed no traceback."""
    return done.returncode == 3 and sentence in done.stderr and len(done.stderr.strip().splitlines()) == 1


def test_a_missing_secret_stops_every_command_with_a_sentence(python):
    assert stopped_with(python("manage.py", "check"), "SECRET_KEY is not set")


def test_a_missing_secret_stops_the_web_server_with_a_sentence(python):
    assert stopped_with(python("-c", "import riskportal.wsgi"), "SECRET_KEY is not set")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DEBUG", "perhaps"),
        ("DATABASE_URL", "the usual place"),
        ("EMAIL_URL", "pigeon://roof"),
        ("LOG_LEVEL", "whisper"),
    ],
)
def test_a_misspelt_setting_stops_the_program_and_is_named(python, name, value):
    assert stopped_with(python("manage.py", "check", **COMPLETE | {name: value}), name)


@pytest.mark.parametrize(
    "server", [["-c", "import riskportal.wsgi"], ["manage.py", "db_worker"]], ids=["web server", "task worker"]
)
def test_unapplied_migrations_stop_a_server_with_a_sentence(python, server):
    assert stopped_with(python(*server, **COMPLETE), "migrations are not applied: registers.0001_initial")


def test_a_database_that_does_not_answer_stops_the_web_server_with_a_sentence(python):
    done = python("-c", "import riskportal.wsgi", **COMPLETE, DATABASE_URL="postgresql://nobody@127.0.0.1:1/nothing")
    assert stopped_with(done, "the database does not answer")


def test_the_safe_choice_is_the_default(python):
    names = ["DEBUG", "SECURE_SSL_REDIRECT", "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SECURE_HSTS_SECONDS"]
    script = f"import json, riskportal.settings as s; print(json.dumps([getattr(s, name) for name in {names}]))"
    debug, *secure = json.loads(python("-c", script, **COMPLETE).stdout)
    assert debug is False
    assert all(secure)


@pytest.mark.parametrize("name", LOCKS)
def test_every_package_is_pinned_with_hashes_and_no_address(name):
    text = (ROOT / name).read_text()
    assert not re.search(r"://|--index|--find-links|--trusted-host|@ ", text)
    packages = re.split(r"\n(?=\S)", text.strip())
    assert all(re.match(r"[\w.\-]+==\S+ \\\n +--hash=sha256:", package) for package in packages)


def test_the_front_end_is_pinned_with_hashes_and_no_address():
    packages = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    wanted = packages.pop("")["dependencies"].values()
    assert all(re.fullmatch(r"\d+\.\d+\.\d+", version) for version in wanted)
    assert all("integrity" in package and "resolved" not in package for package in packages.values())


def test_web_workers_do_not_load_the_pdf_renderer(python):
    script = (
        "import django, sys; django.setup(); from django.urls import get_resolver; get_resolver().url_patterns;"
        "print('weasyprint' in sys.modules)"
    )
    done = python("-c", script, **COMPLETE, DJANGO_SETTINGS_MODULE="riskportal.settings")
    assert done.stdout.strip() == "False", done.stderr


def test_nobody_can_open_an_account_by_themselves(client, db):
    people = get_user_model().objects
    before = people.count()
    client.post(
        "/accounts/signup/", {"email": "new@mopac.example", "password1": "long enough?", "password2": "long enough?"}
    )
    assert people.count() == before


def test_guessing_a_password_is_stopped_before_it_succeeds(client, db):
    get_user_model().objects.create_user("reader@mopac.example", "the right password")

    def sign_in(password):
        client.post("/accounts/login/", {"login": "reader@mopac.example", "password": password})
        return "_auth_user_id" in client.session

    assert not any(sign_in(f"guess {number}") for number in range(5))
    assert not sign_in("the right password")


def test_pages_allow_no_inline_script_or_style(client, db):
    policy = client.get("/accounts/login/")["Content-Security-Policy"]
    assert "script-src 'self'" in policy
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy


SUPERVISED = """
import os, signal, subprocess, sys, threading
sys.path.insert(0, ".ci")
import serve

def start(port, children):
    children["web server"] = subprocess.Popen(["sleep", "60"])
    children["task worker"] = subprocess.Popen(["sleep", sys.argv[1]])

serve.start, serve.wait_until_it_answers = start, lambda *_: None
if sys.argv[2] == "interrupted":
    threading.Timer(0.5, os.kill, [os.getpid(), signal.SIGTERM]).start()
sys.exit(serve.main(1))
"""


def test_when_the_worker_dies_the_web_server_stops_too_and_it_is_said(python):
    done = python("-c", SUPERVISED, "0.1", "left alone")
    assert done.returncode == 1
    assert "The task worker ended by itself" in done.stdout
    assert done.stdout.endswith("Stopped. The data is kept.\n")


def test_a_stop_signal_stops_both_and_is_no_failure(python):
    done = python("-c", SUPERVISED, "60", "interrupted")
    assert done.returncode == 0
    assert done.stdout.endswith("Stopped. The data is kept.\n")
