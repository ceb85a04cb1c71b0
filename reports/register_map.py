"""Where do the risks of a register stand on its scale? The heat map of its page, from an index.

It shows the risks scored on the scale in use. Those scored on an earlier one are listed beside it, as are the
unscored, so that nobody is missed (DESIGN.md section 2).
"""

from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import urlencode

from django.db.models import CharField, IntegerField, Value
from django.db.models.functions import Cast
from django.template.loader import render_to_string

from registers.audience import WITHHELD
from registers.models import Assessment, Kind, Wording, in_force
from registers.models.registers import FactClass
from registers.movement import Movement
from registers.position import IndexRow, View
from registers.scoring import Band
from reports import heatmap

TABLED = 40  # a longer table is told by cell: the list of risks stands on the same page
TRACKED = (Movement.UP, Movement.DOWN, Movement.SHIFTED, Movement.STATIC)


@dataclass(frozen=True)
class CellLine:
    """One cell of a crowded map in words."""

    score: str
    band: str
    band_slug: str
    number: int
    refs: str


@dataclass(frozen=True)
class RegisterMap:
    drawing: heatmap.Drawing
    svg: str
    cells: tuple[CellLine, ...]  # instead of a row a risk, where there are very many
    other_scale: tuple[IndexRow, ...]
    unscored: tuple[IndexRow, ...]


def register_map(view: View, rows: list[IndexRow], query: dict) -> RegisterMap | None:
    """The map of these open risks; None where scores are withheld or no scheme was in use."""
    scheme = view.register.scheme_on(view.scope.as_at)
    if scheme is None or not view.sees(FactClass.SCORE):
        return None
    placed = sorted(
        (row for row in rows if row.cell and row.scheme == scheme.pk), key=lambda row: _reading_order(row.printed_ref)
    )
    is_crowded = len(placed) > TABLED
    named = _drawn(placed) if is_crowded else placed
    titles, targets = _titles_and_targets(view, scheme, [row.risk for row in named])
    base, tail = view.register.get_absolute_url(), f"?{urlencode(query)}" if query else ""
    marks = tuple(_mark(row, titles, targets, f"{base}{row.ref}/{tail}") for row in named)
    drawing, svg = _drawn_once(_Scale.of(scheme.value), marks, _more(placed, named))
    return RegisterMap(
        drawing=drawing,
        svg=svg,
        cells=tuple(_cell_lines(grid_of(scheme.value), placed)) if is_crowded else (),
        other_scale=tuple(row for row in rows if row.cell and row.scheme != scheme.pk),
        unscored=tuple(row for row in rows if row.cell is None),
    )


class _Scale(NamedTuple):
    """What a map takes from a scheme, as a value that pictures can be kept by."""

    likelihoods: tuple[str, ...]
    impacts: tuple[str, ...]
    bands: tuple[tuple[heatmap.At, str], ...]

    @classmethod
    def of(cls, scale):
        return cls(
            tuple(level.short for level in scale.likelihoods),
            tuple(level.short for level in scale.impacts),
            tuple((at, cell.band.value) for at, cell in scale.cells.items()),
        )

    @property
    def grid(self) -> heatmap.Grid:
        names = {band.value: band.label for band in Band}
        return heatmap.Grid(self.likelihoods, self.impacts, dict(self.bands), names)


def grid_of(scale) -> heatmap.Grid:
    return _Scale.of(scale).grid


@lru_cache(maxsize=32)
def _drawn_once(scale: _Scale, marks, more) -> tuple[heatmap.Drawing, str]:
    """The picture and its SVG: the same risks in the same cells are drawn once, as people come back to a register."""
    drawing = heatmap.draw(scale.grid, marks, uid="register-map", more=dict(more))
    return drawing, render_to_string("reports/svg/heat_map.svg", {"drawing": drawing, "linked": drawing.has_links})


@lru_cache(maxsize=8192)
def _reading_order(ref: str):
    return heatmap.reading_order(ref)


def _mark(row, titles, targets, url) -> heatmap.Mark:
    before = row.before if row.movement in TRACKED and row.before is not WITHHELD else None
    return heatmap.Mark(row.printed_ref, titles.get(row.risk, ""), row.cell, before, targets.get(row.risk), url)


def _drawn(placed):
    """The risks whose refs are drawn: the first few of each cell."""
    by_cell = defaultdict(list)
    for row in placed:
        by_cell[row.cell].append(row)
    return [row for rows in by_cell.values() for row in rows[: heatmap.MOST_REFS]]


def _more(placed, named):
    """How many risks each cell holds beyond those drawn."""
    numbers = Counter(row.cell for row in placed)
    numbers.subtract(row.cell for row in named)
    return tuple((cell, number) for cell, number in numbers.items() if number)


def _titles_and_targets(view, scheme, keys):
    """({risk: title}, {risk: cell to reach, on the scale of the map}) in one statement."""
    titles, cells = {}, {}
    for risk, title, likelihood, impact in _worded(view, scheme, keys):
        if likelihood:
            cells[risk] = (likelihood, impact)
        else:
            titles[risk] = title
    return titles, cells


def _worded(view, scheme, keys):
    wordings = Wording.objects.filter(pk__in=in_force(Wording.objects.filter(risk__in=keys), view.scope).values("pk"))
    columns = (Cast("title", CharField()), *(Cast(Value(0), IntegerField()) for _ in range(2)))
    rows = wordings.order_by().values_list("risk", *columns)
    if view.sees(FactClass.TARGET):
        targets = in_force(Assessment.objects.filter(risk__in=keys, kind=Kind.TARGET), view.scope)
        targets = Assessment.objects.filter(pk__in=targets.values("pk"), scheme=scheme).order_by()
        rows = rows.union(targets.values_list("risk", Cast(Value(""), CharField()), "likelihood", "impact"), all=True)
    return rows


def _cell_lines(grid, placed):
    by_cell = defaultdict(list)
    for row in placed:
        by_cell[row.cell].append(row.printed_ref)
    for cell in sorted(by_cell, reverse=True):
        refs = by_cell[cell]
        shown = ", ".join(refs[: heatmap.MOST_REFS])
        more = len(refs) - heatmap.MOST_REFS
        words = f"{shown} and {more} more" if more > 0 else shown
        yield CellLine(grid.score(cell), grid.band(cell), grid.bands[cell], len(refs), words)
