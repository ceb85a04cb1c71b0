"""With what are these risks aligned? For the pages of risks, in a fixed number of statements."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from registers.audience import Audience
from registers.kin import Kin, kin_of
from registers.models import Alignment, AlignmentMember, Organisation, Register
from registers.position import look_at
from registers.scope import Scope
from registers.visibility_alignments import Readable
from reports.alignment_facts import spans_of, ties_of, wordings_of
from reports.alignments import restricted_risks


@dataclass(frozen=True)
class Partner:
    """Another risk of the alignment, or that there is one which the reader may not know of."""

    organisation: Organisation
    risk: Kin | None

    @property
    def restricted_words(self) -> str:
        return "" if self.risk else f"a restricted {self.organisation.short_name} risk"


@dataclass(frozen=True)
class Tied:
    """One alignment that stands, from the side of one of its risks."""

    alignment: Alignment
    title: str
    partners: tuple[Partner, ...]


def aligned_with(
    audience: Audience, scope: Scope, risks: Collection[int], query: dict | None = None
) -> dict[int, list[Tied]]:
    """{risk: the alignments that tie it at a scope, in order of their numbers}. `risks`: keys of risks it may see."""
    ever = set(AlignmentMember.objects.filter(risk__in=risks).values_list("alignment", flat=True))
    if not ever:
        return {}
    readable = Readable(audience)
    alignments = Alignment.objects.filter(pk__in=ever & readable.visible).order_by("number")
    stands = {key for key, span in spans_of(ever, scope).items() if span.until is None}
    ties = {key: found for key, found in ties_of(ever, scope).items() if key in stands}
    teller = _Teller(readable, scope, ties, query or {})
    found = defaultdict(list)
    for alignment in alignments:
        members = {tie.risk for tie in ties.get(alignment.pk, ())}
        for risk in members.intersection(risks):
            tied = teller.tell(alignment, risk)
            if tied.partners:  # none where no board had agreed the other side by then
                found[risk].append(tied)
    return found


class _Teller:
    """What is seen of the risks on every side, read once."""

    def __init__(self, readable: Readable, scope: Scope, ties, query: dict):
        self.readable, self.ties = readable, ties
        self.wordings = wordings_of(readable, list(ties), scope)
        self.kin: dict[int, Kin] = {}
        self.restricted: set[int] = set()
        places = {tie.risk: tie.register for found in ties.values() for tie in found}
        registers = Register.objects.filter(pk__in=set(places.values())).select_related("organisation")
        self.registers = list(registers)
        for register in self.registers:
            keys = {risk for risk, place in places.items() if place == register.pk}
            view = look_at(register, readable.audience, scope)
            self.kin |= {} if view.is_empty else kin_of(view, keys, query)
            self.restricted |= restricted_risks(register, readable.audience, scope, keys - self.kin.keys())

    def tell(self, alignment: Alignment, risk: int) -> Tied:
        ties = self.ties[alignment.pk]
        is_closed = alignment.pk not in self.readable.read or any(tie.risk in self.restricted for tie in ties)
        worded = self.wordings.get(alignment.pk)
        title = worded[-1].title if worded and not is_closed else str(alignment)
        return Tied(alignment, title, tuple(self._partners(alignment, risk)))

    def _partners(self, alignment, risk) -> Iterable[Partner]:
        for register in self.registers:
            ties = [tie for tie in self.ties[alignment.pk] if tie.register == register.pk and tie.risk != risk]
            for tie in ties:
                if tie.risk in self.kin:
                    yield Partner(register.organisation, self.kin[tie.risk])
            is_restricted = (alignment.pk, register.pk) in self.readable.restricted_sides
            if is_restricted or any(tie.risk in self.restricted for tie in ties):
                yield Partner(register.organisation, None)
