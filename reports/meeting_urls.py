"""Which page about meetings answers which address?"""

from django.urls import path

from reports.views import meeting_agenda as agenda
from reports.views import meeting_amending, meetings
from reports.views import meeting_closing as closing
from reports.views import meeting_steps as steps

ONE = "meetings/<slug:board>/<str:on>/"
ITEM = f"{ONE}<slug:item>/"

urlpatterns = [
    path("meetings/", meetings.meetings, name="meetings"),
    path("meetings/<slug:board>/", meetings.board_meetings, name="board-meetings"),
    path("meetings/<slug:board>/plan/", meetings.meeting_plan, name="meeting-plan"),
    path(ONE, meetings.meeting, name="meeting"),
    path(f"{ONE}draw-up/", meetings.meeting_draw_up, name="meeting-draw-up"),
    path(f"{ONE}start/", meetings.meeting_start, name="meeting-start"),
    path(f"{ONE}edit/", meetings.meeting_edit, name="meeting-edit"),
    path(f"{ONE}cancel/", meetings.meeting_cancel, name="meeting-cancel"),
    path(f"{ONE}attendance/", meetings.meeting_attendance, name="meeting-attendance"),
    path(f"{ONE}add/", agenda.item_add, name="meeting-add"),
    path(f"{ONE}whole/", steps.whole, name="meeting-whole"),
    path(f"{ONE}rest/", closing.meeting_rest, name="meeting-rest"),
    path(f"{ONE}close/", closing.meeting_close, name="meeting-close"),
    path(f"{ONE}minutes/", closing.meeting_minutes, name="meeting-minutes"),
    path(f"{ONE}minutes.pdf/", closing.meeting_minutes_pdf, name="meeting-minutes-pdf"),
    path(f"{ONE}records/<int:number>/", meeting_amending.record_amend, name="meeting-record"),
    path(ITEM, steps.step, name="meeting-item"),
    path(f"{ITEM}edit/", agenda.item_edit, name="meeting-item-edit"),
    path(f"{ITEM}drop/", agenda.item_drop, name="meeting-item-drop"),
    path(f"{ITEM}restore/", agenda.item_restore, name="meeting-item-restore"),
    path(f"{ITEM}move/", agenda.item_move, name="meeting-item-move"),
]
