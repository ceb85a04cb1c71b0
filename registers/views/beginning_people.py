"""Setting up a body's people: who does what, who is invited, and whom an administrator clears."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from registers.actions import beginning as actions
from registers.actions import people as people_actions
from registers.beginning import to_be_cleared
from registers.forms.beginning_lists import ClearForm, PeopleLinesForm
from registers.models import Membership, Role, User
from registers.views.beginning_common import get_body, go_on, show
from registers.views.inviting import invite
from registers.views.people import posted


@require_http_methods(["GET", "POST"])
def people(request, organisation):
    """Roles for oneself and for others. Asked again before anybody is written to."""
    found = get_body(request, organisation)
    form = PeopleLinesForm(posted(request))
    rows = _members(found)
    own = next((roles for user, roles in rows if user.pk == request.user.pk), [])
    form.fields["own"].choices = [choice for choice in form.fields["own"].choices if choice[0] not in own]
    if not form.fields["own"].choices:
        del form.fields["own"]
    if form.is_valid():
        lines = _lines(request.user, form.cleaned_data)
        is_asked = form.cleaned_data["lines"] and request.POST.get("step") != "invite"
        if "back" not in request.POST and not is_asked:
            return _give(request, found, form, lines)
        if "back" not in request.POST:
            return _ask(request, found, form, lines)
    context = {"form": form, "rows": [(user, [Role(role).label for role in roles]) for user, roles in rows]}
    context |= {"submit": "Go on", "edit_url": reverse("registers:members", args=[found.slug])}
    return show(request, found, "people", context, template="people")


def _members(organisation):
    """Everybody with a role and their roles."""
    found = {}
    roles = Membership.objects.filter(organisation=organisation).current().select_related("user")
    for membership in roles.order_by("user__name", "user__email", "pk"):
        found.setdefault(membership.user, []).append(membership.role)
    return list(found.items())


def _lines(user, typed):
    own = [Role(role) for role in typed.get("own", ())]
    return ([(user.name, user.email, own)] if own else []) + typed["lines"]


def _ask(request, organisation, form, lines):
    """Who would be given what. Of those who are not here yet only what was typed: they may be another body's."""
    here = {user.email.casefold(): user for user, _ in _members(organisation)}
    rows = []
    for name, email, roles in lines:
        user = here.get(email.casefold())
        words = [role.label for role in roles]
        rows.append({"name": str(user) if user else name, "email": email, "roles": words, "is_here": user is not None})
    context = {
        "form": form,
        "title": "Check before anybody is invited",
        "rows": rows,
        "invites": not all(row["is_here"] for row in rows),
    }
    return show(request, organisation, "people", context, template="people_check")


def _give(request, organisation, form, lines):
    try:
        done = actions.add_people(organisation=organisation, by=request.user, lines=lines)
    except ValidationError as problem:
        form.take(problem)
        return show(request, organisation, "people", {"form": form, "submit": "Go on"}, template="people")
    sent = [invite(request, user, roles) for user, is_new, roles in done if is_new and roles]
    given = sum(len(roles) for _, _, roles in done)
    if all(sent) and any(roles and user.pk != request.user.pk for user, _, roles in done):
        messages.info(request, "Whoever had no account yet has been sent a link to choose a password.")
    said = f"{given} role{'' if given == 1 else 's'} given." if given else "They have these roles already."
    return go_on(request, organisation, "people", said)


@require_http_methods(["GET", "POST"])
def clearance(request, organisation):
    """Clear those who work with the body's registers, but oneself."""
    found = get_body(request, organisation)
    waiting = to_be_cleared(found)
    others = [user for user in waiting if user.pk != request.user.pk]
    form = ClearForm(posted(request), people=others)
    if others and form.is_valid():
        try:
            with transaction.atomic():
                for user in form.chosen:
                    said = {"user": user, "reason": form.cleaned_data["reason"]}
                    people_actions.grant_clearance(organisation=found, by=request.user, **said)
        except ValidationError as problem:
            form.take(problem)
        else:
            messages.success(request, f"Cleared: {', '.join(str(user) for user in form.chosen)}.")
            return redirect("registers:begin-body", found.slug)
    administrators = Membership.objects.filter(organisation=found, role=Role.ADMINISTRATOR, register=None).current()
    colleagues = User.objects.filter(pk__in=administrators.exclude(user=request.user).values("user"))
    context = {
        "form": form,
        "others": others,
        "is_waiting": request.user in waiting,
        "colleagues": list(colleagues.order_by("name", "email")),
        "edit_url": reverse("registers:clearance", args=[found.slug]),
        "people_url": reverse("registers:begin-people", args=[found.slug]),
        "submit": "Clear them",
    }
    return show(request, found, "clearance", context, template="clearance")
