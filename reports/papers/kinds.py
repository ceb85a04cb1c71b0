"""Which papers are there, and with which frame does a new one begin? (DESIGN.md section 8)"""

from dataclasses import dataclass

from registers.models import Marking
from reports.models import AppendixKind, Fill, Labels, PaperKind, Part


@dataclass(frozen=True)
class Place:
    """A section of the frame, empty until somebody writes it."""

    heading: str
    part: Part
    level: int = 1
    fill: Fill = Fill.NOTHING


@dataclass(frozen=True)
class PlannedAppendix:
    kind: AppendixKind
    title: str
    marking: Marking


@dataclass(frozen=True)
class Kind:
    slug: PaperKind
    title: str
    organisation: str  # whose papers they are; of a joint one empty: either body starts it
    panel: str
    frame: tuple[Place, ...]
    appendices: tuple[PlannedAppendix, ...]
    movement_heading: str  # under which the sentence drafted from the movements belongs
    labels: Labels = Labels.NUMBERS

    @property
    def is_joint(self) -> bool:
        return not self.organisation


PANEL = "MPS-MOPAC Joint Audit Panel"
MOVEMENT = "Changes and movement of risk since last quarter"
SUMMARY = (
    Place("Overall Summary of the Purpose of the Report", Part.SUMMARY, 2),
    Place("Key Considerations for the Panel", Part.SUMMARY, 2),
    Place("Interdependencies/Cross Cutting Issues", Part.SUMMARY, 2),
)
CLOSING = (
    Place("Equality and Diversity Impact", Part.CLOSING),
    Place("Financial Implications", Part.CLOSING),
    Place("Legal Implications", Part.CLOSING),
    Place("Risk Implications", Part.CLOSING),
    Place("Contact Details", Part.CLOSING, fill=Fill.CONTACTS),
    Place("Appendices and Background Papers", Part.CLOSING, fill=Fill.APPENDICES),
)

# 000 is this paper as the Panel met it.
MOPAC_RISK_UPDATE = Kind(
    slug=PaperKind.MOPAC_RISK_UPDATE,
    title="MOPAC Risk Management update",
    organisation="mopac",
    panel=PANEL,
    frame=(*SUMMARY, Place("Supporting Information", Part.BODY), Place(MOVEMENT, Part.BODY, 2), *CLOSING),
    appendices=(
        PlannedAppendix(AppendixKind.RISK_OVERVIEW, "MOPAC risk overview", Marking.OFFICIAL),
        PlannedAppendix(AppendixKind.RISK_POSITION, "MOPAC summary risk position", Marking.SENSITIVE),
    ),
    movement_heading=MOVEMENT,
)

KINDS = {kind.slug: kind for kind in (MOPAC_RISK_UPDATE,)}
