"""The figures of a register: how many risks of which band, progress, movement; and of each risk what is said of it."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from controls.progress import Rag, Status
from controls.risk_progress import statuses
from registers.audience import WITHHELD, Audience
from registers.details import Position, RiskPosition
from registers.kept import once
from registers.models.registers import FactClass
from registers.models.risk_facts import Horizon
from registers.movement import STOOD_STILL, Movement
from registers.scoring import Band, Score
from reports.models import Paper
from reports.months import Month
from reports.papers.figures import appetites_of, controls_of, position_of
from reports.papers.named import NamedFigure, asks_for
from reports.papers.numbering import listed
from reports.papers.since_issue import scope_of

ARROWS = {Movement.UP: "↑", Movement.DOWN: "↓", Movement.STATIC: "↔", Movement.SHIFTED: "↔"}
PROGRESS = tuple(status for status in Status if status is not Status.NOT_APPLICABLE)
HORIZONS = (Horizon.SHORT, Horizon.LONG)


@dataclass(frozen=True)
class Standing:
    """A register as an audience may see it at a paper's day."""

    position: Position
    progress: dict[int, Status]
    appetites: Any  # the highest band tolerated by key of the risk, or WITHHELD
    key_controls: Any = None  # of each risk that has any, by key of the risk, or WITHHELD; None where not asked for

    @property
    def view(self):
        return self.position.view


def read(paper: Paper, audience: Audience, names: frozenset[str] | None) -> Iterator[NamedFigure]:
    """The figures of each register that the paper rests on and the names ask for."""
    for basis in paper.bases.select_related("register__organisation", "paper"):
        path = basis.register.path
        if asks_for(names, f"{path}.") or asks_for(names, f"{path}/"):
            yield from _of_register(basis.register, audience, scope_of(basis), _asks_for_controls(names))


def _of_register(register, audience, scope, with_controls) -> tuple[NamedFigure, ...]:
    def build():
        position = position_of(register, audience, scope)
        view = position.view
        if view.is_empty:
            return ()
        progress = statuses(view, [risk.row for risk in position.risks])
        held = controls_of(position) if with_controls else None
        return tuple(register_figures(Standing(position, progress, appetites_of(view), held)))

    return once(("named figures", register.pk, audience, scope, with_controls), build)


def _asks_for_controls(names):
    return names is None or any(".key-controls" in name for name in names)


def register_figures(standing: Standing) -> Iterator[NamedFigure]:
    """Pure: every figure of a register and of its risks."""
    yield from _Counts(standing).figures()
    for risk in standing.position.risks:
        yield from _risk(standing, risk)


# Counts -----------------------------------------------------------------------------------------------------------


class _Counts:
    """How many of the open risks ..., each with the address of the list that it counts."""

    def __init__(self, standing: Standing):
        self.standing, self.view = standing, standing.view
        self.register = self.view.register
        self.open = standing.position.open

    def figures(self) -> Iterator[NamedFigure]:
        yield self._figure("title", "name of the register", self.register.title, "")
        yield self._figure("count", "number of risks", len(self.open), "", is_counted_openly=True)
        for band in Band:
            label, source = f"number of risks scored {band.label.lower()}", self._list(band=band)
            yield self._count(
                f"band.{band}", label, FactClass.SCORE, lambda risk, band=band: risk.row.band == band, source
            )
        yield from self._by_progress()
        yield from self._by_movement()
        yield from self._by_horizon()
        yield self._above_appetite()

    def _by_progress(self):
        for rag in Rag:
            label = f"number of risks rated {rag.label.lower()}"
            yield self._progress_count(f"rag.{rag}", label, lambda status, rag=rag: status.rag is rag, self._list())
        for status in PROGRESS:
            label, source = f"number of risks with progress {_quoted(status)}", self._risks(f"progress-{status}")
            yield self._progress_count(f"progress.{status}", label, lambda one, status=status: one is status, source)

    def _progress_count(self, name, label, counts: Callable[[Status], bool], source):
        def is_one(risk):
            return counts(self.standing.progress.get(risk.row.risk, Status.NOT_STATED))

        return self._count(name, label, FactClass.PROGRESS, is_one, source)

    def _by_movement(self):
        risks = self.standing.position.risks  # those closed since are among them
        for movement in Movement:
            label, source = f"number of risks whose movement is {movement.label.lower()}", self._list(movement=movement)
            found = self._number(FactClass.MOVEMENT, risks, lambda risk, m=movement: risk.row.movement == m)
            yield self._figure(f"count.movement.{movement}", label, found, source)
        moved = self._number(FactClass.MOVEMENT, risks, lambda risk: risk.row.movement not in STOOD_STILL)
        yield self._figure("count.moved", "number of risks that moved in any way", moved, self._list(movement="moved"))

    def _by_horizon(self):
        for horizon in HORIZONS:
            label, source = f"number of {horizon.label.lower()} risks", self._list(horizon=horizon)
            is_one = lambda risk, h=horizon: risk.row.horizon in (h, Horizon.BOTH)  # noqa: E731
            yield self._count(f"horizon.{horizon}", label, FactClass.HORIZON, is_one, source)

    def _above_appetite(self):
        label, source = "number of risks above appetite", self._risks("above-appetite")
        if self.standing.appetites is WITHHELD:
            return self._figure("count.above-appetite", label, WITHHELD, source)
        return self._count("above-appetite", label, FactClass.SCORE, lambda risk: is_above(self.standing, risk), source)

    def _count(self, name, label, needs, is_one, source):
        return self._figure(f"count.{name}", label, self._number(needs, self.open, is_one), source)

    def _number(self, needs, risks: Iterable[RiskPosition], is_one):
        return sum(1 for risk in risks if is_one(risk)) if self.view.sees(needs) else WITHHELD

    def _figure(self, name, label, value, source, **more):
        return NamedFigure(
            name=f"{self.register.path}.{name}",
            label=f"{self.register.title}: {label}",
            value=value,
            source=source or self._list(),
            group=self.register.title,
            **more,
        )

    def _list(self, **asked):
        return list_of(self.view, **asked)

    def _risks(self, show):
        """The dashboard of the month lists them; where the position is no month's end, the register does."""
        as_at = self.view.scope.as_at
        month = Month.of(as_at)
        if month.last_day != as_at:
            return self._list()
        return reverse("reports:dashboard-risks", args=[self.register.organisation.slug, str(month)]) + f"?show={show}"


