"""Whose are the files that were brought into a register? In SQL; the plain twin is sees_imports.py.

Of the leads of the whole register who are cleared by its body: what a file held is for whoever may know all of it.
"""

from django.db.models import Q

from registers.audience import Audience
from registers.models import Membership, Role


def visible_imports(queryset, audience: Audience):
    return queryset.filter(_of_leads(audience))


def visible_shapes(queryset, audience: Audience):
    return queryset.filter(_of_leads(audience))


def _of_leads(audience):
    if audience.user is None:
        return Q(pk__in=[])
    leads = Membership.objects.filter(user=audience.user, role=Role.LEAD, own_risks_only=False).current()
    whole = Q(register__organisation__in=leads.filter(register=None).values("organisation"))
    single = Q(register__in=leads.exclude(register=None).values("register"))
    return (whole | single) & Q(register__organisation__in=audience.cleared)
