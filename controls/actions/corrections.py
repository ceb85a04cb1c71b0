"""Correcting or voiding a mistaken entry about a control: a new row that names the one it replaces, which stays."""

from django.db import transaction

from controls import rules
from controls.models import Control, ControlFact, Progress
from registers.actions.corrections import OWN_COLUMNS
from registers.actions.writing import append
from registers.rules import check_reason_for_change, check_stands_that_day


@transaction.atomic
def void(*, fact: ControlFact, by, version, reason) -> ControlFact:
    """Withdraw an entry made by mistake. What stood before it stands again. Raises Stale."""
    fact.control = Control.objects.lock(fact.control, version=version)
    rules.check_replaceable(fact)
    check_reason_for_change(True, reason)
    rules.check_can_void(fact)
    return append(type(fact), by=by, on=fact.on, reason=reason, replaces=fact, is_void=True, **_values(fact))


@transaction.atomic
def correct_progress(*, fact: Progress, by, version, on, status, narrative, reason, stated_by=None) -> Progress:
    """Put a statement right: what it says, its day, or both. `reason` says why, for the history. Raises Stale."""
    control = fact.control = Control.objects.lock(fact.control, version=version)
    rules.check_can_state(control, on)
    rules.check_replaceable(fact)
    check_reason_for_change(True, reason)
    check_stands_that_day(fact, on)
    rules.check_statement(status, narrative, is_joint=control.is_joint)
    rules.check_stated_by(stated_by, fact.organisation, on)
    rules.check_says_something_else(fact, on=on, status=status, reason=narrative.strip(), stated_by=stated_by)
    values = _values(fact) | {"status": status, "stated_by": stated_by, "noted": False}
    return append(Progress, by=by, on=on, reason=narrative.strip(), why_replaced=reason, replaces=fact, **values)


def _values(fact):
    """What the row itself says, without when and by whom."""
    fields = [field for field in fact._meta.concrete_fields if field.name not in OWN_COLUMNS]
    return {field.name: getattr(fact, field.name) for field in fields}
