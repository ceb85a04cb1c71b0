"""What two bodies agree word by word: which proposals wait, for whom, and what may be answered to them.

A proposal waits until the other body agrees or declines it, or its own takes it back. A newer one of the same body for
the same control takes its place; so does any wording that both have agreed since.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.core.exceptions import ValidationError

from controls.models import Consent, ControlState, ControlWording, How, Proposal, Stage
from controls.rules import began_on, stage_on
from registers import clock, rules_alignments
from registers.models import in_force
from registers.rules_alignments import ALL_TIME, check_said, in_words
from registers.scope import Scope


class Fate(StrEnum):
    """What has become of a proposal."""

    PENDING = "pending"
    AGREED = "agreed"
    DECLINED = "declined"
    TAKEN_BACK = "taken-back"
    SUPERSEDED = "superseded"  # its own body has proposed something newer
    OVERTAKEN = "overtaken"  # both have agreed another wording since


@dataclass(frozen=True)
class Proposed:
    """One proposal, what has become of it, and the answer that was given."""

    proposal: Proposal
    fate: Fate
    consent: Consent | None = None

    @property
    def is_pending(self):
        return self.fate is Fate.PENDING


def proposals_of(controls, scope, facts=None) -> dict[int, list[Proposed]]:
    """{control: its proposals, newest recorded first}, as at a scope, in three statements.

    `facts`: cuts a queryset of facts to what may be seen; everything, unless given.
    """
    cut = facts or (lambda rows: rows)
    keys = [control.pk for control in controls]
    rows = cut(Proposal.objects.by(scope).filter(control__in=keys))
    rows = rows.select_related("organisation", "lead_body", "control").order_by("-recorded_at", "-pk")
    consents = cut(Consent.objects.by(scope).filter(control__in=keys)).select_related("organisation")
    answers = {consent.proposal_id: consent for consent in consents.oldest_first()}
    words = cut(ControlWording.objects.by(scope).filter(control__in=keys))
    agreed_at = {}
    for control, moment in words.values_list("control", "recorded_at"):
        agreed_at[control] = max(moment, agreed_at.get(control, moment))
    found: dict[int, list[Proposed]] = {key: [] for key in keys}
    for proposal in rows:
        newer = [other.proposal for other in found[proposal.control_id]]
        fate = _fate(proposal, answers.get(proposal.pk), newer, agreed_at.get(proposal.control_id))
        found[proposal.control_id].append(Proposed(proposal, fate, answers.get(proposal.pk)))
    return found


def _fate(proposal, consent, newer, agreed_at) -> Fate:
    if consent is not None:
        if consent.agrees:
            return Fate.AGREED
        own = consent.organisation_id == proposal.organisation_id
        return Fate.TAKEN_BACK if own else Fate.DECLINED
    if any(other.organisation_id == proposal.organisation_id for other in newer):
        return Fate.SUPERSEDED
    if agreed_at is not None and agreed_at > proposal.recorded_at:
        return Fate.OVERTAKEN
    return Fate.PENDING


def fate_of(proposal) -> Fate:
    """By what is known now."""
    found = proposals_of([proposal.control], ALL_TIME)[proposal.control_id]
    return next(one.fate for one in found if one.proposal.pk == proposal.pk)


def wording_on(control, day) -> ControlWording | None:
    return in_force(ControlWording.objects.filter(control=control), Scope(as_at=day)).first()


def stages_of(controls) -> dict[int, Stage]:
    """{control: its state today}, of those of which both bodies have agreed a wording."""
    rows = in_force(ControlState.objects.filter(control__in=controls), Scope(as_at=clock.today()))
    return {row.control_id: Stage(row.stage) for row in rows}


def has_begun(control) -> bool:
    """Whether both bodies have ever agreed a wording of it."""
    return began_on(control) is not None


def can_propose(control) -> bool:
    return stage_on(control, date.max) is not Stage.RETIRED and rules_alignments.can_change(control.alignment)


def check_can_propose(control, on, title, description):
    """A new wording of a joint control: it differs from the one that stands, and is not dated before it."""
    if control.alignment_id is None:
        raise ValidationError("This is one body’s own control: that body words it")
    if stage_on(control, date.max) is Stage.RETIRED:
        raise ValidationError("It is retired. Propose a new joint control instead")
    now = wording_on(control, date.max)
    if now is None:
        return
    if on < now.on:
        raise ValidationError({"on": f"The present wording is from {in_words(now.on)}. Choose that day or a later one"})
    if (now.title, now.description) == (title, description):
        raise ValidationError({"title": "It says so already. Change the wording, or leave it as it is"})


def check_worded_on(control, on):
    """What is not agreed yet has no lead and no state."""
    if stage_on(control, on) is None:
        raise ValidationError({"on": "Both bodies had not agreed a wording by that date"})


def check_begins(title, stage):
    """What is new has a title and a state in which it begins."""
    check_said(title, "title", "Enter the title")
    if stage not in Stage.values or stage == Stage.RETIRED:
        raise ValidationError({"stage": "Select the state it is in"})


WHY_NOT = {
    Fate.AGREED: "It is agreed already",
    Fate.DECLINED: "It was declined. Propose a wording anew",
    Fate.TAKEN_BACK: "The body that proposed it has taken it back",
    Fate.SUPERSEDED: "A newer proposal of the same body has taken its place. Look at that one",
    Fate.OVERTAKEN: "Both bodies have agreed another wording since. Propose this one anew if it is still meant",
}


def check_can_answer(proposal, organisation, agrees, on):
    """Only the other body agrees or declines; its own may take it back while it waits."""
    fate = fate_of(proposal)
    if fate is not Fate.PENDING:
        raise ValidationError(WHY_NOT[fate])
    if on < proposal.on:
        raise ValidationError({"on": f"It was proposed on {in_words(proposal.on)}. Choose that day or a later one"})
    if agrees and organisation.pk == proposal.organisation_id:
        short = proposal.organisation.short_name
        raise ValidationError({"organisation": f"The other body agrees it: {short} has proposed it"})


def check_answer_words(proposal, organisation, agrees, how, where, reason):
    """Why it is declined; and of what was not said in the portal, where it was said."""
    if not agrees and organisation.pk != proposal.organisation_id:
        check_said(reason, "reason", "Say why it is declined")
    if how == How.MEETING:
        check_said(where, "where", "Enter the meeting at which it was said")
    if how == How.MAIL:
        check_said(where, "where", "Enter whose mail or letter said it")
