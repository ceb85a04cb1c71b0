"""The board agrees a register: what would change for everybody else, one press, and what was agreed when."""

from datetime import date

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db.models import Q
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_safe

from registers import clock
from registers.access import holds_role
from registers.actions import agreements as actions
from registers.audience import Level
from registers.form_rendering import parse_day
from registers.forms.settling import AgreeForm
from registers.models import Agreement, Detail, Marking, Organisation, Post, Role
from registers.models.registers import FactClass
from registers.position import look_at
from registers.scope import Scope, quarter_end_before
from registers.sentences import say_day
from registers.unsettled import unsettled
from registers.views.common import get_register, note_sensitive_read
from registers.views.people import posted
from registers.visibility import now, sensitive_risks

A_PAGE = 25


def get_register_to_settle(request, organisation, register, needs):
    """The register, for a board that may see all of it; a board that may not is told what it lacks."""
    found = get_register(request, organisation, register)
    if request.user.has_perm(needs, found):
        return found
    if holds_role(request.user, Role.BOARD, found):
        name = found.organisation.short_name
        raise PermissionDenied(
            f"What is settled is what was seen, so this needs clearance for the sensitive text of {name}. "
            "An administrator can clear you. Nothing was changed."
        )
    raise PermissionDenied


@require_http_methods(["GET", "POST"])
def register_agree(request, organisation, register):
    """Show what would be agreed, as at a day and as it is known at this moment; agree exactly that."""
    found = get_register_to_settle(request, organisation, register, "registers.agree_register")
    latest = Agreement.objects.latest_of(found)
    as_at, problem = _asked_day(request, latest)
    known_at = actions.moment_to_look(found)
    form = AgreeForm(posted(request), posts=posts_today(found), initial={"as_at": as_at, "known_at": known_at})
    if form.is_valid():
        try:
            agreement = actions.agree(register=found, by=request.user, **form.cleaned_data)
        except ValidationError as refused:
            form.take(refused)
            form = _shown_anew(form, known_at)
        else:
            _tell(request, agreement)
            return redirect("registers:agreements", organisation, register)
    return _show(request, found, Agreement.objects.latest_of(found), form, problem)


def marking_of(register) -> str:
    """How a page is marked that shows a board all of a register."""
    classes = any(register.level_of(fact_class) >= Level.SENSITIVE for fact_class in FactClass)
    risks = sensitive_risks(Detail.objects.filter(risk__register=register), now()).exists()
    return Marking.SENSITIVE.label if classes or risks else Marking.OFFICIAL.label


def _asked_day(request, latest) -> tuple[date, str]:
    """The day to agree: as asked; else the last quarter end, if later than the day agreed last; else today."""
    today = clock.today()
    asked = request.GET.get("as_at", "").strip()
    day = parse_day(asked) if asked else None
    if day is not None and day <= today:
        return day, ""
    quarter = quarter_end_before(today)
    usual = quarter if latest is not None and quarter > latest.as_at else today
    return usual, "Enter a date that is not in the future, like 30 9 2019" if asked else ""


def posts_today(register):
    today = clock.today()
    present = Post.objects.filter(Q(until=None) | Q(until__gt=today), organisation=register.organisation)
    return present.order_by("title", "pk")


def _shown_anew(form, known_at):
    """After a refusal the page shows the register as it is now; what was typed stays."""
    data = form.data.copy()
    data["known_at"] = known_at.isoformat()
    again = AgreeForm(data, posts=form.fields["post"].queryset)
    again.is_valid()
    for name, errors in form.errors.as_data().items():
        again.add_error(None if name == "__all__" or again[name].is_hidden else name, errors)
    return again


def _show(request, register, latest, form, problem):
    scope = _shown_scope(form)
    before = latest and Scope(as_at=latest.as_at, known_at=latest.known_at)
    view = look_at(register, request.audience, scope)
    note_sensitive_read(request, view, f"What would be agreed of register {register.path} (sensitive)")
    context = {
        "register": register,
        "latest": latest,
        "as_at": scope.as_at,
        "form": form,
        "day_error": problem,
        "difference": unsettled(register, request.audience, before, scope),
        "left_out": unsettled(register, request.audience, scope, Scope(as_at=clock.today())),
        "breadcrumbs": _trail(register, "Agree"),
        "others": _other_bodies(register),
        "marking": marking_of(register),
    }
    return render(request, "registers/agreement_form.html", context)


def _shown_scope(form):
    """The day and the moment that the form carries; where they cannot be read, today and now."""
    values = form.cleaned_data if form.is_bound else form.initial
    return Scope(as_at=values.get("as_at") or clock.today(), known_at=values.get("known_at") or clock.now())


def _trail(register, here):
    return [
        {"text": "Registers", "url": reverse("registers:registers")},
        {"text": register.title, "url": register.get_absolute_url()},
        {"text": here, "url": ""},
    ]


def _other_bodies(register):
    others = Organisation.objects.filter(kind=Organisation.Kind.BODY).exclude(pk=register.organisation_id)
    return [body.short_name for body in others]


def _tell(request, agreement):
    """What was agreed, and what was recorded meanwhile or is dated later and so is not part of it."""
    register = agreement.register
    said = f"{register.title} agreed as at {say_day(agreement.as_at)}, {agreement.settled_by}."
    if register.is_corporate and (others := _other_bodies(register)):
        said += f" It can now be seen so by {' and '.join(others)}."
    messages.success(request, said)
    agreed = Scope(as_at=agreement.as_at, known_at=agreement.known_at)
    left = unsettled(register, request.audience, agreed, Scope(as_at=clock.today()))
    if left:
        told = [f"{change.printed_ref} {change.title} ({', '.join(change.what)})" for change in left.changes]
        told += ["the appetite"] if left.appetite else []
        messages.info(request, f"Not part of it, and still being worked on: {'; '.join(told)}.")


@require_safe
def agreements(request, organisation, register):
    """Every agreement of a register, the latest first, each with the position as it was agreed."""
    found = get_register(request, organisation, register)
    rows = Agreement.objects.filter(register=found).select_related("by", "post").order_by("-recorded_at", "-pk")
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
    context = {
        "register": found,
        "page": page,
        "links": [(row, _as_agreed(found, row)) for row in page],
        "can_agree": request.user.has_perm("registers.agree_register", found),
        "breadcrumbs": _trail(found, "Agreements"),
    }
    return render(request, "registers/agreement_list.html", context)


def _as_agreed(register, agreement):
    """The register as at the day, as it was known when it was agreed: what came in between shows as working."""
    known_at = agreement.recorded_at.astimezone(clock.LONDON).isoformat()
    return f"{register.get_absolute_url()}?{urlencode({'as_at': agreement.as_at.isoformat(), 'known_at': known_at})}"
