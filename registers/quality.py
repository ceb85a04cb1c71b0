"""What is missing of the risks of a register? Owners, and targets that say where to go; and when each was last scored.

Asked of a whole index at once, in one statement each, and kept (kept.py): they follow from facts alone.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import TypeVar

from registers.audience import WITHHELD, Withheld
from registers.kept import kept
from registers.models import Assessment, Kind, OwnedPost, Ownership, Risk, Stewardship, in_force_of
from registers.models.registers import FactClass
from registers.position import Index, View

Value = TypeVar("Value")


def unscored(position: Index) -> frozenset[int] | Withheld:
    """Keys of the open risks that nobody has scored."""
    if not position.view.sees(FactClass.SCORE):
        return WITHHELD
    return frozenset(row.risk for row in position.open if row.cell is None)


def without_owner(position: Index) -> frozenset[int] | Withheld:
    """Keys of the open risks that no post owns."""
    if not position.view.sees(FactClass.OWNERSHIP):
        return WITHHELD
    owned = of_parts(position.view, _owned)
    return frozenset(row.risk for row in position.open if row.risk not in owned)


def at_target(position: Index) -> frozenset[int] | Withheld:
    """Keys of the open risks whose target is the cell they stand in: nowhere to go, or a target never thought of."""
    if not position.view.sees(FactClass.SCORE) or not position.view.sees(FactClass.TARGET):
        return WITHHELD
    targets = of_parts(position.view, _targets)
    return frozenset(row.risk for row in position.open if row.cell and targets.get(row.risk) == (row.scheme, *row.cell))


def scored_on(position: Index) -> Mapping[int, date] | Withheld:
    """{risk: the day of its score in force}"""
    if not position.view.sees(FactClass.SCORE):
        return WITHHELD
    return of_parts(position.view, _scored)


def of_parts(view: View, read: Callable[[View], dict[int, Value]]) -> dict[int, Value]:
    """What is read of a view by key of the risk: of one's own risks as worked on, of others perhaps as agreed."""
    if view.is_empty:
        return {}
    if view.others is None:
        return read(view)
    own, others = read(view), read(view.others)
    mine = {risk: value for risk, value in own.items() if risk in view.own}
    return mine | {risk: value for risk, value in others.items() if risk not in view.own}


def _owned(view):
    def read():
        held = in_force_of(_risks(view), Ownership, view.scope, role=Stewardship.OWNER)
        keys = OwnedPost.objects.filter(ownership__in=held).order_by().values_list("ownership__risk", flat=True)
        return keys.distinct()

    key = _key("owned", view)
    return kept(key, (Ownership,), lambda: dict.fromkeys(read(), True))


def _targets(view):
    def read():
        held = in_force_of(_risks(view), Assessment, view.scope, kind=Kind.TARGET)
        rows = Assessment.objects.filter(pk__in=held).order_by()
        return rows.values_list("risk", "scheme", "likelihood", "impact")

    key = _key("targets", view)
    return kept(key, (Assessment,), lambda: {risk: tuple(cell) for risk, *cell in read()})


def _scored(view):
    def read():
        held = in_force_of(_risks(view), Assessment, view.scope, kind=Kind.CURRENT)
        return Assessment.objects.filter(pk__in=held).order_by().values_list("risk", "on")

    key = _key("scored", view)
    return kept(key, (Assessment,), lambda: dict(read()))


def _key(what, view):
    return what, view.register.pk, replace(view.scope, compared_with=None)


def _risks(view):
    return Risk.objects.filter(register=view.register)
