"""May this audience know of this board, and of who sits on it? The plain twin of visibility_boards.py."""

from registers.models import Board, Seat
from registers.sees import rule_for, works_on


@rule_for(Board)
def sees_board(audience, board, world) -> bool:
    """Its body's members; both bodies', where it is of both or the other attends; who works on what it settles."""
    if board.organisation_id in audience.working:
        return True
    is_of_both = board.organisation_id is None or board.is_attended
    if is_of_both and audience.working:
        return True
    return any(row.board_id == board.pk and works_on(audience, row) for row in world.registers.values())


@rule_for(Seat)
def sees_seat(audience, seat, world) -> bool:
    return sees_board(audience, world.boards[seat.board_id], world)
