"""Tying risks of both registers together, and what each body says of what is tied (DESIGN.md section 2).

Either body may write what is common to both: title, rationale, which risks, when it ends. What a body says of itself,
its view, its review and the response of its risks, the pages let only that body write.
"""

from django.db import transaction
from django.db.models import Max

from registers import rules_alignments as rules
from registers.actions.writing import append, append_if_new, append_unless_repeated, standing
from registers.models import (
    Alignment,
    AlignmentAlias,
    AlignmentMember,
    AlignmentResponse,
    AlignmentReview,
    AlignmentState,
    AlignmentTurn,
    AlignmentView,
    AlignmentWording,
    DivergenceNote,
    NotAligned,
    Organisation,
    Risk,
    in_force,
)
from registers.rules import check_open_on
from registers.scope import Scope


@transaction.atomic
def begin(*, by, on, kind, title, risks, rationale="", aliases=(), number=None) -> Alignment:
    """Tie risks of both corporate registers from a day. It takes the next number; numbers are never used again."""
    rules.check_can_tie(risks, on)
    rules.check_said(title, "title", "Enter the title")
    Risk.objects.hold(*risks)
    alignment = Alignment.objects.create(number=number or _next_number(), kind=kind)
    append(AlignmentState, by=by, on=on, alignment=alignment, turn=AlignmentTurn.BEGUN)
    append(AlignmentWording, by=by, on=on, alignment=alignment, title=title.strip(), rationale=rationale)
    for risk in sorted(risks, key=lambda risk: risk.pk):
        _tie(alignment, risk, by, on, "")
    for name in aliases:
        _call(alignment, by, on, name, holds=True)
    return alignment


def _next_number():
    """Under a lock on the bodies, so that two begun at once have two numbers."""
    list(Organisation.objects.select_for_update(no_key=True).filter(kind=Organisation.Kind.BODY).order_by("pk"))
    return (Alignment.objects.aggregate(last=Max("number"))["last"] or 0) + 1


def _tie(alignment, risk, by, on, reason):
    """A risk that was aligned with nothing no longer is, from the day it joins or the day that was said."""
    risk = Risk.objects.lock(risk)
    said = rules.declined(risk)
    if said is not None:
        append(NotAligned, by=by, on=max(on, said.on), risk=risk, holds=False)
    return append(AlignmentMember, by=by, on=on, reason=reason, alignment=alignment, risk=risk)


@transaction.atomic
def word(*, alignment, by, version, on, title, rationale, reason="") -> AlignmentWording | None:
    """What it is called and why these risks are held together, from a day. Raises Stale."""
    alignment = _lock(alignment, version, on)
    rules.check_said(title, "title", "Enter the title")
    values = {"title": title.strip(), "rationale": rationale}
    return append_if_new(AlignmentWording, by=by, on=on, reason=reason, key={"alignment": alignment}, values=values)


@transaction.atomic
def edit(*, alignment, by, version, on, title=None, rationale=None, aliases=None, reason="") -> list:
    """Change what it is called and why it is held, from a day. None leaves a part alone; `aliases` is the whole list.

    Returns the facts written. Raises Stale.
    """
    alignment = _lock(alignment, version, on)
    now = standing(AlignmentWording, on, alignment=alignment)
    values = {
        "title": now.title if title is None else title.strip(),
        "rationale": now.rationale if rationale is None else rationale,
    }
    rules.check_said(values["title"], "title", "Enter the title")
    key = {"alignment": alignment}
    written = [append_if_new(AlignmentWording, by=by, on=on, reason=reason, key=key, values=values)]
    if aliases is not None:
        held = aliases_on(alignment, on)
        written += [_call(alignment, by, on, name, holds=False) for name in held if name not in aliases]
        written += [_call(alignment, by, on, name, holds=True) for name in aliases if name not in held]
    return [fact for fact in written if fact is not None]


def aliases_on(alignment, day) -> list[str]:
    """The other names it goes by on a day, in the order they were given."""
    latest = in_force(AlignmentAlias.objects.filter(alignment=alignment), Scope(as_at=day))
    held = AlignmentAlias.objects.filter(pk__in=latest.values("pk"), holds=True)
    return list(held.oldest_first().values_list("name", flat=True))


def _lock(alignment, version, on):
    """The alignment, locked, and held by the bodies on that day. Raises Stale."""
    alignment = Alignment.objects.lock(alignment, version=version)
    rules.check_stands_on(alignment, on)
    return alignment


@transaction.atomic
def alias(*, alignment, by, version, on, name, holds=True) -> AlignmentAlias | None:
    """Another name it goes by from a day, or no longer."""
    return _call(_lock(alignment, version, on), by, on, name, holds)


