"""How does a fact about an alignment read? One sentence each, for whoever is told what was saved meanwhile."""

from registers.models import (
    AlignmentAlias,
    AlignmentMember,
    AlignmentResponse,
    AlignmentReview,
    AlignmentState,
    AlignmentTurn,
    AlignmentView,
    AlignmentWording,
    DivergenceKind,
    DivergenceNote,
)
from registers.sentences import say_day


def sentence(fact) -> str:
    """What was recorded, without who and why, and without a full stop."""
    return TELLERS[type(fact)](fact)


def _risk(risk):
    return f"{_whose(risk.register.organisation)} risk {risk.ref}"


def _whose(organisation):
    name = organisation.short_name
    return f"{name[:1].upper()}{name[1:]}’s"


def _state(fact):
    return f"{'Ended' if fact.turn == AlignmentTurn.ENDED else 'Begun'} on {say_day(fact.on)}"


def _review(fact):
    if fact.reason:
        return f"{_whose(fact.organisation)} review of {say_day(fact.on)}"
    day = f" set to {say_day(fact.next_on)}" if fact.next_on else " taken back"
    return f"{_whose(fact.organisation)} next review{day}"


TELLERS = {
    AlignmentState: _state,
    AlignmentWording: lambda fact: f"Worded “{fact.title}” from {say_day(fact.on)}",
    AlignmentAlias: lambda fact: f"{'Also' if fact.holds else 'No longer'} called “{fact.name}”",
    AlignmentMember: lambda fact: f"{_risk(fact.risk)} {'joined' if fact.holds else 'left'} on {say_day(fact.on)}",
    AlignmentResponse: lambda fact: f"The response to {_risk(fact.risk)} was changed",
    AlignmentView: lambda fact: f"{_whose(fact.organisation)} view as at {say_day(fact.on)}",
    AlignmentReview: _review,
    DivergenceNote: lambda fact: f"“{DivergenceKind(fact.kind).label}” was explained",
}
