"""Which names can a file mean? Posts, objectives, risks, controls and work-streams, as the importer sees them."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from django.db.models import Q

from controls.improvement_rules import taken_back
from controls.models import ControlLink, ControlWording, ImprovementPlan, StreamWording, WorkStream
from registers import clock
from registers.audience import Audience
from registers.models import Holding, Objective, Organisation, OwnedPost, Post, PostAlias, Register, Risk, in_force
from registers.movement import Stage
from registers.scope import Scope
from reports.imports.standing import Stood, stood
from reports.imports.values import Known, KnownControl, KnownPost, KnownRisk


def known_of(register: Register, audience: Audience, as_at: date, found: Stood | None = None) -> Known:
    """What this person may mean on the day of the import. `found`: the register as it stands, where already read."""
    found = found or stood(register, as_at)
    seen = set(Risk.objects.filter(register=register).visible_to(audience).values_list("pk", flat=True))
    risks = [risk for risk in found.refs if risk in seen]
    scheme = found.scheme
    return Known(
        body=register.organisation.short_name,
        scheme=scheme.value if scheme else None,
        posts=_posts(register.organisation, as_at),
        objectives=_objectives(register),
        risks=tuple(
            KnownRisk(
                found.refs[risk], found.printed_ref(risk), found.title(risk), found.stage(risk) is not Stage.CLOSED
            )
            for risk in sorted(risks, key=lambda risk: (found.order(risk), found.refs[risk]))
        ),
        controls=_controls(register, found, set(risks), as_at),
        streams=_streams(plan_of(register.organisation, audience, as_at), as_at),
        today=clock.today(),
        as_at=as_at,
        place=register.path,
    )


def _posts(body, as_at):
    """Those of the body that were there that day; those of other bodies are named, and cannot be taken."""
    posts = Post.objects.filter(organisation__kind=Organisation.Kind.BODY).select_related("organisation")
    posts = posts.filter(Q(since=None) | Q(since__lte=as_at), Q(until=None) | Q(until__gt=as_at))
    aliases, holders = defaultdict(list), defaultdict(list)
    on_the_day = Q(since=None) | Q(since__lte=as_at)
    on_the_day &= Q(until=None) | Q(until__gt=as_at)
    for post, title in PostAlias.objects.filter(on_the_day).order_by("pk").values_list("post", "title"):
        aliases[post].append(title)
    for held in in_force(Holding.objects.all(), Scope(as_at=as_at)).values("post", "name", "holds"):
        if held["holds"]:
            holders[held["post"]].append(held["name"])
    printed = OwnedPost.objects.filter(post__organisation=body).exclude(printed_as="")
    for post, title in printed.order_by("post", "printed_as").values_list("post", "printed_as").distinct():
        aliases[post].append(title)  # what our own lists print
    for old, new in Post.objects.filter(successor__isnull=False, until__lte=as_at).values_list("title", "successor"):
        aliases[new].append(old)  # what a post was called before is still written in files
    return tuple(
        KnownPost(
            post.pk,
            post.title,
            tuple(aliases[post.pk]),
            tuple(holders[post.pk]),
            "" if post.organisation_id == body.pk else post.organisation.short_name,
        )
        for post in posts.order_by("organisation", "title")
    )


def _objectives(register):
    aims = Objective.objects.filter(framework__organisation=register.organisation_id)
    return tuple(aims.order_by("framework", "order", "pk").values_list("pk", "name"))


def _controls(register, found, seen, as_at):
    scope = Scope(as_at=as_at)
    links = defaultdict(list)
    held = in_force(ControlLink.objects.filter(control__register=register), scope)
    for control, risk, holds in held.order_by("pk").values_list("control", "risk", "holds"):
        if holds and risk in seen:
            links[control].append(found.refs[risk])
    worded = in_force(ControlWording.objects.filter(control__register=register), scope)
    rows = worded.order_by("control__number").values_list("control", "control__number", "title")
    return tuple(KnownControl(number, title, tuple(links[control])) for control, number, title in rows)


def plan_of(organisation: Organisation, audience: Audience, as_at: date) -> ImprovementPlan | None:
    """The improvement plan of the year a day falls in; else the last that had begun by then."""
    plans = ImprovementPlan.objects.visible_to(audience).filter(organisation=organisation, first_day__lte=as_at)
    return plans.select_related("organisation").order_by("-first_day").first()


def _streams(plan, as_at):
    if plan is None:
        return ()
    streams = WorkStream.objects.filter(plan=plan).exclude(pk__in=taken_back(plan).values("pk"))
    titles = dict(
        in_force(StreamWording.objects.filter(stream__plan=plan), Scope(as_at=as_at)).values_list("stream", "title")
    )
    return tuple((ref, titles.get(pk, "")) for pk, ref in streams.order_by("pk").values_list("pk", "ref"))
