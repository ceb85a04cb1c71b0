"""Whose are the files that were brought into a register? In SQL; the plain twin is sees_imports.py.

Of the leads of the whole register who are cleared by its body: what a file held is for whoever may know all of it.
The improvement plan is the body's: a file that speaks of it is not for those whose role ends with the register, but for
whoever brought it.
"""

from django.db.models import Q

from registers.audience import Audience
from registers.models import Membership, Role


def visible_imports(queryset, audience: Audience):
    return queryset.filter(_of_leads(audience, of_one=Q(has_plan=False) | Q(by=audience.user)))


def visible_shapes(queryset, audience: Audience):
    return queryset.filter(_of_leads(audience, of_one=Q()))


def _of_leads(audience, of_one):
    """`of_one`: which of them are for the leads of one register alone."""
    if audience.user is None:
        return Q(pk__in=[])
    leads = Membership.objects.filter(user=audience.user, role=Role.LEAD, own_risks_only=False).current()
    whole = Q(register__organisation__in=leads.filter(register=None).values("organisation"))
    single = Q(register__in=leads.exclude(register=None).values("register"))
    return (whole | (single & of_one)) & Q(register__organisation__in=audience.cleared)
