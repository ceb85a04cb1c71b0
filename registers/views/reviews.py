"""The page that records a review of a risk: no change because ..., and when it is looked at again."""

from django.db.models import Q
from django.views.decorators.http import require_http_methods

from registers import clock, reviewing
from registers.actions import reviews
from registers.forms.reviews import ReviewForm
from registers.forms.values import posts_of
from registers.models import Board
from registers.reviews import reviews_of
from registers.views.changing import change_page


@require_http_methods(["GET", "POST"])
def review_record(request, organisation, register, ref):
    """Record that a risk was looked at and what was found; the next date is proposed and can be changed."""
    page = change_page(request, organisation, register, ref, "review-record", "Record a review")
    register, band = page.risk.register, page.seen.row.band or None
    form = ReviewForm(
        page.data,
        boards=_boards(page),
        posts=posts_of(register.organisation),
        band=band,
        cadence=register.review_cadence,
        **page.for_form(_proposed(page)),
        initial={"board": register.board.slug if register.board_id else ""},
    )
    saved = page.save(form, reviews.record, held=_proposed, theirs=_nothing_to_compare)
    if saved:
        return page.done(saved=saved)
    return page.show("registers/review_form.html", form, reviews=reviews_of(page.view, page.risk, page.seen.row))


def _proposed(page):
    """What the form proposes: for today, from the cadence of the band in which the risk stands."""
    cadence, band = page.risk.register.review_cadence, page.seen.row.band or None
    return {"next_on": reviewing.next_review(clock.today(), band, cadence)}


def _nothing_to_compare(page):
    """Another review is no other version of this one: what was saved meanwhile is told, and this one may follow it."""
    return {}


def _boards(page):
    """Those that still meet, of the body or of both; the one that settles the register first."""
    register = page.risk.register
    ours = Board.objects.visible_to(page.request.audience).filter(is_standing=True)
    ours = ours.filter(Q(organisation=register.organisation) | Q(organisation=None))
    return sorted(ours, key=lambda board: board.pk != register.board_id)
