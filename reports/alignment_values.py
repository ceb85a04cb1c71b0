"""What is told of an alignment? Plain values for pages, templates and the printed position; nothing here asks."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from controls.joint import JointRow
from controls.models import Stage
from registers.audience import WITHHELD, Withheld
from registers.details import RiskDetails
from registers.lists import ListRow
from registers.models import (
    Alignment,
    AlignmentResponse,
    AlignmentView,
    AlignmentWording,
    Organisation,
)
from registers.models.registers import FactClass
from registers.position import Index, IndexRow, View
from reports.alignment_facts import Span
from reports.divergence import Divergence
from reports.happenings import Told, must_review_words


@dataclass(frozen=True)
class Member:
    """One aligned risk, as far as it may be told."""

    row: IndexRow
    details: RiskDetails
    told: ListRow
    since: date
    response: AlignmentResponse | None = None

    @property
    def is_open(self) -> bool:
        return self.row.is_open

    @property
    def owners(self):
        return self.details.owners

    @property
    def band(self) -> str:
        """For a page: what may be shown of it is for `Side.sees`."""
        return self.row.band.value if self.row.band else ""

    @property
    def target_band(self) -> str:
        return self.details.target.band.value if self.details.target else ""


@dataclass(frozen=True)
class Side:
    """One body's part of an alignment."""

    organisation: Organisation
    view: View
    members: tuple[Member, ...] = ()
    is_restricted: bool = False  # one of its risks is kept from the reader by its marking
    said: AlignmentView | Withheld | None = None  # the residual risk, whether controls are in place and working
    reviewed_on: date | None = None  # for the last time
    found: str | Withheld | None = None  # what that review says; it speaks of controls, as the view does
    next_review: date | None = None

    @property
    def restricted_words(self) -> str:
        return f"a restricted {self.organisation.short_name} risk" if self.is_restricted else ""

    @property
    def view_withheld(self) -> bool:
        return self.said is WITHHELD

    @property
    def found_withheld(self) -> bool:
        return self.found is WITHHELD

    @property
    def sees(self) -> Mapping[str, bool]:
        return {name: self.view.sees(FactClass(name)) for name in ("ownership", "movement", "score", "target")}


@dataclass(frozen=True)
class Aligned:
    """One alignment. Where `reads` is false only the risks of its sides that the reader sees anyway are there."""

    alignment: Alignment
    reads: bool
    sides: tuple[Side, ...]
    wordings: tuple[AlignmentWording, ...] = ()  # newest first
    aliases: tuple[str, ...] = ()
    span: Span | None = None
    happened: tuple[Told, ...] = ()  # to its risks since they joined, oldest first
    divergences: tuple[Divergence, ...] = ()  # those that a reason quiets last
    joint_controls: tuple[JointRow, ...] = ()

    @property
    def number(self) -> int:
        return self.alignment.number

    @property
    def title(self) -> str:
        return self.wordings[0].title if self.wordings else str(self.alignment)

    @property
    def rationale(self) -> str:
        return self.wordings[0].rationale if self.wordings else ""

    @property
    def kind(self) -> str:
        return self.alignment.get_kind_display() if self.reads else ""

    @property
    def is_ended(self) -> bool:
        return bool(self.span and self.span.until)

    @property
    def speaking(self) -> list[Divergence]:
        return [each for each in self.divergences if not each.is_quiet]

    @property
    def quieted(self) -> list[Divergence]:
        return [each for each in self.divergences if each.is_quiet]

    @property
    def to_review(self) -> list[Told]:
        """What happened that a body has still to look at."""
        return [told for told in self.happened if told.must_review]

    @cached_property
    def awaiting(self) -> tuple[Organisation, ...]:
        """The bodies that have still to review it."""
        waiting = {body.pk: body for told in self.to_review for body in told.must_review}
        return tuple(side.organisation for side in self.sides if side.organisation.pk in waiting)

    @property
    def review_words(self) -> str:
        return must_review_words(self.awaiting)

    @property
    def in_force(self) -> list[JointRow]:
        """The joint controls that are planned or in place."""
        return [row for row in self.joint_controls if row.stage in (Stage.PLANNED, Stage.IN_PLACE)]

    @property
    def potential(self) -> list[JointRow]:
        return [row for row in self.joint_controls if row.stage is Stage.POTENTIAL]

    @property
    def retired(self) -> list[JointRow]:
        return [row for row in self.joint_controls if row.stage is Stage.RETIRED]

    @property
    def proposed(self) -> list[JointRow]:
        """Those of which no wording has stood yet."""
        return [row for row in self.joint_controls if row.is_proposed]

    @property
    def pending(self) -> list[JointRow]:
        """Those with a wording that waits for the other body."""
        return [row for row in self.joint_controls if row.pending]


@dataclass(frozen=True)
class Reading:
    """Everything read of alignments at once. `positions`: of each corporate register, whole where it was asked for."""

    aligned: tuple[Aligned, ...] = ()  # those that stand first, each in order of their numbers
    positions: tuple[Index, ...] = ()
    tied: frozenset[int] = field(default=frozenset())  # risks in one that stands, as far as the reader may know

    @property
    def standing(self) -> list[Aligned]:
        return [each for each in self.aligned if not each.is_ended]

    @property
    def ended(self) -> list[Aligned]:
        return [each for each in self.aligned if each.is_ended]
