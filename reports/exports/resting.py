"""Python's collector rests while thousands of facts are read and written down."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def collector_rests() -> Iterator[None]:
    """While much is gathered that stays until it is written. Hand nothing on inside it: it is to end soon.

    The collector walks through everything that is held whenever enough has been added, and would find nothing to throw
    away: a quarter of the time.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
