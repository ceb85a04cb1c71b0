"""When is something put on an agenda? One rule for each reason, in the order of the list in the product's brief.

Plain Python: each rule is asked of what stood before and what stands after, and answers for an event between the two,
never for a standing fact. What the audience may not see is None, and raises nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import takewhile

from controls.progress import Status, ordinal
from registers.movement import Movement, Stage, Standing, movement
from registers.reviewing import is_overdue
from registers.scope import quarter_end_before, quarter_ends
from registers.scoring import Band
from registers.sentences import say_day, say_list
from reports.agenda import More, Needs, Reason, ReasonKind

# Classes of fact of a publication profile (registers/models/registers.py, which is not plain).
IDENTITY, OWNERSHIP, MOVEMENT, SCORE, TARGET = "identity", "ownership", "movement", "score", "target"
APPETITE, DEPENDENCIES, RATIONALE = "appetite", "dependencies", "rationale"
PROGRESS, CONTROLS = "progress", "controls"

WORSE = (Status.LIMITED, Status.SLIPPED, Status.NO_PROGRESS)  # each worse than the one before
STANDING = {
    Status.LIMITED: "of limited progress",
    Status.SLIPPED: "slipped",
    Status.NO_PROGRESS: "of no progress",
}


@dataclass(frozen=True)
class Score:
    """A score that may be seen: "M v H" on a scale, its band and its rank."""

    words: str
    band: Band
    rank: int
    scheme: int

    def __str__(self) -> str:
        return f"{self.words}, {self.band.label}"


@dataclass(frozen=True)
class RiskStood:
    """One risk at one standpoint. Whatever may not be seen, or is not there, is None or empty."""

    day: date
    standing: Standing | None = None
    turned_on: date | None = None  # when it was last opened, closed, reopened or refreshed
    score: Score | None = None
    highest: Band | None = None  # the highest band that is accepted
    tolerated_until: date | None = None
    target: Score | None = None
    target_on: date | None = None
    next_review: date | None = None
    progress: tuple[tuple[date, Status], ...] = ()  # what it stated from when, newest first
    vacant: Mapping[int, str] = field(default_factory=dict)  # posts that own it and that nobody holds: their titles

    @property
    def is_open(self) -> bool:
        return self.standing is not None and self.standing.stage is Stage.OPEN

    @property
    def is_above_appetite(self) -> bool:
        if not self.is_open or self.score is None or self.highest is None:
            return False
        return self.score.band.height > self.highest.height

    def stated(self, day: date) -> Status:
        """What it stated of its progress on a day."""
        return next((status for on, status in self.progress if on <= day), Status.NOT_STATED)


@dataclass(frozen=True)
class About:
    """The risk that is asked about, and what is only told."""

    risk: int
    register: int
    sees_movement: bool = True
    earlier: Standing | None = None  # what is known now of the earlier day
    why_scored: str = ""
    why_turned: str = ""

    def needs(self, *classes: str) -> Needs:
        return tuple((self.register, each) for each in classes)

    def more(self, words: str, *classes: str) -> tuple[More, ...]:
        return (More(words, self.needs(*classes)),) if words else ()


Rule = Callable[[About, RiskStood, RiskStood], Reason | None]


def newly_passed(was: date | None, then: date, due: date | None, day: date) -> bool:
    """Whether a promised day passed between two days, `then` and `day`. Due on a day it may be kept on that day.

    It is passed too where it was only heard of, or set, since: unless a promise was broken then already, and the new
    day is as old.
    """
    if not is_overdue(due, day):
        return False
    return not is_overdue(due, then) or not is_overdue(was, then)


# Moved since the last meeting; new, refreshed, closed, reopened ------------------------------------------------------


def how_it_moved(before: Standing, after: Standing, earlier: Standing | None = None) -> Movement | None:
    """The movement of a risk; "corrected" where nothing moved since, but what the last meeting saw was otherwise.

    `earlier`: what is known now of the day of `before`.
    """
    moved = movement(_long_ago(before), after)
    between_cells = moved in (Movement.UP, Movement.DOWN, Movement.SHIFTED, Movement.RESCALED)
    if between_cells and earlier is not None and movement(_long_ago(earlier), after) is Movement.STATIC:
        return Movement.CORRECTED
    return moved


def _long_ago(standing: Standing) -> Standing:
    """On an earlier day than any other, also where both standpoints are of one day and differ in what was known."""
    return replace(standing, on=date.min)


EVENTS = (
    *(Movement.UP, Movement.DOWN, Movement.SHIFTED, Movement.RESCALED, Movement.CORRECTED),
    *(Movement.NEW, Movement.CLOSED, Movement.REOPENED, Movement.REFRESHED),
)
OF_LIFE = (Movement.NEW, Movement.CLOSED, Movement.REOPENED, Movement.REFRESHED)
MOVED = {
    Movement.UP: "Moved up since {then}",
    Movement.DOWN: "Moved down since {then}",
    Movement.SHIFTED: "Moved to another cell of the same rank since {then}",
    Movement.RESCALED: "Scored on another scale since {then}",
    Movement.CORRECTED: "What was shown for {then} has been corrected, or was entered late",
    Movement.NEW: "New: opened on {turned}",
    Movement.CLOSED: "Closed on {turned}",
    Movement.REOPENED: "Reopened on {turned}",
    Movement.REFRESHED: "Refreshed on {turned}",
}


def moved(about: About, before: RiskStood, after: RiskStood) -> Reason | None:
    if not about.sees_movement or before.standing is None or after.standing is None:
        return None
    way = how_it_moved(before.standing, after.standing, about.earlier)
    if way not in EVENTS:
        return None
    words = MOVED[way].format(then=say_day(before.day), turned=say_day(after.turned_on))
    why = about.why_turned if way in OF_LIFE else about.why_scored
    is_late = way in OF_LIFE and after.turned_on is not None and after.turned_on <= before.day
    return Reason(
        ReasonKind(way.value),
        f"{words}, which was entered since {say_day(before.day)}" if is_late else words,
        about.needs(MOVEMENT),
        about.more(_scores(way, before.score, after.score), SCORE) + about.more(why, RATIONALE),
        risks=(about.risk,),
        since=before.day,
    )


def _scores(way: Movement, before: Score | None, after: Score | None) -> str:
    if way in OF_LIFE:
        return f"It stands at {after}" if after and way is not Movement.CLOSED else ""
    if before is None or after is None:
        return ""
    if way is Movement.CORRECTED:
        return f"It stood at {after}, where {before} was shown"
    return f"From {before}, to {after}"


# Newly above appetite ------------------------------------------------------------------------------------------------


def above_appetite(about: About, before: RiskStood, after: RiskStood) -> Reason | None:
    if not after.is_above_appetite or before.is_above_appetite or after.score is None or after.highest is None:
        return None
    words = f"Newly above appetite: {after.score.band.label}, where up to {after.highest.label} is accepted"
    if after.tolerated_until is not None and not is_overdue(after.tolerated_until, after.day):
        words += f", and tolerated until {say_day(after.tolerated_until)}"
    return Reason(ReasonKind.ABOVE_APPETITE, words, about.needs(SCORE, APPETITE), risks=(about.risk,), since=before.day)


# Progress fell to limited or worse, or another period of it ----------------------------------------------------------


def progress_fell(about: About, before: RiskStood, after: RiskStood) -> Reason | None:
    was, now = before.stated(before.day), after.stated(after.day)
    if not after.is_open or how_bad(now) <= how_bad(was):
        return None
    words = f"Progress fell from {was.label.lower()} to {now.label.lower()}"
    if was is Status.NOT_STATED:
        words = f"Progress was first stated, as {now.label.lower()}"
    return Reason(ReasonKind.PROGRESS_FELL, words, about.needs(PROGRESS), risks=(about.risk,), since=before.day)


def how_bad(status: Status | None) -> int:
    """0 for what is not bad, or not known; then limited, slipped, no progress."""
    return WORSE.index(status) + 1 if status in WORSE else 0


def progress_again(about: About, before: RiskStood, after: RiskStood) -> Reason | None:
    """A quarter has ended since, and it was limited or worse then, as at the end of the quarter before."""
    end = quarter_end_before(after.day + timedelta(days=1))
    bad_at_both = all(how_bad(status) for status in (before.stated(before.day), after.stated(after.day)))
    if not after.is_open or not bad_at_both or end <= before.day:
        return None
    run = bad_quarters(after, end)
    if len(run) < 2:
        return None
    statuses = {status for _, status in run}
    how = STANDING[statuses.pop()] if len(statuses) == 1 else "of limited progress or worse"
    words = f"{ordinal(len(run)).capitalize()} quarter {how}, at {say_day(end)}"
    began = next(on for on, _ in after.progress if on <= run[-1][0])
    return Reason(
        ReasonKind.PROGRESS_AGAIN, words, about.needs(PROGRESS), risks=(about.risk,), since=min(began, before.day)
    )


def bad_quarters(stood: RiskStood, end: date) -> list[tuple[date, Status]]:
    """What it stated at quarter ends, back from one, for as long as it was limited or worse without a break."""
    oldest = stood.progress[-1][0] if stood.progress else end
    stated = ((day, stood.stated(day)) for day in quarter_ends(end, since=oldest))
    return list(takewhile(lambda at_end: how_bad(at_end[1]) > 0, stated))


# Review overdue, target date or tolerance passed, owner post vacant --------------------------------------------------


def review_overdue(about: About, before: RiskStood, after: RiskStood) -> Reason | None:
    if not after.is_open or not newly_passed(before.next_review, before.day, after.next_review, after.day):
        return None
    words = f"Review overdue: it was due by {say_day(after.next_review)}"
    return Reason(
        ReasonKind.REVIEW_OVERDUE, words, about.needs(RATIONALE), risks=(about.risk,), since=after.next_review
    )


def target_passed(about: About, before: RiskStood, after: RiskStood) -> Reason | None:
    """Its date has passed and it has not been reached: one on a scale given up since was not, as far as is known."""
    if not after.is_open or after.target is None or after.score is None:
        return None
    reached = after.score.scheme == after.target.scheme and after.score.rank <= after.target.rank
    if reached or not newly_passed(before.target_on, before.day, after.target_on, after.day):
        return None
    words = f"Target date {say_day(after.target_on)} passed"
    more = about.more(f"The target is {after.target}; it stands at {after.score}", TARGET, SCORE)
    return Reason(
        ReasonKind.TARGET_PASSED,
        words,
        about.needs(TARGET, SCORE),
        more,
        risks=(about.risk,),
        since=min(before.day, after.target_on or before.day),
    )


def tolerance_passed(about: About, before: RiskStood, after: RiskStood) -> Reason | None:
    """Unless it is within appetite by now."""
    is_within = after.score is not None and after.highest is not None and not after.is_above_appetite
    if not after.is_open or is_within:
        return None
    if not newly_passed(before.tolerated_until, before.day, after.tolerated_until, after.day):
        return None
    words = f"It was tolerated above appetite until {say_day(after.tolerated_until)}, which has passed"
    return Reason(
        ReasonKind.TOLERANCE_PASSED, words, about.needs(APPETITE, SCORE), risks=(about.risk,), since=before.day
    )


def owner_vacant(about: About, before: RiskStood, after: RiskStood) -> Reason | None:
    new = [title for post, title in after.vacant.items() if post not in before.vacant]
    if not after.is_open or not new:
        return None
    words = f"Nobody holds the post that owns it: {say_list(new)}"
    if len(new) > 1:
        words = f"Nobody holds posts that own it: {say_list(new)}"
    return Reason(ReasonKind.OWNER_VACANT, words, about.needs(OWNERSHIP), risks=(about.risk,), since=before.day)


RISK_RULES: tuple[Rule, ...] = (
    moved,
    above_appetite,
    progress_fell,
    progress_again,
    review_overdue,
    target_passed,
    tolerance_passed,
    owner_vacant,
)


def reasons(about: About, before: RiskStood, after: RiskStood) -> list[Reason]:
    """Everything that happened to one risk."""
    return [reason for rule in RISK_RULES if (reason := rule(about, before, after)) is not None]


# A risk it depends on moved ------------------------------------------------------------------------------------------

BEARS = (Movement.UP, Movement.DOWN, Movement.SHIFTED, Movement.CORRECTED)


def depends(about: About, other: About, called: str, way: Movement, since: date) -> Reason | None:
    """`called`: the other risk as it is told, "Risk 4, Funding"; `way`: how it moved since a day."""
    if way not in BEARS:
        return None
    verb = {Movement.UP: "moved up", Movement.DOWN: "moved down", Movement.SHIFTED: "moved"}.get(way, "was corrected")
    return Reason(
        ReasonKind.DEPENDS,
        f"{called}, which it depends on, {verb} since {say_day(since)}",
        about.needs(DEPENDENCIES) + other.needs(MOVEMENT),
        risks=(about.risk, other.risk),
        since=since,
    )
