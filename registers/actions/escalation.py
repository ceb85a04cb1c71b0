"""Taking a directorate's risk into the corporate register, and giving it back.

The corporate entry is a risk of its own, with a text of its own and a reason that other bodies read. The reason for
the move stays with the lineage, which nobody sees who may not see the directorate's register (DESIGN.md section 6).
"""

from django.db import transaction

from registers import rules
from registers.actions import assessments
from registers.actions.risks import close, edit, marking_on, open_risk, reopen, set_aspect
from registers.actions.writing import append
from registers.models import Aspect, Lineage, LineageKind, Marking, Register, Risk
from registers.movement import Stage


@transaction.atomic
def escalate(
    *,
    risk,
    by,
    version,
    on,
    reason,
    corporate_reason,
    title,
    description,
    owners=(),
    marking=Marking.OFFICIAL,
    marks_lower=False,
    likelihood=None,
    impact=None,
) -> Risk:
    """Open the corporate entry of a directorate's risk, which stays open too. Gives the entry.

    Escalated once before, the same entry is reopened under its reference, with the text given here. `reason` stays
    with the body; `corporate_reason` is why the entry is opened, and why it is scored so where a score is given.
    `marks_lower`: the entry is knowingly marked lower than the directorate's risk. Raises Stale.
    """
    entry = rules.corporate_entry_of(risk)
    corporate = rules.corporate_register_of(risk.register.organisation)
    _hold(risk, entry, registers=[risk.register, corporate])
    risk = Risk.objects.lock(risk, version=version)
    entry = rules.corporate_entry_of(risk)
    rules.check_can_escalate(risk)
    rules.check_open_on(risk, on)
    _check_reasons(reason, corporate_reason)
    rules.check_not_marked_lower(marking, marking_floor(risk, entry, on), marks_lower)
    text = {"title": title, "description": description, "owners": owners}
    if entry is None:
        entry = open_risk(register=corporate, by=by, on=on, reason=corporate_reason, marking=marking, **text)
    else:
        _reopen(entry, by, on, corporate_reason, marking, text)
    if likelihood is not None:
        _score(entry, by, on, corporate_reason, likelihood, impact)
    append(Lineage, by=by, on=on, reason=reason, risk=entry, source=risk, kind=LineageKind.ESCALATED)
    return entry


def marking_floor(risk, entry, on) -> str:
    """The lowest marking of a corporate entry that needs no confirming: the directorate risk's, or its own before."""
    marks = [marking_on(one, on) for one in (risk, entry) if one is not None]
    return Marking.SENSITIVE if Marking.SENSITIVE in marks else Marking.OFFICIAL


def _reopen(entry, by, on, reason, marking, text):
    common = {"by": by, "on": on, "reason": reason}
    reopen(risk=entry, version=None, **common)
    edit(risk=entry, version=None, **common, **text)
    if marking != marking_on(entry, on):
        set_aspect(risk=entry, aspect=Aspect.MARKING, value=marking, **common)


def _score(entry, by, on, reason, likelihood, impact):
    cell = {"likelihood": likelihood, "impact": impact}
    assessments.record(risk=entry, by=by, version=None, on=on, reason=reason, **cell)


@transaction.atomic
def deescalate(*, risk, by, version, on, reason, corporate_reason, into=None, **text) -> Risk:
    """Close a corporate risk, which a directorate goes on with. Gives the directorate's risk.

    It is the one that was escalated, reopened where it had been closed. Where none was, one is opened in the register
    `into`, with `text` as open_risk takes it: marked as the corporate risk is, unless told. `corporate_reason` is why
    the corporate risk closes; `reason` stays with the body. Raises Stale.
    """
    origin = rules.directorate_entry_of(risk)
    _hold(risk, origin, registers=[risk.register, origin.register if origin else into])
    risk = Risk.objects.lock(risk, version=version)
    origin = rules.directorate_entry_of(risk)
    rules.check_can_deescalate(risk, origin, into)
    rules.check_open_on(risk, on)
    _check_reasons(reason, corporate_reason)
    if origin is None:
        text = {"marking": marking_on(risk, on)} | text
        origin = open_risk(register=into, by=by, on=on, reason=reason, **text)
    elif rules.stage_on(origin, on) is not Stage.OPEN:
        reopen(risk=origin, by=by, version=None, on=on, reason=reason)
    close(risk=risk, by=by, version=None, on=on, reason=corporate_reason)
    append(Lineage, by=by, on=on, reason=reason, risk=origin, source=risk, kind=LineageKind.DE_ESCALATED)
    return origin


def _check_reasons(reason, corporate_reason):
    rules.check_reason_for_change(True, reason)
    rules.check_reason_for_change(True, corporate_reason, "corporate_reason")


def _hold(*risks, registers):
    """Registers first and then risks, each by their keys: all who write lock in that order, so none wait in a ring."""
    risks = [risk for risk in risks if risk is not None]
    keys = {register.pk for register in registers if register is not None} | {risk.register_id for risk in risks}
    list(Register.objects.select_for_update(of=("self",)).filter(pk__in=keys).order_by("pk"))
    Risk.objects.hold(*risks)


__all__ = ["deescalate", "escalate", "marking_floor"]
