"""Mail that goes out, what each person wants of it, and when they last looked at the portal."""

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from simple_history.models import HistoricalRecords

from registers import clock
from registers.models import Membership, Organisation, User


class MailPreferenceQuerySet(models.QuerySet):
    def visible_to(self, audience):
        """One's own."""
        return self.filter(user=audience.user)


class MailPreference(models.Model):
    """How often a person wants to be reminded, and whether they want the monthly digest. None: the defaults."""

    class Often(models.TextChoices):
        WEEKLY = "weekly", "Once a week"
        DAILY = "daily", "On every day that brings something new"
        NEVER = "never", "Never"

    class Weekday(models.IntegerChoices):
        MONDAY = 0, "Monday"
        TUESDAY = 1, "Tuesday"
        WEDNESDAY = 2, "Wednesday"
        THURSDAY = 3, "Thursday"
        FRIDAY = 4, "Friday"
        SATURDAY = 5, "Saturday"
        SUNDAY = 6, "Sunday"

    user = models.OneToOneField(User, on_delete=models.PROTECT, related_name="mail_preference")
    reminders = models.CharField(max_length=10, choices=Often, default=Often.WEEKLY)
    weekday = models.PositiveSmallIntegerField(choices=Weekday, default=Weekday.MONDAY)
    digest = models.BooleanField("monthly digest of changes", default=True)
    history = HistoricalRecords()

    objects = MailPreferenceQuerySet.as_manager()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(weekday__lte=6), name="weekday_is_of_a_week")]

    def __str__(self):
        return f"{self.user}: {self.get_reminders_display()}"


class OutgoingQuerySet(models.QuerySet):
    def visible_to(self, audience):
        """One's own mail, and for administrators that to whoever was a member of their organisation on its day.

        What each may read of its lines is cut further: reports/reminders/letters.py.
        """
        of_them = Membership.objects.filter(user=OuterRef("user"), organisation__in=audience.administers)
        then = of_them.filter(Q(until=None) | Q(until__gt=OuterRef("on")), since__lte=OuterRef("on"))
        return self.filter(Q(user=audience.user) | Exists(then))


class Outgoing(models.Model):
    """One e-mail to one person on one day, written before it is sent: nothing is sent twice, and nothing is lost.

    `sending`: handed to the mail server, no word yet. Where it was cut short nobody knows whether it went out: it is
    shown as uncertain, and never sent again by itself. `dropped`: what it told of, or what its reader may see, changed
    while it waited, and it never went out.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting"
        SENDING = "sending", "Uncertain"
        SENT = "sent", "Sent"
        FAILED = "failed", "Failed"
        DROPPED = "dropped", "Not sent"

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="outgoing")
    on = models.DateField()
    message_id = models.CharField(max_length=320, unique=True)
    key = models.SlugField(max_length=40, unique=True, help_text="What the Message-ID begins with, and its address")
    to = models.EmailField(max_length=254)
    copied_to = models.JSONField(default=list, blank=True)
    subject = models.CharField(max_length=160)
    body = models.TextField(help_text="References and links; never sensitive text")
    lines = models.JSONField(
        default=list, blank=True, help_text="The same line by line, each with what it is about: who may read it where"
    )
    about = models.JSONField(
        default=list, blank=True, help_text="What it told of: [kind, key, state]; news is news once"
    )
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    written_at = models.DateTimeField(default=clock.now, editable=False)
    taken_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    error = models.CharField(max_length=300, blank=True)
    history = HistoricalRecords(excluded_fields=["body", "lines", "about"])

    objects = OutgoingQuerySet.as_manager()

    class Meta:
        ordering = ["-on", "to", "pk"]
        constraints = [models.UniqueConstraint(fields=["user", "on"], name="one_mail_a_person_and_day")]

    def __str__(self):
        return f"{self.subject}, to {self.to}"

    def get_absolute_url(self):
        return reverse("reports:mail-letter", args=[self.key])

    @property
    def is_uncertain(self):
        return self.state == self.State.SENDING


class MailRunQuerySet(models.QuerySet):
    def visible_to(self, audience):
        """The machine's own note: it says nothing of anybody, and is shown to nobody."""
        return self.none()


class MailRun(models.Model):
    """A day's round was begun; finished, once everybody who was to be told has been written to.

    A later one makes up for days whose round did not finish, or never began.
    """

    on = models.DateField(unique=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    objects = MailRunQuerySet.as_manager()

    class Meta:
        ordering = ["-on"]

    def __str__(self):
        return f"Reminders of {self.on}"


class MailSettingQuerySet(models.QuerySet):
    def visible_to(self, audience):
        return self.filter(organisation__in=audience.administers)


class MailSetting(models.Model):
    """What a body has decided about its mail. None: no reminders are copied to anybody."""

    organisation = models.OneToOneField(Organisation, on_delete=models.PROTECT, related_name="mail_setting")
    copies_line_managers = models.BooleanField(default=False)
    history = HistoricalRecords()

    objects = MailSettingQuerySet.as_manager()

    def __str__(self):
        return f"Mail of {self.organisation}"


class VisitQuerySet(models.QuerySet):
    def visible_to(self, audience):
        return self.filter(user=audience.user)


class Visit(models.Model):
    """When a person was last here, and when the visit before that ended: what has changed since."""

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="visit")
    seen_at = models.DateTimeField()
    before_at = models.DateTimeField(null=True, blank=True)

    objects = VisitQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(before_at=None) | Q(before_at__lte=F("seen_at")), name="a_visit_ends_before_the_next"
            ),
        ]

    def __str__(self):
        return f"{self.user}, {self.seen_at}"
