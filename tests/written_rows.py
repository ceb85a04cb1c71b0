"""Which tables were written in a block? Seen in the statements themselves, which costs nothing on either database.

What was taken back within the block, to a savepoint, was not written.
"""

import re
from contextlib import contextmanager

from django.db import connection

WRITES = re.compile(r'\s*(INSERT INTO|UPDATE|DELETE FROM)\s+"(\w+)"', re.IGNORECASE)
SAVEPOINT = re.compile(r'\s*(SAVEPOINT|ROLLBACK TO SAVEPOINT)\s+"?(\w+)"?', re.IGNORECASE)


class Written(list):
    """The tables, one entry for each statement that changed a row; and where each savepoint was set."""

    def __init__(self):
        super().__init__()
        self.marks = {}

    def __call__(self, execute, sql, params, many, context):
        result = execute(sql, params, many, context)
        if found := WRITES.match(sql):
            is_insert = found[1].upper() == "INSERT INTO"  # one that gives its key back has not counted its row yet
            if is_insert or context["cursor"].cursor.rowcount != 0:
                self.append(found[2])
        elif found := SAVEPOINT.match(sql):
            if found[1].upper() == "SAVEPOINT":
                self.marks[found[2]] = len(self)
            else:
                del self[self.marks.get(found[2], 0) :]
        return result


@contextmanager
def written():
    tables = Written()
    with connection.execute_wrapper(tables):
        yield tables
