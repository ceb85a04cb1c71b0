"""Noting what a program read, in the log of exports: which address, how much, never what it said."""

from registers import clock
from registers.models import Organisation
from reports.api.endpoints import Endpoint
from reports.models import Export


def note(request, endpoint: Endpoint, data: dict) -> Export:
    """One line of the log that administrators of the bodies see whose facts were read."""
    export = Export.objects.create(
        user=request.user,
        what=endpoint.summary[:200],
        path=request.path[:300],
        query=request.GET.urlencode(),
        format=Export.Format.API,
        rows=len(data["results"]) if endpoint.is_paged else 1,
        marking=data.get("marking", "OFFICIAL"),
        at=clock.now(),
    )
    export.bodies.set(_bodies(data))
    return export


def _bodies(data):
    """The body of the register; of what is not of one register, all of them."""
    bodies = Organisation.objects.filter(kind=Organisation.Kind.BODY)
    slug = str(data.get("register", "")).partition("/")[0]
    return bodies.filter(slug=slug) if slug else bodies
