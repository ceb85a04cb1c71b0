"""What the pages of setting up a body share: who comes in, what stands around a step, and where it goes on."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse

from registers.access import audience_of
from registers.beginning import stand_of
from registers.models import Organisation
from registers.views.people import get_organisation


def get_body(request, slug) -> Organisation:
    """The body for its administrators; 403 for its other members, 404 for everybody else and for the Panel."""
    organisation = get_organisation(request, slug)
    if organisation.kind != Organisation.Kind.BODY:
        raise Http404("Only a body is set up step by step")
    return organisation


def called(organisation) -> str:
    """Its short name at the beginning of a sentence or alone: "The Met"."""
    return organisation.short_name[:1].upper() + organisation.short_name[1:]


def show(request, organisation, key, context, *, template, status=200):
    """One step: its number, the way back to the list, and what the page itself says."""
    stand = stand_of(organisation, request.audience)
    step = stand.step(key)
    around = {
        "organisation": organisation,
        "step": step,
        "number": stand.steps.index(step) + 1,
        "count": len(stand.steps),
        "back": stand.url,
        "breadcrumbs": [
            {"text": f"Set up {organisation.short_name}", "url": stand.url},
            {"text": context.get("title", step.title), "url": ""},
        ],
    }
    return render(request, f"registers/begin/{template}.html", around | {"title": step.title} | context, status=status)


def go_on(request, organisation, key, said):
    """Say what was done, and show the next step that can be done, else the list."""
    messages.success(request, said)
    following = stand_of(organisation, audience_of(request.user)).after(key)
    return redirect(following.url if following else reverse("registers:begin-body", args=[organisation.slug]))
