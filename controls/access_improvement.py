"""May this person do this to an improvement plan? A plan is the whole body's: a limited role does not reach it."""

import rules

from registers.access import is_cleared_by, may_see, memberships_of
from registers.models import Role


def _for_whole_body(role):
    @rules.predicate(name=f"is_{role}_of_whole_body")
    def holds(user, record):
        return record is not None and any(
            m.role == role and m.organisation_id == _body(record) and not m.register_id and not m.own_risks_only
            for m in memberships_of(user)
        )

    return holds


def _body(record):
    """The organisation of a plan, of a work-stream, or the organisation itself."""
    plan = getattr(record, "plan", record)
    return getattr(plan, "organisation_id", plan.pk)


@rules.predicate
def sees_every_plan(user, organisation):
    """Cleared whatever plans there are: that a year has one is said to whoever would begin another of its days."""
    return organisation is not None and is_cleared_by(user, organisation.pk)


rules.add_perm("controls.view_plan", may_see)
rules.add_perm("controls.begin_plan", _for_whole_body(Role.LEAD) & sees_every_plan)  # asked of an organisation
rules.add_perm("controls.edit_plan", _for_whole_body(Role.LEAD) & may_see)
rules.add_perm("controls.settle_plan", _for_whole_body(Role.BOARD) & may_see)
