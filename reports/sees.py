"""May this audience see this record of reports? The plain twin of every `visible_to` here: see registers/sees.py."""

import reports.sees_papers  # noqa: F401 - registers its rules
import reports.sees_pictures  # noqa: F401
from registers.sees import rule_for, sees, sees_risk, works_on_risk
from reports.models import Rendering, State, What
from reports.models.renderings import OF_SEVERAL

__all__ = ["sees"]


@rule_for(Rendering)
def sees_rendering(audience, rendering, world) -> bool:
    """A paper's file is its secretariat's; a risk's is for whoever asked, while they may still see what is in it."""
    is_kept_from = rendering.is_sensitive and rendering.organisation_id not in audience.cleared
    if rendering.what == What.PAPER:
        return rendering.organisation_id in audience.papers_of and not is_kept_from
    if audience.user is None or rendering.requested_by_id != audience.user:
        return False
    if rendering.what == What.ISSUE:
        return audience.issues_papers
    if rendering.what in OF_SEVERAL:
        return _sees_all_it_names(audience, rendering, world)
    if not sees_risk(audience, rendering.risk, world):
        return False
    if rendering.state != State.DONE:
        return True  # before it is made it holds nothing
    return not is_kept_from and (not rendering.is_working or works_on_risk(audience, rendering.risk_id, world))


def _sees_all_it_names(audience, rendering, world) -> bool:
    """A dashboard, a brief or minutes: while every risk it names is seen, and all that it holds may be read."""
    if rendering.meeting is not None and not sees(audience, rendering.meeting, world):
        return False
    if rendering.state != State.DONE:
        return True
    for risk in rendering.names.all():
        if not sees_risk(audience, risk, world):
            return False
    for body in rendering.holds_sensitive_of.all():
        if body.pk not in audience.cleared:
            return False
    for body in rendering.holds_working_of.all():
        corporate = [register for register in body.registers.all() if register.is_corporate]
        if not any(audience.sees_all_of(body.pk, register.pk) for register in corporate):
            return False
    return True
