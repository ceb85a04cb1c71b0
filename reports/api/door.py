"""Who is asking, by which token, and what goes back: every answer of the API passes here.

A program meets what its person meets on the pages (DESIGN.md section 6), less what the token was not given: without
"sensitive" it reads as somebody who is not cleared by anybody.
"""

from __future__ import annotations

import hashlib
from datetime import timedelta
from functools import wraps

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, JsonResponse
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.http import quote_etag
from django.views.decorators.csrf import csrf_exempt

from registers import clock
from registers.access import audience_of
from registers.audience import Audience
from registers.models import Marking
from reports.models.tokens import ApiToken, digest_of

SEEN_AGAIN = timedelta(minutes=1)  # how exact "last used" is: not a write for every call
SCHEME = "Bearer "


class Refused(Exception):
    """An answer with a status and a sentence."""

    def __init__(self, status: int, words: str, field: str = ""):
        super().__init__(words)
        self.status, self.words, self.field = status, words, field


def token_called(secret: str) -> ApiToken:
    """The token of a secret, noted as used. Raises Refused 401 with why it opens nothing."""
    token = ApiToken.objects.select_related("user").filter(digest=digest_of(secret)).first()
    if token is None:
        raise Refused(401, "There is no such token")
    if not token.user.is_active:
        raise Refused(401, "The account of this token has been closed")
    if token.stands == "Revoked":
        raise Refused(401, "This token was revoked")
    if token.stands == "Expired":
        raise Refused(401, f"This token expired on {token.expires_on:%-d %B %Y}")
    if token.used_at is None or clock.now() - token.used_at > SEEN_AGAIN:
        ApiToken.objects.filter(pk=token.pk).update(used_at=clock.now())
    return token


def audience_by(token: ApiToken) -> Audience:
    """What its person may see today, without their clearances where the token was not given them."""
    audience = audience_of(token.user)
    return audience if token.reads_sensitive else audience.cleared_by(())


def enter(request, secret: str, scope: str) -> None:
    """Put the token's person and what it may see on the request. Raises Refused."""
    token = token_called(secret)
    if scope and scope not in token.scopes:
        raise Refused(403, f"This token was not given {scope}. Make one that is, on the page Tokens")
    request.token, request.user, request.audience = token, token.user, audience_by(token)


def check_only_asks(request) -> None:
    """Raises Refused where it is more than a question."""
    if request.method not in ("GET", "HEAD"):
        raise Refused(405, "The API is read-only: ask with GET")


def by_token(scope: str = ""):
    """A view that answers whoever sends a token of that scope; or, for trying, somebody signed in."""

    def wrap(view):
        @csrf_exempt
        @wraps(view)
        def answer(request, *args, **options):
            try:
                check_only_asks(request)
                _identify(request, scope)
                return finished(request, view(request, *args, **options))
            except Refused as refused:
                return refusal(refused)
            except Http404 as nothing:
                return refusal(Refused(404, str(nothing) or "There is nothing here"))
            except PermissionDenied:
                return refusal(Refused(403, "Your roles do not allow this"))

        answer.login_required = False  # the token says who it is
        return answer

    return wrap


def _identify(request, scope):
    sent = request.headers.get("Authorization", "")
    if sent[: len(SCHEME)].lower() == SCHEME.lower():
        enter(request, sent[len(SCHEME) :].strip(), scope)
    else:
        raise Refused(401, "Send a token: Authorization: Bearer rp_…")


def finished(request, data) -> HttpResponse:
    """The data as JSON with its ETag; 304 to whoever has it already."""
    response = JsonResponse(data, json_dumps_params={"ensure_ascii": False, "indent": 1})
    response["ETag"] = quote_etag(hashlib.sha256(response.content).hexdigest()[:32])
    response = get_conditional_response(request, response["ETag"], None, response)
    return guarded(response, is_kept=data.get("marking", Marking.OFFICIAL.label) == Marking.OFFICIAL.label)


def guarded(response, is_kept=True) -> HttpResponse:
    """Kept by nobody on the way, and asked for again each time. Unless `is_kept`, whoever asks keeps it neither."""
    response["Cache-Control"] = "private, no-cache" if is_kept else "private, no-store"
    response["Referrer-Policy"] = "no-referrer"
    patch_vary_headers(response, ["Authorization"])
    return response


def refusal(refused: Refused) -> HttpResponse:
    """{"error": {"status", "words", "parameter"}}"""
    said = {"status": refused.status, "words": refused.words, "parameter": refused.field}
    response = JsonResponse({"error": said}, status=refused.status, json_dumps_params={"ensure_ascii": False})
    if refused.status == 401:
        response["WWW-Authenticate"] = 'Bearer realm="riskportal"'
    if refused.status == 405:
        response["Allow"] = "GET, HEAD"
    return guarded(response)
