"""Which boards may an audience know of? Their meetings are cut further, item by item, where they are kept."""

from django.db.models import Q

from registers.audience import Audience
from registers.models.registers import Register
from registers.visibility import works_on_registers


def visible_boards(queryset, audience: Audience):
    """A body's boards are its members'; one the other body attends is theirs too; a joint one is both bodies'.

    Who works on single registers alone sees what settles one of those. The Panel and the public see none.
    """
    seen = Q(organisation__in=audience.working)
    if audience.working:
        seen |= Q(organisation=None) | Q(is_attended=True)
    settles = Register.objects.filter(works_on_registers(audience)).values("board")
    return queryset.filter(seen | Q(pk__in=settles))
