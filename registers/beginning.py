"""How far has a portal, and each of its bodies, been set up? What is done, what is to do, what waits for something."""

from dataclasses import dataclass
from enum import StrEnum

from django.urls import NoReverseMatch, reverse

from registers import clock, rules
from registers.audience import Audience
from registers.models import Appetite, Clearance, Membership, Organisation, Post, Register, Risk, Role, Scheme, User
from registers.models.registers import FactClass, Framework, Objective
from registers.position import look_at, today_scope

WORKING_ROLES = (Role.LEAD, Role.BOARD, Role.SECRETARIAT)  # who sees nothing sensitive until somebody clears them
_seen = {"user": False}  # once there is a user there always is one: people are deactivated, never deleted


def has_begun() -> bool:
    """Whether the portal has a user. Asked of the database only until it says yes."""
    _seen["user"] = _seen["user"] or User.objects.exists()
    return _seen["user"]


class State(StrEnum):
    DONE = "done"
    TO_DO = "to do"
    OPTIONAL = "optional"  # to do, and nothing else needs it
    WAITS = "cannot start yet"


@dataclass(frozen=True)
class Step:
    """One step of setting up a body."""

    key: str
    title: str
    said: str  # how it stands, or what it is for
    state: State
    url: str
    is_counted: bool = True  # whether the set-up is unfinished without it

    @property
    def is_open(self) -> bool:
        return self.state in (State.TO_DO, State.OPTIONAL)


@dataclass(frozen=True)
class Stand:
    """How the set-up of a body stands, for whoever looks."""

    organisation: Organisation
    steps: tuple[Step, ...]

    @property
    def counted(self) -> list[Step]:
        return [step for step in self.steps if step.is_counted and step.state is not State.OPTIONAL]

    @property
    def done(self) -> int:
        return sum(step.state is State.DONE for step in self.counted)

    @property
    def is_finished(self) -> bool:
        return self.done == len(self.counted)

    @property
    def url(self) -> str:
        return reverse("registers:begin-body", args=[self.organisation.slug])

    def step(self, key: str) -> Step:
        return next(step for step in self.steps if step.key == key)

    def after(self, key: str) -> Step | None:
        """The next step that can be done now: after this one, else from the top."""
        place = next(place for place, step in enumerate(self.steps) if step.key == key)
        return next((step for step in (*self.steps[place + 1 :], *self.steps[:place]) if step.is_open), None)


def stand_of(organisation: Organisation, audience: Audience) -> Stand:
    """Every step of setting up a body."""
    return _Look(organisation, audience).stand()


def unfinished(audience: Audience) -> list[Stand]:
    """The bodies one looks after whose set-up is not finished."""
    bodies = Organisation.objects.filter(pk__in=audience.administers, kind=Organisation.Kind.BODY)
    return [stand for stand in (stand_of(body, audience) for body in bodies) if not stand.is_finished]


def without_register(audience: Audience) -> list[Organisation]:
    """The bodies one looks after that have no corporate register yet: until then no page has anything to show."""
    if not audience.administers:
        return []
    bodies = Organisation.objects.filter(pk__in=audience.administers, kind=Organisation.Kind.BODY)
    return list(bodies.exclude(registers__kind=Register.Kind.CORPORATE))


def scheme_of(organisation: Organisation) -> Scheme | None:
    """The scale in use."""
    return Scheme.objects.filter(organisation=organisation, adopted_on__lte=clock.today()).last()


def to_be_cleared(organisation: Organisation) -> list[User]:
    """People who work with the body's registers and whom it has not cleared."""
    working = Membership.objects.filter(organisation=organisation, role__in=WORKING_ROLES).current()
    cleared = Clearance.objects.filter(organisation=organisation).current()
    people = User.objects.filter(pk__in=working.values("user"), is_active=True).exclude(pk__in=cleared.values("user"))
    return list(people.order_by("name", "email"))


def appetite_of(register: Register, audience: Audience):
    """Its appetite today, None where none is stated, "withheld" for those who may not see it."""
    view = look_at(register, audience, today_scope())
    return view.cut(FactClass.APPETITE, _stated(register))


def _stated(register):
    return Appetite.objects.filter(register=register).oldest_first().last()


