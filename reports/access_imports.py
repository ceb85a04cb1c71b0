"""May this person bring a file into a register? docs/permissions.md says it in a table."""

import rules

from registers.access import holds_role, may_see, sees_all_of
from registers.models import Role


@rules.predicate
def is_lead_of_whole_register(user, register):
    """One who is limited to their own risks has no whole register to bring in."""
    return register is not None and holds_role(user, Role.LEAD, register)


def offers_import(user, audience, register) -> bool:
    """The same answer from what a page knows of its reader, without another statement."""
    return register.organisation_id in audience.cleared and holds_role(user, Role.LEAD, register)


# Cleared whatever the register holds: that a reference is taken would give a hidden risk away.
rules.add_perm("reports.import_register", is_lead_of_whole_register & sees_all_of)
rules.add_perm("reports.view_import", may_see)
