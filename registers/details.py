"""What does a register say of these risks? Texts, posts, targets and reasons, read for named risks only."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from django.db.models import CharField, Q
from django.db.models.functions import Cast

from registers.audience import WITHHELD, Withheld
from registers.models import (
    Assessment,
    Kind,
    ObjectiveSet,
    OwnedPost,
    Ownership,
    Post,
    Stewardship,
    Wording,
    as_it_comes,
    in_force,
)
from registers.models.registers import FactClass
from registers.movement import periods_stood
from registers.position import Index, IndexRow, View, is_first
from registers.scope import quarter_ends
from registers.scoring import Band
from registers.sentences import say_day

OWNER, LEAD = Stewardship.OWNER.value, Stewardship.LEAD.value  # plain text: thousands are compared
BANDS = {band.value: band for band in Band}
MOST_NAMED = 500  # more keys cost more to name than a whole register to read


class PostName(NamedTuple):
    pk: int
    title: str

    def __str__(self):
        return self.title


class ScoreLine(NamedTuple):
    """One assessment as a page tells it."""

    on: date
    cell: tuple[int, int]
    band: Band
    rank: int
    scheme: int
    reason: str | Withheld
    target_on: date | None
    is_illustrative: bool


@dataclass(frozen=True)
class RiskDetails:
    title: str = ""
    description: str = ""
    owners: tuple[PostName, ...] | Withheld = ()
    leads: tuple[PostName, ...] | Withheld = ()
    objectives: tuple[str, ...] | Withheld = ()
    scores: tuple[ScoreLine, ...] | Withheld = ()  # current scores in force one after another, oldest first
    target: ScoreLine | Withheld | None = None
    inherent: ScoreLine | Withheld | None = None
    reasons: tuple[str, ...] | Withheld = ()  # why it moved since the date compared with
    periods: int | Withheld = 0  # for how many quarter ends it has stood in its cell


def details(view: View, rows: list[IndexRow], with_objectives=True) -> dict[int, RiskDetails]:
    """Details of the risks of these index rows, by key of the risk. A fixed number of statements."""
    if view.others is not None:
        own = [row for row in rows if row.risk in view.own]
        others = [row for row in rows if row.risk not in view.own]
        return details(replace(view, others=None), own) | details(view.others, others)
    keys = [row.risk for row in rows]
    if not keys:
        return {}
    named = _named(view, keys)
    wordings = {risk: said for risk, *said in _wordings(view, named)}
    stewards = _stewards(view, named)
    objectives = _objectives(view, named) if with_objectives and view.sees(FactClass.OBJECTIVES) else {}
    scores = _scores(view, named)
    sees = _Cut.of(view)
    return {
        row.risk: _details(view, sees, row, wordings.get(row.risk), stewards, objectives, scores.get(row.risk, {}))
        for row in rows
    }


def _named(view, keys):
    """The condition on facts of these risks. Of a whole register more may be read than is told."""
    return Q(risk__in=keys) if len(keys) <= MOST_NAMED else Q(risk__register=view.register)


class _Cut(NamedTuple):
    """Which classes of fact the view sees: asked once, not for every risk."""

    ownership: bool
    leads: bool
    objectives: bool
    score: bool
    target: bool
    rationale: bool
    movement: bool

    @classmethod
    def of(cls, view):
        return cls(*(view.sees(FactClass(name)) for name in cls._fields))


def _details(view, sees, row, wording, stewards, objectives, scores):
    current = said_openly(scores.get(Kind.CURRENT, ()), row.spells)
    title, description = wording or ("", "")
    return RiskDetails(
        title,
        description,
        tuple(stewards.get((row.risk, OWNER), ())) if sees.ownership else WITHHELD,
        tuple(stewards.get((row.risk, LEAD), ())) if sees.leads else WITHHELD,
        tuple(objectives.get(row.risk, ())) if sees.objectives else WITHHELD,
        current if sees.score else WITHHELD,
        _last(scores.get(Kind.TARGET)) if sees.target else WITHHELD,
        _last(scores.get(Kind.INHERENT)) if sees.score else WITHHELD,
        _reasons(view, row, current) if sees.rationale else WITHHELD,
        _periods(view, row, current) if sees.movement else WITHHELD,
    )


def said_openly(lines, spells):
    """Without the entries that stood only while the risk was sensitive, for whoever may not see what was said then.

    The entries are those of one key, oldest first, each with the day `on` that it took effect.
    """
    if not spells:
        return tuple(lines)
    ends = [*(line.on for line in lines[1:]), None]
    pairs = zip(lines, ends, strict=False)
    return tuple(line for line, end in pairs if not _stood_only_within(line.on, end, spells))


def _stood_only_within(on, end, spells):
    """One that still stood on the day its risk was declassified is present text from that day."""
    return any(since <= on < until and end is not None and end <= until for since, until in spells)


def _last(lines):
    return lines[-1] if lines else None


def _wordings(view, named):
    return in_force(Wording.objects.filter(named), view.scope).values_list("risk", "title", "description")


def _stewards(view, named):
    """{(risk, role): posts in printed order, each under the name it had on the day}."""
    stewards, posts = defaultdict(list), {}
    for risk, role, printed_as, *post in _places(view, named):
        key = post[0], printed_as
        if key not in posts:
            posts[key] = _post_name(view.scope.as_at, printed_as, *post)
        stewards[risk, role].append(posts[key])
    return stewards


def _post_name(day, printed_as, pk, title, until, successor, *then):
    """As `Post.as_at`, of values that were read with the place."""
    if not (successor and until and _day(until) <= day):
        return PostName(pk, printed_as or title)
    title_then, until_then, further = then
    if further and until_then and _day(until_then) <= day:
        post = Post.objects.get(pk=further).as_at(day)  # renamed twice: hardly ever
        return PostName(post.pk, printed_as or post.title)
    return PostName(successor, printed_as or title_then)


POST = ("post", "post__title", "ended", "post__successor")
THEN = ("post__successor__title", "ended_then", "post__successor__successor")


def _places(view, named):
    ownerships = in_force(Ownership.objects.filter(named), view.scope)
    places = OwnedPost.objects.filter(ownership__in=ownerships.values("pk")).order_by("ownership", "place")
    ends = {"ended": "post__until", "ended_then": "post__successor__until"}
    places = places.annotate(**{name: Cast(end, CharField()) for name, end in ends.items()})
    return places.values_list("ownership__risk", "ownership__role", "printed_as", *POST, *THEN)


def _objectives(view, named):
    sets = in_force(ObjectiveSet.objects.filter(named), view.scope)
    links = ObjectiveSet.objectives.through.objects.filter(objectiveset__in=sets.values("pk"))
    objectives = defaultdict(list)
    for risk, name in links.order_by("objective__framework", "objective__order").values_list(
        "objectiveset__risk", "objective__name"
    ):
        objectives[risk].append(name)
    return objectives


def _scores(view, named):
    """{risk: {kind: scores that stood, oldest first}}; of one day only the last recorded.

    Days come as text, and each different one is read once: there are few, of thousands of scores.
    """
    found = {}
    columns = ("risk", "kind", "day", "likelihood", "impact", "band", "rank", "scheme", "reason", "until", "invented")
    rows = Assessment.objects.by(view.scope).filter(named).oldest_first()
    rows = rows.annotate(
        day=Cast("on", CharField()),
        until=Cast("target_on", CharField()),
        invented=as_it_comes("is_illustrative"),
    )
    sees_reason = view.sees(FactClass.RATIONALE)  # a public score has a reason that is not
    for risk, kind, day, likelihood, impact, band, rank, scheme, reason, until, invented in rows.values_list(*columns):
        on, reason = _day(day), reason if sees_reason else WITHHELD
        target_on = _day(until) if until else None
        line = ScoreLine(on, (likelihood, impact), BANDS[band], rank, scheme, reason, target_on, bool(invented))
        lines = found.setdefault(risk, {}).setdefault(kind, [])
        if lines and lines[-1].on == on:
            lines.pop()
        lines.append(line)
    return found


@lru_cache(maxsize=4096)
def _day(text):
    return date.fromisoformat(text)


def _periods(view, row, lines):
    if not row.is_open or not lines:
        return 0
    return _stood(view.scope.as_at, tuple([(line.on, (line.scheme, *line.cell)) for line in lines]))


@lru_cache(maxsize=4096)
def _stood(as_at, cells):
    """Many risks of a register were scored on the same days: each such life is counted once."""
    return periods_stood(cells, quarter_ends(as_at, since=cells[0][0]))


def _reasons(view, row, lines):
    """The reasons given since the date compared with: for the turn it took, and for each score that changed."""
    since = view.scope.compared_with
    reasons = [row.turn_reason] if row.turn_reason else []
    before = None
    for line in lines:
        if since is not None and line.on > since and (line.scheme, line.cell) != before and line.reason:
            reasons.append(why_it_went(lines, line))
        before = (line.scheme, line.cell)
    return tuple(dict.fromkeys(reasons))  # one that was given for both is said once


def why_it_went(lines: Iterable[ScoreLine], line: ScoreLine) -> str:
    """Why the score went to another cell with this line of the lines of a risk.

    Where what an import says of a past day ends, the score before it stands again with the reason it had. That is no
    reason for going there: it is said to be that of the score which it went back to.
    """
    reason = line.reason if isinstance(line.reason, str) else ""
    if not reason:
        return ""
    said = line.scheme, line.cell, reason
    first = next((one for one in lines if one.on < line.on and (one.scheme, one.cell, one.reason) == said), None)
    return f"Back to the score of {say_day(first.on)}: {reason}" if first else reason


@dataclass(frozen=True)
class RiskPosition:
    """One risk of a position in full: its index row and its details."""

    row: IndexRow
    details: RiskDetails


@dataclass(frozen=True)
class Position:
    """A register at a date in full, as one audience may see it: for snapshots, exports and papers."""

    view: View
    risks: tuple[RiskPosition, ...] = field(default=())

    @property
    def open(self):
        return [risk for risk in self.risks if risk.row.is_open]

    @property
    def is_first(self) -> bool:
        """Whether the register begins with it, so that there is no earlier position."""
        return is_first(self.view, [risk.row for risk in self.risks])

    @property
    def compared_with(self) -> date | None:
        """The day it is compared with; None of a first position, which can be compared with none."""
        return None if self.is_first else self.view.scope.compared_with


def full_position(index: Index, rows: list[IndexRow] | None = None) -> Position:
    """The position in full: the risks shown, or the rows given. Call it in one repeatable-read transaction."""
    rows = index.shown if rows is None else rows
    found = details(index.view, rows)
    return Position(index.view, tuple(RiskPosition(row, found[row.risk]) for row in rows))


__all__ = [
    "WITHHELD",
    "Position",
    "PostName",
    "RiskDetails",
    "RiskPosition",
    "ScoreLine",
    "details",
    "full_position",
    "said_openly",
    "why_it_went",
]
