"""Planning, holding and closing a meeting. Its agenda is in agenda.py, what is said at it in minuting.py.

Everything people do at a meeting can be called from here.
"""

from django.db import transaction

from registers import clock
from registers.actions import agreements
from registers.actions.writing import is_inventing
from registers.models import Agreement, Board, Register
from reports import rules_meetings as rules
from reports.actions.agenda import add_item, draw_up, drop_item, edit_item, move_item, number_item, restore_item
from reports.actions.meeting_writing import hold, remove, save
from reports.actions.minuting import act, amend, answer, close_risk, note, note_rest, rescore, review_item
from reports.minutes import compose, settling
from reports.models import Attendance, Meeting

__all__ = [
    "act",
    "add_item",
    "amend",
    "answer",
    "attend",
    "cancel",
    "close",
    "close_risk",
    "draw_up",
    "drop_item",
    "edit_item",
    "edit_meeting",
    "move_item",
    "note",
    "note_rest",
    "number_item",
    "plan",
    "rescore",
    "restore_item",
    "review_item",
    "start",
]


@transaction.atomic
def plan(*, board, by, on, note="") -> Meeting:
    """Plan a meeting of a board on a day, past or to come; it meets once a day.

    Where its meeting of that day was cancelled that one is planned again, with its agenda and what was said at it.
    """
    board = Board.objects.select_for_update(of=("self",), no_key=True).get(pk=board.pk)
    rules.check_board_meets(board)
    rules.check_free_day(board, on)
    cancelled = Meeting.objects.filter(board=board, on=on).first()
    if cancelled is None:
        return save(Meeting(board=board, on=on, note=note.strip(), is_illustrative=is_inventing()), by)
    meeting = hold(cancelled)
    meeting.status, meeting.started_at, meeting.note = Meeting.Status.PLANNED, None, note.strip()
    return save(meeting, by, update_fields=["status", "started_at", "note"])


@transaction.atomic
def edit_meeting(*, meeting, by, version, note) -> Meeting:
    """Change what is said of where and when it meets. Raises Stale."""
    meeting = hold(meeting, version)
    rules.check_open(meeting)
    meeting.note = note.strip()
    return save(meeting, by, update_fields=["note"])


@transaction.atomic
def start(*, meeting, by, version) -> Meeting:
    """Begin a meeting, on its day or after it. Raises Stale."""
    meeting = hold(meeting, version)
    rules.check_can_start(meeting)
    meeting.status, meeting.started_at = Meeting.Status.STARTED, clock.now()
    return save(meeting, by, update_fields=["status", "started_at"])


@transaction.atomic
def attend(*, meeting, by, present=(), apologies=(), deputies=None, unknown=()) -> list[Attendance]:
    """Note who was there: by post. Posts that are not named stay as they were noted; `unknown` are taken out."""
    meeting = hold(meeting)
    rules.check_open(meeting)
    kinds = dict.fromkeys(present, (Attendance.Kind.PRESENT, None))
    kinds |= dict.fromkeys(apologies, (Attendance.Kind.APOLOGIES, None))
    kinds |= {post: (Attendance.Kind.DEPUTY, deputy) for post, deputy in (deputies or {}).items()}
    noted = {row.post_id: row for row in meeting.attendances.all()}
    for post in unknown:
        if post.pk in noted and post not in kinds:
            remove(noted[post.pk], by)
    for post, (kind, deputy) in kinds.items():
        row = noted.get(post.pk) or Attendance(meeting=meeting, post=post)
        if (row.kind, row.deputy_id) != (kind, deputy and deputy.pk):
            row.kind, row.deputy = kind, deputy
            save(row, by)
    return list(meeting.attendances.select_related("post", "deputy"))


@transaction.atomic
def close(*, meeting, by, version, looked_at=None) -> Meeting:
    """Close a meeting: agree the registers its board settles as at its day, and freeze its minutes, at one moment.

    What is agreed is what was known when the summary was looked at (default: now). A register that has been agreed as
    at a later day since keeps that agreement: the meeting is closed with its minutes alone. Raises Stale.
    """
    meeting = hold(meeting, version)
    rules.check_started(meeting)
    registers = Register.objects.hold(*meeting.board.settles.values_list("pk", flat=True))
    known_at = looked_at or clock.now()
    rules.check_looked_at(meeting, known_at)
    for register in registers:
        if is_to_be_agreed(register, meeting):
            said = {"known_at": known_at, "meeting": str(meeting)}
            agreements.agree(register=register, by=by, as_at=meeting.on, **said)
    meeting.status, meeting.closed_at, meeting.closed_by = Meeting.Status.CLOSED, known_at, by
    meeting.minutes = compose(meeting)
    return save(meeting, by, update_fields=["status", "closed_at", "closed_by", "minutes"])


def is_to_be_agreed(register, meeting) -> bool:
    """Whether closing the meeting settles this register.

    Not where it has been agreed as at a later day since, nor where this meeting's agreement has been entered already.
    """
    latest = Agreement.objects.latest_of(register)
    return settling(meeting, register) is None and (latest is None or latest.as_at <= meeting.on)


@transaction.atomic
def cancel(*, meeting, by, version, because) -> Meeting:
    """Cancel a meeting, saying why. Nothing of it is agreed or frozen. Raises Stale."""
    meeting = hold(meeting, version)
    rules.check_open(meeting)
    rules.check_said(because, "because", "why it is cancelled")
    meeting.status, meeting.note = Meeting.Status.CANCELLED, because.strip()
    return save(meeting, by, update_fields=["status", "note"])
