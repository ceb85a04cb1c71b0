"""May this audience see a picture of a paper? The plain twin of PaperPicture.visible_to: see registers/sees.py."""

from registers.models import Marking
from registers.sees import rule_for
from reports.models import PaperPicture
from reports.sees_papers import sees_draft


@rule_for(PaperPicture)
def sees_picture(audience, picture, world) -> bool:
    """With its paper; a sensitive one needs clearance by the body that keeps the paper."""
    if picture.marking == Marking.SENSITIVE and picture.paper.organisation_id not in audience.cleared:
        return False
    return sees_draft(audience, picture.paper, world)
