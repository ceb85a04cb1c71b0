"""Where does each risk stand on the grid, where did it stand before, and where is it meant to go?

Lays a heat map out as numbers; `templates/reports/svg/heat_map.svg` only draws them, so the page and the
PDF show one picture (DESIGN.md section 7). No Django here: the whole layout is tested as plain Python.

`table()` holds every fact of the picture for those who cannot see it, and more: refs beyond the eighth in
a cell, and tracks left out of a crowded map, are always in the table.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from registers.scoring import score_called
from reports.characters import on_one_line
from reports.drawing import ENLARGED, INK, Label, colours_of, reading_order
from reports.heatmap_tracks import Board, Box, Point, Track

MOST_REFS = 8
MOST_TRACKS = 24  # a map with more lines than this says nothing; the table still holds every track
SMALLEST, LARGEST = 2, 6

CELL = 104
COLUMNS, ROWS = 3, 3  # places for refs in a cell; the ninth holds "+ n"
PITCH_X, PITCH_Y = 31, 25
INSET = 7
CHIP_WIDTH, CHIP_HEIGHT = 28, 22
LEFT, TOP = 52, 4
BELOW, LEGEND_LINE = 54, 24
SWATCH, SAMPLE = 38, 50  # width of a legend entry before its words

At = tuple[int, int]  # (likelihood, impact), counted from 1, lowest first


@dataclass(frozen=True)
class Grid:
    """One body's scale: short names of its levels, lowest first, and the band of every cell."""

    likelihoods: tuple[str, ...]
    impacts: tuple[str, ...]
    bands: Mapping[At, str]
    band_names: Mapping[str, str]

    def score(self, at: At) -> str:
        """'M v H', as the register says it: likelihood v impact (003 1.3)."""
        impact = self.impacts[at[1] - 1]
        return f"{self.likelihoods[at[0] - 1]} v {impact}" if self.has_likelihood else impact

    @property
    def has_likelihood(self) -> bool:
        """Whether likelihood is scored apart; on a scale of colours it is not."""
        return len(self.likelihoods) > 1

    def band(self, at: At) -> str:
        return self.band_names[self.bands[at]]


@dataclass(frozen=True)
class Mark:
    """One risk: where it stands, and where known where it stood and where it is meant to stand."""

    ref: str
    title: str
    at: At
    before: At | None = None
    target: At | None = None
    url: str | None = None


@dataclass(frozen=True)
class Cell:
    x: int
    y: int
    band: str
    word: str
    fill: str
    ink: str
    bars: str
    size: int = CELL

    @property
    def word_x(self) -> int:
        return self.x + 8

    @property
    def word_y(self) -> int:
        return self.y + CELL - 8


@dataclass(frozen=True)
class Chip:
    """A ref in its cell. At its target it wears a dashed ring, as no track can show that."""

    ref: str
    label: str
    url: str | None
    box: Box
    font_size: float
    at_target: bool = False
    ink: str = INK

    @property
    def text_y(self) -> float:
        return round(self.box.middle.y + self.font_size * 0.36, 1)

    @property
    def ring(self) -> Box:
        return Box(self.box.x - 3, self.box.y - 3, self.box.width + 6, self.box.height + 6)


@dataclass(frozen=True)
class Key:
    """One entry of the legend: a band's swatch, or how a kind of mark is drawn."""

    kind: str
    x: int
    y: int
    text: str
    fill: str = ""
    ink: str = ""
    bars: str = ""


@dataclass(frozen=True)
class Row:
    ref: str
    title: str
    likelihood: str
    impact: str
    band: str
    band_slug: str
    before: str
    target: str
    url: str | None = None


