"""May this audience see this row? DESIGN.md section 6 in plain Python, a row at a time: the twin of visibility.py.

The pages ask the database (`visible_to`); this file answers the same question with loops and ifs, written from the
design and not from the SQL, and tests/test_visibility.py holds the two equal on made-up worlds. Nothing else uses it.

A model of a higher app registers its rule with `@rule_for` in a module `sees` of its own.
"""

from collections.abc import Callable
from datetime import date, datetime

from django.apps import apps
from django.db.models import Model

from registers import clock
from registers.audience import Audience, Level
from registers.models import (
    RISK_FACTS,
    Agreement,
    Appetite,
    Aspect,
    Board,
    Clearance,
    Dependency,
    Detail,
    Fact,
    Framework,
    Holding,
    Lineage,
    ListState,
    Marking,
    Membership,
    Objective,
    Organisation,
    OwnedPost,
    Ownership,
    Post,
    PostAlias,
    Register,
    Risk,
    RiskState,
    Scheme,
    SensitiveRead,
    Turn,
    User,
)
from registers.models.registers import FactClass

RULES: dict[type[Model], Callable] = {}


def rule_for(*models):
    """Register the rule of these models: a function of audience, record and world."""

    def register(rule):
        RULES.update(dict.fromkeys(models, rule))
        return rule

    return register


class World:
    """Every row the rules look at, read once and kept as plain lists."""

    def __init__(self):
        self.today = clock.today()
        self.registers = {row.pk: row for row in Register.objects.all()}
        self.risks = {row.pk: row for row in Risk.objects.all()}
        self.boards = {row.pk: row for row in Board.objects.all()}
        self.agreements = sorted(Agreement.objects.all(), key=lambda row: (row.recorded_at, row.pk))
        self.facts = {model: list(model.objects.all()) for model in apps.get_models() if issubclass(model, Fact)}
        self.ownerships = {row.pk: row for row in self.facts[Ownership]}
        self.owned_posts = list(OwnedPost.objects.all())
        self.memberships = list(Membership.objects.all())
        self.clearances = list(Clearance.objects.all())
        self.reads = list(SensitiveRead.objects.all())

    def register_of(self, risk_pk) -> Register:
        return self.registers[self.risks[risk_pk].register_id]


def sees(audience: Audience, record: Model, world: World | None = None) -> bool:
    """Whether an audience may see a row, whatever it is."""
    return RULES[type(record)](audience, record, world or World())


# What a row says in time -----------------------------------------------------------------------


def stands(fact, rows, known_at: datetime | None = None) -> bool:
    """Whether an entry stood at a moment: recorded by then, itself no withdrawal, and not yet replaced."""
    if fact.is_void or (known_at is not None and fact.recorded_at > known_at):
        return False
    return not any(row.replaces_id == fact.pk and (known_at is None or row.recorded_at <= known_at) for row in rows)


def standing_on(rows, day: date, known_at: datetime | None = None):
    """Of the rows of one key, the one in force at the end of a day; None where there is none."""
    found = None
    for row in rows:
        if row.on > day or not stands(row, rows, known_at):
            continue
        if found is None or (row.on, row.recorded_at, row.pk) > (found.on, found.recorded_at, found.pk):
            found = row
    return found


def same_key(fact, world) -> list:
    """The rows about the same thing, itself among them."""
    return [row for row in world.facts[type(fact)] if key_of(row) == key_of(fact)]


def key_of(fact) -> tuple:
    return tuple(getattr(fact, fact._meta.get_field(name).attname) for name in fact.KEY)


def is_sensitive_on(risk_pk, day: date, world, known_at: datetime | None = None) -> bool:
    markings = [row for row in world.facts[Detail] if row.risk_id == risk_pk and row.aspect == Aspect.MARKING]
    marking = standing_on(markings, day, known_at)
    return marking is not None and marking.value == Marking.SENSITIVE


def latest_agreement(register_pk, world) -> Agreement | None:
    return next((row for row in reversed(world.agreements) if row.register_id == register_pk), None)


