"""How did a register stand at a date? The index: a thin row a risk, which feeds every count, filter, sort and map.

Two grains (DESIGN.md section 4): the index here, and details.py for the risks named on one page.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property, lru_cache
from typing import NamedTuple

from django.db.models import CharField, Q, QuerySet
from django.db.models.functions import Cast

from registers import clock
from registers.audience import WITHHELD, Audience, Level, Withheld
from registers.kept import is_looking, kept, once
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
    as_it_comes,
    in_force_of,
)
from registers.models.registers import FactClass
from registers.movement import Movement, Stage, Standing, movement
from registers.scope import Scope, quarter_end_before
from registers.scoring import Band, Cell
from registers.visibility import owned_risks, reads_as_agreed, sensitive_spells, visible_risks, works_on_risks

BANDS = {band.value: band for band in Band}
# Plain text: they are compared thousands of times.
CLOSED, REFRESHED = Turn.CLOSED.value, Turn.REFRESHED.value
PRINTED_REF, ORDER, HORIZON = Aspect.PRINTED_REF.value, Aspect.ORDER.value, Aspect.HORIZON.value
MARKING, SENSITIVE = Aspect.MARKING.value, Marking.SENSITIVE.value


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
    own: frozenset[int] = frozenset()  # where it works on its own risks only: their keys
    others: "View | None" = None  # and how it sees the rest, where it may read them as agreed

    def sees(self, fact_class) -> bool:
        return self.level >= self.register.level_of(fact_class)

    @cached_property
    def level(self) -> Level:
        return self.audience.level(self.register.organisation_id, self.register.pk, self.register.is_corporate)

    def cut(self, fact_class, value):
        """The value, or "withheld"."""
        return value if self.sees(fact_class) else WITHHELD

    def of(self, risk: int) -> "View":
        """The view that holds for one risk: one's own as worked on, the others perhaps only as agreed."""
        return self if self.others is None or risk in self.own else self.others


def look_at(register: Register, audience: Audience, scope: Scope) -> View:
    """What this audience sees of a register at a scope."""
    agreement = Agreement.objects.latest_of(register, scope.known_at)
    if not audience.works_on(register.organisation_id, register.pk):
        return _as_agreed(register, audience, scope, agreement)
    working = View(register, audience, scope, agreement, is_working=True)
    if audience.sees_all_of(register.organisation_id, register.pk):
        return working
    if agreement is None or not reads_as_agreed(register, audience):
        return working  # of a limited reader the cut leaves the own risks alone
    own = frozenset(owned_risks(audience).values_list("ownership__risk", flat=True))
    return replace(working, own=own, others=_as_agreed(register, audience, scope, agreement))


def _as_agreed(register, audience, scope, agreement):
    if agreement is None or not reads_as_agreed(register, audience):
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
    spells: tuple[tuple[date, date], ...] = ()  # when it was sensitive, for whoever may not see what was said then

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
    hidden: frozenset[int] | None = None  # the other risks of the register that anything was known of, where asked

    @property
    def risks(self) -> QuerySet:
        """The same risks, for other questions: no more than these may be asked about.

        Thousands of keys would cost more to name than to look up: those left out are named instead.
        """
        is_all_but, keys = self.names_risks_by
        if is_all_but:
            return Risk.objects.filter(register=self.view.register).exclude(pk__in=keys)
        return Risk.objects.filter(pk__in=keys)

    @cached_property
    def names_risks_by(self) -> tuple[bool, frozenset[int]]:
        """(whether all but these, keys): which risks these are, in as few keys as will do."""
        if self.hidden is None or len(self.rows) <= len(self.hidden):
            return False, frozenset(row.risk for row in self.rows)
        return True, self.hidden

    @property
    def shown(self) -> list[IndexRow]:
        return [row for row in self.rows if row.is_shown]

    @property
    def open(self) -> list[IndexRow]:
        return [row for row in self.rows if row.is_open]

    @property
    def is_first(self) -> bool:
        """Whether the register begins with this position: none of the risks was there on the day compared with."""
        return is_first(self.view, self.rows)


def is_first(view: View, rows: Iterable[IndexRow]) -> bool:
    """Whether there is no position before this one to compare the rows with. Then no risk is new, up or down."""
    return view.scope.compared_with is not None and any(row.is_open and row.movement is None for row in rows)


