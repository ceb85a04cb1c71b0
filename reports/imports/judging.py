"""Which values in a cell need a meaning, and what does each seem to mean? The one door to the judges.

Used in proposing a mapping and, for values the mapping does not have, in reading by one.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from reports.imports import days, objectives
from reports.imports.choices import CHOICES, STRUCK, judge_choice, lead_in
from reports.imports.days import day_first
from reports.imports.judged import Judged, Term
from reports.imports.levels import COLOUR, judge_band, judge_level
from reports.imports.movements import judge_movement
from reports.imports.owners import split
from reports.imports.people import judge_owner, names_of
from reports.imports.refs import Ref, ref_of
from reports.imports.scores import expected_words, has_several_parts, parts_of
from reports.imports.texts import is_error, printed, printed_cell, says_nothing
from reports.imports.values import SCORED, Fact, Known
from reports.workbooks.grid import Cell

__all__ = [
    "Judged",
    "Ref",
    "Term",
    "day_first",
    "fits",
    "judge",
    "printed",
    "printed_cell",
    "ref_of",
    "says_nothing",
    "terms",
]

OWNER_FACTS = (Fact.OWNERS, Fact.LEADS, Fact.CONTROL_OWNERS)
DAY_FACTS = (Fact.OPENED_ON, Fact.CLOSED_ON, Fact.TARGET_ON, Fact.REVIEWED_ON, Fact.NEXT_REVIEW, Fact.DUE)
SCORES = tuple(Fact(f"{kind}-score") for kind in SCORED)
LIKELIHOODS = tuple(Fact(f"{kind}-likelihood") for kind in SCORED)
IMPACTS = tuple(Fact(f"{kind}-impact") for kind in SCORED)
BANDS = tuple(Fact(f"{kind}-band") for kind in SCORED)
TOTALS = tuple(Fact(f"{kind}-total") for kind in SCORED)
CHOICE_FACTS = (*CHOICES, Fact.IS_KEY)


def value_fact(fact: Fact) -> Fact:
    """Under which fact the meanings of a column's values are kept: owners share theirs, and so do the three scores."""
    if fact in OWNER_FACTS:
        return Fact.OWNERS
    for kind in SCORED:
        if fact.startswith(f"{kind}-") and fact is not Fact.TARGET_ON:
            return Fact(f"current-{fact.removeprefix(f'{kind}-')}")
    return Fact.CURRENT_BAND if fact is Fact.APPETITE else fact


def terms(fact: Fact, cell: Cell, known: Known, options: Mapping[str, Any] | None = None) -> tuple[Term, ...]:
    """The values in a cell that need a meaning, each under the fact whose meanings it shares. Free texts have none."""
    text = printed_cell(cell)
    struck = (Term(Fact.STATE, STRUCK),) if cell.is_struck and fact in (Fact.REF, Fact.TITLE) and text else ()
    if fact is Fact.REF:
        ref = ref_of(text)
        score = _of_score(ref.score, known, options) if ref and ref.score else ()
        return struck + score
    if not text:
        return _of_fill(fact, cell)
    if is_error(text):
        return ()
    if fact in OWNER_FACTS:
        names = names_of(known.posts, known.body)
        return tuple(Term(Fact.OWNERS, owner) for owner in split(text, names))
    if fact is Fact.OBJECTIVES:
        return tuple(Term(fact, one) for one in objectives.split(text, known.objectives))
    if fact in SCORES:
        return _of_score(text, known, options)
    if fact in (*BANDS, *TOTALS) and has_several_parts(text):
        return _of_score(text, known, options)
    if fact in (*LIKELIHOODS, *IMPACTS, *BANDS, Fact.APPETITE, *CHOICE_FACTS):
        return (Term(value_fact(fact), lead_in(fact, text)[0]),)
    if fact in DAY_FACTS and isinstance(cell.value, str):
        day = days.day_in(cell.value, _day_first(options))
        return (Term(fact, text),) if day.problem and not day.is_ambiguous else ()
    return struck


def _of_fill(fact: Fact, cell: Cell) -> tuple[Term, ...]:
    if not cell.colour:
        return ()
    if fact in (*BANDS, *SCORES, *TOTALS):
        return (Term(Fact.CURRENT_BAND, f"{COLOUR}{cell.colour}"),)
    if fact in (Fact.PROGRESS, Fact.STATUS):
        return (Term(fact, f"{COLOUR}{cell.colour}"),)
    return ()


