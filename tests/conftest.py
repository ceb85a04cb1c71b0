"""What may every test ask for? A browser, a count of queries, and made-up facts in a repeatable order."""

import gc
import json
import os
import shutil
from types import SimpleNamespace

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import TransactionTestCase
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, settings

from registers import beginning, kept
from tests import demo_copies
from tests.sites import migrate, one_at_a_time

# The browser's library runs an event loop in the test's thread, where Django would refuse the database.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
QUIET = [
    "--no-sandbox",
    "--disable-dev-shm-usage",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

settings.register_profile(
    "repeatable",
    derandomize=True,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
settings.register_profile("searching", deadline=None, max_examples=1000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "repeatable"))


@pytest.fixture(autouse=True)
def _nobody_has_tried_to_sign_in():
    """Sign-in limits are counted in the cache; one test's attempts are not another's. Nor is what a worker keeps."""
    cache.clear()
    kept._slot.cache_clear()


@pytest.fixture(autouse=True)
def somebody_has_begun(monkeypatch):
    """While there is no user, every page leads to the beginning: only its own tests are about that."""
    monkeypatch.setitem(beginning._seen, "user", True)


@pytest.fixture(scope="session")
def browser():
    """One Chromium for the whole run; pages come and go."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield chromium
        chromium.close()


@pytest.fixture
def new_page(browser):
    """A page in a browser of its own, signed in as nobody: new_page(width=320, scripts=False)."""
    contexts = []

    def open_page(width=1280, scripts=True):
        context = browser.new_context(
            viewport={"width": width, "height": 900},
            java_script_enabled=scripts,
            locale="en-GB",
            timezone_id="Europe/London",
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(60_000)  # a PDF is made while the page waits
        return page

    yield open_page
    for context in contexts:
        context.close()


@pytest.fixture
def page(new_page):
    """A page at desktop width."""
    return new_page()


@pytest.fixture(scope="session")
def common_folder(tmp_path_factory, worker_id):
    """A folder that all workers of this run share."""
    ours = tmp_path_factory.getbasetemp()
    return ours if worker_id == "master" else ours.parent


@pytest.fixture(scope="session")
def migrated(common_folder):
    """A SQLite file as `manage.py migrate` leaves it. Whichever worker comes first makes it."""
    file, making = common_folder / "migrated.sqlite3", common_folder / "migrating.sqlite3"
    with one_at_a_time(common_folder / "migrated.lock"):
        if not file.exists():
            migrate(common_folder, f"sqlite:///{making}")
            making.rename(file)
    return file


@pytest.fixture
def queries_for(db):
    """How many queries does this call make?"""

    def count(call):
        with CaptureQueriesContext(connection) as captured:
            call()
        return len(captured)

    return count


@pytest.fixture(scope="session")
def demo_copy(django_db_setup, django_db_blocker, common_folder, tmp_path_factory):
    """The loaded demo in a SQLite file, who is signed in to it, and what was there before."""
    file, sessions = common_folder / "demo.sqlite3", common_folder / "demo-sessions.json"
    empty = tmp_path_factory.getbasetemp() / "empty.sqlite3"
    with one_at_a_time(common_folder / "demo.lock"), django_db_blocker.unblock():
        demo_copies.copy_to(empty)
        if not sessions.exists():
            demo_copies.load()
            made = demo_copies.sign_everybody_in()
            demo_copies.copy_to(file)
            demo_copies.copy_from(empty)
            sessions.write_text(json.dumps(made))
    return SimpleNamespace(file=file, sessions=json.loads(sessions.read_text()), empty=empty)


@pytest.fixture(scope="module")
def demo(request, django_db_setup, django_db_blocker, common_folder):
    """The demo, there for a file of tests and taken out again after it."""
    with django_db_blocker.unblock():
        if connection.vendor == "sqlite":
            copy = request.getfixturevalue("demo_copy")
            demo_copies.copy_from(copy.file)
            yield
            demo_copies.copy_from(copy.empty)
            return
        with one_at_a_time(common_folder / "demo.lock"):
            if not (common_folder / "demo.kept").exists():
                demo_copies.keep_on_postgresql()
                (common_folder / "demo.kept").touch()
        with demo_copies.copied_on_postgresql():
            yield


@pytest.fixture
def db_with_demo(demo, db):
    return demo


LONGEST = (
    *("test_journey_every_page.py", "test_leaks.py", "test_dashboard_figures.py", "test_access_table.py"),
    *("test_controls_and_alignments.py", "test_journey_main.py", "test_meeting_leaks.py", "test_permissions.py"),
    *("test_escalation_leaks.py", "test_reminders_oracle.py", "test_leaks_by_hand.py", "test_pdf.py"),
    *("test_paper_editions.py", "test_issued_in_two_worlds.py", "test_paper_journey.py", "test_paper_two_writers.py"),
    "test_start_journey.py",
    *("test_demo_papers.py", "test_renderings.py", "test_visibility.py", "test_register_speed.py"),
    *("test_control_speed.py", "test_control_position.py"),
    *("test_concurrency.py", "test_editing.py", "test_migrations.py", "test_time.py"),
)
COUNTS_ALONE = ("test_register_speed.py", "test_control_speed.py", "test_alignment_speed.py")


def pytest_collection_modifyitems(config, items):
    """The longest files first, and on PostgreSQL only what meets the database.

    A file stays on one worker: a long one begun last would keep the other idle. The rest is the same on both databases.
    """
    place = {name: place for place, name in enumerate(LONGEST)}
    items.sort(key=lambda item: place.get(item.path.name, len(place)))
    if connection.vendor != "sqlite":
        config.hook.pytest_deselected(items=[item for item in items if not _meets_the_database(item)])
        items[:] = filter(_meets_the_database, items)


def _meets_the_database(item):
    """Any other test is refused the database by pytest-django. Those that count statements find the same on both."""
    if item.path.name in COUNTS_ALONE:
        return False
    asked = {"db", "transactional_db", "django_db_setup"}.intersection(item.fixturenames)
    return bool(asked or item.get_closest_marker("django_db") or issubclass(item.cls or object, TransactionTestCase))


def pytest_collection_finish():
    """What is loaded by now stays: Python need not look through it for garbage again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 100)
