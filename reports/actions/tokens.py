"""Making a token, and taking it back."""

import secrets
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction

from registers import clock
from reports.models.tokens import LONGEST, ApiToken, TokenScope, digest_of

PREFIX = "rp_"  # by which people and scanners of code know it for what it is
MOST = 20  # in force at once, for one person


@transaction.atomic
def make_token(*, by, name, scopes, expires_on, reads_sensitive=False) -> tuple[ApiToken, str]:
    """A token for oneself, and its secret, which is told this once and kept nowhere."""
    last = clock.today() + timedelta(days=LONGEST)
    if not scopes or not set(scopes) <= set(TokenScope.values):
        raise ValidationError({"scopes": "Select what it may read"})
    if expires_on < clock.today():
        raise ValidationError({"expires_on": "The last day must be today or later"})
    if expires_on > last:
        raise ValidationError({"expires_on": f"Choose a day up to {last:%-d %B %Y}: a token holds for a year at most"})
    if ApiToken.objects.current().filter(user=by).count() >= MOST:
        raise ValidationError(f"You have {MOST} tokens in force. Revoke one first")
    secret = PREFIX + secrets.token_urlsafe(32)
    token = ApiToken(
        user=by,
        name=name,
        digest=digest_of(secret),
        ending=secret[-4:],
        scopes=[scope for scope in TokenScope.values if scope in scopes],
        reads_sensitive=reads_sensitive,
        expires_on=expires_on,
    )
    token._history_user = by
    token.full_clean(exclude=["user"])
    token.save()
    return token, secret


@transaction.atomic
def revoke_token(*, token, by) -> ApiToken:
    """Take it back, for good. Nothing happens to one that was taken back before."""
    token = ApiToken.objects.select_for_update().get(pk=token.pk)
    if token.revoked_at is None:
        token.revoked_at, token.revoked_by, token._history_user = clock.now(), by, by
        token.save()
    return token
