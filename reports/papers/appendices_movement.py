"""Which risks moved, from where to where, and why? Those that stand where they stood are named after them."""

from dataclasses import dataclass

from registers.audience import WITHHELD, Level
from registers.details import RiskPosition
from registers.models.registers import FactClass
from registers.movement import STOOD_STILL
from registers.position import View
from reports.models import AppendixKind
from reports.papers.appendices import ScoreText, before_text, score_text
from reports.papers.appendices_common import HELD_BACK, OfRegister, movement_word, said_of
from reports.papers.filling import Asked, fills

NO_REASON = "No reason has been recorded"


@dataclass(frozen=True)
class MovedRow:
    ref: str
    title: str
    movement: str
    before: ScoreText | None  # where it stood, if it went from one cell to another
    current: ScoreText
    reason: str
    is_sensitive: bool


@dataclass(frozen=True, kw_only=True)
class MovementTable(OfRegister):
    moved: tuple[MovedRow, ...]
    still: tuple[MovedRow, ...]
    shows_kept: bool
    is_withheld: bool = False  # movement itself is not published

    @property
    def is_sensitive(self) -> bool:
        return self.shows_kept or any(row.is_sensitive for row in (*self.moved, *self.still))


@fills(AppendixKind.MOVEMENT)
def fill_movement(asked: Asked) -> MovementTable | None:
    if asked.is_empty:
        return None
    view, said = asked.figures.position.view, said_of(asked.figures)
    if not view.sees(FactClass.MOVEMENT):
        return MovementTable(**said, moved=(), still=(), shows_kept=False, is_withheld=True)
    risks = asked.figures.position.risks
    moved = [risk for risk in risks if risk.row.movement not in STOOD_STILL]
    still = [risk for risk in risks if risk.row.movement in STOOD_STILL]
    kept = [name for name in (FactClass.SCORE, FactClass.RATIONALE) if view.register.level_of(name) >= Level.SENSITIVE]
    return MovementTable(
        **said,
        moved=tuple(_row(view, risk) for risk in moved),
        still=tuple(_row(view, risk) for risk in still),
        shows_kept=bool(risks) and any(view.sees(name) for name in kept),
    )


def _row(view: View, risk: RiskPosition) -> MovedRow:
    row, details = risk.row, risk.details
    reasons = details.reasons
    return MovedRow(
        ref=row.printed_ref,
        title=details.title,
        movement=movement_word(row),
        before=before_text(view, row),
        current=score_text(view, row.cell, row.band, row.scheme, row.is_illustrative),
        reason=HELD_BACK if reasons is WITHHELD else " ".join(reasons) or NO_REASON,
        is_sensitive=row.is_sensitive,
    )
