"""Which alignments, and what is said of them, may an audience see? In SQL; the plain twin is sees_alignments.py.

DESIGN.md section 6: an alignment needs a visible risk on each side. Where one side is sensitive, who works for the
other sees that its own risk is tied to "a restricted ... risk", and no wording at all.
"""

from collections import defaultdict
from functools import cached_property

from django.db.models import Q

from registers.audience import Audience
from registers.kept import once
from registers.models.alignments import AlignmentMember, AlignmentResponse, AlignmentView, DivergenceNote
from registers.models.facts import in_force
from registers.models.registers import Register
from registers.models.risks import Risk
from registers.visibility import markings_kept_from, now


def members(scope=None):
    """The risks aligned as at a scope (default: today)."""
    latest = in_force(AlignmentMember.objects.all(), scope or now())
    return AlignmentMember.objects.filter(pk__in=latest.values("pk"), holds=True)


class Readable:
    """What decides which alignments, and which facts of theirs, an audience may read: each part asked for once.

    Alignments are few: keys are read, which keeps the statements that ask for them flat.
    """

    def __init__(self, audience: Audience):
        self.audience = audience

    @cached_property
    def registers(self) -> list[Register]:
        return list(Register.objects.all())

    @cached_property
    def own_registers(self) -> frozenset[int]:
        """Registers of the one body it works for; none for who works for several: they see both sides or nothing."""
        corporate = [row for row in self.registers if row.is_corporate]
        works = [row for row in corporate if self.audience.works_on(row.organisation_id, row.pk)]
        bodies = {row.organisation_id for row in works}
        return frozenset(row.pk for row in works) if len(bodies) == 1 else frozenset()

    @cached_property
    def risks(self) -> frozenset[int]:
        """Those ever aligned that it may know of."""
        return self._seen_by(self.audience)

    @cached_property
    def restricted_risks(self) -> frozenset[int]:
        """Those that only their marking keeps from it. One that its board has not agreed yet is not mentioned."""
        everybody = frozenset(row.organisation_id for row in self.registers)
        if everybody <= self.audience.cleared:
            return frozenset()
        return self._seen_by(self.audience.cleared_by(everybody)) - self.risks

    def _seen_by(self, audience):
        tied, answered = (model.objects.values("risk") for model in (AlignmentMember, AlignmentResponse))
        aligned = Risk.objects.filter(Q(pk__in=tied) | Q(pk__in=answered))
        return frozenset(aligned.visible_to(audience).values_list("pk", flat=True))

    @cached_property
    def _tied(self):
        """(alignment, risk, register, body) of each risk that is aligned today."""
        columns = ("alignment", "risk", "risk__register", "risk__register__organisation")
        return list(members().values_list(*columns))

    @cached_property
    def visible(self) -> frozenset[int]:
        """Keys of the alignments with a visible risk on each side, or one of its own beside a restricted one.

        One whose other side no board has agreed yet is not there for it: DESIGN.md section 6.
        """
        sides, keys = defaultdict(set), set()
        restricted = {alignment for alignment, _ in self.restricted_sides}
        for alignment, risk, register, body in self._tied:
            if risk in self.risks:
                sides[alignment].add(body)
                if len(sides[alignment]) > 1 or (register in self.own_registers and alignment in restricted):
                    keys.add(alignment)
        return frozenset(keys)

    @cached_property
    def restricted_sides(self) -> frozenset[tuple[int, int]]:
        """(alignment, register) of each side with a risk that is restricted for it today."""
        return frozenset((key, register) for key, risk, register, _ in self._tied if risk in self.restricted_risks)

    @cached_property
    def read(self) -> frozenset[int]:
        """Of those it may know of, the ones whose words it may read: none of their risks is restricted for it."""
        return self.visible - {alignment for alignment, _ in self.restricted_sides}

    @cached_property
    def spells(self) -> list[tuple]:
        """The times when a risk that it is not cleared for was sensitive."""
        return _spells_kept_from(self.audience)


