"""Adding controls and changing what they say: wording, owner, risks, state, due date, marking, effectiveness."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max

from controls import rules
from controls.actions import evidence as evidence_actions
from controls.models import (
    Control,
    ControlDetail,
    ControlDue,
    ControlLink,
    ControlOwner,
    ControlState,
    ControlWording,
    Effectiveness,
    Stage,
    Trait,
)
from registers.actions.writing import append, append_if_new, append_unless_repeated, standing
from registers.models import Marking, Organisation, Register, Risk, in_force
from registers.rules import check_day, check_reason_for_change
from registers.scope import Scope

KEEP: Any = object()  # leaves an owner as it is, where None means nobody


def next_number() -> int:
    """The next permanent reference, never used again. Call it in the transaction that uses it: others wait for it."""
    list(Organisation.objects.select_for_update(no_key=True).filter(kind=Organisation.Kind.BODY).order_by("pk"))
    return (Control.objects.aggregate(last=Max("number"))["last"] or 0) + 1


@transaction.atomic
def add(
    *,
    register,
    by,
    on,
    title,
    stage,
    risks,
    description="",
    owner=None,
    is_key=False,
    axis="",
    due=None,
    marking=Marking.OFFICIAL,
    reason="",
    number=None,
    evidence=None,
) -> Control:
    """Add a body's own control to a register. A title, a state and a risk it acts on are all it needs.

    `evidence` is what evidence.attach takes: a name with a `url` or a `file`.
    """
    check_day(on)
    rules.check_title(title)
    register = Register.objects.select_for_update(of=("self",), no_key=True).get(pk=register.pk)
    rules.check_risks(risks, register.organisation_id)
    control = Control(register=register, number=number or next_number())
    rules.check_post(control, owner, on, "owner")
    control.save()
    said: dict = {"by": by, "on": on, "control": control}
    append(ControlState, stage=stage, reason=reason, **said)
    append(ControlWording, title=title, description=description, **said)
    for risk in risks:
        rules.check_risk_open_on(risk, on)
        append(ControlLink, risk=risk, **said)
    traits = {Trait.KEY: "yes" if is_key else "", Trait.AXIS: axis, Trait.MARKING: marking}
    for trait, value in traits.items():
        if value and value != Marking.OFFICIAL:
            append(ControlDetail, trait=trait, value=value, **said)
    if owner is not None:
        append(ControlOwner, post=owner, **said)
    if due is not None:
        append(ControlDue, due=due, **said)
    if evidence is not None:
        evidence_actions.keep(control=control, by=by, on=on, **evidence)
    return control


@transaction.atomic
def begin_earlier(*, control, by, version, on, stage, risks, title, description="", reason) -> ControlState:
    """A register of the past had a control before it was entered: it begins on that day, and nothing else changes.

    Its state, wording and risks from that day hold until those it was entered with.
    """
    control = Control.objects.lock(control, version=version)
    check_day(on)
    rules.check_title(title)
    rules.check_own_wording(control)
    rules.check_risks(risks, control.register.organisation_id)
    check_reason_for_change(True, reason)
    turns = rules.turns_of(control)
    if turns and turns[0][0] <= on:
        raise ValidationError({"on": "The control had begun by that date"})
    rules.check_turns(rules.with_turn(turns, on, Stage(stage)))
    said: dict = {"by": by, "on": on, "control": control, "reason": reason}
    for risk in risks:
        rules.check_risk_open_on(risk, on)
        append(ControlLink, risk=risk, **said)
    append(ControlWording, title=title, description=description, **said)
    return append(ControlState, stage=stage, **said)


@transaction.atomic
def edit(
    *,
    control,
    by,
    version,
    on,
    title=None,
    description=None,
    owner=KEEP,
    is_key=None,
    axis=None,
    risks=None,
    reason="",
) -> list:
    """Change what a control says from a day. Only what differs from that day is written; None leaves a part alone.

    `owner=None` means nobody, KEEP leaves it; `risks` is the whole list. Returns the facts written. Raises Stale.
    """
    control = Control.objects.lock(control, version=version)
    rules.check_alive_on(control, on)
    said = {"by": by, "on": on, "reason": reason}
    written = []
    if title is not None or description is not None:
        written.append(_word(control, title, description, said))
    if owner is not KEEP:
        rules.check_post(control, owner, on, "owner")
        written.append(_unless_unset(ControlOwner, {"control": control}, {"post": owner}, said))
    if is_key is not None:
        written.append(set_trait(control=control, trait=Trait.KEY, value="yes" if is_key else "", **said))
    if axis is not None:
        written.append(set_trait(control=control, trait=Trait.AXIS, value=axis, **said))
    if risks is not None:
        written += _link(control, risks, said)
    return [fact for fact in written if fact is not None]


def _word(control, title, description, said):
    rules.check_own_wording(control)
    now = standing(ControlWording, said["on"], control=control)
    title = now.title if title is None and now else title or ""
    description = now.description if description is None and now else description or ""
    rules.check_title(title)
    values = {"title": title, "description": description}
    return append_if_new(ControlWording, key={"control": control}, values=values, **said)


def _link(control, risks, said):
    """The risks it acts on from a day: the whole list."""
    rules.check_own_risks(control)
    risks = list(risks)
    rules.check_risks(risks, control.register.organisation_id)
    held = {risk.pk: risk for risk in risks_on(control, said["on"])}
    wanted = {risk.pk: risk for risk in risks}
    for pk in wanted.keys() - held.keys():
        rules.check_risk_open_on(wanted[pk], said["on"])
    changes = [(risk, False) for pk, risk in held.items() if pk not in wanted]
    changes += [(risk, True) for pk, risk in wanted.items() if pk not in held]
    return [append(ControlLink, control=control, risk=risk, holds=holds, **said) for risk, holds in changes]


def risks_on(control, day) -> list[Risk]:
    """The risks that a body's own control acts on as at a day, by what is known now."""
    latest = in_force(ControlLink.objects.filter(control=control), Scope(as_at=day))
    links = ControlLink.objects.filter(pk__in=latest.values("pk"), holds=True)
    return [link.risk for link in links.select_related("risk__register").order_by("risk__register", "risk__ref")]


