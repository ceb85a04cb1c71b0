"""What may a value of a file mean? One answer in one shape, for levels, bands, owners, choices and days."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from reports.imports.values import Fact


class Term(NamedTuple):
    """One value that needs a meaning, under the fact whose values it shares."""

    fact: Fact
    printed: str


class Judged(NamedTuple):
    """What a value seems to mean, and why.

    `meaning` None is a question, "" says that nothing is meant. `is_plain`: the value is written just as the
    register has it, so nobody needs to be told how it was understood. `is_wrong`: it cannot be meant, whatever the
    person answers ("6" on a scale to 5). `suggestion` is a near miss: offered, never taken.
    """

    meaning: Any
    reason: str
    is_plain: bool = True
    suggestion: Any = None
    is_wrong: bool = False


NOTHING = Judged("", "This says that there is none.")

_SIGNS = re.compile(r"[^\w&+%?]+")  # a question mark is a doubt, and stays


def folded(text: str) -> str:
    """A text for comparing: small letters, no punctuation but "?", "and" for "&", single blanks."""
    text = text.casefold().replace("’", "").replace("'", "").replace("&", " and ")
    return " ".join(_SIGNS.sub(" ", text).split())