def _call(alignment, by, on, name, holds):
    rules.check_said(name, "name", "Enter the other name")
    key = {"alignment": alignment, "name": name.strip()}
    if not holds and standing(AlignmentAlias, on, **key) is None:
        return None
    return append_if_new(AlignmentAlias, by=by, on=on, key=key, values={"holds": holds})


@transaction.atomic
def join(*, alignment, by, version, on, risk, reason="") -> AlignmentMember:
    """Tie one more risk from a day."""
    alignment = _lock(alignment, version, on)
    rules.check_can_join(alignment, risk, on)
    return _tie(alignment, risk, by, on, reason)


@transaction.atomic
def leave(*, alignment, by, version, on, risk, reason) -> AlignmentMember:
    """Tie a risk no longer, from a day. The last one of a body stays while the alignment stands."""
    alignment = _lock(alignment, version, on)
    rules.check_said(reason, "reason", "Say why it is no longer aligned")
    rules.check_can_leave(alignment, risk, on)
    return append(AlignmentMember, by=by, on=on, reason=reason, alignment=alignment, risk=risk, holds=False)


@transaction.atomic
def end(*, alignment, by, version, on, reason) -> AlignmentState:
    """End it from a day; as at that day it has ended. Its risks stay in their registers."""
    alignment = Alignment.objects.lock(alignment, version=version)
    rules.check_not_ended(alignment)
    rules.check_stands_on(alignment, on)
    rules.check_said(reason, "reason", "Say why it ends")
    return append(AlignmentState, by=by, on=on, reason=reason, alignment=alignment, turn=AlignmentTurn.ENDED)


@transaction.atomic
def respond(*, alignment, by, version, on, risk, text) -> AlignmentResponse | None:
    """What its body does about an aligned risk, from a day. Empty: nothing is said any more."""
    alignment = _lock(alignment, version, on)
    rules.check_is_tied(alignment, risk, on)
    key = {"alignment": alignment, "risk": risk}
    if not text and standing(AlignmentResponse, on, **key) is None:
        return None
    return append_if_new(AlignmentResponse, by=by, on=on, key=key, values={"text": text})


@transaction.atomic
def view(*, alignment, by, version, on, organisation, residual, in_place, working) -> AlignmentView:
    """One body's view as of a day: the residual risk, whether controls are in place and working (001 1.7).

    The same view as of another day is said anew: its age counts.
    """
    alignment = _lock(alignment, version, on)
    rules.check_is_of(alignment, organisation, on)
    values = {"residual": residual, "in_place": in_place, "working": working}
    return _say(AlignmentView, by, on, "", {"alignment": alignment, "organisation": organisation}, values)


@transaction.atomic
def review(*, alignment, by, version, on, organisation, reason, next_on=None) -> AlignmentReview:
    """One body has looked at it as of a day: what it found, and when it looks again."""
    alignment = _lock(alignment, version, on)
    rules.check_is_of(alignment, organisation, on)
    rules.check_said(reason, "reason", "Say what the review found")
    rules.check_review_day(on, next_on)
    key = {"alignment": alignment, "organisation": organisation}
    return _say(AlignmentReview, by, on, reason, key, {"next_on": next_on})


@transaction.atomic
def set_review_date(*, alignment, by, version, on, organisation, next_on) -> AlignmentReview:
    """When a body means to look at it (again). A row without a reason is a date, not a review."""
    alignment = _lock(alignment, version, on)
    rules.check_is_of(alignment, organisation, on)
    rules.check_review_day(on, next_on)
    key = {"alignment": alignment, "organisation": organisation}
    return _say(AlignmentReview, by, on, "", key, {"next_on": next_on})


@transaction.atomic
def explain(*, alignment, by, version, on, kind, said_of, reason) -> DivergenceNote:
    """ "Differs because ...": quiets one kind of divergence as it is now (`said_of`), until something changes."""
    alignment = _lock(alignment, version, on)
    rules.check_said(reason, "reason", "Say why they differ")
    return _say(DivergenceNote, by, on, reason, {"alignment": alignment, "kind": kind}, {"said_of": said_of})


def _say(model, by, on, reason, key, values):
    """What is said a second time of the same day in the same words is the same entry."""
    now = standing(model, on, **key)
    return append_unless_repeated(model, now, by=by, on=on, reason=reason, key=key, values=values)


@transaction.atomic
def decline(*, risk, by, version, on, reason, holds=True) -> NotAligned | None:
    """A body says that its risk is aligned with nothing, and why; or takes that back."""
    risk = Risk.objects.lock(risk, version=version)
    check_open_on(risk, on)
    rules.check_can_decline(risk)
    if not holds and rules.declined(risk) is None:
        return None
    if holds:
        rules.check_said(reason, "reason", "Say why it is aligned with nothing")
    return _say(NotAligned, by, on, reason, {"risk": risk}, {"holds": holds})
