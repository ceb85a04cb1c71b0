"""Which of the reasons that an agenda keeps may somebody be told? They were drawn up for the board's full audience.

DESIGN.md section 6: who may not see what a reason is about is told nothing of it; what was said while a risk was
sensitive stays with the cleared; and the other body reads nothing that a board has not agreed yet.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from functools import cached_property

from controls.models import Control, ImprovementPlan, PlanMarking
from controls.visibility import control_spells, uncleared_controls
from registers import clock
from registers.audience import Audience
from registers.models import Agreement, AlignmentMember, Detail, Register, Risk
from registers.models.registers import FactClass
from registers.visibility import now, owned_risks, sees_class, sensitive_spells, spells_of
from registers.visibility_alignments import Readable
from reports.agenda import Needs, Reason
from reports.models import Action, Meeting, PanelRequest


class Reader:
    """What one reader may see of what reasons need and name. Each part is read once, when it is first asked for."""

    def __init__(self, audience: Audience):
        self.audience = audience

    def meets(self, needs: Needs) -> bool:
        """Whether it reads each of these registers, and the class of fact of it."""
        return all(
            key in self._registers and sees_class(self._registers[key], FactClass(fact_class), self.audience)
            for key, fact_class in needs
        )

    def sees(self, reason: Reason) -> bool:
        """Whether it may know of everything that a reason names, today."""
        return all(set(getattr(reason, name)) <= getattr(self, f"_{name}") for name in reason.named)

    def was_restricted(self, reason: Reason, until: date) -> bool:
        """Whether what it names was kept from the reader on a day that it speaks of. An alignment is with its risks."""
        since = min(filter(None, (reason.since, until)))
        spells = [spell for risk in reason.risks for spell in self._spells.get(risk, ())]
        spells += [spell for control in reason.controls for spell in self._control_spells.get(control, ())]
        spells += [spell for plan in reason.plans for spell in self._plan_spells.get(plan, ())]
        spells += [spell for alignment in reason.alignments for spell in self._alignment_spells.get(alignment, ())]
        return any(start <= until and (end is None or end > since) for start, end in spells)

    def knows(self, reason: Reason, meeting: Meeting) -> bool:
        """Whether it reads what a reason drew on as worked on, or the board has agreed it since.

        What was drawn up of the other body's registers, or for a joint board, was agreed already.
        """
        drawn_at = meeting.drawn_at or meeting.closed_at
        own = {key for key, _ in reason.needs if self._registers[key].organisation_id == meeting.board.organisation_id}
        return all(
            any(on >= meeting.on and known_at >= drawn_at for on, known_at in self._agreed.get(key, ()))
            for key in own
            if not self._works_on(key, reason.risks)
        )

    def works_for(self, meeting: Meeting) -> bool:
        """Whether it works for the body whose board it is, or on a register that the board settles."""
        board = meeting.board
        if board.is_joint:
            return self.audience.works_anywhere
        settled = [row for row in self._registers.values() if row.board_id == board.pk]
        on_one = any(self.audience.works_on(row.organisation_id, row.pk) for row in settled)
        return board.organisation_id in self.audience.working or on_one

    def _works_on(self, key, risks) -> bool:
        """All of a register, or these risks of it, where it is limited to its own."""
        place = self._registers[key].organisation_id, key
        if self.audience.sees_all_of(*place):
            return True
        return self.audience.works_on(*place) and bool(risks) and set(risks) <= self._owned

    @cached_property
    def _registers(self) -> dict[int, Register]:
        return {row.pk: row for row in Register.objects.visible_to(self.audience)}

    @cached_property
    def _agreed(self) -> dict[int, list]:
        """{register: (as at, known at) of each agreement}"""
        found: dict[int, list] = {}
        for register, *at in Agreement.objects.values_list("register", "as_at", "known_at"):
            found.setdefault(register, []).append(at)
        return found

    @cached_property
    def _risks(self) -> frozenset[int]:
        return frozenset(Risk.objects.visible_to(self.audience).values_list("pk", flat=True))

    @cached_property
    def _owned(self) -> frozenset[int]:
        return frozenset(owned_risks(self.audience).values_list("ownership__risk", flat=True))

    @cached_property
    def _alignments(self) -> frozenset[int]:
        return Readable(self.audience).read

    @cached_property
    def _controls(self) -> frozenset[int]:
        return frozenset(Control.objects.visible_to(self.audience).values_list("pk", flat=True))

    @cached_property
    def _actions(self) -> frozenset[int]:
        return frozenset(Action.objects.visible_to(self.audience).values_list("pk", flat=True))

    @cached_property
    def _requests(self) -> frozenset[int]:
        return frozenset(PanelRequest.objects.visible_to(self.audience).values_list("pk", flat=True))

    @cached_property
    def _plans(self) -> frozenset[int]:
        return frozenset(ImprovementPlan.objects.visible_to(self.audience).values_list("pk", flat=True))

    @cached_property
    def _spells(self) -> dict[int, list]:
        return _by_key(spells_of(Detail.objects.exclude(risk__register__organisation__in=self.audience.cleared)))

    @cached_property
    def _control_spells(self) -> dict[int, list]:
        return _by_key(control_spells(uncleared_controls(self.audience)))

    @cached_property
    def _alignment_spells(self) -> dict[int, list]:
        """Those of every risk that an alignment has ever tied."""
        tied = AlignmentMember.objects.filter(risk__in=self._spells) if self._spells else AlignmentMember.objects.none()
        found: dict[int, list] = {}
        for alignment, risk in tied.order_by().values_list("alignment", "risk").distinct():
            found.setdefault(alignment, []).extend(self._spells[risk])
        return found

    @cached_property
    def _plan_spells(self) -> dict[int, list]:
        rows = PlanMarking.objects.exclude(plan__organisation__in=self.audience.cleared).known(now()).oldest_first()
        return _by_key(sensitive_spells(rows.values_list("plan", "on", "value")))


def _by_key(spells) -> dict[int, list]:
    found: dict[int, list] = {}
    for key, *spell in spells:
        found.setdefault(key, []).append(spell)
    return found


def told(stored: Iterable[dict], reader: Reader, meeting: Meeting) -> list[Reason]:
    """Of the reasons an item keeps, those that the reader may be told, without what is more than they may read."""
    found = [reason for reason in map(Reason.from_json, stored) if readable(reason, reader, meeting)]
    return [replace(reason, more=tuple(one for one in reason.more if reader.meets(one.needs))) for reason in found]


def readable(reason: Reason, reader: Reader, meeting: Meeting) -> bool:
    """Whether the reader meets all that it needs and sees all that it names.

    Who does not work for the board's body reads it once the meeting is closed, and of registers that they read as
    agreed once what it drew on has been agreed.
    """
    if not reader.works_for(meeting) and not meeting.is_closed:
        return False
    if not reader.meets(reason.needs) or not reader.sees(reason):
        return False
    drawn_on = meeting.drawn_at.astimezone(clock.LONDON).date() if meeting.drawn_at else meeting.on
    return not reader.was_restricted(reason, max(meeting.on, drawn_on)) and reader.knows(reason, meeting)
