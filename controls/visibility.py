"""Which controls, and what is said of them, may an audience see? In SQL; the plain twin is sees.py.

DESIGN.md section 6: a control shows if its own marking allows and one of its risks is visible, with visible links
only. A body's own control is settled with the register it lives in: the other body sees it as agreed. A joint control
is seen with its alignment, once recorded.
"""

from django.db.models import Q

from controls.models.controls import (
    Consent,
    Control,
    ControlDetail,
    ControlLink,
    ControlState,
    ControlWording,
    Progress,
    Proposal,
    Trait,
)
from registers.audience import Audience, Level
from registers.kept import once
from registers.models import Alignment, Marking, Risk, in_force
from registers.models.registers import FactClass
from registers.scope import Scope
from registers.visibility import agreed_scopes, now, owned_risks, registers_seen, sees_class, sensitive_spells
from registers.visibility_alignments import members, readable_by, restricted_then

PUBLIC_OF_JOINT = (ControlState, ControlWording, ControlDetail)


def links(scope: Scope, risks):
    """The links to these risks that hold as at a scope."""
    latest = in_force(ControlLink.objects.filter(risk__in=risks), scope)
    return ControlLink.objects.filter(pk__in=latest.values("pk"), holds=True)


def sensitive_controls(scope: Scope, uncleared) -> list[int]:
    """Keys of those among these controls that were marked OFFICIAL-SENSITIVE at a scope."""
    markings = in_force(ControlDetail.objects.filter(trait=Trait.MARKING, control__in=uncleared), scope)
    marked = ControlDetail.objects.filter(pk__in=markings.values("pk"), value=Marking.SENSITIVE)
    return list(marked.values_list("control", flat=True))


def uncleared_controls(audience: Audience):
    """Controls whose sensitive text this audience may not see: a joint one needs clearance by every body it is of."""
    own = Q(register__isnull=False) & ~Q(register__organisation__in=audience.cleared)
    return Control.objects.filter(own | Q(alignment__in=_uncleared_sides(audience)))


def _uncleared_sides(audience):

    def build():
        sides = members().exclude(risk__register__organisation__in=audience.cleared)
        return sides.values_list("alignment", flat=True)

    key = "uncleared sides", audience.cleared, now()
    return once(key, lambda: list(build()))


def _sensitive_to(audience, scope):
    """Keys of the controls that were sensitive at a scope and that it is not cleared for."""
    key = ("sensitive controls", audience.cleared, scope)
    return once(key, lambda: sensitive_controls(scope, uncleared_controls(audience)))


def visible_controls(queryset, audience: Audience):
    """Keys are read first where statements would nest too deep for a database to parse."""
    registers = _registers_met(audience, FactClass.CONTROLS)
    scopes = agreed_scopes(registers)
    risks = _linked_risks(queryset, audience)
    joint = Alignment.objects.read_by(audience).values_list("pk", flat=True)
    seen = Q(alignment__in=list(joint))
    for register in registers:
        seen |= Q(register=register) & _seen_in(register, scopes.get(register.pk), audience, risks)
    return queryset.filter(seen).exclude(pk__in=_sensitive_to(audience, now()))


def _registers_met(audience, fact_class):
    return [register for register in registers_seen(audience) if sees_class(register, fact_class, audience)]


def _linked_risks(controls, audience):
    """Keys of the risks that these controls were ever linked to, which the audience may see."""
    links = ControlLink.objects.filter(control__in=controls.order_by().values("pk"))
    return list(Risk.objects.filter(pk__in=links.values("risk")).visible_to(audience).values_list("pk", flat=True))


def _seen_in(register, scope, audience, risks):
    """As worked on where it works on them; else as its board agreed it."""
    if audience.sees_all_of(register.organisation_id, register.pk):
        return Q(pk__in=links(now(), risks).values("control"))
    seen = Q(pk__in=_worked_on(register, audience, risks))
    if scope is not None:
        agreed = Q(pk__in=links(scope, risks).values("control"))
        known = ControlState.objects.by(scope).values("control")
        seen |= agreed & Q(pk__in=known) & ~Q(pk__in=_sensitive_to(audience, scope))
    return seen


