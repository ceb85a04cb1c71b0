"""Stating how controls and risks get on: added, never overwritten."""

from django.db import transaction

from controls import rules
from controls.models import Control, Progress, RiskProgress
from registers.actions.writing import append, append_unless_repeated, standing
from registers.models import Organisation, Risk
from registers.models.risks import Stale
from registers.rules import check_open_on


@transaction.atomic
def state(*, control, by, version, on, status, narrative="", stated_by=None, organisation=None) -> Progress:
    """Say how a control gets on, as of a day. `stated_by` is a post; `by` keys it, perhaps on its behalf.

    `organisation`: of a joint control, the body that states; of a body's own, that body. Raises Stale.
    The same words of the same day a second time are the same entry: a form sent twice is written once.
    """
    control = Control.objects.lock(control, version=version)
    rules.check_can_state(control, on)
    if not control.is_joint:
        organisation = control.register.organisation
    rules.check_body(control, organisation)
    rules.check_statement(status, narrative, is_joint=control.is_joint)
    rules.check_stated_by(stated_by, organisation, on)
    key = {"control": control, "organisation": organisation}
    values = {"status": status, "stated_by": stated_by, "noted": False}
    now = standing(Progress, on, **key)
    return append_unless_repeated(Progress, now, by=by, on=on, reason=narrative.strip(), key=key, values=values)


@transaction.atomic
def state_risk(*, risk, by, version, on, status, narrative="", stated_by=None) -> RiskProgress:
    """Say how a risk gets on towards its target, as of a day. Raises Stale."""
    risk = Risk.objects.lock(risk, version=version)
    check_open_on(risk, on)
    rules.check_statement(status, narrative)
    rules.check_stated_by(stated_by, risk.register.organisation, on)
    values = {"status": status, "stated_by": stated_by, "noted": False}
    now = standing(RiskProgress, on, risk=risk)
    return append_unless_repeated(
        RiskProgress, now, by=by, on=on, reason=narrative.strip(), key={"risk": risk}, values=values
    )


@transaction.atomic
def note_unchanged(*, controls, by, on, organisation: Organisation | None = None, versions=None) -> list[Progress]:
    """Say of several controls that what was last stated still holds: it is stated anew as of a day, marked as noted.

    Left out are controls of which nothing has been stated (there is nothing to note), those stated on that day or
    later, those that state nothing any more (retired), and, where `versions` ({control key: version}) tells what was
    looked at, those somebody has changed since. `organisation`: of joint controls, the body that speaks.
    """
    versions = versions or {}
    written = []
    for control in sorted(controls, key=lambda control: control.pk):
        body = organisation if control.is_joint else control.register.organisation
        if standing_to_note(control, body, on) is None:
            continue
        try:
            locked = Control.objects.lock(control, version=versions.get(control.pk))
        except Stale:
            continue
        now = standing_to_note(locked, body, on)
        if now is not None:
            said = {"status": now.status, "stated_by": now.stated_by, "reason": now.reason, "noted": True}
            written.append(append(Progress, by=by, on=on, control=locked, organisation=body, **said))
    return written


def standing_to_note(control, organisation, on) -> Progress | None:
    """The statement that "no change" would state anew; None where there is none, or it was made that day or later."""
    if organisation is None or organisation.pk not in rules.bodies_of(control) or not rules.states_on(control, on):
        return None
    rows = Progress.objects.known(rules.ALL_TIME).filter(control=control, organisation=organisation)
    latest = rows.select_related("stated_by").oldest_first().last()
    return latest if latest is not None and latest.on < on else None
