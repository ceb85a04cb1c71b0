"""Which risks still stand on the scale that was in use before? They are listed beside the new map, not on it."""

from registers.models.registers import FactClass
from registers.position import Index, IndexRow


def not_rescored(index: Index) -> list[IndexRow]:
    """Open risks whose score was given on another scale than the one in use on the day, in display order.

    Nobody who may not see scores is told: an old scale says when a risk was scored last.
    """
    view = index.view
    scheme = view.register.scheme_on(view.scope.as_at)
    if scheme is None or not view.sees(FactClass.SCORE):
        return []
    return [row for row in index.open if row.cell is not None and row.scheme != scheme.pk]
