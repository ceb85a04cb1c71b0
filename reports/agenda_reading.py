"""What is a board to talk about? Everything that happened between two standpoints, as one audience may know of it."""

from registers.audience import Audience
from registers.models import Board, Organisation
from registers.reviewing import months_on
from registers.scope import Scope
from reports.agenda import Drawn
from reports.models import Meeting

MONTHS = {Board.Cadence.MONTHLY: 1, Board.Cadence.QUARTERLY: 3, Board.Cadence.YEARLY: 12, Board.Cadence.AS_NEEDED: 3}


def agenda_audience(board: Board) -> Audience:
    """Who may read all that a board's agenda says: what is stored is drawn up for it, and cut for each reader.

    Of a body's board: all of its own, and what is official of the other, as agreed. Of a joint board: all of both, as
    agreed.
    """
    bodies = frozenset(
        Organisation.objects.filter(kind=Organisation.Kind.BODY).values_list("pk", flat=True),
    )
    if board.is_joint:
        return Audience(agreed=bodies, cleared=bodies)
    own = frozenset({board.organisation_id})
    return Audience(working=own, cleared=own, agreed=bodies - own)


def standpoints(board: Board, on, meeting: Meeting | None = None) -> tuple[Scope, Scope]:
    """From where to where an agenda looks: the last meeting that the board closed, and this one.

    Before its first meeting a board looks back as far as its cadence, by what is known now: nobody was shown anything.
    """
    raise NotImplementedError


def exceptions(audience: Audience, *, registers, before: Scope, after: Scope, bodies) -> list[Drawn]:
    """What happened between two standpoints that is to be talked about, what matters most first."""
    return []
