"""The reviews of a register as a file: every review of every risk of its list, and those of which there is none."""

from registers import reviewing
from registers.audience import Level
from registers.details import details
from registers.reviews import ReviewRow, all_of
from registers.views.common import marking_of
from reports.exports.about import about, sorted_by
from reports.exports.register import SORTS, Asked, agreed_words, filters_in_words
from reports.exports.values import OFFICIAL, SENSITIVE, Column, Listing, Row, number_or_text
from reports.papers.figures import one_moment

COLUMNS = (
    Column("Ref", 8),
    Column("Title", 45),
    Column("Reviewed", 13),
    Column("Outcome", 18),
    Column("What was found", 70),
    Column("Board", 34),
    Column("On behalf of", 34),
    Column("Next review", 13),
    Column("Overdue", 10),
    Column("Latest", 8),
    Column("Marking", 20),
    Column("Illustrative", 12),
)


def reviews_listing(asked: Asked, user) -> Listing | None:
    """For those who see the class of rationales: ask for it first. None where nothing has been agreed that they see."""
    with one_moment():
        if (found := asked.read()) is None:
            return None
        position, chosen, list_ = found
        view, listed = position.view, list_.in_order
        reviews, said = all_of(position), details(position.view, listed, with_objectives=False)
        rows = [row for one in listed for row in _of_risk(view, one, said[one.risk], reviews.get(one.risk, ()))]
    register, marking = asked.register, marking_of(view, position.rows)
    what = f"{register.title}: reviews"
    return Listing(
        what=what,
        name=f"{register.organisation.slug}-{register.slug}-reviews {view.scope.as_at.isoformat()}",
        columns=COLUMNS,
        rows=lambda: rows,
        number=len(rows),
        marking=marking,
        about=about(
            user,
            what,
            len(rows),
            marking,
            scope=view.scope.on(view.scope.as_at),
            agreed=agreed_words(view),
            filters=filters_in_words(asked, view, chosen, list_),
            order=sorted_by(asked.query, SORTS),
        ),
        bodies=frozenset({register.organisation_id}),
        sensitive_of=frozenset({register.organisation_id} if view.level >= Level.SENSITIVE else ()),
    )


def _of_risk(view, row, said, reviews: tuple[ReviewRow, ...]):
    begins = (number_or_text(row.printed_ref), said.title)
    marking = SENSITIVE if row.is_sensitive else OFFICIAL
    if not reviews:
        yield (*begins, None, "None recorded", *(None,) * 6, marking, None)
    for place, review in enumerate(reviews):
        yield (*begins, *_review(view, row, review, is_latest=place == 0), marking, _invented(review))


def _review(view, row, review, is_latest) -> Row:
    day = view.of(row.risk).scope.as_at
    is_overdue = is_latest and row.is_open and reviewing.is_overdue(review.next_on, day)
    return (
        review.on,
        review.outcome.label,
        review.reason or None,
        review.board or None,
        review.post or None,
        review.next_on if is_latest else None,
        "Overdue" if is_overdue else None,
        "Yes" if is_latest else "No",
    )


def _invented(review):
    return "Illustrative" if review.is_illustrative else None
