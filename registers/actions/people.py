"""Members, posts and their holders, clearance, and the log of sensitive reads: what administrators look after."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.text import slugify

from registers import clock, rules
from registers.actions.writing import append, standing
from registers.models import Clearance, Holding, Membership, Post, PostAlias, SensitiveRead, User
from registers.models.people import BODY_ROLES, PANEL_ROLES, Organisation, Role
from registers.posts import holders_on, slug_of
from registers.scope import Scope

UNLIMITED = (Role.SECRETARIAT, *PANEL_ROLES)  # their work is for a whole body
OWN_RISKS_ONLY = (Role.READER, Role.LEAD, Role.BOARD)


@transaction.atomic
def add_member(*, organisation, by, email, name="", role, register=None, own_risks_only=False) -> Membership:
    """Give a person a role. Somebody new gets an account without a password: they set one by e-mail.

    Somebody deactivated may sign in again.
    """
    _hold(organisation)
    check_role(organisation, role, register, own_risks_only)
    user = User.objects.filter(email__iexact=email).first() or User.objects.create_user(email, name=name)
    same = {
        "user": user,
        "organisation": organisation,
        "role": role,
        "register": register,
        "own_risks_only": own_risks_only,
    }
    if Membership.objects.filter(**same).current().exists():
        raise ValidationError({"email": "This person has that role already"})
    if not user.is_active:
        _set_active(user, by, True)
    return _begin(Membership(**same, since=clock.today()), by)


def check_role(organisation, role, register, own_risks_only):
    """The organisation has such a role, and the role such limits."""
    allowed = BODY_ROLES if organisation.kind == Organisation.Kind.BODY else PANEL_ROLES
    if role not in allowed:
        raise ValidationError({"role": f"{organisation.short_name} has no such role"})
    if register is not None and register.organisation_id != organisation.pk:
        raise ValidationError({"register": "Choose a register of your own organisation"})
    label = Role(role).label
    if own_risks_only and role not in OWN_RISKS_ONLY:
        raise ValidationError({"own_risks_only": f"{label} cannot be limited to a person's own risks"})
    if register is not None and role in UNLIMITED and role != Role.ADMINISTRATOR:
        raise ValidationError({"register": f"{label} is a role for the whole organisation"})


def _hold(organisation):
    """Two administrators at once wait for each other, so that neither gives a role twice or takes the last one away."""
    Organisation.objects.select_for_update().get(pk=organisation.pk)


@transaction.atomic
def end_membership(*, membership, by) -> Membership:
    """End a role from today. Administrators cannot end their own: a body would be left with nobody to look after it."""
    _hold(membership.organisation)
    if membership.role == Role.ADMINISTRATOR and membership.register_id is None:
        others = Membership.objects.filter(organisation=membership.organisation, role=Role.ADMINISTRATOR, register=None)
        if membership.user_id == by.pk:
            raise ValidationError("Another administrator must end your own administration")
        if not others.exclude(user=membership.user_id).current().exists():
            raise ValidationError(f"{membership.organisation.short_name} would have no administrator left")
    return _end(membership, by)


@transaction.atomic
def deactivate(*, user, by) -> User:
    """Close the account of somebody without a role. Clearance ends with it, so that a later role does not revive it."""
    user = User.objects.select_for_update().get(pk=user.pk)
    if Membership.objects.filter(user=user).current().exists():
        raise ValidationError("This person still has a role. End their roles first")
    for clearance in Clearance.objects.filter(user=user).current():
        _end(clearance, by)
    return _set_active(user, by, False)


def _set_active(user, by, is_active):
    user.is_active = is_active
    user._history_user = by
    user.save()
    return user


@transaction.atomic
def grant_clearance(*, organisation, by, user, reason="") -> Clearance:
    """Let a person see the body's sensitive text. Nobody clears themselves."""
    _hold(organisation)
    if user.pk == by.pk:
        raise ValidationError({"email": "Another administrator must clear you"})
    if not user.is_active:
        raise ValidationError({"email": "This account has been deactivated"})
    if Clearance.objects.filter(user=user, organisation=organisation).current().exists():
        raise ValidationError({"email": "This person is cleared already"})
    clearance = Clearance(user=user, organisation=organisation, granted_by=by, reason=reason, since=clock.today())
    return _begin(clearance, by)


@transaction.atomic
def end_clearance(*, clearance, by) -> Clearance:
    return _end(clearance, by)


