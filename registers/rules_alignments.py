"""Does an alignment allow it? From what it ties and when it stands; whether the person may is for access.py.

Each rule has a `check_` form that raises ValidationError with words for the screen, by field, and where a template
hides a button a `can_` form.
"""

from datetime import date

from django.core.exceptions import ValidationError

from registers import clock
from registers.models import (
    AlignmentMember,
    AlignmentState,
    AlignmentTurn,
    AlignmentWording,
    NotAligned,
    Organisation,
    Risk,
    RiskState,
    in_force,
)
from registers.movement import Stage
from registers.rules import check_day, stage_on
from registers.scope import Scope
from registers.visibility import agreed_scopes

ALL_TIME = Scope(as_at=date.max)


def in_words(day) -> str:
    return f"{day:%-d %B %Y}"


def turns_of(alignment) -> list:
    """When it was begun and ended, as (day, turn), oldest first."""
    rows = AlignmentState.objects.known(ALL_TIME).filter(alignment=alignment).oldest_first()
    return list(rows.values_list("on", "turn"))


def stands_on(alignment, day) -> bool:
    """Whether the bodies hold it at the end of a day, by what is known now."""
    turns = [turn for on, turn in turns_of(alignment) if on <= day]
    return bool(turns) and turns[-1] == AlignmentTurn.BEGUN


def can_change(alignment) -> bool:
    return stands_on(alignment, clock.today())


def check_stands_on(alignment, on):
    """A fact of an alignment is dated on a day when the bodies held it."""
    check_day(on)
    turns = turns_of(alignment)
    begun_on = turns[0][0]
    if on < begun_on:
        raise ValidationError({"on": f"It began on {in_words(begun_on)}. Choose that day or a later one"})
    if not stands_on(alignment, on):
        raise ValidationError({"on": f"It ended on {in_words(turns[-1][0])}"})


def check_not_ended(alignment):
    last_on, turn = turns_of(alignment)[-1]
    if turn == AlignmentTurn.ENDED:
        raise ValidationError({"on": f"It ended on {in_words(last_on)} already"})


def check_said(text, field, message):
    """What has to be said in words is not left empty."""
    if not text.strip():
        raise ValidationError({field: message})


# Which risks it ties ------------------------------------------------------------------------------------------------


def members_on(alignment, day) -> list[Risk]:
    """The risks it ties on a day, by what is known now, in the order of their bodies and references."""
    latest = in_force(AlignmentMember.objects.filter(alignment=alignment), Scope(as_at=day))
    held = AlignmentMember.objects.filter(pk__in=latest.values("pk"), holds=True)
    risks = Risk.objects.filter(pk__in=held.values("risk")).select_related("register__organisation")
    return list(risks.order_by("register__organisation__order", "register__organisation", "ref"))


def bodies_on(alignment, day) -> list[Organisation]:
    """The bodies whose risks it ties on a day."""
    return list(
        {risk.register.organisation_id: risk.register.organisation for risk in members_on(alignment, day)}.values()
    )


def bodies_of(risks) -> set[int]:
    return {risk.register.organisation_id for risk in risks}


def check_can_tie(risks, on):
    """Corporate risks that were open that day, none twice, of each body at least one."""
    if len({risk.pk for risk in risks}) < len(risks):
        raise ValidationError({"risks": "The same risk is chosen twice"})
    for risk in risks:
        check_can_be_tied(risk, on, "risks")
    if len(bodies_of(risks)) < 2:
        raise ValidationError({"risks": "Select at least one risk of each body"})


def check_can_be_tied(risk, on, field="risk"):
    check_day(on)
    if not risk.register.is_corporate:
        raise ValidationError({field: "Only risks of the corporate registers are aligned"})
    stage = stage_on(risk, on)
    if stage is Stage.ABSENT:
        raise ValidationError({field: f"{_named(risk)} had not been opened by {in_words(on)}"})
    if stage is Stage.CLOSED:
        raise ValidationError({field: f"{_named(risk)} was closed on {in_words(on)}"})
    if risk.pk not in agreed_risks(risk.register):
        raise ValidationError({field: f"{_named(risk)} can be aligned once its board has agreed it"})


