"""What a dashboard tells of a long register: scores of this month, reviews, a board and a plan, in a few statements."""

from datetime import timedelta

from registers import clock
from registers.models import Board, Review, ReviewOutcome
from registers.models.risk_facts import Assessment, Kind
from registers.scoring import Score
from tests.bulk import tell_the_planner
from tests.factories import somebody


def busy_month(register, *, by=None, every=10):
    """Every tenth risk is scored higher yesterday, every risk was reviewed, and a board settles the register."""
    by, today = by or somebody(), clock.today()
    yesterday = today - timedelta(days=1)
    if register.board is None:
        register.board = Board.objects.create(
            slug=f"board-{register.organisation.slug}", name="The board", organisation=register.organisation
        )
        register.save()
    risks = list(register.risks.order_by("ref"))
    scheme = register.scheme_on(today)
    cell = scheme.value.cell(Score(4, 3))
    scores = [
        Assessment(
            risk=risk, by=by, on=yesterday, recorded_at=clock.moment_on(yesterday), kind=Kind.CURRENT, scheme=scheme,
            likelihood=4, impact=3, band=cell.band.value, rank=cell.rank, reason="It came closer",
        )
        for risk in risks[::every]
    ]  # fmt: skip
    Assessment.objects.bulk_create(scores, batch_size=500)
    reviews = [
        Review(
            risk=risk, by=by, on=day, recorded_at=clock.moment_on(day), outcome=ReviewOutcome.NO_CHANGE,
            reason="Nothing has changed", board=register.board, next_on=day + timedelta(days=20 + risk.ref % 90),
        )
        for risk in risks
        for day in (today - timedelta(days=100), today - timedelta(days=40))
    ]  # fmt: skip
    Review.objects.bulk_create(reviews, batch_size=500)
    tell_the_planner()
