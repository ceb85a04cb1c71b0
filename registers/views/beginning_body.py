"""Setting up a body step by step: the list of steps, its names, its scale, its register, its appetite."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from registers import rules, rules_beginning
from registers.actions import assessments, set_up
from registers.actions import beginning as actions
from registers.beginning import appetite_of, page_called, scheme_of, stand_of, to_be_cleared
from registers.form_rendering import parse_day
from registers.forms.beginning import CorporateForm, NamesForm, OrganisationForm, ScaleForm, first_day
from registers.forms.schemes import SchemeForm, shown
from registers.forms.set_up import SHORT_WORDS, RegisterAppetiteForm, level_now
from registers.models import Organisation, Role
from registers.models.registers import FactClass
from registers.models.risks import Stale
from registers.position import look_at, today_scope
from registers.profiles import PRESETS, preset_called
from registers.scales import TEMPLATES, definition_of, template_called
from registers.views.beginning_common import called, get_body, go_on, show
from registers.views.common import note_sensitive_read
from registers.views.inviting import invite
from registers.views.people import posted


@require_safe
def body(request, organisation):
    """The list of steps, each done or to do. It can be left and taken up again."""
    found = get_body(request, organisation)
    stand = stand_of(found, request.audience)
    context = {
        "organisation": found,
        "stand": stand,
        "can_add": [Organisation.Kind(kind).label for kind in addable()],
        "register": rules.corporate_register_of(found),
        "breadcrumbs": [{"text": "Home", "url": reverse("home")}, {"text": f"Set up {found.short_name}", "url": ""}],
    }
    return render(request, "registers/begin/body.html", context)


def addable() -> list[str]:
    """The kinds of organisation there is room for."""
    return [kind for kind in Organisation.Kind if rules_beginning.can_add(kind)]


@require_http_methods(["GET", "POST"])
def names(request, organisation):
    """What the body is called."""
    found = get_body(request, organisation)
    initial = {"name": found.name, "short_name": found.short_name, "version": actions.version_of(found)}
    form, differences = NamesForm(posted(request), initial=initial), None
    if form.is_valid():
        try:
            actions.rename_organisation(organisation=found, by=request.user, **form.cleaned_data)
        except ValidationError as problem:
            form.take(problem)
        except Stale as stale:
            differences = _differing(form, stale.theirs, ("name", "short_name"))
            form = NamesForm(_at(request, stale.theirs))
        else:
            return go_on(request, found, "names", "Saved.")
    context = {"form": form, "submit": "Save and go on", "differences": differences}
    return show(request, found, "names", context, template="form", status=200 if differences is None else 409)


def _differing(form, theirs, fields):
    pairs = [(form[name].label, getattr(theirs, name), form.cleaned_data[name]) for name in fields]
    return [{"label": label, "theirs": str(said), "yours": str(mine)} for label, said, mine in pairs if said != mine]


def _at(request, theirs):
    """What was typed, at their version."""
    data = request.POST.copy()
    data["version"] = actions.version_of(theirs)
    return data


@require_http_methods(["GET", "POST"])
def another(request, organisation):
    """The second body, or the Panel, with its first administrator."""
    found = get_body(request, organisation)
    if not request.user.has_perm("registers.add_organisation", found):
        raise PermissionDenied
    kinds = addable()
    if not kinds:
        raise Http404("There is room for no other organisation")
    form = OrganisationForm(posted(request), kinds=kinds)
    if form.is_valid():
        try:
            membership = actions.add_organisation(by=request.user, **form.cleaned_data)
        except ValidationError as problem:
            form.take(problem)
        else:
            added, person = membership.organisation, membership.user
            messages.success(request, f"{called(added)} is there, and {person} looks after it.")
            if not person.has_usable_password() and invite(request, person, [membership]):
                messages.info(request, f"{person.email} has been sent a link to set a password.")
            return redirect("registers:begin-body", found.slug)
    url = reverse("registers:begin-body", args=[found.slug])
    context = {
        "form": form,
        "organisation": found,
        "title": "Add another organisation",
        "text": "Each body sets up its own register and looks after its own people. You do not see what is sensitive "
        "there unless that body clears you.",
        "submit": "Add it and send the invitation",
        "back": url,
        "breadcrumbs": [{"text": f"Set up {found.short_name}", "url": url}, {"text": "Add another organisation"}],
    }
    return render(request, "registers/begin/form.html", context)


# The scale -------------------------------------------------------------------------------------


@require_http_methods(["GET", "POST"])
def scale(request, organisation):
    """Choose one of the common scales, each shown as its matrix."""
    found = get_body(request, organisation)
    present = scheme_of(found)
    if present is not None and not rules_beginning.can_replace(present):
        return _scale_in_use(request, found, present)
    form = ScaleForm(posted(request), initial=_of_scheme(present))
    if form.is_valid() and request.POST.get("step") == "cells":
        typed = form.cleaned_data
        url = reverse("registers:begin-scale-cells", args=[found.slug])
        return redirect(f"{url}?scale={typed['scale']}&on={typed['adopted_on']:%Y-%m-%d}")
    if form.is_valid():
        template = template_called(form.cleaned_data["scale"])
        said = {"name": template.name, "definition": definition_of(template.scheme)}
        said |= {"adopted_on": form.cleaned_data["adopted_on"], "version": form.cleaned_data["version"]}
        if _adopt(request, found, form, present, **said):
            return go_on(request, found, "scale", f"“{template.name}” is the scale of {found.short_name}.")
    scales = [(radio, list(shown(template.scheme))) for radio, template in zip(form["scale"], TEMPLATES, strict=True)]
    context = {"form": form, "scales": scales, "present": present, "grid": present and list(shown(present.value))}
    return show(request, found, "scale", context, template="scale")


def _of_scheme(present):
    if present is None:
        return {"adopted_on": first_day()}
    return {"adopted_on": present.adopted_on, "version": actions.version_of(present)}


def _adopt(request, organisation, form, present, *, version, **said) -> bool:
    """Adopt it, or put it in the place of one that nothing was scored on. False where it is refused, with words."""
    try:
        if present is None:
            set_up.adopt_scheme(organisation=organisation, by=request.user, **said)
        else:
            actions.replace_unused_scheme(scheme=present, by=request.user, version=version, **said)
    except ValidationError as problem:
        form.take(problem)
    except Stale:
        form.add_error(None, "Somebody else has chosen another scale meanwhile. Look at it, then choose again")
        form.data = form.data.copy()
        form.data["version"] = actions.version_of(present)
    else:
        return True
    return False


def _scale_in_use(request, organisation, present):
    register = rules.corporate_register_of(organisation)
    adopt = page_called("registers:scheme-adopt", args=[organisation.slug, register.slug]) if register else ""
    context = {"present": present, "grid": list(shown(present.value)), "adopt_url": adopt, "is_fixed": True}
    return show(request, organisation, "scale", context, template="scale")


@require_http_methods(["GET", "POST"])
def scale_cells(request, organisation):
    """The levels and cells of a common scale, to be changed before it is used."""
    found = get_body(request, organisation)
    present = scheme_of(found)
    if present is not None and not rules_beginning.can_replace(present):
        raise Http404("The scale has been scored on")
    chosen = next((one for one in TEMPLATES if one.slug == request.GET.get("scale")), None)
    if chosen is None and present is None:
        return redirect("registers:begin-scale", found.slug)
    initial = _of_scheme(present) | {"name": chosen.name if chosen else present.name}
    if day := parse_day(request.GET.get("on", "")):
        initial["adopted_on"] = day
    form = SchemeForm(posted(request), present=chosen.scheme if chosen else present.value, initial=initial)
    is_drawing = request.POST.get("step") == "draw"
    if not is_drawing and form.is_valid():
        said = {name: form.cleaned_data[name] for name in ("name", "adopted_on", "note")}
        said |= {"definition": form.definition, "version": present and actions.version_of(present)}
        if _adopt(request, found, form, present, **said):
            return go_on(request, found, "scale", f"“{said['name']}” is the scale of {found.short_name}.")
    back = reverse("registers:begin-scale", args=[found.slug])
    context = {"form": form, "is_drawing": is_drawing and form.drawn, "title": "Levels and cells", "scale_url": back}
    return show(request, found, "scale", context, template="scale_cells")


# The register ----------------------------------------------------------------------------------


@require_http_methods(["GET", "POST"])
def register(request, organisation):
    """The corporate register and its publication profile."""
    found = get_body(request, organisation)
    there = rules.corporate_register_of(found)
    if there is not None:
        levels = [(cls.label, SHORT_WORDS[level_now(there, cls)]) for cls in FactClass]
        return show(request, found, "register", {"register": there, "levels": levels}, template="register_there")
    form = CorporateForm(posted(request), initial={"title": f"{called(found)} corporate risk register"})
    if form.is_valid():
        typed = form.cleaned_data
        said = {"title": typed["title"], "settled_by": typed["settled_by"]}
        profile = preset_called(typed["profile"]).profile
        try:
            added = actions.add_corporate_register(organisation=found, by=request.user, profile=profile, **said)
        except ValidationError as problem:
            form.take(problem)
        else:
            return go_on(request, found, "register", f"{added.title} is there.")
    classes = [
        (cls.label, [SHORT_WORDS[preset.profile.get(cls, "official-sensitive")] for preset in PRESETS])
        for cls in FactClass
    ]
    context = {"form": form, "presets": PRESETS, "classes": classes, "submit": "Add the register and go on"}
    return show(request, found, "register", context, template="register")


@require_http_methods(["GET", "POST"])
def appetite(request, organisation):
    """What the body accepts in its corporate register."""
    found = get_body(request, organisation)
    there = rules.corporate_register_of(found)
    view = look_at(there, request.audience, today_scope()) if there else None
    if view is None or not view.sees(FactClass.APPETITE):
        return show(request, found, "appetite", {"register": there}, template="appetite_waits")
    note_sensitive_read(request, view, f"Appetite of register {there.path}")
    now = appetite_of(there, request.audience)
    initial = {"reason": "Stated when the register was set up"}
    if now:
        initial = {"statement": now.statement, "highest_band": now.highest_band}
    form = RegisterAppetiteForm(posted(request), initial=initial)
    if form.is_valid():
        try:
            assessments.set_appetite(register=there, by=request.user, **form.cleaned_data)
        except ValidationError as problem:
            form.take(problem)
        else:
            return go_on(request, found, "appetite", "Saved. It is working until the register is agreed.")
    marking = SHORT_WORDS[level_now(there, FactClass.APPETITE)].replace("Public", "OFFICIAL")
    context = {"form": form, "submit": "Save and go on", "marking": marking}
    return show(request, found, "appetite", context, template="form")


@require_safe
def first_risks(request, organisation):
    """Where the first risks come from, and who may bring them in."""
    found = get_body(request, organisation)
    there = rules.corporate_register_of(found)
    if there is None or scheme_of(found) is None:
        return redirect("registers:begin-body", found.slug)
    place = [found.slug, there.slug]
    import_url = page_called("reports:import-add", "reports:import-begin", "reports:imports", args=place)
    context = {
        "register": there,
        "is_lead": request.user.has_perm("registers.add_risk", there),
        "is_cleared": found.pk in request.audience.cleared,
        "awaits_others": any(user.pk != request.user.pk for user in to_be_cleared(found)),
        "import_url": import_url if request.user.has_perm("reports.import_register", there) else "",
        "add_url": reverse("registers:risk-add", args=place),
        "lead": Role.LEAD.label,
    }
    return show(request, found, "import", context, template="first_risks")
