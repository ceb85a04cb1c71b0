"""What does this machine lack, and may we install it?"""

from __future__ import annotations

import ctypes
import os
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
NATIVE = VENV / "native"

# What WeasyPrint loads when it renders, and the Debian package each comes in.
LIBRARIES = {
    "libpango-1.0.so.0": "libpango-1.0-0",
    "libpangoft2-1.0.so.0": "libpangoft2-1.0-0",
    "libharfbuzz-subset.so.0": "libharfbuzz-subset0",
}
# What only the tests use; the browser's driver brings a Node.js of its own, which loads libatomic.
TEST_LIBRARIES = {"libatomic.so.1": "libatomic1"}
PROGRAMS = {"chromium": "chromium", "pdftotext": "poppler-utils", "qpdf": "qpdf", "git": "git"}


class CannotGoOn(Exception):
    """A sentence for the person at the keyboard."""


def say(text: str) -> None:
    print(text, flush=True)


def give_up(problem: object) -> NoReturn:
    print(f"\n{problem}", file=sys.stderr, flush=True)
    raise SystemExit(1)


def run(command: list, *, doing: str, **options) -> str:
    """Run quietly; where it fails, say what we were doing and show what it said."""
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, cwd=ROOT, **options)
    if done.returncode:
        said = "\n".join((done.stdout + done.stderr).strip().splitlines()[-15:])
        raise CannotGoOn(f"{said}\n\n{doing} failed (the lines above are what it said).")
    return done.stdout


def attend(command: list, **options) -> int:
    """Run a command that speaks for itself; when we are stopped, let it clear up before it goes."""
    child = subprocess.Popen([str(part) for part in command], cwd=ROOT, **options)
    try:
        return child.wait()
    except BaseException:
        child.terminate()
        try:
            child.wait(20)
        except subprocess.TimeoutExpired:
            child.kill()
        raise


@cache
def as_root() -> list[str] | None:
    """What to put before a command to run it as root; None where we may not."""
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo") and subprocess.run(["sudo", "-n", "true"], capture_output=True).returncode == 0:
        return ["sudo", "-n"]
    return None


def missing_libraries(libraries: dict[str, str] = LIBRARIES) -> list[str]:
    return sorted({package for library, package in libraries.items() if not loads(library)})


def missing_for_tests() -> list[str]:
    here = {name: shutil.which(name) for name in PROGRAMS} | {"chromium": os.environ.get("CHROMIUM", chromium())}
    programs = sorted(package for name, package in PROGRAMS.items() if not here[name])
    return missing_libraries(LIBRARIES | TEST_LIBRARIES) + programs


def chromium() -> str | None:
    return shutil.which("chromium") or shutil.which("chromium-browser")


def loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def can_install() -> bool:
    return shutil.which("apt-get") is not None and as_root() is not None


def install(packages: list[str]) -> None:
    apt = [*as_root(), "env", "DEBIAN_FRONTEND=noninteractive"]
    apt += ["apt-get", "-q", "-y", "-o", "DPkg::Lock::Timeout=300"]
    say(f"  installing {', '.join(packages)} ...")
    subprocess.run([*apt, "update"], capture_output=True)  # an old list may still do: the next step tells
    run([*apt, "install", "--no-install-recommends", *packages], doing=f"Installing {', '.join(packages)}")


def need(packages: list[str], reason: str) -> None:
    """Install these, or name them."""
    if not packages:
        return
    if not can_install():
        raise CannotGoOn(f"{reason}. Ask whoever looks after this machine to install: {' '.join(packages)}.")
    install(packages)


def provide_libraries() -> str:
    """Let WeasyPrint load what it needs: from the system, or unpacked beside the virtual environment."""
    packages = missing_libraries()
    if not packages:
        return "from the system"
    if can_install():
        install(packages)
        return "installed"
    if not (NATIVE / "fonts.conf").exists():
        unpack(packages)
    return "unpacked in .venv/native, as we are not root"


def unpack(packages: list[str]) -> None:
    """Fetch Debian packages as an ordinary user and unpack them in .venv/native.

    riskportal/startup.py points programs there.
    """
    named = f"To render papers, ask whoever looks after this machine to install: {' '.join(packages)}."
    if not (shutil.which("apt-get") and shutil.which("dpkg")):
        raise CannotGoOn(named)
    shutil.rmtree(NATIVE, ignore_errors=True)
    debs = NATIVE / "debs"
    debs.mkdir(parents=True)
    try:
        apt, wanted = what_is_to_fetch(packages)
        say(f"  fetching {len(wanted)} packages ...")
        subprocess.run([*apt, "-q", "download", *wanted], cwd=debs, check=True, capture_output=True)
        for deb in sorted(debs.glob("*.deb")):
            subprocess.run(["dpkg", "-x", deb, NATIVE / "root"], check=True, capture_output=True)
    except (subprocess.CalledProcessError, CannotGoOn) as error:
        shutil.rmtree(NATIVE)
        raise CannotGoOn(f"{getattr(error, 'stderr', b'').decode()[-500:]}\n{named}") from error
    shutil.rmtree(debs)
    (NATIVE / "fonts.conf").write_text(FONTS.format(native=NATIVE))


def what_is_to_fetch(packages: list[str]) -> tuple[list[str], list[str]]:
    """apt's own answer to what is lacking, from the machine's package lists or, failing those, from our own."""
    own = [f"-oDir::State::lists={NATIVE}/lists", f"-oDir::Cache={NATIVE}/cache"]
    for apt, update in ((["apt-get"], False), (["apt-get", *own], True)):
        if update:
            (NATIVE / "lists/partial").mkdir(parents=True, exist_ok=True)
            (NATIVE / "cache/archives/partial").mkdir(parents=True, exist_ok=True)
            subprocess.run([*apt, "-q", "update"], capture_output=True)
        plan = subprocess.run(
            [*apt, "-s", "install", "--no-install-recommends", *packages], capture_output=True, text=True
        )
        wanted = [line.split()[1] for line in plan.stdout.splitlines() if line.startswith("Inst ")]
        if plan.returncode == 0 and wanted:
            return apt, wanted
    raise CannotGoOn("apt has no list of packages")


FONTS = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
  <dir>{native}/root/usr/share/fonts</dir>
  <dir>/usr/share/fonts</dir>
  <cachedir>{native}/fonts-cache</cachedir>
  <include ignore_missing="yes">/etc/fonts/conf.d</include>
</fontconfig>
"""
