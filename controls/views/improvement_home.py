"""How is a page marked and logged that names a person's own work-streams?"""

from registers.actions.people import log_sensitive_read


def marking_of_streams(streams) -> str:
    """The marking of a page that names these work-streams (improvement_home.OwnStream)."""
    return "OFFICIAL-SENSITIVE" if any(one.is_sensitive for one in streams) else "OFFICIAL"


def note_streams_read(request, streams, what) -> None:
    """Log it once for each body of whose sensitive plans these work-streams are."""
    for organisation in sorted({one.stream.plan.organisation_id for one in streams if one.is_sensitive}):
        log_sensitive_read(organisation_id=organisation, user=request.user, what=what)
