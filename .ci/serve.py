"""Run the web server and the task worker together, and stop them together.

If either dies the other is stopped and the reason said: a portal that takes orders for papers nobody
renders is worse than none.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PATIENCE = 30  # seconds, for starting and for a paper half rendered when asked to stop


class Stopped(Exception):
    """Somebody pressed Ctrl-C or sent a signal."""


def stop(signum, _frame):
    raise Stopped(signal.Signals(signum).name)


def start(port: int, children: dict[str, subprocess.Popen]) -> None:
    """Each in a session of its own, so that Ctrl-C reaches only this program, which then stops them in order."""
    address = f"127.0.0.1:{port}"
    web = ["-m", "gunicorn", "riskportal.wsgi", "--bind", address, "--workers", "2", "--threads", "2"]
    web += ["--preload", "--no-control-socket", "--log-level", "warning"]
    commands = {"web server": web, "task worker": ["manage.py", "db_worker", "--no-startup-delay"]}
    for name, arguments in commands.items():
        children[name] = subprocess.Popen([sys.executable, *arguments], cwd=ROOT, start_new_session=True)


def wait_until_it_answers(port: int, children: dict[str, subprocess.Popen]) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and not died(children):
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/accounts/login/", timeout=PATIENCE).close()
            return
        except urllib.error.HTTPError as error:
            print(f"The sign-in page answers with an error ({error.code}); see the lines above.", flush=True)
            return
        except OSError:
            time.sleep(0.1)


def died(children: dict[str, subprocess.Popen]) -> str | None:
    return next((name for name, child in children.items() if child.poll() is not None), None)


def stop_all(children: dict[str, subprocess.Popen]) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    for child in children.values():
        if child.poll() is None:
            child.terminate()
    until = time.monotonic() + PATIENCE
    for name, child in children.items():
        try:
            child.wait(max(0.1, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            print(f"The {name} did not stop in {PATIENCE} s and was ended.", flush=True)
            os.killpg(child.pid, signal.SIGKILL)


def main(port: int) -> int:
    children: dict[str, subprocess.Popen] = {}
    for signum in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(signum, stop)
    try:
        start(port, children)
        wait_until_it_answers(port, children)
        if not died(children):
            print(WELCOME.format(port=port), flush=True)
        while not (gone := died(children)):
            time.sleep(0.5)
        print(f"The {gone} ended by itself (status {children[gone].returncode}); stopping the rest.", flush=True)
        return 1
    except Stopped:
        print("\nStopping ...", flush=True)
        return 0
    finally:
        stop_all(children)
        print("Stopped. The data is kept.", flush=True)


WELCOME = """
The portal is at http://127.0.0.1:{port}/
Sign in as reader@mopac.example, lead@met.example or another member: README.md lists them.
The password was printed when the demo data was loaded. For another one, delete .data and start again;
DEMO_PASSWORD=... chooses it. Ctrl-C stops the portal.
"""

if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1])))
