"""What happened to controls between two standpoints: their dates passed or slipped, or they get on worse?

Of those named beforehand as perhaps changed (agenda_window.py), in a fixed number of statements.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from controls.details import details as control_details
from controls.models import (
    Control,
    Stage,
)
from controls.position import ControlRow
from controls.position import Index as ControlIndex
from controls.position import index as control_index
from controls.position import of_alignments as joint_controls
from controls.progress import Status
from controls.risk_progress import carrying
from registers import clock
from registers.audience import Audience
from registers.models import Register
from registers.position import look_at, was_sensitive
from registers.scope import Scope
from reports.agenda import Drawn, Reason
from reports.agenda_promises import (
    AboutControl,
    ControlStood,
    of_control,
)
from reports.agenda_rules import CONTROLS, PROGRESS, RATIONALE
from reports.agenda_stood import Pair
from reports.agenda_window import controls_beside


@dataclass(frozen=True)
class Found:
    """Something that happened, and the risks under the first of which it is told; or else under what."""

    reason: Reason
    risks: tuple[int, ...] = ()
    otherwise: Drawn | None = None


def of_controls(pairs: list[Pair], audience: Audience, before: Scope, after: Scope, changed: set[int]) -> list[Found]:
    """What happened to these controls of the bodies' own."""
    if not changed:
        return []
    was, now = _indexes(pairs, audience, before, after, changed)
    raised = [each for each in _events(was, now, before) if each.row.control in changed]
    said = control_details(now, [each.row for each in raised]) if raised else {}
    return [Found(reason, each.row.risks) for each in raised for reason in each.told(said[each.row.control])]


@dataclass(frozen=True)
class _Event:
    """A control to which something happened, and how it stood."""

    row: ControlRow
    before: ControlStood
    after: ControlStood

    def told(self, said, **named) -> list[Reason]:
        return of_control(_about(self.row, said, **named), self.before, self.after)


def _events(was: ControlIndex, now: ControlIndex, before: Scope) -> list[_Event]:
    earlier = {row.control: row for row in was.rows}
    seen = [row for row in now.rows if not _was_hidden(row, before)]
    events = [
        _Event(row, _stood(earlier.get(row.control), before.as_at), _stood(row, row.as_at, _carries(now, row)))
        for row in seen
    ]
    return [each for each in events if of_control(AboutControl(each.row.control, ""), each.before, each.after)]


def _indexes(pairs, audience, before, after, changed) -> tuple[ControlIndex, ControlIndex]:
    """As they stood before and after, also those that live in another register of the body."""
    known = {pair.register.pk for pair in pairs}
    elsewhere = Register.objects.visible_to(audience).exclude(pk__in=known).filter(controls__in=changed).distinct()
    others = list(elsewhere.select_related("organisation"))
    was = [pair.before for pair in pairs] + [look_at(register, audience, before) for register in others]
    now = [pair.after for pair in pairs] + [look_at(register, audience, after) for register in others]
    return control_index(was, changed), control_index(now, controls_beside(changed))


def of_joint_controls(audience: Audience, before: Scope, after: Scope, changed: set[int]) -> dict[int, list[Reason]]:
    """{alignment: what happened to these joint controls of it}"""
    if not changed:
        return {}
    keys = list(Control.objects.filter(pk__in=changed).order_by("alignment").values_list("alignment", flat=True))
    was, now = (joint_controls(sorted(set(keys)), audience, scope, changed) for scope in (before, after))
    raised = _events(was, now, before)
    said = control_details(now, [each.row for each in raised]) if raised else {}
    found = defaultdict(list)
    for each in raised:
        key = each.row.alignment
        found[key] += each.told(said[each.row.control], alignments=(key,))
    return found


def _was_hidden(row: ControlRow, before: Scope) -> bool:
    known = [] if before.known_at is None else [before.known_at.astimezone(clock.LONDON).date()]
    return any(was_sensitive(row.spells, day) for day in (before.as_at, *known))


def _carries(index: ControlIndex, row: ControlRow) -> bool:
    return any(row in carrying(index.of(risk)) for risk in row.risks)


def _stood(row: ControlRow | None, day: date, carries: bool = False) -> ControlStood:
    if row is None:
        return ControlStood(day)
    return ControlStood(
        day=row.as_at,
        due=row.due or None,
        is_kept=row.stage is Stage.IN_PLACE or row.status is Status.COMPLETE,
        is_retired=row.stage is Stage.RETIRED,
        slips=row.slips,
        first_due=row.first_due or None,
        stage=row.stage.label.lower(),
        status=row.status or None,
        carries=carries,
    )


def _about(row: ControlRow, said, **named) -> AboutControl:
    """A control and what may be told of it. A joint one needs no more than to be seen, with its alignment."""
    needs = {} if row.is_joint else {"needs": ((row.register, CONTROLS),), "needs_why": ((row.register, RATIONALE),)}
    if not row.is_joint:
        needs["needs_progress"] = ((row.register, PROGRESS),)
    moves = said.dates.moves if said and said.dates else ()
    why = moves[-1].reason if moves and not row.is_joint else ""
    return AboutControl(row.control, f"{row.reference}, {said.title}", why_moved=why, **needs, **named)
