"""The day's round: write to everybody who is to be told something, then send what waits.

Safe to run twice, and two at once: there is one row a person and day, whoever comes first writes it, and each row is
sent by one run. A run that was cut short is finished by the next: the same day, or a later one, which makes up for it.
"""

import logging
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from registers import clock
from registers.access import audience_of
from registers.models import Membership, User
from reports.models import MailPreference, MailRun, Outgoing
from reports.reminders import due
from reports.reminders.addresses import address_of, key_of, message_id
from reports.reminders.compose import Letter, compose
from reports.reminders.digest import digest
from reports.reminders.managers import copied_to
from reports.reminders.reading import tasks_of
from reports.reminders.roster import Roster, roster
from reports.reminders.send import Tally, deliver, drop

log = logging.getLogger(__name__)
REMEMBERED = timedelta(days=400)  # what was told before that is told as news again


@dataclass
class Round:
    """What a run did."""

    written: int = 0
    left_out: list[str] = field(default_factory=list)  # whose e-mail could not be written, by their address
    tally: Tally = field(default_factory=Tally)

    @property
    def is_complete(self) -> bool:
        return not (self.left_out or self.tally.failed or self.tally.uncertain)


def remind() -> Round:
    """Today's round. Raises send.MailServerSilent where nothing could be handed over: it all waits for the next run."""
    done = Round()
    drop()  # first: what it told of has not been told
    write(clock.today(), done)
    done.tally = deliver()
    return done


def write(day: date, done: Round) -> None:
    """An e-mail in the outbox for everybody who is to have one. One person's trouble is not another's."""
    MailRun.objects.get_or_create(on=day)
    days, found = due.days_answered_for(day, _last_finished(day)), roster()
    for user, wish in _people(day):
        try:
            letter = _letter(user, wish, day, days, found)
        except Exception:
            log.exception("The reminders of %s could not be written", user.email)
            done.left_out.append(user.email)
            continue
        if letter is not None:
            done.written += _keep(user, day, letter, found)
    if not done.left_out:
        MailRun.objects.filter(on=day, finished_at=None).update(finished_at=clock.now())


def _last_finished(day) -> date | None:
    """The day of the last round that finished; where none ever did, the day before the first that began."""
    finished = MailRun.objects.filter(on__lt=day, finished_at__isnull=False).values_list("on", flat=True).first()
    if finished is not None:
        return finished
    begun = MailRun.objects.filter(on__lt=day).order_by("on").values_list("on", flat=True).first()
    return begun and begun - timedelta(days=1)


def _people(day) -> Iterator[tuple[User, due.Wish]]:
    """Everybody with a role who has no e-mail of the day yet, and what they want."""
    present = Membership.objects.current(day).values("user")
    users = User.objects.filter(pk__in=present, is_active=True).exclude(outgoing__on=day).order_by("pk")
    wishes = {row.user_id: wish_of(row) for row in MailPreference.objects.all()}
    for user in users:
        yield user, wishes.get(user.pk, due.Wish())


def wish_of(row: MailPreference) -> due.Wish:
    return due.Wish(due.Often(row.reminders), row.weekday, row.digest)


def _letter(user, wish, day, days, found: Roster) -> Letter | None:
    """What to write to a person on a day, if anything: nothing is read of who is not to hear today."""
    about = _told_before(user, day) if wish.reminders is due.Often.DAILY or len(days) > 1 else {}
    mailed = [on for on, entries in about.items() if any(entry[0] != due.DIGEST for entry in entries)]
    month = due.month_told(wish, days)
    if month is not None and _has_digest(user, month):
        month = None
    is_reminded = due.is_reminded(wish, days, mailed)
    if not is_reminded and month is None:
        return None
    audience = audience_of(user)
    told, tasks = due.Told((), frozenset()), {}
    if is_reminded:
        tasks = {task.matter: task for task in tasks_of(user, audience, found, day)}
        told = due.to_tell(wish, day, tasks, {entry for entries in about.values() for entry in entries})
    return compose(
        name=str(user),
        day=day,
        wish=wish,
        tasks=[tasks[matter] for matter in told.matters],
        new=told.new,
        changes=digest(audience, month, found) if month else [],
        month=month,
        address_of=address_of,
    )


def _told_before(user, day) -> dict[date, list[tuple]]:
    """{day: what the e-mail of that day told of}"""
    rows = Outgoing.objects.filter(user=user, on__gt=day - REMEMBERED, on__lt=day).values_list("on", "about")
    return {on: [tuple(entry) for entry in about] for on, about in rows}


def _has_digest(user, month) -> bool:
    """A digest comes at the beginning of the month after; whether this one has come."""
    rows = Outgoing.objects.filter(user=user, on__gt=month + timedelta(days=27)).values_list("about", flat=True)
    return any([due.DIGEST, f"{month:%Y-%m}", ""] in about for about in rows)


def _keep(user, day, letter: Letter, found: Roster) -> bool:
    """Put it into the outbox, unless another run has just done so."""
    key, lines, about = key_of(user, day), [line.to_json() for line in letter.lines], list(map(list, letter.about))
    _, is_new = Outgoing.objects.get_or_create(
        user=user,
        on=day,
        defaults={
            "message_id": message_id(key),
            "key": key,
            "to": user.email,
            "copied_to": copied_to(user, lines, about, found),
            "subject": letter.subject,
            "body": letter.body,
            "lines": lines,
            "about": about,
        },
    )
    return is_new


__all__ = ["Round", "remind", "wish_of", "write"]
