"""Opening, editing, closing and recasting risks."""

from datetime import date

from django.db import transaction
from django.db.models import Max

from registers import rules
from registers.actions.writing import append, append_if_new, standing
from registers.models import (
    Aspect,
    Dependency,
    Detail,
    Lineage,
    LineageKind,
    Marking,
    ObjectiveSet,
    OwnedPost,
    Ownership,
    Register,
    Risk,
    RiskState,
    Stewardship,
    Turn,
    Wording,
)
from registers.scope import Scope

ALL_TIME = Scope(as_at=date.max)


@transaction.atomic
def open_risk(
    *,
    register,
    by,
    on,
    title,
    description="",
    owners=(),
    leads=(),
    objectives=(),
    horizon="",
    printed_ref="",
    order=None,
    marking=Marking.OFFICIAL,
    reason="",
    ref=None,
) -> Risk:
    """Open a risk. It takes the next reference of its register; references are never used again.

    But for one that an import opened and that was taken back with it: it never stood in any position that is kept.
    """
    rules.check_day(on)
    rules.check_posts_on(owners, on, "owners")
    rules.check_posts_on(leads, on, "leads")
    register = Register.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=register.pk)
    if ref is None:
        ref = (register.risks.aggregate(last=Max("ref"))["last"] or 0) + 1
    risk = _taken_back(register, ref) or register.risks.create(ref=ref)
    append(RiskState, by=by, on=on, reason=reason, risk=risk, turn=Turn.OPENED)
    append(Wording, by=by, on=on, risk=risk, title=title, description=description)
    for aspect, value in _aspects(horizon=horizon, printed_ref=printed_ref, order=order, marking=marking).items():
        if value and value != Marking.OFFICIAL:
            append(Detail, by=by, on=on, risk=risk, aspect=aspect, value=value)
    set_stewards(risk=risk, by=by, on=on, role=Stewardship.OWNER, posts=owners)
    set_stewards(risk=risk, by=by, on=on, role=Stewardship.LEAD, posts=leads)
    set_objectives(risk=risk, by=by, on=on, objectives=objectives)
    return risk


def _taken_back(register, ref):
    """The risk of that reference, where it no longer has an opening: it was of an import that was undone."""
    risk = register.risks.filter(ref=ref).first()
    return risk if risk and not RiskState.objects.known(ALL_TIME).filter(risk=risk).exists() else None


def _aspects(*, horizon=None, printed_ref=None, order=None, marking=None):
    """The single-valued attributes that were given, as text, by aspect."""
    given = {Aspect.HORIZON: horizon, Aspect.PRINTED_REF: printed_ref, Aspect.ORDER: order, Aspect.MARKING: marking}
    return {aspect: str(value) for aspect, value in given.items() if value is not None}


@transaction.atomic
def edit(
    *,
    risk,
    by,
    version,
    on,
    reason="",
    title=None,
    description=None,
    owners=None,
    leads=None,
    objectives=None,
    horizon=None,
    printed_ref=None,
    order=None,
) -> list:
    """Change what a risk says from a day. Only what differs from that day is written; None leaves a part alone.

    Raises Stale where somebody saved the risk since `version`. Returns the facts written.
    """
    risk = Risk.objects.lock(risk, version=version)
    rules.check_open_on(risk, on)
    rules.check_posts_on(owners or (), on, "owners")
    rules.check_posts_on(leads or (), on, "leads")
    written = [
        set_wording(risk=risk, by=by, on=on, reason=reason, title=title, description=description),
        None
        if owners is None
        else set_stewards(risk=risk, by=by, on=on, reason=reason, role=Stewardship.OWNER, posts=owners),
        None
        if leads is None
        else set_stewards(risk=risk, by=by, on=on, reason=reason, role=Stewardship.LEAD, posts=leads),
        None if objectives is None else set_objectives(risk=risk, by=by, on=on, reason=reason, objectives=objectives),
    ]
    for aspect, value in _aspects(horizon=horizon, printed_ref=printed_ref, order=order).items():
        written.append(set_aspect(risk=risk, by=by, on=on, reason=reason, aspect=aspect, value=value))
    return [fact for fact in written if fact is not None]


