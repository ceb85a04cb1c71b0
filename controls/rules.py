"""Does the control allow it? From its state and dates; whether the person may is for access.py.

Each rule has a `check_` form that raises ValidationError with words for the screen, by field. Which buttons are shown
follows from the same states (offers.py).
"""

from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.db.models import Min

from controls.models import Consent, ControlDue, ControlLink, ControlState, ControlWording, Evidence, Proposal, Stage
from controls.progress import Status
from registers import clock
from registers.models import AlignmentMember, Organisation, in_force
from registers.movement import Stage as LifeOfRisk
from registers.rules import ALL_TIME, check_day, check_posts_on, is_last_word
from registers.rules import stage_on as stage_of_risk_on
from registers.scope import Scope

# Forward only: a step taken by mistake is voided.
NEXT = {
    None: tuple(Stage),
    Stage.POTENTIAL: (Stage.PLANNED, Stage.IN_PLACE, Stage.RETIRED),
    Stage.PLANNED: (Stage.IN_PLACE, Stage.RETIRED),
    Stage.IN_PLACE: (Stage.RETIRED,),
    Stage.RETIRED: (),
}
STATED = (Status.ON_TRACK, Status.LIMITED, Status.SLIPPED, Status.NO_PROGRESS, Status.COMPLETE)


# Its life ------------------------------------------------------------------------------------------------------------


def stage_on(control, day) -> Stage | None:
    """Where a control was in its life at the end of a day, by what is known now; None where it was not there."""
    row = in_force(ControlState.objects.filter(control=control), Scope(as_at=day)).first()
    return Stage(row.stage) if row else None


def began_on(control):
    """The day it was first said to be anything; None for a joint control whose first wording nobody has agreed yet."""
    return ControlState.objects.known(ALL_TIME).filter(control=control).aggregate(first=Min("on"))["first"]


def check_alive_on(control, on):
    """A fact of a control is dated on a day when there was such a control, and it had not been retired."""
    check_day(on)
    stage = stage_on(control, on)
    if stage is None and began_on(control) is None:
        raise ValidationError("Both bodies have to agree its wording first")
    if stage is None:
        raise ValidationError({"on": f"The control began on {_day(began_on(control))}. Choose that day or a later one"})
    if stage is Stage.RETIRED:
        raise ValidationError({"on": "The control was retired on that date. Choose an earlier date"})


def check_turns(turns):
    """The states of one control, (day, stage) oldest first, make a life: each leads on from the one before."""
    before = None
    for on, stage in turns:
        if stage != before and stage not in NEXT[before]:
            was, now = Stage(before).label.lower(), Stage(stage).label.lower()
            raise ValidationError({"on": f"On {_day(on)} it would become {now} while it is {was}"})
        before = Stage(stage)


def turns_of(control, but=None) -> list:
    """(day, stage) of what is known of its life, the oldest first."""
    rows = ControlState.objects.known(ALL_TIME).filter(control=control).oldest_first()
    return [(row.on, Stage(row.stage)) for row in rows if but is None or row.pk != but.pk]


def with_turn(turns, on, stage) -> list:
    """The turns with one more, after the others of its day."""
    return [t for t in turns if t[0] <= on] + [(on, stage)] + [t for t in turns if t[0] > on]


def _day(day):
    return f"{day.day} {day:%B %Y}"


# What it is ----------------------------------------------------------------------------------------------------------


def check_title(title):
    if not title.strip():
        raise ValidationError({"title": "Enter the title"})


def check_own_wording(control):
    """What both bodies agreed is changed by both."""
    if control.is_joint:
        raise ValidationError("A joint control is worded by both bodies: propose another wording instead")


def check_own_risks(control):
    if control.is_joint:
        raise ValidationError({"risks": "A joint control acts on the risks of its alignment"})


def check_risks(risks, organisation):
    """A control acts on one risk at least, and on those of the body whose control it is."""
    if not risks:
        raise ValidationError({"risks": "Select at least one risk that it acts on"})
    if any(risk.register.organisation_id != organisation for risk in risks):
        raise ValidationError({"risks": "Choose risks of the same organisation"})


def check_risk_open_on(risk, on):
    """It begins to act on a risk that was open."""
    stage = stage_of_risk_on(risk, on)
    if stage is not LifeOfRisk.OPEN:
        how = "had not been opened by" if stage is LifeOfRisk.ABSENT else "was closed on"
        raise ValidationError({"risks": f"Risk {risk.ref} {how} {_day(on)}"})


def bodies_of(control) -> list[int]:
    """Keys of the organisations whose control it is: one, or of a joint control those whose risks it acts on."""
    if control.register_id:
        return [control.register.organisation_id]
    latest = in_force(AlignmentMember.objects.filter(alignment=control.alignment_id), Scope(as_at=clock.today()))
    held = AlignmentMember.objects.filter(pk__in=latest.values("pk"), holds=True)
    return sorted(set(held.values_list("risk__register__organisation", flat=True)))


def check_post(control, post, on, field):
    """A post of the body, or of one of both, that there was that day."""
    if post is None:
        return
    if post.organisation_id not in bodies_of(control):
        raise ValidationError({field: "Choose a post of the body whose control it is"})
    check_posts_on([post], on, field)


# Its due date --------------------------------------------------------------------------------------------------------


