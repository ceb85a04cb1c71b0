"""Which fact does each column of a table take? The better of two that want one; the other is a question."""

from __future__ import annotations

import re
from collections.abc import Sequence

from reports.imports.columns import ENOUGH, SEVERAL, Candidate, Column, asked_of, candidates
from reports.imports.contents import Sort
from reports.imports.doubtful import descriptions_of_actions, owners_of_actions, split_levels
from reports.imports.due_days import is_newer
from reports.imports.headings import PLAIN, period_in, words_of
from reports.imports.score_kinds import earlier_movements, kinds_of, past_ones
from reports.imports.unheaded import settle_first
from reports.imports.values import SCORE_FACTS, About, Fact, Known
from reports.imports.words import FACTS as LABELS

_PART = re.compile(r"^(?:inherent|current|target)-(score|likelihood|impact|band|total)$")
_OWN_WORDS = (Fact.TITLE, Fact.DESCRIPTION)
_OF_ACTIONS = (Fact.ACTIONS, Fact.CONTROL_OWNERS, Fact.DUE, Fact.STAGE, Fact.PROGRESS)
_NUMBERED = (Fact.DUE, Fact.PROGRESS, Fact.STAGE, Fact.NARRATIVE)
_EARLIER = (
    "The movement of an earlier time: the register works it out from the positions it holds, so this is left out."
)
_ONE_QUARTER = (
    "It is the score of one time among several ({}). It can be left out here, and imported afterwards as the past "
    "position of that time."
)


def assign(columns: Sequence[Column], about: About, known: Known) -> None:
    """Settle `fact` and `reason` of each column."""
    kinds = kinds_of(columns) if about == About.RISKS else {}
    past = past_ones(columns) if about == About.RISKS else {}
    earlier = earlier_movements(columns) if about == About.RISKS else set()
    offers = {}
    for column in columns:
        is_asked = (
            column.number in earlier
            or column.number in past
            or asked_of(column, about) is not None
            or kinds.get(column.number) == ""
        )
        offers[column.number] = [] if is_asked else candidates(column, about, kinds.get(column.number, "current"))
    _prefer(columns, offers, about, known)
    doubtful = owners_of_actions(columns, offers) | descriptions_of_actions(columns, offers)
    split = split_levels(columns, offers)
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
            other = taken[candidate.fact]
            is_revised = candidate.fact is Fact.DUE and is_newer(column.heading, other.heading) is not None
            if not is_revised and (candidate.fact not in _NUMBERED or not _are_numbered(column, other)):
                continue
        column.fact = candidate.fact
        column.reason = _because(column, candidate, about, kinds.get(column.number))
        taken.setdefault(candidate.fact, column)
    _only_people(columns, taken)
    if about == About.RISKS:
        settle_first(columns, taken)
    for column in columns:
        if column.number in earlier:
            column.fact, column.reason = Fact.IGNORED, _EARLIER
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


def _is_one_more(candidate: Candidate, column: Column, other: Column) -> bool:
    """May the fact be said by this column as well as by the other one?"""
    if candidate.fact in SEVERAL:
        return candidate.sureness >= 0.8
    return candidate.fact in _NUMBERED and _are_numbered(column, other)


def _are_numbered(one: Column, other: Column) -> bool:
    """ "Action 1 due", "Action 2 due": the same but for a number."""
    words, others = (re.sub(r"\d+", "#", column.heading.casefold()) for column in (one, other))
    return words == others and "#" in words and one.heading.casefold() != other.heading.casefold()


def _is_second_best(candidate: Candidate, offers: Sequence[Candidate], taken: dict[Fact, Column]) -> bool:
    """A column does not settle for something much less likely than what another column took from it."""
    best = offers[0]
    return best.fact in taken and candidate.total < best.total - 0.2


def _only_people(columns: Sequence[Column], taken: dict[Fact, Column]) -> None:
    """The only people of a table of risks are the owners, whatever else they are called."""
    leads, owners = taken.get(Fact.LEADS), taken.get(Fact.OWNERS)
    is_told = owners is not None and bool(owners.content.judged)  # not a "Manager" in whose column nothing stands
    if leads is None or is_told or {"working", "deputy", "support"} & set(words_of(leads.heading)):
        return
    if owners is not None:
        owners.fact, owners.reason = Fact.IGNORED, "Nothing stands in it."
    leads.fact, leads.reason = Fact.OWNERS, "It is the only column of people, so they are taken for the owners."
    taken[Fact.OWNERS] = leads


# Rules that need the other columns ------------------------------------------------------------------------------------


