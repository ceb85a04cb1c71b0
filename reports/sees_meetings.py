"""May this audience read this of a meeting? The plain twin of visibility_meetings.py: see registers/sees.py."""

from controls.sees_improvement import sees_plan
from registers.models import Marking
from registers.models.registers import FactClass
from registers.sees import (
    is_limited_to_own_risks,
    is_own_risk,
    meets_profile,
    rule_for,
    sees_register,
    sees_risk,
)
from registers.sees_alignments import reads_alignment
from registers.sees_boards import sees_board
from reports.models import Action, ActionTurn, AgendaItem, Attendance, Meeting, Record
from reports.sees_requests import sees_request


@rule_for(Meeting)
def sees_meeting(audience, meeting, world) -> bool:
    """As its board is."""
    return sees_board(audience, world.boards[meeting.board_id], world)


@rule_for(Attendance)
def sees_attendance(audience, row, world) -> bool:
    return sees_meeting(audience, row.meeting, world)


@rule_for(AgendaItem)
def sees_item(audience, item, world) -> bool:
    """Who meets its marking and may know of everything it is about; to others it is a restricted item."""
    if not sees_meeting(audience, item.meeting, world) or not meets_marking(audience, item, world):
        return False
    if item.risk_id and not sees_risk(audience, world.risks[item.risk_id], world):
        return False
    if item.alignment_id and not reads_alignment(audience, item.alignment, world):
        return False
    if item.plan_id and not sees_plan(audience, item.plan, world):
        return False
    return item.request_id is None or sees_request(audience, item.request, world)


def meets_marking(audience, row, world) -> bool:
    """What is OFFICIAL-SENSITIVE is for those cleared by the body whose board it is; of a joint board by both."""
    if row.marking != Marking.SENSITIVE:
        return True
    board = world.boards[row.meeting.board_id]
    if board.organisation_id is not None:
        return board.organisation_id in audience.cleared
    known_of = audience.working | audience.agreed
    return len([body for body in audience.cleared if body in known_of]) >= 2


def is_told(audience, meeting, world) -> bool:
    """What is said is read at once by those of the board's body, by the other body once the meeting has been closed."""
    board = world.boards[meeting.board_id]
    if board.organisation_id is None or board.organisation_id in audience.working:
        return True
    return meeting.status == Meeting.Status.CLOSED or sees_all_it_settles(audience, board, world)


def sees_all_it_settles(audience, board, world) -> bool:
    """Whether it works on all of some register that the board settles, not only on its own risks in it."""
    return any(row.board_id == board.pk and row.pk in audience.registers for row in world.registers.values())


def works_for(audience, board, world) -> bool:
    is_own = board.organisation_id is None or board.organisation_id in audience.working
    return is_own or sees_all_it_settles(audience, board, world)


def is_told_of_own_risk(audience, row, world) -> bool:
    """Who is limited to their own risks reads at once what is said of those, in a register that the board settles."""
    risk = row.item.risk_id if row.item_id else None
    if risk is None or not is_own_risk(audience, risk, world):
        return False
    settled = [one for one in world.registers.values() if one.board_id == row.meeting.board_id]
    return any(is_limited_to_own_risks(audience, register) for register in settled)


def reads_reasons(audience, risk_pk, world) -> bool:
    """What was said of a risk takes the class of its rationales."""
    register = world.register_of(risk_pk)
    if not sees_register(audience, register, world) or not sees_risk(audience, world.risks[risk_pk], world):
        return False
    return meets_profile(audience, register, FactClass.RATIONALE)


@rule_for(Record)
def sees_record(audience, record, world) -> bool:
    if not sees_meeting(audience, record.meeting, world):
        return False
    if not is_told(audience, record.meeting, world) and not is_told_of_own_risk(audience, record, world):
        return False
    is_draft = record.is_void or Record.objects.filter(replaces=record).exists()
    if is_draft and not works_for(audience, world.boards[record.meeting.board_id], world):
        return False  # the other body reads what stands
    if record.item_id is None:
        return True
    if not sees_item(audience, record.item, world):
        return False
    return record.item.risk_id is None or reads_reasons(audience, record.item.risk_id, world)


@rule_for(Action)
def sees_action(audience, action, world) -> bool:
    """It has a marking of its own, and may be about a risk."""
    if not sees_meeting(audience, action.meeting, world):
        return False
    if not is_told(audience, action.meeting, world) and not is_told_of_own_risk(audience, action, world):
        return False
    if action.item_id is not None and not sees_item(audience, action.item, world):
        return False
    if not meets_marking(audience, action, world):
        return False
    return action.risk_id is None or reads_reasons(audience, action.risk_id, world)


@rule_for(ActionTurn)
def sees_turn(audience, turn, world) -> bool:
    return sees_action(audience, turn.action, world)
