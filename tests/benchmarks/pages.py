"""Ratios of the portal's pages to a bare page, signed in, through the same gunicorn in the same run.

    .venv/bin/python -m tests.benchmarks.pages

Dashboards are measured twice: as they are looked at again, and drawn anew because something was written in between.
Prints the median of each page in milliseconds and as a ratio, and the memory of the web worker afterwards.
"""

import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

ROUNDS = 25
CONTROLS_EACH = 5
PASSWORD = "a long enough password"


def main():
    with tempfile.TemporaryDirectory() as folder:
        os.environ.update(
            DJANGO_SETTINGS_MODULE="tests.benchmarks.settings",
            DATA_DIR=folder,
            SECRET_KEY="benchmark",
            INSECURE_HTTP="true",
        )
        client_of, pages = prepare()
        with gunicorn() as (address, process):
            taken = measure(address, client_of, pages)
            dashboards = {name: path for name, path in pages.items() if "dashboard" in name}
            cold = measure(address, client_of, dashboards, before=write)
            report(taken | {f"{name}, drawn anew": times for name, times in cold.items()}, process)


def prepare():
    """Fill the database; returns the session cookie and the pages to measure, the bare one first."""
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command

    from registers import clock
    from tests.bulk import SCORED, many_risks
    from tests.bulk_controls import many_controls
    from tests.bulk_dashboard import busy_month
    from tests.factories import OPEN_PROFILE, OrganisationFactory, RegisterFactory, agree, client_of, somebody

    profile = OPEN_PROFILE | dict.fromkeys(("rationale", "controls", "progress", "appetite"), "official")

    call_command("migrate", verbosity=0)
    organisation = OrganisationFactory(slug="met")
    bodies = {length: OrganisationFactory(slug=f"body-{length}") for length in (22, 2000)}
    lead = somebody(*(("lead", body) for body in (organisation, *bodies.values())))
    for length in (22, 2000):
        register = RegisterFactory(organisation=organisation, slug=f"risks-{length}", title=f"{length} risks")
        many_risks(register, length, by=lead)
        agree(register, SCORED[-1], by=lead)
    for length, body in bodies.items():
        register = RegisterFactory(organisation=body, profile=profile)
        posts = many_risks(register, length, by=lead)
        many_controls(register.risks.select_related("register"), posts, each=CONTROLS_EACH, by=lead)
        agree(register, SCORED[-1], by=lead)
        busy_month(register, by=lead)
    month = f"{clock.today():%Y-%m}"
    cookie = client_of(lead).cookies[settings.SESSION_COOKIE_NAME].value
    return f"{settings.SESSION_COOKIE_NAME}={cookie}", {
        "bare page of 25 rows": "/bare/",
        "register, 22 risks": "/registers/met/risks-22/?status=open",
        "register, 2,000 risks": "/registers/met/risks-2000/?status=open",
        "register, 2,000 risks, past date": f"/registers/met/risks-2000/?status=open&as_at={date(2020, 12, 31)}",
        "risk page": "/registers/met/risks-22/7/",
        "dashboard, 22 risks": f"/dashboard/body-22/{month}/",
        "dashboard, 2,000 risks": f"/dashboard/body-2000/{month}/",
        "dashboard, 2,000 risks, past month": "/dashboard/body-2000/2021-02/",
    }


class gunicorn:
    """One gunicorn worker on a free port, stopped at the end."""

    def __enter__(self):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        command = [str(Path(sys.executable).with_name("gunicorn")), "--workers=1", f"--bind=127.0.0.1:{port}"]
        self.process = subprocess.Popen([*command, "--log-level=warning", "riskportal.wsgi:application"])
        wait_for(port)
        return f"http://127.0.0.1:{port}", self.process

    def __exit__(self, *exception):
        self.process.terminate()
        self.process.wait(10)


def wait_for(port):
    for _ in range(100):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.2)
    raise SystemExit("gunicorn did not start")


def write():
    """Something that nobody looks at here, so that no page that was drawn before still holds."""
    from registers.models import Organisation

    Organisation.objects.get(slug="met").save()


def measure(address, cookie, pages, before=lambda: None):
    """{page: seconds of each round}; the pages take turns, so that a busy moment falls on all of them."""
    import urllib.request

    taken = {name: [] for name in pages}
    for turn in range(ROUNDS + 2):
        for name, path in pages.items():
            request = urllib.request.Request(address + path, headers={"Cookie": cookie})  # noqa: S310
            before()
            begun = time.perf_counter()
            with urllib.request.urlopen(request) as answer:  # noqa: S310 - our own address
                assert answer.status == 200, name
                answer.read()
            if turn >= 2:  # the first rounds fill caches
                taken[name].append(time.perf_counter() - begun)
    return taken


def report(taken, process):
    medians = {name: statistics.median(times) for name, times in taken.items()}
    bare = next(iter(medians.values()))
    for name, seconds in medians.items():
        print(f"{name:<46} {seconds * 1000:7.1f} ms  {seconds / bare:5.1f} times the bare page")
    today, past = medians["register, 2,000 risks"], medians["register, 2,000 risks, past date"]
    print(f"a past date costs {past / today:.2f} times today")
    children = subprocess.run(
        ["pgrep", "-P", str(process.pid)], capture_output=True, text=True, check=False
    ).stdout.split()
    for child in children:
        pages = int(Path(f"/proc/{child}/statm").read_text().split()[1])
        print(f"the web worker holds {pages * os.sysconf('SC_PAGE_SIZE') / 2**20:.0f} MiB")


if __name__ == "__main__":
    main()
