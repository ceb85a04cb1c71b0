"""May this audience see this record of reports? The plain twin of every `visible_to` here: see registers/sees.py."""

from registers.models import Marking
from registers.sees import rule_for, sees, sees_risk
from reports.models import Appendix, Paper, Recommendation, Rendering, ReportBy, Section, What

__all__ = ["sees"]


@rule_for(Paper)
def sees_paper(audience, paper, world) -> bool:
    """A draft is its secretariat's, and nothing is issued yet."""
    return paper.organisation_id in audience.papers_of


@rule_for(ReportBy, Recommendation, Appendix)
def sees_part_of_paper(audience, part, world) -> bool:
    return sees_paper(audience, part.paper, world)


@rule_for(Section)
def sees_section(audience, section, world) -> bool:
    if section.marking == Marking.SENSITIVE and section.paper.organisation_id not in audience.cleared:
        return False
    return sees_paper(audience, section.paper, world)


@rule_for(Rendering)
def sees_rendering(audience, rendering, world) -> bool:
    """A paper's file is its secretariat's, any other for whoever asked, who still knows of the risk or the meeting."""
    if rendering.what == What.PAPER:
        is_kept_from = rendering.is_sensitive and rendering.organisation_id not in audience.cleared
        return rendering.organisation_id in audience.papers_of and not is_kept_from
    if audience.user is None or rendering.requested_by_id != audience.user:
        return False
    if rendering.risk is not None and not sees_risk(audience, rendering.risk, world):
        return False
    return rendering.meeting is None or sees(audience, rendering.meeting, world)
