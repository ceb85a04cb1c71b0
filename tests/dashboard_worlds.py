"""Two registers of two bodies in March 2022, with something of everything that a dashboard counts; and hidden risks."""

from datetime import date

from registers import clock
from registers.actions import reviews, risks
from registers.models import ReviewOutcome
from tests.control_factories import add_control, state, state_risk
from tests.factories import (
    CLOSED_PROFILE,
    OPEN_PROFILE,
    OrganisationFactory,
    PostFactory,
    RegisterFactory,
    agree,
    open_risk,
    score_risk,
    somebody,
)

OPENED, EARLIER, SETTLED = date(2021, 6, 1), date(2021, 12, 10), date(2022, 2, 20)
TODAY = date(2022, 3, 21)
MONTH = "2022-03"
PROFILES = {
    "own": CLOSED_PROFILE | dict.fromkeys(("controls", "progress"), "official"),
    "other": OPEN_PROFILE | dict.fromkeys(("rationale", "controls", "progress", "appetite"), "official"),
}


def two_registers(*, hidden, slugs=("own", "other")):
    """{"own", "other": register}. `hidden`: with a sensitive risk in each that moved, and lacks an owner."""
    pairs = zip(("own", "other"), slugs, strict=True)
    world = {name: _register(slug, PROFILES[name]) for name, slug in pairs}
    for register in world.values() if hidden else ():
        _hidden_risk(register, somebody())  # last, so that no reference differs for it; entered when it happened
    return world


def _register(slug, profile):
    by = somebody()
    body = OrganisationFactory(slug=slug)
    register = RegisterFactory(organisation=body, profile=profile, settled_by=f"Board of {slug}")
    posts = [PostFactory(organisation=body, title=f"Keeper {number}") for number in (1, 2)]
    _risks(register, posts, by)
    agree(register, SETTLED, by=by)
    _since_agreed(register, by)
    return register


def _risks(register, posts, by):
    """1 owned and reviewed, 2 without owner or score, 3 at its target, 4 moved in December, 5 closed in January."""
    said = {"register": register, "on": OPENED, "by": by}
    first = open_risk(**said, title="Storms", score=(3, 3), owners=[posts[0]])
    open_risk(**said, title="Fog")
    third = open_risk(**said, title="Ice", score=(2, 2), owners=[posts[1]])
    fourth = open_risk(**said, title="Heat", score=(1, 2), owners=posts)
    fifth = open_risk(**said, title="Hail", score=(1, 1))
    score_risk(third, 2, 2, on=OPENED, by=by, kind="target", target_on=date(2022, 6, 30))
    score_risk(fourth, 3, 2, on=EARLIER, by=by)
    with clock.at(clock.moment_on(date(2022, 1, 12))):
        risks.close(risk=fifth, by=by, version=None, on=date(2022, 1, 12), reason="It is over")
    add_control(first, day=OPENED, by=by, title="Sandbags", stage="in-place")
    late = add_control(fourth, day=OPENED, by=by, title="Shades", due=date(2021, 12, 1))
    state(late, "slipped", EARLIER, narrative="It waits", by=by)
    state_risk(first, "on-track", EARLIER, by=by)
    _review(first, date(2021, 12, 20), next_on=date(2022, 3, 1), by=by)


def _review(risk, on, next_on, by):
    with clock.at(clock.moment_on(on)):
        reviews.record(
            risk=risk, by=by, version=None, on=on, outcome=ReviewOutcome.NO_CHANGE, reason="As it was", next_on=next_on
        )


def _hidden_risk(register, by):
    """Open, moved, above all others, controlled, never reviewed and nobody's."""
    said = {"register": register, "on": OPENED, "by": by, "title": "Secret", "marking": "official-sensitive"}
    hidden = open_risk(**said, score=(2, 2))
    score_risk(hidden, 4, 4, on=EARLIER, by=by)
    control = add_control(hidden, day=OPENED, by=by, title="Hush", due=date(2022, 1, 1))
    state(control, "no-progress", EARLIER, narrative="Nobody may know", by=by)
    state_risk(hidden, "slipped", EARLIER, narrative="Nobody may know", by=by)


def _since_agreed(register, by):
    """What only the own body sees: the first risk rose, the second was scored, a new one came, this month."""
    score_risk(register.risks.get(ref=1), 4, 3, on=date(2022, 3, 7), by=by)
    score_risk(register.risks.get(ref=2), 2, 3, on=date(2022, 3, 8), by=by)
    open_risk(register=register, on=date(2022, 3, 9), by=by, title="Wind", score=(2, 1))
