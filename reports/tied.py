"""Which alignments may a person change, and which risks do these tie? Read for all of them at once."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from registers.access import holds_role
from registers.models import (
    Alignment,
    AlignmentMember,
    AlignmentState,
    AlignmentTurn,
    AlignmentWording,
    Register,
    Role,
    in_force,
)
from registers.visibility import now


@dataclass(frozen=True)
class Tied:
    """One alignment that stands today: what it is called, and the keys of its risks and of the bodies they are of."""

    alignment: Alignment
    title: str
    members: frozenset[int]
    bodies: frozenset[int] = field(default=frozenset())

    @property
    def url(self) -> str:
        return self.alignment.get_absolute_url()

    @property
    def number(self) -> int:
        return self.alignment.number


def bodies_led(user, roles: Iterable[Role] = (Role.LEAD,)) -> frozenset[int]:
    """Keys of the organisations for whose corporate register a person holds one of these roles."""
    corporate = Register.objects.filter(kind=Register.Kind.CORPORATE).select_related("organisation")
    return frozenset(row.organisation_id for row in corporate if any(holds_role(user, role, row) for role in roles))


def standing_alignments(audience) -> list[Tied]:
    """Those that stand today and whose words this audience may read, in order of number."""
    states = in_force(AlignmentState.objects.all(), now())
    begun = AlignmentState.objects.filter(pk__in=states.values("pk"), turn=AlignmentTurn.BEGUN)
    found = list(Alignment.objects.read_by(audience).filter(pk__in=begun.values("alignment")).order_by("number"))
    titles = in_force(AlignmentWording.objects.filter(alignment__in=found), now())
    title_of = dict(titles.values_list("alignment", "title"))
    latest = in_force(AlignmentMember.objects.filter(alignment__in=found), now())
    held = AlignmentMember.objects.filter(pk__in=latest.values("pk"), holds=True)
    members, bodies = defaultdict(set), defaultdict(set)
    for alignment, risk, body in held.values_list("alignment", "risk", "risk__register__organisation"):
        members[alignment].add(risk)
        bodies[alignment].add(body)
    return [
        Tied(row, title_of.get(row.pk, str(row)), frozenset(members[row.pk]), frozenset(bodies[row.pk]))
        for row in found
    ]


def editable_alignments(user, audience) -> list[Tied]:
    """Of those the ones that a person may edit: a lead of either body who may read all of it."""
    led = bodies_led(user)
    return [one for one in standing_alignments(audience) if one.bodies & led]