def has_had_date(control, on) -> bool:
    """Whether a date had been set by a day: another one is a move then, and needs its reason."""
    return ControlDue.objects.by(Scope(as_at=on)).filter(control=control).exclude(due=None).exists()


def check_move(control, on, was, due, reason):
    if was == due:
        words = "It has no due date" if due is None else f"It is due on {_day(due)} already. Choose another date"
        raise ValidationError({"due": words})
    if has_had_date(control, on) and not reason.strip():
        raise ValidationError({"reason": "Say why the date moves"})


# How it gets on ------------------------------------------------------------------------------------------------------


def check_can_state(control, on):
    check_alive_on(control, on)
    if stage_on(control, on) is Stage.POTENTIAL:
        raise ValidationError("It is only a potential control: adopt it before you state its progress")


def states_on(control, on) -> bool:
    """Whether there is progress to state: of what is planned or in place."""
    return stage_on(control, on) in (Stage.PLANNED, Stage.IN_PLACE)


def check_statement(status, narrative, is_joint=False):
    """What falls short has to be explained; "not applicable" is for a body that has no part in a joint control."""
    allowed = (*STATED, Status.NOT_APPLICABLE) if is_joint else STATED
    if status not in allowed:
        raise ValidationError({"status": "Choose the progress from the list"})
    if Status(status).needs_narrative and not narrative.strip():
        words = Status(status).label.lower()
        raise ValidationError({"narrative": f"Say what holds it up: “{words}” needs a narrative"})


def check_body(control, organisation):
    """The body that states is one whose control it is."""
    if organisation is None or organisation.pk not in bodies_of(control):
        raise ValidationError({"organisation": "Choose the body that states it"})


def check_stated_by(post, organisation: Organisation, on):
    if post is None:
        return
    if post.organisation_id != organisation.pk:
        raise ValidationError({"stated_by": f"Choose a post of {organisation.short_name}"})
    check_posts_on([post], on, "stated_by")


# Evidence ------------------------------------------------------------------------------------------------------------


def check_evidence(control, on, name, url, file):
    """It has a name of its own, and is a link or a file."""
    if not name.strip():
        raise ValidationError({"name": "Enter what it is called"})
    if bool(url) == bool(file):
        raise ValidationError({"url": "Give either a link or a file"})
    if url:
        check_link(url)
    if any(held_evidence(control, day).filter(name=name).exists() for day in {on, clock.today()}):
        words = "There is evidence of that name already. Choose another name, or withdraw the other first"
        raise ValidationError({"name": words})


def check_link(url):
    """An address that a browser opens as a page, and nothing that runs."""
    try:
        parts = urlsplit(url)
    except ValueError:
        parts = None
    if parts is None or parts.scheme.lower() not in ("http", "https") or not parts.hostname:
        raise ValidationError({"url": "Enter a web address that begins with https:// or http://"})


def held_evidence(control, day):
    """The evidence that had been given by a day and not withdrawn."""
    latest = in_force(Evidence.objects.filter(control=control), Scope(as_at=day))
    return Evidence.objects.filter(pk__in=latest.values("pk"), holds=True)


def check_can_withdraw(evidence, on):
    check_day(on)
    if on < evidence.on:
        raise ValidationError({"on": f"It was given on {_day(evidence.on)}. Choose that day or a later one"})
    if not held_evidence(evidence.control, on).filter(pk=evidence.pk).exists():
        raise ValidationError("It has been withdrawn already")


# Mistaken entries ----------------------------------------------------------------------------------------------------


def check_replaceable(fact):
    """An entry can be corrected or voided once; after that, the entry that replaced it can."""
    if not is_last_word(fact):
        raise ValidationError("This entry has already been corrected or voided. Look at the newer one")
    if isinstance(fact, Proposal | Consent) or (isinstance(fact, ControlWording) and fact.proposal_id):
        raise ValidationError("What both bodies agreed is not voided by one: propose another wording instead")


def check_says_something_else(fact, **said):
    """A correction that corrects nothing would only fill the history."""
    if all(getattr(fact, name) == value for name, value in said.items()):
        raise ValidationError("Nothing here differs from the entry. Change what is wrong, or void the entry")


def can_void(fact) -> bool:
    """Most entries; what a control began with is not voided: it is retired, or put right by a newer entry."""
    if isinstance(fact, Proposal | Consent) or (isinstance(fact, ControlWording) and fact.proposal_id):
        return False
    try:
        check_can_void(fact)
    except ValidationError:
        return False
    return is_last_word(fact)


def check_can_void(fact):
    """Without it there would still be a control: a state, a title and a risk from the day it began."""
    if isinstance(fact, ControlState):
        turns = turns_of(fact.control, but=fact)
        if not turns or began_on(fact.control) < turns[0][0]:
            raise ValidationError("What a control began as cannot be voided. Retire the control instead")
        check_turns(turns)
    if isinstance(fact, ControlWording) and not _others(fact).filter(on__lte=began_on(fact.control)).exists():
        raise ValidationError("The control would have no title from the day it began. Word it anew instead")
    if isinstance(fact, ControlLink) and not _acts_without(fact):
        raise ValidationError("The control would act on no risk. Link it to another one first")


def _others(fact):
    return type(fact).objects.known(ALL_TIME).filter(control=fact.control).exclude(pk=fact.pk)


def _acts_without(fact):
    latest = in_force(_others(fact), Scope(as_at=clock.today()))
    return ControlLink.objects.filter(pk__in=latest.values("pk"), holds=True).exists()