@dataclass(frozen=True)
class Drawing:
    uid: str
    width: int
    height: int
    cells: tuple[Cell, ...]
    tracks: tuple[Track, ...]
    chips: tuple[Chip, ...]
    labels: tuple[Label, ...]
    legend: tuple[Key, ...]
    title: str
    description: str
    rows: tuple[Row, ...]
    columns: int
    has_likelihood: bool = True

    def table(self) -> tuple[Row, ...]:
        """Every risk of the picture in words, in the order people read refs."""
        return self.rows

    @property
    def shown_width(self) -> int:
        """In pixels, at most: the style sheets let it shrink with the page."""
        return round(self.width * ENLARGED)

    @property
    def shown_height(self) -> int:
        return round(self.height * ENLARGED)

    @property
    def score_called(self) -> str:
        return score_called(self.has_likelihood)

    @property
    def has_before(self) -> bool:
        return any(row.before for row in self.rows)

    @property
    def has_target(self) -> bool:
        return any(row.target for row in self.rows)

    @property
    def has_links(self) -> bool:
        return any(chip.url for chip in self.chips)


def draw(
    grid: Grid,
    marks: Iterable[Mark],
    *,
    uid: str = "heat-map",
    noun: str = "risk",
    more: Mapping[At, int] | None = None,
) -> Drawing:
    """Lay out a heat map. `uid` starts every id, so several maps fit on one page.

    `more`: how many risks stand in a cell besides the eight that are named, for maps of thousands.
    """
    _check(grid)
    more = more or {}
    ordered = sorted((_cleaned(mark) for mark in marks), key=lambda mark: reading_order(mark.ref))
    for mark in ordered:
        _check_mark(grid, mark)
    columns, lines = len(grid.impacts), len(grid.likelihoods)
    cells = tuple(_cell(grid, (lines - row, column + 1)) for row in range(lines) for column in range(columns))
    board = Board(CELL, PITCH_X, PITCH_Y, INSET, COLUMNS, ROWS)
    for cell in cells:
        board.put_word(Box(cell.word_x, cell.word_y - 9, 7 * len(cell.word), 9))
    chips, extra, boxes = _place_refs(grid, ordered, board, more)
    tracks = _tracks(grid, ordered, board, boxes)
    legend = _legend(grid, ordered, tracks, width=LEFT + columns * CELL)
    height = max(key.y for key in legend) + 14
    return Drawing(
        uid=uid,
        width=LEFT + columns * CELL + 4,
        height=height,
        cells=cells,
        tracks=tracks,
        chips=chips,
        labels=(*_axes(grid), *extra),
        legend=legend,
        title=f"Heat map of {_count(len(ordered) + sum(more.values()), noun)}",
        description=_describe(grid, ordered, noun, sum(more.values())),
        rows=tuple(_row(grid, mark) for mark in ordered),
        columns=columns,
        has_likelihood=grid.has_likelihood,
    )


def _cleaned(mark: Mark) -> Mark:
    return replace(mark, ref=on_one_line(mark.ref), title=on_one_line(mark.title))


def _check(grid: Grid) -> None:
    sides = (("likelihood", grid.likelihoods, 1), ("impact", grid.impacts, SMALLEST))  # a scale of colours has one row
    for name, levels, fewest in sides:
        if not fewest <= len(levels) <= LARGEST:
            raise ValueError(f"A heat map has {fewest} to {LARGEST} levels of {name}, not {len(levels)}")
    for likelihood in range(1, len(grid.likelihoods) + 1):
        for impact in range(1, len(grid.impacts) + 1):
            band = grid.bands.get((likelihood, impact))
            if band is None or band not in grid.band_names:
                raise ValueError(f"The cell {grid.score((likelihood, impact))} has no band with a name")


def _check_mark(grid: Grid, mark: Mark) -> None:
    for place in (mark.at, mark.before, mark.target):
        if place is not None and place not in grid.bands:
            raise ValueError(f"{mark.ref} stands at {place}, which is not on the grid")


def _corner(grid: Grid, at: At) -> Point:
    likelihood, impact = at
    return Point(LEFT + (impact - 1) * CELL, TOP + (len(grid.likelihoods) - likelihood) * CELL)


def _cell(grid: Grid, at: At) -> Cell:
    slug = grid.bands[at]
    fill, ink = colours_of(slug)
    corner = _corner(grid, at)
    x, y = int(corner.x), int(corner.y)
    bars = _bars(_level(grid, slug), x + CELL - 9, y + CELL - 8)
    return Cell(x, y, slug, grid.band_names[slug], fill, ink, bars)


