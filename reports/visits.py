"""When was a person here before, and what has changed since? A visit ends after an hour without a page.

Kept from the first look at the home page on: who never opens it asks nothing of this.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from registers import clock
from registers.audience import Audience
from registers.details import details
from registers.models import User
from registers.position import View
from registers.scope import Scope
from reports.changes import Changes, changes
from reports.models import Visit

ENDS_AFTER = timedelta(hours=1)
A_MINUTE = timedelta(minutes=1)  # more often nobody need write down that they are still here
LONGEST = timedelta(days=92)  # who was away for longer is told of the last quarter
NAMED = 8  # of each kind; the rest is counted


def seen(user: User) -> None:
    """Note that a person looks at a page. Before their first look at the home page it notes nothing."""
    visit = Visit.objects.filter(user=user).first()
    if visit is None or clock.now() - visit.seen_at < A_MINUTE:
        return
    now, last = clock.now(), visit.seen_at
    before = last if now - last > ENDS_AFTER else visit.before_at
    # Two pages opened at once: whoever comes second finds it noted, and changes nothing.
    Visit.objects.filter(pk=visit.pk, seen_at=last).update(seen_at=now, before_at=before)


def visit_of(user: User) -> Visit:
    """When a person was here; from their first look at the home page on it is kept."""
    return Visit.objects.get_or_create(user=user, defaults={"seen_at": clock.now()})[0]


@dataclass(frozen=True)
class Move:
    """One risk that moved, as the home page names it."""

    url: str
    ref: str
    title: str
    register: str
    movement: str
    words: str


@dataclass(frozen=True)
class Since:
    """What has changed since a person was here."""

    since: datetime | None = None  # None: this is their first visit
    found: Changes = field(default_factory=Changes)
    moves: tuple[Move, ...] = ()
    more_moves: int = 0
    controls: tuple = ()
    more_controls: int = 0

    def __bool__(self) -> bool:
        return bool(self.found)

    @property
    def rows_by_view(self) -> list[tuple[View, list]]:
        """The risks it names, by the view they are seen under: for the marking of the page and the reading log."""
        named = self.found.moves[:NAMED]
        views = {move.view.register.pk: move.view for move in named}
        return [(view, [move.row for move in named if move.view.register.pk == key]) for key, view in views.items()]


def since_last_visit(visit: Visit, audience: Audience) -> Since:
    """What changed since the visit before this one ended, as far as a person may know."""
    if visit.before_at is None:
        return Since()
    since = max(visit.before_at, clock.now() - LONGEST)
    before = Scope(as_at=since.astimezone(clock.LONDON).date(), known_at=since)
    found = changes(audience, before, Scope(as_at=clock.today()))
    return Since(
        since=since,
        found=found,
        moves=tuple(_named(found.moves[:NAMED])),
        more_moves=len(found.moves[NAMED:]),
        controls=found.controls[:NAMED],
        more_controls=len(found.controls[NAMED:]),
    )


def _named(moves):
    by_view = {}
    for move in moves:
        by_view.setdefault(id(move.view), (move.view, []))[1].append(move.row)
    titles = {}
    for view, rows in by_view.values():
        titles |= {risk: said.title for risk, said in details(view, rows, with_objectives=False).items()}
    for move in moves:
        register = move.view.register
        yield Move(
            url=f"{register.get_absolute_url()}{move.row.ref}/",
            ref=move.row.printed_ref,
            title=titles[move.row.risk],
            register=register.title,
            movement=move.movement.value,
            words=move.words,
        )
