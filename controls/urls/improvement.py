"""Addresses of the improvement plans."""

from django.urls import path

from controls.views import improvement as reading
from controls.views import improvement_editing as editing
from controls.views import improvement_refresh as refresh

PLANS = "improvement-plans/"
PLAN = PLANS + "<slug:organisation>/<slug:year>/"
STREAM = PLAN + "<slug:ref>/"

urlpatterns = [
    path(PLANS, reading.plans, name="plans"),
    path(PLANS + "<slug:organisation>/begin/", editing.plan_begin, name="plan-begin"),
    path(PLANS + "<slug:organisation>/next-year/", editing.plan_add_next, name="plan-add-next"),
    path(PLAN, reading.plan, name="plan"),
    path(PLAN + "refresh/", refresh.plan_refresh, name="plan-refresh"),
    path(PLAN + "add/", editing.stream_add, name="stream-add"),
    path(PLAN + "close-year/", editing.plan_close_year, name="plan-close-year"),
    path(PLAN + "mark/", editing.plan_mark, name="plan-mark"),
    path(STREAM, reading.stream, name="stream"),
    path(STREAM + "edit/", editing.stream_edit, name="stream-edit"),
    path(STREAM + "due/", editing.stream_due, name="stream-due"),
    path(STREAM + "state/", editing.stream_state, name="stream-state"),
    path(STREAM + "links/", editing.stream_links, name="stream-links"),
]
