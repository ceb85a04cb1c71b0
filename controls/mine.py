"""What of controls and progress needs this person? For the home page: their posts' own, and nobody else's."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from controls.exceptions import exceptions
from controls.lists import ControlLine, lines
from controls.models import ControlOwner, Stage
from controls.position import ControlRow, Index, everything
from controls.progress import Status
from controls.risk_progress import risk_progress
from registers.access import posts_of
from registers.audience import WITHHELD, Audience
from registers.models import in_force
from registers.models.registers import FactClass
from registers.position import IndexRow, View, today_scope
from registers.scope import quarter_end_before
from registers.sentences import say_day
from registers.visibility import now

SOON = timedelta(days=92)  # a date that falls within the quarter to come is told beforehand


@dataclass(frozen=True)
class MyControl:
    """A control that a post of the person owns, and what it needs of them."""

    line: ControlLine
    needs: tuple[str, ...]


NOTHING = Index()


@dataclass(frozen=True)
class Mine:
    """Those that need something first."""

    controls: tuple[MyControl, ...] = ()
    index: Index = NOTHING

    @property
    def needing(self) -> int:
        return sum(1 for one in self.controls if one.needs)


def my_controls(user, audience: Audience) -> Mine:
    """The controls that posts of this person own today and that are not retired."""
    posts = posts_of(user)
    if not posts:
        return Mine()
    owned = in_force(ControlOwner.objects.all(), now())
    keys = ControlOwner.objects.filter(pk__in=owned.values("pk"), post__in=posts).values_list("control", flat=True)
    if not (keys := list(keys)):
        return Mine()
    index = everything(audience, today_scope(), only=keys)
    rows = [row for row in index.rows if row.is_alive and row.owner in posts]
    needed = {row.control: needs(row) for row in rows}
    rows.sort(key=lambda row: (not needed[row.control], row.due or row.as_at, row.number))
    return Mine(tuple(MyControl(line, needed[line.row.control]) for line in lines(index, rows, {})), index)


def needs(row: ControlRow) -> tuple[str, ...]:
    """What a control needs of its owner, in words."""
    found = [finding.words for finding in exceptions(row)]
    is_promised = row.stage in (Stage.POTENTIAL, Stage.PLANNED) and row.due not in (None, WITHHELD)
    if is_promised and row.as_at <= row.due <= row.as_at + SOON:
        found.append(f"Due by {say_day(row.due)}")
    if lacks_statement(row):
        found.append("No progress has been stated this quarter")
    return tuple(found)


def lacks_statement(row: ControlRow) -> bool:
    """Planned or in place, not complete, and nothing stated since the last quarter end."""
    if not row.is_at_work or row.status is WITHHELD or row.status in (Status.COMPLETE, Status.NOT_APPLICABLE):
        return False
    return row.stated_on is None or row.stated_on <= quarter_end_before(row.as_at)


def unstated(view: View, rows: Iterable[IndexRow]) -> frozenset[int]:
    """Keys of the open risks among these that have stated no progress since the last quarter end. One statement."""
    rows = [row for row in rows if row.is_open]
    if not rows or not view.sees(FactClass.PROGRESS):
        return frozenset()
    told = risk_progress(view, rows)
    return frozenset(row.risk for row in rows if _is_unstated(told.get(row.risk), view.scope.as_at))


def _is_unstated(told, day):
    if told is None or told.status is Status.COMPLETE:
        return False
    return told.latest is None or told.latest.on <= quarter_end_before(day)
