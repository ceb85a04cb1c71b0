"""Which figures does a dashboard show? The floors' slices of some bodies at one moment, joined for one audience.

The number of statements does not follow the number of risks, controls or work-streams. It is made of, a register:

- the risks that may be known of, their turns, their attributes, and their scores on every day that is shown (`index`,
  `foresee`), one each, whatever the number of days. The rows follow from facts and are kept from one look to the next;
- which of them changed since the board agreed, one statement; their progress, owners, targets, scores, reviews and
  appetites, one each or two;
- the titles, posts and reasons of the few that are named (`details`), four statements;

and once: the agreements, the markings the audience is not cleared for and what else decides what it may see (asked
once in one look, registers/kept.py), the controls of all these registers, the joint controls, the alignments
(reports/alignments.py says how many), the improvement plan in force, the agenda by exception, what is to be done, and
what the Panel waits for.

Everything is read under the audience, so that nothing of what it may not see is counted.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from controls import position as controls
from controls.exceptions import quarter_before
from controls.models import Control
from controls.progress import Status
from controls.risk_progress import stated_on, statuses
from registers import quality, reviews
from registers.audience import WITHHELD, Audience, Withheld
from registers.filters import movement_place
from registers.models import Register
from registers.models.registers import FactClass
from registers.movement import STOOD_STILL
from registers.position import Index, IndexRow, View, foresee, index, look_at
from registers.scope import Scope
from registers.scoring import Band
from registers.since_agreed import changed_since_agreed
from registers.visibility import registers_seen
from reports.dashboard_asked import Asked
from reports.papers.figures import appetites_of

Keys = frozenset[int] | Withheld


@dataclass(frozen=True)
class OfRegister:
    """One register: as it stands, against the end of the month before and the quarter end before."""

    asked: Asked
    now: Index  # moved since the end of the month before
    quarter: Index  # moved since the quarter end before
    then: Mapping[date, Index]  # as it stood at each of these days
    changed: frozenset[int]  # since its board agreed it
    progress: Mapping[int, Status]
    controls: controls.Index  # that live in it
    controlled: Keys  # the risks that a control acts on, its own or a joint one
    reviewed: Mapping[int, reviews.ReviewRow]
    appetites: Mapping[int, Band] | Withheld

    @property
    def view(self) -> View:
        return self.now.view

    @property
    def register(self) -> Register:
        return self.view.register

    @cached_property
    def open(self) -> list[IndexRow]:
        return self.now.open

    @cached_property
    def moved(self) -> list[IndexRow]:
        """Since the end of the month before, what went up first."""
        return moved(self.now)

    @cached_property
    def moved_before(self) -> list[IndexRow]:
        """Since the quarter end before, and not since the end of the month before."""
        lately = {row.risk for row in self.moved}
        return [row for row in moved(self.quarter) if row.risk not in lately]

    @cached_property
    def top(self) -> list[IndexRow]:
        """The open risks that are scored, the highest first; none where scores are withheld."""
        if not self.view.sees(FactClass.SCORE):
            return []
        return sorted((row for row in self.open if row.cell), key=lambda row: -row.rank)

    # The risks behind a figure, by key ------------------------------------------------------------------------------

    @cached_property
    def above_appetite(self) -> Keys:
        """Open risks above the highest band that is accepted of them."""
        if self.appetites is WITHHELD or not self.view.sees(FactClass.SCORE):
            return WITHHELD
        highest = {row.risk: self.appetites.get(row.risk) for row in self.open if row.band}
        return frozenset(
            row.risk for row in self.open if highest.get(row.risk) and row.band.height > highest[row.risk].height
        )

    @cached_property
    def knows_appetite(self) -> bool:
        """Whether any is set: without one nothing can be above it."""
        return self.appetites is not WITHHELD and bool(self.appetites or self.appetites.default)

    @cached_property
    def unscored(self) -> Keys:
        return quality.unscored(self.now)

    @cached_property
    def without_owner(self) -> Keys:
        return quality.without_owner(self.now)

    @cached_property
    def at_target(self) -> Keys:
        return quality.at_target(self.now)

    @cached_property
    def without_control(self) -> Keys:
        """Open risks on which nothing acts that is not retired."""
        if self.controlled is WITHHELD:
            return WITHHELD
        return frozenset(row.risk for row in self.open if row.risk not in self.controlled)

    @cached_property
    def stale(self) -> Keys:
        """Open risks of which nothing was said for more than a quarter: no score, no progress, no review."""
        view = self.view
        if not all(view.sees(name) for name in (FactClass.SCORE, FactClass.PROGRESS, FactClass.RATIONALE)):
            return WITHHELD
        scored, stated = quality.scored_on(self.now), stated_on(view)
        reviewed = {risk: row.on for risk, row in self.reviewed.items()}
        return frozenset(
            row.risk
            for row in self.open
            if max((said[row.risk] for said in (scored, stated, reviewed) if row.risk in said), default=row.opened_on)
            < quarter_before(view.of(row.risk).scope.as_at)
        )

    @cached_property
    def overdue(self) -> Keys:
        return reviews.overdue(self.now, self.reviewed)

    @cached_property
    def unreviewed(self) -> Keys:
        return reviews.unreviewed(self.now, self.reviewed)

    def of_progress(self, status: Status) -> Keys:
        if not self.view.sees(FactClass.PROGRESS):
            return WITHHELD
        return frozenset(row.risk for row in self.open if self.progress.get(row.risk, Status.NOT_STATED) is status)

    def behind(self, show: str) -> Keys | None:
        """The open risks behind a figure by its name in an address; None where there is no such figure."""
        if show in SHOWN:
            return getattr(self, SHOWN[show])
        name = show.removeprefix(PROGRESS)
        return self.of_progress(Status(name)) if show.startswith(PROGRESS) and name in list(Status) else None


PROGRESS = "progress-"
SHOWN = {
    "above-appetite": "above_appetite",
    "no-owner": "without_owner",
    "no-control": "without_control",
    "at-target": "at_target",
    "stale": "stale",
}


def moved(position: Index) -> list[IndexRow]:
    """The risks that did not stand still, what went up first; none where movement is withheld."""
    away = [row for row in position.shown if row.movement is not WITHHELD and row.movement not in STOOD_STILL]
    return sorted(away, key=movement_place)


def corporate_registers(audience: Audience, bodies=None) -> list[Register]:
    """The registers that dashboards are of, as far as the audience may know of them."""
    keys = None if bodies is None else {body.pk for body in bodies}
    found = [register for register in registers_seen(audience) if register.is_corporate]
    return [register for register in found if keys is None or register.organisation_id in keys]


def read_registers(audience: Audience, asked: Asked) -> list[OfRegister]:
    """Each register of these bodies at the moment asked for."""
    views = [look_at(register, audience, asked.scope) for register in corporate_registers(audience, asked.bodies)]
    of_controls = _controls(audience, asked, views)
    return [_of_register(view, audience, asked, of_controls) for view in views]


def _of_register(view, audience, asked, of_controls) -> OfRegister:
    foresee(view, (view.scope.as_at, asked.scope.as_at, asked.since, asked.quarter))
    now = index(view)
    quarter = now if asked.quarter == asked.since else index(_look(view, audience, asked, asked.quarter))
    lives_here = tuple(row for row in of_controls.rows if row.register == view.register.pk)
    return OfRegister(
        asked=asked,
        now=now,
        quarter=quarter,
        then={day: index(_then(view, audience, asked, day)) for day in {asked.since, asked.quarter}},
        changed=changed_since_agreed(now),
        progress=statuses(view, now.rows),
        controls=replace(of_controls, rows=lives_here),
        controlled=_controlled(view, of_controls),
        reviewed=reviews.latest(now),
        appetites=appetites_of(view),
    )


def _look(view, audience, asked, since):
    return look_at(view.register, audience, replace(asked.scope, compared_with=since))


def _then(view, audience, asked, day):
    """As the register's own page shows it at that day, so that its list counts the same; nothing is asked of moves."""
    return look_at(view.register, audience, Scope(day, asked.scope.known_at))


def _controls(audience, asked, views) -> controls.Index:
    """The controls of these bodies, whatever register of theirs they live in, and the joint ones."""
    if not views:
        return controls.Index()
    bodies = {view.register.organisation_id for view in views}
    seen = {view.register.pk for view in views}
    of_bodies = [register for register in registers_seen(audience) if register.organisation_id in bodies]
    views = views + [look_at(register, audience, asked.scope) for register in of_bodies if register.pk not in seen]
    own = controls.index(views)
    tied = Control.objects.filter(alignment__isnull=False).values("alignment")
    joint = controls.of_alignments(tied, audience, replace(asked.scope, compared_with=None))
    return controls.Index((*own.rows, *joint.rows), own.sights + joint.sights, audience, own.views)


def _controlled(view, found) -> Keys:
    if not view.sees(FactClass.CONTROLS):
        return WITHHELD
    return frozenset(risk for row in found.rows if row.is_alive for risk in row.risks)


__all__ = ["OfRegister", "corporate_registers", "moved", "read_registers"]
