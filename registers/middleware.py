"""Leads to the beginning while nobody has an account, and puts the audience on every request."""

from django.conf import settings
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.functional import SimpleLazyObject

from registers.access import audience_of
from registers.beginning import has_begun


class BeginningMiddleware:
    """While there is no user at all, every address leads to where the first one is made; style sheets are served."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if has_begun():
            return self.get_response(request)
        begin = reverse("registers:begin")
        if request.path == begin or request.path.startswith(settings.STATIC_URL):
            return self.get_response(request)
        answer = redirect(begin)
        add_never_cache_headers(answer)
        return answer


class AudienceMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.audience = SimpleLazyObject(lambda: audience_of(request.user))
        return self.get_response(request)
