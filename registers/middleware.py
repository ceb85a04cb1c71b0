"""Puts the audience on every request, so that no view has to ask who is looking."""

from django.utils.functional import SimpleLazyObject

from registers.access import audience_of


class AudienceMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.audience = SimpleLazyObject(lambda: audience_of(request.user))
        return self.get_response(request)
