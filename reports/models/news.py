"""Mail that goes out, what each person wants of it, and when they last looked at the portal."""

from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from registers import clock
from registers.models import Organisation, User


class MailPreferenceQuerySet(models.QuerySet):
    def visible_to(self, audience):
        """One's own."""
        return self.filter(user=audience.user)


class MailPreference(models.Model):
    """How often a person wants to be reminded, and whether they want the monthly digest. None: the defaults."""

    class Often(models.TextChoices):
        DAILY = "daily", "Every day on which there is something new"
        WEEKLY = "weekly", "Once a week"
        NEVER = "never", "Never"

    user = models.OneToOneField(User, on_delete=models.PROTECT, related_name="mail_preference")
    reminders = models.CharField(max_length=10, choices=Often, default=Often.WEEKLY)
    weekday = models.PositiveSmallIntegerField(default=0, help_text="0 is Monday")
    digest = models.BooleanField("monthly digest of changes", default=True)
    history = HistoricalRecords()

    objects = MailPreferenceQuerySet.as_manager()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(weekday__lte=6), name="weekday_is_of_a_week")]

    def __str__(self):
        return f"{self.user}: {self.get_reminders_display()}"


class OutgoingQuerySet(models.QuerySet):
    def visible_to(self, audience):
        """One's own mail, and for administrators that to the members of their organisation."""
        mine = Q(user=audience.user)
        theirs = Q(user__memberships__organisation__in=audience.administers)
        return self.filter(pk__in=self.model.objects.filter(mine | theirs).values("pk"))


class Outgoing(models.Model):
    """One e-mail to one person on one day, written before it is sent: nothing is sent twice, and nothing is lost.

    `sending`: handed to the mail server, no word yet. Where it was cut short nobody knows whether it went out: it is
    shown as uncertain, and never sent again by itself.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting"
        SENDING = "sending", "Uncertain"
        SENT = "sent", "Sent"
        FAILED = "failed", "Failed"

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="outgoing")
    on = models.DateField()
    message_id = models.CharField(max_length=120, unique=True)
    to = models.EmailField(max_length=254)
    copied_to = models.JSONField(default=list, blank=True)
    subject = models.CharField(max_length=160)
    body = models.TextField(help_text="References and links; never sensitive text")
    about = models.JSONField(default=list, blank=True, help_text="What it told of: [kind, key]: news is news once")
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    written_at = models.DateTimeField(default=clock.now, editable=False)
    taken_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    error = models.CharField(max_length=300, blank=True)

    objects = OutgoingQuerySet.as_manager()

    class Meta:
        ordering = ["-on", "to", "pk"]
        constraints = [models.UniqueConstraint(fields=["user", "on"], name="one_mail_a_person_and_day")]

    def __str__(self):
        return f"{self.subject}, to {self.to}"


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
    """When a person was last here, and the time before that: what has changed since."""

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="visit")
    seen_at = models.DateTimeField()
    before_at = models.DateTimeField(null=True, blank=True)

    objects = VisitQuerySet.as_manager()

    def __str__(self):
        return f"{self.user}, {self.seen_at}"
