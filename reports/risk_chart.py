"""How has the score of a risk stood over time? The chart of its page and of its one-page template, from its details."""

from datetime import date
from typing import NamedTuple

from registers.details import RiskDetails, ScoreLine
from registers.models.registers import FactClass
from registers.position import IndexRow, View
from registers.scope import quarter_end_before
from registers.scoring import Band, Score
from registers.telling import ScoreWords, tell_line
from reports import chart


def risk_chart(view: View, row: IndexRow, said: RiskDetails, since: date | None = None) -> chart.Drawing | None:
    """The scores since a day, or ever, on the scale the risk is scored on; None where they may not be seen."""
    if not said.scores or row.scheme is None:
        return None
    scale = view.register.scheme_called(row.scheme).value
    lines = [line for line in said.scores if line.scheme == row.scheme]
    if not lines:
        return None
    target = said.target if isinstance(said.target, ScoreLine) and said.target.scheme == row.scheme else None
    end = row.closed_on or view.scope.as_at
    start = max(lines[0].on, since or lines[0].on)
    return chart.draw(
        [_point(scale, line) for line in lines],
        zones=_zones(scale),
        band_names={band.value: band.label for band in Band},
        start=min(start, quarter_end_before(end)),
        end=end,
        target=target and _point(scale, target),
        name=f"risk {row.printed_ref}",
    )


def _point(scale, line: ScoreLine) -> chart.Point:
    likelihood, impact = scale.short_names(Score(*line.cell))
    return chart.Point(line.on, likelihood, impact, line.band.value, line.rank)


def _zones(scale) -> list[chart.Zone]:
    """Each band with its lowest and highest rank, lowest band first."""
    ranks = {band: [cell.rank for cell in scale.cells.values() if cell.band == band] for band in Band}
    return [(band.value, min(found), max(found)) for band, found in ranks.items() if found]


class ScoreTold(NamedTuple):
    """One score of the table beside the chart."""

    on: date
    words: ScoreWords
    reason: str
    is_illustrative: bool
    is_drawn: bool  # on the scale of the chart


def score_lines(view: View, said: RiskDetails) -> list[ScoreTold]:
    """Every score with its reason, newest first; those of an earlier scale too, which the chart cannot show."""
    lines = said.scores or ()
    scheme = lines[-1].scheme if lines else None
    return [
        ScoreTold(
            line.on,
            tell_line(view.register, line),
            line.reason if view.sees(FactClass.RATIONALE) else "",
            line.is_illustrative,
            line.scheme == scheme,
        )
        for line in reversed(lines)
    ]
