"""May this audience see this record of reports? The plain twin of every `visible_to` here: see registers/sees.py."""

import reports.sees_exports
import reports.sees_imports
import reports.sees_pictures
import reports.sees_tokens  # noqa: F401 - registers its rules
from registers.sees import rule_for, sees, sees_risk
from reports.models import Rendering, What
from reports.sees_papers import sees_draft

__all__ = ["sees"]


@rule_for(Rendering)
def sees_rendering(audience, rendering, world) -> bool:
    """A draft's file is its readers', any other for whoever asked, who still knows of the risk or the meeting."""
    if rendering.what == What.PAPER:
        return sees_draft(audience, rendering.paper, world) and _is_cleared_for(audience, rendering)
    if audience.user is None or rendering.requested_by_id != audience.user:
        return False
    if rendering.what == What.ISSUE:
        return audience.issues_papers
    if rendering.risk is not None and not sees_risk(audience, rendering.risk, world):
        return False
    return rendering.meeting is None or sees(audience, rendering.meeting, world)


def _is_cleared_for(audience, rendering):
    if not rendering.is_sensitive:
        return True
    holds = {body.pk for body in rendering.holds_sensitive_of.all()} | {rendering.organisation_id}
    return holds <= set(audience.cleared)
