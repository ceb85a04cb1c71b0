"""May this person? A draft is its secretariat's (docs/permissions.md); nobody else knows of it."""

import rules

from registers.access import memberships_of
from registers.models import Role


@rules.predicate
def is_secretariat_of_paper(user, paper):
    """Secretariat of the whole body: a role limited to a register or to one's own risks does not reach its papers."""
    return paper is not None and any(
        membership.role == Role.SECRETARIAT
        and membership.organisation_id == paper.organisation_id
        and not membership.register_id
        and not membership.own_risks_only
        for membership in memberships_of(user)
    )


rules.add_perm("reports.view_paper", is_secretariat_of_paper)
rules.add_perm("reports.edit_paper", is_secretariat_of_paper)