def readable_by(audience: Audience) -> Readable:
    """What decides it for an audience; in one look each part is asked for once."""
    return once(("readable", audience), lambda: Readable(audience))


def visible_alignments(queryset, audience: Audience):
    """Those with a visible risk on each side, and those that tie a visible risk of the audience's own body."""
    return queryset.filter(pk__in=readable_by(audience).visible)


def read_alignments(queryset, audience: Audience):
    """Of those it may see, the ones whose words it may read: none of their risks is restricted for it."""
    return queryset.filter(pk__in=readable_by(audience).read)


def as_if_cleared(audience: Audience) -> Audience:
    """The same audience, were it cleared by everybody: what it misses then, it misses for its marking alone."""
    return audience.cleared_by(Register.objects.values_list("organisation", flat=True))


def visible_alignment_facts(queryset, audience: Audience, readable: Readable | None = None):
    """Facts of alignments whose words it may read, each of a class that the bodies' profiles let it see.

    Which visible risks are aligned is seen even where the words are restricted.
    """
    readable = readable or readable_by(audience)
    if queryset.model is AlignmentMember:
        return queryset.filter(alignment__in=readable.visible, risk__in=readable.risks)
    rows = queryset.filter(alignment__in=readable.read)
    rows = _of_classes_seen(rows, readable)
    of_alignments = lambda alignments: Q(alignment__in=alignments)  # noqa: E731
    return rows.exclude(restricted_then(queryset.model, audience, of_alignments, readable.spells))


def _of_classes_seen(rows, readable):
    model, audience = rows.model, readable.audience
    if model is DivergenceNote:
        return rows.filter(_reasons_seen(readable))
    closed = [register for register in readable.registers if not _meets(register, model, audience)]
    names = {field.name for field in model._meta.concrete_fields}
    if "risk" in names:
        return rows.filter(risk__in=readable.risks).exclude(risk__register__in=closed)
    kept_from = members().filter(risk__register__in=closed)
    if "organisation" in names:
        # A body's own word: only its own register's profile counts.
        return rows.exclude(organisation__in=_bodies_of(closed))
    return rows.exclude(alignment__in=kept_from.values("alignment"))


def _bodies_of(registers):
    return {register.organisation_id for register in registers if register.is_corporate}


def bodies_kept_from(readable):
    """Keys of the bodies whose view is kept from the reader: what a review of theirs found speaks of the same."""
    return _bodies_of(row for row in readable.registers if not _meets(row, AlignmentView, readable.audience))


def _reasons_seen(readable):
    """A reason why risks differ is seen by who may see what it explains, on every side."""
    seen = Q(pk__in=[])
    for kind, fact_class in DivergenceNote.CLASS_OF.items():
        closed = [row for row in readable.registers if not _meets(row, DivergenceNote, readable.audience, fact_class)]
        kept_from = members().filter(risk__register__in=closed)
        seen |= Q(kind=kind) & ~Q(alignment__in=kept_from.values("alignment"))
    return seen


def _meets(register, model, audience, fact_class=None):
    level = audience.level(register.organisation_id, register.pk, register.is_corporate)
    return level >= max(register.level_of(fact_class or model.FACT_CLASS), model.LEAST)


def _spells_kept_from(audience):
    return markings_kept_from(audience).spells(now())


def restricted_then(model, audience, of_alignments, spells=None, held_on=in_force):
    """What was said while one of the risks was sensitive, unless it still held on the day it was declassified.

    `of_alignments` gives the condition on rows of the model that belong to these alignments. `spells`, where the
    caller already holds them. `held_on` picks of such rows those that still held at a scope.
    """
    hidden = Q(pk__in=[])
    for risk, since, until in _spells_kept_from(audience) if spells is None else spells:
        if until is None:
            continue  # restricted today: nothing of it is read
        of_it = of_alignments(AlignmentMember.objects.filter(risk=risk).values("alignment"))
        held = held_on(model.objects.filter(of_it), now().on(until)).values("pk")
        hidden |= of_it & Q(on__gte=since, on__lt=until) & ~Q(pk__in=held)
    return hidden
