"""Organisations, the posts in them and who holds them; who signs in, with which role and clearance."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from registers import clock
from registers.models.facts import Fact, FactQuerySet


class UserQuerySet(models.QuerySet):
    def visible_to(self, audience):
        """A person sees their own account; an administrator whom their lists name: members, the cleared, readers."""
        seen = Q(pk=audience.user)
        for named in (Membership, Clearance, SensitiveRead):
            seen |= Q(pk__in=named.objects.filter(organisation__in=audience.administers).values("user"))
        return self.filter(seen)


def _vouch_for(user):
    """An administrator entered the address: without this a second sign-in factor would first ask to confirm it."""
    from allauth.account.models import EmailAddress

    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):
    def create_user(self, email, password=None, **fields):
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save()
        _vouch_for(user)
        return user

    def get_by_natural_key(self, email):
        return self.get(email__iexact=email)


class User(AbstractBaseUser):
    """Somebody who signs in. People are deactivated, never deleted. There is no superuser: roles say it all."""

    email = models.EmailField("e-mail address", unique=True, max_length=254)
    name = models.CharField(max_length=150, blank=True)
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(default=clock.now, editable=False)
    history = HistoricalRecords(excluded_fields=["password", "last_login"])

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = []

    objects = UserManager()

    class Meta:
        constraints = [models.UniqueConstraint(models.functions.Lower("email"), name="email_used_once")]

    def __str__(self):
        return self.name or self.email

    def get_full_name(self):
        return self.name

    def has_perm(self, permission, target=None):
        """Whether a role allows it: every permission is a predicate in access.py."""
        from rules import has_perm

        return self.is_active and has_perm(permission, self, target)

    def has_module_perms(self, app_label):
        return False


class OrganisationQuerySet(models.QuerySet):
    def visible_to(self, audience):
        """Names of organisations are no secret from anyone who has signed in."""
        return self if audience.user is not None or audience.published else self.none()


class Organisation(models.Model):
    class Kind(models.TextChoices):
        BODY = "body", "Body"
        PANEL = "panel", "Panel"

    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=120)
    short_name = models.CharField(max_length=40)
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.BODY)
    order = models.PositiveSmallIntegerField(default=0)
    history = HistoricalRecords()

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        ordering = ["order", "slug"]

    def __str__(self):
        return self.name


class PostQuerySet(models.QuerySet):
    def visible_to(self, audience):
        """Posts are printed in published registers: seen by whoever meets anything of a body."""
        return self if audience.user is not None or audience.published else self.none()


class Post(models.Model):
    """A job title in one organisation. A renamed post is a new one, named as its predecessor's successor."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="posts")
    title = models.CharField(max_length=120)
    is_group = models.BooleanField(
        default=False, help_text="Several people hold it at once, for example Heads of Profession"
    )
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)
    successor = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="predecessors")
    reports_to = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="reports")
    history = HistoricalRecords()

    objects = PostQuerySet.as_manager()

    class Meta:
        ordering = ["organisation", "title", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "title"], name="post_title_used_once_in_an_organisation"),
            models.CheckConstraint(
                condition=Q(until=None) | Q(since=None) | Q(until__gt=F("since")), name="post_ends_after_it_begins"
            ),
        ]

    def __str__(self):
        return self.title

    def as_at(self, day):
        """The post that answers for this one on a day: itself, or the successor it was renamed to by then."""
        post = self
        while post.successor_id and post.until and post.until <= day:
            post = post.successor
        return post


class PostAlias(models.Model):
    """Another name a post goes by for a time, for example a printed short form. `until` is exclusive."""

    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="aliases")
    title = models.CharField(max_length=120)
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)
    history = HistoricalRecords()

    objects = PostQuerySet.as_manager()

    class Meta:
        ordering = ["post", "title", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(until=None) | Q(since=None) | Q(until__gt=F("since")), name="alias_ends_after_it_begins"
            ),
        ]

    def __str__(self):
        return self.title


class HoldingQuerySet(FactQuerySet):
    def visible_to(self, audience):
        """Who holds a post is for those who work with a body, never for the public."""
        return self if audience.user is not None else self.none()


