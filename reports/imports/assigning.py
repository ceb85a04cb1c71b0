"""Which fact does each column of a table take? The better of two that want one; the other is a question."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from reports.imports.columns import ENOUGH, SEVERAL, Candidate, Column, asked_of, candidates, number_in, read_tiers
from reports.imports.contents import Sort
from reports.imports.headings import PLAIN, period_in, words_of
from reports.imports.values import SCORE_FACTS, SCORED, About, Fact, Known
from reports.imports.words import FACTS as LABELS

_PART = re.compile(r"^(?:inherent|current|target)-(score|likelihood|impact|band|total)$")
_OWN_WORDS = (Fact.TITLE, Fact.DESCRIPTION)
_LEVEL = re.compile(r"^(?:inherent|current|target)-(?:likelihood|impact)$")
_ONE_QUARTER = (
    "It is the score of one time among several ({}). It can be left out here, and imported afterwards as the past "
    "position of that time."
)


def assign(columns: Sequence[Column], about: About, known: Known) -> None:
    """Settle `fact` and `reason` of each column."""
    kinds = kinds_of(columns) if about == About.RISKS else {}
    past = _past_ones(columns) if about == About.RISKS else {}
    offers = {}
    for column in columns:
        is_asked = column.number in past or asked_of(column, about) is not None or kinds.get(column.number) == ""
        offers[column.number] = [] if is_asked else candidates(column, about, kinds.get(column.number, "current"))
    _prefer(columns, offers, known)
    doubtful = _owners_of_actions(columns, offers) | _descriptions_of_actions(columns, offers)
    split = _split_levels(columns, offers)
    for number in split:
        offers[number] = []
    taken: dict[Fact, Column] = {}
    order = [
        (candidate, column)
        for column in columns
        for candidate in offers[column.number]
        if candidate.total >= ENOUGH and candidate.sureness >= PLAIN
    ]
    order.sort(key=lambda pair: (-round(pair[0].total, 3), -pair[0].meaning.reach, pair[1].number))
    for candidate, column in order:
        if column.fact is not None or _is_second_best(candidate, offers[column.number], taken):
            continue
        if candidate.fact in taken and (candidate.fact not in SEVERAL or candidate.sureness < 0.8):
            continue
        column.fact = candidate.fact
        column.reason = _because(column, candidate, about, kinds.get(column.number))
        taken.setdefault(candidate.fact, column)
    _only_people(columns, taken)
    for column in columns:
        if column.fact is not None:
            continue
        if column.content.is_count and Fact.REF in taken:
            column.fact, column.reason = Fact.IGNORED, "It counts the rows, and another column has the references."
            continue
        if not column.content.judged and not column.content.filled:
            column.fact, column.reason = Fact.IGNORED, "Nothing stands in it."
        elif kinds.get(column.number) == "":
            column.reason = "Several groups of columns have these headings, and nothing says which score is meant."
        elif column.number in doubtful:
            column.reason = "By where it stands it can be of the risk or of its actions."
        elif column.number in split:
            column.reason = "Several columns read as parts of one level: which of them counts has to be said."
        else:
            column.reason = _question(column, offers[column.number], taken, about)
    for column in columns:
        if column.number in past and column.content.judged:
            column.fact, column.reason = None, _ONE_QUARTER.format(past[column.number])
        elif past and period_in(column.heading) and column.fact in SCORE_FACTS:
            column.reason = (
                "It is the last of several quarters that is filled in, so it is taken for the score as it is now."
            )


def _is_second_best(candidate: Candidate, offers: Sequence[Candidate], taken: dict[Fact, Column]) -> bool:
    """A column does not settle for something much less likely than what another column took from it."""
    best = offers[0]
    return best.fact in taken and candidate.total < best.total - 0.2


# Which of the three scores --------------------------------------------------------------------------------------------


def kinds_of(columns: Sequence[Column]) -> dict[int, str]:
    """For each column that is a piece of a score without a word on which: inherent, current or target.

    A piece beside others of a kind is of that kind where the kind lacks it; else, where the file has a current score
    that says so, what stands before it is the inherent one; else it is the current one.
    """
    said: dict[int, tuple[str, str]] = {}
    for column in columns:
        best = next((each for each in read_tiers(column.tiers, About.RISKS) if each.sureness >= PLAIN), None)
        if best is not None and best.part:
            said[column.number] = (best.kind, best.part)
    explicit = {kind for kind, _ in said.values() if kind in SCORED}
    found: dict[int, str] = {}
    by_number = {column.number: column for column in columns}
    groups = _groups(columns, said)
    alike = [group for group in groups if _is_bare_pair(group, said)]
    if len(alike) > 1:
        return {number: "" for group in alike for number in group}
    for group in groups:
        bare = [number for number in group if not said[number][0]]
        if not bare:
            continue
        named = [
            said[number][0]
            for number in group
            if said[number][0] in SCORED and _belongs(number, group, said, by_number)
        ]
        kind = _kind_of_group(named, [said[number][1] for number in bare], explicit, said, group)
        found |= dict.fromkeys(bare, kind)
    return found


def _is_bare_pair(group: Sequence[int], said: dict[int, tuple[str, str]]) -> bool:
    """A likelihood and an impact, and no word on whose."""
    parts = {said[number][1] for number in group}
    return {"likelihood", "impact"} <= parts and not any(said[number][0] for number in group)


def _only_people(columns: Sequence[Column], taken: dict[Fact, Column]) -> None:
    """The only people of a table of risks are the owners, whatever else they are called."""
    leads = taken.get(Fact.LEADS)
    if leads is None or Fact.OWNERS in taken or {"working", "deputy", "support"} & set(words_of(leads.heading)):
        return
    leads.fact, leads.reason = Fact.OWNERS, "It is the only column of people, so they are taken for the owners."
    taken[Fact.OWNERS] = leads


def _owners_of_actions(columns: Sequence[Column], offers: dict[int, list[Candidate]]) -> set[int]:
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


def _descriptions_of_actions(columns: Sequence[Column], offers: dict[int, list[Candidate]]) -> set[int]:
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


def _split_levels(columns: Sequence[Column], offers: dict[int, list[Candidate]]) -> set[int]:
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


def _belongs(number: int, group: Sequence[int], said: dict[int, tuple[str, str]], columns: dict[int, Column]) -> bool:
    """Is the score that says its kind that of the likelihood and impact beside it? Their product tells, if any does."""
    kind, part = said[number]
    if part in ("likelihood", "impact"):
        return True
    levels = {said[other][1]: columns[other].content.by_row for other in group if not said[other][0]}
    if not {"likelihood", "impact"} <= set(levels):
        return True
    content = columns[number].content
    if content.share(Sort.PAIR) >= 0.4:
        return False
    products = [
        (number_in(value), number_in(levels["likelihood"].get(row)), number_in(levels["impact"].get(row)))
        for row, value in content.by_row.items()
    ]
    told = [(total, one, two) for total, one, two in products if total and one and two]
    if len(told) >= 2:
        return sum(total == one * two for total, one, two in told) * 2 > len(told)
    return kind != "target"


def _groups(columns: Sequence[Column], said: dict[int, tuple[str, str]]) -> list[list[int]]:
    """Pieces of a score that stand side by side, parted where a piece comes a second time."""
    groups: list[list[int]] = []
    seen: set[tuple[str, str]] = set()
    open_ = False
    for column in columns:
        piece = said.get(column.number)
        if piece is None:
            open_ = False
            continue
        key = ("", piece[1])
        kind_now = {said[number][0] for number in groups[-1] if said[number][0]} if open_ else set()
        if not open_ or key in seen or (piece[0] and kind_now and piece[0] not in kind_now):
            groups.append([])
            seen = set()
        groups[-1].append(column.number)
        seen.add(key)
        open_ = True
    return groups


def _kind_of_group(
    named: Sequence[str],
    bare: Sequence[str],
    explicit: set[str],
    said: dict[int, tuple[str, str]],
    group: Sequence[int],
) -> str:
    bands = [part for kind, part in said.values() if part == "band" and not kind]
    if list(bare) == ["band"] == bands and named[:1] == ["target"] and "current" in explicit:
        return "current"  # one traffic light for all: that of the score as it is
    whole = {part for kind, part in said.values() if named and kind == named[0]}
    if named and not set(bare) <= whole:
        return named[0]
    if "current" in explicit and "inherent" not in explicit:
        first = min(number for number, (kind, _) in said.items() if kind == "current")
        return "inherent" if group[0] < first else "current"
    if "current" in explicit and "inherent" in explicit and "target" not in explicit:
        return "current"
    return "current"


# Rules that need the other columns ------------------------------------------------------------------------------------


def _prefer(columns: Sequence[Column], offers: dict[int, list[Candidate]], known: Known) -> None:
    """Weigh what one column says by what the others do."""
    best = {number: offer[0].fact for number, offer in offers.items() if offer}
    for column in columns:
        offer = offers[column.number]
        offer[:] = [_weighed(candidate, column, best, columns, known) for candidate in offer]
        offer.sort(key=lambda each: (-round(each.total, 3), -each.meaning.reach, each.fact))


def _weighed(
    candidate: Candidate, column: Column, best: dict[int, Fact], columns: Sequence[Column], known: Known
) -> Candidate:
    others = {fact for number, fact in best.items() if number != column.number}
    before = next((best.get(each.number) for each in reversed(columns) if each.number < column.number), None)
    of_actions = before in (Fact.ACTIONS, Fact.CONTROLS, Fact.CONTROL_OWNERS, Fact.PROGRESS)
    change = 0.0
    match candidate.fact:
        case Fact.REF if column.content.is_count and _has_other_refs(column, columns, best):
            change = -0.5
        case Fact.TITLE if _is_merged_over(column, columns, best):
            change = -0.5
        case Fact.DUE if before == Fact.CONTROL_OWNERS or before == Fact.ACTIONS:
            change = 0.25
        case Fact.TARGET_ON if not any(fact.startswith("target-") for fact in others if fact != Fact.TARGET_ON):
            change = -0.2
        case Fact.OPENED_ON if of_actions and candidate.sureness < PLAIN + 0.05:
            change = -0.3
        case Fact.LEADS if Fact.OWNERS not in others and candidate.sureness < 1:
            change = -0.2
        case Fact.OWNERS if Fact.OWNERS in others and candidate.sureness < 0.85:
            change = -0.2
        case Fact.CONTROLS if Fact.CONTROLS in others and candidate.sureness <= 0.9:
            change = -0.15
        case Fact.ACTIONS if Fact.ACTIONS in others and candidate.sureness < 0.95 and Fact.CONTROLS not in others:
            change = -0.15
        case Fact.PROGRESS | Fact.NARRATIVE if not others & {Fact.ACTIONS, Fact.CONTROLS}:
            change = -0.25
        case Fact.HORIZON if of_actions:
            change = -0.3
        case Fact.REVIEWED_ON | Fact.NEXT_REVIEW if candidate.sureness <= 0.9:
            change = _by_days(candidate.fact, column, known)
    return candidate._replace(total=candidate.total + change)


def _has_other_refs(column: Column, columns: Sequence[Column], best: dict[int, Fact]) -> bool:
    """Another column is called a reference, and is no count of the rows."""
    others = (each for each in columns if each is not column and best.get(each.number) == Fact.REF)
    return any(not each.content.is_count and each.content.share(Sort.REF) > 0.5 for each in others)


def _is_merged_over(column: Column, columns: Sequence[Column], best: dict[int, Fact]) -> bool:
    """A heading such as "Area" beside the risks' own words, which stand in more rows than it."""
    refs = next((each for each in columns if best.get(each.number) == Fact.REF), None)
    if refs is not None and refs.content.filled <= 1.3 * column.content.filled:
        return False
    others = (each for each in columns if each is not column and best.get(each.number) in _OWN_WORDS)
    return any(each.content.filled > 1.3 * column.content.filled for each in others)


