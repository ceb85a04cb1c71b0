"""A heat map as an appendix: the highest risks only, or all, of one horizon or any; its rule is printed beside it.

Only risks that the edition names, and scores that it may show, decide what is drawn: where scores are withheld there is
a sentence instead of a map, with no order and no count that tells of one.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from registers.audience import WITHHELD, Level
from registers.details import Position, RiskPosition
from registers.models.registers import FactClass
from registers.models.risk_facts import Horizon
from reports import heatmap
from reports.models import AppendixKind
from reports.papers.appendices_common import SENSITIVE, OfRegister, is_of, said_of
from reports.papers.figures import Figures
from reports.papers.filling import Asked, fills
from reports.papers.numbering import listed
from reports.register_map import TRACKED, grid_of

LEFT_OUT = " Risks that are not published are left out."
NO_SCORES = "The heat map shows scores, which this edition does not publish."


class Rule(StrEnum):
    HIGHEST = "highest"
    ALL = "all"


@dataclass(frozen=True)
class MapText:
    """A map, or why there is none, and which risks it shows."""

    drawing: heatmap.Drawing | None
    rule: str
    marking: str = ""


@dataclass(frozen=True, kw_only=True)
class HeatMap(OfRegister):
    map: MapText

    @property
    def is_sensitive(self) -> bool:
        return bool(self.map.marking)


@fills(AppendixKind.HEAT_MAP)
def fill_heat_map(asked: Asked) -> HeatMap | None:
    if asked.is_empty:
        return None
    options, position = asked.draft.options, asked.figures.position
    rule, horizon = Rule(options.get("rule", Rule.HIGHEST)), options.get("horizon", "")
    drawn = map_of(position, rule, horizon=horizon, uid=asked.draft.slug, is_cut=is_cut(asked.figures))
    return HeatMap(**said_of(asked.figures), map=drawn)


def is_cut(figures: Figures) -> bool:
    """Whether the edition leaves out risks that are not published."""
    return figures.total > len(figures.position.risks)


def map_of(position: Position, rule: Rule, *, uid: str, horizon: str = "", is_cut: bool = False) -> MapText:
    """The map of the open risks that an edition names. `uid` starts the ids of the drawing."""
    view = position.view
    if not view.sees(FactClass.SCORE):
        return MapText(None, NO_SCORES)
    if horizon and not view.sees(FactClass.HORIZON):
        return MapText(None, f"Which risks are {Horizon(horizon).label.lower()} is not published.")
    risks = [risk for risk in position.open if not horizon or is_of(risk, horizon)]
    scheme = view.register.scheme_on(view.scope.as_at)
    scored = [risk for risk in risks if risk.row.band and scheme and risk.row.scheme == scheme.pk]
    if not scored:
        return MapText(None, "No risk has a score to show on a heat map.")
    shown, words = RULES[rule](scored, len(risks), Horizon(horizon).label.lower() if horizon else "")
    drawing = heatmap.draw(grid_of(scheme.value), [_mark(risk) for risk in shown], uid=uid)
    is_sensitive = view.register.level_of(FactClass.SCORE) >= Level.SENSITIVE
    is_sensitive = is_sensitive or any(risk.row.is_sensitive for risk in shown)
    return MapText(
        drawing, words + _left_out(risks, scored) + (LEFT_OUT if is_cut else ""), SENSITIVE if is_sensitive else ""
    )


def _highest(scored, total, kind):
    highest = max((risk.row.band for risk in scored), key=lambda band: band.height)
    shown = [risk for risk in scored if risk.row.band == highest]
    of_kind = f"{kind} risks" if kind else "risks"
    return shown, f"Shows the {of_kind} in the highest band occupied, {highest.label}: {len(shown)} of {total}."


def _all(scored, total, kind):
    return scored, f"Shows every {f'{kind} ' if kind else ''}risk that has a score: {len(scored)} of {total}."


RULES: dict[Rule, Callable[[Sequence[RiskPosition], int, str], tuple[Sequence[RiskPosition], str]]] = {
    Rule.HIGHEST: _highest,
    Rule.ALL: _all,
}


def _left_out(risks, scored):
    """Risks that cannot stand on this map are named, so that none seems to be low (DESIGN.md section 2)."""
    rest = [risk.row.printed_ref for risk in risks if risk not in scored]
    return f" Not scored on this scale: {listed(rest)}." if rest else ""


def _mark(risk) -> heatmap.Mark:
    row = risk.row
    came_from = row.before if row.movement in TRACKED and row.before is not WITHHELD else None
    return heatmap.Mark(row.printed_ref, risk.details.title, row.cell, before=came_from)
