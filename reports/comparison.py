"""What changed in a register between two dates? Plain values from positions already read: nothing here asks.

A class of fact that is withheld is not compared: it is neither listed, nor ordered or counted by. A risk whose earlier
state may not be told is missing from the earlier position, and so is never "new", reworded or re-owned by it.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from registers.audience import WITHHELD, Withheld
from registers.details import RiskDetails, RiskPosition
from registers.models.registers import FactClass
from registers.movement import Movement, Stage
from registers.position import IndexRow, View
from registers.telling import ScoreWords, tell_cell
from reports.comparison_reading import Positions
from reports.papers.numbering import in_words

# In the order in which the page tells them: title, (one risk, several) after the number, and when there is none
MOVED = {
    Movement.NEW: ("New", ("is new", "are new"), "new"),
    Movement.CLOSED: ("Closed", ("was closed", "were closed"), "closed"),
    Movement.REOPENED: ("Reopened", ("was reopened", "were reopened"), "reopened"),
    Movement.REFRESHED: ("Refreshed", ("was refreshed", "were refreshed"), "refreshed"),
    Movement.UP: ("Up", ("rose", "rose"), "up"),
    Movement.DOWN: ("Down", ("fell", "fell"), "down"),
    Movement.SHIFTED: ("Shifted", ("moved within its rank", "moved within their rank"), "shifted"),
    Movement.RESCALED: ("Rescaled", ("is on a new scale", "are on a new scale"), "rescaled"),
    Movement.UNSCORED: ("No score to compare", ("has no score to compare", "have no score to compare"), ""),
}
HINTS = {
    Movement.REFRESHED: "Recast, split or merged: the text is not the one that was scored before.",
    Movement.SHIFTED: "Another cell of the same rank.",
    Movement.RESCALED: "The scale was changed, so that the two scores cannot be compared.",
}
COUNTED = [Movement.UP, Movement.DOWN, *(movement for movement in MOVED if movement not in ("up", "down"))]
STOOD_STILL = ("stood still", "stood still")
NO_EARLIER_TITLE = "No earlier position"
NO_EARLIER = "There is no earlier position to compare with: no risk shown here was on the register on the first day."
STAGES = {Stage.ABSENT: "Not on the register", Stage.OPEN: "Open", Stage.CLOSED: "Closed"}


@dataclass(frozen=True)
class Line:
    """One risk as every table of the comparison begins it."""

    url: str
    row: IndexRow
    title: str
    is_changed: bool  # since the board agreed the register
    before: ScoreWords | Withheld | None = None
    after: ScoreWords | Withheld | None = None
    reason: str = ""
    changes: tuple["Change", ...] = ()

    @property
    def is_withheld(self) -> bool:
        return self.row.cell is WITHHELD

    @property
    def has_two_scores(self) -> bool:
        return bool(self.before and self.after) and self.before != self.after


class Change(NamedTuple):
    """One fact that differs, and of which kind it is: "text", whose words are marked, "score", "posts" or "words"."""

    what: str
    kind: str
    old: object
    new: object


@dataclass(frozen=True)
class Group:
    """The risks that moved one way."""

    movement: Movement
    title: str
    hint: str
    lines: list[Line]


@dataclass(frozen=True)
class Comparison:
    """One register between two dates, as a page tells it."""

    view: View
    positions: Positions
    sentence: str = ""
    also: str = ""
    groups: list[Group] = field(default_factory=list)
    none_of: str = ""  # the movements that no risk made
    withheld: list[Line] = field(default_factory=list)
    reworded: list[Line] = field(default_factory=list)
    reowned: list[Line] = field(default_factory=list)
    corrected: list[Line] = field(default_factory=list)
    still: list[Line] = field(default_factory=list)

    @property
    def sees_movement(self) -> bool:
        return self.view.sees(FactClass.MOVEMENT)

    @property
    def sees_reasons(self) -> bool:
        return self.view.sees(FactClass.RATIONALE)

    @property
    def sees_owners(self) -> bool:
        return self.view.sees(FactClass.OWNERSHIP)

    @property
    def sees_leads(self) -> bool:
        return self.view.sees(FactClass.LEADS)

    @property
    def sees_scores(self) -> bool:
        return self.view.sees(FactClass.SCORE)

    @property
    def shows_sensitive(self) -> bool:
        """Whether a risk that is marked sensitive is among those told of."""
        return any(risk.row.is_sensitive for risk in self.positions.later.values())


def compare(positions: Positions, query: str = "") -> Comparison:
    """Everything that differs between the two positions; `query` carries the time to the pages of the risks."""
    teller = _Teller(positions, query)
    moved = by_movement(positions.later.values())
    first = [risk for risk in positions.later.values() if risk.row.is_open and risk.row.movement is None]
    reworded, reowned = list(teller.reworded()), list(teller.reowned())
    corrected = list(teller.corrected())
    return Comparison(
        view=positions.view,
        positions=positions,
        sentence=NO_EARLIER if first else count_sentence({movement: len(risks) for movement, risks in moved.items()}),
        also=also_sentence(len(reworded), len(reowned), len({line.row.risk for line in corrected})),
        groups=[
            Group(movement, words[0], HINTS.get(movement, ""), [teller.line(risk) for risk in moved[movement]])
            for movement, words in MOVED.items()
            if movement in moved
        ]
        + ([Group(Movement.NEW, NO_EARLIER_TITLE, "", [teller.line(risk) for risk in first])] if first else []),
        none_of="" if first else none_sentence(moved),
        withheld=[teller.line(risk) for risk in positions.later.values() if risk.row.movement is WITHHELD],
        reworded=reworded,
        reowned=reowned,
        corrected=corrected,
        still=[teller.line(risk) for risk in moved.get(Movement.STATIC, ())],
    )


def by_movement(risks: Iterable[RiskPosition]) -> dict[Movement, list[RiskPosition]]:
    """The risks by the way they moved, in display order; without those of which it may not be told."""
    found = defaultdict(list)
    for risk in risks:
        if risk.row.movement is not None and risk.row.movement is not WITHHELD:
            found[risk.row.movement].append(risk)
    return dict(found)


# Sentences -----------------------------------------------------------------------------------------------------------


def count_sentence(numbers: dict[Movement, int]) -> str:
    """One risk rose, two fell, eight stood still."""
    total, still = sum(numbers.values()), numbers.get(Movement.STATIC, 0)
    if not total:
        return "There is no risk to compare."
    if still == total:
        return "The only risk stood still." if total == 1 else f"All {in_words(total)} risks stood still."
    words = {movement: MOVED[movement][1] for movement in COUNTED} | {Movement.STATIC: STOOD_STILL}
    parts = [_counted(numbers[movement], *said) for movement, said in words.items() if numbers.get(movement)]
    first, *rest = parts
    number, verb = first.split(" ", 1)
    noun = "risk" if number == "one" else "risks"
    return ", ".join([f"{number.capitalize()} {noun} {verb}", *rest]) + "."


def _counted(number, one, several):
    return f"{in_words(number)} {one if number == 1 else several}"


def also_sentence(reworded: int, reowned: int, corrected: int) -> str:
    """What changed beside the scores; empty where nothing did."""
    parts = [
        _counted(reworded, "was reworded", "were reworded"),
        _counted(reowned, "changed hands", "changed hands"),
        _counted(corrected, "was corrected since", "were corrected since"),
    ]
    parts = [part for part, number in zip(parts, (reworded, reowned, corrected), strict=True) if number]
    if not parts:
        return ""
    sentence = parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"
    return f"{sentence[0].upper()}{sentence[1:]}."


def none_sentence(moved) -> str:
    """No risk is new, closed or reopened: what has no table says so."""
    missing = [words[2] for movement, words in MOVED.items() if words[2] and movement not in moved]
    if not missing:
        return ""
    listed = f"{', '.join(missing[:-1])} or {missing[-1]}" if len(missing) > 1 else missing[0]
    return f"No risk is {listed}."


# What differs --------------------------------------------------------------------------------------------------------


def text_changes(old: RiskDetails, new: RiskDetails) -> tuple[Change, ...]:
    """The title and the description, where they differ."""
    pairs = (("Title", old.title, new.title), ("Description", old.description, new.description))
    return tuple(Change(what, "text", was, now) for what, was, now in pairs if was != now)


def steward_changes(old: RiskDetails, new: RiskDetails, successors) -> tuple[Change, ...]:
    """Owners and leads, where others hold them. A post that was only renamed holds what it held."""
    pairs = (("Owners", old.owners, new.owners), ("Working leads", old.leads, new.leads))
    return tuple(
        Change(what, "posts", was, now)
        for what, was, now in pairs
        if WITHHELD not in (was, now) and _latest(was, successors) != _latest(now, successors)
    )


def _latest(posts, successors) -> set[int]:
    """The posts under the last names they were given."""
    found = set()
    for post in posts:
        pk, passed = post.pk, set()
        while pk in successors and pk not in passed:
            passed.add(pk)
            pk = successors[pk]
        found.add(pk)
    return found


class _Teller:
    """Tells the risks of one register, all of one pair of dates."""

    def __init__(self, positions: Positions, query: str):
        self.positions = positions
        self.register = positions.view.register
        self.base = self.register.get_absolute_url()
        self.query = f"?{query}" if query else ""

    def line(self, risk: RiskPosition, **more) -> Line:
        """A risk with its two scores and the reason why it moved."""
        before = self.positions.earlier.get(risk.row.risk)
        said = {
            "before": self.score(before.row) if before else None,
            "after": self.score(risk.row),
            "reason": " ".join(risk.details.reasons or ()),
        }
        return Line(
            url=f"{self.base}{risk.row.ref}/{self.query}",
            row=risk.row,
            title=risk.details.title,
            is_changed=risk.row.risk in self.positions.changed,
            **(said | more),
        )

    def score(self, row: IndexRow) -> ScoreWords | Withheld | None:
        """Each score on the scale it was made under."""
        return tell_cell(self.register, row.scheme, row.cell, row.band or None)

    def reworded(self):
        for risk, before in self._open_at_both():
            changes = text_changes(before.details, risk.details)
            if changes:
                yield self.line(risk, changes=changes, reason=self.positions.why.worded.get(risk.row.risk, ""))

    def reowned(self):
        for risk, before in self._open_at_both():
            changes = steward_changes(before.details, risk.details, self.positions.successors)
            if changes:
                yield self.line(risk, changes=changes, reason=self.positions.why.owned.get(risk.row.risk, ""))

    def _open_at_both(self):
        for key, risk in self.positions.later.items():
            before = self.positions.earlier.get(key)
            if risk.row.is_open and before is not None and before.row.is_open:
                yield risk, before

    def corrected(self):
        """What is known now of the earlier date, against what was known of it then.

        Of a risk that was ever sensitive, those who are not cleared are told of no correction: which of two entries
        for one day was said in confidence cannot be told from what stands.
        """
        now, then = self.positions.earlier, self.positions.known.risks if self.positions.known else {}
        for key in self._in_order(now.keys() | then.keys()):
            there, was = now.get(key), then.get(key)
            said = there or was
            if key not in self.positions.there or said.row.spells:
                continue
            changes = self._corrections(was, there)
            if changes:
                yield self.line(said, changes=changes, reason=self._why_corrected(key, changes))

    def _in_order(self, keys):
        known = self.positions.known.risks if self.positions.known else {}
        rows = {key: (self.positions.earlier.get(key) or known[key]).row for key in keys}
        return sorted(keys, key=lambda key: (rows[key].order, rows[key].ref))

    def _corrections(self, was, now) -> tuple[Change, ...]:
        if was is None or now is None or was.row.stage is not now.row.stage:
            stages = [STAGES[risk.row.stage if risk else Stage.ABSENT] for risk in (was, now)]
            return (Change("State", "words", *stages),)
        scores = (self.score(was.row), self.score(now.row))
        score = () if WITHHELD in scores or scores[0] == scores[1] else (Change("Score", "score", *scores),)
        stewards = steward_changes(was.details, now.details, self.positions.successors)
        return (*score, *text_changes(was.details, now.details), *stewards)

    def _why_corrected(self, key, changes):
        why, kinds = self.positions.known.why, {change.kind for change in changes}
        about = {"words": why.turned, "score": why.scored, "text": why.worded, "posts": why.owned}
        return " ".join(said[key] for kind, said in about.items() if kind in kinds and key in said)
