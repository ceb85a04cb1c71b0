"""Which positions does a comparison set side by side? A register now, then, and as it was known when it was agreed.

Three indexes with their details, in a fixed number of statements however long the register. Call `read` inside
`one_moment`, so that they cannot disagree.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from types import MappingProxyType
from typing import NamedTuple

from django.db.models import Q

from registers import clock
from registers.audience import Audience
from registers.details import RiskPosition, full_position
from registers.models import Agreement, Assessment, Kind, Ownership, Post, Register, RiskState, Stewardship, Wording
from registers.models.registers import FactClass
from registers.position import Index, View, index, look_at, was_sensitive
from registers.scope import Scope
from registers.since_agreed import changed_since_agreed

RISKS = Mapping[int, RiskPosition]


@dataclass(frozen=True)
class Known:
    """What was known of the earlier date when it was agreed; else, of a register one works on, at the end of it."""

    at: datetime
    agreement: Agreement | None
    risks: RISKS
    why: "Why"  # what was entered since says of the earlier date


class Why(NamedTuple):
    """{risk: the reasons given}, by what the entries are about. Empty where reasons are withheld."""

    turned: Mapping[int, str] = MappingProxyType({})
    scored: Mapping[int, str] = MappingProxyType({})
    worded: Mapping[int, str] = MappingProxyType({})
    owned: Mapping[int, str] = MappingProxyType({})


@dataclass(frozen=True)
class Positions:
    """What is read of one register. Keys are those of risks; `earlier` and `known` hold closed risks too."""

    view: View
    later: RISKS = field(default_factory=dict)  # those shown at the later date, in display order
    earlier: RISKS = field(default_factory=dict)
    known: Known | None = None
    there: frozenset[int] = frozenset()  # every risk that may be told of at the later date
    changed: frozenset[int] = frozenset()  # since the board agreed the register
    successors: Mapping[int, int] = field(default_factory=dict)  # of posts that were renamed
    why: Why = Why()  # noqa: RUF009 - it cannot be changed


def read(register: Register, audience: Audience, asked: Scope) -> Positions:
    """The positions of one register as this audience may see them; its own cut says to which dates."""
    view = look_at(register, audience, asked)
    if view.is_empty:
        return Positions(view)
    now, before = index(view), index(_seen_at(view, lambda part: part.scope.before))
    return Positions(
        view=view,
        later=_in_full(now, now.shown),
        earlier=_in_full(before),
        known=_known_of(before),
        there=frozenset(row.risk for row in now.rows),
        changed=changed_since_agreed(now),
        successors=dict(Post.objects.exclude(successor=None).values_list("pk", "successor")),
        why=_why(now, lambda part: Q(on__gt=part.scope.compared_with, is_void=False)),
    )


def _in_full(position: Index, rows=None) -> RISKS:
    found = full_position(position, list(position.rows) if rows is None else rows)
    return {risk.row.risk: risk for risk in found.risks}


def _seen_at(view: View, scope_of) -> View:
    """The same view of another time: of one's own risks, and of others that are read only as agreed."""
    others = view.others and replace(view.others, scope=scope_of(view.others))
    return replace(view, scope=scope_of(view), others=others)


def _known_of(before: Index) -> Known:
    view = before.view
    agreements = list(Agreement.objects.filter(register=view.register).order_by("recorded_at", "pk"))
    then = _seen_at(view, lambda part: _as_known(part, agreements))
    entered_since = _why(before, lambda part: Q(recorded_at__gt=_as_known(part, agreements).known_at))
    return Known(then.scope.known_at, _agreed_first(view, agreements), _in_full(index(then)), entered_since)


def _as_known(view, agreements):
    agreement = _agreed_first(view, agreements)
    known_at = agreement.known_at if agreement else clock.end_of(view.scope.as_at)
    return replace(view.scope, known_at=min(known_at, view.scope.known_at or known_at))


def _agreed_first(view, agreements):
    """The agreement of that very day. Who sees no more than what is agreed knows the day by the first that covers it:
    what stood there between two agreements was never settled, and is not theirs to see."""
    day = view.scope.as_at
    for agreement in agreements:
        if agreement.as_at == day or (agreement.as_at > day and not view.is_working):
            return agreement
    return None


def _roles_seen(view):
    classes = {Stewardship.OWNER: FactClass.OWNERSHIP, Stewardship.LEAD: FactClass.LEADS}
    return [role for role, fact_class in classes.items() if view.sees(fact_class)]


def _why(position: Index, fresh) -> Why:
    """The reasons of the entries that are `fresh`, a condition on rows for each part of the view."""
    view = position.view
    if not view.sees(FactClass.RATIONALE):
        return Why()
    scored = Assessment.objects.filter(kind=Kind.CURRENT)
    owned = Ownership.objects.filter(role__in=_roles_seen(view))
    return Why(*(_reasons(position, rows, fresh) for rows in (RiskState.objects, scored, Wording.objects, owned)))


def _reasons(position, entries, fresh):
    view, found = position.view, {}
    spells = {row.risk: row.spells for row in position.rows}
    for part in filter(None, (view, view.others)):
        rows = _not_replaced(entries.filter(fresh(part), risk__register=view.register), part.scope)
        for risk, on, reason in rows.oldest_first().values_list("risk", "on", "reason"):
            may_tell = risk in spells and view.of(risk) is part and not was_sensitive(spells[risk], on)
            if may_tell and reason and reason not in found.get(risk, ""):
                found[risk] = f"{found[risk]} {reason}" if risk in found else reason
    return found


def _not_replaced(entries, scope):
    """What was entered and still counts: what stands, and what takes another entry back."""
    counts, known_at = Q(replaced_by=None), scope.known_at
    if known_at is not None:
        entries = entries.filter(recorded_at__lte=known_at)
        counts |= Q(replaced_by__recorded_at__gt=known_at)
    return entries.filter(counts, on__lte=scope.as_at)
