"""Made-up worlds with controls and alignments: rows of every kind, on any day, corrected and voided at random.

The rows are appended as they come and not through the actions: who may see a row must be right whatever it says.
"""

from controls.models import (
    CONTROL_FACTS,
    Consent,
    Control,
    ControlDetail,
    ControlDue,
    ControlLink,
    ControlOwner,
    ControlState,
    ControlWording,
    Effectiveness,
    Evidence,
    Progress,
    Proposal,
    RiskProgress,
)
from registers.actions.writing import append
from registers.models import (
    ALIGNMENT_FACTS,
    Alignment,
    AlignmentAlias,
    AlignmentMember,
    AlignmentResponse,
    AlignmentReview,
    AlignmentState,
    AlignmentView,
    AlignmentWording,
    DivergenceNote,
    NotAligned,
)
from tests import made_up_worlds as worlds

MARKINGS = ["official", "official-sensitive"]


def _next(model):
    return model.objects.count() + 1


def _pick(model, draw):
    """One of the records there are; none yet is as if the step had not been drawn."""
    rows = list(model.objects.order_by("number"))
    return rows[draw % len(rows)] if rows else None


def _risk_of(world, register, draw):
    risks = [risk for risk in world.risks if risk.register_id == register.pk]
    return risks[draw % len(risks)]


def _said(common):
    return {"by": common["by"], "on": common["on"], "reason": common["reason"]}


def _control(world, common, draws):
    """A body's own control of the risk drawn, perhaps marked."""
    control = Control.objects.create(number=_next(Control), register=common["risk"].register)
    append(ControlState, control=control, stage="planned", **_said(common))
    append(ControlWording, control=control, title=f"Control {draws[1]}", **_said(common))
    append(ControlLink, control=control, risk=common["risk"], **_said(common))
    if draws[2] % 3 == 0:
        append(ControlDetail, control=control, trait="marking", value=MARKINGS[1], **_said(common))


def _joint_control(world, common, draws):
    alignment = _pick(Alignment, draws[0])
    if alignment is None:
        return
    control = Control.objects.create(number=_next(Control), alignment=alignment)
    body = world.bodies[draws[1] % 2]
    proposal = append(Proposal, control=control, organisation=body, title=f"Proposed {draws[2]}", **_said(common))
    other = world.bodies[1 - draws[1] % 2]
    append(Consent, control=control, proposal=proposal, organisation=other, agrees=True, **_said(common))
    append(ControlState, control=control, stage="in-place", **_said(common))
    append(ControlWording, control=control, title=f"Joint {draws[3]}", proposal=proposal, **_said(common))


def _say_of_control(world, common, draws):
    """A further fact about a control, of any kind."""
    control = _pick(Control, draws[0])
    if control is None:
        return
    said = {"control": control} | _said(common)
    body = control.register.organisation if control.register_id else world.bodies[draws[2] % 2]
    register = control.register if control.register_id else world.registers[draws[2] % 2]
    choices = [
        lambda: append(ControlState, stage=["planned", "in-place", "retired"][draws[2] % 3], **said),
        lambda: append(ControlWording, title=f"Called {draws[2]}", **said),
        lambda: append(ControlDetail, trait="marking", value=MARKINGS[draws[2] % 2], **said),
        lambda: append(ControlDetail, trait="key", value="yes", **said),
        lambda: append(ControlOwner, post=world.posts[draws[2] % 4], **said),
        lambda: append(ControlDue, due=common["on"], **said),
        lambda: append(Effectiveness, rating="partly", line="second", said_by="Audit", **said),
        lambda: append(ControlLink, risk=_risk_of(world, register, draws[3]), holds=draws[2] % 3 > 0, **said),
        lambda: append(Evidence, name=f"Minutes {draws[2]}", url="https://example.org/minutes", **said),
        lambda: append(Progress, organisation=body, status="limited", **said),
    ]
    choices[draws[1] % len(choices)]()


def _progress(world, common, draws):
    append(RiskProgress, risk=common["risk"], status="slipped", **_said(common))


def _align(world, common, draws):
    """An alignment of a risk of each corporate register."""
    alignment = Alignment.objects.create(number=_next(Alignment))
    append(AlignmentState, alignment=alignment, turn="begun", **_said(common))
    append(AlignmentWording, alignment=alignment, title=f"Alignment {draws[1]}", **_said(common))
    for register, draw in zip(world.registers[:2], draws[2:], strict=True):
        append(AlignmentMember, alignment=alignment, risk=_risk_of(world, register, draw), **_said(common))


def _say_of_alignment(world, common, draws):
    alignment = _pick(Alignment, draws[0])
    if alignment is None:
        return
    said = {"alignment": alignment} | _said(common)
    risk = _risk_of(world, world.registers[draws[2] % 2], draws[3])
    body = world.bodies[draws[2] % 2]
    choices = [
        lambda: append(AlignmentWording, title=f"Renamed {draws[2]}", rationale="Because", **said),
        lambda: append(AlignmentAlias, name=f"Alias {draws[2]}", **said),
        lambda: append(AlignmentMember, risk=risk, holds=draws[3] % 3 > 0, **said),
        lambda: append(AlignmentResponse, risk=risk, text="What is done", **said),
        lambda: append(AlignmentView, organisation=body, residual="What is left", in_place="yes", **said),
        lambda: append(AlignmentReview, organisation=body, **said),
        lambda: append(DivergenceNote, kind="bands", said_of="high, low", **said),
    ]
    choices[draws[1] % len(choices)]()


def _not_aligned(world, common, draws):
    append(NotAligned, risk=common["risk"], **_said(common))


def _replace(world, common, draws):
    """Void an entry, of whatever kind."""
    models = [model for model in (*CONTROL_FACTS, *ALIGNMENT_FACTS) if model not in (Proposal, Consent)]
    rows = [row for model in models for row in model.objects.filter(replaced_by=None, is_void=False).order_by("pk")]
    if not rows:
        return
    row = rows[draws[0] % len(rows)]
    same = {
        field.name: getattr(row, field.name)
        for field in row._meta.concrete_fields
        if field.name not in ("id", "on", "recorded_at", "by", "reason", "replaces", "is_void", "is_illustrative")
    }
    if isinstance(row, ControlWording):
        same["proposal"] = None
    append(type(row), by=common["by"], on=row.on, reason="Mistaken", replaces=row, is_void=True, **same)


DEEDS = worlds.STEPS | {
    "control": _control,
    "joint control": _joint_control,
    "say of control": _say_of_control,
    "progress": _progress,
    "align": _align,
    "say of alignment": _say_of_alignment,
    "not aligned": _not_aligned,
    "void": _replace,
}
NAMES = ["control", "control", "joint control", "align", "align", "progress", "not aligned", "void"]
NAMES += ["say of control"] * 4 + ["say of alignment"] * 3 + ["mark", "mark", "agree", "agree", "own", "replace"]
steps = worlds.drawn(NAMES)
