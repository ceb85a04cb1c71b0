"""When were the risks of a register last looked at, and when are they due again? And when is one proposed to be?

Reviews are of the class of rationales: who does not see those is told nothing of reviews, not even that there are none.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from registers import reviewing
from registers.audience import WITHHELD, Withheld
from registers.details import said_openly
from registers.models import Assessment, Kind, Review, ReviewOutcome, Risk, in_force, in_force_of
from registers.models.registers import FactClass
from registers.position import Index, IndexRow, View
from registers.scope import Scope
from registers.scoring import Band


class ReviewRow(NamedTuple):
    """The review in force of one risk."""

    on: date
    outcome: ReviewOutcome
    next_on: date | None
    board: str  # its name; empty where it was not of a board
    post: str  # on whose behalf
    reason: str
    is_illustrative: bool


def latest(index_: Index) -> dict[int, ReviewRow]:
    """The last review of each risk of an index that has one, by key of the risk. One statement.

    Empty where the view does not see the class; ask `view.sees(FactClass.RATIONALE)` to tell that from none.
    """
    view = index_.view
    if not view.sees(FactClass.RATIONALE) or not index_.rows:
        return {}
    shown = {row.risk for row in index_.rows}
    return {
        risk: ReviewRow(on, ReviewOutcome(outcome), next_on, board or "", post or "", reason, invented)
        for risk, on, outcome, next_on, board, post, reason, invented in _last_of(index_)
        if risk in shown
    }


def _last_of(index_):
    picked = [in_force_of(risks, Review, scope) for risks, scope in _parts(index_)]
    rows = Review.objects.filter(pk__in=picked[0].union(*picked[1:]) if picked[1:] else picked[0])
    columns = ("risk", "on", "outcome", "next_on", "board__name", "post__title", "reason", "is_illustrative")
    return rows.values_list(*columns)


def _parts(index_):
    """(risks, the scope they are seen at): one's own as worked on, the others perhaps only as agreed."""
    view = index_.view
    if view.others is None:
        return [(index_.risks, view.scope)]
    keys = {row.risk for row in index_.rows}
    parts = [(keys & view.own, view.scope), (keys - view.own, view.others.scope)]
    return [(Risk.objects.filter(pk__in=found), scope) for found, scope in parts if found]


class Reviews(NamedTuple):
    """The reviews of one risk, the last first, and when the next is due; all of it empty where there is none."""

    rows: tuple[ReviewRow, ...]
    next_on: date | None
    is_overdue: bool

    @property
    def last(self) -> ReviewRow | None:
        return self.rows[0] if self.rows else None

    @property
    def earlier(self) -> tuple[ReviewRow, ...]:
        return self.rows[1:]


def reviews_of(view: View, risk: Risk, row: IndexRow) -> Reviews | Withheld:
    """Every review of a risk by the view's day; of one day only the last recorded. One statement."""
    if not view.sees(FactClass.RATIONALE):
        return WITHHELD
    found = []
    for review in Review.objects.by(view.scope).filter(risk=risk).select_related("board", "post").oldest_first():
        if found and found[-1].on == review.on:
            found.pop()
        found.append(review)
    told = tuple(_told(review) for review in reversed(said_openly(found, row.spells)))
    next_on = told[0].next_on if told and row.is_open else None
    return Reviews(told, next_on, reviewing.is_overdue(next_on, view.scope.as_at))


def all_of(index_: Index) -> dict[int, tuple[ReviewRow, ...]]:
    """Every review of each risk of an index by the view's day, the last first; of one day only the last recorded.

    Empty where the view does not see the class. One statement; two of somebody who reads others as agreed.
    """
    if not index_.view.sees(FactClass.RATIONALE) or not index_.rows:
        return {}
    spells, found = {row.risk: row.spells for row in index_.rows}, defaultdict(list)
    for risks, scope in _parts(index_):
        rows = Review.objects.by(scope).filter(risk__in=risks).select_related("board", "post")
        for review in rows.oldest_first():
            if (reviews := found[review.risk_id]) and reviews[-1].on == review.on:
                reviews.pop()
            reviews.append(review)
    return {
        risk: tuple(_told(review) for review in reversed(said_openly(reviews, spells[risk])))
        for risk, reviews in found.items()
        if risk in spells
    }


def _told(review) -> ReviewRow:
    return ReviewRow(
        review.on,
        ReviewOutcome(review.outcome),
        review.next_on,
        str(review.board or ""),
        str(review.post or ""),
        review.reason,
        review.is_illustrative,
    )


def overdue(index_: Index, found: dict[int, ReviewRow] | None = None) -> frozenset[int] | Withheld:
    """Keys of the open risks whose next review was due before the day of the view.

    `found`: what `latest` gave, where the caller has asked already.
    """
    view = index_.view
    if not view.sees(FactClass.RATIONALE):
        return WITHHELD
    found = latest(index_) if found is None else found
    return frozenset(
        row.risk
        for row in index_.open
        if row.risk in found and reviewing.is_overdue(found[row.risk].next_on, view.of(row.risk).scope.as_at)
    )


def unreviewed(index_: Index, found: dict[int, ReviewRow] | None = None) -> frozenset[int] | Withheld:
    """Keys of the open risks of which no review has been recorded."""
    if not index_.view.sees(FactClass.RATIONALE):
        return WITHHELD
    found = latest(index_) if found is None else found
    return frozenset(row.risk for row in index_.open if row.risk not in found)


def bands_on(risks: Iterable[Risk], day: date) -> dict[int, Band]:
    """The bands in which these risks stood on a day, by what is known now; those that were scored."""
    scores = Assessment.objects.filter(risk__in=risks, kind=Kind.CURRENT)
    return {risk: Band(band) for risk, band in in_force(scores, Scope(as_at=day)).values_list("risk", "band")}


def proposed(risk: Risk, on: date) -> date:
    """The day proposed for the next review of a risk that is reviewed on a day: the cadence of its band."""
    return reviewing.next_review(on, bands_on([risk], on).get(risk.pk), risk.register.review_cadence)


__all__ = ["ReviewRow", "Reviews", "all_of", "bands_on", "latest", "overdue", "proposed", "reviews_of", "unreviewed"]
