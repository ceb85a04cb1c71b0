"""Pages that add a control: from a risk, or from a register."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from controls.actions import controls
from controls.forms.controls import NewControlForm
from controls.forms.values import posts_of_bodies, risk_choices
from controls.models import Control
from controls.uploads import refused_in
from registers.audience import Level
from registers.models import Marking, Register
from registers.models.registers import FactClass
from registers.position import look_at
from registers.views.changing import today, withheld
from registers.views.common import get_register, get_risk, note_sensitive_read, see_risk


@require_http_methods(["GET", "POST"])
def control_add_to(request, organisation, register, ref):
    """Add a control to a risk."""
    risk = get_risk(request, organisation, register, ref, needs="registers.edit_risk")
    seen = see_risk(request, risk, today())
    return _add(request, risk.register, seen.view, risk=seen)


@require_http_methods(["GET", "POST"])
def control_add(request):
    """Add a control to a register, and say there which risks it acts on."""
    slugs = request.GET.get("register", "").split("/")
    if len(slugs) != 2:
        return _choose_register(request)
    register = get_register(request, *slugs, needs="controls.add_control")
    return _add(request, register, look_at(register, request.audience, today()))


def _choose_register(request):
    registers = Register.objects.visible_to(request.audience).select_related("organisation")
    mine = [register for register in registers if request.user.has_perm("controls.add_control", register)]
    if not mine:
        raise PermissionDenied
    if len(mine) == 1:
        return redirect(f"{reverse('controls:control-add')}?register={mine[0].path}")
    return render(request, "controls/control_add_where.html", {"registers": mine, "breadcrumbs": _crumbs("Add")})


def _crumbs(text):
    return [{"text": "Controls", "url": reverse("controls:controls")}, {"text": text}]


def _add(request, register, view, risk=None):
    """`risk`: the one whose page it was asked from (registers RiskView)."""
    if not view.sees(FactClass.CONTROLS):
        raise PermissionDenied(withheld(register, FactClass.CONTROLS))
    choices = risk_choices(request, register.organisation)
    path = f"{register.slug}/{risk.row.ref}" if risk else ""
    form = NewControlForm(
        request.POST or None,
        files=request.FILES or None,
        posts=posts_of_bodies([register.organisation]),
        choices=choices,
        too_large=refused_in(request),
        initial={"risks": [path] if path in choices else [], "marking": _marking_of(risk)},
    )
    if form.is_valid():
        try:
            control = controls.add(register=register, by=request.user, **form.values())
        except ValidationError as problem:
            form.take(problem)
        else:
            return _added(request, control, register)
    return _show_adding(request, register, view, form, choices, risk)


def _marking_of(risk):
    """A control is marked as its risk is, unless told otherwise."""
    return Marking.SENSITIVE if risk and risk.row.is_sensitive else Marking.OFFICIAL


def _added(request, control, register):
    """To the new control; to its register, where the person has marked it out of their own sight."""
    if not Control.objects.visible_to(request.audience).filter(pk=control.pk).exists():
        messages.success(request, f"{control.reference} added. It is not among the controls that you see.")
        return redirect(register)
    messages.success(request, f"{control.reference} added.")
    return redirect(control)


def _show_adding(request, register, view, form, choices, risk):
    by_profile = view.level >= Level.SENSITIVE and register.level_of(FactClass.CONTROLS) >= Level.SENSITIVE
    sensitive = choices.is_sensitive or by_profile
    if sensitive:
        note_sensitive_read(request, view, f"{register.title}: add a control (sensitive)")
    url = reverse("registers:register", args=register.path.split("/"))
    context = {
        "form": form,
        "register": register,
        "risk": risk,
        "cancel_url": f"{url}{risk.row.ref}/" if risk else url,
        "marking": "OFFICIAL-SENSITIVE" if sensitive else "OFFICIAL",
        "breadcrumbs": _crumbs("Add a control"),
    }
    return render(request, "controls/control_add.html", context)
