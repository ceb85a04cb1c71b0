"""The joint risks one by one: how each body words its own, who owns it, its arrow, and what both do together (001).

Numbered through as the full edition has them, so that "Risk 3" is the same risk in both; one of which the public
edition may not tell says so under its number.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from controls.joint import JointRow
from registers.audience import PUBLIC, WITHHELD, Audience, Level, edition_of
from registers.details import RiskPosition
from registers.models.alignments import AlignmentKind
from registers.models.registers import FactClass
from reports.alignment_values import Aligned, Member, Side
from reports.models import AppendixKind
from reports.papers.appendices_common import body_name, movement_word, posts
from reports.papers.appendices_corporate import ProgressWord
from reports.papers.figures import Figures
from reports.papers.filling import Asked, fills
from reports.papers.named_alignments import aligned_of

KEPT = Level.SENSITIVE


@dataclass(frozen=True)
class JointRiskRow:
    """A risk of one body, as its own register words it."""

    description: str
    title: str
    ref: str
    organisation: str
    owners: str
    movement: str
    is_sensitive: bool


@dataclass(frozen=True)
class JointControlText:
    title: str
    description: str
    progress: tuple[tuple[str, ProgressWord], ...]  # by body
    is_marked: bool  # itself
    is_sensitive: bool  # itself, or what a body says of how it gets on


@dataclass(frozen=True)
class JointRisk:
    number: int
    title: str
    rows: tuple[JointRiskRow, ...]
    controls: tuple[JointControlText, ...]
    potential: tuple[JointControlText, ...]
    controls_left_out: int  # that this edition may not show
    is_progress_withheld: bool = False  # how the controls get on may not be told
    is_withheld: bool = False
    is_theme: bool = False

    @property
    def is_sensitive(self) -> bool:
        return any(part.is_sensitive for part in (*self.rows, *self.controls, *self.potential))


@dataclass(frozen=True)
class JointRisks:
    """`total` and `unpublished` are the same in both editions."""

    risks: tuple[JointRisk, ...]
    total: int
    unpublished: int

    @property
    def is_sensitive(self) -> bool:
        return any(risk.is_sensitive for risk in self.risks)

    @property
    def has_themes(self) -> bool:
        return any(risk.is_theme for risk in self.risks)


@fills(AppendixKind.JOINT_RISKS)
def fill_joint_risks(asked: Asked) -> JointRisks | None:
    if not asked.every:
        return None
    chosen = set(asked.draft.options.get("alignments", ()))
    whole = [each for each in standing(asked, whole_audience(asked)) if _is_asked(each, chosen)]
    seen = {each.number: each for each in standing(asked, asked.audience)}
    public = {each.number for each in standing(asked, PUBLIC)}
    risks = tuple(_joint_risk(asked, place, each, seen.get(each.number)) for place, each in enumerate(whole, 1))
    return JointRisks(risks, len(whole), sum(1 for each in whole if each.number not in public))


def _is_asked(each: Aligned, chosen) -> bool:
    return each.number in chosen if chosen else each.alignment.kind == AlignmentKind.JOINT_RISK


def whole_audience(asked: Asked) -> Audience:
    return edition_of(frozenset(body.pk for body in asked.paper.bodies))


def standing(asked: Asked, audience: Audience) -> list[Aligned]:
    """The alignments that stood on the latest of the paper's days and that an audience may read, by their numbers."""
    return aligned_of(asked.paper, audience)


def _joint_risk(asked, number, whole: Aligned, seen: Aligned | None) -> JointRisk:
    if seen is None:
        return JointRisk(number, "", (), (), (), 0, is_withheld=True)
    kept = {side.organisation.pk for side in seen.sides if side.view.register.level_of(FactClass.PROGRESS) >= KEPT}
    controls, potential = ([_control(row, kept) for row in rows] for rows in (seen.in_force, seen.potential))
    left_out = len(whole.in_force) + len(whole.potential) - len(controls) - len(potential)
    rows = tuple(told_member(asked, side, member) for side, member in members(asked, seen))
    is_withheld = any(_said(whole)) and any(one is WITHHELD for one in _said(seen))
    is_theme = seen.alignment.kind == AlignmentKind.THEME
    return JointRisk(
        number, seen.title, rows, tuple(controls), tuple(potential), left_out, is_withheld, is_theme=is_theme
    )


def _said(each: Aligned) -> list:
    """What either body says of how its joint controls get on; None where it says nothing."""
    return [said for row in (*each.in_force, *each.potential) for said in row.progress.values()]


def members(asked: Asked, each: Aligned) -> Iterator[tuple[Side, Member]]:
    """Its risks that the paper's positions list, body by body; of a register it does not rest on, the open ones."""
    for side in each.sides:
        for member in side.members:
            if _in_position(asked, side, member) is not None or (figures_of(asked, side) is None and member.is_open):
                yield side, member


def figures_of(asked: Asked, side: Side) -> Figures | None:
    return next((figures for figures in asked.every if figures.register == side.view.register), None)


def _in_position(asked, side, member) -> RiskPosition | None:
    figures = figures_of(asked, side)
    risks = figures.position.risks if figures else ()
    return next((risk for risk in risks if risk.row.risk == member.row.risk), None)


def told_member(asked: Asked, side: Side, member: Member) -> JointRiskRow:
    """As the paper's own position has it, so that two appendices cannot disagree."""
    risk = _in_position(asked, side, member) or RiskPosition(member.row, member.details)
    return JointRiskRow(
        description=risk.details.description,
        title=risk.details.title,
        ref=risk.row.printed_ref,
        organisation=body_name(side.organisation),
        owners=posts(risk.details.owners),
        movement=movement_word(risk.row),
        is_sensitive=risk.row.is_sensitive,
    )


def _control(row: JointRow, kept) -> JointControlText:
    """`kept`: keys of the bodies to which how a control gets on is sensitive."""
    stated = [said for said in row.progress.values() if said]
    progress = tuple((body_name(said.organisation), _progress(said)) for said in stated)
    is_sensitive = row.is_sensitive or any(said.organisation.pk in kept for said in stated)
    return JointControlText(row.title, row.description, progress, row.is_sensitive, is_sensitive)


def _progress(said) -> ProgressWord:
    return ProgressWord(said.status.label, said.status.rag.value if said.status.rag else "")
