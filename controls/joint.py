"""What do both bodies do together about an alignment? Its joint controls, each with the wording then in force."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from controls.details import ControlDetails, Said, details
from controls.models import Control, ControlWording, How, Proposal, Stage
from controls.position import ControlRow, of_alignments
from controls.rules_joint import Proposed, proposals_of
from registers.audience import WITHHELD, Audience, Withheld
from registers.details import said_openly
from registers.models import Organisation
from registers.scope import Scope


@dataclass(frozen=True)
class Pending:
    """A wording that one body proposes, and that waits for another."""

    proposal: int
    organisation: int
    title: str
    description: str
    on: date
    waits_for: int | None


@dataclass(frozen=True)
class Worded:
    """A wording that stood from a day, and how both came to agree it."""

    on: date
    title: str
    description: str
    how: str
    where: str


@dataclass(frozen=True)
class JointRow:
    """One joint control as an alignment shows it. `stage` is None while only its first proposal waits."""

    control: int
    number: int
    reference: str
    url: str
    title: str
    description: str
    stage: Stage | None
    lead_body: int | None
    progress: dict[int, Said | Withheld | None]  # by organisation
    is_sensitive: bool
    pending: tuple[Pending, ...]
    wordings: tuple[Worded, ...]  # newest first
    row: ControlRow | None
    details: ControlDetails | None

    @property
    def is_proposed(self) -> bool:
        """No wording of it has stood yet."""
        return self.stage is None


def joint_index(audience: Audience, scope: Scope, alignments: Iterable[int]) -> dict[int, list[JointRow]]:
    """The joint controls of alignments whose words the audience may read, by key, in order of their numbers.

    In a fixed number of statements. Those retired by then are among them.
    """
    alignments = list(alignments)
    controls = Control.objects.visible_to(audience).filter(alignment__in=alignments).order_by("number")
    controls = list(controls)
    found: dict[int, list[JointRow]] = {key: [] for key in alignments}
    if not controls:
        return found
    reader = _Reader(audience, scope, alignments, controls)
    for control in controls:
        if (row := reader.row(control)) is not None:
            found[control.alignment_id].append(row)
    return found


class _Reader:
    """What is known of some joint controls, each kind read once."""

    def __init__(self, audience, scope, alignments, controls):
        self.index = of_alignments(alignments, audience, scope, only=[control.pk for control in controls])
        self.rows = {row.control: row for row in self.index.rows}
        self.said = details(self.index, self.index.rows)
        self.bodies = {body.slug: body.pk for body in Organisation.objects.filter(kind=Organisation.Kind.BODY)}
        self.open_to = {key for sight in self.index.sights for key in sight.alignments}
        self.may_propose = {key for sight in self.index.sights if sight.sees_more for key in sight.alignments}
        self.proposals = proposals_of(controls, scope)
        self.wordings = defaultdict(list)
        stood = ControlWording.objects.by(scope).filter(control__in=[row.control for row in self.index.rows])
        for wording in stood.oldest_first():
            self.wordings[wording.control_id].insert(0, wording)
        self.progress_of = {key for sight in self.index.sights for key in sight.progress_of}

    def row(self, control) -> JointRow | None:
        """None where it was not there then, or its alignment is closed to the audience that day."""
        if control.alignment_id not in self.open_to:
            return None
        row, said = self.rows.get(control.pk), self.said.get(control.pk)
        proposals = self.proposals[control.pk] if control.alignment_id in self.may_propose else []
        pending = tuple(self._pending(one) for one in proposals if one.is_pending)
        if row is None and (not pending or self._has_begun(control)):
            return None
        first = next((one.proposal for one in proposals if one.is_pending), None)
        return JointRow(
            control=control.pk,
            number=control.number,
            reference=control.reference,
            url=control.get_absolute_url(),
            title=said.title if said else first.title,
            description=said.description if said else first.description,
            stage=row.stage if row else None,
            lead_body=self.bodies.get(row.lead_body) if row else first.lead_body_id,
            progress=self._progress(said),
            is_sensitive=bool(row and row.is_sensitive),
            pending=pending,
            wordings=self._worded(control, proposals, row),
            row=row,
            details=said,
        )

    def _has_begun(self, control):
        """Whether it had been agreed by then, and is missing because it was kept from the audience that day."""
        return any(one.consent and one.consent.agrees for one in self.proposals[control.pk])

    def _pending(self, one: Proposed) -> Pending:
        proposal: Proposal = one.proposal
        others = [pk for pk in self.bodies.values() if pk != proposal.organisation_id]
        return Pending(
            proposal=proposal.pk,
            organisation=proposal.organisation_id,
            title=proposal.title,
            description=proposal.description,
            on=proposal.on,
            waits_for=others[0] if others else None,
        )

    def _progress(self, said):
        """{organisation: what it stated, None where it stated nothing, or "withheld"}"""
        found = {}
        for body in self.bodies.values():
            found[body] = (said.standing(body) if said else None) if body in self.progress_of else WITHHELD
        return found

    def _worded(self, control, proposals, row):
        """What was said while a risk of it was restricted is left out, as everywhere."""
        agreed = {one.proposal.pk: one.consent for one in proposals if one.consent and one.consent.agrees}
        spells = row.spells if row else ()
        rows = said_openly(list(reversed(self.wordings[control.pk])), spells)
        return tuple(self._as_worded(wording, agreed.get(wording.proposal_id)) for wording in reversed(rows))

    def _as_worded(self, wording, consent):
        return Worded(
            on=wording.on,
            title=wording.title,
            description=wording.description,
            how=How(consent.how).label.lower() if consent else "",
            where=consent.where if consent else "",
        )
