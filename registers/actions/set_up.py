"""Setting up a body's registers: their names and profiles, the scale they score on, the objectives risks threaten."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.text import slugify

from registers import clock
from registers.actions.boards import board_called
from registers.models import Framework, Objective, Organisation, Register, Scheme
from registers.models.registers import NEVER_PUBLIC, SAFE_PROFILE, FactClass
from registers.models.risks import Stale
from registers.scoring import Band

LONGEST = 24  # months from one review to the next


def _lock(register, version):
    """The register, its version moved on. Raises Stale, with what stands now, where somebody saved it first."""
    locked = Register.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=register.pk)
    if version is not None and int(version) != locked.version:
        raise Stale(locked)
    locked.version += 1
    return locked


def _save(row, by):
    row._history_user = by
    row.save()
    return row


@transaction.atomic
def describe_register(*, register, by, version, title, board=None, settled_by="") -> Register:
    """Call a register by another name, or say which board of its body settles it. Raises Stale.

    `settled_by`: the name of the board instead, which is added where the body has none of that name.
    """
    register = _lock(register, version)
    named = board_called(organisation=register.organisation, name=settled_by, by=by)
    _check_may_settle(named or board, register)
    register.title, register.board = title, named or board
    return _save(register, by)


def _check_may_settle(board, register):
    """A body settles its own register, at a board that still meets."""
    if board is None or board == register.board:
        return
    if board.organisation_id != register.organisation_id:
        raise ValidationError({"board": f"Choose a board of {register.organisation.short_name}"})
    if not board.is_standing:
        raise ValidationError({"board": f"The {board} no longer meets"})


@transaction.atomic
def set_review_cadence(*, register, by, version, cadence) -> Register:
    """Say after how many months a risk of each band is to be reviewed again. Dates that are set stay. Raises Stale."""
    register = _lock(register, version)
    for band, months in cadence.items():
        if not 1 <= months <= LONGEST:
            raise ValidationError({band: f"Enter a number of months from 1 to {LONGEST}"})
    register.review_cadence = {Band(band).value: months for band, months in cadence.items()}
    return _save(register, by)


@transaction.atomic
def set_profile(*, register, by, version, profile) -> Register:
    """Say who may see which class of fact, from now on. Raises Stale."""
    register = _lock(register, version)
    register.profile = register.profile | profile
    check_profile(register.profile)
    register.full_clean()
    return _save(register, by)


def check_profile(profile):
    """What is never public is not made so, and a risk that may not be named is marked, not its whole class."""
    for fact_class in NEVER_PUBLIC:
        if profile.get(fact_class) == "public":
            raise ValidationError({fact_class: f"{fact_class.label} are never public"})
    if profile.get(FactClass.IDENTITY) == "official-sensitive":
        raise ValidationError({FactClass.IDENTITY: "A risk that may not be named is marked OFFICIAL-SENSITIVE itself"})


@transaction.atomic
def add_register(*, organisation, by, title, slug="", settled_by="") -> Register:
    """A directorate register: its own body's alone, for ever. Its address is fixed now."""
    Organisation.objects.select_for_update().get(pk=organisation.pk)
    slug = slugify(slug or title)[:50]
    if not slug:
        raise ValidationError({"slug": "Give it an address of letters and figures"})
    if Register.objects.filter(organisation=organisation, slug=slug).exists():
        raise ValidationError({"slug": "Another register has that address"})
    register = Register(
        organisation=organisation,
        slug=slug,
        title=title,
        kind=Register.Kind.DIRECTORATE,
        board=board_called(organisation=organisation, name=settled_by, by=by),
        profile=_own_profile(organisation),
    )
    register.full_clean(exclude=["organisation"])
    return _save(register, by)


def _own_profile(organisation) -> dict:
    """As the body's corporate register has it, but nothing public: a directorate register is not published."""
    corporate = organisation.registers.filter(kind=Register.Kind.CORPORATE).first()
    profile = SAFE_PROFILE | (corporate.profile if corporate else {})
    return {name: "official" if level == "public" else level for name, level in profile.items()}


@transaction.atomic
def adopt_scheme(*, organisation, by, name, adopted_on, definition, note="") -> Scheme:
    """Score on another scale from a day. Scores given before keep theirs and are listed until they are given anew."""
    Organisation.objects.select_for_update().get(pk=organisation.pk)
    if adopted_on > clock.today():
        raise ValidationError({"adopted_on": "The date must be today or in the past"})
    latest = Scheme.objects.filter(organisation=organisation).aggregate(day=Max("adopted_on"))["day"]
    if latest is not None and adopted_on <= latest:
        raise ValidationError({"adopted_on": f"Choose a day after {latest:%-d %B %Y}, when the present scale began"})
    scheme = Scheme(organisation=organisation, name=name, adopted_on=adopted_on, definition=definition, note=note)
    scheme.full_clean()
    return _save(scheme, by)


@transaction.atomic
def add_framework(*, organisation, by, name) -> Framework:
    """A named set of objectives, as yet without any."""
    Organisation.objects.select_for_update().get(pk=organisation.pk)
    slug = slugify(name)[:50]
    if not slug or Framework.objects.filter(organisation=organisation, slug=slug).exists():
        raise ValidationError({"name": "There is a set of objectives of that name already"})
    framework = Framework(organisation=organisation, name=name, slug=slug)
    framework.full_clean()
    return _save(framework, by)


@transaction.atomic
def save_framework(*, framework, by, name, objectives, version=None) -> Framework:
    """Rename a set of objectives, and rename, order and add its objectives.

    `objectives` lists (objective or None for a new one, name) in their order. Raises Stale where the names are not
    those that `version` stands for.
    """
    framework = Framework.objects.select_for_update().get(pk=framework.pk)
    if version is not None and version != version_of(framework):
        raise Stale(framework)
    if framework.name != name:
        framework.name = name
        _save(framework, by)
    names = [name.casefold() for _, name in objectives]
    if len(set(names)) < len(names):
        raise ValidationError("Two objectives have the same name")
    for order, (objective, name) in enumerate(objectives):
        objective = objective or Objective(framework=framework, slug=_free_slug(framework, name))
        if objective.pk is None or (objective.name, objective.order) != (name, order):
            objective.name, objective.order = name, order
            objective.full_clean()
            _save(objective, by)
    return framework


def version_of(framework) -> int:
    """How often the set or one of its objectives has been saved: what two people at once are told apart by."""
    return framework.history.count() + Objective.history.filter(framework=framework.pk).count()


def _free_slug(framework, name):
    """An address for a new objective; a number tells apart names that read alike."""
    taken = set(framework.objectives.values_list("slug", flat=True))
    base = slugify(name)[:90] or "objective"
    tries = (base, *(f"{base}-{number}" for number in range(2, len(taken) + 3)))
    return next(slug for slug in tries if slug not in taken)