def index(view: View, only: Risk | Collection[int] | None = None) -> Index:
    """Every risk of the register that the view may know of, in display order, in a fixed number of statements.

    `only`: just that risk, or those of these keys, for the page of one.
    """
    rows, known = _rows(view, only)
    if view.others is not None:
        rows += _rows(view.others, only)[0]
    if _begins(view, rows, is_whole=only is None):
        rows = [row._replace(movement=None) if row.movement is Movement.NEW else row for row in rows]
    hidden = None if only is not None else frozenset(known - {row.risk for row in rows})
    return Index(view, tuple(sorted(rows, key=lambda row: (row.order, row.ref))), hidden)


def _begins(view, rows, is_whole):
    """Whether none of the risks had been opened by the day compared with: where the register is new, no risk is.

    Judged by what the view may know of, so that what is hidden cannot be told from it.
    """
    if not any(row.movement is Movement.NEW for row in rows):
        return False
    since = view.scope.compared_with
    if is_whole:
        return all(row.opened_on > since for row in rows if row.opened_on)
    seen = _visible(Risk.objects.filter(register=view.register), replace(view, others=None))
    return not RiskState.objects.known(view.scope).filter(risk__in=seen, on__lte=since).exists()


def _rows(view, only):
    """The rows of one view, and the keys of all risks that anything was known of."""
    if view.is_empty:
        return [], set()
    asked = _Asked(view, only)
    visible = asked.visible()
    if only is None:
        key = (view.register.pk, view.scope, view.level >= Level.SENSITIVE, view.is_working, _Cut.of(view))
        rows, known = kept(key, (RiskState, Detail, Assessment), lambda: _all_rows(view, asked))
    else:
        rows, known = _all_rows(view, asked)
    return [rows[pk] for pk in visible if pk in rows], known


class _Asked:
    """Which risks of a view are asked about. Of a whole register a look reads each history once, whatever the day."""

    def __init__(self, view, only):
        self.view, self.is_whole = view, only is None
        self.facts, self.risks = Q(risk__register=view.register), Risk.objects.filter(register=view.register)
        if only is not None:
            keys = (only.pk,) if isinstance(only, Risk) else tuple(only)
            self.facts, self.risks = Q(risk__in=keys), self.risks.filter(pk__in=keys)

    def once(self, what, work_out, *by):
        """`by`: what else it follows from, beside what is known of the register."""
        key = what, self.view.register.pk, self.view.scope.known_at, *by
        return once(key, work_out) if self.is_whole else work_out()

    def visible(self):
        def read():
            return list(_visible(self.risks, self.view).values_list("pk", flat=True))

        whose = self.view.audience, self.view.is_working, self.view.own, self.view.others is None
        return self.once("visible", read, *whose)

    def lives(self):
        return self.once("lives", lambda: _lives(self._states()))

    def _states(self):
        states = RiskState.objects.known(self.view.scope).filter(self.facts).oldest_first()
        return states.values_list("risk", "risk__ref", "on", "turn", "reason")

    def details(self):
        """Every attribute that stood, oldest first, of days to come too: (risk, aspect, value, day as text)."""
        return self.once("details", lambda: list(self._details()))

    def _details(self):
        rows = Detail.objects.known(self.view.scope).filter(self.facts).oldest_first()
        return rows.annotate(day=Cast("on", CharField())).values_list("risk", "aspect", "value", "day")

    def scores(self, days):
        """{day: {risk: score}} of at least these days, the same of a whole register for the days asked before."""
        held = self.once("scores", dict)
        if missing := [day for day in days if day not in held]:
            held |= _scores_on(self._scores(missing), missing)
        return held

    def _scores(self, days):
        """The database looks up one row a risk and date, so that a long history costs nothing."""
        scopes = [self.view.scope.on(day) for day in days]
        latest = [in_force_of(self.risks, Assessment, scope, kind=Kind.CURRENT) for scope in scopes]
        rows = Assessment.objects.filter(pk__in=latest[0].union(*latest[1:])).annotate(
            day=Cast("on", CharField()), invented=as_it_comes("is_illustrative")
        )
        return rows.values_list(*_Score._fields)