def list_of(view, **asked) -> str:
    """The address of a register's list at the paper's day."""
    scope = view.scope
    days = {"as_at": scope.as_at.isoformat()} | ({"since": _iso(scope.compared_with)} if scope.compared_with else {})
    return f"{view.register.get_absolute_url()}?{urlencode({**asked, **days})}"


def _iso(day: date) -> str:
    return day.isoformat()


def is_above(standing: Standing, risk: RiskPosition) -> bool:
    """Whether its band is higher than the highest that is accepted of it."""
    highest = standing.appetites.get(risk.row.risk)
    return bool(highest and risk.row.band and risk.row.band.height > highest.height)


# One risk ---------------------------------------------------------------------------------------------------------


def _risk(standing: Standing, risk: RiskPosition) -> Iterator[NamedFigure]:
    row, view = risk.row, standing.view
    name, register = f"{view.register.path}/{row.ref}", view.register
    query = list_of(view).partition("?")[2]
    source = f"{register.get_absolute_url()}{row.ref}/?{query}"
    for part, label, value in _parts(standing, risk):
        yield NamedFigure(
            name=f"{name}.{part}",
            label=f"{register.title}, risk {row.printed_ref} ({risk.details.title}): {label}",
            value=value,
            source=source,
            group=f"{register.title}, risk {row.printed_ref}",
        )


def _parts(standing: Standing, risk: RiskPosition) -> Iterator[tuple[str, str, Any]]:
    """(name, label, value) of everything that may be named of a risk."""
    row, details, view = risk.row, risk.details, standing.view
    progress = standing.progress.get(row.risk, Status.NOT_STATED)
    yield "title", "title", details.title
    yield "description", "description", details.description
    yield "ref", "reference", row.printed_ref
    yield "score", "score", _score(view, row.cell, row.scheme)
    yield "band", "band", row.band if row.band in (WITHHELD, None) else row.band.label
    yield "owner", "owners", _posts(details.owners)
    yield "leads", "working leads", _posts(details.leads)
    yield "movement", "movement", row.movement if row.movement in (WITHHELD, None) else row.movement.label.lower()
    yield "arrow", "arrow", row.movement if row.movement is WITHHELD else ARROWS.get(row.movement, "")
    yield "before", "score before", _score(view, row.before, row.scheme)
    yield "target", "target", _line(view, details.target)
    yield "target-date", "target date", getattr(details.target, "target_on", details.target)
    yield "progress", "progress", view.cut(FactClass.PROGRESS, progress.label.lower())
    yield "appetite", "appetite", _appetite(standing, risk)
    yield from _key_controls(standing, row.risk)
    yield "quarters", "for how many quarters it has stood there", details.periods


def _key_controls(standing: Standing, risk: int) -> Iterator[tuple[str, str, Any]]:
    """How many key controls it has, and how many of them get on how."""
    held = standing.key_controls
    if held is None:
        return
    statuses_of = WITHHELD if held is WITHHELD else [control.status for control in held.get(risk, ())]
    yield "key-controls", "number of key controls", WITHHELD if statuses_of is WITHHELD else len(statuses_of)
    for status in PROGRESS:
        known = statuses_of is not WITHHELD and WITHHELD not in statuses_of
        value = sum(1 for one in statuses_of if one is status) if known else WITHHELD
        yield f"key-controls.{status}", f"number of key controls {_quoted(status)}", value


def _score(view, cell, scheme):
    if cell is WITHHELD or cell is None:
        return cell
    return view.register.scheme_called(scheme).value.words(Score(*cell))


def _line(view, line):
    return line if line is WITHHELD or line is None else _score(view, line.cell, line.scheme)


def _posts(posts):
    return posts if posts is WITHHELD else listed(map(str, posts))


def _appetite(standing, risk):
    if standing.appetites is WITHHELD:
        return WITHHELD
    highest = standing.appetites.get(risk.row.risk)
    return highest.label if highest else None


def _quoted(status):
    return f"“{status.label.lower()}”"
