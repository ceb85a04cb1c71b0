"""What is a person offered to do with an alignment? So that a button is shown exactly to those whom its page lets in.

A page of the past offers nothing. Each answer is read in a fixed number of statements, however many risks or controls.
"""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field, replace

from django.urls import reverse

from controls.models import Control, Proposal, Stage
from controls.rules_joint import ALL_TIME, proposals_of, stages_of
from registers import clock
from registers import rules_alignments as rules
from registers.access import audience_of, holds_role
from registers.models import Alignment, DivergenceKind, NotAligned, Register, Risk, Role, in_force
from registers.models.registers import FactClass
from registers.offers import Offer
from registers.position import look_at
from registers.views.changing import today
from registers.visibility import now
from reports.tied import bodies_led

AGREEING = (Role.LEAD, Role.BOARD)


@dataclass(frozen=True)
class AlignmentOffers:
    """The buttons of the page of one alignment, by what they stand beside; keys are those of the records."""

    page: list[Offer] = field(default_factory=list)
    bodies: dict[int, list[Offer]] = field(default_factory=dict)
    members: dict[int, list[Offer]] = field(default_factory=dict)
    divergences: dict[str, Offer] = field(default_factory=dict)
    controls: dict[int, list[Offer]] = field(default_factory=dict)
    proposals: dict[int, list[Offer]] = field(default_factory=dict)


def offers(user, alignment: Alignment) -> AlignmentOffers:
    """What this person may do with an alignment today, whose words they may read."""
    if not rules.can_change(alignment):
        return AlignmentOffers()
    risks = rules.members_on(alignment, clock.today())
    seen = Risk.objects.filter(pk__in=[risk.pk for risk in risks]).visible_to(audience_of(user))
    seen = set(seen.values_list("pk", flat=True))
    risks = [risk for risk in risks if risk.pk in seen]  # one not agreed yet is counted for nobody else
    bodies = {risk.register.organisation_id for risk in risks}
    leads, agrees = bodies_led(user) & bodies, bodies_led(user, AGREEING) & bodies
    audience = audience_of(user)
    if not agrees or not Alignment.objects.read_by(audience).filter(pk=alignment.pk).exists():
        return AlignmentOffers()
    seen = set(
        Risk.objects.visible_to(audience).filter(pk__in=[risk.pk for risk in risks]).values_list("pk", flat=True)
    )
    risks = [risk for risk in risks if risk.pk in seen]  # of one that no board has agreed yet nothing is told
    found = _Offers(alignment)
    joint = _joint(found, alignment, agrees, bool(leads))
    if not leads:
        return AlignmentOffers(**joint)
    return AlignmentOffers(
        page=[
            found.offer("joint-propose", "Propose a joint control", is_main=True),
            found.offer("alignment-edit", "Edit"),
            found.offer("alignment-join", "Align another risk"),
            found.offer("alignment-end", "End the alignment"),
        ],
        bodies=_bodies(found, user, risks, leads),
        members=_members(found, risks, leads),
        divergences={
            kind: found.offer("alignment-explain", "Say why they differ", kind) for kind in DivergenceKind.values
        },
        **joint,
    )


class _Offers:
    """Buttons that lead to pages about one alignment."""

    def __init__(self, alignment):
        self.alignment = alignment

    def offer(self, name, text, *where, is_main=False) -> Offer:
        return Offer(name, text, reverse(f"reports:{name}", args=[self.alignment.number, *where]), is_main)


def _bodies(found, user, risks, leads):
    """The view is stated by who sees what its body's profile says of controls."""
    bodies = {risk.register.organisation_id: risk.register for risk in risks if risk.register.organisation_id in leads}
    offered = {}
    for key, register in bodies.items():
        slug = register.organisation.slug
        offered[key] = [found.offer("alignment-review", "Record a review", slug)]
        if look_at(register, audience_of(user), today()).sees(FactClass.CONTROLS):
            offered[key].insert(0, found.offer("alignment-view", "State the view", slug))
    return offered