def set_trait(*, control, trait, value, by, on, reason=""):
    """Set one single-valued attribute from a day; unset and empty are the same."""
    said = {"by": by, "on": on, "reason": reason}
    return _unless_unset(ControlDetail, {"control": control, "trait": trait}, {"value": value}, said)


def _unless_unset(model, key, values, said):
    """Append what is new. To leave empty what nothing was ever said of is not."""
    if not any(values.values()) and standing(model, said["on"], **key) is None:
        return None
    return append_if_new(model, key=key, values=values, **said)


@transaction.atomic
def set_stage(*, control, by, version, on, stage, reason="") -> ControlState | None:
    """Adopt a potential control, put a planned one in place, or retire one, which needs a reason.

    Nothing is re-scored: the page suggests it. Raises Stale.
    """
    control = Control.objects.lock(control, version=version)
    stage = Stage(stage)
    check_day(on)
    turns = rules.turns_of(control)
    if not turns or on < turns[0][0]:
        rules.check_alive_on(control, on)
    if rules.stage_on(control, on) is stage:
        return None
    rules.check_turns(rules.with_turn(turns, on, stage))
    if stage is Stage.RETIRED:
        check_reason_for_change(True, reason)
    return append(ControlState, by=by, on=on, reason=reason, control=control, stage=stage)


@transaction.atomic
def move_due(*, control, by, version, on, due: date | None, reason) -> ControlDue:
    """Set the date by which it is to be in place, move it, or (None) drop it.

    Every move stays, with its reason: due_dates.py counts them, and those to a later date as slips.
    """
    control = Control.objects.lock(control, version=version)
    rules.check_alive_on(control, on)
    now = standing(ControlDue, on, control=control)
    rules.check_move(control, on, now.due if now else None, due, reason)
    return append(ControlDue, by=by, on=on, reason=reason, control=control, due=due)


@transaction.atomic
def mark(*, control, by, version, on, marking, reason) -> ControlDetail | None:
    """Mark a control OFFICIAL or OFFICIAL-SENSITIVE from a day, retired or not."""
    control = Control.objects.lock(control, version=version)
    check_day(on)
    if (began := rules.began_on(control)) is None or on < began:
        rules.check_alive_on(control, on)
    check_reason_for_change(True, reason)
    if marking not in Marking.values:
        raise ValidationError({"marking": "Choose the marking from the list"})
    if marking == Marking.OFFICIAL and standing(ControlDetail, on, control=control, trait=Trait.MARKING) is None:
        return None
    return set_trait(control=control, trait=Trait.MARKING, value=marking, by=by, on=on, reason=reason)


@transaction.atomic
def rate(*, control, by, version, on, rating, line, said_by, reason="") -> Effectiveness:
    """Say how well it works: as of a day, by somebody, in a line of assurance. Never overwritten.

    The same words of the same day a second time are the same entry: a form sent twice is written once.
    """
    control = Control.objects.lock(control, version=version)
    rules.check_alive_on(control, on)
    if not said_by.strip():
        raise ValidationError({"said_by": "Enter who says so"})
    values = {"rating": rating, "line": line, "said_by": said_by}
    now = standing(Effectiveness, on, control=control)
    return append_unless_repeated(
        Effectiveness, now, by=by, on=on, reason=reason, key={"control": control}, values=values
    )