# Who is looking --------------------------------------------------------------------------------


def meets_anyone_published(audience) -> bool:
    return audience.user is not None or audience.published


def is_limited_to_own_risks(audience, register) -> bool:
    limits = [only for organisation, only in audience.own_risks_in if organisation == register.organisation_id]
    return None in limits or register.pk in limits


def works_on_all(audience, register) -> bool:
    return register.organisation_id in audience.working or register.pk in audience.registers


def works_on(audience, register) -> bool:
    return works_on_all(audience, register) or is_limited_to_own_risks(audience, register)


def is_own_risk(audience, risk_pk, world) -> bool:
    """Whether a post of the audience owns or leads the risk today."""
    for role in {row.role for row in world.facts[Ownership]}:
        lists = [row for row in world.facts[Ownership] if row.risk_id == risk_pk and row.role == role]
        present = standing_on(lists, world.today)
        for place in world.owned_posts:
            if present is not None and place.ownership_id == present.pk and place.post_id in audience.posts:
                return True
    return False


def works_on_risk(audience, risk_pk, world) -> bool:
    register = world.register_of(risk_pk)
    if works_on_all(audience, register):
        return True
    return is_limited_to_own_risks(audience, register) and is_own_risk(audience, risk_pk, world)


def is_read_as_agreed(audience, register) -> bool:
    if register.kind != Register.Kind.CORPORATE:
        return False
    if register.organisation_id in audience.agreed:
        return True
    return audience.published and register.profile.get(FactClass.IDENTITY) == "public"


def level_met(audience, register) -> Level:
    """The most that the audience meets of a register's text."""
    reads = is_read_as_agreed(audience, register)
    if works_on(audience, register) or (reads and register.organisation_id in audience.agreed):
        return Level.SENSITIVE if register.organisation_id in audience.cleared else Level.OFFICIAL
    return Level.PUBLIC if reads else Level.NOTHING


def meets_profile(audience, register, fact_class) -> bool:
    """The publication profile, with what is never public and what no profile says a word of."""
    said = register.profile.get(fact_class)
    if said is None:
        said = "official" if fact_class in (FactClass.IDENTITY, FactClass.DEPENDENCIES) else "official-sensitive"
    if fact_class == FactClass.IDENTITY and said == "official-sensitive":
        said = "official"  # a reader knows the names of risks; what must not be named is marked, risk by risk
    if fact_class in (FactClass.RATIONALE, FactClass.OUTLOOK) and said == "public":
        said = "official"
    if fact_class == FactClass.RATIONALE and not meets_profile(audience, register, FactClass.SCORE):
        return False
    level = level_met(audience, register)
    return level >= {"public": Level.PUBLIC, "official": Level.OFFICIAL, "official-sensitive": Level.SENSITIVE}[said]


# The rules -------------------------------------------------------------------------------------


@rule_for(Organisation, Post, PostAlias, Scheme, Framework, Objective)
def sees_what_is_printed(audience, record, world) -> bool:
    return meets_anyone_published(audience)


@rule_for(Holding)
def sees_holding(audience, holding, world) -> bool:
    return audience.user is not None


@rule_for(User)
def sees_user(audience, user, world) -> bool:
    """Oneself; for administrators their members, whom their body cleared, and who read its sensitive text."""
    if audience.user is not None and user.pk == audience.user:
        return True
    looked_after = (*world.memberships, *world.clearances, *world.reads)
    return any(row.user_id == user.pk and row.organisation_id in audience.administers for row in looked_after)


@rule_for(Membership, Clearance)
def sees_own_or_administered(audience, row, world) -> bool:
    is_own = audience.user is not None and row.user_id == audience.user
    return is_own or row.organisation_id in audience.administers


@rule_for(SensitiveRead)
def sees_read(audience, read, world) -> bool:
    return read.organisation_id in audience.administers


