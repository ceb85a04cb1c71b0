"""Which risk of the register is an entry of the file? By reference, else by title; what contradicts itself is asked.

Answers stand in the mapping under the row's key: "4" (risk 4), "new" or "leave".
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from registers.movement import Stage
from reports.imports.lines import Line, Subject, plainly
from reports.imports.standing import Stood
from reports.imports.values import Entry, Fact

NEW, LEAVE = "new", "leave"
NEARNESS = {Stage.OPEN: 0, Stage.CLOSED: 1, Stage.ABSENT: 2}  # of one printed reference, which of its risks is meant
FEW = 3  # renamed risks of a file that may well be this register's all the same
ALIKE = 0.65  # of two wordings of one risk; below it they may well be two risks
SMALL_WORDS = frozenset(
    "a an and are as at be by for from in into is it its not of on or our risk that the this to we will with fail "  # noqa: SIM905
    "fails failure failing may might could lack".split()
)


@dataclass(slots=True, eq=False)
class Match:
    """What an entry was found to be. `risk` None: a new one."""

    entry: Entry
    line: Line
    title: str
    risk: int | None = None
    named: tuple[int, ...] = ()  # risks whose titles it tells, in what it asks


class Matcher:
    """Finds the risks of one register that entries are about."""

    def __init__(self, found: Stood, answers: Mapping[str, str], takes_permanent_refs: bool = True):
        self.found, self.answers, self.takes_permanent_refs = found, answers, takes_permanent_refs
        self.by_printed: dict[str, list[int]] = defaultdict(list)
        self.by_title: dict[str, list[int]] = defaultdict(list)
        for risk in found.refs:
            self.by_printed[found.printed_ref(risk).casefold()].append(risk)
            self.by_title[plainly(found.title(risk)).casefold()].append(risk)

    def match(self, entry: Entry, title: str) -> Match:
        line = Line("New risk", title, entry.where, Subject())
        found = Match(entry, line, title)
        self._find(found)
        if answer := line.answer(self.answers):
            line.is_refused = False
            found.risk = self.found.by_ref[int(answer)] if answer.isdigit() else None
            if answer == LEAVE:
                line.leave()
        if found.risk is not None:
            ref = self.found.refs[found.risk]
            line.subject, line.what, line.target = Subject(found.risk, ref), self._called(found.risk), f"risk:{ref}"
        return found

    def _find(self, match):
        if self.takes_permanent_refs and (risk := _by_permanent_ref(self.found, match.entry)) is not None:
            match.risk = risk  # a file of the portal's own says which risk it is
            return
        by_ref, by_title = self._of_ref(match.entry.ref), self._of_title(match.title)
        printed = self.by_printed.get(match.entry.ref.casefold(), ())
        both = [risk for risk in by_title if risk in printed]
        if len(both) == 1:
            match.risk = both[0]  # of several of one reference, over the years, it is the one of this title
        elif by_ref is None and len(by_title) == 1:
            if match.entry.ref:
                words = (
                    f"The file calls it {match.entry.ref}; the register has {self._named(by_title[0])}. Is it the same?"
                )
                self._ask(match, words, by_title)
            match.risk = by_title[0]
        elif by_ref is None and by_title:
            self._ask(match, "Several risks of the register have this title. Which of them is it?", by_title)
        elif by_ref is not None and by_title and by_ref not in by_title:
            words = f"The register has {self._named(by_ref)}, and this title as {self._named(by_title[0])}"
            self._ask(match, f"{words}. Which of them is it?", [by_ref, *by_title])
        elif by_ref is not None and match.title and not alike(self.found.title(by_ref), match.title):
            self._ask(match, f"The register has {self._named(by_ref)}. Is this the same risk?", [by_ref])
        else:
            match.risk = by_ref

    def _ask(self, match, words, risks):
        """Asked once: until it is answered nothing of the row is imported."""
        match.named = tuple(dict.fromkeys(risks))
        choices = [(str(self.found.refs[risk]), f"Yes, it is {self._named(risk)}") for risk in match.named]
        choices += [(NEW, "It is a new risk"), (LEAVE, "Leave this row out")]
        match.line.ask(words, "same", tuple(choices), match.entry.facts.get(Fact.TITLE))
        match.line.drop()

    def _of_ref(self, ref: str) -> int | None:
        """The risk that is printed so on the day, open ones first and then those that are closed; else the one of that
        permanent reference."""
        if not ref:
            return None
        printed = self.by_printed.get(ref.casefold(), [])
        if printed:
            return min(printed, key=lambda risk: (NEARNESS[self.found.stage(risk)], self.found.refs[risk]))
        return self.found.by_ref.get(int(ref)) if re.fullmatch(r"\d{1,9}", ref) else None

    def _of_title(self, title: str) -> list[int]:
        return list(self.by_title.get(plainly(title).casefold(), ())) if title else []

    def _called(self, risk: int) -> str:
        ref, printed = self.found.refs[risk], self.found.printed_ref(risk)
        return f"Risk {ref}" if printed == str(ref) else f"Risk {ref}, printed as {printed}"

    def _named(self, risk: int) -> str:
        called = self._called(risk)
        return f"{called[:1].lower()}{called[1:]}, “{self.found.title(risk)}”"


def _by_permanent_ref(found: Stood, entry: Entry) -> int | None:
    said = entry.facts.get(Fact.PERMANENT_REF)
    return None if said is None else found.by_ref.get(said.value)


def are_permanent_refs_ours(found: Stood, entries: Iterable[tuple[Entry, str]]) -> bool:
    """Whether the permanent references of a file, with the titles of its rows, can be this register's.

    A list of another register has the same numbers with other titles; of one's own a few may have been renamed.
    """
    named = [(found.title(risk), title) for entry, title in entries if (risk := _by_permanent_ref(found, entry))]
    others = sum(1 for held, title in named if title and not alike(held, title))
    return others < FEW or 2 * others <= len(named)


def alike(old: str, new: str) -> bool:
    """Whether a title could be another wording: no word in common and few letters is something else."""
    old, new = plainly(old).casefold(), plainly(new).casefold()
    if not old or old in new or new in old or words_of(old) & words_of(new):
        return True
    return SequenceMatcher(None, old, new, autojunk=False).ratio() >= ALIKE


def words_of(text: str) -> set[str]:
    """The words of a title that tell it from others, cut to their stems' length."""
    return {word[:6] for word in re.findall(r"[^\W\d_]{3,}", text) if word not in SMALL_WORDS}