class _Look:
    """What there is of a body, read once for all steps."""

    def __init__(self, organisation, audience):
        self.organisation = organisation
        self.audience = audience
        self.register = rules.corporate_register_of(organisation)

    def stand(self) -> Stand:
        found = (
            self._step("names", "Names of the body", State.DONE, self.organisation.name),
            self._people(),
            self._scale(),
            self._register(),
            self._clearance(),
            self._objectives(),
            self._posts(),
            self._appetite(),
            self._import(),
        )
        return Stand(self.organisation, found)

    def _step(self, key, title, state, said, is_counted=True):
        url = reverse(f"registers:begin-{key}", args=[self.organisation.slug])
        return Step(key, title, said, state, url, is_counted)

    def _people(self):
        roles = Membership.objects.filter(organisation=self.organisation).current()
        people = roles.values("user").distinct().count()
        has_lead = roles.filter(role=Role.LEAD).exists()
        others = roles.filter(role=Role.ADMINISTRATOR, register=None).exclude(user=self.audience.user).exists()
        said = f"{people} {'person' if people == 1 else 'people'}"
        if not has_lead:
            said += ". Nobody edits risks yet: somebody needs the role of risk lead, perhaps you"
        elif not others and to_be_cleared(self.organisation):
            said += ". Nobody can clear you yet: invite a second administrator"
        else:
            return self._step("people", "People and their roles", State.DONE, said)
        return self._step("people", "People and their roles", State.TO_DO, said)

    def _clearance(self):
        title = "Clearance for sensitive text"
        waiting = to_be_cleared(self.organisation)
        cleared = Clearance.objects.filter(organisation=self.organisation).current().count()
        if not waiting and not cleared:
            return self._step("clearance", title, State.WAITS, "First somebody needs a role that works with risks")
        if cleared and self.audience.user not in {user.pk for user in waiting}:
            return self._step("clearance", title, State.DONE, f"{cleared} cleared")
        if any(user.pk != self.audience.user for user in waiting):
            names = ", ".join(str(user) for user in waiting if user.pk != self.audience.user)
            return self._step("clearance", title, State.TO_DO, f"Not cleared yet: {names}")
        said = "Another administrator clears you: nobody clears themselves"
        return self._step("clearance", title, State.WAITS, said)

    def _scale(self):
        scheme = scheme_of(self.organisation)
        said = scheme.name if scheme else "How likelihood and impact are scored"
        return self._step("scale", "Scoring scheme", State.DONE if scheme else State.TO_DO, said)

    def _register(self):
        title = "Register, and who may see what of it"
        if self.register is None:
            return self._step("register", title, State.TO_DO, "Its name, its board and what is published")
        return self._step("register", title, State.DONE, self.register.title)

    def _objectives(self):
        title = "Objectives"
        count = Objective.objects.filter(framework__organisation=self.organisation).count()
        sets = Framework.objects.filter(organisation=self.organisation).count()
        if not count:
            return self._step("objectives", title, State.OPTIONAL, "What risks threaten, pasted as a list")
        said = f"{count} in {sets} {'set' if sets == 1 else 'sets'}"
        return self._step("objectives", title, State.DONE, said)

    def _posts(self):
        title = "Posts"
        count = Post.objects.filter(organisation=self.organisation).count()
        if not count:
            return self._step("posts", title, State.TO_DO, "Who can own a risk, pasted as a list")
        return self._step("posts", title, State.DONE, f"{count} post{'' if count == 1 else 's'}")

    def _appetite(self):
        title = "Appetite"
        if self.register is None:
            return self._step("appetite", title, State.WAITS, "First the register")
        if not look_at(self.register, self.audience, today_scope()).sees(FactClass.APPETITE):
            said = "It is sensitive here: you can state it once another administrator has cleared you"
            return self._step("appetite", title, State.WAITS, said, is_counted=False)  # there or not, is not told
        if _stated(self.register) is None:
            return self._step("appetite", title, State.TO_DO, "How much risk the body accepts")
        return self._step("appetite", title, State.DONE, "Stated")

    def _import(self):
        title = "The first risks"
        if self.register is None or scheme_of(self.organisation) is None:
            return self._step("import", title, State.WAITS, "First the scoring scheme and the register")
        if Risk.objects.filter(register__organisation=self.organisation).visible_to(self.audience).exists():
            return self._step("import", title, State.DONE, "There are risks in the register")
        return self._step("import", title, State.TO_DO, "From the workbook you have, or typed in")


def page_called(*names: str, args) -> str:
    """The address of the first of these pages that the portal has; empty where it has none."""
    for name in names:
        try:
            return reverse(name, args=args)
        except NoReverseMatch:
            continue
    return ""
