"""May this audience see this control, or what is said of it? The plain twin of visibility.py."""

from controls.models import (
    CONTROL_FACTS,
    Consent,
    Control,
    ControlDetail,
    ControlLink,
    ControlState,
    ControlWording,
    Progress,
    Proposal,
    RiskProgress,
    Trait,
)
from controls.visibility import PUBLIC_OF_JOINT
from registers.audience import Level
from registers.models import Marking, Register
from registers.models.registers import FactClass
from registers.sees import (
    is_own_risk,
    is_settled,
    latest_agreement,
    meets_profile,
    rule_for,
    same_key,
    sees_fact,
    sees_register,
    sees_risk,
    standing_on,
    stands,
    works_on,
    works_on_all,
)
from registers.sees_alignments import aligned_risks, reads_alignment, was_unrestricted

rule_for(RiskProgress)(sees_fact)


def of_control(model, control, world) -> list:
    return [row for row in world.facts[model] if row.control_id == control.pk]


def linked_risks(control, world, day=None, known_at=None) -> list:
    rows = of_control(ControlLink, control, world)
    found = []
    for risk_pk in {row.risk_id for row in rows}:
        latest = standing_on([row for row in rows if row.risk_id == risk_pk], day or world.today, known_at)
        if latest is not None and latest.holds:
            found.append(world.risks[risk_pk])
    return found


def is_marked(control, world, day, known_at=None) -> bool:
    markings = [row for row in of_control(ControlDetail, control, world) if row.trait == Trait.MARKING]
    marking = standing_on(markings, day, known_at)
    return marking is not None and marking.value == Marking.SENSITIVE


def is_cleared_for(audience, control, world) -> bool:
    """By its body; for a joint control by every body whose risks its alignment ties."""
    if control.register_id:
        return world.registers[control.register_id].organisation_id in audience.cleared
    risks = aligned_risks(control.alignment_id, world)
    return all(world.registers[risk.register_id].organisation_id in audience.cleared for risk in risks)


def has_own_risk(audience, control, world) -> bool:
    register = world.registers[control.register_id]
    if not works_on(audience, register):
        return False
    risks = [risk for risk in linked_risks(control, world) if sees_risk(audience, risk, world)]
    return any(is_own_risk(audience, risk.pk, world) for risk in risks)


@rule_for(Control)
def sees_control(audience, control, world) -> bool:
    is_cleared = is_cleared_for(audience, control, world)
    if not is_cleared and is_marked(control, world, world.today):
        return False
    if control.alignment_id:
        return reads_alignment(audience, control.alignment, world)
    register = world.registers[control.register_id]
    if not sees_register(audience, register, world) or not meets_profile(audience, register, FactClass.CONTROLS):
        return False
    if works_on_all(audience, register):
        return any(sees_risk(audience, risk, world) for risk in linked_risks(control, world))
    if has_own_risk(audience, control, world):
        return True
    agreement = latest_agreement(register.pk, world)
    if agreement is None:
        return False
    if not is_cleared and is_marked(control, world, agreement.as_at, agreement.known_at):
        return False
    states = of_control(ControlState, control, world)
    if not any(row.on <= agreement.as_at and stands(row, states, agreement.known_at) for row in states):
        return False
    linked = linked_risks(control, world, agreement.as_at, agreement.known_at)
    return any(sees_risk(audience, risk, world) for risk in linked)


@rule_for(*CONTROL_FACTS)
def sees_control_fact(audience, fact, world) -> bool:
    control = fact.control
    if not sees_control(audience, control, world):
        return False
    if isinstance(fact, ControlLink) and not sees_risk(audience, fact.risk, world):
        return False
    if control.alignment_id:
        if not sees_of_joint(audience, fact, world):
            return False
        fact.alignment_id = control.alignment_id  # what an alignment's own facts have
        if not was_unrestricted(audience, fact, world, still_holds):
            return False
    elif not sees_of_own(audience, fact, world):
        return False
    return is_cleared_for(audience, control, world) or was_unmarked(audience, fact, world)


def sees_of_own(audience, fact, world) -> bool:
    register = world.registers[fact.control.register_id]
    if not meets_profile(audience, register, fact.FACT_CLASS):
        return False
    if works_on_all(audience, register) or has_own_risk(audience, fact.control, world):
        return True
    return is_settled(fact, register, world)


def sees_of_joint(audience, fact, world) -> bool:
    corporate = [row for row in world.registers.values() if row.kind == Register.Kind.CORPORATE]
    if isinstance(fact, Progress):
        bodies = [row for row in corporate if row.organisation_id == fact.organisation_id]
        return any(
            sees_register(audience, row, world) and meets_profile(audience, row, FactClass.PROGRESS) for row in bodies
        )
    if isinstance(fact, PUBLIC_OF_JOINT):
        return True
    registers = [world.registers[risk.register_id] for risk in aligned_risks(fact.control.alignment_id, world)]
    return all(audience.level(row.organisation_id, row.pk) >= Level.OFFICIAL for row in registers)


def was_unmarked(audience, fact, world) -> bool:
    """Said on a day when its control was official, or still so when it was declassified, as known and as agreed."""
    register_pk = fact.control.register_id
    known = [None]
    agreement = latest_agreement(register_pk, world) if register_pk else None
    if agreement is not None and not works_on_all(audience, world.registers[register_pk]):
        known.append(agreement.known_at)
    for known_at in known:
        if not is_marked(fact.control, world, fact.on, known_at):
            continue
        days = sorted(row.on for row in of_control(ControlDetail, fact.control, world) if row.trait == Trait.MARKING)
        end = next((day for day in days if day > fact.on and not is_marked(fact.control, world, day, known_at)), None)
        if end is None or not still_holds(fact, end, world):
            return False
    return True


def still_holds(fact, day, world) -> bool:
    """A proposal while it waits, or while the wording stands that it became; its answer with that wording."""
    if standing_on(same_key(fact, world), day) != fact:
        return False
    if not isinstance(fact, (Proposal, Consent)):
        return True
    wording = standing_on(of_control(ControlWording, fact.control, world), day)
    proposal = fact.pk if isinstance(fact, Proposal) else fact.proposal_id
    if wording is not None and wording.proposal_id == proposal:
        return True
    consents = [row for row in world.facts[Consent] if row.proposal_id == proposal]
    return isinstance(fact, Proposal) and standing_on(consents, day) is None
