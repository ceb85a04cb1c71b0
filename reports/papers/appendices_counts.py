"""How many risks of which colour, progress, band and movement? Each table adds up to the whole, in both editions.

The whole is every risk of the position, those closed since the day compared with among them. What an edition may not
tell apart is one line, "Not published".
"""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from controls.progress import COUNTED, Rag, Status
from controls.risk_progress import statuses
from registers.audience import Level
from registers.models.registers import FactClass
from registers.movement import Movement
from registers.position import IndexRow
from registers.scoring import Band
from reports.models import AppendixKind
from reports.papers.appendices_common import NOT_PUBLISHED, OfRegister, said_of
from reports.papers.filling import Asked, fills

CLOSED = "Closed since"
NOT_STATED = "No colour: progress not stated"
NOT_SCORED = "Not scored"
ALWAYS = (Movement.UP, Movement.DOWN, Movement.STATIC)  # said although there is none


@dataclass(frozen=True)
class Line:
    label: str
    count: int


@dataclass(frozen=True)
class CountTable:
    what: str  # is counted by: "colour (RAG)"
    lines: tuple[Line, ...]

    @property
    def heading(self) -> str:
        return f"By {self.what}"

    @property
    def total(self) -> int:
        return sum(line.count for line in self.lines)


@dataclass(frozen=True, kw_only=True)
class Counts(OfRegister):
    tables: tuple[CountTable, ...]
    is_sensitive: bool


@fills(AppendixKind.COUNTS)
def fill_counts(asked: Asked) -> Counts | None:
    if asked.is_empty:
        return None
    view = asked.figures.position.view
    rows = [risk.row for risk in asked.figures.position.risks]
    stated = statuses(view, rows)

    def progress(row):
        return stated.get(row.risk, Status.NOT_STATED)

    tables = [
        ("colour (RAG)", FactClass.PROGRESS, [*(rag.label for rag in Rag), NOT_STATED], lambda r: _rag(progress(r))),
        ("progress", FactClass.PROGRESS, [status.label for status in COUNTED], lambda r: progress(r).label),
        ("band", FactClass.SCORE, _bands(view), lambda r: r.band.label if r.band else NOT_SCORED),
    ]
    counted = [
        count(what, [*labels, CLOSED], rows, _unless_closed(label), asked.figures.total, view.sees(name))
        for what, name, labels, label in tables
    ]
    if not asked.figures.position.is_first:
        counted.append(_movement(view, rows, asked.figures.total))
    kept = [name for name in (FactClass.PROGRESS, FactClass.SCORE) if view.register.level_of(name) >= Level.SENSITIVE]
    is_sensitive = any(view.sees(name) for name in kept) or any(row.is_sensitive for row in rows)
    return Counts(**said_of(asked.figures), tables=tuple(counted), is_sensitive=is_sensitive)


def count(
    what: str,
    labels: Iterable[str],
    rows: Iterable[IndexRow],
    label_of: Callable[[IndexRow], str],
    total: int,
    is_told: bool,
    always: int = -1,
) -> CountTable:
    """Pure: a line a label, and one for what is not published; they add up to the total.

    `always`: so many of the labels are printed whatever their count; all, unless it says otherwise.
    """
    found = Counter(label_of(row) for row in rows) if is_told else Counter()
    labels = list(labels)
    shown = labels[: len(labels) if always < 0 else always]
    lines = [Line(label, found[label]) for label in labels if is_told and (label in shown or found[label])]
    lines = [line for line in lines if line.count or line.label != CLOSED]
    rest = total - sum(found.values())
    return CountTable(what, (*lines, Line(NOT_PUBLISHED, rest)) if rest else tuple(lines))


def _movement(view, rows, total):
    others = [movement for movement in Movement if movement not in ALWAYS]
    labels = [movement.label for movement in (*ALWAYS, *others)]
    is_told = view.sees(FactClass.MOVEMENT)
    return count(
        "movement", labels, rows, lambda r: (r.movement or Movement.UNSCORED).label, total, is_told, len(ALWAYS)
    )


def _unless_closed(label):
    return lambda row: label(row) if row.is_open else CLOSED


def _rag(status):
    return status.rag.label if status.rag else NOT_STATED


def _bands(view):
    scheme = view.register.scheme_on(view.scope.as_at)
    used = {cell.band for cell in scheme.value.cells.values()} if scheme else set(Band)
    return [*(band.label for band in reversed(Band) if band in used), NOT_SCORED]
