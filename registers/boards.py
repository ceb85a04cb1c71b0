"""Who sits on a board on a day, and which boards may somebody know of? Plain values for their pages."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from registers.audience import Audience
from registers.models import Board, Organisation, Post, Register, Seat
from registers.posts import holders_on, slug_of
from registers.scope import Scope


@dataclass(frozen=True)
class SeatLine:
    """One seat as a page tells it: the post under the name it had on the day, and who held it."""

    seat: Seat
    post: Post
    holders: tuple[str, ...]

    @property
    def title(self) -> str:
        return self.post.title

    @property
    def group(self) -> bool:
        return self.post.is_group

    @property
    def slug(self) -> str:
        """What the seat goes by in an address, with its body."""
        return slug_of(self.seat.post)


@dataclass(frozen=True)
class BoardLine:
    """A board as a page tells it, on a day."""

    board: Board
    chairs: tuple[SeatLine, ...]
    members: tuple[SeatLine, ...]
    settles: tuple[Register, ...]  # of those the audience may see

    @property
    def seats(self) -> tuple[SeatLine, ...]:
        return self.chairs + self.members


@dataclass(frozen=True)
class BoardsOf:
    """The boards of one body, or, of no organisation, those of both."""

    organisation: Organisation | None
    lines: tuple[BoardLine, ...]


def board_lines(boards: Iterable[Board], audience: Audience, day: date) -> list[BoardLine]:
    """These boards with who sat on them. A fixed number of statements."""
    boards = list(boards)
    seats = Seat.objects.filter(board__in=boards).current(day)
    seats = list(seats.select_related("post__organisation", "post__successor__successor"))
    posts = {seat.pk: seat.post.as_at(day) for seat in seats}
    held = holders_on(posts.values(), Scope(as_at=day))
    homes = {board.pk: board.organisation_id for board in boards}
    seats.sort(key=lambda seat: (seat.post.organisation_id != homes[seat.board_id], *_place(seat)))
    told = [_seat(seat, posts[seat.pk], held) for seat in seats]
    registers = Register.objects.visible_to(audience).filter(board__in=boards).select_related("organisation")
    registers = list(registers.order_by("organisation__order", "kind", "slug"))
    return [
        BoardLine(
            board,
            tuple(line for line in told if line.seat.board_id == board.pk and line.seat.is_chair),
            tuple(line for line in told if line.seat.board_id == board.pk and not line.seat.is_chair),
            tuple(register for register in registers if register.board_id == board.pk),
        )
        for board in boards
    ]


def _place(seat):
    return seat.post.organisation.order, seat.post.organisation.slug, seat.post.title, seat.pk


def _seat(seat, post, held):
    return SeatLine(seat, post, tuple(holding.name for holding in held[post.pk]))


def boards_by_body(audience: Audience, day: date) -> list[BoardsOf]:
    """Every board it may know of that still meets, those of both bodies last."""
    boards = Board.objects.visible_to(audience).select_related("organisation").filter(is_standing=True)
    lines = board_lines(boards.order_by("name", "pk"), audience, day)
    bodies = sorted({line.board.organisation for line in lines} - {None}, key=lambda body: (body.order, body.slug))
    found = [
        BoardsOf(body, tuple(line for line in lines if line.board.organisation == body)) for body in [*bodies, None]
    ]
    return [of_one for of_one in found if of_one.lines]
