"""May this audience see this alignment, or what is said of it? The plain twin of visibility_alignments.py."""

from dataclasses import replace
from datetime import date

from registers.models import (
    ALIGNMENT_FACTS,
    Alignment,
    AlignmentMember,
    Aspect,
    Blob,
    Detail,
    NotAligned,
    Register,
)
from registers.sees import is_sensitive_on, rule_for, same_key, sees_fact, sees_risk, standing_on, works_on

rule_for(NotAligned)(sees_fact)


@rule_for(Blob)
def sees_bytes(audience, blob, world) -> bool:
    """Bytes are reached through what they belong to."""
    return False


def aligned_risks(alignment_pk, world, day=None) -> list:
    """The risks that are members on a day, today unless told."""
    rows = [row for row in world.facts[AlignmentMember] if row.alignment_id == alignment_pk]
    found = []
    for risk_pk in {row.risk_id for row in rows}:
        latest = standing_on([row for row in rows if row.risk_id == risk_pk], day or world.today)
        if latest is not None and latest.holds:
            found.append(world.risks[risk_pk])
    return found


def bodies_of(risks, world) -> set:
    return {world.registers[risk.register_id].organisation_id for risk in risks}


@rule_for(Alignment)
def sees_alignment(audience, alignment, world) -> bool:
    aligned = aligned_risks(alignment.pk, world)
    seen = [risk for risk in aligned if sees_risk(audience, risk, world)]
    if len(bodies_of(seen, world)) >= 2:
        return True
    if not any(is_restricted(audience, risk, world) for risk in aligned):
        return False  # the other side has not been agreed by its board
    corporate = [row for row in world.registers.values() if row.kind == Register.Kind.CORPORATE]
    worked_for = {row.organisation_id for row in corporate if works_on(audience, row)}
    if len(worked_for) != 1:
        return False
    return any(
        works_on(audience, world.registers[risk.register_id])
        and world.registers[risk.register_id].kind == Register.Kind.CORPORATE
        for risk in seen
    )


def is_restricted(audience, risk, world) -> bool:
    """Whether its marking alone keeps a risk from this audience."""
    everybody = frozenset(register.organisation_id for register in world.registers.values())
    return not sees_risk(audience, risk, world) and sees_risk(replace(audience, cleared=everybody), risk, world)


def reads_alignment(audience, alignment, world) -> bool:
    if not sees_alignment(audience, alignment, world):
        return False
    return not any(is_restricted(audience, risk, world) for risk in aligned_risks(alignment.pk, world))


@rule_for(*ALIGNMENT_FACTS)
def sees_alignment_fact(audience, fact, world) -> bool:
    if isinstance(fact, AlignmentMember):
        return sees_alignment(audience, fact.alignment, world) and sees_risk(audience, fact.risk, world)
    if not reads_alignment(audience, fact.alignment, world):
        return False
    if getattr(fact, "risk_id", None) and not sees_risk(audience, fact.risk, world):
        return False
    for register in registers_of(fact, world):
        level = audience.level(register.organisation_id, register.pk, register.kind == Register.Kind.CORPORATE)
        if level < max(register.level_of(fact.fact_class), fact.LEAST):
            return False
    return was_unrestricted(audience, fact, world)


def registers_of(fact, world) -> list:
    """Whose profiles decide: of the body that says it of itself, or of every risk aligned today."""
    if getattr(fact, "risk_id", None):
        return [world.register_of(fact.risk_id)]
    if getattr(fact, "organisation_id", None):
        corporate = [row for row in world.registers.values() if row.kind == Register.Kind.CORPORATE]
        return [row for row in corporate if row.organisation_id == fact.organisation_id]
    return [world.registers[risk.register_id] for risk in aligned_risks(fact.alignment_id, world)]


def was_unrestricted(audience, fact, world, holds=None) -> bool:
    """Said while no risk of the alignment was sensitive, or still so when the last of them was declassified."""
    holds = holds or holds_on
    for risk_pk in {row.risk_id for row in world.facts[AlignmentMember] if row.alignment_id == fact.alignment_id}:
        if world.register_of(risk_pk).organisation_id in audience.cleared:
            continue
        if not is_sensitive_on(risk_pk, fact.on, world):
            continue
        end = first_official_day(risk_pk, fact.on, world)
        if end is None:
            continue  # sensitive still: then nothing of the alignment is read
        if not holds(fact, end, world):
            return False
    return True


def first_official_day(risk_pk, after, world) -> date | None:
    """The day on which a spell of sensitivity ended, as known now."""
    markings = [row for row in world.facts[Detail] if row.risk_id == risk_pk and row.aspect == Aspect.MARKING]
    for day in sorted(row.on for row in markings):
        if day > after and not is_sensitive_on(risk_pk, day, world):
            return day
    return None


def holds_on(fact, day, world) -> bool:
    return standing_on(same_key(fact, world), day) == fact