def _of_score(text: str, known: Known, options: Mapping[str, Any] | None) -> tuple[Term, ...]:
    parts = parts_of(text, bool((options or {}).get("impact_first")))
    if not parts:
        return () if parts.movement or says_nothing(text) else (Term(Fact.CURRENT_SCORE, text),)
    found = []
    if parts.likelihood:
        found += [Term(Fact.CURRENT_LIKELIHOOD, parts.likelihood), Term(Fact.CURRENT_IMPACT, parts.impact)]
    if parts.band:
        found.append(Term(Fact.CURRENT_BAND, parts.band))
    return tuple(found)


def _day_first(options: Mapping[str, Any] | None) -> bool | None:
    return (options or {}).get("day_first")


def judge(fact: Fact, text: str, known: Known, beside: Collection[str] = ()) -> Judged:
    """What one value seems to mean. `beside`: the other values under the same fact (for palettes of colours)."""
    fact = value_fact(fact)
    scheme = known.scheme
    if fact is Fact.OWNERS:
        return judge_owner(text, names_of(known.posts, known.body))
    if fact is Fact.OBJECTIVES:
        return objectives.judge_objective(text, known.objectives)
    if fact in CHOICE_FACTS:
        return judge_choice(fact, text)
    if fact is Fact.MOVEMENT:
        return judge_movement(text)
    if fact in DAY_FACTS:
        return _judge_day(text)
    if scheme is None:
        return Judged(None, "The register has no scoring scheme yet.", is_plain=False)
    if fact is Fact.CURRENT_LIKELIHOOD:
        return judge_level(text, scheme.likelihoods, "likelihood")
    if fact is Fact.CURRENT_IMPACT:
        return judge_level(text, scheme.impacts, "impact")
    if fact is Fact.CURRENT_BAND:
        return judge_band(text, scheme, beside)
    return Judged(None, f"“{text[:80]}” stands where {expected_words(scheme)} is expected.", is_plain=False)


def _judge_day(text: str) -> Judged:
    day = days.day_in(text, None)
    if day.problem:
        return Judged(None, day.problem, is_plain=False)
    return Judged(day.on.isoformat() if day.on else "", day.remark, is_plain=not day.remark)


# How well a column's cells suit a fact --------------------------------------------------------------------------------


def fits(fact: Fact, cell: Cell, known: Known) -> bool:
    """Would this cell be a good value of that fact?"""
    text = printed_cell(cell)
    if not text:
        return bool(_of_fill(fact, cell))
    if says_nothing(text):
        return True
    if fact is Fact.REF:
        return ref_of(text) is not None
    if fact in DAY_FACTS:
        return isinstance(cell.value, date) or not days.day_of(cell.value, None).problem or _is_ambiguous(cell)
    if fact in SCORES:
        return bool(parts_of(text))
    if fact in TOTALS:
        return bool(parts_of(text).total)
    if fact is Fact.CONTROL_RISKS:
        return all(ref_of(part) for part in text.replace(";", ",").replace("\n", ",").split(",") if part.strip())
    if fact in (*LIKELIHOODS, *IMPACTS, *BANDS, Fact.APPETITE, Fact.MOVEMENT, *CHOICE_FACTS):
        judged = judge(fact, text, known)
        return judged.meaning is not None or judged.suggestion is not None
    if fact in OWNER_FACTS:
        return _are_owners(text, known)
    if fact is Fact.OBJECTIVES:
        judged_objectives = [judge(fact, one, known) for one in objectives.split(text, known.objectives)]
        return any(one.meaning or one.suggestion for one in judged_objectives)
    if fact is Fact.TITLE:
        return isinstance(cell.value, str) and 2 < len(text) <= 200
    return isinstance(cell.value, str) and len(text) > 2


def _is_ambiguous(cell: Cell) -> bool:
    return days.day_of(cell.value, None).is_ambiguous


def _are_owners(text: str, known: Known) -> bool:
    from reports.imports.owners import POST_WORDS

    owners = split(text, names_of(known.posts, known.body))
    return any(judge(Fact.OWNERS, one, known).meaning or POST_WORDS.match(one) for one in owners)