def set_wording(*, risk, by, on, reason="", title=None, description=None):
    now = standing(Wording, on, risk=risk)
    title = now.title if title is None and now else title
    description = now.description if description is None and now else description or ""
    return append_if_new(
        Wording, by=by, on=on, reason=reason, key={"risk": risk}, values={"title": title, "description": description}
    )


def set_aspect(*, risk, by, on, aspect, value, reason=""):
    """Set one single-valued attribute from a day; unset and empty are the same."""
    if not value and standing(Detail, on, risk=risk, aspect=aspect) is None:
        return None
    return append_if_new(
        Detail, by=by, on=on, reason=reason, key={"risk": risk, "aspect": aspect}, values={"value": value}
    )


def set_stewards(*, risk, by, on, role, posts, reason=""):
    """The owners, or the working leads, from a day: the whole list, in order."""
    posts = list(posts)
    now = standing(Ownership, on, risk=risk, role=role)
    if (list(now.places.values_list("post", flat=True)) if now else []) == [post.pk for post in posts]:
        return None
    ownership = append(Ownership, by=by, on=on, reason=reason, risk=risk, role=role)
    _place(ownership, keep_printed_forms(posts, now))
    return ownership


def keep_printed_forms(posts, ownership):
    """The posts, each in the form it was printed in before unless it brings one of its own."""
    printed = dict(ownership.places.values_list("post", "printed_as")) if ownership else {}
    for post in posts:
        if not hasattr(post, "printed_as"):
            post.printed_as = printed.get(post.pk, "")
    return posts


def _place(ownership, posts):
    """A post may carry `printed_as`, the form of its title that the register prints."""
    OwnedPost.objects.bulk_create(
        OwnedPost(ownership=ownership, post=post, place=n, printed_as=getattr(post, "printed_as", ""))
        for n, post in enumerate(posts, 1)
    )


def set_objectives(*, risk, by, on, objectives, reason=""):
    """The objectives it threatens, from a day: the whole list."""
    objectives = list(objectives)
    now = standing(ObjectiveSet, on, risk=risk)
    if (set(now.objectives.all()) if now else set()) == set(objectives):
        return None
    chosen = append(ObjectiveSet, by=by, on=on, reason=reason, risk=risk)
    chosen.objectives.set(objectives)
    return chosen


@transaction.atomic
def mark(*, risk, by, version, on, marking, reason) -> Detail | None:
    """Mark a risk OFFICIAL or OFFICIAL-SENSITIVE from a day."""
    risk = Risk.objects.lock(risk, version=version)
    rules.check_open_on(risk, on)
    rules.check_reason_for_change(True, reason)
    return set_aspect(risk=risk, by=by, on=on, reason=reason, aspect=Aspect.MARKING, value=marking)


@transaction.atomic
def depend(*, risk, by, version, on, depends_on, holds=True, reason="") -> Dependency | None:
    """Say that another risk bears on this one from a day, or no longer does."""
    risk = Risk.objects.lock(risk, version=version)
    rules.check_open_on(risk, on)
    rules.check_can_depend(risk, depends_on)
    key = {"risk": risk, "depends_on": depends_on}
    if not holds and standing(Dependency, on, **key) is None:
        return None
    return append_if_new(Dependency, by=by, on=on, reason=reason, key=key, values={"holds": holds})


@transaction.atomic
def close(*, risk, by, version, on, reason) -> RiskState:
    """Close a risk from a day; as at that day it is closed."""
    return _turn(risk, by, version, on, Turn.CLOSED, reason)


@transaction.atomic
def reopen(*, risk, by, version, on, reason) -> RiskState:
    return _turn(risk, by, version, on, Turn.REOPENED, reason)


