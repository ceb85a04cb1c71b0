"""Which alignments, and what is said of them, may an audience see? In SQL; the plain twin is sees_alignments.py.

DESIGN.md section 6: an alignment needs a visible risk on each side. Where one side is sensitive, who works for the
other sees that its own risk is tied to "a restricted ... risk", and no wording at all.
"""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Q

from registers.audience import Audience
from registers.models.alignments import Alignment, AlignmentMember, AlignmentResponse
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
    """Those with a visible risk on each side, and those that tie a visible risk of the audience's own body.

    Alignments are few: their keys are read first, which keeps the statements that ask for them flat.
    """
    return queryset.filter(pk__in=_visible_keys(audience))


def _visible_keys(audience):
    own = own_registers(audience)
    sides, keys = defaultdict(set), set()
    seen = members().filter(risk__in=_seen(audience))
    for alignment, body, register in seen.values_list("alignment", "risk__register__organisation", "risk__register"):
        sides[alignment].add(body)
        if len(sides[alignment]) > 1 or register in own:
            keys.add(alignment)
    return keys


def _seen(audience):
    """Keys of the risks ever aligned, or spoken of as aligned, that an audience may see."""
    tied, answered = (model.objects.values("risk") for model in (AlignmentMember, AlignmentResponse))
    aligned = Risk.objects.filter(Q(pk__in=tied) | Q(pk__in=answered))
    return list(aligned.visible_to(audience).values_list("pk", flat=True))


def own_registers(audience: Audience) -> list[int]:
    """Registers of the one body it works for; none for who works for several: they see both sides or nothing."""
    corporate = Register.objects.filter(kind=Register.Kind.CORPORATE)
    works = [row for row in corporate if audience.works_on(row.organisation_id, row.pk)]
    bodies = {row.organisation_id for row in works}
    return [row.pk for row in works] if len(bodies) == 1 else []


def read_alignments(queryset, audience: Audience):
    """Of those it may see, the ones whose words it may read: none of their risks is restricted for it."""
    restricted = set(restricted_members(audience).values_list("alignment", flat=True))
    return queryset.filter(pk__in=_visible_keys(audience) - restricted)


def restricted_members(audience: Audience, scope=None):
    """The aligned risks that only their marking keeps from this audience. One not agreed yet is not mentioned."""
    kept_from = set(_seen(as_if_cleared(audience))) - set(_seen(audience))
    return members(scope).filter(risk__in=kept_from)


def as_if_cleared(audience: Audience) -> Audience:
    """The same audience, were it cleared by everybody: what it misses then, it misses for its marking alone."""
    return audience.cleared_by(Register.objects.values_list("organisation", flat=True))


@dataclass(frozen=True)
class Readable:
    """What decides which facts of alignments an audience may read, asked once for facts of every kind."""

    audience: Audience
    visible: frozenset[int]  # keys of the alignments it may know of
    read: frozenset[int]  # and of those whose words it may read
    risks: list[int]  # those ever aligned that it may know of
    registers: list[Register]
    spells: list[tuple]  # of sensitivity, of risks it is not cleared for

    @classmethod
    def by(cls, audience: Audience) -> "Readable":
        return cls(
            audience=audience,
            visible=frozenset(_visible_keys(audience)),
            read=frozenset(Alignment.objects.read_by(audience).values_list("pk", flat=True)),
            risks=_seen(audience),
            registers=list(Register.objects.all()),
            spells=_spells_kept_from(audience),
        )


def visible_alignment_facts(queryset, audience: Audience, readable: Readable | None = None):
    """Facts of alignments whose words it may read, each of a class that the bodies' profiles let it see.

    Which visible risks are aligned is seen even where the words are restricted.
    """
    readable = readable or Readable.by(audience)
    if queryset.model is AlignmentMember:
        return queryset.filter(alignment__in=readable.visible, risk__in=readable.risks)
    rows = queryset.filter(alignment__in=readable.read)
    rows = _of_classes_seen(rows, readable)
    of_alignments = lambda alignments: Q(alignment__in=alignments)  # noqa: E731
    return rows.exclude(restricted_then(queryset.model, audience, of_alignments, readable.spells))


def _of_classes_seen(rows, readable):
    model, audience = rows.model, readable.audience
    closed = [register for register in readable.registers if not _meets(register, model, audience)]
    names = {field.name for field in model._meta.concrete_fields}
    if "risk" in names:
        return rows.filter(risk__in=readable.risks).exclude(risk__register__in=closed)
    kept_from = members().filter(risk__register__in=closed)
    if "organisation" in names:
        # A body's own word: only its own register's profile counts.
        bodies = {register.organisation_id for register in closed if register.is_corporate}
        return rows.exclude(organisation__in=bodies)
    return rows.exclude(alignment__in=kept_from.values("alignment"))


def _meets(register, model, audience):
    level = audience.level(register.organisation_id, register.pk, register.is_corporate)
    return level >= max(register.level_of(model.FACT_CLASS), model.LEAST)


def _spells_kept_from(audience):
    return spells_of(Detail.objects.exclude(risk__register__organisation__in=audience.cleared))


def restricted_then(model, audience, of_alignments, spells=None):
    """What was said while one of the risks was sensitive, unless it still held on the day it was declassified.

    `of_alignments` gives the condition on rows of the model that belong to these alignments. `spells`, where the
    caller already holds them.
    """
    hidden = Q(pk__in=[])
    for risk, since, until in _spells_kept_from(audience) if spells is None else spells:
        if until is None:
            continue  # restricted today: nothing of it is read
        of_it = of_alignments(AlignmentMember.objects.filter(risk=risk).values("alignment"))
        held = in_force(model.objects.filter(of_it), now().on(until)).values("pk")
        hidden |= of_it & Q(on__gte=since, on__lt=until) & ~Q(pk__in=held)
    return hidden
