"""The set-up of a register: its names, its appetite, who may see what of it; and a new directorate register."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from registers.actions import assessments
from registers.actions import set_up as actions
from registers.forms.set_up import (
    SHORT_WORDS,
    CadenceForm,
    NewRegisterForm,
    ProfileForm,
    RegisterAppetiteForm,
    RegisterForm,
    level_now,
)
from registers.models import Appetite, Framework, Register, in_force
from registers.models.registers import FactClass
from registers.models.risks import Stale
from registers.position import index, look_at, today_scope
from registers.rescore import not_rescored
from registers.reviewing import MONTHS, every
from registers.scoring import Band
from registers.views.changing import withheld
from registers.views.common import get_register, note_sensitive_read
from registers.views.people import posted

NEEDS = "registers.set_up_register"


def get_register_of_body(request, organisation, register) -> Register:
    """The register, for administrators of the whole body: its scales, objectives and registers are everybody's."""
    found = get_register(request, organisation, register, NEEDS)
    if not request.user.has_perm("registers.manage_people", found.organisation):
        raise PermissionDenied(
            "This is set up for the whole body, by administrators who are not limited to a register."
        )
    return found


def frame(register, *trail) -> dict:
    """What every page of the set-up has around it."""
    place = [register.organisation.slug, register.slug]
    crumbs = [
        {"text": "Registers", "url": reverse("registers:registers")},
        {"text": register.title, "url": register.get_absolute_url()},
        {"text": "Set-up", "url": reverse("registers:register-set-up", args=place) if trail else ""},
    ]
    return {
        "register": register,
        "breadcrumbs": crumbs + [{"text": text, "url": url} for text, url in trail],
        "back": reverse("registers:register-set-up", args=place),
    }


def there(register):
    return redirect("registers:register-set-up", register.organisation.slug, register.slug)


@require_safe
def register_set_up(request, organisation, register):
    """Everything that is set up for a register, with the way to change it."""
    found = get_register(request, organisation, register, NEEDS)
    view = look_at(found, request.audience, today_scope())
    if view.sees(FactClass.APPETITE):
        note_sensitive_read(request, view, f"Set-up of register {found.path}")
    context = {
        "appetite": view.cut(FactClass.APPETITE, _appetite(view)),
        "cadence": [every(band, found.review_cadence) for band in reversed(Band)],
        "classes": [(cls.label, SHORT_WORDS[level_now(found, cls)]) for cls in FactClass],
        "scheme": found.scheme_on(view.scope.as_at),
        "waiting": not_rescored(index(view)),
        "frameworks": Framework.objects.filter(organisation=found.organisation).prefetch_related("objectives"),
        "registers": found.organisation.registers.all(),
        "looks_after_body": request.user.has_perm("registers.manage_people", found.organisation),
    }
    return render(request, "registers/set_up_register.html", frame(found) | context)


def _appetite(view):
    return in_force(Appetite.objects.filter(register=view.register).select_related("by"), view.scope).first()


@require_http_methods(["GET", "POST"])
def register_describe(request, organisation, register):
    """The title and the board. Who saves second is shown what the first saved."""
    found = get_register(request, organisation, register, NEEDS)
    options = {"register": found, "adds_boards": request.user.has_perm("registers.manage_people", found.organisation)}
    initial = {"title": found.title, "board": found.board.slug if found.board_id else "", "version": found.version}
    form, differences = RegisterForm(posted(request), initial=initial, **options), None
    if form.is_valid():
        try:
            actions.describe_register(register=found, by=request.user, **form.cleaned_data)
        except ValidationError as problem:
            form.take(problem)
        except Stale as stale:
            differences = _names_beside(form, stale.theirs)
            form = RegisterForm(_at(form, stale.theirs), **options)
        else:
            messages.success(request, "Saved.")
            return there(found)
    context = {"form": form, "title": "Title and board", "submit": "Save", "differences": differences}
    return _form_page(request, found, context)


def _names_beside(form, theirs):
    typed = form.cleaned_data
    board = typed.get("settled_by") or (typed["board"].name if typed["board"] else "")
    pairs = [("Title", theirs.title, typed["title"]), ("Board", theirs.settled_by, board)]
    return _differing(pairs)


def _differing(pairs):
    """What differs of (label, what they saved, what was typed)."""
    return [{"label": label, "theirs": str(said), "yours": str(mine)} for label, said, mine in pairs if said != mine]


def _at(form, theirs):
    """What was typed, at their version."""
    data = form.data.copy()
    data["version"] = theirs.version
    return data


