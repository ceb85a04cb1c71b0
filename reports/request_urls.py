"""Which page about Panel requests and actions answers which address?"""

from django.urls import URLPattern, path

from reports.views import actions
from reports.views import panel_requests as reading
from reports.views import request_editing as editing

REQUEST = "requests/P-<int:number>/"
ACTION = "actions/A-<int:number>/"

urlpatterns: list[URLPattern] = [
    path("requests/", reading.panel_requests, name="requests"),
    path("requests/add/", editing.request_add, name="request-add"),
    path(REQUEST, reading.panel_request, name="request"),
    path(f"{REQUEST}edit/", editing.request_edit, name="request-edit"),
    path(f"{REQUEST}assign/", editing.request_assign, name="request-assign"),
    path(f"{REQUEST}answer/", editing.request_answer, name="request-answer"),
    path(f"{REQUEST}close/", editing.request_close, name="request-close"),
    path(f"{REQUEST}reopen/", editing.request_reopen, name="request-reopen"),
    path("actions/", actions.actions, name="actions"),
    path(ACTION, actions.action, name="action"),
    path(f"{ACTION}done/", actions.action_done, name="action-done"),
    path(f"{ACTION}date/", actions.action_due, name="action-due"),
    path(f"{ACTION}drop/", actions.action_drop, name="action-drop"),
    path(f"{ACTION}reopen/", actions.action_reopen, name="action-reopen"),
]
