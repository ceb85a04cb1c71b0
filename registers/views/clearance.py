"""Who is cleared for a body's sensitive text, by whom, since when and why."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from registers.actions import people as actions
from registers.forms.people import ClearanceForm
from registers.models import Clearance, Membership, Organisation
from registers.views.people import ask_first, frame, get_organisation, posted


def get_body(request, slug) -> Organisation:
    """A body that owns sensitive text. The Panel owns none, so it has nothing to clear anybody for."""
    organisation = get_organisation(request, slug)
    if organisation.kind != Organisation.Kind.BODY:
        raise Http404("There is nothing to be cleared for")
    return organisation


@require_safe
def clearance(request, organisation):
    body = get_body(request, organisation)
    rows = Clearance.objects.filter(organisation=body).select_related("user", "granted_by")
    present = list(rows.current().order_by("user__name", "user__email"))
    context = {
        "present": [{"clearance": row, "of": of} for row, of in _with_organisations(present)],
        "past": rows.exclude(pk__in=[row.pk for row in present]).order_by("-until", "user__name")[:50],
    }
    return render(request, "registers/clearance_list.html", frame(body, "clearance") | context)


def _with_organisations(rows):
    """Each clearance beside the organisations its person has a role in."""
    roles = Membership.objects.filter(user__in=[row.user_id for row in rows]).current().select_related("organisation")
    found = {row.user_id: [] for row in rows}
    for role in roles.order_by("organisation__order"):
        if role.organisation.short_name not in found[role.user_id]:
            found[role.user_id].append(role.organisation.short_name)
    return [(row, found[row.user_id]) for row in rows]


@require_http_methods(["GET", "POST"])
def clearance_grant(request, organisation):
    """Clear anybody who has an account, but oneself."""
    body = get_body(request, organisation)
    form = ClearanceForm(posted(request), initial={"email": request.GET.get("email", "")})
    if form.is_valid():
        try:
            granted = actions.grant_clearance(
                organisation=body, by=request.user, user=form.user, reason=form.cleaned_data["reason"]
            )
        except ValidationError as problem:
            form.take(problem)
        else:
            messages.success(request, f"{granted.user} ({granted.user.email}) is cleared by {body.short_name}.")
            return redirect("registers:clearance", body.slug)
    back = reverse("registers:clearance", args=[body.slug])
    context = frame(body, "clearance", ("Clearance", back), ("Clear somebody", "")) | {"form": form, "back": back}
    return render(request, "registers/clearance_grant.html", context)


@require_http_methods(["GET", "POST"])
def clearance_end(request, organisation, email):
    body = get_body(request, organisation)
    rows = Clearance.objects.filter(organisation=body, user__email__iexact=email).current().select_related("user")
    found = rows.first()
    if found is None:
        raise Http404("Nobody of that address is cleared")
    back = reverse("registers:clearance", args=[body.slug])
    question = frame(body, "clearance", ("Clearance", back), ("End it", "")) | {
        "title": f"End the clearance of {found.user}",
        "text": f"{found.user} ({found.user.email}) would no longer see sensitive text of {body.short_name}.",
        "consequences": ["It ends today, at once", "What they have read stays in the reading log"],
        "confirm_text": "End the clearance",
        "cancel_url": back,
    }
    return ask_first(
        request,
        question,
        act=lambda: actions.end_clearance(clearance=found, by=request.user),
        done=f"{found.user} is no longer cleared by {body.short_name}.",
        after=("registers:clearance", body.slug),
    )
