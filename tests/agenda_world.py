"""One body with a board that meets monthly, for tests of what is put on its agenda between two of its meetings."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from registers import clock
from registers.actions import assessments, people
from registers.audience import Audience
from registers.models import Board, Organisation, Register
from registers.scope import Scope
from reports.agenda_reading import exceptions
from tests.factories import (
    OPEN_PROFILE,
    OrganisationFactory,
    PostFactory,
    RegisterFactory,
    open_risk,
    score_risk,
    somebody,
)
from tests.follow_up_factories import board_of

JANUARY = date(2020, 1, 6)
LAST = date(2020, 2, 12)  # the last meeting
SINCE = LAST + timedelta(days=1)
THIS = date(2020, 3, 11)
YESTERDAY = THIS - timedelta(days=1)
NEXT = date(2020, 4, 8)  # a month later
PROFILE = OPEN_PROFILE | dict.fromkeys(
    ("appetite", "dependencies", "controls", "progress", "rationale", "outlook"), "official"
)


@dataclass
class World:
    body: Organisation
    register: Register
    board: Board
    lead: object
    posts: list = field(default_factory=list)

    @property
    def audience(self) -> Audience:
        own = frozenset({self.body.pk})
        others = Organisation.objects.filter(kind="body").exclude(pk=self.body.pk).values_list("pk", flat=True)
        return Audience(user=self.lead.pk, working=own, cleared=own, agreed=frozenset(others))

    def risk(self, title="Storms", day=JANUARY, score=(2, 2), **fields):
        """Owned by a post that somebody holds, and scored medium."""
        return open_risk(self.register, day, by=self.lead, title=title, score=score, owners=self.posts[:1], **fields)

    def score(self, risk, score, day, **fields):
        return score_risk(risk, *score, on=day, by=self.lead, **fields)

    def do(self, action, day, **said):
        """One of the product's actions, at noon of its day."""
        with clock.at(clock.moment_on(day)):
            return action(by=self.lead, version=None, on=day, **said)

    def leave(self, post, name, day):
        with clock.at(clock.moment_on(day)):
            return people.hold(post=post, by=self.lead, name=name, on=day, holds=False)

    def drawn(self, on, since, audience=None, registers=None, bodies=None):
        """The agenda of a meeting, against the one before it; both as they were known at the end of their day."""
        with clock.at(clock.moment_on(on, 20)):
            return exceptions(
                audience or self.audience,
                registers=registers or [self.register],
                before=Scope(since, clock.end_of(since)),
                after=Scope(on, clock.end_of(on)),
                bodies=bodies or [self.body],
            )


def a_world(slug="mopac", **fields) -> World:
    body = OrganisationFactory(slug=slug, name=slug.title(), short_name=slug.upper())
    register = RegisterFactory(organisation=body, profile=dict(PROFILE) | fields)
    lead = somebody(("lead", body), cleared_by=[body])
    board = board_of(body, name=f"{slug.title()} group")
    register.board = board
    register.save()
    world = World(body, register, board, lead)
    for title, holder in (("Director of Storms", "Sam Storm"), ("Director of Floods", "Flo Flood")):
        post = PostFactory(organisation=body, title=f"{title} of {slug}")
        with clock.at(clock.moment_on(JANUARY)):
            people.hold(post=post, by=lead, name=holder, on=JANUARY)
        world.posts.append(post)
    with clock.at(clock.moment_on(JANUARY)):
        said = {"statement": "Not much", "highest_band": "medium"}
        assessments.set_appetite(register=register, by=lead, on=JANUARY, **said)
    return world


def kinds_of(items) -> dict[str, list[str]]:
    """{title: the kinds of its reasons}"""
    return {item.title: [reason.kind.value for reason in item.reasons] for item in items}


def texts_of(items) -> list[str]:
    return [reason.text for item in items for reason in item.reasons]