def _by_days(fact: Fact, column: Column, known: Known) -> float:
    """ "Review date": past days are of the last review, days to come of the next one."""
    from reports.imports.days import day_of

    days = [day_of(value, None).on for value in list(column.content.different)[:200]]
    said = [day for day in days if day]
    if not said:
        return 0.0
    past = sum(day <= known.today for day in said) / len(said)
    if fact == Fact.REVIEWED_ON:
        return 0.15 if past > 0.8 else -0.3
    return 0.1 if past < 0.2 else -0.3


def _past_ones(columns: Sequence[Column]) -> dict[int, str]:
    """Scores of one quarter among several, with the quarter: all but the last that is filled, if none is undated."""
    dated: dict[int, str] = {}
    for column in columns:
        period = period_in(column.heading)
        best = next(iter(read_tiers(column.tiers, About.RISKS)), None)
        if period and best and best.part and best.kind in ("", "current"):
            dated[column.number] = period
    filled = {column.number for column in columns if column.content.judged}
    periods = list(dict.fromkeys(period for number, period in dated.items() if number in filled))
    if len(periods) < 2:
        return {}
    return {number: period for number, period in dated.items() if period != periods[-1]}


# Reasons --------------------------------------------------------------------------------------------------------------


def label(fact: Fact) -> str:
    return LABELS.get(fact, fact.value.replace("-", " ").capitalize())


