"""What does a register say of these risks? Texts, posts, targets and reasons, read for named risks only."""

from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import date
from typing import NamedTuple

from django.db.models import F

from registers.audience import WITHHELD, Withheld
from registers.models import (
    Assessment,
    Kind,
    ObjectiveSet,
    OwnedPost,
    Ownership,
    Stewardship,
    Wording,
    in_force,
)
from registers.models.registers import FactClass
from registers.movement import periods_stood
from registers.position import Index, IndexRow, View
from registers.scope import quarter_ends
from registers.scoring import Band


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
    worded = list(in_force(Wording.objects.filter(risk__in=keys), view.scope))
    wordings = {wording.risk_id: wording for wording in worded}
    stewards = _stewards(view, keys)
    objectives = _objectives(view, keys) if with_objectives and view.sees(FactClass.OBJECTIVES) else {}
    scores = _scores(view, keys)
    return {
        row.risk: _details(view, row, wordings.get(row.risk), stewards, objectives, scores[row.risk]) for row in rows
    }


def _details(view, row, wording, stewards, objectives, scores):
    current = said_openly(scores[Kind.CURRENT], row.spells)
    return RiskDetails(
        title=wording.title if wording else "",
        description=wording.description if wording else "",
        owners=view.cut(FactClass.OWNERSHIP, tuple(stewards[row.risk, Stewardship.OWNER])),
        leads=view.cut(FactClass.LEADS, tuple(stewards[row.risk, Stewardship.LEAD])),
        objectives=view.cut(FactClass.OBJECTIVES, tuple(objectives.get(row.risk, ()))),
        scores=view.cut(FactClass.SCORE, current),
        target=view.cut(FactClass.TARGET, _last(scores[Kind.TARGET])),
        inherent=view.cut(FactClass.SCORE, _last(scores[Kind.INHERENT])),
        reasons=view.cut(FactClass.RATIONALE, _reasons(view, row, current)),
        periods=view.cut(FactClass.MOVEMENT, _periods(view, row, current)),
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


def _stewards(view, keys):
    """{(risk, role): posts in printed order, each under the name it had on the day}."""
    stewards = defaultdict(list)
    for place in _places(view, keys):
        post = place.post.as_at(view.scope.as_at)
        stewards[place.risk, place.role].append(PostName(post.pk, place.printed_as or post.title))
    return stewards


def _places(view, keys):
    ownerships = in_force(Ownership.objects.filter(risk__in=keys), view.scope)
    places = OwnedPost.objects.filter(ownership__in=ownerships.values("pk")).select_related(
        "post__successor__successor"
    )
    places = places.annotate(risk=F("ownership__risk"), role=F("ownership__role"))
    return places.order_by("ownership", "place")


def _objectives(view, keys):
    sets = in_force(ObjectiveSet.objects.filter(risk__in=keys), view.scope)
    links = ObjectiveSet.objectives.through.objects.filter(objectiveset__in=sets.values("pk"))
    objectives = defaultdict(list)
    for risk, name in links.order_by("objective__framework", "objective__order").values_list(
        "objectiveset__risk", "objective__name"
    ):
        objectives[risk].append(name)
    return objectives


def _scores(view, keys):
    """{risk: {kind: scores that stood, oldest first}}; of one day only the last recorded."""
    found = defaultdict(lambda: defaultdict(list))
    columns = (
        "risk",
        "kind",
        "on",
        "likelihood",
        "impact",
        "band",
        "rank",
        "scheme",
        "reason",
        "target_on",
        "is_illustrative",
    )

    def build():
        return Assessment.objects.by(view.scope).filter(risk__in=keys).oldest_first().values_list(*columns)

    sees_reason = view.sees(FactClass.RATIONALE)  # a public score has a reason that is not
    for risk, kind, on, likelihood, impact, band, rank, scheme, reason, *rest in build():
        reason = reason if sees_reason else WITHHELD
        line = ScoreLine(on, (likelihood, impact), Band(band), rank, scheme, reason, *rest)
        lines = found[risk][kind]
        if lines and lines[-1].on == on:
            lines.pop()
        lines.append(line)
    return found


def _periods(view, row, lines):
    if not row.is_open or not lines:
        return 0
    ends = quarter_ends(view.scope.as_at, since=lines[0].on)
    return periods_stood([(line.on, (line.scheme, *line.cell)) for line in lines], ends)


def _reasons(view, row, lines):
    """The reasons given since the date compared with: for the turn it took, and for each score that changed."""
    since = view.scope.compared_with
    reasons = [row.turn_reason] if row.turn_reason else []
    before = None
    for line in lines:
        if since is not None and line.on > since and (line.scheme, line.cell) != before and line.reason:
            reasons.append(line.reason)
        before = (line.scheme, line.cell)
    return tuple(dict.fromkeys(reasons))  # one that was given for both is said once


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
]
