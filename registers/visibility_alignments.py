"""Which alignments, and what is said of them, may an audience see? In SQL; the plain twin is sees_alignments.py.

DESIGN.md section 6: an alignment needs a visible risk on each side. Where one side is sensitive, who works for the
other sees that its own risk is tied to "a restricted ... risk", and no wording at all.
"""

from dataclasses import replace

from django.db.models import Count, Q

from registers.audience import Audience
from registers.models.alignments import Alignment, AlignmentMember
from registers.models.facts import in_force
from registers.models.registers import Register
from registers.models.risk_facts import Detail
from registers.models.risks import Risk
from registers.visibility import now, spells_of


def members(scope=None):
    """The risks aligned as at a scope (default: today)."""
    latest = in_force(AlignmentMember.objects.all(), scope or now())
    return AlignmentMember.objects.filter(pk__in=latest.values("pk"), holds=True)


def visible_alignments(queryset, audience: Audience):
    """Those with a visible risk on each side, and those that tie a visible risk of the audience's own body."""
    seen = members().filter(risk__in=Risk.objects.visible_to(audience))
    sides = seen.order_by().values("alignment").annotate(n=Count("risk__register__organisation", distinct=True))
    both = sides.filter(n__gte=2).values("alignment")
    own = seen.filter(risk__register__in=own_registers(audience)).values("alignment")
    return queryset.filter(Q(pk__in=both) | Q(pk__in=own))


def own_registers(audience: Audience) -> list[int]:
    """Registers of the one body it works for; none for who works for several: they see both sides or nothing."""
    corporate = Register.objects.filter(kind=Register.Kind.CORPORATE)
    works = [row for row in corporate if audience.works_on(row.organisation_id, row.pk)]
    bodies = {row.organisation_id for row in works}
    return [row.pk for row in works] if len(bodies) == 1 else []


def read_alignments(queryset, audience: Audience):
    """Of those it may see, the ones whose words it may read: none of their risks is restricted for it."""
    visible = visible_alignments(queryset, audience)
    return visible.exclude(pk__in=restricted_members(audience).values("alignment"))


def restricted_members(audience: Audience, scope=None):
    """The aligned risks that only their marking keeps from this audience. One not agreed yet is not mentioned."""
    if_cleared = Risk.objects.visible_to(as_if_cleared(audience))
    known = members(scope).filter(risk__in=if_cleared)
    return known.exclude(risk__in=Risk.objects.visible_to(audience))


def as_if_cleared(audience: Audience) -> Audience:
    """The same audience, were it cleared by everybody: what it misses then, it misses for its marking alone."""
    return replace(audience, cleared=frozenset(Register.objects.values_list("organisation", flat=True)))


def visible_alignment_facts(queryset, audience: Audience):
    """Facts of alignments whose words it may read, each of a class that the bodies' profiles let it see.

    Which visible risks are aligned is seen even where the words are restricted.
    """
    if queryset.model is AlignmentMember:
        rows = queryset.filter(alignment__in=Alignment.objects.visible_to(audience))
        return rows.filter(risk__in=Risk.objects.visible_to(audience))
    rows = queryset.filter(alignment__in=Alignment.objects.read_by(audience))
    rows = _of_classes_seen(rows, audience)
    return rows.exclude(_restricted_then(queryset.model, audience))


def _of_classes_seen(rows, audience):
    model = rows.model
    closed = [register for register in Register.objects.all() if not _meets(register, model, audience)]
    names = {field.name for field in model._meta.concrete_fields}
    if "risk" in names:
        return rows.filter(risk__in=Risk.objects.visible_to(audience)).exclude(risk__register__in=closed)
    kept_from = members().filter(risk__register__in=closed)
    if "organisation" in names:
        # A body's own word: only its own register's profile counts.
        bodies = {register.organisation_id for register in closed if register.is_corporate}
        return rows.exclude(organisation__in=bodies)
    return rows.exclude(alignment__in=kept_from.values("alignment"))


def _meets(register, model, audience):
    level = audience.level(register.organisation_id, register.pk, register.is_corporate)
    return level >= max(register.level_of(model.FACT_CLASS), model.LEAST)


def _restricted_then(model, audience):
    return restricted_then(model, audience, lambda alignments: Q(alignment__in=alignments))


def restricted_then(model, audience, of_alignments):
    """What was said while one of the risks was sensitive, unless it still held on the day it was declassified.

    `of_alignments` gives the condition on rows of the model that belong to these alignments.
    """
    uncleared = Detail.objects.exclude(risk__register__organisation__in=audience.cleared)
    hidden = Q(pk__in=[])
    for risk, since, until in spells_of(uncleared):
        if until is None:
            continue  # restricted today: nothing of it is read
        of_it = of_alignments(AlignmentMember.objects.filter(risk=risk).values("alignment"))
        held = in_force(model.objects.filter(of_it), now().on(until)).values("pk")
        hidden |= of_it & Q(on__gte=since, on__lt=until) & ~Q(pk__in=held)
    return hidden
