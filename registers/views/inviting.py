"""Telling somebody new how to set a password."""

from smtplib import SMTPException

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.contrib import messages
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse

A_DAY = 24 * 60 * 60


def invite(request, user, memberships) -> bool:
    """Send a link to set a password, and nothing of any register; say whether it went."""
    key = {"uidb36": user_pk_to_url_str(user), "key": default_token_generator.make_token(user)}
    context = {
        "user": user,
        "memberships": memberships,
        "url": request.build_absolute_uri(reverse("account_reset_password_from_key", kwargs=key)),
        "again_url": request.build_absolute_uri(reverse("account_reset_password")),
        "days": settings.PASSWORD_RESET_TIMEOUT // A_DAY,
    }
    text = render_to_string("registers/people_invitation.txt", context)
    try:
        send_mail("Your account on the risk portal", text, None, [user.email])
    except (OSError, SMTPException):
        words = f"The invitation of {user.email} could not be sent. Ask them to choose “Forgotten your password?”."
        messages.warning(request, words)
        return False
    return True
