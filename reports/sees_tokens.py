"""May this audience see this token in a list? The plain twin of `visible_to`: see registers/sees.py."""

from registers.sees import rule_for
from reports.models import ApiToken


@rule_for(ApiToken)
def sees_token(audience, token, world) -> bool:
    """One's own, and an administrator's where its person is, or was, a member of the body."""
    if audience.user is not None and token.user_id == audience.user:
        return True
    return any(role.organisation_id in audience.administers for role in token.user.memberships.all())
