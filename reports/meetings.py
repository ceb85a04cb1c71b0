"""Which registers and bodies is a meeting about, and by which numbers do its items go?"""

from registers.models import Board, Organisation, Register

REST_NOTED = "Rest of the register noted, no change"


def bodies_of(board: Board) -> list[Organisation]:
    """The body whose board it is; of a joint board both."""
    bodies = Organisation.objects.filter(kind=Organisation.Kind.BODY).order_by("order", "slug")
    return list(bodies if board.is_joint else bodies.filter(pk=board.organisation_id))


def registers_of(board: Board) -> list[Register]:
    """The registers it settles; of a board that settles none, what it talks about: the corporate ones of its bodies."""
    registers = Register.objects.select_related("organisation").order_by("organisation__order", "kind", "slug")
    settled = list(registers.filter(board=board))
    if settled:
        return settled
    return list(registers.filter(kind=Register.Kind.CORPORATE, organisation__in=bodies_of(board)))


def numbers(items) -> dict[int, str]:
    """The number each item of an agenda goes by, {key: number}: 1, 2, 3 in order, past those given one of their own.

    What was dropped has none.
    """
    items = [item for item in items if not item.is_dropped]
    given = {item.number for item in items if item.number}
    found, next_number = {}, 1
    for item in items:
        if item.number:
            found[item.pk] = item.number
            continue
        while str(next_number) in given:
            next_number += 1
        found[item.pk] = str(next_number)
        next_number += 1
    return found
