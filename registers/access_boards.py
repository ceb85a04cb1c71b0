"""May this person? Of boards, and of reviewing risks. See access.py."""

import rules

from registers.access import _for_risk, is_administrator, may_see, meets_marking
from registers.models import Organisation, Role


@rules.predicate
def sets_up_board(user, board):
    """Administrators of its body; of a board of both, those of either."""
    if board is None:
        return False
    if board.organisation_id is not None:
        return is_administrator(user, board.organisation)
    return any(is_administrator(user, body) for body in Organisation.objects.filter(kind=Organisation.Kind.BODY))


rules.add_perm("registers.view_board", may_see)
rules.add_perm("registers.set_up_board", sets_up_board)
rules.add_perm("registers.review_risk", _for_risk(Role.BOARD) & meets_marking)
