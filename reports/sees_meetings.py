"""May this audience read this of a meeting? The plain twin of visibility_meetings.py: see registers/sees.py."""

from controls.sees_improvement import sees_plan
from registers.models import Marking
from registers.models.registers import FactClass
from registers.sees import meets_profile, rule_for, sees_register, sees_risk, works_on
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
    settled = [row for row in world.registers.values() if row.board_id == board.pk]
    return meeting.status == Meeting.Status.CLOSED or any(works_on(audience, row) for row in settled)


def reads_reasons(audience, risk_pk, world) -> bool:
    """What was said of a risk takes the class of its rationales."""
    register = world.register_of(risk_pk)
    if not sees_register(audience, register, world) or not sees_risk(audience, world.risks[risk_pk], world):
        return False
    return meets_profile(audience, register, FactClass.RATIONALE)


@rule_for(Record)
def sees_record(audience, record, world) -> bool:
    if not sees_meeting(audience, record.meeting, world) or not is_told(audience, record.meeting, world):
        return False
    if record.item_id is None:
        return True
    if not sees_item(audience, record.item, world):
        return False
    return record.item.risk_id is None or reads_reasons(audience, record.item.risk_id, world)


@rule_for(Action)
def sees_action(audience, action, world) -> bool:
    """It has a marking of its own, and may be about a risk."""
    if not sees_meeting(audience, action.meeting, world) or not is_told(audience, action.meeting, world):
        return False
    if action.item_id is not None and not sees_item(audience, action.item, world):
        return False
    if not meets_marking(audience, action, world):
        return False
    return action.risk_id is None or reads_reasons(audience, action.risk_id, world)


@rule_for(ActionTurn)
def sees_turn(audience, turn, world) -> bool:
    return sees_action(audience, turn.action, world)
