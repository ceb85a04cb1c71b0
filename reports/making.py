"""What does a file hold, and may whoever asked for it still have it? Made of what they may see at this moment.

A file is kept, and what may be seen of what it holds can change: a risk, a control, a plan or a request is marked, a
register shows less of itself, a clearance or a role ends. So at each download the same is made anew, of what was known
when the file was made, and the file is given out only while it says the same. No list of what it names could be
complete; and what was recorded since does not spoil it.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass

from django.core.exceptions import ObjectDoesNotExist, ValidationError

from registers.access import audience_of
from registers.audience import Audience
from reports.dashboard_print import print_dashboard
from reports.minutes_print import print_minutes
from reports.models import Edition, Meeting, Paper, Rendering, What
from reports.papers.editions import make_document
from reports.papers.printing import Printed, print_paper
from reports.papers.risk_template import print_risk_template
from reports.rules import check_can_make

NOT_YOURS = "You may no longer see what this file was to hold."


@dataclass(frozen=True)
class Made:
    """What goes to the printer, and keys of the bodies whose sensitive text it holds."""

    printed: Printed
    sensitive_of: Collection[int]


def make(rendering: Rendering) -> Made:
    """What was asked for, for whoever asked. Raises ValidationError, in words for them, where it is not theirs."""
    return MAKERS[What(rendering.what)](rendering)


def may_be_given_out(rendering: Rendering, reader: Audience) -> bool:
    """Whether a file that was made would say the same to whoever asked for it if it were made anew.

    The file of a draft paper goes to its reader as it was when it was made, where they are cleared for all it could
    hold; of a public edition somebody without clearance would otherwise be given what has been marked since.
    """
    if rendering.what == What.PAPER and all(body.pk in reader.cleared for body in rendering.paper.bodies):
        return True
    try:
        return make(rendering).printed.digest == rendering.digest
    except ValidationError:
        return False


def _paper(rendering) -> Made:
    """An edition, for whoever asked: what they may see is asked again, as it may have changed since."""
    audience, edition = audience_of(rendering.requested_by), Edition(rendering.edition)
    papers = Paper.objects.visible_to(audience).select_related("organisation")
    paper = papers.filter(pk=rendering.paper_id).first()
    if paper is None:
        raise ValidationError(NOT_YOURS)
    check_can_make(paper, edition, audience)
    printed = print_paper(make_document(paper, edition, audience))
    return Made(printed, [body.pk for body in paper.bodies] if edition == Edition.FULL else [])


def _risk_template(rendering) -> Made:
    try:
        printed, is_sensitive = print_risk_template(rendering, audience_of(rendering.requested_by))
    except ObjectDoesNotExist:
        raise ValidationError(NOT_YOURS) from None
    return Made(printed, [rendering.organisation_id] if is_sensitive else [])


def _dashboard(rendering) -> Made:
    """A dashboard or its brief, of what whoever asked may see of it by now."""
    made = print_dashboard(rendering, audience_of(rendering.requested_by))
    if made is None:
        raise ValidationError(NOT_YOURS)
    return Made(*made)


def _minutes(rendering) -> Made:
    """The minutes of a meeting, as whoever asked may read them."""
    audience = audience_of(rendering.requested_by)
    meeting = Meeting.objects.visible_to(audience).filter(pk=rendering.meeting_id).first()
    if meeting is None:
        raise ValidationError(NOT_YOURS)
    return Made(*print_minutes(meeting, audience))


MAKERS: dict[What, Callable[[Rendering], Made]] = {
    What.PAPER: _paper,
    What.RISK_TEMPLATE: _risk_template,
    What.DASHBOARD: _dashboard,
    What.BRIEF: _dashboard,
    What.MINUTES: _minutes,
}
