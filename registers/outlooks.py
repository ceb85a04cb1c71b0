"""Where did the owner expect the score to go, and what came of it?"""

from dataclasses import dataclass
from datetime import date

from registers.details import RiskDetails, said_openly
from registers.models import Outlook, Risk
from registers.models.registers import FactClass
from registers.position import IndexRow, View
from registers.telling import ScoreWords, tell_line


@dataclass(frozen=True)
class Expectation:
    """One outlook. `stood` and `verdict` once its day has come, for those who see the scores."""

    on: date
    expected: ScoreWords
    by: date
    reason: str
    is_due: bool
    stood: ScoreWords | None
    verdict: str
    is_illustrative: bool
    is_working: bool  # not agreed yet


def expectations(view: View, risk: Risk, row: IndexRow, details: RiskDetails) -> list[Expectation]:
    """Every outlook given by the view's day, newest first."""
    if not view.sees(FactClass.OUTLOOK):
        return []
    rows = []
    for outlook in Outlook.objects.by(view.scope).filter(risk=risk).oldest_first():
        if rows and rows[-1].on == outlook.on:
            rows.pop()
        rows.append(outlook)
    return [_expectation(view, outlook, details) for outlook in reversed(said_openly(rows, row.spells))]


def _expectation(view, outlook, details):
    is_due = outlook.expected_by <= view.scope.as_at
    stood = _score_on(details, outlook.expected_by) if is_due else None
    return Expectation(
        on=outlook.on,
        expected=tell_line(view.register, outlook),
        by=outlook.expected_by,
        reason=outlook.reason if view.sees(FactClass.RATIONALE) else "",
        is_due=is_due,
        stood=tell_line(view.register, stood),
        verdict=_verdict(outlook, stood) if stood else "",
        is_illustrative=outlook.is_illustrative,
        is_working=view.is_working and not_agreed(view, outlook),
    )


def _score_on(details, day):
    """The score in force that day, where scores may be seen and there was one."""
    lines = [line for line in details.scores or () if line.on <= day]
    return lines[-1] if lines else None


def _verdict(outlook, stood) -> str:
    if stood.scheme != outlook.scheme_id:
        return "Not to be compared: it was scored on another scale by then, at"
    if stood.rank == outlook.rank:
        return "Met: on that day it stood at"
    return f"Not met: on that day it stood {'higher' if stood.rank > outlook.rank else 'lower'}, at"


def not_agreed(view: View, fact) -> bool:
    """Whether this entry came after what the board settled; nothing stands out where it never settled anything."""
    agreement = view.agreement
    return agreement is not None and (fact.recorded_at > agreement.known_at or fact.on > agreement.as_at)
