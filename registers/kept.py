"""What was worked out from facts, kept until there is a new one.

Facts are only ever appended (models/facts.py), so a value that follows from some tables of them is still right while
these hold as many rows, and the same last one, as when it was worked out. Only what follows from facts alone may be
kept, never what an audience may see of them. Each web worker keeps a few values of its own.
"""

from functools import lru_cache

from django.db import connection
from django.db.models import F, Func, Subquery

from registers.models import Register

MOST = 16  # of a register of 2,000 risks: about a megabyte each


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


def _mark(models):
    """How many rows the tables hold, and their last ones, in one statement."""
    numbers = [
        Subquery(model._base_manager.order_by().values(number=Func(F("pk"), function=function)))
        for model in models
        for function in ("COUNT", "MAX")
    ]
    return Register.objects.order_by("pk").values_list(*numbers).first()


@lru_cache(maxsize=MOST)
def _slot(key) -> list:
    return []
