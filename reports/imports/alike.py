"""When the same thing is to be said of nearly every row, it is said once."""

from __future__ import annotations

from collections import defaultdict

from reports.imports.judging import BANDS, TOTALS
from reports.imports.values import Fact, Problem, Weight

LEAST = 12  # rows: fewer are told one by one
SHARE = 0.4  # of the rows of a table


def said_once(problems: list[Problem], rows: int) -> list[Problem]:
    """The problems of one table, with remarks on its printed totals and bands put together where a large share of
    its rows has one: then the file reckons in another way, and each row says no more than the first."""
    found: dict[Fact, list[Problem]] = defaultdict(list)
    for problem in problems:
        if problem.weight is Weight.REMARK and problem.fact in (*TOTALS, *BANDS):
            found[problem.fact].append(problem)
    together = {fact: some for fact, some in found.items() if len(some) >= LEAST and len(some) > rows * SHARE}
    if not together:
        return problems
    dropped = {id(problem) for some in together.values() for problem in some}
    kept = [problem for problem in problems if id(problem) not in dropped]
    for fact, some in together.items():
        what = "total" if fact in TOTALS else "band or colour"
        words = (
            f"In {len(some)} of {rows} rows the {what} is not what the scheme makes of the levels, so the file reckons "
            f"in another way. The levels count. The first: {some[0].words}"
        )
        kept.append(some[0]._replace(words=words))
    return kept
