"""Scoring a risk, and saying how it stands against appetite and where it is going."""

from django.core.exceptions import ValidationError
from django.db import transaction

from registers import rules
from registers.actions.writing import append_if_new, append_unless_repeated, standing
from registers.models import Appetite, Aspect, Assessment, Detail, Kind, Outlook, Register, Risk, Tolerance
from registers.scoring import Score


@transaction.atomic
def record(*, risk, by, version, on, likelihood, impact, reason="", kind=Kind.CURRENT, target_on=None) -> Assessment:
    """Record a score from a day. Earlier and later scores are left as they are.

    A reason is required where the score differs from the one in force that day. Raises Stale.
    The same words of the same day a second time are the same entry: a form sent twice is written once.
    """
    risk = Risk.objects.lock(risk, version=version)
    rules.check_can_assess(risk, on)
    rules.check_target_day(on, target_on)
    now = standing(Assessment, on, risk=risk, kind=kind)
    changes = now is None or (now.likelihood, now.impact) != (likelihood, impact)
    rules.check_reason_for_change(changes, reason)
    values = {"target_on": target_on} | cell_values(risk.register, on, likelihood, impact)
    key = {"risk": risk, "kind": kind}
    return append_unless_repeated(Assessment, now, by=by, on=on, reason=reason, key=key, values=values)


def cell_values(register, on, likelihood, impact) -> dict:
    """The columns of a score under the scheme in use on a day. ValidationError where it is not on the scale."""
    scheme = register.scheme_on(on)
    if scheme is None:
        raise ValidationError({"on": "No scoring scheme had been adopted by that date"})
    try:
        cell = scheme.value.cell(Score(likelihood, impact))
    except ValueError as problem:
        raise ValidationError({"cell": str(problem)}) from None
    return {"scheme": scheme, "likelihood": likelihood, "impact": impact, "band": cell.band.value, "rank": cell.rank}


@transaction.atomic
def expect(*, risk, by, version, on, likelihood, impact, expected_by, reason) -> Outlook:
    """Say where the owner expects the score to go, and by when."""
    risk = Risk.objects.lock(risk, version=version)
    rules.check_can_assess(risk, on)
    rules.check_reason_for_change(True, reason)
    rules.check_outlook_day(on, expected_by)
    values = {"expected_by": expected_by} | cell_values(risk.register, on, likelihood, impact)
    now = standing(Outlook, on, risk=risk)
    return append_unless_repeated(Outlook, now, by=by, on=on, reason=reason, key={"risk": risk}, values=values)


@transaction.atomic
def tolerate(*, risk, by, version, on, until, tolerated_by, reason) -> Tolerance:
    """Accept a risk above appetite until a day. `until` None ends the tolerance."""
    risk = Risk.objects.lock(risk, version=version)
    rules.check_open_on(risk, on)
    rules.check_reason_for_change(True, reason)
    rules.check_tolerance(on, until, tolerated_by)
    values = {"tolerated_until": until, "tolerated_by": tolerated_by}
    now = standing(Tolerance, on, risk=risk)
    return append_unless_repeated(Tolerance, now, by=by, on=on, reason=reason, key={"risk": risk}, values=values)


@transaction.atomic
def override_appetite(*, risk, by, version, on, highest_band, reason) -> Detail | None:
    """Let a risk tolerate another band than its register does; an empty band takes the register's again."""
    risk = Risk.objects.lock(risk, version=version)
    rules.check_open_on(risk, on)
    key = {"risk": risk, "aspect": Aspect.APPETITE}
    if not highest_band and standing(Detail, on, **key) is None:
        return None
    return append_if_new(Detail, by=by, on=on, reason=reason, key=key, values={"value": highest_band})


@transaction.atomic
def set_appetite(*, register, by, on, statement, highest_band, reason="") -> Appetite | None:
    """What a body accepts in a register, from a day."""
    rules.check_day(on)
    register = Register.objects.select_for_update(of=("self",)).get(pk=register.pk)
    values = {"statement": statement, "highest_band": highest_band}
    return append_if_new(Appetite, by=by, on=on, reason=reason, key={"register": register}, values=values)