def _used_bands(grid: Grid) -> list[str]:
    used = set(grid.bands.values())
    return [slug for slug in grid.band_names if slug in used]


def _level(grid: Grid, slug: str) -> int:
    """1 for the lowest band of this grid."""
    return _used_bands(grid).index(slug) + 1


def _bars(level: int, right: int, bottom: int) -> str:
    """A rising row of bars, one for each band up to this one: tells bands apart where all is grey."""
    left = right - level * 5
    return "".join(f"M{left + bar * 5} {bottom}v-{4 + 3 * bar}h3.4v{4 + 3 * bar}z" for bar in range(level))


def _place_refs(
    grid: Grid, marks: list[Mark], board: Board, more: Mapping[At, int]
) -> tuple[tuple[Chip, ...], list[Label], dict[str, Box]]:
    """Put up to eight refs in each cell and say how many more there are."""
    by_cell: dict[At, list[Mark]] = {}
    for mark in marks:
        by_cell.setdefault(mark.at, []).append(mark)
    chips: list[Chip] = []
    extra: list[Label] = []
    boxes: dict[str, Box] = {}
    for at in sorted(by_cell, key=lambda at: (-at[0], at[1])):
        corner = _corner(grid, at)
        ink = colours_of(grid.bands[at])[1]
        for number, mark in enumerate(by_cell[at][:MOST_REFS]):
            middle = board.place(corner, number)
            box = Box(middle.x - CHIP_WIDTH / 2, middle.y - CHIP_HEIGHT / 2, CHIP_WIDTH, CHIP_HEIGHT)
            board.put_ref(box)
            boxes.setdefault(mark.ref, box)
            label = f"{mark.ref} {mark.title}: {grid.score(mark.at)}, {grid.band(mark.at)}"
            chips.append(Chip(mark.ref, label, mark.url, box, _font_size(mark.ref), mark.target == mark.at, ink))
        if (hidden := len(by_cell[at]) + more.get(at, 0) - MOST_REFS) > 0:
            middle = board.place(corner, MOST_REFS)
            board.put_ref(Box(middle.x - CHIP_WIDTH / 2, middle.y - CHIP_HEIGHT / 2, CHIP_WIDTH, CHIP_HEIGHT))
            extra.append(Label(f"+ {hidden}", middle.x, middle.y + 5, font_size=14, weight=700, ink=ink))
    return tuple(chips), extra, boxes


def _font_size(ref: str) -> float:
    return 15 if len(ref) <= 2 else round(max(7, min(13.5, (CHIP_WIDTH - 3) / (0.64 * len(ref)))), 1)


def _tracks(grid: Grid, marks: list[Mark], board: Board, boxes: Mapping[str, Box]) -> tuple[Track, ...]:
    """Lines for refs that are drawn, movements first: what has happened matters more than what is hoped."""
    shown = [mark for mark in marks if mark.ref in boxes]
    moved = [mark for mark in shown if mark.before and mark.before != mark.at]
    aimed = [mark for mark in shown if mark.target and mark.target != mark.at]
    if len(moved) + len(aimed) > MOST_TRACKS:
        aimed = []
    if len(moved) > MOST_TRACKS:
        moved = []
    tracks = [board.moved(mark.ref, _corner(grid, mark.before), boxes[mark.ref]) for mark in moved if mark.before]
    # The shortest first: they have the fewest ways to go.
    for mark in sorted(aimed, key=_way_to_go):
        if mark.target:
            ink = colours_of(grid.bands[mark.target])[1]
            tracks.append(board.aimed(mark.ref, boxes[mark.ref], _corner(grid, mark.target), ink))
    return tuple(tracks)


def _way_to_go(mark: Mark) -> int:
    target = mark.target or mark.at
    return abs(target[0] - mark.at[0]) + abs(target[1] - mark.at[1])


