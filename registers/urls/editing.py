from django.urls import path

from registers.views import corrections, editing, history, lifecycle, reviews, scoring_page

REGISTER = "registers/<slug:organisation>/<slug:register>/"
RISK = REGISTER + "<int:ref>/"
ENTRY = RISK + "history/<slug:entry>/"

urlpatterns = [
    path(REGISTER + "add/", editing.risk_add, name="risk-add"),
    path(RISK + "edit/", editing.risk_edit, name="risk-edit"),
    path(RISK + "score/", scoring_page.assessment_record, name="assessment-record"),
    path(RISK + "review/", reviews.review_record, name="review-record"),
    path(RISK + "outlook/", scoring_page.outlook_record, name="outlook-record"),
    path(RISK + "tolerance/", scoring_page.tolerance_record, name="tolerance-record"),
    path(RISK + "appetite/", scoring_page.appetite_override, name="appetite-override"),
    path(RISK + "dependencies/", editing.dependency_record, name="dependency-record"),
    path(
        RISK + "dependencies/<slug:other_register>/<int:other_ref>/end/", editing.dependency_end, name="dependency-end"
    ),
    path(RISK + "mark/", editing.risk_mark, name="risk-mark"),
    path(RISK + "close/", lifecycle.risk_close, name="risk-close"),
    path(RISK + "reopen/", lifecycle.risk_reopen, name="risk-reopen"),
    path(RISK + "recast/", lifecycle.risk_recast, name="risk-recast"),
    path(RISK + "split/", lifecycle.risk_split, name="risk-split"),
    path(RISK + "merge/", lifecycle.risk_merge, name="risk-merge"),
    path(RISK + "history/", history.risk_history, name="risk-history"),
    path(ENTRY + "correct/", corrections.entry_correct, name="entry-correct"),
    path(ENTRY + "void/", corrections.entry_void, name="entry-void"),
]
