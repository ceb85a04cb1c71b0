"""Which rows may an audience see? The one cut, `visible_to`, in SQL; a test holds its plain twin, sees.py, equal."""

from django.db.models import Exists, OuterRef, Q

from registers import clock
from registers.audience import Audience, Level
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
    agreements = Agreement.objects.order_by("recorded_at", "pk")
    if registers is not None:
        agreements = agreements.filter(register__in=registers)
    if known_at is not None:
        agreements = agreements.filter(recorded_at__lte=known_at)
    rows = agreements.values_list("register", "as_at", "known_at")
    return {register: Scope(as_at=as_at, known_at=known) for register, as_at, known in rows}


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
    uncleared = Detail.objects.exclude(risk__register__organisation__in=audience.cleared)
    return queryset.filter(seen).exclude(pk__in=sensitive_risks(uncleared, now()))


def _agreed_registers(audience, registers):
    """Registers that it sees only as agreed."""
    if not (audience.published or audience.agreed):
        return []
    if registers is None:
        registers = Register.objects.visible_to(audience)
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
    registers = list(Register.objects.visible_to(audience))
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
    registers = Register.objects.visible_to(audience)
    registers = [register for register in registers if sees_class(register, FactClass.APPETITE, audience)]
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


def spells_of(details, scope=None):
    """The spells of the risks of these details, by what is known now: a late marking protects the past too."""
    markings = details.known(scope or now()).filter(aspect=Aspect.MARKING).oldest_first()
    return sensitive_spells(markings.values_list("risk", "on", "value"))


def _sensitive_then(model, audience, scopes):
    """A past version needs its marking then: facts that held only while their risk was sensitive.

    One that still held on the day its risk was declassified is present text from that day.
    """
    details = Detail.objects.exclude(risk__register__organisation__in=audience.cleared)
    spells = spells_of(details)
    as_agreed = [
        spell
        for register, scope in scopes.items()
        for spell in spells_of(details.filter(risk__register=register), scope)
    ]
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
