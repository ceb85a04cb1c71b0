"""What do the cells of one fact say? One Said for each fact, and a problem for each cell that is not clear."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from reports.imports import days, objectives
from reports.imports.choices import lead_in
from reports.imports.judged import Judged, folded
from reports.imports.judging import DAY_FACTS, OWNER_FACTS
from reports.imports.owners import split
from reports.imports.people import Names, names_of
from reports.imports.refs import Ref, ref_of
from reports.imports.settled import Settled, Spot, Told
from reports.imports.texts import clean, is_error, one_line, says_nothing
from reports.imports.values import Fact, NewPost, OwnerSaid, Said, Where
from reports.imports.words import FACTS

# What says outright that there is none; other words ("TBC") say that nothing is said yet.
NONE_WORDS = frozenset(("-", "--", "–", "—", "none", "nil", "n/a", "na", "n.a.", "n.a", "not applicable", "nothing"))
PAST = (Fact.OPENED_ON, Fact.CLOSED_ON, Fact.REVIEWED_ON)  # what has happened by the day of the import
NO_RESULT = "A formula stands here, but its result is not saved in the file. Open and save it in a spreadsheet program."


def runs_on(text: str) -> bool:
    """The second line of a cell that was broken over two: it begins with a small letter."""
    return text[:1].islower()


class Reader:
    """Reads the cells of facts by a mapping, telling what is not clear."""

    def __init__(self, settled: Settled, told: Told) -> None:
        self.settled, self.told = settled, told
        self.names: Names = names_of(settled.known.posts, settled.known.body)
        self.day_first: dict[Fact, bool | None] = {}
        self.known_refs = {risk.printed_ref for risk in settled.known.risks} | {
            ref for ref, _title in settled.known.streams
        }

    def ref_of(self, text: str) -> Ref | None:
        """A reference without its marks, but one that the register prints just so as it is."""
        return Ref(one_line(text)) if one_line(text) in self.known_refs else ref_of(text)

    # What can be read at all ------------------------------------------------------------------------------------------

    def readable(self, spots: Sequence[Spot], fact: Fact) -> list[Spot]:
        """The cells that say something: not errors, not formulas without a result."""
        found = []
        for spot in spots:
            if not spot.text and spot.cell.is_formula and spot.cell.value is None:
                self.told.refuse(spot.where, NO_RESULT, fact)
            elif is_error(spot.text):
                words = f"{spot.text} stands here: the formula failed in the spreadsheet."
                self.told.refuse(spot.where, words, fact, spot.text)
            elif spot.text:
                found.append(spot)
        return found

    def saying(self, spots: Sequence[Spot], fact: Fact) -> tuple[list[Spot], Said | None]:
        """The cells that say something of the fact; and what to say where all say that there is none."""
        readable = self.readable(spots, fact)
        found = [spot for spot in readable if not says_nothing(spot.text)]
        none = None
        for spot in readable:
            if not says_nothing(spot.text):
                continue
            if spot.text.strip().casefold() in NONE_WORDS:
                none = Said("", spot.text, spot.where, () if none is None else (*none.also, none.where))
            else:
                self.told.leave(spot.where, f"“{one_line(spot.text)}” says nothing yet.", spot.text)
        if found and none:
            for where in (none.where, *none.also):
                self.told.leave(where, "It says that there is none, beside what does say something.", none.printed)
        return found, (none if not found else None)

    # Texts ------------------------------------------------------------------------------------------------------------

    def text(self, spots: Sequence[Spot], fact: Fact) -> Said | None:
        """Texts of all cells, each its own paragraph unless it runs on; the same text twice once."""
        found, none = self.saying(spots, fact)
        if not found:
            return none
        texts: list[str] = []
        for spot in found:
            text = clean(spot.text)
            if any(text.casefold() == other.casefold() for other in texts):
                continue
            if texts and runs_on(text):
                texts[-1] = f"{texts[-1]} {text}"
            else:
                texts.append(text)
        return Said("\n\n".join(texts), found[0].text, found[0].where, _rest(found))

    # One value --------------------------------------------------------------------------------------------------------

    def choice(self, spots: Sequence[Spot], fact: Fact, also_text: Callable[[Said], None] | None = None) -> Said | None:
        """A choice of the register; `also_text` gets what stands behind the choice in the same cell."""

        def value(spot: Spot) -> tuple[Any, bool]:
            word, rest = lead_in(fact, spot.text)
            meaning = self.meaning(fact, word, spot.where)
            if meaning is not None and rest and also_text:
                also_text(Said(rest, spot.text, spot.where))
            return meaning, meaning is not None

        return self.single(spots, fact, value)

    def day(self, spots: Sequence[Spot], fact: Fact, also_text: Callable[[Said], None] | None = None) -> Said | None:
        """A day; words beside it, or in its place, go to `also_text`."""

        def value(spot: Spot) -> tuple[Any, bool]:
            return self._day(spot, fact, also_text)

        return self.single(spots, fact, value, keep_nothing=True)

    def _day(self, spot: Spot, fact: Fact, also_text: Callable[[Said], None] | None) -> tuple[Any, bool]:
        settled = self.settled.values.get(fact, {})
        if spot.text in settled:
            judged = self.settled.meaning(fact, spot.text)
            if judged.meaning is not None:
                return (date.fromisoformat(judged.meaning) if judged.meaning else ""), True
        day = days.day_of(spot.cell.value, self.day_first.get(fact))
        if day.problem:
            weigh = self.told.ask if day.is_ambiguous or day.words else self.told.refuse
            weigh(spot.where, day.problem, fact, spot.text)
            return None, False
        if day.on and fact in PAST and day.on > self.settled.known.today:
            return self._after_today(day, fact, spot)
        if day.words and also_text:
            also_text(Said(day.words, spot.text, spot.where))
        if day.on is None and not day.words:
            return self._no_day(spot)
        if day.on is None:
            kept = " The words are kept in what is said of progress." if also_text else ""
            self.told.remark(spot.where, f"“{day.words}” is no day, so none is recorded.{kept}", fact, spot.text)
            return "", False
        if day.remark:
            self.told.remark(spot.where, day.remark, fact, spot.text)
        return day.on, True

    def _no_day(self, spot: Spot) -> tuple[Any, bool]:
        if spot.text.strip().casefold() in NONE_WORDS:
            return "", True
        self.told.leave(spot.where, f"“{one_line(spot.text)}” says nothing yet.", spot.text)
        return None, False

    def _after_today(self, day: days.Day, fact: Fact, spot: Spot) -> tuple[Any, bool]:
        """What has happened cannot lie after the day of the import, but a month may not be over yet."""
        today = self.settled.known.today
        if day.since and day.since <= today:
            words = f"{one_line(spot.text)} is not over on the day of the import, so {days.spoken(today)} is taken."
            self.told.remark(spot.where, words, fact, spot.text)
            return today, True
        words = (
            f"{days.spoken(day.on) if day.on else spot.text} lies after the day of the import, {days.spoken(today)}."
        )
        self.told.refuse(spot.where, words, fact, spot.text)
        return None, False

    def band(self, spots: Sequence[Spot], fact: Fact) -> Said | None:
        return self.single(spots, fact, lambda spot: _both(self.meaning(fact, spot.text, spot.where)))

    def number(self, spots: Sequence[Spot], fact: Fact) -> Said | None:
        def value(spot: Spot) -> tuple[Any, bool]:
            try:
                number = float(spot.text)
            except ValueError:
                number = 0.5
            if number != int(number):
                self.told.refuse(spot.where, f"“{one_line(spot.text)[:60]}” is not a whole number.", fact, spot.text)
                return None, False
            return int(number), True

        return self.single(spots, fact, value)

    def single(
        self,
        spots: Sequence[Spot],
        fact: Fact,
        value: Callable[[Spot], tuple[Any, bool]],
        keep_nothing: bool = False,
    ) -> Said | None:
        """One value from cells that should all say the same; another one below is refused."""
        readable, none = (self.readable(spots, fact), None) if keep_nothing else self.saying(spots, fact)
        said: Said | None = None
        for spot in readable:
            got, is_there = value(spot)
            if not is_there:
                continue
            if said is None:
                said = Said(got, spot.text, spot.where)
            elif got == said.value:
                said = said._replace(also=(*said.also, spot.where))
            elif fact is Fact.REVIEWED_ON and got and said.value:
                said = self._later(said, Said(got, spot.text, spot.where))
            else:
                here, there = one_line(spot.text)[:80], one_line(said.printed)[:80]
                words = f"{_name(fact)}: “{here}” stands here, “{there}” at {said.where}. The first is taken."
                self.told.refuse(spot.where, words, fact, spot.text)
        return said if said is not None else none

    def _later(self, one: Said, other: Said) -> Said:
        """Of several days of review the last one; the other is told."""
        first, last = sorted((one, other), key=lambda said: said.value)
        words = f"Reviewed on {one_line(first.printed)[:40]} and later, {one_line(last.printed)[:40]}, which is taken."
        self.told.remark(first.where, words, Fact.REVIEWED_ON, first.printed)
        return last._replace(also=(*last.also, first.where, *first.also))

    # Several values ---------------------------------------------------------------------------------------------------

    def owners(self, spots: Sequence[Spot], fact: Fact) -> Said | None:
        """Owners of all cells, in their order, each once. Half a list is none: it waits for what is asked of one."""
        found, none = self.saying(spots, fact)
        owners: list[OwnerSaid] = []
        used: list[Spot] = []
        waits = False
        for spot in found:
            got = [self._owner(one, spot) for one in split(spot.text, self.names, self.settled.owner_forms)]
            waits |= None in got
            if not got:
                self.told.leave(spot.where, f"“{one_line(spot.text)}” names nobody.", spot.text)
            if any(got):
                used.append(spot)
            for owner in (owner for some in got for owner in some or ()):
                if owner.post not in [one.post for one in owners]:
                    owners.append(owner)
        if owners and waits:
            self._leave_waiting(used, fact)
            return None
        if owners:
            return Said(tuple(owners), used[0].text, used[0].where, _rest(used))
        return none

    def _leave_waiting(self, spots: Sequence[Spot], fact: Fact) -> None:
        for spot in spots:
            self.told.leave(spot.where, f"{_name(fact)}: the list waits until all of it is understood.", spot.text)

    def _owner(self, printed: str, spot: Spot) -> list[OwnerSaid] | None:
        """None where it is asked who that is."""
        judged, is_settled = self.settled.judged(Fact.OWNERS, printed)
        if judged.meaning is None:
            self.told.ask(spot.where, judged.reason, Fact.OWNERS, printed)
            return None
        if judged.meaning == "":
            self.told.leave(spot.where, f"“{printed}” names nobody.", printed)
            return []
        if not is_settled and not judged.is_plain:
            self.told.remark(spot.where, judged.reason, Fact.OWNERS, printed)
        meanings = judged.meaning if isinstance(judged.meaning, list) else [judged.meaning]
        return [self._meant(meaning, printed) for meaning in meanings]

    def _meant(self, meaning: dict[str, Any], printed: str) -> OwnerSaid:
        if "add" in meaning:
            return OwnerSaid(NewPost(one_line(str(meaning["add"]))[:120]))
        post = next((one for one in self.settled.known.posts if one.key == meaning["post"]), None)
        form = folded(printed)
        is_other = post and form != folded(post.title) and form in map(folded, post.aliases)
        return OwnerSaid(meaning["post"], printed if is_other else "")

    def objectives(self, spots: Sequence[Spot], fact: Fact) -> Said | None:
        """Objectives of all cells, each once."""
        found, none = self.saying(spots, fact)
        keys: list[Any] = []
        used: list[Spot] = []
        waits = False
        for spot in found:
            for one in objectives.split(spot.text, self.settled.known.objectives):
                meaning = self.meaning(fact, one, spot.where)
                waits |= meaning is None
                if meaning not in (None, ""):
                    used.append(spot)
                    keys += [key for key in (meaning if isinstance(meaning, list) else [meaning]) if key not in keys]
        used = list(dict.fromkeys(used))
        if keys and waits:
            self._leave_waiting(used, fact)
            return None
        return Said(tuple(keys), used[0].text, used[0].where, _rest(used)) if keys else none

    # The meaning of one value -----------------------------------------------------------------------------------------

    def meaning(self, fact: Fact, text: str, where: Where) -> Any:
        """A value's meaning; None, told as a problem, where it has none."""
        judged, is_settled = self.settled.judged(fact, text)
        return self.weighed(judged, is_settled, fact, text, where)

    def weighed(self, judged: Judged, is_settled: bool, fact: Fact, text: str, where: Where) -> Any:
        if judged.meaning is None:
            weigh = self.told.refuse if judged.is_wrong else self.told.ask
            weigh(where, judged.reason, fact, text)
        elif not judged.is_plain and not is_settled:
            self.told.remark(where, judged.reason, fact, text)
        return judged.meaning


def _both(meaning: Any) -> tuple[Any, bool]:
    return meaning, meaning is not None


def _rest(spots: Sequence[Spot]) -> tuple[Where, ...]:
    return tuple(spot.where for spot in spots[1:])


def _name(fact: Fact) -> str:
    return FACTS.get(fact, fact.value.replace("-", " ").capitalize())


__all__ = ["DAY_FACTS", "NONE_WORDS", "OWNER_FACTS", "Reader"]
