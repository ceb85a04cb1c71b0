"""Does the improvement plan allow it? From its state and dates; each `check_` raises with words for the screen."""

import re
from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db.models import Max

from controls.models import (
    STREAM_FACTS,
    ImprovementPlan,
    PlanMarking,
    PlanState,
    PlanTurn,
    StreamProgress,
    StreamStatus,
    WorkStream,
)
from controls.models.improvement import PRINCIPLES
from registers import clock
from registers.models import Marking, in_force
from registers.rules import ALL_TIME, check_day, check_posts_on, check_reason_for_change
from registers.scope import Scope
from registers.visibility import now

REF = re.compile(r"[A-G]?[1-9]\d{0,2}")


def turn_on(plan, day):
    """Whether a plan was open or closed at the end of a day; None where it was not there."""
    row = in_force(PlanState.objects.filter(plan=plan), Scope(as_at=day)).first()
    return PlanTurn(row.turn) if row else None


def is_sensitive(plan) -> bool:
    row = in_force(PlanMarking.objects.filter(plan=plan), now()).first()
    return row is not None and row.value == Marking.SENSITIVE


def following(plan) -> ImprovementPlan | None:
    """The plan of the year after, where it is there already."""
    first_day = plan.last_day + timedelta(days=1)
    return ImprovementPlan.objects.filter(organisation=plan.organisation_id, first_day=first_day).first()


def is_closed(plan) -> bool:
    return turn_on(plan, clock.today()) is PlanTurn.CLOSED


def check_open_on(plan, on):
    """A plan is written in while its year has not been closed, and not before it was begun."""
    check_day(on)
    if is_closed(plan):
        raise ValidationError(f"The plan of {plan.year} is closed. What was unfinished went into the next year's plan")
    if turn_on(plan, on) is None:
        raise ValidationError({"on": "The plan had not been begun by that date"})


def check_begun_on(stream, on):
    """A fact of a work-stream is dated on a day when there was such a work-stream."""
    check_open_on(stream.plan, on)
    first = StreamProgress.objects.filter(stream=stream).order_by("on").values_list("on", flat=True).first()
    if first is not None and on < first:
        raise ValidationError({"on": f"The work-stream began on {first.day} {first:%B %Y}. Choose that day or later"})


def check_ref(plan, ref):
    """A letter from A to G and a number, or a number alone; never the same one twice in a plan."""
    if not REF.fullmatch(ref):
        raise ValidationError({"ref": "Write it as a letter from A to G and a number, such as F10, or a number alone"})
    if WorkStream.objects.filter(plan=plan, ref=ref).exclude(pk__in=taken_back(plan).values("pk")).exists():
        raise ValidationError({"ref": f"{ref} is in use in the plan of {plan.year}"})


def taken_back(plan):
    """The work-streams of an import that was undone: nothing is said of them, and their refs are free."""
    said = StreamProgress.objects.known(ALL_TIME).filter(stream__plan=plan)
    return WorkStream.objects.filter(plan=plan).exclude(pk__in=said.values("stream"))


def check_principle(principle):
    if principle and principle not in PRINCIPLES:
        raise ValidationError({"principle": "Choose a principle from A to G, or none"})


def check_title(title):
    if not title.strip():
        raise ValidationError({"title": "Enter what is to be improved"})


def check_owner(plan, post, on):
    if post is None:
        return
    if post.organisation_id != plan.organisation_id:
        raise ValidationError({"owner": f"Choose a post of {plan.organisation.short_name}"})
    check_posts_on([post], on, "owner")


def check_move(now, due, reason):
    """A date that was promised is moved with its reason, and to another day."""
    if now is not None and now.due == due:
        raise ValidationError({"due": "That is the date that stands. Enter another one"})
    if now is None and due is None:
        raise ValidationError({"due": "Enter the due date"})
    if now is not None and now.due is not None:
        check_reason_for_change(True, reason)


def check_status(status, note):
    """What falls short is explained, and so is what is given up."""
    if status not in StreamStatus.values:
        raise ValidationError({"status": "Choose how it gets on"})
    if status in (StreamStatus.SLIPPED, StreamStatus.NO_LONGER_NEEDED) and not note.strip():
        raise ValidationError({"note": f"Say why it is {StreamStatus(status).label.lower()}"})


def check_years(organisation, first_day, last_day):
    if last_day <= first_day:
        raise ValidationError({"last_day": "Choose a day after the first one"})
    clash = ImprovementPlan.objects.filter(
        organisation=organisation, first_day__lte=last_day, last_day__gte=first_day
    ).first()
    if clash is not None:
        raise ValidationError({"first_day": f"The plan of {clash.year} covers these days"})


def check_can_close(plan, on):
    """A year is closed once, not before its last day, and not before what was last entered in it took effect."""
    check_open_on(plan, on)
    if on < plan.last_day:
        raise ValidationError({"on": f"The year ends on {plan.last_day.day} {plan.last_day:%B %Y}. Close it then"})
    latest = max(_latest_day(model, plan) for model in STREAM_FACTS)
    if on < latest:
        raise ValidationError(
            {"on": f"Something in it takes effect on {latest.day} {latest:%B %Y}. Close it on that day or later"}
        )


def check_can_carry(plan):
    """Words for those cleared are not carried where others read them."""
    to = following(plan)
    if to is not None and is_sensitive(plan) and not is_sensitive(to):
        raise ValidationError(
            f"This plan is OFFICIAL-SENSITIVE and the plan of {to.year}, into which it is carried, is not. "
            f"Mark the plan of {to.year} first"
        )


def _latest_day(model, plan):
    return model.objects.filter(stream__plan=plan).aggregate(latest=Max("on"))["latest"] or date.min
