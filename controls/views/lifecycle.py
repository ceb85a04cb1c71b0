"""Pages that lead a control through its life: adopt, put in place, retire; and what going live suggests."""

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from controls.actions import controls
from controls.forms.controls import AdoptForm, InPlaceForm, RetireForm
from controls.models import Stage
from controls.views.changing import already, change_page, is_open
from controls.views.common import get_control, is_sensitive, note_control_read, see_control
from registers.models import Risk
from registers.offers import DEEDS as RISK_DEEDS
from registers.views.changing import today
from registers.views.common import see_risk


@require_http_methods(["GET", "POST"])
def control_adopt(request, number):
    """Adopt a potential control: it is planned now, or in place."""
    page = change_page(request, number, "control-adopt", "Adopt")
    if not is_open(page):
        return already(page)
    form = AdoptForm(page.data, **page.for_form())
    saved = page.save(form, controls.set_stage)
    if saved:
        return _moved_on(page, saved)
    return page.show("registers/change_form.html", form, submit="Adopt the control")


@require_http_methods(["GET", "POST"])
def control_in_place(request, number):
    """Say that a planned control is in place."""
    page = change_page(request, number, "control-in-place", "Put in place")
    if not is_open(page):
        return already(page)
    form = InPlaceForm(page.data, **page.for_form())
    saved = page.save(form, lambda **said: controls.set_stage(stage=Stage.IN_PLACE, **said))
    if saved:
        return _moved_on(page, saved)
    return page.show("registers/change_form.html", form, submit="Put it in place")


def _moved_on(page, saved):
    """What goes live may change a score: the next page suggests it, and re-scores nothing by itself."""
    is_live = any(fact.stage == Stage.IN_PLACE for fact in saved.facts)
    return page.done(
        saved=saved, url=reverse("controls:control-rescore", args=[page.control.number]) if is_live else None
    )


@require_safe
def control_rescore(request, number):
    """Suggest that the risks of a control that has gone live are scored again."""
    control = get_control(request, number, needs="controls.edit_control")
    seen = see_control(request, control, today())
    if seen.row.stage is not Stage.IN_PLACE:
        raise Http404("The control is not in place")
    found = [_to_score(request, risk) for risk in _risks_of(seen)]
    sensitive = is_sensitive(request, control, seen.row) or any(risk and risk["is_sensitive"] for risk in found)
    if sensitive:
        note_control_read(request, control, f"Control {control.reference}: risks to score again (sensitive)")
    context = {
        "control": control,
        "seen": seen,
        "risks": [risk for risk in found if risk],
        "marking": "OFFICIAL-SENSITIVE" if sensitive else "OFFICIAL",
        "breadcrumbs": [
            {"text": "Controls", "url": reverse("controls:controls")},
            {"text": control.reference, "url": control.get_absolute_url()},
            {"text": "Score again"},
        ],
    }
    return render(request, "controls/control_rescore.html", context)


def _risks_of(seen):
    return (
        Risk.objects.filter(pk__in=seen.row.risks).select_related("register__organisation").order_by("register", "ref")
    )


def _to_score(request, risk):
    """A risk that the person may score, under the title they may see; None otherwise."""
    deed = RISK_DEEDS["assessment-record"]
    try:
        seen = see_risk(request, risk, today())
    except Http404:
        return None
    if not seen.row.is_open or not deed.is_allowed(request.user, risk, seen.view):
        return None
    where = [risk.register.organisation.slug, risk.register.slug, risk.ref]
    return {
        "name": f"Risk {seen.row.printed_ref}: {seen.details.title}",
        "register": risk.register.title,
        "url": reverse("registers:assessment-record", args=where),
        "is_sensitive": seen.row.is_sensitive,
    }


@require_http_methods(["GET", "POST"])
def control_retire(request, number):
    """Retire a control."""
    page = change_page(request, number, "control-retire", "Retire")
    if not is_open(page):
        return already(page)
    form = RetireForm(page.data, **page.for_form())
    if page.wants_confirming(form):
        return page.ask(
            form,
            title=f"Retire {page.name}?",
            submit="Retire the control",
            consequences=[
                "From that day nothing more is stated, dated or rated of it, and it no longer counts.",
                "Every earlier day still shows it as it was, with its owner, progress and evidence.",
                "It is not brought back: another control is added instead. It keeps its reference.",
            ],
        )
    ready = page.data is not None and "back" not in page.data and page.is_confirmed
    saved = page.save(form, lambda **said: controls.set_stage(stage=Stage.RETIRED, **said)) if ready else None
    if saved:
        return page.done(saved=saved)
    return page.show("registers/change_form.html", form, submit="Continue")