class Holding(Fact):
    """A person took up a post, or left it, on a day. Several may hold one."""

    KEY = ("post", "name")

    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="holdings")
    name = models.CharField(max_length=120)
    user = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="holdings")
    holds = models.BooleanField(default=True)

    objects = HoldingQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["post", "name", "-on"], name="holding_key")]

    def __str__(self):
        return f"{self.name}, {self.post}"

    @property
    def organisation_id(self):
        return self.post.organisation_id


class Role(models.TextChoices):
    """DESIGN.md section 6. What each may do stands in docs/permissions.md and in access.py."""

    READER = "reader", "Reader"
    LEAD = "lead", "Risk lead"
    BOARD = "board", "Board"
    SECRETARIAT = "secretariat", "Secretariat"
    ADMINISTRATOR = "administrator", "Administrator"
    PANEL_MEMBER = "panel-member", "Panel member"
    AUDITOR = "auditor", "Auditor"
    PANEL_SECRETARIAT = "panel-secretariat", "Panel secretariat"


BODY_ROLES = (Role.READER, Role.LEAD, Role.BOARD, Role.SECRETARIAT, Role.ADMINISTRATOR)
PANEL_ROLES = (Role.PANEL_MEMBER, Role.AUDITOR, Role.PANEL_SECRETARIAT, Role.ADMINISTRATOR)


class CurrentQuerySet(models.QuerySet):
    """Rows with since and until, where `until` is exclusive."""

    def current(self, day=None):
        day = day or clock.today()
        return self.filter(Q(until=None) | Q(until__gt=day), since__lte=day)

    def visible_to(self, audience):
        """One's own, and those of the organisations one administers."""
        return self.filter(Q(user=audience.user) | Q(organisation__in=audience.administers))


class Membership(models.Model):
    """A person's role in an organisation, or limited to one register, or to the risks of the posts they hold.

    A limit cuts sight as well as deed: somebody who is to read the whole register and edit their own
    risks has two memberships.
    """

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="memberships")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=20, choices=Role)
    register = models.ForeignKey(
        "registers.Register", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    own_risks_only = models.BooleanField(default=False)
    since = models.DateField(default=clock.today)
    until = models.DateField(null=True, blank=True)
    history = HistoricalRecords()

    objects = CurrentQuerySet.as_manager()

    class Meta:
        ordering = ["organisation", "user__email", "role", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")), name="membership_ends_after_it_begins"
            ),
        ]

    def __str__(self):
        return f"{self.user}, {self.get_role_display()} ({self.organisation.short_name})"

    @property
    def in_words(self):
        """The role with its limits: "Risk lead of the Met, only for risks of their posts"."""
        words = f"{self.get_role_display()} of {self.organisation.short_name}"
        if self.register_id:
            words += f", only in the {self.register.title}"
        return f"{words}, only for risks of their posts" if self.own_risks_only else words

    @property
    def address(self):
        """The role as an address names it, among those one person has in one organisation."""
        words = self.role + (f"-in-{self.register.slug}" if self.register_id else "")
        return f"{words}-own-risks" if self.own_risks_only else words


class Clearance(models.Model):
    """Leave to see one body's sensitive text, granted by that body to anybody, its own members included."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="clearances")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="clearances")
    granted_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=300, blank=True)
    since = models.DateField(default=clock.today)
    until = models.DateField(null=True, blank=True)
    history = HistoricalRecords()

    objects = CurrentQuerySet.as_manager()

    class Meta:
        ordering = ["organisation", "user__email", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")), name="clearance_ends_after_it_begins"
            ),
        ]

    def __str__(self):
        return f"{self.user} is cleared by {self.organisation.short_name}"


class SensitiveReadQuerySet(models.QuerySet):
    def visible_to(self, audience):
        """The log is for the administrators of the body whose text was read."""
        return self.filter(organisation__in=audience.administers)


class SensitiveRead(models.Model):
    """Somebody read or downloaded sensitive text of a body. It names what, never holds the text."""

    class Kind(models.TextChoices):
        READ = "read", "Read"
        DOWNLOAD = "download", "Downloaded"

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="sensitive_reads")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="sensitive_reads")
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.READ)
    what = models.CharField(max_length=200)
    at = models.DateTimeField(default=clock.now, db_index=True)

    objects = SensitiveReadQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self):
        return f"{self.user}: {self.what}"
