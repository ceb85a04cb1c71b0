"""Made-up worlds: two bodies, their registers, people and a drawn sequence of entries, each made on its day."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from hypothesis import strategies as st

from registers import clock
from registers.access import audience_of
from registers.actions import agreements, assessments, boards, corrections, escalation, people, reviews, risks
from registers.audience import NOBODY, PUBLIC, Audience, edition_of
from registers.models import RISK_FACTS, Board, ListState, Membership, PostAlias, ReviewOutcome, User
from registers.models.registers import FactClass
from tests.factories import (
    CLOSED_PROFILE,
    OPEN_PROFILE,
    FrameworkFactory,
    ObjectiveFactory,
    OrganisationFactory,
    PostFactory,
    RegisterFactory,
    open_risk,
    somebody,
)

FIRST_DAY = date(2020, 1, 1)
KINDS = ["current", "target", "inherent"]


@dataclass
class World:
    """What the steps act on, and who looks."""

    bodies: list
    registers: list
    posts: list
    objectives: list
    keyed_by: User
    people: dict[str, User]
    risks: list = field(default_factory=list)
    boards: list = field(default_factory=list)
    readers: dict[str, Audience] = field(default_factory=dict)


@contextmanager
def undone() -> Iterator[None]:
    """Everything written in the block is taken back: hypothesis runs many examples in one test."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def furnish() -> World:
    """Bodies, registers, posts and people, the same in every example."""
    bodies = [OrganisationFactory(slug=slug) for slug in ("north", "south")]
    registers = [RegisterFactory(organisation=body) for body in bodies]
    registers.append(RegisterFactory(organisation=bodies[0], slug="estates", kind="directorate"))
    posts = [PostFactory(organisation=body, title=f"Director {n}") for body in bodies for n in (1, 2)]
    for post in posts:
        PostAlias.objects.create(post=post, title=f"{post.title} (short)")
    objectives = [ObjectiveFactory(framework=FrameworkFactory(organisation=body)) for body in bodies]
    world = World(bodies, registers, posts, objectives, keyed_by=somebody(), people={})
    world.people = _people(world)
    _seat(world)
    return world


def _seat(world):
    """Boards of each make, each with a post on it: one body's own, one attended, a directorate's, and one of both."""
    north, south = world.bodies
    for body, is_attended in ((north, False), (south, True), (north, False), (None, False)):
        said = {"organisation": body, "by": world.keyed_by, "is_attended": is_attended}
        board = boards.add_board(name=f"Board {Board.objects.count()}", **said)
        post = next(post for post in world.posts if post.organisation == (body or south))
        boards.seat(board=board, by=world.keyed_by, post=post, since=FIRST_DAY)
        world.boards.append(board)
    for register, board in zip(world.registers, world.boards, strict=False):
        register.board = board
        register.save()


def play(world, profiles, steps, deeds=None) -> date:
    """Everything that happens in these steps, by the names of `deeds`; gives the day it is then."""
    for register, profile in zip(world.registers, (*profiles, profiles[0]), strict=True):
        register.profile = profile
        register.save()
    world.risks = [*_openings(world)]
    today = FIRST_DAY
    for later, back, name, draws in steps:
        today += timedelta(days=later)
        with clock.at(clock.moment_on(today)):
            _step(world, (deeds or STEPS)[name], max(today - timedelta(days=back), FIRST_DAY), draws)
    today += timedelta(days=1)
    with clock.at(clock.moment_on(today)):
        world.readers = _readers(world)
    return today


def _openings(world):
    for place, marking in ((0, "official"), (0, "official-sensitive"), (1, "official"), (2, "official")):
        register = world.registers[place]
        owner = next(post for post in world.posts if post.organisation == register.organisation)
        yield open_risk(register, on=FIRST_DAY, by=world.keyed_by, score=(2, 3), owners=[owner], marking=marking)


# Steps -----------------------------------------------------------------------------------------


def _step(world, deed, on, draws):
    """Do one thing, unless the rules refuse it that day."""
    risk = world.risks[draws[0] % len(world.risks)]
    common = {"risk": risk, "by": world.keyed_by, "version": None, "on": on, "reason": f"Because {draws[1]}"}
    try:
        with transaction.atomic():
            deed(world, common, draws)
    except ValidationError:
        pass