def _axes(grid: Grid) -> list[Label]:
    lines, columns = len(grid.likelihoods), len(grid.impacts)
    bottom = TOP + lines * CELL
    labels = [Label(name, LEFT + number * CELL + CELL / 2, bottom + 20) for number, name in enumerate(grid.impacts)]
    if not grid.has_likelihood:
        return [*labels, Label(score_called(False), LEFT + columns * CELL / 2, bottom + 42, weight=700)]
    rows = [
        Label(name, LEFT - 8, bottom - number * CELL - CELL / 2 + 5, "end")
        for number, name in enumerate(grid.likelihoods)
    ]
    impact = Label("Impact", LEFT + columns * CELL / 2, bottom + 42, weight=700)
    return [*rows, *labels, impact, Label("Likelihood", 15, TOP + lines * CELL / 2, weight=700, turned=True)]


def _legend(grid: Grid, marks: list[Mark], tracks: tuple[Track, ...], width: int) -> tuple[Key, ...]:
    """Bands on one line, worst last; how marks are drawn on the next, only those that are there."""
    bands = [("band", grid.band_names[slug], slug) for slug in _used_bands(grid)]
    kinds = [("chip", "Score now", "")] if marks else []
    if any(track.kind == "moved" for track in tracks):
        kinds.append(("moved", "Moved", ""))
    if any(mark.target for mark in marks) and (
        any(track.kind == "aimed" for track in tracks) or any(mark.target == mark.at for mark in marks)
    ):
        kinds.append(("aimed", "Target", ""))
    top = TOP + len(grid.likelihoods) * CELL + BELOW + 12
    swatches = [
        replace(key, fill=fill, ink=ink, text=grid.band_names[key.fill], bars=_bars(_level(grid, key.fill), 27, 1))
        for key in _flow(bands, top, width, widest=SWATCH)
        for fill, ink in [colours_of(key.fill)]
    ]
    return (*swatches, *_flow(kinds, swatches[-1].y + LEGEND_LINE + 4, width, widest=SAMPLE))


def _advance(text: str, widest: int) -> int:
    return widest + int(len(text) * 7.8) + 16


def _flow(entries: list[tuple[str, str, str]], top: int, width: int, *, widest: int) -> tuple[Key, ...]:
    keys: list[Key] = []
    x, y = LEFT, top
    for kind, text, fill in entries:
        if keys and x + _advance(text, widest) - 16 > width:
            x, y = LEFT, y + LEGEND_LINE
        keys.append(Key(kind, x, y, text, fill))
        x += _advance(text, widest)
    return tuple(keys)


def _row(grid: Grid, mark: Mark) -> Row:
    return Row(
        ref=mark.ref,
        title=mark.title,
        likelihood=grid.likelihoods[mark.at[0] - 1] if grid.has_likelihood else "",
        impact=grid.impacts[mark.at[1] - 1],
        band=grid.band(mark.at),
        band_slug=grid.bands[mark.at],
        before=_place(grid, mark.before),
        target=_place(grid, mark.target),
        url=mark.url,
    )


def _place(grid: Grid, at: At | None) -> str:
    return f"{grid.score(at)}, {grid.band(at)}" if at else ""


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _describe(grid: Grid, marks: list[Mark], noun: str, more: int) -> str:
    """The picture as sentences: who stands in which band, worst first, and what has moved."""
    if not marks:
        return f"No {noun} has a score to show."
    sentences = [
        "Likelihood runs upwards and impact to the right." if grid.has_likelihood else "Higher is to the right."
    ]
    for slug in reversed(list(grid.band_names)):
        refs = [mark.ref for mark in marks if grid.bands[mark.at] == slug]
        if refs:
            sentences.append(f"{grid.band_names[slug]}: {_and(refs)}.")
    if more:
        sentences.append(f"{_count(more, noun)} more without a name here.")
    moved = [
        f"{mark.ref} from {grid.score(mark.before)} to {grid.score(mark.at)}"
        for mark in marks
        if mark.before and mark.before != mark.at
    ]
    if moved:
        sentences.append(f"Moved: {_and(moved)}.")
    elif any(mark.before for mark in marks):
        sentences.append("None has moved.")
    aimed = [f"{mark.ref} {grid.score(mark.target)}" for mark in marks if mark.target]
    if aimed:
        sentences.append(f"Targets: {_and(aimed)}.")
    return " ".join(sentences)


def _and(words: list[str]) -> str:
    return " and ".join(filter(None, [", ".join(words[:-1]), words[-1]]))
