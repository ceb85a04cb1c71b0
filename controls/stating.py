"""Whose progress does a person state? The controls that are planned or in place, each with the body they speak for."""

from dataclasses import dataclass

from controls.position import ControlRow, Index, in_order
from registers.access import holds_role, memberships_of
from registers.models import Organisation, Register, Role
from registers.visibility import owned_risks


@dataclass(frozen=True)
class Stated:
    """A control whose progress the person states, and for which body."""

    row: ControlRow
    body: Organisation

    @property
    def prefix(self):
        return f"c{self.row.number}-{self.body.slug}"


def stated_by(user, audience, index: Index) -> list[Stated]:
    """The controls, planned or in place, whose progress a person states, each with the body they speak for."""
    bodies = {body.pk: body for body in Organisation.objects.filter(kind=Organisation.Kind.BODY)}
    leads = _Leads(user, audience, index)
    found = []
    for row in in_order(row for row in index.rows if row.is_at_work):
        spoken_for = leads.bodies_of(row) & index.sight(row).progress_of
        found += [Stated(row, bodies[key]) for key in sorted(spoken_for)]
    return found


class _Leads:
    """For which body a person states the progress of a control: controls.access, asked of thousands of rows."""

    def __init__(self, user, audience, index):
        registers = {key: view.register for key, view in index.views.items()}
        self.whole = {key for key, register in registers.items() if holds_role(user, Role.LEAD, register)}
        self.owner = {key: register.organisation_id for key, register in registers.items()}
        limits = [m for m in memberships_of(user) if m.role == Role.LEAD and m.own_risks_only]
        self.limited = {
            key
            for key, register in registers.items()
            if any(m.organisation_id == register.organisation_id and m.register_id in (None, key) for m in limits)
        }
        self.own = set(owned_risks(audience).values_list("ownership__risk", flat=True)) if limits else set()
        corporate = [register for register in Register.objects.select_related("organisation") if register.is_corporate]
        self.joint = {row.organisation_id for row in corporate if holds_role(user, Role.LEAD, row)}

    def bodies_of(self, row) -> set[int]:
        if row.is_joint:
            return self.joint
        is_own = row.register in self.limited and bool(self.own & set(row.risks))
        return {self.owner[row.register]} if row.register in self.whole or is_own else set()