@rule_for(ListState)
def sees_list_state(audience, state, world) -> bool:
    return audience.user is not None and state.user_id == audience.user


@rule_for(Register)
def sees_register(audience, register, world) -> bool:
    if works_on(audience, register):
        return True
    return is_read_as_agreed(audience, register) and latest_agreement(register.pk, world) is not None


@rule_for(Agreement)
def sees_agreement(audience, agreement, world) -> bool:
    return sees_register(audience, world.registers[agreement.register_id], world)


@rule_for(Appetite)
def sees_appetite(audience, appetite, world) -> bool:
    register = world.registers[appetite.register_id]
    if not sees_register(audience, register, world) or not meets_profile(audience, register, FactClass.APPETITE):
        return False
    return works_on(audience, register) or is_settled(appetite, register, world)


def is_settled(fact, register, world) -> bool:
    """Whether the board has agreed it: dated and recorded before the agreement in force."""
    agreement = latest_agreement(register.pk, world)
    return agreement is not None and fact.on <= agreement.as_at and fact.recorded_at <= agreement.known_at


@rule_for(Risk)
def sees_risk(audience, risk, world) -> bool:
    register = world.registers[risk.register_id]
    is_cleared = register.organisation_id in audience.cleared
    if not is_cleared and is_sensitive_on(risk.pk, world.today, world):
        return False
    if works_on_risk(audience, risk.pk, world):
        return True
    agreement = latest_agreement(register.pk, world)
    if agreement is None or not is_read_as_agreed(audience, register):
        return False
    if not is_cleared and is_sensitive_on(risk.pk, agreement.as_at, world, agreement.known_at):
        return False
    return was_opened_by(risk, agreement, world)


def was_opened_by(risk, agreement, world) -> bool:
    turns = [row for row in world.facts[RiskState] if row.risk_id == risk.pk]
    openings = [row for row in turns if row.turn == Turn.OPENED and row.on <= agreement.as_at]
    return any(stands(row, turns, agreement.known_at) for row in openings)


@rule_for(*RISK_FACTS)
def sees_fact(audience, fact, world) -> bool:
    register = world.register_of(fact.risk_id)
    if not sees_risk(audience, world.risks[fact.risk_id], world):
        return False
    if not meets_profile(audience, register, fact.fact_class):
        return False
    works = works_on_risk(audience, fact.risk_id, world)
    if not works and not is_settled(fact, register, world):
        return False
    if isinstance(fact, Dependency) and not sees_risk(audience, world.risks[fact.depends_on_id], world):
        return False
    if isinstance(fact, Lineage) and not sees_risk(audience, world.risks[fact.source_id], world):
        return False
    if register.organisation_id in audience.cleared:
        return True
    return was_official(fact, None if works else latest_agreement(register.pk, world), world)


def was_official(fact, agreement, world) -> bool:
    """A past version needs its marking then: some day on which it held, the risk was not sensitive.

    What was said while the risk was sensitive, and still held on the day it was declassified, is present text from
    that day. An entry that was corrected or withdrawn since counts on its own day only.
    """
    known = [None, agreement.known_at] if agreement else [None]  # a marking taken back has to be agreed first
    return all(was_official_as_known(fact, agreement, known_at, world) for known_at in known)


def was_official_as_known(fact, agreement, known_at, world) -> bool:
    if not is_sensitive_on(fact.risk_id, fact.on, world, known_at):
        return True
    last = agreement.as_at if agreement else world.today
    markings = [row for row in world.facts[Detail] if row.risk_id == fact.risk_id and row.aspect == Aspect.MARKING]
    for day in sorted(row.on for row in markings):  # only a marking ends a spell; its first official day decides
        if fact.on < day <= last and not is_sensitive_on(fact.risk_id, day, world, known_at):
            return standing_on(same_key(fact, world), day, agreement and agreement.known_at) == fact
    return False


@rule_for(OwnedPost)
def sees_owned_post(audience, place, world) -> bool:
    return sees_fact(audience, world.ownerships[place.ownership_id], world)
