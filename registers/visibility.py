"""Which rows may an audience see? The one cut, `visible_to`, in SQL; a test holds its plain twin, sees.py, equal."""

from datetime import date, datetime
from typing import NamedTuple

from django.db.models import Exists, OuterRef, Q

from registers import clock
from registers.audience import Audience, Level
from registers.kept import is_looking, once
from registers.models.agreements import Agreement
from registers.models.facts import in_force
from registers.models.registers import FactClass, Register
from registers.models.risk_facts import (
    Aspect,
    Dependency,
    Detail,
    Lineage,
    Marking,
    OwnedPost,
    Ownership,
    RiskState,
    Turn,
)
from registers.models.risks import Risk
from registers.scope import Scope


def now() -> Scope:
    return Scope(as_at=clock.today())


def visible_registers(queryset, audience: Audience):
    """Registers it works on, and the corporate ones of others once a board has agreed them."""
    works = works_on_registers(audience)
    reads = Q(organisation__in=audience.agreed)
    if audience.published:
        reads |= Q(profile__identity="public")
    others = Q(kind=Register.Kind.CORPORATE) & reads & Exists(Agreement.objects.filter(register=OuterRef("pk")))
    return queryset.filter(works | others)


def registers_seen(audience: Audience) -> tuple[Register, ...]:
    """The registers an audience may know of, in their order, with body and board; in one look they are read once."""

    def build():
        return Register.objects.visible_to(audience).select_related("organisation", "board")

    key = "registers seen", audience
    return once(key, lambda: tuple(build()))


def works_on_registers(audience: Audience):
    """The condition on registers that an audience sees, or parts of them, as they are worked on."""
    works = Q(organisation__in=audience.working) | Q(pk__in=audience.registers)
    for organisation, register in audience.own_risks_in:
        works |= Q(organisation=organisation) if register is None else Q(pk=register)
    return works


def reads_as_agreed(register, audience: Audience) -> bool:
    """Whether it may read a register once a board has agreed it: the plain counterpart of `reads` above."""
    is_public = audience.published and register.level_of(FactClass.IDENTITY) == Level.PUBLIC
    return register.is_corporate and (is_public or register.organisation_id in audience.agreed)


def agreed_scopes(registers=None, known_at=None) -> dict[int, Scope]:
    """The settled time of each register, by key: nothing dated or recorded after it is agreed.

    Registers that no board has settled are missing from it.
    """
    keys = None if registers is None else {register.pk for register in registers}
    return {
        register: Scope(as_at=as_at, known_at=known)
        for register, as_at, known, recorded in once("settled", _settled_times)
        if (keys is None or register in keys) and (known_at is None or recorded <= known_at)
    }


def _settled_times():
    """Agreements are few: all are read, oldest first."""

    def build():
        rows = Agreement.objects.order_by("recorded_at", "pk")
        return rows.values_list("register", "as_at", "known_at", "recorded_at")

    return list(build())


def sensitive_risks(details, scope):
    """Keys of risks marked OFFICIAL-SENSITIVE at a scope.

    Two steps, because a filter on the value beside the window would pick the latest sensitive row
    instead of asking whether the latest row is sensitive.
    """
    markings = in_force(details.filter(aspect=Aspect.MARKING), scope)
    return Detail.objects.filter(pk__in=markings.values("pk"), value=Marking.SENSITIVE).values("risk")


def owned_risks(audience, scope=None):
    """Keys of the risks that posts of this audience own or lead today."""
    ownerships = in_force(Ownership.objects.filter(risk__in=risks_ever_of(audience.posts)), scope or now())
    places = OwnedPost.objects.filter(ownership__in=ownerships.values("pk"), post__in=audience.posts)
    return places.values("ownership__risk")


def risks_ever_of(posts):
    return OwnedPost.objects.filter(post__in=posts).values("ownership__risk")


def works_on_risks(audience):
    """The condition on risks that an audience sees as they are worked on."""
    works = Q(register__organisation__in=audience.working) | Q(register__in=audience.registers)
    for organisation, register in audience.own_risks_in:
        where = Q(register__organisation=organisation) if register is None else Q(register=register)
        works |= where & Q(pk__in=owned_risks(audience))
    return works


