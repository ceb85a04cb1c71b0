"""Boards, groups and workshops: keeping them, and who sits on them."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.text import slugify

from registers.models import Board


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
    slug = _free_address(slug or name, organisation)
    board = Board(organisation=organisation, slug=slug, name=name, **values)
    board.full_clean(exclude=["organisation"])
    board._history_user = by
    board.save()
    return board


def _free_address(words, organisation):
    """An address nobody uses: the name's, with the body's before it where another body has one of that name."""
    slug = slugify(words)[:40]
    if not slug:
        raise ValidationError({"name": "Give it a name of letters and figures"})
    if not Board.objects.filter(slug=slug).exists():
        return slug
    slug = f"{organisation.slug if organisation else 'joint'}-{slug}"[:50]
    if Board.objects.filter(slug=slug).exists():
        raise ValidationError({"name": "There is a board of that name already"})
    return slug
