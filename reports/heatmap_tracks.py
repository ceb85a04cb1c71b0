"""How does a line cross the heat map without hiding a ref or another line?

Every cell has nine places. A track tries each free place of the cell it starts or ends in, and several
curves from there to its ref, and keeps the cheapest: a ref in the way costs most, then an end of another
track, then running along another track, then a word, then length. What lies where is kept as a coarse
raster of costs, so a map takes milliseconds, and the same marks always give the same picture.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from math import hypot

from reports.drawing import INK

COARSE = 6  # points of the drawing to a square of the raster
BOWS = (0.0, 0.18, -0.18, 0.36, -0.36)
HEAD, HALF_HEAD = 9.0, 4.6  # arrow head: length and half its width
RING = 10.0
DOT = 3.6
GAP = 1.5

A_REF, AN_END, A_TRACK, A_WORD = 14.0, 14.0, 2.5, 1.2
UNDER_AN_END = 6.0
PLACES_TRIED = 6  # the nearest; sorted, so that the rest are soon given up
LENGTH, BEND = 0.03, 0.05


@dataclass(frozen=True)
class Point:
    x: float
    y: float


@dataclass(frozen=True)
class Box:
    x: float
    y: float
    width: float
    height: float

    @property
    def middle(self) -> Point:
        return Point(self.x + self.width / 2, self.y + self.height / 2)

    def edge_towards(self, point: Point, gap: float) -> Point:
        """Where a line from the middle to the point leaves the box, a little outside it."""
        middle = self.middle
        dx, dy = point.x - middle.x, point.y - middle.y
        length = hypot(dx, dy) or 1.0
        reach = min(
            self.width / 2 / abs(dx) if dx else 1e9,
            self.height / 2 / abs(dy) if dy else 1e9,
        )
        return Point(middle.x + dx * reach + dx / length * gap, middle.y + dy * reach + dy / length * gap)


@dataclass(frozen=True)
class Track:
    """A drawn line: 'moved' is solid from a dot to an arrow head, 'aimed' dashed from a ref to a ring."""

    kind: str
    ref: str
    path: str
    end: Point
    radius: float
    head: str = ""
    ink: str = INK
    font_size: float = 11

    @property
    def text_y(self) -> float:
        return round(self.end.y + self.font_size * 0.36, 1)


@dataclass
class Board:
    """The places of one map's cells, and what it costs to draw across each square of it."""

    cell: int
    pitch_x: int
    pitch_y: int
    inset: int
    columns: int
    rows: int
    taken: set[Point] = field(default_factory=set)
    costs: dict[tuple[int, int], float] = field(default_factory=dict)
    lanes: set[tuple[int, int]] = field(default_factory=set)

    def place(self, corner: Point, number: int) -> Point:
        """The middle of one of a cell's places."""
        down, across = divmod(number, self.columns)
        return Point(
            corner.x + self.inset + (across + 0.5) * self.pitch_x - 1.5,
            corner.y + self.inset + (down + 0.5) * self.pitch_y - 1.5,
        )

    def put_ref(self, box: Box) -> None:
        self.taken.add(box.middle)
        self._stamp(box, A_REF)

    def put_word(self, box: Box) -> None:
        self._stamp(box, A_WORD)

    def moved(self, ref: str, earlier: Point, now: Box) -> Track:
        """A solid line from a dot in the earlier cell to the ref."""
        start, bent = self._cheapest(earlier, now)
        tip = now.edge_towards(bent, GAP)
        self._keep(start, bent, tip, DOT)
        path = _path(start, bent, _along(tip, bent, HEAD - 1))
        return Track("moved", ref, path, start, DOT, head=_head(tip, bent))

    def aimed(self, ref: str, now: Box, target: Point, ink: str) -> Track:
        """A dashed line from the ref to a hollow ring in the target cell, the ref small inside it."""
        end, bent = self._cheapest(target, now)
        leaving = now.edge_towards(bent, GAP)
        self._keep(end, bent, leaving, RING)
        size = 11 if len(ref) <= 2 else round(max(6, 18 / (0.62 * len(ref))), 1)
        return Track(
            "aimed", ref, _path(leaving, bent, _along(end, bent, RING + 1)), end, RING, ink=ink, font_size=size
        )

    def _cheapest(self, corner: Point, now: Box) -> tuple[Point, Point]:
        """The place in the cell and the bend of the curve from it to the ref that cost least; ties go to the first."""
        best, found = float("inf"), (self.place(corner, 0), now.middle)
        for place in sorted(self._free(corner), key=lambda place: _distance(place, now.middle))[:PLACES_TRIED]:
            here = UNDER_AN_END * sum(square in self.lanes for square in _squares(_around(place, RING - 2)))
            for bent in _bends(place, now.middle):
                cost = self._cost(place, bent, now.edge_towards(bent, GAP), here, best)
                if cost < best:
                    best, found = cost, (place, bent)
        return found

    def _free(self, corner: Point) -> list[Point]:
        places = [self.place(corner, number) for number in range(self.columns * self.rows)]
        free = [place for place in places if place not in self.taken]
        # In a full cell the line ends at the cell's border, on whichever side is cheapest.
        return free or [
            Point(corner.x + x * self.cell, corner.y + y * self.cell)
            for x, y in ((0.02, 0.5), (0.98, 0.5), (0.5, 0.02), (0.75, 0.9))
        ]

    def _cost(self, start: Point, bent: Point, end: Point, cost: float, limit: float) -> float:
        """What lies under the curve and how long and bent it is; given up once it is dearer than the best."""
        cost += LENGTH * hypot(end.x - start.x, end.y - start.y)
        cost += BEND * hypot(bent.x - (start.x + end.x) / 2, bent.y - (start.y + end.y) / 2)
        if cost >= limit:
            return cost
        costs = self.costs
        for x, y in _points(start, bent, end, 1.25 * COARSE):
            if under := costs.get((int(x) // COARSE, int(y) // COARSE)):
                cost += under
                if cost >= limit:
                    break
        return cost

    def _keep(self, start: Point, bent: Point, end: Point, radius: float) -> None:
        """Remember a track, so that the next ones keep clear of it."""
        self.taken.add(start)
        self._stamp(_around(start, radius - 1), AN_END)
        squares = {(int(x) // COARSE, int(y) // COARSE) for x, y in _points(start, bent, end, COARSE / 3)}
        self.lanes |= squares
        for square in squares:
            self.costs[square] = self.costs.get(square, 0) + A_TRACK

    def _stamp(self, box: Box, cost: float) -> None:
        for square in _squares(box):
            self.costs[square] = self.costs.get(square, 0) + cost


def _around(point: Point, radius: float) -> Box:
    return Box(point.x - radius, point.y - radius, 2 * radius, 2 * radius)


def _squares(box: Box) -> Iterator[tuple[int, int]]:
    for across in range(int(box.x) // COARSE, int(box.x + box.width) // COARSE + 1):
        for down in range(int(box.y) // COARSE, int(box.y + box.height) // COARSE + 1):
            yield across, down


def _bends(start: Point, end: Point) -> Iterator[Point]:
    """Where the curve may pull to: straight, bowed to either side, or so that it comes in square to the ref."""
    dx, dy = end.x - start.x, end.y - start.y
    for bow in BOWS:
        yield Point((start.x + end.x) / 2 - dy * bow, (start.y + end.y) / 2 + dx * bow)
    yield Point(start.x, end.y)
    yield Point(end.x, start.y)
    reach = max(36.0, hypot(dx, dy) * 0.4)
    yield Point(end.x - reach, end.y + 4)
    yield Point(end.x + reach, end.y + 4)


def _points(start: Point, bent: Point, end: Point, apart: float) -> Iterator[tuple[float, float]]:
    """Points along a quadratic curve, its ends left out."""
    length = hypot(bent.x - start.x, bent.y - start.y) + hypot(end.x - bent.x, end.y - bent.y)
    steps = max(4, int(length / apart))
    for step in range(1, steps):
        t = step / steps
        a, b, c = (1 - t) * (1 - t), 2 * t * (1 - t), t * t
        yield a * start.x + b * bent.x + c * end.x, a * start.y + b * bent.y + c * end.y


def _distance(one: Point, other: Point) -> float:
    return hypot(one.x - other.x, one.y - other.y)


def _along(origin: Point, towards: Point, distance: float) -> Point:
    length = hypot(towards.x - origin.x, towards.y - origin.y) or 1.0
    return Point(
        origin.x + (towards.x - origin.x) / length * distance,
        origin.y + (towards.y - origin.y) / length * distance,
    )


def _path(start: Point, bent: Point, end: Point) -> str:
    return f"M{start.x:.1f} {start.y:.1f}Q{bent.x:.1f} {bent.y:.1f} {end.x:.1f} {end.y:.1f}"


def _head(tip: Point, origin: Point) -> str:
    """An arrow head at the tip, pointing away from the origin."""
    base = _along(tip, origin, HEAD)
    dx, dy = (base.y - tip.y) / HEAD * HALF_HEAD, (tip.x - base.x) / HEAD * HALF_HEAD
    corners = (tip, Point(base.x + dx, base.y + dy), Point(base.x - dx, base.y - dy))
    return " ".join(f"{corner.x:.1f},{corner.y:.1f}" for corner in corners)
