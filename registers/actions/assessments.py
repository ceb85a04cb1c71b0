"""Scoring a risk, and saying how it stands against appetite and where it is going."""

from django.core.exceptions import ValidationError
from django.db import transaction

from registers import rules
from registers.actions.writing import append, append_if_new, standing
from registers.models import Appetite, Aspect, Assessment, Detail, Kind, Outlook, Register, Risk, Tolerance
from registers.scoring import Score


@transaction.atomic
def record(*, risk, by, version, on, likelihood, impact, reason="", kind=Kind.CURRENT, target_on=None) -> Assessment:
    """Record a score from a day. Earlier and later scores are left as they are.

    A reason is required where the score differs from the one in force that day. Raises Stale.
    """
    risk = Risk.objects.lock(risk, version=version)
    rules.check_can_assess(risk, on)
    now = standing(Assessment, on, risk=risk, kind=kind)
    changes = now is None or (now.likelihood, now.impact) != (likelihood, impact)
    rules.check_reason_for_change(changes, reason)
    return append(
        Assessment,
        by=by,
        on=on,
        reason=reason,
        risk=risk,
        kind=kind,
        target_on=target_on,
        **cell_values(risk.register, on, likelihood, impact),
    )


def cell_values(register, on, likelihood, impact) -> dict:
    """The columns of a score under the scheme in use on a day. ValidationError where it is not on the scale."""
    scheme = register.scheme_on(on)
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
    if expected_by <= on:
        raise ValidationError({"expected_by": "Choose a day after the date of the outlook"})
    values = cell_values(risk.register, on, likelihood, impact)
    return append(Outlook, by=by, on=on, reason=reason, risk=risk, expected_by=expected_by, **values)


@transaction.atomic
def tolerate(*, risk, by, version, on, until, tolerated_by, reason) -> Tolerance:
    """Accept a risk above appetite until a day. `until` None ends the tolerance."""
    risk = Risk.objects.lock(risk, version=version)
    rules.check_open_on(risk, on)
    rules.check_reason_for_change(True, reason)
    if until is not None and until < on:
        raise ValidationError({"until": "Choose a day on or after the date it is tolerated from"})
    if until is not None and tolerated_by is None:
        raise ValidationError({"tolerated_by": "Say which post tolerates it"})
    return append(Tolerance, by=by, on=on, reason=reason, risk=risk, tolerated_until=until, tolerated_by=tolerated_by)


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