def _score(world, common, draws):
    cell = {"likelihood": 1 + draws[1] % 4, "impact": 1 + draws[2] % 4}
    assessments.record(**common, **cell, kind=KINDS[draws[3] % 3])


def _word(world, common, draws):
    risks.edit(**common, title=f"Title {draws[1]}", description=f"Text {draws[2]}")


def _place(world, common, draws):
    risks.edit(**common, horizon=["short-term", "long-term"][draws[1] % 2], printed_ref=str(draws[2]), order=draws[3])


def _own(world, common, draws):
    chosen = [world.posts[draws[1] % 4], world.posts[draws[2] % 4]]
    part = ["owners", "leads"][draws[3] % 2]
    risks.edit(**common, **{part: list(dict.fromkeys(chosen))})


def _aim(world, common, draws):
    risks.edit(**common, objectives=world.objectives[: draws[1] % 3])


def _mark(world, common, draws):
    risks.mark(**common, marking=["official", "official-sensitive"][draws[1] % 2])


def _depend(world, common, draws):
    risks.depend(**common, depends_on=world.risks[draws[1] % len(world.risks)], holds=draws[2] % 3 > 0)


def _turn(world, common, draws):
    (risks.close if draws[1] % 2 else risks.reopen)(**common)


def _recast(world, common, draws):
    risks.recast(**common, title=f"Recast {draws[1]}", description="Other words")


def _split(world, common, draws):
    world.risks += risks.split(**common, into=[{"title": f"Part {draws[1]}"}])


def _move(world, common, draws):
    """Up into the corporate register, or down into the directorate's."""
    said = common | {"corporate_reason": f"For all, {draws[2]}", "title": f"Moved {draws[3]}", "description": "Words"}
    is_up = bool(draws[1] % 2)
    moved = escalation.escalate(**said) if is_up else escalation.deescalate(**said, into=world.registers[2])
    if moved not in world.risks:
        world.risks.append(moved)


def _expect(world, common, draws):
    expected_by = common["on"] + timedelta(days=90)
    assessments.expect(**common, likelihood=1 + draws[1] % 4, impact=1 + draws[2] % 4, expected_by=expected_by)


def _tolerate(world, common, draws):
    assessments.tolerate(**common, until=common["on"] + timedelta(days=30), tolerated_by=world.posts[0])


def _review(world, common, draws):
    outcome, board = ReviewOutcome.values[draws[1] % 6], (*world.boards, None)[draws[2] % 5]
    reviews.record(**common, outcome=outcome, board=board)


def _note(world, common, draws):
    del common["risk"], common["version"]
    reviews.note_unchanged(risks=world.risks, **common)


def _accept(world, common, draws):
    register = world.registers[draws[1] % 3]
    values = {"statement": f"Statement {draws[2]}", "highest_band": ["low", "high"][draws[3] % 2]}
    assessments.set_appetite(register=register, by=common["by"], on=common["on"], **values)


def _agree(world, common, draws):
    register = world.registers[draws[0] % 3]
    agreements.agree(register=register, by=common["by"], as_at=common["on"], meeting=f"Meeting {draws[1]}")


def _replace(world, common, draws):
    """Correct or void an entry, of whatever kind."""
    rows = [row for model in RISK_FACTS for row in model.objects.filter(risk=common["risk"]).order_by("pk")]
    asked = {"fact": rows[draws[1] % len(rows)], "by": common["by"], "version": None, "reason": common["reason"]}
    if draws[2] % 2:
        corrections.void(**asked)
    else:
        corrections.correct(**asked, on=common["on"])


STEPS = {
    "score": _score,
    "word": _word,
    "place": _place,
    "own": _own,
    "aim": _aim,
    "mark": _mark,
    "depend": _depend,
    "turn": _turn,
    "recast": _recast,
    "split": _split,
    "move": _move,
    "expect": _expect,
    "tolerate": _tolerate,
    "review": _review,
    "note": _note,
    "accept": _accept,
    "agree": _agree,
    "replace": _replace,
}
NUMBERS = st.integers(0, 50)
COMMON = [
    "mark",
    "mark",
    "mark",
    "agree",
    "agree",
    "score",
    "score",
    "word",
    "review",
    "replace",
]  # where the rules bite most


