"""May this person plan, run and close the meetings of a board? Its secretariat may (docs/permissions.md)."""

import rules

from registers.access import is_cleared_by, may_see, memberships_of
from registers.models import Organisation, Role


def secretariat_of(user) -> frozenset[int]:
    """Keys of the bodies whose secretariat a person is: of the whole body, not of a register or their own risks."""
    return frozenset(
        membership.organisation_id
        for membership in memberships_of(user)
        if membership.role == Role.SECRETARIAT
        and membership.organisation.kind == Organisation.Kind.BODY
        and not membership.register_id
        and not membership.own_risks_only
    )


@rules.predicate
def is_secretariat_of_board(user, board):
    """Of a joint board the secretariat of either body."""
    if board is None:
        return False
    bodies = secretariat_of(user)
    return bool(bodies) if board.is_joint else board.organisation_id in bodies


@rules.predicate
def runs_meeting(user, meeting):
    return meeting is not None and is_secretariat_of_board(user, meeting.board)


@rules.predicate
def sees_what_it_settles(user, meeting):
    """What is settled is what was seen: whoever closes is cleared by each body whose register that agrees.

    Asked for whatever they hold at present, so that the answer does not give a hidden risk away.
    """
    bodies = set(meeting.board.settles.values_list("organisation", flat=True)) if meeting else set()
    return all(is_cleared_by(user, body) for body in bodies)


rules.add_perm("reports.view_meeting", may_see)
rules.add_perm("reports.plan_meeting", is_secretariat_of_board)
rules.add_perm("reports.run_meeting", may_see & runs_meeting)
rules.add_perm("reports.close_meeting", may_see & runs_meeting & sees_what_it_settles)
