"""May the program start? What must be right first, and how it says no: one sentence, never a traceback."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

# gunicorn takes this status from a worker as "cannot start" and stops, instead of trying again for ever.
CANNOT_START = 3


def stop(sentence: str) -> NoReturn:
    print(f"riskportal cannot start: {sentence}", file=sys.stderr, flush=True)
    raise SystemExit(CANNOT_START)


@contextmanager
def plain_sentences() -> Iterator[None]:
    """Turn a missing or misspelt setting into a sentence."""
    from environs import EnvNotSetError, EnvValidationError

    try:
        yield
    except EnvNotSetError as missing:
        name = str(missing).split('"')[1]
        stop(f"{name} is not set. Put it in the environment; `make demo` generates what a demo needs.")
    except EnvValidationError as wrong:
        stop(f"{str(wrong).rstrip('.')}.")


def refuse_unapplied_migrations() -> None:
    """A server in front of a database of another version would fail page by page, so it does not start at all."""
    from django.db import DatabaseError, connection
    from django.db.migrations.executor import MigrationExecutor

    try:
        executor = MigrationExecutor(connection)
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError as error:
        stop(f"the database does not answer ({str(error).splitlines()[0]}). Check DATABASE_URL.")
    finally:
        connection.close()  # a server that forks must not share it
    if waiting:
        names = ", ".join(f"{migration.app_label}.{migration.name}" for migration, _ in waiting[:3])
        more = f" and {len(waiting) - 3} more" if len(waiting) > 3 else ""
        stop(f"migrations are not applied: {names}{more}. Run `manage.py migrate` first.")


def use_unpacked_libraries() -> None:
    """Without root, set-up unpacks WeasyPrint's libraries beside the virtual environment.

    The loader reads its search path once, when a program starts, so the program starts itself again with it.
    """
    native = Path(sys.prefix) / "native"
    folders = sorted(str(folder) for folder in native.glob("root/**/lib/*-linux-gnu*") if folder.is_dir())
    if not folders or os.environ.get("FONTCONFIG_FILE") == str(native / "fonts.conf"):
        return
    inherited = [path for path in [os.environ.get("LD_LIBRARY_PATH")] if path]
    os.environ["LD_LIBRARY_PATH"] = ":".join(folders + inherited)
    os.environ["FONTCONFIG_FILE"] = str(native / "fonts.conf")
    os.execv(sys.executable, [sys.executable, *sys.orig_argv[1:]])  # noqa: S606 - our own interpreter and arguments