def said_twice(matches: list[Match], answers: Mapping[str, str]) -> None:
    """The same risk on two rows: what says the same is left out, what differs is asked."""
    first: dict[object, Match] = {}
    for match in matches:
        if match.line.is_out:
            continue
        key = _identity(match)
        if key is None or key not in first:
            first[key if key is not None else object()] = match
            continue
        _second(first, key, match, answers)


def _identity(match):
    if match.risk is not None:
        return match.risk
    if match.entry.ref:
        return ("ref", match.entry.ref.casefold())
    return ("title", plainly(match.title).casefold()) if match.title else None


def _second(first, key, match, answers):
    other, line = first[key], match.line
    if _says_no_more(match.entry, other.entry):
        words = f"Said twice: row {other.entry.where.row} says the same. Imported once"
        if _take_controls(other, match):
            words += ", with the controls and actions of both rows"
        line.leave(words)
        return
    place = f"row {other.entry.where.row}"
    if other.entry.where.sheet != match.entry.where.sheet:
        place += f" of {other.entry.where.sheet}"
    choices = [("first", f"Take {place}"), ("this", "Take this row")]
    if match.risk is None:
        choices.append((NEW, "They are two risks"))
    line.ask(f"Said twice, and not alike: {place} says other things of it. Which holds?", "twice", tuple(choices))
    answer = line.answer(answers)
    if answer == "this":
        other.line.leave(f"Left out for row {match.entry.where.row}, as you said")
        first[key] = match
    elif answer == "first":
        line.leave()
    elif answer != NEW:
        line.drop()


def _says_no_more(entry, other):
    """Whether a row says of the risk itself nothing that the other does not say."""
    said = {fact: one.value for fact, one in other.facts.items()}
    return all(fact in said and said[fact] == one.value for fact, one in entry.facts.items())


def _take_controls(match, other):
    """Registers give each control a row of its own, and repeat the risk: those of the other row are this one's too."""
    held = [_of_control(control) for control in match.entry.controls]
    more = tuple(control for control in other.entry.controls if _of_control(control) not in held)
    match.entry = replace(match.entry, controls=(*match.entry.controls, *more))
    other.entry = replace(other.entry, controls=())
    return bool(more)


def _of_control(control):
    return plainly(control.title.value).casefold(), {fact: said.value for fact, said in control.facts.items()}