def agreed_risks(register) -> frozenset[int]:
    """Keys of the risks that its board has settled: what joint pages show is agreed (DESIGN.md section 3).

    Before that the other body may not learn of a risk, and would from what its being tied refuses to their own.
    """
    scope = agreed_scopes([register]).get(register.pk)
    if scope is None:
        return frozenset()
    return frozenset(RiskState.objects.by(scope).filter(risk__register=register).values_list("risk", flat=True))


def _named(risk):
    short = risk.register.organisation.short_name
    return f"{short[:1].upper()}{short[1:]} risk {risk.ref}"


def check_can_join(alignment, risk, on):
    """A risk joins once, and may join again after it has left."""
    check_can_be_tied(risk, on)
    turns = _membership(alignment, risk)
    later = [day for day, _ in turns if day > on]
    if turns and (turns[-1][1] or later):
        raise ValidationError({"risk": f"{_named(risk)} is aligned here already"})


def _membership(alignment, risk) -> list:
    """When a risk joined and left, as (day, holds), oldest first."""
    rows = AlignmentMember.objects.known(ALL_TIME).filter(alignment=alignment, risk=risk).oldest_first()
    return list(rows.values_list("on", "holds"))


def check_can_leave(alignment, risk, on):
    """Not before it joined, not twice, and never the last risk of a body: then the alignment is ended instead."""
    turns = _membership(alignment, risk)
    if not turns or not turns[-1][1]:
        raise ValidationError({"risk": f"{_named(risk)} is not aligned here"})
    joined_on = turns[-1][0]
    if on < joined_on:
        raise ValidationError({"on": f"It joined on {in_words(joined_on)}. Choose that day or a later one"})
    for day in [on, *_later_days(alignment, on)]:
        left = [other for other in members_on(alignment, day) if other.pk != risk.pk]
        if risk.register.organisation_id not in bodies_of(left):
            short = risk.register.organisation.short_name
            raise ValidationError(
                {"risk": f"It is the last risk of {short} in this alignment. End the alignment instead"}
            )


def _later_days(alignment, on):
    rows = AlignmentMember.objects.known(ALL_TIME).filter(alignment=alignment, on__gt=on)
    return sorted(set(rows.values_list("on", flat=True)))


def check_is_tied(alignment, risk, on):
    if risk.pk not in {member.pk for member in members_on(alignment, on)}:
        raise ValidationError({"on": f"{_named(risk)} was not aligned here on that day"})


def check_is_of(alignment, organisation, on):
    """A body speaks of an alignment that ties one of its risks."""
    if organisation.pk not in {body.pk for body in bodies_on(alignment, on)}:
        raise ValidationError({"organisation": "Select a body whose risks are aligned here"})


def check_review_day(on, next_on):
    if next_on is not None and next_on <= on:
        raise ValidationError({"next_on": "Choose a day after the date of the review"})


def is_tied(risk, day) -> bool:
    """Whether any alignment that stands on a day ties the risk."""
    latest = in_force(AlignmentMember.objects.filter(risk=risk), Scope(as_at=day))
    held = AlignmentMember.objects.filter(pk__in=latest.values("pk"), holds=True).select_related("alignment")
    return any(stands_on(member.alignment, day) for member in held)


def check_can_decline(risk):
    """It is said of a corporate risk that nothing ties."""
    if not risk.register.is_corporate:
        raise ValidationError("Only risks of the corporate registers are aligned")
    if is_tied(risk, clock.today()):
        raise ValidationError("The risk is aligned. Take it out of the alignment first")


def declined(risk):
    """The row that says it is aligned with nothing; None where none stands."""
    row = in_force(NotAligned.objects.filter(risk=risk), ALL_TIME).first()
    return row if row is not None and row.holds else None


def title_of(alignment, day) -> str:
    """What it is called on a day; for those who may read it."""
    wording = in_force(AlignmentWording.objects.filter(alignment=alignment), Scope(as_at=day)).first()
    return wording.title if wording else str(alignment)
