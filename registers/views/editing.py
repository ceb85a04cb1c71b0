"""Pages that add a risk and change what it says: its texts, posts and objectives, its marking, what bears on it."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from registers.actions import risks
from registers.forms.risks import DependencyEndForm, DependencyForm, MarkForm, NewRiskForm, RiskForm
from registers.forms.values import CLASS_OF, aspect, objectives_of, posts_of, risk_values
from registers.models import Aspect, Dependency, Marking, Risk, in_force
from registers.models.registers import FactClass
from registers.views.changing import change_page
from registers.views.common import get_register
from registers.views.others import risks_named


@require_http_methods(["GET", "POST"])
def risk_add(request, organisation, register):
    """Open a risk."""
    register = get_register(request, organisation, register, needs="registers.add_risk")
    choices = {"posts": posts_of(register.organisation), "objectives": objectives_of(register.organisation)}
    form = NewRiskForm(request.POST or None, sees=set(CLASS_OF), **choices)
    if form.is_valid():
        try:
            risk = risks.open_risk(register=register, by=request.user, **form.values())
        except ValidationError as problem:
            form.take(problem)
        else:
            return _opened(request, risk)
    breadcrumbs = [
        {"text": "Registers", "url": reverse("registers:registers")},
        {"text": register.title, "url": register.get_absolute_url()},
        {"text": "Add a risk"},
    ]
    return render(request, "registers/risk_add.html", {"register": register, "form": form, "breadcrumbs": breadcrumbs})


def _opened(request, risk):
    """To the new risk; to its register, where the person has marked it out of their own sight."""
    if not Risk.objects.visible_to(request.audience).filter(pk=risk.pk).exists():
        messages.success(request, f"Risk {risk.ref} opened. It is not among the risks that you see.")
        return redirect(risk.register)
    messages.success(request, f"Risk {risk.ref} opened. Now give it a score.")
    return redirect(risk)


@require_http_methods(["GET", "POST"])
def risk_edit(request, organisation, register, ref):
    """Change what a risk says."""
    page = change_page(request, organisation, register, ref, "risk-edit", "Edit", sees=(FactClass.IDENTITY,))
    held = risk_values(page.view, page.risk)
    body = page.risk.register.organisation
    choices = {"posts": posts_of(body), "objectives": objectives_of(body), "sees": set(held)}
    form = RiskForm(page.data, **choices, **page.for_form(held))
    saved = page.save(form, risks.edit, held=lambda page: risk_values(page.view, page.risk))
    if saved:
        return page.done(saved=saved)
    missing = {FactClass(CLASS_OF[name]).label.lower(): None for name in CLASS_OF if name not in held}
    return page.show("registers/risk_form.html", form, withheld=list(missing))


@require_http_methods(["GET", "POST"])
def risk_mark(request, organisation, register, ref):
    """Mark a risk OFFICIAL or OFFICIAL-SENSITIVE."""
    page = change_page(request, organisation, register, ref, "risk-mark", "Change the marking")
    held = _marking(page)
    form = MarkForm(page.data, **page.for_form(held))
    if page.wants_confirming(form) and form.cleaned_data["marking"] == Marking.OFFICIAL:
        return _ask_to_lower(page, form)
    saved = page.save(form, risks.mark, held=_marking) if page.data and "back" not in page.data else None
    if saved:
        return page.done(saved=saved)
    return page.show("registers/mark_form.html", form)


def _marking(page):
    return {"marking": aspect(page.view, page.risk, Aspect.MARKING) or Marking.OFFICIAL}


def _ask_to_lower(page, form):
    on = form.cleaned_data["on"]
    return page.ask(
        form,
        title=f"Mark {page.name.lower()} OFFICIAL?",
        submit="Mark it OFFICIAL",
        consequences=[
            "People who are not cleared see the risk again, as far as the register's publication profile lets them.",
            f"That goes for what is dated {on.day} {on:%B %Y} or later. What is older stays with those cleared.",
            "Once read, it cannot be unread.",
        ],
    )


@require_http_methods(["GET", "POST"])
def dependency_record(request, organisation, register, ref):
    """Say which other risks bear on this one."""
    page = change_page(request, organisation, register, ref, "dependency-record", "Dependencies")
    standing = _standing_dependencies(page)
    others = {path: found for path, found in _others(page).items() if path not in {row["path"] for row in standing}}
    form = DependencyForm(page.data, others=others, **page.for_form())
    saved = page.save(form, risks.depend)
    if saved:
        return page.done(saved=saved)
    return page.show("registers/dependency_form.html", form, standing=standing)


@require_http_methods(["GET", "POST"])
def dependency_end(request, organisation, register, ref, other_register, other_ref):
    """Say that another risk no longer bears on this one."""
    page = change_page(request, organisation, register, ref, "dependency-record", "End a dependency")
    path = f"{other_register}/{other_ref}"
    row = next((row for row in _standing_dependencies(page) if row["path"] == path), None)
    if row is None:
        raise Http404("Nothing of that name bears on this risk")
    form = DependencyEndForm(page.data, **page.for_form())
    saved = page.save(form, lambda **said: risks.depend(depends_on=row["risk"], holds=False, **said))
    if saved:
        return page.done(saved=saved)
    return page.show("registers/dependency_end_form.html", form, other=row)


def _standing_dependencies(page):
    """The risks that bear on this one today, as far as the person may see them."""
    latest = in_force(Dependency.objects.filter(risk=page.risk), page.view.scope).values("pk")
    keys = Dependency.objects.visible_to(page.request.audience).filter(pk__in=latest, holds=True)
    named = {risk.pk: (path, risk, name) for path, (risk, name) in _others(page, only_open=False).items()}
    found = [named[pk] for pk in keys.values_list("depends_on", flat=True) if pk in named]
    return [
        {"path": path, "name": name, "risk": risk, "url": _end_url(page, risk)}
        for path, risk, name in sorted(found, key=lambda row: row[0])
    ]


def _end_url(page, risk):
    return reverse("registers:dependency-end", args=[*page.where, risk.register.slug, risk.ref])


def _others(page, only_open=True):
    """Risks of the same body that the person may see: {"corporate/4": (risk, "4 Money")}."""
    return risks_named(page.request.audience, page.risk.register.organisation, but=page.risk, only_open=only_open)


__all__ = ["dependency_end", "dependency_record", "risk_add", "risk_edit", "risk_mark"]
