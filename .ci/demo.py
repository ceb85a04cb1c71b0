"""make demo: from a fresh clone to a portal that answers, saying each step. A second run keeps the data."""

from __future__ import annotations

import os
import signal
import socket
import sys

import prepare
from machine import ROOT, CannotGoOn, give_up, provide_libraries
from prepare import step


def main() -> None:
    port = free_port(os.environ.get("PORT", "8000"))
    os.environ.setdefault("PORTAL_URL", f"http://127.0.0.1:{port}")  # where links in mail lead
    step("Python packages", prepare.environment)
    step("Libraries that draw PDFs", provide_libraries)
    step("Style sheet, fonts and scripts", prepare.assets)
    step("Data folder", prepare.data_folder)
    step("Static files", prepare.collected_files)
    step("Database", lambda: prepare.manage("migrate", "--verbosity", "0"))
    if any(ROOT.glob("*/management/commands/load_demo.py")):
        step("Demo data", lambda: prepare.manage("load_demo"))
    os.execv(prepare.PYTHON, [str(prepare.PYTHON), "-u", str(ROOT / ".ci" / "serve.py"), str(port)])  # noqa: S606


def free_port(wanted: str) -> int:
    if not wanted.isdigit() or not 0 < int(wanted) < 65536:
        raise CannotGoOn(f"PORT={wanted} is not a port number.")
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", int(wanted)))
        except OSError:
            raise CannotGoOn(f"Something else uses port {wanted}. Try another: make demo PORT=8001") from None
    return int(wanted)


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        main()
    except CannotGoOn as problem:
        give_up(problem)
    except KeyboardInterrupt:
        sys.exit(130)
