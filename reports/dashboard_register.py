"""What does a dashboard tell of one register? Its figures in words, each with the address of the list behind it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from types import SimpleNamespace
from urllib.parse import urlencode

from django.urls import reverse

from controls.exceptions import Kind
from controls.filters import status_of
from controls.models import Stage
from controls.panels import RegisterProgress
from controls.progress import COUNTED, Status
from registers import clock
from registers.audience import WITHHELD
from registers.details import RiskDetails, details, why_it_went
from registers.filters import MOVED, MOVEMENT_ORDER, UNSCORED
from registers.lists import ListRow, Teller
from registers.models import Agreement, Organisation
from registers.models.registers import FactClass
from registers.movement import STOOD_STILL, Movement
from registers.scoring import Band
from registers.telling import shortened
from reports.dashboard_asked import Asked
from reports.dashboard_values import Figure, Line, Stack, stack
from reports.divergence import in_words
from reports.figures import PROGRESS, Keys, OfRegister
from reports.register_map import RegisterMap, register_map

MOVES, TOP, TOP_OF_BOTH = 6, 8, 4
REASON = 230  # letters of a reason; the page of the risk has all of it


@dataclass(frozen=True)
class Move:
    """One risk that moved, and since when it is told."""

    row: ListRow
    reason: str
    is_lately: bool  # since the end of the month before, not only since the quarter end before


class Part:
    """One register on the dashboard."""

    def __init__(self, of: OfRegister, asked: Asked):
        self.of, self.asked, self.view = of, asked, of.view
        self.lately = of.moved[:MOVES]
        self.earlier = of.moved_before[: MOVES - len(self.lately)]
        named = {row.risk: row for row in [*self.lately, *self.earlier, *of.top[:TOP]]}
        self.said = details(of.quarter.view, list(named.values()), with_objectives=False)
        self.time = asked.time()

    @property
    def register(self):
        return self.view.register

    @property
    def body(self) -> Organisation:
        return self.register.organisation

    def url(self, since: date | None = None, as_at: date | None = None, **query) -> str:
        """The register's list of these risks."""
        query |= self.asked.time(since, as_at)
        return f"{self.register.get_absolute_url()}?{urlencode(query or {'clear': 1})}"

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to tell: no board has agreed it for this reader, or no risk was open by then."""
        return self.view.is_empty or not any(row.opened_on for row in self.of.now.rows)

    @cached_property
    def position_words(self) -> str:
        """Which position is shown: as it is worked on, or as its board agreed it."""
        view, agreement = self.view, self.view.agreement
        day = in_words(view.scope.as_at)
        if view.is_empty:
            return "No board has agreed this register yet."
        if not view.is_working:
            return f"As agreed on {in_words(agreement.as_at)} by {agreement.settled_by}, seen as at {day}."
        if agreement is None:
            return f"As at {day}, as it is worked on: no board has agreed it yet."
        settled = Agreement.objects.first_to_settle(self.register, view.scope.as_at)
        if settled is not None and settled.known_at <= (view.scope.known_at or clock.now()):
            return f"As at {day}, which has been agreed: {settled.settled_by}."
        return f"As at {day}, with what is not agreed yet. Last agreed as at {in_words(agreement.as_at)}."

    @property
    def changed_words(self) -> str:
        number = len(self.of.changed)
        if not number:
            return ""
        risks = "one risk" if number == 1 else f"{number} risks"
        return f"“Since agreed” marks the {risks} changed since, as the board has yet to agree."

    @cached_property
    def map(self) -> RegisterMap | None:
        return register_map(self.view, self.of.open, self.map_time)

    @property
    def map_time(self) -> dict:
        """The query that the refs of the heat map carry."""
        return self.asked.time(self.asked.since)

    # What moved and why ----------------------------------------------------------------------------------------------

    @property
    def sees_movement(self) -> bool:
        return self.view.sees(FactClass.MOVEMENT)

    @property
    def sees_reasons(self) -> bool:
        return self.view.sees(FactClass.RATIONALE)

    @property
    def sees_score(self) -> bool:
        return self.view.sees(FactClass.SCORE)

    @cached_property
    def moves(self) -> list[Move]:
        now = Teller(self.view, self.asked.time(self.asked.since), self.of.changed)
        before = Teller(self.of.quarter.view, self.asked.time(self.asked.quarter), self.of.changed)
        lately = [Move(now.row(row, self._said(row)), self._reason(row), True) for row in self.lately]
        earlier = [before.row(row, self._said(row)) for row in self.earlier]
        return lately + [Move(told, shortened(told.reason, REASON), is_lately=False) for told in earlier]

    def _said(self, row) -> RiskDetails:
        return self.said[row.risk]

    def _reason(self, row) -> str:
        """Why it moved since the end of the month before; `details` were asked for since the quarter end before."""
        lines, since = self._said(row).scores or (), self.view.scope.compared_with
        if not self.sees_reasons:
            return ""
        changed = [line for n, line in enumerate(lines) if n == 0 or _place(lines[n - 1]) != _place(line)]
        given = [why_it_went(lines, line) for line in changed if line.on > since and line.reason]
        return shortened(" ".join(filter(None, [row.turn_reason, *given])), REASON)

    @cached_property
    def moved_figures(self) -> list[Line]:
        """How many moved, since each of the days compared with."""
        return [
            Line("Moved", tuple(self._moved(index, since, MOVED, status="all") for index, since in self._compared)),
            *(
                Line(movement.label, tuple(self._moved(index, since, movement) for index, since in self._compared))
                for movement in MOVEMENT_ORDER
                if any(row.movement == movement for index, _ in self._compared for row in index.shown)
                and movement not in STOOD_STILL
            ),
        ]

    @property
    def _compared(self):
        pairs = [(self.of.now, self.asked.since), (self.of.quarter, self.asked.quarter)]
        return pairs if self.has_two_days else pairs[:1]

    def _moved(self, index, since, movement, **query) -> Figure:
        if not self.sees_movement:
            return Figure(WITHHELD)
        if movement == MOVED:
            number = sum(1 for row in index.shown if row.movement is not WITHHELD and row.movement not in STOOD_STILL)
        else:
            number = sum(1 for row in index.shown if row.movement == movement)
            query = {"status": "closed"} if movement is Movement.CLOSED else {}
        return Figure(number, self.url(since, movement=str(movement), **query))

    @cached_property
    def moved_lately(self) -> Figure:
        return self.moved_figures[0].figures[0]

    @property
    def moved_since(self) -> date | None:
        """The day that is really compared with: of an agreed position perhaps an earlier one."""
        return self.view.scope.compared_with

    @property
    def has_two_days(self) -> bool:
        """Whether the quarter end before is another day than the end of the month before, for this reader too."""
        is_other = self.asked.since != self.asked.quarter and self.quarter_since != self.moved_since
        return is_other and not self.of.quarter.is_first

    @property
    def is_first(self) -> bool:
        """Whether the register begins with what is shown: there is nothing that it could have moved from."""
        return self.of.now.is_first

    @property
    def quarter_since(self) -> date | None:
        return self.of.quarter.view.scope.compared_with

    @property
    def moves_left_out(self) -> bool:
        return len(self.of.moved) + len(self.of.moved_before) > len(self.moves)

    # Counts by band --------------------------------------------------------------------------------------------------

    @cached_property
    def days(self) -> list[date]:
        """The earlier days, the latest first."""
        return sorted(self.of.then, reverse=True)

    @cached_property
    def bands(self) -> list[Line]:
        """Open risks in each band, now and at the earlier days."""
        if not self.sees_score:
            return []
        found = [
            Line(band.label, (self._in_band(band), *(self._in_band(band, day) for day in self.days)), band.value)
            for band in reversed(Band)
        ]
        return [*found, Line("Not scored", (self._in_band(None), *(self._in_band(None, day) for day in self.days)))]

    def _in_band(self, band, day=None) -> Figure:
        index = self.of.now if day is None else self.of.then[day]
        if day is not None and not any(row.opened_on for row in index.rows):
            return Figure(None)  # there was no register to count
        number = sum(1 for row in index.open if row.band == band)
        return Figure(number, self.url(as_at=day, band=band.value if band else UNSCORED))

    @cached_property
    def totals(self) -> Line:
        """How many were open."""
        then = [self.of.then[day] for day in self.days]
        known = [any(row.opened_on for row in index.rows) for index in then]
        earlier = [
            Figure(len(index.open), self.url(as_at=day)) if is_known else Figure(None)
            for index, day, is_known in zip(then, self.days, known, strict=True)
        ]
        return Line("Open risks", (Figure(len(self.of.open), self.url(clear=1)), *earlier))

    # Progress and controls -------------------------------------------------------------------------------------------

    @cached_property
    def progress(self) -> Stack | None:
        """What the open risks state; None where it is withheld or there is no risk."""
        if not self.view.sees(FactClass.PROGRESS) or not self.of.open:
            return None
        numbers = Counter(self.of.progress.get(row.risk, Status.NOT_STATED) for row in self.of.open)
        urls = {status: self.asked.risks_url(self.body, PROGRESS + status) for status in COUNTED}
        return stack(f"{self.register.pk}-progress", f"Progress of {_risks(len(self.of.open))}", COUNTED, numbers, urls)

    @property
    def sees_progress(self) -> bool:
        return self.view.sees(FactClass.PROGRESS)

    @property
    def sees_controls(self) -> bool:
        return self.view.sees(FactClass.CONTROLS)

    @cached_property
    def alive(self):
        return [row for row in self.of.controls.rows if row.is_alive]

    @cached_property
    def stages(self) -> Stack | None:
        if not self.sees_controls or not self.alive:
            return None
        shown = (Stage.IN_PLACE, Stage.PLANNED, Stage.POTENTIAL)
        urls = {stage: self._controls_url(state=stage.value) for stage in shown}
        numbers = Counter(row.stage for row in self.alive)
        return stack(f"{self.register.pk}-stages", f"{_controls(len(self.alive))} by state", shown, numbers, urls)

    @cached_property
    def statuses(self) -> Stack | None:
        """What the controls state; None where it is withheld."""
        numbers = Counter(map(status_of, self.alive))
        if not self.sees_controls or not self.alive or numbers[WITHHELD]:
            return None
        urls = {status: self._controls_url(status=status.value) for status in COUNTED}
        return stack(
            f"{self.register.pk}-controls", f"Progress of {_controls(len(self.alive))}", COUNTED, numbers, urls
        )

    @cached_property
    def attention(self) -> list[Line]:
        """Controls that need an eye, by each reason there is."""
        numbers = Counter(kind for row in self.alive for kind in row.kinds)
        return [
            Line(kind.label, (Figure(numbers[kind], self._controls_url(exception=kind.value)),))
            for kind in Kind
            if numbers[kind]
        ]

    def _controls_url(self, **query) -> str:
        query |= {"register": self.register.path} | self.time
        return f"{reverse('controls:controls')}?{urlencode(query)}"

    # Top risks and what is amiss -------------------------------------------------------------------------------------

    @cached_property
    def top(self) -> list[ListRow]:
        teller = Teller(self.view, self.asked.time(self.asked.since), self.of.changed)
        return [teller.row(row, self._said(row)) for row in self.of.top[:TOP]]

    @property
    def top_printed(self) -> list[SimpleNamespace]:
        """As the print lists them, with what each states of its progress."""
        return [
            SimpleNamespace(
                index=row.index, details=row.details, score=row.score, movement=row.movement,
                is_withheld=row.is_withheld, target=row.target, stated=self._stated(row.index.risk),
            )
            for row in self.top[: TOP_OF_BOTH if self.asked.is_joint else TOP]
        ]  # fmt: skip

    def _stated(self, risk):
        return self.of.progress.get(risk, Status.NOT_STATED).label if self.sees_progress else "Withheld"

    @property
    def sees_target(self) -> bool:
        return self.view.sees(FactClass.TARGET)

    @property
    def sees_owners(self) -> bool:
        return self.view.sees(FactClass.OWNERSHIP)

    @property
    def progress_of(self) -> RegisterProgress:
        return RegisterProgress({}, self.of.progress)

    @property
    def knows_appetite(self) -> bool:
        """False only where it is known that none was set."""
        return self.of.appetites is WITHHELD or self.of.knows_appetite

    @property
    def top_url(self) -> str:
        return self.url(sort="-score")

    @cached_property
    def above_appetite(self) -> Figure:
        return self._behind("above-appetite", self.of.above_appetite)

    def is_above(self, risk: int) -> bool:
        return bool(self.of.above_appetite) and risk in self.of.above_appetite

    @cached_property
    def quality(self) -> list[Line]:
        of = self.of
        return [
            Line("Not scored", (self._listed(of.unscored, band=UNSCORED),)),
            Line("No owner", (self._behind("no-owner", of.without_owner),)),
            Line("No control", (self._behind("no-control", of.without_control),)),
            Line("Target equal to current", (self._behind("at-target", of.at_target),)),
            Line("Nothing said for a quarter", (self._behind("stale", of.stale),), hint=STALE),
        ]

    @cached_property
    def reviews(self) -> list[Line]:
        return [
            Line("Reviews overdue", (self._listed(self.of.overdue, review="overdue"),)),
            Line("No review recorded yet", (self._listed(self.of.unreviewed, review="none"),)),
        ]

    def _behind(self, show: str, keys: Keys) -> Figure:
        return Figure(WITHHELD) if keys is WITHHELD else Figure(len(keys), self.asked.risks_url(self.body, show))

    def _listed(self, keys: Keys, **query) -> Figure:
        return Figure(WITHHELD) if keys is WITHHELD else Figure(len(keys), self.url(**query))


STALE = "No score, progress or review for more than a quarter"


def _place(line):
    return line.scheme, line.cell


def _risks(number: int) -> str:
    return f"{number} open risk{'' if number == 1 else 's'}"


def _controls(number: int) -> str:
    return f"{number} control{'' if number == 1 else 's'}"
