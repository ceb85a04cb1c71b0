"""Which page changes which part of an alignment?"""

from django.urls import path

from reports.views import alignment_beginning as beginning
from reports.views import alignment_editing as editing
from reports.views import joint_editing as joint

ONE = "alignments/<int:number>/"
RISK = "<slug:organisation>/<slug:register>/<int:ref>/"
CONTROL = f"{ONE}controls/C-<int:control>/"
PROPOSAL = f"{CONTROL}proposals/<int:proposal>/"

urlpatterns = [
    path("alignments/begin/", beginning.alignment_begin, name="alignment-begin"),
    path(f"registers/{RISK}align/", beginning.risk_align, name="risk-align"),
    path(f"registers/{RISK}aligned-with-nothing/", beginning.risk_decline, name="risk-decline"),
    path(f"registers/{RISK}aligned-with-nothing/take-back/", beginning.risk_decline_end, name="risk-decline-end"),
    path(f"{ONE}edit/", editing.alignment_edit, name="alignment-edit"),
    path(f"{ONE}join/", editing.alignment_join, name="alignment-join"),
    path(f"{ONE}end/", editing.alignment_end, name="alignment-end"),
    path(f"{ONE}risks/{RISK}leave/", editing.alignment_leave, name="alignment-leave"),
    path(f"{ONE}risks/{RISK}respond/", editing.alignment_respond, name="alignment-respond"),
    path(f"{ONE}bodies/<slug:organisation>/view/", editing.alignment_view, name="alignment-view"),
    path(f"{ONE}bodies/<slug:organisation>/review/", editing.alignment_review, name="alignment-review"),
    path(f"{ONE}differences/<slug:kind>/", editing.alignment_explain, name="alignment-explain"),
    path(f"{ONE}controls/propose/", joint.joint_propose, name="joint-propose"),
    path(f"{CONTROL}propose/", joint.joint_reword, name="joint-reword"),
    path(f"{CONTROL}lead/", joint.joint_lead, name="joint-lead"),
    path(f"{PROPOSAL}answer/", joint.joint_answer, name="joint-answer"),
    path(f"{PROPOSAL}take-back/", joint.joint_take_back, name="joint-take-back"),
]
