"""How has one risk's score stood over time, and how far is it from its target?

Lays out a step line over dates as numbers; `templates/reports/svg/score_chart.svg` only draws them. A score
stands until the next one, so the line goes level and then up or down, never slanting. Height is the
scheme's rank, so two cells of one band are told apart; all points must be of one scheme.

No Django here. `table()` holds every point in words.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from registers.scoring import score_called
from reports.characters import on_one_line
from reports.drawing import ENLARGED, Label, colours_of

WIDTH, PLOT_HEIGHT = 480, 208
LEFT, RIGHT, TOP, BOTTOM = 92, 16, 12, 40
STRIP = 10  # the band's full colour beside the axis; the plot behind the line is only tinted
MOST_TICKS, MOST_MONTHS = 6, 4  # "Jul 2021" takes more room than "2021"
LETTER = 8.0  # about one character of a 13-point bold label
MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip

Zone = tuple[str, int, int]  # band slug, lowest rank, highest rank


@dataclass(frozen=True)
class Point:
    """A score from a date on: short names of its levels, its band's slug and its rank in the scheme."""

    on: date
    likelihood: str
    impact: str
    band: str
    rank: int

    @property
    def score(self) -> str:
        return on_one_line(f"{self.likelihood} v {self.impact}" if self.likelihood else self.impact)


@dataclass(frozen=True)
class Stripe:
    y: float
    height: float
    band: str
    word: str
    fill: str

    @property
    def word_y(self) -> float:
        return round(self.y + self.height / 2 + 4.5, 1)


@dataclass(frozen=True)
class Dot:
    x: float
    y: float


@dataclass(frozen=True)
class Tick:
    x: float
    text: str


@dataclass(frozen=True)
class Row:
    on: str
    score: str
    band: str
    band_slug: str


@dataclass(frozen=True)
class Drawing:
    uid: str
    width: int
    height: int
    left: int
    right: int
    top: int
    bottom: int
    stripes: tuple[Stripe, ...]
    ticks: tuple[Tick, ...]
    line: str
    dots: tuple[Dot, ...]
    labels: tuple[Label, ...]
    target_y: float | None
    title: str
    description: str
    rows: tuple[Row, ...]
    target: Row | None
    has_likelihood: bool = True

    strip: int = STRIP

    @property
    def score_called(self) -> str:
        """The heading of the scores: points without likelihood are of a scale that has none."""
        return score_called(self.has_likelihood)

    @property
    def shown_width(self) -> int:
        return round(self.width * ENLARGED)

    @property
    def shown_height(self) -> int:
        return round(self.height * ENLARGED)

    def table(self) -> tuple[Row, ...]:
        """Every score of the picture in words, earliest first."""
        return self.rows


@dataclass(frozen=True)
class _Scale:
    start: date
    end: date
    low: int
    high: int

    def x(self, on: date) -> float:
        days = max(1, (self.end - self.start).days)
        return round(LEFT + STRIP + (on - self.start).days / days * (WIDTH - LEFT - STRIP - RIGHT), 1)

    def y(self, rank: float) -> float:
        """The middle of a rank's row; the highest rank is at the top."""
        return round(TOP + PLOT_HEIGHT * (self.high + 0.5 - rank) / (self.high - self.low + 1), 1)


def draw(
    points: Iterable[Point],
    *,
    zones: Sequence[Zone],
    band_names: Mapping[str, str],
    start: date,
    end: date,
    target: Point | None = None,
    uid: str = "score-chart",
    name: str = "",
) -> Drawing:
    """Lay out the scores from start to end; what stood at the start counts from the start."""
    _check(zones, start, end)
    scale = _Scale(start, end, min(low for _, low, _ in zones), max(high for _, _, high in zones))
    shown = _within(sorted(points, key=lambda point: point.on), start, end)
    for point in [*shown, *([target] if target else [])]:
        if not scale.low <= point.rank <= scale.high:
            raise ValueError(f"Rank {point.rank} is not on the scale {scale.low} to {scale.high}")
    of = f" of {on_one_line(name)}" if name else ""
    return Drawing(
        uid=uid,
        width=WIDTH,
        height=TOP + PLOT_HEIGHT + BOTTOM,
        left=LEFT,
        right=WIDTH - RIGHT,
        top=TOP,
        bottom=TOP + PLOT_HEIGHT,
        stripes=tuple(_stripe(scale, zone, band_names) for zone in zones),
        ticks=_ticks(scale),
        line=_line(scale, shown),
        dots=tuple(Dot(scale.x(point.on), scale.y(point.rank)) for point in shown if point.on >= start),
        labels=_labels(scale, shown, target),
        target_y=scale.y(target.rank) if target else None,
        title=f"Score{of} from {words(start)} to {words(end)}",
        description=_describe(shown, target, band_names),
        rows=tuple(_row(point, band_names) for point in shown),
        target=_row(target, band_names) if target else None,
        has_likelihood=any(point.likelihood for point in (*shown, *((target,) if target else ()))) or not shown,
    )


def words(on: date) -> str:
    """30 September 2021, whatever the machine's locale."""
    return f"{on.day} {MONTHS[on.month - 1]} {on.year}"


