"""Recording that risks were looked at, what was found, and when they are due again."""

from collections.abc import Iterable

from django.db import transaction

from registers import reviewing, rules_boards
from registers.actions.writing import append, append_unless_repeated, standing
from registers.models import Review, ReviewOutcome, Risk, RiskState, Turn, in_force
from registers.reviews import bands_on, proposed
from registers.rules import ALL_TIME, check_day
from registers.scope import Scope


@transaction.atomic
def record(*, risk, by, version, on, outcome, reason, board=None, post=None, next_on=None) -> Review:
    """Record that a risk was looked at on a day, by a board or on behalf of a post. Raises Stale.

    Without `next_on` the next review is that of the cadence of the band it then stands in; a risk that closes has none.
    The same words of the same day a second time are the same entry.
    """
    risk = Risk.objects.lock(risk, version=version)
    rules_boards.check_can_review(risk, on, outcome)
    rules_boards.check_what_was_found(reason)
    rules_boards.check_reviewed_by(risk.register.organisation, on, board, post)
    rules_boards.check_next_review(on, next_on)
    if outcome == ReviewOutcome.CLOSED:
        next_on = None
    elif next_on is None:
        next_on = proposed(risk, on)
    values = {"outcome": outcome, "board": board, "post": post, "next_on": next_on}
    now = standing(Review, on, risk=risk)
    return append_unless_repeated(Review, now, by=by, on=on, reason=reason, key={"risk": risk}, values=values)


@transaction.atomic
def note_unchanged(*, risks: Iterable[Risk], by, on, reason, board=None, post=None) -> list[Review]:
    """ "The rest of the register noted, no change": one review of each of these that is open that day.

    Left out: those that have been reviewed on that day already. All of it or none.
    """
    risks = sorted(risks, key=lambda risk: risk.pk)
    check_day(on)
    rules_boards.check_what_was_found(reason)
    Risk.objects.hold(*risks)
    done = set(Review.objects.known(ALL_TIME).filter(risk__in=risks, on=on).values_list("risk", flat=True))
    left = [risk for risk in risks if risk.pk in _open_on(risks, on) - done]
    for organisation in {risk.register.organisation for risk in left}:
        rules_boards.check_reviewed_by(organisation, on, board, post)
    bands = bands_on(left, on)
    said = {"by": by, "on": on, "reason": reason, "board": board, "post": post, "outcome": ReviewOutcome.NO_CHANGE}
    return [
        append(
            Review,
            risk=risk,
            next_on=reviewing.next_review(on, bands.get(risk.pk), risk.register.review_cadence),
            **said,
        )
        for risk in left
    ]


def _open_on(risks, day):
    """Keys of those of these risks that were open at the end of a day."""
    turns = in_force(RiskState.objects.filter(risk__in=risks), Scope(as_at=day)).values_list("risk", "turn")
    return {risk for risk, turn in turns if turn != Turn.CLOSED}
