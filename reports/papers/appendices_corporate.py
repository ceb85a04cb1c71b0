"""The corporate risks as 003 has them: a table and a heat map for each horizon, then the objectives they bear on."""

from dataclasses import dataclass
from datetime import date

from controls.progress import Status
from controls.risk_progress import statuses
from registers.audience import Level
from registers.details import RiskPosition, ScoreLine
from registers.models.registers import FactClass
from registers.position import View
from reports.models import AppendixKind
from reports.papers.appendices import ScoreText, before_text, line_text, score_text
from reports.papers.appendices_common import (
    NOT_PUBLISHED,
    HorizonGroup,
    OfRegister,
    by_horizon,
    movement_word,
    posts,
    said_of,
)
from reports.papers.appendices_map import MapText, Rule, is_cut, map_of
from reports.papers.appendices_objectives import Matrix, matrices_of
from reports.papers.figures import Figures
from reports.papers.filling import Asked, fills


@dataclass(frozen=True)
class ProgressWord:
    """How a risk gets on, in a word and the colour that goes with it."""

    word: str
    rag: str = ""


@dataclass(frozen=True)
class CorporateRow:
    ref: str
    title: str
    description: str
    current: ScoreText
    movement: str
    before: ScoreText | None
    progress: ProgressWord
    owners: str
    leads: str
    target: ScoreText
    target_on: date | None
    is_sensitive: bool


@dataclass(frozen=True)
class CorporateGroup:
    heading: str
    map_heading: str
    rows: tuple[CorporateRow, ...]
    remark: str
    map: MapText


@dataclass(frozen=True, kw_only=True)
class CorporateRisks(OfRegister):
    groups: tuple[CorporateGroup, ...]
    matrices: tuple[Matrix, ...]
    has_progress: bool  # it may be told how the risks get on
    shows_kept: bool  # facts of a class that is kept from the public as sensitive

    @property
    def is_sensitive(self) -> bool:
        rows = [row for group in self.groups for row in group.rows]
        maps = any(group.map.marking for group in self.groups)
        return self.shows_kept or maps or any(part.is_sensitive for part in (*rows, *self.matrices))


SHOWN = (FactClass.SCORE, FactClass.TARGET, FactClass.PROGRESS)


@fills(AppendixKind.CORPORATE_RISKS)
def fill_corporate_risks(asked: Asked) -> CorporateRisks | None:
    if asked.is_empty:
        return None
    figures = asked.figures
    view, risks = figures.position.view, figures.position.risks
    progress = statuses(view, [risk.row for risk in risks])
    groups = (_group(group, figures, progress, asked.draft.slug) for group in by_horizon(view, risks))
    return CorporateRisks(
        **said_of(figures),
        groups=tuple(groups),
        matrices=matrices_of(figures),
        has_progress=view.sees(FactClass.PROGRESS),
        shows_kept=any(view.sees(name) and view.register.level_of(name) >= Level.SENSITIVE for name in SHOWN),
    )


def _group(group: HorizonGroup, figures: Figures, progress, uid) -> CorporateGroup:
    position = figures.position
    rows = tuple(corporate_row(position.view, risk, progress) for risk in group.risks)
    kind = group.horizon or "other"
    if group.remark:
        drawn = MapText(None, group.remark)
    elif group.horizon:
        drawn = map_of(position, Rule.ALL, horizon=group.horizon, uid=f"{uid}-{kind}", is_cut=is_cut(figures))
    else:
        of_these = type(position)(position.view, group.risks)
        drawn = map_of(of_these, Rule.ALL, uid=f"{uid}-{kind}", is_cut=is_cut(figures))
    return CorporateGroup(group.heading, f"{group.heading} heat map", rows, group.remark, drawn)


def corporate_row(view: View, risk: RiskPosition, progress) -> CorporateRow:
    row, details = risk.row, risk.details
    target = details.target
    return CorporateRow(
        ref=row.printed_ref,
        title=details.title,
        description=details.description,
        current=score_text(view, row.cell, row.band, row.scheme, row.is_illustrative),
        movement=movement_word(row),
        before=before_text(view, row),
        progress=progress_word(view, progress.get(row.risk, Status.NOT_STATED)),
        owners=posts(details.owners),
        leads=posts(details.leads),
        target=line_text(view, target, none="Not set"),
        target_on=target.target_on if isinstance(target, ScoreLine) else None,
        is_sensitive=row.is_sensitive,
    )


def progress_word(view: View, status: Status) -> ProgressWord:
    """The word, and its colour in words: "Limited (amber)"."""
    if not view.sees(FactClass.PROGRESS):
        return ProgressWord(NOT_PUBLISHED)
    return ProgressWord(status.label, status.rag.value if status.rag else "")