def foresee(view: View, days: Collection[date]) -> None:
    """Read at once the scores of a register on days that a look will ask about, each with an index of its own."""
    if is_looking() and not view.is_empty:
        _Asked(view, None).scores(list(dict.fromkeys(days)))


def _all_rows(view, asked):
    """({risk: row}, every risk that anything was known of): all that this view's time and level let through.

    Which of these the audience may know of is for `_visible`, and is asked every time.
    """
    lives, refs = asked.lives()
    aspects, markings = _aspects(view, asked)
    spells = _spells(view, asked.facts, markings)
    days = _days(view.scope)
    scores = asked.scores(days)
    now, then = scores[days[0]], scores[days[1]] if len(days) > 1 else {}
    sees = _Cut.of(view)
    last = max(_days(view.scope))
    rows = {
        pk: _row(view.scope, sees, pk, refs[pk], life, aspects[pk], now.get(pk), then.get(pk), spells.get(pk, ()))
        for pk, life in lives.items()
        if life[0][0] <= last and not _is_hidden(view, spells.get(pk, ()), aspects[pk])
    }
    return rows, frozenset(lives)


def _visible(risks, view):
    """The risks of a view; of somebody who works on their own and reads the others as agreed, its part of them."""
    seen = visible_risks(risks, view.audience, [view.register])
    if view.others is not None:
        return seen.filter(pk__in=view.own)
    if view.is_working or not view.audience.own_risks_in:
        return seen
    return seen.exclude(works_on_risks(view.audience))


def _lives(states):
    """({risk: [(day, turn, reason)]}, {risk: ref}): the turns of each, oldest first, those after the date too."""
    lives, refs = defaultdict(list), {}
    for risk, ref, on, turn, reason in states:
        lives[risk].append((on, turn, reason))
        refs[risk] = ref
    return lives, refs


def _days(scope):
    return [day for day in (scope.as_at, scope.compared_with) if day is not None]


def _aspects(view, asked):
    """The single-valued attributes in force, {risk: {aspect: value}}, and every marking ever given.

    They hardly ever change, so that reading them oldest first and keeping the last costs less than a window.
    """
    aspects, markings, last = defaultdict(dict), [], view.scope.as_at.isoformat()
    for risk, aspect, value, day in asked.details():
        if day > last:
            continue
        aspects[risk][aspect] = value
        if aspect == MARKING:
            markings.append((risk, date.fromisoformat(day), value))
    return aspects, markings


def _spells(view, asked, markings):
    """{risk: (from, until) of each time it was sensitive}, by what is known of it now. Empty for the cleared."""
    if view.level >= Level.SENSITIVE:
        return {}
    found = sensitive_spells(markings)
    if view.scope.known_at is not None:
        known_now = Detail.objects.by(Scope(as_at=view.scope.as_at)).filter(asked, aspect=Aspect.MARKING)
        since_found = sensitive_spells(known_now.oldest_first().values_list("risk", "on", "value"))
        # A marking raised protects at once. One taken back is a change like any other: until it is agreed, who sees
        # only what is agreed does not see what it would let through.
        found = since_found if view.is_working else found + since_found
    spells = defaultdict(tuple)
    for risk, since, until in found:
        spells[risk] += ((since, until),)
    return spells


def _is_hidden(view, spells, aspects):
    """Whether a risk was sensitive on the day looked at, or when what is shown of it was all that was known.

    What was said in confidence stays so when the past is asked for as it was known in between.
    """
    if view.level >= Level.SENSITIVE:
        return False
    days = [view.scope.as_at]
    if view.scope.known_at is not None:
        days.append(view.scope.known_at.astimezone(clock.LONDON).date())
    return aspects.get(MARKING) == SENSITIVE or any(was_sensitive(spells, day) for day in days)


class _Score(NamedTuple):
    """As the database gives it: thousands are read, so nothing is converted or named on the way."""

    risk: int
    day: str
    likelihood: int
    impact: int
    band: str
    rank: int
    scheme: int
    invented: int | bool

    @property
    def cell(self):
        return self.likelihood, self.impact