@require_http_methods(["GET", "POST"])
def cadence_set(request, organisation, register):
    """How often risks of each band are looked at. It is proposed when a review is recorded; dates that are set stay."""
    found = get_register(request, organisation, register, NEEDS)
    initial = MONTHS | found.review_cadence | {"version": found.version}
    form, differences = CadenceForm(posted(request), initial=initial), None
    if form.is_valid():
        try:
            said = {"version": form.cleaned_data["version"], "cadence": form.cadence}
            actions.set_review_cadence(register=found, by=request.user, **said)
        except Stale as stale:
            now = MONTHS | stale.theirs.review_cadence
            differences = _differing([(form[band].label, now[band], form.cadence[band]) for band in form.cadence])
            form = CadenceForm(_at(form, stale.theirs))
        else:
            messages.success(request, "Saved. It is proposed from the next review on.")
            return there(found)
    text = "When a review is recorded, the date of the next one is proposed from the band of the risk."
    context = {"form": form, "title": "Reviews", "submit": "Save", "differences": differences, "text": text}
    return _form_page(request, found, context)


def _form_page(request, register, context):
    status = 409 if context.get("differences") is not None else 200
    around = frame(register, (context["title"], ""))
    return render(request, "registers/set_up_form.html", around | context, status=status)


@require_http_methods(["GET", "POST"])
def appetite_set(request, organisation, register):
    """What the body accepts in this register, from a day."""
    found = get_register(request, organisation, register, NEEDS)
    view = look_at(found, request.audience, today_scope())
    if not view.sees(FactClass.APPETITE):
        raise PermissionDenied(withheld(found, FactClass.APPETITE).replace("of this risk", "of this register"))
    note_sensitive_read(request, view, f"Appetite of register {found.path}")
    now = _appetite(view)
    initial = {"statement": now.statement, "highest_band": now.highest_band} if now else {}
    form = RegisterAppetiteForm(posted(request), initial=initial)
    if form.is_valid():
        try:
            written = assessments.set_appetite(register=found, by=request.user, **form.cleaned_data)
        except ValidationError as problem:
            form.take(problem)
        else:
            messages.success(request, "Saved. It is working until the register is agreed." if written else "No change.")
            return there(found)
    return _form_page(request, found, {"form": form, "title": "Appetite", "submit": "Save", "marking": _marking(found)})


def _marking(register):
    return SHORT_WORDS[level_now(register, FactClass.APPETITE)].replace("Public", "OFFICIAL")


@require_http_methods(["GET", "POST"])
def profile_set(request, organisation, register):
    """Who may see which class of fact. Asked again before it is done, since it opens text to others at once."""
    found = get_register(request, organisation, register, NEEDS)
    view = look_at(found, request.audience, today_scope())
    form = ProfileForm(posted(request), register=found, view=view)
    context = frame(found, ("Who may see what", "")) | {"form": form}
    if not form.is_valid() or "back" in request.POST:
        return render(request, "registers/set_up_profile.html", context)
    if not form.changes:
        messages.info(request, "Nothing was changed.")
        return there(found)
    if request.POST.get("confirmed") != "yes":
        return render(request, "registers/set_up_profile_confirm.html", context | {"changes": form.changes})
    version = form.cleaned_data["version"]
    try:
        actions.set_profile(register=found, by=request.user, version=version, profile=form.profile)
    except Stale as stale:
        data = request.POST.copy()
        data["version"] = stale.theirs.version
        form = ProfileForm(data, register=stale.theirs, view=view)
        form.is_valid()
        context |= {"form": form, "differences": form.changes}
        return render(request, "registers/set_up_profile.html", context, status=409)
    messages.success(request, "Saved. It holds from now on.")
    return there(found)


@require_http_methods(["GET", "POST"])
def register_add(request, organisation, register):
    """A new directorate register of the body."""
    found = get_register_of_body(request, organisation, register)
    form = NewRegisterForm(posted(request))
    if form.is_valid():
        try:
            added = actions.add_register(organisation=found.organisation, by=request.user, **form.cleaned_data)
        except ValidationError as problem:
            form.take(problem)
        else:
            messages.success(request, f"{added.title} is there. Only {found.organisation.short_name} sees it.")
            return there(added)
    text = "A directorate register is its own body's for ever: nobody else sees it, and papers do not hold it."
    context = {"form": form, "title": "Add a directorate register", "submit": "Add the register", "text": text}
    return _form_page(request, found, context)
