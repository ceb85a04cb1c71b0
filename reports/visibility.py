"""Which files may an audience know of? In SQL; the plain twin is sees.py.

Whether one may still be given out is asked of what it holds: reports/making.py.
"""

from django.db.models import Q

from registers.audience import Audience
from registers.models import Risk
from reports.models.meetings import Meeting
from reports.models.renderings import What


def visible_renderings(queryset, audience: Audience):
    """A paper's file is its secretariat's, the full edition's while cleared; any other its requester's.

    That of a risk, of minutes, or of a dashboard as at a meeting only while they know of the risk or the meeting.
    """
    cleared = Q(is_sensitive=False) | Q(organisation__in=audience.cleared)
    papers = cleared & Q(what=What.PAPER, organisation__in=audience.papers_of)
    if audience.user is None:
        return queryset.filter(papers)
    theirs = ~Q(what=What.PAPER) & Q(requested_by=audience.user)
    theirs &= Q(risk=None) | Q(risk__in=Risk.objects.visible_to(audience))
    theirs &= Q(meeting=None) | Q(meeting__in=Meeting.objects.visible_to(audience))
    return queryset.filter(papers | theirs)
