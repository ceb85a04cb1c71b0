"""On which risks and controls does a work-stream bear, as far as the person sees them, and which may be chosen?"""

from collections import defaultdict
from dataclasses import dataclass

from controls.models import Control, ControlWording, StreamControl, StreamRisk
from controls.visibility import sensitive_controls
from registers.audience import Audience, Level
from registers.models import Detail, Risk, Wording, in_force
from registers.models.registers import FactClass
from registers.visibility import now, sensitive_risks


@dataclass(frozen=True)
class Linked:
    """A risk or a control it bears on, as a page names it."""

    pk: int
    text: str
    url: str
    is_sensitive: bool  # for those cleared alone


def linked_risks(read):
    """The linked risks that the audience may see, under the titles they had."""
    held = _held(read, StreamRisk, "risk")
    keys = {key for rows in held.values() for key in rows}
    if not keys:
        return _named(held, {})
    risks = Risk.objects.filter(pk__in=keys).visible_to(read.audience).select_related("register__organisation")
    titles = dict(
        in_force(Wording.objects.filter(risk__in=keys).visible_to(read.audience), read.scope).values_list(
            "risk", "title"
        )
    )
    details = Detail.objects.filter(risk__in=keys)
    marked = {row["risk"] for scope in (read.scope, now()) for row in sensitive_risks(details, scope)}
    named = {
        risk.pk: Linked(risk.pk, f"Risk {risk.ref}: {titles[risk.pk]}", risk.get_absolute_url(), risk.pk in marked)
        for risk in risks
        if risk.pk in titles
    }
    return _named(held, named)


def linked_controls(read):
    held = _held(read, StreamControl, "control")
    keys = {key for rows in held.values() for key in rows}
    if not keys:
        return _named(held, {})
    controls = Control.objects.filter(pk__in=keys).visible_to(read.audience).select_related("register")
    wordings = in_force(ControlWording.objects.filter(control__in=keys).visible_to(read.audience), read.scope)
    titles = dict(wordings.values_list("control", "title"))
    marked = sensitive_among(controls, read.audience, read.scope)
    named = {
        control.pk: Linked(
            control.pk,
            f"{control.reference}: {titles[control.pk]}",
            control.get_absolute_url(),
            control.pk in marked,
        )
        for control in controls
        if control.pk in titles
    }
    return _named(held, named)


def sensitive_among(controls, audience, scope) -> set[int]:
    """Keys of these controls (with their registers) that are for those cleared alone, by marking or by profile."""
    keys = [control.pk for control in controls]
    marked = {key for day in (scope, now()) for key in sensitive_controls(day, keys)} if keys else set()
    return marked | {control.pk for control in controls if _is_sensitive_by_profile(control, audience)}


def _is_sensitive_by_profile(control, audience):
    register = control.register
    return (
        register is not None
        and register.level_of(FactClass.CONTROLS) >= Level.SENSITIVE
        and register.organisation_id in audience.cleared
    )


def _held(read, model, name):
    latest = defaultdict(dict)
    for stream, rows in read.rows(model, name, "holds").items():
        for _, key, holds in rows:
            latest[stream][key] = holds
    return {stream: [key for key, holds in rows.items() if holds] for stream, rows in latest.items()}


def _named(held, named):
    found = defaultdict(list)
    for stream, keys in held.items():
        found[stream] = [named[key] for key in keys if key in named]
    return found


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