def drawn(names):
    """Sequences of steps of these names: (days later, days back it is dated, name, numbers to choose by)."""
    step = st.tuples(st.integers(0, 25), st.integers(0, 40), st.sampled_from(names), st.tuples(*[NUMBERS] * 4))
    return st.lists(step, min_size=3, max_size=16)


steps = drawn([*STEPS, *COMMON])
levels = st.sampled_from(["public", "official", "official-sensitive"])
profiles = st.one_of(
    st.just(OPEN_PROFILE),
    st.just(CLOSED_PROFILE),
    st.dictionaries(st.sampled_from(FactClass.values), levels, max_size=12),
)


# Who looks -------------------------------------------------------------------------------------


def _people(world) -> dict[str, User]:
    """Somebody of every role, limit and clearance."""
    north, south = world.bodies
    panel = OrganisationFactory(slug="panel", kind="panel")
    own = {"role": "lead", "organisation": north, "own_risks_only": True}
    limited = {"role": "lead", "organisation": north, "register": world.registers[0]}
    people_who = {
        "reader": somebody(("reader", north)),
        "cleared reader": somebody(("reader", north), cleared_by=[north]),
        "lead of one register": somebody(limited, cleared_by=[north]),
        "lead of a directorate": somebody(limited | {"register": world.registers[2]}),
        "lead of own risks": somebody(own),
        "lead of own risks of a register": somebody(own | {"register": world.registers[0]}, cleared_by=[north]),
        "lead of own risks, reader elsewhere": somebody(own, ("reader", south)),
        "cleared lead of own risks, reader elsewhere": somebody(own, ("reader", south), cleared_by=[north]),
        "other body": somebody(("reader", south)),
        "other body, cleared": somebody(("secretariat", south), cleared_by=[north]),
        "auditor": somebody(("auditor", panel)),
        "cleared auditor": somebody(("auditor", panel), cleared_by=[north, south]),
        "panel member": somebody(("panel-member", panel)),
        "administrator": somebody(("administrator", north)),
        "nobody yet": somebody(),
    }
    for name, user in people_who.items():
        if "own risks" in name:
            people.hold(post=world.posts[0], by=world.keyed_by, name=user.name, on=FIRST_DAY, user=user)
        ListState.objects.create(user=user, name="registers:register", query="band=high")
        people.log_sensitive_read(organisation_id=north.pk, user=user, what="Risk 1")
    left = somebody(("reader", north))
    Membership.objects.filter(user=left).update(until=FIRST_DAY)
    return people_who


def _readers(world) -> dict[str, Audience]:
    """An audience of every make: a person's, the public's, an edition's, and what an edition and its editor share."""
    readers = {name: audience_of(User.objects.get(pk=user.pk)) for name, user in world.people.items()}
    north, south = (body.pk for body in world.bodies)
    edition, joint = edition_of(frozenset({north})), edition_of(frozenset({north, south}))
    return readers | {
        "north's full edition": edition,
        "public": PUBLIC,
        "stranger": NOBODY,
        "joint edition edited by the other body": joint & readers["other body"],
        "own edition edited by an uncleared reader": edition & readers["reader"],
        "public edition edited by a lead of own risks": PUBLIC & readers["lead of own risks, reader elsewhere"],
    }


def everybody():
    """The names of the audiences of a world."""
    return [
        "reader",
        "cleared reader",
        "lead of one register",
        "lead of a directorate",
        "lead of own risks",
        "lead of own risks of a register",
        "lead of own risks, reader elsewhere",
        "cleared lead of own risks, reader elsewhere",
        "other body",
        "other body, cleared",
        "auditor",
        "cleared auditor",
        "panel member",
        "administrator",
        "nobody yet",
        "north's full edition",
        "public",
        "stranger",
        "joint edition edited by the other body",
        "own edition edited by an uncleared reader",
        "public edition edited by a lead of own risks",
    ]


__all__ = ["STEPS", "World", "drawn", "everybody", "furnish", "play", "profiles", "steps", "undone"]
