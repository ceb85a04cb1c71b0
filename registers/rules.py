"""Does the record allow it? From its state and dates; whether the person may is for access.py.

Each rule has a `check_` form that raises ValidationError with words for the screen, by field, and where a template
hides a button a `can_` form.
"""

from datetime import date

from django.core.exceptions import ValidationError

from registers import clock
from registers.models import Lineage, LineageKind, RiskState, Turn, Wording
from registers.movement import Stage
from registers.scope import Scope

ALL_TIME = Scope(as_at=date.max)


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


def check_target_day(on, target_on):
    if target_on is not None and target_on < on:
        raise ValidationError({"target_on": "Choose a day on or after the date of the target"})


def check_outlook_day(on, expected_by):
    if expected_by <= on:
        raise ValidationError({"expected_by": "Choose a day after the date of the outlook"})


def check_tolerance(on, until, tolerated_by):
    """A risk is tolerated by somebody, and not until a day that had passed when it began."""
    if until is not None and until < on:
        raise ValidationError({"until": "Choose a day on or after the date it is tolerated from"})
    if until is not None and tolerated_by is None:
        raise ValidationError({"tolerated_by": "Say which post tolerates it"})


def check_posts_on(posts, on, field):
    """A risk is given to posts that there were that day; a renamed post stands for its successor."""
    for post in posts:
        if post.since and post.since > on:
            raise ValidationError({field: f"There was no {post} before {post.since:%-d %B %Y}"})
        if post.until and post.until <= on and not post.successor_id:
            raise ValidationError({field: f"There was no {post} after {post.until:%-d %B %Y}"})


def check_replaceable(fact):
    """An entry can be corrected or voided once; after that, the entry that replaced it can."""
    if not is_last_word(fact):
        raise ValidationError("This entry has already been corrected or voided. Look at the newer one")
    if is_of_a_refresh(fact):
        raise ValidationError("A recast, split or merger cannot be taken back here: correct the texts it left instead")


def is_last_word(fact) -> bool:
    return not fact.is_void and not type(fact).objects.filter(replaces=fact).exists()


def is_of_a_refresh(fact) -> bool:
    """Whether it was written by a recast, split or merger, which touch more than one risk and stand or fall as one."""
    if isinstance(fact, Lineage):
        return True
    if not isinstance(fact, RiskState):
        return False
    merged = Lineage.objects.known(ALL_TIME).filter(source=fact.risk_id, kind=LineageKind.MERGED, on=fact.on)
    return fact.turn == Turn.REFRESHED or (fact.turn == Turn.CLOSED and merged.exists())


def check_always_worded(risk, without, instead_on=None):
    """From the day it was opened a risk has a title: its first wording is corrected, not voided."""
    wordings = Wording.objects.known(ALL_TIME).filter(risk=risk).exclude(pk=without.pk)
    days = [*wordings.values_list("on", flat=True), *([instead_on] if instead_on else [])]
    opened_on = (
        RiskState.objects.known(ALL_TIME).filter(risk=risk, turn=Turn.OPENED).values_list("on", flat=True).first()
    )
    if opened_on is not None and not any(on <= opened_on for on in days):
        raise ValidationError("The risk would have no title from the day it was opened. Correct the wording instead")


def check_stands_that_day(fact, on):
    """Of two entries of a day the later stands; a correction of the earlier would be the latest, and stand instead."""
    key = {name: getattr(fact, name) for name in fact.KEY}
    later = type(fact).objects.known(ALL_TIME).filter(on=on, recorded_at__gt=fact.recorded_at, **key)
    if later.exists():
        raise ValidationError({"on": "A later entry of that day stands. Correct that one, or choose another date"})


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


def check_can_merge(risk, others):
    """Risks of one register, open that day (which closing them checks), into another of it."""
    if not others:
        raise ValidationError({"others": "Select at least one risk to merge into this one"})
    if any(other.pk == risk.pk or other.register_id != risk.register_id for other in others):
        raise ValidationError({"others": "Select other risks of the same register"})


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
