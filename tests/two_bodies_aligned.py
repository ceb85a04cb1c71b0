"""What the bodies of tests/two_bodies.py hold together: an alignment that both read, and one with a restricted risk.

Of the second whoever is not cleared by the own body is told nothing but the other body's own risk: its words are
planted. Of the first, what the own body says of its controls is: its profile keeps that for those cleared.
"""

from datetime import date

from controls.actions import controls, joint, progress
from registers import clock
from registers.actions import alignments
from registers.models import Marking

BEGUN = date(2021, 8, 9)
WORDED = date(2021, 9, 6)
THAWED = date(2021, 11, 1)  # the day on which a risk of it was declassified


def add_alignments(world, word) -> None:
    """`word("title")` plants a word of the own body's."""
    own, other = world.risks["own"], world.risks["other"]
    with clock.at(clock.moment_on(BEGUN)):
        open_to_both = _begin(world, "Weather", "Both get wet.", [own["first"], own["closed"], other["first"]])
        restricted = _begin(world, word("alignment"), word("rationale"), [own["secret"], other["second"]])
    with clock.at(clock.moment_on(WORDED)):
        _say(world, open_to_both, own["first"], _told(world, word), "They stay indoors.")
        _say(world, restricted, own["secret"], word, word("response"))
        _propose(world, open_to_both, lambda what: f"A {what} against the rain")
        _propose(world, restricted, lambda what: word(f"joint{what}"))
        said = {"by": world.visitors["own lead"], "version": None, "on": WORDED}
        alignments.decline(risk=own["fourth"], reason=word("alone"), **said)
    world.alignments = {"open": open_to_both, "restricted": restricted}
    _more_of_open(world, open_to_both, word)
    world.alignments["mixed"] = _mixed(world, word)
    world.alignments["thawed"] = _thawed(world, word)


def _told(world, word):
    """Plants a word where the own body's profile withholds what it says of controls."""
    closed = world.register.profile["controls"] == Marking.SENSITIVE
    return word if closed else lambda what: f"Said openly of {what}"


def _more_of_open(world, alignment, word):
    """How its joint control gets on, as each body states it; and one that is sensitive though no risk of it is."""
    lead, told = world.visitors["own lead"], _told(world, word)
    coat = alignment.joint_controls.order_by("number").first()
    said = {"by": lead, "version": None, "on": WORDED, "control": coat}
    is_withheld = told is word and world.variant == "b"
    own = {"organisation": world.own, "status": "slipped" if is_withheld else "limited"}
    with clock.at(clock.moment_on(WORDED)):
        progress.state(narrative=told("jointnote"), **own, **said)
        progress.state(organisation=world.other, status="on-track", narrative="It hangs there", **said)
        marked = _agreed(world, alignment, word("jointmarked"), WORDED)
        reason = word("jointwhy")
        controls.mark(control=marked, by=lead, version=None, on=WORDED, marking=Marking.SENSITIVE, reason=reason)


def _agreed(world, alignment, title, day, control=None, where="A meeting"):
    said = {"alignment": alignment, "on": day, "by": world.visitors["own lead"], "control": control}
    proposal = joint.propose(organisation=world.own, title=title, **said)
    answered = {"by": world.visitors["other lead"], "version": None, "on": day, "where": where}
    joint.answer(proposal=proposal, organisation=world.other, agrees=True, how="meeting", **answered)
    return proposal.control


def _mixed(world, word):
    """On one side a risk that all see beside a restricted one: of the first nothing more is told for it."""
    own, other = world.risks["own"], world.risks["other"]
    with clock.at(clock.moment_on(BEGUN)):
        tied = [own["first"], own["secret"], other["first"]]
        alignment = _begin(world, word("mixed"), word("mixedwhy"), tied)
    with clock.at(clock.moment_on(WORDED)):
        _say(world, alignment, own["first"], word, word("mixedresponse"))
        control = _agreed(world, alignment, word("mixedjoint"), WORDED)
        said = {"by": world.visitors["own lead"], "version": None, "on": WORDED, "control": control}
        progress.state(organisation=world.own, status="slipped", narrative=word("mixednote"), **said)
    return alignment


def _thawed(world, word):
    """What was said while a risk of it was restricted stays untold after: only what followed is read."""
    own, other = world.risks["own"], world.risks["other"]
    with clock.at(clock.moment_on(BEGUN)):
        alignment = _begin(world, word("thawed"), word("thawedwhy"), [own["thawed"], other["fourth"]])
    with clock.at(clock.moment_on(WORDED)):
        _say(world, alignment, own["thawed"], word, word("thawedresponse"), why=word("thawedbands"))
        control = _agreed(world, alignment, word("thawedjoint"), WORDED, where=word("thawedwhere"))
        proposal = joint.propose(
            alignment=alignment, by=world.visitors["other lead"], on=WORDED, organisation=world.other,
            title=word("thawedhat"), control=control,
        )  # fmt: skip
        answered = {"by": world.visitors["own lead"], "version": None, "on": WORDED, "reason": word("thawedno")}
        joint.answer(proposal=proposal, organisation=world.own, agrees=False, **answered)
        said = {"alignment": alignment, "by": world.visitors["own lead"], "version": None, "on": WORDED}
        alignments.join(risk=own["second"], reason=word("thawedjoin"), **said)
        alignments.leave(risk=own["second"], reason="It had left again", **said)  # that still holds
        stated = {"by": world.visitors["own lead"], "version": None, "on": WORDED, "control": control}
        progress.state(organisation=world.own, status="slipped", narrative=word("thawedstated"), **stated)
    with clock.at(clock.moment_on(THAWED)):
        said |= {"on": THAWED}
        alignments.word(title="Thaw together", rationale="Both thaw.", reason="Declassified", **said)
        alignments.alias(name=f"{word('thawed')} too", holds=False, **said)
        alignments.respond(risk=own["thawed"], text="They dry it.", **said)
        alignments.view(organisation=world.own, residual="Puddles", in_place="yes", working="yes", **said)
        alignments.review(organisation=world.own, reason="Looked at again", **said)
        alignments.explain(kind="bands", said_of="something else", reason="Other scales", **said)
        _agreed(world, alignment, "A mop", THAWED, control)
        progress.state(organisation=world.own, status="on-track", **stated | {"on": THAWED})
    return alignment


def _begin(world, title, rationale, risks):
    said = {"by": world.visitors["own lead"], "on": BEGUN, "kind": "theme", "aliases": [f"{title} too"]}
    return alignments.begin(title=title, rationale=rationale, risks=risks, **said)


def _say(world, alignment, risk, word, response, why="Each has its scale"):
    said = {"alignment": alignment, "by": world.visitors["own lead"], "version": None, "on": WORDED}
    alignments.respond(risk=risk, text=response, **said)
    alignments.view(organisation=world.own, residual=word("residual"), in_place="yes", working="no", **said)
    alignments.review(organisation=world.own, reason="It was looked at", next_on=date(2022, 3, 1), **said)
    alignments.explain(kind="bands", said_of="something else", reason=why, **said)


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
