"""What would change for everybody else if a board agreed a register? Two moments of it, set side by side risk by risk.

Told in full, to the board: what is agreed is what was seen. A risk's own page tells its readers less, in
since_agreed.py.
"""

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from registers.history import READERS
from registers.models import (
    Appetite,
    Assessment,
    Dependency,
    Detail,
    Fact,
    Lineage,
    ObjectiveSet,
    Outlook,
    Ownership,
    Register,
    Risk,
    RiskState,
    Tolerance,
    Turn,
    Wording,
    in_force,
)
from registers.models.risk_facts import Aspect
from registers.movement import Stage
from registers.scope import Scope
from registers.scoring import Band
from registers.sentences import NOUNS, Cell, Target, Text, say_day

COMPARED: tuple[type[Fact], ...] = (
    Wording, Assessment, Ownership, Detail, ObjectiveSet, Dependency, Outlook, Tolerance,
)  # fmt: skip
LABELS = {about: noun.removeprefix("the ").removeprefix("a ").capitalize() for about, noun in NOUNS.items()} | {
    "appetite": "Highest tolerated band",
    "outlook": "Outlook",
    "dependency": "Dependency",
}
BANDS = {band.label: band.value for band in Band}


class Side(NamedTuple):
    """One thing at one of the moments, in words; a score has its band."""

    text: str = ""
    band: str = ""


class Line(NamedTuple):
    """One thing about a risk that differs."""

    what: str
    before: Side
    after: Side
    reason: str
    by: str
    is_text: bool = False
    is_illustrative: bool = False


@dataclass(frozen=True)
class RiskChange:
    """Everything about one risk that differs."""

    risk: Risk
    printed_ref: str
    title: str
    turn: str  # "new", "closed", "reopened", "removed", or nothing
    lines: tuple[Line, ...]

    @property
    def what(self) -> list[str]:
        """The kinds of change, each once, for a sentence."""
        kinds = [f"{self.turn} risk" if self.turn == "new" else self.turn] if self.turn else []
        return list(dict.fromkeys(kinds + ([] if self.turn == "new" else [line.what.lower() for line in self.lines])))


@dataclass(frozen=True)
class Unsettled:
    """The difference between two moments of a register."""

    changes: tuple[RiskChange, ...]
    appetite: Line | None
    unchanged: int

    def __bool__(self):
        return bool(self.changes or self.appetite)

    def count(self, turn) -> int:
        return sum(1 for change in self.changes if change.turn == turn)

    @property
    def appetite_lines(self) -> list[Line]:
        return [self.appetite] if self.appetite else []

    @property
    def counts(self) -> list[tuple[str, int]]:
        kinds = [("new", "new"), ("changed", ""), ("closed", "closed"), ("reopened", "reopened")]
        return [(text, self.count(turn)) for text, turn in kinds] + [("unchanged", self.unchanged)]


def unsettled(register: Register, audience, before: Scope | None, after: Scope) -> Unsettled:
    """What differs from one moment to another; `before` None: everything is new. A fixed number of statements."""
    return _Comparison(register, audience, before, after).result()