def _begin(row, by):
    row._history_user = by
    row.save()
    return row


def _end(row, by):
    row.until = clock.today()
    row._history_user = by
    row.save()
    return row


@transaction.atomic
def add_post(*, organisation, by, title, is_group=False, since=None, until=None) -> Post:
    """A post's title names it in addresses too, so no two may read alike but for commas and capitals."""
    _hold(organisation)
    if any(slugify(title) == slug_of(post) for post in Post.objects.filter(organisation=organisation)):
        raise ValidationError({"title": "There is a post of that title already"})
    post = Post(organisation=organisation, title=title, is_group=is_group, since=since, until=until)
    return _begin(post, by)


@transaction.atomic
def rename_post(*, post, by, title, on) -> Post:
    """A renamed post is a new one from that day, its predecessor's successor: the past keeps the old name.

    Whoever holds it goes on under the new title. Where a post of that title exists, the two become one and its own
    holders stay.
    """
    post = _lock_post(post)
    rules.check_day(on)
    if post.until is not None:
        raise ValidationError({"title": "This post has ended. Rename the post that followed it"})
    if post.since and on <= post.since:
        raise ValidationError({"on": "The post must have existed before it is renamed"})
    successor = Post.objects.filter(organisation=post.organisation, title__iexact=title).first()
    if successor == post:
        raise ValidationError({"title": "That is its title already"})
    if successor is not None and successor.until is not None:
        raise ValidationError({"title": f"There was a post of that title until {successor.until:%-d %B %Y}"})
    goes_on = successor is None
    if goes_on:
        successor = add_post(organisation=post.organisation, by=by, title=title, is_group=post.is_group, since=on)
        successor.reports_to = post.reports_to
        _begin(successor, by)
    for holding in holders_on([post], Scope(as_at=on))[post.pk]:
        if goes_on:
            _enter(successor, by, on, holding.name, holding.user, True, f"{post.title} was renamed")
        _enter(post, by, on, holding.name, holding.user, False, f"Renamed {title}")
    post.until, post.successor = on, successor
    post.full_clean()
    _begin(post, by)
    return successor


def _lock_post(post):
    return Post.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=post.pk)


@transaction.atomic
def report_to(*, post, by, reports_to=None) -> Post:
    """Name the post that this one reports to, or none: whom a body may copy its reminders to (reports)."""
    _hold(post.organisation)
    post = _lock_post(post)
    rules.check_can_report_to(post, reports_to)
    post.reports_to = reports_to
    return _begin(post, by)


@transaction.atomic
def add_alias(*, post, by, title, since=None, until=None) -> PostAlias:
    alias = PostAlias(post=post, title=title, since=since, until=until)
    if since and until and until <= since:
        raise ValidationError({"until": "Enter a day after the first one"})
    if PostAlias.objects.filter(post=post, title__iexact=title, since=since, until=until).exists():
        raise ValidationError({"title": "The post goes by that name already"})
    alias.full_clean()
    return _begin(alias, by)


@transaction.atomic
def hold(*, post, by, name, on, user=None, holds=True, reason="") -> Holding | None:
    """A person takes up a post, or leaves it, on a day. Taking it up again with an account only links the account."""
    post = _lock_post(post)
    rules.check_day(on)
    if post.since and on < post.since:
        raise ValidationError({"on": f"The post exists since {post.since:%-d %B %Y}"})
    if holds and post.until and on >= post.until:
        raise ValidationError({"on": f"The post ended on {post.until:%-d %B %Y}"})
    now = standing(Holding, on, post=post, name=name)
    held = now is not None and now.holds
    if not holds and not held:
        raise ValidationError({"name": f"{name} did not hold the post on that day"})
    if holds and held and user in (None, now.user):
        return None
    return _enter(post, by, on, name, user or (now and now.user), holds, reason)


def _enter(post, by, on, name, user, holds, reason):
    return append(Holding, by=by, on=on, reason=reason, post=post, name=name, user=user, holds=holds)


def log_sensitive_read(*, organisation_id, user, what, kind=SensitiveRead.Kind.READ) -> SensitiveRead:
    """Note that somebody read or downloaded sensitive text: what it was called, never what it said."""
    return SensitiveRead.objects.create(
        organisation_id=organisation_id, user=user, what=what[:200], kind=kind, at=clock.now()
    )
