"""What do the appendices of a paper print? Rows and a map, pure, and only what the position lets through.

Appendix 1 is the overview: reference, movement, title and description, owners, and a map of the highest risks.
Appendix 2 is the summary position: scores, direction with its reason, target and appetite.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import takewhile

from controls.key_controls import KeyControl
from registers.audience import WITHHELD, Withheld
from registers.details import Position, RiskPosition, ScoreLine
from registers.movement import STOOD_STILL, Movement
from registers.scoring import Band, Score
from reports import heatmap
from reports.models import AppendixKind
from reports.papers.appendices_common import HELD_BACK, movement_word, posts
from reports.papers.appendices_map import Rule, map_of
from reports.papers.filling import Asked, fills

MOVED = (Movement.UP, Movement.DOWN, Movement.SHIFTED)


@dataclass(frozen=True)
class ScoreText:
    """A score as a paper prints it: "3 v 5", High; or why there is none."""

    words: str
    band: str = ""
    band_name: str = ""
    is_illustrative: bool = False


@dataclass(frozen=True)
class OverviewRow:
    ref: str
    movement: str  # empty where nothing is compared
    title: str
    description: str
    owners: str
    is_sensitive: bool


@dataclass(frozen=True)
class Overview:
    """Appendix 1. `total` and `unpublished` are the same in both editions."""

    register: str
    as_at: date
    compared_with: date | None
    rows: tuple[OverviewRow, ...]
    total: int
    unpublished: int
    map: heatmap.Drawing | None
    map_rule: str
    map_marking: str

    @property
    def is_sensitive(self) -> bool:
        return bool(self.map_marking) or any(row.is_sensitive for row in self.rows)


@dataclass(frozen=True)
class SummaryRow:
    ref: str
    title: str
    current: ScoreText
    inherent: ScoreText
    target: ScoreText
    target_on: date | None
    movement: str
    before: ScoreText | None  # where it stood, if it has moved
    periods: int  # quarters it has stood there; 0 where it may not be said
    reason: str
    reason_on: date | None  # of a reason older than the period compared
    appetite: str
    standing: str  # "Above" or "Within" appetite; empty where either side is not known
    is_sensitive: bool


@dataclass(frozen=True)
class ControlRow:
    """A key control of a risk, and how it gets on."""

    ref: str  # of the risk
    risk: str
    reference: str
    title: str
    status: str
    owner: str
    due: str
    moved: str
    is_sensitive: bool


@dataclass(frozen=True)
class Summary:
    """Appendix 2."""

    register: str
    as_at: date
    compared_with: date | None
    rows: tuple[SummaryRow, ...]
    total: int
    unpublished: int
    above: int
    moved: int
    has_inherent: bool
    illustrative: str  # "all", "some" or nothing of the scores is invented
    has_likelihood: bool = True
    controls: tuple[ControlRow, ...] = ()  # the key controls of each risk that has any

    @property
    def is_sensitive(self) -> bool:
        return any(row.is_sensitive for row in (*self.rows, *self.controls))


@fills(AppendixKind.RISK_OVERVIEW)
def fill_overview(asked: Asked) -> "Overview | None":
    if asked.is_empty:
        return None
    figures = asked.figures
    return overview(figures.position, figures.total, figures.unpublished, uid=asked.draft.slug)


@fills(AppendixKind.RISK_POSITION)
def fill_summary(asked: Asked) -> "Summary | None":
    if asked.is_empty:
        return None
    figures = asked.figures
    found = summary(figures.position, figures.appetites, figures.total, figures.unpublished)
    return replace(found, controls=control_rows(figures.position, figures.controls))


def overview(position: Position, total: int, unpublished: int, uid: str = "highest") -> Overview:
    view = position.view
    map_text = map_of(position, Rule.HIGHEST, uid=uid, is_cut=total > len(position.risks))
    return Overview(
        register=view.register.title,
        as_at=view.scope.as_at,
        compared_with=position.compared_with,
        rows=overview_rows(position),
        total=total,
        unpublished=unpublished,
        map=map_text.drawing,
        map_rule=map_text.rule,
        map_marking=map_text.marking,
    )


def overview_rows(position: Position) -> tuple[OverviewRow, ...]:
    return tuple(_overview_row(risk) for risk in position.risks)


def _overview_row(risk: RiskPosition) -> OverviewRow:
    row, details = risk.row, risk.details
    return OverviewRow(
        ref=row.printed_ref,
        movement=movement_word(row),
        title=details.title,
        description=details.description,
        owners=posts(details.owners),
        is_sensitive=row.is_sensitive,
    )


def summary(position: Position, appetites: Mapping[int, Band] | Withheld, total: int, unpublished: int) -> Summary:
    view, rows = position.view, summary_rows(position, appetites)
    scores = [score for row in rows for score in (row.current, row.inherent, row.target) if score.band]
    invented = sum(1 for score in scores if score.is_illustrative)
    return Summary(
        register=view.register.title,
        as_at=view.scope.as_at,
        compared_with=position.compared_with,
        rows=rows,
        total=total,
        unpublished=unpublished,
        has_likelihood=view.register.has_likelihood,
        above=sum(1 for row in rows if row.standing == "Above"),
        moved=sum(1 for risk in position.risks if risk.row.movement not in STOOD_STILL),
        has_inherent=any(row.inherent.band for row in rows),
        illustrative="" if not invented else "all" if invented == len(scores) else "some",
    )


def summary_rows(position: Position, appetites: Mapping[int, Band] | Withheld) -> tuple[SummaryRow, ...]:
    return tuple(_summary_row(position.view, risk, appetites) for risk in position.risks)


def _summary_row(view, risk: RiskPosition, appetites) -> SummaryRow:
    row, details = risk.row, risk.details
    reason, reason_on = _reason(risk)
    target = details.target
    appetite = appetites if appetites is WITHHELD else appetites.get(row.risk)
    return SummaryRow(
        ref=row.printed_ref,
        title=details.title,
        current=score_text(view, row.cell, row.band, row.scheme, row.is_illustrative),
        inherent=line_text(view, details.inherent),
        target=line_text(view, target, none="Not set"),
        target_on=target.target_on if isinstance(target, ScoreLine) else None,
        movement=movement_word(row),
        before=before_text(view, row),
        periods=0 if details.periods is WITHHELD else details.periods,
        reason=reason,
        reason_on=reason_on,
        appetite=appetite.label if isinstance(appetite, Band) else HELD_BACK if appetite is WITHHELD else "Not set",
        standing=_standing(row, appetite),
        is_sensitive=row.is_sensitive,
    )


def control_rows(
    position: Position, controls: Mapping[int, tuple[KeyControl, ...]] | Withheld
) -> tuple[ControlRow, ...]:
    """Risk by risk as the position lists them, of those whose key controls this edition may name."""
    found = {} if controls is WITHHELD else controls
    return tuple(
        ControlRow(
            ref=risk.row.printed_ref,
            risk=risk.details.title,
            reference=control.reference,
            title=control.title,
            status=HELD_BACK if control.status is WITHHELD else control.status.label,
            owner=HELD_BACK if control.owner is WITHHELD else control.owner or "None",
            due=control.due_words,
            moved=control.moved,
            is_sensitive=control.is_sensitive,
        )
        for risk in position.risks
        for control in found.get(risk.row.risk, ())
    )


def score_text(view, cell, band, scheme, is_illustrative=False, none="Not scored") -> ScoreText:
    if cell is WITHHELD or cell is None:
        return ScoreText(none if cell is None else HELD_BACK)
    words = view.register.scheme_called(scheme).value.words(Score(*cell))
    return ScoreText(words, band.value, band.label, is_illustrative)


def line_text(view, line: ScoreLine | Withheld | None, none="Not scored") -> ScoreText:
    if line is WITHHELD or line is None:
        return ScoreText(none if line is None else HELD_BACK)
    return score_text(view, line.cell, line.band, line.scheme, line.is_illustrative)


def before_text(view, row) -> ScoreText | None:
    """Where it stood, on the scale it is scored on now: an old scale's cell would say nothing beside the new one."""
    if row.movement not in MOVED or not row.before:
        return None
    band = view.register.scheme_called(row.scheme).value.cell(Score(*row.before)).band
    return score_text(view, row.before, band, row.scheme)


def _reason(risk: RiskPosition) -> tuple[str, date | None]:
    """Why it moved since the day compared with; of one that has not moved, what was last said of where it stands."""
    details = risk.details
    if details.reasons is WITHHELD:
        return HELD_BACK, None
    if details.reasons:
        return " ".join(details.reasons), None
    if not details.scores or not risk.row.is_open:
        return "", None
    last = details.scores[-1]
    here = takewhile(lambda line: (line.cell, line.scheme) == (last.cell, last.scheme), reversed(details.scores))
    said = next((line for line in here if line.reason), last)
    return said.reason, said.on if said.reason else None


def _standing(row, appetite) -> str:
    if not isinstance(appetite, Band) or not isinstance(row.band, Band) or not row.is_open:
        return ""
    return "Above" if row.band.height > appetite.height else "Within"
