"""Which files may an audience know of? In SQL; the plain twin is sees.py.

Whether one may still be given out is asked of what it holds: reports/making.py.
"""

from django.db.models import Q

from registers.audience import Audience
from registers.models import Risk
from reports.models.meetings import Meeting
from reports.models.renderings import Rendering, What
from reports.visibility_papers import drafts_of


def visible_renderings(queryset, audience: Audience):
    """A draft paper's file goes to who reads the draft, the full edition's while cleared; any other to its requester.

    That of a risk, of minutes, or of a dashboard as at a meeting only while they know of the risk or the meeting.
    """
    holds = Rendering.holds_sensitive_of.through.objects.exclude(organisation__in=audience.cleared)
    cleared = Q(organisation__in=audience.cleared) & ~Q(pk__in=holds.values("rendering"))
    papers = (Q(is_sensitive=False) | cleared) & Q(what=What.PAPER, paper__in=drafts_of(audience))
    if audience.user is None:
        return queryset.filter(papers)
    of_papers = [What.PAPER] if audience.issues_papers else [What.PAPER, What.ISSUE]
    theirs = Q(requested_by=audience.user) & ~Q(what__in=of_papers)
    theirs &= Q(risk=None) | Q(risk__in=Risk.objects.visible_to(audience))
    theirs &= Q(meeting=None) | Q(meeting__in=Meeting.objects.visible_to(audience))
    return queryset.filter(papers | theirs)
