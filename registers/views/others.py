"""Which other risks can be named on a form? Those the person may see, under the titles they may see."""

from registers.details import details
from registers.models import Register, Risk
from registers.position import index, look_at
from registers.views.changing import today


def risks_named(audience, organisation, but, only_open=True, register=None) -> dict:
    """{"corporate/4": (risk, "4 Money")} of one body, or of one register of it, in display order."""
    registers = Register.objects.visible_to(audience).filter(organisation=organisation)
    registers = [but.register] if register else list(registers.select_related("organisation"))
    found = {}
    for where in registers:
        view = look_at(where, audience, today())
        rows = [row for row in index(view).rows if (row.is_open or not only_open) and row.risk != but.pk]
        said = details(view, rows)
        risks = Risk.objects.in_bulk([row.risk for row in rows])
        for row in rows:
            risks[row.risk].register = where
            name = f"{row.printed_ref} {said[row.risk].title}"
            if where.pk != but.register_id:
                name += f" ({where.title})"
            found[f"{where.slug}/{row.ref}"] = (risks[row.risk], name)
    return found
