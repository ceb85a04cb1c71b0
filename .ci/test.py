"""make test: every check and test, each with its name and time, then one line of totals.

A check counts as one; every test counts for itself. PARTS="ruff mypy" runs the parts whose names begin so.
"""

from __future__ import annotations

import os
import secrets
import signal
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree as ElementTree
from dataclasses import dataclass, field
from pathlib import Path

import prepare
from machine import ROOT, CannotGoOn, attend, give_up, missing_for_tests, need, say
from prepare import step

BIN = ROOT / ".venv" / "bin"
# What settings read: a value that happens to be set here must not change a result.
OURS = ("DEBUG", "SECRET_KEY", "ALLOWED_HOSTS", "DATABASE_URL", "DATA_DIR", "CACHE_URL", "EMAIL_URL", "INSECURE_HTTP")
OURS += ("CSRF_TRUSTED_ORIGINS", "OIDC_SERVER_URL", "TRUSTED_PROXIES", "DEMO_PASSWORD", "DJANGO_SETTINGS_MODULE")


@dataclass
class Totals:
    passed: int = 0
    failed: int = 0
    skipped: int = 0

    def add(self, other: Totals) -> None:
        self.passed += other.passed
        self.failed += other.failed
        self.skipped += other.skipped

    def __str__(self) -> str:
        return f"{self.passed} passed, {self.failed} failed, {self.skipped} skipped"


@dataclass
class Check:
    """One command that is right or wrong; heard only when wrong."""

    name: str
    command: list
    environ: dict = field(default_factory=dict)

    def run(self) -> Totals:
        done = subprocess.run(self.command, env=clean(self.environ), cwd=ROOT, capture_output=True, text=True)
        if done.returncode == 0:
            return Totals(passed=1)
        say((done.stdout + done.stderr).rstrip())
        return Totals(failed=1)


@dataclass
class Tests:
    """A run of pytest, on two workers as the server has two cores."""

    name: str
    command: list
    environ: dict = field(default_factory=dict)

    def run(self) -> Totals:
        with tempfile.TemporaryDirectory() as folder:
            report = Path(folder) / "report.xml"
            workers = ["-n", "2", "--dist", "loadfile", "--no-loadscope-reorder"]  # tests/conftest.py orders the files
            command = [*self.command, "-q", *workers, f"--junitxml={report}"]
            status = attend(command, env=clean(self.environ))
            totals = counted(report)
        if status and not totals.failed:  # it broke off, or found no test at all
            totals.failed = 1
        return totals


def counted(report: Path) -> Totals:
    if not report.exists():
        return Totals(failed=1)
    suites = ElementTree.parse(report).iter("testsuite")  # noqa: S314 - pytest's own
    totals = Totals()
    for suite in suites:
        tests, skipped = int(suite.get("tests")), int(suite.get("skipped"))
        failed = int(suite.get("failures")) + int(suite.get("errors"))
        totals.add(Totals(passed=tests - failed - skipped, failed=failed, skipped=skipped))
    return totals


def clean(extra: dict) -> dict:
    return {name: value for name, value in os.environ.items() if name not in OURS} | extra


def parts(scratch: Path) -> list[Check | Tests]:
    python = BIN / "python"
    sources = [*ROOT.glob("*.py"), *(path for app in APPS for path in (ROOT / app).rglob("*.py"))]
    sources = [path for path in sources if "migrations" not in path.parts]
    production = {
        "SECRET_KEY": secrets.token_urlsafe(50),
        "ALLOWED_HOSTS": "portal.example",
        "DATA_DIR": str(scratch),
    }
    manage = [python, "manage.py"]
    on_postgres = [python, ".ci/postgres.py", BIN / "pytest", "-m", "not browser and not pdf"]
    return [
        Check("ruff-check", [BIN / "ruff", "check", "."]),
        Check("ruff-format", [BIN / "ruff", "format", "--check", "."]),
        Check("djlint", [BIN / "djlint", "--quiet", "--lint", "templates"]),
        Check("django-upgrade", [BIN / "django-upgrade", "--check", "--target-version", "5.2", *sources]),
        Check("mypy", [BIN / "mypy"]),
        Check("import-linter", [BIN / "lint-imports"]),
        Check("migrations", [*manage, "makemigrations", "--check", "--dry-run"], production),
        Check("deployment", [*manage, "check", "--deploy", "--fail-level", "WARNING"], production),
        Tests("tests-on-sqlite", [BIN / "pytest"]),
        Tests("tests-on-postgresql", on_postgres),
    ]


APPS = ("riskportal", "reports", "controls", "registers", "tests")


def set_up() -> None:
    need(missing_for_tests(), "The tests render PDFs and drive a browser")
    step("Python packages", lambda: prepare.environment(development=True))
    step("Style sheet, fonts and scripts", prepare.assets)


def main() -> int:
    set_up()
    wanted = os.environ.get("PARTS", "").split()
    totals = Totals()
    with tempfile.TemporaryDirectory() as scratch:
        for part in parts(Path(scratch)):
            if wanted and not any(part.name.startswith(name) for name in wanted):
                continue
            say(f"\n{part.name} ...")
            began = time.monotonic()
            result = part.run()
            totals.add(result)
            say(f"  {part.name}: {'failed' if result.failed else 'passed'} ({time.monotonic() - began:.1f} s)")
    say(f"\n{totals}")
    return 1 if totals.failed or not totals.passed else 0


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        sys.exit(main())
    except CannotGoOn as problem:
        give_up(problem)
    except KeyboardInterrupt:
        sys.exit(130)