def _worked_on(register, audience, risks):
    """Keys of the controls of one's own risks, for who works on these alone."""
    if not audience.works_on(register.organisation_id, register.pk):
        return []
    own = links(now(), risks).filter(risk__in=owned_risks(audience))
    return list(own.values_list("control", flat=True))


def visible_control_facts(queryset, audience: Audience):
    """Facts of visible controls, of classes it may see, settled where it sees only what is agreed, official then."""
    model = queryset.model
    registers = _registers_met(audience, model.FACT_CLASS)
    scopes = agreed_scopes(registers)
    named = Control.objects.filter(pk__in=queryset.order_by().values("control"))
    risks = _linked_risks(named, audience)
    seen = _of_joint(model, audience)
    for register in registers:
        settled = _settled(register, scopes.get(register.pk), audience, risks)
        seen |= Q(control__register=register) & settled
    visible = list(named.visible_to(audience).values_list("pk", flat=True))
    rows = queryset.filter(seen, control__in=visible)
    rows = rows.exclude(_sensitive_then(model, audience))
    rows = rows.exclude(restricted_then(model, audience, lambda them: Q(control__alignment__in=them), held_on=held_on))
    return rows.filter(risk__in=risks) if model is ControlLink else rows


def _settled(register, scope, audience, risks):
    if audience.sees_all_of(register.organisation_id, register.pk):
        return Q()
    settled = Q(pk__in=[]) if scope is None else Q(recorded_at__lte=scope.known_at, on__lte=scope.as_at)
    return settled | Q(control__in=_worked_on(register, audience, risks))


def _of_joint(model, audience):
    """Of joint controls: what they are is as public as their risks, the rest is for readers of both registers.

    What one body says of how it gets on is of that body's profile.
    """
    joint = Q(control__alignment__isnull=False)
    corporate = [register for register in readable_by(audience).registers if register.is_corporate]
    if model is Progress:
        bodies = [row.organisation_id for row in corporate if sees_class(row, FactClass.PROGRESS, audience)]
        return joint & Q(organisation__in=bodies)
    if model in PUBLIC_OF_JOINT:
        return joint
    closed = [row for row in corporate if audience.level(row.organisation_id, row.pk) < Level.OFFICIAL]
    kept_from = members().filter(risk__register__in=closed).values("alignment")
    return joint & ~Q(control__alignment__in=kept_from)


def control_spells(uncleared, scope=None):
    """(control, from, until) of each time one of these controls was marked sensitive, as known at a scope."""
    rows = ControlDetail.objects.known(scope or now()).filter(trait=Trait.MARKING, control__in=uncleared)
    return sensitive_spells(rows.oldest_first().values_list("control", "on", "value"))


def held_on(rows, scope: Scope):
    """Those of these rows that still held at a scope.

    A proposal holds while it waits, and while the wording stands that it became; so does its answer.
    """
    held = in_force(rows, scope)
    if rows.model not in (Proposal, Consent):
        return held
    held, wordings = rows.model.objects.filter(pk__in=held.values("pk")), ControlWording.objects
    worded = in_force(wordings.filter(control__alignment__isnull=False), scope).values_list("proposal", flat=True)
    if rows.model is Consent:
        return held.filter(proposal__in=list(worded))
    answered = in_force(Consent.objects.all(), scope).values_list("proposal", flat=True)
    return held.filter(Q(pk__in=list(worded)) | ~Q(pk__in=list(answered)))


def _sensitive_then(model, audience):
    """What was said only while its control was sensitive; as worked on and as agreed, so that neither lets through."""
    uncleared = uncleared_controls(audience)
    spells = list(once(("control spells", audience.cleared), lambda: control_spells(uncleared)))
    scopes = agreed_scopes()
    for register in readable_by(audience).registers:
        if register.pk in scopes and not audience.sees_all_of(register.organisation_id, register.pk):
            spells += control_spells(uncleared.filter(register=register), scopes[register.pk])
    hidden = Q(pk__in=[])
    for control, since, until in spells:
        spell = Q(control=control, on__gte=since)
        if until is not None:
            held = held_on(model.objects.filter(control=control), now().on(until)).values("pk")
            spell &= Q(on__lt=until) & ~Q(pk__in=held)
        hidden |= spell
    return hidden
