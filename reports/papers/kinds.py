"""Which papers are there, and with which frame does a new one begin? (DESIGN.md section 8)

A frame is where a paper starts: every heading may be renamed, moved or dropped, and others added. What a place keeps,
whatever its heading becomes, is its key: standing text and last quarter's words find their place by it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from registers.models import Marking
from reports.models import AppendixKind, Labels, PaperKind
from reports.papers.frames import ALIGNMENT, GOVERNANCE, MET_RISK_REPORT, MOPAC_RISK_UPDATE, Place


@dataclass(frozen=True)
class PlannedAppendix:
    """An appendix of a new paper. `{month}`, `{year}` in its titles stand for its position's and its plan's."""

    kind: AppendixKind
    title: str
    marking: Marking
    long_title: str = ""
    options: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Kind:
    slug: PaperKind
    title: str
    organisation: str  # whose papers they are; of a joint one empty: either body starts it
    panel: str
    frame: tuple[Place, ...]
    appendices: tuple[PlannedAppendix, ...]
    recommendations: tuple[str, ...]
    labels: Labels = Labels.NUMBERS
    has_plan: bool = False  # it reports on an improvement plan
    rests_on: tuple[str, ...] = ()  # bodies whose corporate registers it rests on; 004 rests on a plan alone

    @property
    def is_joint(self) -> bool:
        return not self.organisation

    def place(self, key: str) -> Place | None:
        return next((place for place in self.frame if place.key == key), None)


PANEL = "MPS-MOPAC Joint Audit Panel"

KINDS = {
    kind.slug: kind
    for kind in (
        # 000 is this paper as the Panel met it.
        Kind(
            slug=PaperKind.MOPAC_RISK_UPDATE,
            title="MOPAC Risk Management update",
            organisation="mopac",
            panel=PANEL,
            frame=MOPAC_RISK_UPDATE,
            appendices=(
                PlannedAppendix(
                    AppendixKind.RISK_OVERVIEW, "MOPAC risk overview", Marking.OFFICIAL, "MOPAC corporate risk overview"
                ),
                PlannedAppendix(AppendixKind.RISK_POSITION, "MOPAC summary risk position", Marking.SENSITIVE),
            ),
            recommendations=("Note how MOPAC manages its risks.",),
            rests_on=("mopac",),
        ),
        # 003
        Kind(
            slug=PaperKind.MET_RISK_REPORT,
            title="Met Risk Management Report",
            organisation="met",
            panel=PANEL,
            frame=MET_RISK_REPORT,
            appendices=(
                PlannedAppendix(
                    AppendixKind.CORPORATE_RISKS,
                    "Summary of corporate risks and heat maps – {month}",
                    Marking.OFFICIAL,
                    "Corporate risk register {month}",
                ),
            ),
            recommendations=("Note the main risks that the Met faces and how they are governed.",),
            labels=Labels.LETTERS,
            rests_on=("met",),
        ),
        # 001 goes through the joint risks one by one, 002 through a theme in depth: a paper may do either or both
        Kind(
            slug=PaperKind.ALIGNMENT,
            title="Alignment of MOPAC and Met Risks",
            organisation="",
            panel=PANEL,
            frame=ALIGNMENT,
            appendices=(PlannedAppendix(AppendixKind.JOINT_RISKS, "Met/MOPAC joint risk overview", Marking.OFFICIAL),),
            recommendations=("Comment on how the two bodies align their risks and on the joint controls.",),
            labels=Labels.LETTERS,
            rests_on=("mopac", "met"),
        ),
        # 004
        Kind(
            slug=PaperKind.GOVERNANCE,
            title="MOPAC Annual Governance Statement {year} and Improvement Plan Update",
            organisation="mopac",
            panel=PANEL,
            frame=GOVERNANCE,
            appendices=(
                PlannedAppendix(
                    AppendixKind.NARRATIVE,
                    "MOPAC Annual Governance Statement {year}",
                    Marking.OFFICIAL,
                    "Annual Governance Statement {year}",
                ),
                PlannedAppendix(AppendixKind.IMPROVEMENT_PLAN, "MOPAC Governance Improvement Plan", Marking.SENSITIVE),
            ),
            recommendations=(
                "Note what is being improved in MOPAC's governance.",
                "Note where the Governance Improvement Plan will be late, and why.",
            ),
            labels=Labels.LETTERS,
            has_plan=True,
        ),
    )
}