def visible_risks(queryset, audience: Audience, registers=None):
    """DESIGN.md section 6. A marking protects from the moment it is raised, whether or not a board has agreed it.

    `registers`, where the caller already holds the only ones asked about, saves reading them all.
    """
    seen = works_on_risks(audience)
    agreed = _agreed_registers(audience, registers)
    scopes = agreed_scopes(agreed) if agreed else {}
    for register in agreed:
        if register.pk in scopes:
            seen |= _agreed_risks(register, scopes[register.pk], audience)
    return queryset.filter(seen).exclude(pk__in=_sensitive_today(audience))


def _sensitive_today(audience):
    """Keys of the risks that are sensitive today and that it is not cleared for; in one look those read already."""
    if is_looking():
        return markings_kept_from(audience).sensitive(now())
    return sensitive_risks(Detail.objects.exclude(risk__register__organisation__in=audience.cleared), now())


def _agreed_registers(audience, registers):
    """Registers that it sees only as agreed."""
    if not (audience.published or audience.agreed):
        return []
    if registers is None:
        registers = registers_seen(audience)
    return [
        register
        for register in registers
        if reads_as_agreed(register, audience) and not audience.sees_all_of(register.organisation_id, register.pk)
    ]


def _agreed_risks(register, scope, audience):
    """Risks of one register that were known of when it was settled, and not sensitive then."""
    opened = RiskState.objects.by(scope).filter(risk__register=register, turn=Turn.OPENED).values("risk")
    seen = Q(register=register, pk__in=opened)
    if register.organisation_id not in audience.cleared:
        seen &= ~Q(pk__in=sensitive_risks(Detail.objects.filter(risk__register=register), scope))
    return seen


def sees_class(register, fact_class, audience: Audience) -> bool:
    """Whether an audience meets the level a register's publication profile gives a class of fact."""
    return audience.level(register.organisation_id, register.pk, register.is_corporate) >= register.level_of(fact_class)


def visible_facts(queryset, audience: Audience):
    """Facts of visible risks, of classes it may see, settled where it sees only what is agreed, and official then."""
    registers = registers_seen(audience)
    scopes = agreed_scopes(registers)
    seen = Q(pk__in=[])
    for register in registers:
        classes = [condition for condition, cls in queryset.model.CLASSES if sees_class(register, cls, audience)]
        if classes:
            settled = _settled(register, scopes.get(register.pk), audience)
            seen |= Q(risk__register=register) & _any_of(classes) & settled
    rows = queryset.filter(seen, risk__in=visible_risks(Risk.objects, audience, registers))
    return _with_both_ends_visible(rows.exclude(_sensitive_then(queryset.model, audience, scopes)), audience)


def visible_appetites(queryset, audience: Audience):
    """What a body accepts, where its profile lets the audience see it; settled where it sees only what is agreed."""
    registers = [row for row in registers_seen(audience) if sees_class(row, FactClass.APPETITE, audience)]
    scopes = agreed_scopes(registers)
    seen = Q(pk__in=[])
    for register in registers:
        works, scope = audience.works_on(register.organisation_id, register.pk), scopes.get(register.pk)
        settled = Q() if works else Q(recorded_at__lte=scope.known_at, on__lte=scope.as_at)
        seen |= Q(register=register) & settled
    return queryset.filter(seen)


def _any_of(conditions):
    joined = conditions[0]
    for condition in conditions[1:]:
        joined |= condition
    return joined if all(conditions) else Q()  # an empty condition means every row is of that class


def _settled(register, scope, audience):
    """Every row of a register it works on; else what the board has agreed, and all of its own risks."""
    if audience.sees_all_of(register.organisation_id, register.pk):
        return Q()
    settled = Q(pk__in=[]) if scope is None else Q(recorded_at__lte=scope.known_at, on__lte=scope.as_at)
    if audience.works_on(register.organisation_id, register.pk):
        settled |= Q(risk__in=owned_risks(audience))
    return settled


def sensitive_spells(markings):
    """(risk, from, until) of each time a risk was marked sensitive, from (risk, day, value) rows oldest first.

    `until` is exclusive, None while it lasts.
    """
    spells, since = [], {}
    for risk, on, value in markings:
        if value == Marking.SENSITIVE:
            since.setdefault(risk, on)
        elif risk in since:
            spells.append((risk, since.pop(risk), on))
    return spells + [(risk, on, None) for risk, on in since.items()]


