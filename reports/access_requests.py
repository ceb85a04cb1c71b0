"""May this person do this about a Panel request, or an action of a board? Nobody does what they may not see."""

import rules

from registers.access import may_see, memberships_of, posts_of
from registers.models import Organisation, Role


def bodies_served(user) -> frozenset[int]:
    """Keys of the bodies whose secretariat a person is: of the whole body."""
    return _served(user, Role.SECRETARIAT, Organisation.Kind.BODY)


def serves_panel(user) -> bool:
    """Whether a person is the Panel's secretariat."""
    return bool(_served(user, Role.PANEL_SECRETARIAT, Organisation.Kind.PANEL))


def _served(user, role, kind):
    return frozenset(
        m.organisation_id
        for m in memberships_of(user)
        if m.role == role and m.organisation.kind == kind and not m.register_id and not m.own_risks_only
    )


@rules.predicate
def is_panels_secretariat(user, record):
    return record is not None and serves_panel(user)


@rules.predicate
def is_secretariat_of_body(user, organisation):
    return organisation is not None and organisation.pk in bodies_served(user)


@rules.predicate
def answers_for(user, request):
    """Secretariat of the body that is to answer."""
    return request is not None and request.organisation_id in bodies_served(user)


@rules.predicate
def has_recorded(user, request):
    """What a body promised its secretariat puts right; of what the Panel asked, only who recorded it."""
    return request is not None and (request.kind == request.Kind.PROMISED or request.by_id == user.pk)


@rules.predicate
def keeps_actions_of(user, action):
    """Secretariat of the body whose board set it; of a board of both bodies, of either."""
    if action is None:
        return False
    body, served = action.meeting.board.organisation_id, bodies_served(user)
    return bool(served) if body is None else body in served


@rules.predicate
def holds_its_post(user, action):
    return action is not None and user.is_active and action.post_id in posts_of(user)


def may_report(user, action) -> bool:
    """`reports.report_action`, of an action that is known to be seen: for lists, which must not ask for each row."""
    return keeps_actions_of(user, action) or holds_its_post(user, action)


rules.add_perm("reports.view_request", may_see)
rules.add_perm("reports.add_request", is_panels_secretariat | is_secretariat_of_body)  # asked of an organisation
rules.add_perm("reports.edit_request", (is_panels_secretariat | (answers_for & has_recorded)) & may_see)
rules.add_perm("reports.answer_request", answers_for & may_see)
rules.add_perm("reports.close_request", is_panels_secretariat & may_see)
rules.add_perm("reports.view_action", may_see)
rules.add_perm("reports.edit_action", keeps_actions_of & may_see)
rules.add_perm("reports.report_action", (keeps_actions_of | holds_its_post) & may_see)
