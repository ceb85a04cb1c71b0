"""How did risks stand at each of two standpoints, as one audience may know? What the rules of an agenda compare."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from functools import cached_property

from controls.risk_progress import stated_over_time
from registers import clock
from registers.audience import Audience, Level
from registers.details import RiskDetails, details, why_it_went
from registers.kept import once
from registers.models import (
    Appetite,
    Aspect,
    Detail,
    Holding,
    OwnedPost,
    Ownership,
    Post,
    Register,
    Stewardship,
    Tolerance,
    in_force,
)
from registers.models.registers import FactClass
from registers.movement import Movement
from registers.position import Index, IndexRow, View, index, look_at, was_sensitive
from registers.reviews import latest as latest_reviews
from registers.scope import Scope
from registers.scoring import Band
from registers.standings import Stood, standings
from registers.telling import tell_cell
from reports.agenda_rules import About, RiskStood, Score, how_it_moved


@dataclass(frozen=True)
class Pair:
    """One register as the audience sees it at both standpoints."""

    register: Register
    before: View
    after: View

    @property
    def is_comparable(self) -> bool:
        """What no board had agreed by the earlier one did not change since, for who sees only what is agreed."""
        return not self.before.is_empty and not self.after.is_empty

    @property
    def views_before(self) -> list[View]:
        """One, or two of who works on their own risks and reads the others as agreed."""
        return [view for view in (self.before, self.before.others) if view is not None]

    @property
    def views_after(self) -> list[View]:
        return [view for view in (self.after, self.after.others) if view is not None]

    @property
    def earlier(self) -> View:
        """The earlier day by what is known at the later standpoint."""

        def of(before, after):
            return replace(after, scope=Scope(before.scope.as_at, after.scope.known_at), others=None)

        found = of(self.before, self.after)
        if self.before.others is None or self.after.others is None:
            return found
        return replace(found, others=of(self.before.others, self.after.others))

    def compares(self, row: IndexRow) -> bool:
        """Whether the audience knew the risk at the earlier standpoint, or could have, as it knows it now."""
        before = self.before.of(row.risk)
        if before.is_empty or before.is_working != self.after.of(row.risk).is_working:
            return False
        known = [] if before.scope.known_at is None else [before.scope.known_at.astimezone(clock.LONDON).date()]
        return not any(was_sensitive(row.spells, day) for day in (before.scope.as_at, *known))


def pairs_of(registers, audience: Audience, before: Scope, after: Scope) -> list[Pair]:
    """Those of these registers that can be compared."""
    before, after = replace(before, compared_with=None), replace(after, compared_with=None)
    found = [Pair(each, look_at(each, audience, before), look_at(each, audience, after)) for each in registers]
    return [pair for pair in found if pair.is_comparable]


class Risks:
    """The named risks of one register, at both standpoints: a fixed number of statements."""

    def __init__(self, pair: Pair, risks: Collection[int]):
        self.pair = pair
        seen = index(pair.after, only=risks).rows if risks else ()
        self.rows = {row.risk: row for row in seen if row.opened_on and pair.compares(row)}
        self.sees = {each: pair.after.sees(each) for each in FactClass}

    @cached_property
    def stood(self) -> dict[int, tuple[About, RiskStood, RiskStood]]:
        """{risk: what is asked of it, how it stood before, and after}"""
        if not self.rows:
            return {}
        before, after = _At(self, self.pair.before), _At(self, self.pair.after)
        self.standings_after = after.standings
        earlier = standings(self.pair.earlier, self.rows.keys())
        return {risk: (self._about(risk, earlier[risk]), before.stood(risk), after.stood(risk)) for risk in self.rows}

    def _about(self, risk, earlier: Stood) -> About:
        sees_movement = self.sees[FactClass.MOVEMENT]
        return About(risk, self.pair.register.pk, sees_movement, earlier.standing if sees_movement else None)

    def movement(self, risk: int) -> Movement | None:
        """How it moved, where the audience may know."""
        if not self.sees[FactClass.MOVEMENT] or risk not in self.rows:
            return None
        about, before, after = self.stood[risk]
        return how_it_moved(before.standing, after.standing, about.earlier)

    def severity(self, risk: int) -> tuple[int, int]:
        """How high its band is, and its rank, where the audience may know."""
        row = self.rows[risk]
        return (row.band.height, row.rank) if row.is_open and row.band else (0, 0)

    def details(self, risks: Collection[int]) -> dict[int, RiskDetails]:
        """What the register says of these."""
        return details(self.pair.after, [self.rows[risk] for risk in risks if risk in self.rows], False)

    def explained(self, about: About, said: RiskDetails) -> About:
        """With the reasons given for where it moved, where the audience may read them."""
        if not self.sees[FactClass.RATIONALE]:
            return about
        after, row = self.standings_after[about.risk], self.rows[about.risk]
        said_openly = after.turned_on is not None and not was_sensitive(row.spells, after.turned_on)
        why_turned = after.why_turned if said_openly else ""
        return replace(about, why_scored=_why_scored(said.scores or ()), why_turned=why_turned)


def _why_scored(lines) -> str:
    """Why it came to the cell in which it stands, not why it was confirmed there later."""
    why = ""
    for before, line in zip([None, *lines], lines, strict=False):
        if before is None or (before.scheme, before.cell) != (line.scheme, line.cell):
            why = why_it_went(lines, line)
    return why


class _At:
    """What stood of some risks at one of the standpoints, each kind read once."""

    def __init__(self, risks: Risks, view: View):
        self.view, self.sees, self.rows = view, risks.sees, risks.rows
        self.last_day = risks.pair.after.scope.as_at
        self.standings = standings(view, self.rows.keys())
        self.highest, self.own_highest = self._appetites() if self.sees[FactClass.APPETITE] else (None, {})
        self.tolerated = self._tolerances() if self.sees[FactClass.APPETITE] else {}
        self.vacant = self._vacant() if self.sees[FactClass.OWNERSHIP] and view.level >= Level.OFFICIAL else {}
        rows = list(self.rows.values())
        self.reviews = latest_reviews(Index(view, tuple(rows)))
        self.progress = stated_over_time(view, rows)

    def stood(self, risk: int) -> RiskStood:
        stood, review = self.standings[risk], self.reviews.get(risk)
        target = stood.target if self.sees[FactClass.TARGET] else None
        return RiskStood(
            day=self.view.of(risk).scope.as_at,
            standing=stood.standing,
            turned_on=stood.turned_on,
            score=self._score(stood.score) if self.sees[FactClass.SCORE] else None,
            highest=self.own_highest.get(risk, self.highest),
            tolerated_until=self.tolerated.get(risk),
            target=self._score(target),
            target_on=target.target_on if target else None,
            next_review=review.next_on if review else None,
            progress=self.progress.get(risk, ()),
            vacant=self.vacant.get(risk, {}),
        )

    def _score(self, line) -> Score | None:
        if line is None:
            return None
        words = tell_cell(self.view.register, line.scheme, line.cell, line.band)
        return Score(str(words), Band(line.band), line.rank, line.scheme)

    def _in_force(self, model, *columns, **key) -> Iterable:
        """Of the rows in force of these risks, one's own as worked on and others perhaps only as agreed."""
        views = [self.view] if self.view.others is None else [self.view, self.view.others]
        for view in views:
            if mine := tuple(risk for risk in self.rows if self.view.of(risk) is view):
                yield from in_force(model.objects.filter(risk__in=mine, **key), view.scope).values_list(*columns)

    def _appetites(self):
        register = self.view.register
        default = list(
            in_force(Appetite.objects.filter(register=register), self.view.scope).values_list("highest_band", flat=True)
        )
        own = self._in_force(Detail, "risk", "value", aspect=Aspect.APPETITE)
        return Band(default[0]) if default else None, {risk: Band(value) for risk, value in own if value}

    def _tolerances(self):
        return dict(self._in_force(Tolerance, "risk", "tolerated_until"))

    def _vacant(self) -> dict[int, dict[int, str]]:
        """{risk: {post: title}} of the posts that own it and that nobody holds, or that ended.

        One that nobody was ever said to hold is not known to be vacant.
        """
        owned = dict(self._in_force(Ownership, "pk", "risk", role=Stewardship.OWNER))
        places = list(
            OwnedPost.objects.filter(ownership__in=owned)
            .order_by("ownership", "place")
            .values_list("ownership", "post")
        )
        all_posts = self._posts({post for _, post in places})
        posts = defaultdict(list)
        for ownership, post in places:
            posts[owned[ownership]].append(all_posts[post])
        held = self._held({post.as_at(self.view.scope.as_at).pk for of_risk in posts.values() for post in of_risk})
        return {
            risk: {
                (now := post.as_at(self.last_day)).pk: now.title
                for post in of_risk
                if self._is_vacant(post.as_at(self.view.scope.as_at), held)
            }
            for risk, of_risk in posts.items()
        }

    def _posts(self, keys) -> dict[int, Post]:
        """These posts with those that followed them: fewer than the risks they own."""
        asked = Post.objects.filter(pk__in=keys).select_related("successor__successor")
        key = "posts", tuple(sorted(keys))
        return once(key, lambda: {post.pk: post for post in asked})

    def _held(self, posts) -> dict[int, bool]:
        """{post: whether anybody holds it} of those that somebody was ever said to hold."""
        held = defaultdict(bool)
        rows = list(in_force(Holding.objects.filter(post__in=posts), self.view.scope).values_list("post", "holds"))
        for post, holds in rows:
            held[post] |= holds
        return held

    def _is_vacant(self, post, held):
        has_ended = post.until is not None and post.until <= self.view.scope.as_at and post.successor_id is None
        return has_ended or held.get(post.pk) is False