def _members(found, risks, leads):
    """A body responds to its own risks; either takes one out, but never the last of a body."""
    of_body = defaultdict(int)
    for risk in risks:
        of_body[risk.register.organisation_id] += 1
    offered = {}
    for risk in risks:
        body, where = risk.register.organisation_id, [risk.register.organisation.slug, risk.register.slug, risk.ref]
        own = [found.offer("alignment-respond", "Respond", *where)] if body in leads else []
        out = [found.offer("alignment-leave", "Take it out", *where)] if of_body[body] > 1 else []
        offered[risk.pk] = [*own, *out]
    return offered


def _joint(found, alignment, agrees, leads) -> dict:
    """What is proposed, and what is answered."""
    controls = list(Control.objects.filter(alignment=alignment).order_by("number"))
    stages = stages_of(controls)
    of_controls, of_proposals = {}, {}
    for control, proposals in zip(controls, proposals_of(controls, ALL_TIME).values(), strict=True):
        stage = stages.get(control.pk)
        if stage is Stage.RETIRED:
            continue
        of_controls[control.pk] = [found.offer("joint-reword", "Propose another wording", control.number)]
        if leads and stage is not None:
            of_controls[control.pk].append(found.offer("joint-lead", "Set the lead body", control.number))
        numbers = numbers_of(proposals)
        for one in proposals:
            if one.is_pending:
                where = [control.number, numbers[one.proposal.pk]]
                of_proposals[one.proposal.pk] = _answers(found, one.proposal, agrees, where)
    return {"controls": of_controls, "proposals": of_proposals}


def numbers_of(proposals) -> dict[int, int]:
    """What each proposal of a control is called in an address: its place among them all, oldest first."""
    return {key: number for number, key in enumerate(sorted(one.proposal.pk for one in proposals), 1)}


def _answers(found, proposal: Proposal, agrees, where):
    others = (
        [found.offer("joint-answer", "Agree or decline", *where, is_main=True)] if _has_other(proposal, agrees) else []
    )
    own = [found.offer("joint-take-back", "Take it back", *where)] if proposal.organisation_id in agrees else []
    return [*others, *own]


def _has_other(proposal, agrees):
    return bool(agrees - {proposal.organisation_id})


# Of the list ---------------------------------------------------------------------------------------------------------


def offers_adding(user) -> list[Offer]:
    """For the list of alignments."""
    if not bodies_led(user):
        return []
    return [Offer("alignment-begin", "Begin an alignment", reverse("reports:alignment-begin"), True)]


def offers_unaligned(user, risks: Collection[int]) -> dict[int, list[Offer]]:
    """For risks that are aligned with nothing, by key: align it, or say why not; both only of one's own body's."""
    found = Risk.objects.filter(pk__in=risks, register__kind=Register.Kind.CORPORATE)
    found = list(found.select_related("register__organisation"))
    registers = {risk.register_id: risk.register for risk in found}
    led = {key for key, register in registers.items() if holds_role(user, Role.LEAD, register)}
    audience = audience_of(user)
    reasons = {key for key in led if look_at(registers[key], audience, today()).sees(FactClass.RATIONALE)}
    said = in_force(NotAligned.objects.filter(risk__in=[risk.pk for risk in found]), now())
    declined = {row.risk_id for row in said if row.holds}
    return {
        risk.pk: _of_unaligned(risk, declined, risk.register_id in reasons) for risk in found if risk.register_id in led
    }


def offers_of_risk(user, risk: int, is_tied: bool) -> list[Offer]:
    """For the page of one open corporate risk: of one that is aligned, to align it with others as well."""
    offered = offers_unaligned(user, [risk]).get(risk, [])
    if not is_tied:
        return offered
    return [replace(offer, text="Align it with others") for offer in offered if offer.name == "risk-align"]


def _of_unaligned(risk, declined, may_say):
    where = [risk.register.organisation.slug, risk.register.slug, risk.ref]
    offered = [Offer("risk-align", "Align it", reverse("reports:risk-align", args=where), True)]
    if may_say and risk.pk in declined:
        offered.append(
            Offer("risk-decline-end", "Take it back", reverse("reports:risk-decline-end", args=where), False)
        )
    elif may_say:
        offered.append(Offer("risk-decline", "Say why not", reverse("reports:risk-decline", args=where), False))
    return offered


__all__ = ["AlignmentOffers", "numbers_of", "offers", "offers_adding", "offers_of_risk", "offers_unaligned"]
