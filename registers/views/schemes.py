"""The scales a body scores on, and the objectives its risks threaten."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from registers import rules_beginning
from registers.actions import set_up as actions
from registers.forms.schemes import SchemeForm, shown
from registers.forms.set_up import FrameworkForm, FrameworkNameForm
from registers.models import Framework
from registers.models.risks import Stale
from registers.position import index, look_at, today_scope
from registers.rescore import not_rescored
from registers.views.common import get_register
from registers.views.people import posted
from registers.views.set_up import NEEDS, frame, get_register_of_body


@require_safe
def scheme(request, organisation, register):
    """The scale in use as a table, the risks that still stand on an older one, and the scales there were."""
    found = get_register(request, organisation, register, NEEDS)
    view = look_at(found, request.audience, today_scope())
    present = found.scheme_on(view.scope.as_at)
    context = {
        "scheme": present,
        "rows": list(shown(present.value)) if present else [],
        "waiting": not_rescored(index(view)),
        "former": [(one, list(shown(one.value))) for one in reversed(found.schemes) if one != present],
        "looks_after_body": request.user.has_perm("registers.manage_people", found.organisation),
        "can_replace": present is not None and rules_beginning.can_replace(present),
    }
    return render(request, "registers/set_up_scheme.html", frame(found, ("Scoring scheme", "")) | context)


@require_http_methods(["GET", "POST"])
def scheme_adopt(request, organisation, register):
    """Adopt another scale from a day: type its levels, draw the grid, fill it in."""
    found = get_register_of_body(request, organisation, register)
    present = found.schemes[-1].value if found.schemes else None
    form = SchemeForm(posted(request), present=present)
    is_drawing = request.POST.get("step") == "draw"
    if not is_drawing and form.is_valid():
        asked = {name: form.cleaned_data[name] for name in ("name", "adopted_on", "note")}
        try:
            actions.adopt_scheme(organisation=found.organisation, by=request.user, definition=form.definition, **asked)
        except ValidationError as problem:
            form.take(problem)
        else:
            messages.success(request, f"{asked['name']} is the scale in use. Scores given before stay on theirs.")
            return redirect("registers:scheme", organisation, register)
    trail = ("Scoring scheme", reverse("registers:scheme", args=[organisation, register])), ("Adopt another", "")
    context = frame(found, *trail) | {"form": form, "is_drawing": is_drawing and form.drawn}
    return render(request, "registers/set_up_scheme_adopt.html", context)


@require_http_methods(["GET", "POST"])
def framework_add(request, organisation, register):
    found = get_register_of_body(request, organisation, register)
    form = FrameworkNameForm(posted(request))
    if form.is_valid():
        try:
            added = actions.add_framework(organisation=found.organisation, by=request.user, **form.cleaned_data)
        except ValidationError as problem:
            form.take(problem)
        else:
            messages.success(request, "Saved. Now its objectives.")
            return redirect("registers:framework", organisation, register, added.slug)
    context = {"form": form, "title": "Add a set of objectives", "submit": "Continue"}
    return render(request, "registers/set_up_form.html", frame(found, (context["title"], "")) | context)


@require_http_methods(["GET", "POST"])
def framework(request, organisation, register, framework):
    """Rename a set of objectives; rename, order and add its objectives."""
    found = get_register_of_body(request, organisation, register)
    chosen = Framework.objects.filter(organisation=found.organisation, slug=framework).first()
    if chosen is None:
        raise Http404("There is no such set of objectives")
    form = FrameworkForm(posted(request), framework=chosen)
    is_outdated = form.is_outdated
    if not is_outdated and form.is_valid():
        typed = form.cleaned_data
        try:
            actions.save_framework(
                framework=chosen,
                by=request.user,
                name=typed["name"],
                objectives=form.said,
                version=typed["version"],
            )
        except Stale:
            is_outdated = True
        except ValidationError as problem:
            form.take(problem)
        else:
            messages.success(request, "Saved.")
            return redirect("registers:framework", organisation, register, framework)
    context = {"form": form, "framework": chosen, "is_outdated": is_outdated}
    if is_outdated:
        chosen.refresh_from_db()
        context |= {"stands": list(chosen.objectives.order_by("order", "pk")), "form": form.at(chosen)}
    around = frame(found, (chosen.name, ""))
    return render(request, "registers/set_up_framework.html", around | context, status=409 if is_outdated else 200)
