"""What is answered where there is no such page? Programs are answered as programs."""

from django.views.defaults import page_not_found

from reports.api import door
from reports.api.endpoints import ROOT


def not_found(request, exception):
    """Status 404: as JSON below the address of the API, else as a page."""
    if request.path.startswith(f"/{ROOT}"):
        return door.refusal(door.Refused(404, "The API has no such address. What it has stands at /api/"))
    return page_not_found(request, exception)