class _Comparison:
    def __init__(self, register, audience, before, after):
        self.register = register
        self.scopes = (before, after)
        seen = Risk.objects.visible_to(audience)
        self.risks = {risk.pk: risk for risk in seen.filter(register=register)}
        for risk in self.risks.values():
            risk.register = register
        self.seen = seen
        self.lives = [self._lives(scope) for scope in self.scopes]
        self.found = [self._in_force(scope) for scope in self.scopes]

    def result(self):
        changes = [change for risk in self.risks.values() if (change := self._change(risk))]
        changes.sort(key=lambda change: (self._order(change.risk), change.risk.ref))
        present = [pk for pk in self.risks if _stage(self.lives[1][pk]) is Stage.OPEN]
        changed = {change.risk.pk for change in changes}
        return Unsettled(tuple(changes), self._appetite(), sum(1 for pk in present if pk not in changed))

    # Reading both moments ------------------------------------------------------------------------

    def _lives(self, scope):
        lives = defaultdict(list)
        if scope is not None:
            turns = RiskState.objects.by(scope).filter(risk__register=self.register).select_related("by")
            for state in turns.oldest_first():
                lives[state.risk_id].append(state)
        return lives

    def _in_force(self, scope):
        """{key: the fact in force}, of every kind."""
        if scope is None:
            return {}
        rows = {}
        for model in COMPARED:
            found = in_force(model.objects.filter(risk__register=self.register), scope).select_related("by")
            for fact in _with_lists(found):
                if fact.risk_id in self.risks and self._may_mention(fact):
                    rows[model, tuple(getattr(fact, fact._meta.get_field(name).attname) for name in fact.KEY)] = fact
        lineage = Lineage.objects.by(scope).filter(risk__register=self.register).select_related("by")
        for fact in lineage:
            if fact.risk_id in self.risks and fact.source_id in self.risks:
                rows |= {(Lineage, (risk, fact.pk)): fact for risk in (fact.risk_id, fact.source_id)}
        return rows

    def _may_mention(self, fact):
        return not isinstance(fact, Dependency) or fact.depends_on_id in (self.risks | self.elsewhere)

    # Telling -------------------------------------------------------------------------------------

    def _change(self, risk):
        stages = [_stage(lives[risk.pk]) for lives in self.lives]
        if Stage.OPEN not in stages and stages[0] == stages[1]:
            return None
        turn = _turn(*stages)
        lines = _without_repeats((*self._turns(risk), *self._lines(risk)))
        if not turn and not lines:
            return None
        title = self._title(risk.pk)
        return RiskChange(risk, self._printed_ref(risk), title, turn, lines)

    def _turns(self, risk):
        """What became of it: the turns that come with the later moment, and those taken back."""
        known = [{state.pk: state for state in lives[risk.pk]} for lives in self.lives]
        for pk, state in known[1].items():
            if pk not in known[0]:
                when = say_day(state.on)
                yield Line(f"{Turn(state.turn).label}", Side(), Side(when), state.reason, str(state.by))
        for pk, state in known[0].items():
            if pk not in known[1]:
                yield Line(f"{Turn(state.turn).label}", Side(say_day(state.on)), Side("Withdrawn"), "", "")

    def _lines(self, risk):
        keys = [key for found in self.found for key in found if key[1][0] == risk.pk]
        for key in sorted(set(keys), key=self._place):
            old, new = (found.get(key) for found in self.found)
            if (old and old.pk) != (new and new.pk):
                yield from self._differences(risk, old, new)

    def _place(self, key):
        """Kinds in the order of the list; of one kind, scores before targets and owners before leads."""
        model, parts = key
        models = (*COMPARED, Lineage)
        return models.index(model), [str(part) for part in reversed(parts[1:])], parts[0]

    def _differences(self, risk, old, new):
        fact = new or old
        about, _, _ = READERS[type(fact)](fact, risk, self)
        before, after = (side and READERS[type(side)](side, risk, self)[2] for side in (old, new))
        reason, by = (new.reason, str(new.by)) if new else ("", "")
        invented = bool(new and new.is_illustrative)
        if isinstance(fact, Wording):
            for name in Text._fields:
                was, now = (getattr(value, name) if value else "" for value in (before, after))
                if was != now:
                    yield Line(name.capitalize(), Side(was), Side(now), reason, by, bool(was), invented)
        elif before != after:
            was = Side() if about == "lineage" else _side(before)
            yield Line(LABELS[about], was, _side(after), reason, by, is_illustrative=invented)

    def of(self, pk):
        """What history.READERS asks of its names."""
        return f"risk {self.risks[pk].ref} ({self._title(pk)})" if pk in self.risks else self.elsewhere[pk]

    @cached_property
    def elsewhere(self):
        """Risks of other registers that may be named."""
        others = self.seen.exclude(register=self.register).select_related("register")
        return {risk.pk: f"risk {risk.ref} of the {risk.register.title}" for risk in others}

    def _title(self, pk):
        wording = self.found_now(Wording, pk)
        return wording.title if wording else ""

    def found_now(self, model, pk, *rest):
        key = (model, (pk, *rest))
        return self.found[1].get(key) or self.found[0].get(key)

    def _printed_ref(self, risk):
        detail = self.found_now(Detail, risk.pk, Aspect.PRINTED_REF)
        return detail.value if detail and detail.value else str(risk.ref)

    def _order(self, risk):
        detail = self.found_now(Detail, risk.pk, Aspect.ORDER)
        return int(detail.value) if detail and detail.value else risk.ref * 10

    def _appetite(self):
        appetites = Appetite.objects.filter(register=self.register)
        old, new = rows = [scope and in_force(appetites, scope).first() for scope in self.scopes]
        if (old and old.pk) == (new and new.pk) or new is None:
            return None
        sides = [Side(row.statement, row.highest_band) if row else Side() for row in rows]
        return Line("Appetite", *sides, new.reason, str(new.by), bool(old), new.is_illustrative)


LINEAGE, REFRESHED = LABELS["lineage"], Turn.REFRESHED.label


def _without_repeats(lines):
    """Without "refreshed", where what it came of tells that already."""
    tells = any(line.what == LINEAGE for line in lines)
    return tuple(line for line in lines if not (tells and line.what == REFRESHED))


def _with_lists(rows):
    """With what the readers look up of each row, so that it is read once."""
    if rows.model is Ownership:
        return rows.prefetch_related("places__post__successor__successor")
    if rows.model is ObjectiveSet:
        return rows.prefetch_related("objectives")
    return rows.select_related("by", "tolerated_by") if rows.model is Tolerance else rows


def _stage(life):
    if not life:
        return Stage.ABSENT
    return Stage.CLOSED if life[-1].turn == Turn.CLOSED else Stage.OPEN


def _turn(before, after):
    if before == after:
        return ""
    if after is Stage.CLOSED:
        return "closed"
    if after is Stage.ABSENT:
        return "removed"
    return "new" if before is Stage.ABSENT else "reopened"


def _side(value):
    if value in (None, ""):
        return Side("None")
    cell = value.cell if isinstance(value, Target) else value
    band = BANDS[cell.band] if isinstance(cell, Cell) else ""
    text = _score_words(value, cell) if isinstance(cell, Cell) else str(value)
    return Side(text[:1].upper() + text[1:], band)


def _score_words(value, cell):
    by = f" by {say_day(value.by)}" if isinstance(value, Target) and value.by else ""
    return cell.short + by