def _scores_on(rows, days):
    """The current scores in force on each of some days: {day: {risk: score}}"""
    found = {day: {} for day in days}
    by_text = [(day.isoformat(), found[day]) for day in days]
    for row in map(_Score._make, rows):
        for day, scores in by_text:
            # Of one day there is one row of those, the last recorded: what stands on any day is what is newest by then.
            if row.day <= day and (row.risk not in scores or scores[row.risk].day < row.day):
                scores[row.risk] = row
    return found


def was_sensitive(spells, day) -> bool:
    """Whether what was said that day is still to be kept from whoever these spells are for."""
    return any(since <= day and (until is None or day < until) for since, until in spells)


class _Cut(NamedTuple):
    """Which of the classes an index holds the view sees: asked once, not for every risk."""

    score: bool
    horizon: bool
    movement: bool

    @classmethod
    def of(cls, view):
        return cls(*(view.sees(FactClass(name)) for name in cls._fields))


def _row(scope, sees, pk, ref, life, aspects, now, then, spells):
    after = _stood(scope.as_at, life, now)
    hides_then = bool(spells) and scope.compared_with is not None and was_sensitive(spells, scope.compared_with)
    moved = None
    if scope.compared_with is not None and sees.movement and not hides_then:
        moved = _moved(_stood(scope.compared_with, life, then), after, _issued(scope, ref))
    return IndexRow(
        pk,
        ref,
        aspects.get(PRINTED_REF) or str(ref),
        int(aspects.get(ORDER) or ref * 10),
        after.stage,
        life[0][0] if life[0][0] <= scope.as_at else None,
        max(on for on, _, _ in life if on <= scope.as_at) if after.stage is Stage.CLOSED else None,
        aspects.get(HORIZON, "") if sees.horizon else WITHHELD,
        after.cell if sees.score else WITHHELD,
        BANDS.get(after.band) if sees.score else WITHHELD,
        after.rank if sees.score else WITHHELD,
        after.scheme,
        (then and then[2:4]) if sees.score and not hides_then else WITHHELD,
        moved if sees.movement and not hides_then else WITHHELD,
        _turn_reason(scope, life, spells),
        aspects.get(MARKING) == SENSITIVE,
        bool(now and now.invented),
        spells,
    )


def _turn_reason(scope, life, spells):
    """Why it was opened, closed, reopened or refreshed since the date compared with."""
    since = scope.compared_with
    if since is None or life[-1][0] <= since:
        return ""
    reasons = [reason for on, _, reason in life if since < on <= scope.as_at and not was_sensitive(spells, on)]
    reasons = [reason for reason in reasons if reason]
    return reasons[-1] if reasons else ""


class _Stood(NamedTuple):
    """A standing as plain values, so that movements can be looked up by it."""

    on: date
    stage: Stage
    refreshes: int = 0
    cell: tuple[int, int] | None = None
    band: str = ""
    rank: int | None = None
    scheme: int | None = None

    @property
    def standing(self):
        scored = self.cell and self.band and Cell(BANDS[self.band], self.rank)
        return Standing(self.on, self.stage, self.cell, scored, self.scheme, self.refreshes)


def _stood(day, life, score):
    refreshes = 0
    if life[0][0] > day:
        return _Stood(day, Stage.ABSENT)
    stage = Stage.OPEN
    if len(life) > 1:
        turns = [turn for on, turn, _ in life if on <= day]
        stage = Stage.CLOSED if turns[-1] == CLOSED else Stage.OPEN
        refreshes = turns.count(REFRESHED)
    if score is None:
        return _Stood(day, stage, refreshes)
    return _Stood(day, stage, refreshes, score[2:4], *score[4:7])


@lru_cache(maxsize=4096)
def _moved(before, after, issued=None):
    """Thousands of risks move in a few dozen ways: each is worked out once."""
    return movement(before.standing, after.standing, issued and issued.standing)


def _issued(scope, ref):
    """What was printed of a risk for the day compared with; nothing of one that was not known of then."""
    if scope.issued is None:
        return None
    if ref not in scope.issued_cells:
        return _Stood(scope.compared_with, Stage.ABSENT)
    return _Stood(scope.compared_with, Stage.OPEN, cell=scope.issued_cells[ref])


def today_scope() -> Scope:
    """Today, against the last quarter end, as pages show a register unless asked otherwise."""
    today = clock.today()
    return Scope(as_at=today, compared_with=quarter_end_before(today))
