"""What was worked out from facts, kept until there is a new one.

Facts are only ever appended (models/facts.py), so a value that follows from some tables of them is still right while
these hold as many rows, and the same last one, as when it was worked out. Only what follows from facts alone may be
kept, never what an audience may see of them: but for what is kept while nothing changes at all (kept_while_still),
under the audience itself. Each web worker keeps a few values of its own.
"""

from functools import cache, lru_cache

from django.apps import apps
from django.db import connection
from django.db.models import F, Func, IntegerField, Subquery

from registers import clock
from registers.models import Fact, Register

MOST = 32  # of a register of 2,000 risks: about a megabyte each


def kept(key, models, work_out):
    """The value of a key, worked out anew where one of the tables has a new row.

    Inside a transaction nothing is kept: what is read there may never be committed.
    """
    if connection.in_atomic_block:
        return work_out()
    mark, slot = _mark(models), _slot(key)
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


# Written when somebody looks, asks for a file or is written to: nothing of it stands on the pages that are kept.
DOES_NOT_MATTER = frozenset({
    "SensitiveRead", "ListState", "Visit", "Rendering", "Outgoing", "MailRun", "MailPreference", "MailSetting",
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
    return issubclass(history.instance_type, Fact)


@cache
def _asked_of_all():
    """One statement for how many rows each of these tables holds, and its last one."""
    quote = connection.ops.quote_name
    tables = [(quote(model._meta.db_table), quote(model._meta.pk.column)) for model in followed()]
    numbers = [f"(SELECT COUNT(*) FROM {table}), (SELECT MAX({key}) FROM {table})" for table, key in tables]  # noqa: S608 - our own names
    return f"SELECT {', '.join(numbers)}"


def _still():
    with connection.cursor() as cursor:
        cursor.execute(_asked_of_all())
        return cursor.fetchone()


HOW_MANY = Func(template="COUNT(*)", output_field=IntegerField())  # which needs to look at no row


def _mark(models):
    """How many rows the tables hold, and their last ones, in one statement."""
    numbers = [
        Subquery(model._base_manager.order_by().values(number=number))
        for model in models
        for number in (HOW_MANY, Func(F("pk"), function="MAX"))
    ]
    return Register.objects.order_by("pk").values_list(*numbers).first()


@lru_cache(maxsize=MOST)
def _slot(key) -> list:
    return []
