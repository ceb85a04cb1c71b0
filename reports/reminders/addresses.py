"""What does an e-mail carry that is not its text: its Message-ID, and links that lead to the portal."""

from datetime import date
from email.utils import parseaddr

from django.conf import settings
from django.utils.crypto import salted_hmac

FALLBACK = "portal.invalid"


def address_of(path: str) -> str:
    """The whole address of a page."""
    return f"{settings.PORTAL_URL.rstrip('/')}{path}"


def key_of(user, day: date) -> str:
    """The same for a person and day, now and ever, and telling neither to who does not know the portal's secret."""
    return salted_hmac("reports.reminders", f"{user.pk} {day.isoformat()}", algorithm="sha256").hexdigest()[:32]


def message_id(key: str) -> str:
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or FALLBACK
    return f"<{key}@{domain}>"