def _because(column: Column, candidate: Candidate, about: About, inferred: str | None) -> str:
    if candidate.meaning.without_place:
        return f"The register keeps no {candidate.meaning.without_place}, so this is left out."
    if candidate.fact == Fact.IGNORED:
        return "An earlier score: the register works out movement from the positions it holds, so this is left out."
    if candidate.meaning.by_content:
        return f"What stands in it is plainly “{label(candidate.fact).lower()}”, whatever its heading says."
    words = f"The heading reads as “{label(candidate.fact).lower()}”"
    if inferred and not candidate.meaning.kind and _PART.match(candidate.fact):
        words += f"; which score it is follows from the columns beside it ({inferred})"
    content = column.content
    if not content.judged:
        return f"{words}; nothing stands in it."
    fitting = round(content.judged * min(candidate.share, 1))
    if candidate.share >= 0.95:
        return f"{words}, and what stands in it fits."
    return f"{words}, and about {fitting} of {content.judged} cells fit."


def _question(column: Column, offers: Sequence[Candidate], taken: dict[Fact, Column], about: About) -> str:
    if not column.tiers:
        return "It has no heading, so what it means has to be said."
    asked = asked_of(column, about)
    if asked:
        return f"The register has no field for {asked.without_place}: say where it belongs, or leave it out."
    if not offers:
        return "No fact of the register is usually headed like this."
    best = offers[0]
    if best.fact in taken and best.fact not in SEVERAL:
        return f"It reads as “{label(best.fact).lower()}”, but “{taken[best.fact].heading}” says that better."
    if best.sureness >= PLAIN and best.share < 0.5:
        return f"The heading reads as “{label(best.fact).lower()}”, but what stands in it does not look like that."
    return f"It might be “{label(best.fact).lower()}”, but that is not plain."