def _turn(risk, by, version, on, turn, reason):
    risk = Risk.objects.lock(risk, version=version)
    rules.check_day(on)
    rules.check_reason_for_change(True, reason)
    turns = list(RiskState.objects.known(ALL_TIME).filter(risk=risk).oldest_first().values_list("on", "turn"))
    rules.check_life(_with(turns, on, turn))
    return append(RiskState, by=by, on=on, reason=reason, risk=risk, turn=turn)


@transaction.atomic
def turn_about(*, risk, by, version, turns, reason) -> list[RiskState]:
    """Close and reopen a risk by turns, as a register of the past has it: (day, turn) each, that make one life."""
    risk = Risk.objects.lock(risk, version=version)
    rules.check_reason_for_change(True, reason)
    known = list(RiskState.objects.known(ALL_TIME).filter(risk=risk).oldest_first().values_list("on", "turn"))
    for on, turn in turns:
        rules.check_day(on)
        known = _with(known, on, turn)
    rules.check_life(known)
    return [append(RiskState, by=by, on=on, reason=reason, risk=risk, turn=turn) for on, turn in turns]


def _with(turns, on, turn):
    """The turns with one more, after the others of its day."""
    return [t for t in turns if t[0] <= on] + [(on, turn)] + [t for t in turns if t[0] > on]


@transaction.atomic
def recast(*, risk, by, version, on, title, description, reason) -> Risk:
    """Word a risk anew so far that it is no longer the same: across it, movement reads "refreshed"."""
    risk = Risk.objects.lock(risk, version=version)
    rules.check_open_on(risk, on)
    rules.check_reason_for_change(True, reason)
    set_wording(risk=risk, by=by, on=on, reason=reason, title=title, description=description)
    _refreshed(risk, risk, by, on, LineageKind.RECAST, reason)
    return risk


def _refreshed(risk, source, by, on, kind, reason):
    append(Lineage, by=by, on=on, reason=reason, risk=risk, source=source, kind=kind)
    append(RiskState, by=by, on=on, reason=reason, risk=risk, turn=Turn.REFRESHED)


@transaction.atomic
def split(*, risk, by, version, on, into, reason) -> list[Risk]:
    """Split new risks off one that continues. `into` lists what each new risk opens with, as open_risk takes it.

    A part is marked as the whole is unless told otherwise: text split off a sensitive risk stays sensitive.
    """
    risk = Risk.objects.lock(risk, version=version)
    rules.check_open_on(risk, on)
    rules.check_reason_for_change(True, reason)
    marking = marking_on(risk, on)
    parts = []
    for opening in into:
        part = open_risk(register=risk.register, by=by, on=on, reason=reason, **{"marking": marking} | opening)
        append(Lineage, by=by, on=on, reason=reason, risk=part, source=risk, kind=LineageKind.SPLIT)
        parts.append(part)
    append(RiskState, by=by, on=on, reason=reason, risk=risk, turn=Turn.REFRESHED)
    return parts


def marking_on(risk, day):
    """How a risk is marked: the higher of that day's marking and today's, as a marking protects what is older too."""
    marks = [standing(Detail, on, risk=risk, aspect=Aspect.MARKING) for on in (day, date.max)]
    return Marking.SENSITIVE if any(mark and mark.value == Marking.SENSITIVE for mark in marks) else Marking.OFFICIAL


@transaction.atomic
def merge(*, risk, by, version, on, others, reason) -> Risk:
    """Merge other risks into one that continues; the others close that day."""
    others = sorted(others, key=lambda other: other.pk)
    rules.check_can_merge(risk, others)
    Risk.objects.hold(risk, *others)
    risk = Risk.objects.lock(risk, version=version)
    rules.check_open_on(risk, on)
    rules.check_reason_for_change(True, reason)
    for other in others:
        _turn(other, by, None, on, Turn.CLOSED, reason)
        append(Lineage, by=by, on=on, reason=reason, risk=risk, source=other, kind=LineageKind.MERGED)
    append(RiskState, by=by, on=on, reason=reason, risk=risk, turn=Turn.REFRESHED)
    return risk
