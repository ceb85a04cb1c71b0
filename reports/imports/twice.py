"""Is a risk said twice in a file? On two sheets it is read as one, and what they say differently is asked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from registers.scoring import Scheme, Score
from reports.imports.judged import folded
from reports.imports.settled import Told
from reports.imports.texts import one_line
from reports.imports.values import About, Entry, Fact, OwnerSaid, Said, Scored, Where
from reports.imports.words import FACTS

UNCOMPARED = (Fact.REF, Fact.TITLE, Fact.ORDER, Fact.MOVEMENT)


def read_as_one(
    entries: Sequence[Entry],
    tables: Sequence[int],
    told: Told,
    answers: Mapping[str, str],
    scheme: Scheme | None = None,
) -> list[Entry]:
    """The entries, with those of one reference and one title in two tables put together.

    `tables`: the number of each entry's table. The same reference twice in one table, or with two titles, is only
    told: which of the two holds is asked when both are held against the register.
    """
    found: list[Entry] = []
    place_of: dict[tuple[About, str], int] = {}
    table_of: dict[int, int] = {}
    by_title: dict[tuple[About, str], Entry] = {}
    for entry, table in zip(entries, tables, strict=True):
        key = (entry.about, entry.ref.casefold())
        title = _title(entry)
        first = place_of.get(key) if entry.ref else None
        if first is None:
            if entry.ref:
                place_of[key] = len(found)
            elif title and (entry.about, folded(title)) in by_title:
                other = by_title[entry.about, folded(title)]
                told.remark(entry.where, f"“{title[:80]}” stands at {other.where} as well.", Fact.TITLE, title)
        elif table_of[first] != table and _agree(found[first], entry):
            found[first] = _together(found[first], entry, told, answers, scheme)
            continue
        else:
            _tell(found[first], entry, told, scheme)
        table_of[len(found)] = table
        if title:
            by_title.setdefault((entry.about, folded(title)), entry)
        found.append(entry)
    return found


def _title(entry: Entry) -> str:
    said = entry.facts.get(Fact.TITLE)
    return str(said.value) if said else ""


def _agree(first: Entry, second: Entry) -> bool:
    titles = folded(_title(first)), folded(_title(second))
    return titles[0] == titles[1] or not all(titles)


def _tell(first: Entry, second: Entry, told: Told, scheme: Scheme | None) -> None:
    title, other = _title(second), _title(first)
    words = f"Reference {second.ref} stands at {first.where} as well"
    if folded(title) != folded(other):
        words += f", there with the title “{other[:60]}”, here with “{title[:60]}”"
    for fact in (Fact.INHERENT_SCORE, Fact.CURRENT_SCORE, Fact.TARGET_SCORE):
        there, here = first.facts.get(fact), second.facts.get(fact)
        if there and here and there.value != here.value:
            words += f"; the {fact.value.replace('-', ' ')} is {_said(there, scheme)} there, {_said(here, scheme)} here"
    told.remark(_ref_place(second), f"{words}.", Fact.REF, second.ref)


def _said(said: Said, scheme: Scheme | None) -> str:
    """A value for a sentence: a score as the scheme says it, wherever its levels stood, anything else as printed."""
    if isinstance(said.value, Scored) and scheme is not None:
        return scheme.words(Score(*said.value))
    return one_line(said.printed)[:60]


def _ref_place(entry: Entry) -> Where:
    return entry.facts[Fact.REF].where if Fact.REF in entry.facts else entry.where


# Put together ---------------------------------------------------------------------------------------------------------


def _together(first: Entry, second: Entry, told: Told, answers: Mapping[str, str], scheme: Scheme | None) -> Entry:
    words = f"Reference {second.ref} stands at {first.where} as well. The two are read as one risk."
    told.remark(_ref_place(second), words, Fact.REF, second.ref)
    facts = dict(first.facts)
    for fact, here in second.facts.items():
        there = facts.get(fact)
        if there is None or (not there.value and here.value):
            facts[fact] = here if there is None else here._replace(also=(*here.also, there.where, *there.also))
            continue
        one = _one(fact, there, here)
        if one is None:
            one = _asked(fact, there, here, second, told, answers, scheme)
        if one is None:
            del facts[fact]
        else:
            facts[fact] = one
    by_title: dict[str, Any] = defaultdict(list)
    for control in first.controls:
        by_title[folded(control.title.value)].append(control)
    more = tuple(control for control in second.controls if folded(control.title.value) not in by_title)
    again = [control for control in second.controls if folded(control.title.value) in by_title]
    for control in again:
        told.leave(control.title.where, "The control stands on the other sheet as well.", control.title.printed)
        for said in control.facts.values():
            for where in (said.where, *said.also):
                told.leave(where, "Of a control that stands on the other sheet as well.", said.printed)
    return replace(first, facts=facts, controls=(*first.controls, *more))


def _one(fact: Fact, there: Said, here: Said) -> Said | None:
    """Both as one, where they say the same, or one holds all the words of the other."""
    also = (*there.also, here.where, *here.also)
    if not here.value or _plain(fact, there.value) == _plain(fact, here.value) or fact in UNCOMPARED:
        return there._replace(also=also)
    if isinstance(there.value, str) and isinstance(here.value, str):
        words = folded(there.value), folded(here.value)
        if words[1] in words[0] and len(words[1]) > 20:
            return there._replace(also=also)
        if words[0] in words[1] and len(words[0]) > 20:
            return here._replace(also=(*here.also, there.where, *there.also))
    return None


def _plain(fact: Fact, value: Any) -> Any:
    if isinstance(value, tuple) and value and isinstance(value[0], OwnerSaid):
        return frozenset(owner.post for owner in value)
    if isinstance(value, str):
        return folded(value)
    return frozenset(value) if isinstance(value, tuple) and not isinstance(value, Scored) else value


def _asked(
    fact: Fact,
    there: Said,
    here: Said,
    second: Entry,
    told: Told,
    answers: Mapping[str, str],
    scheme: Scheme | None,
) -> Said | None:
    """What two sheets say differently is a question; none of it is taken until it is answered."""
    key = f"{second.where.sheet}!{second.where.row}:{fact.value}-of-two"
    also = (*there.also, here.where, *here.also)
    answer = answers.get(key)
    if answer == "first":
        return there._replace(also=also)
    if answer == "this":
        return here._replace(also=(*here.also, there.where, *there.also))
    name = FACTS.get(fact, fact.value)
    printed = _said(there, scheme), _said(here, scheme)
    words = f"{name} of {second.ref}: “{printed[0]}” at {there.where}, “{printed[1]}” here. Which holds?"
    choices = (("first", f"{printed[0]} ({there.where})"), ("this", f"{printed[1]} ({here.where})"))
    told.ask(here.where, words, fact, here.printed, key=key, choices=choices)
    for where in (there.where, *there.also, *here.also):
        told.leave(where, "It waits for the question which of two sheets holds.", there.printed)
    return None
