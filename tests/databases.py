"""What is asked on which database? SQLite is asked everything, PostgreSQL each kind of thing.

Both hold what the same statements ask of them. A sweep over thousands of pages would say the same twice, so on
PostgreSQL it takes a page of each kind, with one question, as somebody of each sort.
"""

from django.db import connection

IS_POSTGRESQL = connection.vendor == "postgresql"


def some(things, number=1):
    """All of them; on PostgreSQL the first."""
    return list(things)[:number] if IS_POSTGRESQL else list(things)
