"""Which figures does a paper print? The agreed position as at the paper's day, as one edition may show it.

Read in one transaction that sees one moment, so that two appendices cannot disagree, and what both editions, the
checks and the snapshot ask for is read once.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import connection, transaction

from controls.key_controls import KeyControl, key_controls
from registers.audience import PUBLIC, WITHHELD, Audience, Withheld, edition_of
from registers.details import Position, full_position
from registers.kept import once, one_look
from registers.models import Agreement, Appetite, Aspect, Detail, Register, in_force
from registers.models.registers import FactClass
from registers.position import View, index, look_at
from registers.scope import Scope
from registers.scoring import Band


@dataclass(frozen=True)
class Figures:
    position: Position
    agreement: Agreement | None  # the first that settled the day; None before any
    as_agreed: Position | None  # as it was agreed then, where agreements have followed: for saying what was corrected
    appetites: Mapping[int, Band] | Withheld  # the highest band tolerated, by key of the risk
    controls: Mapping[int, tuple[KeyControl, ...]] | Withheld  # the key controls of each risk that has any
    controls_as_agreed: Mapping[int, tuple[KeyControl, ...]] | Withheld  # of `as_agreed`
    total: int  # risks of the agreed position; the same in both editions
    unpublished: int  # of these, how many the public may not know more of

    @property
    def register(self) -> Register:
        return self.position.view.register

    @property
    def latest(self) -> Agreement | None:
        return self.position.view.agreement


@contextmanager
def one_moment() -> Iterator[None]:
    """A transaction whose every query sees the same moment. SQLite's always does; PostgreSQL has to be asked first."""
    is_outermost = not connection.in_atomic_block
    with transaction.atomic():
        if is_outermost and connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        yield


@contextmanager
def one_reading() -> Iterator[None]:
    """One moment of a paper: nothing is written in it, so what is asked twice is read once (`registers.kept.once`)."""
    with one_moment(), one_look():
        yield


def read_figures(register: Register, audience: Audience, scope: Scope) -> Figures:
    """The figures of a register for an edition's audience. Call it inside `one_moment`."""
    return once(("figures", register.pk, audience, scope), lambda: _read(register, audience, scope))


def _read(register, audience, scope):
    position = position_of(register, audience, scope)
    view = position.view
    settled = None if view.is_empty else Agreement.objects.first_to_settle(register, view.scope.as_at)
    total, public = (_count(register, seen_by, scope) for seen_by in (edition_of(_body_of(register)), PUBLIC))
    as_agreed = _as_agreed(register, audience, scope, view, settled)
    return Figures(
        position=position,
        agreement=settled,
        as_agreed=as_agreed,
        appetites=appetites_of(view),
        controls=controls_of(position),
        controls_as_agreed=controls_of(as_agreed) if as_agreed else {},
        total=total,
        unpublished=total - public,
    )


def position_of(register: Register, audience: Audience, scope: Scope) -> Position:
    """The whole position of a register as an audience sees it; in one moment the same for everybody who asks."""
    return once(
        ("position", register.pk, audience, scope), lambda: full_position(index(look_at(register, audience, scope)))
    )


def controls_of(position: Position) -> Mapping[int, tuple[KeyControl, ...]] | Withheld:
    """The key controls of the risks a position lists."""
    view = position.view
    key = ("key controls", view.register.pk, view.audience, view.scope)
    return once(key, lambda: key_controls(view, [risk.row for risk in position.risks]))


def _body_of(register):
    return frozenset({register.organisation_id})


def _count(register, audience, scope):
    return len(index(look_at(register, audience, scope)).shown)


def _as_agreed(register, audience, scope, view, settled):
    if settled is None or settled == view.agreement:
        return None
    then = Scope(as_at=scope.as_at, known_at=settled.recorded_at, compared_with=scope.compared_with)
    return position_of(register, audience, then)


def appetites_of(view: View) -> Mapping[int, Band] | Withheld:
    """The highest band tolerated, by key of the risk: its own, or else the register's."""
    if not view.sees(FactClass.APPETITE):
        return WITHHELD
    registers = in_force(Appetite.objects.filter(register=view.register), view.scope)
    default = Appetite.objects.visible_to(view.audience).filter(pk__in=registers.values("pk")).first()
    risks = in_force(Detail.objects.filter(risk__register=view.register, aspect=Aspect.APPETITE), view.scope)
    own = Detail.objects.visible_to(view.audience).filter(pk__in=risks.values("pk")).exclude(value="")
    overrides = {risk: Band(value) for risk, value in own.values_list("risk", "value")}
    return Appetites(overrides, default and Band(default.highest_band))


class Appetites(dict):
    """The appetite of each risk that has one of its own; of any other, the register's."""

    def __init__(self, own, default):
        super().__init__(own)
        self.default = default

    def get(self, key, default=None):
        return super().get(key, default or self.default)
