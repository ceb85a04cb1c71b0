"""May this person do this to a control? From their role; whether the control allows it is for rules.py."""

import rules

from controls.models import ControlLink
from registers.access import holds_role, may_see, memberships_of
from registers.models import AlignmentMember, Register, Risk, Role, in_force
from registers.visibility import now


def registers_of(control) -> list[Register]:
    """The register a control lives in; of a joint control, those of the risks its alignment ties."""
    if control.register_id:
        return [control.register]
    members = in_force(AlignmentMember.objects.filter(alignment=control.alignment_id), now())
    held = AlignmentMember.objects.filter(pk__in=members.values("pk"), holds=True)
    return list(Register.objects.filter(pk__in=held.values("risk__register")).select_related("organisation"))


def bodies_spoken_for(user, control, roles=(Role.LEAD,)) -> list[int]:
    """Keys of the organisations for which a person may speak of a control."""
    return [
        register.organisation_id
        for register in registers_of(control)
        if any(_holds(user, role, register, control) for role in roles)
    ]


def _holds(user, role, register, control):
    if holds_role(user, role, register):
        return True
    if control.is_joint or not any(m.own_risks_only for m in memberships_of(user)):
        return False
    latest = in_force(ControlLink.objects.filter(control=control), now())
    linked = ControlLink.objects.filter(pk__in=latest.values("pk"), holds=True).values("risk")
    return any(holds_role(user, role, register, risk) for risk in Risk.objects.filter(pk__in=linked))


def _may(*roles):
    @rules.predicate(name=f"is_{'_or_'.join(roles)}_of_control")
    def holds(user, control):
        return control is not None and bool(bodies_spoken_for(user, control, roles))

    return holds


@rules.predicate
def sees_control(user, control):
    """Nobody may do to a control what they may not see."""
    return may_see(user, control)


@rules.predicate
def is_lead_of_register(user, register):
    return register is not None and holds_role(user, Role.LEAD, register)


rules.add_perm("controls.view_control", may_see)
rules.add_perm("controls.add_control", is_lead_of_register)
rules.add_perm("controls.edit_control", _may(Role.LEAD) & sees_control)
rules.add_perm("controls.agree_wording", _may(Role.LEAD, Role.BOARD) & sees_control)
rules.add_perm("controls.mark_control", _may(Role.BOARD) & sees_control)
