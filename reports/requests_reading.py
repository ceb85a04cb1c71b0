"""What has the Panel asked, what was it promised, and how does each stand on a day? Two statements for any number."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Prefetch

from registers.audience import Audience
from registers.kept import once
from reports.models import PanelRequest, RequestTurn

State = RequestTurn.State


@dataclass(frozen=True)
class RequestLine:
    """One request or promise as it stood on a day."""

    request: PanelRequest
    turns: tuple[RequestTurn, ...]  # oldest first
    as_at: date

    @property
    def state(self) -> State:
        return State(self.turns[-1].state) if self.turns else State.OPEN

    @property
    def is_open(self) -> bool:
        """Open or answered in part: the Panel has not closed it."""
        return self.state is not State.CLOSED

    @property
    def due_on(self) -> date | None:
        """The Panel's meeting at which the answer is due, as last moved by then."""
        moved = [turn.due_on for turn in self.turns if turn.due_on is not None]
        return moved[-1] if moved else self.request.due_on

    @property
    def is_overdue(self) -> bool:
        """Due at a meeting, it may be answered at it: it is overdue the day after."""
        return self.is_open and self.due_on is not None and self.due_on < self.as_at

    @property
    def answers(self) -> tuple[RequestTurn, ...]:
        """Where it was answered, the first first."""
        return tuple(turn for turn in self.turns if turn.paragraph)

    @property
    def is_sensitive(self) -> bool:
        return self.request.marking == "official-sensitive"


def requests(
    audience: Audience,
    as_at: date,
    *,
    organisation=None,
    risks: Iterable | None = None,
    known_at: datetime | None = None,
) -> list[RequestLine]:
    """Everything asked or promised by a day that the audience may read, by number.

    `organisation`: only what that body is to answer. `risks`: only what is about these.
    """
    rows = PanelRequest.objects.visible_to(audience).filter(made_on__lte=as_at)
    turns = RequestTurn.objects.filter(on__lte=as_at).order_by("recorded_at", "pk").select_related("by", "paper")
    if known_at is not None:
        rows, turns = rows.filter(recorded_at__lte=known_at), turns.filter(recorded_at__lte=known_at)
    if risks is not None:
        rows = rows.filter(risk__in=list(risks))
    if organisation is not None:
        rows = rows.filter(organisation=organisation)
    rows = rows.select_related("organisation", "post__successor__successor", "risk__register__organisation", "by")
    rows = rows.prefetch_related(Prefetch("turns", turns, to_attr="turns_then")).order_by("number")
    return [RequestLine(row, tuple(row.turns_then), as_at) for row in rows]


def all_requests(audience: Audience, as_at: date, known_at: datetime | None = None) -> list[RequestLine]:
    """Whoever is to answer them; in one look they are read once."""
    return once(("requests", audience, as_at, known_at), lambda: requests(audience, as_at, known_at=known_at))


def open_requests(
    audience: Audience,
    as_at: date,
    *,
    organisation=None,
    risks: Iterable | None = None,
    known_at: datetime | None = None,
) -> list[RequestLine]:
    """Those the Panel had not closed at the end of a day: the first due first, those of no date last."""
    found = requests(audience, as_at, organisation=organisation, risks=risks, known_at=known_at)
    return sorted(
        (line for line in found if line.is_open),
        key=lambda line: (line.due_on or date.max, line.request.number),
    )


def line_of(request: PanelRequest, as_at: date, known_at: datetime | None = None) -> RequestLine | None:
    """One request as it stood on a day; None where it was not there."""
    if request.made_on > as_at or (known_at is not None and request.recorded_at > known_at):
        return None
    turns = request.turns.filter(on__lte=as_at).order_by("recorded_at", "pk").select_related("by", "paper")
    if known_at is not None:
        turns = turns.filter(recorded_at__lte=known_at)
    return RequestLine(request, tuple(turns), as_at)
