"""Is anything doubled or lost when a run is cut short? Killed at every kind of point and run again; and over SMTP."""

import os
import random
import subprocess
import sys
from pathlib import Path

import pytest
from django.core import mail
from django.db import connection

from registers import clock
from reports.models import MailRun, Outgoing
from reports.reminders import files
from reports.reminders.remind import remind
from tests.mail_worlds import MONDAY, a_body, a_risk, holder
from tests.small_mail_server import MailServer
from tests.test_concurrency import all_at_once

PEOPLE = 3


class Killed(BaseException):
    """The machine stops here: nothing catches this but the test."""


@pytest.fixture
def waiting_people(transactional_db, settings, tmp_path):
    """Some people with a review each that is due, and mail as files."""
    settings.EMAIL_BACKEND = "reports.reminders.files.EmailBackend"
    settings.EMAIL_FILE_PATH = str(tmp_path / "mail")
    register = a_body()
    found = []
    for number in range(PEOPLE):
        post, user = holder(register, f"Head {number}")
        a_risk(register, leads=[post], next_on=MONDAY)
        found.append(user)
    return found


def letters(settings):
    folder = Path(settings.EMAIL_FILE_PATH)
    return sorted(path.name for path in folder.glob("*.eml")) if folder.exists() else []


def killed_at(point):
    """Stops before the statement, or the step of writing a file, of that number."""
    left = [point]

    def count(execute, *arguments):
        left[0] -= 1
        if left[0] < 0:
            raise Killed
        return execute(*arguments)

    return count


def run_until(point, monkeypatch):
    """A run that is killed at a point; True, once it came through."""
    stop = killed_at(point)
    write, place = files.EmailBackend._write, files.Path.replace
    with monkeypatch.context() as patch, clock.at(clock.moment_on(MONDAY, 6)), connection.execute_wrapper(stop):
        patch.setattr(files.EmailBackend, "_write", lambda backend, message: stop(write, backend, message))
        patch.setattr(files.Path, "replace", lambda path, target: stop(_then(place), path, target))
        try:
            remind()
        except Killed:
            return False
    return True


def _then(place):
    def put(path, target):
        place(path, target)

    return put


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("seed", [1, 2, 3, 4])
def test_killed_at_random_points_and_run_again_nothing_is_doubled_or_lost(waiting_people, settings, monkeypatch, seed):
    draw, runs = random.Random(seed), 0
    while not run_until(draw.randint(1, 60 + 30 * runs), monkeypatch):
        runs += 1
    rows = Outgoing.objects.filter(on=MONDAY)
    assert {row.user_id for row in rows} == {user.pk for user in waiting_people}
    assert all(row.state == "sent" for row in rows)
    assert letters(settings) == sorted(f"{row.message_id.strip('<>').replace('@', '-')}.eml" for row in rows)
    assert MailRun.objects.get(on=MONDAY).finished_at is not None
    with clock.at(clock.moment_on(MONDAY, 7)):
        assert remind().written == 0
    assert len(letters(settings)) == PEOPLE


def test_who_was_not_written_to_before_it_stopped_is_written_to_the_next_day(waiting_people, settings, monkeypatch):
    point = 10
    while not Outgoing.objects.exists():
        run_until(point, monkeypatch)
        point += 10
    written = set(Outgoing.objects.values_list("user", flat=True))
    assert len(written) < PEOPLE
    with clock.at(clock.moment_on(MONDAY.replace(day=4), 6)):
        remind()
    rows = list(Outgoing.objects.values_list("user", flat=True))
    assert sorted(rows) == sorted(user.pk for user in waiting_people)
    assert len(letters(settings)) == PEOPLE


SCRIPT = """
import os, django
django.setup()
from datetime import date
from django.db import connection
from registers import clock
from reports.reminders.remind import remind
left = [int(os.environ["STOP_AT"])]
def stop(execute, *arguments):
    left[0] -= 1
    if left[0] < 0:
        os._exit(9)
    return execute(*arguments)
with connection.execute_wrapper(stop), clock.at(clock.moment_on(date.fromisoformat(os.environ["ON"]), 6)):
    remind()
"""


def test_a_process_that_is_killed_leaves_nothing_that_the_next_one_does_not_finish(waiting_people, settings):
    if connection.vendor != "sqlite":
        pytest.skip("the other process is given a database file")
    environ = os.environ | {
        "DJANGO_SETTINGS_MODULE": "riskportal.settings",
        "DATABASE_URL": f"sqlite:///{connection.settings_dict['NAME']}",
        "EMAIL_URL": f"file:///{settings.EMAIL_FILE_PATH}",
        "ON": MONDAY.isoformat(),
    }
    codes = []
    for point in (40, 90, 100_000):
        command = [sys.executable, "-c", SCRIPT]
        done = subprocess.run(command, env=environ | {"STOP_AT": str(point)}, capture_output=True, text=True)
        codes.append(done.returncode)
    assert codes[-1] == 0, done.stderr
    assert codes[0] == 9
    assert len(letters(settings)) == PEOPLE
    assert Outgoing.objects.filter(state="sent").count() == PEOPLE


# SMTP ------------------------------------------------------------------------------------------


@pytest.fixture
def server(settings, waiting_people):
    with MailServer() as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", server.port, 5
        yield server


def run():
    with clock.at(clock.moment_on(MONDAY, 6)):
        return remind()


def test_every_letter_goes_to_the_mail_server_once_with_its_own_message_id(server):
    run()
    run()
    assert len(server.taken) == PEOPLE
    ids = {row.message_id for row in Outgoing.objects.all()}
    assert {one for one in ids if any(f"Message-ID: {one}" in text for text in server.taken)} == ids
    assert len(ids) == PEOPLE


def test_an_interrupted_letter_is_uncertain_and_never_repeated_by_itself(server):
    server.hangs_up_after_data = 1  # it has the letter, and says nothing
    done = run()
    assert (done.tally.sent, done.tally.uncertain) == (PEOPLE - 1, 1)
    assert [row.get_state_display() for row in Outgoing.objects.filter(state="sending")] == ["Uncertain"]
    run()
    assert len(server.taken) == PEOPLE
    assert Outgoing.objects.filter(state="sending").count() == 1


def test_a_letter_in_hand_when_the_machine_stops_is_uncertain(server, monkeypatch):
    from reports.reminders import send

    monkeypatch.setattr(send, "message_of", lambda row: (_ for _ in ()).throw(Killed))
    with pytest.raises(Killed):
        run()
    monkeypatch.undo()
    run()
    assert Outgoing.objects.filter(state="sending").count() == 1
    assert len(server.taken) == PEOPLE - 1


def test_a_refused_letter_is_failed_and_tried_again_by_the_next_run(server):
    server.refuses = 1
    assert run().tally.failed == 1
    assert Outgoing.objects.get(state="failed").error
    assert run().tally.sent == 1
    assert len(server.taken) == PEOPLE


def test_where_nobody_answers_everything_waits(server, settings):
    from reports.reminders.send import MailServerSilent

    settings.EMAIL_PORT = 1
    with pytest.raises(MailServerSilent):
        run()
    assert Outgoing.objects.filter(state="waiting").count() == PEOPLE
    settings.EMAIL_PORT = server.port
    assert run().tally.sent == PEOPLE


def test_two_runs_at_once_write_and_send_everything_once(waiting_people, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    mail.outbox = []
    assert [done for done in all_at_once(lambda n: run(), 2) if isinstance(done, BaseException)] == []
    assert len(mail.outbox) == PEOPLE
    assert Outgoing.objects.filter(state="sent").count() == PEOPLE
