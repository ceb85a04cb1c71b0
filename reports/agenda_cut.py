"""Which of the reasons that an agenda keeps may somebody be told? They were drawn up for the board's full audience."""

from registers.audience import Audience
from reports.agenda import Reason
from reports.models import Meeting


class Reader:
    """What one reader may see of what reasons need and name, each part read once a request."""

    def __init__(self, audience: Audience):
        self.audience = audience


def told(stored, reader: Reader, meeting: Meeting) -> list[Reason]:
    """Of the reasons an item keeps, those that the reader may be told, without what is more than they may read."""
    return [reason for reason in map(Reason.from_json, stored) if readable(reason, reader, meeting)]


def readable(reason: Reason, reader: Reader, meeting: Meeting) -> bool:
    """Whether the reader meets all that it needs and sees all that it names; the other body once the meeting closed."""
    return False
