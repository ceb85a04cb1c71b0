"""Tokens: one's own, made and revoked; and for administrators those of the members of their bodies."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from registers.access import memberships_of
from registers.models import Membership
from registers.views.people import ask_first, frame, get_organisation, posted
from reports.actions import tokens as actions
from reports.forms_api import TokenForm
from reports.models import ApiToken


@require_safe
def tokens(request):
    """One's own, those in force first."""
    own = ApiToken.objects.visible_to(request.audience).filter(user=request.user)
    return render(request, "reports/api/tokens.html", {"tokens": _in_force_first(own)})


def _in_force_first(found):
    return sorted(found, key=lambda token: token.stands != "In force")


@never_cache
@require_http_methods(["GET", "POST"])
def token_make(request):
    """The secret is shown once, on the page that answers; nothing can show it again."""
    if not memberships_of(request.user):
        raise PermissionDenied("Somebody without a role has nothing to read.")
    form = TokenForm(posted(request))
    if form.is_valid():
        try:
            token, secret = actions.make_token(by=request.user, **form.cleaned_data)
        except ValidationError as problem:
            form.take(problem)
        else:
            lists = request.build_absolute_uri(reverse("reports:api-list", args=[secret, "LIST"])).replace("LIST", "")
            return render(request, "reports/api/token_made.html", {"token": token, "secret": secret, "lists": lists})
    return render(request, "reports/api/token_form.html", {"form": form})


@require_http_methods(["GET", "POST"])
def token_revoke(request, key):
    """One's own, or a member's of a body one looks after."""
    token = get_object_or_404(ApiToken.objects.visible_to(request.audience).select_related("user"), key=key)
    if token.revoked_at is not None:
        raise Http404("It was revoked")
    is_own = token.user_id == request.user.pk
    whose = "your token" if is_own else f"the token of {token.user}"
    after = ["reports:tokens"] if is_own else ["reports:tokens-of", _body_of(request, token)]
    question = {
        "cancel_url": reverse(after[0], args=after[1:]),
        "title": f"Revoke {whose} “{token.name}”?",
        "text": "Whatever reads by it stops at once. It cannot be brought back; a new one can be made.",
        "confirm_text": "Revoke it",
        "kind": "warning",
    }
    return ask_first(
        request,
        question,
        lambda: actions.revoke_token(token=token, by=request.user),
        "The token is revoked.",
        after,
    )


def _body_of(request, token):
    """A body one looks after of which the token's person is, or was, a member."""
    roles = Membership.objects.filter(user=token.user, organisation__in=request.audience.administers)
    return roles.select_related("organisation").first().organisation.slug


@require_safe
def tokens_of(request, organisation):
    """Those of the members of a body, for who looks after them: a person who left is closed, their tokens with them."""
    body = get_organisation(request, organisation)
    members = Membership.objects.filter(organisation=body).values("user")
    found = ApiToken.objects.visible_to(request.audience).filter(user__in=members).select_related("user")
    context = frame(body, "tokens", ("Tokens", "")) | {"tokens": _in_force_first(found), "shows_whose": True}
    return render(request, "reports/api/tokens_of.html", context)