def _check(zones: Sequence[Zone], start: date, end: date) -> None:
    if start > end:
        raise ValueError(f"The chart starts on {words(start)}, after it ends on {words(end)}")
    if not zones:
        raise ValueError("A score chart needs the scheme's bands")
    if any(low > high for _, low, high in zones):
        raise ValueError("A band's lowest rank is above its highest")


def _within(points: list[Point], start: date, end: date) -> list[Point]:
    """Points of the period, and before them the one in force when it began."""
    before = [point for point in points if point.on < start][-1:]
    return before + [point for point in points if start <= point.on <= end]


def _stripe(scale: _Scale, zone: Zone, band_names: Mapping[str, str]) -> Stripe:
    slug, low, high = zone
    top, bottom = scale.y(high + 0.5), scale.y(low - 0.5)
    fill = colours_of(slug)[0]
    return Stripe(top, round(bottom - top, 1), slug, on_one_line(band_names.get(slug, slug)), fill)


def _line(scale: _Scale, points: list[Point]) -> str:
    if not points:
        return ""
    first, *rest = points
    path = [f"M{scale.x(max(first.on, scale.start))} {scale.y(first.rank)}"]
    path += [f"H{scale.x(point.on)}V{scale.y(point.rank)}" for point in rest]
    return "".join([*path, f"H{scale.x(scale.end)}"])


def _labels(scale: _Scale, points: list[Point], target: Point | None) -> tuple[Label, ...]:
    """'H v M' above the line where a score begins; a score that has not changed is not said again."""
    labels = [Label("No score in this period", (WIDTH + LEFT) / 2, TOP + PLOT_HEIGHT / 2)] if not points else []
    limit = float(WIDTH - RIGHT)
    for number, point in enumerate(points):
        if number and points[number - 1].score == point.score:
            continue
        changes = [later for later in points[number + 1 :] if later.score != point.score]
        x = scale.x(max(point.on, scale.start))
        until = scale.x(changes[0].on) if changes else limit
        width = len(point.score) * LETTER
        y = scale.y(point.rank) - 9 if scale.y(point.rank) > TOP + 22 else scale.y(point.rank) + 19
        since = _run_start(points, number - 1) if number else point
        before = scale.x(max(since.on, scale.start))
        if until - x >= width + 4:
            labels.append(Label(point.score, x + 3, y, "start", 13, 700))
        elif x - before >= width + 12 and abs(scale.y(since.rank) - scale.y(point.rank)) > 2 * LETTER:
            labels.append(Label(point.score, x - 9, scale.y(point.rank) + 5, "end", 13, 700))
        elif not changes:
            fell = since.rank > point.rank and y + 28 < TOP + PLOT_HEIGHT
            labels.append(Label(point.score, limit - 2, y + 28 if fell else y, "end", 13, 700))
    if target:
        level = scale.y(target.rank)
        # Above the dashed line, unless the score itself stands there.
        taken = any(abs(scale.y(point.rank) - level) < 14 for point in points[-2:])
        below = taken or level < TOP + 20
        labels.append(Label(f"Target {target.score}", limit - 2, level + 16 if below else level - 6, "end", 12))
    return tuple(labels)


def _run_start(points: list[Point], number: int) -> Point:
    """Where the score that stands at this point began."""
    while number and points[number - 1].score == points[number].score:
        number -= 1
    return points[number]


def _ticks(scale: _Scale) -> tuple[Tick, ...]:
    """A few dates people think in: years, else quarters, else months, else both ends."""
    for step in (1, 3, 6, 12, 24, 60, 120):
        firsts = _firsts(scale.start, scale.end, step)
        whole_years = step >= 12
        if 2 <= len(firsts) <= (MOST_TICKS if whole_years else MOST_MONTHS):
            return tuple(
                Tick(scale.x(on), str(on.year) if whole_years else f"{MONTHS[on.month - 1][:3]} {on.year}")
                for on in firsts
            )
    ends = (scale.start,) if scale.start == scale.end else (scale.start, scale.end)
    return tuple(Tick(scale.x(on), f"{on.day} {MONTHS[on.month - 1][:3]}") for on in ends)


def _firsts(start: date, end: date, step: int) -> list[date]:
    """First days of every step-th month counted from January of year 0, within the period."""
    first, last = start.year * 12 + start.month - 1, end.year * 12 + end.month - 1
    months = (month for month in range(first, last + 1) if month % step == 0)
    return [on for on in (date(month // 12, month % 12 + 1, 1) for month in months) if start <= on <= end]


def _row(point: Point, band_names: Mapping[str, str]) -> Row:
    return Row(words(point.on), point.score, on_one_line(band_names.get(point.band, point.band)), point.band)


def _describe(points: list[Point], target: Point | None, band_names: Mapping[str, str]) -> str:
    rows = [_row(point, band_names) for point in points]
    sentences = [f"{row.on}: {row.score}, {row.band}." for row in rows] or ["No score in this period."]
    if target:
        row = _row(target, band_names)
        sentences.append(f"Target: {row.score}, {row.band}.")
    return " ".join(sentences)
