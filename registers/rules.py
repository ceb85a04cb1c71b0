"""Does the record allow it? From its state and dates; whether the person may is for access.py.

Each rule has a `check_` form that raises ValidationError with words for the screen, by field, and where a template
hides a button a `can_` form.
"""

from datetime import date

from django.core.exceptions import ValidationError
from django.db.models import Q

from registers import clock
from registers.models import Lineage, LineageKind, Marking, Register, Risk, RiskState, Turn, Wording
from registers.movement import Stage
from registers.scope import Scope

ALL_TIME = Scope(as_at=date.max)


def stage_on(risk, day) -> Stage:
    """Where a risk was in its life at the end of a day, by what is known now."""
    turn = RiskState.objects.by(Scope(as_at=day)).filter(risk=risk).oldest_first().values_list("turn", flat=True).last()
    if turn is None:
        return Stage.ABSENT
    return Stage.CLOSED if turn == Turn.CLOSED else Stage.OPEN


def check_day(on, field="on"):
    """No fact takes effect in the future (DESIGN.md section 3)."""
    if on > clock.today():
        raise ValidationError({field: "The date must be today or in the past"})


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


def check_can_report_to(post, other):
    """Another post of the same body, and no circle: nobody is their own manager's manager."""
    above = other
    while above is not None:
        if above.pk == post.pk:
            raise ValidationError({"reports_to": f"{other} reports to {post} itself"})
        above = above.reports_to
    if other is not None and other.organisation_id != post.organisation_id:
        raise ValidationError({"reports_to": "Choose a post of the same body"})


def check_replaceable(fact):
    """An entry can be corrected or voided once; after that, the entry that replaced it can."""
    if not is_last_word(fact):
        raise ValidationError("This entry has already been corrected or voided. Look at the newer one")
    if is_of_a_refresh(fact):
        raise ValidationError(
            "A recast, split or merger cannot be taken back here, nor a move between registers: correct the texts it "
            "left instead"
        )


def is_last_word(fact) -> bool:
    return not fact.is_void and not type(fact).objects.filter(replaces=fact).exists()


def is_of_a_refresh(fact) -> bool:
    """Whether it was written by what touches more than one risk, and stands or falls as one.

    That is a recast, a split, a merger, and a move between registers.
    """
    if isinstance(fact, Lineage):
        return True
    if not isinstance(fact, RiskState):
        return False
    if fact.turn == Turn.REFRESHED:
        return True
    that_day = Lineage.objects.known(ALL_TIME).filter(on=fact.on)
    if fact.turn == Turn.CLOSED:
        kinds = (LineageKind.MERGED, LineageKind.DE_ESCALATED)
        return that_day.filter(source=fact.risk_id, kind__in=kinds).exists()
    moves = Q(risk=fact.risk_id, kind__in=(LineageKind.ESCALATED, LineageKind.DE_ESCALATED))
    return fact.turn == Turn.REOPENED and that_day.filter(moves).exists()


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


# Between a directorate's register and the corporate one --------------------------------------------------------------


def corporate_register_of(organisation) -> Register | None:
    """The register to which a body's directorates escalate."""
    return _registers(organisation, Register.Kind.CORPORATE).first()


def directorate_registers_of(organisation):
    return _registers(organisation, Register.Kind.DIRECTORATE)


def _registers(organisation, kind):
    return Register.objects.filter(organisation=organisation, kind=kind).select_related("organisation").order_by("slug")


def corporate_entry_of(risk) -> Risk | None:
    """The corporate risk that stands for a directorate's, open or closed: there is never more than one."""
    up, down = Q(source=risk, kind=LineageKind.ESCALATED), Q(risk=risk, kind=LineageKind.DE_ESCALATED)
    return _other_end(risk, Lineage.objects.known(ALL_TIME).filter(up | down))


def directorate_entry_of(risk) -> Risk | None:
    """The directorate's risk that a corporate one came from, or went to; None where there was none."""
    up, down = Q(risk=risk, kind=LineageKind.ESCALATED), Q(source=risk, kind=LineageKind.DE_ESCALATED)
    return _other_end(risk, Lineage.objects.known(ALL_TIME).filter(up | down))


def _other_end(risk, moves):
    move = moves.order_by("on", "recorded_at", "pk").last()
    if move is None:
        return None
    other = move.source_id if move.risk_id == risk.pk else move.risk_id
    return Risk.objects.select_related("register__organisation").get(pk=other)


def can_escalate(risk) -> bool:
    """An open risk of a directorate, of a body with a corporate register, that has no open entry there."""
    if risk.register.is_corporate or not can_change(risk) or corporate_register_of(risk.register.organisation) is None:
        return False
    entry = corporate_entry_of(risk)
    return entry is None or not can_change(entry)


def check_can_escalate(risk):
    if risk.register.is_corporate:
        raise ValidationError("It is in the corporate register already")
    if corporate_register_of(risk.register.organisation) is None:
        raise ValidationError(f"There is no corporate register of {risk.register.organisation.short_name}")
    entry = corporate_entry_of(risk)
    if entry is not None and can_change(entry):
        raise ValidationError(f"It is escalated already: it is risk {entry.ref} of the {entry.register.title}")


def can_deescalate(risk) -> bool:
    """An open corporate risk of a body that has a directorate to take it."""
    is_here = risk.register.is_corporate and can_change(risk)
    return is_here and directorate_registers_of(risk.register.organisation).exists()


def check_can_deescalate(risk, origin, into):
    """It goes back where it came from; else to a directorate of the same body, which has to be chosen."""
    if not risk.register.is_corporate:
        raise ValidationError("It is in a directorate's register already")
    if origin is not None:
        return
    body = risk.register.organisation_id
    if into is None or into.is_corporate or into.organisation_id != body:
        raise ValidationError({"into": "Select the directorate register that takes it"})


def check_not_marked_lower(marking, floor, knowingly):
    """Another body reads a corporate entry: text of a sensitive risk is marked lower on purpose or not at all."""
    if floor == Marking.SENSITIVE and marking != Marking.SENSITIVE and not knowingly:
        words = "The directorate’s risk is OFFICIAL-SENSITIVE. Confirm that this text may be marked lower"
        raise ValidationError({"marks_lower": words})


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
