"""Does the paper allow it? With words for the screen. Whether the person may is for access.py."""

from django.core.exceptions import ValidationError

from registers.audience import Audience
from registers.models import Marking
from reports.models import Edition, Paper, Section

NEEDS_CLEARANCE = (
    "The full edition holds sensitive text of {body}, and you are not cleared for it. "
    "An administrator of {body} can clear you."
)


def can_make(paper: Paper, edition: Edition, audience: Audience) -> bool:
    """The full edition is for those who may see all of it themselves (DESIGN.md section 4)."""
    return edition == Edition.PUBLIC or all(body.pk in audience.cleared for body in paper.bodies)


def check_can_make(paper: Paper, edition: Edition, audience: Audience) -> None:
    if not can_make(paper, edition, audience):
        lacking = next(body for body in paper.bodies if body.pk not in audience.cleared)
        raise ValidationError({"edition": NEEDS_CLEARANCE.format(body=lacking.short_name)})


def can_read(section: Section, audience: Audience) -> bool:
    """Whether its text may be read, and so changed or removed."""
    writer = section.organisation_id or section.paper.organisation_id
    return section.marking == Marking.OFFICIAL or writer in audience.cleared


def can_write_section(section: Section, audience: Audience) -> bool:
    """In a joint paper each body writes its own sections; what is nobody's in particular either of them does."""
    return section.organisation_id is None or section.organisation_id in audience.papers_of


def check_days(as_at, compared_with, field="compared_with") -> None:
    if as_at and compared_with and compared_with >= as_at:
        raise ValidationError({field: "The date to compare with must be before the date of the position"})
