"""How does a fresh clone become one that runs? Each step looks first whether it has been done."""

from __future__ import annotations

import hashlib
import os
import secrets
import shutil
import subprocess
import sys
import time
from pathlib import Path

from machine import ROOT, VENV, CannotGoOn, need, provide_libraries, run, say

PYTHON = VENV / "bin" / "python"
DATA = Path(os.environ.get("DATA_DIR") or ROOT / ".data")
BUILD = ROOT / ".build"
MODULES = ROOT / "node_modules"
OLDEST_NODE = 20


def step(name: str, do) -> None:
    """Say what is being done, and how long it took."""
    say(f"{name} ...")
    began = time.monotonic()
    result = do() or "ready"
    say(f"  {result} ({time.monotonic() - began:.1f} s)")


def fingerprint(*paths: Path, also: str = "") -> str:
    """The same for the same contents, whatever their dates: what a stamp holds."""
    digest = hashlib.sha256(also.encode())
    for path in paths:
        files = sorted(file for file in path.rglob("*") if file.is_file()) if path.is_dir() else [path]
        for file in files:
            digest.update(f"\0{file.relative_to(ROOT)}\0".encode() + file.read_bytes())
    return digest.hexdigest()


def is_done(stamp: Path, mark: str) -> bool:
    return stamp.is_file() and stamp.read_text() == mark


# --- Python ---------------------------------------------------------------------------------------------------------


def environment(*, development: bool = False) -> str:
    make_venv()
    locks = ["requirements.txt", *(["requirements-dev.txt"] if development else [])]
    return ", ".join(install_lock(name) for name in locks)


def make_venv() -> None:
    """A virtual environment of this Python; one that no longer starts (moved, or its Python gone) is made again."""
    if PYTHON.exists() and subprocess.run([PYTHON, "-c", "import pip"], capture_output=True).returncode == 0:
        return
    shutil.rmtree(VENV, ignore_errors=True)
    if not can_make_venv():
        shutil.rmtree(VENV, ignore_errors=True)
        need(["python3-venv"], "Python cannot make a virtual environment here")
        run([sys.executable, "-m", "venv", VENV], doing="Making the virtual environment")


def can_make_venv() -> bool:
    return subprocess.run([sys.executable, "-m", "venv", VENV], capture_output=True).returncode == 0


def install_lock(name: str) -> str:
    lock, stamp = ROOT / name, VENV / f".{name}"
    mark = fingerprint(lock, also=sys.version)
    if is_done(stamp, mark):
        return f"{name} is in place"
    pip = [PYTHON, "-m", "pip", "install", "-q", "--no-input", "--disable-pip-version-check"]
    run([*pip, "--require-hashes", "--no-deps", "-r", lock], doing=f"Installing the packages of {name}")
    stamp.write_text(mark)
    return f"{name} installed"


# --- Style sheet, fonts and scripts ---------------------------------------------------------------------------------


def assets() -> str:
    """Make .build from static/ and the design system. Nothing in it is committed."""
    mark = fingerprint(ROOT / "package-lock.json", ROOT / "static", ROOT / ".ci" / "prepare.py")
    if is_done(BUILD / ".inputs", mark):
        return "nothing changed"
    install_modules()
    new = BUILD.with_name(".build-new")
    shutil.rmtree(new, ignore_errors=True)
    (new / "fonts").mkdir(parents=True)
    sass = [node(), MODULES / "sass" / "sass.js", "--no-source-map", "--style=compressed", "--quiet-deps"]
    run([*sass, f"--load-path={MODULES}", "static/app.scss", new / "app.css"], doing="Compiling static/app.scss")
    shutil.copy(MODULES / "govuk-frontend/dist/govuk/govuk-frontend.min.js", new)
    for weight in ("Regular", "Bold"):
        shutil.copy(MODULES / f"inter-ui/web/Inter-{weight}.woff2", new / "fonts")
    for script in sorted((ROOT / "static").glob("*.js")):
        shutil.copy(script, new)
    if (ROOT / "static" / "images").is_dir():
        shutil.copytree(ROOT / "static" / "images", new / "images")
    (new / ".inputs").write_text(mark)
    shutil.rmtree(BUILD, ignore_errors=True)
    new.rename(BUILD)
    return "built"


def install_modules() -> None:
    mark = fingerprint(ROOT / "package-lock.json", ROOT / ".npmrc")
    if is_done(MODULES / ".inputs", mark):
        return
    environ = {**os.environ, "PATH": f"{node().parent}:{os.environ['PATH']}"}
    npm = node().parent / "npm"
    run([npm, "ci", "--ignore-scripts"], doing="Installing the design system", env=environ)
    (MODULES / ".inputs").write_text(mark)


def node() -> Path:
    """The machine's Node.js where it is new enough, otherwise one of our own inside the virtual environment."""
    theirs, ours = shutil.which("node"), VENV / "bin" / "node"
    if theirs and shutil.which("npm", path=str(Path(theirs).parent)) and is_new_enough(theirs):
        return Path(theirs)
    install_lock("requirements-node.txt")
    if not ours.exists():
        raise CannotGoOn(f"The style sheet needs Node.js {OLDEST_NODE} or newer. Install the packages nodejs and npm.")
    return ours


def is_new_enough(program: str) -> bool:
    version = subprocess.run([program, "--version"], capture_output=True, text=True).stdout.strip().lstrip("v")
    return version.split(".")[0].isdigit() and int(version.split(".")[0]) >= OLDEST_NODE


# --- Data of this machine -------------------------------------------------------------------------------------------


def data_folder() -> str:
    """A folder for the database, and a secret of its own."""
    DATA.mkdir(mode=0o700, parents=True, exist_ok=True)
    settings = DATA / "env"
    if settings.exists():
        return "kept"
    with os.fdopen(os.open(settings, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write("# Made by `make demo` for this machine only. The environment goes first.\n")
        file.write(f"SECRET_KEY={secrets.token_urlsafe(50)}\n")
        file.write("INSECURE_HTTP=true\nALLOWED_HOSTS=127.0.0.1,localhost\n")
    return "made, with a new secret key"


def manage(*arguments: str) -> None:
    """Run a management command and let it speak."""
    if subprocess.run([PYTHON, "manage.py", *arguments], cwd=ROOT).returncode:
        raise CannotGoOn(f"`manage.py {' '.join(arguments)}` failed; its last lines above say why.")


def collected_files() -> str:
    """Compressed copies for the server, made again when the build or a package changes."""
    collected = ROOT / ".static"
    mark = (BUILD / ".inputs").read_text() + fingerprint(ROOT / "requirements.txt")
    if is_done(collected / ".inputs", mark):
        return "nothing changed"
    run([PYTHON, "manage.py", "collectstatic", "--noinput", "--clear"], doing="Collecting static files")
    (collected / ".inputs").write_text(mark)
    return "collected"


__all__ = ["assets", "collected_files", "data_folder", "environment", "manage", "provide_libraries", "step"]
