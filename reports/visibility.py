"""Which files may an audience download? In SQL; the plain twin is sees.py."""

from django.db.models import Q

from registers.audience import Audience
from registers.models import Register, Risk
from registers.visibility import owned_risks
from reports.models.meetings import Meeting
from reports.models.renderings import OF_SEVERAL, Rendering, State, What


def visible_renderings(queryset, audience: Audience):
    """What was made for somebody stays theirs only while they may still see what it was made of."""
    cleared = Q(is_sensitive=False) | Q(organisation__in=audience.cleared)
    papers = cleared & Q(what=What.PAPER, organisation__in=audience.papers_of)
    risks = Q(what=What.RISK_TEMPLATE, requested_by=audience.user, risk__in=Risk.objects.visible_to(audience))
    still_theirs = cleared & (Q(is_working=False) | _of_risks_worked_on(audience))
    risks &= ~Q(state=State.DONE) | still_theirs  # before it is made it holds nothing
    theirs = risks | _of_what_is_named(audience)
    if audience.issues_papers:
        theirs |= Q(what=What.ISSUE, requested_by=audience.user)  # how far it is, and no file
    return queryset.filter(papers | theirs if audience.user is not None else papers)


def _of_what_is_named(audience):
    """Dashboards, briefs and minutes: only while they still see every risk that is named, and may read all it holds.

    Minutes, and a dashboard as at a meeting, only while they know of the meeting.
    """
    theirs = Q(what__in=OF_SEVERAL, requested_by=audience.user)
    theirs &= Q(meeting=None) | Q(meeting__in=Meeting.objects.visible_to(audience))
    holds = Rendering.names.through.objects.exclude(risk__in=Risk.objects.visible_to(audience))
    kept_from = Q(pk__in=holds.values("rendering"))
    sensitive = Rendering.holds_sensitive_of.through.objects.exclude(organisation__in=audience.cleared)
    kept_from |= Q(pk__in=sensitive.values("rendering"))
    working = Rendering.holds_working_of.through.objects.exclude(organisation__in=_worked_for(audience))
    kept_from |= Q(pk__in=working.values("rendering"))
    return theirs & (~Q(state=State.DONE) | ~kept_from)


def _worked_for(audience):
    """Bodies whose corporate register it sees as it is worked on, nothing of it left out."""
    whole = Q(kind=Register.Kind.CORPORATE, pk__in=audience.registers) | Q(organisation__in=audience.working)
    return Register.objects.filter(whole).values("organisation")


def _of_risks_worked_on(audience):
    worked_on = Q(risk__register__organisation__in=audience.working) | Q(risk__register__in=audience.registers)
    for organisation, register in audience.own_risks_in:
        where = Q(risk__register__organisation=organisation) if register is None else Q(risk__register=register)
        worked_on |= where & Q(risk__in=owned_risks(audience))
    return worked_on
