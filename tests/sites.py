"""How do programs run beside a test, as in production? With settings of their own and a database of their own."""

import fcntl
import os
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
KEPT = ("PATH", "HOME", "LD_LIBRARY_PATH")


def environ_for(folder, database_url):
    """What a program is told that keeps its things in this folder."""
    return {
        **{name: value for name, value in os.environ.items() if name in KEPT},
        "DATABASE_URL": database_url,
        "DATA_DIR": str(folder),
        "SECRET_KEY": "only-for-tests",
        "DJANGO_SETTINGS_MODULE": "riskportal.settings",
        "PYTHONPATH": str(ROOT),
    }


def migrate(folder, database_url):
    """`manage.py migrate`, from nothing to the newest."""
    command = [sys.executable, "manage.py", "migrate", "--verbosity", "0"]
    done = subprocess.run(command, env=environ_for(folder, database_url), cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


@contextmanager
def one_at_a_time(path):
    """Other processes that come with the same file wait until this is done."""
    with path.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
