"""Notes who is here, so that the home page can tell what has changed since they were here last."""

from registers import clock
from reports.visits import A_MINUTE, seen

NOTED_AT = "seen-at"  # in the session, which is read for every page in any case


class VisitMiddleware:
    """Nothing for most pages of somebody signed in; once a minute two or three small statements."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.user.is_authenticated and self._is_due(request.session):
            seen(request.user)
        return self.get_response(request)

    def _is_due(self, session):
        now = clock.now().timestamp()
        if abs(now - session.get(NOTED_AT, 0)) < A_MINUTE.total_seconds():
            return False
        session[NOTED_AT] = now
        return True
