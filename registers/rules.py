"""Does the record allow it? From its state and dates; whether the person may is for access.py.

Each rule has a `check_` form that raises ValidationError with words for the screen, by field, and where a template
hides a button a `can_` form.
"""

from django.core.exceptions import ValidationError

from registers import clock
from registers.models import RiskState, Turn
from registers.movement import Stage
from registers.scope import Scope


def stage_on(risk, day) -> Stage:
    """Where a risk was in its life at the end of a day, by what is known now."""
    turn = RiskState.objects.by(Scope(as_at=day)).filter(risk=risk).oldest_first().values_list("turn", flat=True).last()
    if turn is None:
        return Stage.ABSENT
    return Stage.CLOSED if turn == Turn.CLOSED else Stage.OPEN


def check_day(on):
    """No fact takes effect in the future (DESIGN.md section 3)."""
    if on > clock.today():
        raise ValidationError({"on": "The date must be today or in the past"})


def check_open_on(risk, on):
    """A fact of a risk is dated on a day when the risk was open."""
    check_day(on)
    stage = stage_on(risk, on)
    if stage is Stage.ABSENT:
        raise ValidationError({"on": "The risk had not been opened by that date"})
    if stage is Stage.CLOSED:
        raise ValidationError({"on": "The risk was closed on that date. Reopen it first, or choose an earlier date"})


def can_change(risk) -> bool:
    return stage_on(risk, clock.today()) is Stage.OPEN


def can_reopen(risk) -> bool:
    return stage_on(risk, clock.today()) is Stage.CLOSED


def check_can_assess(risk, on):
    check_open_on(risk, on)
    if risk.register.scheme_on(on) is None:
        raise ValidationError({"on": "No scoring scheme had been adopted by that date"})


def check_reason_for_change(changes, reason, field="reason"):
    """A score that changes needs its reason (DESIGN.md section 1: the arrow carries it)."""
    if changes and not reason.strip():
        raise ValidationError({field: "Give the reason for the change"})


def check_replaceable(fact):
    """An entry can be corrected or voided once; after that, the entry that replaced it can."""
    if fact.is_void or type(fact).objects.filter(replaces=fact).exists():
        raise ValidationError("This entry has already been corrected or voided. Look at the newer one")
    if isinstance(fact, RiskState) and fact.turn == Turn.REFRESHED:
        raise ValidationError("A recast, split or merger cannot be taken back here: correct the texts it left instead")


def check_life(turns):
    """The turns of one risk, oldest first, make a life: opened once, then closed and reopened by turns."""
    stage = Stage.ABSENT
    for _, turn in turns:
        allowed = {
            Stage.ABSENT: {Turn.OPENED: Stage.OPEN},
            Stage.OPEN: {Turn.CLOSED: Stage.CLOSED, Turn.REFRESHED: Stage.OPEN},
            Stage.CLOSED: {Turn.REOPENED: Stage.OPEN},
        }[stage]
        if turn not in allowed:
            raise ValidationError(
                {"on": f"With that date the risk would be {Turn(turn).label.lower()} while it is {stage}"}
            )
        stage = allowed[turn]


def check_can_depend(risk, other):
    if risk.pk == other.pk:
        raise ValidationError({"depends_on": "A risk cannot depend on itself"})
    if risk.register.organisation_id != other.register.organisation_id:
        raise ValidationError({"depends_on": "Choose a risk of the same organisation"})


def check_can_agree(register, as_at, known_at, latest):
    """A board settles what it has seen, and never an earlier day than it settled before."""
    check_day_of_agreement(as_at)
    if known_at > clock.now():
        raise ValidationError("The position to agree cannot be one from the future")
    if latest is not None and as_at < latest.as_at:
        raise ValidationError({"as_at": f"The register is already agreed as at {latest.as_at:%-d %B %Y}"})
    if latest is not None and known_at < latest.known_at:
        raise ValidationError("Somebody has agreed the register since you opened this page. Look at it again first")


def check_day_of_agreement(as_at):
    if as_at > clock.today():
        raise ValidationError({"as_at": "The date must be today or in the past"})
