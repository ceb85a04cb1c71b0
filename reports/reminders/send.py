"""Does what was written go out? The outbox: a row is there before its e-mail is handed over, and says what is known.

Over SMTP a row is `sending`, and that is committed, before the mail server gets it. Where no answer came, for whatever
reason, it stays so: nobody knows whether it went out, and it is never repeated by itself. A definite refusal is
`failed` and tried again by the next runs. The file back end may be given the same message twice: nothing is uncertain.
What waited and may not go out any more is `dropped`: still.py.
"""

import contextlib
import logging
from dataclasses import dataclass
from datetime import timedelta
from email.utils import format_datetime
from smtplib import SMTPException, SMTPNotSupportedError, SMTPRecipientsRefused, SMTPResponseException

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import BadHeaderError, EmailMessage, get_connection
from django.db import transaction

from registers import clock
from reports.models import Outgoing
from reports.reminders.addresses import address_of
from reports.reminders.roster import roster
from reports.reminders.still import is_fresh, still_copied_to, why_not

log = logging.getLogger(__name__)
State = Outgoing.State
REFUSED = (SMTPResponseException, SMTPRecipientsRefused, SMTPNotSupportedError, BadHeaderError)
TRIED_FOR = timedelta(days=7)  # what is older would tell of things long done
TOO_LATE = "It waited for a week: what it tells of is long past"
IN_HAND = timedelta(minutes=10)  # for so long a server may still be answering


class MailServerSilent(Exception):
    """Nothing could be handed over: everything still waits."""


@dataclass
class Tally:
    sent: int = 0
    failed: int = 0
    uncertain: int = 0


def deliver(rows=None) -> Tally:
    """Send what waits, and what was refused before: all of it, or these. Raises MailServerSilent.

    Two at once do no harm: each e-mail is taken by one of them.
    """
    post = _Post()
    rows = _to_send() if rows is None else rows
    for row in rows.select_related("user").order_by("on", "pk"):
        if not _is_dropped(row):
            post.deliver(row)
    post.close()
    return post.tally


def _to_send():
    return Outgoing.objects.filter(state__in=[State.WAITING, State.FAILED], on__gt=clock.today() - TRIED_FOR)


# What must not go out any more ---------------------------------------------------------------------------------------


def drop() -> None:
    """Give up what waited for too long, or tells of what its reader may not, or need not, be told any more."""
    old = Outgoing.objects.filter(state=State.WAITING, on__lte=clock.today() - TRIED_FOR)
    for row in old:
        _drop(row, TOO_LATE)
    for row in _to_send().select_related("user"):
        _is_dropped(row)


def _is_dropped(row) -> bool:
    """Whether it is not to go out; where it is, it is copied only to who may still read it all.

    What cannot be worked out waits, and is noted for those who run the portal: one's trouble is not another's.
    """
    if is_fresh(row):
        return False
    try:
        found = roster(row.user_id)
        why, copied_to = why_not(row, found), still_copied_to(row, found)
    except Exception:
        log.exception("Whether the e-mail %s may still go out could not be found out", row.message_id)
        return True
    if why:
        _drop(row, why)
        return True
    if copied_to != row.copied_to:
        row.copied_to = copied_to
        Outgoing.objects.filter(pk=row.pk).update(copied_to=copied_to)
    return False


def _drop(row, why):
    """Nobody was told: so it is news still."""
    Outgoing.objects.filter(pk=row.pk, state=row.state).update(state=State.DROPPED, error=why, about=[])


# Handing it over -----------------------------------------------------------------------------------------------------


class _Post:
    """One run's connection to the mail server, opened for the first e-mail, and anew after it broke."""

    def __init__(self):
        self.connection, self.is_open = None, False
        self.tally = Tally()

    def deliver(self, row):
        self._open()
        if not getattr(self.connection, "is_repeatable", False) and not _take(row):
            return  # another run has it
        try:
            number = self.connection.send_messages([message_of(row)])
        except REFUSED as problem:
            self._refused(row, str(problem) or type(problem).__name__)
        except (SMTPException, OSError) as problem:
            self._broke_off(row, problem)
        else:
            if number:
                self._sent(row)
            else:
                self._refused(row, "The mail server did not take it")

    def _open(self):
        if self.is_open:
            return
        self.connection = get_connection()
        try:
            self.connection.open()
        except (SMTPException, OSError) as problem:
            raise MailServerSilent(str(problem) or type(problem).__name__) from problem
        self.is_open = True

    def close(self):
        if self.is_open:
            with contextlib.suppress(SMTPException, OSError):
                self.connection.close()
        self.is_open = False

    def _sent(self, row):
        rows = Outgoing.objects.filter(pk=row.pk).exclude(state=State.SENT)
        rows.update(state=State.SENT, sent_at=clock.now(), error="")
        self.tally.sent += 1

    def _refused(self, row, why):
        self._note(row, State.SENDING if self._is_taken(row) else row.state, State.FAILED, why)
        self.tally.failed += 1

    def _is_taken(self, row):
        return not getattr(self.connection, "is_repeatable", False)

    def _broke_off(self, row, problem):
        """A file that could not be written is not there; what a server was given, nobody knows."""
        why = str(problem) or type(problem).__name__
        if self._is_taken(row):
            Outgoing.objects.filter(pk=row.pk, state=State.SENDING).update(error=why[:300])
            self.tally.uncertain += 1
            self.close()
        else:
            self._refused(row, why)

    def _note(self, row, before, after, why):
        Outgoing.objects.filter(pk=row.pk, state=before).update(state=after, error=why[:300])


def _take(row) -> bool:
    """Make it ours, so that no other run hands it over; committed before anything leaves the house."""
    ours = Outgoing.objects.filter(pk=row.pk, state=row.state)
    return bool(ours.update(state=State.SENDING, taken_at=clock.now(), error=""))


def message_of(row: Outgoing) -> EmailMessage:
    """The e-mail of a row: the same bytes whenever it is made."""
    headers = {
        "Message-ID": row.message_id,
        "Date": format_datetime(row.written_at),
        "Auto-Submitted": "auto-generated",
        "List-Unsubscribe": f"<{address_of('/mail/')}>",
    }
    return EmailMessage(
        row.subject, row.body, settings.DEFAULT_FROM_EMAIL, [row.to], cc=list(row.copied_to), headers=headers
    )


def can_send_again(row: Outgoing) -> bool:
    """Uncertain, and no longer in anybody's hands."""
    return row.is_uncertain and row.taken_at is not None and row.taken_at < clock.now() - IN_HAND


def send_again(*, outgoing: Outgoing, by) -> Outgoing:
    """Somebody takes it upon themselves that an uncertain e-mail may come twice. Its Message-ID stays.

    Where the mail server does not answer now, it waits for the next run. Raises ValidationError where it is not, or no
    longer, uncertain.
    """
    with transaction.atomic():
        row = Outgoing.objects.select_for_update(of=("self",)).get(pk=outgoing.pk)
        if not can_send_again(row):
            raise ValidationError("Nobody is in doubt about it any more: look at it again before sending it")
        row.state = State.WAITING
        row._history_user, row._change_reason = by, "Sent again"
        row.save(update_fields=["state"])
    with contextlib.suppress(MailServerSilent):
        deliver(Outgoing.objects.filter(pk=row.pk, state=State.WAITING))
    row.refresh_from_db()
    return row
