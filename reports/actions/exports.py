"""Noting that somebody took a list out of the portal as a file."""

from django.db import transaction

from registers import clock
from registers.actions.people import log_sensitive_read
from registers.models import SensitiveRead
from reports.exports.values import Listing
from reports.models import Export


@transaction.atomic
def note(*, user, listing: Listing, path: str, query: str, format: str) -> Export:
    """Log the file for the administrators, and sensitive text in it as every download of such text is."""
    export = Export.objects.create(
        user=user,
        what=listing.what[:200],
        path=path[:300],
        query=query,
        format=format,
        rows=listing.number,
        marking=listing.marking,
        at=clock.now(),
    )
    export.bodies.set(listing.bodies)
    what = f"{listing.what}, as {export.get_format_display()}"
    for organisation in sorted(listing.sensitive_of):
        log_sensitive_read(organisation_id=organisation, user=user, what=what, kind=SensitiveRead.Kind.DOWNLOAD)
    return export
