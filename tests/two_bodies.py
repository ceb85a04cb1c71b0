"""Two small bodies with everything the portal keeps, in two variants that differ only in what must be withheld.

`build("a")` and `build("b")` give the same refs, titles, owners, arrows and dates; scores, targets, reasons, outlooks,
appetite and whatever is marked OFFICIAL-SENSITIVE differ. A page that differs between them, for somebody who may not
see those, leaks.
"""

from dataclasses import dataclass, field
from datetime import date

from registers import clock
from registers.actions import assessments, people, risks
from registers.models import Kind, Organisation, Register, Risk, Role
from tests.factories import (
    CLOSED_PROFILE,
    OPEN_PROFILE,
    FrameworkFactory,
    ObjectiveFactory,
    OrganisationFactory,
    PostFactory,
    RegisterFactory,
    agree,
    open_risk,
    score_risk,
    somebody,
)

OPENED = date(2021, 1, 4)
EARLIER = date(2021, 8, 2)
LATER = date(2021, 11, 1)
AGREED = date(2021, 12, 31)
SINCE = date(2022, 2, 1)
BODY_ROLES = [Role.READER, Role.LEAD, Role.BOARD, Role.SECRETARIAT, Role.ADMINISTRATOR]
PANEL_ROLES = [Role.PANEL_MEMBER, Role.AUDITOR, Role.PANEL_SECRETARIAT]
CLEARED = (Role.LEAD, Role.BOARD, Role.SECRETARIAT)


def planted(variant, what):
    """A word found nowhere else: where it turns up, that text has been shown."""
    return f"quokka{variant}{what}"


@dataclass
class Bodies:
    """`own` keeps its scores to itself; `other` publishes them. Visitors by name: "own lead", "panel auditor"."""

    variant: str
    own: Organisation
    other: Organisation
    panel: Organisation
    register: Register
    visitors: dict = field(default_factory=dict)
    risks: dict = field(default_factory=dict)


def build(variant="a") -> Bodies:
    own = OrganisationFactory(slug="own", name="Own Body", short_name="Own Body")
    other = OrganisationFactory(slug="other", name="Other Body", short_name="Other Body")
    panel = OrganisationFactory(slug="panel", name="Joint Panel", short_name="the Panel", kind="panel")
    register = RegisterFactory(organisation=own, profile=dict(CLOSED_PROFILE), settled_by="Own Board")
    open_register = RegisterFactory(organisation=other, profile=dict(OPEN_PROFILE), settled_by="Other Board")
    world = Bodies(variant, own, other, panel, register)
    _people(world)
    _fill(world, register, withheld=True)
    _fill(world, open_register, withheld=False)
    return world


def _people(world):
    for body in (world.own, world.other):
        for role in BODY_ROLES:
            cleared = (body,) if role in CLEARED else ()
            address = f"{role}@{body.slug}.example"
            user = somebody((role, body), cleared_by=cleared, email=address, name=f"{body.slug} {role}")
            world.visitors[f"{body.slug} {role}"] = user
    for role in PANEL_ROLES:
        user = somebody((role, world.panel), email=f"{role}@panel.example", name=f"panel {role}")
        world.visitors[f"panel {role}"] = user


def _fill(world, register, withheld):
    """Four risks, one of them sensitive, with everything that may be withheld; settled, then worked on."""
    body = register.organisation
    variant = world.variant if withheld else "same"
    lead = world.visitors[f"{body.slug} lead"]
    posts = [PostFactory(organisation=body, title=f"{body.name} director {n}") for n in (1, 2)]
    framework = FrameworkFactory(organisation=body, slug="plan", name=f"{body.name} plan")
    objective = ObjectiveFactory(framework=framework, slug="aim", name=f"{body.name} aim")
    low, high = ((1, 1), (2, 2)) if variant != "b" else ((3, 3), (4, 4))
    with clock.at(clock.moment_on(OPENED)):
        people.hold(post=posts[0], by=lead, name="Jo Holder", on=OPENED, user=lead)
        assessments.set_appetite(
            register=register, by=lead, on=OPENED, statement=planted(variant, "appetite"), highest_band=_band(variant)
        )
    common = {"by": lead, "owners": posts, "leads": posts[:1], "objectives": [objective], "horizon": "short-term"}
    first = open_risk(register, OPENED, title="Storms", description="Storms may come.", **common)
    second = open_risk(register, OPENED, title="Floods", description="Floods may follow.", **common)
    hidden = {"title": planted(world.variant, "title"), "description": planted(world.variant, "text")}
    secret = open_risk(register, OPENED, marking="official-sensitive", **common, **hidden)
    fourth = open_risk(register, OPENED, title="Drought", description="It may not rain.", **common)
    _score(variant, lead, (first, second, secret), low, high)
    _more(variant, lead, first, second, posts)
    agree(register, AGREED, by=world.visitors[f"{body.slug} board"], on=date(2022, 1, 5), meeting=f"{body.name} board")
    score_risk(second, *high, on=SINCE, by=lead, reason=planted(variant, "working"))
    world.risks[body.slug] = {"first": first, "second": second, "secret": secret, "fourth": fourth}


def _band(variant):
    return "medium" if variant != "b" else "high"


def _score(variant, lead, scored, low, high):
    for risk in scored:
        score_risk(risk, *low, on=EARLIER, by=lead, reason=planted(variant, "reason"))
        score_risk(risk, *high, on=EARLIER, by=lead, reason=planted(variant, "inherent"), kind=Kind.INHERENT)
        score_risk(risk, *low, on=EARLIER, by=lead, reason=planted(variant, "target"), kind=Kind.TARGET)
    score_risk(scored[0], *high, on=LATER, by=lead, reason=planted(variant, "rise"))


def _more(variant, lead, first, second, posts):
    likelihood, impact = (1, 2) if variant != "b" else (3, 4)
    common = {"by": lead, "version": None, "on": LATER}
    expected = {"likelihood": likelihood, "impact": impact, "expected_by": date(2022, 6, 30)}
    tolerated = {"until": date(2022, 12, 31), "tolerated_by": posts[0], "reason": planted(variant, "tolerance")}
    override = {"highest_band": _band(variant), "reason": planted(variant, "override")}
    with clock.at(clock.moment_on(LATER)):
        first = Risk.objects.get(pk=first.pk)
        assessments.expect(risk=first, reason=planted(variant, "outlook"), **expected, **common)
        assessments.tolerate(risk=first, **tolerated, **common)
        assessments.override_appetite(risk=first, **override, **common)
        risks.depend(risk=first, depends_on=second, reason="One brings the other", **common)
        risks.edit(risk=second, description="Floods will follow.", reason="Plainer", **common)
