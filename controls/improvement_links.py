"""Which controls may a work-stream be linked to, and which links does the person not see?"""

from controls.models import Control, ControlWording, StreamControl, StreamRisk
from registers.audience import Audience
from registers.models import in_force
from registers.visibility import now


def linkable_controls(audience: Audience, plan) -> dict:
    """{"C-12": (control, "C-12 Minutes")} of the body's own controls that the audience sees."""
    seen = Control.objects.visible_to(audience).filter(register__organisation=plan.organisation_id)
    controls = {control.pk: control for control in seen.select_related("register")}
    wordings = in_force(ControlWording.objects.filter(control__in=controls), now())
    titles = dict(wordings.values_list("control", "title"))
    return {
        control.reference: (control, f"{control.reference} {titles[pk]}")
        for pk, control in controls.items()
        if pk in titles
    }


def beside(stream, model, name, offered) -> list:
    """What it is linked to that was not offered: that is left as it is."""
    latest = in_force(model.objects.filter(stream=stream), now()).select_related(f"{name}__register")
    shown = {record.pk for record, _ in offered.values()}
    return [getattr(row, name) for row in latest if row.holds and getattr(row, f"{name}_id") not in shown]


def keep_the_rest(stream, risks, controls, offered) -> dict:
    """The whole lists of links: what was chosen, and what the person was not offered."""
    return {
        "risks": [*risks, *beside(stream, StreamRisk, "risk", offered["risks"])],
        "controls": [*controls, *beside(stream, StreamControl, "control", offered["controls"])],
    }
