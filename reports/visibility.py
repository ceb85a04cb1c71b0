"""Which files may an audience download? In SQL; the plain twin is sees.py."""

from django.db.models import Q

from registers.audience import Audience
from registers.models import Risk
from registers.visibility import owned_risks
from reports.models.renderings import State, What


def visible_renderings(queryset, audience: Audience):
    """What was made for somebody stays theirs only while they may still see what it was made of."""
    cleared = Q(is_sensitive=False) | Q(organisation__in=audience.cleared)
    papers = cleared & Q(what=What.PAPER, organisation__in=audience.papers_of)
    risks = Q(what=What.RISK_TEMPLATE, requested_by=audience.user, risk__in=Risk.objects.visible_to(audience))
    still_theirs = cleared & (Q(is_working=False) | _of_risks_worked_on(audience))
    risks &= ~Q(state=State.DONE) | still_theirs  # before it is made it holds nothing
    if audience.user is None:
        risks = Q(pk__in=[])
    return queryset.filter(papers | risks)


def _of_risks_worked_on(audience):
    worked_on = Q(risk__register__organisation__in=audience.working) | Q(risk__register__in=audience.registers)
    for organisation, register in audience.own_risks_in:
        where = Q(risk__register__organisation=organisation) if register is None else Q(risk__register=register)
        worked_on |= where & Q(risk__in=owned_risks(audience))
    return worked_on
