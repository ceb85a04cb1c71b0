"""How did risks stand at a moment, as it was known then? For whoever compares two standpoints of different knowledge.

An index (position.py) compares two dates with the same knowledge. What a board saw at its last meeting is another
matter: there an entry was not known that was recorded late.
"""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from registers.kept import once
from registers.models import Assessment, Kind, RiskState, Turn, in_force
from registers.movement import Stage, Standing
from registers.position import BANDS, View
from registers.scoring import Cell


class Line(NamedTuple):
    """One score. Only a target has a date."""

    cell: tuple[int, int]
    band: str
    rank: int
    scheme: int
    target_on: date | None


class Stood(NamedTuple):
    """Not cut to the classes of fact that a view sees: what is told of it is for the caller."""

    standing: Standing
    turned_on: date | None = None  # when it was last opened, closed, reopened or refreshed
    why_turned: str = ""
    score: Line | None = None
    target: Line | None = None


def standings(view: View, risks: Collection[int]) -> dict[int, Stood]:
    """How each of these risks stood at the view's scope: two statements.

    Ask only of risks that an index of the audience has. One that was not known of, or not agreed, by then is absent.
    """
    if view.others is not None:
        own, others = view.own & set(risks), set(risks) - view.own
        return standings(replace(view, others=None), own) | standings(view.others, others)
    if view.is_empty or not risks:
        return {risk: Stood(Standing(view.scope.as_at, Stage.ABSENT)) for risk in risks}
    key = "standings", view.scope, frozenset(risks)
    turns, scores = once(key, lambda: (_turns(view, risks), _scores(view, risks)))
    return {risk: _stood(view.scope.as_at, turns[risk], scores[risk]) for risk in risks}


def _turns(view, risks):
    def build():
        rows = RiskState.objects.by(view.scope).filter(risk__in=risks).oldest_first()
        return rows.values_list("risk", "on", "turn", "reason")

    found = defaultdict(list)
    for risk, *turn in build():
        found[risk].append(turn)
    return found


def _scores(view, risks):
    """{risk: {kind: the row in force}}"""

    def build():
        kinds = (Kind.CURRENT, Kind.TARGET)
        rows = in_force(Assessment.objects.filter(risk__in=risks, kind__in=kinds), view.scope)
        return rows.values_list("risk", "kind", "likelihood", "impact", "band", "rank", "scheme", "target_on")

    found = defaultdict(dict)
    for risk, kind, likelihood, impact, *rest in build():
        found[risk][kind] = Line((likelihood, impact), *rest)
    return found


def _stood(day, turns, scores):
    if not turns:
        return Stood(Standing(day, Stage.ABSENT))
    score = scores.get(Kind.CURRENT)
    standing = Standing(
        on=day,
        stage=Stage.CLOSED if turns[-1][1] == Turn.CLOSED else Stage.OPEN,
        cell=score and score.cell,
        rank_and_band=score and Cell(BANDS[score.band], score.rank),
        scheme=score and score.scheme,
        refreshes=sum(turn == Turn.REFRESHED for _, turn, _ in turns),
    )
    turned_on, _, why = turns[-1]
    return Stood(standing, turned_on, why, score, scores.get(Kind.TARGET))
