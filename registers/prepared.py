"""Which statements are put together once? Those a page asks again and again with the same words.

To put a statement together costs the web worker ten times what most databases take to answer it. The text is kept,
never an answer: what it asks is asked anew every time.
"""

from collections.abc import Callable, Hashable
from copy import copy
from functools import lru_cache
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import QuerySet

MOST = 512
MOST_VALUES = 300  # a statement that names more is long, and hardly ever asked twice


def prepared(key: Hashable, build: Callable[[], QuerySet]) -> list[Any]:
    """The rows of the queryset that `build` gives, put together once for each key.

    The key must hold all that the queryset is made from: whose it is, of when and of what, and any key that was read
    before. Never prepare what says by itself who may see what, unless the key holds the audience.
    """
    slot = _slot(key)
    if not slot:
        statement = _Statement(build())
        if statement.is_long:
            return statement.rows()
        slot.append(statement)
    return slot[0].rows()


@lru_cache(maxsize=MOST)
def _slot(key) -> list:
    return []


class _Statement:
    """A queryset that is never evaluated itself, and what Django's compiler made of it."""

    def __init__(self, queryset: QuerySet):
        self.queryset = queryset
        self.compiler = queryset.query.get_compiler(queryset.db)
        try:
            self.text = self.compiler.as_sql()
        except EmptyResultSet:  # it asks for one of none
            self.text = None

    @property
    def is_long(self) -> bool:
        return self.text is not None and len(self.text[1]) > MOST_VALUES

    def rows(self) -> list[Any]:
        if self.text is None:
            return []
        compiler = copy(self.compiler)
        compiler.connection = connections[self.queryset.db]  # of this thread
        compiler.as_sql = lambda *args, **kwargs: self.text
        asked = self.queryset.all()
        asked.query.get_compiler = lambda *args, **kwargs: compiler
        return list(asked)
