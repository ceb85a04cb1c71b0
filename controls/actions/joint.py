"""Joint controls: one body proposes a wording, and it stands once the other has agreed (DESIGN.md section 2).

Locks are taken in one order everywhere: the alignment, then the control.
"""

from django.db import transaction

from controls import rules_joint as rules
from controls.actions.controls import next_number
from controls.models import (
    Consent,
    Control,
    ControlDetail,
    ControlState,
    ControlWording,
    How,
    Proposal,
    Stage,
    Trait,
)
from registers import rules_alignments
from registers.actions.writing import append, append_if_new, standing
from registers.models import Alignment


@transaction.atomic
def propose(
    *,
    alignment,
    by,
    on,
    organisation,
    title,
    description="",
    stage=Stage.IN_PLACE,
    lead_body=None,
    control=None,
    version=None,
    number=None,
    reason="",
) -> Proposal:
    """A body proposes a joint control, or another wording of one. It waits for the other body to agree.

    Of a new one (`control` None) `stage` and `lead_body` hold from the day it is agreed. `version` is the control's,
    or of a new one the alignment's. Raises Stale.
    """
    alignment = Alignment.objects.lock(alignment, version=version if control is None else None)
    if control is not None:
        control = Control.objects.lock(control, version=version)
    rules_alignments.check_stands_on(alignment, on)
    rules_alignments.check_is_of(alignment, organisation, on)
    values = {"organisation": organisation, "title": title.strip(), "description": description}
    if control is None:
        rules.check_begins(title, stage)
        _check_lead(alignment, lead_body, on)
        control = Control.objects.create(number=number or next_number(), alignment=alignment)
        values |= {"stage": stage, "lead_body": lead_body}
    else:
        rules_alignments.check_said(title, "title", "Enter the title")
        rules.check_can_propose(control, on, values["title"], description)
        values |= _beginning(control, organisation)
    return append(Proposal, by=by, on=on, reason=reason, control=control, **values)


def _check_lead(alignment, lead_body, on):
    if lead_body is not None:
        rules_alignments.check_is_of(alignment, lead_body, on)


def _beginning(control, organisation):
    """What an earlier proposal said of how it begins, where none has been agreed: the newest one of the same body's."""
    if rules.has_begun(control):
        return {}
    earlier = Proposal.objects.known(rules.ALL_TIME).filter(control=control).exclude(stage="")
    last = earlier.filter(organisation=organisation).oldest_first().last() or earlier.oldest_first().last()
    return {"stage": last.stage, "lead_body": last.lead_body} if last else {"stage": Stage.IN_PLACE}


@transaction.atomic
def answer(*, proposal, by, version, on, organisation, agrees, how=How.PORTAL, where="", reason="") -> Consent:
    """The other body agrees a proposal or declines it; or its own body takes it back.

    Agreed, its wording stands from that day; a new joint control begins. `how` and `where` say how it was agreed
    where that was not in the portal. `version` is the control's. Raises Stale.
    """
    alignment = Alignment.objects.lock(proposal.control.alignment)
    control = Control.objects.lock(proposal.control, version=version)
    rules_alignments.check_stands_on(alignment, on)
    rules_alignments.check_is_of(alignment, organisation, on)
    rules.check_can_answer(proposal, organisation, agrees, on)
    rules.check_answer_words(proposal, organisation, agrees, how, where, reason)
    said = {"by": by, "on": on, "control": control}
    consent = append(
        Consent,
        proposal=proposal,
        organisation=organisation,
        agrees=agrees,
        how=how,
        where=where.strip(),
        reason=reason,
        **said,
    )
    if agrees:
        _stands(proposal, said)
    return consent


def _stands(proposal, said):
    """The wording, and of a control that is new its first state and the body that leads on it."""
    is_new = not rules.has_begun(proposal.control)
    append(ControlWording, title=proposal.title, description=proposal.description, proposal=proposal, **said)
    if is_new:
        append(ControlState, stage=proposal.stage or Stage.IN_PLACE, **said)
    if is_new and proposal.lead_body is not None:
        append(ControlDetail, trait=Trait.LEAD_BODY, value=proposal.lead_body.slug, **said)


@transaction.atomic
def set_lead(*, control, by, version, on, organisation, reason="") -> ControlDetail | None:
    """Which body leads on a joint control, from a day; none, where `organisation` is None. Raises Stale."""
    alignment = Alignment.objects.lock(control.alignment)
    control = Control.objects.lock(control, version=version)
    rules_alignments.check_stands_on(alignment, on)
    rules.check_worded_on(control, on)
    _check_lead(alignment, organisation, on)
    key = {"control": control, "trait": Trait.LEAD_BODY}
    if organisation is None and standing(ControlDetail, on, **key) is None:
        return None
    value = organisation.slug if organisation else ""
    return append_if_new(ControlDetail, by=by, on=on, reason=reason, key=key, values={"value": value})


__all__ = ["answer", "propose", "set_lead"]
