"""The first person of a portal, its organisations, and what a body is set up with at first."""

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.text import slugify

from registers import clock, rules_beginning
from registers.actions import people
from registers.actions.boards import board_called
from registers.actions.set_up import add_framework, check_profile, save_framework
from registers.actions.writing import standing
from registers.models import Framework, Holding, Membership, Organisation, Post, Register, Role, Scheme, User
from registers.models.risks import Stale
from registers.posts import slug_of

ARTICLE = "the "


class Begun(Exception):
    """Somebody has set the portal up already."""


@transaction.atomic
def begin(*, email, name, password, body, short_name, slug="") -> Membership:
    """The first administrator of an empty portal and the body they look after. Raises Begun where there is a user.

    Of two who press at once one wins: both first take the same row, which every database has.
    """
    list(ContentType.objects.select_for_update().filter(app_label="registers", model="user"))
    if User.objects.exists():
        raise Begun
    user = User.objects.create_user(email, password, name=name)
    organisation = _organisation(name=body, short_name=short_name, slug=slug, kind=Organisation.Kind.BODY, by=user)
    return people.add_member(organisation=organisation, by=user, email=user.email, role=Role.ADMINISTRATOR)


@transaction.atomic
def add_organisation(*, by, kind, name, short_name, slug="", email, person) -> Membership:
    """The second body, or the Panel, with its first administrator. Each body looks after its own people."""
    _hold_all()
    rules_beginning.check_can_add(kind)
    if kind == Organisation.Kind.BODY and email.casefold() == by.email.casefold():
        raise ValidationError({"email": "Each body looks after its own people: name somebody of that body"})
    organisation = _organisation(name=name, short_name=short_name, slug=slug, kind=kind, by=by)
    return people.add_member(organisation=organisation, by=by, email=email, name=person, role=Role.ADMINISTRATOR)


def _hold_all():
    """Two administrators at once wait for each other, so that there is no third body."""
    list(Organisation.objects.select_for_update().order_by("pk"))


def _organisation(*, name, short_name, slug, kind, by) -> Organisation:
    slug = slug or slug_for(short_name)
    if not slug:
        raise ValidationError({"slug": "Give it an address of letters and figures"})
    if slug in rules_beginning.TAKEN:
        raise ValidationError({"slug": "The portal uses that address itself"})
    if Organisation.objects.filter(slug=slug).exists():
        raise ValidationError({"slug": "Another organisation has that address"})
    rules_beginning.check_names_are_free(name, short_name)
    order = Organisation.objects.count()
    organisation = Organisation(name=name, short_name=short_name, slug=slug, kind=kind, order=order)
    organisation.full_clean()
    return _save(organisation, by)


def slug_for(short_name) -> str:
    """The address that a short name gives: "the Met" is met."""
    words = short_name.strip()
    return slugify(words[len(ARTICLE) :] if words.casefold().startswith(ARTICLE) else words)[:50]


def _save(row, by):
    row._history_user = by
    row.save()
    return row


@transaction.atomic
def rename_organisation(*, organisation, by, version, name, short_name) -> Organisation:
    """Call an organisation by other names. Its address stays. Raises Stale."""
    organisation = Organisation.objects.select_for_update().get(pk=organisation.pk)
    if version is not None and int(version) != version_of(organisation):
        raise Stale(organisation)
    rules_beginning.check_names_are_free(name, short_name, besides=organisation)
    if (organisation.name, organisation.short_name) == (name, short_name):
        return organisation
    organisation.name, organisation.short_name = name, short_name
    organisation.full_clean()
    return _save(organisation, by)


def version_of(row) -> int:
    """How often it has been saved: what two people at once are told apart by."""
    return row.history.count()


@transaction.atomic
def replace_unused_scheme(*, scheme, by, version, name, adopted_on, definition, note="") -> Scheme:
    """Set up another scale instead of one that nothing was ever scored on. Raises Stale.

    Only the first of a body, while nothing hangs on it; what has been scored on is never changed (a new one is
    adopted).
    """
    Organisation.objects.select_for_update().get(pk=scheme.organisation_id)
    scheme = Scheme.objects.select_for_update(of=("self",)).get(pk=scheme.pk)
    if version is not None and int(version) != version_of(scheme):
        raise Stale(scheme)
    rules_beginning.check_can_replace(scheme)
    if adopted_on > clock.today():
        raise ValidationError({"adopted_on": "The date must be today or in the past"})
    scheme.name, scheme.adopted_on, scheme.definition, scheme.note = name, adopted_on, definition, note
    scheme.full_clean()
    return _save(scheme, by)


@transaction.atomic
def add_corporate_register(*, organisation, by, title, profile, slug="corporate", settled_by="") -> Register:
    """The register that a body shares, with who may see what of it. A body has one."""
    Organisation.objects.select_for_update().get(pk=organisation.pk)
    rules_beginning.check_can_have_corporate_register(organisation)
    slug = slugify(slug or "corporate")[:50]
    if not slug or Register.objects.filter(organisation=organisation, slug=slug).exists():
        raise ValidationError({"slug": "Another register has that address"})
    check_profile(profile)
    register = Register(
        organisation=organisation,
        slug=slug,
        title=title,
        kind=Register.Kind.CORPORATE,
        board=board_called(organisation=organisation, name=settled_by, by=by),
        profile=profile,
    )
    register.full_clean(exclude=["organisation"])
    return _save(register, by)


@transaction.atomic
def add_objectives(*, organisation, by, name, objectives) -> Framework:
    """A set of objectives with all its objectives, in their order."""
    framework = add_framework(organisation=organisation, by=by, name=name)
    return save_framework(
        framework=framework, by=by, name=name, objectives=[(None, objective) for objective in objectives]
    )


@transaction.atomic
def add_posts(*, organisation, by, posts, on) -> int:
    """Posts, each with whoever holds it from a day, "" for nobody: (title, holder). How many were new.

    A title may stand twice, for two who hold it; a post that is there only gets its holder.
    """
    Organisation.objects.select_for_update().get(pk=organisation.pk)
    there = {slug_of(post): post for post in Post.objects.filter(organisation=organisation)}
    added = 0
    for title, holder in posts:
        post = there.get(slugify(title))
        if post is None:
            post = people.add_post(organisation=organisation, by=by, title=title)
            there[slug_of(post)] = post
            added += 1
        if holder and not _holds(post, holder, on):
            people.hold(post=post, by=by, name=holder, on=on)
    return added


def _holds(post, name, on):
    now = standing(Holding, on, post=post, name=name)
    return now is not None and now.holds


@transaction.atomic
def add_people(*, organisation, by, lines) -> list[tuple[User, bool, list[Membership]]]:
    """Several people with their roles at once: lines of (name, e-mail, roles).

    For each (user, whether the account is new, the roles given). A role that somebody has is left alone.
    """
    Organisation.objects.select_for_update().get(pk=organisation.pk)
    done = []
    for name, email, roles in lines:
        is_new = not User.objects.filter(email__iexact=email).exists()
        given = [
            people.add_member(organisation=organisation, by=by, email=email, name=name, role=role)
            for role in roles
            if not _has(organisation, email, role)
        ]
        done.append((User.objects.get(email__iexact=email), is_new, given))
    return done


def _has(organisation, email, role):
    """Whether they have the role without any limit."""
    same = Membership.objects.filter(organisation=organisation, role=role, register=None, own_risks_only=False)
    return same.filter(user__email__iexact=email).current().exists()