class Marked(NamedTuple):
    """One marking of a risk: when it was recorded, and when it was replaced."""

    risk: int
    register: int
    on: date
    value: str
    recorded_at: datetime
    replaced_at: datetime | None


class Markings(NamedTuple):
    """Every marking of some risks, oldest first: which were sensitive when, as it is known at one scope or another."""

    rows: tuple[Marked, ...]

    def known(self, scope: Scope, register: int | None = None) -> list[Marked]:
        """Those that stood at the scope's moment, as `FactQuerySet.known` says."""
        rows = [row for row in self.rows if register is None or row.register == register]
        if scope.known_at is None:
            return [row for row in rows if row.replaced_at is None]
        known = [row for row in rows if row.recorded_at <= scope.known_at]
        return [row for row in known if row.replaced_at is None or row.replaced_at > scope.known_at]

    def spells(self, scope: Scope, register: int | None = None) -> list[tuple]:
        """As `sensitive_spells` gives them."""
        return sensitive_spells((row.risk, row.on, row.value) for row in self.known(scope, register))

    def sensitive(self, scope: Scope, register: int | None = None) -> set[int]:
        """The risks that were marked sensitive at the scope."""
        last = {row.risk: row.value for row in self.known(scope, register) if row.on <= scope.as_at}
        return {risk for risk, value in last.items() if value == Marking.SENSITIVE}


def markings_kept_from(audience: Audience) -> Markings:
    """The markings of the risks of bodies that it is not cleared by, in one statement; in one look they are read once.

    They are few: most risks were never marked.
    """

    def build():
        rows = Detail.objects.exclude(risk__register__organisation__in=audience.cleared)
        rows = rows.filter(aspect=Aspect.MARKING, is_void=False).oldest_first()
        return rows.values_list("risk", "risk__register", "on", "value", "recorded_at", "replaced_by__recorded_at")

    key = "markings", audience.cleared
    return once(key, lambda: Markings(tuple(map(Marked._make, build()))))


def spells_of(details, scope=None):
    """The spells of the risks of these details, by what is known now: a late marking protects the past too."""
    markings = details.known(scope or now()).filter(aspect=Aspect.MARKING).oldest_first()
    return sensitive_spells(markings.values_list("risk", "on", "value"))


def _sensitive_then(model, audience, scopes):
    """A past version needs its marking then: facts that held only while their risk was sensitive.

    One that still held on the day its risk was declassified is present text from that day.
    """
    markings = markings_kept_from(audience)
    spells = markings.spells(now())
    as_agreed = [spell for register, scope in scopes.items() for spell in markings.spells(scope, register)]
    registers = _registers_read_as_agreed(audience, [risk for risk, *_ in spells + as_agreed])
    # A marking taken back is a change like any other: who sees only what is agreed waits for the board.
    spells += [spell for spell in as_agreed if spell[0] in registers]
    hidden = Q(pk__in=[])
    for risk, since, until in spells:
        spell = Q(risk=risk, on__gte=since)
        if until is not None:
            spell &= Q(on__lt=until)
            declassified = _declassified(until, scopes.get(registers[risk]) if risk in registers else now())
            if declassified is not None:
                spell &= ~Q(pk__in=in_force(model.objects.filter(risk=risk), declassified).values("pk"))
        hidden |= spell
    return hidden


def _registers_read_as_agreed(audience, risks):
    """{risk: register} of those among these risks that it sees only as agreed."""
    if not risks:
        return {}
    return dict(Risk.objects.filter(pk__in=risks).exclude(works_on_risks(audience)).values_list("pk", "register"))


def _declassified(until, scope):
    """The end of the spell as the audience knows it; None where it came after what it sees."""
    return None if scope is None or until > scope.as_at else scope.on(until)


def _with_both_ends_visible(rows, audience):
    """Dependencies on and lineage to hidden risks are not mentioned."""
    other = {Dependency: "depends_on__in", Lineage: "source__in"}.get(rows.model)
    return rows.filter(**{other: Risk.objects.visible_to(audience)}) if other else rows
