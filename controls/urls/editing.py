"""Addresses of what is changed: controls, what is stated of them, and their evidence."""

from django.urls import path

from controls.views import adding, bulk_progress, corrections, editing, evidence, lifecycle, progress

CONTROL = "controls/C-<int:number>/"
ENTRY = CONTROL + "history/<slug:entry>/"
RISK = "registers/<slug:organisation>/<slug:register>/<int:ref>/"

urlpatterns = [
    path("controls/add/", adding.control_add, name="control-add"),
    path("controls/progress/", bulk_progress.progress_bulk, name="progress-bulk"),
    path(CONTROL + "edit/", editing.control_edit, name="control-edit"),
    path(CONTROL + "due/", editing.control_due, name="control-due"),
    path(CONTROL + "rate/", editing.control_rate, name="control-rate"),
    path(CONTROL + "mark/", editing.control_mark, name="control-mark"),
    path(CONTROL + "adopt/", lifecycle.control_adopt, name="control-adopt"),
    path(CONTROL + "in-place/", lifecycle.control_in_place, name="control-in-place"),
    path(CONTROL + "score-again/", lifecycle.control_rescore, name="control-rescore"),
    path(CONTROL + "retire/", lifecycle.control_retire, name="control-retire"),
    path(CONTROL + "progress/", progress.progress_state, name="progress-state"),
    path(CONTROL + "evidence/attach/", evidence.evidence_attach, name="evidence-attach"),
    path(CONTROL + "evidence/<int:place>/", evidence.evidence, name="evidence"),
    path(CONTROL + "evidence/<int:place>/withdraw/", evidence.evidence_withdraw, name="evidence-withdraw"),
    path(ENTRY + "correct/", corrections.progress_correct, name="progress-correct"),
    path(ENTRY + "void/", corrections.control_fact_void, name="control-fact-void"),
    path(RISK + "controls/add/", adding.control_add_to, name="control-add-to"),
    path(RISK + "progress/", progress.risk_progress_state, name="risk-progress"),
    path(RISK + "progress/<int:number>/void/", corrections.risk_progress_void, name="risk-progress-void"),
]
