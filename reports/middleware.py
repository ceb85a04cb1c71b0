"""Notes who is here, so that the home page can tell what has changed since they were here last."""

from reports.visits import seen


class VisitMiddleware:
    """One small statement for every page of somebody signed in; a second one at most once a minute."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.visit = seen(request.user) if request.user.is_authenticated else None
        return self.get_response(request)
