"""Two bodies whose risks may be aligned: their registers agreed, and people of each who lead, settle, read or audit."""

from dataclasses import dataclass, field
from datetime import date

from registers import clock
from registers.actions import alignments
from registers.models import Alignment, Marking, Organisation, Register, Risk, User
from tests.factories import (
    CLOSED_PROFILE,
    OPEN_PROFILE,
    OrganisationFactory,
    PostFactory,
    RegisterFactory,
    agree,
    client_of,
    open_risk,
    somebody,
)

OPENED = date(2021, 1, 4)
SETTLED = date(2021, 3, 31)
BEGUN = date(2021, 5, 4)
TODAY = date(2021, 11, 15)
CONTROLS = {"controls": "official", "progress": "official"}


@dataclass
class Two:
    """Both bodies, by slug: "met" and "mopac". `people`: "met lead", "mopac reader" ..."""

    bodies: dict[str, Organisation] = field(default_factory=dict)
    registers: dict[str, Register] = field(default_factory=dict)
    risks: dict[str, Risk] = field(default_factory=dict)  # "met/1"
    people: dict[str, User] = field(default_factory=dict)
    alignment: Alignment | None = None

    def client(self, who):
        return client_of(self.people[who])

    def risk(self, path) -> Risk:
        return self.risks[path]


TITLES = {
    "met": ("Money", "We may not align resources over the medium term.", "Storms", "Storms may come."),
    "mopac": ("Funding", "We may not attract adequate resources.", "Floods", "Floods may follow."),
}


def two_bodies(aligned=True) -> Two:
    """Two risks of each body, agreed by their boards. Of them the first ones are aligned, as "Money matters"."""
    world = Two()
    for order, (slug, name) in enumerate((("mopac", "MOPAC"), ("met", "the Met"))):
        body = OrganisationFactory(slug=slug, name=name, short_name=name, order=order)
        profile = (OPEN_PROFILE if slug == "met" else CLOSED_PROFILE) | CONTROLS
        register = RegisterFactory(organisation=body, profile=profile, settled_by=f"{name} board")
        world.bodies[slug], world.registers[slug] = body, register
        owner = PostFactory(organisation=body, title=f"{name} director")
        titles = TITLES[slug]
        for ref in (1, 2):
            title, text = titles[2 * ref - 2], titles[2 * ref - 1]
            world.risks[f"{slug}/{ref}"] = open_risk(
                register, OPENED, title=title, description=text, owners=[owner], score=(2, ref + 1)
            )
        agree(register, SETTLED)
        for role in ("lead", "board", "reader", "secretariat"):
            world.people[f"{slug} {role}"] = somebody(
                (role, body), cleared_by=[body], name=f"{name} {role}", email=f"{role}@{slug}.example"
            )
    panel = OrganisationFactory(slug="panel", name="The Panel", short_name="the Panel", kind="panel", order=3)
    world.people["panel member"] = somebody(("panel-member", panel))
    world.people["auditor"] = somebody(("auditor", panel))
    both = [("lead", body) for body in world.bodies.values()]
    world.people["both"] = somebody(*both, cleared_by=world.bodies.values(), name="Both Bodies")
    if aligned:
        world.alignment = begin(world)
    return world


def begin(world, risks=("met/1", "mopac/1"), **said) -> Alignment:
    said = {"title": "Money matters", "rationale": "Both need money.", "kind": "joint-risk"} | said
    with clock.at(clock.moment_on(BEGUN)):
        risks = [world.risk(path) for path in risks]
        return alignments.begin(by=world.people["met lead"], on=BEGUN, risks=risks, **said)


def hide(world, path) -> Risk:
    """One more risk, OFFICIAL-SENSITIVE and agreed: "mopac/secret"."""
    slug, _ = path.split("/")
    register = world.registers[slug]
    risk = open_risk(register, OPENED, title="Quokka", description="Quokkas may hop.", marking=Marking.SENSITIVE)
    agree(register, SETTLED)
    world.risks[path] = risk
    return risk
