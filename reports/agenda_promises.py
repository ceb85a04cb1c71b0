"""When was a promise broken? The rules for controls, Panel requests, actions and the work-streams of a plan.

Plain Python, as agenda_rules.py: what stood before, what stands after, and an event between the two or nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from controls.progress import Status
from registers.sentences import say_day
from reports.agenda import More, Needs, Reason, ReasonKind
from reports.agenda_rules import how_bad, newly_passed

TIMES = {1: "once", 2: "twice"}


@dataclass(frozen=True)
class ControlStood:
    """A control at one standpoint. Whatever may not be seen is None, and raises nothing."""

    day: date
    due: date | None = None
    is_kept: bool = False  # in place or complete: its date is no promise any more
    is_retired: bool = False
    slips: int = 0
    first_due: date | None = None
    stage: str = ""  # as it is told: "planned"
    status: Status | None = None
    carries: bool = False  # one of those that carry its risk: a key one, or any where none is key

    @property
    def promised(self) -> date | None:
        return None if self.is_kept or self.is_retired else self.due


@dataclass(frozen=True)
class AboutControl:
    """The control that is asked about: `called` as it is told, "C-3, Title"."""

    control: int
    called: str
    needs: Needs = ()
    needs_progress: Needs = ()
    needs_why: Needs = ()
    why_moved: str = ""
    risks: tuple[int, ...] = ()  # the one it is told under
    alignments: tuple[int, ...] = ()  # of a joint one, the one it hangs on


def control_overdue(about: AboutControl, before: ControlStood, after: ControlStood) -> Reason | None:
    if not newly_passed(before.promised, before.day, after.promised, after.day):
        return None
    words = f"{about.called}, was to be in place by {say_day(after.due)} and is still {after.stage}"
    return _of_control(ReasonKind.CONTROL_OVERDUE, about, words, about.needs, since=before.day)


def control_slipped(about: AboutControl, before: ControlStood, after: ControlStood) -> Reason | None:
    """Its promised date was moved later, once more."""
    if after.slips <= before.slips or after.is_kept or after.is_retired:
        return None
    how_often = TIMES.get(after.slips, f"{after.slips} times")
    words = f"{about.called}, has slipped {how_often}: from {say_day(after.first_due)} to {say_day(after.due)}"
    more = (More(about.why_moved, about.needs_why),) if about.why_moved else ()
    return _of_control(ReasonKind.CONTROL_SLIPPED, about, words, about.needs, since=before.day, more=more)


def control_fell(about: AboutControl, before: ControlStood, after: ControlStood) -> Reason | None:
    """One that carries its risk is said to get on worse than before, and no better than limited."""
    if not after.carries or after.status is None or how_bad(after.status) <= how_bad(before.status):
        return None
    words = f"{about.called}, fell to {after.status.label.lower()}"
    if after.status is Status.LIMITED:
        words = f"{about.called}, fell to limited progress"
    return _of_control(ReasonKind.CONTROL_FELL, about, words, about.needs + about.needs_progress, since=before.day)


CONTROL_RULES = (control_overdue, control_slipped, control_fell)


def of_control(about: AboutControl, before: ControlStood, after: ControlStood) -> list[Reason]:
    """Everything that happened to one control."""
    return [reason for rule in CONTROL_RULES if (reason := rule(about, before, after)) is not None]


def _of_control(
    kind: ReasonKind, about: AboutControl, words: str, needs: Needs, since: date, more: tuple[More, ...] = ()
) -> Reason:
    return Reason(kind, words, needs, more, about.risks, about.alignments, controls=(about.control,), since=since)


# A response, an action or a Panel request is due ----------------------------------------------------------------------


@dataclass(frozen=True)
class DueStood:
    """What somebody is to answer or do, at one standpoint: its date while it is open, None when it is not."""

    day: date
    due: date | None = None

    def passed_since(self, before: DueStood) -> bool:
        return newly_passed(before.due, before.day, self.due, self.day)


def response_due(called: str, post: str, before: DueStood, after: DueStood, **named) -> Reason | None:
    """A board asked the owner of a risk for an answer by a day, and it has not come."""
    if not after.passed_since(before):
        return None
    words = f"Response {called}, asked of the {post}, was due on {say_day(after.due)} and has not come"
    return Reason(ReasonKind.RESPONSE_DUE, words, since=before.day, **named)


def action_due(called: str, post: str, before: DueStood, after: DueStood, **named) -> Reason | None:
    if not after.passed_since(before):
        return None
    words = f"Action {called}, of the {post}, was due on {say_day(after.due)} and is not done"
    return Reason(ReasonKind.ACTION_DUE, words, since=before.day, **named)


def request_due(called: str, is_promise: bool, before: DueStood, after: DueStood, **named) -> Reason | None:
    """What the Panel asked, or was promised, was to be answered at a meeting that has passed."""
    if not after.passed_since(before):
        return None
    what = "Promise to the Panel" if is_promise else "Panel request"
    words = f"{what} {called} was to be answered on {say_day(after.due)} and is not closed"
    return Reason(ReasonKind.REQUEST_DUE, words, since=before.day, **named)


# Work-streams of an improvement plan slipped or due -------------------------------------------------------------------


@dataclass(frozen=True)
class StreamStood:
    """A work-stream at one standpoint: `promised` is its date while it is unfinished and its year open."""

    day: date
    promised: date | None = None
    slips: int = 0
    is_slipped: bool = False  # that is its status
    is_finished: bool = False


def stream_slipped(before: StreamStood, after: StreamStood) -> bool:
    """Its date was moved later once more, or it is said to have slipped and was not."""
    if after.is_finished:
        return False
    return after.slips > before.slips or (after.is_slipped and not before.is_slipped)


def stream_due(before: StreamStood, after: StreamStood) -> bool:
    return newly_passed(before.promised, before.day, after.promised, after.day)


def of_plan(plan: int, streams: Iterable[tuple[str, StreamStood, StreamStood]], since: date) -> list[Reason]:
    """One reason for all that slipped and one for all that are due, each naming which ("A1, Title")."""
    streams = list(streams)
    slipped = [called for called, before, after in streams if stream_slipped(before, after)]
    due = [f"{called}, by {say_day(after.promised)}" for called, before, after in streams if stream_due(before, after)]
    found = []
    if slipped:
        words = f"Slipped since {say_day(since)}: {_listed(slipped)}"
        found.append(Reason(ReasonKind.STREAM_SLIPPED, words, plans=(plan,), since=since))
    if due:
        words = f"Promised and not done: {_listed(due)}"
        found.append(Reason(ReasonKind.STREAM_DUE, words, plans=(plan,), since=since))
    return found


def _listed(streams: list[str]) -> str:
    return "; ".join(streams)