def _prefer(columns: Sequence[Column], offers: dict[int, list[Candidate]], about: About, known: Known) -> None:
    """Weigh what one column says by what the others do."""
    best = {number: offer[0].fact for number, offer in offers.items() if offer}
    for column in columns:
        offer = offers[column.number]
        offer[:] = [_weighed(candidate, column, best, columns, about, known) for candidate in offer]
        offer.sort(key=lambda each: (-round(each.total, 3), -each.meaning.reach, each.fact))


def _weighed(
    candidate: Candidate, column: Column, best: dict[int, Fact], columns: Sequence[Column], about: About, known: Known
) -> Candidate:
    others = {fact for number, fact in best.items() if number != column.number}
    before = next((best.get(each.number) for each in reversed(columns) if each.number < column.number), None)
    after = next((best.get(each.number) for each in columns if each.number > column.number), None)
    of_actions = before in (Fact.ACTIONS, Fact.CONTROLS, Fact.CONTROL_OWNERS, Fact.PROGRESS)
    change = -0.15 if column.is_hidden else 0.0  # what is seen is meant, before what is hidden
    match candidate.fact:
        case Fact.REF if column.content.is_count and _has_other_refs(column, columns, best):
            change -= 0.5
        case Fact.TITLE if _is_merged_over(column, columns, best):
            change -= 0.5
        case Fact.TITLE if Fact.DESCRIPTION in others and column.content.is_repeated and candidate.sureness < 0.95:
            change -= 0.5  # "Risk area" over "Finance", "People", "Finance": what kind each is
        case Fact.DUE if before in (Fact.CONTROL_OWNERS, Fact.ACTIONS) and candidate.share >= 0.3:
            change += 0.25
        case Fact.TARGET_ON if not any(fact.startswith("target-") for fact in others if fact != Fact.TARGET_ON):
            change -= 0.5 if before == Fact.CONTROLS else 0.2  # beside controls it might be theirs
        case Fact.OPENED_ON if of_actions and candidate.sureness < PLAIN + 0.05:
            change -= 0.3
        case Fact.LEADS if Fact.OWNERS not in others and candidate.sureness < 1:
            change -= 0.2
        case Fact.OWNERS if Fact.OWNERS in others and candidate.sureness < 0.85:
            change -= 0.2
        case Fact.CONTROLS if _is_between_scores(before, after) and candidate.sureness >= 0.9:
            change += 0.15  # "Mitigation" takes the one score to the other, so it is in place
        case Fact.CONTROLS if Fact.CONTROLS in others and candidate.sureness <= 0.9:
            change -= 0.15
        case Fact.ACTIONS if Fact.ACTIONS in others and candidate.sureness < 0.95 and Fact.CONTROLS not in others:
            change -= 0.15
        case Fact.PROGRESS | Fact.NARRATIVE | Fact.DUE | Fact.RATIONALE:
            change += _of_actions_or_risk(candidate, others, before, after, about)
        case Fact.HORIZON if of_actions:
            change -= 0.3
        case Fact.REVIEWED_ON | Fact.NEXT_REVIEW if candidate.sureness <= 0.9:
            change += _by_days(candidate.fact, column, known)
    return candidate._replace(total=candidate.total + change)


def _is_between_scores(before: Fact | None, after: Fact | None) -> bool:
    return bool(before and after and before.startswith("inherent-") and after.startswith("current-"))


def _of_actions_or_risk(
    candidate: Candidate, others: set[Fact], before: Fact | None, after: Fact | None, about: About
) -> float:
    """Progress and days, and words about them: without actions they are at most the risk's own."""
    has_none = not others & {Fact.ACTIONS, Fact.CONTROLS}
    match candidate.fact:
        case Fact.PROGRESS | Fact.NARRATIVE if about != About.RISKS:
            return -0.25 if has_none else 0.0
        case _ if about != About.RISKS:
            return 0.0
        case Fact.NARRATIVE if candidate.sureness < 0.9 and before not in _OF_ACTIONS:
            return -0.4  # words of the quarter, which can be about the score, the risk or its actions
        case Fact.PROGRESS | Fact.NARRATIVE if has_none:
            return -0.1 if candidate.sureness >= 0.95 else -0.25
        case Fact.DUE if has_none:
            return -0.5
        case Fact.DUE if not others & {Fact.ACTIONS, Fact.STAGE} and before != Fact.CONTROL_OWNERS:
            return -0.5  # controls in place are not due
        case Fact.RATIONALE if Fact.CLOSED_ON in (before, after) and candidate.meaning.reach == 1:
            return -0.5  # "Reason" beside a closing date: why it was closed
    return 0.0


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
