"""Members, posts and their holders, clearance, and the log of sensitive reads: what administrators look after."""

from django.core.exceptions import ValidationError
from django.db import transaction

from registers import clock
from registers.actions.writing import append, standing
from registers.models import Clearance, Holding, Membership, Post, PostAlias, SensitiveRead, User
from registers.models.people import BODY_ROLES, PANEL_ROLES, Organisation, Role


@transaction.atomic
def add_member(*, organisation, by, email, name="", role, register=None, own_risks_only=False) -> Membership:
    """Give a person a role. Somebody new gets an account without a password: they set one by e-mail."""
    allowed = BODY_ROLES if organisation.kind == Organisation.Kind.BODY else PANEL_ROLES
    if role not in allowed:
        raise ValidationError({"role": f"{organisation.short_name} has no such role"})
    if register is not None and register.organisation_id != organisation.pk:
        raise ValidationError({"register": "Choose a register of your own organisation"})
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
    membership = Membership(**same, since=clock.today())
    membership._history_user = by
    membership.save()
    return membership


@transaction.atomic
def end_membership(*, membership, by) -> Membership:
    """End a role from today. Administrators cannot end their own: a body would be left with nobody to look after it."""
    if membership.user_id == by.pk and membership.role == Role.ADMINISTRATOR:
        raise ValidationError("Another administrator must end your own administration")
    return _end(membership, by)


@transaction.atomic
def grant_clearance(*, organisation, by, user, reason="") -> Clearance:
    """Let a person see the body's sensitive text. Nobody clears themselves."""
    if user.pk == by.pk:
        raise ValidationError({"email": "Another administrator must clear you"})
    if Clearance.objects.filter(user=user, organisation=organisation).current().exists():
        raise ValidationError({"email": "This person is cleared already"})
    clearance = Clearance(user=user, organisation=organisation, granted_by=by, reason=reason, since=clock.today())
    clearance._history_user = by
    clearance.save()
    return clearance


@transaction.atomic
def end_clearance(*, clearance, by) -> Clearance:
    return _end(clearance, by)


def _end(row, by):
    row.until = clock.today()
    row._history_user = by
    row.save()
    return row


@transaction.atomic
def add_post(*, organisation, by, title, is_group=False, since=None, until=None) -> Post:
    if Post.objects.filter(organisation=organisation, title__iexact=title).exists():
        raise ValidationError({"title": "There is a post of that title already"})
    post = Post(organisation=organisation, title=title, is_group=is_group, since=since, until=until)
    post._history_user = by
    post.save()
    return post


@transaction.atomic
def rename_post(*, post, by, title, on) -> Post:
    """A renamed post is a new one from that day, its predecessor's successor: the past keeps the old name."""
    successor = Post.objects.filter(organisation=post.organisation, title__iexact=title).first()
    if successor == post:
        raise ValidationError({"title": "That is its title already"})
    if post.since and on <= post.since:
        raise ValidationError({"on": "The post must have existed before it is renamed"})
    successor = successor or add_post(
        organisation=post.organisation, by=by, title=title, is_group=post.is_group, since=on
    )
    post.until, post.successor = on, successor
    post._history_user = by
    post.full_clean()
    post.save()
    return successor


@transaction.atomic
def add_alias(*, post, by, title, since=None, until=None) -> PostAlias:
    alias = PostAlias(post=post, title=title, since=since, until=until)
    alias._history_user = by
    alias.full_clean()
    alias.save()
    return alias


@transaction.atomic
def hold(*, post, by, name, on, user=None, holds=True, reason="") -> Holding | None:
    """A person takes up a post, or leaves it, on a day."""
    if on > clock.today():
        raise ValidationError({"on": "The date must be today or in the past"})
    now = standing(Holding, on, post=post, name=name)
    if (now.holds if now else False) == holds and (now is None or now.user == user or not holds):
        return None
    return append(
        Holding, by=by, on=on, reason=reason, post=post, name=name, user=user or (now and now.user), holds=holds
    )


def log_sensitive_read(*, organisation_id, user, what, kind=SensitiveRead.Kind.READ) -> SensitiveRead:
    """Note that somebody read or downloaded sensitive text: what it was called, never what it said."""
    return SensitiveRead.objects.create(
        organisation_id=organisation_id, user=user, what=what[:200], kind=kind, at=clock.now()
    )
