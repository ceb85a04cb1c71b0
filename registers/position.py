"""How did a register stand at a date? The index: a thin row a risk, which feeds every count, filter, sort and map.

Two grains (DESIGN.md section 4): the index here, and details.py for the risks named on one page.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import NamedTuple

from django.db.models import Q, Value

from registers import clock
from registers.audience import WITHHELD, Audience, Level, Withheld
from registers.models import (
    Agreement,
    Aspect,
    Assessment,
    Detail,
    Kind,
    Marking,
    Register,
    Risk,
    RiskState,
    Turn,
    in_force,
)
from registers.models.registers import FactClass
from registers.movement import Movement, Stage, Standing, movement
from registers.scope import Scope
from registers.scoring import Band, Cell
from registers.visibility import sensitive_risks, visible_risks


@dataclass(frozen=True)
class View:
    """One register as one audience sees it: its time cut to what is agreed, its classes of fact to what it may see.

    `is_empty` where a board has never settled it and the audience sees no more than what is agreed.
    """

    register: Register
    audience: Audience
    scope: Scope
    agreement: Agreement | None
    is_working: bool  # sees what has not been agreed too
    is_empty: bool = False

    def sees(self, fact_class) -> bool:
        return self.level >= self.register.level_of(fact_class)

    @cached_property
    def level(self) -> Level:
        return self.audience.level(self.register.organisation_id, self.register.pk, self.register.is_corporate)

    def cut(self, fact_class, value):
        """The value, or "withheld"."""
        return value if self.sees(fact_class) else WITHHELD


def look_at(register: Register, audience: Audience, scope: Scope) -> View:
    """What this audience sees of a register at a scope."""
    works = audience.works_on(register.organisation_id, register.pk)
    agreement = Agreement.objects.latest_of(register, scope.known_at)
    if works:
        return View(register, audience, scope, agreement, is_working=True)
    if agreement is None:
        return View(register, audience, scope, None, is_working=False, is_empty=True)
    settled = scope.clamped(agreement.as_at, agreement.known_at)
    return View(register, audience, settled, agreement, is_working=False)


class IndexRow(NamedTuple):
    """One risk at a date, as thin as counts and maps need it. Cells are (likelihood, impact), counted from 1."""

    risk: int
    ref: int
    printed_ref: str
    order: int
    stage: Stage
    opened_on: date | None
    closed_on: date | None
    horizon: str | Withheld
    cell: tuple[int, int] | Withheld | None
    band: Band | Withheld | None
    rank: int | Withheld | None
    scheme: int | None
    before: tuple[int, int] | Withheld | None
    movement: Movement | Withheld | None
    turn_reason: str  # why it was opened, closed or refreshed since; shown only with the rationale
    is_sensitive: bool
    is_illustrative: bool

    @property
    def is_open(self) -> bool:
        return self.stage is Stage.OPEN

    @property
    def is_shown(self) -> bool:
        """Open, or closed since the date compared with: what a position lists."""
        return self.is_open or self.movement is Movement.CLOSED


@dataclass(frozen=True)
class Index:
    view: View
    rows: tuple[IndexRow, ...]  # every risk that had ever been opened by then, in display order

    @property
    def shown(self) -> list[IndexRow]:
        return [row for row in self.rows if row.is_shown]

    @property
    def open(self) -> list[IndexRow]:
        return [row for row in self.rows if row.is_open]


def index(view: View, only: Risk | None = None) -> Index:
    """Every risk of the register that the view may know of, in display order, in a fixed number of statements.

    `only`: just that risk, for its own page.
    """
    if view.is_empty:
        return Index(view, ())
    asked = Q(risk__register=view.register) if only is None else Q(risk=only)
    risks = Risk.objects.filter(register=view.register) if only is None else Risk.objects.filter(pk=only.pk)
    refs = dict(visible_risks(risks, view.audience, [view.register]).values_list("pk", "ref"))
    lives = _lives(view, asked)
    aspects = _aspects(view, asked)
    now, then = _scores(view, asked)
    hidden = _sensitive_then(view, aspects)
    rows = [
        _row(view, pk, ref, lives[pk], aspects[pk], now.get(pk), then.get(pk))
        for pk, ref in refs.items()
        if pk in lives and pk not in hidden
    ]
    return Index(view, tuple(sorted(rows, key=lambda row: (row.order, row.ref))))


def _lives(view, asked):
    """The turns in the life of each risk by the later of the two dates, oldest first: {risk: [(day, turn, reason)]}."""
    last = max(view.scope.as_at, view.scope.compared_with or view.scope.as_at)
    states = RiskState.objects.by(view.scope.on(last)).filter(asked).oldest_first()
    lives = defaultdict(list)
    for risk, on, turn, reason in states.values_list("risk", "on", "turn", "reason"):
        lives[risk].append((on, turn, reason))
    return lives


def _aspects(view, asked):
    """The single-valued attributes in force: {risk: {aspect: value}}."""
    aspects = defaultdict(dict)
    rows = in_force(Detail.objects.filter(asked), view.scope)
    for risk, aspect, value in rows.values_list("risk", "aspect", "value"):
        aspects[risk][aspect] = value
    return aspects


def _scores(view, asked):
    """The current scores in force now and at the date compared with, in one statement."""
    scored = Assessment.objects.filter(asked, kind=Kind.CURRENT)
    columns = ("risk", "likelihood", "impact", "band", "rank", "scheme", "is_illustrative", "when")
    rows = in_force(scored.annotate(when=Value(0)), view.scope).values_list(*columns)
    if view.scope.before is not None:
        earlier = in_force(scored.annotate(when=Value(1)), view.scope.before).values_list(*columns)
        rows = rows.union(earlier, all=True)
    found = ({}, {})
    for row in rows:
        found[row[-1]][row[0]] = row
    return found


def _sensitive_then(view, aspects):
    """Risks that were sensitive on the day looked at, by what is known of their marking now."""
    if view.level >= Level.SENSITIVE:
        return frozenset()
    if view.scope.known_at is None:
        return {pk for pk, values in aspects.items() if values.get(Aspect.MARKING) == Marking.SENSITIVE}
    markings = Detail.objects.filter(risk__register=view.register)
    return set(sensitive_risks(markings, Scope(as_at=view.scope.as_at)).values_list("risk", flat=True))


def _row(view, pk, ref, life, aspects, now, then):
    scope = view.scope
    after = _standing(scope.as_at, life, now)
    moved = None
    if scope.compared_with is not None:
        moved = movement(_standing(scope.compared_with, life, then), after)
    sees_score = view.sees(FactClass.SCORE)
    return IndexRow(
        risk=pk,
        ref=ref,
        printed_ref=aspects.get(Aspect.PRINTED_REF) or str(ref),
        order=int(aspects.get(Aspect.ORDER) or ref * 10),
        stage=after.stage,
        opened_on=next((on for on, turn, _ in life if turn == Turn.OPENED and on <= scope.as_at), None),
        closed_on=max(on for on, _, _ in life if on <= scope.as_at) if after.stage is Stage.CLOSED else None,
        horizon=view.cut(FactClass.HORIZON, aspects.get(Aspect.HORIZON, "")),
        cell=after.cell if sees_score else WITHHELD,
        band=(after.rank_and_band and after.rank_and_band.band) if sees_score else WITHHELD,
        rank=(after.rank_and_band and after.rank_and_band.rank) if sees_score else WITHHELD,
        scheme=after.scheme,
        before=(then and (then[1], then[2])) if sees_score else WITHHELD,
        movement=view.cut(FactClass.MOVEMENT, moved),
        turn_reason=_turn_reason(scope, life),
        is_sensitive=aspects.get(Aspect.MARKING) == Marking.SENSITIVE,
        is_illustrative=bool(now and now[6]),
    )


def _turn_reason(scope, life):
    """Why it was opened, closed, reopened or refreshed since the date compared with."""
    since = scope.compared_with
    reasons = [reason for on, _, reason in life if since and since < on <= scope.as_at and reason]
    return reasons[-1] if reasons else ""


def _standing(day, life, score):
    turns = [turn for on, turn, _ in life if on <= day]
    if not turns:
        return Standing(day, Stage.ABSENT)
    stage = Stage.CLOSED if turns[-1] == Turn.CLOSED else Stage.OPEN
    refreshes = sum(1 for turn in turns if turn == Turn.REFRESHED)
    if score is None:
        return Standing(day, stage, refreshes=refreshes)
    _, likelihood, impact, band, rank, scheme, *_ = score
    return Standing(day, stage, (likelihood, impact), Cell(Band(band), rank), scheme, refreshes)


def today_scope(compared_with=None) -> Scope:
    """Today, against the last quarter end, as pages show a register unless asked otherwise."""
    from registers.scope import quarter_end_before

    today = clock.today()
    return Scope(as_at=today, compared_with=compared_with or quarter_end_before(today))
