"""Which actions and responses are there, and how do they stand on a day? Two statements for any number of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Prefetch

from registers.audience import Audience
from registers.kept import once
from reports.models import Action, ActionTurn

State = ActionTurn.State


@dataclass(frozen=True)
class ActionLine:
    """One action as it stood on a day."""

    action: Action
    turns: tuple[ActionTurn, ...]  # oldest first
    as_at: date

    @property
    def state(self) -> State:
        return State(self.turns[-1].state) if self.turns else State.OPEN

    @property
    def is_open(self) -> bool:
        return self.state is State.OPEN

    @property
    def is_response(self) -> bool:
        return self.action.kind == Action.Kind.RESPONSE

    @property
    def moves(self) -> tuple[ActionTurn, ...]:
        """The turns that gave it another date."""
        return tuple(turn for turn in self.turns if turn.due_on is not None)

    @property
    def due_on(self) -> date:
        return self.moves[-1].due_on if self.moves else self.action.due_on

    @property
    def is_overdue(self) -> bool:
        """Due on a day, it may be done on that day: it is overdue the day after."""
        return self.is_open and self.due_on < self.as_at

    @property
    def answer(self) -> ActionTurn | None:
        """How it ended: what was done, the answer, or why it was dropped."""
        return self.turns[-1] if self.turns and not self.is_open else None

    @property
    def is_sensitive(self) -> bool:
        return self.action.marking == "official-sensitive"


def actions(
    audience: Audience,
    as_at: date,
    *,
    posts: Iterable | None = None,
    organisation=None,
    risks: Iterable | None = None,
    known_at: datetime | None = None,
) -> list[ActionLine]:
    """Every action of meetings held by a day that the audience may read, by number.

    `posts`: only those that these posts (or their keys) are to do. `organisation`: only those that its posts are to do.
    `risks`: only those about these.
    """
    rows = Action.objects.visible_to(audience).filter(meeting__on__lte=as_at)
    turns = ActionTurn.objects.filter(on__lte=as_at).order_by("recorded_at", "pk").select_related("by")
    if known_at is not None:
        rows, turns = rows.filter(recorded_at__lte=known_at), turns.filter(recorded_at__lte=known_at)
    if posts is not None:
        rows = rows.filter(post__in=list(posts))
    if risks is not None:
        rows = rows.filter(risk__in=list(risks))
    if organisation is not None:
        rows = rows.filter(post__organisation=organisation)
    rows = rows.select_related(
        "post__organisation",
        "post__successor__successor",
        "meeting__board__organisation",
        "risk__register__organisation",
        "by",
    )
    rows = rows.prefetch_related(Prefetch("turns", turns, to_attr="turns_then")).order_by("number")
    return [ActionLine(row, tuple(row.turns_then), as_at) for row in rows]


def all_actions(audience: Audience, as_at: date, known_at: datetime | None = None) -> list[ActionLine]:
    """Whoever is to do them; in one look they are read once."""
    return once(("actions", audience, as_at, known_at), lambda: actions(audience, as_at, known_at=known_at))


def open_actions(
    audience: Audience,
    as_at: date,
    *,
    posts: Iterable | None = None,
    organisation=None,
    known_at: datetime | None = None,
) -> list[ActionLine]:
    """Those that were still to be done at the end of a day, the first due first."""
    found = actions(audience, as_at, posts=posts, organisation=organisation, known_at=known_at)
    return sorted((line for line in found if line.is_open), key=lambda line: (line.due_on, line.action.number))


def line_of(action: Action, as_at: date, known_at: datetime | None = None) -> ActionLine | None:
    """One action as it stood on a day; None where it was not there."""
    if action.meeting.on > as_at or (known_at is not None and action.recorded_at > known_at):
        return None
    turns = action.turns.filter(on__lte=as_at).order_by("recorded_at", "pk").select_related("by")
    if known_at is not None:
        turns = turns.filter(recorded_at__lte=known_at)
    return ActionLine(action, tuple(turns), as_at)
