"""The very first page of an empty portal: its first administrator, and the body they look after.

It is there only while nobody has an account, asks for the code that the server's operator set, and is gone for good
once somebody has begun.
"""

from allauth.core.ratelimit import consume
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from registers.actions import beginning as actions
from registers.forms.beginning import FirstForm
from registers.models import User
from registers.views.people import posted

TOO_OFTEN = "Too many tries from your address. Wait a minute, then try again"


@login_not_required
@never_cache
@sensitive_post_parameters("code", "password", "again")
@require_http_methods(["GET", "POST"])
def begin(request):
    """Make the first administrator and their body, and sign them in."""
    if User.objects.exists():
        raise Http404("The portal has been set up")
    code = None if settings.DEBUG else settings.SETUP_CODE
    if code == "":
        return render(request, "registers/begin/closed.html")
    form = FirstForm(posted(request), code=code)
    if form.is_bound and code is not None and not consume(request, action="set_up"):
        form = FirstForm(initial=_typed(form), code=code)
        return render(request, "registers/begin/first.html", {"form": form, "too_often": TOO_OFTEN}, status=429)
    if form.is_valid():
        try:
            membership = actions.begin(**form.said)
        except actions.Begun:
            messages.info(request, "Somebody else has just set up this portal. Ask them to give you an account.")
            return redirect("account_login")
        except ValidationError as problem:
            form.take(problem)
        else:
            login(request, membership.user, backend=settings.AUTHENTICATION_BACKENDS[0])
            messages.success(request, f"Welcome. You are the administrator of {membership.organisation.short_name}.")
            return redirect("registers:begin-body", membership.organisation.slug)
    return render(request, "registers/begin/first.html", {"form": form})


def _typed(form):
    """What was typed, but for what is secret."""
    return {name: form.data.get(name, "") for name in ("person", "email", "name", "short_name", "slug")}
