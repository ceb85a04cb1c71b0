"""make lock: renew the lock files. They name versions and hashes; whoever installs chooses where from."""

from __future__ import annotations

import os
import subprocess
import venv
from pathlib import Path

import prepare
from machine import ROOT, VENV

LOCKS = ("requirements", "requirements-dev", "requirements-node")
NO_ADDRESSES = ["--no-emit-index-url", "--no-emit-find-links", "--no-emit-trusted-host", "--no-emit-options"]
HASHED = ["--generate-hashes", "--allow-unsafe", "--strip-extras", "--no-header", "--no-annotate", "--upgrade"]


def main() -> None:
    tool = VENV / "lock"
    venv.create(tool, with_pip=True)
    subprocess.run([tool / "bin/pip", "install", "-q", "pip-tools"], check=True)
    for name in LOCKS:
        print(f"{name}.txt ...", flush=True)
        command = [tool / "bin/pip-compile", "--quiet", *NO_ADDRESSES, *HASHED, f"--output-file={name}.txt"]
        subprocess.run([*command, f"{name}.in"], check=True, cwd=ROOT)
    print("package-lock.json ...", flush=True)
    environ = {**os.environ, "PATH": f"{Path(prepare.node()).parent}:{os.environ['PATH']}"}
    subprocess.run(["npm", "install", "--package-lock-only"], check=True, cwd=ROOT, env=environ)


if __name__ == "__main__":
    main()
