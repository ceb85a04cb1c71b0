"""What was worked out from facts, kept until there is a new one.

Facts are only ever appended (models/facts.py), so a value that follows from some tables of them is still right while
these hold as many rows, and the same last one, as when it was worked out. Only what follows from facts alone may be
kept, never what an audience may see of them: but for what is kept while nothing changes at all (kept_while_still),
under the audience itself. Each web worker keeps a few values of its own.

A page that joins much asks some things again and again: within `one_look` each is asked once.
"""

from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache, lru_cache

from django.apps import apps
from django.db import connection

from registers import clock

MOST = 32  # of a register of 2,000 risks: about a megabyte each


def kept(key, models, work_out):
    """The value of a key, worked out anew where one of the tables has a new row.

    Inside a transaction nothing is kept: what is read there may never be committed.
    """
    if connection.in_atomic_block:
        return once(("kept", key), work_out)
    mark, slot = _mark(tuple(models)), _slot(key)
    if slot and (held := slot[0])[0] == mark:
        return held[1]
    value = work_out()
    slot[:] = [(mark, value)]
    return value


def kept_while_still(key, work_out):
    """The value of a key, worked out anew where anything was written that anybody can look at.

    What an audience may see follows from the audience, the day and the rows there are: the key must hold the audience,
    and what else was asked; the day is added here.
    """
    if connection.in_atomic_block:
        return work_out()
    mark, slot = _still(), _slot(("still", clock.today(), key))
    if slot and (held := slot[0])[0] == mark:
        return held[1]
    value = work_out()
    slot[:] = [(mark, value)]
    return value


# What is asked once in one look ---------------------------------------------------------------------------------------

_look: ContextVar[dict | None] = ContextVar("look", default=None)


@contextmanager
def one_look():
    """While a page is read and drawn, and nothing is written: what is asked with `once` is asked once for it all."""
    if _look.get() is not None:
        yield
        return
    token = _look.set({})
    try:
        yield
    finally:
        _look.reset(token)


def is_looking():
    """Whether what is asked now is asked once for a whole look: then it pays to read more than is needed here."""
    return _look.get() is not None


def once(key, work_out):
    """The value of a key, worked out once in one look; outside of one every time. Nobody may change it.

    The key must hold all that the value follows from, but for what stands in the database and the day.
    """
    look = _look.get()
    if look is None:
        return work_out()
    if key not in look:
        look[key] = work_out()
    return look[key]


# How it is known that nothing was written -----------------------------------------------------------------------------

# Written when somebody looks, asks for a file or is written to: nothing of it stands on the pages that are kept.
DOES_NOT_MATTER = frozenset({
    "SensitiveRead", "ListState", "Visit", "Rendering", "Outgoing", "MailRun", "MailPreference", "MailSetting",
    "Export",
})  # fmt: skip
APPS = ("registers", "controls", "reports")


def followed():
    """Every table whose rows may be looked at; of what is edited in place, the table of its history too."""
    for model in apps.get_models(include_auto_created=True):
        name = model.__name__.removeprefix("Historical").split("_")[0]
        of_facts = model.__name__.startswith("Historical") and _is_fact(model)
        if model._meta.app_label in APPS and name not in DOES_NOT_MATTER and not of_facts:
            yield model


def _is_fact(history):
    """Facts are appended and never edited: their history says nothing that their own table does not."""
    from registers.models import Fact

    return issubclass(history.instance_type, Fact)


@cache
def _all_followed():
    return tuple(followed())


@lru_cache(maxsize=64)
def _asked_of(models):
    """One statement for how many rows each of these tables holds, and its last one.

    To count costs more the longer a table is, and the last key alone says as much of one that is only appended to, as
    long as keys become visible in the order in which they were given. SQLite has one writer at a time, so there they
    do. PostgreSQL does not promise it: a row may be committed after another with a higher key, and only its number
    tells. There the rows are counted.
    """
    keys_in_order = connection.vendor == "sqlite"
    quote, numbers = connection.ops.quote_name, []
    for model in models:
        table, key = quote(model._meta.db_table), quote(model._meta.pk.column)
        number = "0" if keys_in_order and _is_appended(model) else f"(SELECT COUNT(*) FROM {table})"  # noqa: S608 - our own names
        numbers.append(f"{number}, (SELECT MAX({key}) FROM {table})")  # noqa: S608 - our own names
    return f"SELECT {', '.join(numbers)}"


def _is_appended(model):
    """Facts, which can be neither edited nor deleted, and every history."""
    from registers.models import Fact

    return issubclass(model, Fact) or hasattr(model, "instance_type")


def written() -> tuple:
    """What tells two moments apart if anything was written in between that anybody can look at. One statement."""
    return _numbers(_all_followed())


def _still():
    return once("still", lambda: _numbers(_all_followed()))


def _numbers(models):
    with connection.cursor() as cursor:
        cursor.execute(_asked_of(models))
        return cursor.fetchone()


def _mark(models):
    """How many rows the tables hold, and their last ones; in one look as they were when it began."""
    if _look.get() is None:
        return _numbers(models)
    still, place = _still(), _place()
    return tuple(number for model in models for number in still[place[model] : place[model] + 2])


@cache
def _place():
    """{model: where its numbers are among those of all}"""
    return {model: place * 2 for place, model in enumerate(_all_followed())}


@lru_cache(maxsize=MOST)
def _slot(key) -> list:
    return []
