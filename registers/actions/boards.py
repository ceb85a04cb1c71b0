"""Boards, groups and workshops: keeping them, and who sits on them."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.text import slugify

from registers import rules_boards as rules
from registers.models import Board, Post, Seat

TAKEN = ("add", "plan")  # addresses of pages


@transaction.atomic
def board_called(*, organisation, name, by) -> Board | None:
    """A body's board by its name, added where it has none of that name; None for no name."""
    name = name.strip()
    if not name:
        return None
    found = Board.objects.filter(organisation=organisation, name__iexact=name).first()
    return found or add_board(organisation=organisation, name=name, by=by)


@transaction.atomic
def add_board(*, organisation, by, name, slug="", **values) -> Board:
    """Add a board, group or workshop; of no organisation: one of both bodies. Its address is fixed now."""
    _check_name_is_free(organisation, name)
    slug = _free_address(slug or name, organisation)
    board = Board(organisation=organisation, slug=slug, name=name.strip(), **values)
    return _save(board, by)


@transaction.atomic
def edit_board(*, board, by, version, name, kind, cadence, is_attended, is_standing) -> Board:
    """Call a board otherwise, or say how often it meets and who attends. Its address stays. Raises Stale."""
    board = Board.objects.lock(board, version=version)
    _check_name_is_free(board.organisation, name, besides=board)
    if not is_standing:
        rules.check_can_stand_down(board)
    board.name, board.kind, board.cadence = name.strip(), kind, cadence
    board.is_attended, board.is_standing = is_attended, is_standing
    return _save(board, by)


@transaction.atomic
def seat(*, board, by, post, since, is_chair=False) -> Seat:
    """Give a post a seat on a board from a day, as a member or in the chair."""
    board = _hold(board)
    post = Post.objects.select_related("organisation").get(pk=post.pk)
    rules.check_can_sit(board, post, since)
    rules.check_seat_is_free(board, post, since, is_chair)
    return _save(Seat(board=board, post=post, since=since, is_chair=is_chair), by)


@transaction.atomic
def unseat(*, seat, by, until) -> Seat:
    """End a seat: the post sat on the board until the day before."""
    board = _hold(seat.board)
    seat = Seat.objects.select_related("post").get(pk=seat.pk, board=board)
    rules.check_can_leave(seat, until)
    seat.until = until
    return _save(seat, by)


def _hold(board):
    """Two people seating posts at once wait for each other, so that no post sits twice and no body has two chairs."""
    return Board.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=board.pk)


def _save(row, by):
    if isinstance(row, Board) and row.is_joint:
        row.is_attended = False  # neither body is the other
    row.full_clean(exclude=["organisation"] if isinstance(row, Board) else None)
    row._history_user = by
    row.save()
    return row


def _check_name_is_free(organisation, name, besides=None):
    same = Board.objects.filter(organisation=organisation, name__iexact=name.strip())
    if same.exclude(pk=besides.pk if besides else None).exists():
        raise ValidationError({"name": "There is a board of that name already"})


def _free_address(words, organisation):
    """An address nobody uses: the name's, with the body's before it where another body has one of that name."""
    slug = slugify(words)[:40]
    if not slug:
        raise ValidationError({"name": "Give it a name of letters and figures"})
    if slug not in TAKEN and not Board.objects.filter(slug=slug).exists():
        return slug
    slug = f"{organisation.slug if organisation else 'joint'}-{slug}"[:50]
    if Board.objects.filter(slug=slug).exists():
        raise ValidationError({"name": "There is a board of that name already"})
    return slug
