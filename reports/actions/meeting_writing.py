"""What everything that is written at a meeting begins and ends with: the meeting held, and who wrote it noted."""

from reports.models import Meeting


def hold(meeting, version=None) -> Meeting:
    """The meeting, locked until the transaction ends: who minutes it waits for who closes it, and the reverse.

    Its version moves on with everything that is written on it, so that it is closed as it was shown. Raises Stale.
    """
    return Meeting.objects.lock(meeting, version)


def save(row, by, **options):
    """Save a row with its place in the audit trail."""
    row._history_user = by
    row.save(**options)
    return row


def remove(row, by):
    """Take a row out. What it was stays in the audit trail."""
    row._history_user = by
    row.delete()
