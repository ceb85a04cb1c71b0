"""What the bodies of tests/two_bodies.py hold together: an alignment that both read, and one with a restricted risk.

Of the second whoever is not cleared by the own body is told nothing but the other body's own risk: its words are
planted. Of the first, what the own body says of its controls is: its profile keeps that for those cleared.
"""

from datetime import date

from controls.actions import joint
from registers import clock
from registers.actions import alignments

BEGUN = date(2021, 8, 9)
WORDED = date(2021, 9, 6)


def add_alignments(world, word) -> None:
    """`word("title")` plants a word of the own body's."""
    own, other = world.risks["own"], world.risks["other"]
    with clock.at(clock.moment_on(BEGUN)):
        open_to_both = _begin(world, "Weather", "Both get wet.", [own["first"], own["closed"], other["first"]])
        restricted = _begin(world, word("alignment"), word("rationale"), [own["secret"], other["second"]])
    with clock.at(clock.moment_on(WORDED)):
        _say(world, open_to_both, own["first"], word, "They stay indoors.")
        _say(world, restricted, own["secret"], word, word("response"))
        _propose(world, open_to_both, lambda what: f"A {what} against the rain")
        _propose(world, restricted, lambda what: word(f"joint{what}"))
        said = {"by": world.visitors["own lead"], "version": None, "on": WORDED}
        alignments.decline(risk=own["fourth"], reason=word("alone"), **said)
    world.alignments = {"open": open_to_both, "restricted": restricted}


def _begin(world, title, rationale, risks):
    said = {"by": world.visitors["own lead"], "on": BEGUN, "kind": "theme", "aliases": [f"{title} too"]}
    return alignments.begin(title=title, rationale=rationale, risks=risks, **said)


def _say(world, alignment, risk, word, response):
    said = {"alignment": alignment, "by": world.visitors["own lead"], "version": None, "on": WORDED}
    alignments.respond(risk=risk, text=response, **said)
    alignments.view(organisation=world.own, residual=word("residual"), in_place="yes", working="no", **said)
    alignments.review(organisation=world.own, reason="It was looked at", next_on=date(2022, 3, 1), **said)
    alignments.explain(kind="bands", said_of="something else", reason="Each has its scale", **said)


def _propose(world, alignment, title):
    """A control that stands, with a wording of each body that waits for the other: proposals 1, 2 and 3."""
    lead, their_lead = world.visitors["own lead"], world.visitors["other lead"]
    common = {"alignment": alignment, "on": WORDED}
    agreed = joint.propose(by=lead, organisation=world.own, title=title("coat"), lead_body=world.own, **common)
    control = agreed.control
    said = {"by": their_lead, "version": None, "on": WORDED, "where": "A meeting"}
    joint.answer(proposal=agreed, organisation=world.other, agrees=True, how="meeting", **said)
    joint.propose(by=their_lead, organisation=world.other, title=title("hat"), control=control, **common)
    joint.propose(by=lead, organisation=world.own, title=title("boot"), control=control, **common)
