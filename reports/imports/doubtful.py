"""Which columns can be read in more than one way, so that only a person can say what they are? They get no offer."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from reports.imports.columns import ENOUGH, Candidate, Column
from reports.imports.headings import words_of
from reports.imports.values import Fact

_LEVEL = re.compile(r"^(?:inherent|current|target)-(?:likelihood|impact)$")


def owners_of_actions(columns: Sequence[Column], offers: dict[int, list[Candidate]]) -> set[int]:
    """ "Lead officer" between actions and their dates owns the actions, if another column has the risk's owner.

    If none has, it can be either: such columns are returned, and asked.
    """
    best = [offers[column.number][0] if offers[column.number] else None for column in columns]
    facts = [candidate.fact if candidate else None for candidate in best]
    people = (Fact.OWNERS, Fact.LEADS)
    found: set[int] = set()
    for place in range(1, len(columns) - 1):
        candidate = best[place]
        if candidate is None or candidate.fact not in people or "owner" in words_of(columns[place].heading):
            continue
        if facts[place - 1] != Fact.ACTIONS or facts[place + 1] not in (Fact.DUE, Fact.PROGRESS):
            continue
        number = columns[place].number
        if any(fact in people for other, fact in enumerate(facts) if other != place):
            offers[number] = [candidate._replace(fact=Fact.CONTROL_OWNERS)]
        else:
            offers[number] = []
            found.add(number)
    return found


def descriptions_of_actions(columns: Sequence[Column], offers: dict[int, list[Candidate]]) -> set[int]:
    """A bare "Description" right before an action's owner, where no column has the actions: whose is it?"""
    best = {column.number: offers[column.number][0].fact for column in columns if offers[column.number]}
    if {Fact.ACTIONS, Fact.CONTROLS} & set(best.values()) or Fact.TITLE not in best.values():
        return set()
    found = {
        one.number
        for one, after in pairwise(columns)
        if best.get(one.number) == Fact.DESCRIPTION and best.get(after.number) == Fact.CONTROL_OWNERS
    }
    for number in found:
        offers[number] = []
    return found


def split_levels(columns: Sequence[Column], offers: dict[int, list[Candidate]]) -> set[int]:
    """Columns that each give a part of one level (an impact on money, one on people), and none that gives it whole."""
    by_fact: dict[Fact, list[tuple[float, Column]]] = {}
    for column in columns:
        best = next(iter(offers[column.number]), None)
        if best and _LEVEL.match(best.fact) and best.total >= ENOUGH:
            by_fact.setdefault(best.fact, []).append((best.sureness, column))
    found: set[int] = set()
    for several in by_fact.values():
        surest = max(sureness for sureness, _ in several)
        whole = [column for sureness, column in several if sureness == surest and surest >= 0.95]
        if len(several) > 1 and len(whole) != 1:
            found |= {column.number for _, column in several}
    return found
